// @ts-check
/**
 * Chromium, Firefox and WebKit, headless: a page is opened, and says what it found.
 * Must never skip a browser that is missing: a page that was not opened proves nothing.
 */

import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import puppeteer from "puppeteer-core";
import { launchChromium } from "../chromium.mjs";
import { serve } from "./children.mjs";
import { ROOT } from "./project.mjs";

/** @import { AddressInfo } from "node:net" */
/** @import { Checked } from "./parts/checks.js" */

/** What a page leaves when it is done: `checked`, or what was thrown. @typedef {{ checked?: Checked, failed?: string }} Said */
/** @typedef {{ version: string, open: (url: string) => Promise<Said>, close: () => Promise<void> }} Browser */

/** How long a browser may take to start, and a page to say something: two cores can be busy with other things. */
const LIMIT = 60_000;

/** @param {string} file @param {string} name @param {string} packages */
function needed(file, name, packages) {
  if (!existsSync(file)) throw new Error(`${name} is needed and ${file} is missing: sudo apt-get install ${packages}`);
}

/** In the page: waits for what it leaves. */
const SAID = `new Promise((resolve) => {
  const look = () => (globalThis.said ? resolve(JSON.stringify(globalThis.said)) : setTimeout(look, 10));
  look();
})`;

/** @type {Record<string, () => Promise<Browser>>} */
const LAUNCH = {
  async Chromium() {
    needed("/usr/bin/chromium", "Chromium", "chromium");
    const browser = await launchChromium();
    return {
      version: browser.version(),
      close: () => browser.close(),
      async open(url) {
        const context = await browser.newContext();
        const page = await context.newPage();
        try {
          page.setDefaultTimeout(LIMIT);
          return await saidIn(/** @type {Listening} */ (/** @type {unknown} */ (page)), async () => {
            await page.goto(url);
            return await page.evaluate(SAID);
          });
        } finally {
          await context.close();
        }
      },
    };
  },

  async Firefox() {
    const executablePath = "/usr/bin/firefox-esr";
    needed(executablePath, "Firefox", "firefox-esr");
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath,
      headless: true,
      timeout: LIMIT,
      // A machine without a way out still has itself.
      extraPrefsFirefox: { "network.manage-offline-status": false, "network.captive-portal-service.enabled": false },
    });
    return {
      version: (await browser.version()).replace("firefox/", ""),
      close: () => browser.close(),
      async open(url) {
        const page = await browser.newPage();
        try {
          return await saidIn(/** @type {Listening} */ (/** @type {unknown} */ (page)), async () => {
            await page.goto(url);
            return /** @type {string} */ (await page.evaluate(SAID));
          });
        } finally {
          await page.close();
        }
      },
    };
  },

  // Debian has its driver; it speaks WebDriver, of which four commands are all that is needed.
  async WebKit() {
    const packages = "webkit2gtk-driver xvfb";
    const binary = "/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser";
    needed("/usr/bin/WebKitWebDriver", "WebKit", packages);
    needed(binary, "WebKit", packages);
    needed("/usr/bin/Xvfb", "WebKit has no headless mode, so a screen", packages);
    const args = ["-displayfd", "3", "-nolisten", "tcp", "-screen", "0", "1024x768x24"];
    const screen = await serve("/usr/bin/Xvfb", args, { cwd: ROOT, fd: 3, ready: /(\d+)\n/ });
    const port = await freePort();
    const driver = await serve("/usr/bin/WebKitWebDriver", [`--port=${port}`, "--host=127.0.0.1"], {
      cwd: ROOT,
      env: { DISPLAY: `:${screen.said[1]}` },
      ready: null,
    });
    /** @param {string} method @param {string} path @param {object} [body] */
    const ask = async (method, path, body) => {
      const url = `http://127.0.0.1:${port}${path}`;
      const answer = await fetch(url, {
        method,
        ...(body && { body: JSON.stringify(body) }),
        signal: AbortSignal.timeout(LIMIT),
      });
      const { value } = await answer.json();
      if (!answer.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
      return value;
    };
    const close = async () => {
      driver.stop();
      screen.stop();
    };
    try {
      await until(() => ask("GET", "/status"));
      const browserOptions = { binary, args: ["--automation"] };
      const { sessionId, capabilities } = await ask("POST", "/session", {
        capabilities: { alwaysMatch: { "webkitgtk:browserOptions": browserOptions } },
      });
      const session = `/session/${sessionId}`;
      await ask("POST", `${session}/timeouts`, { script: LIMIT, pageLoad: LIMIT });
      return {
        version: capabilities.browserVersion,
        async close() {
          await ask("DELETE", session).finally(close);
        },
        async open(url) {
          await ask("POST", `${session}/url`, { url });
          return JSON.parse(
            await ask("POST", `${session}/execute/async`, { script: `${SAID}.then(arguments[0])`, args: [] }),
          );
        },
      };
    } catch (error) {
      await close();
      throw error;
    }
  },
};

/** @typedef {{ type: () => string, text: () => string }} Message */
/** What both drivers have. @typedef {{ on: (event: "pageerror" | "console", listener: (said: Message) => void) => unknown }} Listening */

/**
 * With what the page complained about, where it says nothing in time.
 * @param {Listening} page
 * @param {() => Promise<string>} wait
 * @returns {Promise<Said>}
 */
async function saidIn(page, wait) {
  /** @type {string[]} */
  const complaints = [];
  page.on("pageerror", (error) => complaints.push(String(error)));
  page.on("console", (message) => {
    if (["error", "warning", "warn"].includes(message.type())) complaints.push(message.text());
  });
  const late = sleep(LIMIT, null, { ref: false });
  const said = await Promise.race([wait(), late]);
  if (said === null) throw new Error(`The page did not say anything within ${LIMIT} ms.\n${complaints.join("\n")}`);
  return JSON.parse(said);
}

/** @type {Map<string, Promise<Browser>>} */
const open = new Map();

/** Started when it is needed first. @param {string} name @returns {Promise<Browser>} */
export function browser(name) {
  const launch = LAUNCH[name];
  if (launch === undefined) throw new Error(`there is no browser ${name}`);
  const browser = open.get(name) ?? launch();
  open.set(name, browser);
  return browser;
}

export async function closeBrowsers() {
  const all = [...open.values()];
  open.clear();
  await Promise.allSettled(all.map(async (browser) => (await browser).close()));
}

/** @param {() => Promise<unknown>} attempt */
async function until(attempt) {
  for (let count = 0; ; count += 1) {
    try {
      return await attempt();
    } catch (error) {
      if (count === 100) throw error;
      await sleep(50);
    }
  }
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const server = createServer();
    server.once("error", reject);
    server.listen(0, "127.0.0.1", () => {
      const { port } = /** @type {AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
