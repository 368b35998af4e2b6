// @ts-check
// The package in pages, and workers, where something is wrong with what is loaded, in headless Chromium and Firefox: how
// `init` ends, what was downloaded for it, and that it can be tried again.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { BOTH, CALLS, FILES, LEAST, ODD, POLICIES, WORKERS } from "./loading.mjs";
import { startLoadingSite } from "./loading-site.mjs";
import { BROWSERS } from "./open.mjs";

/** @import { Loading } from "./loading.mjs" */
/** @import { InLoadingPage, Loaded } from "./loading-page.js" */
/** @import { Browser, Page } from "./open.mjs" */

/** At once. */
const PAGES = 4;

/** @typedef {{ kind: string, address: string, times: number }} Job */
/** @typedef {typeof globalThis & { loading: InLoadingPage, worker: Worker }} Global */

/** @param {Page} page @param {Job} job @returns {Promise<Loaded>} */
const inPage = (page, job) =>
  page.evaluate(async (job) => {
    const global = /** @type {Partial<Global>} */ (globalThis);
    while (global.loading === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
    return global.loading.load(job);
  }, job);

/** @param {Page} page @param {Job} job @returns {Promise<Loaded>} */
const inWorker = (page, job) =>
  page.evaluate(async (job) => {
    const global = /** @type {Global} */ (globalThis);
    global.worker ??= new Worker(`page.js${location.search}`, { type: "module" });
    return new Promise((resolve, reject) => {
      global.worker.onmessage = ({ data }) => resolve(data);
      global.worker.onerror = () => reject(new Error("the worker does not start"));
      global.worker.postMessage(job);
    });
  }, job);

/** @param {number | "some"} expected @param {number} count @param {string} what */
function assertCount(expected, count, what) {
  if (expected === "some") assert.ok(count > 0, `${what} is never asked for`);
  else assert.equal(count, expected, `how often ${what} is asked for`);
}

/**
 * @param {string} name of the browser
 * @param {Page} page
 * @param {Loading} row
 * @param {typeof inPage} load
 */
async function play(name, page, row, load) {
  const { policy = row.headers ? null : LEAST, headers = {}, file = "right", copy = "right" } = row;
  const { odd = "", source = "none", times = 1, ends = "works", asked = [1, 0], again = "works" } = row;
  const withPolicy = { ...headers, ...(policy === null ? {} : { "Content-Security-Policy": policy }) };
  const place = await startLoadingSite({ headers: withPolicy, file, copy });
  const other = row.from ? await startLoadingSite({ file }) : place;
  try {
    await page.goto(`${place.page}?${new URLSearchParams({ odd, ...(row.quick ? { quick: "" } : {}) })}`);
    const job = { kind: source, address: other.file, times };
    const loaded = await load(page, job);

    assert.equal(loaded.early, "not-initialised");
    for (const told of loaded.all) assert.equal(told.ends, ends, `${told.message} ${told.causes}`);
    assert.equal(loaded.works, ends === "works" ? "works" : "not-initialised");
    assert.deepEqual(loaded.printed, [], "nothing is printed");
    if (ends === "csp-blocked") assert.match(loaded.all[0]?.message ?? "", /'wasm-unsafe-eval'.*script-src/);
    if (row.waits) assert.deepEqual(loaded.waited, row.waits);
    if (row.causes) {
      const { causes = [] } = loaded.all[0] ?? {};
      assert.equal(causes.length, row.causes.length, String(causes));
      for (const [index, cause] of row.causes.entries()) assert.match(causes[index] ?? "", cause);
    }
    assertCount(asked[0], other.asked().file, "the file");
    assertCount(asked[1], place.asked().copy, "the copy");
    if (row.dropped) assert.deepEqual(await other.taken(), [false], "the request for the file is given up");

    if (again === null) return;
    // Whatever it was: when it is mended, the next try begins anew. What works is loaded once and for all.
    const before = [place.asked(), other.asked()];
    place.mend();
    const next = await load(page, { ...job, kind: "none", times: 1 });
    const expected = row.againIn?.[name] ?? again;
    assert.equal(next.all[0]?.ends, expected, `again: ${next.all[0]?.causes}`);
    assert.equal(next.works, expected === "works" ? "works" : "not-initialised");
    assert.deepEqual(next.printed, []);
    if (ends === "works") assert.deepEqual([place.asked(), other.asked()], before, "nothing is asked for again");
  } finally {
    await Promise.all([place.close(), other.close()]);
  }
}

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    /** @type {Browser | undefined} */
    let browser;
    /** Opened once, one after the other: Firefox does not like tabs that come and go. @type {Page[]} */
    const free = [];
    let played = 0;
    before(async () => {
      browser = await launch();
      for (let count = 0; count < PAGES; count += 1) free.push(await browser.open("about:blank"));
    });
    after(async () => {
      console.log(`${name} ${browser?.version ?? "did not start"}: ${played} cases of loading played to their end`);
      await browser?.close();
    });

    /** @param {(page: Page) => Promise<void>} use */
    const withPage = async (use) => {
      const page = free.pop();
      assert.ok(page, "a page is free");
      try {
        await use(page);
        played += 1;
      } finally {
        free.push(page);
      }
    };

    for (const [heading, rows] of Object.entries({ POLICIES, FILES, BOTH, CALLS, ODD, WORKERS })) {
      const load = rows === WORKERS ? inWorker : inPage;
      describe(heading.toLowerCase(), { concurrency: PAGES }, () => {
        for (const row of rows) test(row.name, () => withPage((page) => play(name, page, row, load)));
      });
    }

    test("misuse by callers without types ends in a ReferralError, and the instance goes on", async (context) => {
      const place = await startLoadingSite({});
      context.after(place.close);
      await withPage(async (page) => {
        await page.goto(place.page);
        assert.equal((await inPage(page, { kind: "none", address: "", times: 1 })).works, "works");
        const ends = await page.evaluate(() => /** @type {Global} */ (globalThis).loading.misuse(), undefined);
        // A number is a value, and no referral. Once loaded, init looks at nothing any more.
        const argument = "argument";
        assert.deepEqual(ends, ["works", argument, "works", argument, argument, argument, argument, "works", "works"]);
      });
    });
  });
}
