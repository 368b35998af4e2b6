// @ts-check
/** What only a browser does: it sends again by itself, asks before it sends, and hides answers. */

/** @import { Case } from "../faults/play.mjs" */

const unreadable = { diagnostics: ["response-unreadable"] };

/**
 * The connection has carried a request before, so the browser sends the PUT again when it ends, and says nothing of it: what
 * the page sees after a commit is the 412 of its own write.
 * @type {Case[]}
 */
export const REUSED = [
  { name: "commit and FIN, reused", put: ["cut"], reused: true, ends: "saved readback", sent: 2, attempts: 1 },
  { name: "commit and RST, reused", put: ["cut; how=rst"], reused: true, ends: "saved readback", sent: 2, attempts: 1 },
  {
    name: "drop before headers read, reused",
    put: ["drop"],
    reused: true,
    ends: "saved response",
    sent: 2,
    attempts: 1,
  },
  {
    name: "drop with RST before headers read, reused",
    put: ["drop; how=rst"],
    reused: true,
    ends: "saved response",
    sent: 2,
    attempts: 1,
  },
  {
    name: "commit and FIN, whatever is sent again",
    put: "cut",
    ends: "saved readback",
    sent: [1, 3],
    told: unreadable,
  },
  {
    name: "drop, whatever is sent again",
    put: "drop",
    ends: "unknown network unchanged",
    holds: false,
    sent: [2, 6],
    attempts: 2,
  },
  {
    name: "commit and FIN, and a part is taken back",
    put: ["cut"],
    get: ["colleague; field=revert"],
    edits: { "/details/notes": "typed", "/details/dealValue": 7 },
    ends: "conflict /details/notes reverted-after-unknown",
    sent: 2,
  },
  {
    name: "refused for somebody else's save, then commit and FIN on top of it",
    put: ["colleague; field=other", "cut"],
    edits: { "/details/dealValue": 7 },
    ends: "saved readback",
    sent: 3,
    changed: ["/details/notes changed"],
  },
  {
    name: "commit and FIN, and somebody saves on top",
    put: ["cut"],
    get: ["colleague; field=other"],
    edits: { "/details/dealValue": 7 },
    ends: "saved readback",
    sent: 2,
    changed: ["/details/notes changed"],
  },
];

/** @type {Case[]} */
export const CORS = [
  // Nothing was sent, which a page cannot know.
  {
    name: "preflight refused",
    preflight: "preflight-refused",
    ends: "unknown network unchanged",
    holds: false,
    sent: 0,
    attempts: 2,
  },
  {
    name: "preflight refused once",
    preflight: ["preflight-refused"],
    ends: "saved response",
    sent: 1,
    attempts: 2,
  },
  {
    name: "no CORS headers on the answer to the PUT",
    put: "no-cors",
    ends: "saved readback",
    sent: 1,
    told: unreadable,
  },
  {
    name: "no CORS headers on any answer",
    put: "no-cors",
    get: "no-cors",
    ends: "unknown network unreadable",
    holds: true,
    sent: 1,
  },
  // The one of the body is the first source.
  { name: "ETag not exposed", put: "unexposed; header=ETag", ends: "saved response", sent: 1, load: ["loaded"] },
  { name: "nothing exposed", put: "unexposed", ends: "saved response", sent: 1, load: ["loaded"] },
  {
    name: "ETag neither in the body nor exposed",
    put: "etag-missing, unexposed",
    ends: "saved readback",
    sent: 1,
  },
  // It is there and hidden: five seconds at least.
  {
    name: "Retry-After not exposed",
    put: ["status; code=429, retry-after; value=1, unexposed; header=Retry-After"],
    ends: "saved response",
    sent: 2,
    pause: [5000, 5000],
  },
  {
    name: "403 claims, and the challenge is not exposed",
    put: ["claims; code=403; exposed=no, token-expired"],
    ends: "saved response",
    sent: 2,
    asked: ["initial", "claims"],
  },
];

/** Over HTTP/2: whether the browser sends again differs, what became of the save does not. @type {Case[]} */
export const HTTP2 = [
  { name: "HTTP/2: a save", ends: "saved response", sent: 1 },
  { name: "HTTP/2: commit and GOAWAY", put: ["cut; how=goaway"], ends: "saved readback", sent: [1, 2] },
  { name: "HTTP/2: commit and REFUSED_STREAM", put: ["cut; how=refused-stream"], ends: "saved readback", sent: [1, 2] },
  { name: "HTTP/2: commit and RST_STREAM", put: ["cut; how=rst-stream"], ends: "saved readback", sent: [1, 2] },
  { name: "HTTP/2: commit and FIN", put: ["cut"], ends: "saved readback", sent: [1, 2] },
  { name: "HTTP/2: commit and RST", put: ["cut; how=rst"], ends: "saved readback", sent: [1, 2] },
  {
    name: "HTTP/2: REFUSED_STREAM, not committed",
    put: ["cut; how=refused-stream; commit=no"],
    ends: "saved response",
    sent: 2,
  },
  { name: "HTTP/2: drop before headers read", put: ["drop"], ends: "saved response", sent: 2 },
  { name: "HTTP/2: truncated", put: "truncated-chunked", ends: "saved readback", sent: 1, told: unreadable },
  {
    name: "HTTP/2: stall",
    put: "stall",
    limits: { timeoutMs: 700, deadlineMs: 6000 },
    ends: "saved readback",
    sent: 1,
  },
];
