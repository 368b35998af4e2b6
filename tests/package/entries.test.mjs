// @ts-check
// Every entry point of package.json: it exports what its types declare and nothing else, it can be imported where there is
// no page and no network, and it can be required.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { readFile } from "node:fs/promises";
import { createRequire, register } from "node:module";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = new URL("../../", import.meta.url);
const run = promisify(execFile);
const manifest = JSON.parse(await readFile(new URL("package.json", root), "utf8"));

/** What workerd does with the import of a module: it comes compiled. */
const WASM_HOOK = `data:text/javascript,${encodeURIComponent(`
  export async function load(url, context, next) {
    if (!url.endsWith(".wasm")) return next(url, context);
    const source = 'import { readFileSync } from "node:fs"; export default new WebAssembly.Module(readFileSync(new URL('
      + JSON.stringify(url) + ')));';
    return { format: "module", shortCircuit: true, source };
  }
`)}`;
register(WASM_HOOK);

/** The languages of the element, of which one entry is the pattern. */
const LANGUAGES = ["en", "zh-CN"];

/** Every entry by its name, those of a pattern too. @type {[string, any][]} */
const TARGETS = Object.entries(manifest.exports).flatMap(([name, target]) => {
  // Entries of types alone are tried by the compilers (`tests/types`).
  if (!target.default && typeof target !== "string") return [];
  if (!name.includes("*")) return [/** @type {[string, any]} */ ([name, target])];
  const file = (/** @type {string} */ one) => ({ ...target, default: target.default.replace("*", one) });
  return LANGUAGES.map((one) => /** @type {[string, any]} */ ([name.replace("*", one), file(one)]));
});

/** Conditional entries: name, condition, file, types. @type {[string, string, string, string][]} */
const ENTRIES = TARGETS.flatMap(([name, target]) =>
  typeof target === "string"
    ? []
    : Object.entries(target)
        .filter(([condition]) => condition !== "types")
        .map(
          ([condition, file]) =>
            /** @type {[string, string, string, string]} */ ([name, condition, file, target.types]),
        ),
);

/** The values that a d.ts exports; types are none. @param {string} text */
function declared(text) {
  const code = text.replace(/\/\*.*?\*\//gs, "").replace(/\/\/.*/g, "");
  const names = new Set();
  for (const [, isDefault, name] of code.matchAll(
    /^export (default )?(?:declare )?(?:function|class|const|let) (\w+)/gm,
  )) {
    names.add(isDefault ? "default" : name);
  }
  if (/^export default \w+;/m.test(code)) names.add("default");
  for (const [, list] of code.matchAll(/^export \{([^}]*)\}/gm)) {
    for (const part of list.split(","))
      if (part.trim())
        names.add(
          part
            .trim()
            .split(/\s+as\s+/)
            .at(-1),
        );
  }
  return [...names].sort();
}

test("package.json has an entry for pages, for workerd and for all others, types first", () => {
  assert.ok(ENTRIES.length >= 5);
  assert.deepEqual(Object.keys(manifest.exports["."]), ["types", "workerd", "browser", "default"]);
  for (const [name, target] of Object.entries(manifest.exports)) {
    if (typeof target === "string") continue;
    assert.equal(Object.keys(target)[0], "types");
    assert.equal(Object.keys(target).at(-1), name === "./types/*" ? "types" : "default");
  }
});

test("package.json tells bundlers of the entries that do something when they are imported", async () => {
  for (const [name, , file] of ENTRIES) {
    // The element is defined: bundlers must not leave that out.
    const acts = name === "./element" || /^startOnFirstCall\(/m.test(await readFile(new URL(file, root), "utf8"));
    assert.equal(manifest.sideEffects.includes(file), acts, `${name}: ${file}`);
  }
});

for (const [name, condition, file, types] of ENTRIES) {
  const title = `${name} (${condition})`;
  const href = new URL(file, root).href;

  test(`${title} exports what ${types} declares`, async () => {
    const expected = declared(await readFile(new URL(types, root), "utf8"));
    const isOne = /^\.\/(element|locales)/.test(name);
    assert.ok(isOne ? expected.length === 1 : expected.length > 5, String(expected));
    assert.deepEqual(Object.keys(await import(href)).sort(), expected);
  });

  test(`${title} touches no page and no network when it is imported`, async () => {
    const code = `
      import { register } from "node:module";
      register(${JSON.stringify(WASM_HOOK)});
      const touched = [];
      const names = ("fetch XMLHttpRequest WebSocket Worker document window self navigator location history localStorage sessionStorage "
        + "indexedDB caches BroadcastChannel addEventListener customElements setTimeout setInterval queueMicrotask").split(" ");
      for (const name of names) {
        Object.defineProperty(globalThis, name, { get() { touched.push(name); return undefined; }, configurable: true });
      }
      // Only instantiated when it is asked for.
      const { Module, Instance } = WebAssembly;
      const watch = (name, made) => new Proxy(made, { construct(...made) { touched.push(name); return Reflect.construct(...made); } });
      WebAssembly.Instance = watch("Instance", Instance);
      for (const name of ["compile", "instantiate", "compileStreaming", "instantiateStreaming"]) {
        WebAssembly[name] = () => { touched.push(name); throw new Error(name); };
      }
      process.once("beforeExit", () => { process.stdout.write(JSON.stringify(touched)); });
      await import(${JSON.stringify(href)});
    `;
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code], { timeout: 20_000 });
    // To see that there is no page, the element asks for one thing of it.
    assert.deepEqual(JSON.parse(stdout), name === "./element" ? ["customElements"] : []);
  });
}

const require = createRequire(import.meta.url);
const CLEAN = '{"id":"x","eTag":"\\"e\\"","customerProfile":{},"consent":{},"details":{}}';

/** What this Node gets by name. */
const NAMES = [...new Set(ENTRIES.map(([name]) => name))];
for (const name of NAMES) {
  const specifier = name.replace(".", manifest.name);

  test(`${specifier} is required and imported as one`, async () => {
    const required = require(specifier);
    const imported = await import(specifier);
    const names = Object.keys(required).filter((key) => key !== "__esModule");
    assert.deepEqual(names.sort(), Object.keys(imported).sort());
    for (const key of Object.keys(imported)) assert.equal(required[key], imported[key], key);
  });
}

for (const name of [".", "./inline"].map((name) => name.replace(".", manifest.name))) {
  test(`${name}, required where nothing else was, works without init`, async () => {
    const code = `
      const { default: init, validate } = require(${JSON.stringify(name)});
      const verdict = validate(${JSON.stringify(CLEAN)}).findings;
      init().then(() => process.stdout.write(JSON.stringify(verdict)));
    `;
    const { stdout } = await run(process.execPath, ["--no-warnings", "--input-type=commonjs", "--eval", code], {
      cwd: fileURLToPath(root),
      timeout: 20_000,
    });
    assert.deepEqual(
      JSON.parse(stdout).map((/** @type {{ code: string }} */ { code }) => code),
      ["format"],
    );
  });
}

test("files without conditions are there", async () => {
  const files = Object.values(manifest.exports).filter((target) => typeof target === "string");
  assert.ok(files.includes("./dist/referral_editor.wasm"));
  for (const file of files) assert.ok((await readFile(new URL(file, root))).length > 0, file);
  assert.ok(await WebAssembly.compile(await readFile(require.resolve("referral-editor/referral_editor.wasm"))));
});

test("workerd: works without init, with it, and with another source first", async () => {
  const file = new URL(manifest.exports["."].workerd, root).href;
  /** @param {string} body */
  const inOwnProcess = async (body) => {
    const code = `
      import { register } from "node:module";
      import assert from "node:assert/strict";
      register(${JSON.stringify(WASM_HOOK)});
      // As in workerd: no bytes are compiled.
      const { default: init, validate } = await import(${JSON.stringify(file)});
      WebAssembly.compile = () => assert.fail("bytes are compiled");
      const Module = WebAssembly.Module;
      WebAssembly.Module = new Proxy(Module, { construct() { throw new WebAssembly.CompileError("Wasm code generation disallowed by embedder"); } });
      const works = () => assert.deepEqual(validate(${JSON.stringify(CLEAN)}).findings.map(({ code }) => code), ["format"]);
      ${body}
      process.stdout.write("done");
    `;
    const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code], { timeout: 20_000 });
    assert.equal(stdout, "done");
  };
  await inOwnProcess("works(); await init(); works();");
  await inOwnProcess("assert.equal(await init(), undefined); works(); await Promise.all([init(), init()]);");
  await inOwnProcess(
    'await assert.rejects(init(new Uint8Array(8)), { name: "ReferralError", code: "csp-blocked" }); works(); await init();',
  );
});
