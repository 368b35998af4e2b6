// Svelte 5: `import type {} from "referral-editor/types/svelte"`, once.

import type { HTMLAttributes } from "svelte/elements";
import type { ReferralEditorElement } from "../element.d.ts";
import type { ReferralEditorProps } from "./props.d.ts";

declare module "svelte/elements" {
  interface SvelteHTMLElements {
    "referral-editor": ReferralEditorProps & Omit<HTMLAttributes<ReferralEditorElement>, keyof ReferralEditorProps>;
  }
}
