// @ts-check
// The three-way merge as a page calls it: what it returns, what it takes, and its identities on random referrals.

import assert from "node:assert/strict";
import { test } from "node:test";
import { diff, edit, merge, validate } from "referral-editor";
import { assertAlive, CLEAN } from "./helpers.mjs";

/** @import { Conflict, Merge } from "referral-editor" */

/** The merged text with theirs at each conflict that is chosen. @param {Merge} result @param {(conflict: Conflict) => boolean} [chosen] */
function withTheirs({ merged, conflicts }, chosen = () => true) {
  const edits = conflicts
    .filter(chosen)
    .reverse()
    .map(({ path, ours, theirs }) => {
      if (theirs === undefined) return { op: /** @type {const} */ ("remove"), path };
      const op = ours === undefined ? /** @type {const} */ ("add") : /** @type {const} */ ("replace");
      return { op, path, json: theirs };
    });
  return edit(merged, edits);
}

/** CLEAN with other notes and some members. @param {string} notes @param {string} [members] */
const referral = (notes, members = "") => CLEAN.replace('"n"', `"${notes}"`).replace('"eTag"', `${members}"eTag"`);

test("what only one side changed is merged, and theirs keeps its bytes", () => {
  const theirs = referral("n", '"name" : "t" ,\n\t"salesX":12345678901234567.890 , ').replace('\\"e\\"', '\\"f\\"');
  const result = merge(CLEAN, referral("o", '"campaignId":"C",'), theirs);
  assert.deepEqual(Object.keys(result), ["merged", "conflicts", "taken"]);
  assert.equal(result.merged, theirs.replace('"notes":"n"', '"notes":"o"').replace(/\}$/, ',"campaignId":"C"}'));
  assert.deepEqual(result.conflicts, []);
  assert.deepEqual(result.taken, [
    { path: "/eTag", kind: "changed", before: '"\\"e\\""', after: '"\\"f\\""' },
    { path: "/name", kind: "added", after: '"t"' },
    { path: "/salesX", kind: "added", after: "12345678901234567.890" },
  ]);
});

test("a conflict has all three values as exact JSON text, absent is absent, and the result holds ours", () => {
  const rows = (/** @type {string} */ rows) => referral("n", `"team":[${rows}],`);
  const [sue, joe] = ['{"email":"sue@x.example","title":null}', '{"email":"joe@x.example"}'];
  const result = merge(rows(`${joe},${sue}`), rows(joe), rows(`${joe},${sue.replace("null", '"\\u0041"')}`));
  assert.equal(result.merged, rows(joe));
  const conflict = { path: "/team/1", kind: "deleted-by-ours", base: sue, theirs: sue.replace("null", '"\\u0041"') };
  assert.deepEqual(result.conflicts, [conflict]);
  assert.equal(withTheirs(result), rows(`${joe},${conflict.theirs}`));
  assert.equal(
    withTheirs(result, () => false),
    result.merged,
  );
  const swapped = merge(rows(`${joe},${sue}`), rows(`${joe},${conflict.theirs}`), rows(joe));
  assert.deepEqual(swapped.conflicts, [
    { path: "/team/1", kind: "deleted-by-theirs", base: sue, ours: conflict.theirs },
  ]);
  assert.equal(withTheirs(swapped), rows(joe));
});

test("a move that is not legal from their status is told", () => {
  const moved = (/** @type {string} */ status, /** @type {string} */ substatus) =>
    CLEAN.replace('"Active"', `"${status}"`).replace('"Accepted"', `"${substatus}"`);
  const theirs = moved("Closed", "Declined");
  const result = merge(moved("New", "Pending"), moved("Active", "Accepted"), theirs);
  assert.deepEqual(
    result.conflicts.map(({ path, kind }) => [path, kind]),
    [
      ["/status", "invalid-merge"],
      ["/substatus", "both-changed"],
    ],
  );
  assert.equal(validate(result.merged, { base: theirs }).valid, false);
  assert.equal(withTheirs(result), theirs);
});

test("text, bytes and parsed values are taken alike", () => {
  const [ours, theirs] = [referral("o"), referral("n", '"name":"é🗼",')];
  const expected = merge(CLEAN, ours, theirs);
  const kinds = [
    (/** @type {string} */ text) => text,
    (/** @type {string} */ text) => new TextEncoder().encode(text),
    (/** @type {string} */ text) => JSON.parse(text),
  ];
  for (const a of kinds) {
    for (const b of kinds) {
      for (const c of kinds) assert.deepEqual(merge(a(CLEAN), b(ours), c(theirs)), expected);
    }
  }
});

test("what cannot be read is an error that says which of the three it is", () => {
  /** @type {[string, string, string, RegExp][]} */
  const cases = [
    ["{", CLEAN, CLEAN, /base/i],
    [CLEAN, "[1,]", CLEAN, /ours/i],
    [CLEAN, CLEAN, `${"[".repeat(200)}${"]".repeat(200)}`, /theirs/i],
  ];
  for (const [base, ours, theirs, message] of cases) {
    assert.throws(
      () => merge(base, ours, theirs),
      (/** @type {any} */ error) =>
        error.name === "ReferralError" &&
        error.code === "syntax" &&
        error.findings.length === 1 &&
        message.test(error.message),
    );
    assertAlive();
  }
});

test("ten thousand rows are merged in a moment", () => {
  const rows = (/** @type {number} */ from, /** @type {string} */ title) =>
    JSON.stringify({
      team: Array.from({ length: 10_000 }, (_, index) => ({ email: `${index + from}@x.example`, title })),
    });
  const start = performance.now();
  assert.equal(merge(rows(0, "a"), rows(0, "b"), rows(0, "c")).conflicts.length, 10_000);
  assert.equal(merge(rows(0, "a"), rows(5000, "a"), rows(0, "b")).conflicts.length, 5000);
  assert.equal(JSON.parse(merge(rows(0, "a"), rows(10_000, "a"), rows(20_000, "a")).merged).team.length, 20_000);
  assert.ok(performance.now() - start < 20_000, `${performance.now() - start} ms`);
  assertAlive();
});

// ------------------------------------------------------------------------------------------------- random triples

/** The same seed gives the same numbers (mulberry32). @param {number} seed */
function numbers(seed) {
  let state = seed;
  return (/** @type {number} */ end) => {
    state = (state + 0x6d2b79f5) | 0;
    let z = Math.imul(state ^ (state >>> 15), 1 | state);
    z = (z + Math.imul(z ^ (z >>> 7), 61 | z)) ^ z;
    return ((z ^ (z >>> 14)) >>> 0) % end;
  };
}

const VALUES = [
  '"a"',
  '"b"',
  "null",
  "1",
  "1.0",
  "12345678901234567.89",
  "{}",
  '{"__proto__":1}',
  "[1,2]",
  '""',
  "true",
];
const PLACES = [
  "name",
  "status",
  "substatus",
  "campaignId",
  "__proto__",
  "constructor",
  "x",
  "eTag",
  "type",
  "consent",
];
const INSIDE = ["notes", "dealValue", "currency", "toString", "requirements", ""];

/** @typedef {Map<string, string | Document | Row[]>} Document members as JSON text, objects and rows by themselves */
/** @typedef {Map<string, string>} Row */

/** @param {unknown} value @returns {string} */
function write(value) {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return `[${value.map(write).join(",")}]`;
  const members = [.../** @type {Map<string, unknown>} */ (value)];
  return `{${members.map(([name, inside]) => `${JSON.stringify(name)}:${write(inside)}`).join(",")}}`;
}

/** @param {Document} document @returns {Document} */
const copy = (document) =>
  new Map(
    [...document].map(([name, value]) => [
      name,
      value instanceof Map ? new Map(value) : Array.isArray(value) ? value.map((row) => new Map(row)) : value,
    ]),
  );

/** One edit. @param {Document} document @param {(end: number) => number} below */
function change(document, below) {
  const pick = (/** @type {string[]} */ list) => /** @type {string} */ (list[below(list.length)]);
  const put = (/** @type {Map<string, any>} */ members, /** @type {string} */ name) =>
    below(4) ? members.set(name, pick(VALUES)) : members.delete(name);
  const details = document.get("details");
  const team = document.get("team");
  const what = below(10);
  if (what < 4) put(document, pick(PLACES));
  else if (what < 6 && details instanceof Map) put(details, pick(INSIDE));
  else if (Array.isArray(team)) {
    const at = below(team.length || 1);
    const email = `"${below(6)}@x.example"`;
    const row = team[at];
    if (what === 6 || !row)
      team.splice(
        at,
        0,
        new Map([
          ["email", email],
          ["phoneNumber", `"${below(6)}"`],
        ]),
      );
    else if (what === 7) team.splice(at, 1);
    else if (what === 8) row.set("email", below(8) ? email : pick(VALUES));
    else if (below(2)) put(row, "title");
    else team.splice(below(team.length), 0, .../** @type {Row[]} */ (team.splice(at, 1)));
  }
}

/** Texts of a base and of what two people made of it. @param {number} seed @returns {[string, string, string]} */
function triple(seed) {
  const below = numbers(seed);
  /** @type {Document} */
  const base = new Map();
  base.set("details", new Map());
  if (below(4)) base.set("team", []);
  for (let count = below(12); count > 0; count -= 1) change(base, below);
  const [ours, theirs] = [copy(base), copy(base)];
  for (const version of [ours, theirs]) for (let count = 1 + below(4); count > 0; count -= 1) change(version, below);
  return [write(base), write(ours), write(theirs)];
}

test("the identities hold on ten thousand random triples", () => {
  const count = 10_000;
  let clean = 0;
  let told = 0;
  for (let seed = 1; seed <= count; seed += 1) {
    const [base, ours, theirs] = triple(seed);
    const shown = `${seed}\n${base}\n${ours}\n${theirs}`;
    // P1: what only one side changed, and what both made of it.
    assert.equal(merge(base, base, theirs).merged, theirs, shown);
    assert.equal(merge(base, ours, ours).merged, ours, shown);
    const alone = merge(base, ours, base);
    const left = diff(alone.merged, ours).filter(({ path }) => !/^\/(eTag|type)(\/|$)/.test(path));
    assert.deepEqual([alone.conflicts, left], [[], []], shown);
    // P7: a rebase onto the version that it stands on changes nothing.
    const result = merge(base, ours, theirs);
    const again = merge(theirs, result.merged, theirs);
    assert.deepEqual([again.conflicts, diff(again.merged, result.merged)], [[], []], shown);
    if (result.conflicts.length === 0) clean += 1;
    else if (result.taken.length > 0) told += 1;
    for (const { base, ours, theirs, kind } of result.conflicts) {
      assert.ok(ours !== undefined || theirs !== undefined, shown);
      if (kind === "deleted-by-ours") assert.ok(base !== undefined && ours === undefined, shown);
      if (kind === "deleted-by-theirs") assert.ok(base !== undefined && theirs === undefined, shown);
      if (kind === "both-added") assert.ok(base === undefined, shown);
    }
  }
  console.log(`${count} random triples: ${clean} clean, ${told} with conflicts beside what came from theirs`);
  assert.ok(clean > 1000 && told > 1000);
  assertAlive();
});
