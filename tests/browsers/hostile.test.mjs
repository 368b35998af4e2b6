// @ts-check
// The tables of tests/hostile in pages of headless Chromium and Firefox: what kills an instance there need not do so in Node.

import assert from "node:assert/strict";
import { after, test } from "node:test";
import { judge } from "../hostile/judge.mjs";
import { TOO_MUCH } from "../hostile/tight.mjs";
import { BROWSERS, started } from "./open.mjs";
import { startSite } from "./site.mjs";

/** @import { Played } from "../hostile/play.mjs" */

const site = await startSite();
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
        // Not of the package's public face: only its glue knows the memory.
        const { memory } = (await import(paths.glue)).initSync();
        const played = await playHostile({
          referral,
          memory: () => memory.buffer.byteLength,
          heap: () => Number.NaN,
        });
        await new Promise((resolve) => setTimeout(resolve, 50));
        return { ...played, unhandled: unhandled() };
      },
      { play: "/hostile/play.mjs", glue: "/dist/referral_editor.js" },
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
}
