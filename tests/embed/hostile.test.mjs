// @ts-check
/**
 * Hostile text in every place that the element shows something of: a document, an answer of the service, what somebody types.
 * In Chromium and, once, in Firefox, under the strictest policy.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, before, describe, test } from "node:test";
import { BROWSERS } from "../browsers/open.mjs";
import { PAYLOADS } from "./payloads.js";
import { script, startSite } from "./site.mjs";

/** @import { Browser, Page } from "../browsers/open.mjs" */

/** With every documented member, and some that are not. */
/** A page that says nothing in time has failed. */
const LIMIT = { timeout: 60_000 };

const DOCUMENT = await readFile(
  new URL("../../www/sandbox/referrals/active-unknown-members.json", import.meta.url),
  "utf8",
);

const site = await startSite();
after(site.close);

/**
 * As long, with white space in the same places, and different from the others, but nothing that could act. For most texts it is
 * enough that it is short or long: those are played once for all of them.
 * @param {string} text
 * @param {number} at its place among the others
 */
function harmless(text, at) {
  const isOdd = /^\s|\s$|[\n\t@]/.test(text) || text.length > 1000 || Math.abs(text.length - 60) < 8;
  const plain = isOdd ? text.replace(/[^\s@."]/g, "a") : "a".repeat(text.length < 60 ? 20 : 90);
  let left = at;
  return plain.replace(/a/g, () => {
    const letter = String.fromCharCode(97 + (left % 26));
    left = Math.floor(left / 26);
    return letter;
  });
}

/** @typedef {{ states: Record<string, string[]>, faults: string[] }} Played */

/** What is played in each browser: every text in every place; and all texts at once, one place after the other. */
const GAMES = {
  Chromium: Object.entries(PAYLOADS).map(([title, text]) => ({ title, texts: [text] })),
  // So often that each text comes to stand in different places.
  Firefox: Array.from({ length: 6 }, (_, turn) => {
    const texts = Object.values(PAYLOADS).filter((text) => text.length < 1000);
    return {
      title: `all of them, turned by ${turn * 13}`,
      texts: [...texts.slice(turn * 13), ...texts.slice(0, turn * 13)],
    };
  }),
};

/** How many pages play side by side: with a text each, or with all of them. */
const PAGES = { Chromium: 2, Firefox: 1 };

for (const [name, launch] of Object.entries(BROWSERS)) {
  const side = PAGES[/** @type {keyof typeof PAGES} */ (name)];
  describe(name, () => {
    /** @type {Browser} */
    let browser;
    /** @type {Page[]} */
    let pages;
    before(async () => {
      browser = await launch();
      pages = await Promise.all(Array.from({ length: side }, begin));
    });
    after(() => browser?.close());

    async function begin() {
      const page = await browser.open(site.page(script("/embed/hostile-page.js")));
      await page.evaluate(async () => {
        while (!("hostile" in globalThis)) await new Promise((resolve) => setTimeout(resolve, 10));
      }, undefined);
      // What is loaded when it is needed first is there from then on.
      for (const lang of ["en", "zh-CN"]) await play(page, ["Some words"], false, lang, 0);
      return page;
    }

    /**
     * @param {Page} page
     * @param {string[]} texts @param {boolean} status @param {string} lang @param {number} turn @returns {Promise<Played>}
     */
    const play = (page, texts, status, lang, turn) =>
      page.evaluate((how) => /** @type {any} */ (globalThis).hostile.play(how), {
        document: DOCUMENT,
        texts,
        status,
        lang,
        turn,
      });

    /** By what was played. @type {Map<string, Played>} */
    const harmlessly = new Map();
    const games = GAMES[/** @type {keyof typeof GAMES} */ (name)];
    let count = 0;
    let places = 0;

    describe("texts", { concurrency: side }, () => {
      for (const [at, { title, texts }] of games.entries()) {
        const lang = at % 2 === 0 ? "en" : "zh-CN";
        const turn = at % 3;
        test(`${title}, ${lang}`, LIMIT, async () => {
          const page = /** @type {Page} */ (pages.pop());
          try {
            for (const status of [false, true]) {
              const plain = texts.map(harmless);
              const key = JSON.stringify([plain, status, lang, turn]);
              const { states: expected } = await (harmlessly.get(key) ?? play(page, plain, status, lang, turn));
              harmlessly.set(key, { states: expected, faults: [] });
              const { states, faults } = await play(page, texts, status, lang, turn);
              assert.deepEqual(faults, []);
              assert.deepEqual(Object.keys(states), Object.keys(expected));
              for (const [state, elements] of Object.entries(states)) {
                assert.deepEqual(elements, expected[state], `${state}: other elements than for harmless text`);
                places += elements.length;
              }
            }
            const left = await page.evaluate(() => /** @type {any} */ (globalThis).hostile.leftOver(), undefined);
            assert.deepEqual(left, { violations: [], ran: [], rejections: [], title: "Portal", body: 1 });
            count += 1;
          } finally {
            pages.push(page);
          }
        });
      }
    });

    test("nothing was asked for but the package and the page", LIMIT, (t) => {
      const own = /^\/(dist|embed|sandbox)\/[\w./-]+$|^\/page-\d+$|^\/favicon\.ico$/;
      assert.deepEqual(
        site.asked.filter((path) => !own.test(path)),
        [],
      );
      assert.equal(count, games.length);
      const all = new Set(games.flatMap(({ texts }) => texts)).size;
      assert.ok(all >= 60);
      t.diagnostic(`${all} hostile texts in ${name}, ${places} elements looked at: none is of a text's making`);
    });
  });
}
