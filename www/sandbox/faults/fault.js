// @ts-check
/**
 * What a fault is, and the tools that the faults share.
 * Must never know one fault by its name: table.js does.
 */

import { NotAnObject, readMembers, writeMembers } from "../members.js";

/** @import { ConnectionKind, Draft } from "../answers.js" */
/** @import { Stored, Store } from "../store.js" */

/**
 * One parameter: one of some words, a whole number (with `max`; `min` is 0), or any text (`check` throws a SyntaxError
 * for what is none). Without a default it may be left out.
 * @typedef {{ does: string, words?: readonly string[], min?: number, max?: number, check?: (value: string) => void, default?: string }} Parameter
 */

/** As they were given, defaults filled in. @typedef {Readonly<Record<string, string | undefined>>} Given */

/**
 * What a fault may look at and change beside the answer.
 * @typedef {object} World
 * @property {Request} request its body is not to be read here
 * @property {Stored | undefined} stored the referral of the address, as it is when asked
 * @property {Store} store
 * @property {string | null} sent the body of a PUT
 * @property {() => number} now
 * @property {() => void} renewToken
 * @property {() => Draft} carryOut judges the request as if it came in now, and stores what a PUT brings
 */

/**
 * @typedef {object} Fault
 * @property {string} name
 * @property {string} does for people; a line of faults.md
 * @property {Record<string, Parameter>} [parameters]
 * @property {true} [preflight] it befalls the question before a request, not the request
 * @property {true} [unread] the body of the request is never read
 * @property {(given: Given) => number} [late] milliseconds between reading the request and judging it
 * @property {(given: Given) => boolean} [judged] whether the request is carried out at all; absent: it is
 * @property {(world: World, given: Given) => void} [before] what happens first
 * @property {(draft: Draft, given: Given, world: World) => Draft} [after] what becomes of the answer
 */

/** A fault with its parameters. @typedef {{ fault: Fault, given: Given }} Chosen */

/** The parameter of those that can strike after or before the request is carried out. @param {"yes" | "no"} otherwise */
export function commit(otherwise) {
  return {
    words: /** @type {const} */ (["yes", "no"]),
    default: otherwise,
    does: "whether the request is carried out first",
  };
}

/** @param {Given} given */
export function commits(given) {
  return given.commit !== "no";
}

/** @param {Draft} draft @param {ConnectionKind} kind @param {string} [ms] @returns {Draft} */
export function withConnection(draft, kind, ms) {
  return { ...draft, connection: ms === undefined ? { kind } : { kind, ms: Number(ms) } };
}

/** null takes a header away. @param {Draft} draft @param {Record<string, string | null>} changes @returns {Draft} */
export function withHeaders(draft, changes) {
  const headers = new Headers(draft.headers);
  for (const [name, value] of Object.entries(changes)) {
    if (value === null) headers.delete(name);
    else headers.set(name, value);
  }
  return { ...draft, headers };
}

/** @param {Draft} draft @param {string | Uint8Array} body @param {string} [type] @returns {Draft} */
export function withBody(draft, body, type) {
  return withHeaders({ ...draft, body }, type === undefined ? {} : { "Content-Type": type });
}

/** The members of the answer changed; an answer that is not a JSON object stays. @param {Draft} draft @param {(members: Map<string, string>) => void} change */
export function withMembers(draft, change) {
  const members = membersOf(draft);
  if (members === null) return draft;
  change(members);
  return { ...draft, body: writeMembers(members) };
}

/** @param {Draft} draft @returns {Map<string, string> | null} */
export function membersOf({ body }) {
  if (typeof body !== "string") return null;
  try {
    return new Map(readMembers(body));
  } catch (error) {
    if (error instanceof SyntaxError || error instanceof NotAnObject) return null;
    throw error;
  }
}
