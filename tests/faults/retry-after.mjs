// @ts-check
/**
 * 13 texts of Retry-After, after 429 (surely not carried out) and 503 (nobody knows). Never earlier than told, never sooner
 * than the own delay: half a second to a second before the first retry, five seconds after a 429 that tells nothing.
 */

/** @import { Case } from "./play.mjs" */

/** @typedef {[least: number, most: number]} Range */

/** @type {Range} */
const OWN = [500, 1000];
/** @type {Range} */
const UNTOLD = [5000, 5000];

/** @param {string} name @param {string} fault @param {Range} after429 @param {Range} after503 @returns {Case[]} */
const waits = (name, fault, after429, after503) => [
  { name: `${name}, 429`, put: [`status; code=429, ${fault}`], ends: "saved response", sent: 2, pause: after429 },
  { name: `${name}, 503`, put: [`status; code=503, ${fault}`], ends: "saved response", sent: 2, pause: after503 },
];

/** Longer than the whole save may take: told, not waited for. @param {string} value @param {number} retryAt @returns {Case[]} */
const isTold = (value, retryAt) => [
  {
    name: `${value}, 429`,
    put: `status; code=429, retry-after; value=${value}`,
    ends: "notSaved throttled 429",
    sent: 1,
    retryAt,
  },
  {
    name: `${value}, 423`,
    put: `status; code=423, retry-after; value=${value}`,
    ends: "notSaved locked 423",
    sent: 1,
    retryAt,
  },
  {
    name: `${value}, 503`,
    put: `status; code=503, retry-after; value=${value}`,
    ends: "unknown status-503 unchanged",
    holds: false,
    sent: 1,
  },
  {
    name: `${value}, 503, committed`,
    put: `status; code=503; commit=yes, retry-after; value=${value}`,
    ends: "saved readback",
    sent: 1,
  },
];

/** Timers hold no more. */
const MOST_MS = 2_147_483_647;

/** @type {Case[]} */
export const RETRY_AFTER = [
  ...waits("0", "retry-after; value=0", OWN, OWN),
  ...waits("1", "retry-after; value=1", [1000, 1000], [1000, 1000]),
  // A date has no fractions of a second.
  ...waits("a date in two seconds", "retry-after; date=2", [1000, 2000], [1000, 2000]),
  ...waits("a date that is past", "retry-after; date=-60", [500, 5000], OWN),
  ...waits("a date of RFC 850", "retry-after; date=2; form=rfc850", [1000, 2000], [1000, 2000]),
  ...waits("a date of asctime", "retry-after; date=2; form=asctime", [1000, 2000], [1000, 2000]),
  ...waits("-5", "retry-after; value=-5", UNTOLD, OWN),
  ...waits("1.5", "retry-after; value=1.5", UNTOLD, OWN),
  ...isTold("2592000", MOST_MS),
  ...isTold("99999999999999999999", MOST_MS),
  ...waits("soon", "retry-after; value=soon", UNTOLD, OWN),
  ...waits("empty", 'retry-after; value=""', UNTOLD, OWN),
  ...waits("two headers", "retry-after; value=1; second=60", UNTOLD, OWN),
];
