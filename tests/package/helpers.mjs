// @ts-check
/**
 * What the package tests share: a sandbox behind real HTTP, servers that misbehave, and a watch over rejections.
 * Must never import anything of src/: the package is used by its name, as anyone would.
 */

import assert from "node:assert/strict";
import { createServer } from "node:http";
import { after } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import * as referral from "referral-editor";
import { createSandbox } from "../../www/sandbox/sandbox.js";
import { loadSeeds } from "../../www/sandbox/seed.js";
import { listen } from "../../www/sandbox/server.js";

/** @import { IncomingMessage, ServerResponse } from "node:http" */
/** @import { AddressInfo } from "node:net" */
/** @import { Outcome } from "referral-editor" */
/** @import { SandboxOptions } from "../../www/sandbox/sandbox.js" */

/** Referrals of the seeds, by what they are here for. */
export const ids = {
  accepted: "49d90c72-3326-4f61-aacc-2cb57970448c",
  pending: "61c65491-2f2c-461a-84b4-3654499bc1d9",
  longNumber: "f60b2d9a-8c13-4e7f-a5d4-39e1c7b80f52",
  unknownMembers: "27c9e1b4-50fa-4a86-b3d7-e8f20c6a1d95",
  closedError: "3e2d1c0b-9a8f-4e7d-b6c5-a4938271605f",
};

/** The package without its types, to be called as it should not be. */
export const untyped = /** @type {any} */ (referral);

// A rejection that nobody looks at fails the file that it happens in.
/** @type {unknown[]} */
const unhandled = [];
process.on("unhandledRejection", (reason) => unhandled.push(reason));
after(async () => {
  await sleep(50);
  assert.deepEqual(unhandled, [], "no rejection is unhandled");
});

/** A referral with nothing to say about. */
export const CLEAN = `{"id":"${ids.accepted}","status":"Active","substatus":"Accepted","customerProfile":{},"consent":{},"details":{"notes":"n"},"eTag":"\\"e\\"","links":{}}`;

/** The instance answers as it did before. */
export function assertAlive() {
  assert.deepEqual(referral.validate(CLEAN), { valid: true, findings: [] });
}

/**
 * The code that something throws or rejects with; anything but a ReferralError fails.
 * @param {() => unknown} call
 * @returns {Promise<string | undefined>} undefined when it does not throw
 */
export async function codeOf(call) {
  try {
    await call();
    return undefined;
  } catch (error) {
    assert.ok(referral.isReferralError(error), `${error}`);
    assert.ok(error instanceof referral.ReferralError && error instanceof Error);
    assert.equal(error.name, "ReferralError");
    assert.ok(error.message.length > 10, error.message);
    return error.code;
  }
}

/**
 * A sandbox behind real HTTP, closed when the file's tests are over.
 * @param {Partial<SandboxOptions>} [options]
 */
export async function startSandbox(options = {}) {
  const sandbox = createSandbox({ documents: await loadSeeds(), ...options });
  const server = await listen({ sandbox });
  after(server.close);
  const handle = sandbox.handle;
  const client = {
    baseUrl: server.url + sandbox.prefix,
    getToken: () => sandbox.token,
    timeoutMs: 2000,
    deadlineMs: 4000,
  };
  return {
    sandbox,
    client,

    /** Every PUT that came in, oldest first. */
    puts: () => sandbox.requests.filter(({ method }) => method === "PUT"),

    /** Ends what `answer` began, and forgets the requests and changes. */
    reset() {
      sandbox.handle = handle;
      sandbox.reset();
    },

    /**
     * Something in front of the sandbox, as a proxy would be. `handle` is the sandbox itself.
     * @param {(request: Request, handle: (request: Request) => Promise<Response>) => Response | Promise<Response>} answer
     */
    inFront(answer) {
      sandbox.handle = async (request) => answer(request, handle);
    },

    /** The document as the sandbox holds it. @param {string} id */
    held(id) {
      const text = sandbox.document(id);
      assert.ok(text !== undefined, id);
      return text;
    },

    /** Loads a referral and changes its notes: base and draft. @param {string} id @param {string} notes */
    async edited(id, notes) {
      const { json } = await referral.getReferral(id, client);
      const path = "/details/notes";
      return { base: json, draft: referral.edit(json, [{ op: "replace", path, value: notes }]) };
    },
  };
}

/** The notes of a document. @param {string} text */
export const notesOf = (text) => JSON.parse(text).details.notes;

/**
 * A server that does as it is told, to the byte. Answers get what came in, its body read.
 * @param {(request: { method: string, body: string, count: number, req: IncomingMessage }, res: ServerResponse) => void} answer
 */
export async function startServer(answer) {
  /** @type {{ method: string, url: string, headers: Record<string, unknown>, body: string }[]} */
  const requests = [];
  const server = createServer(async (req, res) => {
    /** @type {Buffer[]} */
    const chunks = [];
    for await (const chunk of req) chunks.push(chunk);
    const body = Buffer.concat(chunks).toString();
    const method = req.method ?? "";
    requests.push({ method, url: req.url ?? "", headers: req.headers, body });
    answer({ method, body, count: requests.length, req }, res);
  });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", () => resolve(undefined)));
  const { port } = /** @type {AddressInfo} */ (server.address());
  const close = () => {
    server.closeAllConnections();
    return new Promise((resolve) => server.close(resolve));
  };
  after(close);
  return { requests, close, url: `http://127.0.0.1:${port}`, baseUrl: `http://127.0.0.1:${port}/v1.0` };
}

/** The type of an outcome, with its reason and what was seen last where there is any. @param {Outcome} outcome */
export function ending(outcome) {
  const { type, reason, lastSeen, verifiedBy } = /** @type {any} */ (outcome);
  return [type, reason, lastSeen, verifiedBy].filter((part) => part !== undefined).join(" ");
}
