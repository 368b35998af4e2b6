// @ts-check
/**
 * A host whose module has a tight memory (`tight.mjs`): every call that traps says so, the next one works, and what was under
 * way ends with what is true. Must never import what only Node has: a page runs it, too.
 */

const ID = "49d90c72-3326-4f61-aacc-2cb57970448c";
const OTHER = "61c65491-2f2c-461a-84b4-3654499bc1d9";
const of = (/** @type {string} */ id) =>
  `{"id":"${id}","status":"Active","substatus":"Accepted","customerProfile":{},"consent":{},"details":{"notes":"n"},"eTag":"\\"e\\"","links":{}}`;
const CLEAN = of(ID);
/** As the server has it after the save. */
const saved = (/** @type {string} */ id) => of(id).replace('\\"e\\"', '\\"f\\"').replace(',"links":{}', "");
const HEADERS = { "content-type": "application/json" };
/** Milliseconds after which a promise is called pending. */
const PATIENCE = 5_000;
/** Traps in a row, of which none may keep the memory of its instance. */
const TIMES = 100;

/**
 * @typedef {object} Played
 * @property {number} traps
 * @property {number} cases
 * @property {string[]} wrong in words
 */

/**
 * @param {any} referral the package, with a tight memory
 * @param {number} tooMuch bytes that it has no room for
 * @returns {Promise<Played>}
 */
export async function playTraps(referral, tooMuch) {
  /** @type {Played} */
  const played = { traps: 0, cases: 0, wrong: [] };
  // It has room for this text, and none for what is to be known of it.
  const large = `{"id":"${ID}","a":[${"5,".repeat(tooMuch / 10)}5]}`;
  /** For this it has none. */
  const huge = new Uint8Array(tooMuch).fill(0x20);

  /** @param {string} what @param {unknown} is @param {unknown} expected */
  const expect = (what, is, expected) => {
    if (JSON.stringify(is) !== JSON.stringify(expected)) {
      played.wrong.push(`${what}: ${JSON.stringify(is)}, not ${JSON.stringify(expected)}`);
    }
  };

  /** The error of a call that has to trap. @param {string} what @param {unknown} error */
  const isTrap = (what, error) => {
    played.traps += 1;
    const { code, message, cause } = /** @type {any} */ (error ?? {});
    expect(`${what}: is a ReferralError`, referral.isReferralError(error), true);
    expect(`${what}: code`, code, "trapped");
    expect(`${what}: message`, /anew/.test(message), true);
    return cause;
  };

  /** @param {string} what @param {() => unknown} call */
  const traps = async (what, call) => {
    /** @type {unknown} */
    let error;
    try {
      await inTime(call());
    } catch (thrown) {
      error = thrown;
    }
    expect(`${what}: cause`, isTrap(what, error) instanceof WebAssembly.RuntimeError, true);
  };

  /** @param {string} what */
  const works = (what) => {
    /** @type {unknown} */
    let says;
    try {
      says = [referral.validate(CLEAN), referral.validate(CLEAN, { base: CLEAN }).valid, referral.edit(CLEAN, [])];
    } catch (error) {
      says = String(error);
    }
    expect(`after ${what}`, says, [{ valid: true, findings: [] }, true, CLEAN]);
  };

  /** Traps, in a call of its own. */
  const trap = () => traps("validate", () => referral.validate(CLEAN, { base: large }));

  works("nothing");
  const never = { fetch: () => Promise.reject(new Error("nothing may be sent")) };
  /** @type {[what: string, call: () => unknown][]} */
  const calls = [
    ["validate, base", () => referral.validate(CLEAN, { base: large })],
    ["edit", () => referral.edit(CLEAN, [{ op: "add", path: "/a", json: large }])],
    ["diff", () => referral.diff(large, CLEAN)],
    ["merge, base", () => referral.merge(large, CLEAN, CLEAN)],
    ["merge, ours", () => referral.merge(CLEAN, large, CLEAN)],
    ["toPatch", () => referral.toPatch(large, CLEAN)],
    ["preparePut", () => referral.preparePut(CLEAN, { base: large })],
    ["putReferral's draft", () => referral.stripLinks(large)],
  ];
  for (const [what, call] of calls) {
    played.cases += 1;
    await traps(what, call);
    works(what);
    // Nor does it have to be another call that comes next.
    await traps(what, call);
  }

  played.cases += 1;
  for (let time = 0; time < TIMES; time += 1) await trap();
  works(`${TIMES} traps`);

  played.cases += 1;
  const outer = {
    id: ID,
    get name() {
      // Trapped in the middle of another call, which goes on in the new instance.
      try {
        referral.validate(CLEAN, { base: large });
      } catch (error) {
        isTrap("in a getter", error);
      }
      return "n";
    },
  };
  expect("a call around one that traps", JSON.parse(referral.stripLinks(outer)).name, "n");

  played.cases += 1;
  const { Instance } = WebAssembly;
  WebAssembly.Instance = /** @type {any} */ (
    class {
      constructor() {
        throw new RangeError("no memory for another one");
      }
    }
  );
  try {
    await trap();
    let error;
    try {
      referral.validate(CLEAN);
    } catch (thrown) {
      error = thrown;
    }
    expect("no instance to be had: cause", isTrap("no instance to be had", error) instanceof RangeError, true);
  } finally {
    WebAssembly.Instance = Instance;
  }
  works("there was no instance to be had");

  // ---------------------------------------------------------------------------------------------- under way

  /** A fetch whose answers are given from outside, in their order. */
  const held = () => {
    /** @type {((answer: Response) => void)[]} */
    const answers = [];
    /** @type {string[]} */
    const methods = [];
    /** @type {() => void} */
    let asked = () => {};
    const fetch = (/** @type {Request} */ request) => {
      methods.push(request.method);
      asked();
      return new Promise((resolve) => answers.push(resolve));
    };
    return {
      fetch,
      methods,
      /** Until so many requests were sent. @param {number} count */
      sent: async (count = 1) => {
        while (methods.length < count)
          await new Promise((resolve) => {
            asked = () => resolve(undefined);
          });
      },
      /** @param {number} status @param {string} body @param {Record<string, string>} [headers] */
      answer: (status, body, headers) =>
        answers.shift()?.(new Response(body, { status, headers: { ...HEADERS, ...headers } })),
    };
  };
  /** What is said of an outcome, without what is new each time. @param {any} outcome */
  const ending = ({ type, reason, lastSeen, attempts, clientRequestId }) =>
    [type, reason, lastSeen, attempts, typeof clientRequestId].filter((part) => part !== undefined).join(" ");
  const times = { timeoutMs: 2_000, deadlineMs: 4_000 };

  // What finds no room is told, and costs no instance.
  played.cases += 1;
  const { fetch: under, sent: isUnder, answer: answered } = held();
  const kept = referral.putReferral(CLEAN, { ...times, fetch: under });
  await isUnder();
  /** @type {[what: string, call: () => unknown][]} */
  const unfit = [
    ["validate", () => referral.validate(huge)],
    ["validate, base", () => referral.validate(CLEAN, { base: huge })],
    ["edit", () => referral.edit(CLEAN, [{ op: "add", path: "/a", json: `"${"a".repeat(tooMuch)}"` }])],
    ["merge, ours", () => referral.merge(CLEAN, huge, CLEAN)],
    ["preparePut, eTag", () => referral.preparePut(CLEAN, { etag: `"${"a".repeat(tooMuch)}"` })],
    ["getReferral", () => referral.getReferral("a".repeat(tooMuch), never)],
  ];
  for (const [what, call] of unfit) {
    const code = await (async () => call())().then(
      () => "none",
      (error) => error.code,
    );
    expect(`no room: ${what}`, code, "too-large");
  }
  for (const options of [{ base: huge }, { etag: `"${"a".repeat(tooMuch)}"` }]) {
    const save = referral.putReferral(of(OTHER), { ...times, ...never, ...options });
    expect("no room: a save", ending(await inTime(save)), "notSaved too-large 0 undefined");
  }
  answered(200, saved(ID));
  expect("the save under way meanwhile", ending(await inTime(kept)), "saved 1 string");

  {
    played.cases += 1;
    const { fetch, methods } = held();
    /** @type {(token: string) => void} */
    let give = () => {};
    const getToken = () =>
      new Promise((resolve) => {
        give = resolve;
      });
    const save = referral.putReferral(CLEAN, { ...times, fetch, getToken });
    while (give.length === 0) await new Promise((resolve) => setTimeout(resolve));
    await trap();
    give("token");
    expect("a save that waited for its token", ending(await inTime(save)), "notSaved trapped 0 undefined");
    expect("its requests", methods, []);
  }
  {
    played.cases += 1;
    const { fetch, methods, sent, answer } = held();
    const save = referral.putReferral(CLEAN, { ...times, fetch });
    await sent();
    await trap();
    answer(200, saved(ID));
    expect("a save whose PUT was under way", ending(await inTime(save)), "unknown trapped unreadable 1 string");
    expect("its requests", methods, ["PUT"]);
  }
  {
    played.cases += 1;
    const { fetch, sent } = held();
    const save = referral.putReferral(CLEAN, { ...times, timeoutMs: 300, fetch });
    await sent();
    await trap();
    expect("a save that is never answered", ending(await inTime(save)), "unknown trapped unreadable 1 string");
  }
  {
    played.cases += 1;
    const { fetch, methods, sent, answer } = held();
    const save = referral.putReferral(CLEAN, { ...times, fetch, base: CLEAN });
    await sent();
    answer(412, "{}");
    await sent(2);
    await trap();
    answer(200, CLEAN);
    expect("a save that read back", ending(await inTime(save)), "unknown trapped unreadable 1 string");
    expect("its requests", methods, ["PUT", "GET"]);
  }
  {
    played.cases += 1;
    const { fetch, methods, sent, answer } = held();
    /** @type {string[]} */
    const phases = [];
    const onProgress = (/** @type {any} */ { phase }) => phases.push(phase);
    const save = referral.putReferral(CLEAN, { ...times, fetch, onProgress });
    await sent();
    answer(429, "{}", { "retry-after": "1" });
    while (!phases.includes("waiting")) await new Promise((resolve) => setTimeout(resolve));
    await trap();
    expect("a save that waited", ending(await inTime(save)), "unknown trapped unreadable 1 string");
    expect("its requests", methods, ["PUT"]);
  }
  {
    played.cases += 1;
    const { fetch, sent, answer } = held();
    const load = referral.getReferral(ID, { ...times, fetch });
    await sent();
    await trap();
    answer(200, CLEAN);
    let error;
    try {
      await inTime(load);
    } catch (thrown) {
      error = thrown;
    }
    isTrap("a load that was under way", error);
  }
  {
    played.cases += 1;
    const { fetch, sent, answer } = held();
    const save = referral.putReferral(CLEAN, { ...times, fetch });
    await sent();
    answer(200, CLEAN.replace("{", `{"a":"${"a".repeat(tooMuch)}",`));
    expect("a save whose answer traps", ending(await inTime(save)), "unknown trapped unreadable 1 string");
    works("an answer that traps");
  }
  {
    played.cases += 1;
    const { fetch, sent, answer } = held();
    const load = referral.getReferral(ID, { ...times, fetch });
    await sent();
    answer(200, CLEAN.replace("{", `{"a":"${"a".repeat(tooMuch)}",`));
    await traps("a load whose answer traps", () => load);
    works("an answer that traps");
  }
  {
    played.cases += 1;
    const { fetch, methods } = held();
    const save = referral.putReferral(CLEAN, { ...times, fetch, base: large });
    expect("a save that traps before it is one", ending(await inTime(save)), "notSaved trapped 0 undefined");
    expect("its requests", methods, []);
  }
  {
    // The new instance counts from the beginning: an answer to a call of the old one must not reach one of the new.
    played.cases += 1;
    const [old, fresh] = [held(), held()];
    const first = referral.putReferral(CLEAN, { ...times, fetch: old.fetch });
    await old.sent();
    await trap();
    const second = referral.putReferral(of(OTHER), { ...times, fetch: fresh.fetch });
    await fresh.sent();
    old.answer(200, saved(OTHER));
    expect("the first of two saves", ending(await inTime(first)), "unknown trapped unreadable 1 string");
    fresh.answer(200, saved(OTHER));
    expect("the second of two saves", ending(await inTime(second)), "saved 1 string");
  }
  {
    // The same referral: one waits for the other, and is not kept waiting by its end.
    played.cases += 1;
    const [old, fresh] = [held(), held()];
    const first = referral.putReferral(CLEAN, { ...times, fetch: old.fetch });
    await old.sent();
    const waiting = referral.putReferral(CLEAN, { ...times, fetch: fresh.fetch });
    await trap();
    const last = referral.putReferral(CLEAN, { ...times, fetch: fresh.fetch });
    old.answer(200, saved(ID));
    expect("the first in the line", ending(await inTime(first)), "unknown trapped unreadable 1 string");
    expect("the one behind it", ending(await inTime(waiting)), "notSaved trapped 0 undefined");
    await fresh.sent();
    fresh.answer(200, saved(ID));
    expect("the last one", ending(await inTime(last)), "saved 1 string");
  }
  works("all of it");
  return played;
}

/** Frames before the end of the stack from which there is enough of it. */
const ENOUGH = 20_000;

/**
 * Calls where the stack is nearly full: whatever comes of them, the next call with a stack of its own works.
 * @param {any} referral the package
 * @returns {Promise<{ ok: number, not: number, wrong: string[] }>}
 */
export async function playStack(referral) {
  const played = { ok: 0, not: 0, wrong: /** @type {string[]} */ ([]) };
  const rows = Array.from({ length: 50 }, (_, index) => `{"email":"a${index}@x.example"}`).join(",");
  const theirs = CLEAN.replace('"details"', `"team":[${rows}],"details"`);
  const draft = theirs.replace('"notes":"n"', '"notes":"m"');
  const expected = JSON.stringify(referral.validate(draft));
  /** @type {Record<string, () => unknown>} */
  const calls = {
    validate: () => referral.validate(draft, { base: theirs }),
    merge: () => referral.merge(CLEAN, draft, theirs),
    preparePut: () => referral.preparePut(draft, { base: theirs }),
    edit: () => referral.edit(draft, [{ op: "replace", path: "/details/notes", value: "x" }]),
  };
  for (const [what, call] of Object.entries(calls)) {
    for (let frames = 0; frames < ENOUGH; frames += 1 + (frames >> 3)) {
      const came = nearTheEnd(frames, call);
      if (came === undefined) played.ok += 1;
      else played.not += 1;
      const isStack = came instanceof Error && /call stack|recursion/i.test(came.message);
      const where = `${what}, ${frames} frames before the end`;
      if (came !== undefined && !isStack && !referral.isReferralError(came)) played.wrong.push(`${where}: ${came}`);
      const says = JSON.stringify(referral.validate(draft));
      if (says !== expected) played.wrong.push(`after ${where}: ${says}`);
    }
  }
  return played;
}

/** What a call throws so many frames before the end of the stack, or nothing. @param {number} frames @param {() => unknown} call */
function nearTheEnd(frames, call) {
  let left = frames;
  /** @type {() => unknown} */
  const deeper = () => {
    try {
      return deeper();
    } catch (end) {
      if (left > 0) {
        left -= 1;
        throw end;
      }
    }
    try {
      call();
      return undefined;
    } catch (error) {
      return error;
    }
  };
  try {
    return deeper();
  } catch (error) {
    // There was no stack left even to say so.
    return error;
  }
}

/** Rejects where it takes too long. @param {unknown} work @returns {Promise<any>} */
function inTime(work) {
  /** @type {ReturnType<typeof setTimeout> | undefined} */
  let timer;
  const late = new Promise((_, reject) => {
    timer = setTimeout(() => reject(new Error("pending")), PATIENCE);
  });
  return Promise.race([work, late]).finally(() => clearTimeout(timer));
}
