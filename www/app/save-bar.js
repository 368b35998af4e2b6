// @ts-check
// Save, Discard, and the one line that says how things stand.

import { h, setAttribute } from "./dom.js";
import { say, sayCount, speak } from "./texts.js";

/** @param {{ save: () => void, discard: () => void }} actions */
export function createSaveBar({ save, discard }) {
  let isSaving = false;
  const status = h("p", { class: "status-line", role: "status" });
  // Not for screen readers: they are told the time once, and not every second of it.
  const countdown = h("p", { class: "countdown", "aria-hidden": "true", hidden: true });
  /** @type {ReturnType<typeof setInterval> | undefined} */
  let ticking;
  const discardButton = speak(h("button", { type: "button", class: "button" }), () => say("bar.discard"));
  const saveButton = h("button", {
    type: "button",
    class: "button button-primary save",
    "aria-keyshortcuts": "Control+S Meta+S",
  });
  const saveText = () => say(isSaving ? "bar.saving" : "bar.save");
  speak(saveButton, saveText);
  saveButton.addEventListener("click", save);
  discardButton.addEventListener("click", () => {
    if (discardButton.getAttribute("aria-disabled") !== "true") discard();
  });
  return {
    element: h(
      "div",
      { class: "save-bar" },
      h("div", { class: "standing" }, status, countdown),
      h("div", { class: "buttons" }, discardButton, saveButton),
    ),
    /** @param {() => string} text */
    say(text) {
      speak(status, text);
    },
    /** Shows the seconds up to a moment, or none. @param {number | undefined} at epoch milliseconds */
    countDown(at) {
      clearInterval(ticking);
      countdown.hidden = at === undefined;
      if (at === undefined) return;
      const seconds = () => Math.max(0, Math.ceil((at - Date.now()) / 1000));
      const tick = () => speak(countdown, () => sayCount("progress.countdown", seconds()));
      tick();
      ticking = setInterval(tick, 250);
    },
    /** @param {boolean} now */
    saving(now) {
      isSaving = now;
      if (!now) this.countDown(undefined);
      speak(saveButton, saveText);
      setAttribute(saveButton, "aria-disabled", now ? "true" : null);
      if (now) speak(status, () => say("bar.saving"));
    },
    /** @param {boolean} can */
    canDiscard(can) {
      setAttribute(discardButton, "aria-disabled", can ? null : "true");
    },
  };
}
