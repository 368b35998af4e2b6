// @ts-check
// referral-editor, by its public names only.

/** @typedef {Pick<typeof import("referral-editor"), "validate" | "preparePut" | "validateList">} Package */

/**
 * @param {Package} referralEditor
 * @returns {import("./candidate.mjs").Candidate}
 */
export function ours({ validate, preparePut, validateList }) {
  return {
    name: "referral-editor",
    verdict: (input) => validate(input),
    putBody(input) {
      try {
        return preparePut(input).body;
      } catch {
        return undefined;
      }
    },
    list: (input) => validateList(input),
  };
}
