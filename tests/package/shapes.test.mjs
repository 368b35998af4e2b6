// @ts-check
// The shapes of the contract, as plain JavaScript sees them.

import assert from "node:assert/strict";
import { test } from "node:test";
import init, * as referral from "referral-editor";
import { CLEAN, ids } from "./helpers.mjs";

const { diff, edit, preparePut, stripLinks, toPatch, transitions, validate, validateList } = referral;

/** @param {Record<string, unknown>} changes */
const changed = (changes) => JSON.stringify({ ...JSON.parse(CLEAN), ...changes });

/** Plain data only: nothing to free, nothing of a class. @param {any} value */
function assertPlain(value) {
  if (typeof value !== "object" || value === null) return;
  assert.ok([Object.prototype, Array.prototype].includes(Object.getPrototypeOf(value)), `${value}`);
  for (const part of Object.values(value)) assertPlain(part);
}

test("the package has the functions of the contract and nothing that has to be freed", () => {
  assert.equal(typeof init, "function");
  const functions =
    "diff edit getReferral isReferralError merge preparePut putReferral stripLinks toPatch transitions validate validateList";
  for (const name of functions.split(" ")) assert.equal(typeof (/** @type {any} */ (referral)[name]), "function", name);
  assert.ok(new referral.ReferralError("x", "y") instanceof Error);
});

test("init is resolved where the bytes are inline, also before it is called", async () => {
  assert.equal(validate(CLEAN).valid, true);
  assert.equal(await init(), undefined);
  assert.equal(await init(), undefined);
});

test("a report has valid and findings, in document order, and no member that is not needed", () => {
  assert.deepEqual(validate(CLEAN), { valid: true, findings: [] });
  const report = validate(changed({ Name: "x", type: "shared", details: { dealValue: -1, currency: "USD" } }));
  assertPlain(report);
  assert.deepEqual(
    report.findings.map(({ message, ...rest }) => rest),
    [
      { path: "/details/dealValue", code: "range", severity: "error", params: { minimum: 0 } },
      { path: "/Name", code: "did-you-mean", severity: "warning", params: { suggestion: "name" } },
      {
        path: "/type",
        code: "enum",
        severity: "error",
        params: { allowed: ["Shared", "Independent"], actual: "shared", suggestion: "Shared" },
      },
    ],
  );
  assert.equal(report.valid, false);
  for (const { message } of report.findings) assert.match(message, /^\S.*[.?]$/);

  const [finding] = validate("{\n  oops").findings;
  assert.deepEqual([finding?.code, finding?.line, finding?.column], ["syntax", 2, 3]);
  const [advised] = validate(changed({ status: "Closed", substatus: "Lost" })).findings;
  assert.deepEqual(Object.keys(advised ?? {}), ["path", "code", "severity", "message"]);
});

test("with base a move is judged, and what was wrong before is a warning", () => {
  const base = changed({ status: "Closed", substatus: "Won", createdDateTime: "today" });
  const { valid, findings } = validate(changed({ createdDateTime: "today" }), { base });
  assert.equal(valid, false);
  assert.deepEqual(
    findings.map(({ code, severity, path }) => [code, severity, path]),
    [
      ["transition", "error", "/status"],
      ["format", "warning", "/createdDateTime"],
    ],
  );
  const pair = { status: "Closed", substatus: "Won" };
  const to = { status: "Active", substatus: "Accepted" };
  assert.deepEqual(findings[0]?.params, { from: pair, to, reason: "reopen" });
});

test("a list is judged item by item", () => {
  const wrong = changed({ id: ids.pending, details: { currency: "usd" } });
  for (const list of [`[${CLEAN},${wrong}]`, `{"@odata.count":2,"value":[${CLEAN},${wrong}]}`]) {
    const report = validateList(list);
    assertPlain(report);
    assert.deepEqual([report.valid, report.count, report.items.length], [false, 2, 1]);
    const [item] = report.items;
    assert.deepEqual([item?.index, item?.id], [1, ids.pending]);
    assert.deepEqual(
      item?.findings.map(({ path, code }) => [path, code]),
      [["/details/currency", "format"]],
    );
  }
  assert.deepEqual(validateList("[]"), { valid: true, count: 0, items: [] });
  assert.equal(validateList([JSON.parse(CLEAN)]).count, 1);
  assert.equal(validateList("null").valid, false);
  assert.equal(validateList("[").valid, false);
});

test("a list is said where it is broken, and nothing before that is lost", () => {
  const wrong = changed({ details: { currency: "usd" } });
  /** @param {any} list */
  const told = (list) => {
    const { valid, count, items } = validateList(list);
    const of = (/** @type {referral.ListItem} */ { index, id = "", findings }) =>
      findings.map(({ code, path, params }) =>
        [index, id && "id", code, path, params?.hint ?? params?.actual ?? ""].join(" "),
      );
    return [valid, count, ...items.flatMap(of)];
  };
  const format = "1 id format /details/currency ";
  const page = (/** @type {string} */ items) =>
    `{"@odata.count":100,"value":[${items}],"@odata.nextLink":"http://x/?a=%2f"}`;
  /** @type {[any, unknown[]][]} */
  const cases = [
    [page(""), [true, 0]],
    [page(`${CLEAN},${wrong},${CLEAN}`), [false, 3, format]],
    [`\ufeff[${CLEAN},${wrong}]`, [false, 2, "0 id syntax  byte-order-mark", format]],
    [new TextEncoder().encode(`\ufeff[${CLEAN}]`), [true, 1, "0 id syntax  byte-order-mark"]],
    [
      [JSON.parse(CLEAN), JSON.parse(wrong)],
      [false, 2, format],
    ],
    [{ value: [JSON.parse(CLEAN), 5, null] }, [false, 3, "1  not-a-referral  number", "2  not-a-referral  null"]],
    [`[${CLEAN},${wrong.slice(0, -1)}`, [false, 2, format, "1 id syntax  truncated"]],
    [`[${CLEAN},${wrong} ${CLEAN}]`, [false, 3, format, "1 id syntax  missing-comma"]],
    [`{"value":[${CLEAN}],"v\\u0061lue":[5]}`, [false, 1, "0 id duplicate-member /value "]],
    ['{"value":{}}', [false, 0, "0  type /value object"]],
    ["{}", [false, 0, "0  type  object"]],
    ["null", [false, 0, "0  type  null"]],
  ];
  for (const [list, expected] of cases) assert.deepEqual(told(list), expected, String(list).slice(0, 80));
});

test("findings of a list have an end, and its verdict has not", () => {
  const { valid, count, items } = validateList(`[${"5,".repeat(300_000)}${CLEAN}]`);
  assert.deepEqual([valid, count, items.length], [false, 300_001, 100_000]);
  assert.deepEqual(items.at(-1)?.findings.at(-1)?.code, "too-many-findings");
});

test("an edit is refused where its result would be over a limit", () => {
  const deep = `${"[".repeat(127)}${"]".repeat(127)}`;
  const path = "/x";
  assert.equal(edit("{}", [{ op: "add", path, json: deep }]), `{"x":${deep}}`);
  const half = `"${"x".repeat(8 << 20)}"`;
  for (const [text, json, code] of /** @type {const} */ ([
    ["{}", `[${deep}]`, "too-deep"],
    [`{"y":${half}}`, half, "too-large"],
  ])) {
    assert.throws(
      () => edit(text, [{ op: "add", path, json }]),
      (/** @type {any} */ error) => error.code === "argument" && error.findings[0].code === code,
    );
  }
});

test("transitions are the seven pairs, 35 of 49 moves legal", () => {
  const pairs = transitions({}).map(({ status, substatus }) => ({ status, substatus }));
  assert.equal(pairs.length, 7);
  let legal = 0;
  for (const from of pairs) {
    const all = transitions(from);
    assertPlain(all);
    for (const to of all) {
      assert.equal(to.current, to.status === from.status && to.substatus === from.substatus);
      assert.equal("reason" in to, !to.legal);
      assert.ok(Array.isArray(to.warnings) && (to.legal || to.warnings.length === 0));
      legal += Number(to.legal);
    }
  }
  assert.equal(legal, 35);
  assert.deepEqual(transitions(CLEAN)[0], {
    status: "New",
    substatus: "Pending",
    current: false,
    legal: false,
    reason: "back-to-new",
    warnings: [],
  });
  assert.deepEqual(transitions({ status: "New", substatus: "Received" })[0]?.warnings, ["received-to-pending"]);
});

test("from nothing, null and unknown words no pair is legal", () => {
  const nowhere = [
    {},
    { status: null },
    { status: undefined, substatus: undefined },
    { status: null, substatus: null },
    { status: "None", substatus: "None" },
    { status: "new", substatus: "Pending" },
    "{}",
    "not JSON",
    "",
    "null",
    new Uint8Array(),
    [],
  ];
  for (const from of nowhere) {
    for (const to of transitions(/** @type {any} */ (from))) {
      assert.deepEqual([to.legal, to.current, to.reason, to.warnings], [false, false, "unknown-status", []]);
    }
  }
});

test("text, bytes and a parsed value say the same", () => {
  const parsed = JSON.parse(CLEAN);
  const bytes = new TextEncoder().encode(CLEAN);
  for (const input of [CLEAN, bytes, parsed]) {
    assert.deepEqual(validate(input), { valid: true, findings: [] });
    assert.deepEqual(validate(input, { base: input }), { valid: true, findings: [] });
    assert.deepEqual(transitions(input), transitions(CLEAN));
    assert.equal(stripLinks(input), CLEAN.replace(',"links":{}', ""));
    assert.equal(edit(input, [{ op: "remove", path: "/links" }]), stripLinks(input));
    assert.deepEqual(diff(input, input), []);
    assert.equal(preparePut(input).body, stripLinks(input));
  }
});

test("a difference has the values as exact JSON text, and absent is absent", () => {
  const base = changed({ name: null, team: [{ email: "a@b.example", firstName: "A" }], links: { a: 1 } });
  const draft = changed({ name: "x", team: [{ email: "A@B.example ", firstName: "B" }], campaignId: "C" });
  const changes = diff(base, draft);
  assertPlain(changes);
  assert.deepEqual(
    changes.filter(({ path }) => !path.startsWith("/team")),
    [
      { path: "/name", kind: "changed", before: "null", after: '"x"' },
      { path: "/campaignId", kind: "added", after: '"C"' },
    ],
  );
  assert.ok(
    changes.some(({ path, before, after }) => path === "/team/0/firstName" && before === '"A"' && after === '"B"'),
  );
  assert.deepEqual(diff(draft, base).at(-1), { path: "/campaignId", kind: "removed", before: '"C"' });
});

test("a patch is an RFC 6902 document over the documented paths, or not-patchable", () => {
  const draft = edit(CLEAN, [
    { op: "replace", path: "/status", value: "Closed" },
    { op: "replace", path: "/substatus", value: "Won" },
    { op: "add", path: "/details/dealValue", json: "50000.10" },
  ]);
  const patch = toPatch(CLEAN, draft);
  assert.deepEqual(JSON.parse(patch), [
    { op: "replace", path: "/status", value: "Closed" },
    { op: "replace", path: "/substatus", value: "Won" },
    { op: "add", path: "/details/dealValue", value: 50000.1 },
  ]);
  assert.ok(patch.includes("50000.10"), "digits are kept");
  assert.deepEqual(JSON.parse(toPatch(CLEAN, CLEAN)), []);
  const refused = edit(CLEAN, [{ op: "add", path: "/organizationName", value: "x" }]);
  assert.throws(
    () => toPatch(CLEAN, refused),
    (/** @type {any} */ error) => error.code === "not-patchable" && error.paths.includes("/organizationName"),
  );
});

test("a prepared request is the exact one, without Authorization", () => {
  const request = preparePut(CLEAN, { baseUrl: "http://localhost:8080/v1.0" });
  assertPlain(request);
  const { "client-request-id": id, ...headers } = request.headers;
  assert.match(id ?? "", /^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  assert.deepEqual(
    { ...request, headers },
    {
      method: "PUT",
      url: `http://localhost:8080/v1.0/engagements/referrals/${ids.accepted}`,
      headers: { Accept: "application/json", "Content-Type": "application/json", "If-Match": '"e"' },
      body: CLEAN.replace(',"links":{}', ""),
    },
  );
  assert.equal(preparePut(CLEAN).url, `https://api.partner.microsoft.com/v1.0/engagements/referrals/${ids.accepted}`);
  assert.notEqual(preparePut(CLEAN).headers["client-request-id"], preparePut(CLEAN).headers["client-request-id"]);
  const other = preparePut(CLEAN, { etag: '"f"' });
  assert.equal(other.headers["If-Match"], '"f"');
  assert.equal(JSON.parse(other.body).eTag, '"f"');
});

test("what is thrown is a ReferralError with its code, and findings where there are any", () => {
  /** @type {[() => unknown, string, boolean][]} */
  const cases = [
    [() => stripLinks("{"), "syntax", true],
    [() => diff("{", CLEAN), "syntax", true],
    [() => referral.merge(CLEAN, "{", CLEAN), "syntax", true],
    [() => edit("{", []), "syntax", true],
    [() => edit(CLEAN, [{ op: "remove", path: "/nowhere" }]), "path", false],
    [() => edit(CLEAN, [{ op: "add", path: "/a", json: "{" }]), "argument", true],
    [() => preparePut("{}"), "invalid", true],
    [() => preparePut(changed({ eTag: "lost its quotes" })), "etag", false],
    [() => preparePut(CLEAN, { etag: 'W/"x"' }), "etag", false],
    [() => preparePut(CLEAN, { baseUrl: "http://example.com" }), "url", false],
    [() => preparePut(changed({ id: "a/b" })), "url", false],
  ];
  for (const [call, code, hasFindings] of cases) {
    assert.throws(call, (/** @type {any} */ error) => {
      assert.ok(referral.isReferralError(error) && error instanceof referral.ReferralError);
      assert.deepEqual([error.name, error.code], ["ReferralError", code]);
      assert.equal(Array.isArray(error.findings), hasFindings, code);
      assert.ok(error.stack?.includes("shapes.test.mjs"), "the stack leads to the caller");
      return true;
    });
  }
});

test("isReferralError knows its own, those of another copy, and nothing else", () => {
  const copy = Object.assign(new Error("x"), { name: "ReferralError", code: "syntax" });
  assert.equal(referral.isReferralError(new referral.ReferralError("syntax", "x")), true);
  assert.equal(referral.isReferralError(copy), true);
  const others = [
    new Error("x"),
    new TypeError("x"),
    { name: "ReferralError", code: "x" },
    null,
    undefined,
    "x",
    5,
    [],
  ];
  for (const other of others) assert.equal(referral.isReferralError(other), false, String(other));
  assert.equal(referral.isReferralError(Object.assign(new Error("x"), { name: "ReferralError" })), false);
  const cause = new Error("why");
  assert.equal(new referral.ReferralError("x", "y", { cause }).cause, cause);
});

test("the same question has the same answer, and arguments are left alone", () => {
  const parsed = Object.freeze(JSON.parse(CLEAN));
  const bytes = new TextEncoder().encode(CLEAN);
  const before = bytes.slice();
  const edits = Object.freeze([Object.freeze({ op: /** @type {const} */ ("remove"), path: "/links" })]);
  for (let round = 0; round < 3; round += 1) {
    validate(parsed, Object.freeze({ base: parsed }));
    edit(bytes, /** @type {any} */ (edits));
    diff(bytes, parsed);
    referral.merge(bytes, parsed, bytes);
    preparePut(bytes, Object.freeze({ base: bytes }));
    assert.deepEqual(bytes, before);
  }
});
