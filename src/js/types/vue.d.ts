// Vue 3: `import type {} from "referral-editor/types/vue"`, once.

import type { HTMLAttributes, PublicProps } from "vue";
import type { ReferralEditorElement, ReferralEditorEventMap } from "../element.d.ts";
import type { ReferralEditorAttributes, ReferralEditorProperties } from "./props.d.ts";

type Camel<Name extends string> = Name extends `${infer First}-${infer Rest}`
  ? `${First}${Capitalize<Camel<Rest>>}`
  : Name;

/** `@referral-save` is the property `onReferralSave` to Vue's checker. */
type Handlers = {
  [Name in keyof ReferralEditorEventMap as `on${Capitalize<Camel<Name>>}`]?:
    | ((event: ReferralEditorEventMap[Name]) => void)
    | undefined;
};

/** And `referral-id` is `referralId`. */
type Attributes = { [Name in keyof ReferralEditorAttributes as Camel<Name>]?: ReferralEditorAttributes[Name] };

declare module "vue" {
  interface GlobalComponents {
    "referral-editor": new () => ReferralEditorElement & {
      $props: Attributes & ReferralEditorProperties & Handlers & PublicProps & Omit<HTMLAttributes, keyof Attributes>;
    };
  }
}
