// @ts-check
/** The form: which moves can be chosen, where findings stand and when, and all of it by the keyboard. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  body,
  description,
  heard,
  held,
  ids,
  isFocused,
  listen,
  on,
  open,
  property,
  puts,
  sandbox,
  saveElsewhere,
  server,
  until,
  withoutLinks,
  withPage,
} from "./helpers.mjs";

/** @import { Locator, Page } from "playwright-core" */

const allPairs = ["Pending", "Received", "Accepted", "Won", "Lost", "Declined", "Expired"];

/** @param {Page} page */
const illegal = async (page) => {
  const names = [];
  for (const name of allPairs) {
    const radio = on(page).radio(new RegExp(`^${name}`));
    if ((await radio.getAttribute("aria-disabled")) === "true") names.push(name);
  }
  return names;
};

test("from Active, the arrows reach every pair; New cannot be chosen, and says why", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    await listen(page);
    const form = on(page);
    assert.deepEqual(await illegal(page), ["Pending", "Received"]);
    const reason = "Not available: this referral is already Active. It cannot go back to New.";
    const accepted = form.radio("Accepted now");
    await accepted.focus();
    await page.keyboard.press("ArrowUp");
    const received = form.radio("Received");
    assert.ok(await isFocused(received), "focus moves onto it");
    assert.equal(await description(received), reason);
    assert.ok(await accepted.isChecked());
    await page.keyboard.press("ArrowUp");
    assert.ok(await isFocused(form.radio("Pending")));
    await page.keyboard.press("Space");
    await received.click({ force: true });
    await page.getByText("Received", { exact: true }).click({ force: true });
    assert.equal(await received.isChecked(), false);
    assert.ok(await accepted.isChecked());
    assert.equal(await form.status.innerText(), "No unsaved changes");
    assert.deepEqual(await heard(page), [], "nothing was changed, and nothing is told");
    await accepted.focus();
    await page.keyboard.press("ArrowDown");
    assert.ok(await form.radio("Won").isChecked());
    assert.equal(await form.status.innerText(), "1 unsaved change");
    const sent = JSON.parse(await body(page));
    assert.deepEqual([sent.status, sent.substatus], ["Closed", "Won"]);
    assert.equal((await heard(page, "change")).filter(({ dirty }) => dirty).length, 1, "one choice, one event");
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
    const sent = JSON.parse(await body(page));
    assert.deepEqual([sent.status, sent.substatus, sent.statusReason], ["Closed", "Error", "Filed twice"]);
  }));

test("legality follows the saved status, not the unsaved choice", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.radio("Won").check();
    await form.radio("Accepted now").check();
    assert.ok(await form.radio("Accepted now").isChecked());
    await form.radio("Won").check();
    await form.save.click();
    await form.dialog.getByRole("button", { name: "Save changes" }).click();
    await form.verdict.waitFor();
    assert.deepEqual(await illegal(page), ["Pending", "Received", "Accepted"]);
    assert.match(await description(form.radio("Accepted")), /closed. It cannot be opened again/);
  }));

test("an error is shown when its field is left, and gone with the key that mends it", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const error = page.locator(".field.decimal .error");
    await form.value.focus();
    await page.keyboard.press("Tab");
    assert.equal(await error.isVisible(), false, "nothing before the field was changed");
    await form.value.fill("-5");
    assert.equal(await error.isVisible(), false, "nothing while typing");
    await page.keyboard.press("Tab");
    await error.waitFor();
    assert.equal(await error.textContent(), "Error: Deal value must be 0 or more");
    assert.equal(await form.value.getAttribute("aria-invalid"), "true");
    assert.match(await description(form.value), /Error: Deal value must be 0 or more/);
    assert.deepEqual(
      (await property(page, "errors")).map((/** @type {any} */ one) => [one.path, one.code]),
      [["/details/dealValue", "range"]],
    );
    await form.value.press("Home");
    await form.value.press("Delete");
    assert.equal(await error.isVisible(), false);
    assert.equal(await form.value.getAttribute("aria-invalid"), null);
    await form.value.fill("five");
    await form.notes.focus();
    assert.equal(await error.textContent(), "Error: Deal value must be a number, like 50000 or 50000.50");
    assert.equal(await form.value.inputValue(), "five", "what was typed is kept");
    assert.equal(await property(page, "dirty"), true, "and is not saved");
  }));

test("saving with two errors sends nothing, lists both, and each entry leads to its field", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.value.fill("1,5");
    await form.closing.focus();
    await form.closing.press("Delete");
    await form.save.click();
    await form.summary.waitFor();
    assert.ok(await isFocused(form.summary));
    assert.match(await form.summary.innerText(), /^There is a problem/);
    const entries = form.summary.getByRole("link");
    assert.deepEqual(await entries.allInnerTexts(), [
      "Deal value must be a number, like 50000 or 50000.50",
      "Enter the expected closing date as a real date",
    ]);
    assert.equal(await form.status.innerText(), "2 unsaved changes", "one live text at a time: the summary");
    assert.equal(puts().length, 0);
    const address = page.url();
    await entries.nth(1).click();
    assert.ok(await isFocused(form.closing));
    await entries.nth(0).click();
    assert.ok(await isFocused(form.value));
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
    const note = "Say why the referral was lost or declined. It helps the other party";
    await page.getByText(note).waitFor();
    assert.match(await description(form.reason), new RegExp(`Note: ${note}`));
    await form.reason.fill("No budget this year");
    assert.doesNotMatch(await description(form.reason), /Note:/);
    await form.reason.fill("");
    await form.currency.selectOption("");
    await page.keyboard.press("Tab");
    assert.match(await description(form.currency), /Note: Select the currency of the deal value/);
    await form.closing.fill("2019-01-01");
    await form.notes.focus();
    assert.match(await description(form.closing), /Note: The expected closing date is in the past/);
    await form.save.click();
    await form.dialog.getByRole("button", { name: "Save changes" }).click();
    await form.verdict.waitFor();
    assert.match(await form.status.innerText(), /^Saved at/);
    assert.equal(JSON.parse(held(ids.accepted)).details.currency, null);
  }));

test("an amount has no more decimal places than its currency, or that is noted", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.currency.selectOption("JPY");
    await form.value.fill("100.5");
    await form.notes.focus();
    assert.match(await description(form.value), /Note: Deal value in Japanese Yen must have at most 0 decimal places/);
  }));

test("errors of the loaded document are told on request only, and its warnings are none", () =>
  withPage(async (page) => {
    const told = page.locator(".loaded-notes");
    const summary = told.locator("summary");
    await open(page, ids.closedError);
    assert.equal(await told.isVisible(), false);
    saveElsewhere(ids.few, { currency: '"zzzz"', dealValue: '"much"' });
    await open(page, ids.few);
    assert.equal(await page.locator(".error:visible, .field .note:visible, [role=alert]:visible").count(), 0);
    assert.equal(await summary.innerText(), "Review needed: 2 points");
    await summary.click();
    await told.locator("li:not(:empty)").first().waitFor();
    const entry = told.getByRole("link").first();
    await entry.click();
    assert.ok(
      await page.locator("referral-editor").evaluate((one) => one.shadowRoot?.activeElement?.matches("[part=input]")),
    );
  }));

test("the names of the referral and of its contacts are edited where they stand", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const second = page.getByRole("group", { name: "2. Joe Hansen" });
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
    const documents = await fetch(`${server.baseUrl}/engagements/referrals`, {
      headers: { Authorization: `Bearer ${sandbox.token}` },
    });
    const all = (await documents.json()).value.map((/** @type {{ id: string }} */ { id }) => id);
    assert.equal(all.length, 10);
    for (const id of all) {
      await open(page, id);
      const loaded = withoutLinks(held(id));
      const form = on(page);
      assert.equal(await body(page), loaded);
      await form.name.fill('Edited "name" \\ 名');
      const sent = await body(page);
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

test("a referral is edited and saved by the keyboard alone", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await tabTo(page, form.radio("Accepted now"));
    await page.keyboard.press("ArrowDown");
    await tabTo(page, form.value);
    await page.keyboard.press("Control+a");
    await page.keyboard.type("65000");
    await page.keyboard.press("Enter");
    assert.equal(puts().length, 0, "Enter in a text field sends nothing");
    await tabTo(page, form.save);
    await page.keyboard.press("Enter");
    assert.ok(await isFocused(form.dialog.getByRole("heading")), "the review is read first");
    await tabTo(page, form.dialog.getByRole("button", { name: "Save changes" }));
    await page.keyboard.press("Enter");
    await form.verdict.waitFor();
    await tabTo(page, form.notes, "Shift+Tab");
    await page.keyboard.press("Control+a");
    await page.keyboard.type("Won with the keyboard.");
    await page.keyboard.press("Control+s");
    await until(() => puts().length === 2 && sandbox.requests.at(-1)?.status === 200);
    const saved = JSON.parse(held(ids.accepted));
    assert.deepEqual([saved.substatus, saved.details.dealValue], ["Won", 65000]);
    assert.equal(saved.details.notes, "Won with the keyboard.");
  }));

/** Presses Tab until a control has the focus. @param {Page} page @param {Locator} target @param {string} [key] */
async function tabTo(page, target, key = "Tab") {
  for (let presses = 0; presses < 90; presses += 1) {
    if (await isFocused(target)) return;
    await page.keyboard.press(key);
  }
  assert.fail(`not reached by ${key}: ${target}`);
}

/** @param {string} text */
const escaped = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

test("Ctrl+S is the editor's only while the focus is in it", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    await on(page).value.fill("1");
    await page.getByLabel("Colours").focus();
    await page.keyboard.press("Control+s");
    assert.equal(puts().length, 0);
    await on(page).value.focus();
    await page.keyboard.press("Control+s");
    await until(() => puts().length === 1);
  }));
