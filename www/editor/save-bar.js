// @ts-check
// Save, Discard, Review, back and forth, and the place of the line that says how things stand.

import { h, setAttribute } from "./dom.js";

/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {{ save: () => void, discard: () => void, review: () => void, undo: () => void, redo: () => void }} Actions */

/** @param {Texts} texts @param {Actions} actions */
export function createSaveBar(texts, actions) {
  let isSaving = false;
  // Not for screen readers: they are told the time once, and not every second of it.
  const countdown = h("p", { class: "countdown", "aria-hidden": "true", hidden: true });
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let ticking;
  /** @param {import("./texts.js").TextKey} key @param {() => void} act @param {Record<string, string>} [more] */
  const button = (key, act, more) => {
    const one = texts.speak(h("button", { type: "button", ...more }), key);
    one.addEventListener("click", () => one.getAttribute("aria-disabled") !== "true" && act());
    return one;
  };
  const undo = button("bar.undo", actions.undo, { class: "quiet", "aria-keyshortcuts": "Control+Z Meta+Z" });
  const redo = button("bar.redo", actions.redo, { class: "quiet", "aria-keyshortcuts": "Control+Y Meta+Shift+Z" });
  const review = button("bar.review", actions.review);
  const discard = button("bar.discard", actions.discard, { part: "discard-button" });
  const save = button("bar.save", actions.save, {
    class: "primary",
    part: "save-button",
    "aria-keyshortcuts": "Control+S Meta+S",
  });
  const slot = h("slot", { name: "actions" });
  return {
    element: h(
      "div",
      { class: "bar", part: "save-bar" },
      h("div", { class: "standing" }, countdown),
      h("div", { class: "buttons" }, undo, redo, slot, review, discard, save),
    ),
    /** Shows the seconds up to a moment, or none. @param {number} [at] epoch milliseconds @param {string} [key] of the text */
    countDown(at, key = "") {
      clearInterval(ticking);
      countdown.hidden = at === undefined;
      if (at === undefined) return;
      const tick = () =>
        texts.speak(countdown, () => texts.count(key, Math.max(0, Math.ceil((at - Date.now()) / 1000))));
      tick();
      ticking = setInterval(tick, 250);
    },
    /** @param {boolean} now */
    saving(now) {
      isSaving = now;
      if (!now) this.countDown();
      texts.speak(save, () => texts.say(isSaving ? "bar.saving" : "bar.save"));
      setAttribute(save, "aria-disabled", now ? "true" : null);
    },
    /** @param {{ isDirty: boolean, canUndo: boolean, canRedo: boolean }} draft */
    update({ isDirty, canUndo, canRedo }) {
      undo.hidden = redo.hidden = !canUndo && !canRedo;
      review.hidden = !isDirty;
      setAttribute(undo, "aria-disabled", canUndo ? null : "true");
      setAttribute(redo, "aria-disabled", canRedo ? null : "true");
      setAttribute(discard, "aria-disabled", isDirty ? null : "true");
    },
    focusSave: () => save.focus(),
  };
}
