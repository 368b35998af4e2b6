// @ts-check
/**
 * Connections that break, stall or cut an answer short.
 * Must never touch a socket: what is to happen is said in the answer, and done by send.js or page-fetch.js.
 */

import { bytesOf } from "../answers.js";
import { commit, commits, withBody, withConnection, withHeaders } from "./fault.js";

/** @import { ConnectionKind } from "../answers.js" */
/** @import { Fault } from "./fault.js" */

const FOR_EVER = "milliseconds; for ever where left out";

/** @type {Fault[]} */
export const CONNECTION = [
  {
    name: "drop",
    does: "The connection is closed when the head of the request is there. The body is not read, nothing is carried out.",
    parameters: { how: { words: ["fin", "rst"], default: "fin", does: "closed in order, or reset" } },
    unread: true,
    judged: () => false,
    after: (draft, { how }) => withConnection(draft, /** @type {ConnectionKind} */ (how)),
  },
  {
    name: "cut",
    does: "The request is carried out, and the connection ends without one byte of an answer.",
    parameters: {
      how: {
        words: ["fin", "rst", "goaway", "refused-stream", "rst-stream"],
        default: "fin",
        does:
          "closed, reset, or over HTTP/2: GOAWAY that does not count this request, RST_STREAM with REFUSED_STREAM, " +
          "RST_STREAM with INTERNAL_ERROR; over HTTP/1.1 the last three are fin, fin and rst",
      },
      commit: commit("yes"),
    },
    judged: commits,
    after: (draft, { how }) => withConnection(draft, /** @type {ConnectionKind} */ (how)),
  },
  {
    name: "stall",
    does: "The request is carried out, and no answer begins.",
    parameters: { ms: { max: 600_000, does: FOR_EVER }, commit: commit("yes") },
    judged: commits,
    after: (draft, { ms }) => withConnection(draft, "stall", ms),
  },
  {
    name: "late",
    does: "The request is carried out after a while, even when its sender has given up by then.",
    parameters: { ms: { max: 600_000, default: "1000", does: "milliseconds" } },
    late: ({ ms }) => Number(ms),
  },
  {
    name: "stall-body",
    does: "Headers and half of the body come, then nothing more.",
    parameters: { ms: { max: 600_000, does: FOR_EVER } },
    after: (draft, { ms }) => withConnection(draft, "stall-body", ms),
  },
  {
    name: "slow",
    does: "The body comes byte by byte.",
    parameters: { ms: { max: 600_000, default: "1000", does: "milliseconds between two bytes" } },
    after: (draft, { ms }) => withConnection(draft, "slow", ms),
  },
  {
    name: "truncated-length",
    does: "Half of the body that Content-Length promises; then the connection (over HTTP/2: the stream) is closed.",
    after: (draft) => withConnection(draft, "short-length"),
  },
  {
    name: "truncated-chunked",
    does: "Half of the body in chunks, without the last chunk (over HTTP/2: without the end of the stream); then the connection is closed.",
    after: (draft) => withConnection(draft, "short-chunked"),
  },
  {
    name: "bad-gzip",
    does: "Content-Encoding: gzip, and a body that has only the head of a gzip stream.",
    after: (draft) =>
      withHeaders(
        withBody(draft, Uint8Array.of(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xff, ...bytesOf(draft.body ?? ""))),
        {
          "Content-Encoding": "gzip",
        },
      ),
  },
  {
    name: "resent",
    does: "The request arrives twice, as when a browser sends it again by itself; the second answer is given. A PUT meets its own write: 412.",
    before: (world) => void world.carryOut(),
  },
];
