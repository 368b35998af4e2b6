// @ts-check
// The form for one draft: sections, and what is wrong beside the fields. Controls live as long as their field, so focus and
// caret survive a save; only what depends on the saved status or on the number of people is made anew.

import { validate } from "referral-editor";
import { createControl, createNote } from "./controls.js";
import { afterPress, h } from "./dom.js";
import { fieldAt, pair, single } from "./fields.js";
import { createFacts, createHeader, fact } from "./header.js";
import { createJsonView } from "./json-view.js";
import { createPath, createStatusChoice, pairName } from "./lifecycle.js";
import { createPeople } from "./people.js";
import { remarkOf, remarksOf } from "./remarks.js";
import { createSections } from "./sections.js";
import { createLink, createSummary } from "./summary.js";
import { createTags } from "./tags.js";
import { vocabulary } from "./vocabulary.js";

/** @typedef {import("./controls.js").Control} Control */
/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./summary.js").Remark} Remark */
/** @typedef {import("referral-editor").Finding} Finding */

/**
 * What every part of the form works with.
 * @typedef {object} Ui
 * @property {import("./texts.js").Texts} texts
 * @property {import("./draft.js").Draft} draft
 * @property {boolean} readonly
 * @property {number} level of the title
 * @property {(finding: Finding) => string} sentence empty until the sentences are loaded
 * @property {(text: () => string) => void} say in the one line that is read aloud
 * @property {(id: string) => void} revert takes the change of a field back
 */

export class Form {
  /** @type {Map<string, Control>} */
  controls = new Map();
  /** Fields whose error may be shown: they were left after a change, or a save was tried. @type {Set<string>} */
  #judged = new Set();
  /** Notes that may be shown. @type {Set<string>} */
  #noted = new Set();
  /** Fields that the service refused, until they are edited. @type {Set<string>} */
  #refused = new Set();
  /** What the loaded document brought along, none of which stops a save. @type {Finding[]} */
  #loaded = [];
  /** Errors that it came with. @type {Finding[]} */
  #broken = [];

  /** @param {Omit<Ui, "revert">} ui @param {{ edited: () => void, committed: () => void }} hooks */
  constructor(ui, hooks) {
    this.hooks = hooks;
    /** @type {Ui} */
    this.ui = { ...ui, revert: (id) => this.#revert(id) };
    const { texts } = ui;
    this.header = createHeader(this.ui);
    this.summary = createSummary(this.ui, (id) => this.goTo(id));
    this.facts = createFacts(this.ui);
    this.json = createJsonView(this.ui);
    this.loadedNotes = h("details", { class: "loaded-notes", hidden: true });
    this.generalNotes = h("div", { class: "notes", hidden: true });
    this.sections = createSections(this.ui);
    /** @param {string} id @param {Control} control */
    const adopt = (id, control) => this.#adopt(id, control);
    const changed = () => this.#edited();
    this.people = /** @type {const} */ (["contacts", "team"]).map((name) =>
      createPeople(name, this.ui, adopt, changed),
    );
    this.tags = Object.keys(vocabulary).map((list) => createTags(list, this.ui, changed));
    this.statusBody = h("div", { class: "status-body" });
    const [contacts, team] = this.people;
    const add = this.sections.add;
    const requirements = h("div", { class: "all-tags" }, ...this.tags.map(({ element }) => element));
    const reference = this.#group("reference");
    reference.append(this.facts.element);
    this.element = h("form", {
      part: "form",
      novalidate: true,
      autocomplete: "off",
      "aria-labelledby": this.header.title.id,
    });
    this.place = h("div", { class: "place" }, this.summary.element);
    this.element.append(
      this.header.element,
      this.place,
      h(
        "div",
        { class: "sections" },
        add("status", this.statusBody),
        add("deal", this.#group("deal")),
        add("contacts", contacts?.element ?? h("div")),
        add("customer", this.#group("customer")),
        add("requirements", requirements),
        add("consent", this.#group("consent")),
        add("team", team?.element ?? h("div")),
        add("reference", reference),
      ),
      this.generalNotes,
      this.json.element,
    );
    this.element.addEventListener("submit", (event) => event.preventDefault());
    this.follow();
    texts.on(this.element, () => this.retell());
  }

  /** @param {string} name */
  #group(name) {
    const group = h("div", { class: `grid ${name}` });
    for (const { section, id } of single) if (section === name) this.#place(id, group);
    return group;
  }

  /** @param {string} id @param {HTMLElement} parent */
  #place(id, parent) {
    const field = this.ui.draft.field(id);
    if (!field) return;
    const control = createControl(field, this.ui);
    parent.append(control.element);
    this.#adopt(id, control);
  }

  /** @param {string} id @param {Control} control */
  #adopt(id, control) {
    this.controls.set(id, control);
    if (this.ui.readonly) return;
    control.element.addEventListener("input", () => this.#typed(id));
    const committed = () => afterPress(() => this.#committed(id));
    // Browsers tell a change for every part of a date.
    if (!control.element.matches(".date")) control.element.addEventListener("change", committed);
    control.element.addEventListener("focusout", committed);
  }

  #fillStatus() {
    const { ui } = this;
    const reason = this.controls.get("reason");
    this.statusBody.replaceChildren(...createPath(ui));
    if (ui.draft.field("status") && !ui.readonly) {
      const choice = createStatusChoice(ui);
      this.statusBody.append(choice.element);
      this.#adopt("status", choice);
    }
    const { draft, texts } = ui;
    const [status, substatus] = [draft.now.shown("/status"), draft.now.shown("/substatus")];
    if (ui.readonly && pair(status, substatus) !== pair(draft.base.shown("/status"), draft.base.shown("/substatus"))) {
      const chosen = h("dl", { class: "facts" });
      const write = () =>
        chosen.replaceChildren(...fact(texts.say("status.choose"), pairName(status, substatus, texts)));
      this.statusBody.append(texts.on(chosen, write));
    }
    if (reason) this.statusBody.append(reason.element);
    else this.#place("reason", this.statusBody);
  }

  /** Shows the draft after it moved to another version of the document. */
  follow() {
    const { draft } = this.ui;
    const root = this.element?.getRootNode();
    const focused = root instanceof ShadowRoot ? root.activeElement : null;
    const statusHadFocus = this.controls.get("status")?.element.contains(focused);
    this.#judged.clear();
    this.#noted.clear();
    this.#loaded = validate(draft.base.text, { base: draft.base.text }).findings;
    this.#broken = validate(draft.base.text).findings.filter(({ severity }) => severity === "error");
    this.#fillStatus();
    this.write();
    if (statusHadFocus) this.controls.get("status")?.focusTarget.focus();
    this.summary.show([]);
    this.#note();
    if (root instanceof ShadowRoot) this.ui.texts.forget();
    this.retell();
  }

  /** Every control shows what the draft holds. */
  write() {
    const { draft } = this.ui;
    this.#refused.clear();
    const ids = new Set(draft.fields.map(({ id }) => id));
    for (const id of this.controls.keys()) if (!ids.has(id)) this.controls.delete(id);
    for (const people of this.people) people.fill();
    for (const tags of this.tags) tags.fill();
    for (const [id, control] of this.controls) {
      const field = draft.field(id);
      if (field) control.write(draft.value(field));
    }
  }

  /** @param {string} id */
  #typed(id) {
    const { draft } = this.ui;
    const field = draft.field(id);
    const control = this.controls.get(id);
    if (!field || !control) return;
    draft.type(field, control.read());
    this.#refused.delete(id);
    control.echo?.();
    if (id === "currency") this.controls.get("value")?.echo?.();
    this.#edited();
  }

  #edited() {
    const remarks = this.remarks();
    const { errors, notes } = remarks;
    for (const judged of this.#judged) if (!errors.some((one) => one.id === judged)) this.#judged.delete(judged);
    for (const noted of this.#noted) if (!notes.some((one) => one.key === noted)) this.#noted.delete(noted);
    this.tell(remarks);
    this.json.write();
    this.hooks.edited();
  }

  /** A field was left, or a choice was made. @param {string} id */
  #committed(id) {
    const { draft } = this.ui;
    const field = draft.field(id);
    if (!field) return;
    draft.commit();
    if (draft.isChanged(field)) this.#judged.add(id);
    this.#note();
    this.tell();
    this.hooks.committed();
  }

  /** @param {string} id */
  #revert(id) {
    const field = this.ui.draft.field(id);
    if (!field) return;
    this.ui.draft.commit();
    this.ui.draft.restore(field);
    this.ui.draft.commit();
    this.#refused.delete(id);
    this.controls.get(id)?.write(this.ui.draft.value(field));
    this.#edited();
    this.controls.get(id)?.focusTarget.focus();
  }

  /** From now on the notes are shown that the edits have brought up. */
  #note() {
    for (const { key } of this.remarks().notes) this.#noted.add(key);
  }

  /** Every error and every note of the draft now. */
  remarks() {
    return remarksOf(this.ui, this.#loaded, this.#refused);
  }

  /** Writes errors and notes beside their fields. */
  tell({ errors, notes } = this.remarks()) {
    const { draft, texts } = this.ui;
    const toldNotes = notes.filter((one) => this.#noted.has(one.key));
    const toldErrors = errors.filter(({ id }) => id !== undefined && this.#judged.has(id));
    for (const [id, control] of this.controls) {
      const error = toldErrors.find((one) => one.id === id);
      control.tell({
        error: error?.text() ?? "",
        notes: toldNotes.filter((one) => one.id === id).map((one) => one.text()),
      });
      const field = draft.field(id);
      control.mark(field !== undefined && !this.ui.readonly && draft.isChanged(field));
    }
    const general = toldNotes.filter((one) => one.id === undefined || !this.controls.has(one.id));
    this.generalNotes.hidden = general.length === 0;
    this.generalNotes.replaceChildren(...general.map((one) => createNote(one.text(), texts)));
    for (const list of [...this.people, ...this.tags]) list.mark();
    this.sections.mark();
  }

  /**
   * Judges everything. With errors it shows them all and puts the focus on the summary. What the service refused is told once:
   * the next save asks it again.
   * @param {{ refused?: string, findings?: Finding[] }} [answer] a field that was refused, what else was found
   * @returns {boolean} no error
   */
  judge({ refused, findings = [] } = {}) {
    this.#refused = new Set(refused ? [refused] : []);
    for (const id of this.controls.keys()) this.#judged.add(id);
    this.#note();
    const { errors } = this.remarks();
    const others = findings.filter(({ severity }) => severity === "error").map((one) => remarkOf(this.ui, one));
    errors.push(...others.filter(({ key }) => !errors.some((one) => one.key === key)));
    this.tell();
    this.summary.show(errors);
    if (errors.length > 0) this.summary.element.focus();
    return errors.length === 0;
  }

  /** @param {string} id */
  goTo(id) {
    const control = this.controls.get(id);
    if (!control) return false;
    for (let outer = control.element.parentElement; outer; outer = outer.parentElement) {
      if (outer instanceof HTMLDetailsElement) outer.open = true;
    }
    control.element.scrollIntoView({ block: "center" });
    control.focusTarget.focus({ preventScroll: true });
    return true;
  }

  /** Everything that depends on the language or on the saved version, once more. */
  retell() {
    this.tell();
    this.summary.write();
    this.header.write();
    this.facts.write();
    this.json.write();
    // What the loaded document brought along is told on request only: nobody is to be stopped by it.
    const loaded = this.#broken;
    const isOpen = this.loadedNotes.open;
    this.loadedNotes.hidden = loaded.length === 0;
    const list = h("ul");
    // Their sentences are loaded when somebody asks.
    const entry = (/** @type {Finding} */ finding) => {
      const id = fieldAt(this.ui.draft.fields, finding.path)?.id ?? "";
      const text = this.ui.sentence(finding);
      return h("li", {}, this.controls.has(id) ? createLink(text, () => this.goTo(id)) : text);
    };
    const tell = () => list.replaceChildren(...loaded.map(entry));
    this.loadedNotes.replaceChildren(h("summary", {}, this.ui.texts.count("loaded", loaded.length)), list);
    this.loadedNotes.open = isOpen;
    this.loadedNotes.ontoggle = () => this.loadedNotes.open && tell();
    if (isOpen) tell();
  }
}
