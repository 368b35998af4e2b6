// @ts-check
// What the customer asks for: chosen tags as chips that can be removed, and all documented ones as check boxes below.

import { createChange } from "./controls.js";
import { arrange, h, newId } from "./dom.js";
import { isTextKey } from "./texts.js";
import { vocabulary } from "./vocabulary.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("./vocabulary.js").Tag} Tag */

const filterFrom = 12;

/** What a requirement is called, in the language of the editor where it has names for the list. @param {string} list @param {string} id @param {import("./texts.js").Texts} texts */
export function tagName(list, id, texts) {
  const key = `names.${list}`;
  const at = vocabulary[list]?.findIndex((tag) => tag.id === id) ?? -1;
  return isTextKey(key) ? texts.say(key).split("|")[at] : vocabulary[list]?.[at]?.name;
}

/** @param {string} list @param {Ui} ui @param {() => void} changed */
export function createTags(list, ui, changed) {
  const { texts } = ui;
  const known = vocabulary[list] ?? [];
  const id = newId();
  const label = /** @type {"tags.products"} */ (`tags.${list}`);
  const path = `/details/requirements/${list}`;
  const heading = /** @type {"h4"} */ (`h${Math.min(ui.level + 2, 6)}`);
  const title = texts.speak(h(heading, { class: "tags-title", id }), label);
  const chips = h("ul", { class: "chips", "aria-labelledby": id });
  const boxes = h("div", { class: "boxes" });
  const summary = h("summary");
  const details = h("details", { class: "choose" }, summary);
  const change = createChange(ui, () => {
    ui.draft.restoreList(path);
    fill();
    changed();
    summary.focus();
  });
  const line = h("div", { class: "label-line" }, title, change.mark);
  const element = h("div", { class: "tags" }, line, chips, details, change.revert);
  details.hidden = ui.readonly;
  const legend = texts.speak(h("legend", { class: "hidden" }), label);
  details.append(h("fieldset", {}, legend, ...(known.length > filterFrom ? [createFilter()] : []), boxes));

  /** @param {Tag} tag */
  const nameOf = (tag) => tagName(list, tag.id, texts) ?? tag.name;
  /** @param {Tag} tag @param {boolean} on */
  const set = (tag, on) => {
    ui.draft.setTag(list, tag, on);
    fill();
    changed();
  };
  /** @type {Map<string, HTMLInputElement>} */
  const inputs = new Map();
  for (const tag of known) {
    const input = h("input", { type: "checkbox", part: "input", autocomplete: "off" });
    inputs.set(tag.id, input);
    input.addEventListener("change", () => set(tag, input.checked));
    boxes.append(
      h(
        "label",
        { class: "option", part: "label" },
        input,
        texts.speak(h("span"), () => nameOf(tag)),
      ),
    );
  }

  function createFilter() {
    const filter = h("input", { type: "text", part: "input", id: `${id}-f`, autocomplete: "off", spellcheck: "false" });
    const label = texts.speak(h("label", { for: filter.id, part: "label" }), "tags.filter");
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

  const mark = () => change.show(!ui.readonly && ui.draft.isListChanged(path), { paths: [], label }, element);

  return { element, fill, mark };
}
