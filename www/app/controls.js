// @ts-check
// One labelled control with its hint, echo, error and note. The element is made once; texts are written into it.

import { h, newId, setAttribute } from "./dom.js";
import { amountForPeople, currencyForPeople, dateForPeople } from "./format.js";
import { onLanguage, say, speak } from "./texts.js";

/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./fields.js").Typed} Typed */

/** What stands at a field: the first error, all notes. @typedef {{ error: string, notes: string[] }} Messages */

/**
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {HTMLElement} focusTarget
 * @property {() => Typed} read
 * @property {(typed: Typed) => void} write leaves a control alone that shows this already, so that the caret stays
 * @property {(messages: Messages) => void} tell
 * @property {(changed: boolean) => void} mark
 */

const commonCurrencies = ["USD", "EUR", "GBP", "CNY", "JPY", "INR", "CAD", "AUD"];

/**
 * @param {Field} field
 * @param {{ storedText: () => string, currencyNow: () => string }} context the text the document holds; the currency chosen
 * @returns {Control & { echo: () => void }}
 */
export function createControl(field, context) {
  const id = newId(field.kind);
  const input = createInput(field);
  input.id = id;
  const hint = h("p", { class: "hint", id: `${id}-hint` });
  const echo = h("p", { class: "echo", id: `${id}-echo`, hidden: true });
  const messages = createMessages(id);
  const changed = changedMark();
  const label = h("label", { for: id });
  speak(label, () => say(field.label));
  const { hint: hintKey } = field;
  if (hintKey) speak(hint, () => say(hintKey));

  const element = h("div", { class: `field field-${field.kind}` });
  element.classList.toggle("family-name", field.label === "field.lastName");
  const top = h("div", { class: "field-top" }, h("div", { class: "label-line" }, label, changed));
  top.append(...(hintKey ? [hint] : []), messages.error);
  element.append(top, input, h("div", { class: "field-bottom" }, echo, messages.notes));

  /** Describes the control by what is there now: hint, echo, error, note, in this order. */
  const describe = () => {
    const there = [hintKey ? hint : null, echo, messages.error, messages.notes].filter((one) => one && !one.hidden);
    setAttribute(input, "aria-describedby", there.map((one) => one?.id).join(" ") || null);
  };

  const writeEcho = () => {
    const text = echoOf(field, input.value, context);
    echo.textContent = text;
    echo.hidden = text === "";
    describe();
  };
  onLanguage(echo, writeEcho);
  if (input instanceof HTMLSelectElement) onLanguage(input, () => nameCurrencies(input));

  return {
    element,
    focusTarget: input,
    echo: writeEcho,
    read: () => (input.validity.badInput ? null : input.value),
    write(typed) {
      if (typed !== null && (input.value !== typed || input.validity.badInput)) {
        if (input instanceof HTMLSelectElement) keepOption(input, typed);
        input.value = typed;
      }
      writeEcho();
    },
    tell(told) {
      messages.write(told);
      setAttribute(input, "aria-invalid", told.error ? "true" : null);
      describe();
    },
    mark(isChanged) {
      changed.hidden = !isChanged;
      element.classList.toggle("is-changed", isChanged);
    },
  };
}

/** The places for an error and for notes beside a control. @param {string} id */
export function createMessages(id) {
  const error = h("p", { class: "error", id: `${id}-error`, hidden: true });
  const notes = h("div", { class: "notes", id: `${id}-notes`, hidden: true });
  return {
    error,
    notes,
    /** @param {Messages} told */
    write(told) {
      error.hidden = told.error === "";
      error.replaceChildren();
      if (told.error) error.append(h("span", { class: "visually-hidden" }, `${say("field.error")} `), told.error);
      notes.hidden = told.notes.length === 0;
      notes.replaceChildren(
        ...told.notes.map((text) => h("p", { class: "note" }, h("strong", {}, say("field.note")), ` ${text}`)),
      );
    },
  };
}

export function changedMark() {
  return speak(h("span", { class: "changed", hidden: true }), () => say("field.changed"));
}

/** @param {Field} field */
function createInput(field) {
  if (field.kind === "lines") {
    return h("textarea", { rows: field.id === "notes" ? 5 : 2, autocomplete: "off", spellcheck: "true" });
  }
  if (field.kind === "currency") return currencySelect();
  if (field.kind === "date") return h("input", { type: "date", autocomplete: "off", max: "9999-12-31" });
  if (field.kind === "decimal") {
    return h("input", { type: "text", inputmode: "decimal", dir: "ltr", autocomplete: "off", spellcheck: "false" });
  }
  return h("input", { type: "text", autocomplete: "off", spellcheck: "false" });
}

function currencySelect() {
  const common = h("optgroup", {}, ...commonCurrencies.map((code) => h("option", { value: code })));
  const others = Intl.supportedValuesOf("currency").filter((code) => !commonCurrencies.includes(code));
  const all = h("optgroup", {}, ...others.map((code) => h("option", { value: code })));
  onLanguage(common, () => setAttribute(common, "label", say("currency.common")));
  onLanguage(all, () => setAttribute(all, "label", say("currency.all")));
  return h("select", { autocomplete: "off" }, h("option", { value: "" }), common, all);
}

/** A code that the list lacks becomes an option of its own: it is shown as it stands, and kept. @param {HTMLSelectElement} select @param {string} code */
function keepOption(select, code) {
  if ([...select.options].some((option) => option.value === code)) return;
  select.options[0]?.after(h("option", { value: code }, currencyForPeople(code)));
}

/** @param {HTMLSelectElement} select */
function nameCurrencies(select) {
  for (const option of select.options) {
    option.textContent = option.value === "" ? say("currency.none") : currencyForPeople(option.value);
  }
}

/** The value once more, the way people read it. @param {Field} field @param {string} value @param {{ storedText: () => string, currencyNow: () => string }} context */
function echoOf(field, value, context) {
  if (field.kind === "decimal") return amountForPeople(value.trim(), context.currencyNow());
  if (field.kind !== "date") return "";
  if (value !== "") return say("echo.date", { date: dateForPeople(value) });
  const text = context.storedText();
  return text ? say("hint.storedDate", { text }) : "";
}
