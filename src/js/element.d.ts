/**
 * `<referral-editor>`: the editor of one referral, as one tag. Importing this defines the tag; `referral-editor/element/class` has the
 * class alone. In Node importing either does nothing.
 *
 * The document is JSON text, as everywhere in this package: what nobody edits goes back as it came. A token is asked for by
 * `tokenProvider`, and never taken as an attribute.
 *
 * @module referral-editor/element
 */

import type { Change, ClientOptions, Conflict, Finding, Outcome, ReferralInput } from "./index.d.ts";

/** What the editor is doing, or how the last save ended. */
export type EditorState =
  /** Nothing is loaded yet, or nothing is changed. */
  | "idle"
  | "loading"
  | "dirty"
  /** What is wrong is shown; nothing was sent. Or the service refused a value. */
  | "invalid"
  /** All changes are shown once more. */
  | "review"
  | "saving"
  /** For the moment at which the service may be asked again. */
  | "waiting"
  | "saved"
  | "conflict"
  /** The sign-in has ended. */
  | "auth"
  /** No permission, or no such referral. */
  | "blocked"
  | "offline"
  /** Not loaded, not saved, or not known whether it was. */
  | "failed"
  | (string & {});

/** Of `referral-load`. */
export interface ReferralLoadDetail {
  value: string;
  etag: string | null;
}
/** Of `referral-change`. */
export interface ReferralChangeDetail {
  value: string;
  dirty: boolean;
  changes: Change[];
}
/** Of `referral-before-save`. */
export interface ReferralBeforeSaveDetail {
  body: string;
  changes: Change[];
}
/** Of `referral-save`. */
export interface ReferralSaveDetail {
  value: string;
  etag: string | null;
  serverChanged: Change[];
}
/**
 * Of `referral-conflict`: documents as JSON text. After `preventDefault()` the page calls `resolve` with what was chosen; it is saved on
 * top of `theirs`. `mine` is what was sent: what is typed after it is no part of the choice, and saved with it. `merged` has theirs
 * where nothing was typed here, and mine elsewhere.
 */
export interface ReferralConflictDetail {
  base: string;
  mine: string;
  theirs: string;
  merged: string;
  conflicts: Conflict[];
  resolve: (value?: string) => Promise<Outcome | null>;
}
/** Of `referral-error`: nothing that the referral says, and no token. */
export interface ReferralErrorDetail {
  code: string;
  status?: number;
  retryable: boolean;
  clientRequestId?: string;
}
/** Of `referral-auth-required`. `code` is `claims` where the organization asks for another step, with what the service says of it. */
export interface ReferralAuthRequiredDetail {
  code: string;
  claims?: string;
}
/** Of `referral-telemetry`: what was done, how long it took and how it ended; never a value of the referral. */
export interface ReferralTelemetryDetail {
  name: string;
  ms: number;
  outcome?: string;
  code?: string;
}

/** The events by name: all of them bubble and leave shadow roots. None is sent for what the page itself sets. */
export interface ReferralEditorEventMap {
  /** A referral was loaded from the service. */
  "referral-load": CustomEvent<ReferralLoadDetail>;
  /** A person changed something, or took it back. */
  "referral-change": CustomEvent<ReferralChangeDetail>;
  /** A save is about to be sent. `preventDefault()` stops it. */
  "referral-before-save": CustomEvent<ReferralBeforeSaveDetail>;
  /** The server holds the edit. */
  "referral-save": CustomEvent<ReferralSaveDetail>;
  /** Somebody else changed the same. `preventDefault()`: the page shows it, and the editor does not. */
  "referral-conflict": CustomEvent<ReferralConflictDetail>;
  /** A load or a save did not succeed. */
  "referral-error": CustomEvent<ReferralErrorDetail>;
  /** The sign-in has ended, or another step of it is asked for. */
  "referral-auth-required": CustomEvent<ReferralAuthRequiredDetail>;
  /** Something was done: for statistics of the page. */
  "referral-telemetry": CustomEvent<ReferralTelemetryDetail>;
}

/**
 * The element.
 *
 * @tagname referral-editor
 * @slot header - beside the title
 * @slot actions - in the save bar, before its buttons
 * @slot sign-in - in the banner that says that the sign-in has ended
 * @csspart form - the whole form
 * @csspart header - title, status and facts
 * @csspart title - the heading
 * @csspart section - each section
 * @csspart section-title - the heading of a section
 * @csspart field - a label with its control, hint and error
 * @csspart label - the label of a control
 * @csspart hint - the hint of a control
 * @csspart error - the error of a control
 * @csspart input - a control
 * @csspart path - the picture of the lifecycle
 * @csspart step - a step of it
 * @csspart summary - the summary of errors
 * @csspart conflict - the panel of conflicts
 * @csspart review - the review before a save
 * @csspart save-bar - the bar with the buttons
 * @csspart save-button - Save
 * @csspart discard-button - Discard
 * @csspart json - the JSON view
 * @cssstate loading - the referral is being loaded
 * @cssstate dirty - there are unsaved changes
 * @cssstate saving - a save is under way
 * @cssstate saved - the last save succeeded, and nothing was changed since
 * @cssstate conflict - a conflict waits for a decision
 * @cssstate error - the last load or save did not succeed
 * @cssstate readonly - nothing can be edited
 * @cssproperty --referral-color-text - text
 * @cssproperty --referral-color-hint - hints and labels
 * @cssproperty --referral-color-background - the background
 * @cssproperty --referral-color-border - borders of controls
 * @cssproperty --referral-color-accent - the primary button, chosen things
 * @cssproperty --referral-color-on-accent - text on the accent colour
 * @cssproperty --referral-color-link - links
 * @cssproperty --referral-color-error - errors
 * @cssproperty --referral-color-error-background - the background of errors
 * @cssproperty --referral-color-warning-background - the background of warnings
 * @cssproperty --referral-color-focus - the focus ring
 * @cssproperty --referral-font - the font family
 * @cssproperty --referral-radius - the radius of corners
 * @cssproperty --referral-gap - the distance between fields
 * @cssproperty --referral-input-height - the height of controls
 * @cssproperty --referral-max-width - the widest that the form gets
 */
export class ReferralEditorElement extends HTMLElement {
  /** Defines the tag, unless the name is taken: then it says so in the console once. */
  static define(tag?: string, registry?: CustomElementRegistry): typeof ReferralEditorElement;

  /** The id of the referral: it is loaded when the element is in a page. @attr referral-id */
  referralId: string;
  /** Address of the API, or of the portal's proxy: a path on its own origin. @attr base-url @default "https://api.partner.microsoft.com/v1.0" */
  baseUrl: string;
  /** Language of the texts, `en` or `zh-CN`. Without it that of the nearest element with a `lang`, else the browser's. @attr lang */
  lang: string;
  /** Nothing can be edited. @attr readonly @default false */
  readOnly: boolean;
  /** The same. */
  readonly: boolean;
  /** Makes the element take part in the form around it, by this name. @attr name */
  name: string;
  /** When a save is shown before it is sent. @attr review @default "closing" */
  get review(): string;
  set review(value: "closing" | "always" | "never");
  /** Keeps what is not saved in sessionStorage, for this tab. @attr draft @default "off" */
  get draft(): string;
  set draft(value: "off" | "session");
  /** Whose drafts they are, where people share a tab: whatever tells them apart. @attr draft-user */
  draftUser: string;
  /** Whether the browser asks before a page with unsaved changes is left. @attr guard @default "on" */
  get guard(): string;
  set guard(value: "on" | "off");
  /** Shows "View JSON" at the end. @attr json @default false */
  json: boolean;
  /** Level of the title, from 1 to 5; sections are one below. @attr heading-level @default 2 */
  headingLevel: number | string;
  /** Where the WebAssembly module is, where it is not beside the JavaScript. @attr wasm-url */
  wasmUrl: string;

  /** The document with everything that was typed, as JSON text. Set: a document of the page's own, loaded from nowhere. */
  get value(): string | null;
  set value(referral: ReferralInput | null);
  /** The document as it was loaded or saved last. */
  readonly baseline: string | null;
  /** Its entity tag. */
  readonly etag: string | null;
  /** Asked for a token before each request; left out, none is sent (a proxy adds it). */
  tokenProvider: ClientOptions["getToken"] | null;
  /** Sends the requests, in place of the page's own `fetch`. */
  fetch: ClientOptions["fetch"] | null;
  /** Texts of the page's own, by key, over those of the language. */
  get messages(): Record<string, string>;
  set messages(messages: Record<string, string> | null);
  /** There are unsaved changes. */
  readonly dirty: boolean;
  /** What the editor is doing. */
  readonly state: EditorState;
  /** What keeps it from being saved, now. */
  readonly errors: Finding[];
  /** What differs from `baseline`. */
  readonly changes: Change[];

  /** Loads the referral anew. */
  load(): Promise<void>;
  /** As Save does. Null where nothing was sent: nothing changed, or somebody stopped it. */
  save(): Promise<Outcome | null>;
  /** Takes all changes back, without asking. */
  discard(): void;
  /** Shows what is wrong, as Save does, and sends nothing. Whether nothing is. */
  validate(): boolean;
  /** Takes the last change back. */
  undo(): void;
  /** Makes it again. */
  redo(): void;
  /** Focuses the control of a member, by its JSON Pointer. Whether there is one. */
  focusField(path: string): boolean;
  /** Focuses the first field. */
  focus(options?: FocusOptions): void;
  /** Asks whether to leave where there are unsaved changes. Whether it may be left. */
  confirmLeave(): Promise<boolean>;

  addEventListener<K extends keyof ReferralEditorEventMap>(
    type: K,
    listener: (this: ReferralEditorElement, event: ReferralEditorEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: ReferralEditorElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | AddEventListenerOptions,
  ): void;
  addEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | AddEventListenerOptions,
  ): void;
  removeEventListener<K extends keyof ReferralEditorEventMap>(
    type: K,
    listener: (this: ReferralEditorElement, event: ReferralEditorEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener<K extends keyof HTMLElementEventMap>(
    type: K,
    listener: (this: ReferralEditorElement, event: HTMLElementEventMap[K]) => unknown,
    options?: boolean | EventListenerOptions,
  ): void;
  removeEventListener(
    type: string,
    listener: EventListenerOrEventListenerObject,
    options?: boolean | EventListenerOptions,
  ): void;
}

declare global {
  interface HTMLElementTagNameMap {
    "referral-editor": ReferralEditorElement;
  }
  interface HTMLElementEventMap extends ReferralEditorEventMap {}
}
