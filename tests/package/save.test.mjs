// @ts-check
// Loading and saving against the sandbox, over real HTTP: what is said of a save is held against what the server holds.

import assert from "node:assert/strict";
import { beforeEach, test } from "node:test";
import { setTimeout as sleep } from "node:timers/promises";
import { edit, getReferral, preparePut, putReferral, stripLinks } from "referral-editor";
import { assertAlive, CLEAN, codeOf, ending, ids, notesOf, startSandbox } from "./helpers.mjs";

/** @import { Outcome, Progress, PutOptions } from "referral-editor" */

const { sandbox, client, puts, reset, inFront, held, edited } = await startSandbox();
beforeEach(() => {
  reset();
  assertAlive();
});

/** An error as the service words it. @param {number} status @param {string} code @param {Record<string, string>} [headers] */
const errorAnswer = (status, code, headers = {}) =>
  new Response(JSON.stringify({ error: { code, message: "Not for people.", target: "referral" } }), {
    status,
    headers: { "Content-Type": "application/json", ...headers },
  });

/** Edits the notes and saves them. @param {PutOptions} [options] */
async function save(options = {}) {
  const { base, draft } = await edited(ids.accepted, "after");
  sandbox.requests.length = 0;
  const outcome = await putReferral(draft, { ...client, base, ...options });
  return { base, draft, outcome };
}

test("a referral is loaded as the exact text that the server has", async () => {
  for (const id of Object.values(ids)) {
    const { json, etag } = await getReferral(id, client);
    assert.equal(json, held(id));
    assert.equal(etag, JSON.parse(json).eTag);
  }
  const { headers, method } = /** @type {any} */ (sandbox.requests.at(-1));
  assert.equal(method, "GET");
  assert.equal(headers.authorization, `Bearer ${sandbox.token}`);
  assert.match(headers["client-request-id"], /^[0-9a-f-]{36}$/);
  assert.equal(headers["if-match"], undefined);
});

test("a save is one PUT, exactly the prepared one, and the server holds it", async () => {
  const { base, draft, outcome } = await save();
  assert.ok(outcome.type === "saved");
  assert.equal(outcome.verifiedBy, "response");
  assert.equal(outcome.json, held(ids.accepted));
  assert.equal(outcome.etag, JSON.parse(held(ids.accepted)).eTag);
  assert.notEqual(outcome.etag, JSON.parse(base).eTag);
  assert.equal(notesOf(outcome.json), "after");
  assert.deepEqual(outcome.serverChanged, []);
  assert.equal(outcome.attempts, 1);

  assert.equal(sandbox.requests.length, 1);
  const [put] = puts();
  const prepared = preparePut(draft, { base, baseUrl: client.baseUrl });
  assert.equal(put?.body, prepared.body);
  assert.equal(put?.path, new URL(prepared.url).pathname);
  assert.equal(put?.headers["if-match"], prepared.headers["If-Match"]);
  assert.equal(put?.headers["content-type"], "application/json");
  assert.equal(put?.headers.accept, "application/json");
  assert.equal(put?.headers["client-request-id"], outcome.clientRequestId);
  assert.equal(put?.headers.authorization, `Bearer ${sandbox.token}`);
  assert.match(outcome.requestId ?? "", /^[0-9a-f-]{36}$/);
});

test("save after save, each on the version that the last one left", async () => {
  let { json } = await getReferral(ids.accepted, client);
  for (let round = 0; round < 5; round += 1) {
    const draft = edit(json, [{ op: "replace", path: "/details/notes", value: `round ${round}` }]);
    const outcome = await putReferral(draft, { ...client, base: json });
    assert.ok(outcome.type === "saved");
    json = outcome.json;
    assert.equal(notesOf(held(ids.accepted)), `round ${round}`);
  }
});

test("a draft that was never changed, one without base, and the etag option", async () => {
  const { json } = await getReferral(ids.accepted, client);
  assert.equal((await putReferral(json, { ...client, base: json })).type, "saved");
  const { json: second, etag } = await getReferral(ids.accepted, client);
  assert.equal((await putReferral(second, client)).type, "saved");
  // The tag of the document is old by now, the one that is given is not.
  const { json: third, etag: fresh } = await getReferral(ids.accepted, client);
  assert.notEqual(fresh, etag);
  const old = edit(third, [{ op: "replace", path: "/eTag", value: etag }]);
  const outcome = await putReferral(old, { ...client, etag: fresh ?? "" });
  assert.equal(outcome.type, "saved");
  assert.equal(JSON.parse(puts().at(-1)?.body ?? "").eTag, fresh);
});

test("what the server made of it is told, its stamps are not", async () => {
  const { json: base } = await getReferral(ids.accepted, client);
  const draft = edit(base, [
    { op: "replace", path: "/organizationName", value: "Someone else" },
    { op: "replace", path: "/details/dealValue", json: "1.50" },
  ]);
  const outcome = await putReferral(draft, { ...client, base });
  assert.ok(outcome.type === "saved");
  assert.deepEqual(outcome.serverChanged, [
    { path: "/organizationName", kind: "changed", before: '"Someone else"', after: '"Contoso Company"' },
  ]);
});

test("somebody else was first: a conflict that holds both documents, and nothing is lost", async () => {
  for (const withBase of [true, false]) {
    reset();
    const { base, draft } = await edited(ids.accepted, "ours");
    sandbox.change(ids.accepted, { details: '{"notes":"theirs"}' });
    const theirs = held(ids.accepted);
    const outcome = await putReferral(draft, { ...client, ...(withBase ? { base } : {}) });
    assert.ok(outcome.type === "conflict", JSON.stringify(outcome));
    assert.equal(outcome.current, theirs);
    assert.equal(outcome.etag, JSON.parse(theirs).eTag);
    assert.equal(notesOf(outcome.merged), "ours");
    assert.ok(outcome.conflicts.length > 0);
    assert.equal(held(ids.accepted), theirs, "theirs is still there");
    assert.equal(puts().length, 1, "nothing is forced");
    // The way on: ours over theirs, on purpose.
    const again = await putReferral(outcome.merged, { ...client, etag: outcome.etag });
    assert.equal(again.type, "saved");
    assert.equal(notesOf(held(ids.accepted)), "ours");
  }
});

test("our own write, answered with 412 because it came twice, is saved", async () => {
  inFront(async (request, handle) => {
    if (request.method !== "PUT") return handle(request);
    // As a browser does it when the connection drops: the same request again.
    await handle(request.clone());
    return handle(request);
  });
  const { outcome } = await save();
  assert.equal(ending(outcome), "saved readback");
  assert.equal(puts().length, 2);
  assert.equal(notesOf(held(ids.accepted)), "after");
});

test("a write whose answer is lost on the way is found", async () => {
  for (const lost of [
    () => new Response("", { status: 503 }),
    () => new Response("<html>", { status: 502, headers: { "content-type": "text/html" } }),
    () => new Response("", { status: 504 }),
    () => new Response("", { status: 500 }),
    () => new Response("", { status: 408 }),
    () => new Response("", { status: 202 }),
    () => new Response("<html>Sign in</html>", { status: 200, headers: { "content-type": "text/html" } }),
    () => new Response("{", { status: 200, headers: { "content-type": "application/json" } }),
    () => new Response(CLEAN.replace(ids.accepted, ids.pending), { status: 200 }),
    () => new Response(null, { status: 204 }),
  ]) {
    reset();
    inFront(async (request, handle) => {
      const answer = await handle(request);
      return request.method === "PUT" ? lost() : answer;
    });
    const { outcome } = await save();
    assert.equal(ending(outcome), "saved readback", String(lost));
    assert.ok(outcome.type === "saved" && outcome.json === held(ids.accepted));
    assert.equal(puts().length, 1);
  }
});

test("a write that never came in is unknown, and the draft can be saved again", async () => {
  for (const status of [500, 502, 503, 504, 408]) {
    reset();
    inFront((request, handle) => (request.method === "PUT" ? new Response("", { status }) : handle(request)));
    const { base, draft, outcome } = await save();
    assert.equal(ending(outcome), `unknown status-${status} unchanged`);
    assert.equal(held(ids.accepted), base);
    inFront((request, handle) => handle(request));
    assert.equal((await putReferral(draft, { ...client, base })).type, "saved");
  }
});

test("a write with somebody else's on top is still ours", async () => {
  inFront(async (request, handle) => {
    const answer = await handle(request);
    if (request.method !== "PUT") return answer;
    sandbox.change(ids.accepted, { campaignId: '"theirs"' });
    return new Response("", { status: 503 });
  });
  const { outcome } = await save();
  assert.equal(ending(outcome), "saved readback");
  assert.ok(outcome.type === "saved");
  assert.deepEqual(
    outcome.serverChanged.map(({ path }) => path),
    ["/campaignId"],
  );
});

/** Every status of the error answers, by what the contract says of it. @type {[number, string, string][]} */
const STATUSES = [
  [400, "invalidRequest", "rejected"],
  [401, "unauthenticated", "notSaved unauthenticated"],
  [403, "accessDenied", "notSaved forbidden"],
  [404, "itemNotFound", "notSaved gone"],
  [405, "invalidRequest", "notSaved unsupported"],
  [406, "invalidRequest", "notSaved unsupported"],
  [408, "generalException", "unknown status-408 unchanged"],
  [409, "generalException", "rejected"],
  [409, "resourceModified", "notSaved etag-rejected"],
  [410, "itemNotFound", "notSaved gone"],
  [411, "invalidRequest", "notSaved unsupported"],
  [412, "preconditionFailed", "notSaved etag-rejected"],
  [413, "invalidRequest", "notSaved too-large"],
  [415, "invalidRequest", "notSaved unsupported"],
  [416, "invalidRequest", "notSaved unsupported"],
  [422, "invalidRequest", "rejected"],
  [423, "generalException", "notSaved locked"],
  [428, "invalidRequest", "notSaved precondition-required"],
  [429, "generalException", "notSaved throttled"],
  [431, "generalException", "notSaved unsupported"],
  [451, "generalException", "notSaved unsupported"],
  [500, "generalException", "unknown status-500 unchanged"],
  [501, "generalException", "notSaved unsupported"],
  [502, "generalException", "unknown status-502 unchanged"],
  [503, "serviceNotAvailable", "unknown status-503 unchanged"],
  [504, "generalException", "unknown status-504 unchanged"],
  [505, "generalException", "notSaved unsupported"],
  [507, "generalException", "notSaved storage"],
  [509, "generalException", "notSaved throttled"],
  [511, "generalException", "unknown status-511 unchanged"],
  [300, "x", "notSaved redirected"],
  [301, "x", "notSaved redirected"],
  [302, "x", "notSaved redirected"],
  [303, "x", "notSaved redirected"],
  [307, "x", "notSaved redirected"],
  [308, "x", "notSaved redirected"],
];

test("every refusal has its outcome, leaves the server as it was and sends one PUT", async () => {
  for (const [status, code, expected] of STATUSES) {
    reset();
    let sent = 0;
    inFront((request, handle) => {
      if (request.method !== "PUT") return handle(request);
      sent += 1;
      return errorAnswer(status, code, { "request-id": "r-1" });
    });
    const { base, outcome } = await save({ maxRetries: 0 });
    const told = /** @type {any} */ (outcome);
    assert.equal(ending(outcome), expected, `${status} ${code}`);
    assert.deepEqual([sent, outcome.attempts], [1, 1], String(status));
    assert.equal(held(ids.accepted), base, String(status));
    if (!expected.startsWith("unknown")) assert.equal(told.status, status);
    if (outcome.type === "rejected") assert.deepEqual([told.code, told.target], [code, "referral"]);
    assert.match(outcome.clientRequestId ?? "", /^[0-9a-f-]{36}$/);
    assert.ok(!JSON.stringify(outcome).includes("Not for people"), "messages are not for people");
  }
  assertAlive();
});

test("the sandbox's own refusals come through", async () => {
  // A token that is no more.
  const { base, draft } = await edited(ids.accepted, "after");
  const token = sandbox.token;
  sandbox.renewToken();
  assert.equal(
    ending(await putReferral(draft, { ...client, base, getToken: () => token })),
    "notSaved unauthenticated",
  );
  assert.equal(await codeOf(() => getReferral(ids.accepted, { ...client, getToken: () => token })), "unauthenticated");
  // None at all.
  const { getToken, ...withoutToken } = client;
  assert.equal(ending(await putReferral(draft, withoutToken)), "notSaved unauthenticated");
  assert.equal(puts().at(-1)?.headers.authorization, undefined);
  // A referral that is not there.
  const elsewhere = draft.replaceAll(ids.accepted, "00000000-0000-0000-0000-000000000000");
  assert.equal(ending(await putReferral(elsewhere, client)), "notSaved gone");
  assert.equal(await codeOf(() => getReferral("00000000-0000-0000-0000-000000000000", client)), "gone");
  // What validation only warns of, and the service refuses.
  const worth = edit(base, [{ op: "replace", path: "/details/dealValue", value: "50000" }]);
  const rejected = await putReferral(worth, { ...client, base });
  assert.ok(rejected.type === "rejected");
  assert.deepEqual([rejected.status, rejected.code, rejected.target], [400, "invalidRequest", "details.dealValue"]);
  // A proxy that takes If-Match away.
  inFront((request, handle) => {
    const headers = new Headers(request.headers);
    headers.delete("if-match");
    return handle(new Request(request, { headers }));
  });
  assert.equal(ending(await putReferral(draft, { ...client, base })), "notSaved precondition-required");
  inFront((request, handle) => (request.method === "GET" ? errorAnswer(403, "accessDenied") : handle(request)));
  assert.equal(await codeOf(() => getReferral(ids.accepted, client)), "forbidden");
});

test("a draft with errors stays here", async () => {
  const { json: base } = await getReferral(ids.accepted, client);
  const draft = edit(base, [{ op: "replace", path: "/status", value: "Closed" }]);
  sandbox.requests.length = 0;
  const outcome = await putReferral(draft, { ...client, base });
  assert.ok(outcome.type === "invalid");
  assert.deepEqual(
    outcome.findings.filter(({ severity }) => severity === "error").map(({ code, path }) => [code, path]),
    [["status-pair", "/substatus"]],
  );
  assert.equal(outcome.attempts, 0);
  assert.equal(outcome.clientRequestId, undefined);
  assert.equal(sandbox.requests.length, 0);
});

test("Retry-After is told as a moment where it is not waited for", async () => {
  /** @type {[string, number | undefined][]} */
  const forms = [
    ["0", 0],
    ["120", 120_000],
    ["2592000", 2_147_483_647],
    ["99999999999999999999", 2_147_483_647],
    [new Date(Date.now() + 60_000).toUTCString(), 60_000],
    [new Date(Date.now() - 60_000).toUTCString(), undefined],
    ["-5", undefined],
    ["1.5", undefined],
    ["soon", undefined],
    ["", undefined],
  ];
  for (const [value, wait] of forms) {
    for (const status of [429, 509, 423]) {
      reset();
      inFront((request, handle) =>
        request.method === "PUT" ? errorAnswer(status, "x", { "retry-after": value }) : handle(request),
      );
      const start = Date.now();
      const { outcome } = await save({ maxRetries: 0 });
      assert.ok(outcome.type === "notSaved");
      assert.ok(Date.now() - start < 1500);
      assert.equal(outcome.reason, status === 423 ? "locked" : "throttled");
      if (wait === undefined) {
        assert.equal(outcome.retryAt, undefined, value);
      } else {
        const left = (outcome.retryAt ?? Number.NaN) - start;
        assert.ok(Math.abs(left - wait) < 2500, `${value}: ${left}`);
      }
    }
  }
});

test("without a usable token nothing leaves", async () => {
  const { base, draft } = await edited(ids.accepted, "after");
  /** @type {[string, () => any][]} */
  const functions = [
    [
      "throws",
      () => {
        throw new Error("signed out");
      },
    ],
    ["rejects", () => Promise.reject(new Error("signed out"))],
    ["gives nothing", () => undefined],
    ["gives an empty string", () => ""],
    ["gives a number", () => 5],
    ["gives an object", () => ({ accessToken: "x" })],
    ["gives a line break", () => "a\r\nX-Evil: 1"],
    ["gives the scheme too", () => `Bearer ${sandbox.token}`],
    ["hangs", () => new Promise(() => {})],
  ];
  for (const [kind, getToken] of functions) {
    sandbox.requests.length = 0;
    const outcome = await putReferral(draft, { ...client, base, getToken, deadlineMs: 100 });
    assert.equal(ending(outcome), "notSaved no-token", kind);
    assert.equal(outcome.attempts, 0);
    assert.equal(
      await codeOf(() => getReferral(ids.accepted, { ...client, getToken, deadlineMs: 100 })),
      "no-token",
      kind,
    );
    assert.equal(sandbox.requests.length, 0, kind);
  }
  /** @type {unknown[]} */
  const asked = [];
  const getToken = (/** @type {unknown} */ question) => {
    asked.push(question);
    return sandbox.token;
  };
  assert.equal((await putReferral(draft, { ...client, base, getToken })).type, "saved");
  assert.deepEqual(asked, [{ reason: "initial" }]);
});

test("who gives up before has not saved, who gives up after does not know", async () => {
  const { base, draft } = await edited(ids.accepted, "after");
  for (const reason of [undefined, "a string", null, new Error("no")]) {
    sandbox.requests.length = 0;
    const before = await putReferral(draft, { ...client, base, signal: AbortSignal.abort(reason) });
    assert.equal(ending(before), "notSaved aborted");
    assert.equal(before.attempts, 0);
    assert.equal(sandbox.requests.length, 0);
    assert.equal(
      await codeOf(() => getReferral(ids.accepted, { ...client, signal: AbortSignal.abort(reason) })),
      "aborted",
    );

    inFront(async (request, handle) => {
      await sleep(500);
      return handle(request);
    });
    const controller = new AbortController();
    setTimeout(() => controller.abort(reason), 30);
    const start = Date.now();
    const after = await putReferral(draft, { ...client, base, signal: controller.signal });
    assert.equal(ending(after), "unknown aborted unreadable");
    assert.ok(Date.now() - start < 450);
    const loading = new AbortController();
    setTimeout(() => loading.abort(reason), 10);
    assert.equal(await codeOf(() => getReferral(ids.accepted, { ...client, signal: loading.signal })), "aborted");
    await sleep(550);
    reset();
  }
  const signal = new AbortController().signal;
  assert.equal((await putReferral(draft, { ...client, base, signal })).type, "saved");
});

test("what takes too long is read back within the deadline", async () => {
  // The write comes in and its answer does not.
  inFront(async (request, handle) => {
    const answer = await handle(request);
    if (request.method === "PUT") await sleep(600);
    return answer;
  });
  const { outcome } = await save({ timeoutMs: 200 });
  assert.equal(ending(outcome), "saved readback");

  // Neither comes.
  reset();
  const { base, draft } = await edited(ids.accepted, "again");
  inFront(async (request, handle) => {
    await sleep(1000);
    return handle(request);
  });
  const start = Date.now();
  const nothing = await putReferral(draft, { ...client, base, timeoutMs: 1000, deadlineMs: 150 });
  assert.equal(ending(nothing), "unknown timeout unreadable");
  assert.ok(Date.now() - start < 900);
  assert.equal(await codeOf(() => getReferral(ids.accepted, { ...client, timeoutMs: 50 })), "timeout");
  await sleep(1050);
});

test("progress is told, and a function that throws changes nothing", async () => {
  for (const fails of [false, true]) {
    reset();
    inFront(async (request, handle) => {
      const answer = await handle(request);
      return request.method === "PUT" ? new Response("", { status: 503 }) : answer;
    });
    /** @type {Progress[]} */
    const told = [];
    const onProgress = (/** @type {Progress} */ progress) => {
      told.push(progress);
      if (fails) throw new Error("ignored");
    };
    const { outcome } = await save({ onProgress });
    assert.equal(ending(outcome), "saved readback");
    assert.deepEqual(told, [
      { phase: "sending", attempt: 1 },
      { phase: "reading-back", attempt: 1, status: 503 },
    ]);
  }
});

test("what is waited for is told by the status of the answer before, and none where there was none", async () => {
  const answers = [
    () => new Response("", { status: 429, headers: { "Retry-After": "1" } }),
    () => Promise.reject(new TypeError("no network")),
    () => new Response("", { status: 500 }),
  ];
  reset();
  const { json: base } = await getReferral(ids.accepted, client);
  const draft = edit(base, [{ op: "replace", path: "/details/notes", value: "waited for" }]);
  /** @type {[phase: string, status: number | undefined][]} */
  const told = [];
  const outcome = await putReferral(draft, {
    ...client,
    base,
    fetch: async (...request) => answers.shift()?.() ?? fetch(...request),
    onProgress: ({ phase, status }) => told.push([phase, status]),
  });
  assert.equal(ending(outcome), "saved response");
  assert.deepEqual(told, [
    ["sending", undefined],
    ["waiting", 429],
    ["sending", 429],
    ["reading-back", undefined],
    ["waiting", 500],
    ["reading-back", 500],
    ["waiting", 200],
    ["sending", 200],
  ]);
});

test("of many saves on one version one is taken, and the others know it", async () => {
  const { json: base } = await getReferral(ids.accepted, client);
  const outcomes = await Promise.all(
    Array.from({ length: 12 }, (_, index) => {
      const draft = edit(base, [{ op: "replace", path: "/details/notes", value: `editor ${index}` }]);
      return putReferral(draft, { ...client, base });
    }),
  );
  const saved = outcomes.filter(({ type }) => type === "saved");
  assert.equal(saved.length, 1);
  const [winner] = saved;
  assert.ok(winner?.type === "saved");
  assert.equal(winner.json, held(ids.accepted));
  for (const outcome of outcomes) {
    if (outcome === winner) continue;
    assert.ok(outcome.type === "conflict", ending(outcome));
    assert.equal(outcome.current, held(ids.accepted));
  }
});

test("edits of several people, one after the other, are all there in the end", async () => {
  const lost = [];
  for (let round = 0; round < 20; round += 1) {
    // A third of the answers is lost after the write, a third of the writes before it.
    inFront(async (request, handle) => {
      if (request.method !== "PUT" || round % 3 === 0) return handle(request);
      if (round % 3 === 1) await handle(request);
      return new Response("", { status: 503 });
    });
    const { json: base } = await getReferral(ids.accepted, client);
    const draft = edit(base, [{ op: "add", path: `/contoso${round}`, value: round }]);
    /** @type {Outcome} */
    let outcome = await putReferral(draft, { ...client, base, maxRetries: 0 });
    if (outcome.type === "unknown" && outcome.lastSeen === "unchanged") {
      inFront((request, handle) => handle(request));
      outcome = await putReferral(draft, { ...client, base });
    }
    if (outcome.type !== "saved") lost.push(round);
  }
  assert.deepEqual(lost, []);
  const members = JSON.parse(held(ids.accepted));
  for (let round = 0; round < 20; round += 1) assert.equal(members[`contoso${round}`], round);
});

test("links come back with every answer and are never sent", async () => {
  const { draft, outcome } = await save();
  assert.ok(outcome.type === "saved" && JSON.parse(outcome.json).links);
  assert.ok(!("links" in JSON.parse(puts().at(-1)?.body ?? "{}")));
  assert.equal(puts().at(-1)?.body, stripLinks(draft));
});

test("why a referral was not loaded is the cause of the error", async () => {
  const reason = new Error("changed my mind");
  const refused = new TypeError("fetch failed");
  const aborted = AbortSignal.abort(reason);
  const never = () => new Promise(() => {});
  const later = new AbortController();
  setTimeout(() => later.abort(reason), 20);
  /** @type {[string, Record<string, unknown>, (cause: unknown) => boolean][]} */
  const cases = [
    ["aborted", { signal: aborted }, (cause) => cause === reason],
    ["aborted", { signal: later.signal, fetch: never }, (cause) => cause === reason],
    ["network", { fetch: () => Promise.reject(refused), maxRetries: 0 }, (cause) => cause === refused],
    ["no-token", { getToken: () => Promise.reject(reason) }, (cause) => cause === reason],
    [
      "timeout",
      { fetch: never, timeoutMs: 20, deadlineMs: 30 },
      (cause) => /** @type {any} */ (cause)?.name === "TimeoutError",
    ],
    ["gone", { fetch: async () => errorAnswer(404, "itemNotFound") }, (cause) => cause === undefined],
  ];
  for (const [code, options, isRight] of cases) {
    const error = await getReferral(ids.accepted, { ...client, ...options }).then(
      () => assert.fail(code),
      (error) => error,
    );
    assert.equal(error.code, code);
    assert.ok(isRight(error.cause), `${code}: ${error.cause}`);
  }
});

test("both ids are of the last request: that of an earlier answer is not told beside it", async () => {
  const { base, draft } = await edited(ids.accepted, "after");
  let count = 0;
  const outcome = await putReferral(draft, {
    ...client,
    base,
    deadlineMs: 2000,
    fetch: async () => {
      count += 1;
      if (count === 1) return errorAnswer(503, "serviceNotAvailable", { "request-id": "of-the-put" });
      throw new TypeError("fetch failed");
    },
  });
  assert.equal(outcome.type, "unknown");
  assert.ok(count > 1);
  assert.match(outcome.clientRequestId ?? "", /^[0-9a-f-]{36}$/);
  assert.equal(outcome.requestId, undefined);
});
