// @ts-check
/**
 * The routes of the API: which request is answered with what.
 * Must never know of faults, nor change anything but by a PUT that was judged.
 */

import { draftOf, invalidRequest, preflight, Refusal } from "./answers.js";
import { readMembers, writeMembers } from "./members.js";
import { judgePut } from "./put.js";

/** @import { AnswerOptions } from "./answers.js" */
/** @import { Store, Stored } from "./store.js" */

const COLLECTION = "/engagements/referrals";
const PAGE_SIZE = 100;

/**
 * @param {{ store: Store, prefix: string, maxBodyBytes: number, answerOptions: AnswerOptions, token: () => string }} options
 */
export function createApi({ store, prefix, maxBodyBytes, answerOptions, token }) {
  return { route, unjudged };

  /**
   * Throws a Refusal for what the sandbox will not do.
   * @param {Request} request
   * @param {Uint8Array} body
   */
  function route(request, body) {
    const { pathname, searchParams } = new URL(request.url);
    const isToken = pathname === "/token";
    const id = isToken ? null : idOf(prefix, pathname);
    if (id === undefined) throw new Refusal(404, "itemNotFound", "There is nothing at this address.");
    if (request.method === "OPTIONS") return draftOf(request, answerOptions, preflight(request.headers));
    allow(request, id === null ? "GET" : "GET, PUT");
    if (body.length > maxBodyBytes) {
      throw new Refusal(413, "invalidRequest", `The body is longer than ${maxBodyBytes} bytes.`);
    }
    if (isToken) return reply(request, { body: token(), headers: { "Content-Type": "text/plain; charset=utf-8" } });
    demandToken(request.headers.get("Authorization"));
    if (id === null) return reply(request, { body: page(searchParams) });
    const stored = store.find(id);
    if (stored === undefined)
      throw new Refusal(404, "itemNotFound", "There is no such referral.", { target: "referral" });
    return draftOfStored(
      request,
      request.method === "PUT" ? store.replace(stored, judgePut(stored, request.headers, body)) : stored,
    );
  }

  /**
   * @param {Request} request
   * @param {{ body: string, headers?: Record<string, string> }} content
   */
  function reply(request, content) {
    return draftOf(request, answerOptions, { status: 200, ...content });
  }

  /**
   * @param {Request} request
   * @param {Stored} stored
   */
  function draftOfStored(request, stored) {
    return reply(request, { body: stored.text, headers: { ETag: stored.eTag } });
  }

  /**
   * What an answer is made of when the request is not carried out: the referral as it is, where there is one.
   * @param {Request} request
   * @param {string} id
   */
  function unjudged(request, id) {
    const stored = store.find(id);
    if (stored === undefined) return draftOf(request, answerOptions, { status: 200, body: null });
    return draftOfStored(request, stored);
  }

  /** @param {string | null} authorization */
  function demandToken(authorization) {
    if (authorization?.match(/^Bearer +(.*)$/i)?.[1] === token()) return;
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
}

/**
 * @param {string} prefix
 * @param {string} pathname
 * @returns {string | null | undefined} null is the collection, undefined an address that the API does not have
 */
export function idOf(prefix, pathname) {
  const collection = prefix + COLLECTION;
  if (pathname === collection) return null;
  const segment = pathname.startsWith(`${collection}/`) ? pathname.slice(collection.length + 1) : "";
  if (!/^[^/]+$/.test(segment)) return undefined;
  try {
    return decodeURIComponent(segment);
  } catch {
    return undefined; // Not percent-encoded UTF-8.
  }
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
