// @ts-check
/**
 * What stands behind a page: its files, or the server of a tool, each with a log of what was asked for; and the API.
 * The log tells how the bytes of the module arrived: as the file, or inside the JavaScript.
 */

import { readFile } from "node:fs/promises";
import { createServer, request } from "node:http";
import { connect } from "node:net";
import { extname, join, normalize } from "node:path";
import { createSandbox } from "../../www/sandbox/sandbox.js";
import { listen } from "../../www/sandbox/server.js";
import { ROOT } from "./project.mjs";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { AddressInfo } from "node:net" */

/** @typedef {{ path: string, status: number, type: string, body: Buffer }} Answered */
/** @typedef {{ url: string, bytes: () => string, asked: () => string, close: () => void }} Site */

const TYPES = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".mjs": "text/javascript",
  ".css": "text/css",
  ".json": "application/json",
  ".wasm": "application/wasm",
};

/** A sandbox Partner API that holds the one referral, on an origin of its own. */
export async function startApi() {
  const file = join(ROOT, "tests/samples/partner-rest_get-by-id_response.repaired.json");
  const sandbox = createSandbox({ documents: [await readFile(file, "utf8")] });
  const { url, close } = await listen({ sandbox });
  return { baseUrl: url + sandbox.prefix, close };
}

/**
 * Serves a folder as any static host would: with the types of the files, and 404 for what is not there.
 * @param {string} folder
 * @param {{ policy?: string }} [options] a Content-Security-Policy
 * @returns {Promise<Site>}
 */
export async function serveFolder(folder, { policy } = {}) {
  return site(async (req) => {
    const { pathname } = new URL(req.url ?? "/", "http://localhost");
    const path = normalize(decodeURIComponent(pathname.endsWith("/") ? `${pathname}index.html` : pathname));
    const body = await readFile(join(folder, path)).catch(() => null);
    if (body === null)
      return { status: 404, headers: { "content-type": "text/plain" }, body: Buffer.from("not found") };
    const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(path))] ?? "application/octet-stream";
    const headers = { "content-type": type, ...(policy === undefined ? {} : { "content-security-policy": policy }) };
    return { status: 200, headers, body };
  });
}

/**
 * Stands in front of the server of a tool, to see what is asked of it.
 * @param {string} url of that server
 * @returns {Promise<Site>}
 */
export function serveBefore(url) {
  const { host, hostname, port } = new URL(url);
  return site(
    ({ method, url: path, headers }) =>
      new Promise((resolve, reject) => {
        const plain = { ...headers, host, "accept-encoding": "identity" };
        const asked = request({ hostname, port, path, method, headers: plain }, async (answer) => {
          /** @type {Buffer[]} */
          const chunks = [];
          for await (const chunk of answer) chunks.push(chunk);
          resolve({ status: answer.statusCode ?? 502, headers: answer.headers, body: Buffer.concat(chunks) });
        });
        asked.on("error", reject);
        asked.end();
      }),
    { hostname, port: Number(port) },
  );
}

/**
 * @param {(req: IncomingMessage) => Promise<{ status: number, headers: import("node:http").OutgoingHttpHeaders, body: Buffer }>} answer
 * @param {{ hostname: string, port: number }} [sockets] who gets the WebSockets; nobody: they are refused
 * @returns {Promise<Site>}
 */
async function site(answer, sockets) {
  /** @type {Answered[]} */
  const log = [];
  const server = createServer((req, res) => {
    answer(req).then(
      ({ status, headers, body }) => {
        log.push({ path: req.url ?? "", status, type: String(headers["content-type"] ?? ""), body });
        const { "transfer-encoding": _, connection: __, ...kept } = headers;
        if (status === 304 || req.method === "HEAD") res.writeHead(status, kept).end();
        else res.writeHead(status, { ...kept, "content-length": body.length }).end(body);
      },
      () => res.destroy(),
    );
  });
  server.on("upgrade", (req, socket, head) => {
    if (sockets === undefined) return void socket.destroy();
    const there = connect(sockets.port, sockets.hostname, () => {
      const lines = req.rawHeaders.flatMap((name, at) =>
        at % 2 === 0
          ? [`${name}: ${/^host$/i.test(name) ? `${sockets.hostname}:${sockets.port}` : req.rawHeaders[at + 1]}`]
          : [],
      );
      there.write(`${req.method} ${req.url} HTTP/1.1\r\n${lines.join("\r\n")}\r\n\r\n`);
      there.write(head);
      socket.pipe(there).pipe(socket);
    });
    for (const end of [socket, there]) {
      end.on("error", () => {
        socket.destroy();
        there.destroy();
      });
    }
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    bytes: () => bytesIn(log),
    asked: () => log.map(({ path, status, type, body }) => `${status} ${path} ${type} ${body.length}`).join("\n"),
    close() {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** How every module begins, in base64: `\0asm` and the version 1. */
export const INLINE = "AGFzbQEAAAA";

/** What the server was asked for says how the bytes came. @param {Answered[]} log */
function bytesIn(log) {
  const files = log.filter(({ body }) => body.subarray(0, 4).toString("latin1") === "\0asm");
  const copies = log.filter(({ type, body }) => /javascript/.test(type) && body.includes(INLINE));
  const missed = log.filter(
    ({ path, status, body }) => /\.wasm\b/.test(path) && status !== 304 && !files.some((file) => file.body === body),
  );
  if (files.length > 0 && copies.length === 0) {
    return files.every(({ type }) => type === "application/wasm") ? "file" : "file, not as application/wasm";
  }
  if (files.length > 0) return "both";
  if (copies.length === 0) return "none";
  if (missed.length === 0) return "inline";
  const [{ status, type }] = /** @type {[Answered]} */ (missed);
  return `inline, after ${status === 200 ? type.replace(/;.*/, "") : status}`;
}
