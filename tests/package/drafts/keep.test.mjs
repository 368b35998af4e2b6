// @ts-check
/** Drafts in stores that work, that are full, refused, hanging, or that hold what is not ours. */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import {
  announceSaved,
  clearDrafts,
  discardDraft,
  draftWriter,
  loadDraft,
  openDraft,
  saveDraft,
  watchSaved,
} from "referral-editor/drafts";
import { codeOf, ids, untyped } from "../helpers.mjs";
import { draftIn, draftWith, FakeStorage, newKey, newStores, provide } from "./helpers.mjs";

/** @import { DraftKey } from "referral-editor/drafts" */

const OK = { ok: true };
const DAY = 86_400_000;
const run = promisify(execFile);
const root = fileURLToPath(new URL("../../..", import.meta.url));

/** Texts that a store or a parser would like to change. */
const TEXTS = [
  "",
  "{}",
  '{"a":1.0,"b":1E5,"c":12345678901234567.89,"d":-0,"a":2}',
  '  {"__proto__":{"x":1},"constructor":null}\r\n\t',
  "not JSON at all, still being typed: {",
  "\u0000\u0001\u001f\u007f\u0085\u2028\u2029\ufeff\uffff",
  '"\\ud800"',
  "half of a pair: \ud800, the other: \udc00, swapped: \udc00\ud800, whole: \ud83d\ude00",
  "x".repeat(100_000),
];

/** Runs `use` while the clock says something else. @param {number} now @param {() => unknown} use */
async function at(now, use) {
  const real = Date.now;
  Date.now = () => now;
  try {
    return await use();
  } finally {
    Date.now = real;
  }
}

test("a draft comes back character for character, from both stores", async () => {
  newStores();
  for (const storage of /** @type {const} */ (["session", "local"])) {
    for (const text of TEXTS) {
      const key = newKey({ storage });
      const draft = draftWith({
        base: `b${text}`,
        draft: text,
        etag: text,
        inFlight: { sent: `s${text}`, etag: `e${text}`, clientRequestId: text },
        typed: { value: text, [`n${text}`]: "12,", ["__proto__"]: text },
      });
      assert.deepEqual(await saveDraft(key, draft), OK);
      const { draft: record, ...kept } = await loadDraft(key);
      assert.deepEqual(kept, OK);
      assert.deepEqual(draftIn(record), draft);
      assert.equal(record?.version, 1);
      assert.ok(record && Math.abs(record.savedAt - Date.now()) < 5000);
      assert.equal(record.expiresAt, record.savedAt + 7 * DAY);
    }
  }
});

test("what a store holds is text that UTF-8 can hold, whatever the draft is", async () => {
  const { session } = newStores();
  for (const text of TEXTS) await saveDraft(newKey(), draftWith({ draft: text, base: text }));
  await saveDraft(newKey({ user: "\ud800" }), draftWith());
  for (const [name, text] of session.items) {
    assert.ok(name.isWellFormed() && text.isWellFormed());
  }
});

test("sessionStorage is what is used where nothing is said", async () => {
  const { session, local } = newStores();
  await saveDraft(newKey(), draftWith());
  assert.deepEqual([session.length, local.length], [1, 0]);
  await saveDraft(newKey({ storage: "local" }), draftWith());
  assert.deepEqual([session.length, local.length], [1, 1]);
});

test("it is written when the call returns: a page that is hidden may get no other turn", () => {
  const { session } = newStores();
  saveDraft(newKey(), draftWith());
  assert.equal(session.length, 1);
});

test("another person, API, referral or store is another draft", async () => {
  newStores();
  const key = newKey({ user: 'a","b' });
  /** @type {DraftKey[]} */
  const others = [
    { ...key, user: 'a","B' },
    { ...key, user: "a" },
    { ...key, user: `${key.user} ` },
    { ...key, id: ids.pending },
    { ...key, baseUrl: "http://localhost:1/v1.0" },
    { ...key, baseUrl: "https://api.partner.microsoft.com/v2.0" },
    { ...key, baseUrl: "/v1.0" },
    { ...key, storage: "local" },
  ];
  await saveDraft(key, draftWith());
  for (const other of others) assert.equal((await loadDraft(other)).draft, null, JSON.stringify(other));
  for (const [index, other] of others.entries()) await saveDraft(other, draftWith({ draft: `${index}` }));
  assert.equal((await loadDraft(key)).draft?.draft, draftWith().draft);
  for (const [index, other] of others.entries()) assert.equal((await loadDraft(other)).draft?.draft, `${index}`);
  await discardDraft(key);
  for (const [index, other] of others.entries()) assert.equal((await loadDraft(other)).draft?.draft, `${index}`);
});

test("the same API, and the same GUID, in other spellings is the same draft", async () => {
  newStores();
  const key = newKey();
  await saveDraft(key, draftWith());
  for (const same of [
    { baseUrl: "https://api.partner.microsoft.com/v1.0" },
    { baseUrl: "https://API.Partner.Microsoft.com:443/v1.0/" },
    { id: ids.accepted.toUpperCase() },
    { storage: /** @type {const} */ ("session") },
  ]) {
    assert.ok((await loadDraft({ ...key, ...same })).draft, JSON.stringify(same));
  }
  await saveDraft({ ...key, id: "aB" }, draftWith());
  assert.equal((await loadDraft({ ...key, id: "ab" })).draft, null, "what is no GUID has its capitals");
});

test("misuse is an argument error, and nothing is kept", async () => {
  const { session, local } = newStores();
  const key = newKey();
  const bad = /** @type {any} */ ({
    saveDraft,
    loadDraft,
    discardDraft,
    openDraft,
    draftWriter,
    announceSaved,
    watchSaved,
  });
  const throwing = new Proxy({}, { get: () => assert.fail("no"), ownKeys: () => assert.fail("no") });
  const keys = [
    undefined,
    null,
    "key",
    {},
    { id: key.id },
    ...["", " ", "\t\n", 5, null, {}].map((user) => ({ ...key, user })),
    ...["", "..", "a/b", "a b", "a\n", "\ud800", "x".repeat(129), 5, null].map((id) => ({ ...key, id })),
    ...["", "x", "//x", "ftp://x", "javascript:0", "https:x", "https://", "https://u:p@h", "https://h?code=1"].map(
      (baseUrl) => ({ ...key, baseUrl }),
    ),
    ...["https://h#x", "/a?b", "/a//b", "\\a", "https://h\n", "https://h:99999", 5, null].map((baseUrl) => ({
      ...key,
      baseUrl,
    })),
    ...["", "cookie", "sessionStorage", "__proto__", null].map((storage) => ({ ...key, storage })),
    throwing,
  ];
  for (const wrong of keys) {
    for (const [name, call] of Object.entries({
      save: () => bad.saveDraft(wrong, draftWith()),
      load: () => bad.loadDraft(wrong),
      discard: () => bad.discardDraft(wrong),
      open: () => bad.openDraft(wrong),
      writer: () => bad.draftWriter(wrong),
      announce: () => bad.announceSaved(wrong, { etag: null }),
      watch: () => bad.watchSaved(wrong, () => {}),
    })) {
      assert.equal(
        await codeOf(call),
        "argument",
        `${name} ${wrong === throwing ? "throwing" : JSON.stringify(wrong)}`,
      );
    }
  }
  const flight = { sent: "{}", etag: "e" };
  const drafts = [
    undefined,
    null,
    "{}",
    {},
    throwing,
    { ...draftWith(), base: undefined },
    { ...draftWith(), draft: {} },
    { ...draftWith(), draft: new Uint8Array(2) },
    { ...draftWith(), etag: undefined },
    { ...draftWith(), etag: 5 },
    { ...draftWith(), inFlight: undefined },
    { ...draftWith(), inFlight: "{}" },
    { ...draftWith(), inFlight: { ...flight, sent: undefined } },
    { ...draftWith(), inFlight: { ...flight, etag: null } },
    { ...draftWith(), inFlight: { ...flight, clientRequestId: 5 } },
    { ...draftWith(), typed: null },
    { ...draftWith(), typed: "12," },
    { ...draftWith(), typed: { value: 12 } },
    { ...draftWith(), typed: throwing },
  ];
  const writer = draftWriter(key);
  for (const wrong of drafts) {
    assert.equal(await codeOf(() => bad.saveDraft(key, wrong)), "argument");
    assert.equal(await codeOf(() => writer.save(/** @type {any} */ (wrong))), "argument");
  }
  writer.dispose();
  for (const age of [0, -1, Number.NaN, Number.POSITIVE_INFINITY, 367 * DAY, "7", null]) {
    assert.equal(await codeOf(() => bad.saveDraft(key, draftWith(), { maxAgeMs: age })), "argument");
    assert.equal(await codeOf(() => bad.draftWriter(key, { delayMs: age })), "argument");
  }
  for (const options of [null, 5, throwing]) {
    assert.equal(await codeOf(() => bad.saveDraft(key, draftWith(), options)), "argument");
    assert.equal(await codeOf(() => bad.openDraft(key, options)), "argument");
    assert.equal(await codeOf(() => bad.draftWriter(key, options)), "argument");
  }
  assert.equal(await codeOf(() => bad.draftWriter(key, { onWritten: 5 })), "argument");
  assert.equal(await codeOf(() => bad.announceSaved(key)), "argument");
  assert.equal(await codeOf(() => bad.announceSaved(key, { etag: 5 })), "argument");
  assert.equal(await codeOf(() => bad.watchSaved(key)), "argument");
  assert.deepEqual([session.length, local.length], [0, 0]);
});

test("an expired draft is not given out and is removed, its own and those of others", async () => {
  const { session } = newStores();
  const [key, other, later] = [newKey(), newKey(), newKey()];
  const start = Date.now();
  await saveDraft(key, draftWith());
  await saveDraft(other, draftWith());
  await saveDraft(later, draftWith(), { maxAgeMs: 30 * DAY });
  session.setItem("theirs", "stays");
  session.setItem("referral-editor", "stays too");
  await at(start + 7 * DAY - 1000, async () => assert.ok((await loadDraft(key)).draft, "a second before"));
  assert.equal(session.length, 5);
  await at(start + 7 * DAY + 1000, async () => {
    assert.deepEqual(await loadDraft(key), { ok: true, draft: null });
    assert.equal(session.length, 3);
    assert.equal((await loadDraft(other)).draft, null);
    assert.ok((await loadDraft(later)).draft);
  });
  assert.equal((await loadDraft(key)).draft, null, "also when the clock is set back");
  await at(start + 31 * DAY, async () => assert.equal((await loadDraft(later)).draft, null));
  assert.deepEqual([...session.items.keys()], ["theirs", "referral-editor"]);
});

test("an expired draft that is only in memory is not given out either", async () => {
  const { session } = newStores();
  session.room = 10;
  const key = newKey();
  assert.equal((await saveDraft(key, draftWith(), { maxAgeMs: 1000 })).ok, false);
  assert.ok((await loadDraft(key)).draft);
  await at(Date.now() + 2000, async () => assert.equal((await loadDraft(key)).draft, null));
  assert.equal((await loadDraft(key)).draft, null);
});

test("a clock that was set back loses no draft, and keeps none for ever", async () => {
  newStores();
  const key = newKey();
  const now = Date.now();
  await at(now + 3650 * DAY, () => saveDraft(key, draftWith(), { maxAgeMs: DAY }));
  const { draft } = await loadDraft(key);
  assert.deepEqual(draftIn(draft), draftWith());
  assert.ok(draft && draft.savedAt <= Date.now() && draft.expiresAt <= Date.now() + DAY);
  await at(now + 2 * DAY, async () => assert.equal((await loadDraft(key)).draft, null));
});

test("a full store is a warning, the draft stays in memory, and the store is asked again", async () => {
  const { session } = newStores();
  const key = newKey();
  await saveDraft(key, draftWith());
  session.room = 300;
  const long = draftWith({ draft: "y".repeat(500) });
  const { cause, ...kept } = /** @type {any} */ (await saveDraft(key, long));
  assert.deepEqual(kept, { ok: false, warning: "quota" });
  assert.equal(cause.name, "QuotaExceededError");
  const loaded = await loadDraft(key);
  assert.deepEqual(draftIn(loaded.draft), long, "not the shorter one that is in the store");
  assert.ok(!loaded.ok && loaded.warning === "quota");
  session.room = 5000;
  assert.deepEqual(await saveDraft(key, long), OK);
  assert.deepEqual({ ...(await loadDraft(key)), draft: 0 }, { ok: true, draft: 0 });
});

test("what has expired makes room", async () => {
  const { session } = newStores();
  await saveDraft(newKey(), draftWith({ draft: "x".repeat(1000) }), { maxAgeMs: 5 });
  session.room = 1500;
  await sleep(10);
  assert.deepEqual(await saveDraft(newKey(), draftWith({ draft: "x".repeat(1000) })), OK);
  assert.equal(session.length, 1);
});

/** Stores that cannot be used, by how. @type {Record<string, () => unknown>} */
const REFUSED = {
  "is not there": () => undefined,
  "is null": () => null,
  "is refused": () => {
    throw new DOMException("The operation is insecure.", "SecurityError");
  },
  "refuses to read": () => Object.assign(new FakeStorage(), { getItem: () => assert.fail("no") }),
  "refuses to write": () => Object.assign(new FakeStorage(), { setItem: () => assert.fail("no") }),
  "only pretends": () => Object.assign(new FakeStorage(), { setItem: () => {} }),
  "changes what is written": () => {
    const storage = new FakeStorage();
    return Object.assign(storage, {
      setItem: (/** @type {string} */ name, /** @type {string} */ text) => storage.items.set(name, text.toLowerCase()),
    });
  },
};

for (const [how, get] of Object.entries(REFUSED)) {
  test(`a store that ${how} is a warning, and the page loses nothing`, async () => {
    const key = newKey();
    const store = how.startsWith("is") ? undefined : get();
    provide("sessionStorage", () => store ?? get());
    const { draft: none } = await loadDraft(key);
    assert.equal(none, null);
    for (const draft of [draftWith({ draft: "{}" }), draftWith({ draft: '{"A":1}' })]) {
      const kept = await saveDraft(key, draft);
      assert.ok(!kept.ok && kept.warning === "unavailable");
      const loaded = await loadDraft(key);
      assert.deepEqual(draftIn(loaded.draft), draft);
      assert.ok(!loaded.ok && loaded.warning === "unavailable");
    }
    await discardDraft(key);
    assert.equal((await loadDraft(key)).draft, null, "what was discarded does not come back");
    newStores();
    assert.deepEqual(await saveDraft(key, draftWith()), OK);
    assert.deepEqual({ ...(await loadDraft(key)), draft: 0 }, { ok: true, draft: 0 }, "as soon as the store is back");
  });
}

test("a draft that cannot be removed is not given out by this page", async () => {
  const { session } = newStores();
  const key = newKey();
  await saveDraft(key, draftWith());
  session.removeItem = () => {};
  const kept = await discardDraft(key);
  assert.ok(!kept.ok && kept.warning === "unavailable");
  assert.equal((await loadDraft(key)).draft, null);
});

/** Databases that cannot be used, by how. @type {Record<string, () => unknown>} */
const NO_DATABASE = {
  "is not there": () => undefined,
  "is refused": () => ({
    open() {
      throw new DOMException("The operation is insecure.", "SecurityError");
    },
  }),
  "fails to open": () => ({
    open() {
      const request = /** @type {any} */ ({ error: new DOMException("A mutation.", "InvalidStateError") });
      setTimeout(() => request.onerror(new Event("error", { cancelable: true })));
      return request;
    },
  }),
  "never answers": () => ({ open: () => ({}) }),
};

for (const [how, get] of Object.entries(NO_DATABASE)) {
  test(`an IndexedDB that ${how} is a warning within seconds, and the page loses nothing`, async () => {
    provide("indexedDB", get);
    const key = newKey({ storage: "indexeddb" });
    const start = Date.now();
    const kept = await saveDraft(key, draftWith());
    assert.ok(!kept.ok && kept.warning === "unavailable");
    const loaded = await loadDraft(key);
    assert.deepEqual(draftIn(loaded.draft), draftWith());
    assert.ok(!loaded.ok && loaded.warning === "unavailable");
    await discardDraft(key);
    assert.equal((await loadDraft(key)).draft, null);
    const again = await saveDraft(key, draftWith());
    assert.equal(again.ok, false);
    assert.ok(Date.now() - start < 3000, "it is waited for once");
  });
}

test("what something else wrote in a draft's place is reported and left; the next draft takes its place", async () => {
  const { session } = newStores();
  const key = newKey();
  await saveDraft(key, draftWith({ inFlight: { sent: "{}", etag: "e" } }));
  const [[name, good]] = [...session.items];
  const foreign = [
    "",
    "x",
    "null",
    "[]",
    "5",
    '"text"',
    "{}",
    '{"version":1}',
    good.slice(0, -1),
    good.replace('"version":1', '"version":"2"'),
    good.replace('"version":1', '"version":0'),
    good.replace('"version":1', '"version":1.5'),
    good.replace(/"savedAt":\d+/, '"savedAt":"now"'),
    good.replace(/"expiresAt":\d+/, '"expiresAt":1e400'),
    good.replace('"base":', '"BASE":'),
    good.replace('"sent":"{}"', '"sent":{}'),
    good.replace('"etag":"e"', '"etag":null'),
  ];
  for (const text of foreign) {
    session.items.set(name, text);
    assert.deepEqual(await loadDraft(key), { ok: false, warning: "corrupt", draft: null }, text);
    assert.equal(session.items.get(name), text);
    assert.deepEqual(await openDraft(key), {
      ok: false,
      warning: "corrupt",
      draft: null,
      settled: null,
    });
    assert.deepEqual(await saveDraft(key, draftWith()), OK);
    assert.deepEqual(draftIn((await loadDraft(key)).draft), draftWith());
  }
  session.items.set(name, "x");
  assert.deepEqual(await discardDraft(key), OK);
  assert.equal(session.length, 0);
});

test("what a newer version wrote is never removed but by signing out", async () => {
  const { session } = newStores();
  const key = newKey();
  await saveDraft(key, draftWith());
  const [[name, good]] = [...session.items];
  for (const text of ['{"version":2}', good.replace('"version":1', '"version":7')]) {
    session.items.set(name, text);
    await at(Date.now() + 400 * DAY, async () => {
      assert.deepEqual(await loadDraft(key), { ok: false, warning: "newer", draft: null });
    });
    assert.deepEqual(await saveDraft(key, draftWith()), { ok: false, warning: "newer" });
    assert.deepEqual(draftIn((await loadDraft(key)).draft), draftWith(), "what this page has is not lost");
    assert.deepEqual(await discardDraft(key), { ok: false, warning: "newer" });
    assert.equal((await loadDraft(key)).draft, null);
    assert.equal(session.items.get(name), text);
  }
  assert.deepEqual(await clearDrafts(), OK);
  assert.equal(session.length, 0);
});

test("signing out removes all drafts of all people, and nothing else", async () => {
  const { session, local } = newStores();
  for (const storage of [session, local]) {
    storage.setItem("theirs", "stays");
    storage.setItem("referral-editor", "stays");
  }
  const keys = [newKey(), newKey({ storage: "local" }), newKey({ baseUrl: "/x", storage: "local" })];
  for (const key of keys) await saveDraft(key, draftWith());
  session.room = 0;
  const inMemory = newKey();
  assert.equal((await saveDraft(inMemory, draftWith())).ok, false);
  assert.deepEqual(await clearDrafts(), OK);
  for (const key of [...keys, inMemory]) assert.equal((await loadDraft(key)).draft, null);
  for (const storage of [session, local]) assert.deepEqual([...storage.items.keys()], ["theirs", "referral-editor"]);
});

test("signing out says which stores it could not clear, and clears the others", async () => {
  const { local } = newStores();
  await saveDraft(newKey({ storage: "local" }), draftWith());
  provide("sessionStorage", REFUSED["is refused"]);
  provide("indexedDB", NO_DATABASE["is refused"]);
  const { cause, ...cleared } = /** @type {any} */ (await clearDrafts());
  assert.deepEqual(cleared, { ok: false, warning: "unavailable", storage: ["session", "indexeddb"] });
  assert.equal(cause.name, "SecurityError");
  assert.equal(local.length, 0);
});

test("a writer writes a second after the last change, and in any case five seconds after the first", async (context) => {
  const { session } = newStores();
  context.mock.timers.enable({ apis: ["setTimeout", "Date"] });
  const writer = draftWriter(newKey());
  const type = () => writer.save(draftWith());
  type();
  context.mock.timers.tick(999);
  type();
  context.mock.timers.tick(999);
  assert.equal(session.length, 0);
  context.mock.timers.tick(1);
  assert.equal(session.length, 1);
  session.items.clear();
  for (let ms = 0; ms < 4500; ms += 500) {
    type();
    context.mock.timers.tick(500);
    assert.equal(session.length, 0, `${ms}`);
  }
  type();
  context.mock.timers.tick(500);
  assert.equal(session.length, 1, "somebody who never pauses is not left without a draft");
  writer.dispose();
});

test("a writer flushes when the page is hidden, and when it is disposed of", async () => {
  const { session } = newStores();
  const document = Object.assign(new EventTarget(), { visibilityState: "visible" });
  provide("document", () => document);
  const key = newKey();
  const writer = draftWriter(key);
  writer.save(draftWith({ draft: "1" }));
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(session.length, 0);
  document.visibilityState = "hidden";
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(session.length, 1, "in the same turn");
  writer.save(draftWith({ draft: "2" }));
  writer.dispose();
  assert.equal((await loadDraft(key)).draft?.draft, "2");
  await discardDraft(key);
  document.dispatchEvent(new Event("visibilitychange"));
  assert.equal(session.length, 0);
  writer.save(draftWith({ draft: "3" }));
  assert.equal(session.length, 1, "nothing is lost after the end, at once");
  provide("document", () => undefined);
});

test("a writer takes a copy, says how each write went, and tries again what did not fit", async () => {
  const { session } = newStores();
  session.room = 10;
  /** @type {unknown[]} */
  const told = [];
  const key = newKey();
  const writer = draftWriter(key, {
    delayMs: 1,
    onWritten(kept) {
      told.push(kept.ok || kept.warning);
      throw new Error("ignored");
    },
  });
  const draft = draftWith();
  writer.save(draft);
  draft.draft = "changed later";
  await sleep(30);
  assert.deepEqual(told, ["quota"]);
  assert.equal((await loadDraft(key)).draft?.draft, draftWith().draft);
  session.room = 5000;
  assert.deepEqual(await writer.flush(), OK);
  assert.equal(session.length, 1);
  assert.deepEqual(await writer.flush(), OK, "nothing waits: how the last one went");
  assert.deepEqual(told, ["quota", true]);
  writer.dispose();
});

test("what waits in a writer never overtakes what was said after it", async () => {
  const { session } = newStores();
  const key = newKey();
  const other = newKey();
  const writer = draftWriter(key);
  const otherWriter = draftWriter(other);
  const old = draftWith({ draft: "old" });
  for (const later of [
    () => saveDraft(key, draftWith({ draft: "new" })),
    () => discardDraft(key),
    async () => {
      const { room } = session;
      session.room = 0;
      writer.flush();
      session.room = room;
      await discardDraft(key);
    },
  ]) {
    writer.save(old);
    await later();
    await writer.flush();
    assert.notEqual((await loadDraft(key)).draft?.draft, "old");
  }
  writer.save(old);
  otherWriter.save(old);
  await clearDrafts();
  await writer.flush();
  await otherWriter.flush();
  assert.equal(session.length, 0, "nor is a draft written after signing out");
  otherWriter.save(old);
  await discardDraft(key);
  await otherWriter.flush();
  assert.equal(session.length, 1, "another draft waits on");
  writer.dispose();
  otherWriter.dispose();
});

test("nothing secret is kept, whatever it is put on", async () => {
  const { session, local } = newStores();
  const canary = "canary-4f1d";
  const heard = new BroadcastChannel("referral-editor:drafts");
  /** @type {string[]} */
  const messages = [];
  heard.onmessage = (event) => messages.push(JSON.stringify(/** @type {MessageEvent} */ (event).data));
  const secret = { token: canary, getToken: () => canary, headers: { Authorization: canary } };
  for (const storage of /** @type {const} */ (["session", "local"])) {
    const key = { ...newKey({ storage }), ...secret };
    const draft = { ...draftWith(), ...secret, inFlight: { sent: "{}", etag: "e", ...secret } };
    const options = /** @type {any} */ ({ ...secret });
    await saveDraft(key, draft, options);
    const writer = draftWriter(key, options);
    writer.save(draft);
    await writer.flush();
    writer.dispose();
    const fetch = async () => new Response("{}", { status: 500 });
    await openDraft(key, { ...options, fetch, deadlineMs: 200 });
    announceSaved(key, /** @type {any} */ ({ etag: '"e"', ...secret }));
  }
  await sleep(50);
  heard.close();
  assert.equal(messages.length, 2);
  assert.equal(session.length + local.length, 2);
  assert.ok(!JSON.stringify([...session.items, ...local.items, messages]).includes(canary));
});

test("other tabs hear what is announced of their referral, and nothing else", async () => {
  newStores();
  const key = newKey();
  /** @type {unknown[]} */
  const heard = [];
  const watches = [
    watchSaved(key, () => {
      throw new Error("ignored");
    }),
    watchSaved(key, (saved) => heard.push(saved)),
    watchSaved(newKey(), () => assert.fail("another referral")),
  ];
  const tab = await run(
    process.execPath,
    [
      "--input-type=module",
      "--eval",
      `import { announceSaved } from "referral-editor/drafts";
       const key = ${JSON.stringify(key)};
       announceSaved(key, { etag: '"v2"' });`,
    ],
    { cwd: root },
  );
  assert.equal(tab.stderr, "");
  announceSaved(key, { etag: '"own"' });
  const other = new BroadcastChannel("referral-editor:drafts");
  for (const message of [null, 5, "saved", {}, { type: "saved" }, { type: "saved", name: 5, etag: null }]) {
    other.postMessage(message);
  }
  await sleep(30);
  assert.deepEqual(heard, [], "not what this page said itself, nor what has another shape");
  // Another process is no other tab: the message of one, by hand.
  const sent = new Promise((resolve) => {
    other.onmessage = (event) => resolve(/** @type {MessageEvent} */ (event).data);
  });
  announceSaved(key, { etag: '"v2"' });
  other.postMessage(await sent);
  await sleep(30);
  assert.deepEqual(heard, [{ etag: '"v2"' }]);
  for (const watch of watches) watch.dispose();
  other.close();
});

test("a sign-out in another tab drops what waits here, and this tab's sessionStorage", async () => {
  const { session } = newStores();
  const key = newKey();
  const writer = draftWriter(key);
  await saveDraft(newKey(), draftWith());
  writer.save(draftWith());
  session.setItem("theirs", "stays");
  const other = new BroadcastChannel("referral-editor:drafts");
  other.postMessage({ type: "cleared" });
  await sleep(50);
  await writer.flush();
  assert.deepEqual([...session.items.keys()], ["theirs"]);
  writer.dispose();
  other.close();
});

test("a platform without BroadcastChannel hears nothing, and all else works", async () => {
  newStores();
  const real = globalThis.BroadcastChannel;
  provide("BroadcastChannel", () => undefined);
  const key = newKey();
  announceSaved(key, { etag: null });
  watchSaved(key, () => {}).dispose();
  const writer = draftWriter(key);
  writer.save(draftWith());
  assert.deepEqual(await writer.flush(), OK);
  writer.dispose();
  assert.deepEqual(await clearDrafts(), OK);
  provide("BroadcastChannel", () => real);
});

test("importing touches nothing, needs no init, and lets Node end", async () => {
  const code = `
    const { BroadcastChannel } = globalThis;
    const touched = [];
    for (const name of ["sessionStorage", "localStorage", "indexedDB", "document", "BroadcastChannel"]) {
      Object.defineProperty(globalThis, name, { configurable: true, get() { touched.push(name); throw new Error(name); } });
    }
    const drafts = await import("referral-editor/drafts");
    if (touched.length > 0) throw new Error("touched " + touched);
    delete globalThis.document;
    Object.defineProperty(globalThis, "BroadcastChannel", { value: BroadcastChannel });
    const key = { id: "x", user: "u" };
    const draft = { base: "{}", draft: "{}", etag: null, inFlight: null };
    const kept = await drafts.saveDraft(key, draft);
    const opened = await drafts.openDraft(key);
    await drafts.discardDraft(key);
    await drafts.saveDraft(key, { ...draft, inFlight: { sent: "{}", etag: "e" } });
    const error = await drafts.openDraft(key).catch((error) => error);
    drafts.watchSaved(key, () => {});
    drafts.draftWriter(key);
    console.log(JSON.stringify([kept.warning, opened.draft.draft, drafts.isReferralError(error) && error.code]));
  `;
  const { stdout, stderr } = await run(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: root,
    timeout: 10_000,
  });
  assert.equal(stderr, "");
  assert.deepEqual(JSON.parse(stdout), ["unavailable", "{}", "not-initialised"]);
});

test("its errors are the package's own", async () => {
  const drafts = await import("referral-editor/drafts");
  assert.equal(drafts.ReferralError, untyped.ReferralError);
  assert.equal(drafts.isReferralError, untyped.isReferralError);
});
