// @ts-check
/** What everybody needs to use the page: nothing hidden or sideways, a name for everything, either language at any time. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { assertNotSideways } from "./axe.mjs";
import { ids, isFocused, on, open, saveElsewhere, withPage } from "./helpers.mjs";

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
    assert.equal(await page.locator(".field.decimal .error").textContent(), "错误：交易金额必须大于或等于 0");
    assert.equal(await page.getByRole("alert").getByRole("link").innerText(), "交易金额必须大于或等于 0");
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

test("the language can be switched inside the panel of a conflict: what is chosen, what is missing and the focus stay", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      await form.value.fill("65000");
      await form.notes.fill("Mine.");
      saveElsewhere(ids.accepted, { dealValue: "70000", notes: '"Theirs."' });
      await form.save.click();
      await form.conflict.getByRole("radio", { name: /Value on the server.*Theirs\./ }).check();
      await form.conflict.getByRole("button", { name: "Apply and save" }).click();
      await form.conflict.getByText("Choose which value to keep").first().waitFor();
      const apply = form.conflict.getByRole("button", { name: "Apply and save" });
      await apply.focus();
      await page.locator("referral-editor").evaluate((editor) => editor.setAttribute("lang", "zh-CN"));
      const chinese = form.conflict.getByRole("button", { name: "应用并保存" });
      await chinese.waitFor();
      assert.ok(await isFocused(chinese));
      assert.ok(await form.conflict.getByText("选择要保留的值").first().isVisible());
      assert.ok(await form.conflict.getByRole("radio", { name: /服务器上的值.*Theirs\./ }).isChecked());
      await form.conflict
        .getByRole("radio", { name: /我的值/ })
        .first()
        .focus();
      await page.locator("referral-editor").evaluate((editor) => editor.setAttribute("lang", "en"));
      await apply.waitFor();
      assert.ok(await isFocused(form.conflict.getByRole("radio", { name: /My value/ }).first()));
    },
    { expected: /status of 412/ },
  ));

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
