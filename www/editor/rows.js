// @ts-check
// The rows of lists, and what tells people apart while rows come and go.

import { peoplePaths } from "./fields.js";

/** @typedef {import("./reading.js").Reading} Reading */
/** A person in a list: what tells it apart, and its row in the loaded document. @typedef {{ key: string, origin: number | undefined }} Person */

/** @param {Reading} reading @param {string} path @returns {Record<string, unknown>[]} */
export function rowsOf(reading, path) {
  const rows = reading.at(path);
  return Array.isArray(rows) ? rows.map((row) => (typeof row === "object" && row !== null ? row : {})) : [];
}

/** The people of every list. A person is known by the email address, else by the row. @param {Reading} now @param {Reading} base */
export function peopleOf(now, base) {
  /** @type {Record<string, Person[]>} */
  const people = {};
  for (const list of Object.values(peoplePaths)) {
    const before = keysOf(base, list);
    people[list] = keysOf(now, list).map((key, row) => {
      const at = before.indexOf(key);
      return { key, origin: at >= 0 ? at : before[row]?.startsWith(`${list} #`) ? row : undefined };
    });
  }
  return people;
}

/** A row that is no object has no key. @param {Reading} reading @param {string} list */
export function keysOf(reading, list) {
  const rows = reading.at(list);
  if (!Array.isArray(rows)) return [];
  const seen = new Set();
  return rows.map((row, at) => {
    if (typeof row !== "object" || row === null || Array.isArray(row)) return "";
    const email = typeof row.email === "string" ? row.email.trim().toLowerCase() : "";
    const isKey = email !== "" && !seen.has(email);
    seen.add(email);
    return `${list} ${isKey ? email : `#${at}`}`;
  });
}
