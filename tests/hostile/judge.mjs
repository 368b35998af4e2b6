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
  console.log(`${host}: hostile: memory ${memory.join(" -> ")}, heap ${heap.join(" -> ")}`);
  assert.deepEqual([...new Set(wrong)], []);
  for (const [what, least] of Object.entries(LEAST))
    assert.ok((counts[what] ?? 0) >= least, `${what}: ${counts[what]}`);
  assert.equal(requests, 0, "nothing leaves");
  assert.equal(pending, 0, "nothing hangs");
  assert.ok(memory[0] > 0 && memory[1] <= memory[0] * 1.1, `memory ${memory.join(" -> ")}`);
  // Where nobody knows the heap, it is no number.
  assert.ok(!(heap[1] > heap[0] * 1.1), `heap ${heap.join(" -> ")}`);
}
