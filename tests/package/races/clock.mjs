// @ts-check
/**
 * Time that jumps: while something runs in it, timers fire as soon as nobody has anything else to do, and the clocks show
 * when that would have been. A minute of waiting takes no time, and the same seed gives the same run.
 * Must never jump while a request is being carried out: `busy` says so.
 */

import { setImmediate as turnOfEvents } from "node:timers/promises";

/** @typedef {ReturnType<typeof createClock>} Clock */
/** @typedef {{ at: number, order: number, fire: () => void, isOff: boolean }} Timer */

/** Numbers from 0 to 1 that look random and are the same in every run (mulberry32). @param {number} seed */
export function createRandom(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

const EPOCH = Date.UTC(2026, 10, 1, 12);

/** @param {() => number} random what `Math.random` gives meanwhile */
export function createClock(random) {
  let now = 0;
  let order = 0;
  let busy = 0;
  /** @type {Timer[]} a heap: the next one first */
  const heap = [];

  const clock = {
    /** Milliseconds since the beginning. */
    get now() {
      return now;
    },

    /** @param {number} milliseconds @returns {Promise<void>} */
    sleep: (milliseconds) => new Promise((resolve) => void add(resolve, milliseconds)),

    /** Carries out what takes no time of this clock, but turns of the event loop. @template T @param {() => Promise<T>} work */
    async hold(work) {
      busy += 1;
      try {
        return await work();
      } finally {
        busy -= 1;
      }
    },

    /** Runs it in this time. Rejects where it waits for what can never come. @template T @param {() => Promise<T>} work */
    async run(work) {
      const restore = install();
      try {
        let isOver = false;
        const end = () => {
          isOver = true;
        };
        const result = work();
        result.then(end, end);
        for (let idle = 0; !isOver; ) {
          // Every promise that can be settled is settled by then.
          await turnOfEvents();
          if (busy > 0 || isOver) continue;
          idle = fireNext() ? 0 : idle + 1;
          if (idle > 100) throw new Error("A promise hangs: nothing is left that could settle it.");
        }
        // What is still under way on its own, too.
        for (let idle = 0; idle < 10; idle += 1) {
          await turnOfEvents();
          if (busy > 0 || fireNext()) idle = 0;
        }
        return await result;
      } finally {
        restore();
      }
    },
  };
  return clock;

  /** @param {() => void} fire @param {unknown} [milliseconds] */
  function add(fire, milliseconds = 0) {
    const timer = { at: now + Math.max(Number(milliseconds) || 0, 0), order, fire, isOff: false };
    order += 1;
    push(heap, timer);
    return timer;
  }

  function fireNext() {
    for (let timer = pop(heap); timer !== undefined; timer = pop(heap)) {
      if (timer.isOff) continue;
      now = timer.at;
      timer.fire();
      return true;
    }
    return false;
  }

  /** Puts this time in the place of the real one. Returns what takes it away again. */
  function install() {
    const { setTimeout, clearTimeout } = globalThis;
    const { now: realDate } = Date;
    const { random: realRandom } = Math;
    const { stackTraceLimit } = Error;
    // A stack for each request that ends would take longer than the request.
    Error.stackTraceLimit = 0;
    Object.assign(globalThis, {
      setTimeout: add,
      clearTimeout: (/** @type {Timer | undefined} */ timer) => {
        if (timer) timer.isOff = true;
      },
    });
    Date.now = () => EPOCH + Math.floor(now);
    Math.random = random;
    Object.defineProperty(performance, "now", { configurable: true, value: () => now });
    return () => {
      Object.assign(globalThis, { setTimeout, clearTimeout });
      Date.now = realDate;
      Math.random = realRandom;
      Error.stackTraceLimit = stackTraceLimit;
      Reflect.deleteProperty(performance, "now");
    };
  }
}

/** @param {Timer | undefined} a @param {Timer | undefined} b */
function isBefore(a, b) {
  if (a === undefined || b === undefined) return a !== undefined;
  return a.at < b.at || (a.at === b.at && a.order < b.order);
}

/** @param {Timer[]} heap @param {Timer} timer */
function push(heap, timer) {
  let at = heap.length;
  heap.push(timer);
  for (let up = (at - 1) >> 1; at > 0 && isBefore(timer, heap[up]); up = (at - 1) >> 1) {
    swap(heap, at, up);
    at = up;
  }
}

/** @param {Timer[]} heap */
function pop(heap) {
  const [first] = heap;
  const last = heap.pop();
  if (last === undefined || heap.length === 0) return first;
  heap[0] = last;
  for (let at = 0; ; ) {
    const left = 2 * at + 1;
    const child = isBefore(heap[left + 1], heap[left]) ? left + 1 : left;
    if (!isBefore(heap[child], last)) return first;
    swap(heap, at, child);
    at = child;
  }
}

/** @param {Timer[]} heap @param {number} a @param {number} b */
function swap(heap, a, b) {
  const kept = /** @type {Timer} */ (heap[a]);
  heap[a] = /** @type {Timer} */ (heap[b]);
  heap[b] = kept;
}
