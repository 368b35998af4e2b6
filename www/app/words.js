// @ts-check
// What the page says, in the language chosen; and what its address asks for.

import enForm from "../locales/en/form.js";
import zhForm from "../locales/zh-CN/form.js";
import en from "./texts/en.js";
import zh from "./texts/zh-CN.js";

/** @typedef {keyof typeof en} TextKey */
/** @typedef {"en" | "zh-CN"} Language */

const tables = { en, "zh-CN": zh };

/** @param {string} name */
export const asked = (name) => new URLSearchParams(location.search).get(name);

/** Keeps a choice, so that a reload comes back to it. @param {string} name @param {string | null} value */
export function remember(name, value) {
  const url = new URL(location.href);
  if (value === null) url.searchParams.delete(name);
  else url.searchParams.set(name, value);
  history.replaceState(null, "", url);
}

/** @type {Language} */
let language = (asked("lang") ?? navigator.language).toLowerCase().startsWith("zh") ? "zh-CN" : "en";
/** @type {Map<Node, () => void>} */
const spoken = new Map();

export const currentLanguage = () => language;

/** @param {Language} next */
export function setLanguage(next) {
  language = next;
  document.documentElement.lang = next;
  for (const write of [...spoken.values()]) write();
}

/** @param {TextKey} key @param {Record<string, string | number>} [params] */
export const say = (key, params = {}) => tables[language][key].replace(/\{(\w+)\}/g, (_, name) => String(params[name]));

/** As the editor says it. @param {unknown} name of a status or a substatus */
export function statusName(name) {
  const form = /** @type {Record<string, string>} */ (language === "en" ? enForm : zhForm);
  return form[`status.${name}`] ?? String(name);
}

/**
 * Runs `write` now, and at every switch of the language.
 * @template {Node} N
 * @param {N} node @param {() => void} write
 */
export function onLanguage(node, write) {
  spoken.set(node, write);
  write();
  return node;
}

/**
 * @template {Node} N
 * @param {N} node @param {TextKey | (() => string)} text
 */
export const speak = (node, text) =>
  onLanguage(node, () => {
    node.textContent = typeof text === "function" ? text() : say(text);
  });

/** The element that index.html holds under this id. @param {string} id */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element "${id}"`);
  return element;
}
