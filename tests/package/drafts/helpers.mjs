// @ts-check
/**
 * What the tests of drafts share: stores of the platform that do as they are told.
 * Must never know how a record is written: what lies in a store is only looked through for what must not be there.
 */

import { ids } from "../helpers.mjs";

/** @import { Draft, DraftKey } from "referral-editor/drafts" */

/** A Storage with room for so many code units. */
export class FakeStorage {
  /** @type {Map<string, string>} */
  items = new Map();
  room = Number.POSITIVE_INFINITY;

  get length() {
    return this.items.size;
  }

  /** @param {number} index */
  key(index) {
    return [...this.items.keys()][index] ?? null;
  }

  /** @param {string} name */
  getItem(name) {
    return this.items.get(name) ?? null;
  }

  /** @param {string} name @param {string} value */
  setItem(name, value) {
    const used = [...this.items].reduce((sum, [key, text]) => sum + (key === name ? 0 : text.length), 0);
    if (used + value.length > this.room) throw new DOMException("Full.", "QuotaExceededError");
    this.items.set(name, value);
  }

  /** @param {string} name */
  removeItem(name) {
    this.items.delete(name);
  }
}

/**
 * Puts something in the place of a global, as an accessor: `get` may throw.
 * @param {string} name
 * @param {() => unknown} get
 */
export function provide(name, get) {
  Object.defineProperty(globalThis, name, { configurable: true, get });
}

/** New, empty web storages, and no IndexedDB. */
export function newStores() {
  const session = new FakeStorage();
  const local = new FakeStorage();
  provide("sessionStorage", () => session);
  provide("localStorage", () => local);
  provide("indexedDB", () => undefined);
  return { session, local };
}

let count = 0;

/** A key that no other test has. @param {Partial<DraftKey>} [more] @returns {DraftKey} */
export function newKey(more = {}) {
  count += 1;
  return { id: ids.accepted, user: `user ${count}`, ...more };
}

/** @param {Partial<Draft>} [more] @returns {Draft} */
export const draftWith = (more = {}) => ({
  base: '{"a":1.0}',
  draft: '{"a":12345678901234567.89}',
  etag: '"e1"',
  inFlight: null,
  ...more,
});

/** What of a record is a draft. @param {Draft | null} record @returns {Draft | null} */
export function draftIn(record) {
  if (record === null) return null;
  const { base, draft, etag, inFlight, typed } = record;
  return { base, draft, etag, inFlight, ...(typed && { typed }) };
}
