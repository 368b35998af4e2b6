// @ts-check
// The module traps all the same: out of memory, out of stack. The call says so, the next one works, and a save that was under
// way ends with what is true. By every way that a module is loaded.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { promisify } from "node:util";
import { playStack } from "../hostile/trapped.mjs";
import { untyped } from "./helpers.mjs";

const run = promisify(execFile);
const here = (/** @type {string} */ path) => JSON.stringify(new URL(path, import.meta.url).href);

/** The files of the package that hold the module, with a tight memory instead. */
const TIGHT_HOOK = `data:text/javascript,${encodeURIComponent(`
  import { readFileSync } from "node:fs";
  import { tight } from ${here("../hostile/tight.mjs")};
  const base64 = () =>
    Buffer.from(tight(readFileSync(new URL(${here("../../dist/referral_editor.wasm")})))).toString("base64");
  const sources = {
    "/wasm-base64.js": () => 'export default "' + base64() + '";',
    "/referral_editor.wasm": () =>
      'export default new WebAssembly.Module(Buffer.from("' + base64() + '", "base64"));',
  };
  export async function load(url, context, next) {
    for (const [end, source] of Object.entries(sources)) {
      if (url.endsWith(end)) return { format: "module", shortCircuit: true, source: source() };
    }
    return next(url, context);
  }
`)}`;

/** How a module gets there: the entry, and what is done before the first call. @type {Record<string, [entry: string, init: string]>} */
const WAYS = {
  "inline, the first call": ["inline.js", ""],
  "inline, init()": ["inline.js", "await init();"],
  "inline, init(bytes)": ["inline.js", "await init(bytes);"],
  "inline, init(a module of another realm)": [
    "inline.js",
    'await init(runInNewContext("new WebAssembly.Module(bytes)", { bytes }));',
  ],
  workerd: ["workerd.js", ""],
  "browser, the copy": ["browser.js", "await init();"],
  "browser, init(bytes)": ["browser.js", "await init(bytes);"],
  "browser, init(a module)": ["browser.js", "await init(await WebAssembly.compile(bytes));"],
  "browser, init(an answer)": [
    "browser.js",
    'await init(new Response(bytes, { headers: { "content-type": "application/wasm" } }));',
  ],
};

for (const [way, [entry, init]] of Object.entries(WAYS)) {
  test(`${way}: a trap is told, the next call works, and saves under way end truthfully`, async () => {
    const code = `
      import { readFileSync } from "node:fs";
      import { register } from "node:module";
      import { runInNewContext } from "node:vm";
      register(${JSON.stringify(TIGHT_HOOK)});
      const unhandled = [];
      process.on("unhandledRejection", (reason) => unhandled.push(String(reason)));
      const { tight, TOO_MUCH } = await import(${here("../hostile/tight.mjs")});
      const { playTraps } = await import(${here("../hostile/trapped.mjs")});
      const bytes = tight(readFileSync(new URL(${here("../../dist/referral_editor.wasm")})));
      const { default: init, ...referral } = await import(${here(`../../dist/${entry}`)});
      ${init}
      const before = process.memoryUsage().rss;
      const played = await playTraps(referral, TOO_MUCH);
      await new Promise((resolve) => setTimeout(resolve, 50));
      console.log(JSON.stringify({ ...played, unhandled, grown: process.memoryUsage().rss - before }));
    `;
    const { stdout } = await run(process.execPath, ["--no-warnings", "--input-type=module", "--eval", code], {
      timeout: 30_000,
    });
    const { traps, cases, wrong, unhandled, grown } = JSON.parse(stdout);
    assert.deepEqual(wrong, []);
    assert.deepEqual(unhandled, [], "no rejection is unhandled");
    assert.ok(traps > 100 && cases >= 20, `${traps} traps, ${cases} cases`);
    // They would be two megabytes each and more, were they kept.
    assert.ok(grown < 150 << 20, `${traps} traps keep ${grown >> 20} MiB`);
  });
}

test("where the stack is nearly full, whatever comes of a call, the next one works", async () => {
  const { ok, not, wrong } = await playStack(untyped);
  assert.deepEqual(wrong, []);
  assert.ok(ok > 20 && not > 20, `${ok} had enough of it, ${not} had not`);
  console.log(`stack: ${ok} calls had enough of it, ${not} had not`);
});
