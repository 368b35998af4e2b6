// React 19: `import type {} from "referral-editor/types/react"`, once.

import type { DetailedHTMLProps, HTMLAttributes } from "react";
import type { ReferralEditorElement } from "../element.d.ts";
import type { ReferralEditorProps } from "./props.d.ts";

declare module "react" {
  namespace JSX {
    interface IntrinsicElements {
      "referral-editor": ReferralEditorProps &
        Omit<
          DetailedHTMLProps<HTMLAttributes<ReferralEditorElement>, ReferralEditorElement>,
          keyof ReferralEditorProps
        >;
    }
  }
}
