// @ts-check
/**
 * Several tabs of one browser save the same referral at once, over real HTTP: with the locks of the platform, which let
 * one save at a time through, and without them.
 */

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { held, ids, puts, sandbox, server, until, withPage } from "./helpers.mjs";

/** @import { TestContext } from "node:test" */
/** @import { Page } from "playwright-core" */
/** @import { Outcome } from "referral-editor" */

const SAVES = 25;
const id = ids.accepted;

/** One for each tab. */
const MEMBERS = ["/details/notes", "/customerProfile/name", "/team/0/firstName", "/x-tab"];

/** A document of the page's origin that does nothing by itself. */
const BLANK = `${server.url}dist/error.js`;

/** A browser writes every 412 there, every broken connection, and that there is no icon. */
const expected = /404|412|503|ERR_/;

/** @type {string[]} every version of the referral */
let versions = [];
/** How many PUTs were under way at once, at the most. */
let most = 0;
/** What happens to every third PUT, in turn. */
let faults = [""];

beforeEach(() => {
  const { handle } = sandbox;
  let underWay = 0;
  versions = [held(id)];
  most = 0;
  faults = [];
  let count = 0;
  sandbox.handle = async (request) => {
    if (request.method !== "PUT") return await handle(request);
    underWay += 1;
    most = Math.max(most, underWay);
    await sleep(5);
    count += 1;
    const fault = count % 3 === 0 ? faults[(count / 3) % faults.length] : undefined;
    // This request is the next one to meet it.
    if (fault !== undefined) sandbox.scenario.set({ match: { method: "PUT" }, faults: [fault] });
    const response = await handle(request).finally(() => {
      underWay -= 1;
    });
    if (held(id) !== versions.at(-1)) versions.push(held(id));
    return response;
  };
});

/**
 * Tabs of one browser, with the package loaded.
 * @param {{ count: number, locks: boolean }} options
 * @param {(tabs: Page[]) => Promise<void>} use
 */
const withTabs = ({ count, locks }, use) =>
  withPage(
    async (page) => {
      const context = page.context();
      if (!locks) await context.addInitScript(() => Reflect.deleteProperty(Navigator.prototype, "locks"));
      const more = Array.from({ length: count - 1 }, () => context.newPage());
      const tabs = [page, ...(await Promise.all(more))];
      for (const tab of tabs) {
        await tab.goto(BLANK);
        const has = await tab.evaluate(async (path) => {
          const referral = await import(path);
          await referral.default();
          Object.assign(globalThis, { referral });
          return navigator.locks !== undefined;
        }, "/dist/browser.js");
        assert.equal(has, locks);
      }
      await use(tabs);
    },
    { expected },
  );

/**
 * Edits a member and saves it, again and again.
 * @param {Page} tab
 * @param {{ path: string, name: string, count: number }} work
 * @returns {Promise<Outcome[]>}
 */
const save = (tab, work) =>
  tab.evaluate(
    async ({ id, token, path, name, count }) => {
      /** @type {typeof import("referral-editor")} */
      const { getReferral, edit, putReferral } = /** @type {any} */ (globalThis).referral;
      const client = { baseUrl: "/v1.0", getToken: () => token };
      const outcomes = [];
      for (let nth = 0; nth < count; nth += 1) {
        let base = (await getReferral(id, client)).json;
        let draft = edit(base, [{ op: "replace", path, value: `${name}-${nth}` }]);
        for (let isOver = false; !isOver; ) {
          const outcome = await putReferral(draft, { ...client, base });
          outcomes.push(outcome);
          isOver = outcome.type !== "conflict" || outcome.conflicts.length > 0;
          if (outcome.type === "conflict") [base, draft] = [outcome.current, outcome.merged];
        }
      }
      return outcomes;
    },
    { id, token: sandbox.token, ...work },
  );

/** What stands at a pointer. @param {string} text @param {string} path */
function at(text, path) {
  let value = JSON.parse(text);
  for (const token of path.split("/").slice(1)) value = value?.[token];
  return value;
}

/**
 * Four tabs save 25 times each, each its own member. Every edit is acknowledged, is in one version or more in a row, and
 * comes after the one before it.
 * @param {TestContext} t
 * @param {boolean} locks
 */
async function race(t, locks) {
  /** @type {Record<string, number>} */
  const counts = {};
  const started = Date.now();
  sandbox.change(id, { "x-tab": '"-"' });
  versions = [held(id)];
  await withTabs({ count: MEMBERS.length, locks }, async (tabs) => {
    const all = tabs.map((tab, index) => save(tab, { path: MEMBERS[index] ?? "", name: `tab${index}`, count: SAVES }));
    for (const outcome of (await Promise.all(all)).flat()) {
      const name = outcome.type === "saved" ? `saved by ${outcome.verifiedBy}` : outcome.type;
      counts[name] = (counts[name] ?? 0) + 1;
      if (outcome.type === "saved") assert.ok(versions.includes(outcome.json), "saved is a version of the server");
    }
  });
  const saved = (counts["saved by response"] ?? 0) + (counts["saved by readback"] ?? 0);
  const seen = MEMBERS.map((path) => {
    const column = versions.map((text) => at(text, path));
    return column.filter((value, index) => index > 0 && value !== column[index - 1]);
  });
  const wanted = MEMBERS.map((_, tab) => Array.from({ length: SAVES }, (_, nth) => `tab${tab}-${nth}`));
  const lost = wanted.flat().filter((value) => !seen.flat().includes(value)).length;
  t.diagnostic(
    `${MEMBERS.length} tabs x ${SAVES}: ${saved} saved, ${lost} lost; ${versions.length - 1} versions, ` +
      `${puts().length} PUTs, ${most} at once at the most, in ${Date.now() - started} ms; ${JSON.stringify(counts)}`,
  );
  assert.equal(saved, MEMBERS.length * SAVES);
  assert.deepEqual(seen, wanted, "each once, in its order");
  assert.equal(versions.length - 1, MEMBERS.length * SAVES);
  return counts;
}

test("four tabs with locks: all is saved, one save after another", async (t) => {
  const counts = await race(t, true);
  assert.equal(most, 1);
  assert.equal(counts.conflict, undefined);
});

test("four tabs without locks: all is saved", async (t) => {
  await race(t, false);
  assert.ok(most > 1, "they were in one another's way");
});

for (const locks of [true, false]) {
  test(`four tabs ${locks ? "with" : "without"} locks, and a network that loses requests and answers: all is saved`, async (t) => {
    faults = ["cut", "drop", "status; code=503; commit=yes", "cut; how=rst", "truncated-length"];
    const counts = await race(t, locks);
    assert.ok((counts["saved by readback"] ?? 0) > 5);
  });
}

for (const isCarriedOut of [true, false]) {
  const when = isCarriedOut ? "after" : "before";
  test(`a tab that is closed ${when} its edit is carried out keeps no other one waiting`, () =>
    withTabs({ count: 2, locks: true }, async (tabs) => {
      const [first, second] = /** @type {[Page, Page]} */ (tabs);
      const { handle } = sandbox;
      /** @type {() => void} */
      let release = () => {};
      const released = new Promise((resolve) => {
        release = () => resolve(undefined);
      });
      let received = 0;
      sandbox.handle = async (request) => {
        if (request.method !== "PUT") return await handle(request);
        received += 1;
        if (received > 1) return await handle(request);
        // The body is here before the tab is closed; what becomes of the request is another matter.
        const whole = new Request(request.url, {
          method: "PUT",
          headers: request.headers,
          body: await request.text(),
        });
        const response = isCarriedOut ? await handle(whole) : null;
        await released;
        return response ?? (await handle(whole));
      };
      const closed = save(first, { path: "/details/notes", name: "closed", count: 1 }).catch(() => "closed");
      await until(() => received === 1);
      const saving = save(second, { path: "/customerProfile/name", name: "open", count: 1 });
      await sleep(500);
      assert.equal(received, 1, "the second waits for the first");
      const started = Date.now();
      await first.close();
      assert.equal(await closed, "closed");
      const [outcome] = await saving;
      assert.equal(outcome?.type, "saved");
      assert.ok(Date.now() - started < 5_000, "the lock is given back when the tab goes");
      release();
      await sleep(50);
      assert.equal(at(held(id), "/customerProfile/name"), "open-0");
      assert.equal(at(held(id), "/details/notes") === "closed-0", isCarriedOut);
    }));
}
