// @ts-check
/**
 * The referrals in memory, as text, and the stamps (eTag, updatedDateTime) that each change gets.
 * Must never decide whether a change is allowed (put.js does), and never hold a member as a parsed value.
 */

import { readMembers, writeMembers } from "./members.js";

/** `before`: the members as they were before the last change. @typedef {{ id: string, text: string, members: Map<string, string>, eTag: string, before?: Map<string, string> }} Stored */
/** @typedef {{ seconds: number, count: number }} EtagSeed Unix seconds of the change, and how many there were before */

/**
 * Members that keep the server's value, or its absence, whatever a body says: those that the documentation gives to the
 * service, marks readOnly, or offers no way to change.
 */
const SERVER_OWNED = new Set(
  `id engagementId organizationId organizationName createdDateTime updatedDateTime expirationDateTime acceptedDateTime
  closedDateTime type qualification direction target inviteContext mpnId referralSource callToAction quality isSpam tags
  registrations registrationStatus createdVia lastModifiedVia lastRunId trackingInfo eTag links`.split(/\s+/),
);

/** @typedef {ReturnType<typeof createStore>} Store */

/** @param {string} name */
export function isServerOwned(name) {
  return SERVER_OWNED.has(name) || name.startsWith("@odata.");
}

/**
 * @param {{ documents: Iterable<string>, now: () => number, newEtag: (seed: EtagSeed) => string }} options
 */
export function createStore({ documents, now, newEtag }) {
  const seeds = [...documents];
  /** @type {Map<string, Stored>} by lower-case id, in the order of the documents */
  const referrals = new Map();
  let changes = 0;

  /** Both stamps of one moment: the eTags of the service hold the second of updatedDateTime. */
  function stamp() {
    changes += 1;
    const moment = now();
    const eTag = newEtag({ seconds: Math.floor(moment / 1000), count: changes });
    return { eTag, updatedDateTime: dateTime(moment, changes) };
  }

  function reset() {
    referrals.clear();
    for (const seed of seeds) {
      const stored = load(seed, () => stamp().eTag);
      const key = stored.id.toLowerCase();
      if (referrals.has(key)) throw new Error(`Two documents have the id ${stored.id}.`);
      referrals.set(key, stored);
    }
  }

  /**
   * The document after a PUT of these members: what the body leaves out is gone, what the server owns stays.
   * @param {Stored} stored
   * @param {ReadonlyMap<string, string>} sent
   */
  function replace(stored, sent) {
    const { eTag, updatedDateTime } = stamp();
    /** @type {Map<string, string>} */
    const members = new Map();
    for (const [name, raw] of stored.members) {
      const value = isServerOwned(name) ? raw : sent.get(name);
      if (value !== undefined) members.set(name, value);
    }
    for (const [name, raw] of sent) {
      if (!isServerOwned(name)) members.set(name, raw);
    }
    members.set("updatedDateTime", JSON.stringify(updatedDateTime));
    members.set("eTag", JSON.stringify(eTag));
    const next = { id: stored.id, text: writeMembers(members), members, eTag, before: stored.members };
    referrals.set(stored.id.toLowerCase(), next);
    return next;
  }

  /** @param {string} id */
  function find(id) {
    return referrals.get(id.toLowerCase());
  }

  reset();
  return { referrals, reset, replace, find };
}

/**
 * A document that has all that the service adds is kept byte for byte; what is missing is put where the service has it.
 * @param {string} seed
 * @param {() => string} freshEtag
 * @returns {Stored}
 */
function load(seed, freshEtag) {
  const members = new Map(readMembers(seed));
  const id = JSON.parse(members.get("id") ?? "null");
  if (typeof id !== "string" || id === "") throw new Error("A document has no id.");
  const complete = new Map([["@odata.context", JSON.stringify(CONTEXT)], ...members]);
  if (!complete.has("eTag")) complete.set("eTag", JSON.stringify(freshEtag()));
  if (!complete.has("links")) complete.set("links", linksOf(id, members.get("engagementId")));
  const eTag = JSON.parse(complete.get("eTag") ?? "null");
  if (typeof eTag !== "string") throw new Error(`The eTag of ${id} is not a string.`);
  const text = complete.size === members.size ? seed : writeMembers(complete);
  return { id, text, members: complete, eTag };
}

/** The public address, as in the documentation; a client must build its own URLs. */
const SERVICE = "https://api.partner.microsoft.com/v1.0/engagements/referrals";
const CONTEXT = `${SERVICE}/$metadata#Referrals/$entity`;

/**
 * @param {string} id
 * @param {string | undefined} engagementId raw text
 */
function linksOf(id, engagementId) {
  const filter = `engagementId eq '${JSON.parse(engagementId ?? '""')}'`;
  return JSON.stringify({
    relatedReferrals: { uri: `${SERVICE}?$filter=${filter}`, method: "GET" },
    self: { uri: `${SERVICE}/${id}`, method: "GET" },
  });
}

/**
 * Shaped like those of the service, and never the same twice: two groups hold the count of changes.
 * @param {EtagSeed} seed
 */
export function serviceEtag({ seconds, count }) {
  /** @param {number} value @param {number} digits */
  const hex = (value, digits) => value.toString(16).padStart(digits, "0").slice(-digits);
  return `"2500ec5a-0000-0800-${hex(Math.floor(count / 0x10000), 4)}-${hex(seconds, 8)}${hex(count, 4)}"`;
}

/**
 * UTC with seven fraction digits, as .NET writes it. JavaScript has three; the others come from the count of changes.
 * @param {number} epochMilliseconds
 * @param {number} count
 */
function dateTime(epochMilliseconds, count) {
  return new Date(epochMilliseconds).toISOString().replace("Z", `${String(count % 10000).padStart(4, "0")}Z`);
}
