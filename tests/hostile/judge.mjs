// @ts-check
/** What has to come of playing the tables, and how many there were. */

import assert from "node:assert/strict";

/** @import { Played } from "./play.mjs" */

/** The least that there is of each, so that no table is emptied without a word. */
const LEAST = { documents: 150, "base URLs": 50, ids: 40, eTags: 25, "edits and values": 70, options: 14 };

/** @param {string} host @param {Played} played */
export function judge(host, { counts, calls, requests, pending, wrong, memory, heap }) {
  const table = Object.entries(counts).map(([what, count]) => `${count} ${what}`);
  console.log(`${host}: hostile: ${table.join(", ")}; ${calls} calls, ${requests} requests, ${pending} pending`);
  const grown = (/** @type {Played["memory"]} */ rows) =>
    rows.map(([what, before, after]) => `${what} ${before} -> ${after}`).join(", ");
  console.log(`${host}: hostile: memory: ${grown(memory)}`);
  const isKnown = !heap.some(([, before]) => Number.isNaN(before));
  console.log(`${host}: hostile: heap: ${isKnown ? grown(heap) : "not told to a page, measured in Node"}`);
  assert.deepEqual([...new Set(wrong)], []);
  for (const [what, least] of Object.entries(LEAST))
    assert.ok((counts[what] ?? 0) >= least, `${what}: ${counts[what]}`);
  assert.equal(requests, 0, "nothing leaves");
  assert.equal(pending, 0, "nothing hangs");
  assert.deepEqual([...new Set(memory.map(([what]) => what))], Object.keys(LEAST), "the memory of each table");
  for (const [what, before, after] of memory) {
    assert.ok(before > 0 && after <= before * 1.1, `memory after a thousand calls: ${what} ${before} -> ${after}`);
  }
  // Where nobody knows the heap, it is no number.
  for (const [what, before, after] of heap) {
    assert.ok(!(after > before * 1.1), `heap after a thousand calls: ${what} ${before} -> ${after}`);
  }
}
