// @ts-check
/**
 * The token and what a referral says of people are nowhere but where they belong: the token in a header of requests, the rest
 * in the element and in the events that hold the document. Not in the console, a store, an address, statistics or errors.
 */

import assert from "node:assert/strict";
import { after, beforeEach, describe, test } from "node:test";
import { closePortal, shownOutside, storedIn, visit } from "./portal.mjs";
import { ids, POLICY, startSite } from "./site.mjs";

/** @import { Page } from "playwright-core" */

/** A page that says nothing in time has failed. */
const LIMIT = { timeout: 60_000 };

const site = await startSite();
after(async () => {
  await closePortal();
  await site.close();
});

/** Of people, in the order in which they are put in. */
const PERSONAL = {
  customer: "Canary Customer Ltd",
  firstName: "Canaria",
  lastName: "Finch-Canary",
  email: "canary@customer.invalid",
  phone: "+1 555 0100 2002",
  address: "7 Canary Wharf",
  notes: "Canary said that she would call back",
  typed: "typed canary notes",
  theirs: "canary notes of a colleague",
};
/** What statistics and errors may not even have: any part of the document. */
const ALL = Object.values(PERSONAL);

beforeEach(() => {
  site.reset();
  const held = JSON.parse(site.sandbox.document(ids.accepted) ?? "");
  const { team, address } = held.customerProfile;
  const contact = {
    ...team[0],
    firstName: PERSONAL.firstName,
    lastName: PERSONAL.lastName,
    email: PERSONAL.email,
    phoneNumber: PERSONAL.phone,
  };
  const customerProfile = {
    ...held.customerProfile,
    name: PERSONAL.customer,
    address: { ...address, addressLine1: PERSONAL.address },
    team: [contact],
  };
  site.sandbox.change(ids.accepted, {
    customerProfile: JSON.stringify(customerProfile),
    details: JSON.stringify({ ...held.details, notes: PERSONAL.notes }),
  });
});

/** @param {string} [attributes] */
const page = (attributes = "") =>
  site.page(
    `<script type="module" src="/embed/canary-page.js"></script><referral-editor referral-id="${ids.accepted}" base-url="/v1.0" lang="en" ${attributes}></referral-editor>`,
    { policy: POLICY },
  );

/** @param {Page} page */
const typeNotes = async (page) => {
  await page.getByLabel("Notes", { exact: true }).fill(PERSONAL.typed);
  await page.getByLabel("Notes", { exact: true }).blur();
};
/** @param {Page} page */
const save = (page) =>
  page.locator("referral-editor").evaluate((editor) => /** @type {any} */ (editor).save().then(() => undefined));

/** @param {number} status @param {object} error @param {Record<string, string>} [headers] */
const refusal = (status, error, headers = {}) =>
  new Response(JSON.stringify({ error }), { status, headers: { "Content-Type": "application/json", ...headers } });

/** PUT is answered like this, all else by the sandbox. @param {(request: Request) => Response | Promise<Response>} answer */
const puts = (answer) =>
  site.inFront((request, handle) => (request.method === "PUT" ? answer(request) : handle(request)));

/** What the service says repeats what it was sent, as some do. @param {Request} request */
const echo = async (request) => `${request.headers.get("authorization")} ${await request.text()}`;

/** Each with what has to have been told, so that none proves nothing. @type {Record<string, { told: string[], run: (page: Page) => Promise<void>, before?: () => void }>} */
const FLOWS = {
  "a save": { told: ["referral-load", "referral-change", "referral-save", "referral-telemetry"], run: save },
  "what is wrong": {
    told: ["referral-change"],
    async run(page) {
      await page.getByLabel("Deal value", { exact: true }).fill("-1");
      await save(page);
    },
  },
  "a refusal that repeats everything": {
    told: ["referral-error"],
    async run(page) {
      puts(async (request) =>
        refusal(400, { code: "invalidRequest", target: "details.notes", message: await echo(request) }),
      );
      await save(page);
    },
  },
  "an answer that is no error body, and repeats everything": {
    told: ["referral-error"],
    async run(page) {
      puts(
        async (request) =>
          new Response(`<html>${await echo(request)}`, { status: 400, headers: { "Content-Type": "text/html" } }),
      );
      await save(page);
    },
  },
  "a sign-in that has ended": {
    told: ["referral-error", "referral-auth-required"],
    async run(page) {
      puts(async (request) => refusal(401, { code: "unauthenticated", message: await echo(request) }));
      await save(page);
    },
  },
  "another step of the sign-in": {
    told: ["referral-error", "referral-auth-required"],
    async run(page) {
      const claims = 'Bearer error="insufficient_claims", claims="eyJhIjoxfQ=="';
      puts(async (request) =>
        refusal(401, { code: "unauthenticated", message: await echo(request) }, { "WWW-Authenticate": claims }),
      );
      await save(page);
    },
  },
  "no permission": {
    told: ["referral-error"],
    async run(page) {
      puts(async (request) => refusal(403, { code: "accessDenied", message: await echo(request) }));
      await save(page);
    },
  },
  "a conflict": {
    told: ["referral-conflict"],
    async run(page) {
      const { details } = JSON.parse(site.sandbox.document(ids.accepted) ?? "");
      site.sandbox.change(ids.accepted, { details: JSON.stringify({ ...details, notes: PERSONAL.theirs }) });
      await save(page);
    },
  },
  "a busy service": {
    told: ["referral-save"],
    async run(page) {
      let count = 0;
      site.inFront((request, handle) => {
        if (request.method !== "PUT") return handle(request);
        count += 1;
        return count > 1 ? handle(request) : refusal(429, { code: "serviceNotAvailable" }, { "Retry-After": "1" });
      });
      await save(page);
    },
  },
  "an answer that gets lost": {
    told: ["referral-save"],
    async run(page) {
      site.sandbox.scenario.set([{ match: { method: "PUT" }, faults: ["cut"] }]);
      await save(page);
    },
  },
  "a referral that is no referral": {
    told: ["referral-error"],
    before() {
      site.inFront((request, handle) =>
        request.method === "GET"
          ? new Response(`[${JSON.stringify(PERSONAL)}`, { headers: { "Content-Type": "application/json" } })
          : handle(request),
      );
    },
    async run() {},
  },
  "a load that is refused": {
    told: ["referral-error"],
    before() {
      site.inFront(async (request) => refusal(403, { code: "accessDenied", message: await echo(request) }));
    },
    async run() {},
  },
};

let values = 0;

/** @param {string} where @param {string} text @param {string[]} canaries */
function assertNone(where, text, canaries) {
  for (const canary of canaries) assert.ok(!text.includes(canary), `${canary} is in ${where}: ${text.slice(0, 400)}`);
  values += text.length;
}

for (const draft of ["off", "session"]) {
  describe(`draft="${draft}"`, () => {
    for (const [name, { told, run, before }] of Object.entries(FLOWS)) {
      test(name, LIMIT, async () => {
        before?.();
        await visit(page(`draft="${draft}"`), async (page, seen) => {
          await page.waitForFunction(() => /** @type {any} */ (globalThis).record?.told.length > 0);
          if (!before) {
            await page.getByLabel("Notes", { exact: true }).waitFor();
            await typeNotes(page);
          }
          await run(page);
          await page.waitForFunction(
            (type) => /** @type {any} */ (globalThis).record.told.some((/** @type {any} */ one) => one.type === type),
            told.at(-1),
          );
          // Drafts are written a while later.
          if (draft === "session") await page.waitForTimeout(1200);

          const { token } = site.sandbox;
          /** @type {{ type: string, detail: unknown }[]} */
          const events = await page.evaluate(() => /** @type {any} */ (globalThis).record.told);
          for (const type of told)
            assert.ok(
              events.some((event) => event.type === type),
              `${type} was told`,
            );
          for (const { type, detail } of events) {
            const isOfPeople = /-(load|change|before-save|save|conflict)$/.test(type);
            assertNone(type, JSON.stringify(detail), isOfPeople ? [token] : [token, ...ALL]);
          }
          assertNone("the console", (await seen.console()).join("\n"), [token, ...ALL]);
          assertNone("the stores", await storedIn(page), draft === "off" ? [token, ...ALL] : [token]);
          if (draft === "off") assert.equal(await storedIn(page), "[][]");
          assertNone("an address", [...seen.urls, ...site.asked].map(decodeURIComponent).join("\n"), [token, ...ALL]);
          assertNone("the page around the element", await shownOutside(page), [token, ...ALL]);
          // It was there to be found.
          assert.ok(
            site.sandbox.requests.length === 0 ||
              site.sandbox.requests.some(({ headers }) => headers.authorization?.includes(token)),
          );
        });
      });
    }
  });
}

test("something was looked at", LIMIT, (t) => {
  assert.ok(values > 10_000);
  t.diagnostic(
    `${ALL.length + 1} canaries in ${Object.keys(FLOWS).length * 2} flows: none outside of where it belongs`,
  );
});
