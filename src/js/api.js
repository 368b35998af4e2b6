// @ts-check
// The functions of the package, over the module that a loader has started. No rule is here: arguments become bytes,
// and what is thrown becomes a ReferralError.

import { drive, forget, isAborted, monotonic, notSent } from "./drive.js";
import { checked, ReferralError } from "./error.js";
import { newGuid } from "./guid.js";
import { exactEdits, MOST_BYTES_OF_LIST, place, placeBytes, toBytes } from "./input.js";
import { instance, wasm } from "./instance.js";
import { ready } from "./load.js";
import { clientOptions, exactOptions, sizeOf } from "./options.js";
import { FUNCTIONS, run } from "./run.js";
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
  const report = run(FUNCTIONS.validate, place(referral, "The referral", most), { first: base, size: most });
  return report === undefined ? { valid: true, findings: [] } : JSON.parse(report);
}

/** @type {Contract["validateList"]} */
export function validateList(list, options) {
  ready();
  const most = sizeOf(options);
  return JSON.parse(run(FUNCTIONS.validateList, place(list, "The list", most ?? MOST_BYTES_OF_LIST), { size: most }));
}

/** @type {Contract["transitions"]} */
export function transitions(from) {
  ready();
  return JSON.parse(run(FUNCTIONS.transitions, place(from, "The referral")));
}

/** @type {Contract["stripLinks"]} */
export function stripLinks(referral) {
  ready();
  const length = place(referral, "The referral");
  return newText(run(FUNCTIONS.stripLinks, length, { isAscii: isAscii(referral, length) }), referral);
}

/** @type {Contract["edit"]} */
export function edit(referral, edits) {
  ready();
  const exact = toBytes(exactEdits(edits), "The edits");
  return run(FUNCTIONS.edit, place(referral, "The referral"), { first: exact });
}

/** @type {Contract["diff"]} */
export function diff(base, draft) {
  ready();
  const before = toBytes(base, "The base");
  return JSON.parse(run(FUNCTIONS.diff, place(draft, "The draft"), { first: before }));
}

/** @type {Contract["merge"]} */
export function merge(base, ours, theirs) {
  ready();
  const before = toBytes(base, "The base");
  const edited = toBytes(ours, "Ours");
  return JSON.parse(run(FUNCTIONS.merge, place(theirs, "Theirs"), { first: before, second: edited }));
}

/** @type {Contract["toPatch"]} */
export function toPatch(base, draft) {
  ready();
  const before = toBytes(base, "The base");
  return run(FUNCTIONS.toPatch, place(draft, "The draft"), { first: before });
}

/** @type {Contract["preparePut"]} */
export function preparePut(draft, options) {
  ready();
  const given = clientOptions(options);
  const base = baseOf(options, given.maxBytes);
  const exact = exactOptions(given);
  const length = place(draft, "The draft", given.maxBytes);
  const more = { first: base, second: exact, size: given.maxBytes, isAscii: isAscii(draft, length) };
  /** @type {string} */
  const lines = run(FUNCTIONS.preparePut, length, more);
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

/**
 * Begins a save or a load of what is in its place.
 * @param {boolean} isPut
 * @param {number} length of it, in bytes
 * @param {Uint8Array | undefined} base
 * @param {ReturnType<typeof clientOptions>} options
 */
function begin(isPut, length, base, options) {
  const places = [placeBytes(1, base), placeBytes(2, exactOptions(options))];
  return checked(wasm.begin(isPut, length, ...places, options.maxBytes ?? 0));
}

/** @type {Contract["putReferral"]} */
export async function putReferral(draft, options) {
  ready();
  const given = clientOptions(options);
  const base = baseOf(options, given.maxBytes);
  const started = monotonic();
  let begun;
  try {
    begun = begin(true, place(draft, "The draft", given.maxBytes), base, given);
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
  const limits = {
    ...begin(false, placeBytes(0, toBytes(id, "The id")), undefined, given),
    ...given,
    instance: instance(),
  };
  try {
    // In a stack of its own, too.
    await undefined;
    return await drive(limits, given, false);
  } finally {
    forget(limits);
  }
}
