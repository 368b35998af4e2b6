// @ts-check
/**
 * The rules of PUT: what the sandbox refuses, in the order in which it looks.
 * Must never change anything; throws a Refusal or returns the members to store.
 */

import { invalidRequest, Refusal } from "./answers.js";
import { judgeMove } from "./lifecycle.js";
import { NotAnObject, readMembers } from "./members.js";

/** @import { Stored } from "./store.js" */

/**
 * @param {Stored} stored
 * @param {Headers} headers
 * @param {Uint8Array} body
 * @returns {Map<string, string>} the members of the body: name to raw text
 */
export function judgePut(stored, headers, body) {
  const ifMatch = judgeIfMatch(headers.get("If-Match"), stored.eTag);
  judgeContentType(headers.get("Content-Type"));
  const members = readBody(body);
  judgeIdentity(stored, ifMatch, members);
  judgePair(stored, members);
  judgeDealValue(members.get("details"));
  return members;
}

/**
 * The comparison is byte by byte with the quotes, so a weak tag never matches (RFC 9110, 13.1.1).
 * @param {string | null} ifMatch
 * @param {string} eTag
 */
function judgeIfMatch(ifMatch, eTag) {
  if (ifMatch === null) {
    throw new Refusal(428, "invalidRequest", "The request must carry an If-Match header.", { target: "If-Match" });
  }
  const isOneTag = /^(W\/)?"[^"]*"$/.test(ifMatch);
  if (ifMatch === "" || ifMatch === "*" || (!isOneTag && ifMatch.includes(","))) {
    throw invalidRequest("If-Match must be the eTag of the referral: one tag, no list, no asterisk.", "If-Match");
  }
  if (ifMatch !== eTag) {
    throw new Refusal(
      412,
      "preconditionFailed",
      "A precondition provided in the request (such as an if-match header) does not match the resource's current state.",
      {
        target: "ETag",
        innerError: {
          code: "99918",
          message: "One of the specified pre-condition is not met. Etag value did not Match",
          details: null,
        },
      },
    );
  }
  return ifMatch;
}

/** @param {string | null} contentType */
function judgeContentType(contentType) {
  const [type, ...parameters] = (contentType ?? "").toLowerCase().split(";");
  const charset = parameters.map((parameter) => parameter.trim()).find((parameter) => parameter.startsWith("charset="));
  if (type?.trim() === "application/json" && /^(charset="?utf-8"?)?$/.test(charset ?? "")) return;
  throw new Refusal(415, "invalidRequest", "The body must be application/json in UTF-8.", { target: "Content-Type" });
}

/** @param {Uint8Array} body */
function readBody(body) {
  try {
    return new Map(readMembers(decode(body)));
  } catch (error) {
    if (error instanceof NotAnObject) throw invalidRequest(`The body must be one referral. ${error.message}`);
    if (error instanceof SyntaxError) throw invalidRequest("The body is not JSON.");
    throw error;
  }
}

/** @param {Uint8Array} body */
function decode(body) {
  try {
    // A byte order mark is kept, and so refused by JSON.parse: a sender must not add one (RFC 8259, 8.1).
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    throw invalidRequest("The body is not UTF-8.");
  }
}

/**
 * @param {Stored} stored
 * @param {string} ifMatch
 * @param {ReadonlyMap<string, string>} members
 */
function judgeIdentity(stored, ifMatch, members) {
  if (members.has("links")) throw invalidRequest("Remove links before the referral is sent.", "links");
  if (members.has("id")) {
    const id = parsedMember(members, "id");
    if (typeof id !== "string" || id.toLowerCase() !== stored.id.toLowerCase()) {
      throw invalidRequest("The id of the body is not the id of the address.", "id");
    }
  }
  if (members.has("eTag") && parsedMember(members, "eTag") !== ifMatch) {
    throw invalidRequest("The eTag of the body is not the one of If-Match.", "eTag");
  }
}

/**
 * @param {Stored} stored
 * @param {ReadonlyMap<string, string>} members
 */
function judgePair(stored, members) {
  const problem = judgeMove(
    { status: parsedMember(stored.members, "status"), substatus: parsedMember(stored.members, "substatus") },
    { status: parsedMember(members, "status"), substatus: parsedMember(members, "substatus") },
  );
  if (problem !== null) throw invalidRequest(problem.why, problem.target);
}

/** @param {string | undefined} details raw text */
function judgeDealValue(details) {
  const parsed = JSON.parse(details ?? "null");
  if (typeof parsed !== "object" || parsed === null || !Object.hasOwn(parsed, "dealValue")) return;
  const { dealValue } = parsed;
  if (typeof dealValue !== "number" || !Number.isFinite(dealValue) || dealValue < 0) {
    throw invalidRequest("The deal value must be a number, zero or more.", "details.dealValue");
  }
}

/**
 * Only to compare; what is stored is the text.
 * @param {ReadonlyMap<string, string>} members
 * @param {string} name
 * @returns {unknown} undefined where there is none
 */
function parsedMember(members, name) {
  const raw = members.get(name);
  return raw === undefined ? undefined : JSON.parse(raw);
}
