// @ts-check
/**
 * Plays one case: a referral is loaded, edited and saved while the sandbox misbehaves; then what the outcome claims is held
 * against what the server holds, and the same host saves once more without a fault.
 * Must never work out what a case should end with: that stands in the tables, written by hand from the decision table
 * (reliability.md, B.2). What is checked here holds for every case.
 */

import assert from "node:assert/strict";
import { edit } from "referral-editor";
import { createSandbox } from "../../www/sandbox/sandbox.js";
import { loadSeeds } from "../../www/sandbox/seed.js";
import { listen } from "../../www/sandbox/server.js";

/** @import { Outcome, Progress } from "referral-editor" */
/** @import { Sandbox } from "../../www/sandbox/sandbox.js" */
/** @import { Certificate } from "../../www/sandbox/server.js" */

/** Met by every request, or, in a list, by one after the other; words as in www/sandbox/faults.md. @typedef {string | string[]} Faults */

/**
 * When the caller gives up: before the call, while asked for a token, when the PUT has come in, when its answer is on the
 * way, when the save says that it waits, when the GET that reads back has come in.
 * @typedef {"before" | "token" | "put" | "body" | "waiting" | "get"} Moment
 */

/**
 * @typedef {object} Case
 * @property {string} name
 * @property {Faults} [put] what the PUTs meet
 * @property {Faults} [get] what the GETs meet that read back
 * @property {Faults} [preflight] what the questions before them meet
 * @property {string} ends type of the outcome, its reason or how it was verified, what was seen last, status, code
 * @property {number | [least: number, most: number]} sent how many PUTs the server got
 * @property {number} [attempts] where it is another number, as with requests that never arrive
 * @property {boolean} [holds] whether the server holds the edit; needed only for "unknown", the others say it themselves
 * @property {Record<string, unknown>} [told] further members of the outcome
 * @property {Record<string, unknown>} [edits] by JSON Pointer; default: other notes
 * @property {{ timeoutMs?: number, deadlineMs?: number, maxRetries?: number }} [limits]
 * @property {[least: number, most: number]} [pause] milliseconds from the first answer to the second PUT
 * @property {number} [retryAt] milliseconds from now
 * @property {string[]} [asked] why a token is asked for; default: once, at the beginning
 * @property {"throws" | "hangs" | "throws again" | "hangs again"} [token] what asking gives instead of the sandbox's token
 * @property {Moment} [abort]
 * @property {true} [reused] the faults of the PUTs are for a connection that has carried a request before
 * @property {"refused" | "unresolved"} [address] where nobody listens, or a name that is not found
 * @property {null | "old"} [etag] of the outcome; default: the one that the server holds
 * @property {string[]} [changed] by the server, of what was sent; default: nothing
 * @property {[always: string, once?: string]} [load] what getReferral ends with when its GET always meets the first fault of
 *   `put`, without a retry, and when it meets it once, with one
 * @property {Partial<Case>} [inPage] what differs in a page
 */

/** What a host is asked to do. Texts become bytes there, and are to be the same bytes afterwards. @typedef {object} Job
 * @property {string} baseUrl
 * @property {string} tokenUrl
 * @property {Case["token"]} [token]
 * @property {Moment} [abort] the two that are not the server's to see: "before", "token", "waiting"
 * @property {number} timeoutMs
 * @property {number} deadlineMs
 * @property {number} maxRetries
 */

/**
 * @typedef {object} Done
 * @property {Outcome} outcome
 * @property {number} took milliseconds
 * @property {string[]} asked
 * @property {Progress[]} progress
 * @property {boolean} intact draft and base are the bytes that they were
 */

/**
 * Node, or a page of a browser.
 * @typedef {object} Host
 * @property {string} name
 * @property {(job: Job, draft: string, base: string) => Promise<Done>} put
 * @property {(job: Job, id: string) => Promise<{ json: string, etag: string | null } | { code: string, text: string }>} get
 * @property {() => Promise<string[]>} said on the console since the last question
 * @property {() => void | Promise<void>} abort gives up what `put` began
 * @property {() => Promise<unknown[]>} unhandled rejections since the last question
 * @property {boolean} [resends] it sends a request again by itself when a connection ends that has carried one before
 */

export const ID = "49d90c72-3326-4f61-aacc-2cb57970448c";
const LIMITS = { timeoutMs: 3000, deadlineMs: 12_000, maxRetries: 1 };
/** What a machine with better things to do may add to a pause, and to a deadline. */
const SLACK_MS = 3000;
const LATE_MS = 1500;
const NOTES = "/details/notes";
/** What is typed, and must be found nowhere but in documents. */
const TYPED = "canary-of-what-was-typed";
const seeds = await loadSeeds();

/**
 * A sandbox of its own, which notes when each request came and when it was answered.
 * @param {Certificate} [certificate]
 */
export async function start(certificate) {
  const sandbox = createSandbox({ documents: seeds });
  const { handle } = sandbox;
  /** @type {{ method: string, came: number, answered: number }[]} */
  const log = [];
  /** @type {((moment: Moment) => void)[]} */
  const watchers = [];
  const tell = (/** @type {Moment} */ moment) => {
    for (const watcher of watchers) watcher(moment);
  };
  sandbox.handle = async (request) => {
    const { method, url } = request;
    if (url.endsWith("/token")) return handle(request);
    const entry = { method, came: Date.now(), answered: Number.NaN };
    log.push(entry);
    const answer = await handle(request);
    entry.answered = Date.now();
    if (method === "PUT") tell("put");
    if (method === "GET") tell("get");
    // Half of the body needs a moment to arrive.
    if (method === "PUT") setTimeout(() => tell("body"), 300);
    return answer;
  };
  const server = await listen({ sandbox, ...(certificate === undefined ? {} : { certificate }) });
  return { sandbox, log, watchers, ...server };
}

/** @param {string} method @param {Faults | undefined} faults @param {true} [reused] */
function rulesOf(method, faults, reused) {
  if (faults === undefined) return [];
  const match = { method, ...(reused === undefined ? {} : { reused }) };
  if (typeof faults === "string") return [{ match, faults: [faults], times: "always" }];
  return faults.map((fault) => ({ match, faults: [fault] }));
}

/** A preflight asks for the PUT, and its faults know it by that. @param {Case} row */
const allRules = ({ put, get, preflight, reused }) => [
  ...rulesOf("PUT", preflight),
  ...rulesOf("PUT", put, reused),
  ...rulesOf("GET", get),
];

/** @param {string} text @param {string} pointer @returns {unknown} */
export function valueAt(text, pointer) {
  /** @type {any} */
  let value = JSON.parse(text);
  for (const name of pointer.split("/").slice(1)) value = value?.[name];
  return value;
}

/** @param {string} text @param {Record<string, unknown>} edits */
const holds = (text, edits) => Object.entries(edits).every(([path, value]) => valueAt(text, path) === value);

/** In one line. @param {Outcome} outcome */
export function ending(outcome) {
  const { type, reason, lastSeen, verifiedBy, status, code, conflicts } = /** @type {any} */ (outcome);
  const places = conflicts?.map((/** @type {any} */ { path, kind }) => `${path} ${kind}`).join(", ");
  return [type, reason, lastSeen, verifiedBy, status, code, places]
    .filter((part) => part !== undefined && part !== "")
    .join(" ");
}

/**
 * @param {Host} host
 * @param {Case} row
 * @param {{ certificate?: Certificate }} [options] with one: over TLS and HTTP/2
 */
export async function play(host, row, { certificate } = {}) {
  const server = await start(certificate);
  try {
    await playOn(server, host, row);
    if (certificate !== undefined) {
      const overHttp1 = server.sandbox.requests.filter(({ headers }) => headers.connection !== undefined);
      assert.deepEqual(overHttp1, [], "everything went over HTTP/2, which knows no Connection header");
    }
    if (row.load !== undefined) await load(server, host, row, row.load);
    assert.deepEqual(await host.unhandled(), [], "no rejection is unhandled");
  } finally {
    await server.close();
  }
}

/**
 * @param {Awaited<ReturnType<typeof start>>} server
 * @param {Host} host
 * @param {Case} row
 */
async function playOn({ sandbox, log, watchers, url, port }, host, row) {
  const limits = { ...LIMITS, ...row.limits };
  const job = { baseUrl: url + sandbox.prefix, tokenUrl: `${url}/token`, ...limits };
  const held = () => sandbox.document(ID) ?? "";
  const edits = row.edits ?? { [NOTES]: TYPED };

  // Over the host's own connection, so that the PUT finds one that has carried a request.
  const loaded = await host.get(job, ID);
  assert.ok("json" in loaded, JSON.stringify(loaded));
  const base = loaded.json;
  assert.equal(base, held());
  const draft = edit(
    base,
    Object.entries(edits).map(([path, value]) => ({ op: "replace", path, value })),
  );
  sandbox.scenario.set(allRules(row));
  sandbox.requests.length = 0;
  log.length = 0;

  const given = {
    ...job,
    ...(row.address === undefined ? {} : { baseUrl: await addressOf(row.address, port) }),
    ...(row.token === undefined ? {} : { token: row.token }),
    ...(row.abort === undefined ? {} : { abort: row.abort }),
  };
  if (row.abort === "put" || row.abort === "body" || row.abort === "get") {
    watchers.push((moment) => moment === row.abort && host.abort());
  }
  const began = Date.now();
  const { token } = sandbox;
  const { outcome, took, asked, intact, progress } = await host.put(given, draft, base);
  watchers.length = 0;
  const now = held();
  const requests = sandbox.requests.filter(({ path }) => path !== "/token");
  const puts = requests.filter(({ method }) => method === "PUT");
  const is = `${ending(outcome)}; sent ${puts.map(({ status }) => status)}; took ${took}`;

  // What the case says.
  assert.equal(ending(outcome), row.ends, is);
  const [least, most] = typeof row.sent === "number" ? [row.sent, row.sent] : row.sent;
  assert.ok(puts.length >= least && puts.length <= most, `sent: ${is}`);
  // What a browser sends again by itself nobody can count.
  const attempts = row.attempts ?? row.sent;
  if (typeof attempts === "number" && !(host.resends && row.attempts === undefined)) {
    assert.equal(outcome.attempts, attempts, `attempts: ${is}`);
  }
  for (const [name, value] of Object.entries(row.told ?? {})) {
    assert.deepEqual(/** @type {any} */ (outcome)[name], value, `${name}: ${is}`);
  }
  assert.deepEqual(asked, row.asked ?? ["initial"], `asked: ${is}`);
  if (row.pause !== undefined) {
    const [first, second] = log.filter(({ method }) => method === "PUT");
    const pause = (second?.came ?? Number.NaN) - (first?.answered ?? Number.NaN);
    assert.ok(pause >= row.pause[0] && pause <= row.pause[1] + SLACK_MS, `paused ${pause}: ${is}`);
  }
  const { retryAt } = /** @type {any} */ (outcome);
  if (row.retryAt !== undefined) {
    assert.ok(Math.abs(retryAt - began - row.retryAt) < took + 2000, `retryAt ${retryAt - began}: ${is}`);
  }

  // What holds for every case.
  const urls = requests.map(({ path }) => path);
  assertNoLeak({ outcome, progress, urls, said: await host.said() }, [token, sandbox.token], base);
  assert.ok(intact, "draft and base are as they were");
  assert.ok(took <= limits.deadlineMs + LATE_MS, `within the deadline: ${is}`);
  assert.ok(!requests.some(({ path }) => path.includes("redirected")), "no redirect is followed");
  const etag = JSON.parse(base).eTag;
  for (const { headers } of puts) assert.match(headers["if-match"] ?? "", /^"[^"]+"$/, "every PUT has an If-Match");
  const ids = new Set(requests.map(({ headers }) => headers["client-request-id"]));
  if (!host.resends && row.put !== "resent") assert.equal(ids.size, requests.length, "an id for each request");
  if (outcome.type === "saved") {
    assert.ok(holds(now, edits), "saved: the server holds the edit");
    const own = row.etag === "old" ? etag : JSON.parse(now).eTag;
    assert.equal(outcome.etag, row.etag === null ? null : own);
    const changed = outcome.serverChanged.map(({ path, kind }) => `${path} ${kind}`);
    assert.deepEqual(changed, row.changed ?? [], "what the server changed");
  }
  if (outcome.type === "notSaved" || outcome.type === "rejected") {
    assert.ok(!holds(now, edits), "not saved: the server does not hold the edit");
  }
  if ("current" in outcome) assert.equal(outcome.current, now);
  if (outcome.type === "conflict") {
    assert.equal(outcome.etag, JSON.parse(now).eTag);
    assert.ok(holds(outcome.merged, edits), "what is to be merged holds the edit");
  }
  if (outcome.type === "unknown") {
    assert.equal(holds(now, edits), row.holds, `unknown: ${is}`);
    const sent = puts.at(-1)?.headers["if-match"] ?? etag;
    assertSeen(outcome.lastSeen, requests, JSON.parse(now).eTag === sent);
  }

  // What was typed is not lost: the same draft, saved again where nothing is wrong any more.
  sandbox.scenario.clear();
  const again = await host.put(job, draft, base);
  if (outcome.type === "conflict" && outcome.conflicts.length > 0) {
    assert.equal(again.outcome.type, "conflict");
  } else {
    assert.equal(again.outcome.type, "saved", `again: ${ending(again.outcome)}`);
    assert.ok(holds(held(), edits));
  }
  if (outcome.type !== "saved") return;
  // And the next edit, on what the outcome gave; where the tag is not known, on what is loaded anew.
  const fresh = outcome.etag === null ? await host.get(job, ID) : { json: outcome.json };
  assert.ok("json" in fresh);
  const next = await host.put(job, edit(fresh.json, [{ op: "replace", path: NOTES, value: "next" }]), fresh.json);
  assert.equal(next.outcome.type, "saved", `next: ${ending(next.outcome)}`);
  assert.equal(valueAt(held(), NOTES), "next");
}

/** What an outcome has documents or their parts in. */
const DOCUMENTS = ["json", "current", "merged", "conflicts", "taken", "serverChanged", "findings"];
/** What is nobody's secret of a referral: it is in URLs, or a word of the API. */
const PLAIN = /^\/(id|engagementId|eTag|type|status|substatus|qualification|links|.*DateTime|.*Id|@odata.*)(\/|$)/;

/** The texts that are customers' own. @param {unknown} value @param {string} [path] @returns {string[]} */
function personal(value, path = "") {
  if (typeof value === "string") return value.length < 6 || PLAIN.test(path) ? [] : [value];
  if (typeof value !== "object" || value === null) return [];
  return Object.entries(value).flatMap(([name, inside]) => personal(inside, `${path}/${name}`));
}

/**
 * The token is nowhere; what the referral says of people is in documents only, never in addresses, messages or the console.
 * @param {{ outcome?: Outcome, progress?: Progress[], urls?: string[], said: string[], text?: string }} seen
 * @param {string[]} tokens
 * @param {string} base
 */
function assertNoLeak({ outcome, ...seen }, tokens, base) {
  const canaries = [TYPED, ...personal(JSON.parse(base))];
  assert.ok(canaries.length > 5 && tokens.every((token) => token.length > 8), "there is something to look for");
  // Findings are about documents, and their messages hold none of it.
  const { findings = [] } = /** @type {any} */ (outcome ?? {});
  const messages = findings.map((/** @type {{ message: string }} */ { message }) => message);
  const about = Object.entries(outcome ?? {}).filter(([name]) => !DOCUMENTS.includes(name));
  const everything = JSON.stringify([seen, outcome]);
  const outside = JSON.stringify([seen, messages, about]);
  for (const token of tokens) assert.ok(!everything.includes(token), `the token leaks: ${outside}`);
  for (const canary of canaries) {
    assert.ok(!outside.includes(JSON.stringify(canary).slice(1, -1)), `${canary} leaks: ${outside}`);
  }
  looked += 1;
}
let looked = 0;
/** How often it was looked for leaks. */
export const lookedForLeaks = () => looked;

/**
 * Whether what was seen last is true.
 * @param {"unchanged" | "changed" | "unreadable"} lastSeen
 * @param {Sandbox["requests"]} requests
 * @param {boolean} isUnchanged now, when nothing has come in since
 */
function assertSeen(lastSeen, requests, isUnchanged) {
  const lastPut = requests.findLastIndex(({ method }) => method === "PUT");
  const read = requests.slice(lastPut + 1).filter(({ method, status }) => method === "GET" && status === 200);
  const clean = read.filter(({ faults }) => faults === undefined);
  if (lastSeen === "unreadable") assert.deepEqual(clean, [], "unreadable: nothing was read");
  else assert.ok(clean.length > 0 && isUnchanged === (lastSeen === "unchanged"), lastSeen);
}

/**
 * @param {Awaited<ReturnType<typeof start>>} server
 * @param {Host} host
 * @param {Case} row
 * @param {[always: string, once?: string]} expected
 */
async function load({ sandbox, url, port }, host, row, [always, once]) {
  const fault = [row.put].flat()[0];
  for (const [times, maxRetries, expected] of /** @type {const} */ ([
    ["always", 0, always],
    [1, 1, once],
  ])) {
    if (expected === undefined) continue;
    if (fault !== undefined) sandbox.scenario.set({ match: { method: "GET" }, faults: [fault], times });
    const baseUrl = row.address === undefined ? url + sandbox.prefix : await addressOf(row.address, port);
    const limits = { ...LIMITS, ...row.limits };
    const began = Date.now();
    const loaded = await host.get({ baseUrl, tokenUrl: `${url}/token`, ...limits, maxRetries }, ID);
    assert.ok(Date.now() - began <= limits.deadlineMs + LATE_MS);
    const is = "code" in loaded ? loaded.code : "loaded";
    assert.equal(is, expected, `load, ${times}`);
    if ("text" in loaded) {
      const { text } = loaded;
      assertNoLeak({ text, said: await host.said() }, [sandbox.token], sandbox.document(ID) ?? "{}");
    }
    if ("json" in loaded && times === 1 && row.load?.[0] !== "loaded") assert.equal(loaded.json, sandbox.document(ID));
  }
}

/** @param {"refused" | "unresolved"} kind @param {number} port */
async function addressOf(kind, port) {
  if (kind === "unresolved") return "https://referrals.invalid/v1.0";
  // A port that was free a moment ago, and nobody listens to.
  const { port: free, close } = await listen({ listener: (_, res) => void res.end() });
  await close();
  assert.notEqual(free, port);
  return `http://127.0.0.1:${free}/v1.0`;
}

/** Runs so many at a time. @param {number} count @param {(() => Promise<void>)[]} work */
export async function inParallel(count, work) {
  const queue = work.values();
  await Promise.all(
    Array.from({ length: count }, async () => {
      for (const run of queue) await run();
    }),
  );
}
