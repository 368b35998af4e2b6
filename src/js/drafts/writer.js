// @ts-check
// Writes drafts as they are typed: a second after the last change, a few seconds after the first, and at once when the
// page is hidden, which is the last that a page surely hears. Not on unload: phones do not send it.

import { save } from "./keeper.js";
import { draftOf } from "./record.js";

/** @import { Draft, DraftWriter, Kept } from "../drafts.d.ts" */
/** @import { Place } from "./key.js" */

/** How many delays a change waits at the most while typing goes on. */
const PATIENCE = 5;

/** @type {Set<{ place: Place, drop: () => void }>} */
const writers = new Set();

/**
 * What writers have not written yet is older than what is now said of this draft; or of all, without a place.
 * @param {Place} [place]
 */
export function dropWaiting(place) {
  for (const writer of writers) {
    if (!place || (writer.place.name === place.name && writer.place.kind === place.kind)) writer.drop();
  }
}

/**
 * @param {Place} place
 * @param {{ delayMs: number, maxAgeMs: number, onWritten: ((kept: Kept) => void) | undefined }} options
 * @returns {DraftWriter}
 */
export function writerOf(place, { delayMs, maxAgeMs, onWritten }) {
  /** @type {Draft | undefined} what is to be written, or could not be */
  let waiting;
  /** @type {Promise<Kept>} */
  let last = Promise.resolve({ ok: true });
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  let since = 0;
  let drops = 0;
  let disposed = false;

  const self = {
    place,
    drop() {
      drops += 1;
      clearTimeout(timer);
      timer = undefined;
      waiting = undefined;
    },
  };

  const flush = (hurry = false) => {
    const draft = waiting;
    if (!draft) return last;
    self.drop();
    const dropped = drops;
    last = save(place, draft, maxAgeMs, hurry).then((kept) => {
      // It is in memory. When the page is hidden, or asked to, the store is tried again.
      if (!kept.ok && kept.warning !== "newer" && drops === dropped && !disposed) waiting ??= draft;
      try {
        onWritten?.(kept);
      } catch {
        // What a listener throws is its own affair.
      }
      return kept;
    });
    return last;
  };

  const onVisibility = () => {
    if (document.visibilityState === "hidden") flush(true);
  };

  writers.add(self);
  globalThis.document?.addEventListener("visibilitychange", onVisibility);

  return {
    save(draft) {
      const now = Date.now();
      if (timer === undefined) since = now;
      waiting = draftOf(draft);
      clearTimeout(timer);
      const rest = since + PATIENCE * delayMs - now;
      // A clock that was moved makes a nonsense of the rest.
      const wait = Math.min(delayMs, Math.max(0, rest));
      if (disposed) flush();
      else timer = setTimeout(() => flush(), wait);
    },
    flush: () => flush(),
    dispose() {
      if (disposed) return;
      disposed = true;
      globalThis.document?.removeEventListener("visibilitychange", onVisibility);
      flush();
      writers.delete(self);
    },
  };
}
