// @ts-check
// The save of a session, from the button to the sentence that says how it ended; and what a conflict needs. Loaded with the
// first change.

import { merge, putReferral, stripLinks } from "referral-editor";
import english from "../locales/en/saving.js";
import { fold, isRetryable, sentenceOfAnswer, stateAfter, technical } from "./answer.js";
import { codeOf, refusals, tellDevelopers } from "./codes.js";
import { createConflictPanel } from "./conflict.js";
import { clock } from "./dates.js";
import { ask, review } from "./dialog.js";
import { h } from "./dom.js";
import { fieldOfTarget } from "./fields.js";
import { sentenceOf } from "./findings.js";
import { copyText } from "./json-view.js";
import css from "./saving-style.js";
import { changeTable } from "./values.js";

/** @typedef {import("./answer.js").Ended} Ended */
/** @typedef {import("./conflict.js").Conflicted} Conflicted */
/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {import("./form.js").Form} Form */
/** @typedef {import("referral-editor").Progress} Progress */

export { css, english };

const stillSavingAfter = 10_000;

/** What is waited for, by the status of the answer; 0 where there was none. @type {Record<number, string>} */
const troubles = { 0: "noAnswer", 423: "locked", 429: "busy", 503: "busy", 509: "busy" };
/** A PUT that is answered so was not carried out. */
const refusing = new Set([423, 429, 509]);

export class Saving {
  /** It is not to be waited for: the save begins anew. */
  #isAgain = false;
  /** The save under way stands on a version that somebody else made meanwhile. */
  #merged = false;
  /** Of the save under way. @type {Progress["phase"] | undefined} */
  #phase;
  /** The last that did not go well in it, as a part of the key of its text. */
  #trouble = "again";
  /** @type {ReturnType<typeof createConflictPanel> | undefined} */
  #conflict;
  /** The one that waits for a choice, and the draft that it came of. @type {import("./conflict.js").Open | undefined} */
  #open;

  /** @param {import("./session.js").Session} session */
  constructor(session) {
    this.session = session;
  }

  /** Works with another form. @param {Form} form */
  follow(form) {
    this.#conflict?.element.remove();
    this.#conflict = createConflictPanel(form.ui, {
      apply: (merged) => this.resolve(merged),
      close: () => this.#close(),
    });
    form.place.append(this.#conflict.element);
  }

  /** There is nothing to choose any more. */
  drop() {
    this.#open = undefined;
    this.#conflict?.hide();
    this.#conflict?.forget();
  }

  /** @param {import("referral-editor").Finding} finding */
  sentenceOf(finding) {
    const { form } = this.session;
    return form ? sentenceOf(finding, form.ui) : "";
  }

  /** All changes, in a dialog. True: they are to be saved. */
  async review() {
    const { draft, form } = this.session;
    if (!draft || !form) return false;
    const goes = await review(this.session.host.root, draft.changes, form.ui);
    this.session.bar?.focusSave();
    return goes;
  }

  /** @param {boolean} [isReviewed] @returns {Promise<Ended | null>} */
  async save(isReviewed = false) {
    const { draft, form, texts } = this.session;
    const options = this.session.host.options();
    if (!draft || !form || this.session.under || options.readonly) return null;
    if (this.session.isBlocked || this.session.state === "review") return null;
    draft.commit();
    if (!draft.isDirty) {
      this.session.say(() => texts.say("bar.nothing"));
      return null;
    }
    if (!form.judge()) {
      // The summary is read aloud.
      this.session.become("invalid");
      return null;
    }
    const isClosing = draft.now.at("/status") === "Closed" && draft.base.at("/status") !== "Closed";
    if (!isReviewed && (options.review === "always" || (options.review !== "never" && isClosing))) {
      const reviewed = draft.now.text;
      this.session.become("review");
      const goes = await this.review();
      this.session.become("dirty");
      // Only what was read is sent: it may have been discarded, or set from outside, meanwhile.
      if (!goes || this.session.draft !== draft || draft.now.text !== reviewed) return null;
    }
    if (
      !this.session.host.tell(
        "referral-before-save",
        { body: stripLinks(draft.now.text), changes: draft.changes },
        true,
      )
    )
      return null;
    return this.#send(draft, options);
  }

  /** @param {Draft} draft @param {ReturnType<import("./session.js").Host["options"]>} options @returns {Promise<Ended>} */
  async #send(draft, options) {
    const over = new AbortController();
    this.session.under = over;
    const { text: sent } = draft.now;
    this.#merged = false;
    this.#open = undefined;
    this.session.banner.show(undefined);
    this.#conflict?.hide();
    this.session.become("saving");
    this.session.bar?.saving(true);
    this.session.say(() => this.session.texts.say("bar.saving"));
    this.session.begins();
    const started = performance.now();
    const slow = setTimeout(() => this.session.say(() => this.session.texts.say("bar.still")), stillSavingAfter);
    /** @type {Ended} */
    let outcome;
    try {
      outcome = await putReferral(sent, {
        ...options.client,
        base: draft.base.text,
        ...(draft.etag !== null && { etag: draft.etag }),
        signal: over.signal,
        onProgress: (progress) => this.#progress(progress),
      });
    } catch (error) {
      outcome = { type: "threw", code: codeOf(error) };
      tellDevelopers("the save was refused", outcome.code);
    }
    clearTimeout(slow);
    this.session.under = undefined;
    this.session.bar?.saving(false);
    const code = "reason" in outcome ? outcome.reason : "code" in outcome ? outcome.code : undefined;
    const ms = performance.now() - started;
    this.session.host.tell("referral-telemetry", { name: "save", ms, outcome: outcome.type, ...(code && { code }) });
    const isAgain = this.#isAgain && "reason" in outcome && outcome.reason === "aborted";
    this.#isAgain = false;
    if (isAgain && this.session.draft === draft) return this.#send(draft, options);
    const step = options.stepSince(started);
    const told =
      step && outcome.type === "notSaved" && refusals.test(outcome.reason) ? { ...outcome, reason: "claims" } : outcome;
    if (this.session.draft === draft) this.#settle(told, sent, step);
    return outcome;
  }

  /** @param {Progress} progress */
  #progress({ phase, retryAt, status }) {
    if (!this.session.under) return;
    const { texts } = this.session;
    const isWaiting = phase === "waiting" && retryAt !== undefined;
    const isRead = this.#phase === "reading-back";
    const isRight = status !== undefined && status >= 200 && status < 300;
    if (phase === "sending") this.#trouble = "again";
    // A reading that went well leaves standing why there was one.
    else if (!isRight) this.#trouble = troubles[status ?? 0] ?? "again";
    const isKnown = isRead ? isRight : status !== undefined && refusing.has(status);
    this.#phase = phase;
    this.session.bar?.countDown(isWaiting ? retryAt : undefined, `progress.${this.#trouble}`);
    if (phase === "rebasing") this.#merged = true;
    this.session.become(isWaiting ? "waiting" : "saving");
    const stop = () => this.#press(() => this.session.under?.abort());
    const now = () => {
      this.#isAgain = true;
      stop();
    };
    const key = isKnown ? "progress.waiting" : "progress.checking";
    const text = () => texts.say(key, { time: clock(texts.locale, retryAt ?? 0, true) });
    this.session.banner.show(
      isWaiting
        ? {
            tone: "warn",
            text,
            actions: [
              { key: "progress.now", act: now },
              { key: "progress.cancel", act: stop },
            ],
          }
        : undefined,
    );
    if (isWaiting) this.session.say(text);
    else {
      const reading = status === undefined ? "progress.readingBack" : "progress.reading";
      const going = phase === "rebasing" ? "progress.rebasing" : "bar.saving";
      this.session.say(() => texts.say(phase === "reading-back" ? reading : going));
    }
  }

  /** Does what a button of the banner says, which goes with it: the focus stays by the save. @param {() => void} act */
  #press(act) {
    this.session.bar?.focusSave();
    act();
  }

  /** Shows how the save ended, and moves to the saved version if there is one. @param {Ended} outcome @param {string} sent @param {{ claims?: string }} [step] */
  #settle(outcome, sent, step) {
    const { draft, form, texts } = this.session;
    if (!draft || !form) return;
    const at = Date.now();
    const merged = this.#merged;
    const isTypedSince = draft.now.text !== sent;
    /** @type {string[]} */
    const homeless = [];
    if (outcome.type === "saved") {
      const { json, etag } = outcome;
      this.#conflict?.forget();
      this.session.state = "saved";
      this.session.adopt(() => homeless.push(...draft.adopt(json, etag, sent)));
    }
    this.session.become(stateAfter(outcome));
    const text = () => sentenceOfAnswer(outcome, at, merged, form.ui);
    const refused = outcome.type === "rejected" ? fieldOfTarget(draft.fields, outcome.target ?? "")?.id : undefined;
    // Where the summary is read aloud, this is not.
    this.session.say(outcome.type === "invalid" || refused ? () => "" : text);
    if (outcome.type === "invalid") return void form.judge({ findings: outcome.findings });
    const foreign = outcome.type === "conflict" ? outcome : this.#refusedByState(outcome, sent);
    if (foreign) return this.conflicted(foreign, sent);
    const isAuth = this.session.state === "auth";
    const changes = outcome.type === "saved" ? outcome.serverChanged : [];
    const again = { key: /** @type {const} */ ("open.retry"), act: () => this.#press(() => this.session.save()) };
    const { root, options } = this.session.host;
    const reload = options().id ? [{ key: again.key, act: () => this.session.loading.load() }] : [];
    const copy = { key: /** @type {const} */ ("copy.changes"), act: () => copyText(draft.now.text, form.ui) };
    this.session.banner.show({
      // With the next edit a good one goes; what has no place any more stays to be copied.
      tone:
        outcome.type === "saved" && homeless.length === 0
          ? "good"
          : /saved|unknown/.test(outcome.type)
            ? "warn"
            : "bad",
      text,
      signIn: isAuth,
      more: () => [
        ...homeless.map((one) => h("p", {}, texts.say("saved.homeless", { text: one }))),
        ...(outcome.type === "saved" && isTypedSince ? [h("p", {}, texts.say("saved.since"))] : []),
        ...(changes.length > 0 ? [fold("came", texts.say("saved.changed"), changeTable(changes, form.ui))] : []),
        technical(outcome, at, form.ui),
      ],
      actions: this.session.isBlocked ? [...reload, copy] : isRetryable(outcome) ? [again] : [],
    });
    // What had it is made anew, to be read only.
    /** @type {HTMLElement | null} */
    const first = root.querySelector(".banner > * > .buttons button");
    if (this.session.isBlocked && !root.activeElement) first?.focus();
    if (refused) form.judge({ refused });
    if (outcome.type === "saved")
      this.session.host.tell("referral-save", {
        value: outcome.json,
        etag: outcome.etag,
        serverChanged: outcome.serverChanged,
      });
    else this.#tellError(outcome, isAuth, step);
  }

  /** @param {Ended} outcome @param {boolean} isAuth @param {{ claims?: string }} [step] */
  #tellError(outcome, isAuth, step) {
    const code = "reason" in outcome ? outcome.reason : "code" in outcome ? outcome.code : outcome.type;
    const clientRequestId = "clientRequestId" in outcome ? outcome.clientRequestId : undefined;
    if (/^(network|not-sent)$/.test(code)) tellDevelopers("the save was not answered", "network");
    this.session.host.tell("referral-error", {
      code,
      status: "status" in outcome ? outcome.status : undefined,
      retryable: isRetryable(outcome),
      clientRequestId,
    });
    if (isAuth) this.session.host.tell("referral-auth-required", { code, ...step });
  }

  /** Refused because of what the server holds by now. @param {Ended} outcome @param {string} sent @returns {Conflicted | undefined} */
  #refusedByState(outcome, sent) {
    const { draft } = this.session;
    if (outcome.type !== "rejected" || outcome.current === undefined || !draft) return undefined;
    const etag = JSON.parse(outcome.current).eTag;
    if (etag === draft.base.at("/eTag")) return undefined;
    return {
      current: outcome.current,
      etag: typeof etag === "string" ? etag : null,
      ...merge(draft.base.text, sent, outcome.current),
    };
  }

  /** @param {Conflicted} conflicted @param {string} [mine] what was sent; what was typed since is no part of the choice */
  conflicted(conflicted, mine = this.session.draft?.now.text ?? "") {
    const { draft } = this.session;
    if (!draft) return;
    this.session.become("conflict");
    const { current: theirs, merged, conflicts } = conflicted;
    this.#open = { ...conflicted, mine };
    this.session.isOutdated ||= theirs !== draft.base.text;
    /** @param {unknown} text the referral as the host's own way of choosing made it */
    const resolve = (text = merged) => this.resolve(String(text));
    const detail = { base: draft.base.text, mine, theirs, conflicts, merged, resolve };
    if (this.session.host.tell("referral-conflict", detail, true)) this.#conflict?.show(this.#open);
  }

  /** The choice is made: base and eTag become the server's, the draft what was chosen, and it is saved. @param {string} chosen */
  async resolve(chosen) {
    const { draft } = this.session;
    if (!draft || !this.#open || this.session.under) return null;
    const { current, etag, mine, merged } = this.#open;
    const { text } = draft.now;
    // The newest words count: what was typed since comes before the choice; what was taken back since is the server's.
    const now = text === mine ? chosen : merge(merged, merge(draft.base.text, text, current).merged, chosen).merged;
    this.#open = undefined;
    this.#conflict?.hide();
    this.session.state = "dirty";
    this.session.adopt(() => draft.moveTo(current, etag, now));
    if (draft.isDirty) return this.save();
    this.session.become("idle");
    return null;
  }

  #close() {
    this.#conflict?.hide();
    this.session.say(() => this.session.standing());
    this.session.bar?.focusSave();
  }

  async askDiscard() {
    const { draft, form, texts } = this.session;
    if (!draft || this.session.under) return;
    const answers = { stay: texts.say("ask.keep"), go: texts.say("ask.drop") };
    if (!(await ask(this.session.host.root, texts.count("ask.discard", draft.count), answers))) return;
    this.session.discard();
    form?.header.title.focus();
  }

  /** Whether to leave although something is not saved. */
  askLeave() {
    const { host, texts } = this.session;
    return ask(host.root, texts.say("ask.leave"), { stay: texts.say("ask.stay"), go: texts.say("ask.go") });
  }
}
