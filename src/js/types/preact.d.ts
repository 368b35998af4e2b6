// Preact: `import type {} from "referral-editor/types/preact"`, once.

import type { HTMLAttributes } from "preact";
import type { ReferralEditorElement } from "../element.d.ts";
import type { ReferralEditorProps } from "./props.d.ts";

declare module "preact" {
  namespace JSX {
    interface IntrinsicElements {
      "referral-editor": ReferralEditorProps & Omit<HTMLAttributes<ReferralEditorElement>, keyof ReferralEditorProps>;
    }
  }
}
