// @ts-check
// The form for one draft: facts, sections, and what is wrong beside the fields. Controls live as long as their field, so
// focus and caret survive a save; only what depends on the saved status is made anew.

import { validate } from "referral-editor";
import { createControl } from "./controls.js";
import { afterPress, h, newId } from "./dom.js";
import { contactsOf, fieldAt, nameOf } from "./fields.js";
import { sentenceOf } from "./findings.js";
import { createHeader } from "./header.js";
import { createStatusChoice } from "./status.js";
import { createSummary } from "./summary.js";
import { currentLanguage, forgetDetached, onLanguage, say, sayCount, speak } from "./texts.js";

/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./controls.js").Control & { echo?: () => void }} Control */
/** @typedef {import("./texts.js").TextKey} TextKey */
/** @typedef {import("referral-editor").Finding} Finding */

/** @typedef {import("./summary.js").Remark} Remark */

export class Form {
  /** @type {Map<string, Control>} */
  #controls = new Map();
  /** Fields whose error may be shown: they were left after a change, or a save was tried. @type {Set<string>} */
  #judged = new Set();
  /** Notes that may be shown. @type {Set<string>} */
  #noted = new Set();
  /** Fields that the service refused, until they are edited. @type {Set<string>} */
  #refused = new Set();
  /** What the loaded document brought along. @type {Finding[]} */
  #loaded;

  /** @param {Draft} draft @param {{ typed: () => void }} hooks */
  constructor(draft, hooks) {
    this.draft = draft;
    this.hooks = hooks;
    this.#loaded = loadedFindings(draft);
    this.header = createHeader();
    this.summary = createSummary((id) => this.#goTo(id));
    this.loadedNotes = h("details", { class: "loaded-notes", hidden: true });
    this.generalNotes = h("div", { class: "notes", hidden: true });
    this.statusSection = h("div", { class: "section-body" });
    this.contactSection = h("div", { class: "section-body contacts" });
    this.conflictPlace = h("div", { class: "place" });
    this.#fillStatus();
    const deal = this.#group("deal", ["value", "currency", "closing", "notes"]);
    this.#fillContacts();
    const names = this.#group("names", ["name", "reference"]);
    this.element = h("form", { novalidate: true, autocomplete: "off", "aria-labelledby": this.title.id });
    this.element.append(
      this.header.element,
      this.summary.element,
      this.conflictPlace,
      this.loadedNotes,
      section("section.status", this.statusSection),
      section("section.deal", deal),
      section("section.contacts", this.contactSection),
      section("section.names", names),
      this.generalNotes,
    );
    this.element.addEventListener("submit", (event) => event.preventDefault());
    onLanguage(this.element, () => this.retell());
  }

  /** Takes the focus when another version of the referral is shown. */
  get title() {
    return this.header.title;
  }

  /** @param {string} name @param {string[]} ids */
  #group(name, ids) {
    const group = h("div", { class: `section-body group-${name}` });
    for (const id of ids) this.#place(id, group);
    return group;
  }

  /** @param {string} id @param {HTMLElement} parent */
  #place(id, parent) {
    const field = this.draft.fields.find((one) => one.id === id);
    if (!field) return;
    const control = createControl(field, {
      storedText: () => (field.paths[0] ? this.draft.base.shown(field.paths[0]) : ""),
      currencyNow: () => this.#valueOf("currency"),
    });
    parent.append(control.element);
    this.#adopt(field, control);
  }

  /** @param {Field} field @param {Control} control */
  #adopt({ id }, control) {
    this.#controls.set(id, control);
    control.element.addEventListener("input", () => this.#typed(id));
    const committed = () => afterPress(() => this.#committed(id));
    control.element.addEventListener("change", committed);
    control.element.addEventListener("focusout", committed);
    const field = this.#field(id);
    if (field) control.write(this.draft.value(field));
  }

  /** @param {string} id */
  #valueOf(id) {
    const field = this.#field(id);
    return (field && this.draft.value(field)) ?? "";
  }

  /** @param {string} id */
  #field(id) {
    return this.draft.fields.find((field) => field.id === id);
  }

  #fillStatus() {
    const field = this.#field("status");
    const reason = this.#controls.get("reason");
    this.statusSection.replaceChildren();
    if (field) {
      const choice = createStatusChoice(this.draft.base);
      this.statusSection.append(choice.element);
      this.#adopt(field, choice);
    }
    if (reason) this.statusSection.append(reason.element);
    else this.#place("reason", this.statusSection);
  }

  #fillContacts() {
    for (const id of [...this.#controls.keys()]) if (id.startsWith("contact ")) this.#controls.delete(id);
    const contacts = contactsOf(this.draft.base);
    this.contactSection.replaceChildren();
    if (contacts.length === 0) {
      this.contactSection.append(speak(h("p", { class: "empty" }), () => say("contact.none")));
    }
    for (const { index, email } of contacts) {
      const legend = speak(h("legend"), () =>
        email ? say("contact.legendOf", { n: index + 1, email }) : say("contact.legend", { n: index + 1 }),
      );
      const card = h("fieldset", { class: "contact" }, legend);
      this.contactSection.append(card);
      for (const field of this.draft.fields) if (field.contact === index) this.#place(field.id, card);
    }
    onLanguage(this.contactSection, () => orderNames(this.contactSection));
  }

  /** Shows the draft after it moved to another version of the document. */
  follow() {
    const focused = document.activeElement;
    const statusHadFocus = this.#controls.get("status")?.element.contains(focused);
    this.#judged.clear();
    this.#noted.clear();
    this.#refused.clear();
    this.#loaded = loadedFindings(this.draft);
    this.#fillStatus();
    const contactIds = this.draft.fields.filter((field) => field.contact !== undefined).map((field) => field.id);
    const shownIds = [...this.#controls.keys()].filter((id) => id.startsWith("contact "));
    if (contactIds.join("\n") !== shownIds.join("\n")) this.#fillContacts();
    for (const [id, control] of this.#controls) {
      const field = this.#field(id);
      if (field) control.write(this.draft.value(field));
    }
    if (statusHadFocus) this.#controls.get("status")?.focusTarget.focus();
    forgetDetached();
    this.summary.show([]);
    this.#note();
    this.retell();
  }

  /** @param {string} id */
  #typed(id) {
    const field = this.#field(id);
    const control = this.#controls.get(id);
    if (!field || !control) return;
    this.draft.type(field, control.read());
    this.#refused.delete(id);
    control.echo?.();
    if (id === "currency") this.#controls.get("value")?.echo?.();
    const remarks = this.#remarks();
    const { errors, notes } = remarks;
    for (const judged of this.#judged) if (!errors.some((one) => one.id === judged)) this.#judged.delete(judged);
    for (const noted of this.#noted) if (!notes.some((one) => one.key === noted)) this.#noted.delete(noted);
    this.#tell(remarks);
    this.hooks.typed();
  }

  /** A field was left, or a choice was made. @param {string} id */
  #committed(id) {
    const field = this.#field(id);
    if (!field) return;
    if (this.draft.isChanged(field)) this.#judged.add(id);
    this.#note();
    this.#tell();
  }

  /** From now on the notes are shown that the edits have brought up. */
  #note() {
    for (const { key } of this.#remarks().notes) this.#noted.add(key);
  }

  /** Every error and every note of the draft now; notes that the loaded document had already are left out. */
  #remarks() {
    const { draft } = this;
    const base = draft.base.text;
    const before = new Set(this.#loaded.map(keyOf));
    const findings = validate(draft.text, { base }).findings;
    const typed = draft.problems.map(({ field, problem }) => ({
      id: field.id,
      key: problem,
      text: () => say(problem),
    }));
    const refused = [...this.#refused].map((id) => this.#refusal(id));
    const found = findings.filter((one) => one.severity === "error").map((one) => this.#remark(one));
    return {
      errors: this.#inFieldOrder([...typed, ...found, ...refused]),
      notes: findings
        .filter((one) => one.severity === "warning" && !before.has(keyOf(one)))
        .map((one) => this.#remark(one)),
    };
  }

  /** @param {Finding} finding @returns {Remark} */
  #remark(finding) {
    const field = fieldAt(this.draft.fields, finding.path);
    return { id: field?.id, key: keyOf(finding), text: () => sentenceOf(finding, this.draft) };
  }

  /** @param {string} id @returns {Remark} */
  #refusal(id) {
    const field = this.#field(id);
    const label = () => (field ? nameOf(field, this.draft.base) : "");
    return { id, key: `refused ${id}`, text: () => say("problem.rejectedField", { label: label() }) };
  }

  /** @param {Remark[]} remarks */
  #inFieldOrder(remarks) {
    const order = [...this.#controls.keys()];
    const place = (/** @type {Remark} */ one) => (one.id === undefined ? order.length : order.indexOf(one.id));
    return [...remarks].sort((a, b) => place(a) - place(b));
  }

  /** Writes errors and notes beside their fields. */
  #tell({ errors, notes } = this.#remarks()) {
    const toldNotes = notes.filter((one) => this.#noted.has(one.key));
    for (const [id, control] of this.#controls) {
      const error = this.#judged.has(id) ? errors.find((one) => one.id === id) : undefined;
      const own = toldNotes.filter((one) => one.id === id);
      control.tell({ error: error?.text() ?? "", notes: own.map((one) => one.text()) });
      const field = this.#field(id);
      control.mark(field !== undefined && this.draft.isChanged(field));
    }
    const general = toldNotes.filter((one) => one.id === undefined || !this.#controls.has(one.id));
    this.generalNotes.hidden = general.length === 0;
    this.generalNotes.replaceChildren(
      ...general.map((one) => h("p", { class: "note" }, h("strong", {}, say("field.note")), ` ${one.text()}`)),
    );
  }

  /** Judges everything. With errors it shows them all and puts the focus on the summary. @returns {boolean} no error */
  judge() {
    for (const id of this.#controls.keys()) this.#judged.add(id);
    this.#note();
    const { errors } = this.#remarks();
    this.#tell();
    this.summary.show(errors);
    if (errors.length > 0) this.summary.element.focus();
    return errors.length === 0;
  }

  /** The service refused the value of a field. @param {Field} field */
  refuse({ id }) {
    this.#refused.add(id);
    this.judge();
  }

  /** @param {string} id */
  #goTo(id) {
    const control = this.#controls.get(id);
    control?.element.scrollIntoView({ block: "center" });
    control?.focusTarget.focus({ preventScroll: true });
  }

  /** Everything that depends on the language or on the saved version, once more. */
  retell() {
    this.#tell();
    this.summary.retell();
    this.header.write(this.draft.base);
    this.#writeLoadedNotes();
  }

  /** What the loaded document brought along: told on request only, nobody is to be stopped by it. */
  #writeLoadedNotes() {
    this.loadedNotes.hidden = this.#loaded.length === 0;
    const list = h("ul", {}, ...this.#loaded.map((finding) => h("li", {}, sentenceOf(finding, this.draft))));
    this.loadedNotes.replaceChildren(h("summary", {}, sayCount("bar.loaded", this.#loaded.length)), list);
  }
}

/** @param {Draft} draft */
const loadedFindings = ({ base: { text } }) => validate(text, { base: text }).findings;

/** @param {Finding} finding */
const keyOf = (finding) => `${finding.path} ${finding.code}`;

/** @param {TextKey} title @param {HTMLElement} body */
function section(title, body) {
  const id = newId("section");
  return h(
    "section",
    { class: "card", "aria-labelledby": id },
    speak(h("h3", { class: "card-title", id }), () => say(title)),
    body,
  );
}

/** In Chinese the family name comes first. @param {HTMLElement} contacts */
function orderNames(contacts) {
  for (const card of contacts.querySelectorAll("fieldset")) {
    const [first, second] = card.querySelectorAll(".field");
    if (!first || !second || card.contains(document.activeElement)) continue;
    const familyFirst = first.classList.contains("family-name");
    if (familyFirst !== (currentLanguage() === "zh-CN")) first.before(second);
  }
}
