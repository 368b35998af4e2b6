// @ts-check
// The pure functions of the module, by the numbers that `src/browser/exports.rs` has for them.

import { checked } from "./error.js";
import { placeBytes } from "./input.js";
import { wasm } from "./instance.js";

export const FUNCTIONS = {
  validate: 0,
  validateList: 1,
  transitions: 2,
  stripLinks: 3,
  edit: 4,
  diff: 5,
  merge: 6,
  toPatch: 7,
  preparePut: 8,
  result: 9,
};

/**
 * Calls one of them for a text that is in its place.
 * @param {number} number which one
 * @param {number} length of the text, in bytes
 * @param {{ first?: Uint8Array, second?: Uint8Array, size?: number, isAscii?: boolean }} [more] other texts, what is read of
 * each of them in bytes, and whether the text has its bytes one to one
 * @returns {any} text, or nothing where nothing is found; throws what the module does
 */
export function run(number, length, { first, second, size = 0, isAscii = false } = {}) {
  return checked(wasm.run(number, length, placeBytes(1, first), placeBytes(2, second), size, isAscii));
}
