// @ts-check
/**
 * Chromium's siblings: Firefox and WebKit with a real keyboard, as much of it as the tests of the editor press.
 * Must never skip a browser that is missing.
 */

import { existsSync } from "node:fs";
import { createServer } from "node:net";
import { setTimeout as sleep } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import puppeteer from "puppeteer-core";
import { serve } from "../hosts/children.mjs";

/** @import { AddressInfo } from "node:net" */
/** @import { KeyInput } from "puppeteer-core" */

/**
 * @typedef {object} Driver
 * @property {(url: string) => Promise<unknown>} open
 * @property {(script: string) => Promise<any>} run the value of an expression
 * @property {(key: string, modifier?: "Control") => Promise<unknown>} press
 * @property {() => Promise<unknown>} close
 */

const LIMIT = 60_000;
const ROOT = fileURLToPath(new URL("../..", import.meta.url));

/** The code points that WebDriver has for keys. @type {Record<string, string>} */
const KEYS = {
  Tab: "\uE004",
  Enter: "\uE007",
  Space: " ",
  Escape: "\uE00C",
  ArrowUp: "\uE013",
  ArrowDown: "\uE015",
  Control: "\uE009",
};

/** @type {Record<string, () => Promise<Driver>>} */
export const DRIVERS = {
  async Firefox() {
    const executablePath = needed("/usr/bin/firefox-esr", "firefox-esr");
    const browser = await puppeteer.launch({
      browser: "firefox",
      executablePath,
      headless: true,
      timeout: LIMIT,
      extraPrefsFirefox: { "network.manage-offline-status": false, "network.captive-portal-service.enabled": false },
    });
    const page = await browser.newPage();
    return {
      open: (url) => page.goto(url),
      run: (script) => page.evaluate(script),
      async press(key, modifier) {
        if (modifier) await page.keyboard.down(modifier);
        await page.keyboard.press(/** @type {KeyInput} */ (key === "Space" ? " " : key));
        if (modifier) await page.keyboard.up(modifier);
      },
      close: () => browser.close(),
    };
  },

  async WebKit() {
    const binary = needed("/usr/lib/x86_64-linux-gnu/webkit2gtk-4.1/MiniBrowser", "webkit2gtk-driver");
    const args = ["-displayfd", "3", "-nolisten", "tcp", "-screen", "0", "1280x900x24"];
    const screen = await serve(needed("/usr/bin/Xvfb", "xvfb"), args, { cwd: ROOT, fd: 3, ready: /(\d+)\n/ });
    const port = await freePort();
    const driver = await serve(
      needed("/usr/bin/WebKitWebDriver", "webkit2gtk-driver"),
      [`--port=${port}`, "--host=127.0.0.1"],
      {
        cwd: ROOT,
        env: { DISPLAY: `:${screen.said[1]}` },
        ready: null,
      },
    );
    /** @param {string} method @param {string} path @param {object} [body] */
    const ask = async (method, path, body) => {
      const init = { method, ...(body && { body: JSON.stringify(body) }), signal: AbortSignal.timeout(LIMIT) };
      const answer = await fetch(`http://127.0.0.1:${port}${path}`, init);
      const { value } = await answer.json();
      if (!answer.ok) throw new Error(`WebKit: ${value.error}: ${value.message}`);
      return value;
    };
    for (let count = 0; ; count += 1) {
      const isUp = await ask("GET", "/status").then(
        () => true,
        () => count > 100,
      );
      if (isUp) break;
      await sleep(50);
    }
    const capabilities = { alwaysMatch: { "webkitgtk:browserOptions": { binary, args: ["--automation"] } } };
    const { sessionId } = await ask("POST", "/session", { capabilities });
    const session = `/session/${sessionId}`;
    return {
      open: (url) => ask("POST", `${session}/url`, { url }),
      run: (script) =>
        ask("POST", `${session}/execute/async`, {
          script: `const done = arguments[0]; Promise.resolve(${script}).then(done, (error) => done(String(error)))`,
          args: [],
        }),
      press(key, modifier) {
        const value = KEYS[key] ?? key;
        const held = modifier ? [{ type: "keyDown", value: KEYS[modifier] }] : [];
        const freed = modifier ? [{ type: "keyUp", value: KEYS[modifier] }] : [];
        const actions = [...held, { type: "keyDown", value }, { type: "keyUp", value }, ...freed];
        return ask("POST", `${session}/actions`, { actions: [{ type: "key", id: "keyboard", actions }] });
      },
      async close() {
        await ask("DELETE", session).finally(() => {
          driver.stop();
          screen.stop();
        });
      },
    };
  },
};

/** @param {string} file @param {string} packages */
function needed(file, packages) {
  if (!existsSync(file)) throw new Error(`${file} is missing: sudo apt-get install ${packages}`);
  return file;
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
