// @ts-check
// Reads a document for display. The document itself is text and stays text: what is parsed here is never written back,
// and numbers are shown by their exact digits, which JSON.parse would lose.

import { diff, edit } from "referral-editor";

/** @typedef {string | number | boolean | null | undefined | object} Value */

export class Reading {
  /** @param {string} text a referral */
  constructor(text) {
    this.text = text;
    /** @type {unknown} */
    this.root = JSON.parse(text);
  }

  /** The value at a JSON Pointer; undefined where there is none. @param {string} path @returns {Value} */
  at(path) {
    let value = /** @type {any} */ (this.root);
    for (const token of tokens(path)) {
      if (typeof value !== "object" || value === null || !Object.hasOwn(value, token)) return undefined;
      value = value[token];
    }
    return value;
  }

  /** What a text control shows for it: text as it is, nothing for null and absent, else the exact JSON text. @param {string} path @returns {string} */
  shown(path) {
    const value = this.at(path) ?? "";
    return typeof value === "string" ? value : (this.exact(path) ?? "");
  }

  /**
   * The exact JSON text of a value: what is new against the same document with null in its place. Undefined where there is none.
   * @param {string} path
   */
  exact(path) {
    const value = this.at(path);
    if (value === undefined || value === null) return JSON.stringify(value);
    const emptied = edit(this.text, [{ op: "replace", path, json: "null" }]);
    const change = diff(emptied, this.text).find((one) => one.path === path);
    return change?.after ?? JSON.stringify(value);
  }

  /** The text at a path, "" where it holds none. @param {string} path */
  textAt(path) {
    const value = this.at(path);
    return typeof value === "string" ? value : "";
  }
}

/** @param {string} path */
export const tokens = (path) =>
  path
    .split("/")
    .slice(1)
    .map((token) => token.replaceAll("~1", "/").replaceAll("~0", "~"));

/**
 * The edits that put values into a document. Objects on the way that are absent or null are made, once.
 * @param {Reading} reading
 * @param {{ path: string, json: string }[]} values
 */
export function editsFor(reading, values) {
  /** @type {import("referral-editor").Edit[]} */
  const edits = [];
  const made = new Set();
  for (const { path, json } of values) {
    const parents = path.split("/").slice(1, -1);
    for (let depth = 1; depth <= parents.length; depth += 1) {
      const parent = `/${parents.slice(0, depth).join("/")}`;
      if (made.has(parent) || (reading.at(parent) ?? null) !== null) continue;
      edits.push({ op: reading.at(parent) === undefined ? "add" : "replace", path: parent, json: "{}" });
      made.add(parent);
    }
    edits.push({ op: reading.at(path) === undefined ? "add" : "replace", path, json });
  }
  return edits;
}
