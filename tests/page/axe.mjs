// @ts-check
/** Every state of the page, and axe over it in both schemes and three widths. One test file per language, side by side. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { answerPuts, errorAnswer, ids, open, sandbox, saveElsewhere, server, withPage } from "./helpers.mjs";

/** @import { Page } from "playwright-core" */

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const unanswered = /Failed to load resource|not loaded: unauthenticated/;

/** Clicks Save in either language. @param {Page} page */
const save = (page) => page.locator("[part=save-button]").click();

/** @param {Page} page */
const edit = async (page) => {
  await page.locator("input[value='Closed/Lost']").check();
  await page.locator(".field.decimal input").fill("65000.50");
  await page.locator(".field.currency select").focus();
  await page.locator(".revert:visible").first().waitFor();
};

/** @param {Page} page */
const saveReviewed = async (page) => {
  await save(page);
  await page.locator("dialog .primary").click();
};

/** The states of the editor, each with what leads to it. @type {Record<string, (page: Page, lang: string) => Promise<void>>} */
const states = {
  loading: async (page, lang) => {
    const { handle } = sandbox;
    sandbox.handle = (request) => (request.url.includes(ids.accepted) ? new Promise(() => {}) : handle(request));
    await page.goto(`${server.url}?lang=${lang}&referral=${ids.accepted}`);
    await page.locator(".skeleton p:not(:empty)").waitFor();
    await page.locator(".panel.snippet").waitFor();
    sandbox.handle = handle;
  },
  "not loaded": async (page, lang) => {
    const { handle } = sandbox;
    sandbox.handle = async (request) =>
      request.url.includes(ids.accepted) ? errorAnswer(401, "unauthenticated") : handle(request);
    await page.goto(`${server.url}?lang=${lang}&referral=${ids.accepted}`);
    await page.locator(".banner[data-tone=bad]").waitFor();
    sandbox.handle = handle;
  },
  loaded: (page, lang) => open(page, ids.accepted, { lang }),
  "all open": async (page, lang) => {
    saveElsewhere(ids.closedError, { dealValue: '"much"' });
    await open(page, ids.closedError, { lang });
    for (const details of await page.locator("referral-editor details:visible > summary").all()) await details.click();
    await page.locator(".loaded-notes li:not(:empty)").first().waitFor();
  },
  "few members": (page, lang) => open(page, ids.few, { lang }),
  "read only": async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await page.locator(".checks input").first().check();
    await page.locator("referral-editor input[readonly]").first().waitFor();
  },
  edited: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    await page.locator(".contacts .add").click();
  },
  errors: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    await page.locator(".field.decimal input").fill("-1");
    await page.locator(".field.email input").first().fill("nobody");
    await save(page);
    await page.locator(".summary").waitFor();
  },
  review: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    await save(page);
    await page.locator("dialog table").waitFor();
  },
  saved: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    saveElsewhere(ids.accepted, { notes: '"Written elsewhere."' });
    await saveReviewed(page);
    await page.locator(".banner[data-tone=good]").waitFor();
    for (const details of await page.locator(".banner summary").all()) await details.click();
  },
  conflict: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    saveElsewhere(ids.accepted, { dealValue: "70000", notes: '"Written elsewhere."' });
    await saveReviewed(page);
    await page.locator("section.conflict").waitFor();
    await page.locator("section.conflict summary").click();
  },
  rejected: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    answerPuts(() => errorAnswer(400, "invalidRequest", "details.dealValue"));
    await saveReviewed(page);
    await page.locator(".summary").waitFor();
  },
  "signed out": async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    answerPuts(() => errorAnswer(401, "unauthenticated"));
    await saveReviewed(page);
    await page.locator(".banner[data-tone=bad]").waitFor();
    await page.locator(".banner summary").click();
  },
  offline: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    await page.locator("#control-scenario").selectOption("offline");
    await saveReviewed(page);
    await page.locator(".banner[data-tone=bad]").waitFor();
  },
  question: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    await page.locator("[part=discard-button]").click();
    await page.locator("dialog").waitFor();
  },
};

/** Runs axe over every state in one language. @param {string} lang */
export function testEveryState(lang) {
  let runs = 0;
  for (const [state, reach] of Object.entries(states)) {
    test(`axe finds nothing, and nothing goes sideways: ${state}, ${lang}, light and dark, 320, 768 and 1280 px`, () =>
      withPage(
        async (page) => {
          await reach(page, lang);
          for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
            for (const width of [320, 768, 1280]) {
              await page.emulateMedia({ colorScheme });
              await page.setViewportSize({ width, height: 800 });
              // As tall as the page: what a person would scroll away from under the bar at the bottom is no violation.
              const height = await page.evaluate(() => document.documentElement.scrollHeight);
              await page.setViewportSize({ width, height });
              await assertNoViolation(page);
              await assertNotSideways(page, width);
              runs += 1;
            }
          }
        },
        { expected: unanswered },
      ));
  }

  test(`axe was run in every state, ${lang}`, (t) => {
    const count = Object.keys(states).length;
    t.diagnostic(`axe, ${lang}: 0 violations in ${runs} runs (${count} states, 2 schemes, 3 widths)`);
    assert.equal(runs, count * 6);
  });
}

/** Evaluated through the protocol, which the page's Content-Security-Policy does not concern. @param {Page} page */
async function assertNoViolation(page) {
  if (!(await page.evaluate(() => "axe" in globalThis))) await page.evaluate(axe);
  const violations = await page.evaluate(async (values) => {
    const { axe } = /** @type {any} */ (globalThis);
    // A state that settles with a fade would be measured in the middle of it.
    const roots = [document, ...[...document.querySelectorAll("*")].flatMap((one) => one.shadowRoot ?? [])];
    // Not waited for: a page that is painted no more, as one of this height may be, never comes to the end of one.
    for (const animation of roots.flatMap((root) => root.getAnimations())) animation.finish();
    // Only violations are told in full; all styles are here already.
    const options = { runOnly: { type: "tag", values }, resultTypes: ["violations"], preload: false };
    const result = await axe.run(document, options);
    if (result.passes.length < 8) throw new Error("axe has hardly looked at anything");
    return result.violations.map((/** @type {any} */ one) => [
      one.id,
      ...one.nodes.map((/** @type {any} */ node) => node.html),
    ]);
  }, tags);
  assert.deepEqual(violations, []);
}

/** @param {Page} page @param {number} width */
export async function assertNotSideways(page, width) {
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
}
