// @ts-check
/**
 * A small Partner API to play and test against: GET a list, GET one, PUT one, as the documentation describes them.
 * One function from Request to Response, so it is served by Node (server.js) and used as `fetch` inside a page.
 * Must never import Node, nor the package that is tested against it.
 */

import { answer, internalError, invalidRequest, PREFLIGHT, Refusal } from "./answers.js";
import { readMembers, writeMembers } from "./members.js";
import { judgePut } from "./put.js";
import { createStore, isServerOwned, serviceEtag } from "./store.js";

/** @import { AnswerOptions } from "./answers.js" */
/** @import { EtagSeed, Stored } from "./store.js" */

/**
 * @typedef {object} RecordedRequest
 * @property {string} method
 * @property {string} path with its query
 * @property {Record<string, string>} headers names in lower case
 * @property {string} body
 * @property {number} status what was answered
 */

/**
 * @typedef {object} SandboxOptions
 * @property {Iterable<string>} documents referrals as JSON text; `@odata.context`, `eTag` and `links` are added where absent
 * @property {() => number} [now] epoch milliseconds
 * @property {(seed: EtagSeed) => string} [newEtag] with its quotes; must not repeat itself
 * @property {() => string} [newId] for `request-id`
 * @property {string} [prefix] default "/v1.0"
 * @property {boolean} [exposeHeaders] false: pages of other origins cannot read ETag, Retry-After and the ids
 * @property {number} [maxBodyBytes] default 16 MiB; a longer body is answered with 413
 * @property {number} [keepRequests] how many requests are remembered, default 1000
 */

/** @typedef {ReturnType<typeof createSandbox>} Sandbox */

const COLLECTION = "/engagements/referrals";
const PAGE_SIZE = 100;

/**
 * Who serves a sandbox must call `sandbox.handle` anew for each request: a test may put a wrapper in its place.
 * @param {SandboxOptions} options
 */
export function createSandbox({
  documents,
  now = Date.now,
  newEtag = serviceEtag,
  newId = () => crypto.randomUUID(),
  prefix = "/v1.0",
  exposeHeaders = true,
  maxBodyBytes = 16 * 1024 * 1024,
  keepRequests = 1000,
}) {
  const store = createStore({ documents, now, newEtag });
  /** @type {AnswerOptions} */
  const answerOptions = { newId, exposeHeaders };
  /** @type {RecordedRequest[]} */
  const requests = [];
  let token = newToken();

  const sandbox = {
    prefix,
    maxBodyBytes,

    /** Oldest first; always the same array. */
    requests,

    /** What `GET /token` hands out now. */
    get token() {
      return token;
    },

    /** From now on the token handed out so far is answered with 401. */
    renewToken() {
      token = newToken();
      return token;
    },

    /** The documents of the beginning, no remembered requests, a new token. New eTags still never repeat old ones. */
    reset() {
      store.reset();
      requests.length = 0;
      token = newToken();
    },

    /**
     * The text that GET would answer; undefined for an unknown id.
     * @param {string} id
     */
    document(id) {
      return store.find(id)?.text;
    },

    /**
     * What a save by somebody else leaves behind: new values (raw JSON text; undefined removes a member), a new eTag.
     * @param {string} id
     * @param {Record<string, string | undefined>} changes
     * @returns {string} the new eTag
     */
    change(id, changes) {
      const stored = store.find(id);
      if (stored === undefined) throw new Error(`There is no referral ${id}.`);
      const members = new Map(stored.members);
      for (const [name, raw] of Object.entries(changes)) {
        if (isServerOwned(name)) throw new Error(`${name} belongs to the service.`);
        if (raw === undefined) {
          members.delete(name);
        } else {
          JSON.parse(raw);
          members.set(name, raw);
        }
      }
      return store.replace(stored, members).eTag;
    },

    /**
     * Answers every request, and throws only when the request itself cannot be read (its sender went away).
     * @param {Request} request
     * @returns {Promise<Response>}
     */
    async handle(request) {
      const body = new Uint8Array(await request.arrayBuffer());
      // Nothing is awaited from here on: between looking at an eTag and storing the next one, no other request comes in.
      const response = answerOrRefuse(request, body);
      const { pathname, search } = new URL(request.url);
      if (requests.length >= keepRequests) requests.shift();
      requests.push({
        method: request.method,
        path: pathname + search,
        headers: Object.fromEntries(request.headers),
        body: new TextDecoder().decode(body.subarray(0, maxBodyBytes)),
        status: response.status,
      });
      return response;
    },

    /**
     * The same as the `fetch` of a page, which rejects when the caller has given up.
     * @param {RequestInfo | URL} input
     * @param {RequestInit} [init]
     */
    async fetch(input, init) {
      const request = new Request(input, init);
      request.signal.throwIfAborted();
      const response = await sandbox.handle(request);
      request.signal.throwIfAborted();
      return response;
    },
  };

  /**
   * @param {Request} request
   * @param {Uint8Array} body
   */
  function answerOrRefuse(request, body) {
    try {
      return route(request, body);
    } catch (error) {
      const refusal = error instanceof Refusal ? error : internalError(error);
      return answer(request, answerOptions, refusal);
    }
  }

  /**
   * @param {Request} request
   * @param {Uint8Array} body
   */
  function route(request, body) {
    const { pathname, searchParams } = new URL(request.url);
    const isToken = pathname === "/token";
    const id = isToken ? null : idOf(pathname);
    if (request.method === "OPTIONS") return answer(request, answerOptions, PREFLIGHT);
    allow(request, id === null ? "GET" : "GET, PUT");
    if (body.length > maxBodyBytes) {
      throw new Refusal(413, "invalidRequest", `The body is longer than ${maxBodyBytes} bytes.`);
    }
    if (isToken) return reply(request, { body: token, headers: { "Content-Type": "text/plain; charset=utf-8" } });
    demandToken(request.headers.get("Authorization"));
    if (id === null) return reply(request, { body: page(searchParams) });
    const stored = store.find(id);
    if (stored === undefined)
      throw new Refusal(404, "itemNotFound", "There is no such referral.", { target: "referral" });
    return replyWith(
      request,
      request.method === "PUT" ? store.replace(stored, judgePut(stored, request.headers, body)) : stored,
    );
  }

  /**
   * @param {Request} request
   * @param {{ body: string, headers?: Record<string, string> }} content
   */
  function reply(request, content) {
    return answer(request, answerOptions, { status: 200, ...content });
  }

  /**
   * @param {Request} request
   * @param {Stored} stored
   */
  function replyWith(request, stored) {
    return reply(request, { body: stored.text, headers: { ETag: stored.eTag } });
  }

  /**
   * @param {string} pathname
   * @returns {string | null} null is the collection
   */
  function idOf(pathname) {
    const collection = prefix + COLLECTION;
    if (pathname === collection) return null;
    const segment = pathname.startsWith(`${collection}/`) ? pathname.slice(collection.length + 1) : "";
    if (/^[^/]+$/.test(segment)) {
      try {
        return decodeURIComponent(segment);
      } catch {
        // Not percent-encoded UTF-8: no route either.
      }
    }
    throw new Refusal(404, "itemNotFound", "There is nothing at this address.");
  }

  /** @param {string | null} authorization */
  function demandToken(authorization) {
    if (authorization?.match(/^Bearer +(.*)$/i)?.[1] === token) return;
    throw new Refusal(401, "unauthenticated", "The caller is not authenticated.", {
      headers: { "WWW-Authenticate": "Bearer" },
    });
  }

  /** @param {URLSearchParams} query */
  function page(query) {
    for (const name of query.keys()) {
      if (name.startsWith("$") && !["$top", "$skip", "$count"].includes(name)) {
        throw new Refusal(501, "invalidRequest", `The sandbox does not know ${name}.`, { target: name });
      }
    }
    const skip = countOf(query, "$skip", 0);
    const top = Math.min(countOf(query, "$top", PAGE_SIZE), PAGE_SIZE);
    const items = [...store.referrals.values()].slice(skip, skip + top).map(listItem);
    return writeMembers([
      ["@odata.context", '"http://api.partner.microsoft.com/v1.0/$metadata#Referrals"'],
      ["@odata.count", String(store.referrals.size)],
      ["value", `[${items.join(", ")}]`],
    ]);
  }

  return sandbox;
}

/**
 * As in a list of the service: without the eTag, so that nobody can save what came from a list.
 * @param {Stored} stored
 */
function listItem(stored) {
  return writeMembers(readMembers(stored.text).filter(([name]) => name !== "eTag" && !name.startsWith("@odata.")));
}

/**
 * @param {URLSearchParams} query
 * @param {string} name
 * @param {number} otherwise
 */
function countOf(query, name, otherwise) {
  const text = query.get(name);
  if (text === null) return otherwise;
  if (!/^\d{1,9}$/.test(text)) throw invalidRequest(`${name} must be a whole number.`, name);
  return Number(text);
}

/**
 * HEAD is a GET whose body is not sent.
 * @param {Request} request
 * @param {string} methods
 */
function allow(request, methods) {
  if (methods.split(", ").includes(request.method === "HEAD" ? "GET" : request.method)) return;
  throw new Refusal(405, "invalidRequest", `The method ${request.method} is not supported here.`, {
    headers: { Allow: methods },
  });
}

function newToken() {
  return `sandbox-${crypto.randomUUID()}`;
}
