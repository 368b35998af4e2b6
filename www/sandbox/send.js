// @ts-check
/**
 * Takes an answer to a socket of Node, and does to the connection what the answer says.
 * Must never decide what befalls a request: the sandbox has.
 */

import { setTimeout as sleep } from "node:timers/promises";
import { socketOf } from "./sockets.js";

/** @import { ServerResponse } from "node:http" */
/** @import { ServerHttp2Stream } from "node:http2" */
/** @import { Answer, Connection } from "./answers.js" */

/** `stream`: over HTTP/2. @typedef {{ res: ServerResponse, stream: ServerHttp2Stream | undefined, body: Buffer, connection: Connection }} Ending */

const REFUSED_STREAM = 7;
const INTERNAL_ERROR = 2;

/** @type {Record<Connection["kind"], (ending: Ending) => void | Promise<void>>} */
const ENDINGS = {
  fin: ({ res }) => close(res),
  rst: ({ res }) => void socketOf(res.req)?.resetAndDestroy(),
  goaway: async ({ res, stream }) => {
    // "Not counted" can only be said of a stream that has one before it; of the first, Node says that it was.
    stream?.session?.goaway(0, Math.max(0, (stream.id ?? 0) - 2));
    if (stream !== undefined) await sleep(50);
    close(res);
  },
  "refused-stream": ({ res, stream }) => (stream === undefined ? close(res) : stream.close(REFUSED_STREAM)),
  "rst-stream": (ending) => (ending.stream === undefined ? ENDINGS.rst(ending) : ending.stream.close(INTERNAL_ERROR)),
  stall: async ({ res, body, connection: { ms } }) => {
    if (ms === undefined) return;
    await whileOpen(res, ms);
    res.end(body);
  },
  "stall-body": async ({ res, body, connection: { ms } }) => {
    await write(res, body.subarray(0, body.length >> 1));
    if (ms === undefined) return;
    await whileOpen(res, ms);
    res.end(body.subarray(body.length >> 1));
  },
  slow: async ({ res, body, connection: { ms = 0 } }) => {
    for (let i = 0; i < body.length && !res.destroyed; i += 1) {
      await write(res, body.subarray(i, i + 1));
      await whileOpen(res, ms);
    }
    res.end();
  },
  "short-length": async ({ res, body }) => {
    res.setHeader("Content-Length", body.length);
    await write(res, body.subarray(0, body.length >> 1));
    close(res);
  },
  "short-chunked": async ({ res, body }) => {
    await write(res, body.subarray(0, body.length >> 1));
    close(res);
  },
};

/**
 * @param {Response} response
 * @param {ServerResponse} res
 */
export async function send(response, res) {
  const { connection = null, lines = {} } = /** @type {Partial<Answer>} */ (response);
  const body = Buffer.from(await response.arrayBuffer());
  res.statusCode = response.status;
  const { stream } = /** @type {{ stream?: ServerHttp2Stream }} */ (/** @type {unknown} */ (res));
  for (const [name, value] of response.headers) {
    // Over HTTP/2, Node refuses to send these twice: there they share a line, which means the same (RFC 9110, 5.3).
    res.setHeader(name, stream === undefined ? (lines[name] ?? value) : value);
  }
  if (connection === null) return void res.end(body);
  await ENDINGS[connection.kind]({ res, stream, body, connection });
}

/**
 * FIN after what was written. What the other side still sends is received and dropped for two seconds: a socket that is
 * closed over unread bytes is reset by the system instead.
 * @param {ServerResponse} res
 */
function close(res) {
  const socket = socketOf(res.req);
  res.req.resume();
  socket?.end();
  setTimeout(() => socket?.destroy(), 2000).unref();
}

/** @param {ServerResponse} res @param {Buffer} bytes @returns {Promise<void>} */
function write(res, bytes) {
  return new Promise((resolve) => {
    res.once("close", resolve);
    res.flushHeaders();
    res.write(bytes, () => {
      res.off("close", resolve);
      resolve();
    });
  });
}

/** @param {ServerResponse} res @param {number} ms */
async function whileOpen(res, ms) {
  const gone = new AbortController();
  const give = () => gone.abort();
  res.once("close", give);
  await sleep(ms, undefined, { signal: gone.signal }).catch(() => {});
  res.off("close", give);
}
