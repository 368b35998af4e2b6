// @ts-check
// Starts the module, once: from where a loader has it, or from what `init` was given. Whatever goes wrong becomes a
// ReferralError here, and leaves everything as it was: the next try begins anew.

import { ReferralError } from "./error.js";
import { use } from "./instance.js";
import * as glue from "./referral_editor.js";
import { moduleOf } from "./source.js";

/** How long a load may take, in milliseconds: what never answers must not keep `init` waiting for ever. */
const LIMIT = 60_000;

let started = false;
/** @type {Promise<void> | undefined} */
let starting;
/** @type {(() => BufferSource | WebAssembly.Module) | undefined} */
let inline;

/**
 * Starts the module; at the same time or later, there is nothing left to do.
 * @param {unknown} source what `init` was given; undefined (or null): the loader's own
 * @param {(signal: AbortSignal) => Promise<WebAssembly.Module>} own
 * @returns {Promise<void>}
 */
export function start(source, own) {
  if (started) return Promise.resolve();
  starting ??= load(source, own).catch((cause) => {
    starting = undefined;
    throw loadError(cause);
  });
  return starting;
}

/**
 * @param {unknown} source
 * @param {(signal: AbortSignal) => Promise<WebAssembly.Module>} own
 */
async function load(source, own) {
  // Said before anything is fetched, as nothing that is fetched could help. What is compiled already may yet be allowed.
  const refusal = source instanceof WebAssembly.Module ? undefined : refused();
  if (refusal) throw blocked(refusal);
  const given = await source;
  const module = await within(LIMIT, (signal) => (given == null ? own(signal) : moduleOf(given, { signal })));
  use(await glue.started(module));
  started = true;
}

/**
 * Lets the first call start the module by itself, without waiting.
 * @param {() => BufferSource | WebAssembly.Module} bytes
 */
export function startOnFirstCall(bytes) {
  inline = bytes;
}

/**
 * `init` where `startOnFirstCall` has been told of the bytes: there is nothing to wait for, unless another source is given.
 * @param {unknown} source
 * @returns {Promise<void>}
 */
export async function startNow(source) {
  if (starting) return starting;
  if (source != null) return start(source, async () => moduleOf(inline?.()));
  ready();
}

/** Throws unless the module is started, or can be at once. */
export function ready() {
  if (started) return;
  // While it is being started from elsewhere, a second module below the first would be the end of both.
  if (!inline || starting) {
    throw new ReferralError("not-initialised", "Call and await init() before the other functions of referral-editor.");
  }
  try {
    const given = inline();
    use(glue.startedNow(given instanceof WebAssembly.Module ? given : new WebAssembly.Module(given)));
  } catch (cause) {
    throw loadError(cause);
  }
  started = true;
}

/**
 * Runs the work, for so many milliseconds at the most. The signal is given when it is over, so that nothing goes on.
 * @template T
 * @param {number} limit
 * @param {(signal: AbortSignal) => Promise<T>} work
 * @returns {Promise<T>}
 */
async function within(limit, work) {
  const over = new AbortController();
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new DOMException(`It took more than ${limit} ms.`, "TimeoutError")), limit);
  });
  try {
    return /** @type {T} */ (await Promise.race([work(over.signal), late]));
  } finally {
    clearTimeout(timer);
    over.abort();
  }
}

/**
 * What compiling is refused with, where no module may be compiled: nothing but a policy is against the smallest there is.
 * It does not hang on the words of a browser, of which each has its own.
 */
function refused() {
  try {
    new WebAssembly.Module(new Uint8Array([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
  } catch (cause) {
    return cause instanceof ReferenceError || cause instanceof RangeError ? undefined : cause;
  }
}

/** @param {any} cause */
function loadError(cause) {
  if (cause instanceof ReferralError) return cause;
  // What the policy lets be compiled, it can still forbid to be run. A fetch that it blocks is none of that.
  const namesPolicy =
    /^(CompileError|LinkError|EvalError)$/.test(cause?.name) &&
    /Content.?Security|unsafe-eval|\bCSP\b|embedder/i.test(cause.message);
  if (namesPolicy || refused()) return blocked(cause);
  if (typeof WebAssembly !== "object") {
    const advice = "There is no WebAssembly here. Some browsers switch it off where all is locked down.";
    return new ReferralError("load-failed", advice, { cause });
  }
  return new ReferralError("load-failed", "The WebAssembly module of referral-editor could not be loaded.", { cause });
}

/** @param {unknown} cause */
function blocked(cause) {
  const advice =
    "A policy forbids WebAssembly here. On a page it is the Content-Security-Policy: add 'wasm-unsafe-eval' to its script-src.";
  return new ReferralError("csp-blocked", advice, { cause });
}
