// @ts-check
/**
 * Answers with a status of their own, the request carried out or not.
 * Must never let a success stand over a request that was truly refused.
 */

import { bytesOf, Refusal } from "../answers.js";
import { commit, withBody, withHeaders } from "./fault.js";
import { CODES, ERROR_CODES, REDIRECTS, STATUSES, SUCCESSES } from "./statuses.js";

/** @import { Draft } from "../answers.js" */
/** @import { Fault, Given } from "./fault.js" */

const SPELLINGS = /** @type {const} */ (["insufficient_claims", "insufficent_claims"]);

/** What a challenge asks for, in the base64 of the real ones. */
const CLAIMS = btoa('{"access_token":{"acrs":{"essential":true,"value":"c1"}}}');

/** @type {Fault[]} */
export const STATUS = [
  {
    name: "status",
    does: "The answer has this status: the referral (2xx), half of it (206), nothing (202, 204), a Location (3xx), or the documented error body. A 2xx is no mask: a request that was refused keeps its refusal.",
    parameters: {
      code: { words: STATUSES, default: "503", does: "which" },
      error: { words: CODES, does: "the code of the error body, instead of the documented one of this status" },
      location: {
        words: ["same", "cross"],
        default: "same",
        does: "of a 3xx: the same address with ?redirected=1, on this origin, or on the other name of this machine (localhost, 127.0.0.1)",
      },
      commit: {
        words: commit("yes").words,
        does: "whether the request is carried out first; where left out, it is for a 2xx only",
      },
    },
    judged: ({ code = "", commit }) => (commit ?? (SUCCESSES.includes(code) ? "yes" : "no")) === "yes",
    after: (draft, given, { request }) => {
      const { code = "" } = given;
      if (SUCCESSES.includes(code)) return succeed(draft, Number(code));
      if (REDIRECTS.includes(code)) return redirect(draft, given, request);
      return refuse(draft, new Refusal(Number(code), given.error ?? ERROR_CODES.get(code) ?? "", MESSAGE, MORE[code]));
    },
  },
  {
    name: "claims",
    does: "Conditional access asks for more: WWW-Authenticate with claims. The request is not carried out.",
    parameters: {
      code: { words: ["401", "403"], default: "401", does: "the status" },
      spelling: { words: SPELLINGS, default: "insufficient_claims", does: "the second one is the documentation's" },
      exposed: { words: ["yes", "no"], default: "yes", does: "whether pages of other origins can read the header" },
    },
    judged: () => false,
    after: (draft, { code, spelling = "", exposed }) => {
      const challenge = `Bearer realm="", error="${spelling}", claims="${CLAIMS}"`;
      const refused = refuse(
        draft,
        new Refusal(Number(code), code === "401" ? "unauthenticated" : "accessDenied", MESSAGE, {
          innerError: { code: spelling, message: "More claims are needed.", details: null },
          headers: { "WWW-Authenticate": challenge },
        }),
      );
      const list = refused.headers.get("Access-Control-Expose-Headers");
      if (exposed === "no" || list === null) return refused;
      return withHeaders(refused, { "Access-Control-Expose-Headers": `${list}, WWW-Authenticate` });
    },
  },
  {
    name: "token-expired",
    does: "From now on another token is handed out, and the one that this request brings is answered with 401.",
    before: (world) => world.renewToken(),
  },
];

const MESSAGE = "The sandbox was told to answer so.";

/** @type {Record<string, { target?: string, headers?: Record<string, string> }>} */
const MORE = {
  401: { headers: { "WWW-Authenticate": "Bearer" } },
  405: { headers: { Allow: "GET" } },
  412: { target: "ETag" },
};

/** @param {Draft} draft @param {Refusal} refusal */
function refuse(draft, { status, body, headers }) {
  return withHeaders(withBody({ ...draft, status }, body, "application/json; charset=utf-8"), {
    ETag: null,
    ...headers,
  });
}

/** @param {Draft} draft @param {number} status @returns {Draft} */
function succeed(draft, status) {
  if (draft.status > 299) return draft;
  if (status === 202 || status === 204) return withHeaders({ ...draft, status, body: null }, { ETag: null });
  if (status !== 206) return { ...draft, status };
  const bytes = bytesOf(draft.body ?? "");
  const half = bytes.slice(0, bytes.length >> 1);
  return withHeaders(
    { ...draft, status, body: half },
    { "Content-Range": `bytes 0-${half.length - 1}/${bytes.length}` },
  );
}

/** @param {Draft} draft @param {Given} given @param {Request} request */
function redirect(draft, { code, location }, request) {
  const { host, pathname } = new URL(request.url);
  const own = request.headers.get("host") ?? host;
  const other = /^localhost(?=:|$)/i.test(own)
    ? own.replace(/^localhost/i, "127.0.0.1")
    : own.replace(ADDRESS, "localhost");
  return withHeaders(
    { ...draft, status: Number(code), body: null },
    { ETag: null, Location: `${location === "cross" ? `//${other}` : ""}${pathname}?redirected=1` },
  );
}

/** A host without its port. */
const ADDRESS = /^(\[[^\]]*\]|[^:]*)/;
