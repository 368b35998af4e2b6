// @ts-check
// How a session gets its referral: the module, the language, the reading, and what is said where one of them fails.

import init, { getReferral } from "referral-editor";
import { codeOf, refusals, tellDevelopers } from "./codes.js";
import { isTextKey } from "./texts.js";

const refreshAfter = 60_000;

export class Loading {
  #loads = 0;
  #readAt = 0;
  #isBroken = false;

  /** @param {import("./session.js").Session} session */
  constructor(session) {
    this.session = session;
  }

  /** The module, what a referral is shown with, and the language. @param {string} lang */
  start(lang) {
    this.#spoken = this.speak(lang);
    this.#begin();
  }

  #begin() {
    const { wasmUrl } = this.session.host.options();
    this.#started = Promise.all([init(wasmUrl || undefined), this.session.parts()]);
    // Told where it is waited for.
    this.#started.catch(() => {});
  }

  /** @type {import("./banner.js").Message} */
  #newer = { tone: "warn", text: () => this.session.texts.say("open.newer") };
  #spoken = Promise.resolve();
  /** @type {Promise<unknown>} */
  #started = Promise.resolve();

  /** @param {string} lang */
  async speak(lang) {
    await this.session.texts.use(lang);
    this.session.host.changed();
  }

  /** Whether everything is there to show a referral; where it is not, that is told. @param {() => void} again what was to be done with it */
  async ready(again) {
    try {
      if (this.#isBroken) this.#begin();
      await this.#started;
      this.#isBroken = false;
      await this.#spoken;
      return true;
    } catch (error) {
      await this.#notLoaded(error, true, undefined, again);
      return false;
    }
  }

  /** Reads the referral. What is typed stays, and with it the version that it stands on. */
  async load() {
    this.#loads += 1;
    const mine = this.#loads;
    // Attributes are set one by one, and what the page has to say may stand below the element.
    await pageIsRead();
    const { id } = this.session.host.options();
    if (mine !== this.#loads) return;
    if (!id) {
      await this.#spoken;
      if (!this.session.draft)
        this.session.banner.show({ tone: "plain", text: () => this.session.texts.say("open.none") });
      return;
    }
    const started = performance.now();
    const isNew = !this.session.draft || this.session.draft.base.at("/id") !== id;
    if (isNew) {
      this.session.close();
      this.session.become("loading");
      this.session.skeleton.show();
    }
    /** @type {string | undefined} */
    let code;
    let options = this.session.host.options();
    try {
      if (this.#isBroken) this.#begin();
      await this.#started;
      this.#isBroken = false;
      options = this.session.host.options();
      const { json, etag } = await getReferral(id, options.client);
      await this.#spoken;
      if (mine === this.#loads) this.#loaded(json, etag);
    } catch (error) {
      code = codeOf(error);
      if (mine === this.#loads) await this.#notLoaded(error, isNew, options.stepSince(started));
    }
    if (mine !== this.#loads) return;
    this.#readAt = Date.now();
    const ms = performance.now() - started;
    this.session.host.tell("referral-telemetry", {
      name: "load",
      ms,
      outcome: code ? "error" : "loaded",
      ...(code && { code }),
    });
  }

  /** Looks whether the server has another version by now, not more often than once a minute. */
  refresh() {
    if (
      this.session.draft &&
      !this.session.under &&
      Date.now() - this.#readAt > refreshAfter &&
      this.session.host.options().id
    )
      this.load();
  }

  /** @param {string} json @param {string | null} etag */
  #loaded(json, etag) {
    this.session.skeleton.hide();
    const { draft } = this.session;
    if (draft?.isDirty) {
      if (this.session.isBlocked) {
        this.session.banner.show(undefined);
        this.session.become("dirty");
      }
      if (draft.etag !== etag) {
        this.session.isOutdated = true;
        this.session.banner.show(this.#newer);
        this.session.say(this.#newer.text);
      }
      return;
    }
    if (draft) {
      if (draft.etag !== etag || draft.base.text !== json) this.session.adopt(() => draft.adopt(json, etag));
    } else if (!this.session.open(json, etag)) return;
    this.session.banner.end(this.#newer);
    this.session.become("idle");
    this.session.host.tell("referral-load", { value: json, etag });
  }

  /** @param {unknown} error @param {boolean} isNew @param {{ claims?: string }} [step] of signing in that was asked for @param {() => void} [again] */
  async #notLoaded(error, isNew, step, again = () => void this.load()) {
    const why = codeOf(error);
    const code = step && refusals.test(why) ? "claims" : why;
    const isAuth = /^(unauthenticated|no-token|claims)$/.test(code);
    const isStart = code === "csp-blocked" || code === "load-failed";
    this.#isBroken ||= isStart;
    await this.#spoken;
    this.session.skeleton.hide();
    // The console names the cause for developers, and no value; the editor says what a person can do.
    tellDevelopers("the referral was not loaded", code);
    const key = `open.${code}`;
    const text = () => this.session.texts.say(isTextKey(key) ? key : "open.other");
    // A reading in the background is nobody's business; where somebody waits to go on, it is.
    if (!isNew) {
      if (this.session.isBlocked) this.session.say(text);
      return;
    }
    this.session.become(isAuth ? "auth" : code === "offline" ? "offline" : "failed");
    const actions = code === "csp-blocked" ? [] : [{ key: /** @type {const} */ ("open.retry"), act: again }];
    this.session.banner.show({ tone: "bad", text, signIn: isAuth, actions });
    this.session.say(text);
    this.session.host.tell("referral-error", {
      code,
      retryable: !/^(forbidden|gone|csp-blocked|argument|url)$/.test(code),
    });
    if (isAuth) this.session.host.tell("referral-auth-required", { code, ...step });
  }
}

/** What stands in the page has been read, its scripts have run. @returns {Promise<unknown>} */
async function pageIsRead() {
  await undefined;
  if (document.readyState === "complete") return undefined;
  return new Promise((resolve) => {
    for (const name of ["DOMContentLoaded", "load"]) addEventListener(name, resolve, { once: true });
    setTimeout(resolve, 100);
  });
}
