// @ts-check
/**
 * A page of a portal in Chromium, of which everything is kept: console, requests, what the element told, what it stored.
 * Must never leave anything out: what is not looked at could be anywhere.
 */

import { launchChromium } from "../chromium.mjs";

/** @import { Browser, Page } from "playwright-core" */

/** @type {Browser | undefined} */
let browser;

export async function closePortal() {
  await browser?.close();
  browser = undefined;
}

/**
 * Opens a page in a context of its own.
 * @template T
 * @param {string} address
 * @param {(page: Page, seen: Seen) => Promise<T>} use
 * @param {{ route?: [RegExp, (route: import("playwright-core").Route) => unknown] }} [options]
 * @returns {Promise<T>}
 */
export async function visit(address, use, { route } = {}) {
  browser ??= await launchChromium();
  const context = await browser.newContext({ viewport: { width: 1280, height: 800 }, locale: "en-US" });
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(15_000);
    const seen = watch(page);
    if (route) await page.route(...route);
    await page.goto(address);
    return await use(page, seen);
  } finally {
    await context.close();
  }
}

/** @typedef {ReturnType<typeof watch>} Seen */

/** @param {Page} page */
function watch(page) {
  /** What stands in the console, with every value that was written there. @type {Promise<string>[]} */
  const console = [];
  /** @type {string[]} */
  const errors = [];
  /** @type {string[]} */
  const urls = [];
  page.on("console", (message) => {
    if (message.type() === "error") errors.push(message.text());
    const values = message.args().map((value) =>
      value
        .evaluate((one) => {
          const all = [];
          for (let at = one; at instanceof Error && all.length < 9; at = at.cause)
            all.push(`${at.stack} ${JSON.stringify(at)}`);
          return all.length > 0 ? all.join("\n") : JSON.stringify(one);
        })
        .catch(() => ""),
    );
    console.push(Promise.all(values).then((all) => [message.type(), message.text(), ...all].join(" ")));
  });
  page.on("pageerror", (error) => {
    errors.push(String(error));
    console.push(Promise.resolve(`${error.stack}`));
  });
  page.on("request", (request) => urls.push(request.url()));
  return {
    errors,
    urls,
    /** @returns {Promise<string[]>} */
    console: () => Promise.all(console),
  };
}

/** Everything that a page keeps, in any store. @param {Page} page */
export async function storedIn(page) {
  const inPage = await page.evaluate(async () => {
    const databases = await indexedDB.databases();
    const all = [
      ...Object.entries(localStorage),
      ...Object.entries(sessionStorage),
      await caches.keys(),
      databases,
      document.cookie,
    ];
    return JSON.stringify(all.filter((one) => one.length > 0));
  });
  return inPage + JSON.stringify(await page.context().cookies());
}

/** Everything that the address, the history and the page's own tree say. @param {Page} page */
export const shownOutside = (page) =>
  page.evaluate(() =>
    [
      location.href,
      history.length,
      JSON.stringify(history.state),
      window.name,
      document.title,
      document.documentElement.outerHTML,
    ].join("\n"),
  );
