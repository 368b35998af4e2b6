// @ts-check
// A time limit and the caller's signal as one: whatever is waited for, the wait ends.

/** Timers hold 31 bits. */
export const MOST_MS = 2 ** 31 - 1;

/**
 * Starts the clock.
 * @param {number} milliseconds
 * @param {AbortSignal} [signal]
 */
export function limited(milliseconds, signal) {
  const controller = new AbortController();
  /** @type {(reason?: unknown) => void} */
  let reject;
  const end = new Promise((_, onReject) => {
    reject = onReject;
  });
  // Nobody has to be waiting when it comes.
  end.catch(() => {});
  const cut = () => {
    controller.abort();
    reject();
  };
  const abort = () => {
    if (!limit.isOver) limit.isAborted = true;
    cut();
  };
  const timer = setTimeout(
    () => {
      if (!limit.isAborted) limit.isOver = true;
      cut();
    },
    Math.min(milliseconds, MOST_MS),
  );
  const limit = {
    /** Aborted when the wait is cut off, for what is under way. */
    signal: controller.signal,
    /** Rejects when the wait is cut off, and never resolves. */
    end,
    /** The time was up. */
    isOver: false,
    /** The caller gave up. */
    isAborted: false,
    /**
     * What a promise resolves to; rejects when the wait is cut off.
     * @param {unknown} promise
     */
    wait: (promise) => Promise.race([promise, end]),
    clear() {
      clearTimeout(timer);
      listen(signal, "removeEventListener", abort);
    },
    /** What is not waited for any more need not arrive: the rest of an answer that is too large, say. */
    close() {
      limit.clear();
      controller.abort();
    },
  };
  listen(signal, "addEventListener", abort);
  return limit;
}

/**
 * Signals of other realms and polyfills are as good, and what only looks like one does no harm.
 * @param {AbortSignal | undefined} signal
 * @param {"addEventListener" | "removeEventListener"} method
 * @param {() => void} abort
 */
function listen(signal, method, abort) {
  try {
    signal?.[method]("abort", abort);
    if (signal?.aborted && method === "addEventListener") abort();
  } catch {}
}
