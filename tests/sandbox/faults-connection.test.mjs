// @ts-check
import assert from "node:assert/strict";
import { once } from "node:events";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { connected, exchange, exchangeOver, linesOf, startFaulty } from "./faulty.mjs";
import { ACCEPTED } from "./helpers.mjs";

const server = await startFaulty();
const { sandbox, port, save, putText, requestText, committed } = server;
const whole = await save("late; ms=0");

test("without a fault a save is answered, kept, and its connection stays", () => {
  assert.equal(whole.status, 200);
  assert.equal(whole.end, "open");
  assert.equal(committed(), true);
  assert.equal(whole.body.toString(), sandbox.document(ACCEPTED));
});

test("cut: the PUT is kept and not one byte comes, after a FIN or a reset", async () => {
  for (const [how, end] of /** @type {const} */ ([
    ["fin", "fin"],
    ["rst", "rst"],
    ["goaway", "fin"],
    ["refused-stream", "fin"],
    ["rst-stream", "rst"],
  ])) {
    const raw = await save(`cut; how=${how}`);
    assert.deepEqual([raw.bytes, raw.end, committed()], [0, end, true], how);
    assert.equal(sandbox.requests.at(-1)?.status, 0);
    assert.deepEqual(sandbox.requests.at(-1)?.faults, ["cut"]);
  }
});

test("cut without commit: read, not kept", async () => {
  for (const how of /** @type {const} */ (["fin", "rst"])) {
    const raw = await save(`cut; how=${how}; commit=no`);
    assert.deepEqual([raw.bytes, raw.end, committed()], [0, how, false], how);
    assert.notEqual(sandbox.requests.at(-1)?.body, "");
  }
});

test("drop: ended when only the head is there, so the body is never read", async () => {
  for (const how of /** @type {const} */ (["fin", "rst"])) {
    sandbox.reset();
    const [head = ""] = putText(`drop; how=${how}`).split("\r\n\r\n");
    const raw = await exchange(port, `${head}\r\n\r\n`);
    assert.deepEqual([raw.bytes, raw.end, committed()], [0, how, false], how);
    assert.equal(sandbox.requests.at(-1)?.body, "");
    const complete = await save(`drop; how=${how}`);
    assert.deepEqual([complete.bytes, complete.end, committed()], [0, how, false], how);
  }
});

test("drop with FIN stays in order, however much is still to come", async () => {
  sandbox.reset();
  const socket = await connected(port);
  const body = "x".repeat(40_000_000);
  socket.resume().write(requestText("PUT", { "sandbox-fault": "drop", "If-Match": '"any"' }, body));
  const [hadError] = await once(socket, "close");
  assert.equal(hadError, false);
  assert.equal(sandbox.requests.at(-1)?.body, "");
});

test("a fault for reused connections waits for one, and ends it after the commit", async () => {
  sandbox.reset();
  sandbox.scenario.set({ match: { method: "PUT", reused: true }, faults: ["cut"] });
  const fresh = await exchange(port, putText());
  assert.equal(fresh.status, 200);
  const socket = await connected(port);
  assert.equal((await exchangeOver(socket, requestText("GET", {}))).status, 200);
  const etagBefore = sandbox.document(ACCEPTED);
  const cut = await exchangeOver(socket, putText());
  assert.deepEqual([cut.bytes, cut.end], [0, "fin"]);
  assert.notEqual(sandbox.document(ACCEPTED), etagBefore);
  assert.equal((await exchange(port, putText())).status, 200, "only once");
});

test("what a browser sends again by itself meets its own write: 412", async () => {
  sandbox.reset();
  const bytes = putText();
  sandbox.scenario.set({ match: { method: "PUT", reused: true }, faults: ["cut"] });
  const socket = await connected(port);
  await exchangeOver(socket, requestText("GET", {}));
  assert.equal((await exchangeOver(socket, bytes)).end, "fin");
  const again = await exchange(port, bytes);
  assert.deepEqual([again.status, committed()], [412, true]);
  const resent = await save("resent");
  assert.deepEqual([resent.status, committed()], [412, true]);
  assert.deepEqual(
    sandbox.requests.map(({ status }) => status),
    [200, 412],
  );
});

test("stall: the PUT is kept, or not, and nothing comes; with a time the answer follows", async () => {
  for (const [commit, kept] of /** @type {const} */ ([
    ["yes", true],
    ["no", false],
  ])) {
    const raw = await save(`stall; commit=${commit}`, 300);
    assert.deepEqual([raw.bytes, raw.end, committed()], [0, "open", kept], commit);
  }
  const start = performance.now();
  const raw = await save("stall; ms=200");
  assert.ok(performance.now() - start >= 195);
  assert.deepEqual([raw.status, raw.body.toString()], [200, sandbox.document(ACCEPTED)]);
});

test("late: carried out after its sender has gone", async () => {
  sandbox.reset();
  const socket = await connected(port);
  socket.write(putText("late; ms=200"));
  await sleep(50);
  socket.destroy();
  await once(socket, "close");
  assert.equal(committed(), false);
  await sleep(300);
  assert.equal(committed(), true);
});

test("stall-body: the head and half of the body, then nothing", async () => {
  const raw = await save("stall-body", 300);
  assert.deepEqual([raw.status, raw.end, committed()], [200, "open", true]);
  const stored = sandbox.document(ACCEPTED) ?? "";
  assert.equal(content(raw).toString(), stored.slice(0, stored.length >> 1));
  const later = await save("stall-body; ms=100");
  assert.equal(content(later).toString(), sandbox.document(ACCEPTED));
});

test("slow: one byte after the other", async () => {
  const start = performance.now();
  const raw = await save("slow; ms=40, json-null");
  assert.ok(performance.now() - start >= 150, "four bytes");
  assert.deepEqual([content(raw).toString(), committed()], ["null", true]);
  assert.match(raw.body.toString(), /^1\r\nn\r\n1\r\nu\r\n1\r\nl\r\n1\r\nl\r\n0\r\n\r\n$/);
});

test("slow: one byte a second unless told otherwise", async () => {
  const raw = await save("slow", 1300);
  assert.deepEqual([content(raw).length, raw.end], [2, "open"]);
});

test("truncated-length: fewer bytes than promised, then FIN", async () => {
  const raw = await save("truncated-length");
  assert.deepEqual([raw.status, raw.end, committed()], [200, "fin", true]);
  const stored = sandbox.document(ACCEPTED) ?? "";
  assert.deepEqual(linesOf(raw, "content-length"), [String(stored.length)]);
  assert.equal(raw.body.toString(), stored.slice(0, stored.length >> 1));
});

test("truncated-chunked: chunks without a last one, then FIN", async () => {
  const raw = await save("truncated-chunked");
  assert.deepEqual([raw.status, raw.end, committed()], [200, "fin", true]);
  assert.deepEqual(linesOf(raw, "transfer-encoding"), ["chunked"]);
  const stored = sandbox.document(ACCEPTED) ?? "";
  const half = stored.slice(0, stored.length >> 1);
  assert.equal(raw.body.toString(), `${half.length.toString(16)}\r\n${half}\r\n`);
});

test("bad-gzip: begins as gzip and is none", async () => {
  const raw = await save("bad-gzip");
  assert.deepEqual([raw.status, committed()], [200, true]);
  assert.deepEqual(linesOf(raw, "content-encoding"), ["gzip"]);
  assert.deepEqual([...raw.body.subarray(0, 3)], [0x1f, 0x8b, 8]);
  assert.equal(raw.body.subarray(11).toString(), sandbox.document(ACCEPTED));
  await assert.rejects(server.get(ACCEPTED, { headers: { "sandbox-fault": "bad-gzip" } }), TypeError);
});

/** The chunks of a body put together. @param {{ body: Buffer }} raw */
function content({ body }) {
  /** @type {Buffer[]} */
  const parts = [];
  for (let at = 0; at < body.length; ) {
    const lineEnd = body.indexOf("\r\n", at);
    const length = Number.parseInt(body.toString("latin1", at, lineEnd), 16);
    parts.push(body.subarray(lineEnd + 2, lineEnd + 2 + length));
    at = lineEnd + 2 + length + 2;
  }
  return Buffer.concat(parts);
}
