// What a template may say of `<referral-editor>`, whatever the framework. The files beside this one tell each of them.

import type { ReferralEditorElement, ReferralEditorEventMap } from "../element.d.ts";
import type { ReferralInput } from "../index.d.ts";

/** As written in HTML. */
export interface ReferralEditorAttributes {
  "referral-id"?: string | null | undefined;
  "base-url"?: string | undefined;
  lang?: string | undefined;
  readonly?: boolean | undefined;
  name?: string | undefined;
  review?: "closing" | "always" | "never" | undefined;
  draft?: "off" | "session" | undefined;
  "draft-user"?: string | undefined;
  guard?: "on" | "off" | undefined;
  json?: boolean | undefined;
  "heading-level"?: number | `${number}` | undefined;
  "wasm-url"?: string | undefined;
}

/** What is no text: set as properties, which React 19, Preact, Vue, Svelte and Solid do by themselves. */
export interface ReferralEditorProperties {
  value?: ReferralInput | null | undefined;
  tokenProvider?: ReferralEditorElement["tokenProvider"] | undefined;
  fetch?: ReferralEditorElement["fetch"] | undefined;
  messages?: ReferralEditorElement["messages"] | undefined;
}

/** `onreferral-save` and the like. */
export type ReferralEditorHandlers = {
  [Name in keyof ReferralEditorEventMap as `on${Name}`]?: ((event: ReferralEditorEventMap[Name]) => void) | undefined;
};

export interface ReferralEditorProps
  extends ReferralEditorAttributes,
    ReferralEditorProperties,
    ReferralEditorHandlers {}
