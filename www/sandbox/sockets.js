// @ts-check
/**
 * The TCP sockets beneath the requests: how many requests each has carried, and the one of a request, also under TLS.
 * Must never write to a socket: that is send.js.
 */

/** @import { IncomingMessage, Server } from "node:http" */
/** @import { Http2SecureServer, Http2ServerRequest } from "node:http2" */
/** @import { Socket } from "node:net" */

/** By their two ends: under TLS and HTTP/2, the socket of a request is another object. @type {Map<string, Socket>} */
const open = new Map();
/** @type {WeakMap<object, Set<Socket>>} */
const ofServer = new WeakMap();
/** @type {WeakMap<Socket, number>} */
const carried = new WeakMap();

/**
 * @template {Server | Http2SecureServer} T
 * @param {T} server
 * @returns {T}
 */
export function keepSockets(server) {
  /** @type {Set<Socket>} */
  const sockets = new Set();
  ofServer.set(server, sockets);
  server.on("connection", (/** @type {Socket} */ socket) => {
    const ends = endsOf(socket);
    sockets.add(socket);
    open.set(ends, socket);
    socket.once("close", () => {
      sockets.delete(socket);
      if (open.get(ends) === socket) open.delete(ends);
    });
  });
  return server;
}

/** @param {Server | Http2SecureServer} server */
export function closeSockets(server) {
  for (const socket of ofServer.get(server) ?? []) socket.destroy();
}

/**
 * Undefined when it is closed.
 * @param {IncomingMessage | Http2ServerRequest} req
 * @returns {Socket | undefined}
 */
export function socketOf(req) {
  const socket = "stream" in req ? req.stream.session?.socket : req.socket;
  if (socket === undefined || socket === null) return undefined;
  // A server of somebody else, who uses the listener alone: without TLS its socket is the one.
  return open.get(endsOf(socket)) ?? ("encrypted" in socket ? undefined : socket);
}

/**
 * Which request of its connection this is: 1 for the first. Asked once for each.
 * @param {IncomingMessage | Http2ServerRequest} req
 */
export function countRequest(req) {
  const socket = socketOf(req);
  if (socket === undefined) return 1;
  const count = (carried.get(socket) ?? 0) + 1;
  carried.set(socket, count);
  return count;
}

/** @param {Pick<Socket, "localPort" | "remoteAddress" | "remotePort">} socket */
function endsOf({ localPort, remoteAddress, remotePort }) {
  return `${localPort} ${remoteAddress} ${remotePort}`;
}
