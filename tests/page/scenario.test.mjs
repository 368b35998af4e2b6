// @ts-check
/**
 * The switch for what happens during the next save: each ending is played by the real sandbox and seen by a person.
 */

import assert from "node:assert/strict";
import { test } from "node:test";
import { ids, on, open, sandbox, until, withPage } from "./helpers.mjs";

/** @import { Page } from "playwright-core" */

/** What a browser writes into the console of an answer that is no success, whoever asked. */
const expected = /status of (401|403|412|429|500|503)/;

/**
 * Changes the deal value, chooses what happens, and saves.
 * @param {Page} page
 * @param {string} scenario
 */
async function save(page, scenario) {
  await open(page, ids.accepted);
  await on(page).value.fill("65000.50");
  const answered = scenario === "offline" ? undefined : page.waitForResponse(/sandbox\/scenario/);
  await page.getByLabel("During the next save").selectOption(scenario);
  await answered;
  await on(page).save.click();
}

/** @param {string} [id] */
const held = (id = ids.accepted) => JSON.parse(sandbox.document(id) ?? "{}");
const puts = () => sandbox.requests.filter(({ method }) => method === "PUT");

test("a colleague saved another field: both are saved, and it is said", () =>
  withPage(
    async (page) => {
      await save(page, "colleague-other-field");
      await page.getByText("together with what someone else had changed").first().waitFor();
      assert.equal(held().details.dealValue, 65000.5);
      assert.match(held().details.notes, /\(a colleague\)$/);
      assert.match(await on(page).notes.inputValue(), /\(a colleague\)$/);
      assert.equal(puts().length, 2);
      assert.equal(await page.getByLabel("During the next save").inputValue(), "none");
    },
    { expected },
  ));

test("a colleague saved the same field: both values are shown, and nothing is overwritten", () =>
  withPage(
    async (page) => {
      await save(page, "colleague-same-field");
      const { conflict, value } = on(page);
      await conflict.waitFor();
      assert.deepEqual(await conflict.getByRole("heading").allTextContents(), ["Someone else changed this referral"]);
      assert.deepEqual(await conflict.locator(".pair-value").allTextContents(), [
        "50,000.00 US dollars",
        "65,000.50 US dollars",
        "65,001.50 US dollars",
      ]);
      assert.equal(await value.inputValue(), "65000.50");
      assert.equal(held().details.dealValue, 65001.5);
      // And with the own value on top it is saved.
      await conflict.getByRole("radio", { name: /My value/ }).check();
      await page.getByRole("button", { name: "Apply and save" }).click();
      await page
        .getByText(/^Saved at/)
        .first()
        .waitFor();
      assert.equal(held().details.dealValue, 65000.5);
    },
    { expected },
  ));

test("the service is busy: the seconds are counted down, and then it is saved", () =>
  withPage(
    async (page) => {
      await save(page, "busy");
      const countdown = page.locator(".countdown");
      await countdown.getByText("The service is busy. Trying again in 3 seconds.").waitFor();
      assert.match((await on(page).status.textContent()) ?? "", /^Not saved yet\. Trying again at /);
      await countdown.getByText("Trying again in 1 second.").waitFor();
      await page
        .getByText(/^Saved at/)
        .first()
        .waitFor();
      assert.equal(await countdown.isVisible(), false);
      assert.equal(held().details.dealValue, 65000.5);
      assert.equal(puts().length, 3);
    },
    { expected },
  ));

test("the answer got lost: it is read back, and saved once", () =>
  withPage(
    async (page) => {
      await save(page, "lost-answer");
      await page.getByText("The answer got lost on the way").first().waitFor();
      assert.equal(held().details.dealValue, 65000.5);
    },
    { expected: /status of 412|ERR_/ },
  ));

test("offline: nothing is sent, nothing is lost, and the next save succeeds", () =>
  withPage(async (page) => {
    await save(page, "offline");
    await page.getByText("You are offline").first().waitFor();
    assert.equal(puts().length, 0);
    assert.equal(await on(page).value.inputValue(), "65000.50");
    await on(page).save.click();
    await page
      .getByText(/^Saved at/)
      .first()
      .waitFor();
    assert.equal(held().details.dealValue, 65000.5);
  }));

test("beside another service than the sandbox there is no switch", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted, { api: "http://127.0.0.1:9/v1.0" }).catch(() => {});
      assert.equal(await page.getByLabel("During the next save").isVisible(), false);
    },
    { expected: /./ },
  ));

test("a colleague closed it: my status cannot follow, and says why", () =>
  withPage(
    async (page) => {
      await open(page, ids.pending);
      await on(page).radio("Accepted").check();
      const answered = page.waitForResponse(/sandbox\/scenario/);
      await page.getByLabel("During the next save").selectOption("colleague-closed");
      await answered;
      await on(page).save.click();
      await on(page).conflict.getByText("this referral is closed. It cannot be opened again").waitFor();
    },
    { expected },
  ));

/** @type {[string, string][]} */
const endings = [
  ["signed-out", "Your sign-in has ended. Sign in again to save your changes."],
  ["slow", "Saved at"],
];
for (const [name, sentence] of endings) {
  test(`the scenario ${name} ends as it says, and the next save succeeds`, () =>
    withPage(
      async (page) => {
        await save(page, name);
        await page.locator(".verdict", { hasText: sentence }).waitFor({ timeout: 20_000 });
        assert.equal(await on(page).value.inputValue(), "65000.50");
        await until(async () => (await page.locator("#control-scenario").inputValue()) === "none");
        if (name !== "slow") await on(page).save.click();
        await page.locator(".banner[data-tone=good]").waitFor();
        assert.equal(held().details.dealValue, 65000.5);
      },
      { expected },
    ));
}

test("the scenario no-permission ends as it says, and the next save succeeds once the referral can be read again", () =>
  withPage(
    async (page) => {
      await save(page, "no-permission");
      const sentence = "You do not have permission to change this referral.";
      await page.locator(".verdict", { hasText: sentence }).waitFor({ timeout: 20_000 });
      const { save: button, value, banner } = on(page);
      assert.equal(await value.inputValue(), "65,000.50 US dollars");
      await until(async () => (await page.locator("#control-scenario").inputValue()) === "none");
      await banner.getByRole("button", { name: "Try again" }).click();
      await button.waitFor();
      assert.equal(await value.inputValue(), "65000.50");
      await button.click();
      await page.locator(".banner[data-tone=good]").waitFor();
      assert.equal(held().details.dealValue, 65000.5);
    },
    { expected },
  ));

test("the server fails: it is not said that anything is saved", () =>
  withPage(
    async (page) => {
      await save(page, "server-error");
      await page.locator(".banner .technical-details").waitFor({ timeout: 40_000 });
      const verdict = await on(page).verdict.innerText();
      assert.match(verdict, /^It is not known whether|^Saved at/);
      assert.equal(verdict.startsWith("Saved"), held().details.dealValue === 65000.5);
    },
    { expected },
  ));

test("values that nobody knows are shown as they stand", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    await page.getByLabel("During the next save").selectOption("unknown");
    await page.getByRole("radio", { name: "Closed · Error" }).waitFor();
  }));

test("WebAssembly forbidden: the editor says so", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      await page.getByLabel("During the next save").selectOption("blocked");
      await page.locator(".verdict", { hasText: "This page does not allow the editor to start." }).waitFor();
    },
    { expected: /csp-blocked/ },
  ));

test("as plain files, without any server behind them, the sandbox runs inside the page", () =>
  withPage(
    async (page) => {
      await page.route(/\/(sandbox\/scenario|token|v1\.0\/.*)$/, (route) => route.fulfill({ status: 404, body: "" }));
      await open(page, ids.accepted);
      assert.equal(await page.locator("#service").innerText(), "The sandbox API runs inside this page.");
      await on(page).value.fill("65000.50");
      await page.getByLabel("During the next save").selectOption("colleague-same-field");
      await on(page).save.click();
      await on(page).conflict.waitFor();
      await on(page)
        .conflict.getByRole("radio", { name: /My value/ })
        .check();
      await page.getByRole("button", { name: "Apply and save" }).click();
      await page.locator(".banner[data-tone=good]").waitFor();
      assert.equal(sandbox.requests.length, 0);
    },
    { expected: /404/ },
  ));
