// @ts-check
// What is being edited: the document as loaded, the same with the edits, and what was typed that is no value yet. Both
// documents are text, and change only through the package. The loaded one moves in `adopt` alone, and its eTag with it.

import { diff, edit, merge } from "referral-editor";
import { fieldAt, hasPlace, peoplePaths, personFields, shownOf, single, written } from "./fields.js";
import { editsFor, Reading } from "./reading.js";
import { keysOf, peopleOf, rowsOf } from "./rows.js";

/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./fields.js").Typed} Typed */
/** @typedef {import("./texts.js").TextKey} TextKey */
/** @typedef {import("referral-editor").Change} Change */
/** @typedef {import("./rows.js").Person} Person */
/** @typedef {{ text: string, pending: Map<string, Typed>, people: Record<string, Person[]> }} State */

const depth = 50;
let newPeople = 0;

export class Draft {
  /** @type {State[]} */
  #past = [];
  /** @type {State[]} */
  #future = [];

  /** @param {string} base the document as loaded @param {string | null} etag @param {() => string} locale */
  constructor(base, etag, locale) {
    this.locale = locale;
    this.base = new Reading(base);
    this.etag = etag;
    this.now = this.base;
    /** @type {Map<string, Typed>} typed texts that are no values yet, by field */
    this.pending = new Map();
    this.people = peopleOf(this.base, this.base);
    /** @type {Change[]} */
    this.changes = [];
    this.#mark = this.#state();
  }

  /** @type {State} */
  #mark;

  /** The fields that have a place in the draft. @returns {Field[]} */
  get fields() {
    const people = Object.values(peoplePaths).flatMap((list) =>
      (this.people[list] ?? []).flatMap((person, row) => (person.key ? personFields(list, row, person) : [])),
    );
    return [...single.filter(({ paths: [path = ""] }) => hasPlace(this.now, path)), ...people];
  }

  /** @param {string} id */
  field(id) {
    return this.fields.find((field) => field.id === id);
  }

  /** What the field's control holds. @param {Field} field @returns {Typed} */
  value(field) {
    const typed = this.pending.get(field.id);
    return typed === undefined ? shownOf(field, this.now) : typed;
  }

  /** @param {Field} field @param {Typed} typed */
  type(field, typed) {
    this.pending.delete(field.id);
    if (typed === this.loaded(field)) return this.restore(field);
    const result = written(field, typed, this.now, this.locale());
    if ("values" in result) return this.#put(editsFor(this.now, result.values));
    this.restore(field);
    this.pending.set(field.id, typed);
  }

  /** What the control showed when the document was loaded. @param {Field} field */
  loaded(field) {
    return shownOf(field, this.base, field.basePaths);
  }

  /** The loaded bytes at the places of a field. @param {Field} field */
  restore({ id, paths, basePaths }) {
    this.pending.delete(id);
    for (const [at, path] of paths.entries()) this.#restore(path, (basePaths ?? paths)[at]);
  }

  /** @param {string} path @param {string} [basePath] where it stood; none: nowhere */
  #restore(path, basePath) {
    const json = basePath === undefined ? undefined : this.base.exact(basePath);
    if (json !== undefined) {
      if (json !== this.now.exact(path))
        this.#put([{ op: this.now.at(path) === undefined ? "add" : "replace", path, json }]);
      return;
    }
    if (this.now.at(path) === undefined) return;
    this.#put([{ op: "remove", path }]);
    const parent = path.slice(0, path.lastIndexOf("/"));
    const baseParent = basePath?.slice(0, basePath.lastIndexOf("/"));
    const value = this.now.at(parent);
    const isMade =
      baseParent === undefined ? /\/contactPreference$/.test(parent) : (this.base.at(baseParent) ?? null) === null;
    if (isMade && parent && value && Object.keys(value).length === 0) this.#restore(parent, baseParent);
  }

  /** @param {import("referral-editor").Edit[]} edits */
  #put(edits) {
    if (edits.length > 0) this.#stand(edit(this.now.text, edits));
  }

  /** @param {string} text */
  #stand(text) {
    this.changes = diff(this.base.text, text);
    // What was taken back gives the loaded bytes back.
    this.now = this.changes.length === 0 ? this.base : new Reading(text);
  }

  /** @param {string} list */
  addPerson(list) {
    this.commit();
    const value = { firstName: "", lastName: "", email: "" };
    const json = JSON.stringify(value);
    const hasRows = Array.isArray(this.now.at(list));
    this.#put(editsFor(this.now, [{ path: hasRows ? `${list}/-` : list, json: hasRows ? json : `[${json}]` }]));
    const person = { key: `new ${++newPeople}`, origin: undefined };
    this.people = { ...this.people, [list]: [...(this.people[list] ?? []), person] };
    this.commit();
    return person;
  }

  /** @param {string} list @param {number} row */
  removePerson(list, row) {
    this.commit();
    this.people = { ...this.people, [list]: (this.people[list] ?? []).filter((_, at) => at !== row) };
    this.#removeRow(list, row);
    this.commit();
  }

  /** @param {string} list @param {number} row */
  #removeRow(list, row) {
    this.#put([{ op: "remove", path: `${list}/${row}` }]);
    const rows = this.now.at(list);
    if (Array.isArray(rows) && rows.length === 0 && !Array.isArray(this.base.at(list))) this.#restore(list, list);
  }

  /** Somebody or something came into a list, or left it. @param {string} list */
  isListChanged(list) {
    const people = this.people[list];
    return people
      ? people.length !== rowsOf(this.base, list).length || people.some(({ origin }, row) => origin !== row)
      : this.changes.some(({ path }) => `${path}/`.startsWith(`${list}/`));
  }

  /** The loaded bytes of a list. @param {string} list */
  restoreList(list) {
    this.commit();
    if (this.people[list]) this.people = { ...this.people, [list]: peopleOf(this.base, this.base)[list] ?? [] };
    this.#restore(list, list);
    this.commit();
  }

  /** Puts a requirement in, or takes it out. @param {string} list @param {{ id: string, name: string }} tag @param {boolean} on */
  setTag(list, { id, name }, on) {
    const path = `/details/requirements/${list}`;
    const rows = this.now.at(path);
    const at = this.tags(list).indexOf(id);
    if (on === at >= 0) return;
    this.commit();
    const base = rowsOf(this.base, path).findIndex((row) => row.id === id);
    if (!on) this.#removeRow(path, at);
    else {
      const made = list === "solutions" ? { id, name, type: "Category" } : { id };
      const json = base < 0 ? JSON.stringify(made) : (this.base.exact(`${path}/${base}`) ?? "");
      const there = Math.min(base < 0 ? Number.MAX_SAFE_INTEGER : base, rowsOf(this.now, path).length);
      this.#put(
        Array.isArray(rows)
          ? [{ op: "add", path: `${path}/${there}`, json }]
          : editsFor(this.now, [{ path, json: `[${json}]` }]),
      );
    }
    this.commit();
  }

  /** The ids of the requirements chosen. @param {string} list @returns {string[]} */
  tags(list) {
    return rowsOf(this.now, `/details/requirements/${list}`).map((row) => String(row.id ?? ""));
  }

  /** @param {Field} field */
  isChanged(field) {
    return this.pending.has(field.id) || this.value(field) !== this.loaded(field);
  }

  get isDirty() {
    return this.changes.length > 0 || this.pending.size > 0;
  }

  /** How many things a person changed: a pair, or a field, counts once. */
  get count() {
    const { fields } = this;
    return new Set([...this.changes.map(({ path }) => fieldAt(fields, path)?.id ?? path), ...this.pending.keys()]).size;
  }

  /** The fields whose typed text is not a value yet, with the text that says what to do. */
  get problems() {
    return this.fields.flatMap((field) => {
      if (!this.pending.has(field.id)) return [];
      const result = written(field, this.value(field), this.now, this.locale());
      return "problem" in result ? [{ field, problem: result.problem }] : [];
    });
  }

  /** @returns {State} */
  #state() {
    return { text: this.now.text, pending: new Map(this.pending), people: this.people };
  }

  /** A change is complete: from here it can be undone. */
  commit() {
    const { text, pending } = this.#mark;
    if (text === this.now.text && [...pending].join("\n") === [...this.pending].join("\n")) return;
    this.#past = [...this.#past, this.#mark].slice(-depth);
    this.#future = [];
    this.#mark = this.#state();
  }

  get canUndo() {
    return this.#past.length > 0;
  }

  get canRedo() {
    return this.#future.length > 0;
  }

  /** Whether there was something to go back (or, with true, forward) to. @param {boolean} [redo] */
  undo(redo = false) {
    this.commit();
    const next = (redo ? this.#future : this.#past).pop();
    if (!next) return false;
    (redo ? this.#past : this.#future).push(this.#mark);
    this.#mark = next;
    this.pending = new Map(next.pending);
    this.people = next.people;
    this.#stand(next.text);
    return true;
  }

  /** Another draft of the same document. @param {string} text @param {Map<string, Typed>} [pending] */
  replace(text, pending) {
    this.pending = new Map(pending);
    this.people = peopleOf(new Reading(text), this.base);
    this.#stand(text);
    this.commit();
  }

  /**
   * Moves to another version of the document. Edits made after `sent` stay on top.
   * @param {string} base @param {string | null} etag
   * @param {string} [sent] what the new version has taken over; default: all of it
   */
  adopt(base, etag, sent = this.now.text) {
    const kept = sent === this.now.text ? base : merge(sent, this.now.text, base).merged;
    return this.moveTo(base, etag, kept);
  }

  /** @param {string} base @param {string | null} etag @param {string} now the draft on top of it */
  moveTo(base, etag, now) {
    const before = { people: this.people, now: this.now };
    this.base = new Reading(base);
    this.etag = etag;
    this.#stand(now);
    this.people = peopleOf(this.now, this.base);
    // Nobody came or went: they keep what tells them apart, also with another email address.
    for (const list of Object.values(peoplePaths)) {
      const old = before.people[list] ?? [];
      const isSame = keysOf(before.now, list).join("\n") === keysOf(this.now, list).join("\n");
      for (const [row, person] of (isSame ? (this.people[list] ?? []) : []).entries()) {
        person.key = old[row]?.key ?? person.key;
      }
    }
    const ids = new Set(this.fields.map(({ id }) => id));
    /** Typed texts whose place is gone. */
    const homeless = [...this.pending].filter(([id]) => !ids.has(id));
    for (const [id] of homeless) this.pending.delete(id);
    this.#past = [];
    this.#future = [];
    this.#mark = this.#state();
    return homeless.flatMap(([, typed]) => typed ?? []);
  }
}
