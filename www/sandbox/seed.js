// @ts-check
/**
 * The seed referrals for Node, read from the files beside this one.
 * Must never parse a document: what is read is what is served.
 */

import { readFile } from "node:fs/promises";
import { SEED_FILES } from "./seed-files.js";

/** @returns {Promise<string[]>} */
export function loadSeeds() {
  return Promise.all(SEED_FILES.map((name) => readFile(new URL(`referrals/${name}`, import.meta.url), "utf8")));
}
