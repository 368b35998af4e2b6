// @ts-check
/** The connection fails: 13 ways, most of them both before and after the server has carried the request out. */

/** @import { Case } from "./play.mjs" */

const quick = { timeoutMs: 700, deadlineMs: 6000 };
const unreadable = { diagnostics: ["response-unreadable"] };
const COMMITTED = { ends: "saved readback", sent: 1, told: unreadable };

/** In every host. @type {Case[]} */
export const CONNECTION = [
  // fetch() was called, and why it failed cannot be told: nothing is known of the server.
  {
    name: "refused",
    address: "refused",
    ends: "unknown network unreadable",
    holds: false,
    sent: 0,
    attempts: 1,
    load: ["network", "network"],
  },
  {
    name: "name not found",
    address: "unresolved",
    ends: "unknown network unreadable",
    holds: false,
    sent: 0,
    attempts: 1,
    load: ["network", "network"],
  },
  { name: "stall before headers, committed", put: "stall", limits: quick, ends: "saved readback", sent: 1 },
  {
    name: "stall before headers, not committed, once",
    put: ["stall; commit=no"],
    limits: quick,
    ends: "saved response",
    sent: 2,
    load: ["timeout", "loaded"],
  },
  {
    name: "stall before headers, not committed, always",
    put: "stall; commit=no",
    limits: quick,
    ends: "unknown timeout unchanged",
    holds: false,
    sent: 2,
  },
  {
    // At most one of the two lands: here the second, and the first comes in when all is over.
    name: "carried out after its sender gave up, and sent again before that",
    put: ["late; ms=3500"],
    limits: quick,
    ends: "saved response",
    sent: 1,
    attempts: 2,
  },
  {
    // Here the first, which comes in between the reading (at 700) and the second (at 1200 or later).
    name: "carried out after its sender gave up, and sent again after that",
    put: ["late; ms=950"],
    limits: quick,
    ends: "saved readback",
    sent: 2,
  },
  {
    name: "stall before headers, for everything",
    put: "stall",
    get: "stall",
    limits: { timeoutMs: 700, deadlineMs: 2000 },
    ends: "unknown timeout unreadable",
    holds: true,
    sent: 1,
  },
  {
    name: "stall in the body",
    put: "stall-body",
    limits: quick,
    ends: "saved readback",
    sent: 1,
    load: ["timeout", "loaded"],
  },
  {
    name: "one byte per second",
    put: "slow",
    limits: quick,
    ends: "saved readback",
    sent: 1,
    load: ["timeout", "loaded"],
  },
  { name: "truncated, with its length", put: "truncated-length", ...COMMITTED, load: ["network", "loaded"] },
  { name: "truncated, in chunks", put: "truncated-chunked", ...COMMITTED, load: ["network", "loaded"] },
  { name: "bad gzip", put: "bad-gzip", ...COMMITTED, load: ["network", "loaded"] },
];

/** Where a request is sent once, as Node does it. @type {Case[]} */
export const CUT_ONCE = [
  {
    name: "drop before headers read, once",
    put: ["drop"],
    ends: "saved response",
    sent: 2,
    load: ["network", "loaded"],
  },
  { name: "drop before headers read, with RST", put: ["drop; how=rst"], ends: "saved response", sent: 2 },
  {
    name: "drop before headers read, always",
    put: "drop",
    ends: "unknown network unchanged",
    holds: false,
    sent: 2,
  },
  { name: "commit and FIN", put: "cut", ...COMMITTED, load: ["network", "loaded"] },
  { name: "commit and RST", put: "cut; how=rst", ...COMMITTED, load: ["network", "loaded"] },
  { name: "FIN, not committed", put: ["cut; commit=no"], ends: "saved response", sent: 2 },
  {
    name: "commit and FIN, and nothing can be read",
    put: "cut",
    get: "cut",
    ends: "unknown network unreadable",
    holds: true,
    sent: 1,
  },
  {
    name: "commit and FIN, and the first reading fails",
    put: "cut",
    get: ["cut"],
    ends: "saved readback",
    sent: 1,
    told: unreadable,
  },
  {
    name: "refused for somebody else's save, then commit and FIN on top of it",
    put: ["colleague; field=other", "cut"],
    edits: { "/details/dealValue": 7 },
    ends: "saved readback",
    sent: 2,
    told: unreadable,
    changed: ["/details/notes changed"],
  },
  // The save is as doubtful as its most doubtful attempt: the first PUT can still land.
  {
    name: "dropped, then forbidden",
    put: ["drop", "status; code=403"],
    ends: "unknown network unchanged",
    holds: false,
    sent: 2,
  },
  {
    name: "dropped, then not found",
    put: ["drop", "status; code=404"],
    ends: "unknown network unchanged",
    holds: false,
    sent: 2,
  },
  {
    name: "dropped, then 400",
    put: ["drop", "status; code=400"],
    ends: "unknown network unchanged",
    holds: false,
    sent: 2,
  },
  {
    name: "dropped, then throttled for an hour",
    put: ["drop", "status; code=429, retry-after; value=3600"],
    ends: "unknown network unchanged",
    holds: false,
    sent: 2,
  },
  // Committed and unanswered, and somebody takes all of it, or a part of it, back before it is read.
  {
    name: "commit and FIN, and a part is taken back",
    put: ["cut"],
    get: ["colleague; field=revert"],
    edits: { "/details/notes": "typed", "/details/dealValue": 7 },
    ends: "conflict /details/notes reverted-after-unknown",
    sent: 1,
  },
];
