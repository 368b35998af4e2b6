// @ts-check
/** Lists and fields over time: what is undone comes back, what is changed is marked, and the focus is never lost. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  body,
  held,
  ids,
  isFocused,
  on,
  open,
  property,
  puts,
  saveElsewhere,
  until,
  withoutLinks,
  withPage,
} from "./helpers.mjs";

/** @import { Page } from "playwright-core" */

/** @param {Page} page @param {(editor: any) => unknown} work */
const withEditor = (page, work) => page.locator("referral-editor").evaluate(work);
/** @param {Page} page */
const contacts = (page) => page.locator(".section.contacts .card legend").allInnerTexts();
/** @param {Page} page */
const steps = (page) => ({
  undo: page.locator(".bar").getByRole("button", { name: "Undo", exact: true }),
  redo: page.locator(".bar").getByRole("button", { name: "Redo", exact: true }),
});

test("people who were removed come back with Undo and Discard; one who was added goes", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const { undo, redo } = steps(page);
    const both = ["1. Sue Smith", "2. Joe Hansen"];
    assert.deepEqual(await contacts(page), both);
    const remove = page.getByRole("button", { name: "Remove contact 1" });
    await remove.click();
    assert.deepEqual(await contacts(page), ["1. Joe Hansen"]);
    await undo.click();
    assert.deepEqual(await contacts(page), both);
    const first = page.getByRole("group", { name: "1. Sue Smith" }).getByLabel("Email address");
    assert.equal(await first.inputValue(), "sue.smith@contoso.com");
    await first.fill("sue@contoso.com");
    assert.equal(JSON.parse(await body(page)).customerProfile.team[0].email, "sue@contoso.com");
    await page.getByRole("button", { name: "Remove contact 2" }).click();
    await remove.click();
    await form.discard.click();
    await form.dialog.getByRole("button", { name: "Discard" }).click();
    assert.deepEqual(await contacts(page), both);
    assert.equal(await body(page), withoutLinks(held(ids.accepted)));
    await page.getByRole("button", { name: "Add contact" }).click();
    await undo.click();
    assert.deepEqual(await contacts(page), both);
    await redo.click();
    assert.equal((await contacts(page)).length, 3);
    await undo.click();
    const team = page.locator(".section.team .card");
    const members = await team.count();
    await page.getByRole("button", { name: "Add team member" }).click();
    assert.equal(await team.count(), members + 1);
    await undo.click();
    assert.equal(await team.count(), members);
    if (members > 0) {
      await page.getByRole("button", { name: "Remove team member 1" }).click();
      await undo.click();
      assert.equal(await team.count(), members);
    }
  }));

test("a date that is typed is judged when it is left, and is one step", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const field = page.locator(".field.date");
    await form.closing.focus();
    for (const key of "03152017") {
      await page.keyboard.press(key);
      assert.equal(await field.locator(".error").isVisible(), false, key);
      assert.equal(await field.locator(".note").count(), 0, key);
    }
    assert.equal(await form.closing.inputValue(), "2017-03-15");
    await form.notes.focus();
    assert.equal(await field.locator(".note").count(), 1);
    await steps(page).undo.click();
    assert.equal(await form.closing.inputValue(), "2018-11-14");
    assert.equal(await steps(page).undo.getAttribute("aria-disabled"), "true");
  }));

test("half a date that is left is an error", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.closing.focus();
    await page.keyboard.press("Delete");
    assert.equal(await page.locator(".field.date .error").isVisible(), false);
    await form.notes.focus();
    assert.equal(await page.locator(".field.date .error").isVisible(), true);
  }));

test("in a form of the host: an error holds it up also before its sentence is there, and no longer without a name", () =>
  withPage(async (page) => {
    // The sentences come late.
    await page.route(/editor\/saving\.js$/, async (route) => {
      await sleep(1500);
      await route.continue();
    });
    await open(page, ids.accepted);
    await withEditor(page, (editor) => {
      const outer = document.createElement("form");
      editor.replaceWith(outer);
      outer.append(editor);
      editor.setAttribute("name", "referral");
      editor.value = editor.baseline.replace('"dealValue": 50000', '"dealValue": -1');
    });
    const outer = page.locator("form:has(> referral-editor)");
    const valid = () => outer.evaluate((one) => /** @type {HTMLFormElement} */ (one).checkValidity());
    await until(async () => !(await valid()));
    // One that is read only holds nothing up, and is told so without a word too much.
    await withEditor(page, (editor) => editor.setAttribute("readonly", ""));
    assert.equal(await valid(), true);
    await withEditor(page, (editor) => editor.removeAttribute("readonly"));
    await withEditor(page, (editor) => editor.removeAttribute("name"));
    assert.equal(await valid(), true);
    await withEditor(page, (editor) => editor.setAttribute("name", "referral"));
    assert.equal(await valid(), false);
  }));

for (const width of [1280, 800]) {
  test(`focus() goes to the first field, at ${width}`, () =>
    withPage(
      async (page) => {
        await open(page, ids.accepted);
        await withEditor(page, (editor) => editor.focus());
        assert.ok(await isFocused(on(page).radio("Accepted now")));
      },
      { viewport: { width, height: 800 } },
    ));
}

test("the focus is kept by a chip that stays, and goes on from one that leaves", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const remove = page.getByRole("button", { name: "Remove Dynamics 365 Enterprise" });
    await form.value.fill("65000");
    await remove.focus();
    await page.keyboard.press("Control+z");
    assert.equal(await form.value.inputValue(), "50000");
    assert.ok(await isFocused(remove));
    await form.value.fill("65000");
    await remove.focus();
    await page.keyboard.press("Control+s");
    await until(() => puts().length === 1);
    await form.verdict.waitFor();
    assert.ok(await isFocused(remove));
    const products = page.locator(".tags", { hasText: "Products" });
    await remove.click();
    assert.ok(await isFocused(products.locator("summary")));
    await page.keyboard.press("Control+z");
    await remove.focus();
    await page.keyboard.press("Control+y");
    assert.equal(await remove.count(), 0);
    assert.ok(await isFocused(products.locator("summary")));
  }));

test("the focus goes on from the card of a person who leaves by Redo", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    await page.getByRole("button", { name: "Remove contact 2" }).click();
    await page.keyboard.press("Control+z");
    await page.getByRole("button", { name: "Remove contact 2" }).focus();
    await page.keyboard.press("Control+y");
    assert.deepEqual(await contacts(page), ["1. Sue Smith"]);
    assert.ok(await isFocused(page.getByText("1. Sue Smith")));
  }));

test("the view of the JSON comes and goes beside somebody who types", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.value.fill("-1");
    await form.notes.pressSequentially("Half");
    const error = page.locator(".field.decimal .error");
    const view = page.getByText("View JSON");
    for (const isOn of [false, true]) {
      await withEditor(
        page,
        isOn ? (editor) => editor.setAttribute("json", "") : (editor) => editor.removeAttribute("json"),
      );
      assert.equal(await view.isVisible(), isOn);
      assert.ok(await isFocused(form.notes));
      assert.equal(await error.isVisible(), true);
    }
    assert.equal(await property(page, "dirty"), true);
  }));

test("a status that the lifecycle lacks stays as its own option, with a word on it", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    await withEditor(page, (editor) => {
      editor.value = editor.baseline
        .replace('"status": "Active"', '"status": "Suspended"')
        .replace('"id": "49d9', '"id": "50d9');
    });
    const note = page.locator(".section.status .note").first();
    await note.waitFor();
    assert.match(await note.innerText(), /Suspended · Accepted is not in the documented lifecycle\./);
    assert.ok(await on(page).radio("Suspended · Accepted now").isChecked());
    await withEditor(page, (editor) => editor.toggleAttribute("readonly", true));
    assert.equal(await note.isVisible(), true);
    await open(page, ids.accepted);
    assert.equal(await note.count(), 0);
  }));

test("changed lists are marked, can be taken back, and stand in the list of sections", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const loaded = await body(page);
    const products = page.locator(".tags", { hasText: "Products" });
    const names = () =>
      page
        .locator("referral-editor nav button")
        .evaluateAll((all) => all.map((one) => one.getAttribute("aria-label") ?? one.textContent));
    await page.getByRole("button", { name: "Remove Dynamics 365 Enterprise" }).click();
    assert.equal(await products.locator(".changed").isVisible(), true);
    assert.ok((await names()).includes("Requirements, changed"));
    await page.getByRole("button", { name: "Undo the change to Products" }).click();
    assert.equal(await products.locator(".changed").isVisible(), false);
    assert.equal(await body(page), loaded);
    assert.ok((await names()).includes("Requirements"));
    assert.ok(await isFocused(products.locator("summary")));
    const people = page.locator(".section.contacts .people");
    const mark = people.locator("> .foot .changed");
    await page.getByRole("button", { name: "Remove contact 1" }).click();
    assert.equal(await mark.isVisible(), true);
    assert.ok((await names()).includes("Customer contacts, changed"));
    await page.getByRole("button", { name: "Add contact" }).click();
    await page.getByRole("button", { name: "Undo the change to Customer contacts" }).click();
    assert.deepEqual(await contacts(page), ["1. Sue Smith", "2. Joe Hansen"]);
    assert.equal(await mark.isVisible(), false);
    assert.equal(await body(page), loaded);
    assert.equal(await property(page, "dirty"), false);
    await steps(page).undo.click();
    assert.equal((await contacts(page)).length, 2);
    assert.equal(await mark.isVisible(), true, "that is a step, too");
  }));

test("a review groups the changes by section, and says what people call things", () =>
  withPage(async (page) => {
    await open(page, ids.accepted, { lang: "zh-CN" });
    await page.getByLabel("备注", { exact: true }).fill("新");
    await page.locator(".tags", { hasText: "行业" }).locator("summary").click();
    await page.getByRole("checkbox", { name: "制造", exact: true }).setChecked(false);
    await page.getByRole("checkbox", { name: "教育", exact: true }).setChecked(true);
    await page.getByRole("radio", { name: "赢单" }).check();
    await page.getByRole("button", { name: "核对" }).click();
    const dialog = page.getByRole("dialog");
    assert.deepEqual(await dialog.getByRole("rowheader").and(page.locator("[scope=rowgroup]")).allInnerTexts(), [
      "状态",
      "交易",
      "需求",
    ]);
    assert.match(await dialog.innerText(), /教育/);
    assert.doesNotMatch(await dialog.innerText(), /Education|Manufacturing/);
    assert.match((await dialog.getByRole("cell", { name: "教育" }).getAttribute("title")) ?? "", /Education/);
    await withEditor(page, () => document.documentElement.setAttribute("lang", "de"));
    assert.equal(await dialog.getAttribute("lang"), "zh-CN");
  }));

test("headings follow the level asked for, and every control, label and hint is a part", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const editor = page.locator("referral-editor");
    await withEditor(page, (one) => one.setAttribute("heading-level", "3"));
    const tags = page.getByRole("heading", { name: "Products" });
    assert.equal(await tags.evaluate((one) => one.tagName), "H5");
    await on(page).value.fill("-1");
    await on(page).save.click();
    const summary = page.getByRole("alert").getByRole("heading", { name: "There is a problem" });
    assert.equal(await summary.evaluate((one) => one.tagName), "H4");
    const bare = editor
      .locator("form")
      .locator(
        "input:not([part=input]), select:not([part=input]), textarea:not([part=input]), label:not([part=label]), .hint:not([part=hint])",
      );
    assert.deepEqual(await bare.evaluateAll((all) => all.map((one) => one.outerHTML)), []);
  }));

test("an email address is shown and kept as it was loaded", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    await withEditor(page, (editor) => {
      editor.value = editor.baseline
        .replace("sue.smith@contoso.com", " li@例子.公司 ")
        .replace('"id": "49d9', '"id": "50d9');
    });
    const email = page.getByRole("group", { name: "1. Sue Smith" }).getByLabel("Email address");
    await until(async () => (await email.inputValue()) === " li@例子.公司 ");
    await email.press("End");
    await email.pressSequentially("x");
    assert.equal(await property(page, "dirty"), true);
    await email.press("Backspace");
    assert.equal(await email.inputValue(), " li@例子.公司 ");
    assert.equal(await property(page, "dirty"), false);
  }));

test("messages stand in reading order: banner, summary, conflict; what was loaded is counted in the bar", () =>
  withPage(async (page) => {
    saveElsewhere(ids.closedError, { currency: '"zzzz"' });
    await open(page, ids.closedError);
    await page.waitForFunction(() => document.querySelector("referral-editor")?.shadowRoot?.querySelector(".conflict"));
    const order = await page.locator(".place > *").evaluateAll((all) => all.map((one) => one.classList[0]));
    assert.deepEqual(order, ["banner", "summary", "conflict"]);
    assert.equal(await page.locator(".bar .loaded-notes").isVisible(), true);
    await open(page, ids.accepted);
    assert.equal(await page.locator(".loaded-notes").count(), await page.locator(".bar .loaded-notes").count());
  }));

test("a list of nobody is one line", () =>
  withPage(async (page) => {
    await open(page, ids.few);
    const section = page.locator(".section.contacts");
    const tops = await section.locator("h3, .empty, .add").evaluateAll((all) =>
      all.map((one) => {
        const { top, bottom } = one.getBoundingClientRect();
        return Math.round((top + bottom) / 2);
      }),
    );
    assert.equal(tops.length, 3);
    assert.ok(Math.max(...tops) - Math.min(...tops) <= 2, String(tops));
  }));

test("the Chinese of the page is written as Chinese is, also where texts meet", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted, { lang: "zh-CN" });
      const save = page.getByRole("button", { name: "保存", exact: true });
      const see = async (/** @type {string} */ where) => {
        const said = await withEditor(page, (editor) => {
          const { shadowRoot } = /** @type {{ shadowRoot: ShadowRoot }} */ (editor);
          const copy = document.createElement("div");
          copy.append(...[...shadowRoot.children].map((one) => one.cloneNode(true)));
          // What is not ours: names of the platform, the document.
          for (const one of copy.querySelectorAll("option, pre")) one.remove();
          const labels = [...copy.querySelectorAll("[aria-label]")].map((one) => one.getAttribute("aria-label"));
          return [copy.textContent, ...labels];
        });
        const full = "，。；：？！、（）“”";
        const wrong = [
          new RegExp(
            `[\\p{Script=Han}${full}][ \\u00a0]+[\\p{Script=Han}${full}]|[${full}][ \\u00a0]|[ \\u00a0][${full}]`,
            "u",
          ),
          /\p{Script=Han} ?[,:;?!()]|[,:;?!()] ?\p{Script=Han}/u,
        ];
        for (const text of /** @type {string[]} */ (said))
          for (const one of wrong) {
            const at = text.search(one);
            assert.ok(at < 0, `${where}: ${text.slice(Math.max(0, at - 8), at + 9)}`);
          }
      };
      await see("loaded");
      await page.getByLabel("交易金额", { exact: true }).fill("-1");
      await page.getByRole("radio", { name: "丢单" }).check();
      await page.getByLabel("预计结单日期", { exact: true }).fill("2018-01-01");
      await page.getByRole("button", { name: "添加联系人" }).click();
      await page
        .getByRole("checkbox", { name: "教育", exact: true, includeHidden: true })
        .evaluate((one) => /** @type {HTMLElement} */ (one).click());
      await save.click();
      await page.getByRole("alert").waitFor();
      await see("errors");
      await page.getByRole("button", { name: "移除联系人 3" }).click();
      await page.getByLabel("交易金额", { exact: true }).fill("65000");
      await page.getByLabel("备注", { exact: true }).fill("新");
      await save.click();
      const dialog = page.getByRole("dialog");
      await dialog.waitFor();
      await see("review");
      saveElsewhere(ids.accepted, { dealValue: "70000", notes: '"旧"' });
      await dialog.getByRole("button", { name: "保存更改" }).click();
      await page.locator(".conflict:not([hidden])").waitFor();
      await see("conflict");
      await page.getByRole("button", { name: "应用并保存" }).click();
      await see("nothing chosen");
    },
    { expected: /412/ },
  ));
