// @ts-check
// The instance of the module that calls go to, and another one where it trapped: out of memory or of stack, there is no telling
// what it left behind, so nothing of it is used again. What was under way in it belongs to nobody then (`drive.js`).

import { ReferralError } from "./error.js";
import * as glue from "./referral_editor.js";

/** Of the instance, with its memory. @type {{ memory: WebAssembly.Memory }} */
let exported;
/** Which one it is, of all that there were. */
let number = 0;
let isBroken = false;

/**
 * The functions of the module, as its glue has them.
 * @type {Record<string, (...given: any[]) => any>}
 */
export const wasm = Object.fromEntries(
  Object.entries(glue).flatMap(([name, call]) => (typeof call === "function" ? [[name, guarded(call)]] : [])),
);

/**
 * Told of the instance that a loader has started.
 * @param {{ memory: WebAssembly.Memory }} started
 */
export function use(started) {
  exported = started;
}

/**
 * A piece of the instance's memory, good for the next call.
 * @param {number} address
 * @param {number} length
 */
export function bytesAt(address, length) {
  return new Uint8Array(exported.memory.buffer, address, length);
}

/** For what outlives a call: which instance it belongs to. */
export function instance() {
  return number;
}

/**
 * The functions of that very instance; throws where there is another one in its place.
 * @param {number} own
 */
export function wasmOf(own) {
  if (own !== number) throw trapped();
  return wasm;
}

/** @param {any} error */
export function isTrapped(error) {
  return error instanceof ReferralError && error.code === "trapped";
}

/** @param {(...given: any[]) => any} call */
function guarded(call) {
  return (/** @type {any[]} */ ...given) => {
    if (isBroken) renew();
    try {
      return call(...given);
    } catch (cause) {
      // Noted before anything is called, for which there may be no stack. What else the glue may throw has left the module
      // in the middle of its work as well.
      isBroken = true;
      number += 1;
      throw replaced(cause);
    }
  };
}

/** @param {unknown} cause */
function replaced(cause) {
  try {
    // At once, so that the memory of the old one is free.
    renew();
  } catch {
    // The next call tries again.
  }
  return trapped({ cause });
}

function renew() {
  try {
    exported = glue.startedNow();
  } catch (cause) {
    throw trapped({ cause });
  }
  isBroken = false;
}

/** @param {{ cause: unknown }} [more] */
function trapped(more) {
  const advice =
    "The WebAssembly module ran out of memory or stack (see cause), and was started anew: call again, perhaps with less.";
  return new ReferralError("trapped", advice, more);
}
