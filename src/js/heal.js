// @ts-check
// Gets the module in a page: as the file beside the JavaScript, which is cached by itself; and where that cannot
// be had, as the copy that is part of the JavaScript. Pages lose that file in many ways: a bundler that does not copy it, a
// server that answers everything with its start page, a policy, a deployment that took the old one away.

import { bytesOf, moduleOf } from "./source.js";
import { integrity } from "./wasm-integrity.js";

/** How long the file may take before the copy is asked for as well, in milliseconds. */
const PATIENCE = 10_000;

/**
 * The first that can be had. Rejects with an AggregateError of both reasons.
 * @param {() => URL} address of the file; throws where a bundler leaves none
 * @param {() => Promise<{ default: string }>} copy in base64
 * @param {AbortSignal} signal
 * @returns {Promise<WebAssembly.Module>}
 */
export async function assetOrCopy(address, copy, signal) {
  const asset = fetched(address, signal);
  if (await settles(asset, PATIENCE)) return asset;
  return Promise.any([asset, copied(copy)]);
}

/**
 * Any other file than that of this very version is none: the browser sees to it.
 * @param {() => URL} address
 * @param {AbortSignal} signal
 */
async function fetched(address, signal) {
  return moduleOf(address(), { integrity, signal });
}

/** @param {() => Promise<{ default: string }>} copy */
async function copied(copy) {
  const { default: base64 } = await copy();
  return WebAssembly.compile(bytesOf(base64));
}

/**
 * Whether there is a result within so many milliseconds.
 * @param {Promise<unknown>} work
 * @param {number} patience
 * @returns {Promise<boolean>}
 */
function settles(work, patience) {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, patience, false);
    const end = (/** @type {boolean} */ is) => {
      clearTimeout(timer);
      resolve(is);
    };
    work.then(
      () => end(true),
      () => end(false),
    );
  });
}
