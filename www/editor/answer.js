// @ts-check
// How a save or a load ended, as one true sentence.

import { clock } from "./dates.js";
import { fieldOfTarget } from "./fields.js";
import { isTextKey } from "./texts.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("./texts.js").Texts} Texts */
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
    case "invalid":
      return texts.say("invalid.lead");
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
      const key = `notSaved.${reason}`;
      return texts.say(isTextKey(key) ? key : "notSaved.other");
    }
    case "unknown":
      return texts.say(`unknown.${outcome.lastSeen}`);
    default:
      return texts.say("unknown.threw");
  }
}

/** Why a referral could not be read. @param {string} code @param {Texts} texts */
export function sentenceOfLoad(code, texts) {
  const key = `open.${code}`;
  return texts.say(isTextKey(key) ? key : "open.other");
}

/** For support: what was sent and answered, by the names on the wire. @param {Ended} outcome @param {number} at */
export function factsOf(outcome, at) {
  const {
    json: _,
    merged: _m,
    current: _c,
    conflicts: _f,
    taken: _t,
    serverChanged: _s,
    findings: _i,
    retryAt: _r,
    ...facts
  } = /** @type {Record<string, unknown>} */ (/** @type {unknown} */ (outcome));
  const { type, clientRequestId, requestId, diagnostics, ...rest } = facts;
  return {
    outcome: type,
    ...rest,
    diagnostics: Array.isArray(diagnostics) ? diagnostics.join(", ") : undefined,
    "client-request-id": clientRequestId,
    "request-id": requestId,
    time: new Date(at).toISOString(),
  };
}

/** The state of the editor after a save. @param {Ended} outcome */
export function stateAfter(outcome) {
  if (outcome.type === "notSaved") {
    if (outcome.reason === "unauthenticated" || outcome.reason === "no-token") return "auth";
    if (outcome.reason === "forbidden" || outcome.reason === "gone") return "blocked";
    if (outcome.reason === "offline") return "offline";
    return outcome.reason === "aborted" ? "dirty" : "failed";
  }
  if (outcome.type === "saved" || outcome.type === "conflict") return outcome.type;
  return outcome.type === "invalid" || outcome.type === "rejected" ? "invalid" : "failed";
}
