// @ts-check
// What the package found, as sentences for people. The codes and their parameters come from the package, the sentences
// from the locales.

import { labelOfPath } from "./fields.js";
import { anyOf } from "./format.js";
import { pairName, statusName, substatusName } from "./status.js";
import { isTextKey, say } from "./texts.js";

/** @typedef {import("referral-editor").Finding} Finding */
/** @typedef {import("./draft.js").Draft} Draft */

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

/** @param {Finding} finding @param {Draft} draft */
export function sentenceOf(finding, draft) {
  const { code, params = {} } = finding;
  const words = { label: labelOfPath(finding.path, draft.fields, draft.base), code, ...wordsOf(finding) };
  const isFull = fuller[code]?.every((name) => Object.hasOwn(words, name));
  const keys = [`finding.${code}.${params.format ?? params.hint}`, `finding.${code}${isFull ? "Of" : ""}`];
  return say(keys.find(isTextKey) ?? "finding.other", words);
}

/** @param {Finding} finding @returns {Record<string, string | number>} */
function wordsOf({ path, params = {}, line, column }) {
  const { allowed, suggestion, expected, actual, minimum, from, to } = params;
  /** @type {Record<string, string | number>} */
  const words = {};
  if (line !== undefined) Object.assign(words, { line, column: column ?? 1 });
  if (Array.isArray(allowed)) words.allowed = anyOf(allowed.map((one) => valueName(path, String(one))));
  if (typeof suggestion === "string") words.suggestion = suggestion;
  if (typeof expected === "string") words.expected = typeName(expected);
  if (typeof actual === "string") words.actual = typeName(actual);
  if (typeof minimum === "number") words.minimum = minimum;
  if (isPair(from)) words.from = pairName(from.status ?? "", from.substatus ?? "");
  if (isPair(to)) words.to = pairName(to.status ?? "", to.substatus ?? "");
  return words;
}

/** @param {unknown} value @returns {value is { status?: string | null, substatus?: string | null }} */
const isPair = (value) => typeof value === "object" && value !== null;

/** @param {string} path @param {string} value */
function valueName(path, value) {
  if (path === "/status") return statusName(value);
  return path === "/substatus" ? substatusName(value) : value;
}

/** @param {string} type */
function typeName(type) {
  const key = `type.${type}`;
  return isTextKey(key) ? say(key) : type;
}
