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

/**
 * @param {Request} request
 * @param {AnswerOptions} options
 * @param {{ status: number, body: string | null, headers?: Record<string, string> }} content
 */
export function answer(request, options, { status, body, headers = {} }) {
  const isHead = request.method === "HEAD";
  return new Response(isHead ? null : body, {
    status,
    headers: {
      ...commonHeaders(request.headers, options),
      ...(body === null ? {} : { "Content-Type": "application/json; charset=utf-8" }),
      ...(isHead && body !== null ? { "Content-Length": String(new TextEncoder().encode(body).length) } : {}),
      ...headers,
    },
  });
}

/**
 * The answer to the question that a browser asks before it sends a PUT from another origin. Not kept by the browser,
 * so that each request shows its preflight.
 */
export const PREFLIGHT = {
  status: 204,
  body: null,
  headers: {
    "Access-Control-Allow-Methods": "GET, PUT",
    "Access-Control-Allow-Headers": "Authorization, Content-Type, If-Match, client-request-id, Accept",
    "Access-Control-Max-Age": "0",
  },
};
