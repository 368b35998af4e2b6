// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { ACCEPTED, PENDING, startSandbox } from "./helpers.mjs";

const { sandbox, request, get } = await startSandbox();
const list = "/v1.0/engagements/referrals";

test("the preflight of both routes allows what a save needs, without a token", async () => {
  for (const path of [list, `${list}/${PENDING}`, "/token"]) {
    const { status, headers, text } = await request(path, {
      method: "OPTIONS",
      headers: {
        authorization: undefined,
        origin: "http://localhost:1",
        "access-control-request-method": "PUT",
        "access-control-request-headers": "authorization,content-type,if-match,client-request-id",
      },
    });
    assert.equal(status, 204);
    assert.equal(text, "");
    assert.equal(headers.get("access-control-allow-origin"), "*");
    assert.equal(headers.get("access-control-allow-methods"), "GET, PUT");
    assert.equal(
      headers.get("access-control-allow-headers"),
      "Authorization, Content-Type, If-Match, client-request-id, Accept",
    );
    assert.equal(headers.get("access-control-max-age"), "0");
    assert.equal(headers.get("content-type"), null);
  }
});

/** @param {Awaited<ReturnType<typeof startSandbox>>} server */
async function oneOfEach({ request, get, put, sandbox }) {
  const big = new Uint8Array(sandbox.maxBodyBytes + 1);
  return [
    [200, await request("/token")],
    [200, await get()],
    [200, await get(PENDING)],
    [200, await put(PENDING, JSON.stringify({ status: "New", substatus: "Pending" }))],
    [400, await put(PENDING, "[]")],
    [401, await get(PENDING, { headers: { authorization: undefined } })],
    [404, await get("unknown")],
    [404, await request("/")],
    [405, await get(PENDING, { method: "DELETE" })],
    [412, await put(PENDING, "{}", { "if-match": '"other"' })],
    [413, await put(PENDING, big)],
    [415, await put(PENDING, "{}", { "content-type": "text/plain" })],
    [428, await put(PENDING, "{}", { "if-match": undefined })],
    [501, await request(`${list}?$filter=x`)],
  ];
}

test("every answer can be read from another origin, errors too", async () => {
  const server = await startSandbox({ maxBodyBytes: 10_000 });
  for (const [status, response] of /** @type {[number, Awaited<ReturnType<typeof get>>][]} */ (
    await oneOfEach(server)
  )) {
    assert.equal(response.status, status);
    assert.equal(response.headers.get("access-control-allow-origin"), "*", String(status));
    assert.equal(
      response.headers.get("access-control-expose-headers"),
      "ETag, Retry-After, request-id, client-request-id",
    );
  }
});

test("an internal error can be read, too", async () => {
  const { handle } = sandbox;
  const { error } = console;
  console.error = () => {};
  try {
    sandbox.handle = () => Promise.reject(new Error("broken"));
    const response = await get(ACCEPTED);
    assert.equal(response.status, 500);
    assert.equal(JSON.parse(response.text).error.code, "generalException");
    assert.equal(response.text.includes("broken"), false);
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
  } finally {
    sandbox.handle = handle;
    console.error = error;
  }
  assert.equal((await get(ACCEPTED)).status, 200);
});

test("exposing headers can be switched off; the rest stays", async () => {
  const server = await startSandbox({ exposeHeaders: false, maxBodyBytes: 10_000 });
  for (const [, response] of /** @type {[number, Awaited<ReturnType<typeof get>>][]} */ (await oneOfEach(server))) {
    assert.equal(response.headers.get("access-control-expose-headers"), null);
    assert.equal(response.headers.get("access-control-allow-origin"), "*");
  }
});

test("another prefix moves the API, not the token", async () => {
  const server = await startSandbox({ prefix: "/partner-api" });
  assert.equal((await server.request(`/partner-api/engagements/referrals/${PENDING}`)).status, 200);
  assert.equal((await server.get(PENDING)).status, 404);
  assert.equal((await server.request("/token")).status, 200);
});
