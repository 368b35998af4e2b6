// @ts-check
// The tables of tests/hostile in Node: nothing kills the instance, nothing leaves, nothing hangs, nothing is kept.

import assert from "node:assert/strict";
import { test } from "node:test";
import { setFlagsFromString } from "node:v8";
import { runInNewContext } from "node:vm";
import { judge } from "../hostile/judge.mjs";
import { playHostile } from "../hostile/play.mjs";
import { untyped } from "./helpers.mjs";

test("hostile documents and callers get a result or a ReferralError, and nothing else happens", async () => {
  setFlagsFromString("--expose-gc");
  const collect = runInNewContext("gc");
  untyped.validate("{}");
  // Not of the package's public face.
  const { bytesAt } = await import(new URL("../../dist/instance.js", import.meta.url).href);
  const played = await playHostile({
    referral: untyped,
    memory: () => bytesAt(0, 0).buffer.byteLength,
    heap() {
      collect();
      return process.memoryUsage().heapUsed;
    },
  });
  judge("Node", played);
  assert.ok(
    played.heap.every(([, before, after]) => Number.isFinite(before) && Number.isFinite(after)),
    "the heap was measured, too",
  );
});
