// @ts-check
/**
 * What the page tests share: the page served with the real package and the real sandbox, one Chromium, and a new context
 * per test that fails the test when the console shows an error.
 * Must never put a rule of the API in the tests' way: what was sent is read from the sandbox's own record.
 */

import assert from "node:assert/strict";
import { after, beforeEach } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { serve } from "../../www/serve.js";
import { launchChromium } from "../chromium.mjs";

/** @import { BrowserContextOptions, Page } from "playwright-core" */

/** Referrals of the seeds, by what they are here for. */
export const ids = {
  accepted: "49d90c72-3326-4f61-aacc-2cb57970448c",
  pending: "61c65491-2f2c-461a-84b4-3654499bc1d9",
  longNumber: "f60b2d9a-8c13-4e7f-a5d4-39e1c7b80f52",
  closedError: "3e2d1c0b-9a8f-4e7d-b6c5-a4938271605f",
  few: "c5fbb3b6-be74-4795-9fb5-4324c73fed37",
  nulls: "d3c2a6f8-1e47-4b95-8c0d-7a5e94f1b230",
  unknown: "27c9e1b4-50fa-4a86-b3d7-e8f20c6a1d95",
};

export const path = `/v1.0/engagements/referrals`;

export const server = await serve({ port: 0 });
export const { sandbox } = server;
const handle = sandbox.handle;
const browser = await launchChromium();

beforeEach(() => {
  sandbox.handle = handle;
  sandbox.reset();
});
after(async () => {
  await browser.close();
  await server.close();
});

/**
 * Runs `use` with a page in a context of its own. Errors in the console fail it, but for those that `expected` matches:
 * a browser writes every answer of 400 and more there, and every request that gets none.
 * @param {(page: Page) => Promise<void>} use
 * @param {BrowserContextOptions & { expected?: RegExp }} [options]
 */
export async function withPage(use, { expected, ...options } = {}) {
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US", ...options });
  const page = await context.newPage();
  page.setDefaultTimeout(10_000);
  /** @type {string[]} */
  const errors = [];
  page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
  page.on("pageerror", (error) => errors.push(String(error)));
  try {
    await use(page);
    assert.deepEqual(
      errors.filter((text) => !expected?.test(text)),
      [],
    );
  } finally {
    await context.close();
  }
}

/**
 * Opens a referral by its address.
 * @param {Page} page
 * @param {string} id
 * @param {Record<string, string>} [query]
 */
export async function open(page, id, query = {}) {
  await page.goto(`${server.url}?${new URLSearchParams({ lang: "en", referral: id, ...query })}`);
  await page.locator("referral-editor form").waitFor();
  await page.locator(".panel.controls").waitFor({ state: "attached" });
}

/** What is loaded once the form is there has come, too. @param {Page} page */
export async function wholly(page) {
  await page.waitForFunction(() => {
    const come = performance.getEntriesByType("resource").map(({ name }) => name.split("/").at(-1));
    return ["saving", "answer", "conflict", "dialog", "findings", "values", "labels"].every((name) =>
      come.includes(`${name}.js`),
    );
  });
  // It has yet to be run.
  await sleep(200);
}

/** The controls, by the names that a person reads; a locator sees into the shadow root. @param {Page} page */
export const on = (page) => ({
  save: page.getByRole("button", { name: "Save", exact: true }),
  discard: page.getByRole("button", { name: "Discard", exact: true }).first(),
  value: page.getByLabel("Deal value", { exact: true }),
  currency: page.getByLabel("Currency", { exact: true }),
  closing: page.getByLabel("Expected closing date", { exact: true }),
  notes: page.getByLabel("Notes", { exact: true }),
  reason: page.getByLabel("Reason", { exact: true }),
  name: page.getByLabel("Referral name", { exact: true }),
  reference: page.getByLabel("Your reference ID", { exact: true }),
  status: page.getByRole("status"),
  summary: page.getByRole("alert"),
  verdict: page.locator(".verdict"),
  banner: page.locator(".banner"),
  conflict: page.locator("section.conflict"),
  dialog: page.getByRole("dialog"),
  /** @param {string | RegExp} name */
  radio: (name) => page.locator("fieldset.choice").getByRole("radio", { name, exact: true }),
});

/** What would be sent now. @param {Page} page */
export async function body(page) {
  const view = page.getByRole("region", { name: "The referral as JSON" });
  if (!(await view.isVisible())) await page.getByText("View JSON").click();
  // It is written when it is opened, which the browser tells in its own time.
  await view.and(page.locator(":not(:empty)")).waitFor();
  return (await view.textContent()) ?? "";
}

/** A property of the editor. @param {Page} page @param {string} name @returns {Promise<any>} */
export const property = (page, name) =>
  page.locator("referral-editor").evaluate((editor, key) => Reflect.get(editor, key), name);

/** Collects the events of the editor from now on. @param {Page} page */
export async function listen(page) {
  await page.locator("referral-editor").evaluate((editor) => {
    /** @type {unknown[]} */
    const heard = [];
    Object.assign(globalThis, { heard });
    for (const name of ["load", "change", "before-save", "save", "conflict", "error", "auth-required", "telemetry"]) {
      editor.addEventListener(`referral-${name}`, (event) =>
        heard.push([name, /** @type {CustomEvent} */ (event).detail]),
      );
    }
  });
}

/** @param {Page} page @param {string} [name] @returns {Promise<any[]>} the details of the events of one name, or all with their names */
export const heard = (page, name) =>
  page.evaluate(
    (wanted) =>
      JSON.parse(JSON.stringify(/** @type {any} */ (globalThis).heard))
        .filter((/** @type {[string]} */ [one]) => wanted === undefined || one === wanted)
        .map((/** @type {[string, unknown]} */ one) => (wanted === undefined ? one : one[1])),
    name,
  );

/** The control has the focus, through the shadow root. @param {import("playwright-core").Locator} control */
export const isFocused = (control) =>
  control.evaluate((element) => /** @type {ShadowRoot | Document} */ (element.getRootNode()).activeElement === element);

/** The text that assistive technology reads after the name of a control. @param {import("playwright-core").Locator} control */
export const description = (control) =>
  control.evaluate((element) =>
    (element.getAttribute("aria-describedby") ?? "")
      .split(" ")
      .map((id) => /** @type {ShadowRoot} */ (element.getRootNode()).getElementById(id)?.textContent ?? "")
      .join(" "),
  );

/** Every PUT that the sandbox got, oldest first. */
export const puts = () => sandbox.requests.filter(({ method }) => method === "PUT");

/** Waits until something is so, for at most five seconds. @param {() => boolean | Promise<boolean>} isSo */
export async function until(isSo) {
  for (const end = Date.now() + 5_000; !(await isSo()); await sleep(20)) {
    assert.ok(Date.now() < end, `still not so: ${isSo}`);
  }
}

/** The document as the sandbox holds it. @param {string} id */
export function held(id) {
  const text = sandbox.document(id);
  assert.ok(text !== undefined, id);
  return text;
}

/** The same text without its last member, links. @param {string} text */
export function withoutLinks(text) {
  const cut = text.search(/,\s*"links": ?\{/);
  const end = text.lastIndexOf("}", text.lastIndexOf("}") - 1) + 1;
  assert.ok(cut > 0 && end > cut);
  return text.slice(0, cut) + text.slice(end);
}

/** Somebody else saves: members of `details` get new values, as JSON text. @param {string} id @param {Record<string, string>} changes */
export function saveElsewhere(id, changes) {
  let details = JSON.stringify(JSON.parse(held(id)).details);
  for (const [name, json] of Object.entries(changes)) {
    details = JSON.stringify({ ...JSON.parse(details), [name]: JSON.parse(json) });
  }
  return sandbox.change(id, { details });
}

/**
 * Answers the next PUTs instead of the sandbox.
 * @param {(request: Request) => Response | Promise<Response>} answer
 */
export function answerPuts(answer) {
  sandbox.handle = async (request) => {
    if (request.method !== "PUT") return handle(request);
    const response = await answer(request.clone());
    const body = await request.text();
    const headers = Object.fromEntries(request.headers);
    sandbox.requests.push({
      method: "PUT",
      path: new URL(request.url).pathname,
      headers,
      body,
      status: response.status,
    });
    return response;
  };
}

/** An error as the service words it. @param {number} status @param {string} code @param {string} [target] */
export const errorAnswer = (status, code, target) =>
  new Response(JSON.stringify({ error: { code, message: "Not for people.", target } }), {
    status,
    headers: { "Content-Type": "application/json", "Cache-Control": "no-store" },
  });
