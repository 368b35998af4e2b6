// @ts-check
/**
 * Tries the packed tarball in every host, and prints one row for each. Called by `cargo xtask hosts`, which has built the
 * package and installed the tools.
 *
 *   --only=NAME   hosts whose name has this in it, also the slow ones; can be given again
 *   --next        Next.js alone
 *   --all         all of them, also the slow ones
 *   --write       puts the table into README.md; needs --all
 */

import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { closeBrowsers } from "./browsers.mjs";
import { endAll } from "./children.mjs";
import { HOSTS } from "./hosts.mjs";
import { pack, ROOT } from "./project.mjs";
import { columns, table, withTable } from "./table.mjs";
import { tried } from "./tried.mjs";

/** @import { Host } from "./hosts.mjs" */
/** @import { Row } from "./table.mjs" */

const USAGE = "only: [--only=NAME ...] [--next] [--all [--write]]";

/** @param {string} sentence @returns {never} */
function stop(sentence) {
  console.error(sentence);
  process.exit(2);
}

function options() {
  try {
    return parseArgs({
      options: {
        only: { type: "string", multiple: true, default: [] },
        next: { type: "boolean", default: false },
        all: { type: "boolean", default: false },
        write: { type: "boolean", default: false },
      },
    }).values;
  } catch (error) {
    return stop(`${error instanceof Error ? error.message : error}; ${USAGE}`);
  }
}

const values = options();
if (values.write && !values.all) stop("--write needs --all: the table has a row for every host");

/** @param {Host} host */
function wanted({ name, slow = false }) {
  const only = [...values.only, ...(values.next ? ["Next"] : [])];
  if (only.length > 0) return only.some((part) => name.toLowerCase().includes(part.toLowerCase()));
  return values.all || !slow;
}

const hosts = HOSTS.filter(wanted);
if (hosts.length === 0) stop(`There is no such host, only: ${HOSTS.map(({ name }) => name).join("; ")}`);

/** @type {(Row | null)[]} */
const rows = [];
/** @type {string[][]} */
const lines = [];
/** @type {string[]} */
const faults = [];

const workshop = await pack();
try {
  const queue = hosts.map((host, at) => ({ host, at }));
  const work = async () => {
    for (let next = queue.shift(); next !== undefined; next = queue.shift()) {
      const { host, at } = next;
      const start = performance.now();
      const seconds = () => ((performance.now() - start) / 1000).toFixed(1);
      const before = host.opened === "" ? "itself" : host.opened;
      try {
        const row = await tried(host, workshop);
        rows[at] = row;
        lines[at] = [
          host.name,
          row.version,
          before,
          row.bytes,
          row.network ? "over HTTP" : "own `fetch`",
          seconds(),
          "works",
        ];
      } catch (error) {
        rows[at] = null;
        lines[at] = [host.name, "", before, "", "", seconds(), "FAILED"];
        faults.push(`== ${host.name}\n${error instanceof Error ? error.message : error}`);
      }
      console.error(`${lines[at]?.[6]}: ${host.name}, ${lines[at]?.[5]} s`);
    }
  };
  await Promise.all([work(), work()]);
} finally {
  await closeBrowsers();
  endAll();
  await workshop.remove();
}

console.log(`\n${columns(["host", "version", "runs in", "bytes", "save", "seconds", ""], lines)}`);
for (const fault of faults) console.log(`\n${fault}`);
console.log(`\n${hosts.length - faults.length} of ${hosts.length} hosts work`);

if (values.write && faults.length === 0) {
  const readme = join(ROOT, "README.md");
  const whole = rows.filter((row) => row !== null);
  await writeFile(readme, withTable(await readFile(readme, "utf8"), table(whole)));
  console.log("README.md: the table is written");
}
process.exit(faults.length === 0 ? 0 : 1);
