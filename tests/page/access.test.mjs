// @ts-check
/** What everybody needs to use the page: no rule of axe broken, nothing hidden or sideways, either language at any time. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import { answerPuts, errorAnswer, ids, on, open, sandbox, saveElsewhere, server, withPage } from "./helpers.mjs";

/** @import { Page } from "playwright-core" */

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const tags = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"];
const unanswered = /Failed to load resource/;

/** Clicks Save in either language. @param {Page} page */
const save = (page) => page.locator(".button-primary").click();

/** @param {Page} page */
const edit = async (page) => {
  await page.locator("input[value='Closed/Lost']").check();
  await page.locator(".field-decimal input").fill("65000.50");
  await page.locator(".field-currency select").focus();
};

/** The states of the page, each with what leads to it. @type {Record<string, (page: Page, lang: string) => Promise<void>>} */
const states = {
  "nothing chosen": async (page, lang) => {
    await page.goto(`${server.url}?lang=${lang}`);
    await page.locator("button[data-id]").first().waitFor();
  },
  loading: async (page, lang) => {
    const { handle } = sandbox;
    sandbox.handle = (request) => (request.url.includes(ids.accepted) ? new Promise(() => {}) : handle(request));
    await page.goto(`${server.url}?lang=${lang}&referral=${ids.accepted}`);
    await page.locator("button[data-id]").first().waitFor({ state: "attached" });
    await page.locator(".skeleton").waitFor();
    sandbox.handle = handle;
  },
  loaded: (page, lang) => open(page, ids.accepted, { lang }),
  "loaded with findings": async (page, lang) => {
    await open(page, ids.closedError, { lang });
    await page.locator(".loaded-notes summary").click();
  },
  edited: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
  },
  errors: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    await page.locator(".field-decimal input").fill("-1");
    await save(page);
    await page.locator(".summary").waitFor();
  },
  saved: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    await save(page);
    await page.locator(".verdict-good").waitFor();
    for (const details of await page.locator(".answer summary").all()) await details.click();
  },
  conflict: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    saveElsewhere(ids.accepted, { dealValue: "70000", notes: '"Written elsewhere."' });
    await save(page);
    await page.locator("section.conflict").waitFor();
    await page.locator("section.conflict summary").click();
  },
  rejected: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    answerPuts(() => errorAnswer(400, "invalidRequest", "details.dealValue"));
    await save(page);
    await page.locator(".summary").waitFor();
  },
  question: async (page, lang) => {
    await open(page, ids.accepted, { lang });
    await edit(page);
    await page.locator(".save-bar .button").first().click();
    await page.locator("dialog").waitFor();
  },
};

let runs = 0;
for (const lang of ["en", "zh-CN"]) {
  for (const [state, reach] of Object.entries(states)) {
    test(`axe finds nothing, and nothing goes sideways: ${state}, ${lang}, light and dark, 320 and 1280 px`, () =>
      withPage(
        async (page) => {
          await reach(page, lang);
          for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
            for (const width of [320, 1280]) {
              await page.emulateMedia({ colorScheme });
              await page.setViewportSize({ width, height: width === 320 ? 640 : 800 });
              await assertNoViolation(page);
              await assertNotSideways(page, width);
              runs += 1;
            }
          }
        },
        { expected: unanswered },
      ));
  }
}

test("axe was run in every state", (t) => {
  t.diagnostic(
    `axe: 0 violations in ${runs} runs (${Object.keys(states).length} states, 2 languages, 2 schemes, 2 widths)`,
  );
  assert.equal(runs, Object.keys(states).length * 8);
});

/** Evaluated through the protocol, which the page's Content-Security-Policy does not concern. @param {Page} page */
async function assertNoViolation(page) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async (values) => {
    const { axe } = /** @type {any} */ (globalThis);
    // A state that settles with a fade would be measured in the middle of it.
    await Promise.all(document.getAnimations().map((animation) => animation.finished.catch(() => {})));
    const result = await axe.run(document, { runOnly: { type: "tag", values } });
    if (result.passes.length < 8) throw new Error("axe has hardly looked at anything");
    return result.violations.map((/** @type {any} */ one) => [
      one.id,
      ...one.nodes.map((/** @type {any} */ node) => node.html),
    ]);
  }, tags);
  assert.deepEqual(violations, []);
}

/** @param {Page} page @param {number} width */
async function assertNotSideways(page, width) {
  assert.ok((await page.evaluate(() => document.documentElement.scrollWidth)) <= width);
}

for (const [width, height] of /** @type {const} */ ([
  [320, 640],
  [320, 256],
  [768, 900],
  [1280, 800],
])) {
  test(`every stop of the Tab key is in sight and has a name, at ${width} x ${height}`, () =>
    withPage(
      async (page) => {
        await open(page, ids.accepted);
        await assertNotSideways(page, width);
        const stops = new Set();
        for (let presses = 0; presses < 60; presses += 1) {
          await page.keyboard.press("Tab");
          const stop = await page.evaluate(focusedStop);
          if (stop === null) break;
          assert.equal(stop.covered, false, `${stop.name} is covered`);
          assert.notEqual(stop.name, "");
          stops.add(stop.name);
        }
        assert.ok(stops.size >= 15, [...stops].join(", "));
      },
      { viewport: { width, height } },
    ));
}

/** Runs in the page: what has the focus, by name, and whether something lies over all of it. */
function focusedStop() {
  const focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  const box = focused.getBoundingClientRect();
  const { labels } = /** @type {{ labels?: Iterable<Element> }} */ (/** @type {unknown} */ (focused));
  const text = [...(labels ?? [])].map((label) => label.textContent).join(" ") || focused.textContent;
  const name = focused.getAttribute("aria-label") ?? text;
  const points = [0.1, 0.5, 0.9].map((part) => [box.left + box.width / 2, box.top + box.height * part]);
  const isSeen = points.some(([x = 0, y = 0]) => {
    const top = document.elementFromPoint(x, y);
    return top !== null && (focused.contains(top) || top.contains(focused));
  });
  return { name: (name ?? "").trim(), covered: !isSeen };
}

test("the language can be switched at any time: values, errors and focus stay", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.value.fill("-5");
    await form.radio("Lost").check();
    await form.notes.fill("Halfway thr");
    await form.save.click();
    const chinese = page.getByRole("button", { name: "中文" });
    await chinese.click();
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
    assert.ok(await chinese.evaluate((button) => button === document.activeElement));
    assert.equal(await chinese.getAttribute("aria-pressed"), "true");
    assert.equal(await page.getByLabel("交易金额", { exact: true }).inputValue(), "-5");
    assert.equal(await page.getByLabel("备注", { exact: true }).inputValue(), "Halfway thr");
    assert.ok(await page.getByRole("radio", { name: "丢单" }).isChecked());
    assert.equal(await page.locator(".field-decimal .error").textContent(), "错误： 交易金额必须大于或等于 0。");
    assert.equal(await page.getByRole("alert").getByRole("link").innerText(), "交易金额必须大于或等于 0。");
    assert.match(await page.locator(".request-problems").innerText(), /交易金额必须大于或等于 0。/);
    assert.equal(await page.title(), "Contoso Customer Inc – 引荐编辑器");
    const contact = page.getByRole("group", { name: "联系人 1：sue.smith@contoso.com" });
    assert.deepEqual(await contact.locator("label").allInnerTexts(), ["姓氏", "名字"]);
    await page.getByLabel("交易金额", { exact: true }).fill("5");
    await page.getByRole("button", { name: "English" }).click();
    assert.equal(await form.value.inputValue(), "5");
    assert.equal(await page.locator(".field-decimal .error").isVisible(), false);
    await page.reload();
    assert.equal(await page.locator("html").getAttribute("lang"), "en");
  }));

test("texts can be spaced as WCAG 1.4.12 asks without being cut", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted, { lang: "zh-CN" });
      await page.evaluate(() => {
        const sheet = new CSSStyleSheet();
        sheet.replaceSync(
          "* { line-height: 1.5; letter-spacing: 0.12em; word-spacing: 0.16em } p { margin-block-end: 2em }",
        );
        document.adoptedStyleSheets.push(sheet);
      });
      await assertNotSideways(page, 320);
    },
    { viewport: { width: 320, height: 640 } },
  ));
