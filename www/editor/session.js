// @ts-check
// One referral being edited: its draft, form and messages, loading and saving. Base and eTag move in two cases only: a save
// that the server confirmed, and a finished choice in a conflict.

import init, { getReferral, isReferralError, merge, putReferral, stripLinks, validate } from "referral-editor";
import { factsOf, sentenceOfAnswer, sentenceOfLoad, stateAfter } from "./answer.js";
import { createBanner } from "./banner.js";
import { createConflictPanel } from "./conflict.js";
import { clock } from "./dates.js";
import { ask, review } from "./dialog.js";
import { Draft } from "./draft.js";
import { fieldOfTarget } from "./fields.js";
import { sentenceOf } from "./findings.js";
import { Form } from "./form.js";
import { copyText } from "./json-view.js";
import { createSaveBar } from "./save-bar.js";
import { createSkeleton } from "./skeleton.js";
import { Texts } from "./texts.js";

/** @typedef {import("./answer.js").Ended} Ended */
/** @typedef {import("./conflict.js").Conflicted} Conflicted */
/** @typedef {import("referral-editor").Progress} Progress */

/**
 * What the element tells its session.
 * @typedef {object} Host
 * @property {ShadowRoot} root
 * @property {() => { id: string, readonly: boolean, level: number, review: string, json: boolean, client: import("referral-editor").ClientOptions, wasmUrl: string }} options
 * @property {(name: string, detail: Record<string, unknown>, cancelable?: boolean) => boolean} tell false: the host prevented the default
 * @property {() => void} changed state, draft or errors may be others
 */

const stillSavingAfter = 10_000;

export class Session {
  texts = new Texts();
  state = "idle";
  /** @type {Draft | undefined} */
  draft;
  /** @type {Form | undefined} */
  form;
  /** @type {AbortController | undefined} */
  #saving;
  #loads = 0;
  /** The save under way stands on a version that somebody else made meanwhile. */
  #merged = false;
  #conflict = /** @type {ReturnType<typeof createConflictPanel> | undefined} */ (undefined);

  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    this.banner = createBanner({ texts: this.texts, say: (text) => this.say(text) });
    this.bar = createSaveBar(this.texts, {
      save: () => this.save(),
      discard: () => this.askDiscard(),
      review: async () => (await this.#review()) && this.save(true),
      undo: () => this.undo(),
      redo: () => this.undo(true),
    });
    this.skeleton = createSkeleton(this.texts, () => this.load());
    this.host.root.append(this.banner.element, this.skeleton.element, this.bar.status);
  }

  /** @param {() => string} text */
  say(text) {
    this.texts.speak(this.bar.status, text);
  }

  /** @param {string} state */
  #become(state) {
    this.state = state;
    this.host.changed();
  }

  /** The module, and the language. @param {string} lang */
  async start(lang) {
    const { wasmUrl } = this.host.options();
    await Promise.all([init(wasmUrl || undefined), this.texts.use(lang)]);
  }

  /** Reads the referral. What is typed stays, and with it the version that it stands on. */
  async load() {
    const { id, client } = this.host.options();
    this.#loads += 1;
    const mine = this.#loads;
    if (!id) return this.draft || this.banner.show({ tone: "plain", text: () => this.texts.say("open.none") });
    const started = performance.now();
    const isNew = !this.draft || this.draft.base.at("/id") !== id;
    if (isNew) {
      this.#drop();
      this.#become("loading");
      this.skeleton.show();
    }
    let code = "ok";
    try {
      await this.host.options; // The attributes of one task are read together.
      const { json, etag } = await this.started.then(() => getReferral(id, client));
      if (mine !== this.#loads) return;
      this.#loaded(json, etag);
    } catch (error) {
      if (mine !== this.#loads) return;
      code = isReferralError(error) ? error.code : "other";
      this.#notLoaded(code, error, isNew);
    }
    this.host.tell("referral-telemetry", {
      name: "load",
      ms: performance.now() - started,
      outcome: code === "ok" ? "loaded" : "error",
      code,
    });
  }

  /** @type {Promise<void>} */
  started = Promise.resolve();

  /** @param {string} json @param {string | null} etag */
  #loaded(json, etag) {
    this.skeleton.hide();
    const { draft } = this;
    if (draft?.isDirty) {
      if (draft.etag !== etag) {
        this.banner.show({ tone: "warn", text: () => this.texts.say("newer") }, this.form?.ui);
        this.say(() => this.texts.say("newer"));
      }
      return;
    }
    if (draft) {
      if (draft.etag !== etag || draft.base.text !== json) this.#adopt(() => draft.adopt(json, etag));
    } else if (!this.open(json, etag)) return;
    this.banner.show(undefined);
    this.#become("idle");
    this.host.tell("referral-load", { value: json, etag });
  }

  /** @param {string} code @param {unknown} error @param {boolean} isNew */
  #notLoaded(code, error, isNew) {
    this.skeleton.hide();
    // The console names the cause for developers; the editor says what a person can do.
    console.error(error);
    const isAuth = code === "unauthenticated" || code === "no-token";
    if (isNew) this.#become(isAuth ? "auth" : code === "offline" ? "offline" : "failed");
    const text = () => sentenceOfLoad(code, this.texts);
    this.banner.show({
      tone: "bad",
      text,
      signIn: isAuth,
      actions: code === "csp-blocked" ? [] : [{ key: "open.retry", act: () => this.load() }],
    });
    this.say(text);
    this.host.tell("referral-error", { code, retryable: !/^(forbidden|gone|csp-blocked|argument|url)$/.test(code) });
    if (isAuth) this.host.tell("referral-auth-required", { code });
  }

  /** A document from the service, or from the host. False: it is none. @param {string} json @param {string | null} etag */
  open(json, etag) {
    const broken = validate(json).findings.find(({ code }) =>
      /^(syntax|not-a-referral|too-deep|too-large)$/.test(code),
    );
    if (broken?.severity === "error") {
      const text = () =>
        sentenceOf(
          broken,
          /** @type {import("./form.js").Ui} */ ({
            draft: { fields: /** @type {unknown[]} */ ([]) },
            texts: this.texts,
          }),
        );
      this.banner.show({ tone: "bad", text });
      this.say(text);
      this.#become("failed");
      this.host.tell("referral-error", { code: broken.code, retryable: false });
      return false;
    }
    this.#drop();
    this.draft = new Draft(json, etag, () => this.texts.locale);
    this.build();
    this.#become("idle");
    return true;
  }

  /** The form anew, as after a switch to reading only: the draft holds all that was typed. */
  build() {
    const { draft } = this;
    if (!draft) return;
    const { readonly, level, json } = this.host.options();
    this.form?.element.remove();
    this.form?.sections.nav.remove();
    const ui = { texts: this.texts, draft, readonly, level, say: (/** @type {() => string} */ text) => this.say(text) };
    this.form = new Form(ui, { edited: () => this.#edited() });
    this.#conflict = createConflictPanel(this.form.ui, {
      apply: (merged) => this.resolve(merged),
      close: () => this.#closeConflict(),
    });
    this.form.place.append(this.banner.element, this.#conflict.element);
    this.form.json.element.hidden = !json;
    if (!readonly) {
      this.bar.element.firstElementChild?.prepend(this.bar.status);
      this.form.element.append(this.bar.element);
    } else this.host.root.append(this.bar.status);
    this.host.root.prepend(this.form.sections.nav, this.form.element);
    this.#edited(false);
  }

  #drop() {
    this.#saving?.abort();
    this.draft = undefined;
    this.host.root.prepend(this.banner.element, this.bar.status);
    this.form?.element.remove();
    this.form?.sections.nav.remove();
    this.form = undefined;
    this.banner.show(undefined);
  }

  /** @param {boolean} [tell] */
  #edited(tell = true) {
    const { draft } = this;
    if (!draft) return;
    this.bar.update(draft);
    if (!this.#saving && this.state !== "review") {
      if (this.state !== "conflict") this.state = draft.isDirty ? "dirty" : "idle";
      this.say(() => this.#standing());
    }
    this.host.changed();
    if (tell)
      this.host.tell("referral-change", { value: draft.now.text, dirty: draft.isDirty, changes: draft.changes });
  }

  #standing() {
    const { count = 0, isDirty } = this.draft ?? {};
    if (this.state === "conflict" && isDirty) return this.texts.say("bar.conflict");
    return isDirty ? this.texts.count("bar.dirty", count) : this.texts.say("bar.clean");
  }

  /** The draft moves: to another version, or back. @param {() => void} move */
  #adopt(move) {
    move();
    this.form?.follow();
    this.#edited();
  }

  /** @param {boolean} [redo] */
  undo(redo = false) {
    if (!this.draft?.undo(redo)) return;
    this.form?.write();
    this.form?.tell();
    this.form?.json.write();
    this.#edited();
  }

  /** All changes, in a dialog. True: they are to be saved. */
  async #review() {
    const { draft, form } = this;
    if (!draft || !form) return false;
    const goes = await review(this.host.root, draft.changes, form.ui);
    this.bar.focusSave();
    return goes;
  }

  /** @param {boolean} [isReviewed] @returns {Promise<Ended | undefined>} */
  async save(isReviewed = false) {
    const { draft, form, texts } = this;
    const options = this.host.options();
    if (!draft || !form || this.#saving || options.readonly || this.state === "review") return undefined;
    draft.commit();
    if (!draft.isDirty) {
      this.say(() => texts.say("bar.nothing"));
      return undefined;
    }
    if (!form.judge()) {
      this.#become("invalid");
      this.say(() => texts.say("invalid.lead"));
      return undefined;
    }
    const isClosing = draft.now.at("/status") === "Closed" && draft.base.at("/status") !== "Closed";
    if (!isReviewed && (options.review === "always" || (options.review !== "never" && isClosing))) {
      this.#become("review");
      const goes = await this.#review();
      this.#become("dirty");
      if (!goes) return undefined;
    }
    if (!this.host.tell("referral-before-save", { body: stripLinks(draft.now.text), changes: draft.changes }, true))
      return undefined;
    return this.#send(draft, options.client);
  }

  /** @param {Draft} draft @param {import("referral-editor").ClientOptions} client */
  async #send(draft, client) {
    const over = new AbortController();
    this.#saving = over;
    const { text: sent } = draft.now;
    this.#merged = false;
    this.banner.show(undefined);
    this.#conflict?.hide();
    this.#become("saving");
    this.bar.saving(true);
    this.say(() => this.texts.say("bar.saving"));
    const started = performance.now();
    const slow = setTimeout(() => this.say(() => this.texts.say("bar.still")), stillSavingAfter);
    /** @type {Ended} */
    let outcome;
    try {
      outcome = await putReferral(sent, {
        ...client,
        base: draft.base.text,
        ...(draft.etag !== null && { etag: draft.etag }),
        signal: over.signal,
        onProgress: (progress) => this.#progress(progress),
      });
    } catch (error) {
      console.error(error);
      outcome = { type: "threw", code: isReferralError(error) ? error.code : "unexpected" };
    }
    clearTimeout(slow);
    this.#saving = undefined;
    this.bar.saving(false);
    const code = "reason" in outcome ? outcome.reason : "code" in outcome ? outcome.code : undefined;
    this.host.tell("referral-telemetry", {
      name: "save",
      ms: performance.now() - started,
      outcome: outcome.type,
      code,
    });
    if (this.draft === draft) this.#settle(outcome, sent);
    return outcome;
  }

  /** @param {Progress} progress */
  #progress({ phase, retryAt }) {
    if (!this.#saving) return;
    const { texts } = this;
    const isWaiting = phase === "waiting" && retryAt !== undefined;
    this.bar.countDown(isWaiting ? retryAt : undefined);
    if (phase === "rebasing") this.#merged = true;
    this.#become(isWaiting ? "waiting" : "saving");
    const stop = () => this.#saving?.abort();
    const text = () => texts.say("progress.waiting", { time: clock(texts.locale, retryAt ?? 0, true) });
    this.banner.show(isWaiting ? { tone: "warn", text, actions: [{ key: "progress.cancel", act: stop }] } : undefined);
    if (isWaiting) this.say(text);
    else
      this.say(() =>
        texts.say(
          phase === "reading-back" ? "progress.readingBack" : phase === "rebasing" ? "progress.rebasing" : "bar.saving",
        ),
      );
  }

  /** Shows how the save ended, and moves to the saved version if there is one. @param {Ended} outcome @param {string} sent */
  #settle(outcome, sent) {
    const { draft, form, texts } = this;
    if (!draft || !form) return;
    const at = Date.now();
    const merged = this.#merged;
    const isTypedSince = draft.now.text !== sent;
    /** @type {(() => string)[]} */
    const more = [];
    if (outcome.type === "saved") {
      const { json, etag } = outcome;
      this.#conflict?.forget();
      this.state = "saved";
      this.#adopt(() => {
        const homeless = draft.adopt(json, etag, sent);
        more.push(...homeless.map((text) => () => texts.say("saved.homeless", { text })));
      });
      if (isTypedSince) more.push(() => texts.say("saved.since"));
    }
    this.#become(stateAfter(outcome));
    const text = () => sentenceOfAnswer(outcome, at, merged, form.ui);
    this.say(text);
    if (outcome.type === "invalid") return void form.judge();
    const foreign = outcome.type === "conflict" ? outcome : this.#refusedByState(outcome);
    if (foreign) return this.#conflicted(foreign);
    const isAuth = this.state === "auth";
    this.banner.show(
      {
        tone: outcome.type === "saved" ? "good" : outcome.type === "unknown" ? "warn" : "bad",
        text,
        more,
        signIn: isAuth,
        changes: outcome.type === "saved" ? outcome.serverChanged : [],
        facts: factsOf(outcome, at),
        actions:
          this.state === "blocked" ? [{ key: "copy.changes", act: () => copyText(draft.now.text, form.ui) }] : [],
      },
      form.ui,
    );
    if (outcome.type === "rejected") {
      const field = fieldOfTarget(draft.fields, outcome.target ?? "");
      if (field) form.refuse(field.id);
    }
    if (outcome.type === "saved")
      this.host.tell("referral-save", {
        value: outcome.json,
        etag: outcome.etag,
        serverChanged: outcome.serverChanged,
      });
    else this.#tellError(outcome, isAuth);
  }

  /** @param {Ended} outcome @param {boolean} isAuth */
  #tellError(outcome, isAuth) {
    const { type } = outcome;
    const code = "reason" in outcome ? outcome.reason : "code" in outcome ? outcome.code : type;
    const clientRequestId = "clientRequestId" in outcome ? outcome.clientRequestId : undefined;
    const retryable = type === "unknown" || (type === "notSaved" && this.state !== "blocked");
    this.host.tell("referral-error", {
      code,
      status: "status" in outcome ? outcome.status : undefined,
      retryable,
      clientRequestId,
    });
    if (isAuth) this.host.tell("referral-auth-required", { code });
  }

  /** Refused because of what the server holds by now. @param {Ended} outcome @returns {Conflicted | undefined} */
  #refusedByState(outcome) {
    const { draft } = this;
    if (outcome.type !== "rejected" || outcome.current === undefined || !draft) return undefined;
    const etag = JSON.parse(outcome.current).eTag;
    if (etag === draft.base.at("/eTag")) return undefined;
    return {
      current: outcome.current,
      etag: typeof etag === "string" ? etag : null,
      ...merge(draft.base.text, draft.now.text, outcome.current),
    };
  }

  /** @param {Conflicted} conflicted */
  #conflicted(conflicted) {
    const { draft } = this;
    if (!draft) return;
    this.#become("conflict");
    const { current, etag, merged } = conflicted;
    this.#theirs = { current, etag };
    /** @param {unknown} text the referral as the host's own way of choosing made it */
    const resolve = (text = merged) => this.resolve(String(text));
    const detail = {
      base: draft.base.text,
      mine: draft.now.text,
      theirs: current,
      conflicts: conflicted.conflicts,
      merged,
      resolve,
    };
    if (this.host.tell("referral-conflict", detail, true)) this.#conflict?.show(conflicted);
  }

  /** @type {{ current: string, etag: string | null } | undefined} */
  #theirs;

  /** The choice is made: base and eTag become the server's, the draft what was chosen, and it is saved. @param {string} merged */
  async resolve(merged) {
    const { draft } = this;
    const theirs = this.#theirs;
    if (!draft || !theirs || this.#saving) return undefined;
    this.#theirs = undefined;
    this.#conflict?.hide();
    this.state = "dirty";
    this.#adopt(() => draft.moveTo(theirs.current, theirs.etag, merged));
    if (draft.isDirty) return this.save();
    this.#become("idle");
    return undefined;
  }

  #closeConflict() {
    this.#conflict?.hide();
    this.say(() => this.#standing());
    this.bar.focusSave();
  }

  discard() {
    const { draft } = this;
    if (!draft || this.#saving) return;
    this.#conflict?.hide();
    this.state = "idle";
    draft.pending.clear();
    this.banner.show(undefined);
    this.#adopt(() => draft.adopt(draft.base.text, draft.etag));
  }

  async askDiscard() {
    const { draft, texts } = this;
    if (!draft || this.#saving) return;
    const answers = { stay: texts.say("ask.keep"), go: texts.say("ask.drop") };
    if (await ask(this.host.root, texts.count("ask.discard", draft.count), answers)) {
      this.discard();
      this.form?.header.title.focus();
    }
  }

  /** True when the host may turn to something else. */
  async mayLeave() {
    if (this.#saving) return false;
    const { texts } = this;
    return (
      !this.draft?.isDirty ||
      ask(this.host.root, texts.say("ask.leave"), { stay: texts.say("ask.stay"), go: texts.say("ask.go") })
    );
  }
}
