// @ts-check
// Faults of the client that no server plays: saves at the same time, a draft that changes under way, a clock that is set,
// locks that are missing or broken, a page that ends. In a file, and so a process, of their own: some move globals.
//
// Not here: a trap in the middle of a save. Nothing is known that causes one: the module has no panic on any input, its
// recursion is bounded, and what a caller's function throws is caught (hostile.test.mjs tries).

import assert from "node:assert/strict";
import { after, afterEach, test } from "node:test";
import { edit, getReferral, isReferralError, putReferral } from "referral-editor";
import { openDraft, saveDraft } from "referral-editor/drafts";
import { ending, ID, start, valueAt } from "../faults/play.mjs";
import { FakeStorage, newKey, newStores, provide } from "./drafts/helpers.mjs";
import { assertAlive } from "./helpers.mjs";

/** @import { PutOptions } from "referral-editor" */

const { sandbox, log, url, close } = await start();
const client = {
  baseUrl: url + sandbox.prefix,
  getToken: () => sandbox.token,
  timeoutMs: 3000,
  deadlineMs: 12_000,
  maxRetries: 1,
};
const { now: realNow } = Date;
let played = 0;

after(async () => {
  await close();
  console.log(`Node: ${played} more cases of the client`);
});

afterEach(async () => {
  Date.now = realNow;
  sandbox.reset();
  log.length = 0;
  // The same instance, as if nothing had been.
  assertAlive();
  const { base, draft } = await edited({ "/details/notes": "again" });
  assert.equal((await putReferral(draft, { ...client, base })).type, "saved");
  sandbox.reset();
  log.length = 0;
  played += 1;
});

const held = () => sandbox.document(ID) ?? "";
const puts = () => sandbox.requests.filter(({ method }) => method === "PUT");

/** @param {Record<string, unknown>} values */
async function edited(values) {
  const { json: base } = await getReferral(ID, client);
  const edits = Object.entries(values).map(([path, value]) => ({ op: /** @type {const} */ ("replace"), path, value }));
  return { base, draft: edit(base, edits) };
}

/** @param {Record<string, unknown>} values @param {PutOptions} [options] */
async function save(values, options) {
  const { base, draft } = await edited(values);
  return putReferral(draft, { ...client, base, ...options });
}

test("the same draft saved twice at once is saved once, and both know it", async () => {
  const { base, draft } = await edited({ "/details/notes": "typed" });
  const both = await Promise.all([putReferral(draft, { ...client, base }), putReferral(draft, { ...client, base })]);
  assert.deepEqual(both.map(ending), ["saved response", "saved readback"]);
  assert.deepEqual(
    puts().map(({ status }) => status),
    [200, 412],
  );
  assert.equal(valueAt(held(), "/details/notes"), "typed");
});

test("two callers with two fields: both are saved", async () => {
  const { base, draft } = await edited({ "/details/notes": "one" });
  const other = edit(base, [{ op: "replace", path: "/details/dealValue", json: "7.10" }]);
  const both = await Promise.all([putReferral(draft, { ...client, base }), putReferral(other, { ...client, base })]);
  assert.deepEqual(both.map(ending), ["saved response", "saved response"]);
  assert.equal(valueAt(held(), "/details/notes"), "one");
  assert.ok(held().includes("7.10"));
  assert.equal(puts().length, 3, "one, one refused, one on top");
});

test("two callers with one field: one is saved, the other sees what the first wrote", async () => {
  const { base, draft } = await edited({ "/details/notes": "one" });
  const other = edit(base, [{ op: "replace", path: "/details/notes", value: "two" }]);
  const both = await Promise.all([putReferral(draft, { ...client, base }), putReferral(other, { ...client, base })]);
  assert.deepEqual(both.map(ending), ["saved response", "conflict /details/notes both-changed"]);
  assert.ok(both[1].type === "conflict");
  assert.deepEqual(both[1].conflicts, [
    {
      path: "/details/notes",
      kind: "both-changed",
      base: JSON.stringify(valueAt(base, "/details/notes")),
      ours: '"two"',
      theirs: '"one"',
    },
  ]);
  assert.equal(both[1].current, held());
});

test("who gives up while another save has its turn has sent nothing", async () => {
  const { base, draft } = await edited({ "/details/notes": "typed" });
  sandbox.scenario.set({ match: { method: "PUT" }, faults: ["late; ms=500"] });
  const controller = new AbortController();
  const first = putReferral(draft, { ...client, base });
  const second = putReferral(draft, { ...client, base, signal: controller.signal });
  setTimeout(() => controller.abort(), 100);
  assert.equal(ending(await second), "notSaved aborted");
  assert.equal(ending(await first), "saved response");
  assert.equal(puts().length, 1);
});

test("what is typed while a save is under way is not in it", async () => {
  const { base, draft } = await edited({ "/details/notes": "typed" });
  const [draftBytes, baseBytes] = [new TextEncoder().encode(draft), new TextEncoder().encode(base)];
  const saving = putReferral(draftBytes, { ...client, base: baseBytes });
  // The caller writes into its own buffers, as it may.
  draftBytes.fill(0x20);
  baseBytes.fill(0x20);
  const outcome = await saving;
  assert.equal(ending(outcome), "saved response");
  assert.equal(valueAt(held(), "/details/notes"), "typed");

  // And what was typed later is saved on top, from the base that the outcome gives.
  assert.ok(outcome.type === "saved");
  const later = edit(outcome.json, [{ op: "replace", path: "/details/dealValue", json: "8" }]);
  assert.equal(ending(await putReferral(later, { ...client, base: outcome.json })), "saved response");
  assert.deepEqual([valueAt(held(), "/details/notes"), valueAt(held(), "/details/dealValue")], ["typed", 8]);
});

test("options that change while a call is under way change nothing of it", async () => {
  const { base, draft } = await edited({ "/details/notes": "typed" });
  const calls = [
    async (/** @type {PutOptions} */ options) => (await getReferral(ID, options)).json === base,
    async (/** @type {PutOptions} */ options) => ending(await putReferral(draft, options)) === "saved response",
  ];
  for (const call of calls) {
    const options = { ...client, base };
    const result = call(options);
    options.baseUrl = "https://elsewhere.invalid/v1.0";
    options.getToken = () => assert.fail("not the one that was given");
    assert.equal(await result, true);
  }
});

const DAY = 86_400_000;
for (const jump of [DAY, -DAY]) {
  test(`a clock that is set by ${jump / DAY} day while a save waits changes no wait`, async () => {
    for (const [fault, expected] of [
      ["status; code=503, retry-after; value=2", "saved response"],
      ["status; code=429, retry-after; date=3", "saved response"],
    ]) {
      sandbox.reset();
      const { base, draft } = await edited({ "/details/notes": "typed" });
      sandbox.scenario.set({ match: { method: "PUT" }, faults: [fault] });
      const began = performance.now();
      const onProgress = ({ phase = "" }) => {
        if (phase === "waiting") Date.now = () => realNow() + jump;
      };
      const outcome = await putReferral(draft, { ...client, base, onProgress });
      Date.now = realNow;
      assert.equal(ending(outcome), expected);
      const took = performance.now() - began;
      assert.ok(took >= 1990 && took < 6000, `${took}`);
    }
  });

  test(`a clock that is set by ${jump / DAY} day while a request is under way changes no limit`, async () => {
    const { base, draft } = await edited({ "/details/notes": "typed" });
    sandbox.scenario.set({ match: { method: "PUT" }, faults: ["stall"] });
    const began = performance.now();
    const onProgress = ({ phase = "" }) => {
      if (phase === "sending") Date.now = () => realNow() + jump;
    };
    const outcome = await putReferral(draft, { ...client, base, onProgress, timeoutMs: 700 });
    Date.now = realNow;
    assert.equal(ending(outcome), "saved readback");
    assert.ok(performance.now() - began < 3000);
  });
}

/** @type {[string, () => unknown][]} */
const LOCKS = [
  ["no navigator", () => undefined],
  ["no locks", () => ({ onLine: true })],
  [
    "locks that throw",
    () => ({
      locks: {
        request() {
          throw new DOMException("Not here.", "SecurityError");
        },
      },
    }),
  ],
  [
    "locks that reject",
    () => ({ locks: { request: async () => Promise.reject(new DOMException("No.", "SecurityError")) } }),
  ],
  [
    "locks that may not be looked at",
    () => ({
      get locks() {
        throw new DOMException("Not here.", "SecurityError");
      },
    }),
  ],
];
for (const [name, navigator] of LOCKS) {
  test(`locks: ${name}: saves of one referral still take turns`, async () => {
    const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
    provide("navigator", navigator);
    try {
      const { base, draft } = await edited({ "/details/notes": "typed" });
      const both = await Promise.all([
        putReferral(draft, { ...client, base }),
        putReferral(draft, { ...client, base }),
      ]);
      assert.deepEqual(both.map(ending), ["saved response", "saved readback"]);
    } finally {
      if (before === undefined) Reflect.deleteProperty(globalThis, "navigator");
      else Object.defineProperty(globalThis, "navigator", before);
    }
  });
}

test("locks: one that is never given ends with the deadline, and nothing was sent", async () => {
  const before = Object.getOwnPropertyDescriptor(globalThis, "navigator");
  const { base, draft } = await edited({ "/details/notes": "typed" });
  const request = (/** @type {string} */ _, /** @type {{ signal: AbortSignal }} */ { signal }) =>
    new Promise((_resolve, reject) => signal.addEventListener("abort", () => reject(signal.reason)));
  provide("navigator", () => ({ locks: { request } }));
  const began = performance.now();
  const outcome = await putReferral(draft, { ...client, base, deadlineMs: 500 });
  assert.equal(outcome.type, "notSaved");
  assert.ok(performance.now() - began < 2000);
  assert.deepEqual([outcome.attempts, puts().length], [0, 0]);
  if (before === undefined) Reflect.deleteProperty(globalThis, "navigator");
  else Object.defineProperty(globalThis, "navigator", before);
});

test("a page that ends while its save is under way: the draft is settled when it is opened again", async () => {
  newStores();
  const { base, draft } = await edited({ "/details/notes": "typed" });
  const etag = JSON.parse(base).eTag;
  const key = newKey({ baseUrl: client.baseUrl });
  await saveDraft(key, { base, draft, etag, inFlight: { sent: draft, etag } });
  // The write arrives, and nobody is there any more to hear of it.
  sandbox.scenario.set({ match: { method: "PUT" }, faults: ["stall"] });
  const controller = new AbortController();
  const lost = putReferral(draft, { ...client, base, signal: controller.signal });
  while (puts().length === 0) await new Promise((resolve) => setTimeout(resolve, 10));
  controller.abort();
  assert.equal(ending(await lost), "unknown aborted unreadable");
  const { baseUrl: _, ...options } = client;
  const opened = await openDraft(key, options);
  assert.ok(opened.settled?.type === "saved");
  assert.equal(opened.settled.current, held());
  assert.equal(opened.draft, null);
});

/** @type {[string, string, () => unknown][]} */
const STORES = [
  ["full", "quota", () => Object.assign(new FakeStorage(), { room: 10 })],
  [
    "refused",
    "unavailable",
    () => {
      throw new DOMException("Not here.", "SecurityError");
    },
  ],
];
for (const [name, warning, storage] of STORES) {
  test(`a store that is ${name} is a warning, and the save goes on`, async () => {
    newStores();
    provide("sessionStorage", storage);
    const { base, draft } = await edited({ "/details/notes": "typed" });
    const etag = JSON.parse(base).eTag;
    const key = newKey({ baseUrl: client.baseUrl });
    const kept = await saveDraft(key, { base, draft, etag, inFlight: { sent: draft, etag } });
    assert.ok(!kept.ok && kept.warning === warning, JSON.stringify(kept));
    assert.equal(ending(await putReferral(draft, { ...client, base })), "saved response");
    assert.equal(valueAt(held(), "/details/notes"), "typed");
    const { baseUrl: _, ...options } = client;
    const opened = await openDraft(key, options);
    assert.equal(opened.settled?.type, "saved");
  });
}

test("a save that began in a stack that is nearly full ends as any other, or throws at once and harms nothing", async () => {
  const { base, draft } = await edited({ "/details/notes": "typed" });
  /** @type {Promise<string>[]} */
  const begun = [];
  const begin = () => {
    const save = putReferral(draft, { ...client, base });
    begun.push(
      save.then(
        ({ type }) => type,
        ({ name }) => name,
      ),
    );
  };
  const dig = () => {
    try {
      dig();
    } finally {
      // On the way out of an overflow, where each frame has a little more room than the one below.
      if (begun.length < 20) begin();
    }
  };
  assert.throws(dig, RangeError);
  assert.equal(begun.length, 20);
  for (const ending of await Promise.all(begun)) assert.match(ending, /^(saved|RangeError)$/);
  assert.equal((await save({ "/details/notes": "typed" })).type, "saved");
});

test("the caller's functions have a stack of their own, however deep the call was made", async () => {
  const { base, draft } = await edited({ "/details/notes": "typed" });
  /** @type {<T>(frames: number, then: () => T) => T} */
  const down = (frames, then) => (frames > 0 ? down(frames - 1, then) : then());
  let most = 1000;
  assert.throws(() => {
    for (;;) most = down(most * 1.1, () => most * 1.1);
  }, RangeError);
  // Twice as much does not fit.
  const deep = most * 0.7;
  const options = { ...client, getToken: () => down(deep, () => sandbox.token) };
  assert.equal((await down(deep, () => getReferral(ID, options))).json, base);
  assert.equal((await down(deep, () => putReferral(draft, { ...options, base }))).type, "saved");
});

const refuse = () => {
  throw new DOMException("Not here.", "SecurityError");
};
class Refusing {
  constructor() {
    refuse();
  }
}
class RefusingHeaders extends Headers {
  /** @override */
  set() {
    refuse();
  }
}

/** What stands in a global's place, and how a save and a load end then. @type {[string, string, () => unknown, string, string?][]} */
const PLATFORMS = [
  ["no fetch", "fetch", () => undefined, "notSaved not-sent", "network"],
  ["a fetch that may not be looked at", "fetch", refuse, "notSaved not-sent", "network"],
  ["requests that cannot be made", "Request", () => Refusing, "notSaved not-sent", "network"],
  ["headers that cannot be made", "Headers", () => Refusing, "notSaved not-sent", "network"],
  ["headers that cannot be set", "Headers", () => RefusingHeaders, "notSaved not-sent", "network"],
  ["no timers", "setTimeout", () => refuse, "notSaved timeout", "no-token"],
  ["no way to abort", "AbortController", () => undefined, "notSaved timeout", "no-token"],
  ["no clock but the one that is set", "performance", () => undefined, "saved response"],
  ["a clock that says nothing", "performance", () => ({ now: () => "soon" }), "saved response"],
  ["a clock that may not be looked at", "performance", refuse, "saved response"],
  ["no random identifiers", "crypto", () => undefined, "saved response"],
  ["random identifiers that may not be looked at", "crypto", refuse, "saved response"],
];
for (const [name, global, part, saved, loaded] of PLATFORMS) {
  test(`platform: ${name}: what is known is said`, async () => {
    const { base, draft } = await edited({ "/details/notes": "typed" });
    const answer = draft.replace(JSON.parse(base).eTag.replaceAll('"', '\\"'), '\\"next\\"');
    const headers = { "content-type": "application/json" };
    // Without the network, which needs the platform's parts itself.
    const fetch = async (/** @type {any} */ { method }) => new Response(method === "PUT" ? answer : base, { headers });
    const options = { ...client, base, ...(global !== "fetch" && { fetch }) };
    const before = /** @type {PropertyDescriptor} */ (Object.getOwnPropertyDescriptor(globalThis, global));
    provide(global, part);
    try {
      assert.equal(ending(await putReferral(draft, options)), saved);
      assert.equal(await getReferral(ID, options).then(() => undefined, codeOf), loaded);
    } finally {
      Object.defineProperty(globalThis, global, before);
    }
  });
}

/** @param {unknown} error */
function codeOf(error) {
  assert.ok(isReferralError(error), `${error}`);
  return error.code;
}
