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
  "colleague-closed": [
    { match: { method: "PUT" }, faults: [{ name: "colleague", set: { "/status": "Closed", "/substatus": "Lost" } }] },
  ],
  "signed-out": [{ match: { method: "PUT" }, faults: ["status; code=401"], times: 2 }],
  "no-permission": [{ match: { method: "PUT" }, faults: ["status; code=403"] }],
  "server-error": [{ match: { method: "PUT" }, faults: ["status; code=500"], times: 4 }],
  slow: [{ match: { method: "PUT" }, faults: ["late; ms=3000"] }],
};

/** In the order in which a switch shows them. */
export const SCENARIO_NAMES = Object.keys(SCENARIOS);
