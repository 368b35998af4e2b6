// @ts-check
/** The texts: complete in both languages, worded by the same rules, and none that nothing says. */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import pageEn from "../../www/app/texts/en.js";
import pageZh from "../../www/app/texts/zh-CN.js";
import en from "../../www/locales/en.js";
import zh from "../../www/locales/zh-CN.js";

/** @param {string} path */
const read = (path) => readFileSync(new URL(path, import.meta.url), "utf8");
const editor = readdirSync(new URL("../../www/editor", import.meta.url)).map((name) =>
  read(`../../www/editor/${name}`),
);
/** The editor's texts, and those of the page around it. @type {[string, Record<string, string>, Record<string, string>][]} */
const tables = [
  ["editor", en, zh],
  ["page", pageEn, pageZh],
];
const types = read("../../src/js/index.d.ts").replace(/\/\*.*?\*\/|\/\/.*$/gms, "");

/** The literals of a union type in the package's types. @param {string} name */
function literals(name) {
  const union = types.match(new RegExp(`export type ${name} =([^;]+);`))?.[1] ?? "";
  return [...union.matchAll(/"([^"]+)"/g)].map(([, literal]) => literal);
}

for (const [name, en, zh] of tables) {
  test(`${name}: both languages have the same texts with the same places for values`, () => {
    assert.deepEqual(Object.keys(zh), Object.keys(en));
    /** @param {string} text */
    const places = (text) => [...new Set(text.match(/\{\w+\}/g))].sort();
    for (const [key, text] of Object.entries(en)) {
      const other = zh[key] ?? "";
      // In English the number of one is a word.
      if (!key.endsWith(".one")) assert.deepEqual(places(other), places(text), key);
      assert.notEqual(other.trim(), "", key);
      assert.equal(other.split("|").length, text.split("|").length, key);
    }
  });
}

test("every finding and every reason of the package has a text", () => {
  const codes = literals("FindingCode");
  const reasons = literals("NotSavedReason");
  assert.ok(codes.length > 20 && reasons.length > 10);
  for (const code of codes) assert.ok(Object.hasOwn(en, `finding.${code}`), code);
  for (const reason of reasons) assert.ok(Object.hasOwn(en, `notSaved.${reason}`), reason);
  for (const reason of ["back-to-new", "reopen", "unknown-status"])
    assert.ok(Object.hasOwn(en, `reason.${reason}`), reason);
  const opening =
    "unauthenticated forbidden gone throttled no-token offline network timeout csp-blocked load-failed url";
  for (const code of opening.split(" ")) assert.ok(Object.hasOwn(en, `open.${code}`), code);
  for (const seen of ["unchanged", "changed", "unreadable"]) assert.ok(Object.hasOwn(en, `unknown.${seen}`), seen);
  for (const by of ["response", "readback"]) assert.ok(Object.hasOwn(en, `saved.${by}`), by);
});

test("every text is said somewhere", () => {
  const code = editor.join("\n");
  // Keys that are put together: `notSaved.${reason}`, `${section}.add`.
  const families = [...code.matchAll(/`(\w+)\.\$\{/g)].map(([, name]) => `${name}.`);
  families.push("contacts.", "team.");
  for (const key of Object.keys(en)) {
    const stem = key.replace(/\.(one|other)$/, "");
    const isSaid =
      code.includes(`"${key}"`) || code.includes(`"${stem}"`) || families.some((one) => key.startsWith(one));
    assert.ok(isSaid, key);
  }
});

test("the Chinese texts follow the wording rules", () => {
  for (const [key, text] of tables.flatMap(([, , zh]) => Object.entries(zh))) {
    assert.doesNotMatch(text, /\p{Script=Han}[,:;?!()]|[,:;?!()]\p{Script=Han}/u, `${key}: narrow punctuation`);
    assert.doesNotMatch(text, /\p{Script=Han}[A-Za-z0-9]|[A-Za-z0-9]\p{Script=Han}/u, `${key}: no space at Latin`);
    assert.doesNotMatch(text, /[您你！]|(?<!邀)请(?!求)|无效|非法/u, key);
    assert.doesNotMatch(text, /\.\.\./, key);
  }
});

test("the English texts follow the wording rules", () => {
  for (const [key, text] of tables.flatMap(([, en]) => Object.entries(en))) {
    assert.doesNotMatch(text, /\b(invalid|illegal|failed|oops|sorry|please)\b|!/i, key);
    assert.match(
      text,
      /^[A-Z\d{(“]|^(current|done|not reached|now|null|text|a|an|true|has|contact|team|client|request)\b|^eTag/,
      key,
    );
  }
});
