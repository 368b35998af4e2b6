// @ts-check
// How large a document may be: by default, where the caller says so, and where nobody can. An answer is taken no farther.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  diff,
  edit,
  getReferral,
  preparePut,
  putReferral,
  stripLinks,
  toPatch,
  transitions,
  validate,
  validateList,
} from "referral-editor";
import { assertAlive, CLEAN, codeOf, ending, ids, startServer, untyped } from "./helpers.mjs";

const MIB = 1 << 20;
const json = { "content-type": "application/json" };
const bytesOf = (/** @type {string} */ text) => new TextEncoder().encode(text);
/** With so many letters more. @param {number} count */
const longer = (count) => CLEAN.replace('"notes":"n"', `"notes":"${"n".repeat(count)}"`);
const LARGE = longer(17 * MIB);
const ROOM = { maxBytes: 18 * MIB };

/** The only finding: what it is, and which limit it names. @param {ReturnType<typeof validate>} report */
const limitOf = ({ valid, findings }) =>
  findings.length === 1 && !valid && findings[0]?.code === "too-large" ? findings[0].params?.limit : findings;

test("maxBytes is a whole number from 1 to 1 GiB, for every call that has it", async () => {
  const wrong = [0, -1, 1.5, Number.NaN, Number.POSITIVE_INFINITY, 2 ** 30 + 1, 2 ** 53, "5", 10n, true, {}, [1]];
  const none = { fetch: () => Promise.reject(new Error("nothing is sent")), maxRetries: 0, deadlineMs: 20 };
  /** @type {((options: any) => unknown)[]} */
  const calls = [
    (options) => validate(CLEAN, options),
    (options) => validateList(`[${CLEAN}]`, options),
    (options) => preparePut(CLEAN, options),
    (options) => putReferral(CLEAN, { ...none, ...options }),
    (options) => getReferral(ids.accepted, { ...none, ...options }),
  ];
  for (const call of calls) {
    for (const maxBytes of wrong) assert.equal(await codeOf(() => call({ maxBytes })), "argument", String(maxBytes));
    for (const maxBytes of [null, undefined, 1000, 2 ** 30]) {
      assert.notEqual(await codeOf(() => call({ maxBytes })), "argument", String(maxBytes));
    }
  }
  const throwing = Object.defineProperty({}, "maxBytes", {
    get() {
      throw new Error("no");
    },
  });
  for (const options of [throwing, 5, null, "x"]) {
    assert.equal(await codeOf(() => untyped.validate(CLEAN, options)), "argument");
    assert.equal(await codeOf(() => untyped.validateList("[]", options)), "argument");
  }
});

test("a document is as large as its UTF-8: as text, as bytes and parsed", () => {
  const texts = [CLEAN, CLEAN.replace('"n"', '"é€🗼"'), CLEAN.replace("{", "{ \n")];
  for (const text of texts) {
    const { length } = bytesOf(text);
    for (const document of [text, bytesOf(text)]) {
      assert.deepEqual(validate(document, { maxBytes: length }), { valid: true, findings: [] });
      assert.equal(limitOf(validate(document, { maxBytes: length - 1 })), length - 1);
      assert.equal(limitOf(validate(document, { maxBytes: 1 })), 1);
      assert.ok(validate(document, { maxBytes: length, base: document }).valid);
      const list = typeof document === "string" ? `[${text}]` : bytesOf(`[${text}]`);
      assert.deepEqual(validateList(list, { maxBytes: length + 2 }), { valid: true, count: 1, items: [] });
      const { valid, items } = validateList(list, { maxBytes: length + 1 });
      assert.deepEqual([valid, items.map(({ findings }) => findings[0]?.code)], [false, ["too-large"]]);
      assert.equal(preparePut(document, { maxBytes: length }).url.length > 0, true);
    }
    const parsed = JSON.parse(text);
    const size = bytesOf(JSON.stringify(parsed)).length;
    assert.ok(validate(parsed, { maxBytes: size }).valid);
    assert.equal(limitOf(validate(parsed, { maxBytes: size - 1 })), size - 1);
  }
});

test("a draft over the limit is invalid, and nothing is sent", async () => {
  const fetch = () => Promise.reject(new Error("nothing may be sent"));
  const maxBytes = CLEAN.length - 1;
  const outcome = await putReferral(CLEAN, { fetch, maxBytes });
  assert.ok(outcome.type === "invalid");
  assert.equal(limitOf({ valid: false, findings: outcome.findings }), maxBytes);
  assert.equal(await codeOf(() => preparePut(CLEAN, { maxBytes })), "invalid");
  // A base that is too large cannot be compared with.
  const codes = validate(CLEAN, { maxBytes: CLEAN.length, base: longer(10) }).findings.map(({ code }) => code);
  assert.ok(codes.includes("too-large"), String(codes));
});

test("by default 16 MiB are read, and 256 MiB of a list", () => {
  assert.equal(limitOf(validate(LARGE)), 16 * MIB);
  assert.equal(limitOf(validate(bytesOf(LARGE))), 16 * MIB);
  assert.equal(limitOf(validate(JSON.parse(LARGE))), 16 * MIB);
  assert.equal(validateList(`[${LARGE}]`).valid, true);
  const tooLong = new Uint8Array(256 * MIB + 1).fill(0x20);
  assert.equal(validateList(tooLong).items[0]?.findings[0]?.params?.limit, 256 * MIB);
});

test("what is over a limit is not copied", async () => {
  // Not of the package's public face.
  const { bytesAt } = await import(new URL("../../dist/instance.js", import.meta.url).href);
  const before = bytesAt(0, 0).buffer.byteLength;
  const huge = new Uint8Array(800 * MIB);
  const text = " ".repeat(400 * MIB);
  assert.equal(limitOf(validate(huge, { maxBytes: 1000 })), 1000);
  assert.equal(limitOf(validate(text, { maxBytes: 1000 })), 1000);
  assert.equal(
    limitOf(validate(CLEAN, { maxBytes: 1000, base: huge })),
    limitOf(validate(CLEAN, { maxBytes: 1000, base: text })),
  );
  assert.equal(await codeOf(() => preparePut(huge, { maxBytes: 1000 })), "invalid");
  assert.equal(bytesAt(0, 0).buffer.byteLength, before);
  // Nor more than 16 MiB where nothing is said.
  for (const call of [
    stripLinks,
    (/** @type {any} */ of) => edit(of, []),
    (/** @type {any} */ of) => diff(of, CLEAN),
  ]) {
    assert.equal(await codeOf(() => call(huge)), "syntax");
    assert.equal(await codeOf(() => call(text)), "syntax");
  }
  assert.equal(await codeOf(() => toPatch(CLEAN, huge)), "syntax");
  assert.equal(transitions(huge).length, 7);
  assert.ok(bytesAt(0, 0).buffer.byteLength < before + 100 * MIB, `${before} -> ${bytesAt(0, 0).buffer.byteLength}`);
  assertAlive();
});

test("a larger document is checked, saved, read back and merged where the caller allows it", async () => {
  assert.deepEqual(validate(LARGE, { ...ROOM, base: LARGE }), { valid: true, findings: [] });
  assert.equal(preparePut(LARGE, ROOM).body, stripLinks_(LARGE));
  const ours = LARGE.replace("{", '{"name":"ours",');
  const theirs = LARGE.replace("{", '{"externalReferenceId":"theirs",').replace('\\"e\\"', '\\"f\\"');
  /** @type {string[]} */
  const sent = [];
  const answers = [
    () => new Response("{}", { status: 412, headers: json }),
    () => new Response(theirs, { headers: json }),
    () =>
      new Response(stripLinks_(theirs).replace("{", '{"name":"ours",').replace('\\"f\\"', '\\"g\\"'), {
        headers: json,
      }),
  ];
  const fetch = async (/** @type {any} */ request) => {
    sent.push(`${request.method} ${(await request.text()).length > 17 * MIB}`);
    return /** @type {() => Response} */ (answers.shift())();
  };
  const outcome = await putReferral(ours, { ...ROOM, base: LARGE, fetch });
  assert.equal(ending(outcome), "saved response");
  assert.ok(outcome.type === "saved" && outcome.etag === '"g"' && outcome.json.includes('"theirs"'));
  assert.deepEqual(sent, ["PUT true", "GET false", "PUT true"]);
  const load = { fetch: async () => new Response(LARGE, { headers: json }), maxRetries: 0 };
  assert.equal((await getReferral(ids.accepted, { ...ROOM, ...load })).json, LARGE);
  assert.equal(await codeOf(() => getReferral(ids.accepted, load)), "too-large");
});

/** As the package does it where it is told of no size. @param {string} text */
const stripLinks_ = (text) => text.replace(',"links":{}', "");

// ---------------------------------------------------------------------------------------------- answers

/** Loads from this answer: the JSON, or the code. @param {unknown} response @param {object} [options] */
async function loaded(response, options = {}) {
  const fetch = /** @type {any} */ (async () => response);
  let json;
  const code = await codeOf(async () => {
    ({ json } = await getReferral(ids.accepted, { fetch, maxRetries: 0, ...options }));
  });
  return code ?? json;
}

/** @param {ReadableStreamDefaultController | undefined} into @param {string} text */
const give = (into, text) => into?.enqueue(bytesOf(text));

test("an answer is read as it comes, to its last byte and no farther than the limit", async () => {
  const { length } = CLEAN;
  const inPieces = (/** @type {number} */ size) =>
    new ReadableStream({
      start(controller) {
        for (let at = 0; at < length; at += size) give(controller, CLEAN.slice(at, at + size));
        controller.close();
      },
    });
  for (const size of [1, 7, 100, length]) {
    assert.equal(await loaded(new Response(inPieces(size), { headers: json })), CLEAN);
    assert.equal(await loaded(new Response(inPieces(size), { headers: json }), { maxBytes: length }), CLEAN);
    assert.equal(await loaded(new Response(inPieces(size), { headers: json }), { maxBytes: length - 1 }), "too-large");
  }
  // More than there is room for at first.
  const long = longer(100_000);
  assert.equal(await loaded(new Response(long, { headers: json })), long);
});

test("what is beyond the limit is called off", async () => {
  let given = 0;
  /** @type {unknown} */
  let reason = "not cancelled";
  const endless = new ReadableStream({
    pull(controller) {
      given += 1;
      give(controller, " ".repeat(1000));
    },
    cancel(why) {
      reason = why;
    },
  });
  assert.equal(await loaded(new Response(endless, { headers: json }), { maxBytes: 10_000 }), "too-large");
  assert.equal(reason, undefined);
  assert.ok(given >= 10 && given < 20, `${given} pieces were taken`);

  // Over a real connection, too.
  let written = 0;
  const closed = new Promise((resolve) => {
    startServer((_, res) => {
      res.writeHead(200, json);
      res.on("close", () => resolve(undefined));
      const more = () => {
        if (res.destroyed) return;
        written += 1;
        res.write(" ".repeat(64 << 10), () => setImmediate(more));
      };
      more();
    }).then(async ({ baseUrl }) => {
      const options = { baseUrl, maxBytes: MIB, maxRetries: 0 };
      assert.equal(await codeOf(() => getReferral(ids.accepted, options)), "too-large");
    });
  });
  await closed;
  assert.ok(written * (64 << 10) < 64 * MIB, `${written} pieces were sent`);
});

test("an answer whose body stalls or breaks ends as any other does", async () => {
  const times = { timeoutMs: 100, deadlineMs: 200 };
  /** @param {(controller: ReadableStreamDefaultController) => unknown} [pull] @param {() => unknown} [cancel] */
  const stream = (pull = () => new Promise(() => {}), cancel = () => {}) => {
    let first = true;
    return new ReadableStream({
      pull(controller) {
        if (!first) return /** @type {any} */ (pull(controller));
        first = false;
        give(controller, CLEAN.slice(0, 20));
      },
      cancel: /** @type {any} */ (cancel),
    });
  };
  let cancelled = 0;
  const counted = () => {
    cancelled += 1;
  };
  assert.equal(await loaded(new Response(stream(undefined, counted), { headers: json }), times), "timeout");
  assert.equal(cancelled, 1);
  const broken = stream((controller) => controller.error(new Error("no more")));
  assert.equal(await loaded(new Response(broken, { headers: json }), times), "network");
  const throwing = stream(undefined, () => {
    throw new Error("it cannot be cancelled");
  });
  assert.equal(await loaded(new Response(throwing, { headers: json }), times), "timeout");
  const hanging = stream(undefined, () => new Promise(() => {}));
  assert.equal(await loaded(new Response(hanging, { headers: json }), times), "timeout");
  const texts = { status: 200, headers: new Headers(json), body: stream((controller) => controller.enqueue("text")) };
  assert.equal(await loaded(texts, times), "network");
  const locked = new Response(CLEAN, { headers: json });
  locked.body?.getReader();
  assert.equal(await loaded(locked, times), "network");
  const slow = new ReadableStream({
    async pull(controller) {
      await sleep(20);
      give(controller, " ");
    },
  });
  assert.equal(await loaded(new Response(slow, { headers: json }), times), "timeout");
  const signal = AbortSignal.timeout(30);
  assert.equal(await loaded(new Response(stream(), { headers: json }), { ...times, signal }), "aborted");
  assertAlive();
});

test("a response without a stream is read at once, and measured then", async () => {
  const whole = (/** @type {unknown} */ body) => ({
    status: 200,
    headers: new Headers(json),
    body,
    arrayBuffer: async () => bytesOf(CLEAN).buffer,
  });
  for (const body of [undefined, null, {}, "text", { getReader: 5 }]) {
    assert.equal(await loaded(whole(body)), CLEAN);
    assert.equal(await loaded(whole(body), { maxBytes: CLEAN.length }), CLEAN);
    assert.equal(await loaded(whole(body), { maxBytes: CLEAN.length - 1 }), "too-large");
  }
  const outcome = await putReferral(CLEAN, {
    fetch: /** @type {any} */ (async () => whole(undefined)),
    maxBytes: CLEAN.length - 1,
  });
  assert.equal(outcome.type, "invalid");
});

test("a save whose answer is too large is read back, and so known", async () => {
  const held = stripLinks(CLEAN).replace('\\"e\\"', '\\"f\\"');
  const fetch = async (/** @type {any} */ { method }) =>
    new Response(method === "PUT" ? `${held}${" ".repeat(1000)}` : held, { headers: json });
  const outcome = await putReferral(CLEAN, { fetch, maxBytes: CLEAN.length + 100 });
  assert.equal(ending(outcome), "saved readback");
});

// ---------------------------------------------------------------------------------------------- what nobody can set

/** A document as text, as bytes, and parsed. @param {string} text @returns {[string, any][]} */
const inAllForms = (text) => [
  ["text", text],
  ["bytes", bytesOf(text)],
  ["parsed", JSON.parse(text)],
];

test("128 levels are read, and the 129th is too deep", async () => {
  const levels = (/** @type {number} */ count) =>
    CLEAN.replace("{", `{"x":${"[".repeat(count - 1)}1${"]".repeat(count - 1)},`);
  for (const [form, value] of inAllForms(levels(128))) {
    assert.deepEqual(validate(value), { valid: true, findings: [] }, form);
    assert.equal(typeof stripLinks(value), "string", form);
  }
  for (const [form, value] of inAllForms(levels(129))) {
    const { valid, findings } = validate(value);
    assert.deepEqual(
      [valid, findings.map(({ code }) => code), findings[0]?.params],
      [false, ["too-deep"], { limit: 128 }],
      form,
    );
    assert.equal(await codeOf(() => stripLinks(value)), "syntax", form);
    assert.equal(await codeOf(() => preparePut(value)), "invalid", form);
    assert.equal((await putReferral(value)).type, "invalid", form);
  }
  const tooDeep = `[${"[".repeat(127)}1${"]".repeat(127)}]`;
  assert.equal(await codeOf(() => edit(CLEAN, [{ op: "add", path: "/x", json: tooDeep }])), "argument");
});

test("a number is as long as it is, and keeps its digits", () => {
  const digits = "123456789".repeat(100_000);
  const text = CLEAN.replace("{", `{"x":${digits},"y":0.${digits},"z":1e${digits},`);
  for (const [form, value] of inAllForms(text).slice(0, 2)) {
    assert.deepEqual(validate(value), { valid: true, findings: [] }, form);
    assert.equal(stripLinks(value), text.replace(',"links":{}', ""), form);
    assert.deepEqual(diff(value, text), [], form);
    const [change, ...more] = diff(value, text.replace(`${digits},"z"`, `${digits}1,"z"`));
    assert.deepEqual([change?.path, change?.after, more.length], ["/y", `0.${digits}1`, 0], form);
  }
  // Parsed, it is what JSON.parse left of it: infinite, which JSON writes as null.
  assert.ok(stripLinks(JSON.parse(text)).includes('"x":null'));
  const deal = CLEAN.replace('"notes":"n"', `"dealValue":${digits}`);
  assert.deepEqual(
    validate(deal)
      .findings.map(({ code, path }) => `${code} ${path}`)
      .slice(0, 1),
    ["range /details/dealValue"],
  );
});

test("an object has as many members as there are, and an array as many rows", () => {
  const members = Array.from({ length: 200_000 }, (_, index) => `"m${index}":${index}`).join(",");
  const rows = Array.from({ length: 200_000 }, (_, index) => `{"email":"a${index}@x.example"}`).join(",");
  const text = CLEAN.replace("{", `{${members},"team":[${rows}],`);
  for (const [form, value] of inAllForms(text)) {
    assert.deepEqual(validate(value), { valid: true, findings: [] }, form);
    assert.equal(stripLinks(value), text.replace(',"links":{}', ""), form);
    assert.deepEqual(diff(value, text), [], form);
  }
  // Of findings, 10,000 are listed.
  for (const [form, value] of inAllForms(CLEAN.replace("{", `{"team":[${"5,".repeat(20_000)}5],`))) {
    const { findings } = validate(value);
    assert.equal(findings.length, 10_001, form);
    assert.ok(
      findings.some(({ code }) => code === "too-many-findings"),
      form,
    );
  }
});
