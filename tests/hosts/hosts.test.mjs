// @ts-check
// The tarball in every host but the slow ones, and the table of README.md: `npm run hosts` says the same as a table.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { closeBrowsers } from "./browsers.mjs";
import { endAll } from "./children.mjs";
import { HOSTS, LIMIT } from "./hosts.mjs";
import { pack, ROOT, versionOf } from "./project.mjs";
import { minor, table, tableIn } from "./table.mjs";
import { tried } from "./tried.mjs";

/** @import { Workshop } from "./project.mjs" */

const fast = HOSTS.filter(({ slow = false }) => !slow);

describe("hosts", { concurrency: 2 }, () => {
  /** @type {Workshop} */
  let workshop;
  before(async () => {
    workshop = await pack();
  });
  after(async () => {
    await closeBrowsers();
    endAll();
    await workshop?.remove();
  });

  for (const host of fast) {
    const name = host.opened === "" ? host.name : `${host.name}, in ${host.opened}`;
    test(name, { timeout: LIMIT }, async () => {
      await tried(host, workshop);
    });
  }
});

test("the table of README.md has these hosts, and the versions of the tools that are installed", async () => {
  const readme = tableIn(await readFile(join(ROOT, "README.md"), "utf8"));
  /** @type {string[]} */
  const versions = readme.slice(2).map((line) => line.split("|")[2]?.trim() ?? "");
  const rows = [];
  for (const [at, { name, tool, opened, bytes, network = true, slow = false }] of HOSTS.entries()) {
    // Machines differ in their browsers and in Node, and the slow ones are not installed.
    const version = tool === undefined || slow ? (versions[at] ?? "") : minor(await versionOf(tool));
    assert.match(version, /^\d+\.\d+$/, `README.md has no version for ${name}`);
    rows.push({ name, version, opened, bytes, network });
  }
  assert.deepEqual(readme, table(rows).split("\n"), "npm run hosts -- --all --write");
});
