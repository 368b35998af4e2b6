// @ts-check
// Arguments of every wrong kind: a finding where a value is judged, a ReferralError where it is misuse, and never anything
// else. After each of them the same instance answers as before.

import assert from "node:assert/strict";
import { afterEach, test } from "node:test";
import { createContext, runInContext } from "node:vm";
import { NO_PATHS } from "../hostile/callers.mjs";
import { assertAlive, CLEAN, codeOf, ids, untyped } from "./helpers.mjs";

const {
  diff,
  edit,
  getReferral,
  merge,
  preparePut,
  putReferral,
  stripLinks,
  toPatch,
  transitions,
  validate,
  validateList,
} = untyped;

afterEach(assertAlive);

/** Every function that takes a referral, called with a value in each of its places. @type {[string, (value: unknown) => unknown][]} */
const CALLS = [
  ["validate", (value) => validate(value)],
  ["validate, base", (value) => validate(CLEAN, { base: value === undefined ? Symbol("none") : value })],
  ["validateList", (value) => validateList(value)],
  ["transitions", (value) => transitions(value)],
  ["stripLinks", (value) => stripLinks(value)],
  ["edit", (value) => edit(value, [])],
  ["diff, base", (value) => diff(value, CLEAN)],
  ["diff, draft", (value) => diff(CLEAN, value)],
  ["merge, base", (value) => merge(value, CLEAN, CLEAN)],
  ["merge, ours", (value) => merge(CLEAN, value, CLEAN)],
  ["merge, theirs", (value) => merge(CLEAN, CLEAN, value)],
  ["toPatch, base", (value) => toPatch(value, CLEAN)],
  ["toPatch, draft", (value) => toPatch(CLEAN, value)],
  ["preparePut", (value) => preparePut(value)],
  ["preparePut, base", (value) => preparePut(CLEAN, { base: value === undefined ? Symbol("none") : value })],
  ["putReferral", (value) => putReferral(value, { fetch: () => assert.fail("nothing is sent") })],
];

/** @type {any} */
const cyclic = { id: "x" };
cyclic.self = cyclic;
const revoked = Proxy.revocable({}, {});
revoked.revoke();
const revokedArray = Proxy.revocable([], {});
revokedArray.revoke();
const detached = new ArrayBuffer(8);
structuredClone(detached, { transfer: [detached] });
const [gone, view] = [new Uint8Array(8), new DataView(new ArrayBuffer(8))];
structuredClone(gone, { transfer: [gone.buffer] });
structuredClone(view, { transfer: [view.buffer] });

/** @param {number} levels */
function nested(levels) {
  /** @type {any} */
  let value = 1;
  for (let level = 0; level < levels; level += 1) value = { a: value };
  return value;
}

const thrower = () => {
  throw new Error("no");
};

/** What no function can make text of. @type {[string, unknown][]} */
const NO_VALUES = [
  ["undefined", undefined],
  ["a function", () => CLEAN],
  ["a symbol", Symbol("x")],
  ["a BigInt", 10n],
  ["a BigInt inside", { id: 10n }],
  ["a promise", Promise.resolve(CLEAN)],
  // biome-ignore lint/suspicious/noThenProperty: that is the point of it
  ["a thenable", { then() {} }],
  // biome-ignore lint/suspicious/noThenProperty: that too
  ["a then that throws", Object.defineProperty({}, "then", { get: thrower })],
  ["a cycle", cyclic],
  [
    "a getter that throws",
    {
      get id() {
        return thrower();
      },
    },
  ],
  [
    "a getter that throws null",
    {
      get id() {
        throw null;
      },
    },
  ],
  ["a toJSON that throws", { toJSON: thrower }],
  ["a toJSON that gives nothing", { toJSON() {} }],
  ["a Proxy that throws", new Proxy({}, { get: thrower, ownKeys: thrower })],
  ["a Proxy that throws at all", new Proxy({}, { get: thrower, getPrototypeOf: thrower, ownKeys: thrower })],
  ["a revoked Proxy", revoked.proxy],
  ["a detached buffer", detached],
  ["bytes of a detached buffer", gone],
  ["a view of a detached buffer", view],
  ["100,000 levels", nested(100_000)],
];

test("what cannot be written as JSON is an argument error everywhere", async () => {
  for (const [kind, value] of NO_VALUES) {
    for (const [name, call] of CALLS) {
      assert.equal(await codeOf(() => call(value)), "argument", `${name}: ${kind}`);
      assertAlive();
    }
  }
});

/** What can be written, and is no referral. @type {[string, unknown, string][]} */
const OTHER_VALUES = [
  ["null", null, "not-a-referral"],
  ["true", true, "not-a-referral"],
  ["a number", 5, "not-a-referral"],
  ["NaN", Number.NaN, "not-a-referral"],
  ["an array", [], "not-a-referral"],
  ["a Date", new Date(0), "not-a-referral"],
  ["a String object", new String("{}"), "not-a-referral"],
  ["an empty string", "", "syntax"],
  ["no bytes", new Uint8Array(), "syntax"],
  ["a Map", new Map([["id", "x"]]), "required"],
  ["an object without a prototype", Object.create(null), "required"],
  ["an object of a class", new (class Referral {})(), "required"],
  ["1,000 levels", nested(1_000), "too-deep"],
  ["half a character", '{"id":"\ud800"}', "syntax"],
  ["the other half", '{"id":"\udc00x"}', "syntax"],
  ["half a character alone", "\ud800", "syntax"],
  ["broken UTF-8", new Uint8Array([0x22, 0xff, 0x22]), "syntax"],
  ["UTF-16", Buffer.from('{"id":1}', "utf16le"), "syntax"],
  ["words that are two bytes", new Uint16Array([0x7b, 0x7d]), "syntax"],
  ["17 MiB", " ".repeat(17 << 20), "too-large"],
];

test("what is no referral is a finding, and validate never throws for it", async () => {
  for (const [kind, value, code] of OTHER_VALUES) {
    const { valid, findings } = validate(value);
    assert.equal(valid, false, kind);
    assert.ok(
      findings.some((/** @type {any} */ finding) => finding.code === code && finding.severity === "error"),
      `${kind}: ${JSON.stringify(findings)}`,
    );
    for (const [name, call] of CALLS) {
      const thrown = await codeOf(() => call(value));
      const isJson = !["syntax", "too-deep", "too-large"].includes(code);
      /** @type {(string | undefined)[]} */
      const allowed = /^(validate|transitions|putReferral)/.test(name)
        ? [undefined]
        : name.startsWith("preparePut")
          ? ["invalid"]
          : name.startsWith("toPatch")
            ? [isJson ? "not-patchable" : "syntax"]
            : [isJson ? undefined : "syntax"];
      assert.ok(allowed.includes(thrown), `${name}: ${kind}: ${thrown}`);
    }
    assertAlive();
  }
  // An outcome, in every case but misuse.
  assert.equal((await putReferral(null)).type, "invalid");
  // Half a character of a parsed value is written as an escape, and escapes are kept.
  assert.equal(stripLinks({ a: "\ud800" }), '{"a":"\\ud800"}');
});

test("how deep an object may be is the platform's affair, and does no harm", async () => {
  for (const levels of [2_000, 5_000, 10_000]) {
    const code = await codeOf(() => assert.equal(validate(nested(levels)).findings[0].code, "too-deep"));
    assert.ok(code === undefined || code === "argument", code);
    assertAlive();
  }
});

test("bytes are read as they are, wherever they lie", () => {
  const bytes = new TextEncoder().encode(CLEAN);
  const padded = new Uint8Array([1, 2, 3, ...bytes, 4, 5]);
  const shared = new Uint8Array(new SharedArrayBuffer(bytes.length));
  shared.set(bytes);
  const inputs = {
    "a Uint8Array": bytes,
    "a part of one": padded.subarray(3, 3 + bytes.length),
    "an ArrayBuffer": bytes.slice().buffer,
    "a DataView": new DataView(padded.buffer, 3, bytes.length),
    "a Buffer": Buffer.from(CLEAN),
    "a part of a pool": Buffer.concat([Buffer.from("x"), Buffer.from(CLEAN)]).subarray(1),
    "a Uint8ClampedArray": new Uint8ClampedArray(bytes),
    "shared memory": shared,
    "all of shared memory": shared.buffer,
    "bytes of another realm": runInContext(`new Uint8Array([${bytes}])`, createContext({})),
    "an ArrayBuffer of another realm": runInContext(`new Uint8Array([${bytes}]).buffer`, createContext({})),
  };
  for (const [kind, input] of Object.entries(inputs)) {
    assert.deepEqual(validate(input), { valid: true, findings: [] }, kind);
    assert.equal(preparePut(input, { base: input }).body, stripLinks(CLEAN), kind);
    assert.deepEqual(diff(input, input), [], kind);
  }
  assert.deepEqual(padded.slice(3, -2), bytes);
});

test("options that are none are argument errors", async () => {
  for (const options of [null, 5, "x", true, Symbol("x"), 5n]) {
    for (const call of [
      () => validate(CLEAN, options),
      () => preparePut(CLEAN, options),
      () => putReferral(CLEAN, options),
      () => getReferral(ids.accepted, options),
    ]) {
      assert.equal(await codeOf(call), "argument", String(options));
    }
  }
  const wrong = [
    { baseUrl: 5 },
    { baseUrl: new URL("https://example.com") },
    { etag: 5 },
    { fetch: "fetch" },
    { getToken: "token" },
    { signal: "x" },
    { signal: {} },
    { signal: new AbortController() },
    { signal: new EventTarget() },
    { signal: new Proxy({}, { get: thrower }) },
    { onProgress: 5 },
    { timeoutMs: 0 },
    { timeoutMs: -1 },
    { timeoutMs: Number.NaN },
    { timeoutMs: "5" },
    { deadlineMs: 0 },
    { deadlineMs: "5" },
    {
      get base() {
        return thrower();
      },
    },
    {
      get baseUrl() {
        return thrower();
      },
    },
    {
      get fetch() {
        throw null;
      },
    },
    new Proxy({}, { get: thrower }),
  ];
  for (const options of wrong) {
    assert.equal(await codeOf(() => putReferral(CLEAN, options)), "argument");
    if (!("base" in options)) assert.equal(await codeOf(() => getReferral(ids.accepted, options)), "argument");
  }
  // What is left open is as if it were not there.
  const open = { base: undefined, baseUrl: undefined, etag: null, fetch: undefined, signal: null };
  assert.equal(preparePut(CLEAN, open).headers["If-Match"], '"e"');
  assert.equal(validate(CLEAN, {}).valid, true);
});

test("a signal that is none of this realm's ends the call", async () => {
  const signal = { aborted: true, addEventListener() {}, removeEventListener() {} };
  const outcome = await putReferral(CLEAN, { signal, fetch: () => assert.fail("nothing is sent") });
  assert.equal(outcome.reason, "aborted");
});

test("an id that is none never leaves", async () => {
  const never = { fetch: () => assert.fail("nothing is sent") };
  for (const id of [
    undefined,
    null,
    5,
    5n,
    {},
    [ids.accepted],
    Symbol("x"),
    { toString: () => ids.accepted },
    new String("x"),
  ]) {
    assert.equal(await codeOf(() => getReferral(id, never)), "argument", String(typeof id));
  }
  const refused = [
    "",
    ".",
    "..",
    "%2e%2e",
    "a/b",
    "a\\b",
    "a?x",
    "a#x",
    "a\r\nb",
    "a\0",
    "a b",
    "\u2028",
    "\u202e",
    "é",
    "\ud800",
    "a".repeat(10_000),
  ];
  for (const id of refused) {
    assert.equal(await codeOf(() => getReferral(id, never)), "url", JSON.stringify(id).slice(0, 20));
    const { type, findings } = await putReferral({ ...JSON.parse(CLEAN), id }, never);
    assert.deepEqual([type, findings.some((/** @type {any} */ { path }) => path === "/id")], ["invalid", true]);
  }
});

test("base URLs and eTags that could lead elsewhere never leave", async () => {
  const never = { fetch: () => assert.fail("nothing is sent") };
  const urls = [
    "http://example.com",
    "javascript:alert(1)",
    "data:,x",
    "file:///etc/passwd",
    "//evil.test",
    "/no-page-here",
    "https:example.com",
    "https://user:pw@example.com",
    "https://example.com\\@evil.test",
    "https://example.com\n",
    "https://аpi.partner.microsoft.com",
    "https://api.partner.microsoft.com.evil.test",
    "https://example.com.",
    "https://example.com:0",
    "https://example.com:+443",
    "https://[fe80::1%25lo]",
    "https://example.com?x",
    "https://example.com#x",
    "https://example.com/..",
    "\ud800",
  ];
  for (const baseUrl of urls) {
    assert.equal(await codeOf(() => putReferral(CLEAN, { ...never, baseUrl })), "url", baseUrl);
    assert.equal(await codeOf(() => getReferral(ids.accepted, { ...never, baseUrl })), "url", baseUrl);
    assert.equal(await codeOf(() => preparePut(CLEAN, { baseUrl })), "url", baseUrl);
  }
  for (const etag of [
    "",
    "*",
    "x",
    '"x',
    'W/"x"',
    '"a", "b"',
    '"a"b"',
    '"a\r\nb"',
    '"é"',
    '"\ud800"',
    `"${"a".repeat(2000)}"`,
  ]) {
    assert.equal(await codeOf(() => putReferral(CLEAN, { ...never, etag })), "etag", etag);
    assert.equal(await codeOf(() => preparePut(CLEAN, { etag })), "etag", etag);
    const own = await putReferral({ ...JSON.parse(CLEAN), eTag: etag }, never);
    assert.equal(own.type, "invalid", etag);
  }
});

test("edits that are none are argument errors, and those that lead nowhere path errors", async () => {
  /** @type {unknown[]} */
  const sparse = [];
  sparse.length = 1;
  const none = [
    undefined,
    null,
    5,
    "[]",
    {},
    new Set(),
    { length: 0 },
    [null],
    [undefined],
    sparse,
    [5],
    ["remove"],
    [[]],
    [{}],
    [{ op: "remove" }],
    [{ op: "remove", path: 5 }],
    [{ op: "remove", path: null }],
    [{ op: "remove", path: ["id"] }],
    [{ op: "remove", path: "/\ud800" }],
    [{ path: "/a", value: 1 }],
    [{ op: "copy", path: "/a", from: "/b", value: 1 }],
    [{ op: "move", path: "/a", value: 1 }],
    [{ op: "test", path: "/a", value: 1 }],
    [{ op: "ADD", path: "/a", value: 1 }],
    [{ op: 5, path: "/a", value: 1 }],
    [{ op: "add", path: "/a", json: 5 }],
    [{ op: "add", path: "/a", json: "" }],
    [{ op: "add", path: "/a", json: "{" }],
    [{ op: "add", path: "/a", json: "1 2" }],
    [{ op: "add", path: "/a", json: "1," }],
    [{ op: "add", path: "/a", json: '"\ud800"' }],
    [{ op: "add", path: "/a", json: "[".repeat(200) + "]".repeat(200) }],
    revokedArray.proxy,
    new Proxy([], { get: thrower }),
    [
      {
        get op() {
          return thrower();
        },
        path: "/a",
      },
    ],
    [
      {
        op: "add",
        get path() {
          return thrower();
        },
      },
    ],
    [
      {
        op: "add",
        path: "/a",
        get value() {
          return thrower();
        },
      },
    ],
    [new Proxy({}, { get: thrower })],
    [revoked.proxy],
  ];
  for (const edits of none) assert.equal(await codeOf(() => edit(CLEAN, edits)), "argument");
  /** @type {[op: string, path: string][]} */
  const nowhere = [...NO_PATHS, ["replace", "/team/1"], ["add", "/team/x"]];
  const text = CLEAN.replace("{", '{"team":[{"email":"a@b.example"}],');
  for (const [op, path] of nowhere) {
    assert.equal(await codeOf(() => edit(text, [{ op, path, value: 1 }])), "path", `${op} ${path}`);
  }
  // All or none.
  assert.equal(
    await codeOf(() =>
      edit(text, [
        { op: "remove", path: "/team" },
        { op: "remove", path: "/team" },
      ]),
    ),
    "path",
  );
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
});

test("values that JSON does not have are argument errors", async () => {
  const values = [
    undefined,
    Number.NaN,
    Number.POSITIVE_INFINITY,
    Number.NEGATIVE_INFINITY,
    10n,
    () => 1,
    Symbol("x"),
    cyclic,
    {
      get a() {
        return thrower();
      },
    },
    { toJSON: thrower },
    { toJSON: () => Number.NaN },
    new Proxy({}, { ownKeys: thrower, get: thrower }),
    revoked.proxy,
    { a: Number.NaN },
    [Number.POSITIVE_INFINITY],
    { a: [{ b: () => 1 }] },
    [Symbol("x")],
    { a: 10n },
    nested(200),
    nested(10_000),
  ];
  for (const value of values) {
    for (const op of ["add", "replace"]) {
      assert.equal(
        await codeOf(() => edit(CLEAN, [{ op, path: "/details/notes", value }])),
        "argument",
        String(typeof value),
      );
    }
  }
  /** @type {[unknown, string][]} */
  const written = [
    [null, "null"],
    [-0, "0"],
    [1e21, "1e+21"],
    ["\ud800", '"\\ud800"'],
    [new Date(0), '"1970-01-01T00:00:00.000Z"'],
    [{ a: undefined, b: 1 }, '{"b":1}'],
    [JSON.parse('{"__proto__":{"polluted":1}}'), '{"__proto__":{"polluted":1}}'],
    ["x".repeat(1 << 20), `"${"x".repeat(1 << 20)}"`],
  ];
  for (const [value, text] of written) {
    const expected = CLEAN.replace('{"notes":"n"}', `{"notes":${text}}`);
    assert.equal(edit(CLEAN, [{ op: "replace", path: "/details/notes", value }]), expected);
  }
  // json is taken where both are given, and value is not even looked at where nothing is needed.
  assert.ok(edit(CLEAN, [{ op: "add", path: "/x", json: "1.0", value: 2 }]).includes('"x":1.0'));
  assert.equal(edit(CLEAN, [{ op: "remove", path: "/links", value: 10n }]), stripLinks(CLEAN));
});

test("names of JavaScript's own are members like any other", () => {
  for (const name of [
    "__proto__",
    "constructor",
    "prototype",
    "toString",
    "hasOwnProperty",
    "then",
    "length",
    "0",
    "",
  ]) {
    const added = edit(CLEAN, [{ op: "add", path: `/${name}`, json: '{"polluted":1}' }]);
    assert.equal(added, CLEAN.replace(/\}$/, `,${JSON.stringify(name)}:{"polluted":1}}`));
    assert.equal(edit(added, [{ op: "replace", path: `/${name}/polluted`, json: "2" }]), added.replace("1}}", "2}}"));
    assert.equal(edit(added, [{ op: "remove", path: `/${name}` }]), CLEAN);
    const [change] = diff(CLEAN, added);
    assert.deepEqual(change, { path: `/${name}`, kind: "added", after: '{"polluted":1}' });
    assert.ok(validate(added).valid);
  }
  assert.equal(/** @type {any} */ ({}).polluted, undefined);
  assert.equal(Object.hasOwn(Object.prototype, "polluted"), false);
});

test("a thousand wrong calls leave the memory as it was", async () => {
  // Not of the package's public face.
  const { bytesAt } = await import(new URL("../../dist/instance.js", import.meta.url).href);
  const large = `{"team":[${"5,".repeat(2_000)}5],"a":"${"é".repeat(10_000)}"}`;
  const round = async () => {
    for (const [, value] of NO_VALUES.slice(0, -1)) await codeOf(() => edit(CLEAN, [{ op: "add", path: "/a", value }]));
    validate(large);
    validate("[".repeat(10_000));
    await codeOf(() => stripLinks(large.slice(0, -1)));
    await codeOf(() => preparePut(large));
    await codeOf(() => edit(large, [{ op: "add", path: "/nowhere/x", value: 1 }]));
    await putReferral(large);
  };
  for (let count = 0; count < 5; count += 1) await round();
  const before = bytesAt(0, 0).buffer.byteLength;
  for (let count = 0; count < 50; count += 1) await round();
  assert.ok(bytesAt(0, 0).buffer.byteLength <= before * 1.1, `${before} -> ${bytesAt(0, 0).buffer.byteLength}`);
});
