// @ts-check
// The functions of the package, over the module that a loader has started. No rule is here: arguments become bytes,
// and what is thrown becomes a ReferralError.

import { drive, forget, isAborted, monotonic, notSent } from "./drive.js";
import { checked, ReferralError } from "./error.js";
import { newGuid } from "./guid.js";
import { exactEdits, MOST_BYTES_OF_LIST, place, toBytes } from "./input.js";
import { instance, wasm } from "./instance.js";
import { ready } from "./load.js";
import { clientOptions, exactOptions, sizeOf } from "./options.js";
import { turn } from "./turn.js";

export { isReferralError, ReferralError } from "./error.js";

/** @typedef {typeof import("./index.d.ts")} Contract */

/**
 * The bytes are those of the text one to one, so that what is said of the bytes holds for the text.
 * @param {unknown} text
 * @param {number} length of its bytes
 */
function isAscii(text, length) {
  return typeof text === "string" && text.length === length;
}

/**
 * What Rust made of a text: the new text, or what to cut out of the old one, which saves handing all of it back.
 * @param {string} result
 * @param {any} text
 * @returns {string}
 */
function newText(result, text) {
  if (result[0] === "+") return result.slice(1);
  if (result.length === 1) return text;
  let kept = "";
  let from = 0;
  for (let at = 1; at < result.length; ) {
    const comma = result.indexOf(",", at);
    const next = result.indexOf(",", comma + 1);
    const end = next < 0 ? result.length : next;
    kept += text.slice(from, Number(result.slice(at, comma)));
    from = Number(result.slice(comma + 1, end));
    at = end + 1;
  }
  return kept + text.slice(from);
}

/**
 * @param {{ base?: import("./index.d.ts").ReferralInput } | undefined} options
 * @param {number} [most] bytes that are read of it
 */
function baseOf(options, most) {
  if (options === undefined) return undefined;
  if (typeof options !== "object" || options === null) {
    throw new ReferralError("argument", "The options have to be an object.");
  }
  let base;
  try {
    base = options.base;
  } catch (cause) {
    throw new ReferralError("argument", "The option base cannot be read.", { cause });
  }
  return base === undefined ? undefined : toBytes(base, "base", most);
}

/** @type {Contract["validate"]} */
export function validate(referral, options) {
  ready();
  const most = sizeOf(options);
  const base = baseOf(options, most);
  const report = wasm.validate(place(referral, "The referral", most), base, most);
  return report === undefined ? { valid: true, findings: [] } : JSON.parse(report);
}

/** @type {Contract["validateList"]} */
export function validateList(list, options) {
  ready();
  const most = sizeOf(options);
  return JSON.parse(wasm.validateList(place(list, "The list", most ?? MOST_BYTES_OF_LIST), most));
}

/** @type {Contract["transitions"]} */
export function transitions(from) {
  ready();
  return JSON.parse(wasm.transitions(place(from, "The referral")));
}

/** @type {Contract["stripLinks"]} */
export function stripLinks(referral) {
  ready();
  const length = place(referral, "The referral");
  return newText(checked(wasm.stripLinks(length, isAscii(referral, length))), referral);
}

/** @type {Contract["edit"]} */
export function edit(referral, edits) {
  ready();
  const exact = toBytes(exactEdits(edits), "The edits");
  return checked(wasm.edit(place(referral, "The referral"), exact));
}

/** @type {Contract["diff"]} */
export function diff(base, draft) {
  ready();
  const before = toBytes(base, "The base");
  return JSON.parse(checked(wasm.diff(place(draft, "The draft"), before)));
}

/** @type {Contract["merge"]} */
export function merge(base, ours, theirs) {
  ready();
  const before = toBytes(base, "The base");
  const edited = toBytes(ours, "Ours");
  return JSON.parse(checked(wasm.merge(place(theirs, "Theirs"), before, edited)));
}

/** @type {Contract["toPatch"]} */
export function toPatch(base, draft) {
  ready();
  const before = toBytes(base, "The base");
  return checked(wasm.toPatch(place(draft, "The draft"), before));
}

/** @type {Contract["preparePut"]} */
export function preparePut(draft, options) {
  ready();
  const given = clientOptions(options);
  const base = baseOf(options, given.maxBytes);
  const exact = exactOptions(given);
  const length = place(draft, "The draft", given.maxBytes);
  const lines = checked(wasm.preparePut(length, isAscii(draft, length), base, exact, given.maxBytes));
  const first = lines.indexOf("\n");
  const second = lines.indexOf("\n", first + 1);
  return {
    method: "PUT",
    url: lines.slice(0, first),
    headers: {
      Accept: "application/json",
      "Content-Type": "application/json",
      "If-Match": lines.slice(first + 1, second),
      "client-request-id": newGuid(),
    },
    body: newText(lines.slice(second + 1), draft),
  };
}

/** @type {Contract["putReferral"]} */
export async function putReferral(draft, options) {
  ready();
  const given = clientOptions(options);
  const base = baseOf(options, given.maxBytes);
  const exact = exactOptions(given);
  const started = monotonic();
  let begun;
  try {
    begun = checked(wasm.beginPut(place(draft, "The draft", given.maxBytes), base, exact, given.maxBytes));
  } catch (error) {
    return notSent(error);
  }
  if (typeof begun === "string") return JSON.parse(begun);
  const limits = { ...begun, ...given, instance: instance() };
  /** @type {(() => void) | undefined} */
  let end;
  try {
    // In a stack of its own: the caller's may be nearly full.
    await undefined;
    // One save of a referral at a time: the next one finds the new version, and not a conflict with its own tab.
    end = await turn(begun.url, limits.deadlineMs, given.signal).catch(() => undefined);
    if (!end) return { type: "notSaved", reason: isAborted(given) ? "aborted" : "timeout", attempts: 0 };
    limits.deadlineMs -= monotonic() - started;
    return await drive(limits, given, true);
  } finally {
    forget(limits);
    end?.();
  }
}

/** @type {Contract["getReferral"]} */
export async function getReferral(id, options) {
  ready();
  if (typeof id !== "string") throw new ReferralError("argument", "The id has to be a string.");
  const given = clientOptions(options);
  const limits = { ...checked(wasm.beginGet(id, exactOptions(given))), ...given, instance: instance() };
  try {
    // In a stack of its own, too.
    await undefined;
    return await drive(limits, given, false);
  } finally {
    forget(limits);
  }
}
