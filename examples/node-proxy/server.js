// Between a portal's page and the Partner API: adds the token, checks what is saved, and passes the bytes on as they are.

import { createServer } from "node:http";
import { pathToFileURL } from "node:url";
import { validate } from "referral-editor";

const PATH = /^\/partner-api\/v1\.0(\/engagements\/referrals\/[\w-]{1,128})$/;
const MOST_BYTES = 16 * 1024 * 1024;

/** What is passed on of a request, and of an answer. Without `If-Match` nobody's change is safe. */
const ASKED = ["accept", "content-type", "if-match", "client-request-id", "request-id"];
const ANSWERED = ["content-type", "etag", "retry-after", "request-id", "client-request-id", "www-authenticate"];

/**
 * @param {{ api: string, getToken: () => string | Promise<string> }} options
 * @returns {import("node:http").RequestListener}
 */
export function createProxy({ api, getToken }) {
  return (request, response) => {
    answer(request, response).catch((error) => {
      // The page's client reads the referral again after a 502, and so finds out what became of its PUT.
      console.error(error);
      if (response.headersSent) response.destroy();
      else refuse(response, 502, "The Partner API did not answer.");
    });
  };

  async function answer(request, response) {
    // Here a portal asks its session who this is, and whether they may see and change this referral.
    const [, path] = PATH.exec(request.url ?? "") ?? [];
    if (path === undefined) return refuse(response, 404, "There is nothing here.");
    if (request.method !== "GET" && request.method !== "PUT") return refuse(response, 405, "Only GET and PUT.");

    const body = request.method === "PUT" ? await bytesOf(request) : undefined;
    if (body === null) return refuse(response, 413, "The referral is too large.");
    if (body) {
      const { valid, findings } = validate(body);
      if (!valid) {
        const target = findings.find(({ severity }) => severity === "error")?.path;
        return refuse(response, 422, "The referral has errors.", { target, findings });
      }
    }
    const headers = new Headers({ authorization: `Bearer ${await getToken()}` });
    for (const name of ASKED) {
      const value = request.headers[name];
      if (typeof value === "string") headers.set(name, value);
    }
    const signal = AbortSignal.timeout(30_000);
    const answered = await fetch(api + path, { method: request.method, headers, body, signal, redirect: "manual" });
    const bytes = new Uint8Array(await answered.arrayBuffer());
    response.statusCode = answered.status;
    for (const name of ANSWERED) {
      const value = answered.headers.get(name);
      if (value !== null) response.setHeader(name, value);
    }
    response.setHeader("cache-control", "no-store");
    response.end(bytes);
  }
}

/**
 * The body as bytes: never as a string that is parsed and written again. Null where it is too large.
 * @param {import("node:http").IncomingMessage} request
 */
async function bytesOf(request) {
  const chunks = [];
  let length = 0;
  for await (const chunk of request) {
    length += chunk.length;
    if (length <= MOST_BYTES) chunks.push(chunk);
  }
  return length > MOST_BYTES ? null : new Uint8Array(Buffer.concat(chunks));
}

/** In the shape of the API's own errors. */
function refuse(response, status, message, more = {}) {
  const code = status === 404 ? "itemNotFound" : status < 500 ? "invalidRequest" : "serviceNotAvailable";
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" });
  response.end(JSON.stringify({ code, message, ...more }));
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? "").href) {
  const {
    PARTNER_API: api = "https://api.partner.microsoft.com/v1.0",
    PARTNER_TOKEN: token = "",
    PORT = "3001",
  } = process.env;
  createServer(createProxy({ api, getToken: () => token })).listen(Number(PORT), "localhost", () => {
    console.log(`http://localhost:${PORT}/partner-api/v1.0 passes on to ${api}`);
  });
}
