// @ts-check
/**
 * The examples as somebody has them who copied one: in a folder outside this repository, with the packed tarball installed, and
 * a browser to open them in. Must never change a file of an example: it is tried as it stands.
 */

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, symlink } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { launchChromium } from "../chromium.mjs";

/** @import { Browser, Page } from "playwright-core" */

export const run = promisify(execFile);

const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** What the examples need besides the package, installed once. */
const TOOLS = fileURLToPath(new URL("tools/node_modules", import.meta.url));
/** @type {Browser | undefined} */
let browser;
after(() => browser?.close());

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/**
 * A copy of an example, with what its package.json names installed: the package from its tarball, the rest from the tools.
 * @param {string} name
 */
export async function copyOf(name) {
  const folder = await mkdtemp(join(tmpdir(), "referral-editor-example-"));
  process.once("exit", () => rmSync(folder, { recursive: true, force: true }));
  const example = join(folder, name);
  const filter = (/** @type {string} */ path) => !/node_modules|dist$/.test(path);
  await cp(join(ROOT, "examples", name), example, { recursive: true, filter });

  const { dependencies, devDependencies = {} } = JSON.parse(await readFile(join(example, "package.json"), "utf8"));
  const { version } = JSON.parse(await readFile(join(ROOT, "package.json"), "utf8"));
  assert.equal(dependencies["referral-editor"], version, "the example installs the package by name, in its version");

  const modules = join(example, "node_modules");
  const installed = join(modules, "referral-editor");
  await mkdir(installed, { recursive: true });
  const said = await run(npm, ["pack", "--json", "--loglevel=error", "--pack-destination", folder], { cwd: ROOT });
  const [{ filename }] = JSON.parse(said.stdout);
  await run("tar", ["-xzf", join(folder, filename), "--strip-components=1", "-C", installed]);

  for (const [dependency, wanted] of Object.entries({ ...dependencies, ...devDependencies })) {
    if (dependency === "referral-editor") continue;
    // TypeScript is the one that this repository is checked with.
    const from = dependency === "typescript" ? join(ROOT, "node_modules") : TOOLS;
    const found = JSON.parse(await readFile(join(from, dependency, "package.json"), "utf8")).version;
    assert.equal(found, wanted, `${dependency} is tried in the version that the example names`);
    await mkdir(join(modules, dependency, ".."), { recursive: true });
    await symlink(join(from, dependency), join(modules, dependency));
  }
  return example;
}

/**
 * Opens a page in Chromium. Errors in its console fail the test, but for those that `expected` matches.
 * @param {string} address
 * @param {(page: Page) => Promise<void>} use
 * @param {RegExp} [expected]
 */
export async function open(address, use, expected) {
  browser ??= await launchChromium();
  const context = await browser.newContext();
  try {
    const page = await context.newPage();
    page.setDefaultTimeout(10_000);
    /** @type {string[]} */
    const errors = [];
    page.on("console", (message) => message.type() === "error" && errors.push(message.text()));
    page.on("pageerror", (error) => errors.push(String(error)));
    await page.goto(address);
    await use(page);
    assert.deepEqual(
      errors.filter((text) => !expected?.test(text)),
      [],
    );
  } finally {
    await context.close();
  }
}
