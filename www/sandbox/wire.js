// @ts-check
/**
 * What no Request can say: whether its connection has carried another one before. A browser may send a request again by
 * itself when that connection ends (RFC 9112, 9.3.1).
 * Must never be asked of a copy of the request: what is not known is taken for the first.
 */

/** @type {WeakSet<Request>} */
const reused = new WeakSet();

/** @param {Request} request */
export function onReusedConnection(request) {
  reused.add(request);
  return request;
}

/** @param {Request} request */
export function isOnReusedConnection(request) {
  return reused.has(request);
}
