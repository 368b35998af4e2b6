// @ts-check
// The cases of tests/faults in headless Chromium and Firefox, against the sandbox over real HTTP, and those that only a
// browser has: what it sends again by itself, CORS, policies, HTTP/2, tabs.

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { edit } from "referral-editor";
import { makeCertificate } from "../../www/sandbox/certificate.js";
import { BODY, UNUSABLE } from "../faults/body.mjs";
import { CLIENT } from "../faults/client.mjs";
import { CONNECTION } from "../faults/connection.mjs";
import { ending, ID, play, start } from "../faults/play.mjs";
import { RETRY_AFTER } from "../faults/retry-after.mjs";
import { STATUS } from "../faults/status.mjs";
import { CORS, HTTP2, REUSED } from "./cases.mjs";
import { BROWSERS, pageHost, started } from "./open.mjs";
import { startSite } from "./site.mjs";

/** @import { Case } from "../faults/play.mjs" */
/** @import { Browser, Global, Page } from "./open.mjs" */

/** @type {Record<string, Case[]>} */
const TABLES = {
  Reused: REUSED,
  CORS,
  Connection: CONNECTION,
  Status: STATUS,
  "Retry-After": RETRY_AFTER,
  Body: [...BODY, ...UNUSABLE],
  Client: CLIENT,
};

const site = await startSite();
// Without openssl this rejects, and so do the cases of HTTP/2.
const certificate = makeCertificate();
certificate.catch(() => {});
after(site.close);

for (const [name, launch] of Object.entries(BROWSERS)) {
  describe(name, () => {
    /** @type {Browser | undefined} */
    let browser;
    /** @type {Page} */
    let page;
    let played = 0;

    /** @param {string} [policy] */
    const open = async (policy) => {
      assert.ok(browser);
      return await browser.open(site.page(policy));
    };

    before(async () => {
      browser = await launch();
      page = await open();
      assert.equal(await started(page), undefined);
    });
    after(async () => {
      console.log(`${name} ${browser?.version ?? "did not start"}: ${played} cases played to their end`);
      await browser?.close();
    });

    for (const [heading, rows] of Object.entries({ ...TABLES, "HTTP/2": HTTP2 })) {
      describe(heading, { concurrency: 8 }, () => {
        for (const row of rows) {
          test(row.name, async () => {
            const options = rows === HTTP2 ? { certificate: await certificate } : {};
            await play(pageHost(name, page), { ...row, ...row.inPage }, options);
            played += 1;
          });
        }
      });
    }

    test("connect-src blocks the API: it is not known, and nothing is lost", async (context) => {
      const { sandbox, url, close } = await start();
      context.after(close);
      const blocked = await open("default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'");
      assert.equal(await started(blocked), undefined);
      const base = sandbox.document(ID) ?? "";
      const draft = edit(base, [{ op: "replace", path: "/details/notes", value: "typed" }]);
      const outcome = await blocked.evaluate(
        async ({ draft, base, baseUrl }) => {
          const { referral } = /** @type {typeof globalThis & Global} */ (globalThis).page;
          return referral.putReferral(draft, { base, baseUrl, maxRetries: 1, deadlineMs: 12_000 });
        },
        { draft, base, baseUrl: url + sandbox.prefix },
      );
      assert.equal(ending(outcome), "unknown network unreadable");
      assert.equal(outcome.attempts, 1);
      assert.deepEqual([sandbox.document(ID), sandbox.requests.length], [base, 0]);
      // The same instance answers, and the same draft can be saved where nothing is blocked.
      const alive = await blocked.evaluate((text) => {
        const { page } = /** @type {typeof globalThis & Global} */ (globalThis);
        return [page.referral.validate(text).valid, ...page.unhandled()];
      }, draft);
      assert.deepEqual(alive, [true]);
      const job = {
        baseUrl: url + sandbox.prefix,
        tokenUrl: `${url}/token`,
        timeoutMs: 3000,
        deadlineMs: 9000,
        maxRetries: 1,
      };
      assert.equal((await pageHost(name, page).put(job, draft, base)).outcome.type, "saved");
      await blocked.close();
      played += 1;
    });

    test("the policy forbids wasm: init() says so, and the other functions that they were not started", async () => {
      const bare = await open("default-src 'none'; script-src 'self'; connect-src *");
      assert.equal(await started(bare), "csp-blocked");
      const codes = await bare.evaluate(async () => {
        const { page } = /** @type {typeof globalThis & Global} */ (globalThis);
        const { default: init, validate, putReferral, getReferral } = page.referral;
        /** @param {() => unknown} call */
        const codeOf = async (call) => {
          try {
            await call();
          } catch (error) {
            return /** @type {{ code?: string }} */ (error).code;
          }
        };
        const codes = [await codeOf(() => init()), await codeOf(() => validate("{}"))];
        codes.push(await codeOf(() => putReferral("{}")), await codeOf(() => getReferral("x")));
        return [...codes, ...page.unhandled()];
      }, undefined);
      assert.deepEqual(codes, ["csp-blocked", "not-initialised", "not-initialised", "not-initialised"]);
      await bare.close();
      played += 1;
    });

    test("two tabs save the same draft at once: one after the other, and both know that it is saved", async (context) => {
      const { sandbox, log, url, close } = await start();
      context.after(close);
      const other = await open();
      assert.equal(await started(other), undefined);
      const base = sandbox.document(ID) ?? "";
      const draft = edit(base, [{ op: "replace", path: "/details/notes", value: "typed" }]);
      sandbox.scenario.set({ match: { method: "PUT" }, faults: ["late; ms=600"] });
      const job = {
        baseUrl: url + sandbox.prefix,
        tokenUrl: `${url}/token`,
        timeoutMs: 3000,
        deadlineMs: 9000,
        maxRetries: 1,
      };
      const both = await Promise.all([page, other].map((tab) => pageHost(name, tab).put(job, draft, base)));
      assert.deepEqual(both.map(({ outcome }) => ending(outcome)).sort(), ["saved readback", "saved response"]);
      const [first, second] = log.filter(({ method }) => method === "PUT");
      assert.ok(first && second && second.came >= first.answered, "in turns");
      assert.equal(JSON.parse(sandbox.document(ID) ?? "{}").details.notes, "typed");
      await other.close();
      played += 1;
    });
  });
}
