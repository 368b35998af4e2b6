// @ts-check
// The class of `<referral-editor>`: attributes, properties, methods and events. Nothing happens when this is imported, also
// where there is no page.

import { isReferralError, validate } from "referral-editor";
import { watchPress } from "./dom.js";
import { Session } from "./session.js";
import css from "./style.js";

const Base = /** @type {typeof HTMLElement} */ (globalThis.HTMLElement ?? class {});

/** @type {CSSStyleSheet | undefined} */
let sheet;
const strings = ["referral-id", "base-url", "lang", "name", "review", "draft", "guard", "heading-level", "wasm-url"];
const flags = ["readonly", "json"];
const states = ["loading", "dirty", "saving", "saved", "conflict", "error", "readonly"];

export class ReferralEditorElement extends Base {
  static formAssociated = true;
  static observedAttributes = [...strings, ...flags];
  /** @type {import("referral-editor").ClientOptions["getToken"] | undefined} */
  tokenProvider;
  /** @type {typeof globalThis.fetch | undefined} */
  fetch;
  /** @type {Session | undefined} */
  #session;
  /** @type {ElementInternals | undefined} */
  #internals;
  /** @type {string | undefined} given before there was a session */
  #given;
  #isLive = false;

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
    this.#isLive = true;
    // Properties that were set before the element was defined stand in the way of its own.
    for (const name of ["value", "messages", "tokenProvider", "fetch"]) this.#upgrade(name);
    if (!this.#session) {
      const root = this.attachShadow({ mode: "open" });
      this.#internals ??= this.attachInternals();
      root.adoptedStyleSheets = [(sheet ??= styleSheet())];
      watchPress(root);
      root.addEventListener("keydown", (event) => this.#key(/** @type {KeyboardEvent} */ (event)));
      this.#session = new Session({
        root,
        options: () => this.#options(),
        tell: (name, detail, cancelable = false) =>
          this.dispatchEvent(new CustomEvent(name, { detail, bubbles: true, composed: true, cancelable })),
        changed: () => this.#changed(),
      });
      this.#begin(this.#session);
    }
    globalThis.addEventListener("beforeunload", this.#guard);
  }

  disconnectedCallback() {
    this.#isLive = false;
    globalThis.removeEventListener("beforeunload", this.#guard);
  }

  /** @param {Session} session */
  #begin(session) {
    this.#speak();
    session.started = session.start(this.#language());
    // Told where it is waited for.
    session.started.catch(() => {});
    queueMicrotask(() => (this.#given === undefined ? session.load() : this.#open(this.#given)));
  }

  /** @param {string} name @param {string | null} before @param {string | null} now */
  attributeChangedCallback(name, before, now) {
    const session = this.#session;
    if (!session || before === now) return;
    if (name === "lang") {
      this.#speak();
      session.texts.use(this.#language()).then(() => this.#changed());
    } else if (name === "referral-id") queueMicrotask(() => session.load());
    else if (name === "readonly" || name === "heading-level" || name === "json") session.build();
    this.#changed();
  }

  /** The draft as exact JSON text. Set: another draft of the same referral, or another referral. @returns {string | null} */
  get value() {
    return this.#session?.draft?.now.text ?? this.#given ?? null;
  }

  set value(value) {
    const text = typeof value === "string" ? value : value == null ? "" : JSON.stringify(value);
    this.#given = text || undefined;
    if (text && this.#session) this.#open(text);
  }

  /** @param {string} text */
  async #open(text) {
    const session = this.#session;
    if (!session) return;
    try {
      await session.started;
    } catch {
      return void session.load();
    }
    if (this.#given !== text) return;
    this.#given = undefined;
    const { draft } = session;
    if (draft?.now.text === text) return;
    const isSame =
      draft &&
      validate(text).findings.every(({ code }) => code !== "syntax" && code !== "not-a-referral") &&
      JSON.parse(text).id === draft.base.at("/id");
    if (!isSame) return void session.open(text, etagIn(text));
    draft.replace(text);
    session.form?.write();
    session.form?.tell();
    this.#changed();
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

  /** What stands in the way of a save, as it is said to people. */
  get errors() {
    return this.#session?.form?.errors.map(({ key, text }) => ({ path: key.split(" ")[0] ?? "", text: text() })) ?? [];
  }

  /** Own texts, by key. */
  get messages() {
    return this.#session?.texts.messages ?? this.#messages;
  }

  set messages(messages) {
    this.#messages = { ...messages };
    if (!this.#session) return;
    this.#session.texts.messages = this.#messages;
    this.#session.texts.use(this.#language());
  }

  /** @type {Record<string, string>} */
  #messages = {};

  load() {
    return this.#session?.load() ?? Promise.resolve();
  }

  save() {
    return this.#session?.save() ?? Promise.resolve(undefined);
  }

  discard() {
    this.#session?.discard();
  }

  /** Shows what is wrong. True: nothing stands in the way of a save. */
  validate() {
    return this.#session?.form?.judge() ?? false;
  }

  undo() {
    this.#session?.undo();
  }

  redo() {
    this.#session?.undo(true);
  }

  /** @param {string} path JSON Pointer */
  focusField(path) {
    const field = this.#session?.draft?.fields.find(({ paths }) => paths.includes(path));
    return field !== undefined && (this.#session?.form?.goTo(field.id) ?? false);
  }

  /** @param {FocusOptions} [options] */
  focus(options) {
    const first = this.shadowRoot?.querySelector("input:not([hidden]), select, textarea, button");
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
    const { tokenProvider: getToken, fetch } = this;
    const baseUrl = this.getAttribute("base-url");
    return {
      id: this.getAttribute("referral-id") ?? "",
      readonly: this.hasAttribute("readonly"),
      level: Math.min(6, Math.max(1, Number(this.getAttribute("heading-level")) || 2)),
      review: this.getAttribute("review") ?? "closing",
      json: this.hasAttribute("json"),
      wasmUrl: this.getAttribute("wasm-url") ?? "",
      client: { ...(baseUrl && { baseUrl }), ...(getToken && { getToken }), ...(fetch && { fetch }) },
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

  #speak() {
    if (this.#session) this.#session.texts.messages = this.#messages;
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
    if (!this.hasAttribute("name")) return;
    internals.setFormValue(draft?.now.text ?? null);
    const [first] = session.form?.errors ?? [];
    const target = first?.id === undefined ? undefined : session.form?.controls.get(first.id)?.focusTarget;
    if (first) internals.setValidity({ customError: true }, first.text(), target);
    else internals.setValidity({});
  }

  /** @param {KeyboardEvent} event */
  #key(event) {
    const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
    const session = this.#session;
    if (key === "Enter" && target instanceof HTMLInputElement && target.type !== "checkbox") event.preventDefault();
    if (!session || altKey || !(ctrlKey || metaKey) || this.shadowRoot?.querySelector("dialog[open]")) return;
    const letter = key.toLowerCase();
    if (letter === "s" && !shiftKey) {
      event.preventDefault();
      session.save();
    }
    if (letter !== "z" && letter !== "y") return;
    const isText =
      target instanceof HTMLTextAreaElement ||
      (target instanceof HTMLInputElement && !/^(radio|checkbox)$/.test(target.type));
    if (isText) return;
    event.preventDefault();
    session.undo(letter === "y" || shiftKey);
  }

  /** @param {BeforeUnloadEvent} event */
  #guard = (event) => {
    if (this.#isLive && this.dirty && this.getAttribute("guard") !== "off") event.preventDefault();
  };

  /** @param {string} name */
  #upgrade(name) {
    if (!Object.hasOwn(this, name)) return;
    const value = this[name];
    Reflect.deleteProperty(this, name);
    this[name] = value;
  }
}

// Attributes as properties.
for (const name of [...strings, ...flags]) {
  if (name === "lang") continue;
  const property = name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());
  const isFlag = flags.includes(name);
  Object.defineProperty(ReferralEditorElement.prototype, property, {
    configurable: true,
    enumerable: true,
    /** @this {HTMLElement} */
    get() {
      return isFlag ? this.hasAttribute(name) : (this.getAttribute(name) ?? "");
    },
    /** @this {HTMLElement} @param {unknown} value */
    set(value) {
      if (isFlag) this.toggleAttribute(name, Boolean(value));
      else if (value == null) this.removeAttribute(name);
      else this.setAttribute(name, String(value));
    },
  });
}

function styleSheet() {
  const made = new CSSStyleSheet();
  made.replaceSync(css);
  return made;
}

/** @param {string} text */
function etagIn(text) {
  try {
    const { eTag } = JSON.parse(text);
    return typeof eTag === "string" ? eTag : null;
  } catch (error) {
    if (isReferralError(error)) throw error;
    return null;
  }
}
