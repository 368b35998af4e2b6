#!/usr/bin/env node
// @ts-check
// `npm run bench`: the benchmark in Node and in headless Chromium, written to benches/RESULTS.md.
//   --quick         a few rounds, to see that everything works; leaves RESULTS.md alone
//   --only=<key>    only the rows whose key begins like this, e.g. sample or members-10; leaves RESULTS.md alone
//   --host=<name>   only node or only chromium; leaves RESULTS.md alone

import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { cpus, loadavg } from "node:os";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";

/** @import { Samples } from "./documents.mjs" */
/** @import { Host } from "./report.mjs" */

const PEERS = ["typebox", "ajv", "ajv-formats", "zod", "valibot"];

/** @param {string} path from the root of the repository */
const file = (path) => fileURLToPath(new URL(`../${path}`, import.meta.url));

/** @param {string} text */
const say = (text) => console.error(text);

const load = () => loadavg()[0].toFixed(2);

async function main() {
  const { values } = parseArgs({
    options: { quick: { type: "boolean" }, only: { type: "string" }, host: { type: "string" } },
  });
  if (!existsSync(file("dist/inline.js"))) {
    say("There is no package to measure yet: run `npm run build` first.");
    return 1;
  }
  // Only now: these need dist/ to load.
  const [referralEditor, { runSuite, FULL, QUICK }, { SAMPLES }, { runInChromium }, { sizes }, { report }] =
    await Promise.all([
      import("referral-editor"),
      import("./suite.mjs"),
      import("./documents.mjs"),
      import("./chromium.mjs"),
      import("./sizes.mjs"),
      import("./report.mjs"),
    ]);

  const texts = Object.entries(SAMPLES).map(([key, name]) => [
    key,
    readFileSync(file(`tests/samples/${name}`), "utf8"),
  ]);
  const samples = /** @type {Samples} */ (Object.fromEntries(texts));
  const plan = values.quick ? QUICK : FULL;
  const given = { samples, plan, only: values.only, tell: say };

  /** @type {Record<string, () => Promise<Omit<Host, "name" | "load">>>} */
  const runs = {
    Node: async () => ({ version: process.versions.node, results: await runSuite({ ...given, referralEditor }) }),
    Chromium: () => runInChromium(given),
  };
  /** @type {Host[]} */
  const hosts = [];
  let failed = false;
  for (const [name, run] of Object.entries(runs)) {
    if (values.host && values.host.toLowerCase() !== name.toLowerCase()) continue;
    const before = load();
    say(`\n${name}, load ${before}`);
    try {
      hosts.push({ name, ...(await run()), load: `${before} and ${load()}` });
    } catch (error) {
      // What the other host has measured is still worth reading.
      failed = true;
      say(`${name}: ${error instanceof Error ? error.message : error}`);
    }
  }
  if (hosts.length === 0) return 1;

  const text = report({
    command: "npm run bench",
    date: new Date().toISOString().slice(0, 10),
    machine: `${cpus().length} × ${cpus()[0].model}`,
    versions: Object.fromEntries(PEERS.map((name) => [name, lockedVersion(name)])),
    plan,
    hosts,
    sizes: await sizes(),
  });
  console.log(`\n${text}`);
  const isWhole = !values.quick && !values.only && !values.host && !failed;
  if (isWhole) writeFileSync(file("benches/RESULTS.md"), `${text}\n`);
  const differ = hosts.some(({ results }) => results.rows.some(({ differing }) => differing.length > 0));
  return failed || differ ? 1 : 0;
}

/** @param {string} name */
function lockedVersion(name) {
  return JSON.parse(readFileSync(file(`node_modules/${name}/package.json`), "utf8")).version;
}

process.exitCode = await main();
