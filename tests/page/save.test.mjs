// @ts-check
/** From the list to a saved referral, and what is never lost or changed on the way. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  held,
  ids,
  on,
  open,
  path,
  puts,
  sandbox,
  saveElsewhere,
  server,
  until,
  withoutLinks,
  withPage,
} from "./helpers.mjs";

const conflictAnswer = /412/;

test("the documented referral goes from Active to Closed/Won with another deal value", () =>
  withPage(async (page) => {
    const loaded = held(ids.accepted);
    const { eTag } = JSON.parse(loaded);
    await page.goto(`${server.url}?lang=en`);
    await page.locator(`[data-id="${ids.accepted}"]`).click();
    const form = on(page);
    await form.radio("Won").check();
    await form.value.fill("65000.50");

    const expected = withoutLinks(loaded)
      .replace('"status": "Active"', '"status": "Closed"')
      .replace('"substatus": "Accepted"', '"substatus": "Won"')
      .replace('"dealValue": 50000,', '"dealValue": 65000.50,');
    assert.equal(await form.body.textContent(), expected, "the preview is the body that will be sent");
    assert.match(
      await form.request.innerText(),
      new RegExp(`PUT ${server.baseUrl}/engagements/referrals/${ids.accepted}`),
    );
    assert.equal(await form.ifMatch.innerText(), eTag);

    await form.save.click();
    await form.verdict.waitFor();
    assert.match(await form.status.innerText(), /^Saved at \d\d:\d\d\.$/);
    assert.equal(puts().length, 1);
    const [put] = puts();
    assert.equal(put?.path, `${path}/${ids.accepted}`);
    assert.equal(put?.headers["if-match"], eTag);
    assert.equal(put?.body, expected, "byte for byte, without links, outside the edit");

    const saved = JSON.parse(held(ids.accepted));
    assert.notEqual(saved.eTag, eTag);
    assert.equal(await form.ifMatch.innerText(), saved.eTag, "the form stands on the new eTag");
    assert.equal(await form.value.inputValue(), "65000.50");
    assert.ok(await form.radio("Won").isChecked());
    assert.equal(await page.locator(`[data-id="${ids.accepted}"] .badge`).innerText(), "Closed · Won");
    assert.equal(await page.locator(".form-header .badge").innerText(), "Closed · Won");
  }));

test("across origins the same is sent, after a preflight", () =>
  withPage(async (page) => {
    await open(page, ids.accepted, { api: server.crossOriginBaseUrl });
    const form = on(page);
    await form.value.fill("1");
    await form.save.click();
    await form.verdict.waitFor();
    assert.match(await form.status.innerText(), /^Saved at/);
    assert.equal(puts().length, 1);
    assert.ok(sandbox.requests.some(({ method }) => method === "OPTIONS"));
  }));

test("a link cannot send the token to another computer", () =>
  withPage(async (page) => {
    await open(page, ids.accepted, { api: "https://example.com/v1.0" });
    assert.match(await page.locator("#service").innerText(), /not on this computer/);
    assert.ok((await on(page).request.innerText()).includes(server.baseUrl));
  }));

test("a second tab that saved first leads to a conflict, and what was typed stays", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const second = await page.context().newPage();
      await open(second, ids.accepted);
      await on(second).value.fill("70000");
      await on(second).notes.fill("Agreed on the phone.");
      await on(second).save.click();
      await on(second).verdict.waitFor();

      await page.bringToFront();
      const form = on(page);
      await form.radio("Won").check();
      await form.value.fill("65000.50");
      await form.save.click();
      await form.conflict.waitFor();
      assert.match(await form.conflict.innerText(), /Someone else changed this referral/);
      assert.match(await form.status.innerText(), /^Not saved: someone else changed this referral first/);
      const row = await form.conflict.locator(".conflict-row").innerText();
      assert.match(row, /Deal value\s+My value\s+65000\.50\s+Value on the server\s+70000\s+Before\s+50000/);
      assert.equal(await form.value.inputValue(), "65000.50");
      assert.ok(await form.radio("Won").isChecked());
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 70000, "nothing was overwritten");
      assert.ok(await form.conflict.evaluate((panel) => panel === document.activeElement));

      // Saving again without a decision changes nothing either: the eTag is still the one of the loaded document.
      await form.save.click();
      await until(() => puts().length === 3);
      await form.save.and(page.locator(":not([aria-disabled])")).waitFor();
      assert.equal(puts().at(-1)?.status, 412);
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 70000);

      const theirs = held(ids.accepted);
      await page.getByRole("button", { name: "Continue with my values" }).click();
      assert.equal(await form.value.inputValue(), "65000.50");
      assert.equal(await form.notes.inputValue(), "Agreed on the phone.");
      assert.equal(await form.conflict.isVisible(), false);
      await form.save.click();
      await page.locator(".verdict-good").waitFor();
      const put = puts().at(-1);
      assert.equal(put?.headers["if-match"], JSON.parse(theirs).eTag);
      assert.deepEqual(JSON.parse(held(ids.accepted)).details.dealValue, 65000.5);
      assert.equal(JSON.parse(held(ids.accepted)).details.notes, "Agreed on the phone.");
    },
    { expected: conflictAnswer },
  ));

test("a change elsewhere to another field is said too, and the server's version can be loaded", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      await form.value.fill("65000.50");
      saveElsewhere(ids.accepted, { notes: '"Written elsewhere."' });
      await form.save.click();
      await form.verdict.waitFor();
      if (await form.conflict.isVisible()) {
        assert.match(
          await form.conflict.innerText(),
          /None of your changes touches a value that changed on the server/,
        );
        await form.conflict.getByText("Changed on the server only").click();
        assert.match(await form.conflict.innerText(), /Written elsewhere\./);
        await page.getByRole("button", { name: "Load the server's version" }).click();
        const question = page.getByRole("dialog");
        await question.getByRole("button", { name: "Keep editing" }).click();
        assert.equal(await form.value.inputValue(), "65000.50");
        await page.getByRole("button", { name: "Load the server's version" }).click();
        await question.getByRole("button", { name: "Load and discard" }).click();
        await page.locator("section.conflict").waitFor({ state: "hidden" });
        assert.equal(await form.value.inputValue(), "50000");
        assert.equal(await form.notes.inputValue(), "Written elsewhere.");
        assert.match(await form.status.innerText(), /No unsaved changes/);
      } else {
        assert.match(await form.status.innerText(), /^Saved at/);
        assert.equal(await form.notes.inputValue(), "Written elsewhere.");
      }
    },
    { expected: conflictAnswer },
  ));

test("a number longer than a double stays as it is when another field is edited", () =>
  withPage(async (page) => {
    await open(page, ids.longNumber);
    const form = on(page);
    assert.equal(await form.value.inputValue(), "12345678901234567.89");
    assert.match(await page.locator(".facts").innerText(), /12,345,678,901,234,567\.89 Chinese yuan/);
    const expected = withoutLinks(held(ids.longNumber)).replace('"name": "示例云迁移"', '"name": "示例云迁移二期"');
    await form.name.fill("示例云迁移二期");
    await form.save.click();
    await form.verdict.waitFor();
    assert.equal(puts()[0]?.body, expected);
    assert.match(expected, /"dealValue": 12345678901234567\.89,/);
    assert.equal(await form.value.inputValue(), "12345678901234567.89");
  }));

test("taking an edit back gives the loaded bytes back, and there is nothing to save", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const loaded = withoutLinks(held(ids.accepted));
    await form.value.fill("1");
    await form.notes.fill("");
    await form.closing.fill("2027-01-31");
    assert.match(await form.status.innerText(), /3 unsaved changes/);
    assert.match((await form.body.textContent()) ?? "", /"closingDateTime": "2027-01-31T00:00:00Z"/);
    await form.value.fill("50000");
    await form.notes.fill(JSON.parse(loaded).details.notes);
    await form.closing.fill("2018-11-14");
    assert.equal(await form.status.innerText(), "No unsaved changes");
    assert.equal(await form.body.textContent(), loaded);
    await form.save.click();
    assert.equal(await form.status.innerText(), "No changes to save");
    assert.equal(puts().length, 0);
  }));

test("an emptied date becomes null; one that was never there stays away", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.closing.fill("");
    assert.match((await form.body.textContent()) ?? "", /"closingDateTime": null/);
    await open(page, ids.pending);
    assert.equal(JSON.parse(held(ids.pending)).details.closingDateTime, undefined);
    await form.closing.fill("2027-01-31");
    assert.match((await form.body.textContent()) ?? "", /"closingDateTime": "2027-01-31T00:00:00Z"/);
    await form.closing.fill("");
    assert.equal(await form.body.textContent(), withoutLinks(held(ids.pending)));
  }));

for (const timezoneId of ["America/Los_Angeles", "UTC", "Asia/Shanghai", "Pacific/Kiritimati"]) {
  test(`the closing date is the calendar date in UTC, in ${timezoneId}`, () =>
    withPage(
      async (page) => {
        await open(page, ids.accepted);
        const form = on(page);
        assert.equal(await form.closing.inputValue(), "2018-11-14");
        assert.match(await page.locator(".field-date").innerText(), /Wednesday, November 14, 2018 \(UTC\)/);
        await form.closing.fill("2018-11-15");
        assert.match((await form.body.textContent()) ?? "", /"closingDateTime": "2018-11-15T00:00:00Z"/);
        await open(page, ids.longNumber);
        assert.equal(await form.closing.inputValue(), "2026-12-31");
        await form.name.fill("x");
        assert.match((await form.body.textContent()) ?? "", /"closingDateTime": "2026-12-31T18:30:00Z"/);
      },
      { timezoneId },
    ));
}

test("while a save is under way a second one is not begun, and what is typed meanwhile stays", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    /** @type {() => void} */
    let release = () => {};
    const { handle } = sandbox;
    sandbox.handle = async (request) => {
      if (request.method === "PUT") await new Promise((resolve) => (release = () => resolve(undefined)));
      return handle(request);
    };
    await form.value.fill("65000.50");
    await form.save.dblclick();
    const saving = page.getByRole("button", { name: "Saving…" });
    await saving.waitFor();
    assert.equal(await saving.getAttribute("aria-disabled"), "true");
    assert.equal(await form.status.innerText(), "Saving…");
    await page.keyboard.press("Control+s");
    await form.notes.fill("Typed while saving.");
    assert.equal(await form.notes.isEditable(), true);
    release();
    await form.verdict.waitFor();
    assert.equal(puts().length, 1);
    assert.equal(await form.notes.inputValue(), "Typed while saving.");
    assert.ok(await form.notes.evaluate((notes) => notes === document.activeElement));
    assert.match(await page.locator(".answer").innerText(), /What you typed while saving is kept and not saved yet/);
    sandbox.handle = handle;
    await form.save.click();
    await page.waitForFunction(() => document.querySelectorAll(".changed:not([hidden])").length === 0);
    assert.equal(JSON.parse(held(ids.accepted)).details.notes, "Typed while saving.");
    assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 65000.5);
  }));

test("leaving asks only while something is unsaved", () =>
  withPage(async (page) => {
    let asked = 0;
    page.on("dialog", async (dialog) => {
      asked += 1;
      await dialog.accept();
    });
    await open(page, ids.accepted);
    const form = on(page);
    await form.value.fill("1");
    await form.value.fill("50000");
    await page.reload();
    await page.locator("form .title").waitFor();
    assert.equal(asked, 0);
    await form.value.fill("1");
    await page.reload();
    assert.equal(asked, 1);
  }));

test("another referral is opened only after a question when something is unsaved", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.value.fill("1");
    await page.locator(`[data-id="${ids.pending}"]`).click();
    const question = page.getByRole("dialog");
    assert.ok(await question.getByRole("button", { name: "Stay" }).evaluate((stay) => stay === document.activeElement));
    await page.keyboard.press("Escape");
    assert.equal(await form.value.inputValue(), "1");
    await page.locator(`[data-id="${ids.pending}"]`).click();
    await question.getByRole("button", { name: "Leave" }).click();
    await page.locator(`[data-id="${ids.pending}"][aria-current]`).waitFor();
    await page.getByText(ids.pending).first().waitFor();
    assert.ok(await page.locator("form .title").evaluate((title) => title === document.activeElement));
  }));

test("changes can be discarded, after a question", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.value.fill("1");
    await form.radio("Lost").check();
    await form.discard.click();
    await page.getByRole("dialog", { name: "Discard 2 changes?" }).getByRole("button", { name: "Discard" }).click();
    await page.waitForFunction(() => document.querySelector("[role=status]")?.textContent === "No unsaved changes");
    assert.equal(await form.value.inputValue(), "50000");
    assert.ok(await form.radio("Accepted").isChecked());
  }));
