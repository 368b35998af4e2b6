// @ts-check
// A page that has the element in it, with all its properties, before it is defined: as frameworks do that load it late.

/** @import { ReferralEditorElement } from "referral-editor/element" */

const answer = await fetch("/partner-api/v1.0/engagements/referrals/49d90c72-3326-4f61-aacc-2cb57970448c");
const given = (await answer.text()).replace(/"notes": *"[^"]*"/, '"notes":"given by the page"');
Object.assign(globalThis, { given });
const editor = /** @type {ReferralEditorElement} */ (document.createElement("referral-editor"));
Object.assign(editor, {
  value: given,
  messages: { "field.notes": "Notes", "section.deal": "Own word for it" },
  tokenProvider: async () => (await fetch("/token")).text(),
  fetch: (/** @type {Request} */ request) => fetch(request),
});
editor.setAttribute("base-url", "/v1.0");
editor.setAttribute("lang", "en");
document.querySelector("main")?.append(editor);
await new Promise((resolve) => setTimeout(resolve, 50));
const element = "/dist/element.js";
await import(element);
