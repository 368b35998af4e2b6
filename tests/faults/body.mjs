// @ts-check
/** 25 bodies that an answer may have. Where the answer is a success the PUT was carried out, unless the case says no. */

/** @import { Case } from "./play.mjs" */

/** Not the referral: never adopted, and read back. @param {string} name @param {string} fault @returns {Case} */
const readBack = (name, fault) => ({
  name,
  put: fault,
  ends: "saved readback",
  sent: 1,
  load: ["unexpected-response"],
});

/** A success that was none: nothing is sent again. @param {string} name @param {string} fault @returns {Case} */
const unexpected = (name, fault) => ({
  name: `${name}, and nothing was carried out`,
  put: `status; code=200; commit=no, ${fault}`,
  ends: "unknown unexpected-response unchanged",
  holds: false,
  sent: 1,
});

/** An error whose body says nothing that can be used. @param {string} name @param {string} fault @param {string} [code] @returns {Case} */
const refused = (name, fault, code = "") => ({
  name: `400 with ${name}`,
  put: `status; code=400, ${fault}`,
  ends: `rejected 400 ${code}`.trim(),
  sent: 1,
});

/** @type {Case[]} */
export const BODY = [
  readBack("empty", "empty"),
  readBack("HTML", "html"),
  unexpected("HTML", "html"),
  {
    name: "HTML for everything",
    put: "html",
    get: "html",
    ends: "unknown unexpected-response unreadable",
    holds: true,
    sent: 1,
  },
  readBack("JSON string", "json-string"),
  readBack("JSON array", "json-array"),
  readBack("JSON null", "json-null"),
  unexpected("JSON null", "json-null"),
  readBack("another id", "other-id"),
  unexpected("another id", "other-id"),
  {
    name: "another id when it is read back",
    put: "status; code=503; commit=yes",
    get: "other-id",
    ends: "unknown status-503 unreadable",
    holds: true,
    sent: 1,
  },
  {
    name: "id in capitals",
    put: "id-case",
    ends: "saved response",
    sent: 1,
    changed: ["/id changed"],
    load: ["loaded"],
  },

  // A tag is needed before the next PUT: one that is missing is fetched.
  { name: "no eTag", put: "etag-missing", ends: "saved readback", sent: 1, load: ["loaded"] },
  {
    // Then the values alone tell.
    name: "no eTag when it is read back",
    put: "status; code=503; commit=yes",
    get: "etag-missing",
    ends: "saved readback",
    etag: null,
    sent: 1,
  },
  {
    name: "no eTag when it is read back, and nothing was carried out",
    put: ["status; code=503"],
    get: "etag-missing",
    ends: "saved response",
    sent: 2,
  },
  { name: "eTag is a number", put: "etag-number", ends: "saved readback", sent: 1, load: ["loaded"] },
  {
    name: "eTag differs between header and body",
    put: "etag-differs",
    ends: "saved response",
    sent: 1,
    told: { diagnostics: ["etag-mismatch"] },
    load: ["loaded"],
  },
  {
    name: "eTag unchanged",
    put: "etag-unchanged",
    ends: "saved response",
    etag: "old",
    sent: 1,
    told: { diagnostics: ["etag-unchanged"] },
  },

  {
    name: "a member is missing",
    put: "field-dropped",
    ends: "saved response",
    sent: 1,
    changed: ["/customerProfile removed"],
  },
  { name: "a member more", put: "field-added", ends: "saved response", sent: 1, changed: ["/loyaltyTier added"] },

  refused("an error that is a string", "odd-error", "busy"),
  refused("an error that is null", "odd-error; error=null"),
  refused("an error of other types", 'odd-error; error="{\\"code\\":5,\\"innererror\\":[]}"'),
  refused("the gateway's body", "gateway"),
  refused("HTML", "html"),
  refused("nothing", "empty"),
  refused("half of it", "malformed"),
  { name: "503 with the gateway's body", put: ["status; code=503, gateway"], ends: "saved response", sent: 2 },
  {
    name: "400, 5,000 levels deep",
    put: "status; code=400, deep-error",
    ends: "rejected 400",
    sent: 1,
    load: ["unexpected-response"],
  },
  {
    name: "200, 5,000 levels deep",
    put: "deep-error",
    ends: "saved readback",
    sent: 1,
    load: ["unexpected-response"],
  },
  {
    name: "50 MB",
    put: "huge",
    limits: { timeoutMs: 10_000, deadlineMs: 30_000 },
    ends: "saved readback",
    sent: 1,
    load: ["too-large"],
  },
  { name: "byte order mark", put: "bom", ends: "saved response", sent: 1, load: ["loaded", "loaded"] },
  readBack("UTF-16", "utf-16"),
  readBack("not UTF-8", "invalid-utf-8"),
  {
    name: "half a surrogate pair, escaped",
    put: "lone-surrogate",
    ends: "saved response",
    sent: 1,
    changed: ["/name added"],
    load: ["loaded"],
  },
];

/**
 * Tags that no If-Match can hold are as good as none, and a text that cannot be sent back is not the referral: what was saved
 * is read back, so that the next edit can be saved. Where they come with a reading, the values alone tell.
 * @type {Case[]}
 */
export const UNUSABLE = [
  { name: "eTag is weak", put: "etag-weak", ends: "saved readback", sent: 1 },
  { name: "eTag is *", put: "etag-star", ends: "saved readback", sent: 1 },
  { name: "eTag of 10 KB", put: "etag-long", ends: "saved readback", sent: 1 },
  { name: "eTag holds a line break", put: "etag-crlf", ends: "saved readback", sent: 1 },
  { name: "a member occurs twice", put: "duplicate-keys", ends: "saved readback", sent: 1 },
  {
    name: "eTag is weak when it is read back, and nothing was carried out",
    put: ["status; code=503"],
    get: "etag-weak",
    ends: "saved response",
    sent: 2,
  },
  {
    name: "eTag is weak when it is read back, 412 for ever",
    put: "status; code=412",
    get: "etag-weak",
    ends: "notSaved etag-rejected 412",
    sent: 1,
  },
];
