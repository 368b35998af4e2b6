// @ts-check
// The tables of tests/hostile in pages of headless Chromium and Firefox: what kills an instance there need not do so in Node.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { judge } from "../hostile/judge.mjs";
import { TOO_MUCH } from "../hostile/tight.mjs";
import { BROWSERS, started } from "./open.mjs";
import { startSite } from "./site.mjs";

/** @import { Played } from "../hostile/play.mjs" */

const ID = "49d90c72-3326-4f61-aacc-2cb57970448c";

/** Answers that say nothing of their length, by the way to them, and how many bytes of each were sent. */
const ENDLESS = "/api/endless";
const STALLED = "/api/stalled";
const LONG = "/api/long";
const DOCUMENT = `{"id":"${ID}","x":"${"x".repeat(3 << 20)}"}`;
/** @type {Record<string, number>} */
const sent = {};
/** Whether the last answer was called off. */
let isClosed = false;

const site = await startSite(({ url = "" }, res) => {
  const way = url.split("/", 3).join("/");
  sent[way] = 0;
  isClosed = false;
  res.on("close", () => {
    isClosed = true;
  });
  res.writeHead(200, { "Content-Type": "application/json" });
  if (way === LONG) return void res.end(DOCUMENT);
  if (way === STALLED) return void res.write(DOCUMENT.slice(0, 2 << 20));
  const more = () => {
    sent[way] = (sent[way] ?? 0) + (64 << 10);
    if (!res.destroyed) res.write(" ".repeat(64 << 10), () => setImmediate(more));
  };
  more();
});
after(site.close);

for (const [name, launch] of Object.entries(BROWSERS)) {
  test(`${name}: hostile documents and callers get a result or a ReferralError, and nothing else happens`, async (context) => {
    const browser = await launch();
    context.after(browser.close);
    const page = await browser.open(site.page());
    assert.equal(await started(page), undefined);
    const played = await page.evaluate(
      async (paths) => {
        const { referral, unhandled } = /** @type {any} */ (globalThis).page;
        const { playHostile } = await import(paths.play);
        // Not of the package's public face.
        const { bytesAt } = await import(paths.instance);
        const played = await playHostile({
          referral,
          memory: () => bytesAt(0, 0).buffer.byteLength,
          heap: () => Number.NaN,
        });
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { ...played, unhandled: unhandled() };
      },
      { play: "/hostile/play.mjs", instance: "/dist/instance.js" },
    );
    judge(`${name} ${browser.version}`, /** @type {Played} */ (played));
    assert.deepEqual(played.unhandled, [], "no rejection is unhandled");
  });

  test(`${name}: a trap is told, the next call works, and saves under way end truthfully`, async (context) => {
    const browser = await launch();
    context.after(browser.close);
    const page = await browser.open(site.page());
    assert.equal(await started(page), undefined);
    const played = await page.evaluate(
      async ({ entry, play, tooMuch }) => {
        const { unhandled } = /** @type {any} */ (globalThis).page;
        const { default: init, ...referral } = await import(entry);
        await init();
        const { playStack, playTraps } = await import(play);
        const traps = await playTraps(referral, tooMuch);
        const stack = await playStack(referral);
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { ...traps, ...stack, wrong: [...traps.wrong, ...stack.wrong], unhandled: unhandled() };
      },
      { entry: "/tight/browser.js", play: "/hostile/trapped.mjs", tooMuch: TOO_MUCH },
    );
    const { traps, cases, ok, not } = played;
    console.log(
      `${name} ${browser.version}: ${traps} traps, ${cases} cases; stack: ${ok} calls had enough, ${not} not`,
    );
    assert.deepEqual(played.wrong, []);
    assert.deepEqual(played.unhandled, [], "no rejection is unhandled");
    assert.ok(traps > 100 && cases >= 20, `${traps} traps, ${cases} cases`);
    assert.ok(ok > 20 && not > 20, `${ok} had enough stack, ${not} had not`);
  });

  test(`${name}: an answer is taken as far as the limit, and no longer than the time`, async (context) => {
    const browser = await launch();
    context.after(browser.close);
    const page = await browser.open(site.page());
    assert.equal(await started(page), undefined);
    const load = (/** @type {string} */ way, /** @type {object} */ options) =>
      page.evaluate(
        async ({ id, options }) => {
          const { referral } = /** @type {any} */ (globalThis).page;
          const begun = performance.now();
          const came = await referral.getReferral(id, { maxRetries: 0, ...options }).then(
            (/** @type {any} */ { json }) => json.length,
            (/** @type {any} */ { code }) => code,
          );
          return { came, took: performance.now() - begun };
        },
        { id: ID, options: { baseUrl: way, ...options } },
      );
    assert.equal((await load(LONG, {})).came, DOCUMENT.length);
    assert.equal((await load(LONG, { maxBytes: 1 << 20 })).came, "too-large");
    assert.equal((await load(ENDLESS, { maxBytes: 4 << 20, timeoutMs: 10_000 })).came, "too-large");
    while (!isClosed) await new Promise((resolve) => setTimeout(resolve, 10));
    assert.ok((sent[ENDLESS] ?? 0) < 64 << 20, `${sent[ENDLESS]} bytes were sent`);
    assert.equal((await load(ENDLESS, { timeoutMs: 10_000 })).came, "too-large");
    const { came, took } = await load(STALLED, { timeoutMs: 500, deadlineMs: 1_000 });
    assert.equal(came, "timeout");
    assert.ok(took < 3_000, `${took} ms`);
    while (!isClosed) await new Promise((resolve) => setTimeout(resolve, 10));
  });
}
