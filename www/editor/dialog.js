// @ts-check
// Questions before something is done. The safe answer is one press of Escape away.

import { h, newId } from "./dom.js";
import { changeTable } from "./values.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("referral-editor").Change} Change */

/** @param {ShadowRoot} root @param {string} title @param {Node[]} content @param {{ stay: string, go: string, primary?: boolean }} answers @returns {Promise<boolean>} */
function open(root, title, content, { stay, go, primary = false }) {
  const id = newId();
  const heading = h("h2", { id, tabindex: "-1", autofocus: primary }, title);
  const back = h("button", { type: "button", autofocus: !primary }, stay);
  const on = h("button", { type: "button", class: primary ? "primary" : "danger" }, go);
  // The page may speak another language.
  const { lang, dir } = /** @type {HTMLElement} */ (root.firstElementChild);
  const dialog = h("dialog", {
    lang,
    dir: dir || null,
    part: primary ? "review" : undefined,
    class: primary ? "wide" : "",
    "aria-labelledby": id,
  });
  dialog.append(heading, ...content, h("div", { class: "buttons" }, back, on));
  root.append(dialog);
  const focused = root.activeElement;
  back.addEventListener("click", () => dialog.close());
  on.addEventListener("click", () => dialog.close("go"));
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      if (focused instanceof HTMLElement) focused.focus();
      resolve(dialog.returnValue === "go");
    });
    dialog.showModal();
  });
}

/** @param {ShadowRoot} root @param {string} question @param {{ stay: string, go: string }} answers true for `go` */
export const ask = (root, question, answers) => open(root, question, [], answers);

/** All changes once more, before they are sent. @param {ShadowRoot} root @param {Change[]} changes @param {Ui} ui */
export const review = (root, changes, ui) =>
  open(root, ui.texts.say("review.title"), [h("div", { class: "scroll" }, changeTable(changes, ui))], {
    stay: ui.texts.say("review.back"),
    go: ui.texts.say("review.save"),
    primary: true,
  });
