// @ts-check
/**
 * What can be wrong where the package is loaded, and how it ends, by hand. Where nothing is said of the policy there is one:
 * the least that the package needs.
 */

export const LEAST = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/**
 * @typedef {object} Loading
 * @property {string} name
 * @property {string | null} [policy] null: none
 * @property {Record<string, string>} [headers] of the page, instead of a policy
 * @property {string} [file] how `referral_editor.wasm` is answered, by its name in loading-site.mjs; "right" unless told
 * @property {string} [copy] how `wasm-base64.js` is
 * @property {string} [odd] what the page lacks, by its name in loading-page.js
 * @property {true} [quick] time runs ten times as fast, for what has to be waited for
 * @property {string} [source] kind of what `init` is given; "none" unless told
 * @property {"other origin"} [from] where the source is
 * @property {number} [times] `init` is called at once
 * @property {string} [ends] "works" unless told, or the code
 * @property {[file: number | "some", copy: number | "some"]} [asked] requests for the file and the copy; [1, 0] unless told. A browser
 *   that gets no answer asks again by itself: "some"
 * @property {RegExp[]} [causes] one for each cause, in their order
 * @property {string | null} [again] how the next try ends when nothing is wrong any more; "works" unless told, null: not tried
 * @property {Record<string, string>} [againIn] where it is another one, by browser
 * @property {number[]} [waits] the timers that are set, in milliseconds; not looked at unless told
 * @property {boolean} [dropped] the browser gave up the file before its end
 */

/** Nothing but the copy helps. */
const HEALED = /** @type {[number, number]} */ ([1, 1]);

/** @type {Loading[]} */
export const POLICIES = [
  { name: "no policy", policy: null },
  { name: "the least that is needed" },
  { name: "'unsafe-eval' allows wasm too", policy: "script-src 'self' 'unsafe-eval'" },
  { name: "default-src instead of script-src", policy: "default-src 'self' 'wasm-unsafe-eval'" },
  {
    name: "a nonce with 'strict-dynamic'",
    policy: "script-src 'nonce-once' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src 'self'; base-uri 'none'",
  },
  {
    name: "a nonce with 'strict-dynamic', and the file is blocked",
    policy: "script-src 'nonce-once' 'strict-dynamic' 'wasm-unsafe-eval'; connect-src 'none'",
    asked: [0, 1],
  },
  {
    name: "connect-src 'none'",
    policy: LEAST.replace("connect-src 'self'", "connect-src 'none'"),
    asked: [0, 1],
  },
  { name: "no connect-src, default-src 'none'", policy: LEAST.replace("; connect-src 'self'", ""), asked: [0, 1] },
  {
    name: "connect-src with the API only",
    policy: LEAST.replace("connect-src 'self'", "connect-src https://api.partner.microsoft.com"),
    asked: [0, 1],
  },
  { name: "trusted types", policy: `${LEAST}; require-trusted-types-for 'script'; trusted-types 'none'` },
  {
    name: "trusted types, and the file is missing",
    policy: `${LEAST}; require-trusted-types-for 'script'; trusted-types 'none'`,
    file: "404",
    asked: HEALED,
  },
  {
    name: "cross-origin isolation",
    headers: { "Cross-Origin-Opener-Policy": "same-origin", "Cross-Origin-Embedder-Policy": "require-corp" },
  },
  {
    name: "a policy that only reports",
    headers: { "Content-Security-Policy-Report-Only": "script-src 'self'; connect-src 'none'" },
  },
  {
    name: "a sandboxed page, whose origin is none",
    policy: "sandbox allow-scripts; script-src 'nonce-once' 'strict-dynamic' 'wasm-unsafe-eval'",
    file: "with CORS",
  },
  {
    name: "a sandboxed page, and the file has no CORS headers",
    policy: "sandbox allow-scripts; script-src 'nonce-once' 'strict-dynamic' 'wasm-unsafe-eval'",
    asked: HEALED,
  },
  { name: "script-src 'self'", policy: "script-src 'self'", ends: "csp-blocked", asked: [0, 0], again: "csp-blocked" },
  {
    name: "script-src 'self', and nothing may be fetched",
    policy: "default-src 'none'; script-src 'self'",
    ends: "csp-blocked",
    asked: [0, 0],
    again: "csp-blocked",
  },
  {
    name: "script-src 'self', and the file is missing",
    policy: "script-src 'self'",
    file: "404",
    copy: "404",
    ends: "csp-blocked",
    asked: [0, 0],
    again: "csp-blocked",
  },
  {
    name: "default-src 'self'",
    policy: "default-src 'self'",
    ends: "csp-blocked",
    asked: [0, 0],
    again: "csp-blocked",
  },
  {
    name: "two policies, of which one forbids wasm",
    policy: `${LEAST}, script-src 'self'`,
    ends: "csp-blocked",
    asked: [0, 0],
    again: "csp-blocked",
  },
  {
    name: "an address, and wasm is forbidden",
    policy: "script-src 'self'",
    source: "address",
    ends: "csp-blocked",
    asked: [0, 0],
    again: "csp-blocked",
  },
  {
    name: "bytes, and wasm is forbidden",
    policy: "script-src 'self'",
    source: "bytes",
    ends: "csp-blocked",
    again: "csp-blocked",
  },
  {
    name: "a refusal in words that nobody knows",
    odd: "a refusal in other words",
    ends: "csp-blocked",
    asked: [0, 0],
    again: "csp-blocked",
  },
];

/** @type {Loading[]} */
export const FILES = [
  { name: "as it should be" },
  { name: "compressed on the way", file: "compressed on the way" },
  { name: "as octets", file: "as octets" },
  { name: "as text", file: "as text" },
  { name: "as wasm with a parameter", file: "as wasm with a parameter" },
  { name: "without a type", file: "without a type" },
  { name: "as text, nosniff", file: "to be sniffed by nobody" },
  { name: "redirected", file: "redirected" },
  { name: "404", file: "404", asked: HEALED },
  { name: "500", file: "500", asked: HEALED },
  { name: "204", file: "204", asked: HEALED },
  { name: "the start page of a dev server", file: "the start page", asked: HEALED },
  { name: "the start page, as wasm", file: "the start page as wasm", asked: HEALED },
  { name: "empty", file: "nothing", asked: HEALED },
  { name: "another version, valid wasm of the right type", file: "another version", asked: HEALED },
  { name: "half of it", file: "half of it", asked: HEALED },
  { name: "cut off", file: "cut off", asked: ["some", 1] },
  { name: "no answer", file: "no answer", asked: ["some", 1] },
  {
    name: "never an answer",
    quick: true,
    file: "never an answer",
    asked: HEALED,
    waits: [60_000, 10_000],
    dropped: true,
  },
  {
    name: "half, and then nothing",
    quick: true,
    file: "half and then nothing",
    asked: HEALED,
    waits: [60_000, 10_000],
    dropped: true,
  },
  {
    name: "late: the copy is quicker",
    quick: true,
    file: "late, after the copy",
    asked: HEALED,
    waits: [60_000, 10_000],
  },
  { name: "late, and there is no copy", quick: true, file: "late, after the copy", copy: "404", asked: HEALED },
];

/** @type {Loading[]} */
export const BOTH = [
  { name: "both are missing", file: "404", copy: "404", ends: "load-failed", asked: HEALED, causes: [/./, /./] },
  {
    name: "both are start pages",
    file: "the start page",
    copy: "the start page",
    ends: "load-failed",
    asked: HEALED,
    causes: [/./, /./],
  },
  {
    name: "offline",
    file: "no answer",
    copy: "no answer",
    ends: "load-failed",
    asked: ["some", "some"],
    causes: [/TypeError/, /TypeError/],
  },
  {
    name: "the copy is missing, and nothing may be fetched",
    policy: LEAST.replace("connect-src 'self'", "connect-src 'none'"),
    copy: "404",
    ends: "load-failed",
    asked: [0, 1],
    causes: [/TypeError/, /TypeError/],
    // It remembers that it could not get a module for as long as the page lives.
    againIn: { Firefox: "load-failed" },
  },
  {
    name: "neither ever answers",
    quick: true,
    file: "never an answer",
    copy: "never an answer",
    ends: "load-failed",
    asked: HEALED,
    waits: [60_000, 10_000],
    causes: [/TimeoutError/],
    dropped: true,
  },
];

/** @type {Loading[]} */
export const CALLS = [
  { name: "twice at once: one request", times: 2 },
  { name: "eight times at once, healed: one request each", times: 8, file: "404", asked: HEALED },
  {
    name: "eight times at once, and all fail alike",
    times: 8,
    file: "404",
    copy: "404",
    ends: "load-failed",
    asked: HEALED,
  },
  { name: "null is no source", source: "null" },
  { name: "an address", source: "address" },
  { name: "a URL", source: "URL" },
  { name: "a Response", source: "Response" },
  { name: "a Response of another type", source: "Response", file: "as octets" },
  { name: "bytes", source: "bytes" },
  { name: "a module", source: "module" },
  { name: "an address of another version that fits", source: "address", file: "another version" },
  {
    name: "an address that is missing: nothing is made up",
    source: "address",
    file: "404",
    ends: "load-failed",
    causes: [/404/],
  },
  {
    name: "an address with a start page",
    source: "address",
    file: "the start page",
    ends: "load-failed",
    causes: [/CompileError/],
  },
  {
    name: "an address that never answers",
    quick: true,
    source: "address",
    file: "never an answer",
    ends: "load-failed",
    causes: [/TimeoutError/],
    waits: [60_000],
    dropped: true,
  },
  {
    name: "an address that stops in the middle",
    quick: true,
    source: "address",
    file: "half and then nothing",
    ends: "load-failed",
    causes: [/TimeoutError/],
    waits: [60_000],
    dropped: true,
  },
  {
    // It is the caller's to give up: until then Firefox compiles nothing else.
    name: "a Response that never ends",
    quick: true,
    source: "Response",
    file: "half and then nothing",
    ends: "load-failed",
    causes: [/TimeoutError/],
    waits: [60_000],
    again: null,
  },
  {
    name: "an address that connect-src blocks is no policy against wasm",
    policy: LEAST.replace("connect-src 'self'", "connect-src 'none'"),
    source: "address",
    ends: "load-failed",
    asked: [0, 0],
    causes: [/TypeError/],
  },
  {
    name: "another origin without CORS",
    policy: null,
    source: "address",
    from: "other origin",
    ends: "load-failed",
    causes: [/TypeError/],
  },
  { name: "another origin with CORS", policy: null, source: "address", from: "other origin", file: "with CORS" },
];

/** @type {Loading[]} */
export const ODD = [
  {
    name: "no WebAssembly",
    odd: "no WebAssembly",
    ends: "load-failed",
    asked: [0, 0],
    causes: [/ReferenceError/],
    again: "load-failed",
  },
  { name: "no fetch", odd: "no fetch", asked: [0, 1] },
  { name: "fetch throws", odd: "fetch throws", asked: [0, 1] },
  { name: "fetch gives nothing", odd: "fetch gives nothing", asked: [0, 1] },
  { name: "fetch never ends", quick: true, odd: "fetch never ends", asked: [0, 1] },
  {
    name: "fetch knows no integrity, start page",
    odd: "fetch without integrity",
    file: "the start page",
    asked: HEALED,
  },
  { name: "fetch knows no integrity, half of it", odd: "fetch without integrity", file: "half of it", asked: HEALED },
  { name: "no streaming", odd: "no streaming" },
  { name: "no Uint8Array.fromBase64", odd: "no base64", file: "404", asked: HEALED },
];

/** In a worker: the policy is that of its script. @type {Loading[]} */
export const WORKERS = [
  { name: "as it should be" },
  { name: "the file is missing", file: "404", asked: HEALED },
  { name: "the file never answers", quick: true, file: "never an answer", asked: HEALED, dropped: true },
  { name: "both are missing", file: "404", copy: "404", ends: "load-failed", asked: HEALED },
  { name: "connect-src 'none'", policy: "script-src 'self' 'wasm-unsafe-eval'; connect-src 'none'", asked: [0, 1] },
  { name: "wasm is forbidden", policy: "script-src 'self'", ends: "csp-blocked", asked: [0, 0], again: "csp-blocked" },
];
