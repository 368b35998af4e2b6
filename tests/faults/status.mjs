// @ts-check
/** The 47 statuses of an answer to the PUT, each as the decision table has it; those that leave a doubt also as a commit. */

/** @import { Case } from "./play.mjs" */

/** Surely not carried out, and nothing follows. @param {number} status @param {string} reason @param {[string, string?]} [load] @returns {Case} */
const stops = (status, reason, load) => ({
  name: `${status}`,
  put: `status; code=${status}`,
  ends: `notSaved ${reason} ${status}`,
  sent: 1,
  ...(load === undefined ? {} : { load }),
});

/** A page does not see which one it was. @param {number} status @param {string} [location] @returns {Case} */
const redirects = (status, location = "same") => ({
  name: `${status} to the ${location} origin`,
  put: `status; code=${status}; location=${location}`,
  ends: `notSaved redirected ${status}`,
  inPage: { ends: "notSaved redirected" },
  sent: 1,
  load: ["unexpected-response"],
});

/** What nobody knows the fate of: it is read back before it is sent again. @param {number} status @param {[string, string?]} [load] @returns {Case[]} */
const doubtful = (status, load) => [
  {
    name: `${status}, committed`,
    put: `status; code=${status}; commit=yes`,
    ends: "saved readback",
    sent: 1,
    // After 408 a browser may send again by itself.
    ...(status === 408 ? { inPage: { sent: [1, 2] } } : {}),
    ...(load === undefined ? {} : { load }),
  },
  { name: `${status}, not committed, once`, put: [`status; code=${status}`], ends: "saved response", sent: 2 },
  {
    name: `${status}, not committed, always`,
    put: `status; code=${status}`,
    ends: `unknown status-${status} unchanged`,
    holds: false,
    sent: 2,
    ...(status === 408 ? { inPage: { sent: [2, 4] } } : {}),
  },
];

const LOST = { "/status": "Closed", "/substatus": "Lost" };
const THEIRS = { "/details/notes": "theirs" };

/** @type {Case[]} */
export const STATUS = [
  { name: "200", put: "status; code=200", ends: "saved response", sent: 1, load: ["loaded", "loaded"] },
  { name: "201", put: "status; code=201", ends: "saved response", sent: 1 },
  { name: "202, committed", put: "status; code=202", ends: "saved readback", sent: 1 },
  {
    name: "202, and nothing comes of it",
    put: "status; code=202; commit=no",
    ends: "unknown status-202 unchanged",
    holds: false,
    sent: 1,
  },
  { name: "204", put: "status; code=204", ends: "saved readback", sent: 1, load: ["unexpected-response"] },
  {
    name: "204, and nothing can be read",
    put: "status; code=204",
    get: "status; code=503",
    ends: "saved response",
    etag: null,
    sent: 1,
  },
  { name: "206", put: "status; code=206", ends: "saved readback", sent: 1, load: ["unexpected-response"] },

  { ...stops(300, "redirected", ["unexpected-response"]) },
  redirects(301),
  redirects(302),
  redirects(303),
  { ...stops(304, "redirected", ["unexpected-response"]) },
  redirects(307),
  redirects(307, "cross"),
  redirects(308),

  { name: "400", put: "status; code=400", ends: "rejected 400 invalidRequest", sent: 1 },
  {
    name: "401 once",
    put: ["token-expired"],
    ends: "saved response",
    sent: 2,
    asked: ["initial", "expired"],
    load: ["unauthenticated", "loaded"],
  },
  {
    name: "401 for ever",
    put: "token-expired",
    ends: "notSaved unauthenticated 401",
    sent: 2,
    asked: ["initial", "expired"],
  },
  {
    name: "401 for ever, the same token",
    put: "status; code=401",
    ends: "notSaved unauthenticated 401",
    sent: 1,
    asked: ["initial", "expired"],
  },
  {
    name: "401 claims",
    put: ["claims, token-expired"],
    ends: "saved response",
    sent: 2,
    asked: ["initial", "claims"],
    load: ["unauthenticated", "loaded"],
  },
  { ...stops(403, "forbidden", ["forbidden"]) },
  {
    name: "403 claims",
    put: ["claims; code=403, token-expired"],
    ends: "saved response",
    sent: 2,
    asked: ["initial", "claims"],
    load: ["forbidden", "loaded"],
  },
  {
    name: "403 claims, as the documentation spells them, for ever",
    put: "claims; code=403; spelling=insufficent_claims; exposed=no, token-expired",
    ends: "notSaved forbidden 403",
    sent: 2,
    asked: ["initial", "claims"],
  },
  stops(404, "gone", ["gone", "gone"]),
  stops(405, "unsupported"),
  stops(406, "unsupported"),
  ...doubtful(408),

  {
    name: "409 resourceModified, by somebody else",
    put: ["colleague, status; code=409"],
    edits: { "/details/dealValue": 7 },
    ends: "saved response",
    sent: 2,
    changed: ["/details/notes changed"],
  },
  { name: "409 resourceModified, for ever", put: "status; code=409", ends: "notSaved etag-rejected 409", sent: 1 },
  {
    name: "409 preconditionFailed, our own write",
    put: "status; code=409; error=preconditionFailed; commit=yes",
    ends: "saved readback",
    sent: 1,
  },
  {
    name: "409 of another kind",
    put: "status; code=409; error=generalException",
    ends: "rejected 409 generalException",
    sent: 1,
  },
  stops(410, "gone", ["gone", "gone"]),
  stops(411, "unsupported"),

  // This copy was not applied; an earlier one may have been.
  { name: "412 of our own write", put: "resent", ends: "saved readback", sent: 2, attempts: 1 },
  {
    name: "412, another field",
    put: ["colleague; field=other"],
    edits: { "/details/dealValue": 7 },
    ends: "saved response",
    sent: 2,
    changed: ["/details/notes changed"],
  },
  {
    name: "412, the same field",
    put: ["colleague; field=same"],
    ends: "conflict /details/notes both-changed",
    sent: 1,
  },
  {
    name: "412, the same value",
    put: [`colleague; set="${JSON.stringify(THEIRS).replaceAll('"', '\\"')}"`],
    edits: THEIRS,
    ends: "saved readback",
    sent: 1,
  },
  {
    // Status and substatus are one value, and both changed it.
    name: "412, closed in another way",
    put: [`colleague; set="${JSON.stringify(LOST).replaceAll('"', '\\"')}"`],
    edits: { "/status": "Closed", "/substatus": "Won" },
    ends: "conflict /status both-changed, /substatus both-changed",
    sent: 1,
  },
  {
    name: "412, another field, then 503 for ever",
    put: ["colleague; field=other", "status; code=503", "status; code=503"],
    edits: { "/details/dealValue": 7 },
    ends: "unknown status-503 unchanged",
    holds: false,
    sent: 3,
  },
  {
    name: "412, and the referral is not found any more",
    put: ["colleague; field=other"],
    get: "status; code=404",
    edits: { "/details/dealValue": 7 },
    ends: "unknown precondition-failed unreadable",
    holds: false,
    sent: 1,
  },
  {
    name: "412 in each round",
    put: "colleague; field=other",
    edits: { "/details/dealValue": 7 },
    ends: "conflict",
    sent: 6,
  },
  { name: "412 for ever", put: "status; code=412", ends: "notSaved etag-rejected 412", sent: 1 },
  {
    name: "412, and nothing can be read",
    put: "resent",
    get: "cut",
    ends: "unknown precondition-failed unreadable",
    holds: true,
    sent: 2,
    attempts: 1,
  },

  stops(413, "too-large"),
  stops(415, "unsupported"),
  stops(416, "unsupported"),
  { name: "422", put: "status; code=422", ends: "rejected 422 invalidRequest", sent: 1 },
  { name: "423 once", put: ["status; code=423"], ends: "saved response", sent: 2, pause: [500, 1000] },
  { name: "423 for ever", put: "status; code=423", ends: "notSaved locked 423", sent: 2 },
  stops(428, "precondition-required"),
  // Its Retry-After may be there and hidden: five seconds at least.
  {
    name: "429 once, no Retry-After",
    put: ["status; code=429"],
    ends: "saved response",
    sent: 2,
    pause: [5000, 5000],
    load: ["throttled", "loaded"],
  },
  {
    name: "429 for ever",
    put: "status; code=429, retry-after; value=1",
    ends: "notSaved throttled 429",
    sent: 2,
    pause: [1000, 1000],
  },
  {
    name: "429, no Retry-After, no time",
    put: "status; code=429",
    limits: { deadlineMs: 3000 },
    ends: "notSaved throttled 429",
    sent: 1,
  },
  stops(431, "unsupported"),
  stops(451, "unsupported"),

  ...doubtful(500, ["service", "loaded"]),
  stops(501, "unsupported", ["service"]),
  ...doubtful(502, ["service", "loaded"]),
  ...doubtful(503, ["service", "loaded"]),
  ...doubtful(504, ["service", "loaded"]),
  {
    name: "503, committed, and the token expires before it is read back",
    put: "status; code=503; commit=yes",
    get: ["token-expired"],
    ends: "saved readback",
    sent: 1,
    asked: ["initial", "expired"],
  },
  {
    name: "503, committed, and too many requests before it is read back",
    put: "status; code=503; commit=yes",
    get: ["status; code=429, retry-after; value=1"],
    ends: "saved readback",
    sent: 1,
  },
  stops(505, "unsupported", ["service"]),
  { name: "507", put: "status; code=507", ends: "notSaved storage 507", sent: 1 },
  { name: "507, committed", put: "status; code=507; commit=yes", ends: "saved readback", sent: 1 },
  {
    name: "509 once",
    put: ["status; code=509, retry-after; value=1"],
    ends: "saved response",
    sent: 2,
    pause: [1000, 1000],
    load: ["throttled", "loaded"],
  },
  {
    name: "509 for ever",
    put: "status; code=509, retry-after; value=3600",
    ends: "notSaved throttled 509",
    sent: 1,
    retryAt: 3_600_000,
  },
  ...doubtful(511),
];
