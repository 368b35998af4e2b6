// @ts-check
// examples/node-proxy: started as its README says, between the package and the sandbox.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createServer } from "node:net";
import { after, before, test } from "node:test";
import { edit, getReferral, putReferral } from "referral-editor";
import { createSandbox } from "../../www/sandbox/sandbox.js";
import { loadSeeds } from "../../www/sandbox/seed.js";
import { listen } from "../../www/sandbox/server.js";
import { copyOf } from "./workshop.mjs";

/** @import { AddressInfo } from "node:net" */

const LONG_NUMBER = "f60b2d9a-8c13-4e7f-a5d4-39e1c7b80f52";

const sandbox = createSandbox({ documents: await loadSeeds() });
const api = await listen({ sandbox });
const port = await freePort();
const origin = `http://localhost:${port}`;
const client = { baseUrl: `${origin}/partner-api/v1.0`, maxRetries: 0, deadlineMs: 5000 };
/** @type {import("node:child_process").ChildProcess} */
let proxy;

before(async () => {
  const cwd = await copyOf("node-proxy");
  const env = {
    ...process.env,
    PARTNER_API: api.url + sandbox.prefix,
    PARTNER_TOKEN: sandbox.token,
    PORT: String(port),
  };
  proxy = spawn(process.execPath, ["server.js"], { cwd, env, stdio: ["ignore", "pipe", "inherit"] });
  await new Promise((resolve, reject) => {
    proxy.stdout?.once("data", resolve);
    proxy.once("exit", () => reject(new Error("the proxy ended")));
  });
});
after(async () => {
  proxy?.kill();
  await api.close();
});

test("a save goes through it byte for byte, with the token that only it knows", async () => {
  const { json: base } = await getReferral(LONG_NUMBER, client);
  assert.equal(base, sandbox.document(LONG_NUMBER));
  const draft = edit(base, [{ op: "replace", path: "/details/notes", value: "through the proxy" }]);
  const outcome = await putReferral(draft, { ...client, base });
  assert.equal(outcome.type, "saved");
  const held = sandbox.document(LONG_NUMBER) ?? "";
  const [, digits] = /"dealValue":\s*([\d.]+)/.exec(base) ?? [];
  assert.ok(digits && digits.length > 16 && held.includes(digits), held);
  assert.ok(held.includes("through the proxy"));
});

test("a colleague's change is still a conflict: If-Match and the 412 pass through", async () => {
  const { json: base } = await getReferral(LONG_NUMBER, client);
  const [mine, theirs] = ["mine", "theirs"].map((value) =>
    edit(base, [{ op: "replace", path: "/details/notes", value }]),
  );
  assert.equal((await putReferral(theirs ?? "", { ...client, base })).type, "saved");
  const outcome = await putReferral(mine ?? "", { ...client, base });
  assert.equal(outcome.type, "conflict");
});

test("a draft with errors is refused, with its findings, and never leaves", async () => {
  const before = sandbox.requests.length;
  const body = '{ "id": "x", "status": "Active", "substatus": "Won", }';
  const headers = { "content-type": "application/json", "if-match": '"1"' };
  const answer = await fetch(`${client.baseUrl}/engagements/referrals/x`, { method: "PUT", headers, body });
  assert.equal(answer.status, 422);
  const { code, findings } = await answer.json();
  assert.equal(code, "invalidRequest");
  assert.ok(
    findings.some((/** @type {{ code: string }} */ { code }) => code === "syntax"),
    JSON.stringify(findings),
  );
  assert.equal(sandbox.requests.length, before);
});

test("other paths, methods and sizes are refused", async () => {
  const status = async (/** @type {string} */ path, /** @type {RequestInit} */ init = {}) =>
    (await fetch(origin + path, init)).status;
  assert.equal(await status("/"), 404);
  assert.equal(await status("/partner-api/v1.0/engagements/referrals"), 404);
  assert.equal(await status("/partner-api/v1.0/engagements/referrals/../../x"), 404);
  assert.equal(await status("/partner-api/v1.0/engagements/referrals/x", { method: "DELETE" }), 405);
  const body = new Uint8Array(16 * 1024 * 1024 + 1);
  assert.equal(await status("/partner-api/v1.0/engagements/referrals/x", { method: "PUT", body }), 413);
});

test("where the API does not answer, a save is not known to be saved, and the proxy lives", async () => {
  const { json: base } = await getReferral(LONG_NUMBER, client);
  const draft = edit(base, [{ op: "replace", path: "/details/notes", value: "lost" }]);
  sandbox.scenario.set({ match: { method: "PUT" }, faults: ["cut; how=rst"], times: 1 });
  const outcome = await putReferral(draft, { ...client, base });
  assert.notEqual(outcome.type, "notSaved");
  assert.equal((await getReferral(LONG_NUMBER, client)).json, sandbox.document(LONG_NUMBER));
});

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve) => {
    const server = createServer().listen(0, "localhost", () => {
      const { port } = /** @type {AddressInfo} */ (server.address());
      server.close(() => resolve(port));
    });
  });
}
