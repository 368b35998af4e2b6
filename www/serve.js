// @ts-check
/**
 * What `npm start` runs: the page, the built package and the sandbox on one port of this machine, and the same sandbox
 * on the next port, to work across origins as a page does with the real service. With --http2, on a third one over TLS.
 * Must never listen to other machines, and never serve a page without its Content-Security-Policy.
 */

import { createHash } from "node:crypto";
import { readFileSync, realpathSync } from "node:fs";
import { fileURLToPath } from "node:url";
import sirv from "sirv";
import { makeCertificate, NoOpenssl } from "./sandbox/certificate.js";
import { CONTROL } from "./sandbox/control.js";
import { createSandbox } from "./sandbox/sandbox.js";
import { loadSeeds } from "./sandbox/seed.js";
import { createListener, listen } from "./sandbox/server.js";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { Sandbox } from "./sandbox/sandbox.js" */
/** @import { Listener } from "./sandbox/server.js" */

const LOCALHOST = ["127.0.0.1", "::1"];

/**
 * @param {object} [options]
 * @param {number} [options.port] 0, the default: two free ports; else this one and the next
 * @param {Sandbox} [options.sandbox] default: one with the seeds
 * @param {string} [options.pages] folder of the page, default this one
 * @param {string} [options.dist] folder of the built package
 * @param {boolean} [options.secure] the API on a third port, too: TLS, and so HTTP/2, with a certificate of its own
 */
export async function serve({ port = 0, sandbox, pages = folder("."), dist = folder("../dist"), secure = false } = {}) {
  const api = sandbox ?? createSandbox({ documents: await loadSeeds() });
  const answerApi = createListener({ sandbox: api });
  const crossOrigin = await listen({ port: port === 0 ? 0 : port + 1, host: LOCALHOST, listener: answerApi });
  const secured = await listenSecurely(secure, port, answerApi).catch(async (error) => {
    await crossOrigin.close();
    throw error;
  });
  const connectSrc = [crossOrigin.url, ...(secured === null ? [] : [secured.url])].join(" ");
  const answerFile = createFileListener({ pages, dist, connectSrc });
  const sameOrigin = await listen({
    port,
    host: LOCALHOST,
    listener: (req, res) => (isApi(req.url ?? "/", api.prefix) ? answerApi : answerFile)(req, res),
  }).catch(async (error) => {
    await Promise.all([crossOrigin.close(), secured?.close()]);
    throw error;
  });
  return {
    url: `${sameOrigin.url}/`,
    /** Base URLs for the client: of the page's own origin, and of another one. */
    baseUrl: sameOrigin.url + api.prefix,
    crossOriginBaseUrl: crossOrigin.url + api.prefix,
    /** Over HTTP/2; null unless asked for. */
    secureBaseUrl: secured === null ? null : secured.url + api.prefix,
    sandbox: api,
    close: async () => {
      await Promise.all([sameOrigin.close(), crossOrigin.close(), secured?.close()]);
    },
  };
}

/**
 * @param {boolean} wanted
 * @param {number} port of the page; 0: any
 * @param {Listener} listener
 */
async function listenSecurely(wanted, port, listener) {
  if (!wanted) return null;
  const certificate = await makeCertificate();
  return await listen({ port: port === 0 ? 0 : port + 2, host: LOCALHOST, listener, certificate });
}

/**
 * @param {string} url
 * @param {string} prefix
 */
function isApi(url, prefix) {
  const [path] = url.split("?");
  return url.startsWith(`${prefix}/`) || path === "/token" || path === CONTROL;
}

/**
 * Files as they are now, never from a cache: the page is being worked on.
 * @param {{ pages: string, dist: string, connectSrc: string }} options
 */
function createFileListener({ pages, dist, connectSrc }) {
  const servePages = sirv(pages, {
    dev: true,
    extensions: ["html"],
    setHeaders: (res, pathname) => setPageHeaders(res, `${pages}/${pathname}`, connectSrc),
  });
  const serveDist = sirv(dist, { dev: true });

  return (/** @type {IncomingMessage} */ req, /** @type {ServerResponse} */ res) => {
    res.setHeader("X-Content-Type-Options", "nosniff");
    /** @param {number} status @param {string} text */
    const end = (status, text) => {
      res.writeHead(status, { "Content-Type": "text/plain; charset=utf-8" }).end(text);
    };
    const isDist = req.url?.startsWith("/dist/");
    const notFound = () => end(404, isDist ? "Not found. Has the package been built? (npm run build)" : "Not found.");
    if (req.method !== "GET" && req.method !== "HEAD") return end(405, "Only GET and HEAD.");
    try {
      if (!isDist) return servePages(req, res, notFound);
      req.url = req.url?.slice("/dist".length);
      serveDist(req, res, notFound);
    } catch (error) {
      console.error(error);
      end(500, "This file cannot be read.");
    }
  };
}

/**
 * On every file, so that no way to name a page (no ".html", a slash at the end) goes without.
 * @param {ServerResponse} res
 * @param {string} path of the file, or of its folder, or without ".html"
 * @param {string} connectSrc
 */
function setPageHeaders(res, path, connectSrc) {
  const plain = path.replace(/\/+$/, "");
  const html = readFirst([plain, `${plain}.html`, `${plain}/index.html`].filter((name) => name.endsWith(".html")));
  res.setHeader("Content-Security-Policy", contentSecurityPolicy(html, connectSrc));
  res.setHeader("Referrer-Policy", "no-referrer");
}

/** @param {string[]} paths */
function readFirst(paths) {
  for (const path of paths) {
    try {
      return readFileSync(path, "utf8");
    } catch {
      // The next one, then.
    }
  }
  return "";
}

/**
 * No inline script runs but an import map that stands in the page, by its hash.
 * @param {string} html
 * @param {string} connectSrc
 */
export function contentSecurityPolicy(html, connectSrc) {
  const importMaps = html
    .replace(/\r\n?/g, "\n")
    .matchAll(/<script\b[^>]*\btype=["']?importmap\b[^>]*>(.*?)<\/script>/gis);
  const hashes = Array.from(importMaps, ([, text = ""]) => {
    return ` 'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  });
  return [
    "default-src 'none'",
    `script-src 'self' 'wasm-unsafe-eval'${hashes.join("")}`,
    "style-src 'self'",
    "img-src 'self' data:",
    `connect-src 'self' ${connectSrc}`,
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join("; ");
}

/** @param {string} path */
function folder(path) {
  return fileURLToPath(new URL(path, import.meta.url));
}

async function main() {
  const wanted = process.env.PORT ?? "8080";
  const port = Number(wanted);
  const secure = process.argv[2] === "--http2";
  const last = secure ? 65533 : 65534;
  if (process.argv.length > (secure ? 3 : 2)) {
    fail("The only argument is --http2: the API over TLS and HTTP/2, too.");
    return;
  }
  if (!/^\d+$/.test(wanted) || port > last) {
    fail(`PORT is "${wanted}", but must be a number from 0 (any free port) to ${last}.`);
    return;
  }
  try {
    const { url, crossOriginBaseUrl, secureBaseUrl, close } = await serve({ port, secure });
    // Before the line that says that it can be ended.
    for (const signal of ["SIGINT", "SIGTERM"]) process.once(signal, close);
    const http2 = secureBaseUrl === null ? "" : `, over HTTP/2: ${secureBaseUrl}`;
    console.log(
      `The referral editor is at ${url} (the same API on another origin: ${crossOriginBaseUrl}${http2}). Ctrl+C ends it.`,
    );
  } catch (error) {
    if (error instanceof NoOpenssl) return fail(error.message);
    const { code, port: taken } = /** @type {NodeJS.ErrnoException & { port?: number }} */ (error);
    if (code !== "EADDRINUSE" && code !== "EACCES") throw error;
    const why = code === "EADDRINUSE" ? "is taken" : "is not allowed";
    const row = secure ? "three" : "two";
    fail(`Port ${taken ?? port} ${why} (${row} in a row are needed): choose others with PORT=8090 npm start.`);
  }
}

/** @param {string} sentence */
function fail(sentence) {
  console.error(sentence);
  process.exitCode = 1;
}

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) await main();
