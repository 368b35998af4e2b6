// @ts-check
// Options as callers give them, read member by member when the call is made: a getter that throws or a wrong type is a
// typed error, and what becomes of the object later changes nothing.

import { ReferralError } from "./error.js";
import { encoder } from "./input.js";
import { MOST_MS } from "./limit.js";

/** @typedef {import("./index.d.ts").PutOptions} PutOptions */

/** @param {unknown} value */
const isFunction = (value) => typeof value === "function";
/** @param {unknown} value */
const isString = (value) => typeof value === "string";
/** The most that `maxBytes` may be: with as much again for what is made of it, more than the module can have. */
const MOST_SIZE = 2 ** 30;
/** @param {unknown} value */
const isSize = (value) => Number.isInteger(value) && Number(value) >= 1 && Number(value) <= MOST_SIZE;
/** @param {unknown} value */
const isTime = (value) => typeof value === "number" && value > 0;
/**
 * Signals of other realms and polyfills are as good; a controller that was given in its signal's place would never abort.
 * @param {any} value
 */
const isSignal = (value) => typeof value.aborted === "boolean" && isFunction(value.addEventListener);

/** @type {Record<string, [expected: string, isRight: (value: unknown) => boolean]>} */
const KNOWN = {
  signal: ["an AbortSignal", isSignal],
  baseUrl: ["a string", isString],
  getToken: ["a function", isFunction],
  fetch: ["a function", isFunction],
  onProgress: ["a function", isFunction],
  etag: ["a string", isString],
  timeoutMs: ["a number of milliseconds above 0", isTime],
  deadlineMs: ["a number of milliseconds above 0", isTime],
  maxRetries: ["a whole number from 0", (value) => Number.isInteger(value) && Number(value) >= 0],
  maxBytes: [`a whole number of bytes from 1 to ${MOST_SIZE}`, isSize],
  sendRequestId: ["", () => true],
};

/**
 * Options have to be an object, where there are any.
 * @param {any} options
 */
function areGiven(options) {
  if (options !== undefined && (typeof options !== "object" || options === null)) {
    throw new ReferralError("argument", "The options have to be an object.");
  }
  return options !== undefined;
}

/**
 * One of the options, checked; what is `null` is as good as absent.
 * @param {any} options
 * @param {string} name
 */
function optionOf(options, name) {
  const [expected, isRight] = KNOWN[name] ?? [];
  let value;
  let right;
  try {
    value = options[name];
    if (value == null) return undefined;
    right = isRight?.(value);
  } catch (cause) {
    throw new ReferralError("argument", `The option ${name} has to be readable.`, { cause });
  }
  if (!right) throw new ReferralError("argument", `The option ${name} has to be ${expected}.`);
  return value;
}

/**
 * How large a document may be, where the caller says so.
 * @param {unknown} options
 * @returns {number | undefined}
 */
export function sizeOf(options) {
  return areGiven(options) ? optionOf(options, "maxBytes") : undefined;
}

/**
 * The options of a call; what is `null` is as good as absent.
 * @param {any} options
 * @returns {PutOptions & { origin?: string, sendRequestId?: boolean }}
 */
export function clientOptions(options) {
  /** @type {Record<string, any>} */
  const read = {};
  if (!areGiven(options)) return read;
  for (const name of Object.keys(KNOWN)) {
    const value = optionOf(options, name);
    if (value !== undefined) read[name] = value;
  }
  if (read.deadlineMs > MOST_MS) read.deadlineMs = MOST_MS;
  if (read.baseUrl?.startsWith("/")) read.origin = pageOrigin();
  return read;
}

/**
 * The options that the module reads, as it reads them.
 * @param {ReturnType<typeof clientOptions>} options
 */
export function exactOptions({ etag, baseUrl, origin }) {
  return encoder.encode(JSON.stringify([etag, baseUrl, origin]));
}

/** The origin of the page or worker; nothing in Node, or where there is none to speak of. */
function pageOrigin() {
  try {
    const { origin } = globalThis.location;
    return typeof origin === "string" && origin !== "null" ? origin : undefined;
  } catch {}
}
