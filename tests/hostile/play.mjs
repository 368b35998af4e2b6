// @ts-check
/**
 * Gives a host everything that stands in the tables: no call may end in anything but a result or a ReferralError, no request
 * may leave, no promise may stay pending, and after each of them the same instance answers as before.
 * Must never import what only Node has: a page runs it, too.
 */

import { ETAGS, IDS, NO_EDITS, NO_IDS, NO_OPTIONS, NO_PATHS, NO_VALUES, URLS } from "./callers.mjs";
import { DOCUMENTS } from "./documents.mjs";

const ID = "49d90c72-3326-4f61-aacc-2cb57970448c";
const CLEAN = `{"id":"${ID}","status":"Active","substatus":"Accepted","customerProfile":{},"consent":{},"details":{"notes":"n"},"team":[{"email":"a@x.example"}],"eTag":"\\"e\\"","links":{}}`;
const STRIPPED = CLEAN.replace(',"links":{}', "");
/** Milliseconds after which a promise is called pending. */
const PATIENCE = 5_000;
/** What is longer is not given a thousand times. */
const SMALL = 1 << 14;

/** A table is played for its memory with so many calls, at least. */
const TIMES = 1_000;

/**
 * @typedef {object} Host
 * @property {any} referral the package
 * @property {() => number} memory bytes of the module's memory
 * @property {() => number | Promise<number>} heap bytes that are held after a collection; NaN where nobody knows
 */

/**
 * @typedef {object} Played
 * @property {Record<string, number>} counts of inputs
 * @property {number} calls
 * @property {number} requests that left
 * @property {number} pending promises
 * @property {string[]} wrong in words
 * @property {[what: string, before: number, after: number][]} memory of the module, before and after a thousand calls of a table
 * @property {[what: string, before: number, after: number][]} heap
 */

/** @param {Host} host @returns {Promise<Played>} */
export async function playHostile({ referral, memory, heap }) {
  /** @type {Played} */
  const played = { counts: {}, calls: 0, requests: 0, pending: 0, wrong: [], memory: [], heap: [] };
  const ownFetch = globalThis.fetch;
  /** Every way out is watched. @returns {Promise<Response>} */
  const watched = () => {
    played.requests += 1;
    return Promise.reject(new TypeError("Failed to fetch"));
  };
  globalThis.fetch = watched;
  const never = { fetch: watched, timeoutMs: 500, deadlineMs: 1_000, maxRetries: 0 };

  /** What a call comes to: "ok" or the code of what it throws. @param {string} what @param {() => unknown} call */
  async function come(what, call) {
    played.calls += 1;
    try {
      const result = await inTime(call());
      if (result === inTime) {
        played.pending += 1;
        played.wrong.push(`${what}: pending`);
        return ["pending", undefined];
      }
      return ["ok", result];
    } catch (error) {
      if (referral.isReferralError(error)) return [/** @type {any} */ (error).code, error];
      // A trap is a WebAssembly.RuntimeError.
      played.wrong.push(`${what}: ${errorText(error)}`);
      return ["wrong", error];
    }
  }

  /** @param {string} what */
  function alive(what) {
    let says;
    try {
      const moved = referral.validate(CLEAN, { base: CLEAN });
      says = JSON.stringify([referral.validate(CLEAN), moved.valid, referral.stripLinks(CLEAN)]);
    } catch (error) {
      says = errorText(error);
    }
    if (says !== JSON.stringify([{ valid: true, findings: [] }, true, STRIPPED])) {
      played.wrong.push(`after ${what}: ${says}`);
    }
  }

  /** @param {string} what @param {unknown} is @param {string[]} expected */
  const expect = (what, is, ...expected) => {
    if (!expected.includes(String(is))) played.wrong.push(`${what}: ${String(is)}, not ${expected.join(" or ")}`);
  };

  /** @param {string} what */
  const count = (what) => {
    played.counts[what] = (played.counts[what] ?? 0) + 1;
  };

  /** One document in every place that a document can have. @param {string} name @param {unknown} value @param {string} [expected] */
  async function document(name, value, expected) {
    const isArgument = expected === "argument";
    const [verdict, report] = await come(`validate ${name}`, () => referral.validate(value));
    if (isArgument) expect(`validate ${name}`, verdict, "argument");
    // The platform may be out of stack first.
    else if (!/levels, parsed/.test(name)) expect(`validate ${name}`, verdict, "ok");
    if (verdict === "ok" && expected !== undefined) {
      const errors = report.findings.filter((/** @type {any} */ { severity }) => severity === "error");
      expect(
        `validate ${name}`,
        errors.some((/** @type {any} */ { code }) => code === expected),
        "true",
      );
    }
    for (const [call, run] of Object.entries(callsWith(referral, value, never))) {
      const [code, result] = await come(`${call} ${name}`, run);
      if (isArgument) expect(`${call} ${name}`, code, "argument");
      else expect(`${call} ${name}`, code, ...THROWS);
      if (code === "ok" && call === "putReferral") expect(`${call} ${name}`, result.type, "invalid");
    }
    alive(name);
  }

  /** The tables: their rows, and what is done with one. @type {Table[]} */
  const tables = [
    table("documents", DOCUMENTS, ([name, make, expected]) => document(name, make(referral), expected)),
    table("base URLs", URLS, async (baseUrl) => {
      const options = { ...never, baseUrl };
      const what = `baseUrl ${shown(baseUrl)}`;
      expect(what, (await come(what, () => referral.preparePut(CLEAN, { baseUrl })))[0], "url");
      expect(what, (await come(what, () => referral.putReferral(CLEAN, options)))[0], "url");
      expect(what, (await come(what, () => referral.getReferral(ID, options)))[0], "url");
      alive(what);
    }),
    table("ids", IDS, async (id) => {
      const what = `id ${shown(id)}`;
      expect(what, (await come(what, () => referral.getReferral(id, never)))[0], "url");
      const [code, outcome] = await come(what, () => referral.putReferral({ ...JSON.parse(CLEAN), id }, never));
      expect(what, `${code} ${outcome?.type}`, "ok invalid");
      alive(what);
    }),
    table("ids", NO_IDS, async (make) => {
      expect(`id ${typeof make()}`, (await come("id", () => referral.getReferral(make(), never)))[0], "argument");
      alive("an id");
    }),
    table("eTags", ETAGS, async (etag) => {
      const what = `eTag ${shown(etag)}`;
      expect(what, (await come(what, () => referral.preparePut(CLEAN, { etag })))[0], "etag");
      expect(what, (await come(what, () => referral.putReferral(CLEAN, { ...never, etag })))[0], "etag");
      const own = { ...JSON.parse(CLEAN), eTag: etag };
      const [code, outcome] = await come(what, () => referral.putReferral(own, never));
      expect(what, code === "ok" ? outcome.type : code, "invalid", "etag");
      alive(what);
    }),
    table("edits and values", NO_EDITS, async ([name, make]) => {
      expect(`edits: ${name}`, (await come(name, () => referral.edit(CLEAN, make())))[0], "argument", "too-large");
      alive(name);
    }),
    table("edits and values", NO_VALUES, async ([name, make]) => {
      for (const op of ["add", "replace"]) {
        const edits = () => [{ op, path: "/details/notes", value: make() }];
        expect(`value: ${name}`, (await come(name, () => referral.edit(CLEAN, edits())))[0], "argument");
      }
      alive(name);
    }),
    table("edits and values", NO_PATHS, async ([op, path]) => {
      const what = `${op} ${shown(path)}`;
      expect(what, (await come(what, () => referral.edit(CLEAN, [{ op, path, value: 1 }])))[0], "path");
      alive(what);
    }),
    table("options", NO_OPTIONS, async ([name, make]) => {
      for (const run of [() => referral.putReferral(CLEAN, make()), () => referral.getReferral(ID, make())]) {
        expect(`options: ${name}`, (await come(name, run))[0], "argument");
      }
      alive(name);
    }),
  ];

  try {
    // First, while the memory is as small as it is for most.
    for (const table of tables) await memoryOf(table, { memory, heap }, played);

    for (const { what, rows } of tables) {
      for (const row of rows) {
        count(what);
        await row.play();
      }
    }
    expect("prototypes", /** @type {any} */ ({}).polluted, "undefined");
  } finally {
    globalThis.fetch = ownFetch;
  }
  return played;
}

/** What a call may throw for a document that can be written as JSON. */
const THROWS = ["ok", "argument", "syntax", "invalid", "etag", "not-patchable", "too-large"];

/** @param {any} referral @param {unknown} value @param {object} never @returns {Record<string, () => unknown>} */
const callsWith = (referral, value, never) => ({
  "validate, base": () => referral.validate(CLEAN, { base: value ?? Symbol("none") }),
  validateList: () => referral.validateList(value),
  transitions: () => referral.transitions(value),
  stripLinks: () => referral.stripLinks(value),
  edit: () => referral.edit(value, []),
  "diff, base": () => referral.diff(value, CLEAN),
  "diff, draft": () => referral.diff(CLEAN, value),
  "merge, base": () => referral.merge(value, CLEAN, CLEAN),
  "merge, ours": () => referral.merge(CLEAN, value, CLEAN),
  "merge, theirs": () => referral.merge(CLEAN, CLEAN, value),
  "toPatch, base": () => referral.toPatch(value, CLEAN),
  "toPatch, draft": () => referral.toPatch(CLEAN, value),
  preparePut: () => referral.preparePut(value),
  putReferral: () => referral.putReferral(value, never),
});

/**
 * A row of a table; those that are small are given a thousand times.
 * @typedef {{ what: string, rows: { isSmall: boolean, play: () => Promise<void> }[] }} Table
 */

/** @template R @param {string} what @param {readonly R[]} rows @param {(row: R) => Promise<void>} play @returns {Table} */
const table = (what, rows, play) => ({
  what,
  rows: rows.map((row) => ({ isSmall: isSmall(row), play: () => play(row) })),
});

/** @param {unknown} row what is given, or its name with what makes it */
function isSmall(row) {
  const texts = Array.isArray(row) ? row.filter((part) => typeof part === "string") : [row];
  return texts.every((text) => {
    if (typeof text !== "string") return true;
    return text.length < SMALL && !/megabyte|MiB|,000|levels|million|memory grow|calls us/.test(text);
  });
}

/**
 * The small rows of a table until there were a thousand calls, and then a thousand calls more.
 * @param {Table} table
 * @param {Pick<Host, "memory" | "heap">} host
 * @param {Played} played
 */
async function memoryOf({ what, rows }, { memory, heap }, played) {
  const small = rows.filter(({ isSmall }) => isSmall);
  const give = async () => {
    for (const end = played.calls + TIMES; played.calls < end; ) for (const row of small) await row.play();
  };
  // What is compiled and cached on the way has its size by then; where the heap is known, it is given more time to settle: what
  // is kept for good grows with every round.
  for (let round = 0; round < (Number.isNaN(await heap()) ? 2 : 8); round += 1) await give();
  const before = [memory(), await heap()];
  let after = before;
  for (let round = 0; round < 8; round += 1) {
    await give();
    after = [memory(), await heap()];
    if (!(after[1] > before[1] * 1.1)) break;
  }
  played.memory.push([what, before[0], after[0]]);
  played.heap.push([what, before[1], after[1]]);
}

/** `inTime` where it takes too long. @param {unknown} work @returns {Promise<any>} */
function inTime(work) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((resolve) => {
    timer = setTimeout(resolve, PATIENCE, inTime);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}

/** @param {unknown} error */
function errorText(error) {
  try {
    return `threw ${String(error)}`;
  } catch {
    return "threw what cannot be shown";
  }
}

/** @param {string} text */
const shown = (text) => JSON.stringify(text).slice(0, 40);
