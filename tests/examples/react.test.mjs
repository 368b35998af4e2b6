// @ts-check
// examples/react: type-checked and built by its own `npm run build`, opened in Chromium, with the sandbox behind /partner-api as
// a proxy would have it; and its page under Vite's development server.

import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { readdir } from "node:fs/promises";
import { join } from "node:path";
import { after, before, beforeEach, test } from "node:test";
import sirv from "sirv";
import { createSandbox } from "../../www/sandbox/sandbox.js";
import { loadSeeds } from "../../www/sandbox/seed.js";
import { createListener, listen } from "../../www/sandbox/server.js";
import { copyOf, open, run } from "./workshop.mjs";

/** @import { IncomingMessage, ServerResponse } from "node:http" */

const ID = "49d90c72-3326-4f61-aacc-2cb57970448c";
const CONFLICT = /status of 412/;

const sandbox = createSandbox({ documents: await loadSeeds() });
const api = createListener({ sandbox });
/** @type {string} */
let example;
/** @type {Awaited<ReturnType<typeof listen>>} */
let site;

before(async () => {
  example = await copyOf("react");
  await run(process.execPath, [join(example, "node_modules/typescript/bin/tsc")], { cwd: example });
  await run(process.execPath, [join(example, "node_modules/vite/bin/vite.js"), "build", "--logLevel", "warn"], {
    cwd: example,
  });
  const files = sirv(join(example, "dist"), { dev: true });
  site = await listen({
    listener: (req, res) => (passedOn(req, res) ? undefined : files(req, res, () => void res.writeHead(404).end())),
  });
});
after(() => site?.close());
beforeEach(() => sandbox.reset());

/** Adds the token, as a proxy does. @param {IncomingMessage} req @param {ServerResponse} res */
function passedOn(req, res) {
  const [, path] = /^\/partner-api(\/.*)$/.exec(req.url ?? "") ?? [];
  if (path === undefined) return false;
  req.url = path;
  req.rawHeaders.push("Authorization", `Bearer ${sandbox.token}`);
  api(req, res);
  return true;
}

const held = () => JSON.parse(sandbox.document(ID) ?? "");

test("the build has the module as a file of its own", async () => {
  const assets = await readdir(join(example, "dist/assets"));
  assert.ok(
    assets.some((name) => /^referral_editor-.*\.wasm$/.test(name)),
    String(assets),
  );
});

test("load, edit, save", async () => {
  await open(`${site.url}/?id=${ID}`, async (page) => {
    const save = page.getByRole("button", { name: "Save" });
    await page.getByLabel("Notes").fill("typed in React");
    await page.getByLabel("Deal value").fill("12345678901234567.89");
    await page.getByLabel("Status").selectOption("Closed/Won");
    await save.click();
    await page.getByText("Saved.").waitFor();
    assert.ok(await save.isDisabled(), "there is nothing left to save");
    assert.equal(await page.getByLabel("Deal value").inputValue(), "12345678901234567.89");
  });
  assert.match(sandbox.document(ID) ?? "", /"dealValue": ?12345678901234567\.89/);
  assert.deepEqual([held().details.notes, held().substatus], ["typed in React", "Won"]);
});

test("what is wrong is said, and not sent", async () => {
  await open(`${site.url}/?id=${ID}`, async (page) => {
    const save = page.getByRole("button", { name: "Save" });
    await page.getByLabel("Deal value").fill("12,5");
    await page.getByText("argument: ").waitFor();
    assert.ok(await save.isDisabled());
    await page.getByLabel("Deal value").fill("-1");
    await page.getByText("error: ").waitFor();
    assert.ok(await save.isDisabled());
    assert.equal(await page.locator("#status option").count(), 7);
    assert.ok(await page.locator('#status option[value="New/Pending"]').isDisabled(), "no move leads back to New");
  });
  assert.ok(sandbox.requests.every(({ method }) => method !== "PUT"));
});

for (const [keep, kept] of [
  ["Yours: ", "mine"],
  ["Theirs: ", "theirs"],
]) {
  test(`somebody else was first: ${keep}`, async () => {
    await open(
      `${site.url}/?id=${ID}`,
      async (page) => {
        await page.getByLabel("Notes").fill("mine");
        await page.getByLabel("Deal value").fill("77");
        const theirs = held();
        theirs.details.notes = "theirs";
        const answer = await sandbox.handle(
          new Request(`http://localhost${sandbox.prefix}/engagements/referrals/${ID}`, {
            method: "PUT",
            headers: {
              authorization: `Bearer ${sandbox.token}`,
              "content-type": "application/json",
              "if-match": theirs.eTag,
            },
            body: JSON.stringify({ ...theirs, links: undefined }),
          }),
        );
        assert.equal(answer.status, 200, await answer.text());
        await page.getByRole("button", { name: "Save" }).click();
        await page.getByText("Somebody else changed the same.").waitFor();
        await page.getByLabel(keep ?? "").check();
        await page.getByRole("button", { name: "Save with these" }).click();
        await page.getByText(/^Saved/).waitFor();
      },
      CONFLICT,
    );
    assert.deepEqual([held().details.notes, held().details.dealValue], [kept, 77]);
  });
}

test("in Vite's development server, the module is fetched as a file", async (context) => {
  const backend = await listen({ listener: (req, res) => void passedOn(req, res) });
  context.after(backend.close);
  const vite = spawn(
    process.execPath,
    [join(example, "node_modules/vite/bin/vite.js"), "--port", "0", "--logLevel", "info"],
    {
      cwd: example,
      env: { ...process.env, PARTNER_API: backend.url, NO_COLOR: "1" },
      stdio: ["ignore", "pipe", "inherit"],
    },
  );
  context.after(() => vite.kill());
  const address = await new Promise((resolve, reject) => {
    let said = "";
    vite.stdout.on("data", (chunk) => {
      said += chunk;
      const [found] = /http:\/\/localhost:\d+\//.exec(said) ?? [];
      if (found) resolve(found);
    });
    vite.once("exit", () => reject(new Error(`vite ended: ${said}`)));
  });
  await open(`${address}?id=${ID}`, async (page) => {
    await page.getByLabel("Notes").waitFor();
    const asked = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
    assert.ok(
      asked.some((name) => name.includes("referral_editor.wasm")),
      asked.join("\n"),
    );
    assert.ok(!asked.some((name) => name.includes("wasm-base64")), "the copy is not needed");
  });
});
