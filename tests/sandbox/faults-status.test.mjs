// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { exchange, linesOf, startFaulty } from "./faulty.mjs";
import { ACCEPTED, etagOf } from "./helpers.mjs";

const { sandbox, port, save, read, requestText, putText, committed, get } = await startFaulty();
const path = `/v1.0/engagements/referrals/${ACCEPTED}`;

/** Every error status, and the code that the documentation gives it. @type {[status: number, code: string][]} */
const ERRORS = [
  [400, "invalidRequest"],
  [401, "unauthenticated"],
  [403, "accessDenied"],
  [404, "itemNotFound"],
  [405, "invalidRequest"],
  [406, "invalidRequest"],
  [408, "invalidRequest"],
  [409, "resourceModified"],
  [410, "itemNotFound"],
  [411, "invalidRequest"],
  [412, "preconditionFailed"],
  [413, "invalidRequest"],
  [415, "invalidRequest"],
  [416, "invalidRequest"],
  [422, "invalidRequest"],
  [423, "accessDenied"],
  [428, "invalidRequest"],
  [429, "serviceNotAvailable"],
  [431, "invalidRequest"],
  [451, "accessDenied"],
  [500, "generalException"],
  [501, "generalException"],
  [502, "generalException"],
  [503, "serviceNotAvailable"],
  [504, "serviceNotAvailable"],
  [505, "generalException"],
  [507, "generalException"],
  [509, "serviceNotAvailable"],
  [511, "accessDenied"],
];

for (const [status, code] of ERRORS) {
  test(`${status}: not carried out unless told so, with the documented error body`, async () => {
    for (const commit of ["", "; commit=no", "; commit=yes"]) {
      const raw = await save(`status; code=${status}${commit}`);
      assert.deepEqual([raw.status, committed()], [status, commit === "; commit=yes"], commit);
      const { error } = JSON.parse(raw.body.toString());
      assert.equal(error.code, code);
      assert.ok(error.message.length > 0 && error.message.length <= 1024);
      assert.deepEqual(linesOf(raw, "content-type"), ["application/json; charset=utf-8"]);
      assert.deepEqual(linesOf(raw, "access-control-allow-origin"), ["*"]);
      assert.deepEqual(linesOf(raw, "etag"), []);
      assert.equal(sandbox.requests.at(-1)?.status, status);
    }
  });
}

test("each error goes with each body", async () => {
  for (const [status] of ERRORS) {
    for (const [body, type, pattern] of /** @type {[string, string, RegExp][]} */ ([
      ["gateway", "application/json", new RegExp(`^\\{ "statusCode": ${status}, "message": ".*" \\}$`)],
      ["html", "text/html; charset=utf-8", /^<!doctype html>/],
      ["empty", "application/json; charset=utf-8", /^$/],
      ["malformed", "application/json; charset=utf-8", /^\{"error":.*\}$/],
    ])) {
      const raw = await save(`status; code=${status}; commit=yes, ${body}`);
      assert.deepEqual([raw.status, committed()], [status, true]);
      assert.deepEqual(linesOf(raw, "content-type"), [type]);
      assert.match(raw.body.toString(), pattern);
      if (body === "malformed") assert.throws(() => JSON.parse(raw.body.toString()), SyntaxError);
    }
  }
});

test("409 and all others with each code there is", async () => {
  for (const code of ["resourceModified", "preconditionFailed", "generalException", "unAuthorized"]) {
    const raw = await save(`status; code=409; error=${code}`);
    assert.deepEqual([raw.status, JSON.parse(raw.body.toString()).error.code], [409, code]);
  }
});

test("401 says how, 405 says what is allowed, 412 says what of", async () => {
  assert.deepEqual(linesOf(await save("status; code=401"), "www-authenticate"), ["Bearer"]);
  assert.deepEqual(linesOf(await save("status; code=405"), "allow"), ["GET"]);
  assert.equal(JSON.parse((await save("status; code=412")).body.toString()).error.target, "ETag");
});

test("200 and 201: the saved referral; 202 and 204: nothing; 206: half of it", async () => {
  for (const status of [200, 201, 202, 204, 206]) {
    for (const commit of ["", "; commit=yes", "; commit=no"]) {
      const raw = await save(`status; code=${status}${commit}`, 300);
      assert.deepEqual([raw.status, committed()], [status, commit !== "; commit=no"], `${status}${commit}`);
      const stored = sandbox.document(ACCEPTED) ?? "";
      const wanted = { 200: stored, 201: stored, 206: stored.slice(0, stored.length >> 1) }[status] ?? "";
      assert.equal(raw.body.toString(), wanted, `${status}${commit}`);
      assert.deepEqual(linesOf(raw, "etag"), wanted === "" ? [] : [etagOf(stored)]);
      assert.equal(linesOf(raw, "content-type").length, wanted === "" ? 0 : 1);
      if (status === 206)
        assert.deepEqual(linesOf(raw, "content-range"), [`bytes 0-${(stored.length >> 1) - 1}/${stored.length}`]);
    }
  }
});

test("no success over a true refusal", async () => {
  sandbox.reset();
  const text = putText("status; code=200").replace(/If-Match: .*\r\n/, 'If-Match: "old"\r\n');
  assert.equal((await exchange(port, text)).status, 412);
});

for (const status of [300, 301, 302, 303, 304, 307, 308]) {
  test(`${status}: to the same origin, and to the other name of this machine`, async () => {
    const same = await save(`status; code=${status}`, 300);
    assert.deepEqual([same.status, linesOf(same, "location"), committed()], [status, [`${path}?redirected=1`], false]);
    assert.equal(same.body.length, 0);
    const cross = await save(`status; code=${status}; location=cross; commit=yes`, 300);
    const other = `//localhost:${port}${path}?redirected=1`;
    assert.deepEqual([cross.status, linesOf(cross, "location"), committed()], [status, [other], true]);
  });
}

test("a cross-origin redirect from localhost leads to 127.0.0.1, and can be followed", async () => {
  const text = requestText("GET", { Host: `localhost:${port}`, "sandbox-fault": "status; code=307; location=cross" });
  const raw = await exchange(port, text);
  assert.deepEqual(linesOf(raw, "location"), [`//127.0.0.1:${port}${path}?redirected=1`]);
  sandbox.scenario.set({ faults: ["status; code=307"] });
  assert.equal((await get(ACCEPTED)).text, sandbox.document(ACCEPTED));
  assert.equal(sandbox.requests.at(-1)?.path, `${path}?redirected=1`);
});

test("claims: 401 and 403, in both spellings, for pages to read or not", async () => {
  for (const code of [401, 403]) {
    for (const spelling of ["insufficient_claims", "insufficent_claims"]) {
      const raw = await save(`claims; code=${code}; spelling=${spelling}`);
      assert.deepEqual([raw.status, committed()], [code, false]);
      const [challenge = ""] = linesOf(raw, "www-authenticate");
      const [, error, claims] = /^Bearer realm="", error="(.*)", claims="(.*)"$/.exec(challenge) ?? [];
      assert.equal(error, spelling);
      assert.deepEqual(JSON.parse(atob(claims ?? "")), { access_token: { acrs: { essential: true, value: "c1" } } });
      assert.equal(JSON.parse(raw.body.toString()).error.innerError.code, spelling);
      assert.match(linesOf(raw, "access-control-expose-headers")[0] ?? "", /, WWW-Authenticate$/);
    }
  }
  const hidden = await save("claims; exposed=no");
  assert.doesNotMatch(linesOf(hidden, "access-control-expose-headers")[0] ?? "", /WWW-Authenticate/);
});

test("token-expired: 401 until the new token is used", async () => {
  const raw = await save("token-expired");
  assert.deepEqual([raw.status, committed()], [401, false]);
  assert.equal((await exchange(port, putText())).status, 200);
});

test("412: own, foreign, and for ever", async () => {
  const own = await save("status; code=412; commit=yes");
  assert.deepEqual([own.status, committed()], [412, true]);
  const foreign = await save("colleague");
  assert.deepEqual([foreign.status, committed()], [412, false]);
  sandbox.reset();
  sandbox.scenario.set({ match: { method: "PUT" }, faults: ["colleague"], times: "always" });
  for (let round = 0; round < 5; round += 1) {
    const before = etagOf(sandbox.document(ACCEPTED));
    assert.equal((await exchange(port, putText())).status, 412);
    assert.notEqual(etagOf(sandbox.document(ACCEPTED)), before);
  }
});

test("a read meets faults as a save does", async () => {
  assert.equal((await read("status; code=500")).status, 500);
  assert.equal((await read("status; code=404, html")).body.toString().startsWith("<!doctype"), true);
});
