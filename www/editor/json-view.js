// @ts-check
// The draft as it is sent, to read, copy and keep.

import { stripLinks } from "referral-editor";
import { h } from "./dom.js";

/** @typedef {import("./form.js").Ui} Ui */

/** @param {Ui} ui */
export function createJsonView(ui) {
  const { texts } = ui;
  const text = h("pre", { part: "json", tabindex: "0", role: "region", dir: "ltr" });
  texts.on(text, () => text.setAttribute("aria-label", texts.say("json.title")));
  const copy = texts.speak(h("button", { type: "button" }), "json.copy");
  const keep = texts.speak(h("button", { type: "button" }), "json.download");
  const element = h("details", { class: "json" }, texts.speak(h("summary"), "json.view"));
  element.append(h("div", { class: "buttons" }, copy, keep), text);
  copy.addEventListener("click", () => copyText(text.textContent ?? "", ui));
  keep.addEventListener("click", () => {
    const url = URL.createObjectURL(new Blob([ui.draft.now.text], { type: "application/json" }));
    const link = h("a", { href: url, download: `referral-${ui.draft.base.textAt("/id")}.json` });
    link.click();
    URL.revokeObjectURL(url);
  });
  const write = () => {
    if (element.open) text.textContent = stripLinks(ui.draft.now.text);
  };
  element.addEventListener("toggle", write);
  return { element, write };
}

/** @param {string} text @param {Ui} ui */
export async function copyText(text, { texts, say }) {
  const isCopied = await navigator.clipboard.writeText(text).then(
    () => true,
    () => false,
  );
  say(() => texts.say(isCopied ? "copy.done" : "copy.refused"));
}
