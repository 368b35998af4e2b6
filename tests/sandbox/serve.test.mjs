// @ts-check
import assert from "node:assert/strict";
import { spawn } from "node:child_process";
import { createHash } from "node:crypto";
import { once } from "node:events";
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { connect } from "node:http2";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, test } from "node:test";
import { fileURLToPath } from "node:url";
import { contentSecurityPolicy, serve } from "../../www/serve.js";
import { ACCEPTED, etagOf } from "./helpers.mjs";

const IMPORT_MAP = '\n  { "imports": { "referral-editor": "/dist/browser.js" } }\n';
const HTML = `<!doctype html><script type="importmap">${IMPORT_MAP}</script><script type="module" src="app.js"></script>`;

const folder = await mkdtemp(join(tmpdir(), "referral-editor-"));
const pages = join(folder, "www");
const dist = join(folder, "dist");
await mkdir(join(pages, "app"), { recursive: true });
await mkdir(dist);
await writeFile(join(pages, "index.html"), HTML);
await writeFile(join(pages, "app", "index.html"), "<!doctype html>");
await writeFile(join(pages, "app", "app.js"), "export {};");
await writeFile(join(dist, "referral_editor.wasm"), Buffer.from([0, 0x61, 0x73, 0x6d, 1, 0, 0, 0]));
await writeFile(join(folder, "secret.txt"), "secret");

const server = await serve({ pages, dist });
const { url, baseUrl, crossOriginBaseUrl, sandbox } = server;
const crossOrigin = new URL(crossOriginBaseUrl).origin;
after(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

test("the page comes with its policy, however it is named; its import map by hash", async () => {
  const hash = createHash("sha256").update(IMPORT_MAP).digest("base64");
  const policy =
    `default-src 'none'; script-src 'self' 'wasm-unsafe-eval' 'sha256-${hash}'; style-src 'self'; img-src 'self' data:; ` +
    `connect-src 'self' ${crossOrigin}; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; ` +
    "require-trusted-types-for 'script'; trusted-types 'none'";
  for (const path of ["", "index.html", "index", "index.html/", "?lang=zh-CN", "%69ndex.html"]) {
    const response = await fetch(url + path);
    assert.equal(response.status, 200, path);
    assert.equal(await response.text(), HTML);
    assert.equal(response.headers.get("content-type"), "text/html;charset=utf-8");
    assert.equal(response.headers.get("content-security-policy"), policy, path);
    assert.equal(response.headers.get("x-content-type-options"), "nosniff");
    assert.equal(response.headers.get("referrer-policy"), "no-referrer");
    assert.equal(response.headers.get("cache-control"), "no-store");
  }
  const inner = await fetch(`${url}app/`);
  assert.match(inner.headers.get("content-security-policy") ?? "", /script-src 'self' 'wasm-unsafe-eval';/);
});

test("the policy is the one of the page as it is now", async () => {
  await writeFile(join(pages, "other.html"), HTML);
  const first = (await fetch(`${url}other.html`)).headers.get("content-security-policy");
  await writeFile(join(pages, "other.html"), HTML.replace("browser.js", "inline.js"));
  const second = (await fetch(`${url}other.html`)).headers.get("content-security-policy");
  assert.notEqual(first, second);
});

test("only import maps get a hash, and line ends are hashed as a browser reads them", () => {
  const hash = (/** @type {string} */ text) => `'sha256-${createHash("sha256").update(text).digest("base64")}'`;
  const html = `<SCRIPT nonce=x TYPE=importmap>\r\n{}\r\n</SCRIPT><script>alert(1)</script><script type='importmap'>{ }</script>`;
  assert.ok(contentSecurityPolicy(html, "x").includes(`'wasm-unsafe-eval' ${hash("\n{}\n")} ${hash("{ }")};`));
});

test("scripts, wasm and the API have their types, on one origin", async () => {
  const type = async (/** @type {string} */ path) => (await fetch(url + path)).headers.get("content-type");
  assert.equal(await type("dist/referral_editor.wasm"), "application/wasm");
  assert.match((await type("app/app.js")) ?? "", /^text\/javascript/);
  assert.equal(await type("token"), "text/plain; charset=utf-8");
  assert.equal(await type("v1.0/engagements/referrals"), "application/json; charset=utf-8");
});

test("what is not there is 404, what is outside stays outside, files are only read", async () => {
  for (const path of [
    "nowhere",
    "dist/nowhere.js",
    "..%2fsecret.txt",
    "dist/..%2f..%2fsecret.txt",
    "%2e%2e/secret.txt",
    "%00",
    "%ff",
  ]) {
    const response = await fetch(url + path);
    assert.equal(response.status, 404, path);
    assert.equal((await response.text()).includes("secret"), false);
  }
  assert.equal((await fetch(url, { method: "POST" })).status, 405);
  assert.equal((await fetch(url, { method: "HEAD" })).status, 200);
});

test("both origins share one memory", async () => {
  assert.notEqual(crossOrigin, new URL(url).origin);
  const token = await (await fetch(`${crossOrigin}/token`)).text();
  assert.equal(token, sandbox.token);
  const headers = { authorization: `Bearer ${token}`, "content-type": "application/json" };
  const path = `/engagements/referrals/${ACCEPTED}`;
  const saved = await fetch(crossOriginBaseUrl + path, {
    method: "PUT",
    headers: { ...headers, "if-match": etagOf(sandbox.document(ACCEPTED)) },
    body: '{"status":"Closed","substatus":"Won"}',
  });
  assert.equal(saved.status, 200);
  assert.equal(saved.headers.get("access-control-allow-origin"), "*");
  assert.equal(await (await fetch(baseUrl + path, { headers })).text(), await saved.text());
  assert.equal((await fetch(`${crossOrigin}/index.html`)).status, 404);
});

test("the scenario is set beside the API, on both origins", async () => {
  for (const origin of [new URL(url).origin, crossOrigin]) {
    const set = await fetch(`${origin}/sandbox/scenario`, { method: "PUT", body: '"busy"' });
    assert.deepEqual([set.status, sandbox.scenario.list().scenario], [200, "busy"]);
    const cleared = await fetch(`${origin}/sandbox/scenario?x`, { method: "DELETE" });
    assert.deepEqual([cleared.status, sandbox.scenario.list().scenario], [200, "none"]);
  }
});

test("asked for, the API is served over HTTP/2, too, and the page may go there", async () => {
  assert.equal(server.secureBaseUrl, null);
  const secure = await serve({ pages, dist, sandbox, secure: true });
  const { origin, port } = new URL(secure.secureBaseUrl ?? "");
  const policy = (await fetch(secure.url)).headers.get("content-security-policy");
  assert.ok(policy?.includes(`; connect-src 'self' ${new URL(secure.crossOriginBaseUrl).origin} ${origin};`));
  const client = connect(`https://localhost:${port}`, { rejectUnauthorized: false });
  const stream = client.request({ ":path": "/token" });
  assert.equal((await once(stream, "response"))[0][":status"], 200);
  const [token] = await once(stream, "data");
  assert.equal(token.toString(), sandbox.token);
  client.destroy();
  await secure.close();
});

test("without folders there is still the API, and a hint", async () => {
  const bare = await serve({ pages: join(folder, "none"), dist: join(folder, "none") });
  assert.equal((await fetch(bare.url)).status, 404);
  assert.match(await (await fetch(`${bare.url}dist/browser.js`)).text(), /npm run build/);
  assert.equal((await fetch(`${bare.url}token`)).status, 200);
  await bare.close();
});

const script = fileURLToPath(new URL("../../www/serve.js", import.meta.url));

/** @param {string} port @param {string[]} args @param {Record<string, string>} env */
function start(port, args = [], env = {}) {
  const child = spawn(process.execPath, [script, ...args], { env: { ...process.env, PORT: port, ...env } });
  const output = { stdout: "", stderr: "" };
  child.stdout.on("data", (chunk) => {
    output.stdout += chunk;
  });
  child.stderr.on("data", (chunk) => {
    output.stderr += chunk;
  });
  return { child, output };
}

for (const signal of /** @type {const} */ (["SIGINT", "SIGTERM"])) {
  test(`as a program: one line with the address, and a clean end on ${signal}`, async () => {
    const { child, output } = start("0");
    await once(child.stdout, "data");
    const [address = ""] = /http:\S+/.exec(output.stdout) ?? [];
    assert.equal(output.stdout.trim().split("\n").length, 1);
    assert.equal((await fetch(`${address}token`)).status, 200);
    child.kill(signal);
    assert.deepEqual(await once(child, "close"), [0, null]);
    assert.equal(output.stderr, "");
  });
}

test("as a program: a port that is taken, or none, is said in one sentence", async () => {
  const taken = createServer().listen(0, "127.0.0.1");
  await once(taken, "listening");
  const { port } = /** @type {import("node:net").AddressInfo} */ (taken.address());
  for (const [wanted, sentence] of /** @type {[string, RegExp][]} */ ([
    [String(port), new RegExp(`^Port (${port}|${port + 1}) is taken .*PORT=\\d+ npm start\\.\n$`)],
    [String(port - 1), new RegExp(`^Port ${port} is taken .*PORT=\\d+ npm start\\.\n$`)],
    ["65535", /^PORT is "65535", but must be .*\n$/],
    ["many", /^PORT is "many", but must be .*\n$/],
  ])) {
    const { child, output } = start(wanted);
    assert.deepEqual(await once(child, "close"), [1, null], output.stderr);
    assert.match(output.stderr, sentence);
    assert.equal(output.stdout, "");
  }
  taken.close();
});

test("as a program: --http2 adds an address, and nothing else is an argument", async () => {
  const { child, output } = start("0", ["--http2"]);
  await once(child.stdout, "data");
  assert.match(output.stdout, /, over HTTP\/2: https:\/\/localhost:\d+\/v1\.0\)/);
  child.kill("SIGINT");
  assert.deepEqual(await once(child, "close"), [0, null]);
  for (const [args, env, sentence] of /** @type {[string[], Record<string, string>, RegExp][]} */ ([
    [["--http3"], {}, /^The only argument is --http2.*\n$/],
    [["--http2", "x"], {}, /^The only argument is --http2.*\n$/],
    [["--http2"], { PORT: "65534" }, /^PORT is "65534", but must be .* to 65533\.\n$/],
    [["--http2"], { PATH: "" }, /^openssl.* is missing: .*\n$/],
  ])) {
    const other = start("0", args, env);
    assert.deepEqual(await once(other.child, "close"), [1, null], other.output.stderr);
    assert.match(other.output.stderr, sentence);
  }
});
