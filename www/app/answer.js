// @ts-check
// What the server answered to the last save: one sentence that is true, what the server changed, and the details that
// support asks for. Sentences of the service are never shown: they are not written for people.

import { h, newId } from "./dom.js";
import { fieldOfTarget } from "./fields.js";
import { clock } from "./format.js";
import { isTextKey, onLanguage, say, speak } from "./texts.js";
import { changeList } from "./values.js";

/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("referral-editor").Outcome} Outcome */

/**
 * The end of a save. `threw` holds the code when the package refused the call.
 * @typedef {object} Answer
 * @property {Outcome | { type: "threw", code: string }} outcome
 * @property {number} at
 * @property {string[]} homeless
 * @property {boolean} merged what somebody else saved meanwhile is in the saved version, too
 * @property {boolean} since something was typed while the save was under way
 */

/** @param {Answer} answer @param {Draft} draft */
export function sentenceOfAnswer({ outcome, at, merged }, draft) {
  const time = clock(at);
  switch (outcome.type) {
    case "saved":
      if (merged) return say("saved.merged", { time });
      return say(outcome.etag === null ? "saved.noEtag" : `saved.${outcome.verifiedBy}`, { time });
    case "conflict":
      return say("conflict.verdict");
    case "invalid":
      return say("invalid.lead");
    case "rejected":
      return sentenceOfRefusal(outcome.target, draft);
    case "notSaved":
      return sentenceOfNotSaved(outcome);
    case "unknown":
      return say(`unknown.${outcome.lastSeen}`);
    default:
      return say("unknown.threw");
  }
}

/** @param {string | undefined} target @param {Draft} draft */
function sentenceOfRefusal(target, draft) {
  if (!target) return say("rejected.plain");
  return fieldOfTarget(draft.fields, target) ? say("rejected.field") : say("rejected.other", { target });
}

/** @param {{ reason: string, retryAt?: number }} outcome */
function sentenceOfNotSaved({ reason, retryAt }) {
  if (reason === "throttled" && retryAt) return say("notSaved.throttledUntil", { time: clock(retryAt, true) });
  const key = `notSaved.${reason}`;
  return say(isTextKey(key) ? key : "notSaved.other");
}

export function createAnswerPanel() {
  /** @type {{ answer: Answer, draft: Draft } | undefined} */
  let last;
  const id = newId("answer");
  const content = h("div", { class: "answer" });
  const element = h("section", { class: "card panel", "aria-labelledby": id });
  element.append(
    speak(h("h3", { class: "card-title", id }), () => say("section.answer")),
    content,
  );
  onLanguage(content, render);

  function render() {
    const open = new Set([...content.querySelectorAll("details[open]")].map((one) => one.getAttribute("data-part")));
    if (last) content.replaceChildren(...partsOf(last.answer, last.draft));
    else content.replaceChildren(h("p", { class: "panel-lead" }, say("answer.none")));
    for (const part of content.querySelectorAll("details")) part.open = open.has(part.getAttribute("data-part"));
  }

  return {
    element,
    /** @param {Answer} answer @param {Draft} draft */
    show(answer, draft) {
      last = { answer, draft };
      render();
    },
    clear() {
      last = undefined;
      render();
    },
  };
}

/** @param {Answer} answer @param {Draft} draft */
function partsOf(answer, draft) {
  const { outcome } = answer;
  const tone = { saved: "good", conflict: "warn", unknown: "warn" }[/** @type {string} */ (outcome.type)] ?? "bad";
  /** @type {HTMLElement[]} */
  const parts = [h("p", { class: `verdict verdict-${tone}` }, sentenceOfAnswer(answer, draft))];
  if (outcome.type === "saved") parts.push(...savedParts(outcome, draft));
  if (answer.since) parts.push(h("p", {}, say("saved.since")));
  for (const text of answer.homeless) parts.push(h("p", {}, say("saved.homeless", { text })));
  return [...parts, details("details", say("answer.details"), factList(factsOf(answer)))];
}

/** @param {Extract<Outcome, { type: "saved" }>} outcome @param {Draft} draft */
function savedParts({ json, serverChanged }, draft) {
  const text = h("pre", { class: "code", tabindex: "0", role: "region", "aria-label": say("answer.document") }, json);
  const document = details("document", say("answer.document"), text);
  if (serverChanged.length === 0) return [h("p", {}, say("saved.exact")), document];
  return [h("p", {}, say("saved.changed")), changeList(serverChanged, draft), document];
}

/** @param {string} part @param {string} title @param {Node} content */
const details = (part, title, content) => h("details", { "data-part": part }, h("summary", {}, title), content);

/** @param {Answer} answer @returns {[string, string | number | undefined | null][]} */
function factsOf({ outcome, at }) {
  /** @type {[string, string | number | undefined | null][]} */
  const facts = [[say("answer.outcome"), outcome.type]];
  if ("reason" in outcome) facts.push([say("answer.reason"), outcome.reason]);
  if ("lastSeen" in outcome) facts.push([say("answer.lastSeen"), outcome.lastSeen]);
  if ("status" in outcome) facts.push([say("answer.status"), outcome.status]);
  if ("code" in outcome) facts.push([say("answer.code"), outcome.code]);
  if ("target" in outcome) facts.push([say("answer.target"), outcome.target]);
  if ("etag" in outcome) facts.push([say("answer.etag"), outcome.etag]);
  if ("diagnostics" in outcome) facts.push([say("answer.diagnostics"), outcome.diagnostics?.join(", ")]);
  if ("attempts" in outcome) {
    facts.push([say("answer.attempts"), outcome.attempts]);
    facts.push([say("answer.clientRequestId"), outcome.clientRequestId]);
    facts.push([say("answer.requestId"), outcome.requestId]);
  }
  return [...facts, [say("answer.time"), new Date(at).toISOString()]];
}

/** @param {[string, string | number | undefined | null][]} facts */
function factList(facts) {
  const list = h("dl", { class: "technical" });
  for (const [name, value] of facts) {
    if (value === undefined || value === null || value === "") continue;
    list.append(h("div", {}, h("dt", {}, name), h("dd", { dir: "ltr" }, String(value))));
  }
  return list;
}
