// @ts-check
// What went wrong, for programs and for developers.

import { isReferralError } from "referral-editor";

/** A part of the editor itself did not come. */
export const notLoaded = new Error("referral-editor: a part of the editor could not be loaded");

/** @param {unknown} error */
export const codeOf = (error) => (isReferralError(error) ? error.code : error === notLoaded ? "load-failed" : "other");

/** How a call ends that was asked for another step of signing in, and did not get it. */
export const refusals = /^(forbidden|unauthenticated|no-token)$/;

/** @type {Record<string, string>} */
const advice = {
  "csp-blocked": " Add 'wasm-unsafe-eval' to script-src of the page's Content-Security-Policy.",
  network: " If the service answers no other origins (CORS), set base-url to a proxy of this one.",
};

/** Names the cause in the console, and no value of the referral. @param {string} what @param {string} code */
export const tellDevelopers = (what, code) => console.error(`referral-editor: ${what}: ${code}.${advice[code] ?? ""}`);
