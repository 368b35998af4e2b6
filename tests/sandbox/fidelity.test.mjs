// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { readMembers } from "../../www/sandbox/members.js";
import { loadSeeds } from "../../www/sandbox/seed.js";
import { SEED_FILES } from "../../www/sandbox/seed-files.js";
import { ACCEPTED, bodyOf, etagOf, readSample, startSandbox } from "./helpers.mjs";

const { sandbox, get, put } = await startSandbox();

/** Values that a detour through JSON.parse or an object of JavaScript would change. */
const RAW = {
  dealNumbers: "[12345678901234567.89, 50000.10, 1E5, 1e+2, 0.0, -0, 100000000000.10, 123456789012345678901234567890]",
  escapes: '"\\u0000 \\/ \\u00e9 \\ud83d\\ude00 \\ud800 \\u2028 \\"quoted\\" \\\\"',
  plain: '"López 北京示例科技有限公司 😀 \u2028 &amp; \u007f"',
  dates: '["2018-11-06T18:40:42.6178337Z", "2018-10-29T21:24:52.040469Z", "2020-10-30T21:03:00.0000000Z"]',
  __proto__x: '{ "__proto__" : { "polluted" : true } }',
  spaced: '{\r\n\t"a" :  [ ] , "b": { } }',
  twice: '{"a":1,"a":2}',
  constructor: "null",
  toString: "false",
  10: '"a name like an index does not come first"',
  2: "2",
};

test("the raw text of every member of a PUT comes back", async () => {
  const details = '{"dealValue": 12345678901234567.89, "closingDateTime": "2026-12-31T18:30:00.1234567Z", "x": 1E5}';
  const members = [
    ["status", '"Active"'],
    ["substatus", '"\\u0041ccepted"'],
    ["details", details],
    ["__proto__", '{"dealValue": 50000.10}'],
    ...Object.entries(RAW),
  ];
  const body = `{${members.map(([name, raw]) => `${JSON.stringify(name)}:${raw}`).join(" , ")}}`;
  const response = await put(ACCEPTED, body);
  assert.equal(response.status, 200, response.text);
  for (const text of [response.text, (await get(ACCEPTED)).text]) {
    const answered = new Map(readMembers(text));
    for (const [name, raw] of members) {
      assert.equal(answered.get(name ?? ""), raw, name);
      assert.ok(text.includes(raw ?? "?"), name);
    }
  }
  const again = new Map(readMembers((await put(ACCEPTED, bodyWithoutLinks(response.text))).text));
  for (const [name, raw] of members) assert.equal(again.get(name ?? ""), raw, name);
});

/** The members without links, each as its text. @param {string} text */
function bodyWithoutLinks(text) {
  const members = readMembers(text).filter(([name]) => name !== "links");
  return `{${members.map(([name, raw]) => `${JSON.stringify(name)}:${raw}`).join(",")}}`;
}

test("every seed is answered byte for byte as its file stands, until it is saved", async () => {
  sandbox.reset();
  const seeds = await loadSeeds();
  assert.equal(seeds.length, SEED_FILES.length);
  const eTags = new Set();
  for (const seed of seeds) {
    const { id, eTag } = JSON.parse(seed);
    const response = await get(id);
    assert.equal(response.text, seed);
    assert.equal(response.headers.get("etag"), eTag);
    eTags.add(eTag);
    const names = readMembers(seed).map(([name]) => name);
    for (const name of ["@odata.context", "eTag", "links"]) assert.ok(names.includes(name), `${id} ${name}`);
  }
  assert.equal(eTags.size, seeds.length);
});

test("every seed, saved without a change, keeps every member as text", async () => {
  sandbox.reset();
  for (const seed of await loadSeeds()) {
    const { id } = JSON.parse(seed);
    const response = await put(id, bodyWithoutLinks(seed));
    assert.equal(response.status, 200, response.text);
    const before = new Map(readMembers(seed));
    const now = new Map(readMembers(response.text));
    assert.deepEqual([...now.keys()], [...before.keys()]);
    for (const [name, raw] of before) {
      if (name !== "eTag" && name !== "updatedDateTime") assert.equal(now.get(name), raw, name);
    }
  }
});

test("the seeds hold what makes referrals hard", async () => {
  const all = await loadSeeds();
  const parsed = all.map((text) => JSON.parse(text));
  const pairs = parsed.map(({ status, substatus }) => `${status}/${substatus}`);
  for (const pair of ["New/Pending", "New/Received", "Active/Accepted", "Closed/Won", "Closed/Lost", "Closed/Error"]) {
    assert.ok(pairs.includes(pair), pair);
  }
  const texts = all.join("\n");
  for (const text of [
    "12345678901234567.89",
    "50000.10",
    "1E5",
    "&amp;",
    "Vicente López",
    "北京示例科技有限公司",
    "customerMarketplaceIntent",
    "dealSensitivity",
    "salesPlays",
  ]) {
    assert.ok(texts.includes(text), text);
  }
  const ids = parsed.map(({ customerProfile }) => JSON.stringify(customerProfile.ids));
  for (const shape of [/^\[\]$/, /^{}$/, /^\[{"profileType":"Duns","id":"\d+"}/, /^{"duns":/]) {
    assert.ok(
      ids.some((text) => shape.test(text ?? "")),
      String(shape),
    );
  }
  const won = JSON.parse(await readSample("partner-rest_update-a-referral_request.repaired.json"));
  const accepted = parsed.find(({ id }) => id === ACCEPTED);
  assert.deepEqual(accepted, {
    ...accepted,
    ...won,
    status: "Active",
    substatus: "Accepted",
    statusReason: null,
    eTag: accepted.eTag,
  });
  const documented = JSON.parse(await readSample("partner-rest_get-by-id_response.repaired.json"));
  assert.deepEqual(parsed[0], { ...documented, eTag: parsed[0].eTag });
});

test("a document without context, eTag and links gets them", async () => {
  const bare = await startSandbox({
    documents: ['{ "id": "a", "engagementId": "e", "details": { "dealValue": 50000.10 } }'],
  });
  const { text } = await bare.get("a");
  assert.deepEqual(
    readMembers(text).map(([name]) => name),
    ["@odata.context", "id", "engagementId", "details", "eTag", "links"],
  );
  assert.ok(text.includes('{ "dealValue": 50000.10 }'));
  assert.ok(text.includes("$filter=engagementId eq 'e'"));
  assert.equal((await bare.put("a", bodyOf(text))).headers.get("etag"), etagOf(bare.sandbox.document("a")));
});

test("documents that cannot be served are refused at the start", async () => {
  for (const documents of [
    ["{"],
    ["[]"],
    ["{}"],
    ['{"id":1}'],
    ['{"id":"a","eTag":1}'],
    ['{"id":"a"}', '{"id":"A"}'],
  ]) {
    await assert.rejects(startSandbox({ documents }), String(documents));
  }
});
