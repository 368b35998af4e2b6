// @ts-check
/**
 * The element under the strictest policy there is: no line in the console and no violation in all that it does, in Chromium
 * and Firefox. And where the policy does not let it start, it says so, to people and to the console.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, beforeEach, describe, test } from "node:test";
import { BROWSERS } from "../browsers/open.mjs";
import { closePortal, visit } from "./portal.mjs";
import { ids, POLICY, script, startSite } from "./site.mjs";

/** @import { Browser } from "../browsers/open.mjs" */

/** A page that says nothing in time has failed. */
const LIMIT = { timeout: 60_000 };

const site = await startSite();
after(async () => {
  await closePortal();
  await site.close();
});
beforeEach(() => site.reset());

const WASM = " 'wasm-unsafe-eval'";
const BLOCKED = { en: "does not allow the editor to start", "zh-CN": "此页面不允许编辑器启动" };

/** @param {string} lang @param {string} [policy] */
const page = (lang, policy = POLICY) =>
  site.page(
    `${script("/embed/tour-page.js")}<referral-editor referral-id="${ids.accepted}" base-url="/partner-api/v1.0" lang="${lang}" json></referral-editor>`,
    { policy, lang },
  );

/** What the tour went through, and what it was told of. @typedef {{ went: string[], violations: string[], ran: unknown[], rejections: string[] }} Tour */

/** @param {Tour} tour */
function judge({ went, violations, ran, rejections }) {
  assert.deepEqual(violations, []);
  assert.deepEqual(ran, []);
  assert.deepEqual(rejections, []);
  assert.deepEqual(went, [
    "loaded",
    "opened",
    "edited",
    "errors",
    "review",
    "saved",
    "conflict",
    "settled",
    "language",
    "readonly",
  ]);
}

test("the policy is the one that is promised", LIMIT, async () => {
  const promised = await readFile(new URL("../../docs/csp.md", import.meta.url), "utf8");
  assert.ok(promised.includes(`\n${POLICY}\n`), "docs/csp.md has it");
  for (const directive of ["default-src 'none'", "style-src 'none'", "trusted-types 'none'", "form-action 'none'"]) {
    assert.ok(POLICY.includes(directive), directive);
  }
  assert.ok(!/unsafe-inline|unsafe-eval'(?<!wasm-unsafe-eval')|blob:|data:|https?:/.test(POLICY));
});

for (const lang of /** @type {const} */ (["en", "zh-CN"])) {
  test(`all that it does, in Chromium, ${lang}: nothing in the console`, LIMIT, async () => {
    await visit(page(lang), async (page, seen) => {
      await page.waitForFunction(() => "tour" in globalThis);
      const tour = /** @type {Tour} */ (await page.evaluate(() => /** @type {any} */ (globalThis).tour));
      judge(tour);
      // The browser writes every answer of 400 and more there itself: the one 412 of the conflict.
      const own = seen.errors.filter((text) => !/status of 412/.test(text));
      assert.deepEqual(own, []);
    });
  });

  test(`without${WASM}, in Chromium, ${lang}: it says so`, LIMIT, async () => {
    await visit(page(lang, POLICY.replace(WASM, "")), async (page, seen) => {
      await page.getByText(BLOCKED[lang]).first().waitFor();
      assert.ok(
        seen.errors.concat(await seen.console()).some((line) => line.includes("wasm-unsafe-eval")),
        "the console says what to add",
      );
      assert.deepEqual(site.sandbox.requests, []);
    });
  });
}

describe("Firefox", () => {
  /** @type {Browser} */
  let firefox;
  before(async () => {
    firefox = await /** @type {() => Promise<Browser>} */ (BROWSERS.Firefox)();
  });
  after(() => firefox?.close());

  for (const lang of /** @type {const} */ (["en", "zh-CN"])) {
    test(`all that it does, ${lang}: no violation`, LIMIT, async () => {
      const opened = await firefox.open(page(lang));
      judge(
        /** @type {Tour} */ (
          await opened.evaluate(async () => {
            while (!("tour" in globalThis)) await new Promise((resolve) => setTimeout(resolve, 10));
            return await /** @type {any} */ (globalThis).tour;
          }, undefined)
        ),
      );
      await opened.close();
    });

    test(`without${WASM}, ${lang}: it says so`, LIMIT, async () => {
      const opened = await firefox.open(page(lang, POLICY.replace(WASM, "")));
      const said = await opened.evaluate(async (words) => {
        const text = () => document.querySelector("referral-editor")?.shadowRoot?.textContent ?? "";
        for (let tries = 0; tries < 500 && !text().includes(words); tries += 1) {
          await new Promise((resolve) => setTimeout(resolve, 10));
        }
        return text();
      }, BLOCKED[lang]);
      assert.ok(said.includes(BLOCKED[lang]), said);
      await opened.close();
    });
  }
});
