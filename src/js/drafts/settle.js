// @ts-check
// A page ended while its save was under way: what became of it is found out by reading the referral back, and comparing
// by the rules of the merge. Must never say "saved" or "not saved" where the server could still go either way.

import { diff, getReferral, merge } from "../api.js";
import { isReferralError } from "../error.js";

/** @import { ClientOptions, Conflict } from "../index.d.ts" */
/** @import { DraftRecord, InFlight, Settled } from "../drafts.d.ts" */

/** Codes of errors that say that the caller is wrong, and nothing about the save. */
const MISUSE = ["argument", "url", "not-initialised", "csp-blocked", "load-failed"];

/**
 * @param {string} id
 * @param {DraftRecord} record
 * @param {InFlight} inFlight
 * @param {ClientOptions} client
 * @returns {Promise<Settled>}
 */
export async function settle(id, record, inFlight, client) {
  let read;
  try {
    read = await getReferral(id, client);
  } catch (error) {
    return unknown(error, "unreadable");
  }
  try {
    return judge(record, inFlight, read);
  } catch (error) {
    // One of the texts is no JSON: it may be in the middle of being typed.
    return unknown(error, read.etag === inFlight.etag ? "unchanged" : "changed");
  }
}

/**
 * @param {DraftRecord} record
 * @param {InFlight} inFlight
 * @param {{ json: string, etag: string | null }} read
 * @returns {Settled}
 */
function judge({ base, draft }, { sent, etag: sentEtag }, { json: current, etag }) {
  const ours = merge(base, sent, current);
  const lacking = diff(current, ours.merged);
  if (ours.conflicts.length === 0 && lacking.length === 0) {
    const { merged, conflicts, taken } = merge(sent, draft, current);
    return { type: "saved", current, etag, merged, conflicts, taken };
  }
  if (etag === null) return { type: "unknown", reason: "etag-missing", lastSeen: "unreadable" };
  // The request may still be on its way.
  if (etag === sentEtag) return { type: "unknown", reason: "unsettled", lastSeen: "unchanged" };

  // Another entity tag: the request cannot be applied any more.
  const { merged, conflicts, taken } = merge(base, draft, current);
  const all = holdsSome(merge(sent, base, current), current)
    ? withReverted(conflicts, lacking, diff(current, merged))
    : conflicts;
  return { type: all.length > 0 ? "conflict" : "notSaved", current, etag, merged, conflicts: all, taken };
}

/**
 * The document holds something of what was sent: to take that back would change it.
 * @param {import("../index.d.ts").Merge} takenBack what was sent, turned back into the base, on top of the document
 * @param {string} current
 */
function holdsSome({ merged, conflicts }, current) {
  // Where neither the sent value nor the base's is there, there is nothing to take back.
  const others = conflicts.filter(({ kind }) => kind !== "invalid-merge");
  return diff(current, merged).some(({ path }) => !isCovered(path, others));
}

/**
 * Some of what was sent is there and some is not: it had been saved, and somebody has taken part of it back since. To set
 * that again is not for us to decide.
 * @param {Conflict[]} conflicts
 * @param {import("../index.d.ts").Change[]} lacking what was sent and is not there
 * @param {import("../index.d.ts").Change[]} again what the merged document would set again
 * @returns {Conflict[]} sorted by path, as the merge has them
 */
function withReverted(conflicts, lacking, again) {
  const reverted = again
    .filter(({ path }) => lacking.some((change) => change.path === path) && !isCovered(path, conflicts))
    .map(({ path, before, after }) => {
      /** @type {Conflict} */
      const conflict = { path, kind: "reverted-after-unknown" };
      if (before !== undefined) conflict.base = conflict.theirs = before;
      if (after !== undefined) conflict.ours = after;
      return conflict;
    });
  return [...conflicts, ...reverted].sort((a, b) => (a.path < b.path ? -1 : Number(a.path > b.path)));
}

/**
 * @param {string} path
 * @param {Conflict[]} conflicts
 */
function isCovered(path, conflicts) {
  return conflicts.some((conflict) => path === conflict.path || path.startsWith(`${conflict.path}/`));
}

/**
 * @param {unknown} error
 * @param {"unchanged" | "changed" | "unreadable"} lastSeen
 * @returns {Settled}
 */
function unknown(error, lastSeen) {
  if (!isReferralError(error)) throw error;
  const { code } = /** @type {import("../index.d.ts").ReferralError} */ (error);
  if (MISUSE.includes(code)) throw error;
  return { type: "unknown", reason: code, lastSeen };
}
