// @ts-check
import assert from "node:assert/strict";
import { request as httpRequest } from "node:http";
import { beforeEach, test } from "node:test";
import { ACCEPTED, bodyOf, etagOf, PENDING, readSample, startSandbox } from "./helpers.mjs";

const NOW = Date.UTC(2026, 10, 22, 8, 0, 1, 230);
const { sandbox, url, request, get, put } = await startSandbox({ now: () => NOW });
beforeEach(() => sandbox.reset());

/** @param {Record<string, unknown>} [changes] */
const accepted = (changes) => bodyOf(sandbox.document(ACCEPTED), changes);

/**
 * @param {{ status: number, text: string }} response
 * @param {number} status
 * @param {string} code
 * @param {string} [target]
 */
function assertRefused(response, status, code, target) {
  assert.equal(response.status, status, response.text);
  const { error, ...rest } = JSON.parse(response.text);
  assert.deepEqual(rest, {});
  assert.equal(error.code, code);
  assert.equal(error.target, target);
  assert.ok(error.message.length > 0 && error.message.length <= 1024);
}

/** @param {() => Promise<unknown>} save */
async function assertUntouched(save) {
  const before = sandbox.document(ACCEPTED);
  await save();
  assert.equal(sandbox.document(ACCEPTED), before);
}

test("the documented update is answered with the populated referral", async () => {
  const before = etagOf(sandbox.document(ACCEPTED));
  const body = await readSample("partner-rest_update-a-referral_request.repaired.json");
  const response = await put(ACCEPTED, body);
  assert.equal(response.status, 200, response.text);
  const sent = JSON.parse(body);
  const saved = JSON.parse(response.text);
  for (const name of Object.keys(sent)) {
    if (name !== "eTag" && name !== "updatedDateTime") assert.deepEqual(saved[name], sent[name], name);
  }
  assert.equal(saved.links.self.method, "GET");
  assert.match(saved["@odata.context"], /\/\$entity$/);
  assert.equal(saved.organizationName, "Contoso Company");
  assert.notEqual(saved.eTag, before);
  assert.equal(response.headers.get("etag"), saved.eTag);
  assert.equal((await get(ACCEPTED)).text, response.text);
});

test("stamps: an eTag in the form of the service, a date-time with seven digits", async () => {
  const saved = JSON.parse((await put(ACCEPTED, accepted())).text);
  const seconds = Math.floor(NOW / 1000).toString(16);
  assert.match(saved.eTag, new RegExp(`^"2500ec5a-0000-0800-0000-${seconds}[0-9a-f]{4}"$`));
  assert.match(saved.updatedDateTime, /^2026-11-22T08:00:01\.230\d{4}Z$/);
});

test("eTags never repeat, not even within a second, after a reset, or beyond 65536 changes", () => {
  const seen = new Set();
  for (let i = 0; i < 66_000; i += 1) {
    if (i === 30_000) sandbox.reset();
    seen.add(sandbox.change(ACCEPTED, { statusReason: String(i) }));
  }
  assert.equal(seen.size, 66_000);
});

test("1: without the token 401, whatever else is wrong", async () => {
  for (const authorization of [undefined, "", "Bearer", "Bearer x", sandbox.token, `Basic ${sandbox.token}`]) {
    await assertUntouched(async () => {
      const response = await put("unknown", "nonsense", { authorization, "if-match": undefined });
      assertRefused(response, 401, "unauthenticated");
      assert.equal(response.headers.get("www-authenticate"), "Bearer");
    });
  }
});

test("2: an unknown id 404, before If-Match is looked at", async () => {
  assertRefused(
    await put("00000000-0000-4000-8000-000000000000", "nonsense", { "if-match": undefined }),
    404,
    "itemNotFound",
    "referral",
  );
});

test("3: without If-Match 428, before the body is looked at", async () => {
  assertRefused(await put(ACCEPTED, "nonsense", { "if-match": undefined }), 428, "invalidRequest", "If-Match");
});

test("4: an asterisk or a list 400, even if the list holds the eTag", async () => {
  const eTag = etagOf(sandbox.document(ACCEPTED));
  for (const ifMatch of ["*", "", `${eTag}, "other"`, `"other",${eTag}`, `W/"a", "b"`, "a,b", ","]) {
    await assertUntouched(async () => {
      assertRefused(await put(ACCEPTED, accepted(), { "if-match": ifMatch }), 400, "invalidRequest", "If-Match");
    });
  }
});

test("4: two If-Match headers are a list", async () => {
  const eTag = etagOf(sandbox.document(ACCEPTED));
  const status = await new Promise((resolve, reject) => {
    const put = httpRequest(`${url}/v1.0/engagements/referrals/${ACCEPTED}`, {
      method: "PUT",
      headers: ["Host", "localhost", "Authorization", `Bearer ${sandbox.token}`, "If-Match", eTag, "If-Match", eTag],
    });
    put.on("response", (response) => resolve(response.resume().statusCode)).on("error", reject);
    put.end(accepted());
  });
  assert.equal(status, 400);
});

test("5: any other eTag 412, with the documented body", async () => {
  const eTag = etagOf(sandbox.document(ACCEPTED));
  const documented = JSON.parse(await readSample("issue4-2022_412-precondition-failed.reconstructed.json"));
  const others = [
    '"other"',
    `W/${eTag}`,
    eTag.slice(1, -1),
    eTag.toUpperCase(),
    `"${eTag}"`,
    `\\"${eTag.slice(1, -1)}\\"`,
    '"a,b"',
  ];
  for (const ifMatch of others) {
    await assertUntouched(async () => {
      const response = await put(ACCEPTED, "nonsense", { "if-match": ifMatch });
      assert.equal(response.status, 412, ifMatch);
      assert.deepEqual(JSON.parse(response.text), documented);
    });
  }
});

test("5: an eTag is good once: the second of two saves, and a save after somebody else's, get 412", async () => {
  const ifMatch = etagOf(sandbox.document(ACCEPTED));
  const body = accepted({ eTag: undefined });
  const both = await Promise.all([
    put(ACCEPTED, body, { "if-match": ifMatch }),
    put(ACCEPTED, body, { "if-match": ifMatch }),
  ]);
  assert.deepEqual(both.map(({ status }) => status).sort(), [200, 412]);
  const mine = etagOf(sandbox.document(ACCEPTED));
  const theirs = sandbox.change(ACCEPTED, { statusReason: '"Changed by a colleague"' });
  assert.equal((await put(ACCEPTED, body, { "if-match": mine })).status, 412);
  assert.equal((await put(ACCEPTED, body, { "if-match": theirs })).status, 200);
});

test("of many saves with one eTag exactly one is stored", async () => {
  const ifMatch = etagOf(sandbox.document(ACCEPTED));
  const saves = Array.from({ length: 50 }, (_, i) =>
    put(ACCEPTED, accepted({ statusReason: `save ${i}` }), { "if-match": ifMatch }),
  );
  const statuses = (await Promise.all(saves)).map(({ status }) => status);
  assert.equal(statuses.filter((status) => status === 200).length, 1);
  assert.equal(statuses.filter((status) => status === 412).length, 49);
});

test("6: another content type 415", async () => {
  for (const type of [
    undefined,
    "text/plain",
    "application/xml",
    "application/json-patch+json",
    "application/json; charset=utf-16",
  ]) {
    const body = new TextEncoder().encode(accepted());
    assertRefused(await put(ACCEPTED, body, { "content-type": type }), 415, "invalidRequest", "Content-Type");
  }
  for (const type of [
    "application/json",
    "Application/JSON;charset=UTF-8",
    'application/json; odata.metadata=minimal; charset="utf-8"',
  ]) {
    assert.equal((await put(ACCEPTED, accepted({ eTag: undefined }), { "content-type": type })).status, 200, type);
  }
});

test("7: a body that is not one JSON object 400", async () => {
  const bodies = [
    "",
    " ",
    "nonsense",
    "[]",
    "null",
    '"{}"',
    "1",
    `${accepted()}x`,
    accepted().replace(/}$/, ",}"),
    `\ufeff${accepted()}`,
  ];
  for (const body of bodies) assertRefused(await put(ACCEPTED, body), 400, "invalidRequest");
  const twice = accepted().replace(/^{/, '{"name":1,"n\\u0061me":2,');
  assertRefused(await put(ACCEPTED, twice), 400, "invalidRequest");
  const notUtf8 = Buffer.concat([Buffer.from('{"name":"'), Buffer.from([0xff]), Buffer.from('"}')]);
  assertRefused(await put(ACCEPTED, notUtf8), 400, "invalidRequest");
});

test("7: the documentation's own example is not JSON, and is refused", async () => {
  const body = await readSample("partner-rest_update-a-referral_request.invalid.json");
  assertRefused(await put(ACCEPTED, body), 400, "invalidRequest");
});

test("8: links 400, even null; links deeper down are somebody's data", async () => {
  for (const links of [{}, null, JSON.parse(sandbox.document(ACCEPTED) ?? "").links]) {
    assertRefused(await put(ACCEPTED, accepted({ links })), 400, "invalidRequest", "links");
  }
  assert.equal((await put(ACCEPTED, accepted({ extension: { links: {} } }))).status, 200);
});

test("9: the id of another referral 400; a GUID has no case; an absent id is no other", async () => {
  for (const id of [PENDING, "", null, 1]) {
    assertRefused(await put(ACCEPTED, accepted({ id })), 400, "invalidRequest", "id");
  }
  for (const id of [ACCEPTED.toUpperCase(), undefined]) {
    const response = await put(ACCEPTED.toUpperCase(), accepted({ id }));
    assert.equal(response.status, 200);
    assert.equal(JSON.parse(response.text).id, ACCEPTED);
  }
});

test("10: an eTag in the body that is not the one of If-Match 400", async () => {
  for (const eTag of ['"other"', null, 1, etagOf(sandbox.document(ACCEPTED)).slice(1, -1)]) {
    assertRefused(await put(ACCEPTED, accepted({ eTag })), 400, "invalidRequest", "eTag");
  }
  assert.equal((await put(ACCEPTED, accepted({ eTag: undefined }))).status, 200);
});

test("11: an illegal move 400 (all moves: moves.test.mjs)", async () => {
  assertRefused(
    await put(ACCEPTED, accepted({ status: "New", substatus: "Pending" })),
    400,
    "invalidRequest",
    "status",
  );
  assertRefused(await put(ACCEPTED, accepted({ status: "Closed" })), 400, "invalidRequest", "substatus");
});

test("12: a deal value that is not a number, or below zero, 400", async () => {
  for (const raw of ['"50000"', "null", "true", "[]", "{}", "-1", "-0.01", "1e400"]) {
    const body = accepted().replace('"dealValue":50000', `"dealValue":${raw}`);
    assertRefused(await put(ACCEPTED, body), 400, "invalidRequest", "details.dealValue");
  }
  for (const details of [{}, null, { dealValue: 0 }, undefined]) {
    assert.equal((await put(ACCEPTED, accepted({ details, eTag: undefined }))).status, 200);
  }
});

test("the rules are looked at in their order", async () => {
  /** @type {Record<string, unknown>} */
  const wrong = {
    links: {},
    id: PENDING,
    eTag: '"other"',
    status: "New",
    substatus: "Won",
    details: { dealValue: -1 },
  };
  /** @type {Record<string, unknown>} */
  const right = {
    links: undefined,
    id: ACCEPTED,
    eTag: undefined,
    status: "Active",
    substatus: "Accepted",
    details: {},
  };
  const expected = ["links", "id", "eTag", "substatus", "details.dealValue"];
  for (const target of expected) {
    assertRefused(await put(ACCEPTED, accepted(wrong)), 400, "invalidRequest", target);
    const repaired = target === "substatus" ? ["status", "substatus"] : [target.replace(/\..*/, "")];
    for (const name of repaired) wrong[name] = right[name];
  }
  assert.equal((await put(ACCEPTED, accepted(wrong))).status, 200);
});

test("a PUT replaces: what the body leaves out is gone, what is null is null", async () => {
  const body = accepted({
    team: undefined,
    consent: undefined,
    statusReason: undefined,
    details: null,
    favorite: false,
  });
  const saved = JSON.parse((await put(ACCEPTED, body)).text);
  for (const name of ["team", "consent", "statusReason"]) assert.equal(Object.hasOwn(saved, name), false, name);
  assert.equal(saved.details, null);
  assert.equal(saved.favorite, false);
  assert.deepEqual(JSON.parse((await get(ACCEPTED)).text), saved);
});

test("members of the server keep its value, and stay absent where it has none, whatever is sent", async () => {
  const before = JSON.parse(sandbox.document(ACCEPTED) ?? "");
  const owned = [
    "engagementId",
    "organizationId",
    "organizationName",
    "createdDateTime",
    "expirationDateTime",
    "type",
    "qualification",
    "direction",
  ];
  for (const value of ["changed", null, undefined]) {
    const sent = Object.fromEntries([...owned, "registrations", "tags", "@odata.context"].map((name) => [name, value]));
    const response = await put(ACCEPTED, accepted(sent));
    assert.equal(response.status, 200);
    const saved = JSON.parse(response.text);
    for (const name of Object.keys(sent)) assert.deepEqual(saved[name], before[name], name);
  }
  const response = await put(ACCEPTED, accepted({ updatedDateTime: "2000-01-01T00:00:00Z" }));
  assert.match(JSON.parse(response.text).updatedDateTime, /^2026-11-22/);
});

test("POST, PATCH and DELETE are not supported", async () => {
  for (const method of ["POST", "PATCH", "DELETE"]) {
    const one = await request(`/v1.0/engagements/referrals/${ACCEPTED}`, { method });
    assertRefused(one, 405, "invalidRequest");
    assert.equal(one.headers.get("allow"), "GET, PUT");
  }
  const list = await request("/v1.0/engagements/referrals", { method: "PUT", body: "{}" });
  assertRefused(list, 405, "invalidRequest");
  assert.equal(list.headers.get("allow"), "GET");
});
