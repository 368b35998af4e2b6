// @ts-check
// The types of the package, as the two newest TypeScript majors see them through package.json, with each way to resolve
// modules: tests/types has what must compile, and what must not.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readdir, readFile } from "node:fs/promises";
import { isAbsolute, relative } from "node:path";
import { test } from "node:test";
import { fileURLToPath } from "node:url";

const root = new URL("../../", import.meta.url);
const folder = new URL("tests/types/", root);

const FILES = (await readdir(folder)).filter((file) => file.endsWith(".ts")).sort();

/** By the folder of node_modules. */
const COMPILERS = ["typescript", "typescript6"];

/** How a project may see the package, besides what tests/types/tsconfig.json says: bundler, and a page. @type {Record<string, string[]>} */
const PROJECTS = {
  "bundler, page": [],
  "bundler, worker": ["--lib", "es2022,webworker"],
  "node16, page": ["--module", "node16", "--moduleResolution", "node16"],
  // Also beside the types of Node, as in most projects; those are not all right by themselves.
  "nodenext, page": ["--module", "nodenext", "--moduleResolution", "nodenext", "--types", "node", "--skipLibCheck"],
};

/**
 * What the compiler says, nothing when all is well.
 * @param {string} compiler
 * @param {string[]} args
 * @returns {Promise<string>}
 */
function compile(compiler, args) {
  const tsc = fileURLToPath(new URL(`node_modules/${compiler}/bin/tsc`, root));
  return new Promise((resolve) => {
    execFile(
      process.execPath,
      [tsc, "--pretty", "false", ...args],
      { cwd: fileURLToPath(root) },
      (error, stdout, stderr) => resolve(stdout + stderr || (error ? String(error) : "")),
    );
  });
}

test("these are the two newest majors", async () => {
  const majors = COMPILERS.map(async (compiler) => {
    const file = new URL(`node_modules/${compiler}/package.json`, root);
    return Number.parseInt(JSON.parse(await readFile(file, "utf8")).version, 10);
  });
  const [newest, other] = await Promise.all(majors);
  assert.equal(other, (newest ?? 0) - 1);
});

for (const compiler of COMPILERS) {
  for (const [name, args] of Object.entries(PROJECTS)) {
    test(`${compiler}: ${name}`, async () => {
      const lines = (await compile(compiler, ["--project", "tests/types", "--listFiles", ...args]))
        .trim()
        .split(/\r?\n/);
      assert.deepEqual(
        lines.filter((line) => !isAbsolute(line)),
        [],
      );
      // It was what package.json names that was looked at, and not the sources.
      const own = lines
        .filter((line) => !line.includes("node_modules"))
        .map((line) => relative(fileURLToPath(root), line));
      const expected = ["dist/drafts.d.ts", "dist/index.d.ts", ...FILES.map((file) => `tests/types/${file}`)];
      assert.deepEqual(own.map((line) => line.replaceAll("\\", "/")).sort(), expected);
    });
  }

  for (const [name, args] of Object.entries(PROJECTS).filter(([name]) => name.endsWith("page"))) {
    test(`${compiler}: the element, ${name}`, async () => {
      assert.equal(await compile(compiler, ["--project", "tests/types/element", ...args]), "");
    });
  }

  test(`${compiler}: required`, async () => {
    const args = ["--strict", "--module", "nodenext", "--target", "es2022", "--lib", "es2022,dom"];
    const file = fileURLToPath(new URL("required.cts", folder));
    assert.equal(await compile(compiler, ["--ignoreConfig", "--noEmit", ...args, file]), "");
  });
}
