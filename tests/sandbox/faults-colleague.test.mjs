// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { exchange, startFaulty } from "./faulty.mjs";
import { ACCEPTED, bodyOf, etagOf, PENDING } from "./helpers.mjs";

const LONG_NUMBERS = "f60b2d9a-8c13-4e7f-a5d4-39e1c7b80f52";
const { sandbox, port, requestText, get, put } = await startFaulty();

/** @param {string} [id] */
const held = (id = ACCEPTED) => JSON.parse(sandbox.document(id) ?? "{}");

/**
 * A save of the fresh sandbox, made from what was read before: its changes, by an edit of the parsed document.
 * @param {string | object} fault
 * @param {(document: ReturnType<typeof held>) => void} change
 * @param {string} [id]
 */
async function saveAfter(fault, change, id = ACCEPTED) {
  sandbox.reset();
  sandbox.scenario.set({ match: { method: "PUT" }, faults: [fault] });
  const document = held(id);
  change(document);
  const before = held(id);
  const response = await put(id, bodyOf(JSON.stringify(document)));
  return { status: response.status, before, after: held(id) };
}

/** What differs, but the stamps. @param {ReturnType<typeof held>} one @param {ReturnType<typeof held>} other */
function changedMembers(one, other) {
  const names = new Set([...Object.keys(one), ...Object.keys(other)]);
  return [...names].filter((name) => {
    const isStamp = name === "eTag" || name === "updatedDateTime";
    return !isStamp && JSON.stringify(one[name]) !== JSON.stringify(other[name]);
  });
}

test("another field: the PUT is refused for real, its own field is as it was", async () => {
  const { status, before, after } = await saveAfter("colleague; field=other", (document) => {
    document.details.dealValue = 1;
  });
  assert.equal(status, 412);
  assert.deepEqual(changedMembers(before, after), ["details"]);
  assert.deepEqual(after.details, { ...before.details, notes: `${before.details.notes} (a colleague)` });
  assert.notEqual(after.eTag, before.eTag);
  assert.equal((await put(ACCEPTED, bodyOf(sandbox.document(ACCEPTED), { name: "next" }))).status, 200, "only once");
});

test("another field is never the one that is saved", async () => {
  const { before, after } = await saveAfter("colleague", (document) => {
    document.details.notes = "ours";
  });
  assert.equal(after.details.notes, before.details.notes);
  assert.equal(after.customerProfile.name, `${before.customerProfile.name} (a colleague)`);
});

test("the same field, another value: of its kind, and neither the old nor the sent one", async () => {
  for (const [
    change,
    read,
  ] of /** @type {[(d: ReturnType<typeof held>) => void, (d: ReturnType<typeof held>) => unknown][]} */ ([
    [(d) => Object.assign(d.details, { notes: "ours" }), (d) => d.details.notes],
    [(d) => Object.assign(d.details, { dealValue: 7 }), (d) => d.details.dealValue],
    [(d) => Object.assign(d.details, { dealValue: 49999 }), (d) => d.details.dealValue],
    [(d) => Object.assign(d.details, { currency: "EUR" }), (d) => d.details.currency],
    [(d) => Object.assign(d.details, { closingDateTime: "2027-01-01T00:00:00Z" }), (d) => d.details.closingDateTime],
    [(d) => Object.assign(d.consent, { consentToContact: false }), (d) => d.consent.consentToContact],
    [(d) => Object.assign(d.customerProfile.team[1], { email: "a@b.example" }), (d) => d.customerProfile.team[1].email],
    [(d) => Object.assign(d.customerProfile, { ids: [{ id: "1" }] }), (d) => d.customerProfile.ids],
    [(d) => delete d.details.notes, (d) => d.details.notes],
  ])) {
    const { status, before, after } = await saveAfter("colleague; field=same", change);
    const sent = structuredClone(before);
    change(sent);
    assert.equal(status, 412);
    assert.notDeepEqual(read(after), read(before));
    if (!["undefined", "boolean"].includes(typeof read(sent))) assert.equal(typeof read(after), typeof read(sent));
    assert.notDeepEqual(read(after), read(sent));
  }
});

test("the same status: a colleague closes the referral otherwise", async () => {
  const won = await saveAfter("colleague; field=same", (document) => {
    Object.assign(document, { status: "Closed", substatus: "Won" });
  });
  assert.deepEqual([won.status, won.after.status, won.after.substatus], [412, "Closed", "Lost"]);
  const accepted = await saveAfter(
    "colleague; field=same",
    (document) => Object.assign(document, { status: "Closed", substatus: "Lost" }),
    PENDING,
  );
  assert.deepEqual([accepted.status, accepted.after.status, accepted.after.substatus], [412, "Closed", "Won"]);
});

test("set and remove: by JSON Pointer, every other value as text", async () => {
  const before = sandbox.document(LONG_NUMBERS) ?? "";
  const number = /"dealValue": (\S+?),?\s/.exec(before)?.[1];
  assert.ok(number !== undefined && String(Number(number)) !== number, "a number that JSON.parse does not keep");
  const set = { "/details/notes": "Called back.", "/team/0/firstName": "Ada", "/new/inner": [1] };
  const { status, after } = await saveAfter(
    { name: "colleague", set, remove: "/externalReferenceId /name" },
    () => {},
    LONG_NUMBERS,
  );
  assert.equal(status, 412);
  assert.equal(after.details.notes, "Called back.");
  assert.deepEqual(after.new, { inner: [1] });
  assert.equal("externalReferenceId" in after || "name" in after, false);
  assert.ok(sandbox.document(LONG_NUMBERS)?.includes(number));
});

test("what belongs to the service is not a colleague's to change", async () => {
  const { before, after } = await saveAfter({ name: "colleague", set: { "/engagementId": "x" } }, () => {});
  assert.equal(after.engagementId, before.engagementId);
});

test("revert: after a lost answer, the next read finds part of the save undone", async () => {
  sandbox.reset();
  sandbox.scenario.set([
    { match: { method: "PUT" }, faults: ["cut"] },
    { match: { method: "GET" }, faults: ["colleague; field=revert"] },
  ]);
  const before = held();
  const details = { ...before.details, notes: "ours", dealValue: 7 };
  const text = requestText(
    "PUT",
    { "If-Match": etagOf(JSON.stringify(before)) },
    bodyOf(JSON.stringify(before), { details }),
  );
  assert.equal((await exchange(port, text)).bytes, 0);
  assert.deepEqual(held().details, details);
  const read = JSON.parse((await get(ACCEPTED)).text);
  assert.deepEqual(read.details, { ...details, notes: before.details.notes });
});

test("revert-all: the whole save undone, a member removed and rows taken away included", async () => {
  sandbox.reset();
  const before = held();
  const { details: _, ...rest } = before;
  const body = bodyOf(
    JSON.stringify({ ...rest, name: "ours", customerProfile: { ...before.customerProfile, team: [] } }),
  );
  assert.equal((await put(ACCEPTED, body)).status, 200);
  sandbox.scenario.set({ match: { method: "GET" }, faults: ["colleague; field=revert-all"] });
  const read = JSON.parse((await get(ACCEPTED)).text);
  assert.deepEqual(changedMembers(before, read), []);
  assert.notEqual(read.eTag, before.eTag);
});

test("revert-all: rows that the save added are gone, all of them", async () => {
  sandbox.reset();
  const before = held();
  const ids = [...before.customerProfile.ids, { id: "1" }, { id: "2" }, { id: "3" }];
  const body = bodyOf(JSON.stringify({ ...before, customerProfile: { ...before.customerProfile, ids } }));
  assert.equal((await put(ACCEPTED, body)).status, 200);
  sandbox.scenario.set({ match: { method: "GET" }, faults: ["colleague; field=revert-all"] });
  assert.deepEqual(JSON.parse((await get(ACCEPTED)).text).customerProfile, before.customerProfile);
});

test("a body that is no referral, an unknown id, a list: nobody changes anything they cannot", async () => {
  sandbox.reset();
  for (const body of ["[1]", "{", ""]) {
    sandbox.scenario.set({ match: { method: "PUT" }, faults: ["colleague; field=same"] });
    assert.equal((await put(ACCEPTED, body)).status, 412);
  }
  sandbox.scenario.set({ faults: ["colleague"], times: "always" });
  assert.equal((await put("unknown", "{}")).status, 404);
  assert.equal((await get()).status, 200);
});
