// @ts-check
/**
 * Somebody else who saves first, so that what follows is a real 412, a real conflict or a real revert.
 * Must never change what belongs to the service, and never round a number that it did not touch.
 */

import { judgeMove } from "../lifecycle.js";
import { readMembers, writeMembers } from "../members.js";
import { isServerOwned } from "../store.js";
import { differences, pathOf, setAt } from "./pointer.js";

/** @import { Stored } from "../store.js" */
/** @import { Fault, Given, World } from "./fault.js" */
/** @import { Leaf } from "./pointer.js" */

/** Raw text by JSON Pointer; undefined removes. @typedef {[pointer: string, raw: string | undefined][]} Edits */

/** What a colleague may well write, wherever nothing else is asked for. */
const NOTES = "/details/notes";
const OTHERS = [NOTES, "/customerProfile/name", "/name"];

/** @type {Fault[]} */
export const COLLEAGUE = [
  {
    name: "colleague",
    does: "Before the request is judged, somebody else saves the same referral.",
    parameters: {
      field: {
        words: ["other", "same", "revert", "revert-all"],
        default: "other",
        does: "a field that this PUT does not change; one that it changes, with another value; or the last change to the referral is undone in one field, or whole",
      },
      set: { check: readSet, does: 'instead: values by JSON Pointer, {"/details/notes":"Called back."}' },
      remove: { check: readRemove, does: "instead: what is removed, JSON Pointers with spaces between them" },
    },
    before: (world, given) => {
      const { stored, store } = world;
      if (stored === undefined) return;
      const edits = editsOf(stored, world, given);
      const text = edits.reduce((edited, [pointer, raw]) => setAt(edited, pointer, raw), writeMembers(stored.members));
      store.replace(stored, new Map(readMembers(text)));
    },
  },
];

/**
 * @param {Stored} stored
 * @param {World} world
 * @param {Given} given
 * @returns {Edits}
 */
function editsOf(stored, world, { field, set, remove }) {
  if (set !== undefined || remove !== undefined) {
    return [...readSet(set ?? "{}"), ...readRemove(remove ?? "")];
  }
  const now = parse(stored.members);
  if (field === "revert" || field === "revert-all") {
    const undone = changes(now, stored.before === undefined ? now : parse(stored.before)).map(asEdit);
    return field === "revert" ? undone.slice(0, 1) : undone;
  }
  const sent = changes(now, parsedOrSame(world.sent, now));
  return field === "same" ? sameField(now, sent) : otherField(now, sent);
}

/** @param {string} text @returns {Edits} */
function readSet(text) {
  const edits = readMembers(text);
  for (const [pointer] of edits) pathOf(pointer);
  return edits;
}

/** @param {string} text @returns {Edits} */
function readRemove(text) {
  const pointers = text.split(" ").filter((pointer) => pointer !== "");
  for (const pointer of pointers) pathOf(pointer);
  return pointers.map((pointer) => [pointer, undefined]);
}

/** @param {Record<string, unknown>} now @param {Leaf[]} sent @returns {Edits} */
function sameField(now, sent) {
  const pair = sent.filter(({ pointer }) => pointer === "/status" || pointer === "/substatus");
  const leaf = sent.find(
    (candidate) => !pair.includes(candidate) && candidate.value !== undefined && candidate.value !== null,
  );
  if (leaf !== undefined) return [[leaf.pointer, anotherThan(leaf.value, valueAt(now, leaf.pointer))]];
  if (pair.length > 0) return otherMove(now, pair);
  const [first] = sent;
  return [[first?.pointer ?? NOTES, '"Changed by a colleague."']];
}

/**
 * Closes the referral in another way than the one that was sent.
 * @param {Record<string, unknown>} now
 * @param {Leaf[]} pair
 * @returns {Edits}
 */
function otherMove(now, pair) {
  const wanted = pair.find(({ pointer }) => pointer === "/substatus")?.value;
  const substatus = ["Lost", "Won"].find((end) => end !== wanted && end !== now.substatus) ?? "Expired";
  const from = { status: now.status, substatus: now.substatus };
  if (judgeMove(from, { status: "Closed", substatus }) !== null) return [[NOTES, '"Changed by a colleague."']];
  return [
    ["/status", '"Closed"'],
    ["/substatus", JSON.stringify(substatus)],
  ];
}

/** @param {Record<string, unknown>} now @param {Leaf[]} sent @returns {Edits} */
function otherField(now, sent) {
  const free = OTHERS.filter((pointer) => sent.every((leaf) => leaf.pointer !== pointer));
  const pointer =
    free.find((candidate) => typeof valueAt(now, candidate) === "string") ?? free[0] ?? "/externalReferenceId";
  const value = valueAt(now, pointer);
  return [[pointer, JSON.stringify(another(typeof value === "string" ? value : "Added"))]];
}

/**
 * The text of a third value, where there is one: of a flag there is not, and it is removed.
 * @param {unknown} sent
 * @param {unknown} held
 */
function anotherThan(sent, held) {
  const [one, two] = [another(sent), another(another(sent))];
  const third = [one, two].find((value) => value !== held && value !== sent);
  return third === undefined ? undefined : JSON.stringify(third);
}

/**
 * Another value of the same kind; in an object or array, the first value is another.
 * @param {unknown} value
 * @returns {unknown}
 */
function another(value) {
  if (typeof value === "number") return value + 1;
  if (typeof value === "boolean") return !value;
  if (typeof value === "string") return anotherText(value);
  if (value === null || Object.keys(value ?? {}).length === 0) return "Changed by a colleague.";
  const [[name, first] = ["", null]] = Object.entries(/** @type {object} */ (value));
  return Array.isArray(value) ? [another(first), ...value.slice(1)] : { ...value, [name]: another(first) };
}

/** @param {string} text */
function anotherText(text) {
  if (/^\d{4}-\d\d-\d\d/.test(text)) return `${Number(text.slice(0, 4)) + 1}${text.slice(4)}`;
  if (/^[^@\s]+@[^@\s]+$/.test(text)) return `colleague.${text}`;
  if (/^[A-Z]{3}$/.test(text)) return { EUR: "USD", USD: "GBP" }[text] ?? "EUR";
  return `${text} (a colleague)`;
}

/** @param {Record<string, unknown>} one @param {Record<string, unknown>} other */
function changes(one, other) {
  return differences(one, other).filter(({ pointer }) => !isServerOwned(pointer.split("/")[1] ?? ""));
}

/** @param {Leaf} leaf @returns {Edits[number]} */
function asEdit({ pointer, value }) {
  return [pointer, value === undefined ? undefined : JSON.stringify(value)];
}

/** @param {ReadonlyMap<string, string>} members @returns {Record<string, unknown>} */
function parse(members) {
  return JSON.parse(writeMembers(members));
}

/** @param {string | null} text @param {Record<string, unknown>} otherwise @returns {Record<string, unknown>} */
function parsedOrSame(text, otherwise) {
  try {
    const value = JSON.parse(text ?? "null");
    return typeof value === "object" && value !== null && !Array.isArray(value) ? value : otherwise;
  } catch {
    return otherwise;
  }
}

/** @param {Record<string, unknown>} tree @param {string} pointer */
function valueAt(tree, pointer) {
  /** @type {unknown} */
  let value = tree;
  for (const name of pointer.split("/").slice(1)) {
    value = /** @type {Record<string, unknown> | null | undefined} */ (value)?.[name];
  }
  return value;
}
