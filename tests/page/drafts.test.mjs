// @ts-check
/**
 * Drafts in a real browser: sessionStorage, localStorage and IndexedDB as they are, with their quotas, reloads, several
 * tabs, and a database that somebody else holds.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { answerPuts, held, ids, sandbox, server, until, withPage as withAnyPage } from "./helpers.mjs";

/** @import { Page } from "playwright-core" */
/** @import { Draft, DraftKey, StoreKind } from "referral-editor/drafts" */

const KINDS = /** @type {const} */ (["session", "local", "indexeddb"]);
const DAY = 86_400_000;

/** A document of the page's origin that does nothing by itself. */
const BLANK = `${server.url}dist/error.js`;

/** A browser asks for an icon, which is not there. @param {(page: Page) => Promise<void>} use */
const withPage = (use) => withAnyPage(use, { expected: /404/ });

/** Texts that a store would like to change. */
const TEXTS = [
  "",
  '{"a":12345678901234567.89,"b":1E5,"__proto__":{}}\r\n',
  "\u0000\u2028\ufeff\uffff",
  "half of a pair: \ud800, the other: \udc00, swapped: \udc00\ud800, whole: \ud83d\ude00",
  "é".repeat(50_000),
];

/** @param {string} draft @returns {Draft} */
const draftWith = (draft) => ({ base: `base of ${draft}`, draft, etag: '"e"', inFlight: null });

/** @param {StoreKind} [storage] @param {string} [user] @returns {DraftKey} */
const keyIn = (storage = "session", user = "u") => ({ id: ids.accepted, user, storage });

/** Opens the package in a page, or opens it anew. @param {Page} page */
async function load(page) {
  await page.goto(BLANK);
  await page.evaluate(async (path) => {
    /** @type {any} */ (globalThis).drafts = await import(path);
  }, "/dist/drafts.js");
}

/**
 * Calls a function of the package in a page. What goes in and out is written as ASCII: the way into the browser keeps no
 * halves of surrogate pairs.
 * @param {Page} page
 * @param {string} name
 * @param {...unknown} args
 */
async function call(page, name, ...args) {
  const text = await page.evaluate(
    async ([name, args]) => {
      const result = await /** @type {any} */ (globalThis).drafts[name](...JSON.parse(args));
      return JSON.stringify(result, (key, value) => (key === "cause" ? undefined : value));
    },
    /** @type {const} */ ([name, JSON.stringify(args)]),
  );
  return text === undefined ? undefined : JSON.parse(text);
}

/** The text of a draft, or null. @param {Page} page @param {DraftKey} key */
async function textOf(page, key) {
  const { draft, ...kept } = await call(page, "loadDraft", key);
  assert.deepEqual(kept, { ok: true });
  if (draft !== null) assert.equal(draft.base, `base of ${draft.draft}`);
  return draft?.draft ?? null;
}

/** What is in the three stores, ours and others'. @param {Page} page */
const inStores = (page) =>
  page.evaluate(async () => {
    const records = [...Object.keys(sessionStorage), ...Object.keys(localStorage)];
    for (const { name = "" } of await indexedDB.databases()) {
      const keys = await new Promise((resolve, reject) => {
        const opening = indexedDB.open(name);
        opening.onerror = () => reject(opening.error);
        opening.onsuccess = () => {
          const database = opening.result;
          const [store] = database.objectStoreNames;
          if (store === undefined) return resolve([]);
          const reading = database.transaction(store).objectStore(store).getAllKeys();
          reading.onsuccess = () => {
            database.close();
            resolve(reading.result);
          };
        };
      });
      records.push(...keys);
    }
    return records.sort();
  });

/** Numbers that look random and are the same in every run. @param {number} seed */
function numbers(seed) {
  let state = seed;
  return (/** @type {number} */ below) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

for (const kind of KINDS) {
  test(`${kind}: after any sequence of saves, crashes, openings and discards the last draft comes back`, () =>
    withPage(async (page) => {
      const next = numbers(KINDS.indexOf(kind) + 1);
      /** @type {Map<string, string | null>} */
      const expected = new Map([
        ["a", null],
        ["b", null],
      ]);
      await load(page);
      for (let step = 0; step < 60; step += 1) {
        const user = next(3) === 0 ? "b" : "a";
        const key = keyIn(kind, user);
        const text = `${TEXTS[next(TEXTS.length)]} ${step}`;
        const kept = { ok: true };
        switch (next(5)) {
          case 0:
            assert.deepEqual(await call(page, "discardDraft", key), kept);
            expected.set(user, null);
            break;
          case 1:
            await load(page);
            break;
          case 2: {
            // Several at once, without waiting: the last one counts.
            const all = await page.evaluate(
              async (args) => {
                const [key, first, last] = JSON.parse(args);
                const { saveDraft, discardDraft } = /** @type {any} */ (globalThis).drafts;
                return Promise.all([saveDraft(key, first), discardDraft(key), saveDraft(key, last)]);
              },
              JSON.stringify([key, draftWith("first"), draftWith(text)]),
            );
            assert.deepEqual(all, [kept, kept, kept]);
            expected.set(user, text);
            break;
          }
          default:
            assert.deepEqual(await call(page, "saveDraft", key, draftWith(text)), kept);
            expected.set(user, text);
        }
        for (const [user, text] of expected) assert.equal(await textOf(page, keyIn(kind, user)), text, `step ${step}`);
      }
      await load(page);
      for (const [user, text] of expected) assert.equal(await textOf(page, keyIn(kind, user)), text);
    }));

  test(`${kind}: after a week a draft is not given out, and all that have expired are removed`, () =>
    withPage(async (page) => {
      await page.clock.setFixedTime("2026-11-01T12:00:00Z");
      await load(page);
      for (const user of ["a", "b"]) await call(page, "saveDraft", keyIn(kind, user), draftWith(user));
      await call(page, "saveDraft", keyIn(kind, "c"), draftWith("c"), { maxAgeMs: 8 * DAY });
      await page.clock.setFixedTime("2026-11-08T11:59:59Z");
      await load(page);
      assert.equal(await textOf(page, keyIn(kind, "a")), "a");
      await page.clock.setFixedTime("2026-11-08T12:00:00Z");
      assert.equal(await textOf(page, keyIn(kind, "a")), null);
      assert.equal((await inStores(page)).length, 1, "b too, unasked");
      assert.equal(await textOf(page, keyIn(kind, "c")), "c");
    }));

  test(`${kind}: a full store is a warning; the draft stays in memory, and what is in the store stays there`, () =>
    withPage(async (page) => {
      // Web storages have room for some five million characters, a database has what the disk has.
      const session = await page.context().newCDPSession(page);
      await session.send("Storage.overrideQuotaForOrigin", {
        origin: new URL(server.url).origin,
        quotaSize: 2_000_000,
      });
      await load(page);
      const key = keyIn(kind);
      assert.deepEqual(await call(page, "saveDraft", key, draftWith("short")), { ok: true });
      const kept = await page.evaluate(async (key) => {
        const { saveDraft, loadDraft } = /** @type {any} */ (globalThis).drafts;
        const long = { base: "", draft: "x".repeat(6_000_000), etag: null, inFlight: null };
        const { ok, warning } = await saveDraft(key, long);
        const loaded = await loadDraft(key);
        return { ok, warning, loaded: loaded.warning, same: loaded.draft.draft === long.draft };
      }, key);
      assert.deepEqual(kept, { ok: false, warning: "quota", loaded: "quota", same: true });
      await load(page);
      assert.equal(await textOf(page, key), "short");
    }));
}

/** Types a draft that is not written yet. @param {Page} page @param {DraftKey} key @param {string} text */
async function type(page, key, text) {
  const written = await page.evaluate(
    async ([key, draft]) => {
      const { draftWriter, loadDraft } = /** @type {any} */ (globalThis).drafts;
      const writer = draftWriter(key, { delayMs: 60_000 });
      // The writer has looked at the store by then.
      await loadDraft(key);
      writer.save(draft);
      return (await loadDraft(key)).draft;
    },
    /** @type {const} */ ([key, draftWith(text)]),
  );
  assert.equal(written, null);
}

for (const kind of /** @type {const} */ (["session", "local"])) {
  test(`${kind}: what waits is written when the page goes away`, () =>
    withPage(async (page) => {
      await load(page);
      for (const user of ["a", "b"]) await type(page, keyIn(kind, user), user);
      await load(page);
      for (const user of ["a", "b"]) assert.equal(await textOf(page, keyIn(kind, user)), user);
    }));
}

test("local: what waits is written when the tab is closed", () =>
  withPage(async (page) => {
    const other = await page.context().newPage();
    await load(page);
    await load(other);
    await type(page, keyIn("local"), "closed");
    await page.close({ runBeforeUnload: true });
    await until(async () => (await textOf(other, keyIn("local"))) === "closed");
  }));

test("indexeddb: what waits is mostly written when the page goes away: nothing waits for a database", () =>
  withPage(async (page) => {
    await load(page);
    let written = 0;
    for (const round of ["1", "2", "3", "4", "5"]) {
      for (const user of ["a", "b"]) await type(page, keyIn("indexeddb", user + round), user);
      await load(page);
      for (const user of ["a", "b"]) {
        if ((await textOf(page, keyIn("indexeddb", user + round))) === user) written += 1;
      }
    }
    assert.ok(written > 0);
  }));

test("indexeddb: what waits is written when the page is hidden and lives on", () =>
  withPage(async (page) => {
    await load(page);
    for (const user of ["a", "b"]) await type(page, keyIn("indexeddb", user), user);
    await page.evaluate(() => {
      Object.defineProperty(document, "visibilityState", { configurable: true, get: () => "hidden" });
      document.dispatchEvent(new Event("visibilitychange"));
      Reflect.deleteProperty(document, "visibilityState");
    });
    for (const user of ["a", "b"]) {
      await call(page, "saveDraft", keyIn("indexeddb", "last"), draftWith("in its turn"));
      await page.reload();
      await load(page);
      assert.equal(await textOf(page, keyIn("indexeddb", user)), user);
    }
  }));

test("signing out removes our drafts from all three stores and from other tabs, and nothing else", () =>
  withPage(async (page) => {
    const other = await page.context().newPage();
    await load(page);
    await load(other);
    for (const tab of [page, other]) {
      await tab.evaluate(async () => {
        sessionStorage.setItem("theirs", "1");
        localStorage.setItem("theirs", "1");
        localStorage.setItem("referral-editor", "theirs too");
        await new Promise((resolve) => {
          const opening = indexedDB.open("theirs");
          opening.onupgradeneeded = () => opening.result.createObjectStore("s").put(1, "theirs");
          opening.onsuccess = () => resolve(opening.result.close());
        });
      });
      for (const kind of KINDS) {
        for (const user of ["a", "b"]) await call(tab, "saveDraft", keyIn(kind, user), draftWith(user));
      }
    }
    // Somebody is in the middle of typing in the other tab.
    await other.evaluate(
      ([key, draft]) => {
        const scope = /** @type {any} */ (globalThis);
        scope.writer = scope.drafts.draftWriter(key);
        scope.writer.save(draft);
      },
      /** @type {const} */ ([keyIn("session", "c"), draftWith("c")]),
    );
    assert.deepEqual(await call(page, "clearDrafts"), { ok: true });
    const rest = ["referral-editor", "theirs", "theirs", "theirs"];
    assert.deepEqual(await inStores(page), rest);
    await until(async () => (await inStores(other)).length === rest.length);
    await other.evaluate(() => /** @type {any} */ (globalThis).writer.flush());
    assert.deepEqual(await inStores(other), rest);
    for (const tab of [page, other]) {
      for (const kind of KINDS) assert.equal(await textOf(tab, keyIn(kind, "a")), null);
    }
  }));

test("what is never kept makes no database", () =>
  withPage(async (page) => {
    await load(page);
    assert.deepEqual(await call(page, "clearDrafts"), { ok: true });
    assert.deepEqual(await call(page, "saveDraft", keyIn(), draftWith("x")), { ok: true });
    assert.deepEqual(await call(page, "clearDrafts"), { ok: true });
    assert.deepEqual(await page.evaluate(() => indexedDB.databases()), []);
  }));

test("tabs: sessionStorage keeps them apart, the other stores do not", () =>
  withPage(async (page) => {
    const other = await page.context().newPage();
    await load(page);
    await load(other);
    for (const kind of KINDS) await call(page, "saveDraft", keyIn(kind), draftWith("of the first tab"));
    assert.equal(await textOf(other, keyIn("session")), null);
    assert.equal(await textOf(other, keyIn("local")), "of the first tab");
    assert.equal(await textOf(other, keyIn("indexeddb")), "of the first tab");
    await page.close();
    assert.equal(await textOf(other, keyIn("indexeddb")), "of the first tab");
  }));

test("tabs: the others hear of a save, the one that saved does not", () =>
  withPage(async (page) => {
    const other = await page.context().newPage();
    for (const tab of [page, other]) {
      await load(tab);
      await tab.evaluate((key) => {
        const scope = /** @type {any} */ (globalThis);
        scope.heard = [];
        scope.watch = scope.drafts.watchSaved(key, (/** @type {unknown} */ saved) => scope.heard.push(saved));
        scope.drafts.watchSaved({ ...key, user: "another" }, () => scope.heard.push("another's"));
      }, keyIn());
    }
    const heardBy = (/** @type {Page} */ tab) => tab.evaluate(() => /** @type {any} */ (globalThis).heard);
    await call(page, "announceSaved", keyIn("local"), { etag: '"v2"' });
    await until(async () => (await heardBy(other)).length > 0);
    assert.deepEqual(await heardBy(other), [{ etag: '"v2"' }]);
    assert.deepEqual(await heardBy(page), []);
    await other.evaluate(() => /** @type {any} */ (globalThis).watch.dispose());
    await call(page, "announceSaved", keyIn(), { etag: null });
    await call(other, "announceSaved", keyIn(), { etag: '"v3"' });
    await until(async () => (await heardBy(page)).length > 0);
    assert.deepEqual(await heardBy(other), [{ etag: '"v2"' }]);
  }));

test("a database that somebody else holds is a warning after two seconds, and is used when it is free again", () =>
  withPage(async (page) => {
    const key = keyIn("indexeddb");
    const other = await page.context().newPage();
    await load(page);
    await load(other);
    await call(page, "saveDraft", key, draftWith("first"));
    // An upgrade keeps everybody out as long as it lasts. Ours gives way to it.
    await other.evaluate(
      () =>
        new Promise((resolve) => {
          const opening = indexedDB.open("referral-editor:drafts", 99);
          opening.onupgradeneeded = () => {
            const scope = /** @type {any} */ (globalThis);
            const store = opening.transaction?.objectStore("drafts");
            const spin = () => {
              if (scope.released || !store) return;
              store.count().onsuccess = spin;
            };
            spin();
            resolve(undefined);
          };
          opening.onsuccess = () => opening.result.close();
        }),
    );
    const start = Date.now();
    assert.deepEqual(await call(page, "saveDraft", key, draftWith("second")), { ok: false, warning: "unavailable" });
    assert.ok(Date.now() - start < 4000);
    assert.equal((await call(page, "loadDraft", key)).draft.draft, "second");
    assert.deepEqual(await call(page, "clearDrafts"), {
      ok: false,
      warning: "unavailable",
      storage: ["indexeddb"],
    });
    await other.evaluate(() => {
      /** @type {any} */ (globalThis).released = true;
    });
    await until(async () => (await call(page, "saveDraft", key, draftWith("third"))).ok);
    await load(page);
    assert.equal(await textOf(page, key), "third");
  }));

test("a database that is deleted while it is open is made anew", () =>
  withPage(async (page) => {
    const key = keyIn("indexeddb");
    await load(page);
    await call(page, "saveDraft", key, draftWith("first"));
    await page.evaluate(() =>
      new Promise((resolve, reject) => {
        const deleting = indexedDB.deleteDatabase("referral-editor:drafts");
        deleting.onblocked = reject;
        deleting.onsuccess = resolve;
      }).then(() => {}),
    );
    assert.equal(await textOf(page, key), null);
    assert.deepEqual(await call(page, "saveDraft", key, draftWith("second")), { ok: true });
    await load(page);
    assert.equal(await textOf(page, key), "second");
  }));

test("what something else put into the database is reported, and the next draft takes its place", () =>
  withPage(async (page) => {
    const key = keyIn("indexeddb");
    await load(page);
    await call(page, "saveDraft", key, draftWith("first"));
    for (const value of [5, null, "text", {}, { text: 5 }, { text: "x", expiresAt: 9e15 }]) {
      await page.evaluate(
        (value) =>
          new Promise((resolve) => {
            const opening = indexedDB.open("referral-editor:drafts");
            opening.onsuccess = () => {
              const transaction = opening.result.transaction("drafts", "readwrite");
              const store = transaction.objectStore("drafts");
              store.getAllKeys().onsuccess = ({ target }) => {
                const [name] = /** @type {IDBRequest} */ (target).result;
                store.put(value, name);
              };
              transaction.oncomplete = () => resolve(opening.result.close());
            };
          }),
        value,
      );
      assert.deepEqual(
        await call(page, "loadDraft", key),
        { ok: false, warning: "corrupt", draft: null },
        JSON.stringify(value),
      );
      assert.deepEqual(await call(page, "saveDraft", key, draftWith("next")), { ok: true });
      assert.equal(await textOf(page, key), "next");
    }
  }));

test("a frame that may not use any store gets a warning, and loses nothing while it lives", () =>
  withPage(async (page) => {
    await page.route("**/dist/**", async (route) => {
      const response = await route.fetch();
      await route.fulfill({ response, headers: { ...response.headers(), "access-control-allow-origin": "*" } });
    });
    await page.goto(BLANK);
    await page.setContent('<iframe sandbox="allow-scripts" srcdoc="<p>"></iframe>');
    const frame = page.frames()[1];
    assert.ok(frame);
    await frame.waitForSelector("p", { state: "attached" });
    const results = await frame.evaluate(
      async ([url, keys, draft]) => {
        const drafts = await import(url);
        const results = [];
        for (const key of keys) {
          const { ok, warning } = await drafts.saveDraft(key, draft);
          const loaded = await drafts.loadDraft(key);
          results.push([ok, warning, loaded.warning, loaded.draft.draft]);
        }
        const { ok, storage } = await drafts.clearDrafts();
        return [...results, [ok, storage]];
      },
      /** @type {const} */ ([`${server.url}dist/drafts.js`, KINDS.map((kind) => keyIn(kind)), draftWith("text")]),
    );
    const refused = [false, "unavailable", "unavailable", "text"];
    assert.deepEqual(results, [refused, refused, refused, [false, KINDS]]);
  }));

test("a tab that is closed while its save is under way: the next one says that it was saved", () =>
  withPage(async (page) => {
    const id = ids.accepted;
    const key = { id, user: "u", baseUrl: server.baseUrl, storage: /** @type {const} */ ("local") };
    const handle = sandbox.handle;
    let arrived = false;
    /** @type {(value: unknown) => void} */
    let closed = () => {};
    const isClosed = new Promise((resolve) => {
      closed = resolve;
    });
    answerPuts(async (request) => {
      arrived = true;
      await isClosed;
      return handle(request);
    });
    const first = await page.context().newPage();
    await load(first);
    await first.evaluate(
      async ([key, token]) => {
        const { saveDraft } = /** @type {any} */ (globalThis).drafts;
        const path = "/dist/browser.js";
        const referral = await import(path);
        await referral.default();
        const client = { baseUrl: key.baseUrl, getToken: () => token };
        const { json: base, etag } = await referral.getReferral(key.id, client);
        const sent = referral.edit(base, [{ op: "replace", path: "/details/notes", value: "mine" }]);
        await saveDraft(key, { base, draft: sent, etag, inFlight: { sent, etag } });
        referral.putReferral(sent, { ...client, base });
      },
      /** @type {const} */ ([key, sandbox.token]),
    );
    await until(() => arrived);
    await load(page);
    const open = () =>
      page.evaluate(
        async ([key, token]) => {
          const { openDraft } = /** @type {any} */ (globalThis).drafts;
          const path = "/dist/browser.js";
          const referral = await import(path);
          await referral.default();
          // Of three documents that differ in the notes only.
          const merge = (/** @type {string} */ base, /** @type {string} */ ours, /** @type {string} */ theirs) => {
            const mine = referral.diff(base, ours).filter(({ path = "" }) => path === "/details/notes");
            const edits = mine.map(({ path = "", after = "" }) => ({ op: "replace", path, json: after }));
            return { merged: referral.edit(theirs, edits), conflicts: [], taken: [] };
          };
          const { draft, settled } = await openDraft(key, { getToken: () => token, merge });
          return { kept: draft !== null, type: settled.type, lastSeen: settled.lastSeen };
        },
        /** @type {const} */ ([key, sandbox.token]),
      );
    assert.deepEqual(await open(), { kept: true, type: "unknown", lastSeen: "unchanged" });
    await first.close();
    closed(undefined);
    await until(() => JSON.parse(held(id)).details.notes === "mine");
    assert.deepEqual(await open(), { kept: false, type: "saved", lastSeen: undefined });
    assert.deepEqual(await inStores(page), []);
  }));
