// @ts-check
// What a referral is shown and edited with. Loaded beside the module once an editor stands in a page, so that a portal pays for
// it where one is.

export { default as english } from "../locales/en/form.js";
export { Draft } from "./draft.js";
export { Form } from "./form.js";
export { default as css } from "./form-style.js";
export { createSaveBar } from "./save-bar.js";
