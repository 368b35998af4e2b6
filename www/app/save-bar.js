// @ts-check
// Save, Discard, and the one line that says how things stand.

import { h, setAttribute } from "./dom.js";
import { say, speak } from "./texts.js";

/** @param {{ save: () => void, discard: () => void }} actions */
export function createSaveBar({ save, discard }) {
  let isSaving = false;
  const status = h("p", { class: "status-line", role: "status" });
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
    element: h("div", { class: "save-bar" }, status, h("div", { class: "buttons" }, discardButton, saveButton)),
    /** @param {() => string} text */
    say(text) {
      speak(status, text);
    },
    /** @param {boolean} now */
    saving(now) {
      isSaving = now;
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
