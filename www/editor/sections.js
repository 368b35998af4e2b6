// @ts-check
// The sections of the form, and beside them, where there is room, a list of them that shows what is wrong or changed in each.

import { h, newId, setAttribute } from "./dom.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("./texts.js").TextKey} TextKey */

/** @param {Ui} ui */
export function createSections({ texts, level }) {
  const list = h("ul");
  const nav = h("nav", {}, list);
  texts.on(nav, () => nav.setAttribute("aria-label", texts.say("sections.title")));
  /** @type {{ section: HTMLElement, item: HTMLElement, button: HTMLElement }[]} */
  const all = [];
  return {
    nav,
    /** @param {string} name @param {HTMLElement} body */
    add(name, body) {
      const key = /** @type {TextKey} */ (`section.${name}`);
      const id = newId();
      const title = h(/** @type {"h3"} */ (`h${Math.min(level + 1, 6)}`), {
        id,
        part: "section-title",
        tabindex: "-1",
      });
      const section = h(
        "section",
        { class: `section ${name}`, part: "section", "aria-labelledby": id },
        texts.speak(title, key),
        body,
      );
      const button = texts.speak(h("button", { type: "button" }), key);
      button.addEventListener("click", () => {
        section.scrollIntoView({ block: "start" });
        title.focus({ preventScroll: true });
      });
      const item = h("li", {}, button);
      list.append(item);
      all.push({ section, item, button });
      return section;
    },
    /** Shows which sections hold errors or changes. */
    mark() {
      for (const { section, item, button } of all) {
        const isWrong = section.querySelector("[aria-invalid]") !== null;
        const isChanged = section.querySelector(".changed:not([hidden])") !== null;
        const state = isWrong ? "error" : isChanged && "changed";
        setAttribute(item, "data-state", state);
        const name = button.textContent ?? "";
        setAttribute(button, "aria-label", state && texts.say(`sections.${state}`, { name }));
      }
    },
  };
}
