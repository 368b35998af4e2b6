// @ts-check
// One save at a time for each referral: across tabs where the platform has locks, else within this one.
// It must never keep anybody waiting for ever: every wait has an end, and a tab that is closed gives its lock back.

import { limited } from "./limit.js";

/** The part of its time that a save waits at the most: one that begins at the last moment ends in doubt. */
const WAITED = 5 / 6;

/** @type {Map<string, Promise<void>>} */
const queues = new Map();

/**
 * Waits for a turn.
 * @param {string} name of what is taken in turns
 * @param {number} milliseconds for the wait and the save
 * @param {AbortSignal} [signal]
 * @returns {Promise<(() => void) | undefined>} ends the turn; undefined where there was none in time, or the signal was aborted
 */
export async function turn(name, milliseconds, signal) {
  const limit = limited(milliseconds * WAITED, signal);
  try {
    return (await lock(`referral-editor:${name}`, limit)) ?? (await queue(name, limit));
  } finally {
    limit.clear();
  }
}

/** @typedef {ReturnType<typeof limited>} Limit */

/**
 * @param {string} name
 * @param {Limit} limit
 * @returns {Promise<(() => void) | undefined>} undefined where there are no locks, or none in time
 */
function lock(name, { signal }) {
  return new Promise((resolve) => {
    const held = () => new Promise((release) => resolve(() => release(undefined)));
    // A document without an origin has no locks either: some platforms throw at once, some when they are looked at.
    Promise.resolve()
      .then(() => globalThis.navigator?.locks?.request(name, { signal }, held))
      .finally(() => resolve(undefined))
      .catch(() => {});
  });
}

/**
 * @param {string} name
 * @param {Limit} limit
 * @returns {Promise<(() => void) | undefined>}
 */
function queue(name, { signal }) {
  if (signal.aborted) return Promise.resolve(undefined);
  const before = queues.get(name) ?? Promise.resolve();
  /** @type {() => void} */
  let end = () => {};
  const mine = new Promise((resolve) => {
    end = () => resolve(undefined);
  });
  const until = before.then(() => mine);
  queues.set(name, until);
  until.then(() => {
    if (queues.get(name) === until) queues.delete(name);
  });
  return new Promise((resolve) => {
    // Who does not wait any more keeps nobody else waiting.
    signal.addEventListener("abort", () => {
      end();
      resolve(undefined);
    });
    before.then(() => resolve(end));
  });
}
