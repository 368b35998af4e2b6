// @ts-check
// One labelled control with its hint, echo, error and note. The element is made once; texts are written into it.

import { dateText, utcDate } from "./dates.js";
import { h, newId, setAttribute, unseen } from "./dom.js";
import { nameOf } from "./fields.js";
import { amountText, numberOf, tooManyDigits } from "./money.js";
import { choicesOf, nameOfCode } from "./names.js";
import { isTextKey } from "./texts.js";

/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./fields.js").Typed} Typed */
/** @typedef {import("./form.js").Ui} Ui */

/** What stands at a field: the first error, all notes. @typedef {{ error: string, notes: string[] }} Messages */

/**
 * @typedef {object} Control
 * @property {HTMLElement} element
 * @property {HTMLElement} focusTarget
 * @property {() => Typed} read
 * @property {(typed: Typed) => void} write leaves a control alone that shows this already, so that the caret stays
 * @property {(told: Messages) => void} tell
 * @property {(changed: boolean) => void} mark
 * @property {() => void} [echo]
 */

/** @param {Field} field @param {Ui} ui @returns {Control} */
export function createControl(field, ui) {
  const { texts } = ui;
  const id = newId();
  const isCheck = field.kind === "check";
  const input = createInput(field, ui);
  input.id = id;
  const key = `hint.${field.id}`;
  const hint =
    isTextKey(key) && !ui.readonly
      ? texts.speak(h("p", { class: "hint", part: "hint", id: `${id}-hint` }), key)
      : undefined;
  const echo = h("p", { class: "echo", id: `${id}-echo`, hidden: true });
  const messages = createMessages(id, ui);
  const changed = createChange(ui, () => ui.revert(field.id));
  const label = texts.speak(h("label", { for: id, part: "label" }), field.label);
  const element = h("div", { class: `field ${field.kind} ${field.id.split(/[ /]/).at(-1)}`, part: "field" });
  if (isCheck)
    element.append(h("div", { class: "check-line" }, input, label, changed.mark), messages.error, messages.notes);
  else {
    const top = h(
      "div",
      { class: "field-top" },
      h("div", { class: "label-line" }, label, changed.mark),
      ...(hint ? [hint] : []),
      messages.error,
    );
    element.append(top, input, h("div", { class: "field-bottom" }, echo, messages.notes));
  }
  element.append(changed.revert);

  /** Describes the control by what is there now: hint, echo, error, note, in this order. */
  const describe = () => {
    const there = [hint, echo, messages.error, messages.notes].filter((one) => one && !one.hidden);
    setAttribute(input, "aria-describedby", there.map((one) => one?.id).join(" ") || null);
  };
  const writeEcho = () => {
    const text = ui.readonly ? "" : echoOf(field, input.value, ui);
    echo.textContent = text;
    echo.hidden = text === "";
    describe();
  };
  texts.on(echo, () => {
    if (input instanceof HTMLSelectElement) nameOptions(field.kind, input, ui);
    if (ui.readonly && !isCheck) input.value = readable(field, ui.draft.value(field) ?? "", ui);
    writeEcho();
  });

  return {
    element,
    focusTarget: input,
    echo: writeEcho,
    read: () =>
      isCheck
        ? /** @type {HTMLInputElement} */ (input).checked
          ? "true"
          : ""
        : input.validity.badInput
          ? null
          : input.value,
    write(typed) {
      if (isCheck) /** @type {HTMLInputElement} */ (input).checked = typed === "true";
      else if (ui.readonly) input.value = readable(field, typed ?? "", ui);
      else if (typed !== null && (input.value !== typed || input.validity.badInput)) {
        if (input instanceof HTMLSelectElement) keepOption(field.kind, input, typed, ui);
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
      // A person may stand in another row by now.
      changed.show(isChanged, ui.draft.field(field.id) ?? field, element);
    },
  };
}

/** @param {string} text @param {import("./texts.js").Texts} texts */
export const createNote = (text, texts) =>
  h("p", { class: "note" }, ...texts.around("field.noteOf", text, (words) => h("strong", {}, words)));

/** The places for an error and for notes beside a control. @param {string} id @param {Ui} ui */
export function createMessages(id, { texts }) {
  const error = h("p", { class: "error", part: "error", id: `${id}-error`, hidden: true });
  const notes = h("div", { class: "notes", id: `${id}-notes`, hidden: true });
  return {
    error,
    notes,
    /** @param {Messages} told */
    write(told) {
      error.hidden = told.error === "";
      error.replaceChildren(...(told.error ? texts.around("field.errorOf", told.error, unseen) : []));
      notes.hidden = told.notes.length === 0;
      notes.replaceChildren(...told.notes.map((text) => createNote(text, texts)));
    },
  };
}

/** The mark of a changed field, and the button that takes the change back. @param {Pick<Ui, "texts">} ui @param {() => void} revert */
export function createChange({ texts }, revert) {
  const mark = texts.speak(h("span", { class: "changed", hidden: true }), "field.changed");
  const full = h("span", { class: "hidden" });
  const short = texts.speak(h("span", { "aria-hidden": "true" }), "field.undo");
  const button = h("button", { type: "button", class: "revert", hidden: true }, short, full);
  button.addEventListener("click", revert);
  return {
    mark,
    revert: button,
    /** @param {boolean} isChanged @param {Pick<Field, "label" | "paths" | "row">} field @param {Element} element */
    show(isChanged, field, element) {
      mark.hidden = button.hidden = !isChanged;
      element.classList.toggle("is-changed", isChanged);
      if (isChanged) full.textContent = texts.say("field.undoOf", { label: nameOf(field, texts) });
    },
  };
}

/** @param {Field} field @param {Ui} ui */
function createInput({ kind, id }, { readonly }) {
  const attributes = { part: "input", autocomplete: "off" };
  const ltr = /^(decimal|email|tel)$/.test(kind) && "ltr";
  if (kind === "check") return h("input", { ...attributes, type: "checkbox", disabled: readonly });
  if (kind === "lines") {
    return h("textarea", { ...attributes, rows: id === "notes" ? 4 : 2, spellcheck: "true", readonly });
  }
  if (readonly) return h("input", { ...attributes, type: "text", readonly, dir: ltr });
  if (kind === "date") return h("input", { ...attributes, type: "date", max: "9999-12-31" });
  const choices = choicesOf(kind);
  if (choices) {
    const groups = choices.map(({ label, codes }) => {
      const options = codes.map((code) => h("option", { value: code }));
      return label ? [h("optgroup", { "data-label": label }, ...options)] : options;
    });
    return h("select", attributes, h("option", { value: "" }), ...groups.flat());
  }
  const more = { type: kind === "tel" ? kind : "text", dir: ltr, spellcheck: "false" };
  // An input of type email would show another text than was loaded.
  if (kind === "email") return h("input", { ...attributes, ...more, inputmode: kind, autocapitalize: "off" });
  return h("input", { ...attributes, ...more, inputmode: kind === "decimal" && kind });
}

/** A code that the list lacks becomes an option of its own: it is shown as it stands, and kept. @param {string} kind @param {HTMLSelectElement} select @param {string} code @param {Ui} ui */
function keepOption(kind, select, code, { texts }) {
  if ([...select.options].some((option) => option.value === code)) return;
  const known = [...select.options].find((option) => option.value.toLowerCase() === code.toLowerCase());
  const option = h("option", { value: code }, nameOfCode(kind, code, texts));
  if (known) known.replaceWith(option);
  else select.options[0]?.after(option);
}

/** @param {string} kind @param {HTMLSelectElement} select @param {Ui} ui */
function nameOptions(kind, select, { texts }) {
  for (const group of select.querySelectorAll("optgroup")) {
    group.label = texts.say(/** @type {import("./texts.js").TextKey} */ (group.dataset.label));
  }
  for (const option of select.options) {
    option.textContent = option.value === "" ? texts.say("choice.none") : nameOfCode(kind, option.value, texts);
  }
  if (kind !== "country" && kind !== "locale") return;
  const { compare } = new Intl.Collator(texts.locale);
  const { value } = select;
  const [first, ...rest] = select.options;
  if (first) select.replaceChildren(first, ...rest.sort((a, b) => compare(a.text, b.text)));
  select.value = value;
}

/** The value once more, the way people read it. @param {Field} field @param {string} value @param {Ui} ui */
function echoOf({ kind, paths }, value, { draft, texts }) {
  const { locale } = texts;
  if (kind === "decimal") {
    const number = numberOf(value, locale) ?? value.trim();
    const currency = draft.now.textAt("/details/currency");
    return amountText(locale, number, currency);
  }
  if (kind !== "date") return "";
  if (value !== "") return texts.say("echo.date", { date: dateText(locale, value) });
  const text = draft.base.shown(paths[0] ?? "");
  return text && !utcDate(text) ? texts.say("echo.storedDate", { text }) : "";
}

/** For reading only. @param {Field} field @param {string} value @param {Ui} ui */
function readable(field, value, ui) {
  if (value === "") return ui.texts.say("fact.none");
  // One line has no room for the day of the week.
  if (field.kind === "date") return ui.texts.say("echo.date", { date: dateText(ui.texts.locale, value, "long") });
  return echoOf(field, value, ui) || nameOfCode(field.kind, value, ui.texts);
}

/** What there is to note at a field that the package has no rule for. @param {Field} field @param {Ui} ui */
export function ownNotes(field, { draft, texts }) {
  const value = draft.value(field);
  if (!value || !draft.isChanged(field)) return [];
  if (field.kind === "date" && value < new Date().toISOString().slice(0, 10)) return [texts.say("note.pastDate")];
  if (field.kind !== "decimal") return [];
  const code = draft.now.textAt("/details/currency");
  const n = tooManyDigits(numberOf(value, texts.locale) ?? "", code);
  return n === undefined ? [] : [texts.say("note.digits", { currency: nameOfCode("currency", code, texts, true), n })];
}
