// @ts-check
// What a page, and a worker, of the loading tests runs: the package as any page loads it, in a place that is as odd as its
// address says.

/** What we print. Browsers print by themselves without this. @type {string[]} */
const printed = [];
for (const name of /** @type {const} */ (["log", "info", "warn", "error", "debug"])) {
  const print = console[name];
  console[name] = (...args) => {
    printed.push(`${name}: ${args.join(" ")}`);
    print.apply(console, args);
  };
}
for (const name of ["error", "unhandledrejection"])
  addEventListener(name, (event) => printed.push(`${name}: ${event}`));

const query = new URLSearchParams(location.search);
const { setTimeout: wait, fetch: send, WebAssembly: wasm } = globalThis;

// Where it is asked for ten times as fast; and what was waited for is kept.
const pace = query.has("quick") ? 10 : 1;
/** @type {number[]} */
const waited = [];
/** @type {(run: () => void, delay: number, ...args: unknown[]) => number} */
const quick = (run, delay, ...args) => {
  waited.push(delay);
  return wait(run, delay / pace, ...args);
};
Object.assign(globalThis, { setTimeout: quick });

/** @type {Record<string, () => void>} */
const ODD = {
  "no WebAssembly": () => Reflect.deleteProperty(globalThis, "WebAssembly"),
  "no fetch": () => Reflect.deleteProperty(globalThis, "fetch"),
  "no streaming": () => Reflect.deleteProperty(wasm, "compileStreaming"),
  "no base64": () => Reflect.deleteProperty(Uint8Array, "fromBase64"),
  "fetch gives nothing": () => Object.assign(globalThis, { fetch: async () => undefined }),
  "fetch never ends": () => Object.assign(globalThis, { fetch: () => new Promise(() => {}) }),
  "fetch throws": () =>
    Object.assign(globalThis, {
      fetch() {
        throw new Error("no");
      },
    }),
  "fetch without integrity": () =>
    Object.assign(globalThis, { fetch: (/** @type {string} */ url) => send(url, { cache: "no-store" }) }),
  "a refusal in other words": () =>
    Object.assign(globalThis.WebAssembly, {
      Module: class {
        constructor() {
          throw new wasm.CompileError("computer says no");
        }
      },
    }),
};
ODD[query.get("odd") ?? ""]?.();

const referral = /** @type {Promise<typeof import("referral-editor")>} */ (
  import(/** @type {string} */ ("./dist/browser.js"))
);
// Looked at by those who use it.
referral.catch(() => {});

const CLEAN =
  '{"id":"49d90c72-3326-4f61-aacc-2cb57970448c","eTag":"\\"e\\"","customerProfile":{},"consent":{},"details":{}}';

/** @typedef {{ ends: string, message: string, causes: string[] }} Told */

/** @param {() => unknown} work @returns {Promise<Told>} */
async function tell(work) {
  try {
    await work();
    return { ends: "works", message: "", causes: [] };
  } catch (thrown) {
    const { code, message, cause } = /** @type {{ code?: string, message: string, cause?: unknown }} */ (thrown);
    const isOurs = (await referral).isReferralError(thrown);
    const causes = cause instanceof AggregateError ? cause.errors : [cause];
    return { ends: isOurs ? String(code) : `foreign ${thrown}`, message, causes: causes.map(String) };
  }
}

/** What a case can ask for as the source. @type {Record<string, (address: string) => unknown>} */
const SOURCES = {
  none: () => undefined,
  null: () => null,
  address: (address) => address,
  URL: (address) => new URL(address),
  Response: (address) => send(address),
  bytes: async (address) => (await send(address)).arrayBuffer(),
  module: async (address) => wasm.compile(await (await send(address)).arrayBuffer()),
};

/**
 * `init` with a source of this kind, so many times at once; then the functions.
 * @param {{ kind: string, address: string, times: number }} job
 */
async function load({ kind, address, times }) {
  const { default: init, validate } = await referral;
  const early = await tell(() => validate(CLEAN));
  const source = await SOURCES[kind]?.(address);
  const begun = performance.now();
  const all = await Promise.all(Array.from({ length: times }, () => tell(() => init(/** @type {string} */ (source)))));
  const took = performance.now() - begun;
  const works = await tell(() => {
    const report = validate(CLEAN);
    if (!report.valid || report.findings.length > 0) throw new Error(JSON.stringify(report));
  });
  return { early: early.ends, all, works: works.ends, took, printed: printed.splice(0), waited: waited.splice(0) };
}

/** A number where a text is expected, and other things that make memory go wrong where nobody looks. */
async function misuse() {
  const { default: init, validate, stripLinks, edit, getReferral, preparePut } = /** @type {any} */ (await referral);
  const calls = [
    () => validate(5),
    () => validate(CLEAN, 5),
    () => stripLinks(2 ** 40),
    () => edit(CLEAN, 5),
    () => edit(CLEAN, [{ op: "replace", path: 5, json: 5 }]),
    () => getReferral(5),
    () => preparePut(CLEAN, { etag: 5 }),
    () => init(5),
    () => validate(CLEAN),
  ];
  const ends = [];
  for (const call of calls) ends.push((await tell(call)).ends);
  return ends;
}

const loading = { load, misuse };
/** @typedef {typeof loading} InLoadingPage */
/** @typedef {Awaited<ReturnType<typeof load>>} Loaded */
Object.assign(globalThis, { loading });

// In a worker there is nobody to evaluate anything: the page asks by messages.
if (!("document" in globalThis)) {
  addEventListener("message", async ({ data }) => postMessage(await load(data)));
}
