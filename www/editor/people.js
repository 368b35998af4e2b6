// @ts-check
// A list of people, one card each: the customer's contacts, the partner's team.

import { createChange, createControl } from "./controls.js";
import { arrange, h } from "./dom.js";
import { hasPlace, peoplePaths } from "./fields.js";
import { personName } from "./names.js";

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
  const change = createChange(ui, () => {
    ui.draft.restoreList(list);
    fill();
    changed();
    add.focus();
  });
  const foot = h("div", { class: "foot" }, add, change.mark, change.revert);
  const element = h("div", { class: "people" }, cards, empty, foot);
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

  /** The cards that are there, by person. @type {Map<string, ReturnType<typeof card>>} */
  let drawn = new Map();

  function fill() {
    const people = ui.draft.people[list] ?? [];
    drawn = new Map(people.flatMap(({ key }) => (key ? [[key, drawn.get(key) ?? card(key)]] : [])));
    const all = [...drawn.values()];
    for (const { tell } of all) tell();
    const left = arrange(
      cards,
      all.map((one) => one.element),
    );
    empty.hidden = all.length > 0;
    add.hidden = ui.readonly || !hasPlace(ui.draft.now, list) || isOther();
    texts.on(cards, () => orderNames(cards, texts.language));
    if (left >= 0) (all[Math.max(0, left - 1)]?.legend ?? add).focus();
  }

  /** Something else than a list stands there. */
  const isOther = () => !Array.isArray(ui.draft.now.at(list) ?? []);

  /** @param {string} key */
  function card(key) {
    const rowNow = () => (ui.draft.people[list] ?? []).findIndex((one) => one.key === key);
    const fields = ui.draft.fields.filter(({ id }) => id.startsWith(`${key} `));
    const legend = h("legend", { tabindex: "-1" });
    const body = h("div", { class: "grid" });
    for (const field of fields) {
      const control = createControl(field, ui);
      body.append(control.element);
      targets.set(field.id, control.focusTarget);
      adopt(field.id, control);
      control.write(ui.draft.value(field));
    }
    const element = h("fieldset", { class: "card" }, legend, body);
    const remove = h("button", { type: "button", class: "remove" });
    remove.addEventListener("click", () => {
      // Not every browser gives a button the focus that is clicked.
      remove.focus();
      ui.draft.removePerson(list, rowNow());
      fill();
      changed();
      ui.say(() => texts.say(`${section}.removed`, { n: cards.childElementCount }));
    });
    if (!ui.readonly) element.append(remove);
    const tell = () =>
      texts.on(element, () => {
        const n = rowNow() + 1;
        const [first = "", last = "", email = ""] = ["firstName", "lastName", "email"].map((name) => {
          const field = ui.draft.field(`${key} ${name}`);
          return (field && ui.draft.value(field)) || "";
        });
        const who = personName(first, last) || email;
        legend.textContent = who ? texts.say("person.titleOf", { n, who }) : texts.say(`${section}.one`, { n });
        remove.textContent = texts.say("person.remove");
        remove.setAttribute("aria-label", texts.say(`${section}.remove`, { n }));
      });
    return { element, legend, tell };
  }

  /** Shows whether somebody came or went. */
  const mark = () =>
    change.show(!ui.readonly && ui.draft.isListChanged(list), { paths: [], label: `section.${section}` }, element);

  return { element, fill, mark };
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
