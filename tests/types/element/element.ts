// The element as TypeScript sees it in a page: everything that is promised, and what must not compile.

import "referral-editor/element";
import type { Change, ClientOptions, Finding, Outcome } from "referral-editor";
import {
  type EditorState,
  ReferralEditorElement,
  type ReferralEditorEventMap,
  type ReferralErrorDetail,
  type ReferralSaveDetail,
  type ReferralTelemetryDetail,
} from "referral-editor/element";
import type { ReferralEditorElement as OfClass } from "referral-editor/element/class";
import chinese from "referral-editor/locales/zh-CN";
import type { ReferralEditorHandlers, ReferralEditorProps } from "referral-editor/types/props";
import { expectTrue, type IsAny, type Same } from "../types.js";

// By its tag, wherever a page looks for it.
const found = document.querySelector("referral-editor");
expectTrue<Same<typeof found, ReferralEditorElement | null>>();
const made = document.createElement("referral-editor");
expectTrue<Same<typeof made, ReferralEditorElement>>();
expectTrue<Same<typeof OfClass, typeof ReferralEditorElement>>();
const editor: HTMLElement & ReferralEditorElement = made;

// Attributes as properties.
editor.referralId = "49d90c72-3326-4f61-aacc-2cb57970448c";
editor.baseUrl = "/partner-api/v1.0";
editor.lang = "zh-CN";
editor.readOnly = true;
editor.name = "referral";
editor.review = "always";
editor.draft = "session";
editor.guard = "off";
editor.json = true;
editor.headingLevel = 3;
editor.wasmUrl = "/x.wasm";
// @ts-expect-error It is yes or no.
editor.json = "yes";

// The document goes in as anything that is a referral, and comes out as text.
editor.value = "{}";
editor.value = new Uint8Array();
editor.value = { id: "1" };
editor.value = null;
expectTrue<Same<ReferralEditorElement["value"], string | null>>();
// @ts-expect-error A number is no referral.
editor.value = 1;
expectTrue<Same<typeof editor.baseline, string | null>>();
expectTrue<Same<typeof editor.etag, string | null>>();
expectTrue<Same<typeof editor.dirty, boolean>>();
expectTrue<Same<typeof editor.state, EditorState>>();
expectTrue<Same<typeof editor.errors, Finding[]>>();
expectTrue<Same<typeof editor.changes, Change[]>>();
// @ts-expect-error Only the editor says so.
editor.dirty = false;
// @ts-expect-error The version is the server's.
editor.etag = '"1"';

// Tokens come from a function, and from nowhere else.
editor.tokenProvider = ({ reason, claims }) => {
  expectTrue<Same<typeof reason, "initial" | "expired" | "claims">>();
  expectTrue<Same<typeof claims, string | undefined>>();
  return Promise.resolve("token");
};
editor.tokenProvider = null;
// @ts-expect-error A token itself is none.
editor.tokenProvider = "token";
expectTrue<Same<typeof editor.tokenProvider, ClientOptions["getToken"] | null>>();
editor.fetch = globalThis.fetch;
editor.messages = { ...chinese, "bar.save": "提交" };
// @ts-expect-error There is no such property.
editor.token = "token";

// Methods.
expectTrue<Same<ReturnType<typeof editor.load>, Promise<void>>>();
expectTrue<Same<ReturnType<typeof editor.save>, Promise<Outcome | null>>>();
expectTrue<Same<ReturnType<typeof editor.confirmLeave>, Promise<boolean>>>();
expectTrue<Same<ReturnType<typeof editor.validate>, boolean>>();
expectTrue<Same<ReturnType<typeof editor.focusField>, boolean>>();
for (const act of [editor.discard, editor.undo, editor.redo]) expectTrue<Same<ReturnType<typeof act>, void>>();
editor.focus({ preventScroll: true });
ReferralEditorElement.define();
ReferralEditorElement.define("my-editor", customElements);

// Events by their names: at the element, and wherever they bubble to.
editor.addEventListener("referral-save", (event) => {
  expectTrue<Same<typeof event.detail, ReferralSaveDetail>>();
  expectTrue<Same<typeof event.detail.etag, string | null>>();
});
document.body.addEventListener("referral-error", ({ detail }) =>
  expectTrue<Same<typeof detail, ReferralErrorDetail>>(),
);
editor.addEventListener("referral-conflict", (event) => {
  event.preventDefault();
  void event.detail.resolve(event.detail.merged);
});
editor.addEventListener("click", ({ clientX }) => clientX.toFixed());
editor.addEventListener("referral-telemetry", send, { once: true });
editor.removeEventListener("referral-telemetry", send);
function send({ detail: { name, ms, outcome, code } }: CustomEvent<ReferralTelemetryDetail>): string {
  return [name, ms.toFixed(), outcome ?? "", code ?? ""].join();
}
// @ts-expect-error There is no such detail.
editor.addEventListener("referral-save", ({ detail }) => detail.tag);

/** Of every event. */
type Details = { [Name in keyof ReferralEditorEventMap]: ReferralEditorEventMap[Name]["detail"] };
expectTrue<Same<true extends { [Name in keyof Details]: IsAny<Details[Name]> }[keyof Details] ? true : false, false>>();
expectTrue<
  Same<
    keyof ReferralEditorEventMap,
    `referral-${"load" | "change" | "before-save" | "save" | "conflict" | "error" | "auth-required" | "telemetry"}`
  >
>();
expectTrue<Same<keyof ReferralEditorHandlers, `on${keyof ReferralEditorEventMap}`>>();

// What templates say.
const props: ReferralEditorProps = { "referral-id": "1", value: "{}", "onreferral-load": ({ detail }) => detail.value };
// @ts-expect-error There is no attribute for a token.
const token: ReferralEditorProps = { token: "t" };

export { props, token };
