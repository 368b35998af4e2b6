// Before `npm pack`, which packs without a word what is not there: every file that package.json speaks of has to be.
// Must never need an npm package, or build anything: `npm pack` is for looking, too.

import { existsSync, readdirSync, readFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const { main, types, customElements, exports, files } = JSON.parse(readFileSync(new URL("package.json", root), "utf8"));

/** Every path in it. @param {unknown} entry @returns {string[]} */
function paths(entry) {
  if (typeof entry === "string") return [entry];
  return Object.values(/** @type {Record<string, unknown>} */ (entry)).flatMap(paths);
}

/** Whether there is such a file, or one at least where the name has a star. @param {string} path */
function isThere(path) {
  const [before = "", after] = path.split("*");
  if (after === undefined) return existsSync(new URL(path, root));
  const folder = new URL(before, root);
  return existsSync(folder) && readdirSync(folder).some((name) => name.endsWith(after));
}

const missing = [main, types, customElements, ...paths(exports), ...files].filter((path) => !isThere(path));
if (missing.length > 0) {
  console.error(`Not packed, these are missing: ${[...new Set(missing)].join(", ")}. "npm run build" makes dist/.`);
  process.exit(1);
}
