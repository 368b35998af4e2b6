// @ts-check
// What a call needs of the platform besides fetch: identifiers, tokens, turns, time. No rule is here.

import { newGuid } from "./guid.js";
import { limited } from "./limit.js";
import { turn } from "./turn.js";

/** @typedef {{ reason: "initial" | "expired" | "claims", claims?: string }} Question */
/** @typedef {(question: Question) => string | Promise<string>} GetToken */

/**
 * The questions under way: saves that are refused together ask once.
 * @type {WeakMap<GetToken, Map<string, Promise<string>>>}
 */
const asked = new WeakMap();

/**
 * @param {GetToken} getToken
 * @param {Question} question
 */
function askToken(getToken, question) {
  if (question.reason === "initial") return getToken(question);
  const key = `${question.reason} ${question.claims ?? ""}`;
  const questions = asked.get(getToken) ?? new Map();
  asked.set(getToken, questions);
  let answer = questions.get(key);
  if (!answer) {
    answer = Promise.resolve(getToken(question));
    questions.set(key, answer);
    const forget = () => questions.delete(key);
    answer.then(forget, forget);
  }
  return answer;
}

/** Milliseconds on a clock that is never set, where there is one. */
const monotonic = () => Number(globalThis.performance?.now?.() ?? Date.now());

export const host = { newGuid, askToken, turn, limited, monotonic };
