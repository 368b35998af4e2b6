// @ts-check
/** Lists and fields over time: what is undone comes back, what is changed is marked, and the focus is never lost. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { body, held, ids, isFocused, on, open, property, puts, until, withoutLinks, withPage } from "./helpers.mjs";

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
