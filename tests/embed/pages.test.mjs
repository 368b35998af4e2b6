// @ts-check
/**
 * The element in pages of others: several of them, several copies of the package, before and after its definition, in a form,
 * and as the READMEs embed it.
 */

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { after, beforeEach, describe, test } from "node:test";
import { closePortal, visit } from "./portal.mjs";
import { ids, script, startSite } from "./site.mjs";

/** @import { Page } from "playwright-core" */

/** A page that says nothing in time has failed. */
const LIMIT = { timeout: 60_000 };

const site = await startSite();
after(async () => {
  await closePortal();
  await site.close();
});
beforeEach(() => site.reset());

/** @param {string} id @param {string} [tag] @param {string} [more] attributes */
const editor = (id, tag = "referral-editor", more = "") =>
  `<${tag} referral-id="${id}" base-url="/partner-api/v1.0" lang="en" ${more}></${tag}>`;

/** @param {string} id */
const notesOf = (id) => JSON.parse(site.sandbox.document(id) ?? "").details.notes;

/** Types and saves in the editor of this number. @param {Page} page @param {string} tag @param {number} at @param {string} text */
async function saveNotes(page, tag, at, text) {
  const one = page.locator(tag).nth(at);
  await one.getByLabel("Notes", { exact: true }).fill(text);
  await one.getByLabel("Notes", { exact: true }).blur();
  await one.evaluate((element) => /** @type {any} */ (element).save());
  await page.waitForFunction(
    ([tag, at]) => /** @type {any} */ (document.querySelectorAll(String(tag))[Number(at)]).state === "saved",
    [tag, at],
  );
}

test("two editors on one page: each has its own referral, and one module", LIMIT, async () => {
  const body = script("/dist/element.js") + editor(ids.accepted) + editor(ids.pending);
  await visit(site.page(body), async (page, seen) => {
    await saveNotes(page, "referral-editor", 0, "first");
    assert.equal(
      await page
        .locator("referral-editor")
        .nth(1)
        .evaluate((one) => /** @type {any} */ (one).dirty),
      false,
    );
    await saveNotes(page, "referral-editor", 1, "second");
    assert.deepEqual(seen.errors, []);
  });
  assert.deepEqual([notesOf(ids.accepted), notesOf(ids.pending)], ["first", "second"]);
  assert.equal(site.asked.filter((path) => path.endsWith(".wasm")).length, 1);
});

test(
  "two copies of the package on one page: the first one has the tag, the second one another, and both work",
  LIMIT,
  async () => {
    const body = `${script("/dist/element.js")}${script("/copy/element.js")}${script("/embed/second-copy.js")}${editor(ids.accepted)}${editor(ids.pending, "second-editor")}`;
    await visit(site.page(body), async (page, seen) => {
      await saveNotes(page, "referral-editor", 0, "by the first copy");
      await saveNotes(page, "second-editor", 0, "by the second copy");
      assert.deepEqual(seen.errors, []);
      const lines = (await seen.console()).filter((line) => line.includes("referral-editor"));
      assert.equal(lines.length, 1, lines.join("\n"));
      assert.match(lines[0] ?? "", /^warning .*<referral-editor>/);
    });
    assert.deepEqual([notesOf(ids.accepted), notesOf(ids.pending)], ["by the first copy", "by the second copy"]);
  },
);

test("what is set before the definition counts", LIMIT, async () => {
  const body = `<main></main>${script("/embed/late-page.js")}`;
  await visit(site.page(body), async (page, seen) => {
    await page.getByLabel("Notes", { exact: true }).waitFor();
    assert.equal(await page.getByLabel("Notes", { exact: true }).inputValue(), "given by the page");
    assert.ok((await page.getByText("Own word for it").count()) > 0);
    assert.deepEqual(seen.errors, []);
    await saveNotes(page, "referral-editor", 0, "and saved with the page's own fetch and token");
  });
  assert.equal(notesOf(ids.accepted), "and saved with the page's own fetch and token");
});

test("the module may be elsewhere: wasm-url", LIMIT, async () => {
  const body =
    script("/dist/element.js") + editor(ids.accepted, "referral-editor", 'wasm-url="/copy/referral_editor.wasm"');
  await visit(site.page(body), async (page) => {
    await page.getByLabel("Notes", { exact: true }).waitFor();
  });
  assert.deepEqual(
    site.asked.filter((path) => path.endsWith(".wasm")),
    ["/copy/referral_editor.wasm"],
  );
});

test("the same value again changes nothing: what was typed stays", LIMIT, async () => {
  const body = `<main></main>${script("/embed/late-page.js")}`;
  await visit(site.page(body), async (page) => {
    const notes = page.getByLabel("Notes", { exact: true });
    const again = () =>
      page.locator("referral-editor").evaluate((element) => {
        // As a template of Vue does with every render.
        Object.assign(element, { value: /** @type {any} */ (globalThis).given });
        return /** @type {any} */ (element).dirty;
      });
    await notes.waitFor();
    assert.equal(await again(), false);
    await notes.fill("typed before the page renders anew");
    await notes.blur();
    assert.equal(await again(), true);
    await page.waitForTimeout(50);
    assert.equal(await notes.inputValue(), "typed before the page renders anew");
    await saveNotes(page, "referral-editor", 0, "typed and saved");
    await again();
    await page.waitForTimeout(50);
    assert.equal(await again(), false);
    assert.equal(await notes.inputValue(), "typed and saved");
  });
});

test("taken out and put back in, it is as it was", LIMIT, async () => {
  await visit(site.page(script("/dist/element.js") + editor(ids.accepted)), async (page, seen) => {
    const notes = page.getByLabel("Notes", { exact: true });
    await notes.fill("moved about");
    await notes.blur();
    await page.locator("referral-editor").evaluate(async (element) => {
      element.remove();
      await new Promise((resolve) => setTimeout(resolve, 50));
      document.body.append(document.createElement("section"));
      document.querySelector("section")?.append(element);
    });
    assert.equal(await notes.inputValue(), "moved about");
    await saveNotes(page, "referral-editor", 0, "moved about, and saved");
    assert.deepEqual(seen.errors, []);
  });
  assert.equal(notesOf(ids.accepted), "moved about, and saved");
});

const API = "https://api.partner.microsoft.com/v1.0";

for (const [file, said] of Object.entries({ "README.md": "saved", "README.zh-CN.md": "已保存" })) {
  describe(file, async () => {
    const text = await readFile(new URL(`../../${file}`, import.meta.url), "utf8");
    const [, snippet = ""] = /```html\n(.*?)```/s.exec(text) ?? [];

    test("what it says to embed works as it stands", LIMIT, async () => {
      assert.match(snippet, /<referral-editor /);
      const { origin, pathname } = new URL(/src="([^"]+)"/.exec(snippet)?.[1] ?? "");
      const folder = pathname.slice(0, pathname.lastIndexOf("/dist/"));
      // The scripts of the page stand in the page, the package comes from a CDN, and the API is where it is.
      const policy = `default-src 'none'; script-src 'unsafe-inline' 'wasm-unsafe-eval' ${origin}; connect-src 'self' ${origin} ${new URL(API).origin}`;
      const address = site.page(snippet, { policy });
      /** @param {import("playwright-core").Route} route */
      const elsewhere = async (route) => {
        const request = route.request();
        const url = request.url();
        const there = url.startsWith(origin + folder)
          ? origin + folder
          : url.startsWith(API)
            ? new URL(API).origin
            : "";
        if (there) return route.fulfill({ response: await route.fetch({ url: site.url + url.slice(there.length) }) });
        if (url.endsWith("/my/token")) return route.fulfill({ body: site.sandbox.token });
        return route.continue();
      };
      await visit(
        address,
        async (page, seen) => {
          await page.locator("referral-editor textarea").first().waitFor();
          await page.locator("referral-editor").evaluate((element) => {
            const editor = /** @type {any} */ (element);
            editor.focusField("/details/notes");
            const notes = editor.shadowRoot.activeElement;
            notes.value = "as it stands";
            notes.dispatchEvent(new InputEvent("input", { bubbles: true }));
            notes.dispatchEvent(new Event("change", { bubbles: true }));
            return editor.save();
          });
          const lines = async () => (await seen.console()).filter((line) => line.startsWith("log"));
          for (let tries = 0; tries < 100 && (await lines()).length === 0; tries += 1) await page.waitForTimeout(50);
          const [line = ""] = await lines();
          assert.ok(line.includes(said), line);
          assert.ok(line.includes(JSON.parse(site.sandbox.document(ids.accepted) ?? "").eTag), "the new eTag");
        },
        { route: [/./, elsewhere] },
      );
      assert.equal(notesOf(ids.accepted), "as it stands");
    });
  });
}
