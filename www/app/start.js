// @ts-check
// The demo page: one editor on the sandbox's referral.

import "../editor/element.js";

const asked = new URLSearchParams(location.search);
const editor = /** @type {import("../editor/class.js").ReferralEditorElement} */ (
  document.createElement("referral-editor")
);
editor.setAttribute("referral-id", asked.get("referral") ?? "49d90c72-3326-4f61-aacc-2cb57970448c");
editor.setAttribute("base-url", "/v1.0");
editor.setAttribute("lang", asked.get("lang") ?? navigator.language);
editor.setAttribute("json", "");
editor.toggleAttribute("readonly", asked.has("readonly"));
editor.tokenProvider = async () => (await fetch("/token")).text();
document.getElementById("frame")?.append(editor);
