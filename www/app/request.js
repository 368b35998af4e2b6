// @ts-check
// The exact request that Save sends, prepared by the package from the draft as it is at this moment.

import { isReferralError, preparePut, stripLinks } from "referral-editor";
import { h, newId } from "./dom.js";
import { sentenceOf } from "./findings.js";
import { isTextKey, onLanguage, say, speak } from "./texts.js";

/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {import("referral-editor").PutRequest} PutRequest */

/** The id of a request is made when it is sent: the one of this preview is never used, and so not shown. @param {string} baseUrl */
export function createRequestPanel(baseUrl) {
  /** @type {Draft | undefined} */
  let draft;
  /** @type {Set<string | null>} the lines that are marked now */
  let marked = new Set();
  const id = newId("request");
  const lead = h("p", { class: "panel-lead" });
  const problems = h("ul", { class: "request-problems" });
  const line = h("p", { class: "request-line" });
  const headers = h("dl", { class: "request-headers" });
  const bodyTitle = speak(h("h4", { class: "panel-subtitle", id: `${id}-body` }), () => say("request.body"));
  const body = h("pre", { class: "code", tabindex: "0", role: "region" });
  const token = speak(h("p", { class: "hint" }), () => say("request.token"));
  const shown = h("div", { class: "request-shown" }, line, headers, token, bodyTitle, body);
  const element = h("section", { class: "card panel", "aria-labelledby": id });
  element.append(
    speak(h("h3", { class: "card-title", id }), () => say("section.request")),
    lead,
    problems,
    shown,
  );
  onLanguage(body, () => body.setAttribute("aria-label", say("request.bodyName")));
  onLanguage(element, render);

  function render() {
    if (!draft) return;
    const typedProblems = draft.problems.map(({ problem }) => say(problem));
    const prepared = typedProblems.length > 0 ? typedProblems : prepare(draft, baseUrl);
    const blocked = Array.isArray(prepared);
    lead.textContent = say(blocked ? "request.blocked" : draft.changed.length > 0 ? "request.lead" : "request.clean");
    problems.hidden = !blocked;
    shown.hidden = blocked;
    problems.replaceChildren(...(blocked ? prepared.map((text) => h("li", {}, text)) : []));
    if (!blocked) showRequest(prepared, draft.base.text);
  }

  /** @param {PutRequest} request @param {string} base */
  function showRequest(request, base) {
    const url = new URL(request.url, location.href).href;
    line.replaceChildren(h("strong", {}, request.method), " ", h("span", { class: "request-url" }, url));
    headers.replaceChildren(
      ...Object.entries(request.headers)
        .filter(([name]) => name !== "client-request-id")
        .map(([name, value]) => h("div", {}, h("dt", {}, name), h("dd", {}, value))),
    );
    const { scrollTop } = body;
    body.replaceChildren(...markedLines(request.body, stripLinks(base)));
    body.scrollTop = scrollTop;
    showNewMark();
  }

  /** Scrolls within the body to the line that was changed last. */
  function showNewMark() {
    const marks = [...body.querySelectorAll("mark")];
    const fresh = marks.find((mark) => !marked.has(mark.textContent));
    marked = new Set(marks.map((mark) => mark.textContent));
    if (!fresh) return;
    const isAbove = fresh.offsetTop < body.scrollTop;
    const isBelow = fresh.offsetTop + fresh.offsetHeight > body.scrollTop + body.clientHeight;
    if (isAbove || isBelow) body.scrollTop = fresh.offsetTop - body.clientHeight / 3;
  }

  return {
    element,
    /** @param {Draft} next */
    update(next) {
      draft = next;
      render();
    },
  };
}

/** The request, or the sentences that say why there is none. @param {Draft} draft @param {string} baseUrl @returns {PutRequest | string[]} */
function prepare(draft, baseUrl) {
  try {
    return preparePut(draft.text, { base: draft.base.text, baseUrl });
  } catch (error) {
    if (!isReferralError(error)) throw error;
    const errors = (error.findings ?? []).filter((finding) => finding.severity === "error");
    if (errors.length > 0) return errors.map((finding) => sentenceOf(finding, draft));
    const key = `request.${error.code}`;
    return [say(isTextKey(key) ? key : "request.other", { code: error.code })];
  }
}

/** The text, with the lines marked that the loaded document does not have. @param {string} text @param {string} loaded @returns {(Node | string)[]} */
function markedLines(text, loaded) {
  const known = new Set(loaded.split("\n"));
  if (known.size === 1) return [text];
  const lines = text.split("\n");
  return lines.flatMap((line, at) => {
    const end = at < lines.length - 1 ? "\n" : "";
    return known.has(line) ? [line + end] : [h("mark", {}, line), end];
  });
}
