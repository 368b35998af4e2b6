// @ts-check
// `referral-editor/drafts`: what was typed and is not saved yet, kept over a reload or a crash. Nothing is touched when this
// is imported. No function takes a token; what is kept of a draft is picked member by member.

import { diff } from "./api.js";
import { listen, tellOthers } from "./drafts/channel.js";
import { clear, discard, forget, load, prepare, save, swap } from "./drafts/keeper.js";
import { apiOf, membersOf, placeOf } from "./drafts/key.js";
import { DEFAULT_MAX_AGE, draftOf } from "./drafts/record.js";
import { settle } from "./drafts/settle.js";
import { dropWaiting, writerOf } from "./drafts/writer.js";
import { ReferralError } from "./error.js";

export { isReferralError, ReferralError } from "./error.js";

/** @typedef {typeof import("./drafts.d.ts")} Contract */
/** @import { Draft, Opened, Settled } from "./drafts.d.ts" */
/** @import { Place } from "./drafts/key.js" */

const DEFAULT_DELAY = 1000;
const MINUTE = 60 * 1000;
const YEAR = 366 * 24 * 60 * MINUTE;
/** How often a draft is settled anew because somebody went on writing it meanwhile. */
const ROUNDS = 3;

/** @type {Contract["saveDraft"]} */
export async function saveDraft(key, draft, options = {}) {
  const place = placeOf(key);
  const kept = draftOf(draft);
  const { maxAgeMs } = membersOf(options, "The options", ["maxAgeMs"]);
  const maxAge = duration(maxAgeMs, DEFAULT_MAX_AGE, YEAR, "maxAgeMs");
  dropWaiting(place);
  return save(place, kept, maxAge);
}

/** @type {Contract["loadDraft"]} */
export async function loadDraft(key) {
  const { record: draft, text: _, ...kept } = await load(placeOf(key));
  return { ...kept, draft };
}

/** @type {Contract["discardDraft"]} */
export async function discardDraft(key) {
  const place = placeOf(key);
  dropWaiting(place);
  return discard(place);
}

/** @type {Contract["clearDrafts"]} */
export async function clearDrafts() {
  dropWaiting();
  forget();
  tellOthers({ type: "cleared" });
  const failed = (await clear()).flatMap(({ kind, kept }) => (kept.ok ? [] : [{ kind, kept }]));
  const [first] = failed;
  if (!first) return { ok: true };
  return { ...first.kept, storage: failed.map(({ kind }) => kind) };
}

/** @type {Contract["openDraft"]} */
export async function openDraft(key, options = {}) {
  const place = placeOf(key);
  const { baseUrl, ...client } = membersOf(options, "The options");
  if (baseUrl !== undefined && apiOf(baseUrl) !== apiOf(place.baseUrl)) {
    throw new ReferralError("argument", "The key and the options name different APIs as baseUrl.");
  }
  if (place.baseUrl !== undefined) client.baseUrl = place.baseUrl;

  for (let round = 1; ; round += 1) {
    const { record, text, ...kept } = await load(place);
    if (!record?.inFlight || text === null) return { ...kept, draft: record, settled: null };
    const settled = await settle(place.id, record, record.inFlight, client);
    const next = afterSettling(settled, record);
    if (next === undefined) return { ...kept, draft: record, settled };
    const swapped = await swap(place, text, next);
    if (swapped.swapped) return opened(place, swapped, settled);
    if (round < ROUNDS) continue;
    return { ...kept, draft: record, settled: { type: "unknown", reason: "draft-changed", lastSeen: "changed" } };
  }
}

/**
 * What becomes of the record: without the doubt, and standing on what the server has now. It stays as it is where the doubt
 * stays, and where a person has to decide: the question must come again after the next crash.
 * @param {Settled} settled
 * @param {import("./drafts.d.ts").DraftRecord} record
 * @returns {Parameters<typeof swap>[2] | undefined} null: there is nothing left to save; undefined: it stays
 */
function afterSettling(settled, { savedAt, expiresAt, typed }) {
  if (settled.type === "unknown" || settled.conflicts.length > 0) return undefined;
  const { type, current, merged, etag } = settled;
  if (type === "saved" && !typed && diff(current, merged).length === 0) return null;
  const draft = { base: current, draft: merged, etag, inFlight: null, ...(typed && { typed }) };
  return { draft, savedAt, maxAgeMs: expiresAt - savedAt };
}

/**
 * @param {Place} place
 * @param {Awaited<ReturnType<typeof swap>>} swapped
 * @param {Settled} settled
 * @returns {Opened}
 */
function opened(place, { swapped: _, record, ...kept }, settled) {
  if (settled.type === "saved") tellOthers({ type: "saved", name: place.name, etag: settled.etag });
  return { ...kept, draft: record, settled };
}

/** @type {Contract["draftWriter"]} */
export function draftWriter(key, options = {}) {
  const place = placeOf(key);
  const names = ["delayMs", "maxAgeMs", "onWritten"];
  const { delayMs, maxAgeMs, onWritten } = membersOf(options, "The options", names);
  if (onWritten !== undefined && typeof onWritten !== "function") {
    throw new ReferralError("argument", "The option onWritten has to be a function.");
  }
  const writer = writerOf(place, {
    delayMs: duration(delayMs, DEFAULT_DELAY, MINUTE, "delayMs"),
    maxAgeMs: duration(maxAgeMs, DEFAULT_MAX_AGE, YEAR, "maxAgeMs"),
    onWritten: /** @type {Parameters<typeof writerOf>[1]["onWritten"]} */ (onWritten),
  });
  prepare(place);
  const end = listen((message) => message.type === "cleared" && signedOutElsewhere());
  return {
    save: writer.save,
    flush: writer.flush,
    dispose() {
      writer.dispose();
      end();
    },
  };
}

/** Only this tab can reach its sessionStorage, and the drafts that wait in its memory. */
function signedOutElsewhere() {
  dropWaiting();
  forget();
  clear(["session"]);
}

/** @type {Contract["announceSaved"]} */
export function announceSaved(key, saved) {
  const { name } = placeOf(key);
  const { etag } = membersOf(saved, "What is announced", ["etag"]);
  if (etag !== null && typeof etag !== "string") {
    throw new ReferralError("argument", "The etag has to be a string or null.");
  }
  tellOthers({ type: "saved", name, etag });
}

/** @type {Contract["watchSaved"]} */
export function watchSaved(key, listener) {
  const { name } = placeOf(key);
  if (typeof listener !== "function") throw new ReferralError("argument", "The listener has to be a function.");
  const end = listen((message) => {
    if (message.type === "saved" && message.name === name) listener({ etag: message.etag });
  });
  return { dispose: end };
}

/**
 * @param {unknown} value
 * @param {number} otherwise where there is none
 * @param {number} most
 * @param {string} name of the option
 */
function duration(value, otherwise, most, name) {
  if (value === undefined) return otherwise;
  if (typeof value !== "number" || !(value > 0 && value <= most)) {
    throw new ReferralError("argument", `The option ${name} has to be a number of milliseconds from 1 to ${most}.`);
  }
  return Math.ceil(value);
}
