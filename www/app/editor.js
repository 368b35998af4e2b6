// @ts-check
// One referral being edited: its draft, form, request, answer, and the save. Base and eTag move in two cases only: a save
// that the server confirmed, and an explicit choice of the user.

import { getReferral, isReferralError, putReferral } from "referral-editor";
import { createAnswerPanel, sentenceOfAnswer } from "./answer.js";
import { ask } from "./ask.js";
import { createConflictPanel } from "./conflict.js";
import { Draft } from "./draft.js";
import { fieldOfTarget } from "./fields.js";
import { Form } from "./form.js";
import { clock } from "./format.js";
import { createRequestPanel } from "./request.js";
import { createSaveBar } from "./save-bar.js";
import { getToken } from "./service.js";
import { isTextKey, say, sayCount } from "./texts.js";

/** @typedef {import("./answer.js").Answer} Answer */
/** @typedef {import("./draft.js").Typed} Typed */
/** @typedef {import("referral-editor").Outcome} Outcome */
/** @typedef {import("referral-editor").Progress} Progress */

const stillSavingAfter = 10_000;

export class Editor {
  #saving = false;

  /**
   * @param {string} json the document as loaded
   * @param {{ baseUrl: string, moved: (document: Record<string, unknown>) => void }} options
   */
  constructor(json, { baseUrl, moved }) {
    this.baseUrl = baseUrl;
    this.moved = moved;
    this.draft = new Draft(json);
    /** @type {Map<string, Typed>} the values of the last save's request */
    this.sent = this.draft.snapshot();
    /** The save under way stands on a version that somebody else made meanwhile. */
    this.merged = false;
    this.form = new Form(this.draft, { typed: () => this.#edited() });
    this.request = createRequestPanel(baseUrl);
    this.answer = createAnswerPanel();
    this.conflict = createConflictPanel({ keep: () => this.#keepMine(), load: () => this.#loadTheirs() });
    this.bar = createSaveBar({ save: () => this.save(), discard: () => this.#discard() });
    this.form.conflictPlace.append(this.conflict.element);
    this.form.element.append(this.bar.element);
    this.#edited();
  }

  get isDirty() {
    return this.draft.changed.length > 0;
  }

  #edited() {
    this.request.update(this.draft);
    this.conflict.refresh();
    guardLeaving(this.isDirty);
    this.bar.canDiscard(this.isDirty);
    if (!this.#saving) this.bar.say(() => this.#standing());
  }

  #standing() {
    if (this.conflict.outcome) return say("bar.conflict");
    const { length } = this.draft.changed;
    return length === 0 ? say("bar.clean") : sayCount("bar.dirty", length);
  }

  async save() {
    if (this.#saving) return;
    if (!this.isDirty) {
      this.bar.say(() => say("bar.nothing"));
      return;
    }
    if (!this.form.judge()) {
      this.bar.say(() => say("invalid.lead"));
      return;
    }
    this.#saving = true;
    this.bar.saving(true);
    const slow = setTimeout(() => this.bar.say(() => say("bar.still")), stillSavingAfter);
    this.sent = this.draft.snapshot();
    this.merged = false;
    const outcome = await this.#put();
    clearTimeout(slow);
    this.#saving = false;
    this.bar.saving(false);
    dispatchEvent(new Event("referral-saved"));
    this.#settle(outcome);
  }

  /** @returns {Promise<Answer["outcome"]>} */
  async #put() {
    try {
      return await putReferral(this.draft.text, {
        base: this.draft.base.text,
        baseUrl: this.baseUrl,
        getToken,
        onProgress: (progress) => this.#progress(progress),
      });
    } catch (error) {
      console.error(error);
      return { type: "threw", code: isReferralError(error) ? error.code : "unexpected" };
    }
  }

  /** @param {Progress} progress */
  #progress({ phase, retryAt }) {
    this.bar.countDown(phase === "waiting" ? retryAt : undefined);
    if (phase === "waiting" && retryAt) this.bar.say(() => say("progress.waiting", { time: clock(retryAt, true) }));
    if (phase === "sending") this.bar.say(() => say("bar.saving"));
    if (phase === "reading-back") this.bar.say(() => say("progress.readingBack"));
    if (phase === "rebasing") {
      this.merged = true;
      this.bar.say(() => say("progress.rebasing"));
    }
  }

  /** Shows how the save ended, and moves to the saved version if there is one. @param {Answer["outcome"]} outcome */
  #settle(outcome) {
    const since = this.draft.fields.some((field) => this.sent.get(field.id) !== this.draft.value(field));
    /** @type {Answer} */
    const answer = { outcome, at: Date.now(), homeless: [], since, merged: this.merged };
    if (outcome.type === "saved") {
      answer.homeless = this.draft.adopt(outcome.json, this.sent);
      this.#follow();
    }
    this.answer.show(answer, this.draft);
    this.bar.say(() => sentenceOfAnswer(answer, this.draft));
    if (outcome.type === "conflict") this.conflict.show(outcome, this.draft);
    if (outcome.type === "invalid") this.form.judge();
    if (outcome.type === "rejected") this.#refused(outcome.target);
  }

  /** @param {string | undefined} target */
  #refused(target) {
    const field = target === undefined ? undefined : fieldOfTarget(this.draft.fields, target);
    if (field) this.form.refuse(field);
  }

  /** The draft stands on another version: everything shows that one. */
  #follow() {
    this.conflict.hide();
    this.form.follow();
    this.#edited();
    this.moved(/** @type {Record<string, unknown>} */ (this.draft.base.root));
  }

  /** The form stands on the server's version, with every value on top that was typed here. Nothing is sent. */
  #keepMine() {
    const { outcome } = this.conflict;
    if (!outcome || this.#saving) return;
    const homeless = this.draft.adopt(outcome.current, this.draft.loaded());
    this.#follow();
    this.bar.say(() => [say("conflict.kept"), ...homeless.map((text) => say("saved.homeless", { text }))].join(" "));
    this.form.title.focus();
  }

  async #loadTheirs() {
    if (this.#saving || !(await this.#maySetAside("ask.load", "ask.loadDrop"))) return;
    try {
      const { json } = await getReferral(String(this.draft.base.at("/id")), { baseUrl: this.baseUrl, getToken });
      this.draft.adopt(json);
      this.#follow();
      this.form.title.focus();
    } catch (error) {
      this.bar.say(() => say(openProblem(error)));
    }
  }

  async #discard() {
    if (this.#saving || !(await this.#maySetAside("ask.discard", "ask.drop"))) return;
    this.draft.adopt(this.draft.base.text);
    this.#follow();
    this.form.title.focus();
  }

  /** @param {"ask.load" | "ask.discard"} question @param {"ask.loadDrop" | "ask.drop"} go */
  async #maySetAside(question, go) {
    const { length } = this.draft.changed;
    return length === 0 || ask(sayCount(question, length), { stay: say("ask.keep"), go: say(go) });
  }

  /** True when the page may turn to another referral. */
  async mayLeave() {
    if (this.#saving) return false;
    return !this.isDirty || ask(say("ask.leave"), { stay: say("ask.stay"), go: say("ask.go") });
  }

  close() {
    guardLeaving(false);
  }
}

/** Why a referral could not be read, as a text. @param {unknown} error @returns {import("./texts.js").TextKey} */
export function openProblem(error) {
  const key = `open.${isReferralError(error) ? error.code : "other"}`;
  return isTextKey(key) ? key : "open.other";
}

/** @param {BeforeUnloadEvent} event */
const holdBack = (event) => event.preventDefault();

/** The browser asks before the page is left, only while something is unsaved. @param {boolean} isDirty */
function guardLeaving(isDirty) {
  if (isDirty) addEventListener("beforeunload", holdBack);
  else removeEventListener("beforeunload", holdBack);
}
