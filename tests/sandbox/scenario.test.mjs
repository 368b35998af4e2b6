// @ts-check
import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { beforeEach, test } from "node:test";
import { describe, FILE } from "../../www/sandbox/faults/describe.js";
import { FAULTS } from "../../www/sandbox/faults/table.js";
import { SCENARIO_NAMES } from "../../www/sandbox/scenarios.js";
import { ACCEPTED, bodyOf, errorOf, PENDING, startSandbox } from "./helpers.mjs";

const { sandbox, request, get, put } = await startSandbox();
beforeEach(() => sandbox.reset());

/** @param {string} method @param {unknown} [value] */
async function control(method, value) {
  const body = value === undefined ? {} : { body: JSON.stringify(value) };
  return await request("/sandbox/scenario", { method, ...body, headers: { authorization: undefined } });
}

/** @param {string} [id] */
const save = (id = ACCEPTED) => put(id, bodyOf(sandbox.document(id)));

test("set, list, add, clear; without a token, from any origin", async () => {
  const rule = { match: { method: "PUT", id: ACCEPTED }, faults: ["status; code=503; commit=yes"], times: 2 };
  const set = await control("PUT", rule);
  assert.deepEqual([set.status, set.headers.get("access-control-allow-origin")], [200, "*"]);
  assert.deepEqual(JSON.parse(set.text), {
    scenario: "custom",
    spent: false,
    rules: [{ match: rule.match, faults: rule.faults, left: 2 }],
    scenarios: SCENARIO_NAMES,
  });
  assert.equal((await save()).status, 503);
  const added = await control("POST", [{ faults: ["html"], times: "always" }]);
  assert.deepEqual(
    JSON.parse(added.text).rules.map((/** @type {{ left: unknown }} */ { left }) => left),
    [1, "always"],
  );
  assert.equal((await control("GET")).text, added.text);
  const cleared = JSON.parse((await control("DELETE")).text);
  assert.deepEqual([cleared.scenario, cleared.spent, cleared.rules], ["none", true, []]);
  assert.equal((await save()).status, 200);
  const asked = await request("/sandbox/scenario", { method: "OPTIONS" });
  assert.equal(asked.status, 204);
  assert.equal(asked.headers.get("access-control-allow-methods"), "GET, PUT, POST, DELETE");
  assert.equal(asked.headers.get("access-control-allow-headers"), "Content-Type");
  assert.equal((await control("PATCH", {})).status, 405);
});

test("the first rule that fits and has something left, in order", async () => {
  await control("PUT", [
    { match: { method: "PUT", id: PENDING }, faults: ["status; code=500"] },
    { match: { method: "PUT" }, faults: ["status; code=502"], times: 2 },
    { match: { id: ACCEPTED.toUpperCase() }, faults: ["status; code=504"] },
  ]);
  const statuses = [];
  for (const id of [ACCEPTED, PENDING, PENDING, PENDING, ACCEPTED, ACCEPTED]) statuses.push((await save(id)).status);
  assert.deepEqual(statuses, [502, 500, 502, 200, 504, 200]);
  assert.equal(sandbox.scenario.list().spent, true);
});

test("a rule for everything: reads, saves and lists, but not the token nor what is no address of the API", async () => {
  await control("PUT", { faults: ["status; code=500"], times: "always" });
  assert.equal((await get()).status, 500);
  assert.equal((await get(ACCEPTED)).status, 500);
  assert.equal((await save()).status, 500);
  assert.equal((await request("/token")).status, 200);
  assert.equal((await request("/nowhere")).status, 404);
  assert.equal((await control("GET")).status, 200);
});

test("the header goes before the scenario, and uses nothing of it up", async () => {
  await control("PUT", { faults: ["status; code=500"] });
  assert.equal((await get(ACCEPTED, { headers: { "sandbox-fault": "status; code=404" } })).status, 404);
  assert.equal((await get(ACCEPTED)).status, 500);
});

test("control requests are not remembered; a reset clears the scenario", async () => {
  await control("PUT", { faults: ["html"], times: "always" });
  assert.equal(sandbox.requests.length, 0);
  sandbox.reset();
  assert.deepEqual(sandbox.scenario.list().rules, []);
});

test("what is asked for must exist: 400, and the scenario stays", async () => {
  await control("PUT", "lost-answer");
  for (const value of [
    "nonsense",
    null,
    5,
    {},
    { faults: [] },
    { faults: "cut" },
    { faults: ["nonsense"] },
    { faults: [{ name: "cut", how: "nicely" }] },
    { faults: ["cut; what=1"] },
    { faults: ["cut; how=fin; how=rst"] },
    { faults: ["cut how"] },
    { faults: ["cut,"] },
    { faults: [""] },
    { faults: ["stall; ms=-1"] },
    { faults: ["stall; ms=soon"] },
    { faults: ["stall; ms=600001"] },
    { faults: ["status; code=99"] },
    { faults: ["preflight-refused", "cut"] },
    { faults: [{ name: "colleague", set: { notes: 1 } }] },
    { faults: ["colleague; set=5"] },
    { faults: ["colleague; remove=notes"] },
    { faults: ["odd-error; error={"] },
    { faults: ["cut"], times: 0 },
    { faults: ["cut"], times: "2" },
    { faults: ["cut"], time: 2 },
    { faults: ["cut"], match: { url: "x" } },
    { faults: ["cut"], match: { method: 5 } },
    { faults: ["cut"], match: { reused: "yes" } },
    { faults: ["cut"], match: [] },
    { scenario: "toString" },
    { scenario: "busy", times: 2 },
  ]) {
    const response = await control("PUT", value);
    assert.deepEqual([response.status, errorOf(response).code], [400, "invalidRequest"], JSON.stringify(value));
    assert.ok(errorOf(response).message.length <= 1024);
  }
  assert.equal((await request("/sandbox/scenario", { method: "PUT", body: "{" })).status, 400);
  assert.equal(sandbox.scenario.list().scenario, "lost-answer");
});

test("a header that cannot be read is 400, and names what there is", async () => {
  for (const fault of ["nonsense", "cut; how=nicely", ";", "preflight-refused"]) {
    const response = await get(ACCEPTED, { headers: { "sandbox-fault": fault } });
    assert.deepEqual([response.status, errorOf(response).target], [400, "sandbox-fault"], fault);
  }
  assert.match(errorOf(await get(ACCEPTED, { headers: { "sandbox-fault": "x" } })).message, / cut .* html /);
});

test("values in quotes hold what separates otherwise", async () => {
  const fault = 'status;code="429" , retry-after ; value="a, b; \\"c\\" \\\\"';
  const response = await get(ACCEPTED, { headers: { "sandbox-fault": fault } });
  assert.deepEqual([response.status, response.headers.get("retry-after")], [429, 'a, b; "c" \\']);
});

test("the scenarios for people: their names, and what the next saves meet", async () => {
  const names =
    "none colleague-other-field colleague-same-field busy lost-answer colleague-closed signed-out no-permission";
  assert.deepEqual(SCENARIO_NAMES, [...names.split(" "), "server-error", "slow"]);
  /** @param {unknown} value @param {string} [id] */
  const statuses = async (value, id) => {
    sandbox.reset();
    await control("PUT", value);
    return [await statusOf(save(id)), await statusOf(save(id)), await statusOf(save(id))];
  };
  assert.deepEqual(await statuses("none"), [200, 200, 200]);
  assert.deepEqual(await statuses("colleague-other-field"), [412, 200, 200]);
  assert.deepEqual(await statuses({ scenario: "colleague-same-field" }), [412, 200, 200]);
  assert.deepEqual(await statuses("busy"), [429, 503, 200]);
  assert.deepEqual(await statuses("lost-answer"), [0, 200, 200]);
  assert.equal((await statuses("colleague-closed"))[0], 412);
  assert.deepEqual(await statuses("signed-out"), [401, 401, 200]);
  assert.deepEqual(await statuses("no-permission"), [403, 200, 200]);
  assert.deepEqual(await statuses("server-error"), [500, 500, 500]);
  const began = Date.now();
  assert.deepEqual(await statuses("slow"), [200, 200, 200]);
  assert.ok(Date.now() - began >= 3000);
  assert.deepEqual(await statuses({ scenario: "busy", id: PENDING }), [200, 200, 200]);
  assert.deepEqual(await statuses({ scenario: "busy", id: PENDING }, PENDING), [429, 503, 200]);
});

test("busy says for how long, and pages of other origins can read it", async () => {
  await control("PUT", "busy");
  for (const seconds of ["3", "2"]) {
    const { headers } = await save();
    assert.equal(headers.get("retry-after"), seconds);
    assert.match(headers.get("access-control-expose-headers") ?? "", /Retry-After/);
  }
});

/** 0: no answer. @param {Promise<{ status: number }>} response */
async function statusOf(response) {
  try {
    return (await response).status;
  } catch {
    return 0;
  }
}

test("faults.md is what the table says", async () => {
  assert.equal(await readFile(FILE, "utf8"), describe(), "node www/sandbox/faults/describe.js writes it anew");
});

test("every fault has a test of its own by its name", async () => {
  const files = ["connection", "status", "answer", "colleague"].map((name) => `faults-${name}.test.mjs`);
  const texts = await Promise.all(files.map((name) => readFile(new URL(name, import.meta.url), "utf8")));
  for (const name of FAULTS.keys()) {
    assert.ok(
      texts.some((text) => new RegExp(`["\`( ]${name}["\`;]`).test(text)),
      name,
    );
  }
});
