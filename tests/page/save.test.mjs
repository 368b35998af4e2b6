// @ts-check
/** From a loaded to a saved referral, and what is never lost or changed on the way. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  body,
  heard,
  held,
  ids,
  isFocused,
  listen,
  on,
  open,
  path,
  property,
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
    await page.getByLabel("Referral", { exact: true }).selectOption(ids.accepted);
    await page.locator("referral-editor form").waitFor();
    await listen(page);
    const form = on(page);
    await form.radio("Won").check();
    await form.value.fill("65000.50");

    const expected = withoutLinks(loaded)
      .replace('"status": "Active"', '"status": "Closed"')
      .replace('"substatus": "Accepted"', '"substatus": "Won"')
      .replace('"dealValue": 50000,', '"dealValue": 65000.50,');
    assert.equal(await body(page), expected, "the JSON view is the body that will be sent");
    assert.equal(await property(page, "etag"), eTag);

    await form.save.click();
    const rows = await form.dialog.locator("tbody tr:has(td)").allInnerTexts();
    assert.deepEqual(
      rows.map((row) => row.split("\t")),
      [
        ["Status", "Active", "Closed"],
        ["Result", "Accepted", "Won"],
        ["Deal value", "50,000.00 US dollars", "65,000.50 US dollars"],
      ],
    );
    assert.equal(puts().length, 0, "nothing is sent before it was looked at");
    await form.dialog.getByRole("button", { name: "Save changes" }).click();
    await form.verdict.waitFor();
    assert.match(await form.status.innerText(), /^Saved at \d\d:\d\d\.$/);
    assert.ok(await isFocused(form.save), "the focus is back where it came from");
    assert.equal(puts().length, 1);
    const [put] = puts();
    assert.equal(put?.path, `${path}/${ids.accepted}`);
    assert.equal(put?.headers["if-match"], eTag);
    assert.equal(put?.body, expected, "byte for byte, without links, outside the edit");
    const [before] = await heard(page, "before-save");
    assert.equal(before.body, expected);

    const saved = JSON.parse(held(ids.accepted));
    assert.notEqual(saved.eTag, eTag);
    assert.equal(await property(page, "etag"), saved.eTag, "the form stands on the new eTag");
    const [told] = await heard(page, "save");
    assert.deepEqual([told.etag, told.value], [saved.eTag, held(ids.accepted)]);
    assert.equal(await form.value.inputValue(), "65000.50");
    assert.ok(await form.radio("Won now").isChecked());
    assert.equal(await page.locator("header .badge").first().innerText(), "Closed · Won");
    assert.match(await page.locator(".panel.request").innerText(), /3 lines differ/);
    assert.match(await page.locator(".panel.request").innerText(), /the body that was sent has not/);
  }));

test("a review that is left sends nothing and loses nothing", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.radio("Lost").check();
    await form.save.click();
    await form.dialog.waitFor();
    await page.keyboard.press("Escape");
    await form.dialog.waitFor({ state: "hidden" });
    assert.equal(puts().length, 0);
    assert.ok(await form.radio("Lost").isChecked());
    assert.equal(await property(page, "state"), "dirty");
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
    assert.equal(await property(page, "baseUrl"), "/v1.0");
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
      await listen(page);
      const form = on(page);
      await form.name.fill("Mine");
      await form.value.fill("65000.50");
      await form.save.click();
      await form.conflict.waitFor();
      assert.match(await form.conflict.innerText(), /Someone else changed this referral/);
      assert.match(await form.status.innerText(), /^Someone else changed this referral/);
      const row = form.conflict.locator("fieldset");
      assert.equal(await row.count(), 1);
      assert.match(
        await row.innerText(),
        /Deal value.*\s+Before:\s+50,000\.00 US dollars\s+My value:\s+65,000\.50 US dollars\s+Value on the server:\s+70,000\.00 US dollars/,
      );
      assert.equal(await row.getByRole("radio", { checked: true }).count(), 0, "neither is chosen for anybody");
      assert.match(await form.conflict.innerText(), /1 other change was combined automatically/);
      assert.equal(await form.value.inputValue(), "65000.50");
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 70000, "nothing was overwritten");
      assert.ok(await isFocused(form.conflict));
      const [conflict] = await heard(page, "conflict");
      assert.deepEqual(
        [conflict.base, conflict.mine, conflict.theirs].map((text) => JSON.parse(text).details.dealValue),
        [50000, 65000.5, 70000],
      );

      // Without a decision nothing is sent.
      const sent = puts().length;
      await form.conflict.getByRole("button", { name: "Apply and save" }).click();
      assert.match(await row.innerText(), /Choose which value to keep/);
      assert.equal(puts().length, sent);

      // Left aside, the eTag is still the one of the loaded document: another save overwrites nothing either.
      await page.keyboard.press("Escape");
      await form.conflict.waitFor({ state: "hidden" });
      assert.equal(await form.status.innerText(), "Conflict not resolved. Your changes are not saved yet.");
      await form.save.click();
      await form.conflict.waitFor();
      assert.equal(puts().at(-1)?.status, 412);
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 70000);

      const theirs = held(ids.accepted);
      await row.getByRole("radio", { name: /My value/ }).check();
      await form.conflict.getByRole("button", { name: "Apply and save" }).click();
      await form.verdict.waitFor();
      const put = puts().at(-1);
      assert.equal(put?.headers["if-match"], JSON.parse(theirs).eTag);
      assert.equal(await form.notes.inputValue(), "Agreed on the phone.");
      const saved = JSON.parse(held(ids.accepted));
      assert.deepEqual(
        [saved.details.dealValue, saved.details.notes, saved.name],
        [65000.5, "Agreed on the phone.", "Mine"],
      );
    },
    { expected: conflictAnswer },
  ));

test("the server's value can be taken, and what does not touch it is saved on top", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      await form.notes.fill("Mine, which is a rather long note about the customer and what was said on the phone.");
      await form.name.fill("Kept");
      saveElsewhere(ids.accepted, { notes: '"Theirs."' });
      await form.save.click();
      await form.conflict.waitFor();
      assert.ok(await form.conflict.getByRole("radio", { name: /My value/ }).isChecked(), "nothing is lost by itself");
      await form.conflict.getByRole("radio", { name: /Value on the server/ }).check();
      await form.conflict.getByRole("button", { name: "Apply and save" }).click();
      await form.verdict.waitFor();
      const saved = JSON.parse(held(ids.accepted));
      assert.deepEqual([saved.details.notes, saved.name], ["Theirs.", "Kept"]);
      assert.equal(await form.notes.inputValue(), "Theirs.");
    },
    { expected: conflictAnswer },
  ));

test("closed meanwhile: my status cannot follow, and says why", () =>
  withPage(
    async (page) => {
      await open(page, ids.pending);
      const form = on(page);
      await form.radio("Accepted").check();
      sandbox.change(ids.pending, { status: '"Closed"', substatus: '"Expired"' });
      await form.save.click();
      await form.conflict.waitFor();
      const mine = form.conflict.getByRole("radio", { name: /My value/ });
      assert.equal(await mine.getAttribute("aria-disabled"), "true");
      assert.match(await form.conflict.innerText(), /Active · Accepted/);
      assert.match(await form.conflict.innerText(), /this referral is closed. It cannot be opened again/);
      await mine.click({ force: true });
      assert.equal(await mine.isChecked(), false);
      await form.conflict.getByRole("radio", { name: /Value on the server/ }).check();
      await form.conflict.getByRole("button", { name: "Apply and save" }).click();
      await form.conflict.waitFor({ state: "hidden" });
      assert.equal(JSON.parse(held(ids.pending)).substatus, "Expired");
      assert.equal(await page.locator("header .badge").first().innerText(), "Closed · Expired");
    },
    { expected: conflictAnswer },
  ));

test("status, result and reason are one choice: no reason goes with a status that it was not given for", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      const review = page.getByRole("button", { name: "Save changes" });
      const row = form.conflict.locator("fieldset");
      await form.radio("Lost").check();
      await form.reason.fill("No budget");
      sandbox.change(ids.accepted, { status: '"Closed"', substatus: '"Won"' });
      await form.save.click();
      await review.click();
      await form.conflict.waitFor();
      assert.equal(await row.count(), 1);
      assert.equal(await row.locator("legend").innerText(), "Status");
      assert.match(
        await row.innerText(),
        /Before:\s+Active · Accepted\s+My value:\s+Closed · Lost · No budget\s+Value on the server:\s+Closed · Won$/,
      );
      // No side is taken for anybody, also not the one of a choice that was given up.
      await row.getByRole("radio", { name: /My value/ }).check();
      await page.keyboard.press("Escape");
      await form.discard.click();
      await form.dialog.getByRole("button", { name: "Discard" }).click();
      await until(async () => (await page.locator("header .badge").first().innerText()) === "Closed · Won");
      await form.radio("Lost").check();
      await form.reason.fill("Too expensive");
      sandbox.change(ids.accepted, { statusReason: '"Thanks to the partner"' });
      await form.save.click();
      await form.conflict.waitFor();
      assert.equal(await row.locator("legend").innerText(), "Status");
      assert.equal(await row.getByRole("radio", { checked: true }).count(), 0);
      await row.getByRole("radio", { name: /Value on the server: Closed · Won · Thanks to the partner/ }).check();
      await form.conflict.getByRole("button", { name: "Apply and save" }).click();
      await form.conflict.waitFor({ state: "hidden" });
      await until(async () => (await property(page, "state")) === "idle");
      const { substatus, statusReason } = JSON.parse(held(ids.accepted));
      assert.deepEqual([substatus, statusReason], ["Won", "Thanks to the partner"]);
      assert.equal(await form.reason.inputValue(), "Thanks to the partner");
    },
    { expected: conflictAnswer },
  ));

test("my status is saved with my reason, not with one that came with another status", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      await form.radio("Won").check();
      sandbox.change(ids.accepted, {
        status: '"Closed"',
        substatus: '"Lost"',
        statusReason: '"No budget"',
        name: '"Theirs"',
      });
      await form.save.click();
      await page.getByRole("button", { name: "Save changes" }).click();
      await form.conflict.waitFor();
      assert.match(await form.conflict.innerText(), /1 other change was combined automatically/);
      await form.conflict.getByRole("radio", { name: "My value: Closed · Won" }).check();
      await form.conflict.getByRole("button", { name: "Apply and save" }).click();
      await form.verdict.waitFor();
      const { substatus, statusReason, name } = JSON.parse(held(ids.accepted));
      assert.deepEqual([substatus, statusReason ?? "", name], ["Won", "", "Theirs"]);
    },
    { expected: conflictAnswer },
  ));

test("a host may show the conflict its own way", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      await page.locator("referral-editor").evaluate((editor) =>
        editor.addEventListener(
          "referral-conflict",
          (event) => {
            event.preventDefault();
            const { detail } = /** @type {CustomEvent} */ (event);
            detail.resolve(detail.mine.replace("65000", "1").replace("Customer is", "The customer is"));
          },
          { once: true },
        ),
      );
      await form.value.fill("65000");
      saveElsewhere(ids.accepted, { dealValue: "70000" });
      await form.save.click();
      await form.verdict.waitFor();
      assert.equal(await form.conflict.isVisible(), false);
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 1);
    },
    { expected: conflictAnswer },
  ));

test("what is typed while a conflict waits is saved with the choice, and comes before it", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      const { handle } = sandbox;
      await form.value.fill("65000");
      await form.closing.fill("2027-01-01");
      await form.name.fill("Mine");
      saveElsewhere(ids.accepted, { dealValue: "70000", closingDateTime: '"2027-02-02T00:00:00Z"' });
      sandbox.change(ids.accepted, { name: '"Theirs"' });
      // During the save itself ...
      sandbox.handle = async (request) => {
        if (request.method === "PUT") {
          sandbox.handle = handle;
          await form.notes.fill("Typed during the save.");
        }
        return handle(request);
      };
      await form.save.click();
      await form.conflict.waitFor();
      // ... and while the choice is open: another field, one to choose, half a number, and one taken back.
      await form.reference.fill("REF 1");
      await form.name.fill("Mine, once more");
      await form.value.fill("66000 or so");
      await form.closing.fill("2018-11-14");
      await form.conflict.getByRole("button", { name: "Keep all server values" }).click();
      await form.conflict.getByRole("button", { name: "Keep all of mine" }).click();
      await form.conflict.getByRole("radio", { name: "Value on the server: Theirs" }).check();
      await form.conflict.getByRole("button", { name: "Apply and save" }).click();
      await form.summary.waitFor();
      assert.equal(await form.value.inputValue(), "66000 or so", "nothing is sent before it is a number");
      assert.equal(JSON.parse(held(ids.accepted)).name, "Theirs");
      await form.value.fill("66000");
      await form.save.click();
      await form.verdict.waitFor();
      const { name, externalReferenceId, details } = JSON.parse(held(ids.accepted));
      assert.deepEqual(
        [name, externalReferenceId, details.notes, details.dealValue, details.closingDateTime],
        ["Mine, once more", "REF 1", "Typed during the save.", 66000, "2027-02-02T00:00:00Z"],
      );
      assert.equal(await property(page, "dirty"), false);
    },
    { expected: conflictAnswer },
  ));

test("what is typed while the host shows a conflict is saved with what it chose", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      await page.locator("referral-editor").evaluate((editor) =>
        editor.addEventListener("referral-conflict", (event) => {
          event.preventDefault();
          Object.assign(globalThis, { conflict: /** @type {CustomEvent} */ (event).detail });
        }),
      );
      await form.value.fill("65000");
      saveElsewhere(ids.accepted, { dealValue: "70000" });
      await form.save.click();
      await page.waitForFunction(() => "conflict" in globalThis);
      await form.notes.fill("Typed meanwhile.");
      await page.evaluate(() => {
        const { conflict } = /** @type {any} */ (globalThis);
        conflict.resolve(conflict.mine.replace("65000", "1"));
      });
      await form.verdict.waitFor();
      const { details } = JSON.parse(held(ids.accepted));
      assert.deepEqual([details.dealValue, details.notes], [1, "Typed meanwhile."]);
    },
    { expected: conflictAnswer },
  ));

test("a change elsewhere to another field is saved together with mine, and told", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      await form.value.fill("65000.50");
      saveElsewhere(ids.accepted, { notes: '"Written elsewhere."' });
      await form.save.click();
      await form.verdict.waitFor();
      assert.match(await form.status.innerText(), /^Saved at \d\d:\d\d, together with what someone else had changed/);
      assert.equal(await form.conflict.isVisible(), false);
      assert.equal(await form.notes.inputValue(), "Written elsewhere.");
      await form.banner.getByText("What came from the server").click();
      assert.match(await form.banner.innerText(), /Notes[\s\S]*Written elsewhere\./);
    },
    { expected: conflictAnswer },
  ));

test("reading in the background moves neither base nor eTag while something is unsaved", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      const [base, etag] = [await property(page, "baseline"), await property(page, "etag")];
      await form.value.fill("65000");
      saveElsewhere(ids.accepted, { dealValue: "70000" });
      await page.locator("referral-editor").evaluate((editor) => Reflect.get(editor, "load").call(editor));
      await page.getByText("Someone else changed this referral meanwhile.").first().waitFor();
      assert.deepEqual([await property(page, "baseline"), await property(page, "etag")], [base, etag]);
      assert.equal(await form.value.inputValue(), "65000");
      await form.save.click();
      await form.conflict.waitFor();
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 70000);
      // And where nothing is unsaved, it shows what there is.
      await page.keyboard.press("Escape");
      await form.discard.click();
      await form.dialog.getByRole("button", { name: "Discard" }).click();
      await until(async () => (await form.value.inputValue()) === "70000");
      assert.notEqual(await property(page, "etag"), etag);
    },
    { expected: conflictAnswer },
  ));

test("a newer version that was seen while something was unsaved is shown once that is discarded", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.value.fill("65000");
    saveElsewhere(ids.accepted, { notes: '"Written elsewhere."' });
    await page.locator("referral-editor").evaluate((editor) => Reflect.get(editor, "load").call(editor));
    await page.getByText("Someone else changed this referral meanwhile.").first().waitFor();
    await form.discard.click();
    await form.dialog.getByRole("button", { name: "Discard" }).click();
    await until(async () => (await form.notes.inputValue()) === "Written elsewhere.");
    assert.equal(await property(page, "dirty"), false);
    assert.equal(await form.banner.isVisible(), false);
  }));

test("a number longer than a double stays as it is when another field is edited", () =>
  withPage(async (page) => {
    await open(page, ids.longNumber);
    const form = on(page);
    assert.equal(await form.value.inputValue(), "12345678901234567.89");
    assert.match(await page.locator("header .facts").innerText(), /12,345,678,901,234,567\.89 Chinese yuan/);
    const expected = withoutLinks(held(ids.longNumber)).replace('"name": "示例云迁移"', '"name": "示例云迁移二期"');
    await form.name.fill("示例云迁移二期");
    await form.save.click();
    await form.verdict.waitFor();
    assert.equal(puts()[0]?.body, expected);
    assert.match(expected, /"dealValue": 12345678901234567\.89,/);
    assert.equal(await form.value.inputValue(), "12345678901234567.89");
  }));

test("unknown members and values are kept and sent", () =>
  withPage(async (page) => {
    await open(page, ids.unknown);
    const form = on(page);
    const expected = withoutLinks(held(ids.unknown)).replace('"dealValue": 50000.10', '"dealValue": 50000.20');
    assert.match(expected, /"score": 0\.10,\s+"__proto__": \{/);
    await form.value.fill("50000.20");
    await form.save.click();
    await form.verdict.waitFor();
    assert.equal(puts()[0]?.body, expected);
  }));

test("an amount is taken with the marks of its language, and no digit is lost", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    for (const [typed, sent] of [
      ["1,234,567.89", "1234567.89"],
      ["12 345", "12345"],
      ["１２３．５０", "123.50"],
      ["12345678901234567.89", "12345678901234567.89"],
    ]) {
      await form.value.fill(typed ?? "");
      assert.match(await body(page), new RegExp(`"dealValue": ${sent?.replace(".", "\\.")},`), typed);
    }
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
    assert.match(await body(page), /"closingDateTime": "2027-01-31T00:00:00Z"/);
    await form.value.fill("50000");
    await form.notes.fill(JSON.parse(loaded).details.notes);
    await form.closing.fill("2018-11-14");
    assert.equal(await form.status.innerText(), "No unsaved changes");
    assert.equal(await body(page), loaded);
    await form.save.click();
    await page.getByText("No changes to save").waitFor();
    assert.equal(puts().length, 0);
  }));

test("what was made on the way to a value goes with it", () =>
  withPage(async (page) => {
    await open(page, ids.pending);
    const loaded = withoutLinks(held(ids.pending));
    const form = on(page);
    await form.name.fill("One change stays");
    const changed = await body(page);
    await page.getByLabel("City").fill("Redmond");
    await page.getByLabel("City").fill(JSON.parse(loaded).customerProfile.address?.city ?? "");
    await form.closing.fill("2027-01-31");
    await form.closing.fill("");
    assert.equal(await body(page), changed);
  }));

test("an emptied date becomes null; one that was never there stays away", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.closing.fill("");
    assert.match(await body(page), /"closingDateTime": null/);
    await open(page, ids.pending);
    assert.equal(JSON.parse(held(ids.pending)).details.closingDateTime, undefined);
    await form.closing.fill("2027-01-31");
    assert.match(await body(page), /"closingDateTime": "2027-01-31T00:00:00Z"/);
    await form.closing.fill("");
    assert.equal(await body(page), withoutLinks(held(ids.pending)));
  }));

for (const timezoneId of ["America/Los_Angeles", "UTC", "Asia/Shanghai", "Pacific/Kiritimati"]) {
  test(`the closing date is the calendar date in UTC, in ${timezoneId}`, () =>
    withPage(
      async (page) => {
        await open(page, ids.accepted);
        const form = on(page);
        assert.equal(await form.closing.inputValue(), "2018-11-14");
        assert.match(await page.locator(".field.date").innerText(), /Wednesday, November 14, 2018 \(UTC\)/);
        await form.closing.fill("2018-11-15");
        assert.match(await body(page), /"closingDateTime": "2018-11-15T00:00:00Z"/);
        await open(page, ids.longNumber);
        assert.equal(await form.closing.inputValue(), "2026-12-31");
        await form.name.fill("x");
        assert.match(await body(page), /"closingDateTime": "2026-12-31T18:30:00Z"/);
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
    assert.equal(await property(page, "state"), "saving");
    await form.notes.focus();
    await page.keyboard.press("Control+s");
    await form.notes.fill("Typed while saving.");
    assert.equal(await form.notes.isEditable(), true);
    release();
    await form.verdict.waitFor();
    assert.equal(puts().length, 1);
    assert.equal(await form.notes.inputValue(), "Typed while saving.");
    assert.ok(await isFocused(form.notes));
    assert.match(await form.banner.innerText(), /What you typed while saving is kept and not saved yet/);
    assert.equal(await property(page, "dirty"), true);
    sandbox.handle = handle;
    await form.save.click();
    await until(async () => !(await property(page, "dirty")));
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
    await form.value.waitFor();
    assert.equal(asked, 0);
    await form.value.fill("half a number");
    await page.reload();
    assert.equal(asked, 1);
    await form.value.fill("1");
    await page.locator("referral-editor").evaluate((editor) => editor.setAttribute("guard", "off"));
    await page.reload();
    assert.equal(asked, 1);
  }));

test("another referral is opened only after a question when something is unsaved", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const choice = page.getByLabel("Referral", { exact: true });
    await form.value.fill("1");
    await choice.selectOption(ids.pending);
    assert.ok(await isFocused(form.dialog.getByRole("button", { name: "Stay" })));
    await page.keyboard.press("Escape");
    await until(async () => (await choice.inputValue()) === ids.accepted);
    assert.equal(await form.value.inputValue(), "1");
    await choice.selectOption(ids.pending);
    await form.dialog.getByRole("button", { name: "Leave" }).click();
    await until(async () => JSON.parse((await property(page, "value")) ?? "{}").id === ids.pending);
    assert.equal(await property(page, "dirty"), false);
  }));

test("changes can be discarded, after a question", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.value.fill("1");
    await form.radio("Lost").check();
    await form.discard.click();
    await page.getByRole("dialog", { name: "Discard 2 changes?" }).getByRole("button", { name: "Discard" }).click();
    await page.getByText("No unsaved changes").waitFor();
    assert.equal(await form.value.inputValue(), "50000");
    assert.ok(await form.radio("Accepted now").isChecked());
    assert.equal(await body(page), withoutLinks(held(ids.accepted)));
  }));
