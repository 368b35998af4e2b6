// @ts-check
/**
 * A portal to embed the element in: pages of its own under a policy of its own, the built package, and the sandbox behind
 * /partner-api, as a proxy that adds the token, and behind /v1.0 for those who bring one.
 * Must never serve the demo: what is tested here is the package in a page of somebody else.
 */

import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { createSandbox } from "../../www/sandbox/sandbox.js";
import { loadSeeds } from "../../www/sandbox/seed.js";
import { createListener, listen } from "../../www/sandbox/server.js";

const TYPES = { ".js": "text/javascript", ".json": "application/json", ".wasm": "application/wasm" };

/** As strict as a policy gets: no style, no markup from text, nothing from elsewhere, and a proxy on the page's own origin. */
export const POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'none'",
  "connect-src 'self'",
  "require-trusted-types-for 'script'",
  "trusted-types 'none'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join("; ");

/** Folders by the first part of an address. The second copy of the package is another one to a page. */
const FOLDERS = {
  dist: new URL("../../dist/", import.meta.url),
  copy: new URL("../../dist/", import.meta.url),
  embed: new URL("./", import.meta.url),
  sandbox: new URL("../../www/sandbox/", import.meta.url),
};

/** Referrals of the seeds, by what they are here for. */
export const ids = {
  accepted: "49d90c72-3326-4f61-aacc-2cb57970448c",
  pending: "61c65491-2f2c-461a-84b4-3654499bc1d9",
  unknownMembers: "27c9e1b4-50fa-4a86-b3d7-e8f20c6a1d95",
};

export async function startSite() {
  const sandbox = createSandbox({ documents: await loadSeeds() });
  const { handle } = sandbox;
  const api = createListener({ sandbox });
  /** @type {Map<string, { html: string, policy: string }>} */
  const pages = new Map();
  /** Every path that was asked for. @type {string[]} */
  const asked = [];

  const { url, close } = await listen({
    async listener(req, res) {
      const { pathname, search } = new URL(req.url ?? "/", "http://localhost");
      asked.push(pathname + search);
      if (/^\/(v1\.0\/|token$)/.test(pathname)) return api(req, res);
      if (pathname.startsWith("/partner-api/")) {
        req.url = (req.url ?? "").slice("/partner-api".length);
        req.rawHeaders.push("Authorization", `Bearer ${sandbox.token}`);
        return api(req, res);
      }
      const page = pages.get(pathname);
      if (page) {
        const headers = { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": page.policy };
        return void res.writeHead(200, headers).end(page.html);
      }
      const [, folder = "", name = ""] = /^\/(\w+)\/((?:[\w.-]+\/)*[\w.-]+)$/.exec(pathname) ?? [];
      const from = FOLDERS[/** @type {keyof typeof FOLDERS} */ (folder)];
      const body = from && (await readFile(new URL(name, from)).catch(() => undefined));
      if (body === undefined) return void res.writeHead(404).end();
      const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(pathname))] ?? "text/plain";
      // As a CDN has it, too.
      res.writeHead(200, { "Content-Type": type, "Access-Control-Allow-Origin": "*" }).end(body);
    },
  });

  return {
    url,
    sandbox,
    asked,
    close,

    /** The seeds, and no fault. */
    reset() {
      sandbox.handle = handle;
      sandbox.reset();
      asked.length = 0;
    },

    /**
     * Something in front of the sandbox.
     * @param {(request: Request, handle: (request: Request) => Promise<Response>) => Response | Promise<Response>} answer
     */
    inFront(answer) {
      sandbox.handle = async (request) => answer(request, handle);
    },

    /**
     * The address of a new page.
     * @param {string} body its HTML
     * @param {{ policy?: string, lang?: string }} [options]
     */
    page(body, { policy = POLICY, lang = "en" } = {}) {
      const path = `/page-${pages.size + 1}`;
      pages.set(path, {
        html: `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><meta name="color-scheme" content="light dark"><title>Portal</title></head><body>${body}</body></html>`,
        policy,
      });
      return url + path;
    },
  };
}

/** @param {string} src */
export const script = (src) => `<script type="module" src="${src}"></script>`;
