// @ts-check
/**
 * Chromium and Firefox, headless, and a page in them as a host of cases.
 * Must never skip a browser that is missing: a test that did not run proves nothing.
 */

import { existsSync } from "node:fs";
import puppeteer from "puppeteer-core";
import { launchChromium } from "../chromium.mjs";

/** @import { Host } from "../faults/play.mjs" */
/** @import { InPage } from "./in-page.js" */

/** What both drivers have. @typedef {{ evaluate: <A, R>(run: (argument: A) => R | Promise<R>, argument: A) => Promise<R>, goto: (address: string) => Promise<unknown>, close: () => Promise<void> }} Page */
/** @typedef {{ open: (address: string) => Promise<Page>, version: string, close: () => Promise<void> }} Browser */

/** @typedef {{ page: InPage }} Global */

const FIREFOX = "/usr/bin/firefox-esr";

/** Its certificates are made anew for each run, and signed by nobody. */
const TRUSTING = { ignoreHTTPSErrors: true };

/** @type {Record<string, () => Promise<Browser>>} */
export const BROWSERS = {
  async Chromium() {
    const browser = await launchChromium();
    const context = await browser.newContext(TRUSTING);
    return {
      version: browser.version(),
      close: () => browser.close(),
      async open(address) {
        const page = await context.newPage();
        await page.goto(address);
        return /** @type {Page} */ (/** @type {unknown} */ (page));
      },
    };
  },

  async Firefox() {
    if (!existsSync(FIREFOX)) throw new Error(`${FIREFOX} is missing: sudo apt-get install firefox-esr`);
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath: FIREFOX,
      headless: true,
      acceptInsecureCerts: true,
      // A machine without a way out still has itself.
      extraPrefsFirefox: { "network.manage-offline-status": false, "network.captive-portal-service.enabled": false },
    });
    return {
      version: (await browser.version()).replace("firefox/", ""),
      close: () => browser.close(),
      async open(address) {
        const page = await browser.newPage();
        await page.goto(address);
        return /** @type {Page} */ (/** @type {unknown} */ (page));
      },
    };
  },
};

/** What init() rejected with, once the module of the page has run. @param {Page} page */
export function started(page) {
  return page.evaluate(async () => {
    const global = /** @type {typeof globalThis & Partial<Global>} */ (globalThis);
    while (global.page === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
    return await global.page.started;
  }, undefined);
}

let count = 0;

/** For one case: what it gives up is its own save. @param {string} name @param {Page} page @returns {Host} */
export function pageHost(name, page) {
  count += 1;
  const number = count;
  return {
    name,
    resends: true,

    put: (job, draft, base) =>
      page.evaluate(
        ({ number, job, draft, base }) =>
          /** @type {typeof globalThis & Global} */ (globalThis).page.calls(number).put(job, draft, base),
        { number, job, draft, base },
      ),

    get: (job, id) =>
      page.evaluate(
        ({ number, job, id }) => /** @type {typeof globalThis & Global} */ (globalThis).page.calls(number).get(job, id),
        { number, job, id },
      ),

    abort: () =>
      page.evaluate(
        (number) => /** @type {typeof globalThis & Global} */ (globalThis).page.calls(number).abort(),
        number,
      ),

    said: () => page.evaluate(() => /** @type {typeof globalThis & Global} */ (globalThis).page.said(), undefined),

    unhandled: () =>
      page.evaluate(() => /** @type {typeof globalThis & Global} */ (globalThis).page.unhandled(), undefined),
  };
}
