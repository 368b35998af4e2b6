// @ts-check
import assert from "node:assert/strict";
import { once } from "node:events";
import { connect } from "node:net";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { createListener, listen } from "../../www/sandbox/server.js";
import { ACCEPTED, etagOf, startSandbox } from "./helpers.mjs";

const server = await startSandbox({ maxBodyBytes: 100_000 });
const { sandbox, url, get, put } = server;
const port = Number(new URL(url).port);
const path = `/v1.0/engagements/referrals/${ACCEPTED}`;

/** Sends bytes as they stand, and gives back all that is answered. @param {string} text */
async function raw(text) {
  const socket = connect(port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8").on("data", (chunk) => {
    answer += chunk;
  });
  socket.write(text);
  await once(socket, "close");
  return answer;
}

test("a body at the limit is read, one byte more is 413 and can be read by its sender", async () => {
  const eTag = etagOf(sandbox.document(ACCEPTED));
  const body = (/** @type {number} */ length) => {
    const head = `{"status":"Active","substatus":"Accepted","x":"`;
    return `${head}${"x".repeat(length - head.length - 2)}"}`;
  };
  for (const length of [100_001, 5_000_000]) {
    const response = await put(ACCEPTED, body(length));
    assert.equal(response.status, 413);
    assert.equal(JSON.parse(response.text).error.code, "invalidRequest");
  }
  assert.equal(etagOf(sandbox.document(ACCEPTED)), eTag);
  assert.equal((await put(ACCEPTED, body(100_000))).status, 200);
});

test("a body in chunks is a body", async () => {
  const eTag = etagOf(sandbox.document(ACCEPTED));
  const answer = await raw(
    `PUT ${path} HTTP/1.1\r\nHost: x\r\nConnection: close\r\nAuthorization: Bearer ${sandbox.token}\r\nIf-Match: ${eTag}\r\n` +
      `Content-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\n` +
      `13\r\n{"status":"Active",\r\n16\r\n"substatus":"Accepted"\r\n1\r\n}\r\n0\r\n\r\n`,
  );
  assert.match(answer, /^HTTP\/1\.1 200 /);
});

test("a request that is given up half way is never carried out", async () => {
  sandbox.reset();
  const before = sandbox.document(ACCEPTED);
  const socket = connect(port, "127.0.0.1");
  const body = '{"status":"Active","substatus":"Accepted"}';
  socket.write(
    `PUT ${path} HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer ${sandbox.token}\r\nIf-Match: ${etagOf(before)}\r\n` +
      `Content-Type: application/json\r\nContent-Length: ${body.length + 1}\r\n\r\n${body}`,
  );
  await sleep(50);
  socket.destroy();
  await sleep(50);
  assert.equal(sandbox.document(ACCEPTED), before);
  assert.equal(sandbox.requests.length, 0);
  assert.equal((await get(ACCEPTED)).status, 200);
});

test("what no Request can hold is 400, what is not HTTP ends its own connection only", async () => {
  const end = "Host: x\r\nConnection: close\r\n\r\n";
  assert.match(await raw(`TRACE ${path} HTTP/1.1\r\n${end}`), /^HTTP\/1\.1 400 .*"invalidRequest"/s);
  assert.match(await raw(`OPTIONS * HTTP/1.1\r\n${end}`), /^HTTP\/1\.1 404 /);
  assert.match(await raw(`GET http://x/token HTTP/1.1\r\n${end}`), /^HTTP\/1\.1 404 /);
  assert.match(await raw(`GET //token HTTP/1.1\r\n${end}`), /^HTTP\/1\.1 404 /);
  assert.match(await raw("nonsense\r\n\r\n"), /^HTTP\/1\.1 400 /);
  await raw(`CONNECT x:1 HTTP/1.1\r\n${end}`);
  assert.equal((await get(ACCEPTED)).status, 200);
});

test("the handler is told when the caller goes away", async () => {
  const { handle } = sandbox;
  const aborted = new Promise((resolve) => {
    sandbox.handle = async (request) => {
      await once(request.signal, "abort");
      resolve(request.signal.aborted);
      return new Response();
    };
  });
  const controller = new AbortController();
  const request = get(ACCEPTED, { signal: controller.signal });
  await sleep(50);
  controller.abort();
  await assert.rejects(request, { name: "AbortError" });
  assert.equal(await aborted, true);
  sandbox.handle = handle;
  assert.equal((await get(ACCEPTED)).status, 200);
});

test("an answer whose body breaks drops the connection, not the server", async () => {
  const { handle } = sandbox;
  const { error } = console;
  console.error = () => {};
  sandbox.handle = async () => new Response(new ReadableStream({ start: (stream) => stream.error(new Error("drop")) }));
  await assert.rejects(get(ACCEPTED), TypeError);
  sandbox.handle = handle;
  console.error = error;
  assert.equal((await get(ACCEPTED)).status, 200);
});

test("how an answer is sent can be replaced: saved, and never answered", async () => {
  const dropping = await listen({ listener: createListener({ sandbox, send: async (_, res) => void res.destroy() }) });
  const before = etagOf(sandbox.document(ACCEPTED));
  await assert.rejects(
    fetch(dropping.url + path, {
      method: "PUT",
      body: '{"status":"Active","substatus":"Accepted"}',
      headers: { authorization: `Bearer ${sandbox.token}`, "if-match": before, "content-type": "application/json" },
    }),
    TypeError,
  );
  assert.notEqual(etagOf(sandbox.document(ACCEPTED)), before);
  await dropping.close();
});

test("a port that is taken is said so, and closing frees it", async () => {
  await assert.rejects(listen({ port, sandbox }), { code: "EADDRINUSE" });
  const other = await listen({ sandbox, host: ["127.0.0.1", "::1"] });
  await other.close();
  const again = await listen({ port: other.port, sandbox });
  await again.close();
});
