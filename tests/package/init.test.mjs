// @ts-check
// Loading: each case in a process of its own, as the module is loaded once in each.

import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { test } from "node:test";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";

const root = fileURLToPath(new URL("../..", import.meta.url));
const run = promisify(execFile);

/** What both kinds of loaders find at the top of a case. */
const HEAD = `
  import assert from "node:assert/strict";
  import { readFile } from "node:fs/promises";
  import { createServer } from "node:http";
  process.on("unhandledRejection", (reason) => { console.error("unhandled", reason); process.exitCode = 1; });
  const file = new URL("dist/referral_editor.wasm", ${JSON.stringify(new URL("../../", import.meta.url).href)});
  const bytes = await readFile(file);
  const CLEAN = '{"id":"49d90c72-3326-4f61-aacc-2cb57970448c","eTag":"\\\\"e\\\\"","customerProfile":{},"consent":{},"details":{}}';
  const works = () => assert.deepEqual(referral.validate(CLEAN), { valid: true, findings: [] });
  const fails = async (call, code) => {
    const error = await (async () => call())().then(() => assert.fail("it does not fail"), (error) => error);
    assert.ok(referral.isReferralError(error), String(error));
    assert.equal(error.code, code);
    return error;
  };
`;

/** @param {string} specifier @param {string} body */
async function inOwnProcess(specifier, body) {
  const code = `import init, * as referral from ${JSON.stringify(specifier)};\n${HEAD}\n${body}\nconsole.log("done");`;
  const { stdout } = await run(process.execPath, ["--input-type=module", "--eval", code], {
    cwd: root,
    timeout: 20_000,
  });
  assert.match(stdout, /done\n$/);
}

/** Where the bytes are part of the package: what Node gets by the package's name. @param {string} name @param {string} body */
const inline = (name, body) => test(`inline: ${name}`, () => inOwnProcess("referral-editor", body));
/** Where they are fetched: what a page gets. @param {string} name @param {string} body */
const browser = (name, body) =>
  test(`browser: ${name}`, () => inOwnProcess(new URL("../../dist/browser.js", import.meta.url).href, body));

inline("works without init", "works();");
inline("works after init", "assert.equal(await init(), undefined); works();");
inline("init twice", "await init(); await init(); works(); await init(); works();");
inline(
  "init at the same time",
  "const all = await Promise.all([init(), init(), init(bytes)]); assert.deepEqual(all, [undefined, undefined, undefined]); works();",
);
for (const turns of [0, 2, 4, 8]) {
  for (const source of ["", "bytes", "Promise.resolve(bytes)"]) {
    inline(
      `a call ${turns} turns after init(${source}) never has a second module loaded below it`,
      `
      const loading = init(${source});
      for (let turn = 0; turn < ${turns}; turn += 1) await undefined;
      let answer;
      let saving;
      try {
        saving = referral.putReferral(CLEAN, { fetch: () => new Promise((resolve) => { answer = resolve; }) });
        works();
      } catch (error) {
        // Who has given another source has to wait for it.
        assert.notEqual(${JSON.stringify(source)}, "", "the bytes are here");
        assert.equal(error.code, "not-initialised");
        await fails(() => saving, "not-initialised");
        saving = undefined;
      }
      await loading;
      await init();
      works();
      for (let count = 0; count < 100; count += 1) referral.validate('{"a":1}');
      if (saving) {
        while (!answer) await new Promise((resolve) => setTimeout(resolve));
        answer(new Response(CLEAN.replace("e\\\\", "f\\\\"), { headers: { "content-type": "application/json" } }));
        assert.equal((await saving).type, "saved");
      }
      works();
      `,
    );
  }
}
inline("bytes given", "await init(bytes); works();");
inline(
  "a failed init can be tried again",
  'await fails(() => init(new Uint8Array([1, 2, 3])), "load-failed"); await init(); works();',
);
inline(
  "a failed init leaves the calls working",
  'await fails(() => init("http://127.0.0.1:1/x"), "load-failed"); works(); await init(); works();',
);

browser(
  "every function says that init is missing",
  `
  for (const name of "validate validateList transitions stripLinks edit diff merge toPatch preparePut putReferral getReferral".split(" ")) {
    await fails(() => referral[name](CLEAN, CLEAN, CLEAN), "not-initialised");
  }
  await init(bytes);
  works();
  `,
);
browser("a module given", "await init(await WebAssembly.compile(bytes)); works();");
browser("a Uint8Array given", "await init(new Uint8Array(bytes)); works();");
browser("a part of a buffer given", "await init(new Uint8Array([0, ...bytes, 0]).subarray(1, -1)); works();");
browser(
  "a DataView given",
  "await init(new DataView(Uint8Array.from([0, ...bytes, 0]).buffer, 1, bytes.length)); works();",
);
browser("an ArrayBuffer given", "await init(new Uint8Array(bytes).buffer); works();");
browser("a promise of bytes given", "await init(Promise.resolve(bytes)); works();");
browser(
  "a Response given",
  'await init(new Response(bytes, { headers: { "content-type": "application/wasm" } })); works();',
);
browser(
  "a promise of a Response given",
  'await init(Promise.resolve(new Response(bytes, { headers: { "content-type": "application/wasm" } }))); works();',
);
browser(
  "a Response of another type given",
  'console.warn = () => {}; await init(new Response(bytes, { headers: { "content-type": "application/octet-stream" } })); works();',
);
browser(
  "a URL given, as a URL and as a string, and fetched once",
  `
  let requests = 0;
  const server = createServer((_, res) => { requests += 1; res.setHeader("content-type", "application/wasm"); res.end(bytes); });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = "http://127.0.0.1:" + server.address().port + "/x.wasm";
  await Promise.all([init(new URL(url)), init(url), init(url)]);
  await init(url);
  works();
  assert.equal(requests, 1);
  server.closeAllConnections();
  server.close();
  `,
);
browser("the file cannot be fetched, as nothing that lies on a disk: the copy is taken", "await init(); works();");
browser(
  "each failure is load-failed with its cause, and can be tried again",
  `
  const server = createServer((_, res) => { res.statusCode = 404; res.end("not found"); });
  await new Promise((resolve) => server.listen(0, "127.0.0.1", resolve));
  const url = "http://127.0.0.1:" + server.address().port + "/x.wasm";
  const cut = bytes.subarray(0, 1000);
  const html = "<!doctype html>";
  const sources = [
    () => init(url),
    () => init("http://127.0.0.1:1/x.wasm"),
    () => init("not a URL"),
    () => init(new Uint8Array()),
    () => init(new Uint8Array([0, 97, 115, 109])),
    () => init(cut),
    () => init(Buffer.from(html)),
    () => init(new Response(html, { headers: { "content-type": "text/html" } })),
    () => init(new Response(null, { status: 500 })),
    () => init(Promise.reject(new Error("no"))),
    () => init(5),
    () => init({}),
    () => init(new Proxy({}, { get() { throw new Error("no"); } })),
  ];
  console.warn = () => {};
  for (const source of sources) {
    const error = await fails(source, "load-failed");
    assert.ok(error.cause !== undefined, String(source));
    await fails(() => referral.validate(CLEAN), "not-initialised");
  }
  const both = await Promise.allSettled([init(cut), init(bytes)]);
  assert.deepEqual(both.map(({ status }) => status), ["rejected", "rejected"]);
  await init(bytes);
  works();
  await init(cut);
  works();
  server.closeAllConnections();
  server.close();
  `,
);
browser(
  "a page whose policy forbids WebAssembly is told so",
  `
  const compile = WebAssembly.instantiate;
  WebAssembly.instantiate = async () => { throw new WebAssembly.CompileError("WebAssembly.instantiate(): Refused to compile or instantiate WebAssembly module because 'unsafe-eval' is not an allowed source of script in the following Content Security Policy directive"); };
  const error = await fails(() => init(bytes), "csp-blocked");
  assert.match(error.message, /wasm-unsafe-eval/);
  WebAssembly.instantiate = compile;
  await init(bytes);
  works();
  `,
);
