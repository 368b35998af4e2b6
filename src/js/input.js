// @ts-check
// Makes bytes of what a caller gives as a referral: JSON text, its UTF-8 bytes, or a parsed value.
// It must never change a character: text that UTF-8 cannot hold is handed on in a form that the reader refuses.

import { ReferralError } from "./error.js";
import { bytesAt, wasm } from "./instance.js";

export const encoder = new TextEncoder();
/** The most that a document may have unless its caller says otherwise, in bytes; a list of them has its own. */
export const MOST_BYTES = 16 << 20;
export const MOST_BYTES_OF_LIST = 256 << 20;

/**
 * Puts a referral where the next call of the module looks for it. Of one that is too large, no more than says so.
 * @param {unknown} value
 * @param {string} name of the argument, for the message
 * @param {number} [most] bytes that are read
 * @returns {number} how many bytes it has
 */
export function place(value, name, most = MOST_BYTES) {
  return typeof value === "string" ? placeText(value.slice(0, most + 1)) : placeBytes(0, toBytes(value, name, most));
}

/** @param {string} value */
function placeText(value) {
  if (loneSurrogate(value) >= 0) return placeBytes(0, encode(value));
  // Three bytes a code unit at the most; long texts are mostly ASCII, and get the room that they need if they are.
  const room = value.length > 1 << 18 ? value.length : value.length * 3;
  const { read, written } = encoder.encodeInto(value, reserved(0, room));
  return read === value.length ? written : placeBytes(0, encoder.encode(value));
}

/**
 * Puts bytes where the next call of the module looks for them.
 * @param {number} at which of its places: 0 for what the call is about, 1 and 2 for what goes with it
 * @param {Uint8Array | undefined} bytes
 * @returns {number} how many they are, and -1 where there are none
 */
export function placeBytes(at, bytes) {
  if (bytes === undefined) return -1;
  // There is no room of no length.
  if (bytes.length > 0) reserved(at, bytes.length).set(bytes);
  return bytes.length;
}

/**
 * Puts texts where the next call of the module looks for what goes with it, as a JSON array.
 * @param {number} at
 * @param {(string | null | undefined)[]} texts
 */
export function placeTexts(at, texts) {
  return placeBytes(at, encoder.encode(JSON.stringify(texts)));
}

/**
 * @param {number} at
 * @param {number} length in bytes
 */
function reserved(at, length) {
  // Addresses are unsigned, and wasm's numbers are not.
  const address = wasm.reserve(at, length) >>> 0;
  if (address === 0) throw new ReferralError("too-large", "There is no memory for a document of that size.");
  return bytesAt(address, length);
}

/**
 * Of what is too large, no more than says so.
 * @param {unknown} value
 * @param {string} name of the argument, for the message
 * @param {number} [most] bytes that are read
 * @returns {Uint8Array} perhaps the caller's own
 */
export function toBytes(value, name, most = MOST_BYTES) {
  const bytes = typeof value === "string" ? encode(value.slice(0, most + 1)) : bytesOf(value, name);
  return bytes.length > most ? bytes.subarray(0, most + 1) : bytes;
}

/**
 * @param {unknown} value
 * @param {string} name
 * @returns {Uint8Array}
 */
function bytesOf(value, name) {
  try {
    if (ArrayBuffer.isView(value)) {
      // What was transferred away looks empty, and throws here; handed on, it would throw in the module's glue.
      const isPlain = value instanceof Uint8Array && value.length > 0;
      return isPlain ? value : new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    }
    return isBuffer(value) ? new Uint8Array(value) : encode(serialise(value, name));
  } catch (cause) {
    throw argumentError(cause, `${name} cannot be written as JSON.`);
  }
}

/**
 * Also one of another realm, where `instanceof` says no.
 * @param {unknown} value
 * @returns {value is ArrayBuffer | SharedArrayBuffer}
 */
function isBuffer(value) {
  const tag = Object.prototype.toString.call(value);
  return tag === "[object ArrayBuffer]" || tag === "[object SharedArrayBuffer]";
}

/**
 * @param {unknown} cause whatever a getter, a Proxy or a detached buffer throws
 * @param {string} message
 */
function argumentError(cause, message) {
  return cause instanceof ReferralError ? cause : new ReferralError("argument", message, { cause });
}

/**
 * JSON text of a parsed value, as `JSON.stringify` writes it.
 * @param {unknown} value
 * @param {string} name
 */
function serialise(value, name) {
  if (typeof (/** @type {any} */ (value)?.then) === "function") {
    throw new ReferralError("argument", `${name} is a promise: await it first.`);
  }
  const text = JSON.stringify(value);
  if (text === undefined) {
    throw new ReferralError("argument", `${name} has to be JSON text, its UTF-8 bytes, or a parsed value.`);
  }
  return text;
}

/**
 * The edits with their new values as JSON text.
 * @param {unknown} edits
 */
export function exactEdits(edits) {
  try {
    if (!Array.isArray(edits)) throw new ReferralError("argument", "The edits have to be an array.");
    return edits.map(exactEdit);
  } catch (cause) {
    throw argumentError(cause, "The edits cannot be read.");
  }
}

/**
 * @param {any} edit
 * @returns {{ op: string, path: string, json: string }}
 */
function exactEdit(edit) {
  if (typeof edit !== "object" || edit === null) throw new ReferralError("argument", "An edit has to be an object.");
  const { op, path, json, value } = edit;
  if (typeof path !== "string" || loneSurrogate(path) >= 0) {
    throw new ReferralError("argument", "An edit's path has to be a JSON Pointer.");
  }
  if (op === "remove") return { op, path, json: "" };
  const text = json ?? valueText(value);
  if (typeof text !== "string" || loneSurrogate(text) >= 0) {
    throw new ReferralError("argument", "An edit's json has to be JSON text.");
  }
  return { op, path, json: text };
}

/**
 * JSON text of a new value. Refuses what `JSON.stringify` would quietly turn into something else.
 * @param {unknown} value
 */
function valueText(value) {
  let text;
  try {
    text = JSON.stringify(value, (_, item) => {
      const isLost =
        typeof item === "function" || typeof item === "symbol" || (typeof item === "number" && !Number.isFinite(item));
      if (isLost) throw new TypeError(`${String(item)} is no JSON value`);
      return item;
    });
  } catch (cause) {
    throw new ReferralError("argument", "The new value cannot be written as JSON.", { cause });
  }
  if (text === undefined) throw new ReferralError("argument", "An edit needs a value or json.");
  return text;
}

/** @param {string} text */
function encode(text) {
  const lone = loneSurrogate(text);
  return lone < 0 ? encoder.encode(text) : encodeBroken(text, lone);
}

/**
 * Where half of a surrogate pair stands by itself, or -1.
 * @param {string} text
 */
function loneSurrogate(text) {
  if (text.isWellFormed?.()) return -1;
  return text.search(/[\uD800-\uDBFF](?![\uDC00-\uDFFF])|(?<![\uD800-\uDBFF])[\uDC00-\uDFFF]/);
}

/**
 * Writes the half of a pair as the three bytes that it would have if UTF-8 could hold it.
 * @param {string} text
 * @param {number} at
 */
function encodeBroken(text, at) {
  const unit = text.charCodeAt(at);
  const before = encoder.encode(text.slice(0, at));
  const after = encoder.encode(text.slice(at + 1));
  const bytes = new Uint8Array(before.length + 3 + after.length);
  bytes.set(before);
  bytes.set([0xe0 | (unit >> 12), 0x80 | ((unit >> 6) & 0x3f), 0x80 | (unit & 0x3f)], before.length);
  bytes.set(after, before.length + 3);
  return bytes;
}
