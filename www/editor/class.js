// @ts-check
// The class of `<referral-editor>`: attributes, properties, methods and events. Nothing happens when this is imported, also
// where there is no page.

import { validate } from "referral-editor";
import { camel, flags, reflect, strings } from "./attributes.js";
import { watchPress, wear } from "./dom.js";
import { pressed } from "./keys.js";
import { Session } from "./session.js";
import { watched } from "./sign-in.js";
import css from "./style.js";

const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** @typedef {import("referral-editor").ClientOptions} Client */

const states = ["loading", "dirty", "saving", "saved", "conflict", "error", "readonly"];

export class ReferralEditorElement extends Base {
  static formAssociated = true;
  static observedAttributes = [...strings, ...flags];
  /** @type {Session | undefined} */
  #session;
  /** @type {ElementInternals | undefined} */
  #internals;
  /** @type {string | undefined} given, and not taken over yet */
  #given;
  /** What the host gave last. */
  #last = "";
  /** @type {Record<string, string>} */
  #messages = {};
  /** @type {Client["getToken"] | null} */
  #tokenProvider = null;
  /** @type {Client["fetch"] | null} */
  #fetch = null;

  /**
   * Defines the element. A name that is taken stays with whom it belongs to.
   * @param {string} [tag] @param {CustomElementRegistry} [registry]
   */
  static define(tag = "referral-editor", registry = globalThis.customElements) {
    const taken = registry?.get(tag);
    if (taken && taken !== ReferralEditorElement)
      console.warn(`<${tag}> is defined already: this copy of referral-editor leaves it as it is.`);
    // A constructor can be registered once.
    else if (!taken)
      registry?.define(
        tag,
        registry === globalThis.customElements && tag === "referral-editor"
          ? ReferralEditorElement
          : class extends ReferralEditorElement {},
      );
    return ReferralEditorElement;
  }

  connectedCallback() {
    // Properties that were set before the element was defined stand in the way of its own.
    for (const name of ["value", "messages", "tokenProvider", "fetch", ...strings.map(camel), ...flags])
      this.#upgrade(name);
    if (!this.#session) this.#begin();
    globalThis.addEventListener("beforeunload", this.#guard);
    document.addEventListener("visibilitychange", this.#seen);
  }

  disconnectedCallback() {
    globalThis.removeEventListener("beforeunload", this.#guard);
    document.removeEventListener("visibilitychange", this.#seen);
  }

  #begin() {
    const root = this.attachShadow({ mode: "open" });
    this.#internals ??= this.attachInternals();
    wear(root, css);
    watchPress(root);
    const session = new Session({
      root,
      options: () => this.#options(),
      tell: (name, detail, cancelable = false) =>
        this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable })),
      changed: () => this.#changed(),
      stay: (id) => this.setAttribute("referral-id", id),
    });
    this.#session = session;
    root.addEventListener("keydown", (event) => pressed(/** @type {KeyboardEvent} */ (event), session));
    session.texts.messages = this.#messages;
    session.loading.start(this.#language());
    if (this.#given === undefined) session.loading.load();
    else this.#open(this.#given);
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    const session = this.#session;
    if (!session || before === now) return;
    if (name === "lang") session.loading.speak(this.#language());
    else if (name === "referral-id") session.turn();
    else if (name === "draft" || name === "draft-user") session.keep();
    else if (name === "readonly" || name === "heading-level") session.build();
    else if (name === "json" && session.form) session.form.json.element.hidden = now === null;
    this.#changed();
  }

  /** The draft as exact JSON text. Set: another draft of the same referral, or another referral. @returns {string | null} */
  get value() {
    return this.#given ?? this.#session?.draft?.now.text ?? null;
  }

  set value(value) {
    /** What may be set is more than what is given back. @type {unknown} */
    const given = value;
    const text = textOf(given);
    // Frameworks set what they have again and again: that is no news, and what was typed stays.
    if (text === this.#last) return;
    this.#last = text;
    this.#given = text || undefined;
    if (!this.#session) return;
    if (text) this.#open(text);
    else this.#session.close();
  }

  /** @param {string} text */
  async #open(text) {
    const session = this.#session;
    if (!session || !(await session.loading.ready(() => this.#open(text))) || this.#given !== text) return;
    this.#given = undefined;
    const { draft } = session;
    if (draft?.now.text === text) return;
    const isBroken = validate(text).findings.some(({ code }) => code === "syntax" || code === "not-a-referral");
    const isSame = draft && !isBroken && JSON.parse(text).id === draft.base.at("/id");
    if (!isSame) return void session.open(text, isBroken ? null : etagIn(text));
    draft.replace(text);
    session.follow();
  }

  /** Asked before requests. @returns {Client["getToken"] | null} */
  get tokenProvider() {
    return this.#tokenProvider;
  }

  set tokenProvider(provider) {
    this.#tokenProvider = provider ?? null;
    const session = this.#session;
    // It came later than the first request.
    if (provider && session?.state === "auth" && !session.draft) session.loading.load();
  }

  /** Instead of the platform's. @returns {Client["fetch"] | null} */
  get fetch() {
    return this.#fetch;
  }

  set fetch(fetch) {
    this.#fetch = fetch ?? null;
  }

  /** The document as loaded. */
  get baseline() {
    return this.#session?.draft?.base.text ?? null;
  }

  get etag() {
    return this.#session?.draft?.etag ?? null;
  }

  get dirty() {
    return this.#session?.draft?.isDirty ?? false;
  }

  get state() {
    return this.#session?.state ?? "idle";
  }

  get changes() {
    return this.#session?.draft?.changes ?? [];
  }

  /** What stands in the way of a save. */
  get errors() {
    return this.#session?.errors ?? [];
  }

  /** Own texts, by key. */
  get messages() {
    return this.#messages;
  }

  set messages(messages) {
    this.#messages = { ...messages };
    if (!this.#session) return;
    this.#session.texts.messages = this.#messages;
    this.#session.loading.speak(this.#language());
  }

  load() {
    return this.#session?.loading.load() ?? Promise.resolve();
  }

  save() {
    return this.#session?.save() ?? Promise.resolve(null);
  }

  discard() {
    this.#session?.discard(false);
  }

  /** Shows what is wrong. True: nothing stands in the way of a save. */
  validate() {
    return this.#session?.form?.judge() ?? false;
  }

  undo() {
    this.#session?.undo(false, false);
  }

  redo() {
    this.#session?.undo(true, false);
  }

  /** @param {string} path JSON Pointer */
  focusField(path) {
    const field = this.#session?.draft?.fields.find(({ paths }) => paths.includes(path));
    return field !== undefined && (this.#session?.form?.goTo(field.id) ?? false);
  }

  /** @param {FocusOptions} [options] */
  focus(options) {
    const { form, draft } = this.#session ?? {};
    const id = draft?.fields.find((field) => form?.controls.has(field.id))?.id ?? "";
    const first = form?.controls.get(id)?.focusTarget ?? this.shadowRoot?.querySelector("button:not([hidden])");
    if (first instanceof HTMLElement) first.focus(options);
  }

  /** For routers: true when nothing would be lost, or the person said so. */
  confirmLeave() {
    return this.#session?.mayLeave() ?? Promise.resolve(true);
  }

  formResetCallback() {
    this.discard();
  }

  #options() {
    const baseUrl = this.getAttribute("base-url");
    const provider = this.#tokenProvider && watched(this.#tokenProvider);
    const fetch = this.#fetch;
    return {
      id: this.getAttribute("referral-id") ?? "",
      readonly: this.hasAttribute("readonly"),
      level: Math.min(6, Math.max(1, Number(this.getAttribute("heading-level")) || 2)),
      review: this.getAttribute("review") ?? "closing",
      json: this.hasAttribute("json"),
      wasmUrl: this.getAttribute("wasm-url") ?? "",
      draft: this.getAttribute("draft") === "session" ? (this.getAttribute("draft-user") ?? "-") || "-" : undefined,
      stepSince: (/** @type {number} */ time) =>
        provider && provider.at >= time
          ? { ...(provider.claims !== undefined && { claims: provider.claims }) }
          : undefined,
      client: { ...(baseUrl && { baseUrl }), ...(provider && { getToken: provider.ask }), ...(fetch && { fetch }) },
    };
  }

  /** The language asked for: here, else by the nearest element that says, else by the browser. */
  #language() {
    for (let at = /** @type {Element | null} */ (this); at; ) {
      const said = at.closest("[lang]");
      if (said) return said.getAttribute("lang") || navigator.language;
      const root = at.getRootNode();
      at = root instanceof ShadowRoot ? root.host : null;
    }
    return navigator.language;
  }

  /** What the outside can see of how things stand. */
  #changed() {
    const session = this.#session;
    const internals = this.#internals;
    if (!session || !internals) return;
    const { state, draft } = session;
    const isError = ["invalid", "failed", "auth", "blocked", "offline"].includes(state);
    const now = new Set([
      state,
      isError && "error",
      draft?.isDirty && "dirty",
      this.hasAttribute("readonly") && "readonly",
      state === "waiting" && "saving",
    ]);
    for (const name of states) {
      if (now.has(name)) internals.states?.add(name);
      else internals.states?.delete(name);
    }
    const dir = this.closest("[dir]")?.getAttribute("dir");
    for (const one of this.shadowRoot?.children ?? []) {
      if (!(one instanceof HTMLElement)) continue;
      one.lang = session.texts.language;
      if (dir) one.dir = dir;
    }
    // Only one that takes part in a form may hold it up.
    const takesPart = this.hasAttribute("name");
    internals.setFormValue((takesPart && draft?.now.text) || null);
    const [first] = (takesPart && session.form?.remarks().errors) || [];
    const target = session.form?.controls.get(first?.id ?? "")?.focusTarget;
    // Its sentence may not be loaded yet, and an empty one is refused.
    if (first) internals.setValidity({ customError: true }, first.text() || " ", target);
    else internals.setValidity({});
  }

  /** @param {BeforeUnloadEvent} event */
  #guard = (event) => {
    if (this.dirty && this.getAttribute("guard") !== "off") event.preventDefault();
  };

  /** Somebody comes back to the page: what is not changed here is shown as it is by now. */
  #seen = () => {
    if (document.visibilityState === "visible") this.#session?.loading.refresh();
  };

  /** @param {string} name */
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = Reflect.get(this, name);
    Reflect.deleteProperty(this, name);
    Reflect.set(this, name, value);
  }
}

reflect(ReferralEditorElement.prototype);

/** @param {string} text */
function etagIn(text) {
  const { eTag } = JSON.parse(text);
  return typeof eTag === "string" ? eTag : null;
}

/** What the host gives as a referral, as text; what cannot be text is none. @param {unknown} value */
function textOf(value) {
  if (typeof value === "string") return value;
  if (value instanceof Uint8Array) return new TextDecoder().decode(value);
  try {
    return value ? (JSON.stringify(value) ?? "") : "";
  } catch {
    return "{";
  }
}
