// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { exchange, linesOf, startFaulty } from "./faulty.mjs";
import { ACCEPTED, etagOf } from "./helpers.mjs";

const moment = Date.UTC(2026, 10, 6, 8, 49, 37);
const { sandbox, port, save, requestText, committed, request } = await startFaulty({ now: () => moment });

/** A save with a fault of the answer: it is kept, and its status is that of a success. @param {string} fault */
async function saved(fault) {
  const raw = await save(fault);
  assert.deepEqual([raw.status, committed()], [200, true], fault);
  return { raw, bytes: raw.body, text: raw.body.toString(), stored: sandbox.document(ACCEPTED) ?? "" };
}

/** @param {string} fault @param {Record<string, string>} [headers] */
async function preflight(fault, headers = {}) {
  sandbox.reset();
  sandbox.scenario.set({ match: { method: "PUT" }, faults: [fault] });
  return await exchange(port, requestText("OPTIONS", { "Access-Control-Request-Method": "PUT", ...headers }), 300);
}

test("every value of Retry-After arrives as it is written", async () => {
  for (const value of ["0", "1", "-5", "1.5", "2592000", "99999999999999999999", "soon", ""]) {
    const raw = await save(`status; code=429, retry-after; value="${value}"`);
    assert.deepEqual([raw.status, linesOf(raw, "retry-after"), committed()], [429, [value], false]);
    assert.match(linesOf(raw, "access-control-expose-headers")[0] ?? "", /Retry-After/);
  }
  const defaulted = await save("status; code=503; commit=yes, retry-after");
  assert.deepEqual([defaulted.status, linesOf(defaulted, "retry-after"), committed()], [503, ["2"], true]);
});

test("Retry-After as a date, in its three forms, to come and past", async () => {
  for (const [parameters, date] of [
    ["date=2", "Fri, 06 Nov 2026 08:49:39 GMT"],
    ["date=-3600", "Fri, 06 Nov 2026 07:49:37 GMT"],
    ["date=2; form=rfc850", "Friday, 06-Nov-26 08:49:39 GMT"],
    ["date=2; form=asctime", "Fri Nov  6 08:49:39 2026"],
    ["date=864000; form=asctime", "Mon Nov 16 08:49:37 2026"],
  ]) {
    assert.deepEqual(linesOf(await save(`status; code=503, retry-after; ${parameters}`), "retry-after"), [date]);
  }
});

test("two Retry-After are two lines", async () => {
  const raw = await save("status; code=429, retry-after; value=1; second=60");
  assert.deepEqual(linesOf(raw, "retry-after"), ["1", "60"]);
});

test("the preflight is refused, once, and only the preflight", async () => {
  const refused = await preflight("preflight-refused");
  assert.equal(refused.status, 403);
  for (const [name] of refused.headers) assert.doesNotMatch(name, /^access-control-/);
  const next = requestText("OPTIONS", { "Access-Control-Request-Method": "PUT" });
  assert.equal((await exchange(port, next, 300)).status, 204);
  await preflight("preflight-refused", { "Access-Control-Request-Method": "GET" });
  assert.equal(sandbox.scenario.list().spent, false, "one for GET is another");
  const other = await preflight("cut");
  assert.equal(other.status, 204, "a fault of the request leaves the preflight alone");
});

test("sandbox-fault is allowed to who asks for it", async () => {
  const asking = requestText("OPTIONS", { "Access-Control-Request-Headers": "authorization,sandbox-fault" });
  const [allowed] = linesOf(await exchange(port, asking, 300), "access-control-allow-headers");
  assert.match(allowed ?? "", /, sandbox-fault$/);
});

test("no-cors: kept, and no header lets a page read the answer; the next one has them", async () => {
  const { raw } = await saved("no-cors");
  for (const [name] of raw.headers) assert.doesNotMatch(name, /^access-control-/);
  assert.equal(
    (await request(`/v1.0/engagements/referrals/${ACCEPTED}`)).headers.get("access-control-allow-origin"),
    "*",
  );
});

test("unexposed: one header, or all", async () => {
  for (const [fault, exposed] of /** @type {[string, string[]][]} */ ([
    ["unexposed; header=ETag", ["Retry-After, request-id, client-request-id"]],
    ["unexposed; header=Retry-After", ["ETag, request-id, client-request-id"]],
    ["unexposed", []],
  ])) {
    const { raw, stored } = await saved(fault);
    assert.deepEqual(linesOf(raw, "access-control-expose-headers"), exposed);
    assert.deepEqual(linesOf(raw, "access-control-allow-origin"), ["*"]);
    assert.deepEqual(linesOf(raw, "etag"), [etagOf(stored)]);
  }
});

test("bodies that are not the referral", async () => {
  assert.equal((await saved("empty")).text, "");
  const { raw, text } = await saved("html");
  assert.deepEqual(linesOf(raw, "content-type"), ["text/html; charset=utf-8"]);
  assert.match(text, /^<!doctype html>/);
  assert.equal((await saved("json-null")).text, "null");
  const string = await saved("json-string");
  assert.equal(JSON.parse(string.text), string.stored);
  const array = await saved("json-array");
  assert.equal(array.text, `[${array.stored}]`);
  const half = await saved("malformed");
  assert.equal(`${half.text}}`, half.stored);
});

test("error bodies that are odd, and deep", async () => {
  assert.deepEqual(JSON.parse((await saved("odd-error")).text), { error: "busy" });
  const odd = await save(`status; code=400, odd-error; error="{\\"code\\":5,\\"innererror\\":[]}"`);
  assert.deepEqual(JSON.parse(odd.body.toString()), { error: { code: 5, innererror: [] } });
  const deep = await save("status; code=400, deep-error");
  let depth = 0;
  for (let value = JSON.parse(deep.body.toString()).error; value !== undefined; value = value.innerError) depth += 1;
  assert.equal(depth, 5000);
});

test("the answer of another referral, or of the same in capitals", async () => {
  const other = JSON.parse((await saved("other-id")).text);
  assert.equal(other.id, "00000000-0000-4000-8000-000000000000");
  const { text, stored } = await saved("id-case");
  assert.equal(JSON.parse(text).id, ACCEPTED.toUpperCase());
  assert.notEqual(ACCEPTED.toUpperCase(), ACCEPTED);
  assert.deepEqual({ ...JSON.parse(text), id: ACCEPTED }, JSON.parse(stored));
});

test("a member less, a member more, a member twice", async () => {
  const less = await saved("field-dropped");
  assert.equal("customerProfile" in JSON.parse(less.text), false);
  assert.equal("customerProfile" in JSON.parse(less.stored), true);
  assert.equal("details" in JSON.parse((await saved("field-dropped; member=details")).text), false);
  const more = await saved("field-added");
  assert.equal(JSON.parse(more.text).loyaltyTier, "Gold");
  assert.equal(more.stored.includes("loyaltyTier"), false);
  const twice = await saved("duplicate-keys");
  assert.equal(twice.text.match(/"status":/g)?.length, 2);
  assert.equal(JSON.parse(twice.text).status, "Twice");
});

test("50 MB, and any other size", async () => {
  const { bytes } = await saved("huge");
  assert.equal(bytes.length, 50 * 1024 * 1024);
  assert.match(JSON.parse(bytes.toString()).padding, /^x+$/);
  assert.equal((await saved("huge; bytes=1000000")).bytes.length, 1_000_000);
});

test("encodings that are not UTF-8", async () => {
  const bom = await saved("bom");
  assert.deepEqual([...bom.bytes.subarray(0, 3)], [0xef, 0xbb, 0xbf]);
  assert.equal(bom.bytes.subarray(3).toString(), bom.stored);
  const wide = await saved("utf-16");
  assert.equal(wide.bytes.toString("utf16le"), `\ufeff${wide.stored}`);
  assert.deepEqual(linesOf(wide.raw, "content-type"), ["application/json; charset=utf-16"]);
  const broken = await saved("invalid-utf-8");
  assert.throws(() => new TextDecoder("utf-8", { fatal: true }).decode(broken.bytes), TypeError);
  assert.equal(JSON.parse(broken.text).eTag, etagOf(broken.stored), "all else is as it was");
  const lone = await saved("lone-surrogate");
  assert.match(lone.text, /\\ud83d/);
  assert.equal(JSON.parse(lone.text).name.isWellFormed(), false);
});

test("entity tags that nobody should send", async () => {
  for (const [
    fault,
    body,
    header,
  ] of /** @type {[string, (eTag: string) => unknown, (eTag: string) => string | undefined][]} */ ([
    ["etag-missing", () => undefined, () => undefined],
    ["etag-weak", (eTag) => `W/${eTag}`, (eTag) => `W/${eTag}`],
    ["etag-star", () => "*", () => "*"],
    ["etag-number", () => 5, () => undefined],
    ["etag-long", () => `"${"e".repeat(10238)}"`, () => `"${"e".repeat(10238)}"`],
    ["etag-crlf", () => '"a"\r\nX-Injected: 1', () => undefined],
    ["etag-differs", (eTag) => eTag, () => '"00000000-0000-0000-0000-000000000000"'],
  ])) {
    const { raw, text, stored } = await saved(fault);
    const eTag = etagOf(stored);
    assert.equal(JSON.parse(text).eTag, body(eTag), fault);
    assert.equal(linesOf(raw, "etag")[0], header(eTag), fault);
    assert.deepEqual(linesOf(raw, "x-injected"), []);
  }
});

test("etag-unchanged: the answer says the old one, the referral has a new one", async () => {
  sandbox.reset();
  const before = etagOf(sandbox.document(ACCEPTED));
  const { raw, text, stored } = await saved("etag-unchanged");
  assert.deepEqual([JSON.parse(text).eTag, linesOf(raw, "etag")[0]], [before, before]);
  assert.notEqual(etagOf(stored), before);
});

test("an answer that is no referral keeps what it is", async () => {
  for (const fault of ["etag-weak", "other-id", "etag-differs", "etag-unchanged"]) {
    const raw = await save(`status; code=400, ${fault}`);
    assert.deepEqual(Object.keys(JSON.parse(raw.body.toString())), ["error"], fault);
    assert.deepEqual(linesOf(raw, "etag"), []);
  }
});
