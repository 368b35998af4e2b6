// @ts-check
// sessionStorage and localStorage. Every call does all of its work before it returns: a page that is being hidden may not
// get another turn. Throws what the platform throws.

import { PREFIX } from "./key.js";
import { expiryOf } from "./record.js";

/** @import { Store } from "./keeper.js" */

/**
 * @param {"sessionStorage" | "localStorage"} which
 * @returns {Store}
 */
export function webStorage(which) {
  /** Asked for anew each time: the platform may refuse it, by throwing or by having none. */
  const open = () => {
    const storage = globalThis[which];
    if (!storage) throw new Error(`There is no ${which} here.`);
    return storage;
  };

  return {
    exchange(name, decide) {
      const storage = open();
      const next = decide(storage.getItem(name));
      if (next === undefined) return;
      if (next === null) storage.removeItem(name);
      else storage.setItem(name, next.text);
      // There are stores that only pretend.
      if (storage.getItem(name) !== (next?.text ?? null)) throw new Error(`${which} does not keep what is written.`);
    },

    sweep(now) {
      const storage = open();
      for (const name of ours(storage)) {
        const expiresAt = expiryOf(storage.getItem(name) ?? "");
        if (expiresAt !== undefined && expiresAt <= now) storage.removeItem(name);
      }
    },

    clear() {
      // Where there is no such store, there is nothing in it.
      if (globalThis[which] === undefined) return;
      const storage = open();
      for (const name of ours(storage)) storage.removeItem(name);
      if (ours(storage).length > 0) throw new Error(`${which} does not let go of what is removed.`);
    },
  };
}

/** @param {Storage} storage */
function ours(storage) {
  return Array.from({ length: storage.length }, (_, index) => storage.key(index) ?? "").filter((name) =>
    name.startsWith(PREFIX),
  );
}
