// @ts-check
// What the package found, as sentences for people. The codes and their parameters come from the package, the sentences
// from the locales.

import { labelOfPath } from "./labels.js";
import { pairName, statusName } from "./lifecycle.js";
import { listOf } from "./names.js";
import { isTextKey } from "./texts.js";

/** @typedef {import("referral-editor").Finding} Finding */
/** @typedef {import("./form.js").Ui} Ui */

/** The words that the fuller sentence of a code speaks of; without them the plain one is said. @type {Record<string, string[]>} */
const fuller = {
  syntax: ["line", "column"],
  type: ["expected", "actual"],
  enum: ["allowed"],
  range: ["minimum"],
  transition: ["from", "to"],
  "status-pair": ["allowed"],
  "did-you-mean": ["suggestion"],
};

/** @param {Finding} finding @param {Ui} ui */
export function sentenceOf(finding, { draft, texts }) {
  const { code, path, params = {} } = finding;
  const words = { label: labelOfPath(path, draft.fields, texts), code, ...wordsOf(finding, texts) };
  const isFull = fuller[code]?.every((name) => Object.hasOwn(words, name));
  const keys = [`finding.${code}.${params.format ?? params.hint}`, `finding.${code}${isFull ? "Of" : ""}`];
  return texts.say(keys.find(isTextKey) ?? "finding.other", words);
}

/** @param {Finding} finding @param {import("./texts.js").Texts} texts @returns {Record<string, string | number>} */
function wordsOf({ params = {}, line, column }, texts) {
  const { allowed, suggestion, expected, actual, minimum, from, to } = params;
  /** @type {Record<string, string | number>} */
  const words = {};
  if (line !== undefined) Object.assign(words, { line, column: column ?? 1 });
  if (Array.isArray(allowed))
    words.allowed = listOf(
      allowed.map((one) => statusName(String(one), texts)),
      texts,
    );
  if (typeof suggestion === "string") words.suggestion = suggestion;
  if (typeof expected === "string") words.expected = typeName(expected, texts);
  if (typeof actual === "string") words.actual = typeName(actual, texts);
  if (typeof minimum === "number") words.minimum = minimum;
  if (isPair(from)) words.from = pairName(from.status ?? "", from.substatus ?? "", texts);
  if (isPair(to)) words.to = pairName(to.status ?? "", to.substatus ?? "", texts);
  return words;
}

/** @param {unknown} value @returns {value is { status?: string | null, substatus?: string | null }} */
const isPair = (value) => typeof value === "object" && value !== null;

/** @param {string} type @param {import("./texts.js").Texts} texts */
function typeName(type, texts) {
  const key = `type.${type}`;
  return isTextKey(key) ? texts.say(key) : type;
}
