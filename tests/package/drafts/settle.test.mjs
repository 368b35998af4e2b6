// @ts-check
/**
 * A page ended while its save was under way, and the draft is opened again: what is said of the save, against a sandbox
 * over real HTTP, and what is left of the draft.
 */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { edit, getReferral, putReferral, stripLinks } from "referral-editor";
import { discardDraft, loadDraft, openDraft, saveDraft } from "referral-editor/drafts";
import { codeOf, ids, notesOf, startSandbox, startServer } from "../helpers.mjs";
import { draftIn, newKey, newStores } from "./helpers.mjs";

/** @import { Draft, DraftKey, Settled } from "referral-editor/drafts" */

const api = await startSandbox();
const { baseUrl, ...client } = api.client;
const id = ids.accepted;

beforeEach(() => {
  newStores();
  api.reset();
});

/** @param {string} text @param {Record<string, unknown>} values */
const withValues = (text, values) =>
  edit(
    text,
    Object.entries(values).map(([path, value]) => ({ op: "replace", path, value })),
  );

/**
 * What a page leaves behind that ends in a save. `later` is typed after the save began.
 * @param {Record<string, unknown>} [values]
 * @param {Record<string, unknown>} [later]
 */
async function crash(values = { "/details/notes": "mine" }, later = {}) {
  const key = newKey({ baseUrl });
  const { json: base, etag } = await getReferral(id, api.client);
  assert.ok(etag !== null);
  const sent = withValues(base, values);
  const draft = { base, draft: withValues(sent, later), etag, inFlight: { sent, etag, clientRequestId: "c" } };
  assert.deepEqual(await saveDraft(key, draft), { ok: true });
  return { key, draft, put: () => putReferral(sent, { ...api.client, base }) };
}

/** @param {DraftKey} key @param {Draft | null} expected */
async function assertKept(key, expected) {
  const { draft, ...kept } = await loadDraft(key);
  assert.deepEqual(kept, { ok: true });
  assert.deepEqual(draftIn(draft), expected);
}

/** @template {Settled["type"]} T @param {Settled | null} settled @param {T} type */
function expectType(settled, type) {
  assert.equal(settled?.type, type, JSON.stringify(settled));
  return /** @type {Extract<Settled, { type: T }>} */ (settled);
}

/** Somebody else saves. @param {Record<string, unknown>} changes */
function saveElsewhere(changes) {
  const details = { ...JSON.parse(api.held(id)).details, ...changes };
  return api.sandbox.change(id, { details: JSON.stringify(details) });
}

test("a draft without a save under way is opened without a request", async () => {
  const { key, draft } = await crash();
  await saveDraft(key, { ...draft, inFlight: null });
  const fetch = () => assert.fail("a request");
  const { draft: record, ...rest } = await openDraft(key, { ...client, fetch });
  assert.deepEqual(rest, { ok: true, settled: null });
  assert.deepEqual(draftIn(record), { ...draft, inFlight: null });
  assert.deepEqual(await openDraft(newKey(), { ...client, fetch }), { ok: true, draft: null, settled: null });
});

test("saved: the server holds what was sent, and nothing is left of the draft", async () => {
  const { key, put } = await crash();
  assert.equal((await put()).type, "saved");
  const { settled, draft, ...kept } = await openDraft(key, client);
  assert.deepEqual([kept, draft], [{ ok: true }, null]);
  const { current, merged, etag, conflicts } = expectType(settled, "saved");
  assert.equal(current, api.held(id));
  assert.equal(merged, current);
  assert.equal(etag, JSON.parse(current).eTag);
  assert.deepEqual(conflicts, []);
  await assertKept(key, null);
});

test("saved: what was typed after the save began stands on what the server has", async () => {
  const { key, put } = await crash({ "/details/notes": "mine" }, { "/details/dealValue": 7 });
  await put();
  saveElsewhere({ closingDateTime: "2020-01-01T00:00:00Z" });
  const { settled, draft } = await openDraft(key, client);
  const { current, merged, etag, taken } = expectType(settled, "saved");
  assert.equal(current, api.held(id));
  assert.equal(merged, withValues(current, { "/details/dealValue": 7 }));
  assert.ok(taken.some(({ path }) => path === "/details/closingDateTime"));
  assert.deepEqual(draftIn(draft), { base: current, draft: merged, etag, inFlight: null });
  await assertKept(key, { base: current, draft: merged, etag, inFlight: null });
});

test("saved: what was typed and is no value yet keeps the draft", async () => {
  const { key, draft, put } = await crash();
  const typed = { value: "12,5,0" };
  await saveDraft(key, { ...draft, typed });
  await put();
  const { settled, draft: record } = await openDraft(key, client);
  const { current, etag } = expectType(settled, "saved");
  assert.deepEqual(draftIn(record), { base: current, draft: current, etag, inFlight: null, typed });
  await assertKept(key, { base: current, draft: current, etag, inFlight: null, typed });
});

test("saved: what was typed after the save began, where others changed the same since, is a conflict on top", async () => {
  const { key, draft, put } = await crash({ "/details/notes": "mine" }, { "/statusReason": "later" });
  await put();
  api.sandbox.change(id, { statusReason: '"theirs"' });
  const { settled, draft: record } = await openDraft(key, client);
  const { merged, conflicts } = expectType(settled, "saved");
  assert.equal(JSON.parse(merged).statusReason, "later");
  assert.deepEqual(conflicts, [
    { path: "/statusReason", kind: "both-changed", base: "null", ours: '"later"', theirs: '"theirs"' },
  ]);
  assert.deepEqual(draftIn(record), draft, "the question comes again after the next crash");
  await assertKept(key, draft);
});

test("saved: also where the service gives the same eTag again", async () => {
  const { key, draft } = await crash();
  const fetch = async () =>
    new Response(stripLinks(draft.inFlight.sent), { headers: { "content-type": "application/json" } });
  expectType((await openDraft(key, { ...client, fetch })).settled, "saved");
});

test("unknown: while the server has the version that the save began from, it may still land", async () => {
  const { key, draft, put } = await crash({ "/details/notes": "mine" }, { "/details/dealValue": 7 });
  for (let times = 0; times < 2; times += 1) {
    const { settled, draft: record } = await openDraft(key, client);
    assert.deepEqual(settled, { type: "unknown", reason: "unsettled", lastSeen: "unchanged" });
    assert.deepEqual(draftIn(record), draft);
    await assertKept(key, draft);
  }
  await put();
  expectType((await openDraft(key, client)).settled, "saved");
});

test("notSaved: another change overtook the save, and the whole draft is rebased onto it", async () => {
  const { key, draft } = await crash({ "/details/notes": "mine" }, { "/details/dealValue": 7 });
  saveElsewhere({ closingDateTime: "2020-01-01T00:00:00Z" });
  const { settled, draft: record } = await openDraft(key, client);
  const { current, merged, etag, conflicts, taken } = expectType(settled, "notSaved");
  assert.equal(current, api.held(id));
  assert.equal(merged, withValues(current, { "/details/notes": "mine", "/details/dealValue": 7 }));
  assert.deepEqual(conflicts, []);
  assert.deepEqual(
    taken.filter(({ path }) => path.startsWith("/details")).map(({ path }) => path),
    ["/details/closingDateTime"],
  );
  const rebased = { base: current, draft: merged, etag, inFlight: null };
  assert.deepEqual(draftIn(record), rebased);
  await assertKept(key, rebased);
  const saved = await putReferral(merged, { ...api.client, base: current });
  assert.equal(saved.type, "saved");
  assert.notEqual(etag, draft.etag);
});

test("conflict: both changed the same; ours is on top, and the draft stays until a person has decided", async () => {
  const { key, draft } = await crash({ "/details/notes": "mine" }, { "/details/dealValue": 7 });
  const etag = saveElsewhere({ notes: "theirs" });
  for (let times = 0; times < 2; times += 1) {
    const { settled, draft: record } = await openDraft(key, client);
    const conflict = expectType(settled, "conflict");
    assert.equal(conflict.current, api.held(id));
    assert.equal(conflict.etag, etag);
    assert.deepEqual(JSON.parse(conflict.merged).details.dealValue, 7);
    assert.equal(notesOf(conflict.merged), "mine");
    const { base: before } = draft;
    assert.deepEqual(conflict.conflicts, [
      {
        path: "/details/notes",
        kind: "both-changed",
        base: JSON.stringify(notesOf(before)),
        ours: '"mine"',
        theirs: '"theirs"',
      },
    ]);
    assert.deepEqual(draftIn(record), draft);
    await assertKept(key, draft);
  }
});

test("conflict: the save landed and part of it was taken back since; that is not set again unasked", async () => {
  const sent = {
    "/details/notes": "mine",
    "/statusReason": "mine",
    "/details/closingDateTime": "2020-01-01T00:00:00Z",
  };
  const { key, draft, put } = await crash(sent, {
    "/details/closingDateTime": "2018-11-14T00:00:00Z",
    "/customerProfile/name": "typed later",
  });
  await put();
  const { notes, closingDateTime } = JSON.parse(draft.base).details;
  saveElsewhere({ notes, closingDateTime });
  const { settled } = await openDraft(key, client);
  const { merged, conflicts } = expectType(settled, "conflict");
  const before = JSON.stringify(notes);
  assert.deepEqual(
    conflicts,
    [{ path: "/details/notes", kind: "reverted-after-unknown", base: before, ours: '"mine"', theirs: before }],
    "neither what was taken back in the draft itself, nor what was typed later, is a question",
  );
  assert.equal(notesOf(merged), "mine");
  await assertKept(key, draft);
});

test("unknown: what cannot be read says why, and the draft stays", async () => {
  const { key, draft } = await crash();
  const answer = (/** @type {number} */ status, body = "{}") => ({
    ...client,
    deadlineMs: 300,
    fetch: async () => new Response(body, { status, headers: { "content-type": "application/json" } }),
  });
  const stopped = await startServer(() => {});
  await stopped.close();
  for (const [reason, options] of /** @type {const} */ ([
    ["gone", answer(404)],
    ["forbidden", answer(403)],
    ["unauthenticated", answer(401)],
    ["service", answer(500)],
    ["unexpected-response", answer(200, "<html>")],
    ["no-token", { ...client, getToken: () => Promise.reject(new Error("signed out")) }],
    ["aborted", { ...client, signal: AbortSignal.abort("left") }],
    ["timeout", { ...client, timeoutMs: 50, deadlineMs: 100, fetch: () => new Promise(() => {}) }],
    ["network", { ...client, deadlineMs: 300, fetch: () => Promise.reject(new TypeError("Failed to fetch")) }],
  ])) {
    const { settled, draft: record } = await openDraft(key, options);
    assert.deepEqual(settled, { type: "unknown", reason, lastSeen: "unreadable" });
    assert.deepEqual(draftIn(record), draft);
    await assertKept(key, draft);
  }
});

test("unknown: a document without an eTag cannot be told from the one before", async () => {
  const { key, draft } = await crash();
  const json = api.held(id).replace(/"eTag": ?"(?:[^"\\]|\\.)*",/, "");
  const fetch = async () => new Response(json, { headers: { "content-type": "application/json" } });
  const { settled } = await openDraft(key, { ...client, fetch });
  assert.deepEqual(settled, { type: "unknown", reason: "etag-missing", lastSeen: "unreadable" });
  await assertKept(key, draft);
});

test("unknown: a draft that is no JSON yet stays as it is", async () => {
  const { key, draft, put } = await crash();
  const typing = { ...draft, draft: draft.draft.trimEnd().slice(0, -1) };
  await saveDraft(key, typing);
  await put();
  const { settled } = await openDraft(key, client);
  assert.deepEqual(settled, { type: "unknown", reason: "syntax", lastSeen: "changed" });
  await assertKept(key, typing);
});

test("what is written while the referral is read back is not lost: it is settled instead", async () => {
  const { key, draft, put } = await crash();
  await put();
  let reads = 0;
  const newer = { ...draft, draft: withValues(draft.draft, { "/details/dealValue": 9 }) };
  const { settled, draft: record } = await openDraft(key, {
    ...client,
    async fetch(request) {
      reads += 1;
      if (reads === 1) await saveDraft(key, newer);
      return fetch(request);
    },
  });
  assert.equal(reads, 2);
  const { current } = expectType(settled, "saved");
  assert.equal(record?.draft, withValues(current, { "/details/dealValue": 9 }));
  await assertKept(key, draftIn(record));
});

test("unknown: a draft that is written over and over is left to who writes it", async () => {
  const { key, draft, put } = await crash();
  await put();
  let reads = 0;
  const { settled } = await openDraft(key, {
    ...client,
    async fetch(request) {
      reads += 1;
      await saveDraft(key, { ...draft, draft: withValues(draft.draft, { "/details/dealValue": reads }) });
      return fetch(request);
    },
  });
  assert.deepEqual(settled, { type: "unknown", reason: "draft-changed", lastSeen: "changed" });
  assert.equal((await loadDraft(key)).draft?.draft, withValues(draft.draft, { "/details/dealValue": reads }));
});

test("what is discarded while the referral is read back stays discarded", async () => {
  const { key, put } = await crash({ "/details/notes": "mine" }, { "/details/dealValue": 7 });
  await put();
  const { settled, draft } = await openDraft(key, {
    ...client,
    async fetch(request) {
      await discardDraft(key);
      return fetch(request);
    },
  });
  assert.deepEqual([settled, draft], [null, null]);
  await assertKept(key, null);
});

test("a store that refuses while a save is settled leaves the result in memory", async () => {
  const { session } = newStores();
  const { key, put } = await crash({ "/details/notes": "mine" }, { "/details/dealValue": 7 });
  await put();
  session.room = 0;
  const opened = await openDraft(key, client);
  assert.ok(!opened.ok && opened.warning === "quota");
  expectType(opened.settled, "saved");
  assert.equal(opened.draft?.inFlight, null);
  assert.deepEqual(draftIn((await loadDraft(key)).draft), draftIn(opened.draft));
});

test("a store that refuses, and a draft that is written meanwhile: the later one is not lost", async () => {
  const { session } = newStores();
  const { key, draft, put } = await crash();
  await put();
  session.room = 0;
  const newer = { ...draft, draft: withValues(draft.draft, { "/details/dealValue": 9 }) };
  await saveDraft(key, draft);
  let reads = 0;
  const { settled, draft: record } = await openDraft(key, {
    ...client,
    async fetch(request) {
      reads += 1;
      if (reads === 1) await saveDraft(key, newer);
      return fetch(request);
    },
  });
  const { current } = expectType(settled, "saved");
  assert.equal(record?.draft, withValues(current, { "/details/dealValue": 9 }));
  assert.deepEqual((await loadDraft(key)).draft, record);
});

test("the lifetime of a draft begins when it was typed, not when it was opened", async () => {
  const { key } = await crash();
  const { draft: before } = await loadDraft(key);
  saveElsewhere({ currency: "EUR" });
  const { draft: after } = await openDraft(key, client);
  assert.deepEqual([after?.savedAt, after?.expiresAt], [before?.savedAt, before?.expiresAt]);
});

test("the other tabs are told that it was saved", async () => {
  const { key, put } = await crash();
  await put();
  const other = new BroadcastChannel("referral-editor:drafts");
  const heard = new Promise((resolve) => {
    other.onmessage = (event) => resolve(/** @type {MessageEvent} */ (event).data);
  });
  await openDraft(key, client);
  const { type, etag } = /** @type {any} */ (await heard);
  assert.deepEqual([type, etag], ["saved", JSON.parse(api.held(id)).eTag]);
  other.close();
});

test("misuse: an API that is not the key's gets no request and no token", async () => {
  const { key } = await crash();
  const never = () => assert.fail("asked");
  for (const other of ["https://api.partner.microsoft.com/v1.0", "/v1.0", "https://h?x"]) {
    const options = { ...client, baseUrl: other, getToken: never, fetch: never };
    assert.equal(await codeOf(() => openDraft(key, options)), "argument", other);
  }
  const { settled } = await openDraft(key, { ...client, baseUrl: `${baseUrl}/` });
  expectType(settled, "unknown");
});

test("misuse: what getReferral refuses is thrown, and the draft stays", async () => {
  const key = newKey({ baseUrl: "http://example.com/v1.0" });
  const draft = { base: "{}", draft: "{}", etag: "e", inFlight: { sent: "{}", etag: "e" } };
  await saveDraft(key, draft);
  assert.equal(await codeOf(() => openDraft(key, client)), "url");
  assert.equal(await codeOf(() => openDraft(key, { ...client, fetch: /** @type {any} */ (5) })), "argument");
  await assertKept(key, draft);
});
