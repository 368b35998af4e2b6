// @ts-check
// A page that brings its own token, and keeps what the element tells.

import { record } from "./in-page.js";

const element = "/dist/element.js";
Object.assign(globalThis, { record });
const token = await (await fetch("/token")).text();
// Set before the element is defined, as templates of frameworks do.
for (const editor of document.querySelectorAll("referral-editor")) editor.tokenProvider = () => token;
await import(element);
