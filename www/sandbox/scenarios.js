// @ts-check
/**
 * The scenarios that people choose by name, each played out by the next save.
 * Must never hold what the page plays itself, as being offline.
 */

/** @import { RuleText } from "./scenario.js" */

/** @type {Readonly<Record<string, readonly RuleText[]>>} */
export const SCENARIOS = {
  none: [],
  "colleague-other-field": [{ match: { method: "PUT" }, faults: ["colleague; field=other"] }],
  "colleague-same-field": [{ match: { method: "PUT" }, faults: ["colleague; field=same"] }],
  busy: [
    { match: { method: "PUT" }, faults: ["status; code=429", "retry-after; value=3"] },
    { match: { method: "PUT" }, faults: ["status; code=503", "retry-after; value=2"] },
  ],
  "lost-answer": [{ match: { method: "PUT" }, faults: ["cut"] }],
};

/** In the order in which a switch shows them. */
export const SCENARIO_NAMES = Object.keys(SCENARIOS);
