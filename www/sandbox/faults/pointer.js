// @ts-check
/**
 * Values inside a JSON text, by JSON Pointer: where two documents differ, and one text with one value set or removed.
 * Must never write anew the text of a value that it was not asked to change.
 */

import { readElements, readMembers } from "../members.js";

/** @typedef {{ pointer: string, value: unknown }} Leaf */

/**
 * The text with this value at the pointer; undefined removes it. Objects that are missing on the way are made, also
 * where something else than an object or array stands.
 * @param {string | undefined} text
 * @param {string} pointer
 * @param {string | undefined} raw
 */
export function setAt(text, pointer, raw) {
  return setIn(text, pathOf(pointer), raw) ?? "null";
}

/**
 * The names on the way. Throws SyntaxError for what is not a JSON Pointer, and for the one to the whole document.
 * @param {string} pointer
 */
export function pathOf(pointer) {
  if (!/^(\/([^~/]|~[01])*)+$/.test(pointer)) throw new SyntaxError(`"${pointer}" is not a JSON Pointer to a member.`);
  return pointer.split("/").slice(1).map(unescaped);
}

/**
 * @param {string | undefined} text
 * @param {string[]} path
 * @param {string | undefined} raw
 * @returns {string | undefined}
 */
function setIn(text, [name, ...rest], raw) {
  if (name === undefined) return raw;
  if (text?.startsWith("[") && /^(0|[1-9]\d{0,8})$/.test(name)) {
    const elements = readElements(text);
    const next = setIn(elements[Number(name)], rest, raw);
    elements.splice(Number(name), 1, ...(next === undefined ? [] : [next]));
    return `[${elements.join(", ")}]`;
  }
  const members = new Map(text?.startsWith("{") ? readMembers(text) : []);
  const next = setIn(members.get(name), rest, raw);
  if (next === undefined) members.delete(name);
  else members.set(name, next);
  return `{ ${Array.from(members, ([key, value]) => `${JSON.stringify(key)}: ${value}`).join(", ")} }`;
}

/**
 * Where two parsed values differ, as deep as they have the same shape, with what the second has there: undefined where
 * it has nothing. Objects are compared by member, arrays of one length by place.
 * @param {unknown} one
 * @param {unknown} other
 * @param {string} [at]
 * @returns {Leaf[]}
 */
export function differences(one, other, at = "") {
  if (one === other) return [];
  if (!isTree(one) || !isTree(other) || lengthOf(one) !== lengthOf(other)) return [{ pointer: at, value: other }];
  const names = new Set([...Object.keys(other), ...Object.keys(one)]);
  return [...names].flatMap((name) => differences(own(one, name), own(other, name), `${at}/${escaped(name)}`));
}

/** @param {unknown} value @returns {value is Record<string, unknown>} */
function isTree(value) {
  return typeof value === "object" && value !== null;
}

/** Of an object, -1. @param {unknown} tree */
function lengthOf(tree) {
  return Array.isArray(tree) ? tree.length : -1;
}

/** @param {Record<string, unknown>} tree @param {string} name */
function own(tree, name) {
  return Object.hasOwn(tree, name) ? tree[name] : undefined;
}

/** @param {string} name */
function escaped(name) {
  return name.replaceAll("~", "~0").replaceAll("/", "~1");
}

/** @param {string} segment */
function unescaped(segment) {
  return segment.replaceAll("~1", "/").replaceAll("~0", "~");
}
