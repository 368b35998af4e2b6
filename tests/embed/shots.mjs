// @ts-check
/**
 * `npm run shots`: a picture of every state of the element in both languages, at 320 and 1280 pixels, light and dark, into shots/,
 * which git does not keep. `-- conflict errors`: only these.
 */

import { mkdir } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { launchChromium } from "../chromium.mjs";
import { ids, script, startSite } from "./site.mjs";
import { STATES } from "./states.mjs";

const FOLDER = new URL("../../shots/", import.meta.url);
const WIDTHS = { 320: 640, 1280: 800 };

const asked = process.argv.slice(2);
const unknown = asked.filter((name) => !(name in STATES));
if (unknown.length > 0) {
  console.error(`There is no state ${unknown.join(", ")}, only: ${Object.keys(STATES).join(" ")}`);
  process.exit(2);
}

const site = await startSite();
const closed = JSON.parse(await (await site.sandbox.handle(listRequest())).text()).value.find(
  (/** @type {{ status: string }} */ { status }) => status === "Closed",
);
const browser = await launchChromium();
await mkdir(FOLDER, { recursive: true });
let count = 0;
/** @type {string[]} */
const missed = [];

for (const [name, { id = ids.accepted, attributes = "", policy, before, reach }] of Object.entries(STATES)) {
  if (asked.length > 0 && !asked.includes(name)) continue;
  for (const lang of ["en", "zh-CN"]) {
    for (const [width, height] of Object.entries(WIDTHS)) {
      site.reset();
      before?.(site);
      const referral = id === "closed" ? closed.id : id;
      const body = `${script("/dist/element.js")}<referral-editor ${referral && `referral-id="${referral}"`} base-url="/partner-api/v1.0" ${attributes}></referral-editor>`;
      const context = await browser.newContext({ viewport: { width: Number(width), height }, locale: lang });
      const page = await context.newPage();
      page.setDefaultTimeout(10_000);
      try {
        await page.goto(site.page(body, { lang, ...(policy === undefined ? {} : { policy }) }));
        if (reach) {
          await page.waitForFunction(
            () =>
              !["loading", undefined].includes(/** @type {any} */ (document.querySelector("referral-editor")).state),
          );
          await page.waitForTimeout(300);
          await reach(page, site);
        }
        await page.waitForTimeout(400);
        for (const colorScheme of /** @type {const} */ (["light", "dark"])) {
          await page.emulateMedia({ colorScheme });
          // Colours change over a moment.
          await page.waitForTimeout(250);
          const path = fileURLToPath(new URL(`${name}-${lang}-${width}-${colorScheme}.png`, FOLDER));
          await page.screenshot({ path, fullPage: !["review"].includes(name) });
          count += 1;
        }
      } catch (error) {
        missed.push(`${name}, ${lang}, ${width}: ${error instanceof Error ? error.message : error}`);
      } finally {
        await context.close();
      }
    }
  }
}
await browser.close();
await site.close();
for (const one of missed) console.error(one);
console.log(`${count} pictures in shots/${missed.length > 0 ? `, ${missed.length} states were not reached` : ""}`);
process.exit(missed.length > 0 ? 1 : 0);

function listRequest() {
  const { prefix, token } = site.sandbox;
  return new Request(`http://localhost${prefix}/engagements/referrals`, {
    headers: { authorization: `Bearer ${token}` },
  });
}
