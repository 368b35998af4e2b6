// @ts-check
// Where a draft lies: checks what a caller gives as its key, and makes a name of it that no other draft has.
// Must never let anything secret into a name: an address with credentials or a query is refused.

import { ReferralError } from "../error.js";

/** @import { StoreKind } from "../drafts.d.ts" */

/**
 * A key that was checked.
 * @typedef {object} Place
 * @property {StoreKind} kind
 * @property {string} name of the record in its store
 * @property {string} id of the referral
 * @property {string | undefined} baseUrl as it was given
 */

/** What the name of every record of ours begins with. */
export const PREFIX = "referral-editor:draft:";

/** What the rest of the package takes where nothing is said (src/put/url.rs). */
const DEFAULT_BASE_URL = "https://api.partner.microsoft.com/v1.0";

/**
 * @param {unknown} key
 * @returns {Place}
 */
export function placeOf(key) {
  const { id, user, baseUrl, storage = "session" } = membersOf(key, "The key", ["id", "user", "baseUrl", "storage"]);
  if (typeof id !== "string" || !/^[A-Za-z0-9_-]{1,128}$/.test(id)) {
    throw new ReferralError("argument", "The key's id has to be that of a referral.");
  }
  if (typeof user !== "string" || user.trim() === "") {
    throw new ReferralError("argument", "The key's user has to tell apart the people who sign in on this machine.");
  }
  if (storage !== "session" && storage !== "local" && storage !== "indexeddb") {
    throw new ReferralError("argument", 'The key\'s storage has to be "session", "local" or "indexeddb".');
  }
  const name = PREFIX + JSON.stringify([apiOf(baseUrl), user, sameId(id)]);
  return { kind: storage, name, id, baseUrl: /** @type {string | undefined} */ (baseUrl) };
}

/**
 * The members of something that a caller gives. Whatever a getter or a Proxy throws is misuse.
 * @param {any} value
 * @param {string} what it is, for the message
 * @param {string[]} [names] left out: all of them
 * @returns {Record<string, unknown>}
 */
export function membersOf(value, what, names) {
  if (typeof value !== "object" || value === null) {
    throw new ReferralError("argument", `${what} has to be an object.`);
  }
  try {
    return Object.fromEntries((names ?? Object.keys(value)).map((name) => [name, value[name]]));
  } catch (cause) {
    throw new ReferralError("argument", `${what} cannot be read.`, { cause });
  }
}

/**
 * The API in one spelling: origin and path, without a slash at its end.
 * @param {unknown} baseUrl
 */
export function apiOf(baseUrl = DEFAULT_BASE_URL) {
  const isAddress =
    typeof baseUrl === "string" &&
    /^(?:\/|(?:https?:\/\/[^/]+)?(?:\/[^/]+)*\/?)$/.test(baseUrl) &&
    /^[!-~]+$/.test(baseUrl) &&
    !/[\\?#%@<>"{}|^`]/.test(baseUrl);
  try {
    if (isAddress) {
      // A host without a page, or a frame without an origin, has no store either; then any origin does.
      const page = globalThis.location?.origin ?? "";
      const { origin, pathname } = new URL(baseUrl, page.startsWith("http") ? page : "http://localhost");
      return origin + pathname.replace(/\/$/, "");
    }
  } catch {
    // No URL: as good as none.
  }
  throw new ReferralError(
    "argument",
    "The baseUrl has to be an https address or a path, without credentials or query.",
  );
}

/**
 * GUIDs are the same in capitals and in small letters; other ids are not.
 * @param {string} id
 */
function sameId(id) {
  return /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i.test(id) ? id.toLowerCase() : id;
}
