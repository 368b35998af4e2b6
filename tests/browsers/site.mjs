// @ts-check
/**
 * An empty page with the built package, under the policy that its address asks for.
 * Must never be the demo: what is tested here is the package in a page of somebody else.
 */

import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import { extname } from "node:path";
import { listen } from "../../www/sandbox/server.js";
import { tight } from "../hostile/tight.mjs";

const TYPES = { ".js": "text/javascript", ".mjs": "text/javascript", ".wasm": "application/wasm" };
const PAGE =
  '<!doctype html><meta charset="utf-8"><title>Empty</title><script type="module" src="/in-page.js"></script>';

/** What a page needs at the least; `connect-src` is the API's to add. */
export const POLICY = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src *";

/** @param {string} path */
function fileOf(path) {
  if (path === "/in-page.js") return new URL("in-page.js", import.meta.url);
  if (path === "/faults/calls.mjs") return new URL("../faults/calls.mjs", import.meta.url);
  const [, table] = /^\/hostile\/([\w-]+\.mjs)$/.exec(path) ?? [];
  if (table !== undefined) return new URL(`../hostile/${table}`, import.meta.url);
  const [, name] = /^\/(?:dist|tight)\/([\w.-]+)$/.exec(path) ?? [];
  return name === undefined ? undefined : new URL(`../../dist/${name}`, import.meta.url);
}

/** A file of the package, whose module has a tight memory: what tells of the module, too. @param {string} path @param {Buffer} body */
function tightFile(path, body) {
  if (path.endsWith(".wasm")) return tight(body);
  if (!path.endsWith("/wasm-integrity.js")) return body;
  const integrity = readFile(new URL("../../dist/referral_editor.wasm", import.meta.url)).then((module) =>
    createHash("sha384").update(tight(module)).digest("base64"),
  );
  return integrity.then((hash) => `export const integrity = "sha384-${hash}";\n`);
}

/**
 * @param {(req: import("node:http").IncomingMessage, res: import("node:http").ServerResponse) => void} [api] answers what is
 *   below /api/
 */
export async function startSite(api) {
  const { url, close } = await listen({
    async listener(req, res) {
      const { pathname, searchParams } = new URL(req.url ?? "/", "http://localhost");
      const policy = searchParams.get("policy") ?? POLICY;
      if (api && pathname.startsWith("/api/")) return void api(req, res);
      if (pathname === "/") {
        res.writeHead(200, { "Content-Type": "text/html; charset=utf-8", "Content-Security-Policy": policy }).end(PAGE);
        return;
      }
      const file = fileOf(pathname);
      const body = file && (await readFile(file).catch(() => undefined));
      if (file === undefined || body === undefined) return void res.writeHead(404).end();
      const type = TYPES[/** @type {keyof typeof TYPES} */ (extname(pathname))] ?? "application/octet-stream";
      res.writeHead(200, { "Content-Type": type });
      res.end(pathname.startsWith("/tight/") ? await tightFile(pathname, body) : body);
    },
  });
  /** @param {string} [policy] */
  const page = (policy = POLICY) => `${url}/?${new URLSearchParams({ policy })}`;
  return { page, close };
}
