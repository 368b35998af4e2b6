// @ts-check
/** The package in Node, through its inline entry, as a host of cases. */

import { setImmediate as turn } from "node:timers/promises";
import * as referral from "referral-editor";
import { callsWith, consoleSaid } from "./calls.mjs";

/** @import { Host } from "./play.mjs" */

/** @type {unknown[]} */
const rejections = [];
process.on("unhandledRejection", (reason) => rejections.push(reason));

/** For one case: what it gives up is its own save. @returns {Host} */
export const nodeHost = () => ({
  ...callsWith(referral),
  name: "Node",
  said: async () => consoleSaid(),

  async unhandled() {
    // Two turns: a rejection is told after the microtasks of the one in which it happened.
    await turn();
    await turn();
    return rejections.splice(0);
  },
});
