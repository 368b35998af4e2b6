// @ts-check
/** Focus, keyboard, radio buttons, dates, a conflict and the page's policy in Firefox and WebKit, by real keys. */

import assert from "node:assert/strict";
import { after, before, describe, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { DRIVERS } from "./drivers.mjs";
import { held, ids, puts, sandbox, saveElsewhere, server } from "./helpers.mjs";

/** @import { Driver } from "./drivers.mjs" */

/** The inside of the editor. */
const ROOT = "document.querySelector('referral-editor').shadowRoot";
const ACTIVE = `${ROOT}.activeElement`;

for (const [name, launch] of Object.entries(DRIVERS)) {
  describe(name, () => {
    /** @type {Driver} */
    let browser;
    before(async () => {
      browser = await launch();
    });
    after(() => browser?.close());

    /** @param {string} selector */
    const at = (selector) => `${ROOT}.querySelector(${JSON.stringify(selector)})`;

    /** @param {string} expression @param {unknown} [wanted] */
    async function until(expression, wanted = true) {
      const end = Date.now() + 15_000;
      for (;;) {
        const value = await browser.run(`(() => { try { return ${expression} } catch { return null } })()`);
        if (value === wanted) return;
        assert.ok(Date.now() < end, `${expression} is ${JSON.stringify(value)}`);
        await sleep(50);
      }
    }

    /** @param {string} [id] */
    async function open(id = ids.accepted) {
      // What the test before left unsaved is nobody's loss.
      await browser.run(`document.querySelector("referral-editor")?.setAttribute("guard", "off")`);
      await browser.open(`${server.url}?lang=en&referral=${id}`);
      await until(`!!${at("form")}`);
      await browser.run(`(() => {
        globalThis.violations = [];
        addEventListener("securitypolicyviolation", ({ violatedDirective }) => violations.push(violatedDirective));
        addEventListener("error", ({ message }) => violations.push(message));
        addEventListener("unhandledrejection", ({ reason }) => violations.push(String(reason)));
      })()`);
    }

    /** As if it were typed. @param {string} selector @param {string} value */
    const type = (selector, value) =>
      browser.run(`(() => {
        const input = ${at(selector)};
        input.focus();
        input.value = ${JSON.stringify(value)};
        for (const event of ["input", "change"]) input.dispatchEvent(new Event(event, { bubbles: true }));
      })()`);

    /** @param {string} selector */
    const click = (selector) => browser.run(`${at(selector)}.click()`);
    const assertQuiet = async () => assert.deepEqual(await browser.run("violations"), []);

    test("the arrows reach what cannot be chosen, and do not choose it", async () => {
      await open();
      await browser.run(`${at("input[value='Active/Accepted']")}.focus()`);
      await browser.press("ArrowUp");
      await until(`${ACTIVE}.value`, "New/Received");
      const described = await browser.run(
        `${ROOT}.getElementById(${ACTIVE}.getAttribute("aria-describedby")).textContent`,
      );
      assert.match(described, /It cannot go back to New/);
      await browser.press("Space");
      assert.equal(await browser.run(`${at("input[type=radio]:checked")}.value`), "Active/Accepted");
      await browser.press("ArrowDown");
      await browser.press("ArrowDown");
      await until(`${at("input[type=radio]:checked")}.value`, "Closed/Won");
      await until(`${at("[role=status]")}.textContent`, "1 unsaved change");
      await browser.press("Tab");
      assert.notEqual(await browser.run(`${ACTIVE}.type`), "radio", "one stop for all of them");
      await assertQuiet();
    });

    test("errors take the focus, and lead to their fields", async () => {
      await open();
      const address = await browser.run("location.href");
      await type(".field.decimal input", "1,5");
      await browser.press("s", "Control");
      await until(`${ACTIVE}?.className`, "summary");
      await click(".summary a");
      await until(`${ACTIVE} === ${at(".field.decimal input")}`);
      assert.equal(await browser.run("location.href"), address);
      assert.equal(puts().length, 0);
      await assertQuiet();
    });

    test("a date is the calendar date in UTC, and Enter sends nothing", async () => {
      await open();
      assert.equal(await browser.run(`${at(".field.date input")}.value`), "2018-11-14");
      await type(".field.date input", "2027-01-31");
      await browser.press("Enter");
      await sleep(200);
      assert.equal(puts().length, 0);
      await until(
        `document.querySelector("referral-editor").value.includes('"closingDateTime": "2027-01-31T00:00:00Z"')`,
      );
      await assertQuiet();
    });

    test("a date that is typed key by key is judged when it is left, and is one step", async () => {
      await open();
      await browser.run(`${at(".field.date input")}.focus()`);
      const before = await browser.run(`${at(".field.date input")}.value`);
      for (const key of "03152017") await browser.press(key);
      const typed = await browser.run(`${at(".field.date input")}.value`);
      assert.notEqual(typed, before);
      assert.equal(await browser.run(`${at(".field.date .error")}.hidden`), true);
      assert.equal(await browser.run(`${at(".field.date .notes")}.hidden`), true);
      await browser.run(`${at(".field.lines textarea")}.focus()`);
      await until(`${at(".field.date .notes")}.hidden && ${at(".field.date .error")}.hidden`, false);
      await click(".bar .quiet");
      await until(`${at(".field.date input")}.value`, before);
      await until(`${at(".bar .quiet")}.getAttribute("aria-disabled")`, "true");
      await assertQuiet();
    });

    test("a save, and a conflict that is settled", async () => {
      await open();
      await type(".field.decimal input", "65000.50");
      saveElsewhere(ids.accepted, { dealValue: "70000" });
      await click("[part=save-button]");
      await until(`${ACTIVE}?.className`, "conflict");
      await click(".conflict input[value=mine]");
      await click(".conflict .primary");
      await until(`${at(".banner")}.dataset.tone`, "good");
      assert.equal(JSON.parse(held(ids.accepted)).details.dealValue, 65000.5);
      assert.ok(!("links" in JSON.parse(puts().at(-1)?.body ?? "")));
      await assertQuiet();
    });

    test("a review keeps the focus inside, and Escape gives it back", async () => {
      await open();
      await click("input[value='Closed/Lost']");
      await browser.run(`${at("[part=save-button]")}.focus()`);
      await browser.press("Enter");
      await until(`${ACTIVE}?.tagName`, "H2");
      await browser.press("Escape");
      await until(`${at("dialog")} === null`);
      await until(`${ACTIVE} === ${at("[part=save-button]")}`);
      assert.equal(sandbox.requests.filter(({ method }) => method === "PUT").length, 0);
      await assertQuiet();
    });
  });
}
