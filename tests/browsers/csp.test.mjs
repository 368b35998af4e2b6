// @ts-check
/**
 * What docs/csp.md says, in Chromium and Firefox: its policies, as they stand there, let a page load the package and save a
 * referral without a violation, and what it says of a directive that is missing is so.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { createSandbox } from "../../www/sandbox/sandbox.js";
import { loadSeeds } from "../../www/sandbox/seed.js";
import { createListener, listen } from "../../www/sandbox/server.js";
import { BROWSERS } from "./open.mjs";

/** @import { Outcome } from "referral-editor" */
/** @import { Browser } from "./open.mjs" */

const ID = "49d90c72-3326-4f61-aacc-2cb57970448c";
const API = "https://api.partner.microsoft.com";
const WASM = " 'wasm-unsafe-eval'";

const text = await readFile(new URL("../../docs/csp.md", import.meta.url), "utf8");
const POLICIES = [...text.matchAll(/^Content-Security-Policy: (.+)$/gm)].map(([, policy = ""]) => policy);

/** What the page does, in a file of its own. @param {string} dist */
const script = (dist) => `
  const violations = [];
  addEventListener("securitypolicyviolation", ({ effectiveDirective }) => violations.push(effectiveDirective));
  const referral = await import(${JSON.stringify(dist)});
  const save = async (baseUrl, token) => {
    const client = { baseUrl, ...(token === "" ? {} : { getToken: () => token }), deadlineMs: 5000, maxRetries: 0 };
    const { json } = await referral.getReferral("${ID}", client);
    const draft = referral.edit(json, [{ op: "replace", path: "/details/notes", value: "typed" }]);
    return [draft, await referral.putReferral(draft, { ...client, base: json })];
  };
  globalThis.page = { referral, save, violations, started: referral.default().then(() => "started", (error) => error.code) };
`;

const sandbox = createSandbox({ documents: await loadSeeds() });
const api = createListener({ sandbox });
const elsewhere = await listen({ listener: api });
const site = await listen({
  async listener(req, res) {
    const { pathname, searchParams } = new URL(req.url ?? "/", "http://localhost");
    if (pathname.startsWith("/partner-api/")) {
      // As the proxy of a portal does: it adds the token.
      req.url = pathname.slice("/partner-api".length);
      req.rawHeaders.push("Authorization", `Bearer ${sandbox.token}`);
      return api(req, res);
    }
    if (pathname === "/") {
      const policy = searchParams.get("policy") ?? "";
      const nonce = /'nonce-([^']+)'/.exec(policy)?.[1] ?? "";
      res.writeHead(200, { "Content-Type": "text/html", "Content-Security-Policy": policy });
      const icon = '<link rel="icon" href="/icon.svg">';
      return void res.end(
        `<!doctype html><title>x</title>${icon}<script nonce="${nonce}" type="module" src="/page.js"></script>`,
      );
    }
    if (pathname === "/page.js") {
      return void res.writeHead(200, { "Content-Type": "text/javascript" }).end(script("/dist/browser.js"));
    }
    const [, name] = /^\/dist\/([\w.-]+)$/.exec(pathname) ?? [];
    const body = name && (await readFile(new URL(`../../dist/${name}`, import.meta.url)).catch(() => undefined));
    if (!body) return void res.writeHead(404).end();
    res.writeHead(200, { "Content-Type": name.endsWith(".js") ? "text/javascript" : "application/wasm" }).end(body);
  },
});
after(() => Promise.all([site.close(), elsewhere.close()]));

/** As it stands in the text, but with the API that answers here. @param {string} policy */
const here = (policy) => policy.replace(API, elsewhere.url);

test("there are two policies, and each has what the package needs", () => {
  assert.equal(POLICIES.length, 2);
  for (const policy of POLICIES) assert.ok(policy.includes(WASM) && policy.includes("connect-src 'self'"), policy);
  assert.deepEqual(
    POLICIES.map((policy) => policy.includes(API)),
    [false, true],
  );
});

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    /** @type {Browser | undefined} */
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    /**
     * What init says, how a save ends where there is somewhere to save to, and what the policy was against.
     * @param {string} policy
     * @param {string} [baseUrl]
     */
    async function tried(policy, baseUrl = "") {
      assert.ok(browser);
      sandbox.reset();
      const token = baseUrl.startsWith("/") ? "" : sandbox.token;
      const page = await browser.open(`${site.url}/?${new URLSearchParams({ policy })}`);
      const result = await page.evaluate(
        async ({ baseUrl, token }) => {
          const global = /** @type {any} */ (globalThis);
          while (global.page === undefined) await new Promise((resolve) => setTimeout(resolve, 10));
          const { started, save, violations } = global.page;
          const init = await started;
          const saved =
            baseUrl === "" ? [] : await save(baseUrl, token).catch((/** @type {any} */ error) => error.code);
          // They are told of in a task of their own.
          await new Promise((resolve) => setTimeout(resolve, 100));
          return { init, saved, violations: [...new Set(violations)] };
        },
        { baseUrl, token },
      );
      await page.close();
      return /** @type {{ init: string, saved: [string, Outcome] | string, violations: string[] }} */ (result);
    }

    for (const policy of POLICIES) {
      const direct = policy.includes(API);
      const baseUrl = direct ? `${elsewhere.url}/v1.0` : "/partner-api/v1.0";

      test(`under the policy for a page that ${direct ? "talks to the API itself" : "has a proxy"} all works`, async () => {
        const { init, saved, violations } = await tried(here(policy), baseUrl);
        assert.equal(init, "started");
        assert.deepEqual(violations, []);
        assert.equal(typeof saved, "object", String(saved));
        assert.equal(/** @type {[string, Outcome]} */ (saved)[1].type, "saved");
        assert.equal(JSON.parse(sandbox.document(ID) ?? "").details.notes, "typed");
      });

      test(`without 'wasm-unsafe-eval' in it (${direct ? "API" : "proxy"}): csp-blocked`, async () => {
        const { init, violations } = await tried(here(policy).replace(WASM, ""));
        assert.equal(init, "csp-blocked");
        assert.deepEqual(violations, ["script-src"]);
      });
    }

    test("without the API in connect-src a read says network, and no request leaves the page", async () => {
      const [, policy = ""] = POLICIES;
      const { init, saved, violations } = await tried(policy.replace(API, ""), `${elsewhere.url}/v1.0`);
      assert.deepEqual([init, saved, violations], ["started", "network", ["connect-src"]]);
      assert.equal(sandbox.requests.length, 0);
    });
  });
}
