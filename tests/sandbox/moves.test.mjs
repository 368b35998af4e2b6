// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { bodyOf, CLOSED_ERROR, errorOf, startSandbox } from "./helpers.mjs";

/** Written by hand from the documented table: rows are where a referral stands, columns where it goes. x is legal. */
const PAIRS = [
  "New/Pending",
  "New/Received",
  "Active/Accepted",
  "Closed/Won",
  "Closed/Lost",
  "Closed/Declined",
  "Closed/Expired",
];
const MOVES = [
  "xxxxxxx", // New/Pending
  "xxxxxxx", // New/Received
  "..xxxxx", // Active/Accepted
  "...xxxx", // Closed/Won
  "...xxxx", // Closed/Lost
  "...xxxx", // Closed/Declined
  "...xxxx", // Closed/Expired
];

/** @param {string} pair */
function split(pair) {
  const [status, substatus] = pair.split("/");
  return { status, substatus };
}

/** @param {number} row */
function idOf(row) {
  return `00000000-0000-4000-8000-00000000000${row}`;
}

const documents = PAIRS.map((pair, row) => JSON.stringify({ id: idOf(row), ...split(pair), details: {} }));
const { sandbox, put } = await startSandbox({ documents });

test("35 of the 49 moves are legal", () => {
  assert.equal(MOVES.join("").replaceAll(".", "").length, 35);
  assert.equal(MOVES.join("").length, 49);
});

for (const [row, from] of PAIRS.entries()) {
  for (const [column, to] of PAIRS.entries()) {
    const legal = MOVES[row]?.[column] === "x";
    test(`${from} to ${to}: ${legal ? "legal" : "refused"}`, async () => {
      sandbox.reset();
      const before = sandbox.document(idOf(row));
      const response = await put(idOf(row), bodyOf(before, split(to)));
      if (legal) {
        assert.equal(response.status, 200);
        const { status, substatus } = JSON.parse(response.text);
        assert.deepEqual({ status, substatus }, split(to));
      } else {
        assert.equal(response.status, 400);
        assert.equal(errorOf(response).code, "invalidRequest");
        assert.equal(errorOf(response).target, "status");
        assert.equal(sandbox.document(idOf(row)), before);
      }
    });
  }
}

const full = await startSandbox();

test("a substatus of another status is refused", async () => {
  const statuses = ["New", "Active", "Closed"];
  const substatuses = [
    "Pending",
    "Received",
    "Accepted",
    "Won",
    "Lost",
    "Declined",
    "Expired",
    "None",
    "Error",
    "Engaged",
  ];
  for (const status of statuses) {
    for (const substatus of [...substatuses, "pending", null, undefined, 1]) {
      if (PAIRS.includes(`${status}/${substatus}`)) continue;
      sandbox.reset();
      const response = await put(idOf(0), bodyOf(sandbox.document(idOf(0)), { status, substatus }));
      assert.equal(response.status, 400, `${status}/${substatus}`);
      assert.equal(errorOf(response).target, "substatus");
    }
  }
});

test("an unknown status is refused", async () => {
  for (const status of ["None", "new", "Open", "", null, undefined, 0, {}]) {
    const response = await put(idOf(0), bodyOf(sandbox.document(idOf(0)), { status }));
    assert.equal(response.status, 400, String(status));
    assert.equal(errorOf(response).target, "status");
  }
});

test("an unknown pair that stays is accepted; from it, the status decides", async () => {
  /** @param {Record<string, unknown>} changes */
  const save = (changes) => full.put(CLOSED_ERROR, bodyOf(full.sandbox.document(CLOSED_ERROR), changes));
  assert.equal((await save({ statusReason: "Test data" })).status, 200);
  assert.equal((await save({ status: "Active", substatus: "Accepted" })).status, 400);
  assert.equal((await save({ status: "Closed", substatus: "Lost" })).status, 200);
  assert.equal((await save({ status: "Closed", substatus: "Error" })).status, 400);
});

test("from an unknown or missing status there is no move, but other edits are saved", async () => {
  for (const pair of [{ status: "None", substatus: "None" }, { status: null, substatus: null }, {}]) {
    const odd = await startSandbox({ documents: [JSON.stringify({ id: "a", ...pair })] });
    assert.equal((await odd.put("a", JSON.stringify({ ...pair, statusReason: "x" }))).status, 200);
    const moved = await odd.put("a", JSON.stringify({ status: "Active", substatus: "Accepted" }));
    assert.equal(moved.status, 400);
    assert.equal(errorOf(moved).target, "status");
  }
});
