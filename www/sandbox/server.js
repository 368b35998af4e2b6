// @ts-check
/**
 * Serves a sandbox over real HTTP: turns a request of node:http into a Request and a Response into an answer.
 * Must never know a rule of the API, and never let a broken or hostile request end the process.
 */

import { createServer } from "node:http";
import { answer, internalError, Refusal } from "./answers.js";

/** @import { IncomingMessage, Server, ServerResponse } from "node:http" */
/** @import { AddressInfo } from "node:net" */
/** @import { Sandbox } from "./sandbox.js" */

/** Takes a whole answer to the socket. @typedef {(response: Response, res: ServerResponse) => Promise<void>} Send */
/** @typedef {(req: IncomingMessage, res: ServerResponse) => void} Listener */
/** @typedef {{ url: string, port: number, close: () => Promise<void> }} Listening */

const ANSWER_OPTIONS = { newId: () => crypto.randomUUID(), exposeHeaders: true };

/**
 * `send` can be replaced to play a connection that drops, stalls or is cut short.
 * @param {{ sandbox: Pick<Sandbox, "handle" | "maxBodyBytes">, send?: Send }} options
 * @returns {Listener}
 */
export function createListener({ sandbox, send = sendWhole }) {
  return (req, res) => {
    serveOne(req, res).catch((error) => {
      console.error(error);
      res.destroy();
    });
  };

  /** @type {(req: IncomingMessage, res: ServerResponse) => Promise<void>} */
  async function serveOne(req, res) {
    const body = await readWhole(req, sandbox.maxBodyBytes);
    if (body === null) return;
    const request = toRequest(req, res, body);
    const response = request === null ? refuse(400, "The request cannot be read.") : await handle(request);
    if (!res.destroyed) await send(response, res);
  }

  /** @param {Request} request */
  async function handle(request) {
    try {
      return await sandbox.handle(request);
    } catch (error) {
      return answer(request, ANSWER_OPTIONS, internalError(error));
    }
  }
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
 * @param {Buffer} body
 * @returns {Request | null} null for what no Request can hold: TRACE, "*" as the path
 */
function toRequest(req, res, body) {
  const gone = new AbortController();
  res.once("close", () => {
    if (!res.writableFinished) gone.abort();
  });
  try {
    const headers = new Headers();
    for (let i = 0; i + 1 < req.rawHeaders.length; i += 2) {
      headers.append(/** @type {string} */ (req.rawHeaders[i]), /** @type {string} */ (req.rawHeaders[i + 1]));
    }
    const url = new URL(`http://localhost${req.url}`);
    const method = req.method ?? "GET";
    const hasBody = method !== "GET" && method !== "HEAD" && body.length > 0;
    return new Request(url, {
      method,
      headers,
      signal: gone.signal,
      ...(hasBody ? { body: new Uint8Array(body) } : {}),
    });
  } catch {
    return null;
  }
}

/** @type {Send} */
export async function sendWhole(response, res) {
  const body = Buffer.from(await response.arrayBuffer());
  res.statusCode = response.status;
  for (const [name, value] of response.headers) res.setHeader(name, value);
  res.end(body);
}

/**
 * One port on one or more addresses of this machine. Rejects with the error of node:net (code "EADDRINUSE" ...).
 * @param {object} options
 * @param {number} [options.port] 0, the default: any free one
 * @param {string | string[]} [options.host] default 127.0.0.1; of several, one that this machine lacks is left out, but not the first
 * @param {Sandbox} [options.sandbox] this, or `listener`
 * @param {Listener} [options.listener]
 * @returns {Promise<Listening>}
 */
export async function listen({ port = 0, host = "127.0.0.1", sandbox, listener }) {
  const serve = listener ?? createListener({ sandbox: /** @type {Sandbox} */ (sandbox) });
  const hosts = typeof host === "string" ? [host] : host;
  /** @type {Server[]} */
  const servers = [];
  const close = async () => {
    await Promise.all(servers.splice(0).map(closeOne));
  };
  for (let attempt = 1; ; attempt += 1) {
    try {
      const bound = await listenOnAll(serve, port, hosts, servers);
      return { url: `http://${hosts.length === 1 ? hosts[0] : "localhost"}:${bound}`, port: bound, close };
    } catch (error) {
      await close();
      // A port that was free on the first address can be taken on the second: then another free one will do.
      if (port !== 0 || codeOf(error) !== "EADDRINUSE" || attempt === 10) throw error;
    }
  }
}

/**
 * @param {Listener} listener
 * @param {number} port
 * @param {string[]} hosts
 * @param {Server[]} servers those that listen are added
 * @returns {Promise<number>} the port
 */
async function listenOnAll(listener, port, hosts, servers) {
  let bound = port;
  for (const host of hosts) {
    try {
      const server = await listenOn(listener, bound, host);
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
 * @param {number} port
 * @param {string} host
 * @returns {Promise<Server>}
 */
function listenOn(listener, port, host) {
  return new Promise((resolve, reject) => {
    const server = createServer(listener);
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

/** @param {Server} server */
function closeOne(server) {
  return new Promise((resolve) => {
    server.close(resolve);
    server.closeAllConnections();
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
