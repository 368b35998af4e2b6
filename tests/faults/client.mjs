// @ts-check
/** The caller gives up, has no token or asks at the wrong time. What takes two callers or a moved clock is in the tests. */

/** @import { Case } from "./play.mjs" */

/** @type {Case[]} */
export const CLIENT = [
  // Nothing was sent.
  { name: "abort before the call", abort: "before", ends: "notSaved aborted", sent: 0, asked: [] },
  { name: "abort while a token is awaited", abort: "token", ends: "notSaved aborted", sent: 0 },
  // It was sent, and nobody looks after it any more.
  { name: "abort under way", abort: "put", put: "stall", ends: "unknown aborted unreadable", holds: true, sent: 1 },
  {
    name: "abort under way, not committed",
    abort: "put",
    put: "stall; commit=no",
    ends: "unknown aborted unreadable",
    holds: false,
    sent: 1,
  },
  {
    name: "abort in the body of the answer",
    abort: "body",
    put: "stall-body",
    ends: "unknown aborted unreadable",
    holds: true,
    sent: 1,
  },
  // The answer was no, and nothing else was sent.
  {
    name: "abort while waiting, after 429",
    abort: "waiting",
    put: "status; code=429",
    ends: "notSaved aborted",
    sent: 1,
  },
  {
    name: "abort while waiting, after 503",
    abort: "waiting",
    put: "status; code=503",
    ends: "unknown aborted unchanged",
    holds: false,
    sent: 1,
  },
  {
    name: "abort while waiting, after 503 with Retry-After",
    abort: "waiting",
    put: "status; code=503; commit=yes, retry-after; value=2",
    ends: "unknown aborted unreadable",
    holds: true,
    sent: 1,
  },
  {
    name: "abort while reading back",
    abort: "get",
    put: "cut",
    get: "stall",
    ends: "unknown aborted unreadable",
    holds: true,
    sent: 1,
    inPage: { put: "status; code=503; commit=yes" },
  },
  // The answer was yes, and only the result is not known.
  {
    name: "abort while the result is read",
    abort: "get",
    put: "status; code=204",
    get: "stall",
    ends: "saved response",
    etag: null,
    sent: 1,
  },

  { name: "getToken throws", token: "throws", ends: "notSaved no-token", sent: 0 },
  {
    name: "getToken hangs",
    token: "hangs",
    limits: { deadlineMs: 1000 },
    ends: "notSaved no-token",
    sent: 0,
  },
  {
    name: "getToken gives the refused token again",
    put: "status; code=401",
    ends: "notSaved unauthenticated 401",
    sent: 1,
    asked: ["initial", "expired"],
  },
  {
    name: "getToken hangs when asked again",
    token: "hangs again",
    put: "token-expired",
    limits: { deadlineMs: 2000 },
    ends: "notSaved no-token",
    sent: 1,
    asked: ["initial", "expired"],
  },
  {
    name: "getToken throws when asked again, after a doubt",
    token: "throws again",
    put: ["status; code=503", "token-expired"],
    ends: "unknown status-503 unreadable",
    holds: false,
    sent: 2,
    asked: ["initial", "expired"],
  },
];
