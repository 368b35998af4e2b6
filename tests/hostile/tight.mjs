// @ts-check
/**
 * The module with a memory that soon cannot grow: what traps out of memory is the module as it is shipped, sooner.
 * For Node and for whatever serves it to a page.
 */

const MEMORIES = 5;
const PAGE = 1 << 16;
/** What it may have beyond what it starts with, in bytes. */
const ROOM = 3 << 20;
/** Bytes that it has no room for. */
export const TOO_MUCH = 6 << 20;

/**
 * The same module with a limit for its memory.
 * @param {Uint8Array} module
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function tight(module) {
  /** @type {Uint8Array[]} */
  const sections = [module.subarray(0, 8)];
  let isFound = false;
  for (let at = 8; at < module.length; ) {
    const start = at;
    const [size, content] = number(module, at + 1);
    at = content + size;
    if (module[start] !== MEMORIES) {
      sections.push(module.subarray(start, at));
      continue;
    }
    const [least] = number(module, content + 2);
    // One memory, and no limit yet.
    if (module[content] !== 1 || module[content + 1] !== 0) throw new Error("the module has another kind of memory");
    const limits = [1, 1, ...varint(least), ...varint(least + ROOM / PAGE)];
    sections.push(Uint8Array.from([MEMORIES, ...varint(limits.length), ...limits]));
    isFound = true;
  }
  if (!isFound) throw new Error("the module has no memory");
  const bytes = new Uint8Array(sections.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const section of sections) {
    bytes.set(section, at);
    at += section.length;
  }
  return bytes;
}

/** An unsigned LEB128. @param {Uint8Array} bytes @param {number} at @returns {[value: number, end: number]} */
function number(bytes, at) {
  let value = 0;
  let end = at;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[end++] ?? 0;
    value |= (byte & 0x7f) << shift;
    if (byte < 0x80) return [value >>> 0, end];
  }
}

/** @param {number} value */
function varint(value) {
  const out = [];
  let rest = value;
  do {
    out.push((rest & 0x7f) | (rest > 0x7f ? 0x80 : 0));
    rest >>>= 7;
  } while (rest > 0);
  return out;
}
