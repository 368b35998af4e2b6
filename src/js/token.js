// @ts-check
// Asks the caller's function for tokens, once for all who ask the same at the same time.

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
export function askToken(getToken, question) {
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
