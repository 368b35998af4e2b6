// @ts-check
// What every host has to say of the documents. Written by hand: no word of it comes from the package.

import assert from "node:assert/strict";

/** @import { Checked } from "./parts/checks.js" */
/** @import { Used } from "./parts/element.js" */

const EXPECTED = {
  findings: {
    // The documentation's own example lacks a comma.
    verbatim: ["error  syntax missing-comma 30 13"],
    repaired: [],
    spoilt: [
      "error /substatus status-pair",
      "error /customerProfile/team/1/email format email",
      "error /details/dealValue range",
      "warning /details/closingDatetime did-you-mean closingDateTime",
    ],
  },
  moves: "35 of 49",
  thrown: "syntax",
  save: { type: "saved", attempts: 1, value: "65000.50", newEtag: true, settled: "saved" },
};

/** Of a page with `<referral-editor>`. @type {Used} */
const USED = {
  changes: ["/details/notes"],
  dirty: [true, false],
  saves: 1,
  notes: ["Typed into <referral-editor>."],
  newEtag: true,
  second: [false, "/partner-api/v1.0"],
  shown: true,
};

/**
 * @param {Checked & { element?: Used }} checked
 * @param {boolean} network whether it was to save over HTTP
 * @param {boolean} element whether its page has the element
 */
export function judge(checked, network, element) {
  assert.deepEqual(checked, { ...EXPECTED, network, ...(element ? { element: USED } : {}) });
}
