// @ts-check
/** What the form offers to choose from is what the package's schema documents, and what the browser knows. */

import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { choicesOf, countryCodes } from "../../www/editor/names.js";
import { vocabulary } from "../../www/editor/vocabulary.js";

const schema = JSON.parse(readFileSync(new URL("../../src/schema/referral.schema.json", import.meta.url), "utf8"));
const samples = new URL("../samples/partner-rest_referral-resources_enums.json", import.meta.url);
const documented = JSON.parse(readFileSync(samples, "utf8"));

test("the requirements are the documented ones", () => {
  for (const [name, tags] of Object.entries(vocabulary)) {
    const ids = documented[name.charAt(0).toUpperCase() + name.slice(1)];
    assert.deepEqual(
      tags.map(({ id }) => id),
      ids,
    );
    for (const id of ids) assert.ok(JSON.stringify(schema).includes(JSON.stringify(id)), id);
  }
});

test("the sizes of customers are the documented ones", () => {
  const codes = choicesOf("size")?.flatMap(({ codes }) => codes);
  assert.deepEqual([...(codes ?? [])].sort(), [...documented["Customer Size"]].sort());
});

test("the countries are those of ISO 3166-1, and no others", () => {
  const codes = countryCodes();
  assert.ok(codes.length >= 248 && codes.length <= 251, String(codes.length));
  for (const code of ["US", "CN", "DE", "AR", "TW", "GB", "ZA"]) assert.ok(codes.includes(code), code);
  for (const code of ["EU", "UN", "ZZ", "DD", "SU", "UK", "XA"]) assert.ok(!codes.includes(code), code);
});
