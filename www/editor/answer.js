// @ts-check
// How a save or a load ended, as one true sentence.

import { clock } from "./dates.js";
import { h } from "./dom.js";
import { fieldOfTarget } from "./fields.js";
import { copyText } from "./json-view.js";
import { isTextKey } from "./texts.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("referral-editor").Outcome} Outcome */
/** How a save ended. `threw`: the package refused the call. @typedef {Outcome | { type: "threw", code: string }} Ended */

/** @param {Ended} outcome @param {number} at @param {boolean} merged with what somebody else had saved @param {Ui} ui @returns {string} */
export function sentenceOfAnswer(outcome, at, merged, { draft, texts }) {
  const time = clock(texts.locale, at);
  switch (outcome.type) {
    case "saved":
      if (merged) return texts.say("saved.merged", { time });
      return texts.say(outcome.etag === null ? "saved.noEtag" : `saved.${outcome.verifiedBy}`, { time });
    case "conflict":
      return texts.say("conflict.title");
    case "rejected": {
      const { target } = outcome;
      if (!target) return texts.say("rejected.plain");
      return fieldOfTarget(draft.fields, target)
        ? texts.say("rejected.field")
        : texts.say("rejected.other", { target });
    }
    case "notSaved": {
      const { reason, retryAt } = outcome;
      if (reason === "throttled" && retryAt)
        return texts.say("notSaved.throttledUntil", { time: clock(texts.locale, retryAt, true) });
      const key = reason === "claims" ? "open.claims" : `notSaved.${reason}`;
      return texts.say(isTextKey(key) ? key : "notSaved.other");
    }
    case "unknown":
      return texts.say(`unknown.${outcome.lastSeen}`);
    default:
      return texts.say("unknown.threw");
  }
}

/**
 * For support: what was sent and answered, by the names on the wire, to be copied.
 * @param {Ended} outcome @param {number} at @param {Ui} ui
 */
export function technical(outcome, at, ui) {
  const said = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (outcome));
  const names = ["reason", "lastSeen", "status", "code", "target", "etag", "verifiedBy", "attempts", "diagnostics"];
  /** @type {[string, unknown][]} */
  const facts = [
    ["outcome", said.type],
    ...names.map((name) => /** @type {[string, unknown]} */ ([name, said[name]])),
    ["client-request-id", said.clientRequestId],
    ["request-id", said.requestId],
    ["time", new Date(at).toISOString()],
  ];
  const told = facts.filter(([, value]) => value !== undefined && value !== null && value !== "");
  const list = h("dl", { class: "technical", dir: "ltr" });
  for (const [name, value] of told) list.append(h("div", {}, h("dt", {}, name), h("dd", {}, String(value))));
  const copy = h("button", { type: "button" }, ui.texts.say("json.copy"));
  copy.addEventListener("click", () => copyText(told.map(([name, value]) => `${name}: ${value}`).join("\n"), ui));
  return fold("technical-details", ui.texts.say("banner.details"), list, copy);
}

/** @param {string} name @param {string} title @param {...Node} inside */
export const fold = (name, title, ...inside) => h("details", { class: name }, h("summary", {}, title), ...inside);

const final = /^(forbidden|gone|redirected|etag-rejected|precondition-required|too-large|unsupported)$/;

/** Whether the same save may end better the next time. @param {Ended} outcome */
export const isRetryable = (outcome) =>
  outcome.type === "unknown" || (outcome.type === "notSaved" && !final.test(outcome.reason));

/** The state of the editor after a save. @param {Ended} outcome */
export function stateAfter(outcome) {
  if (outcome.type === "notSaved") {
    if (/^(unauthenticated|no-token|claims)$/.test(outcome.reason)) return "auth";
    if (outcome.reason === "forbidden" || outcome.reason === "gone") return "blocked";
    if (outcome.reason === "offline") return "offline";
    return outcome.reason === "aborted" ? "dirty" : "failed";
  }
  if (outcome.type === "saved" || outcome.type === "conflict") return outcome.type;
  return outcome.type === "invalid" || outcome.type === "rejected" ? "invalid" : "failed";
}
