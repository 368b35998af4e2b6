// @ts-check
/**
 * Documents that nobody should send: as text, as bytes and as parsed values, for Node and for pages.
 * Must never hold one that could be saved: what is played with them must not send a request.
 */

/**
 * What it is, how it is made (large ones only when they are needed), and what `validate` has to say: the code of an error
 * among its findings, or "argument" where it has to throw that; nothing where it may be satisfied.
 * @typedef {[name: string, make: (referral: any) => unknown, expected?: string]} Row
 */

/** Not JSON, or not quite. */
const TEXTS = {
  nothing: "",
  "white space": " \t\r\n",
  "white space of other kinds": "\u2028\u2029\u3000\u200b",
  "a byte order mark alone": "\ufeff",
  "two byte order marks": "\ufeff\ufeff{}",
  NUL: "\0",
  "NUL in the middle": '{"id"\0:1}',
  "NUL behind the end": "{}\0",
  "NUL in a string": '{"id":"a\0b"}',
  "an opening brace": "{",
  "a closing brace": "}",
  "brackets that cross": "[{]}",
  "a string without an end": '{"id":"',
  "an escape without an end": '{"id":"\\',
  "half of a \\u": '{"id":"\\u12',
  "no escape of JSON": '{"id":"\\x41"}',
  "half a character": '{"id":"\ud800"}',
  "the other half": '{"id":"\udc00"}',
  "half a character in a name": '{"\ud83d":1}',
  "half a character alone": "\ud800",
  "halves in the wrong order": '{"id":"\udc00\ud800"}',
  "a thousand halves": `{"id":"${"\ud800".repeat(1000)}"}`,
  "a trailing comma": '{"id":"x",}',
  "a missing comma": '{"id":"x" "name":"y"}',
  "no-break spaces": '{\u00a0"id":"x"}',
  comments: '{/*x*/"id":"x"} // y',
  "single quotes": "{'id':'x'}",
  "typographic quotes": "{“id”:“x”}",
  "names without quotes": "{id:1}",
  "words of JavaScript": '{"id":undefined}',
  NaN: '{"details":{"dealValue":NaN}}',
  "minus Infinity": '{"details":{"dealValue":-Infinity}}',
  "a hexadecimal number": '{"a":0x10}',
  "a number with a zero in front": '{"a":01}',
  "a number without an end": '{"a":1e',
  "a BigInt": '{"a":10n}',
  "a function": "(() => { throw 1 })()",
  "an assignment": 'document.title = "x"',
  HTML: "<!DOCTYPE html><script>alert(1)</script>",
  XML: '<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "b">]><x>&a;</x>',
  YAML: "id: &a [*a]",
  CSV: "id,name\r\n1,=cmd()",
  "a request": 'PUT /x HTTP/1.1\r\nIf-Match: *\r\n\r\n{"id":"x"}',
  "two documents": "{}{}",
  "a line each": '{"id":"a"}\n{"id":"b"}',
  "a JSON text sequence": '\x1e{"id":"a"}\n\x1e{"id":"b"}\n',
  "a prefix against inclusion": ')]}\',\n{"id":"x"}',
  JSONP: 'callback({"id":"x"})',
  base64: "eyJpZCI6IngifQ==",
  "escapes of a terminal": "\u001b[2J\u001b[31m{}",
  "other directions": '\u202e{"id":"x"}',
};

/** JSON, and no referral, or one with errors. @type {[string, string, string?][]} */
const JSON_TEXTS = [
  ["null", "null", "not-a-referral"],
  ["true", "true", "not-a-referral"],
  ["a number", "-0", "not-a-referral"],
  ["a number that is no double", "1e999999999999", "not-a-referral"],
  ["a string", '"{}"', "not-a-referral"],
  ["an array", "[]", "not-a-referral"],
  ["an array of arrays", "[[],[[]]]", "not-a-referral"],
  ["a page of referrals", '{"value":[{"id":"x"}]}', "not-a-referral"],
  ["a patch document", '[{"op":"remove","path":""}]', "not-a-referral"],
  ["an empty object", "{}", "required"],
  ["a byte order mark in front", "\ufeff{}", "required"],
  ["an id of null", '{"id":null}', "required"],
  ["an id of no length", '{"id":""}', "required"],
  ["an id that is an object", '{"id":{"toString":1}}', "type"],
  ["everything of a wrong type", '{"id":[],"status":1,"details":"x","team":{},"consent":[],"eTag":{}}', "type"],
  ["an id that climbs", '{"id":"../../x"}'],
  ["names of prototypes", '{"__proto__":{"id":"x"},"constructor":{"prototype":{"id":"x"}}}', "required"],
  ["a name twice", '{"id":"a","id":"b"}', "duplicate-member"],
  ["a name twice, once with an escape", '{"id":"a","\\u0069d":"b"}', "duplicate-member"],
  ["__proto__ twice", '{"__proto__":1,"__proto__":2}', "duplicate-member"],
  ["a name of no length twice", '{"":1,"":2}', "duplicate-member"],
  ["half a character as an escape", '{"\\ud800":"\\udc00"}', "required"],
  ["two halves that are not one name", '{"\\ud800":1,"\\udc00":2}', "required"],
  ["NUL as an escape", '{"a\\u0000b":"\\u0000"}', "required"],
  ["a deal of minus nothing", '{"id":"x","details":{"dealValue":-1e-400}}', "range"],
  ["a deal beyond all doubles", '{"id":"x","details":{"dealValue":1e400}}'],
  ["a deal in a string", '{"id":"x","details":{"dealValue":"1e400"}}'],
  ["a status in other letters", '{"id":"x","status":"ACTIVE"}', "enum"],
  ["a status like a member of objects", '{"id":"x","status":"constructor","substatus":"__proto__"}', "enum"],
  ["a substatus of another status", '{"id":"x","status":"New","substatus":"Won"}', "status-pair"],
  ["a date that there is not", '{"id":"x","createdDateTime":"2026-02-30T00:00:00Z"}', "format"],
  ["an email address that is a script", '{"id":"x","team":[{"email":"<script>@\\"><svg onload=alert(1)>"}]}', "format"],
  ["rows that are no objects", '{"id":"x","team":[1,null,[],"x",{}]}', "type"],
  ["names like pointers", '{"/":1,"~":2,"~0":3,"~1":4,"a/b":{"m~n":5},"-":6,"0":7}', "required"],
];

/** @param {number} levels */
const arrays = (levels) => "[".repeat(levels) + "]".repeat(levels);
/** @param {number} levels */
const objects = (levels) => `${'{"a":'.repeat(levels)}1${"}".repeat(levels)}`;
/** @param {number} count @param {(index: number) => string} write */
const many = (count, write) => Array.from({ length: count }, (_, index) => write(index)).join(",");

/** Made when they are needed. @type {[string, () => string, string?][]} */
const LARGE_TEXTS = [
  ["129 levels", () => objects(129), "too-deep"],
  ["128 levels", () => objects(128), "required"],
  ["5,000 levels", () => objects(5_000), "too-deep"],
  ["a million levels", () => arrays(1_000_000), "too-deep"],
  ["levels that do not end", () => '{"a":['.repeat(50_000), "too-deep"],
  ["levels inside of links", () => `{"id":"x","links":${objects(5_000)}}`, "too-deep"],
  ["levels of two kinds", () => `${'[{"a":'.repeat(3_000)}1${"}]".repeat(3_000)}`, "too-deep"],
  ["a number of 100,000 digits", () => `{"id":"x","details":{"dealValue":${"9".repeat(100_000)}}}`],
  ["a fraction of 100,000 digits", () => `{"details":{"dealValue":0.${"0".repeat(100_000)}1}}`, "required"],
  ["an exponent of 100,000 digits", () => `{"details":{"dealValue":1e${"9".repeat(100_000)}}}`, "required"],
  ["a name of a megabyte", () => `{"${"a".repeat(1 << 20)}":1}`, "required"],
  ["a string of a megabyte of escapes", () => `{"a":"${"\\u0041".repeat(174_762)}"}`, "required"],
  ["a megabyte of backslashes", () => `{"a":"${"\\\\".repeat(1 << 19)}"}`, "required"],
  ["50,000 members", () => `{${many(50_000, (index) => `"m${index}":${index}`)}}`, "required"],
  ["50,000 members of one name", () => `{${many(50_000, () => '"a":1')}}`, "duplicate-member"],
  [
    "50,000 names like a known one",
    () => `{${many(50_000, (index) => `"detail${index % 10}${index}":1`)}}`,
    "required",
  ],
  ["10,000 rows of one key", () => `{"team":[${many(10_000, () => '{"email":"a@x.example"}')}]}`, "required"],
  ["10,000 rows of no type", () => `{"id":"x","team":[${many(10_000, String)}]}`, "type"],
  ["16 MiB of white space", () => " ".repeat(16 << 20), "syntax"],
  ["a byte more than 16 MiB", () => `{}${" ".repeat((16 << 20) - 1)}`, "too-large"],
  ["17 MiB of two bytes a character", () => `{"a":"${"é".repeat(17 << 19)}"}`, "too-large"],
];

/** @param {number[]} bytes */
const bytes = (...bytes) => new Uint8Array(bytes);
/** A string of these bytes as a document's id. @param {number[]} inside */
const inString = (...inside) => bytes(...[...'{"id":"'].map((letter) => letter.charCodeAt(0)), ...inside, 0x22, 0x7d);

/** @param {string} text @param {boolean} isLittle */
function utf16(text, isLittle) {
  const view = new DataView(new ArrayBuffer(text.length * 2));
  for (let at = 0; at < text.length; at += 1) view.setUint16(at * 2, text.charCodeAt(at), isLittle);
  return new Uint8Array(view.buffer);
}

/** The same each time. @param {number} length */
function noise(length) {
  let state = 0x5eed;
  return Uint8Array.from({ length }, () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) >>> 0;
    return state >>> 16;
  });
}

/** @type {[string, () => unknown, string?][]} */
const BYTES = [
  ["no bytes", () => bytes(), "syntax"],
  ["a byte that no UTF-8 has", () => inString(0xff), "syntax"],
  ["a byte that only continues", () => inString(0x80), "syntax"],
  ["a character that is cut", () => inString(0xe2, 0x82), "syntax"],
  ["a character that is cut at the end", () => bytes(0x22, 0xf0, 0x9f, 0x97), "syntax"],
  ["NUL in two bytes", () => inString(0xc0, 0x80), "syntax"],
  ["a slash in two bytes", () => inString(0xc0, 0xaf), "syntax"],
  ["a slash in three bytes", () => inString(0xe0, 0x80, 0xaf), "syntax"],
  ["a quote in two bytes", () => inString(0xc0, 0xa2), "syntax"],
  ["half a surrogate pair", () => inString(0xed, 0xa0, 0x80), "syntax"],
  ["a pair as six bytes", () => inString(0xed, 0xa0, 0xbd, 0xed, 0xb7, 0xbc), "syntax"],
  ["a character beyond Unicode", () => inString(0xf4, 0x90, 0x80, 0x80), "syntax"],
  ["a character of five bytes", () => inString(0xf8, 0x88, 0x80, 0x80, 0x80), "syntax"],
  ["Latin-1", () => inString(0xe9), "syntax"],
  ["UTF-16, little end first", () => utf16('{"id":"x"}', true), "syntax"],
  ["UTF-16, big end first", () => utf16('{"id":"x"}', false), "syntax"],
  ["UTF-16 with its mark", () => utf16('\ufeff{"id":"x"}', true), "syntax"],
  ["UTF-16 with its other mark", () => utf16('\ufeff{"id":"x"}', false), "syntax"],
  ["UTF-32", () => bytes(0xff, 0xfe, 0, 0, 0x7b, 0, 0, 0, 0x7d, 0, 0, 0), "syntax"],
  ["noise", () => noise(4096), "syntax"],
  ["a megabyte of noise", () => noise(1 << 20), "syntax"],
  ["gzip", () => bytes(0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 3, 0xab, 0xae, 5, 0), "syntax"],
  ["a wasm module", () => bytes(0, 0x61, 0x73, 0x6d, 1, 0, 0, 0), "syntax"],
  ["words of two bytes", () => new Uint16Array([0x7b, 0x7d]), "syntax"],
  ["doubles", () => new Float64Array([1, Number.NaN]), "syntax"],
  ["an ArrayBuffer", () => new TextEncoder().encode("{}").buffer, "required"],
  ["a DataView", () => new DataView(new TextEncoder().encode(" {} ").buffer, 1, 2), "required"],
  [
    "a buffer that was transferred away",
    () => {
      const buffer = new ArrayBuffer(8);
      structuredClone(buffer, { transfer: [buffer] });
      return buffer;
    },
    "argument",
  ],
  [
    "bytes that were transferred away",
    () => {
      const gone = bytes(0x7b, 0x7d);
      structuredClone(gone.buffer, { transfer: [gone.buffer] });
      return gone;
    },
    "argument",
  ],
  [
    "a view of what was transferred away",
    () => {
      const gone = new DataView(new ArrayBuffer(8));
      structuredClone(gone.buffer, { transfer: [gone.buffer] });
      return gone;
    },
    "argument",
  ],
];

const thrower = () => {
  throw new Error("no");
};
/** @param {string} name @param {() => unknown} get */
const getter = (name, get) => Object.defineProperty({}, name, { get, enumerable: true });
/** @param {number} levels */
export function nested(levels) {
  /** @type {any} */
  let value = 1;
  for (let level = 0; level < levels; level += 1) value = { a: value };
  return value;
}
export function cycle() {
  /** @type {any} */
  const value = { id: "x", team: [] };
  value.team.push({ of: value });
  return value;
}
/** @param {object} of */
export function revoked(of) {
  const { proxy, revoke } = Proxy.revocable(of, {});
  revoke();
  return proxy;
}

const OWN = '{"id":"x","status":"New","substatus":"Pending"}';

/** Parsed values. @type {Row[]} */
const VALUES = [
  ["undefined", () => undefined, "argument"],
  ["null itself", () => null, "not-a-referral"],
  ["true itself", () => true, "not-a-referral"],
  ["5", () => 5, "not-a-referral"],
  ["NaN itself", () => Number.NaN, "not-a-referral"],
  ["a BigInt itself", () => 10n, "argument"],
  ["a symbol", () => Symbol("x"), "argument"],
  ["a function itself", () => thrower, "argument"],
  ["a class", () => class Referral {}, "argument"],
  ["a cycle", cycle, "argument"],
  [
    "an array of itself",
    () => {
      /** @type {unknown[]} */
      const array = [];
      array.push(array);
      return array;
    },
    "argument",
  ],
  ["a BigInt inside", () => ({ id: "x", details: { dealValue: 10n } }), "argument"],
  ["5,000 levels, parsed", () => nested(5_000)],
  ["100,000 levels, parsed", () => nested(100_000)],
  ["a getter that throws", () => getter("id", thrower), "argument"],
  [
    "a getter that throws null",
    () =>
      getter("id", () => {
        throw null;
      }),
    "argument",
  ],
  [
    "a getter that throws a getter that throws",
    () =>
      getter("id", () => {
        throw getter("message", thrower);
      }),
    "argument",
  ],
  ["a getter that is never the same", () => getter("id", () => ({ [Math.random()]: 1 })), "type"],
  ["a getter that calls us", (referral) => getter("id", () => referral.edit(OWN, []).length), "type"],
  [
    "a getter that makes the memory grow",
    (referral) => getter("id", () => referral.validate(`"${"x".repeat(6 << 20)}`).findings.length),
    "type",
  ],
  ["a toJSON that throws", () => ({ toJSON: thrower }), "argument"],
  ["a toJSON that gives nothing", () => ({ toJSON() {} }), "argument"],
  ["a toJSON that gives itself", () => ({ toJSON: cycle }), "argument"],
  ["a toJSON that calls us", (referral) => ({ toJSON: () => referral.transitions(OWN) }), "not-a-referral"],
  ["a promise", () => Promise.resolve(OWN), "argument"],
  // biome-ignore lint/suspicious/noThenProperty: that is the point of it
  ["a thenable", () => ({ then() {} }), "argument"],
  ["a then that throws", () => getter("then", thrower), "argument"],
  ["a Proxy that throws", () => new Proxy({}, { get: thrower, ownKeys: thrower }), "argument"],
  ["a Proxy without keys", () => new Proxy({}, { ownKeys: () => [] }), "required"],
  ["a Proxy that lies about its keys", () => new Proxy({}, { ownKeys: () => ["id", "id"] }), "argument"],
  ["a Proxy of bytes", () => new Proxy(bytes(0x7b, 0x7d), {})],
  [
    "a Proxy of an array without an end",
    () => new Proxy([], { get: (_, name) => name === "length" && 1e300 }),
    "argument",
  ],
  ["a revoked Proxy", () => revoked({}), "argument"],
  ["a revoked array", () => revoked([]), "argument"],
  ["a Date", () => new Date(0), "not-a-referral"],
  ["a Date that is none", () => new Date(Number.NaN), "not-a-referral"],
  ["a String", () => new String(OWN), "not-a-referral"],
  ["a Map", () => new Map([["id", "x"]]), "required"],
  ["an error", () => new Error("x"), "required"],
  ["a regular expression", () => /(a+)+$/, "required"],
  ["an object without a prototype", () => Object.create(null), "required"],
  ["an object that calls itself a buffer", () => ({ [Symbol.toStringTag]: "ArrayBuffer" })],
  ["a name of half a character", () => ({ "\ud800": 1 }), "required"],
  ["a string of half a character", () => ({ id: "x\ud800" })],
  ["its own __proto__", () => JSON.parse('{"__proto__":{"id":"x"}}'), "required"],
  ["an id of a String", () => ({ id: new String("x") })],
  ["an array of holes", () => ({ id: "x", team: Array.from({ length: 3 }) }), "type"],
  ["50,000 keys", () => Object.fromEntries(Array.from({ length: 50_000 }, (_, key) => [`k${key}`, key])), "required"],
];

/** @type {Row[]} */
export const DOCUMENTS = [
  ...Object.entries(TEXTS).map(([name, text]) => /** @type {Row} */ ([name, () => text, "syntax"])),
  ...JSON_TEXTS.map(([name, text, code]) => /** @type {Row} */ ([name, () => text, code])),
  ...JSON_TEXTS.map(
    ([name, text, code]) => /** @type {Row} */ ([`${name}, as bytes`, () => new TextEncoder().encode(text), code]),
  ),
  ...LARGE_TEXTS,
  ...BYTES,
  ...VALUES,
];
