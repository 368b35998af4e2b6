// @ts-check
/**
 * Many editors save one referral at once, over a bad network: no edit that was acknowledged is lost, none is applied twice,
 * none that is told to have failed is there, and what is told of the others is so (reliability.md, D.2).
 *
 * Time is virtual (races/clock.mjs), and each run is the same again for its seed. RACES_SEEDS=25 makes it the long run: so
 * many seeds, and more edits where the editors write the same member.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { CLEAN, ending } from "./helpers.mjs";
import { createClock, createRandom } from "./races/clock.mjs";
import { race } from "./races/editors.mjs";
import { judge } from "./races/judge.mjs";
import { MIXES } from "./races/network.mjs";
import { openTabs } from "./races/tabs.mjs";

/** @import { Outcome } from "referral-editor" */
/** @import { Mode, Setting } from "./races/editors.mjs" */
/** @import { Verdict } from "./races/judge.mjs" */
/** @import { Tab } from "./races/tabs.mjs" */

const isLong = process.env.RACES_SEEDS !== undefined;
const seeds = Array.from({ length: Number(process.env.RACES_SEEDS ?? 1) }, (_, index) => index + 1);
assert.ok(seeds.length > 0, "RACES_SEEDS is a number of seeds");

const tabs = await openTabs(16);
const [oneTab] = /** @type {[Tab]} */ (/** @type {unknown} */ (tabs));

/** @param {Record<string, number>[]} all */
function sum(all) {
  /** @type {Record<string, number>} */
  const total = {};
  for (const counts of all)
    for (const [name, count] of Object.entries(counts)) total[name] = (total[name] ?? 0) + count;
  return total;
}

/** @param {Record<string, number>} counts */
const listed = (counts) =>
  Object.entries(counts)
    .map(([name, count]) => `${count} ${name}`)
    .join(", ") || "none";

/**
 * Runs every seed, and says what came of it.
 * @param {import("node:test").TestContext} t
 * @param {Omit<Setting, "seed">} setting
 */
async function races(t, setting) {
  const started = Date.now();
  /** @type {Verdict[]} */
  const verdicts = [];
  for (const seed of seeds) verdicts.push(judge(await race({ ...setting, seed })));
  const findings = verdicts.flatMap(({ findings }) => findings);
  const found = (/** @type {string} */ kind) => findings.filter(({ wrong }) => wrong === kind).length;
  const total = (/** @type {"edits" | "acked" | "given" | "versions" | "requests" | "minutes"} */ name) =>
    Math.round(verdicts.reduce((all, verdict) => all + verdict[name], 0));
  t.diagnostic(
    `${seeds.length} seeds: ${total("edits")} edits, ${total("acked")} saved, ${total("given")} given up; ` +
      `${found("lost")} lost, ${found("doubled")} doubled, ${found("ghost")} ghosts, ${found("untrue")} untrue; ` +
      `${total("versions")} versions, ${total("requests")} requests, ${total("minutes")} minutes in ${Date.now() - started} ms`,
  );
  const outcomes = sum(verdicts.map(({ outcomes }) => outcomes));
  const faults = sum(verdicts.map(({ faults }) => faults));
  t.diagnostic(`outcomes: ${listed(outcomes)}; faults: ${listed(faults)}`);
  assert.deepEqual(findings, []);
  // It is not the luck of the draw that nothing went wrong: faults were met, wherever a few of them were to be expected.
  const { put, get } = /** @type {import("./races/network.mjs").Mix} */ (MIXES[setting.mix]);
  for (const [fault, share = 0] of Object.entries({ ...get, ...put })) {
    assert.ok(total("edits") * share < 800 || (faults[fault] ?? 0) > 0, fault);
  }
  const attempts = Math.max(...verdicts.map(({ attempts }) => attempts));
  return { outcomes, attempts, edits: total("edits"), acked: total("acked"), versions: total("versions") };
}

/** @param {number} long @param {number} short */
const either = (long, short) => (isLong ? long : short);

for (const mix of Object.keys(MIXES)) {
  test(`16 tabs, each with a member of its own, ${mix}`, async (t) => {
    const setting = { mix, mode: /** @type {Mode} */ ("own"), editors: 16, edits: 100, tabs };
    const { outcomes, attempts, edits, acked, versions } = await races(t, setting);
    assert.ok(attempts > 2, "they were in one another's way");
    assert.equal(edits, 16 * setting.edits * seeds.length);
    if (mix === "none") assert.deepEqual([acked, versions], [edits, edits], "all of them, once each");
    assert.ok(versions >= acked && acked > edits * (mix === "usual" ? 0.999 : 0.9));
    if (mix === "late") assert.ok(Object.keys(outcomes).some((name) => /^unknown .* not applied/.test(name)));
  });

  test(`16 tabs that write the same member, ${mix}`, async (t) => {
    const { outcomes } = await races(t, { mix, mode: "same", editors: 16, edits: either(10, 4), tabs });
    assert.ok((outcomes.conflict ?? 0) > 50, "there was something to lose");
  });

  test(`16 editors in one tab have no conflicts, ${mix}`, async (t) => {
    const setting = { mix, mode: /** @type {Mode} */ ("own"), editors: 16, edits: either(20, 5), tabs: [oneTab] };
    const { outcomes, attempts } = await races(t, setting);
    if (mix === "none")
      assert.equal(attempts, 2, "one save at a time: on the version loaded, or on the one of its turn");
    assert.equal(outcomes["conflict without a difference"], undefined);
    if (mix !== "late") assert.equal(outcomes.conflict, undefined);
  });
}

test("16 tabs, each edit of the shared member and of one of its own, heavy", async (t) => {
  const { outcomes } = await races(t, { mix: "heavy", mode: "both", editors: 16, edits: either(10, 3), tabs });
  assert.ok((outcomes.conflict ?? 0) > 50);
});

test("8 tabs, a new member with each edit: in the end all are there", async (t) => {
  for (const mix of ["usual", "late"]) await races(t, { mix, mode: "new", editors: 8, edits: either(50, 10), tabs });
});

test("4 tabs through the fetch of a page of another origin, with preflights", async (t) => {
  await races(t, { mix: "usual", mode: "own", editors: 4, edits: 15, tabs, isPage: true });
});

test("a save that waits for another one has time left when it begins, or has surely sent nothing", async () => {
  const random = createRandom(1);
  for (const late of [100, 4_000, 10_000, 29_000]) {
    const clock = createClock(random);
    /** @type {string[]} */
    const asked = [];
    /** @param {string} name @returns {typeof fetch} */
    const slow = (name) => async (input) => {
      asked.push(`${name} ${/** @type {Request} */ (input).method}`);
      if (name === "first") return await new Promise(() => {});
      await clock.sleep(1_000);
      return new Response(CLEAN, { headers: { "Content-Type": "application/json" } });
    };
    const save = (/** @type {string} */ name) =>
      oneTab.putReferral(CLEAN, { baseUrl: "https://sandbox.example/v1.0", fetch: slow(name) });
    const [first, second] = await clock.run(() =>
      Promise.all([save("first"), clock.sleep(late).then(() => save("second"))]),
    );
    assert.equal(ending(first), "unknown timeout unreadable");
    // The first one ends after 30 seconds; who waits that long has not enough left of his own 30.
    const begins = late >= 10_000;
    assert.equal(ending(second), begins ? "saved response" : "notSaved timeout", `${late} ms later`);
    assert.equal(asked.includes("second PUT"), begins);
  }
});

test("a run is the same again for its seed, and another one for another", async () => {
  const texts = async (/** @type {number} */ seed) => {
    const { network } = await race({ seed, mix: "heavy", mode: "own", editors: 4, edits: 5, tabs });
    return network.versions.map(({ text }) => text);
  };
  const first = await texts(1);
  assert.deepEqual(await texts(1), first);
  assert.notDeepEqual(await texts(2), first);
});

/** @typedef {(etag?: string) => Promise<Response | null>} Put null: there was no answer */

/**
 * Clients that are not careful: the judge has to tell.
 * @param {(put: Put, freshTag: () => Promise<string>) => Promise<object>} save
 */
function careless(save) {
  return tabs.map((tab) => ({
    ...tab,
    /** @type {Tab["putReferral"]} */
    async putReferral(draft, options = {}) {
      const { fetch: send = fetch, getToken = () => "" } = options;
      const Authorization = `Bearer ${await getToken({ reason: "initial" })}`;
      /** @type {Put} */
      const put = async (etag) => {
        const { url, headers, ...init } = tab.preparePut(draft, etag === undefined ? options : { ...options, etag });
        return await send(new Request(url, { ...init, headers: { ...headers, Authorization } })).catch(() => null);
      };
      const { id } = JSON.parse(String(draft));
      const freshTag = async () => (await tab.getReferral(id, options)).etag ?? "";
      const outcome = await save(put, freshTag);
      return /** @type {Outcome} */ ({ attempts: 1, ...outcome });
    },
  }));
}

/** @param {Response} response */
async function savedBy(response) {
  const json = await response.text();
  return { type: "saved", json, etag: JSON.parse(json).eTag, verifiedBy: "response", serverChanged: [] };
}

/** @param {Tab[]} tabs @param {Mode} mode */
async function wrongs(tabs, mode) {
  const { findings } = judge(await race({ seed: 1, mix: "usual", mode, editors: 8, edits: 6, tabs }));
  return new Set(findings.map(({ wrong }) => wrong));
}

test("the judge: whoever sends again with a fresh tag loses what others saved, and saves twice", async () => {
  const lastOneWins = careless(async (put, freshTag) => {
    let response = await put();
    while (response?.status !== 200) response = await put(await freshTag());
    return await savedBy(response);
  });
  for (const mode of /** @type {const} */ (["own", "same"])) {
    const found = await wrongs(lastOneWins, mode);
    assert.ok(found.has("lost") && found.has("doubled"), [...found].join());
  }
});

test("the judge: whoever takes 412 for a failure says so of what was saved", async () => {
  const gullible = careless(async (put) => {
    let response = await put();
    while (response?.status !== 200 && response?.status !== 412) response = await put();
    return response.status === 200 ? await savedBy(response) : { type: "notSaved", reason: "precondition-failed" };
  });
  assert.ok((await wrongs(gullible, "own")).has("ghost"));
});

test("the judge: whoever says saved without having looked, or unknown without a doubt, is not believed", async () => {
  const boastful = careless(async (put) => {
    const response = await put();
    if (response?.status === 200) return await savedBy(response);
    return { type: "saved", json: "{}", etag: null, verifiedBy: "response", serverChanged: [] };
  });
  assert.ok((await wrongs(boastful, "own")).has("lost"));
  const timid = careless(async (put) => {
    await put();
    return { type: "unknown", reason: "network", lastSeen: "unchanged" };
  });
  assert.deepEqual([...(await wrongs(timid, "own"))], ["untrue"]);
});

test("the judge: a conflict without the winner's value is noticed", async () => {
  for (const side of /** @type {const} */ (["base", "ours", "theirs"])) {
    const blurred = tabs.map((tab) => ({
      ...tab,
      /** @type {Tab["putReferral"]} */
      async putReferral(draft, options) {
        const outcome = await tab.putReferral(draft, options);
        if (outcome.type === "conflict") for (const conflict of outcome.conflicts) conflict[side] = '"somebody"';
        return outcome;
      },
    }));
    assert.deepEqual([...(await wrongs(blurred, "same"))], ["untrue"]);
  }
});
