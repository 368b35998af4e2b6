// The functions of the package, over the module that a loader has started. No rule is here: arguments become bytes,
// and what is thrown becomes a ReferralError.

import * as wasm from "./referral_editor.js";
import { ReferralError } from "./error.js";
import { toBytes, toOwnBytes, valueText } from "./input.js";

export { isReferralError, ReferralError } from "./error.js";

let started = false;
/** @type {Promise<void> | undefined} */
let starting;
/** @type {(() => BufferSource) | undefined} */
let inlineBytes;

/**
 * Starts the module once; a failed start can be tried again.
 * @param {() => any} source what `init` was given, or the loader's own
 * @returns {Promise<void>}
 */
export function start(source) {
  if (started) return Promise.resolve();
  starting ??= Promise.resolve()
    .then(source)
    .then((module_or_path) => wasm.default({ module_or_path }))
    .then(
      () => {
        started = true;
      },
      (cause) => {
        starting = undefined;
        throw loadError(cause);
      },
    );
  return starting;
}

/**
 * Lets the first call start the module by itself, without waiting.
 * @param {() => BufferSource} bytes
 */
export function startOnFirstCall(bytes) {
  inlineBytes = bytes;
}

function ready() {
  if (started) return;
  if (!inlineBytes) {
    throw new ReferralError("not-initialised", "Call and await init() before the other functions of referral-editor.");
  }
  try {
    wasm.initSync({ module: inlineBytes() });
  } catch (cause) {
    throw loadError(cause);
  }
  started = true;
}

/** @param {any} cause */
function loadError(cause) {
  if (cause instanceof WebAssembly.CompileError && /Content.?Security|unsafe-eval|CSP|blocked/i.test(cause.message)) {
    const advice = "The page's Content-Security-Policy forbids WebAssembly: add 'wasm-unsafe-eval' to its script-src.";
    return new ReferralError("csp-blocked", advice, { cause });
  }
  return new ReferralError("load-failed", "The WebAssembly module of referral-editor could not be loaded.", { cause });
}

/**
 * What Rust throws, as an error. Anything else is passed on as it is.
 * @param {any} thrown
 * @returns {never}
 */
function raise(thrown) {
  if (thrown instanceof Error || typeof thrown?.code !== "string") throw thrown;
  throw new ReferralError(thrown.code, thrown.message, { findings: thrown.findings });
}

/**
 * @template T
 * @param {() => T} call
 * @returns {T}
 */
function guarded(call) {
  try {
    return call();
  } catch (thrown) {
    raise(thrown);
  }
}

/** @param {{ base?: unknown } | undefined} options */
function baseOf(options) {
  if (options === undefined) return undefined;
  if (typeof options !== "object" || options === null) throw new ReferralError("argument", "The options have to be an object.");
  const { base } = options;
  return base === undefined ? undefined : toOwnBytes(base, "base");
}

export function validate(referral, options) {
  ready();
  // The base first: the bytes of the referral are only good until the next conversion.
  const base = baseOf(options);
  return wasm.validate(toBytes(referral, "The referral"), base) ?? { valid: true, findings: [] };
}

export function transitions(from) {
  ready();
  return wasm.transitions(toBytes(from, "The referral"));
}

export function stripLinks(referral) {
  ready();
  return guarded(() => wasm.stripLinks(toBytes(referral, "The referral")));
}

export function edit(referral, edits) {
  ready();
  if (!Array.isArray(edits)) throw new ReferralError("argument", "The edits have to be an array.");
  const exact = edits.map((item) => {
    if (typeof item !== "object" || item === null) throw new ReferralError("argument", "An edit has to be an object.");
    const { op, path, json, value } = item;
    if (typeof path !== "string") throw new ReferralError("argument", "An edit's path has to be a JSON Pointer.");
    if (json !== undefined && typeof json !== "string") throw new ReferralError("argument", "An edit's json has to be a string.");
    return { op, path, json: op === "remove" ? "" : (json ?? valueText(value)) };
  });
  return guarded(() => wasm.edit(toBytes(referral, "The referral"), exact));
}

export function diff(base, draft) {
  ready();
  const before = toOwnBytes(base, "The base");
  return guarded(() => wasm.diff(before, toBytes(draft, "The draft")));
}

export function preparePut(draft, options) {
  ready();
  const base = baseOf(options);
  return guarded(() => wasm.preparePut(toBytes(draft, "The draft"), base, options));
}

export async function putReferral(draft, options) {
  ready();
  const base = baseOf(options);
  return wasm.putReferral(toBytes(draft, "The draft"), base, options).catch(raise);
}

export async function getReferral(id, options) {
  ready();
  if (typeof id !== "string") throw new ReferralError("argument", "The id has to be a string.");
  return wasm.getReferral(id, options).catch(raise);
}
