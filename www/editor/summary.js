// @ts-check
// What stands in the way of a save, in one list at the top of the form. Each entry leads to its field.

import { h, rewrite } from "./dom.js";

/** @typedef {import("./form.js").Ui} Ui */
/** An error or a note, at a field or at none. @typedef {{ id: string | undefined, key: string, text: () => string }} Remark */

/** @param {Ui} ui @param {(id: string) => void} goTo puts the focus on a field */
export function createSummary({ texts }, goTo) {
  const element = h("div", { class: "summary", part: "summary", role: "alert", tabindex: "-1", hidden: true });
  /** @type {Remark[]} */
  let shown = [];
  const write = () => {
    element.hidden = shown.length === 0;
    element.replaceChildren();
    if (shown.length === 0) return;
    const entries = shown.map(({ id, text }) => h("li", {}, id === undefined ? text() : link(id, text())));
    element.append(h("p", { class: "strong" }, texts.say("problem.title")), h("ul", {}, ...entries));
  };

  /** Without touching the address, which is the page's own. @param {string} id @param {string} text */
  function link(id, text) {
    const entry = h("a", { href: "#" }, text);
    entry.addEventListener("click", (event) => {
      event.preventDefault();
      goTo(id);
    });
    return entry;
  }

  return {
    element,
    write: () => rewrite(element, write),
    /** @param {Remark[]} remarks */
    show(remarks) {
      shown = remarks;
      write();
    },
  };
}
