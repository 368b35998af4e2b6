// @ts-check
/**
 * A page that loads the package while something is wrong with what it loads. Each case has an origin of its own, so that
 * no cache, no connection and no log is shared.
 * Must never answer for the package: all files but the broken ones are those of dist/.
 */

import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { listen } from "../../www/sandbox/server.js";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @typedef {(res: ServerResponse, body: Buffer, type: string, copied: Promise<void>) => void} Answer `copied`: the copy was sent */

const dist = new URL("../../dist/", import.meta.url);
const START_PAGE = "<!doctype html><title>Start</title>";

/** The same module with a section more, which does nothing: valid, and other bytes. @param {Buffer} body */
const changed = (body) => Buffer.concat([body, Buffer.from([0, 2, 1, 0x78])]);

/** @param {number} status @param {Record<string, string>} headers @param {(body: Buffer) => Buffer | string} [make] @returns {Answer} */
const as =
  (status, headers, make = (body) => body) =>
  (res, body) =>
    void res.writeHead(status, headers).end(make(body));

const TYPES = { js: "text/javascript", wasm: "application/wasm", html: "text/html; charset=utf-8" };
/** Scripts also for a page without an origin. */
const SCRIPT = { "Content-Type": TYPES.js, "Access-Control-Allow-Origin": "*" };
const WASM = { "Content-Type": "application/wasm" };

const FILE = "dist/referral_editor.wasm";
const COPY = "dist/wasm-base64.js";

/** How a file is answered. @type {Record<string, Answer>} */
export const ANSWERS = {
  right: (res, body, type) => void res.writeHead(200, type === TYPES.js ? SCRIPT : WASM).end(body),
  "compressed on the way": as(200, { ...WASM, "Content-Encoding": "gzip" }, (body) => gzipSync(body)),
  "as octets": as(200, { "Content-Type": "application/octet-stream" }),
  "as text": as(200, { "Content-Type": "text/plain; charset=utf-8" }),
  "as wasm with a parameter": as(200, { "Content-Type": "application/wasm; charset=utf-8" }),
  "without a type": as(200, {}),
  "to be sniffed by nobody": as(200, { "Content-Type": "text/plain", "X-Content-Type-Options": "nosniff" }),
  404: as(404, { "Content-Type": "text/plain" }, () => "Not found"),
  500: as(500, { "Content-Type": "text/html" }, () => START_PAGE),
  204: (res) => void res.writeHead(204).end(),
  "the start page": as(200, { "Content-Type": "text/html" }, () => START_PAGE),
  "the start page as wasm": as(200, WASM, () => START_PAGE),
  nothing: as(200, WASM, () => ""),
  "another version": as(200, WASM, changed),
  "half of it": as(200, WASM, (body) => body.subarray(0, body.length / 2)),
  "cut off": (res, body) => {
    res.writeHead(200, { ...WASM, "Content-Length": String(body.length) });
    res.write(body.subarray(0, body.length / 2), () => res.destroy());
  },
  "no answer": (res) => void res.destroy(),
  "never an answer": () => {},
  "half and then nothing": (res, body) => {
    res.writeHead(200, { ...WASM, "Content-Length": String(body.length) });
    res.write(body.subarray(0, body.length / 2));
  },
  "late, after the copy": async (res, body, _, copied) => {
    await copied;
    setTimeout(() => res.writeHead(200, WASM).end(body), 1000);
  },
  redirected: (res) => void res.writeHead(302, { Location: "moved.wasm" }).end(),
  "with CORS": as(200, { ...WASM, "Access-Control-Allow-Origin": "*" }),
};

/** @typedef {{ headers?: Record<string, string>, file?: string, copy?: string }} Faults */

/** @param {Faults} faults */
export async function startLoadingSite(faults) {
  /** @type {{ name: string, ended: Promise<boolean> }[]} */
  const asked = [];
  let now = faults;
  /** @type {() => void} */
  let copySent = () => {};
  /** @type {Promise<void>} */
  const copied = new Promise((resolve) => {
    copySent = resolve;
  });

  /** @param {IncomingMessage} req @param {ServerResponse} res */
  async function listener(req, res) {
    const name = new URL(req.url ?? "/", "http://localhost").pathname.slice(1);
    asked.push({ name, ended: new Promise((resolve) => res.once("close", () => resolve(res.writableFinished))) });
    const { headers = {}, file = "right", copy = "right" } = now;
    if (name === "") {
      res.writeHead(200, { "Content-Type": TYPES.html, ...headers });
      res.end('<!doctype html><meta charset="utf-8"><script type="module" nonce="once" src="page.js"></script>');
      return;
    }
    if (name === "page.js") {
      // A worker has the policy of its own script.
      res.writeHead(200, { ...SCRIPT, ...headers });
      res.end(await readFile(new URL("loading-page.js", import.meta.url)));
      return;
    }
    const [, real] = /^dist\/([\w.-]+)$/.exec(name) ?? [];
    const body =
      real && (await readFile(new URL(real.replace("moved", "referral_editor"), dist)).catch(() => undefined));
    if (!body) return void res.writeHead(404).end();
    const type = name.endsWith(".wasm") ? TYPES.wasm : TYPES.js;
    const how = name === FILE ? file : name === COPY ? copy : "right";
    const answer = ANSWERS[how];
    if (!answer) throw new Error(`no answer is called ${how}`);
    if (name === COPY) res.once("close", copySent);
    answer(res, body, type, copied);
  }

  const { url, close } = await listen({ listener: (req, res) => void listener(req, res) });
  return {
    close,
    page: `${url}/`,
    file: `${url}/${FILE}`,

    /** How often the file and the copy were asked for. */
    asked() {
      const count = (/** @type {string} */ wanted) => asked.filter(({ name }) => name === wanted).length;
      return { file: count(FILE), copy: count(COPY) };
    },

    /** Whether every answer of the file was taken to its end. */
    taken: () => Promise.all(asked.filter(({ name }) => name === FILE).map(({ ended }) => ended)),

    /** Nothing is wrong any more, but for a policy. */
    mend() {
      now = { headers: faults.headers ?? {} };
    },
  };
}
