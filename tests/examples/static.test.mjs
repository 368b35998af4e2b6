// @ts-check
// examples/static: opened in Chromium, from a server of files, under its own policy.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import sirv from "sirv";
import { listen } from "../../www/sandbox/server.js";
import { copyOf, open } from "./workshop.mjs";

/** @param {string} name */
const sample = (name) => readFile(new URL(`../samples/${name}`, import.meta.url), "utf8");

test("a pasted referral: what is wrong with it, and where it may go", async (context) => {
  const files = sirv(await copyOf("static"), { dev: true });
  const site = await listen({ listener: (req, res) => files(req, res, () => void res.writeHead(404).end()) });
  context.after(site.close);

  await open(
    `${site.url}/`,
    async (page) => {
      await page.locator("textarea:enabled").fill(await sample("partner-rest_get-by-id_response.invalid.json"));
      assert.equal(await page.locator("output").textContent(), "This cannot be saved.");
      assert.match(
        (await page.locator("#findings li").first().textContent()) ?? "",
        /^error at line \d+, column \d+: /,
      );

      await page.locator("textarea").fill(await sample("partner-rest_get-by-id_response.repaired.json"));
      assert.equal(await page.locator("output").textContent(), "This can be saved.");
      const moves = await page.locator("#moves li").allTextContents();
      assert.ok(moves.includes("Closed, Won") || moves.includes("Active, Accepted"), String(moves));

      const asked = await page.evaluate(() => performance.getEntriesByType("resource").map(({ name }) => name));
      assert.ok(asked.some((name) => name.endsWith("/referral_editor.wasm")));
      assert.ok(!asked.some((name) => name.endsWith("/wasm-base64.js")), "the copy is not downloaded");
    },
    /favicon/,
  );
});
