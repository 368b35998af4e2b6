// @ts-check
/** Every way in which a save can end is told as it is, and what was typed stays. */

import assert from "node:assert/strict";
import { test } from "node:test";
import { answerPuts, errorAnswer, held, ids, on, open, puts, sandbox, server, withPage } from "./helpers.mjs";

/** @import { Page } from "playwright-core" */

const unanswered = /Failed to load resource/;

/** Types a deal value and a reason, saves, and waits for the answer. @param {Page} page */
async function saveEdits(page) {
  const form = on(page);
  await form.radio("Lost").check();
  await form.reason.fill("No budget");
  await form.value.fill("65000.50");
  await form.save.click();
  await form.verdict.waitFor({ timeout: 40_000 });
  return form;
}

/** @param {Page} page */
async function assertKept(page) {
  const form = on(page);
  assert.equal(await form.value.inputValue(), "65000.50");
  assert.equal(await form.reason.inputValue(), "No budget");
  assert.ok(await form.radio("Lost").isChecked());
  assert.equal(await page.locator(".changed:visible").count(), 3);
  assert.equal(JSON.parse((await form.body.textContent()) ?? "").details.dealValue, 65000.5);
}

/** @type {[string, () => Response, RegExp][]} */
const definite = [
  ["401", () => errorAnswer(401, "unauthenticated"), /^Not saved: your sign-in has ended\. Sign in again/],
  ["403", () => errorAnswer(403, "accessDenied"), /^Not saved: you do not have permission to change this referral\.$/],
  ["404", () => errorAnswer(404, "itemNotFound"), /^Not saved: this referral was not found\./],
  ["413", () => errorAnswer(413, "invalidRequest"), /^Not saved: the referral is larger than the service accepts\.$/],
  ["428", () => errorAnswer(428, "invalidRequest"), /^Not saved: the version mark did not reach the service\./],
  ["423", () => errorAnswer(423, "generalException"), /^Not saved: another process is changing this referral\./],
];
for (const [status, answer, sentence] of definite) {
  test(`${status} is told as what it is`, () =>
    withPage(
      async (page) => {
        await open(page, ids.accepted);
        answerPuts(answer);
        const form = await saveEdits(page);
        assert.match(await form.status.innerText(), sentence);
        assert.match(await form.verdict.innerText(), sentence);
        assert.doesNotMatch(await page.locator("body").innerText(), /Not for people/);
        await page.getByText("Technical details").click();
        assert.match(await page.locator(".technical").innerText(), new RegExp(`HTTP status\\s+${status}`));
        assert.match(await page.locator(".technical").innerText(), /client-request-id\s+[0-9a-f-]{36}/);
        await assertKept(page);
      },
      { expected: unanswered },
    ));
}

test("a token that expired is no hindrance: a save after it gets a new one", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const { handle } = sandbox;
      sandbox.handle = async (request) => {
        if (request.method === "PUT") {
          sandbox.handle = handle;
          sandbox.renewToken();
        }
        return handle(request);
      };
      const form = await saveEdits(page);
      if (puts().length === 1) {
        assert.match(await form.status.innerText(), /^Not saved: your sign-in has ended\./);
        await assertKept(page);
        await form.save.click();
      }
      await page.locator(".verdict-good").waitFor();
      assert.deepEqual(
        puts().map(({ status }) => status),
        [401, 200],
      );
    },
    { expected: unanswered },
  ));

test("400 with a target marks the field that it names", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      answerPuts(() => errorAnswer(400, "invalidRequest", "details.dealValue"));
      const form = await saveEdits(page);
      const sentence = "The service did not accept these changes. Check the marked fields.";
      assert.equal(await form.verdict.innerText(), sentence);
      assert.equal(await form.status.innerText(), sentence);
      const marked = "The service did not accept this value for Deal value. Enter another one.";
      assert.equal(await page.locator(".field-decimal .error").textContent(), `Error: ${marked}`);
      assert.equal(await form.summary.getByRole("link").innerText(), marked);
      assert.ok(await form.summary.evaluate((summary) => summary === document.activeElement));
      await assertKept(page);
      await form.value.fill("65000.5");
      assert.equal(await page.locator(".field-decimal .error").isVisible(), false);
    },
    { expected: unanswered },
  ));

test("400 that names a place outside the form says so", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      answerPuts(() => errorAnswer(400, "invalidRequest", "consent"));
      const form = await saveEdits(page);
      assert.match(await form.verdict.innerText(), /names a place that is not in this form: consent\.$/);
      await assertKept(page);
    },
    { expected: unanswered },
  ));

test("when the network goes, it is not said that the save failed: it is not known", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      await page.route("**/engagements/**", (route) => route.abort("connectionreset"));
      const form = await saveEdits(page);
      assert.match(
        await form.verdict.innerText(),
        /^It is not known whether your changes were saved\. The service could not be reached/,
      );
      await assertKept(page);
      await page.unroute("**/engagements/**");
      await form.save.click();
      await page.locator(".verdict-good").waitFor();
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 65000.5);
    },
    { expected: unanswered },
  ));

test("an answer that got lost is read back", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      await page.route("**/engagements/**", async (route) => {
        if (route.request().method() !== "PUT") return route.continue();
        await route.fetch();
        await route.abort("connectionreset");
      });
      const form = await saveEdits(page);
      assert.match(await form.verdict.innerText(), /^Saved at .* The answer got lost on the way/);
      assert.equal(puts().length, 1);
      assert.equal(await form.ifMatch.innerText(), JSON.parse(held(ids.accepted)).eTag);
    },
    { expected: unanswered },
  ));

test("offline, nothing is sent and nothing is lost", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      await page.context().setOffline(true);
      const form = await saveEdits(page);
      assert.match(await form.verdict.innerText(), /^Not saved: you are offline\./);
      assert.equal(puts().length, 0);
      await assertKept(page);
    },
    { expected: unanswered },
  ));

test("what the server changed beside the edit is told, and the form shows the server's values", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const { handle } = sandbox;
    sandbox.handle = async (request) => {
      const response = await handle(request);
      if (request.method !== "PUT") return response;
      const details = { ...JSON.parse(held(ids.accepted)).details, notes: "Adjusted by the service." };
      sandbox.change(ids.accepted, { details: JSON.stringify(details) });
      return new Response(held(ids.accepted), { headers: response.headers });
    };
    const form = await saveEdits(page);
    assert.match(await form.status.innerText(), /^Saved at/);
    assert.match(await page.locator(".answer").innerText(), /the server's version differs here:\s+Notes/);
    assert.match(await page.locator(".changes").innerText(), /Adjusted by the service\./);
    assert.equal(await form.notes.inputValue(), "Adjusted by the service.");
  }));

test("a referral that cannot be opened, and a list that cannot be read, can be tried again", () =>
  withPage(
    async (page) => {
      const { handle } = sandbox;
      sandbox.handle = async (request) =>
        request.url.endsWith("/token") ? handle(request) : errorAnswer(404, "itemNotFound");
      await page.goto(`${server.url}?lang=en&referral=${ids.accepted}`);
      await page.getByText("This referral was not found. It may have been removed.").waitFor();
      await page.getByText("The list could not be loaded.").waitFor();
      sandbox.handle = handle;
      await page.getByRole("navigation").getByRole("button", { name: "Try again" }).click();
      await page.locator("button[data-id]").first().waitFor({ state: "attached" });
      await page.locator("#editor").getByRole("button", { name: "Try again" }).click();
      await page.locator("form .title").waitFor();
    },
    { expected: unanswered },
  ));

test("without WebAssembly or without the package the page says so", () =>
  withPage(
    async (page) => {
      // Neither the file nor its copy.
      const module = /\/dist\/(.*\.wasm|wasm-base64\.js)$/;
      await page.route(module, (route) => route.abort());
      await page.goto(`${server.url}?lang=en`);
      await page.getByText("The editor could not be loaded.").waitFor();
      await page.unroute(module);
      await page.route("**/?lang=en", async (route) => {
        const response = await route.fetch();
        const policy = response.headers()["content-security-policy"]?.replace(" 'wasm-unsafe-eval'", "") ?? "";
        await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
      });
      await page.goto(`${server.url}?lang=en`);
      await page
        .getByText("This page does not allow the editor to start. Contact the portal's administrator.")
        .waitFor();
    },
    { expected: /./ },
  ));
