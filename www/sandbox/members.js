// @ts-check
/**
 * Splits the text of a JSON object into its members, each value as the text that was sent: 50000.10 stays 50000.10.
 * Must never give back a value that went through JSON.parse (it rounds numbers), and must never import the package that
 * this sandbox tests: a reader shared by both sides could be wrong on both sides at once.
 */

/** One member: its decoded name and the exact text of its value. @typedef {[name: string, raw: string]} Member */

const SPACE = /[ \t\n\r]*/y;
const SCALAR = /[^,}\] \t\n\r]*/y;
const QUOTE_OR_BACKSLASH = /["\\]/g;
const NEXT_MARK = /["{}[\]]/g;

/** The text is JSON, but not an object whose members can be kept apart. */
export class NotAnObject extends Error {}

/**
 * The members in their order. Throws SyntaxError where JSON.parse does, and NotAnObject for any other value than an
 * object and for a name that occurs twice.
 * @param {string} text
 * @returns {Member[]}
 */
export function readMembers(text) {
  const value = JSON.parse(text);
  if (typeof value !== "object" || value === null || Array.isArray(value)) {
    throw new NotAnObject("The JSON value is not an object.");
  }
  /** @type {Map<string, string>} */
  const members = new Map();
  let at = skipSpace(text, skipSpace(text, 0) + 1);
  while (text[at] !== "}") {
    const nameEnd = endOfString(text, at);
    const name = JSON.parse(text.slice(at, nameEnd));
    const start = skipSpace(text, skipSpace(text, nameEnd) + 1);
    const end = endOfValue(text, start);
    if (members.has(name)) throw new NotAnObject(`The member ${JSON.stringify(name)} occurs twice.`);
    members.set(name, text.slice(start, end));
    at = skipSpace(text, end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return [...members];
}

/**
 * The elements of an array, each as the text that was sent. Throws SyntaxError for what is not an array.
 * @param {string} text
 * @returns {string[]}
 */
export function readElements(text) {
  if (!Array.isArray(JSON.parse(text))) throw new SyntaxError("The JSON value is not an array.");
  /** @type {string[]} */
  const elements = [];
  let at = skipSpace(text, skipSpace(text, 0) + 1);
  while (text[at] !== "]") {
    const end = endOfValue(text, at);
    elements.push(text.slice(at, end));
    at = skipSpace(text, end);
    if (text[at] === ",") at = skipSpace(text, at + 1);
  }
  return elements;
}

/**
 * The other way round: one object text, indented by four spaces as in the documentation.
 * @param {Iterable<Member>} members
 */
export function writeMembers(members) {
  const lines = Array.from(members, ([name, raw]) => `    ${JSON.stringify(name)}: ${raw}`);
  return lines.length === 0 ? "{}" : `{\n${lines.join(",\n")}\n}`;
}

/**
 * Everything below relies on JSON.parse having accepted the text.
 * @param {string} text
 * @param {number} at
 */
function endOfValue(text, at) {
  const first = text[at];
  if (first === '"') return endOfString(text, at);
  if (first !== "{" && first !== "[") return endOf(SCALAR, text, at);
  let depth = 0;
  let end = at;
  do {
    NEXT_MARK.lastIndex = end;
    const mark = NEXT_MARK.exec(text);
    if (mark === null) throw new SyntaxError("An object or array has no end.");
    if (mark[0] === '"') {
      end = endOfString(text, mark.index);
    } else {
      end = mark.index + 1;
      depth += mark[0] === "{" || mark[0] === "[" ? 1 : -1;
    }
  } while (depth > 0);
  return end;
}

/**
 * A loop, not one pattern: a pattern with alternatives overflows the stack on a long string.
 * @param {string} text
 * @param {number} at
 */
function endOfString(text, at) {
  let from = at + 1;
  for (;;) {
    QUOTE_OR_BACKSLASH.lastIndex = from;
    const mark = QUOTE_OR_BACKSLASH.exec(text);
    if (mark === null) throw new SyntaxError("A string has no end.");
    if (mark[0] === '"') return mark.index + 1;
    from = mark.index + 2;
  }
}

/**
 * @param {string} text
 * @param {number} at
 */
function skipSpace(text, at) {
  return endOf(SPACE, text, at);
}

/**
 * @param {RegExp} pattern sticky
 * @param {string} text
 * @param {number} at
 */
function endOf(pattern, text, at) {
  pattern.lastIndex = at;
  if (!pattern.test(text)) throw new SyntaxError(`Unexpected text at ${at}.`);
  return pattern.lastIndex;
}
