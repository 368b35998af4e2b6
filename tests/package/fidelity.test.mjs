// @ts-check
// No byte is lost: what an edit does not touch, and what a save sends, is the text that came in.

import assert from "node:assert/strict";
import { test } from "node:test";
import { diff, edit, getReferral, preparePut, putReferral, stripLinks, toPatch, validate } from "referral-editor";
import { CLEAN, ids, startSandbox } from "./helpers.mjs";

/** Values that a round trip through JavaScript changes. @type {[string, string][]} */
const VALUES = [
  ["more digits than a double", "12345678901234567.89"],
  ["a zero at the end", "50000.10"],
  ["an exponent", "1E5"],
  ["an exponent with a sign", "1e+05"],
  ["more than a double", "1e400"],
  ["less than a double", "1e-400"],
  ["minus zero", "-0"],
  ["minus zero with a point", "-0.0"],
  ["an integer beyond 2^53", "9007199254740993"],
  ["seven digits of a second", '"2018-11-06T18:40:42.6178337Z"'],
  ["seven zeros of a second", '"2020-10-30T21:03:00.0000000Z"'],
  ["an escaped zero", '"\\u0000"'],
  ["escapes that need none", '"\\/\\u0041\\u00e9"'],
  ["a pair of escapes", '"\\ud83d\\uddfc"'],
  ["half a pair", '"\\ud800"'],
  ["the same character, not escaped", '"🗼"'],
  ["line separators", '"\u2028\u2029"'],
  ["entities", '"Fabrikam &amp; Sons"'],
  ["spaces at the ends", '" Sue "'],
  ["__proto__", '{"__proto__":{"isAdmin":true},"constructor":1,"prototype":null}'],
  ["names that look like numbers", '{"10":1,"2":2,"b":3,"1":4}'],
  ["an empty name", '{"":0}'],
  ["white space", "[ 1 ,\t2\r\n, { } ]"],
  ["nested links", '{"links":[{"links":{}}]}'],
];

/** The document with a member in the middle of it. @param {string} json */
const holding = (json) => CLEAN.replace('"status"', `"contoso" : ${json} ,\n "status"`);

test("what an edit does not touch keeps its bytes", () => {
  for (const [kind, json] of VALUES) {
    const text = holding(json);
    assert.deepEqual(validate(text), { valid: true, findings: [] }, kind);
    assert.equal(edit(text, []), text, kind);
    assert.equal(edit(text, [{ op: "replace", path: "/details/notes", value: "x" }]), text.replace('"n"', '"x"'), kind);
    assert.equal(edit(text, [{ op: "remove", path: "/links" }]), text.replace(',"links":{}', ""), kind);
    // The comma in front of it goes with it.
    assert.equal(edit(text, [{ op: "remove", path: "/contoso" }]), CLEAN.replace(',"status"', ' ,\n "status"'), kind);
    assert.equal(stripLinks(text), text.replace(',"links":{}', ""), kind);
    assert.equal(preparePut(text).body, stripLinks(text), kind);
    assert.equal(preparePut(`\n ${text}\r\n\t`).body, `\n ${stripLinks(text)}\r\n\t`, kind);
    assert.equal(preparePut(text, { base: CLEAN }).body, stripLinks(text), kind);
  }
});

test("a new value is put in as it is given", () => {
  for (const [kind, json] of VALUES) {
    for (const given of [json, ` ${json}\n`]) {
      const edited = edit(CLEAN, [{ op: "replace", path: "/details/notes", json: given }]);
      assert.equal(
        edited,
        CLEAN.replace('"n"', () => json),
        kind,
      );
    }
    const added = edit(CLEAN, [{ op: "add", path: "/details/x", json }]);
    assert.equal(
      added,
      CLEAN.replace('"notes":"n"', () => `"notes":"n","x":${json}`),
      kind,
    );
    const [change] = diff(CLEAN, added);
    assert.deepEqual(change, { path: "/details/x", kind: "added", after: json }, kind);
    assert.deepEqual(diff(added, CLEAN), [{ path: "/details/x", kind: "removed", before: json }], kind);
  }
});

test("numbers are compared as decimals and told as text", () => {
  const worth = (/** @type {string} */ json) => CLEAN.replace('"notes":"n"', `"dealValue":${json},"currency":"USD"`);
  for (const [a, b] of [
    ["50000", "50000.0"],
    ["50000", "5E4"],
    ["0", "-0.0e5"],
    ["12345678901234567.890", "1234567890123456789e-2"],
  ]) {
    assert.deepEqual(diff(worth(`${a}`), worth(`${b}`)), [], `${a} ${b}`);
  }
  for (const [before, after] of [
    ["12345678901234567.89", "12345678901234567.88"],
    ["9007199254740993", "9007199254740992"],
    ["0.1", "0.1000000000000000000000000000001"],
    ["1", "-1"],
  ]) {
    const path = "/details/dealValue";
    assert.deepEqual(diff(worth(`${before}`), worth(`${after}`)), [{ path, kind: "changed", before, after }]);
    assert.ok(toPatch(worth(`${before}`), worth(`${after}`)).includes(`${after}`));
  }
});

test("a parsed value has lost what JSON.parse loses, and nothing more", () => {
  const parsed = JSON.parse(holding('{"__proto__":{"a":1},"b":1.5,"é":"\\ud800"}'));
  assert.equal(stripLinks(parsed), JSON.stringify({ ...parsed, links: undefined }));
  assert.ok(stripLinks(parsed).includes('"__proto__":{"a":1}'));
});

test("a byte order mark is passed over and not sent", () => {
  const marked = `\ufeff${CLEAN}`;
  const { valid, findings } = validate(marked);
  assert.equal(valid, true);
  assert.deepEqual(
    findings.map(({ code, severity, params }) => [code, severity, params?.hint]),
    [["syntax", "warning", "byte-order-mark"]],
  );
  assert.equal(preparePut(marked).body, stripLinks(CLEAN));
});

test("bytes that are no UTF-8 are refused, never repaired", () => {
  const bytes = Buffer.from(CLEAN);
  const broken = Buffer.concat([bytes.subarray(0, 10), Buffer.from([0xff]), bytes.subarray(10)]);
  assert.equal(validate(broken).findings[0]?.params?.hint, "invalid-utf-8");
  assert.throws(() => stripLinks(broken), { code: "syntax" });
  assert.throws(() => preparePut(broken), { code: "invalid" });
});

test("letters of two, three and four bytes keep theirs at every length", () => {
  for (const letters of ["é", "東", "🗼", "aé東🗼"]) {
    for (const count of [100, 2_000, 6_000, 20_000, 100_000, 400_000]) {
      const text = CLEAN.replace('"n"', `"${letters.repeat(count)}"`);
      assert.ok(stripLinks(text) === text.replace(',"links":{}', ""), `${count} times ${letters}`);
    }
  }
});

test("a large document keeps its bytes too, as text and as bytes", () => {
  const text = CLEAN.replace(
    '"links":{}',
    `"x":[${"12345678901234567.890, ".repeat(100_000)}1],"links":{"é":"${"é".repeat(1 << 20)}"}`,
  );
  const stripped = text.slice(0, text.indexOf(',"links"')).concat("}");
  for (const input of [text, new TextEncoder().encode(text)]) {
    assert.ok(stripLinks(input) === stripped);
    assert.ok(edit(input, [{ op: "remove", path: "/links" }]) === stripped);
    assert.ok(preparePut(input).body === stripped);
  }
});

test("through a service and back, the text is what was sent", async () => {
  const { client, sandbox, puts } = await startSandbox();
  for (const id of [ids.longNumber, ids.unknownMembers]) {
    const { json, etag } = await getReferral(id, client);
    assert.equal(json, sandbox.document(id));
    assert.equal(JSON.parse(json).eTag, etag);
    const draft = edit(json, [
      { op: "replace", path: "/details/notes", value: "é 🗼 \u0000 </script>" },
      { op: "add", path: "/details/dealValue", json: "100000000000.10" },
      { op: "add", path: "/details/contoso", json: '{"__proto__":[1E5,-0],"10":1,"2":"\\u0041"}' },
    ]);
    const outcome = await putReferral(draft, { ...client, base: json });
    assert.equal(outcome.type, "saved");
    const sent = puts().at(-1);
    assert.equal(sent?.body, stripLinks(draft));
    assert.equal(sent?.headers["if-match"], etag);
    const { json: now } = await getReferral(id, client);
    for (const kept of ["100000000000.10", '{"__proto__":[1E5,-0],"10":1,"2":"\\u0041"}'])
      assert.ok(now.includes(kept));
    assert.equal(JSON.parse(now).details.notes, "é 🗼 \u0000 </script>");
    if (outcome.type === "saved") assert.equal(outcome.json, now);
  }
});
