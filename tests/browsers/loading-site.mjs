// @ts-check
/**
 * Pages that load the package while something is wrong with what they load: each case has a folder of its own, so that no
 * cache and no log is shared.
 * Must never answer for the package: all files but the broken ones are those of dist/.
 */

import { readFile } from "node:fs/promises";
import { gzipSync } from "node:zlib";
import { listen } from "../../www/sandbox/server.js";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @typedef {(res: ServerResponse, body: Buffer, type: string) => void} Answer */

const dist = new URL("../../dist/", import.meta.url);
const START_PAGE = "<!doctype html><title>Start</title>";

/** The same module with a section more, which does nothing: valid, and other bytes. @param {Buffer} body */
const changed = (body) => Buffer.concat([body, Buffer.from([0, 2, 1, 0x78])]);

/** @param {number} status @param {Record<string, string>} headers @param {(body: Buffer) => Buffer | string} [make] @returns {Answer} */
const as =
  (status, headers, make = (body) => body) =>
  (res, body) =>
    void res.writeHead(status, headers).end(make(body));

const WASM = { "Content-Type": "application/wasm" };

/** How a file is answered. @type {Record<string, Answer>} */
export const ANSWERS = {
  right: (res, body, type) => void res.writeHead(200, { "Content-Type": type }).end(body),
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
  "late, after the copy": (res, body) => void setTimeout(() => res.writeHead(200, WASM).end(body), 1500),
  redirected: (res) => void res.writeHead(302, { Location: "moved.wasm" }).end(),
  "with CORS": as(200, { ...WASM, "Access-Control-Allow-Origin": "*" }),
};

const TYPES = { js: "text/javascript", wasm: "application/wasm", html: "text/html; charset=utf-8" };

/** @typedef {{ headers?: Record<string, string>, file?: string, copy?: string }} Faults */

export async function startLoadingSite() {
  /** @type {{ faults: Faults, asked: { name: string, ended: Promise<boolean> }[] }[]} */
  const cases = [];

  /** @param {IncomingMessage} req @param {ServerResponse} res */
  async function listener(req, res) {
    const { pathname } = new URL(req.url ?? "/", "http://localhost");
    const [, number, name] = /^\/(\d+)\/([\w./-]*)$/.exec(pathname) ?? [];
    const played = cases[Number(number)];
    if (played === undefined || name === undefined) return void res.writeHead(404).end();
    const ended = new Promise((resolve) => res.once("close", () => resolve(res.writableFinished)));
    played.asked.push({ name, ended });
    const { headers = {}, file = "right", copy = "right" } = played.faults;
    if (name === "") {
      res.writeHead(200, { "Content-Type": TYPES.html, ...headers });
      res.end('<!doctype html><meta charset="utf-8"><script type="module" nonce="once" src="page.js"></script>');
      return;
    }
    if (name === "page.js") {
      // A worker has the policy of its own script.
      res.writeHead(200, { "Content-Type": TYPES.js, ...headers });
      res.end(await readFile(new URL("loading-page.js", import.meta.url)));
      return;
    }
    const real = name.replace(/^dist\//, "").replace("moved.wasm", "referral_editor.wasm");
    const body = await readFile(new URL(real, dist)).catch(() => undefined);
    if (body === undefined) return void res.writeHead(404).end();
    const type = real.endsWith(".wasm") ? TYPES.wasm : TYPES.js;
    const how = name.endsWith("/referral_editor.wasm") ? file : name.endsWith("/wasm-base64.js") ? copy : "right";
    const answer = ANSWERS[how];
    if (!answer) throw new Error(`no answer is called ${how}`);
    answer(res, body, type);
  }

  const { url, close } = await listen({ listener: (req, res) => void listener(req, res) });
  return {
    close,
    /** A folder for one case. @param {Faults} faults */
    begin(faults) {
      const number = cases.length;
      const played = { faults, asked: /** @type {{ name: string, ended: Promise<boolean> }[]} */ ([]) };
      cases.push(played);
      return {
        page: `${url}/${number}/`,
        file: `${url}/${number}/dist/referral_editor.wasm`,

        /** How often the file and the copy were asked for. */
        asked: () =>
          ["dist/referral_editor.wasm", "dist/wasm-base64.js"].map(
            (name) => played.asked.filter((request) => request.name === name).length,
          ),

        /** Whether every answer of the file was taken to its end. */
        taken: () =>
          Promise.all(
            played.asked.filter(({ name }) => name.endsWith("/referral_editor.wasm")).map(({ ended }) => ended),
          ),

        /** Nothing is wrong any more. */
        mend() {
          played.faults = { headers: played.faults.headers ?? {} };
        },
      };
    },
  };
}
