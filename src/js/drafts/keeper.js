// @ts-check
// Keeps records in the stores of the platform, and in memory what a store did not take. What this page said last counts:
// a draft that could not be written is given out, one that could not be removed is not.

import { indexedDb } from "./indexed-db.js";
import { expiryOf, judge, recordOf, textOf } from "./record.js";
import { webStorage } from "./web-storage.js";

/** @import { Draft, DraftRecord, DraftWarning, Kept, StoreKind } from "../drafts.d.ts" */
/** @import { Place } from "./key.js" */

/**
 * @typedef {{ text: string, expiresAt: number }} Stored
 *
 * What to do with a record: write another, remove it (null), or leave it (undefined).
 * @typedef {Stored | null | undefined} Decision
 */

/**
 * A store throws, or rejects, where it cannot do what it is asked.
 * @typedef {object} Store
 * @property {(name: string, decide: (text: string | null) => Decision) => void | Promise<void>} exchange reads a record and
 * does what is decided about it, with nobody in between; a record that is no text reads as ""
 * @property {(name: string, next: Stored) => void | Promise<void>} [replace] where an exchange takes more than one turn: writes
 * a record blindly, in a single one
 * @property {(now: number) => void | Promise<void>} sweep removes what has expired
 * @property {() => void | Promise<void>} clear removes everything of ours
 */

/** @type {Record<StoreKind, Store>} */
const stores = { session: webStorage("sessionStorage"), local: webStorage("localStorage"), indexeddb: indexedDb };
const kinds = /** @type {StoreKind[]} */ (Object.keys(stores));

/**
 * What this page has told a store that has not done it, or not yet: the record, or null for one that is removed.
 * @type {Map<string, { text: string | null, kept: Kept }>}
 */
const untold = new Map();

/** @type {Kept} */
const DONE = { ok: true };

/** @param {Place} place */
const keyOf = ({ kind, name }) => `${kind} ${name}`;

/**
 * Records that are not of a newer version, as far as this page knows.
 * @type {Set<string>}
 */
const known = new Set();

/**
 * @param {Place} place
 * @param {string | null} text
 */
function isNewer(place, text) {
  const newer = text !== null && expiryOf(text) === undefined && recordOf(text) === "newer";
  if (newer) known.delete(keyOf(place));
  else known.add(keyOf(place));
  return newer;
}

/**
 * Gets a store ready for a write in a hurry.
 * @param {Place} place
 */
export async function prepare(place) {
  const store = stores[place.kind];
  if (store.replace) await attempt(() => store.exchange(place.name, (text) => void isNewer(place, text)));
}

/**
 * @param {Place} place
 * @returns {Promise<Kept & { record: DraftRecord | null, text: string | null }>} the record, and the text that it is
 */
export async function load(place) {
  const now = Date.now();
  const key = keyOf(place);
  const entry = untold.get(key);
  if (entry) {
    const { record, text, next } = judge(entry.text, now);
    if (next !== undefined) entry.text = text;
    return { ...entry.kept, record, text };
  }
  /** @type {ReturnType<typeof judge>} */
  let judged = { record: null, text: null };
  const kept = await attempt(() =>
    stores[place.kind].exchange(place.name, (text) => {
      judged = judge(text, now);
      return judged.next;
    }),
  );
  if (kept.ok) await attempt(() => stores[place.kind].sweep(now));
  const { record, text, warning } = judged;
  // What could be read is given out, even where it could not be given a new date.
  return { ...(warning ? { ok: false, warning } : kept), record, text };
}

/**
 * @param {Place} place
 * @param {Draft} draft
 * @param {number} maxAgeMs
 * @param {boolean} [hurry] the page may not get another turn
 * @returns {Promise<Kept>}
 */
export function save(place, draft, maxAgeMs, hurry) {
  const now = Date.now();
  return tell(place, textOf(draft, now, maxAgeMs), now + maxAgeMs, hurry);
}

/**
 * @param {Place} place
 * @returns {Promise<Kept>}
 */
export function discard(place) {
  return tell(place, null, 0);
}

/**
 * Writes or removes a record. One that a newer version of the package wrote stays as it is.
 * @param {Place} place
 * @param {string | null} text
 * @param {number} expiresAt
 * @param {boolean} [hurry]
 * @returns {Promise<Kept>}
 */
async function tell(place, text, expiresAt, hurry = false) {
  const key = keyOf(place);
  const entry = { text, kept: DONE };
  untold.set(key, entry);
  const store = stores[place.kind];
  let newer = false;
  const exchange = () =>
    hurry && text !== null && store.replace && known.has(key)
      ? store.replace(place.name, { text, expiresAt })
      : store.exchange(place.name, (held) => {
          newer = isNewer(place, held);
          if (newer || (held === null && text === null)) return undefined;
          return text === null ? null : { text, expiresAt };
        });
  let kept = await attempt(exchange);
  if (!kept.ok && kept.warning === "quota" && untold.get(key) === entry) {
    // What has expired may be in the way.
    const swept = await attempt(() => store.sweep(Date.now()));
    if (swept.ok && untold.get(key) === entry) kept = await attempt(exchange);
  }
  if (newer) kept = { ok: false, warning: "newer" };
  if (untold.get(key) === entry) {
    if (kept.ok) untold.delete(key);
    else entry.kept = kept;
  }
  return kept;
}

/**
 * Puts a record in the place of another, or removes it, but only while it is still the one that was loaded.
 * @param {Place} place
 * @param {string} loaded
 * @param {{ draft: Draft, savedAt: number, maxAgeMs: number } | null} next
 * @returns {Promise<Kept & { swapped: boolean, record: DraftRecord | null }>}
 */
export async function swap(place, loaded, next) {
  const text = next && textOf(next.draft, next.savedAt, next.maxAgeMs);
  const record = text === null ? null : /** @type {DraftRecord} */ (recordOf(text));
  const entry = untold.get(keyOf(place));
  if (entry) {
    if (entry.text !== loaded) return { ...entry.kept, swapped: false, record: null };
    return { ...(await tell(place, text, record?.expiresAt ?? 0)), swapped: true, record };
  }
  let swapped = true;
  const kept = await attempt(() =>
    stores[place.kind].exchange(place.name, (held) => {
      swapped = held === loaded;
      if (!swapped) return undefined;
      return record === null || text === null ? null : { text, expiresAt: record.expiresAt };
    }),
  );
  if (!kept.ok && swapped && !untold.has(keyOf(place))) untold.set(keyOf(place), { text, kept });
  return { ...kept, swapped, record };
}

/** Forgets what is only in memory. */
export function forget() {
  untold.clear();
}

/**
 * Removes every record of ours from a store, or from all.
 * @param {StoreKind[]} from
 * @returns {Promise<{ kind: StoreKind, kept: Kept }[]>}
 */
export function clear(from = kinds) {
  return Promise.all(from.map(async (kind) => ({ kind, kept: await attempt(() => stores[kind].clear()) })));
}

/**
 * How something went that a store was asked to do. What a web storage is asked is done when this returns its promise.
 * @param {() => void | Promise<void>} work
 * @returns {Promise<Kept>}
 */
async function attempt(work) {
  try {
    await work();
    return DONE;
  } catch (cause) {
    return { ok: false, warning: warningOf(cause), cause };
  }
}

/**
 * @param {any} cause
 * @returns {DraftWarning}
 */
function warningOf(cause) {
  const isFull = cause?.name === "QuotaExceededError" || cause?.name === "NS_ERROR_DOM_QUOTA_REACHED";
  return isFull ? "quota" : "unavailable";
}
