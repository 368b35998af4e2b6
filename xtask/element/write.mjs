// @ts-check
/**
 * `npm run manifest`: custom-elements.json and the tables of docs/element.md and its translation, from the types of the
 * element. `--check`: only says whether they are what the types give; then nothing is written.
 */

import { readFile, writeFile } from "node:fs/promises";
import { parseArgs } from "node:util";
import { manifestOf, readElement } from "./read.mjs";
import { LANGUAGES, leftOver, TABLES, tableOf } from "./tables.mjs";

const ROOT = new URL("../../", import.meta.url);
const TYPES = new URL("src/js/element.d.ts", ROOT);
const MANIFEST = "src/js/custom-elements.json";
const PATHS = { element: "dist/element.js", class: "dist/element-class.js" };
const TEXTS = { en: "docs/element.md", "zh-CN": "docs/element.zh-CN.md" };

const { values } = parseArgs({ options: { check: { type: "boolean", default: false } } });

const element = readElement(TYPES);
const spare = leftOver(element);
if (spare.length > 0) throw new Error(`xtask/element/zh-CN.mjs translates what is not there: ${spare.join(", ")}`);

/** @type {Map<string, string>} */
const wanted = new Map([[MANIFEST, `${JSON.stringify(manifestOf(element, PATHS), null, 2)}\n`]]);
for (const language of LANGUAGES) {
  const file = TEXTS[language];
  let text = await readFile(new URL(file, ROOT), "utf8");
  for (const table of TABLES) text = withTable(file, text, table, tableOf(element, table, language));
  wanted.set(file, text);
}

const stale = [];
for (const [file, text] of wanted) {
  const there = await readFile(new URL(file, ROOT), "utf8").catch(() => "");
  if (there !== text) stale.push(file);
}
if (!values.check) {
  for (const file of stale) await writeFile(new URL(file, ROOT), wanted.get(file) ?? "");
  console.log(stale.length === 0 ? "all as it was" : `written: ${stale.join(", ")}`);
} else if (stale.length === 0) {
  console.log(`${[...wanted.keys()].join(", ")}: current`);
} else {
  console.error(`not what the types give, \`npm run manifest\` makes it so: ${stale.join(", ")}`);
  process.exitCode = 1;
}

/** @param {string} file @param {string} text @param {string} name @param {string} table */
function withTable(file, text, name, table) {
  const begin = `<!-- ${name}: written by \`npm run manifest\` -->\n`;
  const end = `\n<!-- /${name} -->`;
  const start = text.indexOf(begin);
  const stop = text.indexOf(end, start);
  if (start < 0 || stop < 0) throw new Error(`${file} has lost the marks ${begin.trim()} and ${end.trim()}`);
  return text.slice(0, start + begin.length) + table + text.slice(stop);
}
