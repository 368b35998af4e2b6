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
  /** @type {{ section: HTMLElement, item: HTMLElement, state: HTMLElement }[]} */
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
      const state = h("span", { class: "hidden" });
      const button = h("button", { type: "button" }, texts.speak(h("span"), key), state);
      button.addEventListener("click", () => {
        section.scrollIntoView({ block: "start" });
        title.focus({ preventScroll: true });
      });
      const item = h("li", {}, button);
      list.append(item);
      all.push({ section, item, state });
      return section;
    },
    /** Shows which sections hold errors or changes. */
    mark() {
      for (const { section, item, state } of all) {
        const isWrong = section.querySelector("[aria-invalid]") !== null;
        const isChanged = section.querySelector(".changed:not([hidden])") !== null;
        setAttribute(item, "data-state", isWrong ? "error" : isChanged && "changed");
        state.textContent = isWrong
          ? ` ${texts.say("sections.error")}`
          : isChanged
            ? ` ${texts.say("field.changed")}`
            : "";
      }
    },
  };
}
