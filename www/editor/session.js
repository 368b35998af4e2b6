// @ts-check
// One referral being edited: its draft, form and messages, loading and saving. Base and eTag move in two cases only: a save
// that the server confirmed, and a finished choice in a conflict.

import { validate } from "referral-editor";
import { createBanner } from "./banner.js";
import { notLoaded } from "./codes.js";
import { h, wear } from "./dom.js";
import { Loading } from "./loading.js";
import { createSkeleton } from "./skeleton.js";
import { Texts } from "./texts.js";

/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {import("./form.js").Form} Form */
/** @typedef {import("./saving.js").Saving} Saving */

/**
 * What the element tells its session.
 * @typedef {object} Host
 * @property {ShadowRoot} root
 * @property {() => { id: string, readonly: boolean, level: number, review: string, json: boolean, draft: string | undefined, stepSince: (time: number) => { claims?: string } | undefined, client: import("referral-editor").ClientOptions, wasmUrl: string }} options
 *   `stepSince`: the step of signing in that was asked for since then
 * @property {(name: string, detail: Record<string, unknown>, cancelable?: boolean) => boolean} tell false: the host prevented the default
 * @property {(id: string) => void} stay with this referral after all
 * @property {() => void} changed state, draft or errors may be others
 */

export class Session {
  texts = new Texts();
  state = "idle";
  /** @type {Draft | undefined} */
  draft;
  /** @type {Form | undefined} */
  form;
  /** @type {ReturnType<typeof import("./save-bar.js").createSaveBar> | undefined} */
  bar;
  /** The server was seen to hold another version than the one that is edited. */
  isOutdated = false;
  /** Ends the save that is under way. @type {AbortController | undefined} */
  under;
  /** @type {typeof import("./editing.js") | undefined} */
  #parts;
  /** @type {Promise<void> | undefined} */
  #partsCome;
  /** @type {Saving | undefined} */
  #saver;
  /** @type {Promise<Saving> | undefined} */
  #saverComes;

  /** @param {Host} host */
  constructor(host) {
    this.host = host;
    this.banner = createBanner(this.texts);
    /** The one line that is read aloud. */
    this.status = h("p", { class: "status-line", role: "status" });
    this.loading = new Loading(this);
    this.skeleton = createSkeleton(this.texts, () => this.loading.load());
    this.host.root.append(this.banner.element, this.skeleton.element, this.status);
    this.texts.hold();
  }

  /** What a referral is shown with is there; where it does not come, that is thrown. */
  parts() {
    this.#partsCome ??= import("./editing.js").then(
      async (parts) => {
        await this.texts.learn(parts.english);
        wear(this.host.root, parts.css);
        this.bar = parts.createSaveBar(this.texts, {
          save: () => this.save(),
          discard: async () => (await this.saver())?.askDiscard(),
          review: async () => {
            const saver = await this.saver();
            if (await saver?.review()) saver?.save(true);
          },
          undo: () => this.undo(false),
          redo: () => this.undo(true),
        });
        this.texts.hold();
        this.#parts = parts;
      },
      () => {
        this.#partsCome = undefined;
        throw notLoaded;
      },
    );
    return this.#partsCome;
  }

  /** @param {() => string} text */
  say(text) {
    this.texts.speak(this.status, text);
  }

  /** What stands in the way of a save. @returns {import("referral-editor").Finding[]} */
  get errors() {
    const { draft } = this;
    if (!draft) return [];
    const typed = draft.problems.map(({ field, problem }) => ({
      path: field.paths[0] ?? "",
      code: /** @type {const} */ ("type"),
      severity: /** @type {const} */ ("error"),
      message: this.texts.say(problem),
    }));
    const { findings } = validate(draft.now.text, { base: draft.base.text });
    return [...typed, ...findings.filter(({ severity }) => severity === "error")];
  }

  /** @param {string} state */
  become(state) {
    const wasBlocked = this.isBlocked;
    this.state = state;
    if (wasBlocked !== this.isBlocked) this.build();
    this.host.changed();
  }

  /** The service refused the save, and would refuse it again: what was typed is there to be read and copied. */
  get isBlocked() {
    return this.state === "blocked";
  }

  /** @type {Awaited<ReturnType<typeof import("./keep.js").keep>>} */
  #keeper;

  /** Begins to keep what is typed, if that is wanted. */
  async keep() {
    const { draft } = this;
    const { draft: user } = this.host.options();
    this.#keeper?.end();
    this.#keeper = undefined;
    if (user === undefined || !draft) return;
    const { keep } = await import("./keep.js");
    const keeper = await keep(this, user);
    if (this.draft !== draft) keeper?.end();
    else this.#keeper = keeper;
    this.#keeper?.write(false);
  }

  /** A save begins: should the tab go meanwhile, it has to be asked what became of it. */
  begins() {
    this.#keeper?.write(true);
  }

  /** A document from the service, or from the host. False: it is none. @param {string} json @param {string | null} etag */
  open(json, etag) {
    if (!this.#parts) return false;
    const broken = validate(json).findings.find(({ code }) =>
      /^(syntax|not-a-referral|too-deep|too-large)$/.test(code),
    );
    if (broken?.severity === "error") {
      const text = () => this.texts.say("open.broken");
      this.banner.show({ tone: "bad", text });
      this.say(text);
      this.become("failed");
      this.host.tell("referral-error", { code: broken.code, retryable: false });
      return false;
    }
    this.close();
    this.draft = new this.#parts.Draft(json, etag, () => this.texts.locale);
    this.build();
    this.become("idle");
    this.keep();
    return true;
  }

  /** The form anew, as after a switch to reading only: the draft holds all that was typed. */
  build() {
    const { draft, bar } = this;
    if (!draft || !bar || !this.#parts) return;
    const { readonly: isAsked, level, json } = this.host.options();
    const readonly = isAsked || this.isBlocked;
    this.form?.element.remove();
    this.form?.loadedNotes.remove();
    this.form?.sections.nav.remove();
    const say = (/** @type {() => string} */ text) => this.say(text);
    const sentence = (/** @type {import("referral-editor").Finding} */ finding) => {
      if (!this.#saver) this.saver();
      return this.#saver?.sentenceOf(finding) ?? "";
    };
    const ui = { texts: this.texts, draft, readonly, level, say, sentence };
    this.form = new this.#parts.Form(ui, { edited: () => this.edited(), committed: () => bar.update(draft) });
    this.form.place.prepend(this.banner.element);
    this.#saver?.follow(this.form);
    this.form.json.element.hidden = !json;
    if (!readonly) {
      setTimeout(() => this.saver());
      bar.element.firstElementChild?.prepend(this.status);
      bar.element.firstElementChild?.append(this.form.loadedNotes);
      this.form.element.append(bar.element);
    } else this.host.root.append(this.status);
    this.host.root.prepend(this.form.sections.nav, this.form.element);
    this.edited(false);
  }

  /** Nothing is shown. */
  close() {
    this.under?.abort();
    this.#saver?.drop();
    this.isOutdated = false;
    this.#keeper?.end();
    this.#keeper = undefined;
    this.draft = undefined;
    this.host.root.prepend(this.banner.element, this.status);
    this.form?.element.remove();
    this.form?.loadedNotes.remove();
    this.form?.sections.nav.remove();
    this.form = undefined;
    this.banner.show(undefined);
    this.become("idle");
  }

  /** The form shows the draft, which came from elsewhere. */
  follow() {
    if (this.isBlocked) this.become("idle");
    this.banner.edited();
    this.form?.write();
    this.form?.tell();
    this.form?.json.write();
    this.edited(false);
  }

  /** @param {boolean} [tell] */
  edited(tell = true) {
    const { draft } = this;
    if (!draft) return;
    this.bar?.update(draft);
    if (draft.isDirty && !this.#saver) this.saver();
    this.#keeper?.write(false);
    if (!this.under && !this.isBlocked && this.state !== "review") {
      if (this.state !== "conflict") this.state = draft.isDirty ? "dirty" : "idle";
      this.say(() => this.standing());
    }
    this.host.changed();
    this.#mayGo = false;
    if (!tell) return;
    this.banner.edited();
    this.host.tell("referral-change", { value: draft.now.text, dirty: draft.isDirty, changes: draft.changes });
  }

  standing() {
    const { count = 0, isDirty } = this.draft ?? {};
    if (this.state === "conflict" && isDirty) return this.texts.say("bar.conflict");
    return isDirty ? this.texts.count("bar.dirty", count) : this.texts.say("bar.clean");
  }

  /** The draft moves: to another version, or back. @param {() => void} move @param {boolean} [tell] */
  adopt(move, tell) {
    this.isOutdated = false;
    move();
    this.form?.follow();
    this.edited(tell);
  }

  /** @param {boolean} redo @param {boolean} [tell] */
  undo(redo, tell) {
    if (!this.draft?.undo(redo)) return;
    this.follow();
    this.edited(tell);
  }

  /**
   * What is needed from the first change on: the save, its questions and its sentences. It is loaded once the form is there to be
   * read, so that it is at hand where the connection goes.
   * @returns {Promise<Saving | undefined>}
   */
  async saver() {
    this.#saverComes ??= Promise.all([import("./saving.js"), this.parts()]).then(async ([{ Saving, english, css }]) => {
      await this.texts.learn(english);
      wear(this.host.root, css);
      return new Saving(this);
    });
    try {
      const saver = await this.#saverComes;
      if (!this.#saver) {
        this.#saver = saver;
        if (this.form) saver.follow(this.form);
        this.form?.retell();
        this.host.changed();
      }
      return saver;
    } catch {
      this.#saverComes = undefined;
      this.say(() => this.texts.say(navigator.onLine ? "open.load-failed" : "open.offline"));
      return undefined;
    }
  }

  async save() {
    const saver = await this.saver();
    if (saver) return saver.save();
    const text = () => this.texts.say(navigator.onLine ? "open.load-failed" : "open.offline");
    this.banner.show({ tone: "bad", text, actions: [{ key: "open.retry", act: () => this.save() }] });
    return null;
  }

  /** @param {boolean} [tell] */
  discard(tell) {
    const { draft } = this;
    if (!draft || this.under) return;
    this.host.root.querySelector("dialog")?.close();
    this.#saver?.drop();
    this.become("idle");
    draft.pending.clear();
    this.banner.show(undefined);
    const { isOutdated } = this;
    this.adopt(() => draft.adopt(draft.base.text, draft.etag), tell);
    if (isOutdated) this.loading.load();
  }

  /** True when the host may turn to something else. */
  mayLeave() {
    this.#asks ??= this.#askLeave().finally(() => {
      this.#asks = undefined;
    });
    return this.#asks;
  }

  /** The question that is open. @type {Promise<boolean> | undefined} */
  #asks;

  async #askLeave() {
    if (this.under) return false;
    this.#mayGo = !this.draft?.isDirty || ((await (await this.saver())?.askLeave()) ?? false);
    return this.#mayGo;
  }

  /** Somebody said so, and has changed nothing since. */
  #mayGo = false;

  /** The host names another referral. What is not saved is not dropped unasked. */
  async turn() {
    const { draft } = this;
    const old = draft?.base.textAt("/id");
    const isOther = draft !== undefined && old !== this.host.options().id;
    if (isOther && (this.under || draft.isDirty) && !this.#mayGo && !(await this.mayLeave())) {
      if (old) this.host.stay(old);
      return;
    }
    this.loading.load();
  }
}
