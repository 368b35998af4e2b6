// @ts-check
// Pages without a bundler: the files of the package, as they are in the tarball.

import { cp } from "node:fs/promises";
import { join } from "node:path";
import { browser } from "./browsers.mjs";
import { html, page } from "./entries.mjs";
import { serveFolder, startApi } from "./site.mjs";

/** @import { Host } from "./hosts.mjs" */
/** @import { Workshop } from "./project.mjs" */
/** @import { Site } from "./site.mjs" */

/**
 * Opens a page and hands it an API of its own. How the bytes came is what the log of the site says.
 * @param {Site} site
 * @param {{ path?: string, browser?: string, network?: boolean }} [how]
 */
export async function visit(site, { path = "", browser: name = "Chromium", network = true } = {}) {
  const opened = await browser(name);
  const api = network ? await startApi() : null;
  try {
    const query = api ? `?${new URLSearchParams({ api: api.baseUrl })}` : "";
    const { checked, failed } = await opened.open(`${site.url}${path}${query}`);
    if (checked === undefined) throw new Error(`The page failed: ${failed}\nIt asked for:\n${site.asked()}`);
    return { version: opened.version, bytes: site.bytes(), checked: [checked] };
  } finally {
    await api?.close();
  }
}

/** Where a page finds the package on its own server. */
const PLACE = "./vendor/referral-editor";
const MAP = {
  imports: {
    "referral-editor": `${PLACE}/browser.js`,
    "referral-editor/drafts": `${PLACE}/drafts.js`,
  },
};
const MAPPED = `<script type="importmap">${JSON.stringify(MAP)}</script><script type="module" src="./main.js"></script>`;
const LINKED = '<script type="module" src="./main.js"></script>';
const relative = { package: `${PLACE}/browser.js`, drafts: `${PLACE}/drafts.js` };

/**
 * @param {string} how
 * @param {{ browser: string, policy?: string, network?: boolean, bytes?: string, mapped: boolean }} options
 * @returns {Host}
 */
const plain = (how, { browser, policy, network = true, bytes = "file", mapped }) => ({
  name: `plain page, ${how}`,
  opened: browser,
  bytes,
  network,
  async run(workshop) {
    const project = await workshop.project({
      "index.html": html(mapped ? MAPPED : LINKED),
      "main.js": page({ checks: "./checks.js", ...(mapped ? {} : relative) }),
    });
    await cp(join(workshop.package, "dist"), join(project.path, "vendor/referral-editor"), { recursive: true });
    const site = await serveFolder(project.path, policy === undefined ? {} : { policy });
    try {
      return await visit(site, { browser, network });
    } finally {
      site.close();
    }
  },
});

/** @type {Host[]} */
export const pages = [
  ...["Chromium", "Firefox", "WebKit"].map((browser) => plain("import map", { browser, mapped: true })),
  plain("relative import", { browser: "Chromium", mapped: false }),
  plain("policy `connect-src 'none'`", {
    browser: "Chromium",
    mapped: false,
    policy: "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'; img-src data:",
    network: false,
    bytes: "inline",
  }),
];
