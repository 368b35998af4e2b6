// @ts-check
// The demo page: one editor on a sample referral, and beside it what can be tried.

import { createControls } from "./controls.js";
import { createLog, createRequest, createSnippet } from "./panels.js";
import { findService, listReferrals } from "./service.js";
import { asked, byId, currentLanguage, onLanguage, remember, say, setLanguage, speak } from "./words.js";

/** @typedef {import("./words.js").Language} Language */

const sample = "49d90c72-3326-4f61-aacc-2cb57970448c";

setLanguage(currentLanguage());
speak(byId("skip"), "skip");
speak(byId("product"), "title");
speak(byId("lead"), "lead");
speak(document.head.getElementsByTagName("title")[0] ?? document.head, "title");
onLanguage(byId("language"), () => byId("language").setAttribute("aria-label", say("language")));

if (asked("wasm") === "blocked") {
  // As where a policy lacks 'wasm-unsafe-eval'. A policy cannot be set by a page for itself after it was loaded.
  WebAssembly.Module = /** @type {typeof WebAssembly.Module} */ (
    /** @type {unknown} */ (
      class {
        constructor() {
          throw new WebAssembly.CompileError("Blocked by Content-Security-Policy");
        }
      }
    )
  );
}

try {
  await import("../editor/element.js");
  const service = await findService();
  const editor = document.createElement("referral-editor");
  const request = createRequest(editor, service.fetch ?? ((input, init) => fetch(input, init)));
  editor.setAttribute("referral-id", asked("referral") ?? sample);
  editor.setAttribute("base-url", service.baseUrl);
  editor.setAttribute("lang", currentLanguage());
  editor.setAttribute("json", "");
  editor.tokenProvider = service.getToken;
  editor.fetch = request.fetch;
  const frame = byId("frame");
  const snippet = createSnippet(editor);
  const log = createLog(editor);
  frame.append(editor);
  snippet.write();
  const where = () => new URL(service.baseUrl, location.href).href;
  const told = {
    server: () => say("service", { url: where() }),
    other: () => say("service", { url: where() }),
    page: () => say("service.page"),
  };
  speak(byId("service"), () => (service.refused ? say("service.bad") : told[service.kind]()));
  for (const button of byId("language").querySelectorAll("button")) {
    const language = /** @type {Language} */ (button.lang);
    onLanguage(button, () => button.setAttribute("aria-pressed", String(currentLanguage() === language)));
    button.addEventListener("click", () => {
      setLanguage(language);
      remember("lang", language);
      editor.lang = language;
      snippet.write();
    });
  }
  const referrals = await listReferrals(service).catch(() => []);
  const controls = createControls(editor, { service, referrals, frame, changed: snippet.write });
  byId("side").append(controls, request.element, log, snippet.element);
} catch (error) {
  // The console names the cause for developers; the page says what a person can do.
  console.error(error);
  const text = document.createElement("p");
  text.className = "message";
  text.setAttribute("role", "alert");
  byId("frame").replaceChildren(speak(text, "failed"));
}
