// @ts-check
// Runs the suite in headless Chromium: bundles it in memory, serves it to this machine only, and takes the results.

import { readFile } from "node:fs/promises";
import { createServer } from "node:http";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../tests/chromium.mjs";
import { bundle } from "./bundle.mjs";

/**
 * @param {Pick<Parameters<typeof import("./suite.mjs").runSuite>[0], "samples" | "plan" | "only" | "tell">} given
 * @returns {Promise<{ version: string, results: import("./suite.mjs").Results }>}
 */
export async function runInChromium({ tell, ...given }) {
  const server = await serve();
  const browser = await launchChromium();
  try {
    const page = await browser.newPage();
    page.on("pageerror", (error) => tell(String(error)));
    page.on("crash", () => tell("The page has crashed."));
    await page.exposeFunction("tell", tell);
    await page.goto(server.url);
    await page.waitForFunction("globalThis.bench !== undefined");
    if (!(await page.evaluate("crossOriginIsolated"))) throw new Error("The page's clock is too coarse.");
    const results = await page.evaluate((options) => /** @type {any} */ (globalThis).bench(options), given);
    return { version: browser.version(), results };
  } finally {
    await browser.close();
    await server.close();
  }
}

/** The page, its script and the module, with the headers that give it the finer clock. */
async function serve() {
  const module = fileURLToPath(new URL("../dist/referral_editor.wasm", import.meta.url));
  const html = '<!doctype html><title>bench</title><script type="module" src="/bench.js"></script>';
  /** @type {Record<string, [type: string, body: string | Uint8Array]>} */
  const files = {
    "/": ["text/html", html],
    "/bench.js": ["text/javascript", await bundle("benches/page.mjs", { minify: false })],
    "/referral_editor.wasm": ["application/wasm", await readFile(module)],
  };
  const server = createServer((request, response) => {
    const [type, body] = files[request.url ?? ""] ?? [];
    response.writeHead(body === undefined ? 404 : 200, {
      "Content-Type": type ?? "text/plain",
      "Cross-Origin-Opener-Policy": "same-origin",
      "Cross-Origin-Embedder-Policy": "require-corp",
    });
    response.end(body);
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", () => done(undefined)));
  const { port } = /** @type {import("node:net").AddressInfo} */ (server.address());
  return {
    url: `http://127.0.0.1:${port}/`,
    close: () => new Promise((done) => server.close(done)),
  };
}
