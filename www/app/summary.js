// @ts-check
// What stands in the way of a save, in one list at the top of the form. Each entry leads to its field.

import { h } from "./dom.js";
import { say } from "./texts.js";

/** An error or a note, at a field or at none. @typedef {{ id: string | undefined, key: string, text: () => string }} Remark */

/** @param {(id: string) => void} goTo puts the focus on a field */
export function createSummary(goTo) {
  const element = h("div", { class: "summary", role: "alert", tabindex: "-1", hidden: true });
  /** @type {Remark[]} */
  let shown = [];

  function retell() {
    element.hidden = shown.length === 0;
    element.replaceChildren();
    if (shown.length === 0) return;
    const entries = shown.map(({ id, text }) => h("li", {}, id === undefined ? text() : link(id, text())));
    element.append(h("h3", { class: "card-title" }, say("problem.title")), h("ul", {}, ...entries));
  }

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
    retell,
    /** @param {Remark[]} remarks */
    show(remarks) {
      shown = remarks;
      retell();
    },
  };
}
