// @ts-check
/**
 * Answers whose body is not what it should be. The status stays, so each goes with `status` too.
 * Must never change what is stored.
 */

import { bytesOf } from "../answers.js";
import { withBody, withMembers } from "./fault.js";

/** @import { Draft } from "../answers.js" */
/** @import { Fault } from "./fault.js" */

const HTML = "<!doctype html><title>Sign in to the network</title><p>Accept the terms to go on.</p>";
const GATEWAY = '{ "statusCode": 429, "message": "Rate limit is exceeded. Try again in 57 seconds." }';
const DEPTH = 5000;
const DEEP = `{"error":{"code":"invalidRequest","message":"deep","innerError":${'{"innerError":'.repeat(DEPTH - 2)}{}${"}".repeat(DEPTH)}`;
const MEMBER = "name";

/** @type {Fault[]} */
export const BODY = [
  { name: "empty", does: "A body of no bytes.", after: (draft) => withBody(draft, "") },
  {
    name: "html",
    does: "A page of HTML, as of a captive portal.",
    after: (draft) => withBody(draft, HTML, "text/html; charset=utf-8"),
  },
  {
    name: "gateway",
    does: "An error body of the gateway: statusCode and message.",
    after: (draft) => withBody(draft, GATEWAY.replace("429", String(draft.status)), "application/json"),
  },
  {
    name: "malformed",
    does: "JSON that ends in the middle.",
    after: (draft) => withBody(draft, asText(draft).slice(0, -1)),
  },
  {
    name: "odd-error",
    does: "JSON whose error is not the documented object.",
    parameters: {
      error: {
        default: '"busy"',
        check: JSON.parse,
        does: 'the JSON text of error: "busy", null, [], {"code":5,"innererror":[]}',
      },
    },
    after: (draft, { error }) => withBody(draft, `{ "error": ${error} }`),
  },
  { name: "deep-error", does: "An error body of 5,000 nested objects.", after: (draft) => withBody(draft, DEEP) },
  {
    name: "json-string",
    does: "The referral as a JSON string.",
    after: (draft) => withBody(draft, JSON.stringify(asText(draft))),
  },
  {
    name: "json-array",
    does: "The referral in a JSON array.",
    after: (draft) => withBody(draft, `[${asText(draft)}]`),
  },
  { name: "json-null", does: "JSON null.", after: (draft) => withBody(draft, "null") },
  {
    name: "other-id",
    does: "The answer is of another referral.",
    after: (draft) => edited(draft, "id", () => '"00000000-0000-4000-8000-000000000000"'),
  },
  {
    name: "id-case",
    does: "The id of the answer in capital letters.",
    after: (draft) => edited(draft, "id", (raw) => raw.toUpperCase()),
  },
  {
    name: "field-dropped",
    does: "A member is missing in the answer; it is stored.",
    parameters: { member: { default: "customerProfile", does: "which" } },
    after: (draft, { member = "" }) => withMembers(draft, (members) => members.delete(member)),
  },
  {
    name: "field-added",
    does: "The answer has a member more; it is not stored.",
    parameters: { member: { default: "loyaltyTier", does: "its name" } },
    after: (draft, { member = "" }) => withMembers(draft, (members) => members.set(member, '"Gold"')),
  },
  {
    name: "huge",
    does: "The referral with one long member more.",
    parameters: { bytes: { max: 300 * 2 ** 20, default: String(50 * 2 ** 20), does: "of the whole body" } },
    after: (draft, { bytes }) =>
      withMembers(draft, (members) => {
        const around = bytesOf(asText(draft)).length + ',\n    "padding": ""'.length;
        members.set("padding", `"${"x".repeat(Math.max(0, Number(bytes) - around))}"`);
      }),
  },
  {
    name: "duplicate-keys",
    does: "A member occurs twice, with two values.",
    parameters: { member: { default: "status", does: "which" } },
    after: (draft, { member }) =>
      withBody(draft, asText(draft).replace(/\s*\}\s*$/, `, ${JSON.stringify(member)}: "Twice" }`)),
  },
  {
    name: "bom",
    does: "A byte order mark before the JSON.",
    after: (draft) => withBody(draft, joined([0xef, 0xbb, 0xbf], asText(draft))),
  },
  {
    name: "utf-16",
    does: "The JSON in UTF-16, little endian, with its byte order mark.",
    after: (draft) => withBody(draft, utf16(`\ufeff${asText(draft)}`), "application/json; charset=utf-16"),
  },
  {
    name: "invalid-utf-8",
    does: "The name of the referral holds bytes that are not UTF-8.",
    after: (draft) => {
      const mark = "bytes:";
      const [before = "", after = ""] = asText(edited(draft, MEMBER, () => JSON.stringify(mark), true)).split(mark);
      return withBody(draft, joined(before, [0x62, 0xff, 0xc3, 0x28], after));
    },
  },
  {
    name: "lone-surrogate",
    does: "The name of the referral holds an escaped surrogate without its other half.",
    after: (draft) => edited(draft, MEMBER, () => '"half \\ud83d of a pair"', true),
  },
];

/** @param {Draft} draft */
function asText({ body }) {
  return typeof body === "string" ? body : new TextDecoder().decode(body ?? undefined);
}

/** @param {Draft} draft @param {string} name @param {(raw: string) => string} change @param {boolean} [add] */
function edited(draft, name, change, add = false) {
  return withMembers(draft, (members) => {
    const raw = members.get(name) ?? (add ? "null" : undefined);
    if (raw !== undefined) members.set(name, change(raw));
  });
}

/** @param {(string | number[])[]} parts */
function joined(...parts) {
  const pieces = parts.map((part) => (typeof part === "string" ? bytesOf(part) : Uint8Array.from(part)));
  const whole = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    whole.set(piece, at);
    at += piece.length;
  }
  return whole;
}

/** @param {string} text */
function utf16(text) {
  const bytes = new Uint8Array(text.length * 2);
  const view = new DataView(bytes.buffer);
  for (let i = 0; i < text.length; i += 1) view.setUint16(i * 2, text.charCodeAt(i), true);
  return bytes;
}
