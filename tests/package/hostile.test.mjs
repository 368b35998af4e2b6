// @ts-check
// Servers and connections that misbehave, to the byte: the save always ends, with what can be known, and nothing of it is
// taken for a saved edit that is none.

import assert from "node:assert/strict";
import { test } from "node:test";
import { gzipSync } from "node:zlib";
import { edit, getReferral, putReferral, stripLinks } from "referral-editor";
import { assertAlive, CLEAN, codeOf, ending, ids, startServer } from "./helpers.mjs";

/** @import { ServerResponse } from "node:http" */
/** @typedef {(res: ServerResponse, body: string) => void} Answer */

const base = CLEAN.replace('"links"', '"name":"before","links"');
const draft = edit(base, [{ op: "replace", path: "/name", value: "after" }]);
const ours = stripLinks(draft).replace('\\"e\\"', '\\"f\\"');
const theirs = ours.replace("after", "theirs");
const json = { "content-type": "application/json" };

/** @param {string | Buffer} body @param {Record<string, string>} [headers] @returns {Answer} */
const answer =
  (body, headers = json) =>
  (res) =>
    res.writeHead(200, headers).end(body);
/** @param {string} text @param {string} etag */
const withEtag = (text, etag) => text.replace('"\\"f\\""', () => etag);

/**
 * Saves to a server that gives the PUT this answer, and the read-back after it that document.
 * @param {Answer} put
 * @param {string | Answer} held
 */
async function saveTo(put, held = ours) {
  const server = await startServer(({ method, body }, res) => {
    if (method === "PUT") put(res, body);
    else if (typeof held === "string") answer(held)(res, "");
    else held(res, "");
  });
  const start = Date.now();
  const outcome = await putReferral(draft, {
    baseUrl: server.baseUrl,
    base,
    timeoutMs: 400,
    deadlineMs: 2000,
    maxRetries: 0,
  });
  const took = Date.now() - start;
  await server.close();
  assert.ok(took < 3000, `${took} ms`);
  assert.equal(server.requests.filter(({ method }) => method === "PUT").length, 1, "one PUT");
  assertAlive();
  return { outcome, requests: server.requests };
}

/** No answer, or none that can be read; the server may hold the edit. @type {Record<string, Answer>} */
const NO_ANSWERS = {
  "the connection is reset": (res) => /** @type {any} */ (res.socket).resetAndDestroy(),
  "the connection ends": (res) => res.socket?.end(),
  "half of the head": (res) => res.socket?.end("HTTP/1.1 200 OK\r\nContent-"),
  "no HTTP": (res) => res.socket?.end("SSH-2.0-OpenSSH\r\n"),
  "fewer bytes than told": (res) => {
    res.writeHead(200, { ...json, "content-length": "9999" }).write(ours);
    setTimeout(() => res.socket?.destroy(), 20);
  },
  "a chunk that is cut": (res) => {
    res.socket?.end(
      `HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nTransfer-Encoding: chunked\r\n\r\nfff\r\n${ours.slice(0, 50)}`,
    );
  },
  "chunks without an end": (res) => {
    res.writeHead(200, json).write(ours);
    setTimeout(() => res.socket?.destroy(), 20);
  },
  "gzip that is none": answer(ours, { ...json, "content-encoding": "gzip" }),
};

test("an answer that breaks off is read back: saved where the write is there, unknown where it is not", async () => {
  for (const [kind, put] of Object.entries(NO_ANSWERS)) {
    assert.equal(ending((await saveTo(put)).outcome), "saved readback", kind);
    assert.equal(ending((await saveTo(put, base)).outcome), "unknown network unchanged", kind);
    assert.equal(ending((await saveTo(put, theirs)).outcome), "conflict", kind);
    const { outcome } = await saveTo(put, put);
    assert.equal(ending(outcome), "unknown network unreadable", kind);
    const server = await startServer((_, res) => put(res, ""));
    assert.equal(
      await codeOf(() => getReferral(ids.accepted, { baseUrl: server.baseUrl, maxRetries: 0 })),
      "network",
      kind,
    );
  }
});

/** Answers that stall. @type {Record<string, Answer>} */
const STALLS = {
  "before the head": () => {},
  "in the head": (res) => res.socket?.write("HTTP/1.1 200 OK\r\nContent-"),
  "in the body": (res) => {
    res.writeHead(200, { ...json, "content-length": String(ours.length) }).write(ours.slice(0, 20));
  },
  "byte by byte": (res) => {
    res.writeHead(200, json);
    const timer = setInterval(() => res.write(" "), 50);
    res.on("close", () => clearInterval(timer));
  },
};

test("an answer that stalls ends with the time, its body included", async () => {
  for (const [kind, put] of Object.entries(STALLS)) {
    assert.equal(ending((await saveTo(put)).outcome), "saved readback", kind);
    assert.equal(ending((await saveTo(put, base)).outcome), "unknown timeout unchanged", kind);
    assert.equal(ending((await saveTo(put, put)).outcome), "unknown timeout unreadable", kind);
  }
});

test("a request that is given up is called off, and its connection with it", async () => {
  /** @type {Promise<void>[]} */
  const closed = [];
  const server = await startServer(({ req }, res) => {
    closed.push(new Promise((resolve) => req.socket.once("close", () => resolve())));
    res.writeHead(200, { ...json, "content-length": "1000" }).write("{");
  });
  const outcome = await putReferral(draft, { baseUrl: server.baseUrl, timeoutMs: 100, deadlineMs: 150 });
  assert.equal(ending(outcome), "unknown timeout unreadable");
  assert.equal(closed.length, 2);
  await Promise.all(closed);
});

/** Successes that are no referral of ours. @type {Record<string, Answer>} */
const UNEXPECTED = {
  "a sign-in page": answer("<!DOCTYPE html><title>Sign in</title>", { "content-type": "text/html" }),
  "a sign-in page that calls itself JSON": answer("<!DOCTYPE html>"),
  "our own referral as HTML": answer(ours, { "content-type": "text/html" }),
  "another referral": answer(ours.replace(ids.accepted, ids.pending)),
  "a list of it": answer(`{"value":[${ours}]}`),
  "an array of it": answer(`[${ours}]`),
  "a string": answer(JSON.stringify(ours)),
  null: answer("null"),
  "an object": answer("{}"),
  "cut JSON": answer(ours.slice(0, -1)),
  "two of them": answer(ours + ours),
  "invalid UTF-8": answer(
    Buffer.concat([Buffer.from(ours.slice(0, 10)), Buffer.from([0xff]), Buffer.from(ours.slice(10))]),
  ),
  "UTF-16": answer(Buffer.from(ours, "utf16le")),
  "too many levels": answer(ours.replace("}", `,"x":${"[".repeat(5000)}${"]".repeat(5000)}}`)),
  "an error with a success's status": answer('{"error":{"code":"generalException"}}'),
  "more bytes than are read": (res) => {
    res.writeHead(200, { ...json, "content-length": "99999999999" });
    res.write(ours);
  },
  // Node reads it as far as it goes.
  "gzip that is cut": answer(gzipSync(ours).subarray(0, 60), { ...json, "content-encoding": "gzip" }),
};

test("a success that is not our referral is never taken for one", async () => {
  for (const [kind, put] of Object.entries(UNEXPECTED)) {
    const { outcome } = await saveTo(put);
    assert.equal(ending(outcome), "saved readback", kind);
    assert.ok(outcome.type === "saved" && outcome.json === ours, kind);
    assert.equal(ending((await saveTo(put, base)).outcome), "unknown unexpected-response unchanged", kind);
    assert.equal(ending((await saveTo(put, put)).outcome), "unknown unexpected-response unreadable", kind);
    const server = await startServer((_, res) => put(res, ""));
    const code = await codeOf(() => getReferral(ids.accepted, { baseUrl: server.baseUrl, maxRetries: 0 }));
    assert.ok(code === "unexpected-response" || code === "too-large", `${kind}: ${code}`);
    await server.close();
  }
});

test("more than is read is given up also where it is not told before", async () => {
  const server = await startServer(({ method }, res) => {
    if (method === "GET") return answer(ours)(res, "");
    res.writeHead(200, json);
    for (let megabyte = 0; megabyte < 17; megabyte += 1) res.write(" ".repeat(1 << 20));
    res.end(ours);
  });
  const outcome = await putReferral(draft, { baseUrl: server.baseUrl, base });
  assert.equal(ending(outcome), "saved readback");
});

test("a success without a body or an eTag is read again for what it is", async () => {
  /** What is answered, and the referral in it, if there is one. @type {[Answer, string?][]} */
  const answers = [
    [answer("")],
    [answer("", {})],
    [answer(" \n")],
    [(res) => res.writeHead(204).end()],
    [(res) => res.writeHead(205).end()],
    ...[ours.replace("eTag", "tag"), withEtag(ours, "null"), withEtag(ours, "5"), withEtag(ours, '""')].map(
      (text) => /** @type {[Answer, string]} */ ([answer(text), text]),
    ),
  ];
  for (const [put, shown] of answers) {
    const { outcome } = await saveTo(put);
    assert.equal(ending(outcome), "saved readback");
    assert.ok(outcome.type === "saved" && outcome.etag === '"f"' && outcome.json === ours);
    // It is saved all the same where that fails; only the eTag is not known.
    const blind = (await saveTo(put, (res) => res.writeHead(500).end())).outcome;
    assert.ok(blind.type === "saved");
    assert.deepEqual([blind.etag, blind.verifiedBy, blind.json], [null, "response", shown ?? stripLinks(draft)]);
  }
});

test("what is odd about a success and does no harm is taken as it is", async () => {
  /** @type {[string, Answer, string][]} */
  const cases = [
    ["no content type", answer(ours, {}), '"f"'],
    ["another kind of JSON", answer(ours, { "content-type": "text/json; charset=utf-8" }), '"f"'],
    ["a byte order mark", answer(`\ufeff${ours}`), '"f"'],
    ["gzip", answer(gzipSync(ours), { ...json, "content-encoding": "gzip" }), '"f"'],
    [
      "an eTag of the header, and none in the body",
      answer(ours.replace("eTag", "tag"), { ...json, etag: '"h"' }),
      '"h"',
    ],
    ["two that differ", answer(ours, { ...json, etag: '"h"' }), '"f"'],
    ["the old eTag", answer(stripLinks(draft)), '"e"'],
    ["the id in other letters", answer(ours.replace(ids.accepted, ids.accepted.toUpperCase())), '"f"'],
    ["an escape that is half a character", answer(ours.replace("{", '{"x":"\\ud800",')), '"f"'],
  ];
  for (const [kind, put, etag] of cases) {
    const { outcome, requests } = await saveTo(put);
    assert.equal(ending(outcome), "saved response", kind);
    assert.ok(outcome.type === "saved");
    assert.equal(outcome.etag, etag, kind);
    assert.equal(requests.length, 1, kind);
  }
});

test("a success that could not be saved again as it is, is read again", async () => {
  const long = `"${"a".repeat(10_000)}"`;
  const texts = {
    "a weak eTag": withEtag(ours, '"W/\\"f\\""'),
    "*": withEtag(ours, '"*"'),
    "a line break in it": withEtag(ours, '"\\"a\\r\\nb\\""'),
    "a long one": withEtag(ours, JSON.stringify(long)),
    "names twice": ours.replace("{", '{"x":1,"x":2,'),
  };
  for (const [kind, text] of Object.entries(texts)) {
    const { outcome } = await saveTo(answer(text));
    assert.equal(ending(outcome), "saved readback", kind);
    assert.ok(outcome.type === "saved" && outcome.etag === '"f"' && outcome.json === ours, kind);
  }
});

test("a redirect is an end: nothing of the referral, its tag or the token goes anywhere else", async () => {
  const other = await startServer((_, res) => res.writeHead(200, json).end(ours));
  for (const status of [301, 302, 303, 307, 308]) {
    const server = await startServer((_, res) => {
      res.writeHead(status, { location: `${other.url}/v1.0/engagements/referrals/${ids.accepted}` }).end();
    });
    const options = { baseUrl: server.baseUrl, getToken: () => "secret" };
    const outcome = await putReferral(draft, { ...options, base });
    assert.equal(ending(outcome), "notSaved redirected", String(status));
    assert.equal(await codeOf(() => getReferral(ids.accepted, options)), "unexpected-response", String(status));
    assert.equal(server.requests.length, 2);
  }
  assert.deepEqual(other.requests, []);
});

test("where nobody listens nothing is saved, and nothing is known", async () => {
  const server = await startServer(() => {});
  await server.close();
  const outcome = await putReferral(draft, { baseUrl: server.baseUrl, base });
  assert.equal(ending(outcome), "unknown network unreadable");
  assert.equal(await codeOf(() => getReferral(ids.accepted, { baseUrl: server.baseUrl })), "network");
  const nowhere = { baseUrl: "https://referral-editor.invalid/v1.0", timeoutMs: 3000 };
  assert.match(String(await codeOf(() => getReferral(ids.accepted, nowhere))), /^(network|timeout)$/);
});

test("error bodies of any kind are read for their codes and nothing else", async () => {
  /** @type {[string, string, string | undefined][]} */
  const bodies = [
    ['{"error":{"code":"invalidRequest","message":"m","target":"details"}}', "invalidRequest", "details"],
    ['{"error":{"code":"x","innererror":{"code":"ItemNotFound"}}}', "itemNotFound", undefined],
    ['{"statusCode":400,"message":"m"}', "", undefined],
    ["<html>Bad Request</html>", "", undefined],
    ["", "", undefined],
    ["{", "", undefined],
    [`{"error":${'{"code":"x","innerError":'.repeat(5000)}1${"}".repeat(5000)}}`, "", undefined],
    [`{"error":{"code":"${"x".repeat(10_000)}"}}`, "x".repeat(128), undefined],
    ['{"__proto__":{"code":"polluted"}}', "", undefined],
    [" ".repeat(1_000_000), "", undefined],
  ];
  for (const [body, code, target] of bodies) {
    const { outcome } = await saveTo((res) => res.writeHead(400, json).end(body));
    assert.ok(outcome.type === "rejected", body.slice(0, 50));
    assert.deepEqual([outcome.status, outcome.code, outcome.target], [400, code, target]);
  }
  assert.equal(/** @type {any} */ ({}).code, undefined);
});

test("a caller's fetch may do anything and the save still ends", async () => {
  /** @type {[unknown, string][]} */
  const cases = [
    [
      () => {
        throw new TypeError("Failed to fetch");
      },
      "unknown network unreadable",
    ],
    [
      () => {
        throw null;
      },
      "unknown network unreadable",
    ],
    [() => null, "unknown network unreadable"],
    [() => "200 OK", "unknown network unreadable"],
    [() => ({}), "unknown network unreadable"],
    [() => Promise.reject("a string"), "unknown network unreadable"],
    [() => Response.error(), "unknown network unreadable"],
    [() => new Promise(() => {}), "unknown timeout unreadable"],
    [() => ({ status: 200, arrayBuffer: () => 1e15 }), "unknown network unreadable"],
    [() => ({ status: 200, arrayBuffer: () => new Promise(() => {}) }), "unknown timeout unreadable"],
    [() => ({ type: "opaqueredirect", status: 0 }), "notSaved redirected"],
    [() => ({ status: 403, arrayBuffer: () => new ArrayBuffer(0) }), "notSaved forbidden"],
    [
      (/** @type {Request} */ request) => request.text().then(() => new Response(ours, { headers: json })),
      "saved response",
    ],
  ];
  for (const [fetch, expected] of cases) {
    const options = { base, fetch: /** @type {any} */ (fetch), timeoutMs: 50, deadlineMs: 150 };
    assert.equal(ending(await putReferral(draft, options)), expected, String(fetch));
    assertAlive();
  }
});

test("what is not waited for any more is not missed", async () => {
  /** @type {((reason: unknown) => void)[]} */
  const rejects = [];
  const late = () => new Promise((_, reject) => rejects.push(reject));
  const options = { base, fetch: /** @type {any} */ (late), timeoutMs: 20, deadlineMs: 40 };
  assert.equal(ending(await putReferral(draft, options)), "unknown timeout unreadable");
  for (const reject of rejects) reject(new Error("too late"));
  const getToken = () => new Promise((_, reject) => setTimeout(reject, 60, new Error("too late")));
  assert.equal(ending(await putReferral(draft, { base, getToken, deadlineMs: 20 })), "notSaved no-token");
});
