// @ts-check
/** The form: which moves can be chosen, where findings stand and when, and all of it by the keyboard. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { held, ids, on, open, puts, sandbox, server, until, withoutLinks, withPage } from "./helpers.mjs";

/** @import { Locator, Page } from "playwright-core" */

const allPairs = ["Pending", "Received", "Accepted", "Won", "Lost", "Declined", "Expired"];

/** The text that assistive technology reads after the name of a control. @param {Locator} control */
const description = (control) =>
  control.evaluate((element) =>
    (element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => document.getElementById(id)?.textContent ?? "")
      .join(" "),
  );

/** @param {Page} page */
const illegal = async (page) => {
  const names = [];
  for (const name of allPairs) {
    const radio = page.getByRole("radio", { name });
    if ((await radio.getAttribute("aria-disabled")) === "true") names.push(name);
  }
  return names;
};

test("from Active, the arrows reach every pair; New cannot be chosen, and says why", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    assert.deepEqual(await illegal(page), ["Pending", "Received"]);
    const reason = "Not available: this referral is already Active. It cannot go back to New.";
    const accepted = form.radio("Accepted");
    await accepted.focus();
    await page.keyboard.press("ArrowUp");
    const received = form.radio("Received");
    assert.ok(await received.evaluate((radio) => radio === document.activeElement), "focus moves onto it");
    assert.equal(await description(received), reason);
    assert.ok(await accepted.isChecked());
    await page.keyboard.press("Space");
    await received.click({ force: true });
    await page.getByText("Received", { exact: true }).click({ force: true });
    assert.equal(await received.isChecked(), false);
    assert.ok(await accepted.isChecked());
    assert.equal(await form.status.innerText(), "No unsaved changes");
    await accepted.focus();
    await page.keyboard.press("ArrowDown");
    assert.ok(await form.radio("Won").isChecked());
    assert.equal(await form.status.innerText(), "1 unsaved change");
    const sent = JSON.parse((await form.body.textContent()) ?? "");
    assert.deepEqual([sent.status, sent.substatus], ["Closed", "Won"]);
  }));

test("from New everything can be chosen, from Closed only what is Closed", () =>
  withPage(async (page) => {
    await open(page, ids.pending);
    assert.deepEqual(await illegal(page), []);
    await open(page, ids.closedError);
    assert.deepEqual(await illegal(page), ["Pending", "Received", "Accepted"]);
    assert.ok(
      await page.getByRole("radio", { name: "Closed · Error" }).isChecked(),
      "an unknown pair is shown as it stands",
    );
    await on(page).reason.fill("Filed twice");
    const sent = JSON.parse((await on(page).body.textContent()) ?? "");
    assert.deepEqual([sent.status, sent.substatus, sent.statusReason], ["Closed", "Error", "Filed twice"]);
  }));

test("legality follows the saved status, not the unsaved choice", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.radio("Won").check();
    await form.radio("Accepted").check();
    assert.ok(await form.radio("Accepted").isChecked());
    await form.radio("Won").check();
    await form.save.click();
    await form.verdict.waitFor();
    assert.deepEqual(await illegal(page), ["Pending", "Received", "Accepted"]);
    assert.match(await description(form.radio("Accepted")), /closed. It cannot be opened again/);
  }));

test("an error is shown when its field is left, and gone with the key that mends it", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const error = page.locator(".field-decimal .error");
    await form.value.focus();
    await page.keyboard.press("Tab");
    assert.equal(await error.isVisible(), false, "nothing before the field was changed");
    await form.value.fill("-5");
    assert.equal(await error.isVisible(), false, "nothing while typing");
    await page.keyboard.press("Tab");
    assert.equal(await error.textContent(), "Error: Deal value must be 0 or more.");
    assert.equal(await form.value.getAttribute("aria-invalid"), "true");
    assert.match(await description(form.value), /Error: Deal value must be 0 or more\./);
    assert.match(await form.request.innerText(), /cannot be prepared yet:\s+Deal value must be 0 or more\./);
    await form.value.press("Home");
    await form.value.press("Delete");
    assert.equal(await error.isVisible(), false);
    assert.equal(await form.value.getAttribute("aria-invalid"), null);
    await form.value.fill("five");
    await form.notes.focus();
    assert.equal(await error.textContent(), "Error: Deal value must be a number, like 50000 or 50000.50");
    assert.equal(await form.value.inputValue(), "five", "what was typed is kept");
  }));

test("saving with two errors sends nothing, lists both, and each entry leads to its field", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.value.fill("1,5");
    await form.closing.focus();
    await form.closing.press("Delete");
    await form.save.click();
    assert.ok(await form.summary.evaluate((summary) => summary === document.activeElement));
    const entries = form.summary.getByRole("link");
    assert.deepEqual(await entries.allInnerTexts(), [
      "Deal value must be a number, like 50000 or 50000.50",
      "Enter the expected closing date as a real date",
    ]);
    assert.equal(puts().length, 0);
    const address = page.url();
    await entries.nth(1).click();
    assert.ok(await form.closing.evaluate((closing) => closing === document.activeElement));
    await entries.nth(0).click();
    assert.ok(await form.value.evaluate((value) => value === document.activeElement));
    assert.equal(page.url(), address);
    await form.value.fill("1.5");
    await form.closing.fill("2027-02-28");
    await form.save.click();
    await form.verdict.waitFor();
    assert.equal(await form.summary.isVisible(), false);
    assert.equal(puts().length, 1);
  }));

test("a note stands beside its field and does not hinder the save", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.radio("Lost").check();
    const note = "Say why the referral was lost or declined. It helps the other party.";
    assert.match(await description(form.reason), new RegExp(`Note: ${note}`));
    await form.reason.fill("No budget this year");
    assert.doesNotMatch(await description(form.reason), /Note:/);
    await form.reason.fill("");
    await form.currency.selectOption("");
    await page.keyboard.press("Tab");
    assert.match(await description(form.currency), /Note: Select the currency of the deal value\./);
    await form.save.click();
    await form.verdict.waitFor();
    assert.match(await form.status.innerText(), /^Saved at/);
    assert.equal(JSON.parse(held(ids.accepted)).details.currency, null);
  }));

test("findings of the loaded document are told on request only", () =>
  withPage(async (page) => {
    await open(page, ids.closedError);
    assert.equal(await page.locator(".error:visible, .note:visible, [role=alert]:visible").count(), 0);
    const told = page.locator(".loaded-notes");
    assert.match(
      await told.locator("summary").innerText(),
      /^Review needed: the loaded document has \d+ points? to look at\.$/,
    );
  }));

test("the names of the referral and of its contacts are edited where they stand", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const second = page.getByRole("group", { name: "Contact 2: joe.hansen@contoso.com" });
    await second.getByLabel("Last name").fill('O\'Hansen "Joe" 汉森');
    await form.name.fill("Field service");
    await page.getByLabel("Your reference ID").fill("CRM-7");
    await form.save.click();
    await form.verdict.waitFor();
    const saved = JSON.parse(held(ids.accepted));
    assert.equal(saved.customerProfile.team[1].lastName, 'O\'Hansen "Joe" 汉森');
    assert.equal(saved.customerProfile.team[0].lastName, "Smith");
    assert.equal(saved.name, "Field service");
    assert.equal(saved.externalReferenceId, "CRM-7");
  }));

test("every referral of the sandbox is shown, and an edit of its name leaves all other bytes alone", () =>
  withPage(async (page) => {
    await page.goto(`${server.url}?lang=en`);
    await page.locator("button[data-id]").first().waitFor();
    const all = await page
      .locator("button[data-id]")
      .evaluateAll((rows) => rows.map((row) => row.getAttribute("data-id") ?? ""));
    assert.equal(all.length, 10);
    for (const id of all) {
      await open(page, id);
      const loaded = withoutLinks(held(id));
      const form = on(page);
      assert.equal(await form.body.textContent(), loaded);
      await form.name.fill('Edited "name" \\ 名');
      const sent = (await form.body.textContent()) ?? "";
      const json = '"name": "Edited \\"name\\" \\\\ 名"';
      assert.ok(sent.includes(json), id);
      const known = JSON.parse(loaded).name;
      if (known === undefined) assert.equal(sent.replace(new RegExp(`,\\s*${escaped(json)}`), ""), loaded);
      else assert.equal(sent.replace(json, `"name": ${JSON.stringify(known)}`), loaded);
      await form.save.click();
      await form.verdict.waitFor();
      assert.match(await form.status.innerText(), /^Saved at/);
      assert.equal(puts().at(-1)?.body, sent);
    }
  }));

test("a referral is chosen, edited and saved by the keyboard alone", () =>
  withPage(async (page) => {
    await page.goto(`${server.url}?lang=en`);
    await page.locator("button[data-id]").first().waitFor();
    const form = on(page);
    await tabTo(page, page.locator(`[data-id="${ids.accepted}"]`));
    await page.keyboard.press("Enter");
    await page.locator("form .title").waitFor();
    assert.ok(await page.locator("form .title").evaluate((title) => title === document.activeElement));
    await tabTo(page, form.radio("Accepted"));
    await page.keyboard.press("ArrowDown");
    await tabTo(page, form.value);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("65000");
    await page.keyboard.press("Enter");
    assert.equal(puts().length, 0, "Enter in a text field sends nothing");
    await tabTo(page, form.save);
    await page.keyboard.press("Enter");
    await form.verdict.waitFor();
    await tabTo(page, form.body);
    await tabTo(page, form.notes, "Shift+Tab");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("Won with the keyboard.");
    await page.keyboard.press("Control+s");
    await until(() => puts().length === 2 && sandbox.requests.at(-1)?.status === 200);
    const saved = JSON.parse(held(ids.accepted));
    assert.deepEqual([saved.substatus, saved.details.dealValue], ["Won", 65000]);
    assert.equal(saved.details.notes, "Won with the keyboard.");
  }));

/** Presses Tab until a control has the focus; every stop on the way must be visible and uncovered. @param {Page} page @param {Locator} target @param {string} [key] */
async function tabTo(page, target, key = "Tab") {
  for (let presses = 0; presses < 80; presses += 1) {
    if (await target.evaluate((element) => element === document.activeElement)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`not reached by ${key}: ${target}`);
}

/** @param {string} text */
const escaped = (text) => text.replace(/[\\"]/g, "\\$&");
