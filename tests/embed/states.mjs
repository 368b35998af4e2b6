// @ts-check
/**
 * Every state that the element can be seen in, each with what leads to it: for pictures, and for whoever wants to look.
 * Must never reach into the element: a person would get there in the same way.
 */

import { ids, POLICY } from "./site.mjs";

/** @import { Page } from "playwright-core" */
/** @typedef {Awaited<ReturnType<typeof import("./site.mjs").startSite>>} Site */

/**
 * @typedef {object} State
 * @property {string} [id] of the referral; none: the accepted one
 * @property {string} [attributes]
 * @property {string} [policy]
 * @property {(site: Site) => void} [before] what the service is like
 * @property {(page: Page, site: Site) => Promise<unknown>} [reach] when the referral is there; left out, it never comes
 */

/** @param {Page} page */
const editor = (page) => page.locator("referral-editor");
/** A control by the member that it shows, whatever the language. @param {Page} page @param {string} path */
async function at(page, path) {
  await editor(page).evaluate((element, path) => /** @type {any} */ (element).focusField(path), path);
  return page.locator("referral-editor :focus");
}
/** @param {Page} page @param {string} path @param {string} text */
async function fill(page, path, text) {
  await (await at(page, path)).fill(text);
  await page.keyboard.press("Tab");
}
/** @param {Page} page */
const save = (page) => editor(page).locator("[part~=save-button]").click();
/** @param {Page} page @param {string} part */
const seen = (page, part) => editor(page).locator(`[part~=${part}]`).first().waitFor();
/** @param {Page} page @param {...string} states */
const become = (page, ...states) =>
  page.waitForFunction(
    (states) => states.includes(/** @type {any} */ (document.querySelector("referral-editor")).state),
    states,
  );
/** @param {Page} page */
async function edit(page) {
  await fill(page, "/details/dealValue", "65000.50");
  await fill(page, "/details/notes", "Called back: they want to start in March.");
}

/** @param {number} status @param {string} code @param {Record<string, string>} [headers] */
const refusal = (status, code, headers = {}) =>
  new Response(JSON.stringify({ error: { code, message: "Not for people." } }), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });
/** @param {Site} site @param {() => Response | Promise<Response>} answer */
const puts = (site, answer) =>
  site.inFront((request, handle) => (request.method === "PUT" ? answer() : handle(request)));
/** @param {Site} site @param {Record<string, unknown>} changes of details */
const colleague = ({ sandbox }, changes) => {
  const { details } = JSON.parse(sandbox.document(ids.accepted) ?? "");
  sandbox.change(ids.accepted, { details: JSON.stringify({ ...details, ...changes }) });
};

/** @type {Record<string, State>} */
export const STATES = {
  loading: { before: (site) => site.inFront(() => new Promise(() => {})) },
  loaded: { reach: async () => {} },
  "all-open": {
    attributes: "json",
    reach: (page) =>
      editor(page).evaluate((element) => {
        for (const details of element.shadowRoot?.querySelectorAll("details") ?? []) details.open = true;
      }),
  },
  "read-only": { attributes: "readonly", reach: async () => {} },
  new: { id: ids.pending, reach: async () => {} },
  closed: { id: "closed", reach: async () => {} },
  "unknown-members": { id: ids.unknownMembers, reach: async () => {} },
  edited: { reach: edit },
  errors: {
    async reach(page) {
      await fill(page, "/details/dealValue", "12,5,1");
      await fill(page, "/customerProfile/name", "");
      await save(page);
      await seen(page, "summary");
    },
  },
  review: {
    attributes: 'review="always"',
    async reach(page) {
      await edit(page);
      await save(page);
      await seen(page, "review");
    },
  },
  saving: {
    before: (site) => puts(site, () => new Promise(() => {})),
    async reach(page) {
      await edit(page);
      await save(page);
      await become(page, "saving");
    },
  },
  saved: {
    async reach(page) {
      await edit(page);
      await save(page);
      await become(page, "saved");
    },
  },
  "saved-merged": {
    async reach(page, site) {
      await fill(page, "/details/notes", "Mine.");
      colleague(site, { dealValue: 70000 });
      await save(page);
      await become(page, "saved", "conflict");
    },
  },
  conflict: {
    async reach(page, site) {
      await edit(page);
      colleague(site, { dealValue: 70000, notes: "They decided for April." });
      await save(page);
      await seen(page, "conflict");
    },
  },
  waiting: {
    before: (site) => puts(site, () => refusal(429, "serviceNotAvailable", { "Retry-After": "20" })),
    async reach(page) {
      await edit(page);
      await save(page);
      await become(page, "waiting");
    },
  },
  "in-doubt": {
    async reach(page, site) {
      await edit(page);
      site.inFront((request, handle) => {
        if (!request.url.includes(ids.accepted)) return handle(request);
        return request.method === "PUT"
          ? refusal(502, "generalException")
          : refusal(503, "serviceNotAvailable", { "Retry-After": "20" });
      });
      await save(page);
      await become(page, "waiting");
    },
  },
  "signed-out": {
    before: (site) => puts(site, () => refusal(401, "unauthenticated")),
    async reach(page) {
      await edit(page);
      await save(page);
      await become(page, "auth");
    },
  },
  forbidden: {
    before: (site) => puts(site, () => refusal(403, "accessDenied")),
    async reach(page) {
      await edit(page);
      await save(page);
      await become(page, "blocked");
    },
  },
  rejected: {
    before: (site) => puts(site, () => refusal(400, "invalidRequest")),
    async reach(page) {
      await edit(page);
      await save(page);
      await become(page, "invalid", "failed");
    },
  },
  offline: {
    async reach(page) {
      await edit(page);
      await page.context().setOffline(true);
      await save(page);
      await become(page, "offline");
    },
  },
  "not-found": { id: "00000000-0000-4000-8000-000000000000", reach: async () => {} },
  "no-referral": { id: "", reach: async () => {} },
  blocked: { policy: POLICY.replace(" 'wasm-unsafe-eval'", ""), reach: async () => {} },
};
