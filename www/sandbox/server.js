// @ts-check
/**
 * Serves a sandbox over real HTTP: turns a request of node:http into a Request and a Response into an answer.
 * Must never know a rule of the API, and never let a broken or hostile request end the process.
 */

import { createServer } from "node:http";
import { createSecureServer } from "node:http2";
import { answer, internalError, Refusal } from "./answers.js";
import { send as sendOver } from "./send.js";
import { closeSockets, countRequest, keepSockets } from "./sockets.js";
import { onReusedConnection } from "./wire.js";

/** @import { IncomingMessage, Server, ServerResponse } from "node:http" */
/** @import { Http2SecureServer } from "node:http2" */
/** @import { AddressInfo } from "node:net" */
/** @import { Sandbox } from "./sandbox.js" */

/** Takes an answer to the socket. @typedef {(response: Response, res: ServerResponse) => Promise<void>} Send */
/** @typedef {(req: IncomingMessage, res: ServerResponse) => void} Listener */
/** @typedef {{ url: string, port: number, close: () => Promise<void> }} Listening */
/** PEM. @typedef {{ key: string, cert: string }} Certificate */
/** @typedef {Server | Http2SecureServer} AnyServer */

const ANSWER_OPTIONS = { newId: () => crypto.randomUUID(), exposeHeaders: true };

/**
 * `send` can be replaced by another way to treat the connection.
 * @param {{ sandbox: Pick<Sandbox, "handle" | "maxBodyBytes">, send?: Send }} options
 * @returns {Listener}
 */
export function createListener({ sandbox, send = sendOver }) {
  return (req, res) => {
    serveOne(req, res).catch((error) => {
      console.error(error);
      res.destroy();
    });
  };

  /** @type {(req: IncomingMessage, res: ServerResponse) => Promise<void>} */
  async function serveOne(req, res) {
    const isReused = countRequest(req) > 1;
    const request = toRequest(req, res, sandbox.maxBodyBytes);
    if (request !== null && isReused) onReusedConnection(request);
    const response = request === null ? refuse(400, "The request cannot be read.") : await handle(request);
    if (!res.destroyed) await send(response, res);
  }

  /** @param {Request} request */
  async function handle(request) {
    try {
      return await sandbox.handle(request);
    } catch (error) {
      if (error instanceof Gone) return refuse(400, error.message);
      return answer(request, ANSWER_OPTIONS, internalError(error));
    }
  }
}

class Gone extends Error {}

/**
 * The body, not received before somebody reads it: a fault can come first.
 * @param {IncomingMessage} req
 * @param {number} limit
 */
function bodyOf(req, limit) {
  return new ReadableStream(
    {
      async pull(controller) {
        const body = await readWhole(req, limit);
        if (body === null) return controller.error(new Gone("The sender went away."));
        if (body.length > 0) controller.enqueue(new Uint8Array(body));
        controller.close();
      },
    },
    { highWaterMark: 0 },
  );
}

/**
 * The body as one piece. What is beyond the limit is received and dropped, so that the sender can read the answer; one
 * byte more than the limit is kept, by which the sandbox sees that there was more.
 * @param {IncomingMessage} req
 * @param {number} limit
 * @returns {Promise<Buffer | null>} null: the sender went away
 */
async function readWhole(req, limit) {
  /** @type {Buffer[]} */
  const chunks = [];
  let kept = 0;
  try {
    for await (const chunk of req) {
      const part = chunk.subarray(0, limit + 1 - kept);
      kept += part.length;
      if (part.length > 0) chunks.push(part);
    }
  } catch {
    return null;
  }
  return Buffer.concat(chunks);
}

/**
 * @param {IncomingMessage} req
 * @param {ServerResponse} res
 * @param {number} limit
 * @returns {Request | null} null for what no Request can hold: TRACE, "*" as the path
 */
function toRequest(req, res, limit) {
  const gone = new AbortController();
  res.once("close", () => {
    if (!res.writableFinished) gone.abort();
  });
  try {
    const url = new URL(`http://localhost${req.url}`);
    const method = req.method ?? "GET";
    /** @type {RequestInit & { duplex?: "half" }} */
    const init = { method, headers: headersOf(req), signal: gone.signal };
    const hasBody = method !== "GET" && method !== "HEAD";
    return new Request(url, hasBody ? { ...init, body: bodyOf(req, limit), ...{ duplex: "half" } } : init);
  } catch {
    return null;
  }
}

/** Without the pseudo-headers of HTTP/2, but with its authority under the old name. @param {IncomingMessage} req */
function headersOf({ rawHeaders }) {
  const headers = new Headers();
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const [name = "", value = ""] = rawHeaders.slice(i, i + 2);
    if (name === ":authority") headers.append("host", value);
    else if (!name.startsWith(":")) headers.append(name, value);
  }
  return headers;
}

/**
 * One port on one or more addresses of this machine. Rejects with the error of node:net (code "EADDRINUSE" ...).
 * @param {object} options
 * @param {number} [options.port] 0, the default: any free one
 * @param {string | string[]} [options.host] default 127.0.0.1; of several, one that this machine lacks is left out, but not the first
 * @param {Sandbox} [options.sandbox] this, or `listener`
 * @param {Listener} [options.listener]
 * @param {Certificate} [options.certificate] with one: TLS, and HTTP/2 beside HTTP/1.1
 * @returns {Promise<Listening>}
 */
export async function listen({ port = 0, host = "127.0.0.1", sandbox, listener, certificate }) {
  const serve = listener ?? createListener({ sandbox: /** @type {Sandbox} */ (sandbox) });
  const scheme = certificate === undefined ? "http" : "https";
  const hosts = typeof host === "string" ? [host] : host;
  /** @type {AnyServer[]} */
  const servers = [];
  const close = async () => {
    await Promise.all(servers.splice(0).map(closeOne));
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const bound = await listenOnAll(() => newServer(serve, certificate), port, hosts, servers);
      return { url: `${scheme}://${hosts.length === 1 ? hosts[0] : "localhost"}:${bound}`, port: bound, close };
    } catch (error) {
      await close();
      // A port that was free on the first address can be taken on the second: then another free one will do.
      if (port !== 0 || codeOf(error) !== "EADDRINUSE" || attempt === 10) throw error;
    }
  }
}

/**
 * @param {() => AnyServer} create
 * @param {number} port
 * @param {string[]} hosts
 * @param {AnyServer[]} servers those that listen are added
 * @returns {Promise<number>} the port
 */
async function listenOnAll(create, port, hosts, servers) {
  let bound = port;
  for (const host of hosts) {
    try {
      const server = await listenOn(create(), bound, host);
      servers.push(server);
      bound = /** @type {AddressInfo} */ (server.address()).port;
    } catch (error) {
      if (servers.length === 0 || !["EADDRNOTAVAIL", "EAFNOSUPPORT"].includes(codeOf(error))) throw error;
    }
  }
  return bound;
}

/**
 * @param {Listener} listener
 * @param {Certificate | undefined} certificate
 * @returns {AnyServer}
 */
function newServer(listener, certificate) {
  if (certificate === undefined) return keepSockets(createServer(listener));
  const server = createSecureServer({ ...certificate, allowHTTP1: true });
  // What node:http2 hands over for HTTP/2 has all that is used here of what node:http hands over.
  server.on("request", /** @type {(...request: unknown[]) => void} */ (/** @type {unknown} */ (listener)));
  return keepSockets(server);
}

/**
 * @param {AnyServer} server
 * @param {number} port
 * @param {string} host
 * @returns {Promise<AnyServer>}
 */
function listenOn(server, port, host) {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen({ port, host }, () => {
      server.off("error", reject);
      server.on("error", console.error);
      resolve(server);
    });
  });
}

/** @param {unknown} error */
function codeOf(error) {
  return /** @type {NodeJS.ErrnoException} */ (error).code ?? "";
}

/** @param {AnyServer} server @returns {Promise<void>} */
function closeOne(server) {
  return new Promise((resolve) => {
    server.close(() => resolve());
    closeSockets(server);
  });
}

/**
 * @param {number} status
 * @param {string} message
 */
function refuse(status, message) {
  const request = new Request("http://localhost/");
  return answer(request, ANSWER_OPTIONS, new Refusal(status, "invalidRequest", message));
}
