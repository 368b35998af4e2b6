// Solid: `import type {} from "referral-editor/types/solid"`, once. Properties and events by their prefixes.

import type { JSX } from "solid-js";
import type { ReferralEditorElement, ReferralEditorEventMap } from "../element.d.ts";
import type { ReferralEditorAttributes, ReferralEditorProperties } from "./props.d.ts";

type Properties = { [Name in keyof ReferralEditorProperties as `prop:${Name}`]?: ReferralEditorProperties[Name] };
type Handlers = {
  [Name in keyof ReferralEditorEventMap as `on:${Name}`]?: ((event: ReferralEditorEventMap[Name]) => void) | undefined;
};

declare module "solid-js" {
  namespace JSX {
    interface IntrinsicElements {
      "referral-editor": ReferralEditorAttributes &
        Properties &
        Handlers &
        Omit<JSX.HTMLAttributes<ReferralEditorElement>, keyof ReferralEditorAttributes>;
    }
  }
}
