// @ts-check
/**
 * Entity tags that nobody should send, in the answer only: the referral keeps its own.
 * Must never change an answer that has no eTag.
 */

import { membersOf, withHeaders, withMembers } from "./fault.js";

/** @import { Draft } from "../answers.js" */
/** @import { Fault } from "./fault.js" */

const TEN_KB = `"${"e".repeat(10 * 1024 - 2)}"`;
const OTHER = '"00000000-0000-0000-0000-000000000000"';

/** @type {Fault[]} */
export const ETAG = [
  {
    name: "etag-missing",
    does: "Neither body nor header has an eTag.",
    after: (draft) => withEtag(draft, undefined, null),
  },
  {
    name: "etag-weak",
    does: "The eTag is weak in body and header: W/ before it.",
    after: (draft) => {
      const eTag = `W/${etagOf(draft)}`;
      return withEtag(draft, JSON.stringify(eTag), eTag);
    },
  },
  {
    name: "etag-star",
    does: "The eTag is * in body and header.",
    after: (draft) => withEtag(draft, '"*"', "*"),
  },
  {
    name: "etag-number",
    does: "The eTag of the body is a number; there is none in the header.",
    after: (draft) => withEtag(draft, "5", null),
  },
  {
    name: "etag-long",
    does: "The eTag has 10 KB in body and header.",
    after: (draft) => withEtag(draft, JSON.stringify(TEN_KB), TEN_KB),
  },
  {
    name: "etag-crlf",
    does: "The eTag of the body holds a line break and a header after it; there is none in the header.",
    after: (draft) => withEtag(draft, JSON.stringify('"a"\r\nX-Injected: 1'), null),
  },
  {
    name: "etag-differs",
    does: "The header has another eTag than the body, whose eTag is right.",
    after: (draft) => (etagOf(draft) === null ? draft : withHeaders(draft, { ETag: OTHER })),
  },
  {
    name: "etag-unchanged",
    does: "A PUT is carried out, and its answer has the eTag of If-Match in body and header.",
    after: (draft, _, { request }) => {
      const old = request.headers.get("If-Match");
      return old === null ? draft : withEtag(draft, JSON.stringify(old), old);
    },
  },
];

/** @param {Draft} draft @returns {string | null} */
function etagOf(draft) {
  const raw = membersOf(draft)?.get("eTag");
  return raw === undefined ? null : JSON.parse(raw);
}

/**
 * @param {Draft} draft
 * @param {string | undefined} raw of the body; undefined: none
 * @param {string | null} header null: none
 */
function withEtag(draft, raw, header) {
  if (etagOf(draft) === null) return draft;
  const changed = withMembers(draft, (members) => {
    if (raw === undefined) members.delete("eTag");
    else members.set("eTag", raw);
  });
  return withHeaders(changed, { ETag: header });
}
