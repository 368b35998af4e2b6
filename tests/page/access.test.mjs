// @ts-check
/** What everybody needs to use the page: no rule of axe broken, nothing hidden or sideways, either language at any time. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { test } from "node:test";
import {
  answerPuts,
  errorAnswer,
  ids,
  isFocused,
  on,
  open,
  sandbox,
  saveElsewhere,
  server,
  withPage,
} from "./helpers.mjs";

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

let runs = 0;
for (const lang of ["en", "zh-CN"]) {
  for (const [state, reach] of Object.entries(states)) {
    test(`axe finds nothing, and nothing goes sideways: ${state}, ${lang}, light and dark, 320, 768 and 1280 px`, () =>
      withPage(
        async (page) => {
          await reach(page, lang);
          for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
            for (const width of [320, 768, 1280]) {
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
    `axe: 0 violations in ${runs} runs (${Object.keys(states).length} states, 2 languages, 2 schemes, 3 widths)`,
  );
  assert.equal(runs, Object.keys(states).length * 12);
});

/** Evaluated through the protocol, which the page's Content-Security-Policy does not concern. @param {Page} page */
async function assertNoViolation(page) {
  await page.evaluate(axe);
  const violations = await page.evaluate(async (values) => {
    const { axe } = /** @type {any} */ (globalThis);
    // A state that settles with a fade would be measured in the middle of it.
    const roots = [document, ...[...document.querySelectorAll("*")].flatMap((one) => one.shadowRoot ?? [])];
    const animations = roots.flatMap((root) => root.getAnimations());
    await Promise.all(animations.map((animation) => animation.finished.catch(() => {})));
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
        for (let presses = 0; presses < 110; presses += 1) {
          await page.keyboard.press("Tab");
          const stop = await page.evaluate(focusedStop);
          if (stop === null) break;
          assert.equal(stop.covered, false, `${stop.name} is covered`);
          assert.notEqual(stop.name, "");
          stops.add(stop.name);
        }
        assert.ok(stops.size >= 40, [...stops].join(", "));
      },
      { viewport: { width, height } },
    ));
}

/** Runs in the page: what has the focus, by name, and whether something lies over all of it. */
function focusedStop() {
  let focused = document.activeElement;
  if (!focused || focused === document.body) return null;
  while (focused.shadowRoot?.activeElement) focused = focused.shadowRoot.activeElement;
  const stop = focused;
  const box = focused.getBoundingClientRect();
  const { labels } = /** @type {{ labels?: Iterable<Element> }} */ (/** @type {unknown} */ (focused));
  const text = [...(labels ?? [])].map((label) => label.textContent).join(" ") || focused.textContent;
  const name = focused.getAttribute("aria-label") ?? text;
  const points = [0.1, 0.5, 0.9].map((part) => [box.left + box.width / 2, box.top + box.height * part]);
  const isSeen = points.some(([x = 0, y = 0]) => {
    const root = /** @type {Document | ShadowRoot} */ (stop.getRootNode());
    const top = root.elementFromPoint(x, y);
    return top !== null && (stop.contains(top) || top.contains(stop));
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
    await form.summary.waitFor();
    await form.notes.focus();
    await page.locator("referral-editor").evaluate((editor) => {
      editor.setAttribute("lang", "zh-CN");
    });
    const value = page.getByLabel("交易金额", { exact: true });
    await value.waitFor();
    const notes = page.getByLabel("备注", { exact: true });
    assert.ok(await isFocused(notes));
    assert.equal(await value.inputValue(), "-5");
    assert.equal(await notes.inputValue(), "Halfway thr");
    assert.ok(await page.getByRole("radio", { name: "丢单" }).isChecked());
    assert.equal(await page.locator(".field.decimal .error").textContent(), "错误： 交易金额必须大于或等于 0。");
    assert.equal(await page.getByRole("alert").getByRole("link").innerText(), "交易金额必须大于或等于 0。");
    const contact = page.getByRole("group", { name: "1. Sue Smith" });
    assert.deepEqual((await contact.locator("label").allInnerTexts()).slice(0, 2), ["姓氏", "名字"]);
    assert.equal(await page.locator("referral-editor form").getAttribute("lang"), "zh-CN");
    const chinese = page.getByRole("button", { name: "中文" });
    await page.getByRole("button", { name: "English" }).click();
    await form.value.waitFor();
    await chinese.click();
    assert.equal(await page.locator("html").getAttribute("lang"), "zh-CN");
    assert.equal(await chinese.getAttribute("aria-pressed"), "true");
    assert.equal(await page.title(), "引荐编辑器");
    await value.fill("5");
    await page.getByRole("button", { name: "English" }).click();
    await form.value.waitFor();
    assert.equal(await form.value.inputValue(), "5");
    assert.equal(await page.locator(".field.decimal .error").isVisible(), false);
    page.on("dialog", (dialog) => dialog.accept());
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
        document.querySelector("referral-editor")?.shadowRoot?.adoptedStyleSheets.push(sheet);
      });
      await assertNotSideways(page, 320);
    },
    { viewport: { width: 320, height: 640 } },
  ));

test("every control has a name, also with everything open", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    for (const details of await page.locator("referral-editor details:visible > summary").all()) await details.click();
    const controls = page.locator("referral-editor").locator("input, select, textarea, button");
    const nameless = await controls.evaluateAll((all) =>
      all.flatMap((one) => {
        const { labels } = /** @type {HTMLInputElement} */ (one);
        const name =
          one.getAttribute("aria-label") ||
          [...(labels ?? [])].map((label) => label.textContent).join("") ||
          one.textContent;
        return name?.trim() ? [] : [one.outerHTML];
      }),
    );
    assert.deepEqual(nameless, []);
    assert.ok((await controls.count()) > 120);
  }));
