// Gives the module's imports short names, in the module and in its glue: those of wasm-bindgen end with a hash, which no
// compression makes smaller. Run as: node rename.mjs MODULE GLUE; both are changed in place.

import { readFileSync, writeFileSync } from "node:fs";

const IMPORTS = 2;

const [, , file = "", glueFile = ""] = process.argv;
const bytes = readFileSync(file);
/** @type {Map<string, string>} */
const names = new Map();
/** @type {Uint8Array[]} */
const sections = [bytes.subarray(0, 8)];
for (let at = 8; at < bytes.length; ) {
  const start = at;
  const id = bytes[at];
  const [size, content] = number(at + 1);
  at = content + size;
  sections.push(id === IMPORTS ? section(id, imports(content, at)) : bytes.subarray(start, at));
}
const missed = new Set(names.keys());
const glue = readFileSync(glueFile, "utf8").replace(/\b__wb\w+\b/g, (name) => {
  missed.delete(name);
  return names.get(name) ?? name;
});
if (missed.size > 0) throw new Error(`the glue does not give the imports ${[...missed].join(", ")}`);
writeFileSync(file, Buffer.concat(sections));
writeFileSync(glueFile, glue);
console.log(`imports: ${names.size} given short names`);

/**
 * The imports of a section, with short names.
 * @param {number} from
 * @param {number} to
 */
function imports(from, to) {
  const [count, first] = number(from);
  const parts = [varint(count)];
  let at = first;
  for (let index = 0; index < count; index += 1) {
    const [module, name] = text(at);
    const [field, kind] = text(name);
    const end = description(kind);
    const short = /_[0-9a-f]{16}$/.test(field) ? `_${index.toString(36)}` : field;
    if (short !== field) names.set(field, short);
    parts.push(string(module), string(short), bytes.subarray(kind, end));
    at = end;
  }
  if (at !== to) throw new Error("the imports of the module could not be read to their end");
  return Buffer.concat(parts);
}

/** Where the description of an import ends. @param {number} at */
function description(at) {
  switch (bytes[at]) {
    case 0: // a function: its type
      return number(at + 1)[1];
    case 1: // a table: the type of its elements, its limits
      return limits(at + 2);
    case 2: // a memory: its limits
      return limits(at + 1);
    case 3: // a global: its type, and whether it can be set
      return at + 3;
    default:
      throw new Error(`an import of the unknown kind ${bytes[at]}`);
  }
}

/** @param {number} at */
function limits(at) {
  const [, end] = number(at + 1);
  return (bytes[at] ?? 0) & 1 ? number(end)[1] : end;
}

/** @param {number} at @returns {[value: string, end: number]} */
function text(at) {
  const [length, from] = number(at);
  return [bytes.toString("utf8", from, from + length), from + length];
}

/** An unsigned LEB128. @param {number} at @returns {[value: number, end: number]} */
function number(at) {
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
  return Buffer.from(out);
}

/** @param {string} value */
function string(value) {
  const content = Buffer.from(value);
  return Buffer.concat([varint(content.length), content]);
}

/** @param {number} id @param {Buffer} content */
function section(id, content) {
  return Buffer.concat([Buffer.of(id), varint(content.length), content]);
}
