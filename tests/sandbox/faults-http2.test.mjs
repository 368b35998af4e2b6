// @ts-check
import assert from "node:assert/strict";
import { once } from "node:events";
import { mkdtemp, readdir, rm } from "node:fs/promises";
import { connect } from "node:http2";
import { request as requestHttps } from "node:https";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, beforeEach, test } from "node:test";
import { makeCertificate, NoOpenssl } from "../../www/sandbox/certificate.js";
import { createSandbox } from "../../www/sandbox/sandbox.js";
import { loadSeeds } from "../../www/sandbox/seed.js";
import { listen } from "../../www/sandbox/server.js";
import { PATH } from "./faulty.mjs";
import { ACCEPTED, bodyOf, etagOf } from "./helpers.mjs";

// Without openssl this throws, and so fails the whole file.
const certificate = await makeCertificate();
const sandbox = createSandbox({ documents: await loadSeeds() });
const server = await listen({ sandbox, certificate });
after(server.close);
beforeEach(() => sandbox.reset());

/** A connection to one server with one certificate. */
async function session() {
  const client = connect(server.url, { ca: certificate.cert });
  client.on("error", () => {});
  await once(client, "connect");
  return client;
}

/**
 * @param {import("node:http2").ClientHttp2Session} client
 * @param {Record<string, string>} headers
 * @param {string} [body]
 */
async function send(client, headers, body) {
  const stream = client.request({ ":path": PATH, authorization: `Bearer ${sandbox.token}`, ...headers });
  /** @type {Buffer[]} */
  const chunks = [];
  let status = 0;
  let error = "";
  /** @type {string | undefined} */
  let retryAfter;
  stream.on("response", (head) => {
    status = Number(head[":status"]);
    retryAfter = head["retry-after"];
  });
  stream.on("data", (chunk) => chunks.push(chunk));
  stream.on("error", (cause) => {
    error = /** @type {Error} */ (cause).message;
  });
  stream.end(body);
  await once(stream, "close").catch(() => {});
  return { status, retryAfter, error, code: stream.rstCode, text: Buffer.concat(chunks).toString() };
}

/** @param {import("node:http2").ClientHttp2Session} client @param {string} [fault] */
function save(client, fault) {
  const document = sandbox.document(ACCEPTED);
  const headers = { ":method": "PUT", "content-type": "application/json", "if-match": etagOf(document) };
  return send(
    client,
    { ...headers, ...(fault ? { "sandbox-fault": fault } : {}) },
    bodyOf(document, { externalReferenceId: "sent" }),
  );
}

function committed() {
  return JSON.parse(sandbox.document(ACCEPTED) ?? "{}").externalReferenceId === "sent";
}

test("a save over HTTP/2, and one over HTTP/1.1 on the same port", async () => {
  const client = await session();
  assert.equal(client.alpnProtocol, "h2");
  const saved = await save(client);
  assert.deepEqual([saved.status, saved.text, committed()], [200, sandbox.document(ACCEPTED), true]);
  client.close();
  const old = requestHttps(`${server.url}/token`, { ca: certificate.cert, agent: false }).end();
  const [response] = await once(old, "response");
  assert.deepEqual([response.statusCode, response.httpVersion], [200, "1.1"]);
  response.resume();
});

test("the certificate is for the names of this machine", async () => {
  const { X509Certificate } = await import("node:crypto");
  const x509 = new X509Certificate(certificate.cert);
  assert.equal(x509.subjectAltName, "DNS:localhost, IP Address:127.0.0.1, IP Address:0:0:0:0:0:0:0:1");
  assert.ok(Date.parse(x509.validTo) > Date.now());
});

test("the private key is not left behind", async () => {
  const folder = await mkdtemp(join(tmpdir(), "referral-editor-"));
  const { TMPDIR } = process.env;
  process.env.TMPDIR = folder;
  try {
    await makeCertificate();
    await assert.rejects(makeCertificate("no-such-openssl"), NoOpenssl);
    assert.deepEqual(await readdir(folder), []);
  } finally {
    if (TMPDIR === undefined) delete process.env.TMPDIR;
    else process.env.TMPDIR = TMPDIR;
    await rm(folder, { recursive: true });
  }
});

test("without openssl one sentence says what to install", async () => {
  await assert.rejects(makeCertificate("no-such-openssl"), {
    message: /^openssl.* is missing: sudo apt-get install openssl$/,
  });
});

test("cut: kept, and the stream is refused or reset; the connection lives on", async () => {
  for (const [how, code] of /** @type {const} */ ([
    ["refused-stream", 7],
    ["rst-stream", 2],
  ])) {
    sandbox.reset();
    const client = await session();
    const cut = await save(client, `cut; how=${how}`);
    assert.deepEqual([cut.status, cut.text, cut.code, committed()], [0, "", code, true], how);
    assert.equal((await send(client, {})).status, 200);
    client.close();
  }
});

test("cut; how=goaway: kept, and the frame does not count the request", async () => {
  const client = await session();
  assert.equal((await send(client, {})).status, 200);
  const goaway = once(client, "goaway");
  const cut = await save(client, "cut; how=goaway");
  const [code, last] = await goaway;
  assert.deepEqual([code, last], [0, 1]);
  assert.deepEqual([cut.status, cut.text, committed()], [0, "", true]);
});

test("cut; how=fin and rst: kept, and the whole connection ends", async () => {
  for (const how of ["fin", "rst"]) {
    sandbox.reset();
    const client = await session();
    /** @type {string[]} */
    const errors = [];
    client.on("error", ({ code }) => errors.push(code));
    const closed = new Promise((resolve) => client.once("close", resolve));
    const cut = await save(client, `cut; how=${how}`);
    assert.deepEqual([cut.status, cut.text, committed()], [0, "", true], how);
    await closed;
    assert.deepEqual(errors, how === "rst" ? ["ECONNRESET"] : [], how);
  }
});

test("drop: nothing is kept", async () => {
  for (const how of ["fin", "rst"]) {
    sandbox.reset();
    const cut = await save(await session(), `drop; how=${how}`);
    assert.deepEqual([cut.status, cut.text, committed()], [0, "", false], how);
  }
});

test("half a body: the stream ends short, or breaks", async () => {
  const half = (/** @type {string} */ text) => text.slice(0, text.length >> 1);
  for (const fault of ["truncated-length", "truncated-chunked"]) {
    sandbox.reset();
    const cut = await save(await session(), fault);
    assert.deepEqual([cut.status, committed()], [200, true], fault);
    assert.equal(cut.text, half(sandbox.document(ACCEPTED) ?? ""), fault);
    assert.ok(fault === "truncated-chunked" || cut.error !== "" || cut.code !== 0, `${fault} ${cut.error} ${cut.code}`);
  }
});

test("a second request of a connection is a reused one", async () => {
  sandbox.scenario.set({ match: { method: "PUT", reused: true }, faults: ["cut; how=refused-stream"] });
  const client = await session();
  assert.equal((await save(client)).status, 200);
  assert.equal((await save(client)).code, 7);
  client.close();
});

test("what goes over HTTP/1.1 goes here, too: statuses, bodies, stalls", async () => {
  const client = await session();
  assert.equal((await save(client, "status; code=503; commit=yes, html")).status, 503);
  assert.equal(committed(), true);
  assert.equal((await save(client, "slow; ms=1, json-null")).text, "null");
  const twice = await save(client, "status; code=429, retry-after; value=1; second=60");
  assert.deepEqual([twice.status, twice.retryAfter], [429, "1, 60"]);
  assert.equal((await save(client, "stall; ms=50")).status, 200);
  client.close();
});
