// @ts-check
// What is seen while a referral is read: the outline of the form, and after a while words.

import { h } from "./dom.js";

/** @param {import("./texts.js").Texts} texts @param {() => void} retry */
export function createSkeleton(texts, retry) {
  const text = h("p");
  const again = texts.speak(h("button", { type: "button", hidden: true }), "open.retry");
  again.addEventListener("click", retry);
  const bones = ["title", "short", "block", "block"].map((kind) => h("div", { class: `bone ${kind}` }));
  const element = h("div", { class: "skeleton", "aria-busy": "true", hidden: true }, ...bones, text, again);
  /** @type {ReturnType<typeof setTimeout>[]} */
  let timers = [];
  const hide = () => {
    timers.forEach(clearTimeout);
    element.hidden = true;
  };
  return {
    element,
    hide,
    show() {
      hide();
      element.hidden = false;
      again.hidden = true;
      texts.speak(text, () => "");
      timers = [
        setTimeout(() => texts.speak(text, "open.loading"), 400),
        setTimeout(() => texts.speak(text, "open.still"), 5_000),
        setTimeout(() => (again.hidden = false), 15_000),
      ];
    },
  };
}
