// @ts-check
// The text that a store holds for a draft. The referral's texts are strings in it, never parsed; JSON.stringify escapes
// halves of surrogate pairs, so that also a store that keeps UTF-8 gives them back as they were.

import { ReferralError } from "../error.js";
import { membersOf } from "./key.js";

/** @import { Draft, DraftRecord, InFlight } from "../drafts.d.ts" */

const VERSION = 1;
const DAY = 24 * 60 * 60 * 1000;

/** How long a draft is kept where nothing is said. */
export const DEFAULT_MAX_AGE = 7 * DAY;

/**
 * What a caller gives as a draft: a copy with the members of a draft, and with nothing else that was on it.
 * @param {unknown} value
 * @returns {Draft}
 */
export function draftOf(value) {
  const names = ["base", "draft", "etag", "inFlight", "typed"];
  const { base, draft, etag, inFlight, typed } = membersOf(value, "The draft", names);
  if (typeof base !== "string" || typeof draft !== "string") {
    throw new ReferralError("argument", "The draft's base and draft have to be JSON text.");
  }
  if (etag !== null && typeof etag !== "string") {
    throw new ReferralError("argument", "The draft's etag has to be a string or null.");
  }
  const kept = { base, draft, etag, inFlight: inFlight === null ? null : inFlightOf(inFlight) };
  const texts = typed === undefined ? {} : typedOf(typed);
  return Object.keys(texts).length === 0 ? kept : { ...kept, typed: texts };
}

/**
 * @param {unknown} value
 * @returns {Record<string, string>}
 */
function typedOf(value) {
  const texts = Object.entries(membersOf(value, "The draft's typed"));
  if (!texts.every((entry) => typeof entry[1] === "string")) {
    throw new ReferralError("argument", "The draft's typed has to hold strings only.");
  }
  return /** @type {Record<string, string>} */ (Object.fromEntries(texts));
}

/**
 * @param {unknown} value
 * @returns {InFlight}
 */
function inFlightOf(value) {
  const names = ["sent", "etag", "clientRequestId"];
  const { sent, etag, clientRequestId } = membersOf(value, "The draft's inFlight", names);
  if (typeof sent !== "string" || typeof etag !== "string") {
    throw new ReferralError("argument", "The draft's inFlight has to be null or hold sent and etag as strings.");
  }
  if (clientRequestId === undefined) return { sent, etag };
  if (typeof clientRequestId !== "string") {
    throw new ReferralError("argument", "The draft's inFlight.clientRequestId has to be a string.");
  }
  return { sent, etag, clientRequestId };
}

/**
 * @param {Draft} draft
 * @param {number} savedAt
 * @param {number} maxAgeMs
 */
export function textOf(draft, savedAt, maxAgeMs) {
  const { base, etag, inFlight, typed } = draft;
  // `expiryOf` knows that the times come first.
  return JSON.stringify({
    version: VERSION,
    savedAt,
    expiresAt: savedAt + maxAgeMs,
    etag,
    inFlight,
    base,
    draft: draft.draft,
    typed,
  });
}

/**
 * When a record of this version expires, without reading all of it; undefined for any other text.
 * @param {string} text
 */
export function expiryOf(text) {
  const times = text.match(/^\{"version":1,"savedAt":\d+,"expiresAt":(\d+),/);
  return times ? Number(times[1]) : undefined;
}

/**
 * The record that a text holds; "newer" where another version of the package wrote it, "corrupt" where something else did.
 * @param {string} text
 * @returns {DraftRecord | "newer" | "corrupt"}
 */
export function recordOf(text) {
  try {
    const value = JSON.parse(text);
    const { version, savedAt, expiresAt } = value;
    if (Number.isSafeInteger(version) && version > VERSION) return "newer";
    if (version !== VERSION || !isTime(savedAt) || !isTime(expiresAt)) return "corrupt";
    return { ...draftOf(value), savedAt, expiresAt, version };
  } catch {
    return "corrupt";
  }
}

/** @param {unknown} value */
function isTime(value) {
  return Number.isSafeInteger(value) && Number(value) >= 0;
}

/**
 * What a record is now worth, and what is to be done about it in its store.
 *
 * A clock that was set back makes a record one of the future. It is still somebody's edit: it is given out, and its time
 * begins anew, so that it does expire.
 * @param {string | null} text
 * @param {number} now
 * @returns {{ record: DraftRecord | null, text: string | null, warning?: "newer" | "corrupt", next?: { text: string, expiresAt: number } | null }}
 */
export function judge(text, now) {
  if (text === null) return { record: null, text };
  const record = recordOf(text);
  if (typeof record === "string") return { record: null, text, warning: record };
  if (now >= record.expiresAt) return { record: null, text: null, next: null };
  if (record.savedAt <= now) return { record, text };
  const renewed = textOf(record, now, record.expiresAt - record.savedAt);
  const expiresAt = now + record.expiresAt - record.savedAt;
  return { record: { ...record, savedAt: now, expiresAt }, text: renewed, next: { text: renewed, expiresAt } };
}
