// @ts-check
/**
 * Reads faults as people write them: `status; code=503, retry-after; value="soon"`, or as JSON objects.
 * Must never guess: an unknown name, parameter or value is an error that names what there is.
 */

import { NotAnObject } from "../members.js";
import { FAULTS } from "./table.js";

/** @import { Chosen, Fault, Given, Parameter } from "./fault.js" */

/** What is asked for does not exist. */
export class FaultError extends Error {}

const ITEM = /\s*([a-z0-9-]+)\s*/y;
const PARAMETER = /;\s*([a-z]+)\s*(?:=\s*(?:"((?:[^"\\]|\\.)*)"|([^\s;,"]*))\s*)?/y;

/**
 * Faults in the order in which they are written, with commas between them. A value with spaces, commas or semicolons
 * stands in double quotes, a backslash before a quote in it.
 * @param {string} text
 * @returns {Chosen[]}
 */
export function readFaults(text) {
  /** @type {Chosen[]} */
  const chosen = [];
  let at = 0;
  do {
    const item = match(ITEM, text, at);
    at = ITEM.lastIndex;
    /** @type {[string, string][]} */
    const pairs = [];
    while (text[at] === ";") {
      const [, name = "", quoted, plain = ""] = match(PARAMETER, text, at);
      at = PARAMETER.lastIndex;
      pairs.push([name, quoted?.replace(/\\(.)/g, "$1") ?? plain]);
    }
    chosen.push(choose(item[1] ?? "", pairs));
    if (at < text.length && text[at] !== ",") throw unreadable(text, at);
    at += 1;
  } while (at <= text.length);
  return chosen;
}

/**
 * One fault as a JSON value: its header text, or an object with its name and parameters.
 * @param {unknown} value
 * @returns {Chosen[]}
 */
export function readFaultValue(value) {
  if (typeof value === "string") return readFaults(value);
  if (typeof value !== "object" || value === null) throw new FaultError("A fault is a text, or an object with a name.");
  const { name, ...rest } = /** @type {Record<string, unknown>} */ (value);
  const pairs = Object.entries(rest).map(([key, given]) => /** @type {[string, string]} */ ([key, asText(given)]));
  return [choose(String(name), pairs)];
}

/** @param {unknown} value */
function asText(value) {
  return typeof value === "object" ? JSON.stringify(value) : String(value);
}

/**
 * @param {string} name
 * @param {[string, string][]} pairs
 * @returns {Chosen}
 */
function choose(name, pairs) {
  const fault = FAULTS.get(name);
  if (fault === undefined) {
    throw new FaultError(`There is no fault "${name}", only: ${[...FAULTS.keys()].join(" ")}`);
  }
  const parameters = fault.parameters ?? {};
  /** @type {Record<string, string | undefined>} */
  const given = {};
  for (const [key, value] of pairs) {
    if (!Object.hasOwn(parameters, key)) {
      throw new FaultError(`${name} has no parameter "${key}", only: ${Object.keys(parameters).join(" ") || "none"}`);
    }
    if (Object.hasOwn(given, key)) throw new FaultError(`${name} has "${key}" twice.`);
    judge(`${key} of ${name}`, value, /** @type {Parameter} */ (parameters[key]));
    given[key] = value;
  }
  return { fault, given: withDefaults(fault, given) };
}

/** @param {Fault} fault @param {Given} given @returns {Given} */
function withDefaults({ parameters = {} }, given) {
  return Object.fromEntries(
    Object.entries(parameters).map(([name, { default: otherwise }]) => [name, given[name] ?? otherwise]),
  );
}

/**
 * @param {string} what
 * @param {string} value
 * @param {Parameter} parameter
 */
function judge(what, value, { words, min = 0, max, check }) {
  if (words !== undefined && !words.includes(value)) {
    throw new FaultError(`${what} is "${value}", but must be one of: ${words.join(" ")}`);
  }
  if (max !== undefined && !(/^-?\d+$/.test(value) && Number(value) >= min && Number(value) <= max)) {
    throw new FaultError(`${what} is "${value}", but must be a whole number from ${min} to ${max}.`);
  }
  try {
    check?.(value);
  } catch (error) {
    if (!(error instanceof SyntaxError || error instanceof NotAnObject)) throw error;
    throw new FaultError(`${what} cannot be read: ${error.message}`);
  }
}

/** @param {RegExp} pattern sticky @param {string} text @param {number} at */
function match(pattern, text, at) {
  pattern.lastIndex = at;
  const found = pattern.exec(text);
  if (found === null) throw unreadable(text, at);
  return found;
}

/** @param {string} text @param {number} at */
function unreadable(text, at) {
  return new FaultError(`"${text}" cannot be read from character ${at}: write name; parameter=value, name ...`);
}
