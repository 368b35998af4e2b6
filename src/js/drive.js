// @ts-check
// Does what a call of the module asks for: tokens, requests, waits. What is to be done, and what an answer means, the module
// says; nothing is decided here. Every wait has an end, so that every call has.

import { checked, ReferralError } from "./error.js";
import { newGuid } from "./guid.js";
import { MOST_BYTES, placeTexts } from "./input.js";
import { isTrapped, wasmOf } from "./instance.js";
import { limited } from "./limit.js";
import { FUNCTIONS } from "./run.js";
import { askToken } from "./token.js";

/** What a call can be told, by the numbers that `src/browser/calls.rs` has for it. */
const TOKEN = 0;
const SAME_TOKEN = 1;
const NO_TOKEN = 2;
const TOKEN_ABORTED = 3;
const WAITED = 4;
const WAIT_ABORTED = 5;
const NOT_SENT = 6;
const OFFLINE = 7;
const ABORTED_BEFORE = 8;
const ABORTED = 9;
const TIMEOUT = 10;
const TOO_LARGE = 11;
const NO_ANSWER = 12;

/** What is made room for before anything of a body is there, in bytes: most referrals. */
const FIRST_BYTES = 1 << 14;
/** The headers that are looked at, in the order that `answered` knows. */
const HEADERS = ["content-type", "etag", "retry-after", "www-authenticate", "request-id"];
const REQUEST_ID = 4;

/** @typedef {ReturnType<typeof limited>} Limit */
/** @typedef {ReturnType<typeof import("./options.js").clientOptions>} Options */
/** @typedef {{ call: number, instance: number, timeoutMs: number, deadlineMs: number, maxRetries: number }} Begun */
/**
 * @typedef {{
 *   what: "token" | "put" | "get" | "wait" | "done", limit: number, attempt: number,
 *   reason: "initial" | "expired" | "claims", claims?: string, isRebased: number, isRepeated: number,
 * }} Step
 */

/** Milliseconds on a clock that is never set, where there is one. */
export function monotonic() {
  try {
    const now = globalThis.performance.now();
    if (typeof now === "number") return now;
  } catch {}
  return Date.now();
}

/** @returns {[monotonic: number, epoch: number, random: number]} */
const now = () => [monotonic(), Date.now(), Math.random()];

/** The caller has given up. @param {Options} options */
export function isAborted({ signal }) {
  try {
    return Boolean(signal?.aborted);
  } catch {
    return false;
  }
}

/** What the caller gave up for. @param {Options} options */
function reasonOf({ signal }) {
  try {
    return signal?.reason;
  } catch {}
}

/** The browser knows that there is no network. */
function isOffline() {
  try {
    return globalThis.navigator?.onLine === false;
  } catch {
    return false;
  }
}

const timeout = () => new DOMException("There was no complete answer in time.", "TimeoutError");

/** An identifier, where the platform has the means; none is as good as any. */
function guid() {
  try {
    return newGuid();
  } catch {
    return "";
  }
}

/**
 * The outcome of a save that the module had no memory for before anything was sent; throws what else there was.
 * @param {any} error
 * @returns {import("./index.d.ts").Outcome}
 */
export function notSent(error) {
  const isTooLarge = error instanceof ReferralError && error.code === "too-large";
  if (!isTooLarge && !isTrapped(error)) throw error;
  return { type: "notSaved", reason: error.code, attempts: 0 };
}

/**
 * Ends a call, if it is not over.
 * @param {Begun} begun
 */
export function forget({ call, instance }) {
  try {
    wasmOf(instance).forget(call);
  } catch {
    // It is gone with its instance.
  }
}

/**
 * Drives a call to its end.
 * @param {Begun} begun
 * @param {Options} options
 * @param {boolean} isSave
 * @returns {Promise<any>} what came of it; rejects with what the module throws
 */
export async function drive({ call, instance, timeoutMs, deadlineMs, maxRetries }, options, isSave) {
  /** @type {string | undefined} */
  let token;
  /** The one of the last PUT, where the caller wants any. @type {string | undefined} */
  let putId;
  /** Of the last request, and of its answer, for support. @type {{ clientRequestId?: string, requestId?: string }} */
  let trace = {};
  /** How many PUTs may have left. */
  let puts = 0;
  /** Why there is no answer, as the platform or the caller says it. @type {unknown} */
  let cause;
  /** Of the answer before; nothing where none came. @type {number | undefined} */
  let status;
  const { getToken, onProgress, signal } = options;

  /** Tells the caller; what its function throws is its own affair. @param {import("./index.d.ts").Progress} progress */
  const tell = (progress) => {
    try {
      if (isSave) onProgress?.(status === undefined ? progress : { ...progress, status });
    } catch {}
  };

  /** Notes why nothing comes: what the caller gave up for, unless it is something else. @param {number} event @param {unknown} [why] */
  const failed = (event, why = reasonOf(options)) => {
    cause = why;
    return event;
  };

  /**
   * Asks the caller for a token. Where there is nobody to ask, the first one is none, and there is no other.
   * @param {Step} step
   */
  const ask = async ({ limit, reason, claims }) => {
    const isFirst = reason === "initial";
    if (!getToken) return isFirst ? TOKEN : SAME_TOKEN;
    if (isAborted(options)) return failed(TOKEN_ABORTED);
    // Nothing will be sent, and the one who hands out tokens may need the network.
    if (isFirst && isOffline()) return TOKEN;
    /** @type {Limit | undefined} */
    let wait;
    try {
      wait = limited(limit, signal);
      const given = await wait.wait(askToken(getToken, claims === undefined ? { reason } : { reason, claims }));
      // What no header can hold is no token (RFC 6750, 2.1).
      if (typeof given !== "string" || !/^[!-~]+$/.test(given)) return NO_TOKEN;
      if (!isFirst && given === token) return SAME_TOKEN;
      token = given;
      return TOKEN;
    } catch (error) {
      return wait?.isAborted ? failed(TOKEN_ABORTED) : failed(NO_TOKEN, wait?.isOver ? timeout() : error);
    } finally {
      wait?.close();
    }
  };

  /**
   * Sends a request and reads the whole answer.
   * @param {Step} step
   * @returns {Promise<Step>}
   */
  const send = async ({ what, limit, isRepeated }) => {
    const isPut = what === "put";
    if (isPut) putId = options.sendRequestId ? (isRepeated && putId) || guid() : undefined;
    const id = guid();
    const told = (/** @type {number} */ event) => wasmOf(instance).told(call, event, ...now());
    if (isAborted(options)) return told(failed(ABORTED_BEFORE));
    if (isOffline()) return told(OFFLINE);
    let isSent = false;
    status = undefined;
    /** @type {Limit | undefined} */
    let wait;
    /** @type {{ status: number, headers: (string | null)[], body: Uint8Array } | undefined} */
    let answer;
    try {
      wait = limited(limit, signal);
      // What throws in the module's own headers would leave it in the middle of its work.
      new Headers().set("accept", "*/*");
      const request = wasmOf(instance).request(
        call,
        isPut,
        placeTexts(1, [id, isPut ? putId : null, token]),
        wait.signal,
      );
      const fetch = options.fetch ?? globalThis.fetch;
      if (!request || typeof fetch !== "function") return told(NOT_SENT);
      // From here on the server may have the request.
      isSent = true;
      if (isPut) puts += 1;
      trace = { clientRequestId: id };
      answer = await read(await wait.wait(fetch.call(undefined, request)), wait, options.maxBytes ?? MOST_BYTES);
    } catch (error) {
      // The platform refuses a part of it, or there is no answer.
      if (!isSent) return told(failed(NOT_SENT, error));
      if (wait?.isAborted) return told(failed(ABORTED));
      return told(wait?.isOver ? failed(TIMEOUT, timeout()) : failed(NO_ANSWER, error));
    } finally {
      wait?.close();
    }
    cause = undefined;
    if (!answer) return told(TOO_LARGE);
    const { headers, body } = answer;
    status = answer.status;
    const requestId = headers[REQUEST_ID];
    trace = { clientRequestId: id, ...(typeof requestId === "string" && { requestId }) };
    return wasmOf(instance).answered(call, status, placeTexts(1, headers), body, ...now());
  };

  const wait = async (/** @type {number} */ milliseconds) => {
    if (isAborted(options)) return failed(WAIT_ABORTED);
    /** @type {Limit | undefined} */
    let limit;
    try {
      // Timers round down, and nothing may be sent earlier than the server said.
      limit = limited(Math.ceil(milliseconds) + 1, signal);
      await limit.end;
    } catch {}
    limit?.close();
    return limit?.isOver ? WAITED : failed(WAIT_ABORTED);
  };

  try {
    /** @type {Step} */
    let step = wasmOf(instance).start(call, timeoutMs, deadlineMs, Math.min(maxRetries, 2 ** 32 - 1), ...now());
    while (step.what !== "done") {
      const { what, limit, attempt } = step;
      if (what === "token") {
        const event = await ask(step);
        step = wasmOf(instance).told(call, event, ...now());
      } else if (what === "wait") {
        tell({ phase: "waiting", attempt, retryAt: Date.now() + limit });
        const event = await wait(limit);
        step = wasmOf(instance).told(call, event, ...now());
      } else {
        if (step.isRebased) tell({ phase: "rebasing", attempt });
        tell({ phase: what === "put" ? "sending" : "reading-back", attempt });
        step = await send(step);
      }
    }
    const result = JSON.parse(checked(wasmOf(instance).run(FUNCTIONS.result, 0, -1, -1, call, false), cause));
    return isSave ? Object.assign(result, trace) : result;
  } catch (error) {
    if (!isSave) throw error;
    if (puts === 0) return { ...notSent(error), ...trace };
    if (!isTrapped(error)) throw error;
    // What the module knew of it is gone.
    return { type: "unknown", reason: "trapped", lastSeen: "unreadable", attempts: puts, ...trace };
  }
}

/**
 * What a response says, whoever made it. A redirect that was not followed has status 0 and no body.
 * @param {any} response
 * @param {Limit} wait
 * @param {number} most bytes that are read
 * @returns {Promise<{ status: number, headers: (string | null)[], body: Uint8Array } | undefined>} nothing where it is larger
 * than is read; rejects where it is no answer
 */
async function read(response, wait, most) {
  const { type, status } = response;
  if (type === "opaqueredirect") return { status: 0, headers: [], body: new Uint8Array() };
  if (!(typeof status === "number" && status >= 100 && status <= 999)) throw new TypeError("no status");
  const header = (/** @type {string} */ name) => {
    try {
      const value = response.headers.get(name);
      return typeof value === "string" ? value : null;
    } catch {
      return null;
    }
  };
  const length = header("content-length");
  if (length && /^\+?\d+$/.test(length) && Number(length) > most) return undefined;
  const headers = HEADERS.map(header);
  const body = await bodyOf(response, wait, most);
  return body && { status, headers, body };
}

/**
 * The body of a response, as it comes, so that no more of it is taken than is read.
 * @param {any} response
 * @param {Limit} wait
 * @param {number} most bytes that are read
 * @returns {Promise<Uint8Array | undefined>} nothing where it is larger
 */
async function bodyOf(response, wait, most) {
  const stream = response.body;
  if (typeof stream?.getReader !== "function") {
    // There is none, or the caller's response has it in another way.
    const buffer = /** @type {ArrayBuffer | null} */ (await wait.wait(response.arrayBuffer()));
    if (typeof buffer !== "object" || buffer === null) throw new TypeError("no body");
    return buffer.byteLength > most ? undefined : new Uint8Array(buffer);
  }
  const reader = stream.getReader();
  let body = new Uint8Array(FIRST_BYTES);
  let length = 0;
  try {
    for (;;) {
      const { done, value } = /** @type {any} */ (await wait.wait(reader.read()));
      if (done) return body.subarray(0, length);
      if (!ArrayBuffer.isView(value)) throw new TypeError("no bytes");
      const end = length + value.byteLength;
      if (end > most) return undefined;
      if (end > body.length) {
        const larger = new Uint8Array(Math.max(end, body.length * 2));
        larger.set(body.subarray(0, length));
        body = larger;
      }
      body.set(new Uint8Array(value.buffer, value.byteOffset, value.byteLength), length);
      length = end;
    }
  } finally {
    // What is not taken need not be sent. Of a body that has come to its end there is nothing left.
    forgo(reader);
  }
}

/** @param {{ cancel: () => unknown }} reader */
async function forgo(reader) {
  try {
    await reader.cancel();
  } catch {
    // A caller's response need not be able to.
  }
}
