// @ts-check
// A list of people, one card each: the customer's contacts, the partner's team.

import { createControl } from "./controls.js";
import { h, newId } from "./dom.js";
import { hasPlace, peoplePaths, personFields } from "./fields.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("./controls.js").Control} Control */

/**
 * @param {"contacts" | "team"} section
 * @param {Ui} ui
 * @param {(id: string, control: Control) => void} adopt
 * @param {() => void} changed the list has another row, or one less
 */
export function createPeople(section, ui, adopt, changed) {
  const { texts } = ui;
  const list = peoplePaths[section] ?? "";
  const cards = h("div", { class: "cards" });
  const empty = texts.speak(h("p", { class: "empty" }), `${section}.none`);
  const add = texts.speak(h("button", { type: "button", class: "add" }), `${section}.add`);
  const element = h("div", { class: "people" }, cards, empty, add);
  add.addEventListener("click", () => {
    const { key } = ui.draft.addPerson(list);
    fill();
    changed();
    focusField(`${key} firstName`);
  });

  /** @type {Map<string, HTMLElement>} by field */
  const targets = new Map();
  /** @param {string} id */
  const focusField = (id) => targets.get(id)?.focus();

  function fill() {
    const people = ui.draft.people[list] ?? [];
    targets.clear();
    cards.replaceChildren(...people.flatMap((person, row) => (person.key ? [card(person, row)] : [])));
    empty.hidden = cards.childElementCount > 0;
    add.hidden = ui.readonly || !hasPlace(ui.draft.now, `${list}/-`.replace("/-", "")) || isOther();
    texts.on(cards, () => orderNames(cards, texts.language));
  }

  /** Something else than a list stands there. */
  const isOther = () => !Array.isArray(ui.draft.now.at(list) ?? []);

  /** @param {import("./draft.js").Person} person @param {number} row */
  function card(person, row) {
    const fields = personFields(list, row, person);
    const value = (/** @type {number} */ at) => fields[at] && ui.draft.value(fields[at]);
    const legend = texts.speak(h("legend", { tabindex: "-1" }), () => {
      const [first, last] = [value(0) ?? "", value(1) ?? ""];
      // A Chinese name is written without a space, the family name first.
      const isHan = /\p{Script=Han}/u.test(first + last);
      const who = (isHan ? last + first : `${first} ${last}`.trim()) || (value(2) ?? "");
      return texts.say(who ? "person.titleOf" : "person.title", { n: row + 1, who });
    });
    const body = h("div", { class: "grid" });
    for (const field of fields) {
      const control = createControl(field, ui);
      body.append(control.element);
      targets.set(field.id, control.focusTarget);
      adopt(field.id, control);
      control.write(ui.draft.value(field));
    }
    const element = h("fieldset", { class: "card" }, legend, body);
    if (ui.readonly) return element;
    const remove = texts.speak(h("button", { type: "button", class: "remove" }), "person.remove");
    const number = texts.speak(h("span", { class: "hidden" }), () => ` ${texts.say(`${section}.one`, { n: row + 1 })}`);
    remove.id = newId();
    texts.on(remove, () => remove.replaceChildren(texts.say("person.remove"), number));
    remove.addEventListener("click", () => {
      ui.draft.removePerson(list, ui.draft.people[list]?.indexOf(person) ?? row);
      fill();
      changed();
      ui.say(() => texts.say(`${section}.removed`, { n: cards.childElementCount }));
      const before = cards.children[Math.max(0, row - 1)]?.querySelector("legend");
      (before instanceof HTMLElement ? before : add).focus();
    });
    element.append(remove);
    return element;
  }

  return { element, fill, list };
}

/** In Chinese the family name comes first. @param {HTMLElement} cards @param {string} language */
function orderNames(cards, language) {
  for (const first of cards.querySelectorAll(".firstName")) {
    const last = first.parentElement?.querySelector(".lastName");
    const root = first.getRootNode();
    const focused = root instanceof ShadowRoot ? root.activeElement : null;
    if (!last || first.contains(focused) || last.contains(focused)) continue;
    if (language === "en") last.before(first);
    else first.before(last);
  }
}
