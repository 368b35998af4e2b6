// @ts-check
// What stands in the way of a save, in one list at the top of the form. Each entry leads to its field.

import { h, rewrite } from "./dom.js";

/** @typedef {import("./form.js").Ui} Ui */
/** An error or a note, at a field or at none. @typedef {{ id: string | undefined, key: string, text: () => string }} Remark */

/** Without touching the address, which is the page's own. @param {string} text @param {() => void} go */
export function createLink(text, go) {
  const link = h("a", { href: "#" }, text);
  link.addEventListener("click", (event) => {
    event.preventDefault();
    go();
  });
  return link;
}

/** @param {Ui} ui @param {(id: string) => void} goTo puts the focus on a field */
export function createSummary({ texts, level }, goTo) {
  const element = h("div", { class: "summary", part: "summary", role: "alert", tabindex: "-1", hidden: true });
  /** @type {Remark[]} */
  let shown = [];
  const write = () => {
    element.hidden = shown.length === 0;
    element.replaceChildren();
    if (shown.length === 0) return;
    const entries = shown.map(({ id, text }) =>
      h("li", {}, id === undefined ? text() : createLink(text(), () => goTo(id))),
    );
    const title = h(/** @type {"h3"} */ (`h${Math.min(level + 1, 6)}`), {}, texts.say("problem.title"));
    element.append(title, h("ul", {}, ...entries));
  };

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
