// @ts-check
/**
 * The seed referrals for a page, fetched from beside this file.
 * Must never parse a document: what is read is what is served.
 */

import { SEED_FILES } from "./seed-files.js";

/** @returns {Promise<string[]>} */
export function loadSeeds() {
  return Promise.all(
    SEED_FILES.map(async (name) => {
      const response = await fetch(new URL(`referrals/${name}`, import.meta.url));
      if (!response.ok) throw new Error(`The sandbox referral ${name} could not be loaded (${response.status}).`);
      return response.text();
    }),
  );
}
