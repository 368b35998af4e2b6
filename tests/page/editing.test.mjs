// @ts-check
/** Editing: people, requirements, undo, one field taken back, reading only, drafts, and what a host sets from outside. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import {
  body,
  heard,
  held,
  ids,
  isFocused,
  listen,
  on,
  open,
  property,
  puts,
  saveElsewhere,
  server,
  until,
  wholly,
  withoutLinks,
  withPage,
} from "./helpers.mjs";

/** @import { Page } from "playwright-core" */

test("a contact is added and removed; the focus goes where the work goes on", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const loaded = withoutLinks(held(ids.accepted));
    await page.getByRole("button", { name: "Add contact" }).click();
    const third = page.getByRole("group", { name: "Contact 3", exact: true });
    assert.ok(await isFocused(third.getByLabel("First name")));
    await page.keyboard.type("Ann");
    await third
      .or(page.getByRole("group", { name: "3. Ann" }))
      .getByLabel("Email address")
      .fill("ann@contoso.com");
    assert.equal(await form.status.innerText(), "1 unsaved change");
    assert.deepEqual(
      JSON.parse(await body(page)).customerProfile.team.map((/** @type {{ email: string }} */ { email }) => email),
      ["sue.smith@contoso.com", "joe.hansen@contoso.com", "ann@contoso.com"],
    );
    await page.getByRole("button", { name: "Remove contact 3" }).click();
    assert.equal(await form.status.innerText(), "Contact removed. 2 left.");
    assert.ok(await isFocused(page.getByText("2. Joe Hansen")));
    assert.equal(await body(page), loaded);
    await page.getByRole("button", { name: "Remove contact 1" }).click();
    assert.ok(await isFocused(page.getByText("1. Joe Hansen")));
    await page.getByRole("button", { name: "Remove contact 1" }).click();
    assert.ok(await isFocused(page.getByRole("button", { name: "Add contact" })));
    await page.getByText("No customer contacts yet.").waitFor();
    await form.save.click();
    await form.verdict.waitFor();
    assert.deepEqual(JSON.parse(held(ids.accepted)).customerProfile.team, []);
  }));

test("an error of a contact names it in the summary", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const first = page.getByRole("group", { name: "1. Sue Smith" });
    await first.getByLabel("Email address").fill("nobody");
    await form.save.click();
    const link = form.summary.getByRole("link");
    assert.equal(await link.innerText(), "Enter an email address in the correct format, like name@example.com");
    await link.click();
    assert.ok(await isFocused(first.getByLabel("Email address")));
    await first.getByLabel("Email address").fill("sue@contoso.com");
    await form.save.click();
    await form.verdict.waitFor();
    const [saved] = JSON.parse(held(ids.accepted)).customerProfile.team;
    assert.deepEqual([saved.email, saved.firstName, saved.phoneNumber], ["sue@contoso.com", "Sue", "1234567890"]);
  }));

test("requirements are chosen, removed and put back to their bytes", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const loaded = await body(page);
    const products = page.locator(".tags", { hasText: "Products" });
    await products.locator("summary").click();
    const filter = products.getByLabel("Filter the list");
    await filter.fill("power");
    await page.getByText("2 entries").waitFor();
    assert.deepEqual(await products.locator(".boxes .option:visible").allInnerTexts(), [
      "Dynamics 365 Enterprise",
      "Power BI",
    ]);
    await products.getByLabel("Power BI").check();
    assert.deepEqual(JSON.parse(await body(page)).details.requirements.products, [
      { id: "Dynamics365Enterprise" },
      { id: "PowerBI" },
    ]);
    assert.match(await products.locator("summary").innerText(), /2 selected/);
    await filter.press("Escape");
    assert.equal(await filter.inputValue(), "");
    await page.getByRole("button", { name: "Remove Power BI" }).click();
    assert.equal(await body(page), loaded);
    await page.getByRole("button", { name: "Remove Dynamics 365 for Field Service" }).click();
    const solutions = page.locator(".tags", { hasText: "Solutions" });
    await solutions.locator("summary").click();
    await solutions.getByLabel("Dynamics 365 for Field Service").check();
    assert.equal(await body(page), loaded, "also its name and its type");
    assert.equal(await form.status.innerText(), "No unsaved changes");
  }));

test("consent is never ticked by itself, and a tick is a change", () =>
  withPage(async (page) => {
    await open(page, ids.unknown);
    const contact = page.getByLabel("The customer agrees to be contacted");
    assert.equal(await contact.isChecked(), false);
    await contact.check();
    assert.equal(await on(page).status.innerText(), "1 unsaved change");
    assert.equal(JSON.parse(await body(page)).consent.consentToContact, true);
  }));

test("one field is taken back by its own button; steps go back and forth", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.value.fill("1");
    await form.notes.fill("New note");
    await page.getByLabel("City").fill("Berlin");
    await page.getByRole("button", { name: "Undo the change to Deal value" }).click();
    assert.equal(await form.value.inputValue(), "50000");
    assert.ok(await isFocused(form.value));
    assert.equal(await form.status.innerText(), "2 unsaved changes");
    const back = page.getByRole("button", { name: "Undo", exact: true }).last();
    await back.click();
    assert.equal(await form.value.inputValue(), "1");
    await back.click();
    assert.equal(await page.getByLabel("City").inputValue(), "Redmond");
    await page.getByRole("button", { name: "Redo" }).click();
    assert.equal(await page.getByLabel("City").inputValue(), "Berlin");
    await form.radio("Won").check();
    await page.keyboard.press("Control+z");
    assert.ok(await form.radio("Accepted now").isChecked());
    await page.keyboard.press("Control+y");
    assert.ok(await form.radio("Won").isChecked());
    await form.notes.focus();
    await page.keyboard.press("Control+z");
    assert.ok(await form.radio("Won").isChecked(), "in a text control the browser's own undo is left alone");
  }));

test("half a number is kept: over undo of another field, a switch of the language, a save that is refused", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.value.fill("12 thousand");
    await form.notes.focus();
    for (const lang of ["zh-CN", "en"]) {
      await page.locator("referral-editor").evaluate((editor, next) => editor.setAttribute("lang", next), lang);
      await sleep(100);
    }
    assert.equal(await form.value.inputValue(), "12 thousand");
    await form.save.click();
    await form.summary.waitFor();
    await page.locator("referral-editor").evaluate((editor) => editor.toggleAttribute("readonly", true));
    await page.locator("referral-editor").evaluate((editor) => editor.toggleAttribute("readonly", false));
    assert.equal(await form.value.inputValue(), "12 thousand");
    assert.equal(puts().length, 0);
  }));

test("reading only: everything can be read, nothing edited, nothing saved", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    await page.getByLabel("Read only").check();
    assert.equal(await page.getByRole("button", { name: "Save", exact: true }).count(), 0);
    assert.equal(await page.getByText("Read only").first().isVisible(), true);
    assert.equal(await on(page).value.inputValue(), "50,000.00 US dollars");
    assert.equal(await page.getByLabel("Country or region").inputValue(), "United States");
    assert.equal(await page.locator("fieldset.choice").count(), 0);
    assert.ok(await page.getByRole("list", { name: "Where this referral stands" }).isVisible());
    assert.equal(
      await page
        .locator("referral-editor")
        .locator("input:not([readonly], [disabled]):visible, textarea:not([readonly]):visible, select:visible")
        .count(),
      0,
    );
    await page.locator("referral-editor").evaluate((editor) => Reflect.get(editor, "save").call(editor));
    assert.equal(puts().length, 0);
  }));

test("draft=session: after a reload what was typed is offered, never put back by itself", () =>
  withPage(
    async (page) => {
      page.on("dialog", (dialog) => dialog.accept());
      await open(page, ids.accepted);
      const form = on(page);
      const stored = () => page.evaluate(() => Object.values(sessionStorage).join(" "));
      await form.notes.fill("Secret until asked");
      await sleep(1500);
      assert.equal(await stored(), "", "off by default");
      await form.notes.fill(JSON.parse(held(ids.accepted)).details.notes);
      const keep = page.getByLabel("Keep a draft in this tab");
      await keep.check();
      await form.value.fill("65000.50");
      await until(async () => (await stored()).includes("65000.50"));
      assert.doesNotMatch(await stored(), /sandbox-[0-9a-f]/, "no token");
      await page.reload();
      await form.value.waitFor();
      await keep.check();
      await page.getByText(/Unsaved changes from \d\d:\d\d were found/).waitFor();
      assert.equal(await form.value.inputValue(), "50000");
      // Meanwhile somebody else has changed another field.
      saveElsewhere(ids.accepted, { notes: '"Elsewhere."' });
      await page.reload();
      await form.value.waitFor();
      await keep.check();
      await page.getByRole("button", { name: "Restore" }).click();
      assert.equal(await form.value.inputValue(), "65000.50");
      assert.equal(await form.notes.inputValue(), "Elsewhere.");
      await form.save.click();
      await page.locator(".banner[data-tone=good]").waitFor();
      await until(async () => !(await stored()).includes("65000.50"));
      assert.equal(puts().length, 1);
    },
    { expected: /./ },
  ));

test("draft=session: what is not wanted is deleted", () =>
  withPage(async (page) => {
    page.on("dialog", (dialog) => dialog.accept());
    await open(page, ids.accepted);
    const form = on(page);
    const keep = page.getByLabel("Keep a draft in this tab");
    await keep.check();
    await form.value.fill("65000.50");
    const stored = () => page.evaluate(() => Object.values(sessionStorage).join(" "));
    await until(async () => (await stored()).includes("65000.50"));
    await page.reload();
    await form.value.waitFor();
    await keep.check();
    await page.getByRole("button", { name: "Delete" }).click();
    await until(async () => (await stored()) === "");
  }));

/** Leaves a draft of the deal value in the tab, and comes back. @param {Page} page */
async function leaveDraft(page) {
  page.on("dialog", (dialog) => dialog.accept());
  await open(page, ids.accepted);
  const keep = page.getByLabel("Keep a draft in this tab");
  const stored = () => page.evaluate(() => Object.values(sessionStorage).join(" "));
  const isOffered = () => page.getByText(/Unsaved changes from \d\d:\d\d were found/).waitFor();
  const back = async () => {
    await page.reload();
    await on(page).value.waitFor();
    await keep.check();
    await isOffered();
  };
  await keep.check();
  await on(page).value.fill("65000.50");
  await on(page).closing.fill("2027-01-01");
  await until(async () => (await stored()).includes("65000.50") && (await stored()).includes("2027-01-01"));
  await back();
  return { ...on(page), stored, isOffered, back, restore: page.getByRole("button", { name: "Restore" }) };
}

test("draft=session: what is typed before the decision is kept beside what was found, and comes first", () =>
  withPage(async (page) => {
    const form = await leaveDraft(page);
    await form.notes.fill("Typed before the decision.");
    await form.closing.fill("2027-02-02");
    await until(async () => (await form.stored()).includes("Typed before the decision."));
    assert.ok((await form.stored()).includes("65000.50"), "what was found is kept");
    // It outlives another reload.
    await form.back();
    await form.name.fill("Newest");
    await form.value.fill("half a number");
    await form.restore.click();
    assert.equal(await form.banner.isVisible(), false);
    assert.equal(await form.name.inputValue(), "Newest");
    assert.equal(await form.notes.inputValue(), "Typed before the decision.");
    assert.equal(await form.closing.inputValue(), "2027-02-02");
    assert.equal(await form.value.inputValue(), "half a number");
    await form.value.fill("66000");
    await form.save.click();
    await until(async () => (await form.stored()) === "");
    assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 66000);
  }));

test("draft=session: half a number outlives a reload, alone or beside what is typed anew", () =>
  withPage(async (page) => {
    page.on("dialog", (dialog) => dialog.accept());
    await open(page, ids.accepted);
    const form = on(page);
    const keep = page.getByLabel("Keep a draft in this tab");
    const stored = () => page.evaluate(() => Object.values(sessionStorage).join(" "));
    await keep.check();
    await form.value.fill("65,00 thousand");
    await until(async () => (await stored()).includes("65,00 thousand"));
    const back = async () => {
      await page.reload();
      await form.value.waitFor();
      assert.equal(await form.value.inputValue(), "50000");
      await keep.check();
      await page.getByText(/Unsaved changes from \d\d:\d\d were found/).waitFor();
    };
    await back();
    await form.notes.fill("Typed before the decision.");
    await until(async () => (await stored()).includes("Typed before the decision."));
    await back();
    await page.getByRole("button", { name: "Restore" }).click();
    assert.equal(await form.value.inputValue(), "65,00 thousand");
    assert.equal(await form.notes.inputValue(), "Typed before the decision.");
    await form.save.click();
    await form.summary.waitFor();
    assert.equal(puts().length, 0);

    // A value that was typed anew comes before what was found.
    await back();
    await form.value.fill("66000");
    await page.getByRole("button", { name: "Restore" }).click();
    assert.equal(await form.value.inputValue(), "66000");
    await form.save.click();
    await until(async () => (await stored()) === "");
    assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 66000);
  }));

test("draft=session: what was found and touches a change from elsewhere is a choice, and the newest words count", () =>
  withPage(
    async (page) => {
      const form = await leaveDraft(page);
      saveElsewhere(ids.accepted, { dealValue: "70000", closingDateTime: '"2027-03-03T00:00:00Z"' });
      await form.back();
      await form.closing.fill("2027-02-02");
      await form.restore.click();
      await form.conflict.waitFor();
      await form.notes.fill("Typed while it waits.");
      await form.conflict.getByRole("radio", { name: /Value on the server: 70,000/ }).check();
      await form.conflict.getByRole("radio", { name: /My value:.*February 2, 2027/ }).check();
      await form.conflict.getByRole("button", { name: "Apply and save" }).click();
      await page.locator(".banner[data-tone=good]").waitFor();
      const { details } = JSON.parse(held(ids.accepted));
      assert.deepEqual(
        [details.dealValue, details.closingDateTime, details.notes],
        [70000, "2027-02-02T00:00:00Z", "Typed while it waits."],
      );
    },
    { expected: /status of 412/ },
  ));

test("draft=session: what was typed before what was found is deleted is kept", () =>
  withPage(async (page) => {
    const form = await leaveDraft(page);
    await form.notes.fill("Typed before the decision.");
    await page.getByRole("button", { name: "Delete" }).click();
    await until(async () => /^(?!.*65000\.50).*Typed before/s.test(await form.stored()));
    assert.equal(await form.value.inputValue(), "50000");
    assert.equal(await form.notes.inputValue(), "Typed before the decision.");
  }));

test("draft=session: the offer stays over a reading in the background, a save and its next edit", () =>
  withPage(async (page) => {
    const form = await leaveDraft(page);
    const loads = page.waitForResponse(/referrals/);
    await page.locator("referral-editor").evaluate((editor) => Reflect.get(editor, "load").call(editor));
    await loads;
    await sleep(200);
    await form.isOffered();
    await form.notes.fill("Saved meanwhile.");
    await form.save.click();
    await page.locator(".banner[data-tone=good]").waitFor();
    await sleep(1500);
    assert.ok((await form.stored()).includes("65000.50"), "a save of something else deletes nothing");
    await form.name.fill("Next");
    await form.isOffered();
    await form.restore.click();
    assert.deepEqual(
      [await form.value.inputValue(), await form.notes.inputValue(), await form.name.inputValue()],
      ["65000.50", "Saved meanwhile.", "Next"],
    );
  }));

test("events are told for what a person does, not for what the host sets", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    await listen(page);
    await page.locator("referral-editor").evaluate((element) => {
      const editor = /** @type {HTMLElementTagNameMap["referral-editor"]} */ (element);
      editor.value = (editor.value ?? "").replace('"dealValue": 50000', '"dealValue": 50001');
    });
    await until(async () => (await on(page).value.inputValue()) === "50001");
    assert.equal(await property(page, "dirty"), true);
    assert.deepEqual(await heard(page, "change"), []);
    await on(page).value.fill("50002");
    const [change] = await heard(page, "change");
    assert.equal(change.dirty, true);
    assert.deepEqual(change.changes, [
      { path: "/details/dealValue", kind: "changed", before: "50000", after: "50002" },
    ]);
    assert.equal(JSON.parse(change.value).details.dealValue, 50002);
  }));

test("no change is told for the page's own discard, undo and redo; for those of a person it is", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const call = (/** @type {string} */ name) =>
      page.locator("referral-editor").evaluate((editor, method) => Reflect.get(editor, method).call(editor), name);
    await form.value.fill("50001");
    await form.value.blur();
    await listen(page);
    for (const [name, dirty] of /** @type {const} */ ([
      ["undo", false],
      ["redo", true],
      ["discard", false],
    ])) {
      await call(name);
      assert.equal(await property(page, "dirty"), dirty, name);
    }
    assert.deepEqual(await heard(page, "change"), []);
    await form.value.fill("50001");
    await form.value.blur();
    const before = (await heard(page, "change")).length;
    await page.getByRole("button", { name: "Undo", exact: true }).last().click();
    await page.getByRole("button", { name: "Redo", exact: true }).click();
    await form.discard.click();
    await form.dialog.getByRole("button", { name: "Discard" }).click();
    await until(async () => (await heard(page, "change")).length === before + 3);
  }));

test("a save can be held back by the host", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    await page
      .locator("referral-editor")
      .evaluate((editor) => editor.addEventListener("referral-before-save", (event) => event.preventDefault()));
    await on(page).value.fill("1");
    await on(page).save.click();
    await sleep(300);
    assert.equal(puts().length, 0);
    assert.equal(await property(page, "dirty"), true);
  }));

test("in a form of the host: its value goes with it, an error holds it up, a reset discards", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await page.locator("referral-editor").evaluate((editor) => {
      const outer = document.createElement("form");
      editor.replaceWith(outer);
      outer.append(editor);
    });
    await form.value.fill("-1");
    const outer = page.locator("form:has(> referral-editor)");
    const valid = () => outer.evaluate((one) => /** @type {HTMLFormElement} */ (one).checkValidity());
    const data = () => outer.evaluate((one) => new FormData(/** @type {HTMLFormElement} */ (one)).get("referral"));
    assert.equal(await valid(), true, "without a name it is none of the form's business");
    await page.locator("referral-editor").evaluate((editor) => editor.setAttribute("name", "referral"));
    assert.equal(await valid(), false);
    await form.value.fill("65000.50");
    assert.equal(await valid(), true);
    assert.match(String(await data()), /"dealValue": 65000\.50,/);
    await outer.evaluate((one) => /** @type {HTMLFormElement} */ (one).reset());
    assert.equal(await form.value.inputValue(), "50000");
    assert.equal(await property(page, "dirty"), false);
  }));

test("a click on plain text moves neither the focus nor the page", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    // The texts for saving come a moment after the form, and what stands there is written again.
    await wholly(page);
    await page.getByText("Created", { exact: true }).scrollIntoViewIfNeeded();
    const before = await page.evaluate(() => scrollY);
    await page.getByText("Created", { exact: true }).click();
    assert.equal(await page.evaluate(() => scrollY), before);
  }));

test("the editor shows how it stands: states, focusField, confirmLeave", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const editor = page.locator("referral-editor");
    const is = (/** @type {string} */ state) => editor.evaluate((one, name) => one.matches(`:state(${name})`), state);
    assert.equal(await is("dirty"), false);
    await on(page).value.fill("1");
    assert.equal(await is("dirty"), true);
    assert.equal(await editor.evaluate((one) => Reflect.get(one, "focusField").call(one, "/details/notes")), true);
    assert.ok(await isFocused(on(page).notes));
    assert.equal(await editor.evaluate((one) => Reflect.get(one, "focusField").call(one, "/nowhere")), false);
    const leaves = editor.evaluate((one) => Reflect.get(one, "confirmLeave").call(one));
    await on(page).dialog.getByRole("button", { name: "Leave" }).click();
    assert.equal(await leaves, true);
    await on(page).save.click();
    await on(page).verdict.waitFor();
    assert.equal(await is("saved"), true);
    assert.equal(await is("dirty"), false);
  }));

test("asked twice whether to leave, the editor asks once", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    await on(page).value.fill("1");
    const leaves = page.locator("referral-editor").evaluate((element) => {
      const editor = /** @type {HTMLElementTagNameMap["referral-editor"]} */ (element);
      return Promise.all([editor.confirmLeave(), editor.confirmLeave()]);
    });
    await on(page).dialog.first().waitFor();
    await sleep(100);
    assert.equal(await on(page).dialog.count(), 1);
    await on(page).dialog.getByRole("button", { name: "Leave" }).click();
    assert.deepEqual(await leaves, [true, true]);
  }));

test("a host that sets the same value again and again takes nothing away", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const set = () =>
      page.locator("referral-editor").evaluate((element) => {
        const editor = /** @type {HTMLElementTagNameMap["referral-editor"]} */ (element);
        editor.value = editor.baseline;
      });
    await set();
    await on(page).value.fill("65000");
    await set();
    await sleep(100);
    assert.equal(await on(page).value.inputValue(), "65000");
  }));

test("another referral-id drops nothing unasked", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    const editor = page.locator("referral-editor");
    const turn = () => editor.evaluate((one, id) => one.setAttribute("referral-id", id), ids.pending);
    await form.value.fill("65000");
    await turn();
    await form.dialog.getByRole("button", { name: "Stay" }).click();
    assert.equal(await form.value.inputValue(), "65000");
    await until(async () => (await editor.getAttribute("referral-id")) === ids.accepted);
    await turn();
    await form.dialog.getByRole("button", { name: "Leave" }).click();
    await until(async () => JSON.parse((await property(page, "value")) ?? "{}").id === ids.pending);
  }));

test("discarded while the review is open: nothing is sent", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.radio("Lost").check();
    await form.save.click();
    await form.dialog.waitFor();
    await page.locator("referral-editor").evaluate((editor) => Reflect.get(editor, "discard").call(editor));
    await form.dialog.waitFor({ state: "hidden" });
    await sleep(200);
    assert.equal(puts().length, 0);
    assert.equal(await property(page, "dirty"), false);
  }));

test("the part that saves is tried again where it could not be loaded, and what was typed stays", () =>
  withPage(
    async (page) => {
      const part = /editor\/saving\.js$/;
      await page.route(part, (route) => route.abort());
      await open(page, ids.accepted);
      const form = on(page);
      await form.value.fill("65000.50");
      await form.save.click();
      await form.verdict.waitFor();
      assert.equal(
        await form.verdict.innerText(),
        "The editor could not be loaded. Check the connection, then try again.",
      );
      await page.unroute(part);
      await form.banner.getByRole("button", { name: "Try again" }).click();
      await page.locator(".banner[data-tone=good]").waitFor();
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 65000.5);
    },
    { expected: /ERR_FAILED/ },
  ));

test("a value of the host's is shown once what shows it could be loaded", () =>
  withPage(
    async (page) => {
      const part = /editor\/form\.js$/;
      let tries = 0;
      await page.route(part, (route) => {
        tries += 1;
        return route.abort();
      });
      await page.goto(`${server.url}?lang=en`);
      await page.locator("referral-editor").evaluate((element, json) => {
        const editor = /** @type {HTMLElementTagNameMap["referral-editor"]} */ (element.cloneNode());
        editor.removeAttribute("referral-id");
        editor.value = json;
        element.replaceWith(editor);
      }, held(ids.accepted));
      const { verdict, banner, value } = on(page);
      await verdict.waitFor();
      assert.equal(await verdict.innerText(), "The editor could not be loaded. Check the connection, then try again.");
      const again = banner.getByRole("button", { name: "Try again" });
      const before = tries;
      await again.click();
      await until(() => tries > before);
      await verdict.waitFor();
      await page.unroute(part);
      await again.click();
      await value.waitFor();
      assert.equal(await value.inputValue(), "50000");
      assert.equal(await verdict.isVisible(), false);
    },
    { expected: /ERR_FAILED|referral was not loaded: load-failed/ },
  ));

test("the part that shows a referral is tried again where it could not be loaded", () =>
  withPage(
    async (page) => {
      const part = /editor\/form\.js$/;
      await page.route(part, (route) => route.abort());
      await page.goto(`${server.url}?lang=zh-CN&referral=${ids.accepted}`);
      const { verdict, banner } = on(page);
      await verdict.waitFor();
      assert.equal(await verdict.innerText(), "编辑器未能加载。检查网络连接，然后重试。");
      assert.equal(await property(page, "state"), "failed");
      await page.unroute(part);
      await banner.getByRole("button", { name: "重试" }).click();
      await page.getByLabel("交易金额", { exact: true }).waitFor();
      assert.equal(await verdict.isVisible(), false);
    },
    { expected: /ERR_FAILED|referral was not loaded: load-failed/ },
  ));
