// @ts-check
// A question before something typed is dropped. The safe answer has the focus; Escape gives it too.

import { h, newId } from "./dom.js";

/**
 * @param {string} question
 * @param {{ stay: string, go: string }} answers
 * @returns {Promise<boolean>} true for `go`
 */
export function ask(question, { stay, go }) {
  const id = newId("question");
  const stayButton = h("button", { type: "button", class: "button", autofocus: true }, stay);
  const goButton = h("button", { type: "button", class: "button button-danger" }, go);
  const dialog = h("dialog", { class: "ask", "aria-labelledby": id });
  dialog.append(h("p", { id, class: "ask-question" }, question), h("div", { class: "buttons" }, stayButton, goButton));
  document.body.append(dialog);
  stayButton.addEventListener("click", () => dialog.close());
  goButton.addEventListener("click", () => dialog.close("go"));
  return new Promise((resolve) => {
    dialog.addEventListener("close", () => {
      dialog.remove();
      resolve(dialog.returnValue === "go");
    });
    dialog.showModal();
  });
}
