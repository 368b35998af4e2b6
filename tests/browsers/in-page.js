// @ts-check
// What a page of these tests runs: the package, as any page loads it, and the calls that a case asks for.

/** @import { callsWith, consoleSaid } from "../faults/calls.mjs" */

const paths = { referral: "/dist/browser.js", calls: "/faults/calls.mjs" };

/** @type {string[]} */
const rejections = [];
addEventListener("unhandledrejection", (event) => rejections.push(String(event.reason)));

const referral = /** @type {typeof import("referral-editor")} */ (await import(paths.referral));
const calls = /** @type {{ callsWith: typeof callsWith, consoleSaid: typeof consoleSaid }} */ (
  await import(paths.calls)
);

/** By the number of the case: many are played at once. @type {Map<number, ReturnType<typeof callsWith>>} */
const cases = new Map();

const page = {
  referral,

  /** The code of what init() rejects with; nothing when it does not. */
  started: referral.default().then(
    () => undefined,
    (error) => String(error.code),
  ),

  /** @param {number} number */
  calls(number) {
    const known = cases.get(number) ?? calls.callsWith(referral);
    cases.set(number, known);
    return known;
  },

  unhandled: () => rejections.splice(0),
  said: calls.consoleSaid,
};

/** @typedef {typeof page} InPage */

Object.assign(globalThis, { page });
