// @ts-check
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createSandbox } from "../../www/sandbox/sandbox.js";
import { loadSeeds } from "../../www/sandbox/seed.js";
import { ACCEPTED, bodyOf, etagOf } from "./helpers.mjs";

const sandbox = createSandbox({ documents: await loadSeeds() });
const url = `https://sandbox.example/v1.0/engagements/referrals/${ACCEPTED}`;
beforeEach(() => sandbox.reset());

/** @param {RequestInit} [init] */
function save(init = {}) {
  const document = sandbox.document(ACCEPTED);
  return sandbox.fetch(url, {
    method: "PUT",
    headers: {
      authorization: `Bearer ${sandbox.token}`,
      "content-type": "application/json",
      "if-match": etagOf(document),
    },
    body: bodyOf(document, { externalReferenceId: "sent" }),
    ...init,
  });
}

/** @param {...unknown} faults for the next save */
const meets = (...faults) => sandbox.scenario.set({ match: { method: "PUT" }, faults });
const committed = () => JSON.parse(sandbox.document(ACCEPTED) ?? "{}").externalReferenceId === "sent";
const FAILED = { name: "TypeError", message: "Failed to fetch" };

test("a save: preflight, then PUT; only what is exposed can be read", async () => {
  const response = await save();
  assert.equal(await response.text(), sandbox.document(ACCEPTED));
  assert.equal(response.headers.get("etag"), etagOf(sandbox.document(ACCEPTED)));
  assert.equal(response.headers.get("access-control-allow-origin"), null);
  assert.deepEqual(
    sandbox.requests.map(({ method, status }) => [method, status]),
    [
      ["OPTIONS", 204],
      ["PUT", 200],
    ],
  );
  meets("unexposed; header=ETag");
  assert.equal((await save()).headers.get("etag"), null);
});

test("handle says as data what befalls the connection, and changes nothing else", async () => {
  for (const [fault, connection] of /** @type {[string, object | null][]} */ ([
    ["late; ms=0", null],
    ["cut; how=rst", { kind: "rst" }],
    ["drop", { kind: "fin" }],
    ["stall; ms=5", { kind: "stall", ms: 5 }],
    ["slow", { kind: "slow", ms: 1000 }],
    ["truncated-length", { kind: "short-length" }],
  ])) {
    const answer = await sandbox.handle(new Request(url, { headers: { "sandbox-fault": fault } }));
    assert.ok("connection" in answer);
    assert.deepEqual(answer.connection, connection, fault);
  }
});

test("a connection that ends rejects, the PUT kept or not", async () => {
  for (const how of ["fin", "rst", "goaway", "refused-stream", "rst-stream"]) {
    sandbox.reset();
    meets(`cut; how=${how}`);
    await assert.rejects(save(), FAILED);
    assert.equal(committed(), true, how);
  }
  for (const fault of ["drop", "cut; commit=no"]) {
    sandbox.reset();
    meets(fault);
    await assert.rejects(save(), FAILED);
    assert.equal(committed(), false, fault);
  }
});

test("CORS: a refused preflight sends nothing, a missing header hides what was done", async () => {
  meets("preflight-refused");
  await assert.rejects(save(), FAILED);
  assert.deepEqual([committed(), sandbox.requests.map(({ method }) => method)], [false, ["OPTIONS"]]);
  meets("no-cors");
  await assert.rejects(save(), FAILED);
  assert.equal(committed(), true);
});

test("a header that the preflight does not allow is not sent", async () => {
  await assert.rejects(sandbox.fetch(url, { headers: { "x-own": "1" } }), FAILED);
  await assert.rejects(sandbox.fetch(url, { method: "DELETE" }), FAILED);
  const response = await sandbox.fetch(url, { headers: { "sandbox-fault": "status; code=507" } });
  assert.equal(response.status, 507);
});

test("stall: hangs until it is given up, or its time is over", async () => {
  meets("stall");
  const controller = new AbortController();
  const hanging = save({ signal: controller.signal });
  assert.equal(await Promise.race([hanging, sleep(100, "hangs")]), "hangs");
  assert.equal(committed(), true);
  controller.abort(new Error("given up"));
  await assert.rejects(hanging, { message: "given up" });
  meets("stall; ms=20");
  assert.equal((await save()).status, 200);
});

test("stall-body: the status comes, the body hangs until it is given up", async () => {
  meets("stall-body");
  const controller = new AbortController();
  const response = await save({ signal: controller.signal });
  assert.equal(response.status, 200);
  const text = response.text();
  assert.equal(await Promise.race([text, sleep(100, "hangs")]), "hangs");
  controller.abort(new Error("given up"));
  await assert.rejects(text, { message: "given up" });
  meets("stall-body; ms=20");
  assert.equal(await (await save()).text(), sandbox.document(ACCEPTED));
});

test("slow: byte by byte", async () => {
  meets("slow; ms=1", "json-null");
  const { body } = await save();
  const pieces = [];
  for await (const piece of body ?? []) pieces.push(piece.length);
  assert.deepEqual(pieces, [1, 1, 1, 1]);
});

test("a body that is cut short, or no gzip, errors", async () => {
  for (const fault of ["truncated-length", "truncated-chunked", "bad-gzip"]) {
    sandbox.reset();
    meets(fault);
    const response = await save();
    assert.equal(response.status, 200);
    await assert.rejects(response.text(), TypeError, fault);
    assert.equal(committed(), true);
  }
});

test("redirects: manual shows that there was one, error rejects, follow goes there without the token of another origin", async () => {
  meets("status; code=307");
  const opaque = await save({ redirect: "manual" });
  assert.deepEqual([opaque.type, opaque.status, opaque.ok, await opaque.text()], ["opaqueredirect", 0, false, ""]);
  assert.equal(committed(), false);
  meets("status; code=307");
  await assert.rejects(save({ redirect: "error" }), FAILED);
  meets("status; code=308");
  assert.equal((await save()).status, 200);
  assert.equal(committed(), true);
  meets("status; code=307; location=cross");
  assert.equal((await save()).status, 401);
  assert.equal(sandbox.requests.at(-1)?.headers.authorization, undefined);
  meets("status; code=303");
  assert.equal((await save()).status, 200);
  assert.equal(sandbox.requests.at(-1)?.method, "GET");
  sandbox.scenario.set({ match: {}, faults: ["status; code=301"], times: "always" });
  await assert.rejects(save(), FAILED);
});

test("one control endpoint for all: set by fetch, too", async () => {
  const control = "https://sandbox.example/sandbox/scenario";
  const headers = { "content-type": "application/json" };
  const set = await sandbox.fetch(control, { method: "PUT", headers, body: '{"scenario":"busy"}' });
  assert.equal((await set.json()).scenario, "busy");
  const busy = await save();
  assert.deepEqual([busy.status, busy.headers.get("retry-after")], [429, "3"]);
});
