// @ts-check
// What one editor says, in its language. Texts live in ../locales; nothing else in the element holds a sentence.
// Switching the language writes new texts into the elements that are there, so values, focus and errors stay.

import opening from "../locales/en/opening.js";

/**
 * @typedef {keyof typeof opening
 *   | keyof typeof import("../locales/en/form.js").default
 *   | keyof typeof import("../locales/en/saving.js").default} TextKey
 */
/** @typedef {Record<string, string | number>} Params */
/** @typedef {Record<string, string>} Table */

/** In English: the language of a text that another one lacks. @type {Table} */
const known = { ...opening };

/** The other languages, loaded when they are asked for. @type {Record<string, () => Promise<{ default: Table | string[] }>>} */
const others = { zh: () => import("../locales/zh-CN.js") };

/** In the package only the texts are left of a language, in the order of the English keys. @param {Table | string[]} texts */
const byKey = (texts) =>
  Array.isArray(texts) ? Object.fromEntries(Object.keys(known).map((key, at) => [key, texts[at] ?? ""])) : texts;

/** @param {string} key @returns {key is TextKey} */
export const isTextKey = (key) => Object.hasOwn(known, key);

export class Texts {
  /** Of the texts. */
  language = "en";
  /** Of numbers and dates. */
  locale = "en";
  /** @type {Table} */
  messages = {};
  #table = known;
  #wanted = "en";
  /** @type {Map<Node, () => void>} */
  #spoken = new Map();
  /** @type {Set<Node>} */
  #held = new Set();

  /** The texts of a language. What cannot be loaded is said in English. @param {string} lang a language tag */
  async use(lang) {
    this.#wanted = lang;
    const [base = ""] = lang.toLowerCase().split("-");
    const load = Object.hasOwn(others, base) ? others[base] : undefined;
    const texts = await load?.().then(
      (module) => module.default,
      () => undefined,
    );
    if (this.#wanted !== lang) return;
    this.#table = byKey(texts ?? known);
    const isOwn = texts !== undefined;
    this.language = isOwn ? "zh-CN" : "en";
    const hasOwn = Object.keys(this.messages).length > 0;
    const [locale] = hasOwn || isOwn || base === "en" ? canonical(lang) : [];
    this.locale = locale ?? this.language;
    this.retell();
  }

  /** From now on with these, too. @param {Table} english */
  learn(english) {
    Object.assign(known, english);
    return this.use(this.#wanted);
  }

  retell() {
    for (const write of [...this.#spoken.values()]) write();
  }

  /** One text, with its places filled in. @param {TextKey} key @param {Params} [params] @returns {string} */
  say(key, params = {}) {
    const template = this.messages[key] ?? this.#table[key] ?? known[key] ?? "";
    return template.replace(/\{(\w+)\}/g, (all, name, at) => {
      const value = String(params[name] ?? "");
      return spaced(value, template[at - 1], template[at + all.length]);
    });
  }

  /**
   * A text around a node: its own words go into elements that `wrap` makes.
   * @param {TextKey} key @param {Node | string} node @param {(words: string) => Node} wrap
   */
  around(key, node, wrap) {
    const [before = "", after = ""] = this.say(key, { text: "\n" }).split("\n");
    return [...(before ? [wrap(before)] : []), node, ...(after ? [wrap(after)] : [])];
  }

  /** The text of `key.one` or `key.other`, by the plural rules of the language. @param {string} key @param {number} n */
  count(key, n) {
    const exact = `${key}.${new Intl.PluralRules(this.locale).select(n)}`;
    return this.say(/** @type {TextKey} */ (isTextKey(exact) ? exact : `${key}.other`), { n });
  }

  /**
   * Keeps an element's text in the language chosen: `text` is asked now and at every switch of the language.
   * @template {Node} N
   * @param {N} node
   * @param {TextKey | (() => string)} text
   */
  speak(node, text) {
    return this.on(node, () => {
      const next = typeof text === "function" ? text() : this.say(text);
      if (node.textContent !== next) node.textContent = next;
    });
  }

  /**
   * Runs `write` now, and again at every switch of the language as long as the node is there.
   * @template {Node} N
   * @param {N} node
   * @param {() => void} write
   */
  on(node, write) {
    this.#spoken.set(node, write);
    write();
    return node;
  }

  /** What is said by now is never let go of, also while it is not shown. */
  hold() {
    this.#held = new Set(this.#spoken.keys());
  }

  /** Lets go of texts whose elements are gone. */
  forget() {
    for (const node of [...this.#spoken.keys()]) {
      if (!this.#held.has(node) && !(node.getRootNode() instanceof ShadowRoot)) this.#spoken.delete(node);
    }
  }
}

/** @param {string} lang */
function canonical(lang) {
  try {
    return Intl.getCanonicalLocales(lang);
  } catch {
    return [];
  }
}

const han = /\p{Script=Han}/u;
const latin = /[0-9A-Za-z]/;

/** A value whose edge is Latin gets a space where it meets Han. @param {string} value @param {string} [before] @param {string} [after] */
function spaced(value, before = "", after = "") {
  const left = han.test(before) && latin.test(value.charAt(0)) ? " " : "";
  const right = han.test(after) && latin.test(value.slice(-1)) ? " " : "";
  return left + value + right;
}
