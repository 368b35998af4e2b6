// @ts-check
// What the texts say of the package and of each other: links lead somewhere, imports are exported, and an error message that a
// page explains is one that the package gives.

import assert from "node:assert/strict";
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { dirname, join, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import * as referral from "referral-editor";
import * as drafts from "referral-editor/drafts";
import * as element from "referral-editor/element";

const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** @param {string} folder @returns {Promise<string[]>} */
async function filesIn(folder) {
  const entries = await readdir(join(ROOT, folder), { withFileTypes: true, recursive: true });
  return entries.filter((entry) => entry.isFile()).map(({ parentPath, name }) => join(parentPath, name));
}

const isText = (/** @type {string} */ path) => /\.(md|txt)$/.test(path) && !path.includes("node_modules");
const paths = [
  ...["README.md", "README.zh-CN.md", "CHANGELOG.md", "llms.txt"].map((name) => join(ROOT, name)),
  ...(await filesIn("docs")).filter(isText),
  ...(await filesIn("examples")).filter(isText),
];
const texts = new Map(
  await Promise.all(paths.map(async (path) => /** @type {const} */ ([path, await readFile(path, "utf8")]))),
);

/** As a heading is linked to. @param {string} text */
function anchorsOf(text) {
  const ids = [...text.matchAll(/<a id="([^"]+)">/g)].map(([, id = ""]) => id);
  /** @type {Map<string, number>} */
  const seen = new Map();
  for (const [, heading = ""] of text.replace(/^```[\s\S]*?^```/gm, "").matchAll(/^#+ (.+)$/gm)) {
    const plain = heading.replace(/\\(.)/g, "$1").replace(/[`*]/g, "").toLowerCase();
    const slug = plain.replace(/[^\p{L}\p{N}_ -]/gu, "").replaceAll(" ", "-");
    const count = seen.get(slug) ?? 0;
    seen.set(slug, count + 1);
    ids.push(count === 0 ? slug : `${slug}-${count}`);
  }
  return ids;
}

for (const [path, text] of texts) {
  test(`${relative(ROOT, path)}: every link leads somewhere`, async () => {
    const code = /^```[\s\S]*?^```|`[^`\n]*`/gm;
    for (const [, target = ""] of text.replace(code, "").matchAll(/\]\(([^)\s]+)\)/g)) {
      if (/^https?:/.test(target)) continue;
      const [file = "", anchor] = target.split("#");
      const there = file === "" ? path : join(dirname(path), file);
      assert.ok(existsSync(there), `${target}: there is no such file`);
      if (anchor === undefined) continue;
      const anchors = anchorsOf(texts.get(there) ?? (await readFile(there, "utf8")));
      assert.ok(anchors.includes(anchor), `${target}: there is no such heading`);
    }
  });
}

test("what the texts import is exported", () => {
  const exported = {
    "referral-editor": referral,
    "referral-editor/drafts": drafts,
    "referral-editor/element": element,
  };
  let count = 0;
  for (const [path, text] of texts) {
    for (const [, names = "", entry = ""] of text.matchAll(
      /^import (?:\w+, )?\{([^}]+)\} from "(referral-editor[^"]*)"/gm,
    )) {
      for (const name of names.split(",").map((name) => name.trim())) {
        const from = exported[/** @type {keyof typeof exported} */ (entry)];
        assert.ok(from && name in from, `${relative(ROOT, path)}: ${entry} has no ${name}`);
        count += 1;
      }
    }
  }
  assert.ok(count > 10);
});

test("the messages of troubleshooting.md are those of the package", async () => {
  const built = (await filesIn("dist")).filter((path) => /\.(js|wasm)$/.test(path) && !path.endsWith("wasm-base64.js"));
  const code = (await Promise.all(built.map((path) => readFile(path, "latin1")))).join("\n");
  const text = texts.get(join(ROOT, "docs/troubleshooting.md")) ?? "";
  const told = [...text.matchAll(/\*\*(?:`ReferralError` )?`([a-z-]+)`: ((?:[^*]|\\\*)+)\*\*/g)];
  assert.ok(told.length >= 6, "they are found in the text");
  for (const [, name = "", message = ""] of told) {
    const words = message.replaceAll("\\", "").replace(/^… |\.$/g, "");
    assert.ok(code.includes(words), `the package does not say ${words}`);
    assert.ok(code.includes(name), `the package has no code ${name}`);
  }
});

/** The two languages of a text. */
const TRANSLATED = { "README.md": "README.zh-CN.md", "docs/element.md": "docs/element.zh-CN.md" };
const FENCE = /^```\w*\n[\s\S]*?^```$/gm;

/** Comments and texts for people may be in either language. @param {string} code */
const instructions = (code) =>
  code
    .replace(/^(\s*)\/\/.*$/gm, "$1//")
    .replace(/ +\/\/ .*$/gm, "")
    .replace(/lang="[^"]*"/g, "lang")
    .replace(/ lang(?=>)/g, "")
    .replace(/"(saved|已保存|[A-Z][\w ]+|提交[^"]*)"|>(Sign in|登录)</g, "text");

for (const [english, chinese] of Object.entries(TRANSLATED)) {
  const read = (/** @type {string} */ file) => texts.get(join(ROOT, file)) ?? "";

  test(`${chinese} has the code and the figures of ${english}`, () => {
    const [one, other] = [read(english), read(chinese)];
    const code = (/** @type {string} */ text) => (text.match(FENCE) ?? []).map(instructions);
    assert.ok(code(one).length > 0);
    assert.deepEqual(code(other), code(one));
    const rows = (/** @type {string} */ text) =>
      text
        .split("\n")
        .filter((line) => line.startsWith("|"))
        .map((line) => line.match(/\d[\d.,]*\d|\d/g) ?? []);
    assert.deepEqual(rows(other), rows(one), "the figures of every row");
    const headings = (/** @type {string} */ text) => text.replace(FENCE, "").match(/^#+(?= )/gm);
    assert.deepEqual(headings(other), headings(one), "as many headings, of the same levels");
    const links = (/** @type {string} */ text) =>
      [...text.replace(FENCE, "").matchAll(/\]\(([^)#\s]+)/g)]
        .map(([, target = ""]) => target.replace(".zh-CN", ""))
        .filter((target) => !/^(README|element|.*locales\/).*/.test(target))
        .sort();
    assert.deepEqual(links(other), links(one), "the same links");
  });

  test(`${chinese} is written as Chinese is`, () => {
    // Code is set off by spaces as a foreign word is, and stands as one here.
    const plain = read(chinese)
      .replace(FENCE, "")
      .replace(/`[^`\n]*`/g, "K")
      .replace(/\]\([^)]*\)/g, "]")
      .replace(/<!--.*?-->/g, "")
      .replace(/<https?:[^>]*>/g, "X")
      .replace(/!?\[|[*\]]/g, "");
    const han = "\\p{Script=Han}";
    /** @type {Record<string, RegExp>} */
    const rules = {
      "half-width punctuation beside Han": new RegExp(`${han} ?[,;:?!()]|[,;:?!()] ?${han}`, "gu"),
      "no space between Han and Latin": new RegExp(`${han}[A-Za-z0-9]|[A-Za-z0-9]${han}`, "gu"),
      "a space beside full-width punctuation": /[\p{L}\p{N}] +[，。：；、？！）”]|[，。：；、？！（“] +[\p{L}\p{N}]/gu,
      "a line that is broken within a sentence": new RegExp(`${han}\\n${han}`, "gu"),
      "a word that is not used here": /您|请(?!求)|无效|非法|失败了|抱歉/g,
    };
    for (const [name, rule] of Object.entries(rules)) assert.deepEqual(plain.match(rule), null, name);
  });
}
