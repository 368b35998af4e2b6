// @ts-check
// One host, tried and judged.

import assert from "node:assert/strict";
import { LIMIT, SLOW_LIMIT } from "./hosts.mjs";
import { judge } from "./judge.mjs";

/** @import { Host } from "./hosts.mjs" */
/** @import { Workshop } from "./project.mjs" */
/** @import { Row } from "./table.mjs" */

/**
 * Its row, unless it failed.
 * @param {Host} host
 * @param {Workshop} workshop
 * @returns {Promise<Row>}
 */
export async function tried(host, workshop) {
  const { name, opened, network = true, element = false } = host;
  const { version, bytes, checked } = await inTime(host.run(workshop), host.slow ? SLOW_LIMIT : LIMIT);
  for (const one of checked) judge(one, network, element);
  assert.equal(bytes, host.bytes, "how the bytes of the module arrive");
  return { name, version, opened, bytes, network };
}

/**
 * @template T
 * @param {Promise<T>} work
 * @param {number} limit
 * @returns {Promise<T>}
 */
function inTime(work, limit) {
  return new Promise((resolve, reject) => {
    const timer = setTimeout(() => reject(new Error(`It was not done after ${limit} ms.`)), limit);
    work.then(resolve, reject).finally(() => clearTimeout(timer));
  });
}
