// @ts-check
// The second copy of the package takes a name of its own.

const copy = "/copy/element.js";
const { ReferralEditorElement } = /** @type {typeof import("referral-editor/element")} */ (await import(copy));
ReferralEditorElement.define("second-editor");
