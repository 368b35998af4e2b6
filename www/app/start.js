// @ts-check
// First thing on the page: the language, and a plain sentence in case the rest cannot run.

import { remember } from "./address.js";
import { byId, h } from "./dom.js";
import { currentLanguage, onLanguage, preferredLanguage, say, setLanguage, speak } from "./texts.js";

/** @typedef {import("./texts.js").Language} Language */

setLanguage(preferredLanguage());
speak(byId("skip"), () => say("page.skip"));
speak(byId("product"), () => say("page.title"));
onLanguage(byId("language"), () => byId("language").setAttribute("aria-label", say("page.language")));
for (const button of byId("language").querySelectorAll("button")) {
  const language = /** @type {Language} */ (button.lang);
  onLanguage(button, () => button.setAttribute("aria-pressed", String(currentLanguage() === language)));
  button.addEventListener("click", () => choose(language));
}

/** @param {Language} language */
function choose(language) {
  setLanguage(language);
  remember("lang", language);
}

try {
  const { startPage } = await import("./page.js");
  await startPage();
} catch (error) {
  // The console names the cause for developers; the page says what a person can do.
  console.error(error);
  const blocked = error instanceof Error && "code" in error && error.code === "csp-blocked";
  const text = speak(h("p"), () => say(blocked ? "page.cspBlocked" : "page.loadFailed"));
  byId("editor").replaceChildren(h("div", { class: "card message", role: "alert" }, text));
}
