// @ts-check
// What the customer asks for: chosen tags as chips that can be removed, and all documented ones as check boxes below.

import { arrange, h, newId } from "./dom.js";
import { isTextKey } from "./texts.js";
import { vocabulary } from "./vocabulary.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("./vocabulary.js").Tag} Tag */

const filterFrom = 12;

/** @param {string} list @param {Ui} ui @param {() => void} changed */
export function createTags(list, ui, changed) {
  const { texts } = ui;
  const known = vocabulary[list] ?? [];
  const id = newId();
  const title = texts.speak(h("h4", { class: "tags-title", id }), /** @type {"tags.products"} */ (`tags.${list}`));
  const chips = h("ul", { class: "chips", "aria-labelledby": id });
  const boxes = h("div", { class: "boxes" });
  const summary = h("summary");
  const details = h("details", { class: "choose" }, summary);
  const element = h("div", { class: "tags" }, title, chips, details);
  details.hidden = ui.readonly;
  const legend = texts.speak(h("legend", { class: "hidden" }), /** @type {"tags.products"} */ (`tags.${list}`));
  details.append(h("fieldset", {}, legend, ...(known.length > filterFrom ? [createFilter()] : []), boxes));

  /** @param {Tag} tag @param {boolean} on */
  const set = (tag, on) => {
    ui.draft.setTag(list, tag, on);
    fill();
    changed();
  };
  /** @type {Map<string, HTMLInputElement>} */
  const inputs = new Map();
  for (const tag of known) {
    const input = h("input", { type: "checkbox", autocomplete: "off" });
    inputs.set(tag.id, input);
    input.addEventListener("change", () => set(tag, input.checked));
    boxes.append(
      h(
        "label",
        { class: "option" },
        input,
        texts.speak(h("span"), () => nameOf(tag)),
      ),
    );
  }

  /** In the language of the editor where it has names for the list. @param {Tag} tag */
  function nameOf(tag) {
    const key = `names.${list}`;
    const names = isTextKey(key) ? texts.say(key).split("|") : [];
    return names[known.indexOf(tag)] ?? tag.name;
  }

  function createFilter() {
    const filter = h("input", { type: "text", id: `${id}-f`, autocomplete: "off", spellcheck: "false" });
    const label = texts.speak(h("label", { for: filter.id }), "tags.filter");
    filter.addEventListener("input", (event) => {
      event.stopPropagation();
      show(filter.value);
      ui.say(() =>
        texts.count(
          "tags.found",
          [...boxes.children].filter((box) => !(/** @type {HTMLElement} */ (box).hidden)).length,
        ),
      );
    });
    filter.addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || filter.value === "") return;
      event.stopPropagation();
      filter.value = "";
      show("");
    });
    return h("div", { class: "filter" }, label, filter);
  }

  /** @param {string} wanted */
  function show(wanted) {
    for (const [at, tag] of known.entries()) {
      const box = /** @type {HTMLElement} */ (boxes.children[at]);
      const text = `${nameOf(tag)} ${tag.id}`.toLowerCase();
      box.hidden = !inputs.get(tag.id)?.checked && !text.includes(wanted.trim().toLowerCase());
    }
  }

  /** The chips that are there, by requirement. @type {Map<string, HTMLElement>} */
  let drawn = new Map();

  function fill() {
    const chosen = ui.draft.tags(list);
    for (const [tag, input] of inputs) input.checked = chosen.includes(tag);
    drawn = new Map(
      chosen.map((id) => [id, drawn.get(id) ?? chip(known.find((one) => one.id === id) ?? { id, name: id })]),
    );
    if (arrange(chips, [...drawn.values()]) >= 0) summary.focus();
    chips.hidden = chosen.length === 0;
    texts.speak(summary, () =>
      chosen.length ? texts.say("tags.selected", { n: chosen.length }) : texts.say("tags.none"),
    );
  }

  /** @param {Tag} tag */
  function chip(tag) {
    const item = h(
      "li",
      { class: "chip" },
      texts.speak(h("span"), () => nameOf(tag)),
    );
    if (ui.readonly) return item;
    const remove = h("button", { type: "button" });
    texts.on(remove, () => remove.setAttribute("aria-label", texts.say("tags.remove", { name: nameOf(tag) })));
    remove.addEventListener("click", () => {
      remove.focus();
      set(tag, false);
    });
    item.append(remove);
    return item;
  }

  return { element, fill, path: `/details/requirements/${list}`, details };
}
