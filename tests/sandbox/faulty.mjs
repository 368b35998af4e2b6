// @ts-check
/**
 * What the tests of faults share: a save that carries a fault, and a socket that shows what bytes come and how they end.
 * Must never use a client that repairs, resends or hides anything.
 */

import { once } from "node:events";
import { connect } from "node:net";
import { ACCEPTED, bodyOf, etagOf, startSandbox } from "./helpers.mjs";

/** @import { SandboxOptions } from "../../www/sandbox/sandbox.js" */

/** @typedef {{ status: number, headers: [name: string, value: string][], body: Buffer, end: "fin" | "rst" | "open", bytes: number }} Raw */

export const PATH = `/v1.0/engagements/referrals/${ACCEPTED}`;

/** @param {Partial<SandboxOptions>} [options] */
export async function startFaulty(options) {
  const server = await startSandbox(options);
  const { sandbox } = server;
  const port = Number(new URL(server.url).port);

  /** The bytes of a PUT that changes the notes. @param {string} [fault] */
  function putText(fault) {
    const document = sandbox.document(ACCEPTED) ?? "";
    const body = bodyOf(document, { externalReferenceId: "sent" });
    return requestText("PUT", { "If-Match": etagOf(document), ...(fault ? { "sandbox-fault": fault } : {}) }, body);
  }

  /** @param {string} method @param {Record<string, string>} headers @param {string} [body] */
  function requestText(method, headers, body) {
    const length = body === undefined ? {} : { "Content-Length": String(Buffer.byteLength(body)) };
    const type = body === undefined ? {} : { "Content-Type": "application/json" };
    const all = { Host: `127.0.0.1:${port}`, Authorization: `Bearer ${sandbox.token}`, ...type, ...length, ...headers };
    const lines = Object.entries(all).map(([name, value]) => `${name}: ${value}\r\n`);
    return `${method} ${PATH} HTTP/1.1\r\n${lines.join("")}\r\n${body ?? ""}`;
  }

  return {
    ...server,
    port,
    putText,
    requestText,

    /** Whether the last PUT has arrived in the store. */
    committed: () => JSON.parse(sandbox.document(ACCEPTED) ?? "{}").externalReferenceId === "sent",

    /** A save of the fresh sandbox with this fault, over a connection of its own. @param {string} fault @param {number} [ms] */
    async save(fault, ms) {
      sandbox.reset();
      return await exchange(port, putText(fault), ms);
    },

    /** A read of the fresh sandbox with this fault. @param {string} fault */
    async read(fault) {
      sandbox.reset();
      return await exchange(port, requestText("GET", { "sandbox-fault": fault }));
    },
  };
}

/**
 * Sends bytes as they stand, and gives back what comes until the answer is whole, the other side ends, or time is up.
 * @param {number} port
 * @param {string} text
 * @param {number} [ms] "open" when neither has come by then
 * @returns {Promise<Raw>}
 */
export async function exchange(port, text, ms = 5000) {
  const socket = connect(port, "127.0.0.1");
  const raw = await exchangeOver(socket, text, ms);
  socket.destroy();
  return raw;
}

/**
 * @param {import("node:net").Socket} socket
 * @param {string} text
 * @param {number} ms
 * @returns {Promise<Raw>}
 */
export async function exchangeOver(socket, text, ms = 5000) {
  const { chunks, isWhole } = wholeness();
  /** @type {Raw["end"]} */
  const end = await new Promise((resolve) => {
    const timer = setTimeout(() => resolve("open"), ms);
    /** @param {Raw["end"]} how */
    const over = (how) => {
      clearTimeout(timer);
      resolve(how);
    };
    socket.removeAllListeners("data").removeAllListeners("end").removeAllListeners("error");
    socket.on("data", (chunk) => {
      if (isWhole(chunk)) over("open");
    });
    socket.on("end", () => over("fin"));
    socket.on("error", (error) =>
      over(/** @type {NodeJS.ErrnoException} */ (error).code === "ECONNRESET" ? "rst" : "open"),
    );
    socket.write(text);
  });
  return { ...parse(Buffer.concat(chunks)), end, bytes: chunks.reduce((sum, chunk) => sum + chunk.length, 0) };
}

/** Looks at the whole only where there is no length: of 50 MB it would take for ever. */
function wholeness() {
  /** @type {Buffer[]} */
  const chunks = [];
  let received = 0;
  let wanted = Number.NaN;
  /** @param {Buffer} chunk */
  const isWhole = (chunk) => {
    chunks.push(chunk);
    received += chunk.length;
    if (received >= wanted) return true;
    if (!Number.isNaN(wanted)) return false;
    const { headers, body } = parse(Buffer.concat(chunks));
    const length = headers.find(([name]) => name === "content-length")?.[1];
    if (length !== undefined) wanted = received - body.length + Number(length);
    const isChunked = headers.some(([name]) => name === "transfer-encoding");
    return received >= wanted || (isChunked && body.toString("latin1").endsWith("0\r\n\r\n"));
  };
  return { chunks, isWhole };
}

/** @param {Buffer} bytes */
function parse(bytes) {
  const headEnd = bytes.indexOf("\r\n\r\n");
  const [first = "", ...lines] = (headEnd < 0 ? "" : bytes.toString("latin1", 0, headEnd)).split("\r\n");
  const status = Number(first.split(" ")[1] ?? 0);
  const headers = lines.map((line) => {
    const colon = line.indexOf(":");
    return /** @type {[string, string]} */ ([line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]);
  });
  return { status, headers, body: headEnd < 0 ? Buffer.alloc(0) : bytes.subarray(headEnd + 4) };
}

/** Every value of a header, line by line. @param {Raw} raw @param {string} name */
export function linesOf(raw, name) {
  return raw.headers.filter(([key]) => key === name).map(([, value]) => value);
}

/** @param {number} port */
export async function connected(port) {
  const socket = connect(port, "127.0.0.1");
  await once(socket, "connect");
  return socket;
}
