// @ts-check
import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { readMembers } from "../../www/sandbox/members.js";
import { ACCEPTED, errorOf, etagOf, PENDING, startSandbox } from "./helpers.mjs";

const { sandbox, request, get, put } = await startSandbox();
beforeEach(() => sandbox.reset());

const GUID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/;

test("the token is handed out as text, and opens the API until it is renewed", async () => {
  const { status, headers, text } = await request("/token", { headers: { authorization: undefined } });
  assert.equal(status, 200);
  assert.equal(headers.get("content-type"), "text/plain; charset=utf-8");
  assert.equal(headers.get("cache-control"), "no-store");
  assert.equal(text, sandbox.token);
  const authorization = `Bearer ${text}`;
  assert.equal((await get(PENDING, { headers: { authorization } })).status, 200);
  assert.equal((await get(PENDING, { headers: { authorization: `bearer ${text}` } })).status, 200);
  assert.notEqual(sandbox.renewToken(), text);
  assert.equal((await get(PENDING, { headers: { authorization } })).status, 401);
  assert.equal((await get(PENDING)).status, 200);
});

test("every API route demands the token", async () => {
  for (const path of [
    "/v1.0/engagements/referrals",
    `/v1.0/engagements/referrals/${PENDING}`,
    "/v1.0/engagements/referrals/unknown",
  ]) {
    const response = await request(path, { headers: { authorization: undefined } });
    assert.equal(response.status, 401);
    assert.equal(errorOf(response).code, "unauthenticated");
  }
});

test("every answer has a fresh request-id, echoes client-request-id, is JSON and not to be stored", async () => {
  const seen = new Set();
  const answers = [
    await get(undefined, { headers: { "client-request-id": "mine" } }),
    await get(PENDING, { headers: { "client-request-id": "mine" } }),
    await get("unknown", { headers: { "client-request-id": "mine" } }),
    await put(PENDING, "{}", { "client-request-id": "mine", "if-match": '"other"' }),
    await request("/v1.0/nowhere", { headers: { "client-request-id": "mine" } }),
  ];
  for (const { headers } of answers) {
    assert.match(headers.get("request-id") ?? "", GUID);
    seen.add(headers.get("request-id"));
    assert.equal(headers.get("client-request-id"), "mine");
    assert.equal(headers.get("content-type"), "application/json; charset=utf-8");
    assert.equal(headers.get("cache-control"), "no-store");
  }
  assert.equal(seen.size, answers.length);
  assert.equal((await get(PENDING)).headers.get("client-request-id"), null);
});

test("one referral: context, links, and the eTag in body and header", async () => {
  const { status, headers, text } = await get(PENDING.toUpperCase());
  const referral = JSON.parse(text);
  assert.equal(status, 200);
  assert.equal(referral.id, PENDING);
  assert.ok(referral["@odata.context"] && referral.links.self);
  assert.match(referral.eTag, /^".*"$/);
  assert.equal(headers.get("etag"), referral.eTag);
});

test("the list is an OData page of referrals without eTag", async () => {
  const { status, headers, text } = await get();
  const page = JSON.parse(text);
  assert.equal(status, 200);
  assert.equal(headers.get("etag"), null);
  assert.deepEqual(Object.keys(page), ["@odata.context", "@odata.count", "value"]);
  assert.equal(page["@odata.count"], 10);
  assert.equal(page.value.length, 10);
  for (const item of page.value) {
    assert.equal(Object.hasOwn(item, "eTag"), false);
    assert.equal(Object.hasOwn(item, "@odata.context"), false);
    const { eTag, "@odata.context": _, ...rest } = JSON.parse(sandbox.document(item.id) ?? "");
    assert.deepEqual(item, rest);
  }
  for (const raw of ["12345678901234567.89", "50000.10", "1E5"]) assert.ok(text.includes(raw), raw);
  assert.equal(new Map(readMembers(text)).size, 3);
});

test("$top and $skip cut the list", async () => {
  const ids = JSON.parse((await get()).text).value.map((/** @type {{ id: string }} */ item) => item.id);
  const list = async (/** @type {string} */ query) => {
    const page = JSON.parse((await request(`/v1.0/engagements/referrals?${query}`)).text);
    assert.equal(page["@odata.count"], 10);
    return page.value.map((/** @type {{ id: string }} */ item) => item.id);
  };
  assert.deepEqual(await list("$top=3"), ids.slice(0, 3));
  assert.deepEqual(await list("$skip=8"), ids.slice(8));
  assert.deepEqual(await list("%24skip=2&%24top=2&$count=true"), ids.slice(2, 4));
  assert.deepEqual(await list("$top=0"), []);
  assert.deepEqual(await list("$skip=99"), []);
  for (const query of ["$top=-1", "$top=x", "$skip=1.5", "$top=", "$skip=99999999999999999999"]) {
    const response = await request(`/v1.0/engagements/referrals?${query}`);
    assert.equal(response.status, 400, query);
    assert.equal(errorOf(response).target, query.replace(/=.*/, ""));
  }
  assert.equal((await request("/v1.0/engagements/referrals?$filter=status eq 'New'")).status, 501);
});

test("no more than 100 items on a page", async () => {
  const documents = Array.from({ length: 103 }, (_, i) => JSON.stringify({ id: `r${i}` }));
  const many = await startSandbox({ documents });
  const page = JSON.parse((await many.request("/v1.0/engagements/referrals?$top=1000")).text);
  assert.equal(page.value.length, 100);
  assert.equal(page["@odata.count"], 103);
});

test("an unknown address is 404, with the documented error body", async () => {
  const paths = [
    "/v1.0",
    "/v1.0/",
    "/v1.0/engagements",
    "/v1.0/engagements/referrals/",
    `/v1.0/engagements/referrals/${PENDING}/x`,
  ];
  paths.push("/v1.0/engagements/referrals/%ff", "/v2.0/engagements/referrals", "/", "/token/x");
  for (const path of paths) {
    for (const method of ["GET", "PUT", "POST", "OPTIONS"]) {
      const response = await request(path, { method });
      assert.equal(response.status, 404, `${method} ${path}`);
      assert.equal(errorOf(response).code, "itemNotFound");
    }
  }
  assert.equal((await get("..%2f..")).status, 404);
});

test("HEAD answers as GET does, without the body", async () => {
  const whole = await get(ACCEPTED);
  const head = await get(ACCEPTED, { method: "HEAD" });
  assert.equal(head.status, 200);
  assert.equal(head.text, "");
  assert.equal(head.headers.get("etag"), whole.headers.get("etag"));
  assert.equal(head.headers.get("content-length"), String(Buffer.byteLength(whole.text)));
  assert.equal((await get("unknown", { method: "HEAD" })).status, 404);
});

test("requests are remembered with what was answered, a bounded number of them", async () => {
  await get(PENDING);
  await put(PENDING, '{"a":"é"}', { "if-match": '"other"', "client-request-id": "c" });
  await request("/v1.0/engagements/referrals?$top=1", { headers: { authorization: undefined } });
  assert.deepEqual(
    sandbox.requests.map(({ method, path, body, status }) => ({ method, path, body, status })),
    [
      { method: "GET", path: `/v1.0/engagements/referrals/${PENDING}`, body: "", status: 200 },
      { method: "PUT", path: `/v1.0/engagements/referrals/${PENDING}`, body: '{"a":"é"}', status: 412 },
      { method: "GET", path: "/v1.0/engagements/referrals?$top=1", body: "", status: 401 },
    ],
  );
  assert.equal(sandbox.requests[1]?.headers["if-match"], '"other"');
  assert.equal(sandbox.requests[1]?.headers["client-request-id"], "c");
  const few = await startSandbox({ keepRequests: 3 });
  for (let i = 0; i < 5; i += 1) await few.get(String(i));
  assert.deepEqual(
    few.sandbox.requests.map(({ path }) => path.at(-1)),
    ["2", "3", "4"],
  );
});

test("reset brings back documents, forgets requests and renews the token", async () => {
  const { token } = sandbox;
  const before = sandbox.document(ACCEPTED);
  sandbox.change(ACCEPTED, { details: '{"dealValue":0.10}', team: undefined });
  assert.ok(sandbox.document(ACCEPTED)?.includes('"details": {"dealValue":0.10}'));
  assert.equal(sandbox.document(ACCEPTED)?.includes('"team": [\n        {'), false);
  await get(ACCEPTED);
  const { requests } = sandbox;
  sandbox.reset();
  assert.equal(sandbox.document(ACCEPTED), before);
  assert.equal(sandbox.requests, requests);
  assert.equal(requests.length, 0);
  assert.notEqual(sandbox.token, token);
});

test("somebody else's change must be JSON, of a known referral, and of what a client may change", () => {
  assert.throws(() => sandbox.change("unknown", {}));
  assert.throws(() => sandbox.change(ACCEPTED, { team: "[" }));
  assert.throws(() => sandbox.change(ACCEPTED, { engagementId: '"x"' }));
  assert.equal(sandbox.change(ACCEPTED, { name: '"x"' }), etagOf(sandbox.document(ACCEPTED)));
});

test("used as the fetch of a page: the same answers, and it rejects when the caller has given up", async () => {
  const url = `http://localhost/v1.0/engagements/referrals/${ACCEPTED}`;
  const init = { headers: { authorization: `Bearer ${sandbox.token}` } };
  const response = await sandbox.fetch(url, init);
  assert.equal(await response.text(), (await get(ACCEPTED)).text);
  await assert.rejects(sandbox.fetch(url, { ...init, signal: AbortSignal.abort() }), { name: "AbortError" });
});
