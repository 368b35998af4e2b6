// @ts-check
// Defines `<referral-editor>` where there is a page.

import { ReferralEditorElement } from "./class.js";

export { ReferralEditorElement };

if (globalThis.customElements) ReferralEditorElement.define();
