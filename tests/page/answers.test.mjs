// @ts-check
/** Every way in which a save can end is told as it is, and what was typed stays. */

import assert from "node:assert/strict";
import { test } from "node:test";
import {
  answerPuts,
  body,
  errorAnswer,
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
  server,
  until,
  wholly,
  withPage,
} from "./helpers.mjs";

/** @import { Page } from "playwright-core" */

const unanswered = /Failed to load resource/;

/** Types a deal value and a reason, saves, and waits for the answer. @param {Page} page */
async function saveEdits(page) {
  const form = on(page);
  await form.radio("Lost").check();
  await form.reason.fill("No budget");
  await form.value.fill("65000.50");
  await form.save.click();
  await form.dialog.getByRole("button", { name: "Save changes" }).click();
  await page.locator(".banner:not([hidden]) .technical-details").waitFor({ timeout: 40_000 });
  return form;
}

/** @param {Page} page */
async function assertKept(page) {
  const form = on(page);
  assert.equal(await form.value.inputValue(), "65000.50");
  assert.equal(await form.reason.inputValue(), "No budget");
  assert.ok(await form.radio("Lost").isChecked());
  assert.equal(await page.locator(".changed:visible").count(), 3);
  assert.equal(JSON.parse(await body(page)).details.dealValue, 65000.5);
}

/** @param {Page} page */
async function assertReadable(page) {
  const form = on(page);
  assert.equal(await form.save.count(), 0);
  for (const [control, text] of /** @type {const} */ ([
    [form.value, "65,000.50 US dollars"],
    [form.reason, "No budget"],
  ])) {
    assert.equal(await control.inputValue(), text);
    assert.equal(await control.getAttribute("readonly"), "");
  }
  assert.match(await page.locator(".status-body").innerText(), /Set status to\s+Closed · Lost/);
  assert.equal(JSON.parse(await body(page)).details.dealValue, 65000.5);
}

/** @type {[string, () => Response, RegExp, string][]} */
const definite = [
  ["401", () => errorAnswer(401, "unauthenticated"), /^Your sign-in has ended\. Sign in again/, "auth"],
  ["403", () => errorAnswer(403, "accessDenied"), /^You do not have permission to change this referral\.$/, "blocked"],
  ["404", () => errorAnswer(404, "itemNotFound"), /^This referral was not found\./, "blocked"],
  [
    "413",
    () => errorAnswer(413, "invalidRequest"),
    /^Not saved: the referral is larger than the service accepts\.$/,
    "failed",
  ],
  [
    "428",
    () => errorAnswer(428, "invalidRequest"),
    /^Not saved: the version mark did not reach the service\./,
    "failed",
  ],
  ["423", () => errorAnswer(423, "generalException"), /^Another process is changing this referral\./, "failed"],
];
for (const [status, answer, sentence, state] of definite) {
  test(`${status} is told as what it is`, () =>
    withPage(
      async (page) => {
        await open(page, ids.accepted);
        await listen(page);
        answerPuts(answer);
        const form = await saveEdits(page);
        assert.match(await form.status.innerText(), sentence);
        assert.match(await form.verdict.innerText(), sentence);
        assert.equal(await property(page, "state"), state);
        assert.doesNotMatch(await page.locator("referral-editor").innerText(), /Not for people/);
        await page.getByText("Technical details").click();
        assert.match(await page.locator(".technical").innerText(), new RegExp(`status\\s+${status}`));
        assert.match(await page.locator(".technical").innerText(), /client-request-id\s+[0-9a-f-]{36}/);
        const [told] = await heard(page, "error");
        assert.equal(told.status, Number(status));
        assert.match(told.clientRequestId, /^[0-9a-f-]{36}$/);
        assert.equal((await heard(page, "auth-required")).length, status === "401" ? 1 : 0);
        assert.equal(await page.getByRole("button", { name: "Copy my changes" }).count(), state === "blocked" ? 1 : 0);
        if (state === "blocked") await assertReadable(page);
        else await assertKept(page);
      },
      { expected: unanswered },
    ));
}

test("blocked: the form can be read only until the referral can be read again", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      answerPuts(() => errorAnswer(403, "accessDenied"));
      const form = await saveEdits(page);
      const again = form.banner.getByRole("button", { name: "Try again" });
      assert.ok(await isFocused(again));
      // No way around it.
      const { length } = puts();
      await page.keyboard.press("Control+s");
      await page.locator("referral-editor").evaluate((editor) => Reflect.get(editor, "save").call(editor));
      assert.equal(puts().length, length);

      const { handle } = sandbox;
      sandbox.handle = async (request) =>
        request.url.includes("/referrals/") ? errorAnswer(404, "itemNotFound") : handle(request);
      await again.click();
      await until(async () => /^This referral was not found\./.test(await form.status.innerText()));
      assert.equal(await property(page, "state"), "blocked");
      await assertReadable(page);

      sandbox.handle = handle;
      await again.click();
      await form.save.waitFor();
      assert.equal(await form.banner.isVisible(), false);
      assert.equal(await property(page, "state"), "dirty");
      assert.equal(await form.status.innerText(), "3 unsaved changes");
      await assertKept(page);
    },
    { expected: /Failed to load resource|not loaded: gone/ },
  ));

test("blocked: another value from the host can be edited", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      answerPuts(() => errorAnswer(404, "itemNotFound"));
      const form = await saveEdits(page);
      await page.locator("referral-editor").evaluate((element) => {
        const editor = /** @type {HTMLElementTagNameMap["referral-editor"]} */ (element);
        editor.value = String(editor.value).replace("No budget", "Later");
      });
      await form.save.waitFor();
      assert.equal(await form.reason.inputValue(), "Later");
      assert.equal(await form.reason.getAttribute("readonly"), null);
      assert.equal(await form.value.inputValue(), "65000.50");
    },
    { expected: unanswered },
  ));

test("401: the provider is asked once more with reason expired, then the host's way to sign in is shown", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      await page.locator("referral-editor").evaluate((element) => {
        const editor = /** @type {HTMLElementTagNameMap["referral-editor"]} */ (element);
        const before = editor.tokenProvider;
        const reasons = /** @type {string[]} */ ([]);
        Object.assign(globalThis, { reasons });
        editor.tokenProvider = (request) => {
          reasons.push(request.reason);
          return before?.(request) ?? "";
        };
        const button = document.createElement("button");
        button.slot = "sign-in";
        button.textContent = "Sign in to Contoso";
        editor.append(button);
      });
      assert.equal(await page.getByRole("button", { name: "Sign in to Contoso" }).isVisible(), false);
      answerPuts(() => errorAnswer(401, "unauthenticated"));
      await saveEdits(page);
      assert.deepEqual(await page.evaluate(() => /** @type {any} */ (globalThis).reasons), ["initial", "expired"]);
      assert.ok(await page.getByRole("button", { name: "Sign in to Contoso" }).isVisible());
      await assertKept(page);
    },
    { expected: unanswered },
  ));

for (const status of [401, 403]) {
  test(`${status} with claims: another step of signing in is asked for, as what it is`, () =>
    withPage(
      async (page) => {
        await open(page, ids.accepted);
        await listen(page);
        await page.locator("referral-editor").evaluate((editor) => {
          const button = document.createElement("button");
          button.slot = "sign-in";
          button.textContent = "Verify";
          editor.append(button);
        });
        const form = on(page);
        const refuse = async () => {
          const answer = errorAnswer(status, "accessDenied");
          answer.headers.set("WWW-Authenticate", 'Bearer error="insufficient_claims", claims="eyJhIjoxfQ=="');
          return answer;
        };
        answerPuts(refuse);
        await saveEdits(page);
        assert.equal(await form.verdict.innerText(), "Your organization asks for another sign-in step.");
        assert.equal(await form.status.innerText(), "Your organization asks for another sign-in step.");
        assert.equal(await property(page, "state"), "auth");
        assert.ok(await page.getByRole("button", { name: "Verify" }).isVisible());
        assert.deepEqual(await heard(page, "auth-required"), [{ code: "claims", claims: "eyJhIjoxfQ==" }]);
        await assertKept(page);
        // Another refusal after it is not taken for the same.
        answerPuts(() => errorAnswer(status, "accessDenied"));
        await form.save.click();
        await form.dialog.getByRole("button", { name: "Save changes" }).click();
        await form.verdict
          .getByText(status === 403 ? /^You do not have permission/ : /^Your sign-in has ended/)
          .waitFor();
        // And so it is at a load.
        const { handle } = sandbox;
        sandbox.handle = async (request) => (request.url.includes(ids.accepted) ? refuse() : handle(request));
        page.on("dialog", (dialog) => dialog.accept());
        await page.reload();
        await form.verdict.getByText("Your organization asks for another sign-in step.").waitFor();
      },
      { expected: /./ },
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
        assert.match(await form.status.innerText(), /^Your sign-in has ended\./);
        await assertKept(page);
        await form.save.click();
        await form.dialog.getByRole("button", { name: "Save changes" }).click();
      }
      await page.locator(".banner[data-tone=good]").waitFor();
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
      assert.equal(await form.status.innerText(), "", "one live text at a time: the summary");
      const marked = "The service did not accept this value for Deal value. Enter another one";
      assert.equal(await page.locator(".field.decimal .error").textContent(), `Error: ${marked}`);
      assert.equal(await form.summary.getByRole("link").innerText(), marked);
      assert.ok(await isFocused(form.summary));
      await assertKept(page);
      await form.value.fill("65000.5");
      assert.equal(await page.locator(".field.decimal .error").isVisible(), false);
    },
    { expected: unanswered },
  ));

test("a refusal is told once and stops no save: neither the same one, nor one without the refused value", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      await listen(page);
      const { handle } = sandbox;
      const refuse = () => answerPuts(() => errorAnswer(400, "invalidRequest", "details.dealValue"));
      const form = on(page);
      const marked = page.locator(".field.decimal .error");
      refuse();
      await form.notes.fill("Kept");
      await form.value.fill("65000.50");
      await form.save.click();
      await marked.waitFor();
      // The service has to say so again.
      await form.save.click();
      await until(async () => (await heard(page, "error")).length === 2);
      await marked.waitFor();
      await page.getByRole("button", { name: "Undo the change to Deal value" }).click();
      assert.equal(await marked.isVisible(), false);
      sandbox.handle = handle;
      await form.save.click();
      await page.locator(".banner[data-tone=good]").waitFor();
      assert.equal(JSON.parse(held(ids.accepted)).details.notes, "Kept");
      // The same by Undo of the step.
      refuse();
      await form.value.fill("65000.50");
      await form.save.click();
      await marked.waitFor();
      await page.getByRole("button", { name: "Undo", exact: true }).last().click();
      assert.equal(await marked.isVisible(), false);
    },
    { expected: unanswered },
  ));

test("a document without an eTag cannot be saved, and says so", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    await page.locator("referral-editor").evaluate((element) => {
      const editor = /** @type {HTMLElementTagNameMap["referral-editor"]} */ (element);
      const { eTag: _, ...rest } = JSON.parse(editor.value ?? "");
      editor.value = JSON.stringify({ ...rest, id: "61c65491-2f2c-461a-84b4-3654499bc1d0" });
    });
    const form = on(page);
    await until(async () => (await property(page, "etag")) === null);
    await form.value.fill("65000");
    await form.save.click();
    await form.summary.getByText("The document carries no eTag, so it cannot be saved safely").waitFor();
    assert.ok(await isFocused(form.summary));
    assert.equal(await property(page, "state"), "invalid");
    assert.equal(puts().length, 0);
  }));

test("Saved stays until the next edit, and not longer", () =>
  withPage(async (page) => {
    await open(page, ids.accepted);
    const form = on(page);
    await form.value.fill("65000");
    await form.save.click();
    await form.verdict.waitFor();
    await form.notes.focus();
    assert.match(await form.verdict.innerText(), /^Saved at/);
    await form.notes.fill("More");
    assert.equal(await form.banner.isVisible(), false);
    assert.equal(await form.status.innerText(), "1 unsaved change");
  }));

test("after a save that may end better the next time there is Try again, and only then", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      await listen(page);
      const { handle } = sandbox;
      const form = on(page);
      const again = form.banner.getByRole("button", { name: "Try again" });
      await form.value.fill("65000.50");
      for (const [status, code, is] of /** @type {const} */ ([
        [413, "invalidRequest", false],
        [428, "invalidRequest", false],
        [423, "generalException", true],
      ])) {
        answerPuts(() => errorAnswer(status, code));
        await form.save.click();
        await form.banner.locator(".technical", { hasText: `${status}` }).waitFor({ state: "attached" });
        assert.equal(await again.isVisible(), is, String(status));
        assert.equal((await heard(page, "error")).at(-1).retryable, is, String(status));
      }
      sandbox.handle = handle;
      await again.click();
      await page.locator(".banner[data-tone=good]").waitFor();
      assert.ok(await isFocused(form.save), "the button is gone, the focus is not");
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 65000.5);
    },
    { expected: unanswered },
  ));

test("400 that names a place outside the form says so", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      answerPuts(() => errorAnswer(400, "invalidRequest", "rank"));
      const form = await saveEdits(page);
      assert.match(await form.verdict.innerText(), /names a place that is not in this form: rank\.$/);
      await assertKept(page);
    },
    { expected: unanswered },
  ));

test("when the network goes, it is not said that the save failed: it is not known", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      /** @type {string[]} */
      const told = [];
      page.on("console", (message) => told.push(message.text()));
      await page.route("**/engagements/**", (route) => route.abort("connectionreset"));
      const form = await saveEdits(page);
      assert.match(
        told.join("\n"),
        /referral-editor: .*: network\. If the service answers no other origins \(CORS\), set base-url/,
      );
      assert.match(
        await form.verdict.innerText(),
        /^It is not known whether your changes were saved\. The service could not be reached/,
      );
      await assertKept(page);
      await page.unroute("**/engagements/**");
      await form.save.click();
      await form.dialog.getByRole("button", { name: "Save changes" }).click();
      await page.locator(".banner[data-tone=good]").waitFor();
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 65000.5);
    },
    { expected: /Failed to load resource|: network\./ },
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
      assert.equal(await property(page, "etag"), JSON.parse(held(ids.accepted)).eTag);
    },
    { expected: unanswered },
  ));

test("offline, nothing is sent and nothing is lost", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      await wholly(page);
      await page.context().setOffline(true);
      const form = await saveEdits(page);
      assert.match(await form.verdict.innerText(), /^You are offline\./);
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
    await form.banner.getByText("What came from the server").click();
    assert.match(await form.banner.innerText(), /Notes[\s\S]*Adjusted by the service\./);
    assert.equal(await form.notes.inputValue(), "Adjusted by the service.");
  }));

test("a referral that cannot be opened can be tried again", () =>
  withPage(
    async (page) => {
      const { handle } = sandbox;
      sandbox.handle = async (request) =>
        request.url.includes(ids.accepted) ? errorAnswer(404, "itemNotFound") : handle(request);
      await page.goto(`${server.url}?lang=en&referral=${ids.accepted}`);
      await page.getByText("This referral was not found. It may have been removed.").first().waitFor();
      assert.equal(await property(page, "state"), "failed");
      sandbox.handle = handle;
      await page.locator(".banner").getByRole("button", { name: "Try again" }).click();
      await page.locator("referral-editor form").waitFor();
      assert.equal(await property(page, "state"), "idle");
    },
    { expected: /Failed to load resource|not loaded: gone/ },
  ));

test("without WebAssembly or without the package the page says so", () =>
  withPage(
    async (page) => {
      // Neither the file nor its copy.
      const module = /\/dist\/(.*\.wasm|wasm-base64\.js)$/;
      await page.route(module, (route) => route.abort());
      await page.goto(`${server.url}?lang=en`);
      await page.getByText("The editor could not be loaded.").first().waitFor();
      await page.unroute(module);
      await page.locator(".banner").getByRole("button", { name: "Try again" }).click();
      await page.locator("referral-editor form").waitFor();
      for (const [lang, sentence] of [
        ["en", "This page does not allow the editor to start. Contact the portal's administrator."],
        ["zh-CN", "此页面不允许编辑器启动。联系门户管理员即可处理。"],
      ]) {
        await page.route(`**/?lang=${lang}`, async (route) => {
          const response = await route.fetch();
          const policy = response.headers()["content-security-policy"]?.replace(" 'wasm-unsafe-eval'", "") ?? "";
          await route.fulfill({ response, headers: { ...response.headers(), "content-security-policy": policy } });
        });
        await page.goto(`${server.url}?lang=${lang}`);
        await page.locator(".verdict", { hasText: sentence }).waitFor();
        assert.equal(await page.locator("referral-editor button:visible").count(), 0, "there is nothing to try");
      }
    },
    { expected: /./ },
  ));

/** The service wants to be left alone for a while. */
const waits = { "Retry-After": "20", "Content-Type": "application/json" };

/** Changes the deal's value, saves, and comes back while it is waited with these words. @param {Page} page @param {RegExp} why */
async function saveUntil(page, why) {
  const form = on(page);
  await form.value.fill("65000.50");
  await form.save.click();
  await page.locator(".countdown").getByText(why).waitFor();
}

test("waiting can be ended, and then nothing was sent", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      answerPuts(() => new Response("{}", { status: 429, headers: waits }));
      await saveUntil(page, /^The service is busy\. Trying again in \d+ seconds\.$/);
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByText("Not saved: saving was stopped").first().waitFor();
      assert.equal(await property(page, "state"), "dirty");
      assert.equal(await form.value.inputValue(), "65000.50");
    },
    { expected: unanswered },
  ));

test("waiting can be cut short: the save begins anew", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      const { handle } = sandbox;
      let isBusy = true;
      sandbox.handle = async (request) => {
        if (request.method !== "PUT" || !isBusy) return handle(request);
        isBusy = false;
        return new Response("{}", { status: 429, headers: waits });
      };
      await form.value.fill("65000.50");
      await form.save.click();
      await page.getByRole("button", { name: "Try now" }).click();
      await page.locator(".banner[data-tone=good]").waitFor();
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 65000.5);
    },
    { expected: unanswered },
  ));

test("why it waits is told as it is", () =>
  withPage(
    async (page) => {
      const form = on(page);
      for (const [status, why] of /** @type {const} */ ([
        [423, "Another process is changing this referral. "],
        [509, "The service is busy. "],
      ])) {
        await open(page, ids.accepted);
        answerPuts(() => new Response("{}", { status, headers: waits }));
        await saveUntil(page, new RegExp(`^${why}Trying again in \\d+ seconds\\.$`));
        assert.match(await form.status.innerText(), /^Not saved yet/);
        await page.getByRole("button", { name: "Cancel" }).click();
      }
    },
    { expected: unanswered },
  ));

test("while nobody knows whether it was saved, nothing else is said; and it can be looked for at once", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      let isLost = true;
      const { handle } = sandbox;
      sandbox.handle = async (request) => {
        if (!isLost || !request.url.includes(ids.accepted)) return handle(request);
        return new Response("{}", request.method === "PUT" ? { status: 502 } : { status: 503, headers: waits });
      };
      await saveUntil(page, /^The service is busy\. Trying again in \d+ seconds\.$/);
      assert.match(
        await form.status.innerText(),
        /^It is not known yet whether your changes were saved\. Checking again at/,
      );
      // The button under the mouse looks no other while it says "Saving…".
      const ground = () =>
        page.locator("[part~=save-button]").evaluate((button) => {
          for (const animation of button.getAnimations()) animation.finish();
          return getComputedStyle(button).backgroundColor;
        });
      const under = await ground();
      await page.mouse.move(0, 0);
      assert.equal(await ground(), under);
      isLost = false;
      await page.getByRole("button", { name: "Try now" }).click();
      await page.locator(".banner[data-tone=good]").waitFor();
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 65000.5);
    },
    { expected: unanswered },
  ));

test("where there is no answer, nobody is called busy", () =>
  withPage(
    async (page) => {
      await open(page, ids.accepted);
      const form = on(page);
      await page.route(`**/referrals/${ids.accepted}*`, (route) => route.abort());
      await saveUntil(page, /^There was no answer from the service\. Trying again in \d+ seconds?\.$/);
      assert.match(await form.status.innerText(), /^It is not known yet/);
      await page.getByRole("button", { name: "Cancel" }).click();
      await page.getByText("It is not known whether your changes were saved.").first().waitFor();
    },
    { expected: unanswered },
  ));
