// @ts-check
/**
 * Makes a `fetch` of a sandbox, as a page of another origin has it: preflight, what may be read, redirects, broken
 * connections.
 * Must never answer what a browser would not: it rejects with a TypeError, hangs until it is aborted, or errors the body.
 */

/** @import { Answer, Connection } from "./answers.js" */
/** @typedef {(request: Request) => Promise<Response>} Handle */

const READABLE = "cache-control content-language content-length content-type expires last-modified pragma".split(" ");
const SIMPLE = /^(accept|accept-language|content-language)$/;
const REDIRECTS = [301, 302, 303, 307, 308];

/**
 * @param {Handle} handle
 * @returns {(input: RequestInfo | URL, init?: RequestInit) => Promise<Response>}
 */
export function pageFetch(handle) {
  return async (input, init) => {
    const request = new Request(input, init);
    request.signal.throwIfAborted();
    const body = ["GET", "HEAD"].includes(request.method) ? null : new Uint8Array(await request.arrayBuffer());
    return await follow(request, body);
  };

  /**
   * @param {Request} request
   * @param {Uint8Array<ArrayBuffer> | null} body
   * @param {number} [hops]
   * @returns {Promise<Response>}
   */
  async function follow(request, body, hops = 0) {
    const { method, headers, signal, redirect } = request;
    const response = await unlessAborted(signal, send(new Request(request.url, { method, headers, body, signal })));
    const target = REDIRECTS.includes(response.status) ? response.headers.get("Location") : null;
    if (target === null || redirect === "manual") {
      return target === null ? readable(response, signal) : opaqueRedirect();
    }
    if (redirect === "error" || hops === 20) throw new TypeError("Failed to fetch");
    const url = new URL(target, request.url);
    const next = new Headers(headers);
    if (url.origin !== new URL(request.url).origin) next.delete("Authorization");
    const keeps = response.status !== 303;
    return await follow(
      new Request(url, { method: keeps ? method : "GET", headers: next, signal, redirect, ...(keeps ? { body } : {}) }),
      keeps ? body : null,
      hops + 1,
    );
  }

  /** @param {Request} request */
  async function send(request) {
    const asked = [...request.headers.keys()].filter((name) => !SIMPLE.test(name));
    if (asked.length > 0 || !["GET", "HEAD", "POST"].includes(request.method)) await askFirst(request, asked);
    const response = await handle(request);
    const { connection = null } = /** @type {Partial<Answer>} */ (response);
    if (connection?.kind === "stall") await sleep(connection.ms);
    else if (connection !== null && !BODY_KINDS.has(connection.kind)) throw new TypeError("Failed to fetch");
    if (response.headers.get("Access-Control-Allow-Origin") === null) throw new TypeError("Failed to fetch");
    return response;
  }

  /** @param {Request} request @param {string[]} headers */
  async function askFirst({ url, method, signal }, headers) {
    const answered = await handle(
      new Request(url, {
        method: "OPTIONS",
        headers: { "Access-Control-Request-Method": method, "Access-Control-Request-Headers": headers.join(",") },
        signal,
      }),
    );
    const methods = words(answered.headers.get("Access-Control-Allow-Methods"));
    const allowed = words(answered.headers.get("Access-Control-Allow-Headers"));
    const granted =
      answered.ok &&
      answered.headers.get("Access-Control-Allow-Origin") !== null &&
      [...methods, "get", "head", "post"].includes(method.toLowerCase()) &&
      headers.every((name) => allowed.includes(name));
    if (!granted) throw new TypeError("Failed to fetch");
  }
}

const BODY_KINDS = new Set(["stall-body", "slow", "short-length", "short-chunked"]);

/** The answer as the page gets it. @param {Response} response @param {AbortSignal} signal */
function readable(response, signal) {
  const { connection = null } = /** @type {Partial<Answer>} */ (response);
  const exposed = words(response.headers.get("Access-Control-Expose-Headers"));
  const headers = [...response.headers].filter(([name]) => READABLE.includes(name) || exposed.includes(name));
  const { status } = response;
  if (response.body === null) return new Response(null, { status, headers });
  const isGzip = response.headers.get("Content-Encoding") === "gzip";
  const whole = isGzip ? unzipped(response.body) : response.body;
  return new Response(whole.pipeThrough(disturbed(connection, signal)), { status, headers });
}

/** Breaks with the error of a page, which is not that of every DecompressionStream. @param {ReadableStream<Uint8Array<ArrayBuffer>>} body */
function unzipped(body) {
  return new ReadableStream({
    async start(controller) {
      try {
        const unzipping = body.pipeThrough(new DecompressionStream("gzip"));
        controller.enqueue(new Uint8Array(await new Response(unzipping).arrayBuffer()));
        controller.close();
      } catch {
        controller.error(new TypeError("network error"));
      }
    },
  });
}

/**
 * Passes on as much of a body as the connection lets through, and errors it where it breaks or is given up.
 * @param {Connection | null} connection
 * @param {AbortSignal} signal
 */
function disturbed(connection, signal) {
  return new TransformStream({
    /** @param {TransformStreamDefaultController<Uint8Array>} controller */
    start(controller) {
      signal.addEventListener("abort", () => controller.error(signal.reason), { once: true });
    },
    /** @param {Uint8Array} chunk @param {TransformStreamDefaultController<Uint8Array>} controller */
    async transform(chunk, controller) {
      if (connection === null) return controller.enqueue(chunk);
      if (connection.kind === "slow") return await drip(chunk, controller, connection.ms, signal);
      const half = chunk.length >> 1;
      controller.enqueue(chunk.subarray(0, half));
      if (connection.kind !== "stall-body") return controller.error(new TypeError("network error"));
      await unlessAborted(signal, sleep(connection.ms));
      controller.enqueue(chunk.subarray(half));
    },
  });
}

/**
 * @param {Uint8Array} chunk
 * @param {TransformStreamDefaultController<Uint8Array>} controller
 * @param {number | undefined} ms
 * @param {AbortSignal} signal
 */
async function drip(chunk, controller, ms, signal) {
  for (let i = 0; i < chunk.length; i += 1) {
    controller.enqueue(chunk.subarray(i, i + 1));
    await unlessAborted(signal, sleep(ms));
  }
}

/** No Response can be made that is one of these: this one says what a page can see of it. */
function opaqueRedirect() {
  return Object.defineProperties(new Response(null), {
    type: { value: "opaqueredirect" },
    status: { value: 0 },
    ok: { value: false },
  });
}

/**
 * @template T
 * @param {AbortSignal} signal
 * @param {Promise<T>} work
 * @returns {Promise<T>}
 */
function unlessAborted(signal, work) {
  return new Promise((resolve, reject) => {
    const give = () => reject(signal.reason);
    if (signal.aborted) give();
    signal.addEventListener("abort", give, { once: true });
    work.then(resolve, reject).finally(() => signal.removeEventListener("abort", give));
  });
}

/** For ever without a number. @param {number | undefined} ms @returns {Promise<void>} */
function sleep(ms) {
  return new Promise((resolve) => {
    if (ms !== undefined) setTimeout(resolve, ms);
  });
}

/** @param {string | null} list */
function words(list) {
  return (list ?? "").toLowerCase().split(/ *, */).filter(Boolean);
}
