// @ts-check
/**
 * The outside of every answer: the documented error body, ids, CORS and cache headers.
 * Must never put a token or a value of a referral into a message.
 */

/** @typedef {{ code: string, message: string, details: null }} InnerError */

/** What the sandbox will not do, as the documentation words it: status and error body. Thrown, and answered by `handle`. */
export class Refusal extends Error {
  /**
   * @param {number} status
   * @param {string} code one of the documented error codes
   * @param {string} message at most 1024 characters
   * @param {{ target?: string, innerError?: InnerError, headers?: Record<string, string> }} [more]
   */
  constructor(status, code, message, more = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.target = more.target;
    this.innerError = more.innerError;
    this.headers = more.headers ?? {};
  }

  /** JSON.stringify leaves out what is undefined. */
  get body() {
    return JSON.stringify({
      error: { code: this.code, message: this.message, target: this.target, innerError: this.innerError },
    });
  }
}

/** @param {string} message @param {string} [target] */
export function invalidRequest(message, target) {
  return new Refusal(400, "invalidRequest", message, target === undefined ? {} : { target });
}

/**
 * Any fault of the sandbox itself, told as the service tells its own. The cause stays in the console.
 * @param {unknown} cause
 */
export function internalError(cause) {
  console.error(cause);
  return new Refusal(500, "generalException", "There was an internal server error while processing the request.");
}

/** @typedef {{ newId: () => string, exposeHeaders: boolean }} AnswerOptions */

/**
 * Headers of every answer, errors included: without them a page could not even read the status.
 * @param {Headers} requestHeaders
 * @param {AnswerOptions} options
 * @returns {Record<string, string>}
 */
function commonHeaders(requestHeaders, { newId, exposeHeaders }) {
  const clientRequestId = requestHeaders.get("client-request-id");
  return {
    "request-id": newId(),
    ...(clientRequestId === null ? {} : { "client-request-id": clientRequestId }),
    "Cache-Control": "no-store",
    "Access-Control-Allow-Origin": "*",
    ...(exposeHeaders ? { "Access-Control-Expose-Headers": "ETag, Retry-After, request-id, client-request-id" } : {}),
  };
}

/** @typedef {{ status: number, body: string | null, headers?: Record<string, string> }} Content */

/**
 * An answer that can still be changed, as data.
 * @typedef {object} Draft
 * @property {number} status
 * @property {string | Uint8Array | null} body
 * @property {Headers} headers
 * @property {Connection | null} connection what becomes of the connection; null: all goes well
 * @property {Record<string, string[]>} lines headers that are sent in several lines, which a Headers would join
 */

/** What `connection` can say: send.js does it to a socket, page-fetch.js to a page. @typedef {"fin" | "rst" | "goaway" | "refused-stream" | "rst-stream" | "stall" | "stall-body" | "slow" | "short-length" | "short-chunked"} ConnectionKind */
/** `ms`: how long it stalls, or waits between two bytes; absent: for ever. @typedef {{ kind: ConnectionKind, ms?: number }} Connection */

/** An answer, and what no Response can say: how it reaches its receiver. */
export class Answer extends Response {
  /** @param {BodyInit | null} body @param {Draft} draft */
  constructor(body, { status, headers, connection, lines }) {
    super(body, { status, headers });
    this.connection = connection;
    this.lines = lines;
  }
}

/**
 * @param {Request} request
 * @param {AnswerOptions} options
 * @param {Content} content
 * @returns {Draft}
 */
export function draftOf(request, options, { status, body, headers = {} }) {
  const all = {
    ...commonHeaders(request.headers, options),
    ...(body === null ? {} : { "Content-Type": "application/json; charset=utf-8" }),
    ...headers,
  };
  return { status, body, headers: new Headers(all), connection: null, lines: {} };
}

const WITHOUT_BODY = new Set([204, 205, 304]);

/**
 * @param {Request} request
 * @param {Draft} draft
 */
export function finish(request, draft) {
  const { status, headers } = draft;
  const body = WITHOUT_BODY.has(status) ? null : draft.body;
  if (body === null) headers.delete("Content-Type");
  if (request.method !== "HEAD" || body === null) return new Answer(/** @type {BodyInit | null} */ (body), draft);
  headers.set("Content-Length", String(bytesOf(body).length));
  return new Answer(null, draft);
}

/** @param {string | Uint8Array} body */
export function bytesOf(body) {
  return typeof body === "string" ? new TextEncoder().encode(body) : body;
}

/**
 * @param {Request} request
 * @param {AnswerOptions} options
 * @param {Content} content
 */
export function answer(request, options, content) {
  return finish(request, draftOf(request, options, content));
}

/**
 * The answer to the question that a browser asks before it sends a PUT from another origin. Not kept by the browser,
 * so that each request shows its preflight. The service knows no header `sandbox-fault`: it is allowed to who asks for it.
 * @param {Headers} headers of the question
 */
export function preflight(headers) {
  const asksForFault = /(^|,) *sandbox-fault *(,|$)/i.test(headers.get("Access-Control-Request-Headers") ?? "");
  const allowed = "Authorization, Content-Type, If-Match, client-request-id, Accept";
  return {
    status: 204,
    body: null,
    headers: {
      "Access-Control-Allow-Methods": "GET, PUT",
      "Access-Control-Allow-Headers": asksForFault ? `${allowed}, sandbox-fault` : allowed,
      "Access-Control-Max-Age": "0",
    },
  };
}
