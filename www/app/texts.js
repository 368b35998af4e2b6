// @ts-check
// What the page says, in the language chosen. Texts live in ../locales; nothing else in the page holds a sentence.
// Switching the language writes new texts into the elements that are there, so values, focus and errors stay.

import en from "../locales/en.js";
import zh from "../locales/zh-CN.js";
import { asked } from "./address.js";

/** @typedef {keyof typeof en} TextKey */
/** @typedef {Record<string, string | number>} Params */
/** @typedef {"en" | "zh-CN"} Language */

/** @type {Record<Language, Record<TextKey, string>>} */
const tables = { en, "zh-CN": zh };

/** @type {Language} */
let language = "en";

/** @type {Map<Node, () => void>} */
const spoken = new Map();

export const currentLanguage = () => language;

/** The language asked for by the address, else by the browser. @returns {Language} */
export function preferredLanguage() {
  return (asked("lang") ?? navigator.language).toLowerCase().startsWith("zh") ? "zh-CN" : "en";
}

/** @param {Language} next */
export function setLanguage(next) {
  language = next;
  document.documentElement.lang = next;
  forgetDetached();
  for (const write of [...spoken.values()]) write();
}

/** @param {string} key @returns {key is TextKey} */
export const isTextKey = (key) => Object.hasOwn(en, key);

/** One text, with its places filled in. @param {TextKey} key @param {Params} [params] */
export function say(key, params = {}) {
  const template = tables[language][key];
  return template.replace(/\{(\w+)\}/g, (_, name, at) => {
    const value = String(params[name] ?? "");
    return language === "en" ? value : spaced(value, template[at - 1], template[at + name.length + 2]);
  });
}

/** The text of `key.one` or `key.other`, by the plural rules of the language. @param {string} key @param {number} n */
export function sayCount(key, n) {
  const exact = `${key}.${new Intl.PluralRules(language).select(n)}`;
  return say(/** @type {TextKey} */ (isTextKey(exact) ? exact : `${key}.other`), { n });
}

/** A value whose edge is Latin gets a space where it meets Han. @param {string} value @param {string} [before] @param {string} [after] */
function spaced(value, before = "", after = "") {
  const han = /\p{Script=Han}/u;
  const latin = /[0-9A-Za-z]/;
  const left = han.test(before) && latin.test(value.charAt(0)) ? " " : "";
  const right = han.test(after) && latin.test(value.slice(-1)) ? " " : "";
  return left + value + right;
}

/**
 * Keeps an element's text in the language chosen: `write` is run now and at every switch of the language.
 * @template {Node} N
 * @param {N} node
 * @param {() => string} text
 */
export function speak(node, text) {
  return onLanguage(node, () => {
    const next = text();
    if (node.textContent !== next) node.textContent = next;
  });
}

/**
 * Runs `write` now, and again at every switch of the language as long as the node is in the page.
 * @template {Node} N
 * @param {N} node
 * @param {() => void} write
 */
export function onLanguage(node, write) {
  spoken.set(node, write);
  write();
  return node;
}

/** Lets go of texts whose elements have left the page. */
export function forgetDetached() {
  for (const node of [...spoken.keys()]) if (!node.isConnected) spoken.delete(node);
}
