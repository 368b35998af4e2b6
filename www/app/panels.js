// @ts-check
// What the page shows of the editor's work: the tag to copy, the last request, the events.

import { h } from "../editor/dom.js";
import { onLanguage, say, speak } from "./words.js";

/** @typedef {import("./words.js").TextKey} TextKey */
/** @typedef {HTMLElementTagNameMap["referral-editor"]} Editor */

/** @param {TextKey} key @param {...Node} content */
export function panel(key, ...content) {
  const id = `panel-${key}`;
  return h("section", { class: `panel ${key}`, "aria-labelledby": id }, speak(h("h2", { id }), key), ...content);
}

/** @param {Editor} editor */
export function createSnippet(editor) {
  const code = h("pre", { class: "code", tabindex: "0", role: "region" });
  onLanguage(code, () => code.setAttribute("aria-label", say("snippet.code")));
  const copy = speak(h("button", { type: "button" }), "copy");
  copy.addEventListener("click", async () => {
    const isCopied = await navigator.clipboard.writeText(code.textContent).then(
      () => true,
      () => false,
    );
    copy.textContent = say(isCopied ? "copied" : "copy");
  });
  const write = () => {
    const names = ["referral-id", "base-url", "lang", "readonly", "draft"];
    const attributes = names.flatMap((name) => {
      const value = editor.getAttribute(name);
      return value === null ? [] : [value === "" ? name : `${name}="${value}"`];
    });
    code.textContent = `<script type="module" src="referral-editor/element.js"></script>
<referral-editor
  ${attributes.join("\n  ")}></referral-editor>
<script type="module">
  const editor = document.querySelector("referral-editor");
  editor.tokenProvider = async () => (await fetch("/my/token")).text();
  editor.addEventListener("referral-save", ({ detail }) => console.log(detail.etag));
</script>`;
  };
  return { element: panel("snippet", speak(h("p"), "snippet.lead"), code, copy), write };
}

/** The request as it goes out, by a fetch that looks at it. @param {Editor} editor @param {typeof globalThis.fetch} fetch */
export function createRequest(editor, fetch) {
  const none = speak(h("p"), "request.none");
  const line = h("p", { class: "line" });
  const headers = h("dl");
  const proof = h("p", { class: "proof" });
  const changed = h("p");
  const body = h("pre", { class: "code", tabindex: "0", role: "region", hidden: true });
  onLanguage(body, () => body.setAttribute("aria-label", say("request.body")));

  /** @param {Request} request @param {string} sent */
  function show(request, sent) {
    none.hidden = true;
    body.hidden = false;
    line.textContent = `${request.method} ${new URL(request.url).pathname}`;
    const shown = ["if-match", "content-type", "client-request-id"].filter((name) => request.headers.has(name));
    headers.replaceChildren(
      ...shown.map((name) => h("div", {}, h("dt", {}, name), h("dd", {}, request.headers.get(name) ?? ""))),
    );
    const loaded = editor.baseline ?? "";
    const isProved = "links" in JSON.parse(loaded) && !("links" in JSON.parse(sent));
    speak(proof, () => (isProved ? say("request.links") : ""));
    const known = new Set(loaded.split("\n").map((one) => one.replace(/,$/, "")));
    const lines = sent.split("\n");
    const marks = lines.map((one) => !known.has(one.replace(/,$/, "")));
    speak(changed, () => say("request.changed", { n: marks.filter(Boolean).length }));
    body.replaceChildren(...lines.flatMap((one, at) => [marks[at] ? h("mark", {}, one) : one, "\n"]));
    const mark = body.querySelector("mark");
    if (mark) body.scrollTop = mark.offsetTop - 48;
  }

  return {
    element: panel("request", none, line, headers, proof, changed, body),
    /** @type {typeof globalThis.fetch} */
    fetch: async (input, init) => {
      const request = new Request(input, init);
      if (request.method === "PUT") show(request, await request.clone().text());
      return fetch(request);
    },
  };
}

const events = ["load", "change", "before-save", "save", "conflict", "error", "auth-required", "telemetry"];

/** @param {Editor} editor */
export function createLog(editor) {
  const none = speak(h("p"), "log.none");
  const list = h("ol", { class: "log", tabindex: "0", "aria-labelledby": "panel-log" });
  const clear = speak(h("button", { type: "button" }), "log.clear");
  clear.addEventListener("click", () => {
    list.replaceChildren();
    none.hidden = false;
  });
  for (const name of events) {
    editor.addEventListener(`referral-${name}`, (event) => {
      none.hidden = true;
      const detail = h("code", {}, shortly(/** @type {CustomEvent} */ (event).detail));
      list.prepend(h("li", {}, h("strong", {}, event.type), " ", detail));
      if (list.childElementCount > 40) list.lastElementChild?.remove();
    });
  }
  return panel("log", none, list, clear);
}

/** @param {Record<string, unknown>} detail */
const shortly = (detail) =>
  Object.entries(detail)
    .filter(([, value]) => typeof value !== "function" && value !== undefined)
    .map(
      ([name, value]) =>
        `${name}: ${cut(typeof value === "number" ? String(Math.round(value)) : JSON.stringify(value))}`,
    )
    .join(", ");

/** @param {string} text */
const cut = (text) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
