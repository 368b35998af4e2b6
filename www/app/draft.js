// @ts-check
// What is being edited: the document as loaded, and what was typed since. The draft's text is always made anew from the
// loaded text and the edits, so taking an edit back gives the loaded bytes back. The document moves only in `adopt`, and
// its eTag, being a member of it, moves with it.

import { edit } from "referral-editor";
import { fieldsOf, shownOf, written } from "./fields.js";
import { editsFor, Reading } from "./reading.js";

/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./fields.js").Typed} Typed */

export class Draft {
  /** @param {string} base the document as loaded */
  constructor(base) {
    this.base = new Reading(base);
    this.fields = fieldsOf(this.base);
    /** @type {Map<string, Typed>} what was typed, by field, where it differs from the loaded document */
    this.typed = new Map();
  }

  /** What the field's control holds. @param {Field} field @returns {Typed} */
  value(field) {
    const typed = this.typed.get(field.id);
    return typed === undefined ? shownOf(field, this.base) : typed;
  }

  /** @param {Field} field @param {Typed} typed */
  type(field, typed) {
    if (typed === shownOf(field, this.base)) this.typed.delete(field.id);
    else this.typed.set(field.id, typed);
  }

  /** @param {Field} field */
  isChanged(field) {
    return this.typed.has(field.id);
  }

  get changed() {
    return this.fields.filter((field) => this.isChanged(field));
  }

  /** The fields whose typed text is not a value yet, with the text that says what to do. */
  get problems() {
    return this.#edits().flatMap(({ field, result }) =>
      "problem" in result ? [{ field, problem: result.problem }] : [],
    );
  }

  /** The document with every edit that can be written. */
  get text() {
    const values = this.#edits().flatMap(({ result }) => ("values" in result ? result.values : []));
    return values.length === 0 ? this.base.text : edit(this.base.text, editsFor(this.base, values));
  }

  #edits() {
    return this.changed.map((field) => ({ field, result: written(field, this.value(field), this.base) }));
  }

  /** Every field's value now, to tell later what was typed after this moment. */
  snapshot() {
    return new Map(this.fields.map((field) => [field.id, this.value(field)]));
  }

  /** Every field's value in the loaded document. @returns {Map<string, Typed>} */
  loaded() {
    return new Map(this.fields.map((field) => [field.id, shownOf(field, this.base)]));
  }

  /**
   * Moves to another version of the document. What differs from `since` stays on top.
   * @param {string} base
   * @param {Map<string, Typed>} [since] default: the values now, so that nothing stays
   * @returns {string[]} typed texts that have no place in the new version
   */
  adopt(base, since = this.snapshot()) {
    const kept = [...this.snapshot()].filter(([id, value]) => since.get(id) !== value);
    this.base = new Reading(base);
    this.fields = fieldsOf(this.base);
    this.typed.clear();
    /** @type {string[]} */
    const homeless = [];
    for (const [id, value] of kept) {
      const field = this.fields.find((one) => one.id === id);
      if (field) this.type(field, value);
      else if (value) homeless.push(value);
    }
    return homeless;
  }
}
