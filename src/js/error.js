// @ts-check
// The one thing that is thrown. What is wrong with a referral, and how a save ended, are values.

export class ReferralError extends Error {
  /**
   * @param {string} code
   * @param {string} message
   * @param {{ findings?: unknown, paths?: unknown, cause?: unknown }} [more]
   */
  constructor(code, message, more = {}) {
    super(message, "cause" in more ? { cause: more.cause } : undefined);
    this.name = "ReferralError";
    this.code = code;
    if (more.findings) this.findings = more.findings;
    if (more.paths) this.paths = more.paths;
  }
}

/**
 * Also true for an error of another copy of the package.
 * @param {any} value
 */
export function isReferralError(value) {
  return (
    value instanceof Error && value.name === "ReferralError" && typeof (/** @type {any} */ (value).code) === "string"
  );
}

/**
 * What the module says; behind a `!` is what it wants to be thrown.
 * @template T
 * @param {T} said
 * @param {unknown} [cause]
 * @returns {T}
 */
export function checked(said, cause) {
  if (typeof said === "string" && said[0] === "!") {
    const { code, message, ...more } = JSON.parse(said.slice(1));
    throw new ReferralError(code, message, cause === undefined ? more : { ...more, cause });
  }
  return said;
}
