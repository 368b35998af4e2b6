// @ts-check
/**
 * What the sandbox tests share: one sandbox behind real HTTP, and a client that says as little as it can.
 * Must never use the package: the sandbox is held against the documentation, not against us.
 */

import { readFile } from "node:fs/promises";
import { after } from "node:test";
import { createSandbox } from "../../www/sandbox/sandbox.js";
import { loadSeeds } from "../../www/sandbox/seed.js";
import { listen } from "../../www/sandbox/server.js";

/** @import { SandboxOptions } from "../../www/sandbox/sandbox.js" */

/** Of a header, undefined leaves it out. @typedef {Omit<RequestInit, "headers"> & { headers?: Record<string, string | undefined> }} Init */

/** Referral of the seeds: New/Pending, Active/Accepted, Closed/Error. */
export const PENDING = "61c65491-2f2c-461a-84b4-3654499bc1d9";
export const ACCEPTED = "49d90c72-3326-4f61-aacc-2cb57970448c";
export const CLOSED_ERROR = "3e2d1c0b-9a8f-4e7d-b6c5-a4938271605f";

/** Closed when the file's tests are over. @param {Partial<SandboxOptions>} [options] */
export async function startSandbox(options = {}) {
  const sandbox = createSandbox({ documents: await loadSeeds(), ...options });
  const server = await listen({ sandbox });
  after(server.close);

  /**
   * @param {string} path
   * @param {Init} [init]
   */
  async function request(path, init = {}) {
    /** @type {Record<string, string | undefined>} */
    const wanted = { authorization: `Bearer ${sandbox.token}`, ...init.headers };
    const headers = Object.entries(wanted).filter((entry) => entry[1] !== undefined);
    const response = await fetch(server.url + path, { ...init, headers: /** @type {[string, string][]} */ (headers) });
    const text = await response.text();
    return { status: response.status, headers: response.headers, text };
  }

  return {
    sandbox,
    url: server.url,
    request,

    /** @param {string} [id] @param {Init} [init] */
    get: (id, init) => request(`/v1.0/engagements/referrals${id === undefined ? "" : `/${id}`}`, init),

    /**
     * With the eTag of now, unless told otherwise.
     * @param {string} id
     * @param {string | Uint8Array} body
     * @param {Record<string, string | undefined>} [headers]
     */
    put: (id, body, headers = {}) =>
      request(`/v1.0/engagements/referrals/${id}`, {
        method: "PUT",
        body: /** @type {BodyInit} */ (body),
        headers: { "content-type": "application/json", "if-match": etagOf(sandbox.document(id)), ...headers },
      }),
  };
}

/**
 * A body that a careful client would send: the document without links and @odata.*, with these changes.
 * @param {string | undefined} document
 * @param {Record<string, unknown>} [changes] undefined removes a member
 */
export function bodyOf(document, changes = {}) {
  const parsed = JSON.parse(document ?? "{}");
  delete parsed.links;
  delete parsed["@odata.context"];
  return JSON.stringify({ ...parsed, ...changes });
}

/** @param {string | undefined} document */
export function etagOf(document) {
  return document === undefined ? '"any"' : JSON.parse(document).eTag;
}

/** @param {{ text: string }} response */
export function errorOf(response) {
  return JSON.parse(response.text).error;
}

/** @param {string} name */
export function readSample(name) {
  return readFile(new URL(`../samples/${name}`, import.meta.url), "utf8");
}
