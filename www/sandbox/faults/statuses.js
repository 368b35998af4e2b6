// @ts-check
/**
 * The statuses that `status` can answer with, and what the documentation has its errors say.
 * Must never hold a message that names a value of a referral.
 */

/** The codes of the documentation, and one that only its example has. */
export const CODES = /** @type {const} */ ([
  "accessDenied",
  "generalException",
  "invalidRequest",
  "itemNotFound",
  "preconditionFailed",
  "resourceModified",
  "serviceNotAvailable",
  "unauthenticated",
  "unAuthorized",
]);

/** @type {[code: (typeof CODES)[number], statuses: string][]} */
const ERRORS = [
  ["invalidRequest", "400 405 406 408 411 413 415 416 422 428 431"],
  ["unauthenticated", "401"],
  ["accessDenied", "403 423 451 511"],
  ["itemNotFound", "404 410"],
  ["resourceModified", "409"],
  ["preconditionFailed", "412"],
  ["serviceNotAvailable", "429 503 504 509"],
  ["generalException", "500 501 502 505 507"],
];

/** Status to error code, of every status that is an error. @type {ReadonlyMap<string, string>} */
export const ERROR_CODES = new Map(
  ERRORS.flatMap(([code, statuses]) => statuses.split(" ").map((status) => /** @type {const} */ ([status, code]))),
);

export const SUCCESSES = ["200", "201", "202", "204", "206"];
export const REDIRECTS = ["300", "301", "302", "303", "304", "307", "308"];
export const STATUSES = [...SUCCESSES, ...REDIRECTS, ...[...ERROR_CODES.keys()].sort()];
