// @ts-check
// Hosts without a page. Nobody calls `init` in them.

import { readdir } from "node:fs/promises";
import { createRequire } from "node:module";
import { join } from "node:path";
import { run, serve } from "./children.mjs";
import { imported, required, worker } from "./entries.mjs";
import { ROOT, TOOLS, versionOf } from "./project.mjs";
import { INLINE, startApi } from "./site.mjs";

/** @import { Host } from "./hosts.mjs" */
/** @import { Workshop } from "./project.mjs" */

/** Of the project itself; other versions of it come with the tools. @type {typeof import("esbuild")} */
export const esbuild = createRequire(join(ROOT, "package.json"))("esbuild");

const NODE = process.execPath;

/**
 * Runs one program to its end.
 * @param {Workshop} workshop
 * @param {{ program: string, args?: string[], file: string, text: string, network?: boolean }} how
 */
async function program(workshop, { program, args = [], file, text, network = true }) {
  const project = await workshop.project({ [file]: text });
  const api = network ? await startApi() : null;
  try {
    // Nothing that they keep for the next time is to stay behind.
    const env = {
      DENO_DIR: join(workshop.folder, "deno"),
      DENO_NO_UPDATE_CHECK: "1",
      BUN_INSTALL_CACHE_DIR: workshop.folder,
    };
    const said = await run(program, [...args, file, ...(api ? [api.baseUrl] : [])], { cwd: project.path, env });
    return { bytes: "inline", checked: [JSON.parse(said)] };
  } finally {
    await api?.close();
  }
}

/**
 * The program itself, in the package for this machine: what its `bin` starts was put there by a script of the installation,
 * and none is run.
 * @param {string} scope
 * @param {RegExp} file
 */
async function binary(scope, file) {
  const folder = join(TOOLS, scope);
  for (const name of await readdir(folder, { recursive: true }).catch(() => [])) {
    if (!file.test(name)) continue;
    // There can be several, of which not every processor runs every one.
    const path = join(folder, name);
    if (await run(path, ["--version"], { cwd: ROOT }).catch(() => null)) return path;
  }
  throw new Error(`${scope} has no program for this machine: rm -r tests/hosts/node_modules, and try again`);
}

const deno = () => binary("@deno", /[\\/]deno(\.exe)?$/);
export const bun = () => binary("@oven", /[\\/]bin[\\/]bun(\.exe)?$/);
const workerd = () => binary("@cloudflare", /[\\/]bin[\\/]workerd(\.exe)?$/);

/** With one date from before, and one from after bytes could be compiled. @param {string} compatibility @returns {Host} */
const worked = (compatibility) => ({
  name: `workerd, compatibility date ${compatibility}`,
  tool: "workerd",
  opened: "",
  bytes: "module of the deployment",

  async run(workshop) {
    const project = await workshop.project({ "worker.js": worker() });
    // What wrangler does without being told: its conditions, and .wasm files as modules of their own.
    await esbuild.build({
      absWorkingDir: project.path,
      entryPoints: ["worker.js"],
      outdir: "out",
      bundle: true,
      format: "esm",
      target: "es2022",
      conditions: ["workerd", "worker", "browser"],
      loader: { ".wasm": "copy" },
      logLevel: "silent",
    });
    const names = (await readdir(join(project.path, "out"))).sort();
    const modules = names.map((name) => {
      const kind = name.endsWith(".wasm") ? "wasm" : "esModule";
      return `(name = "${name}", ${kind} = embed "out/${name}")`;
    });
    // The first one is the worker.
    modules.sort((a) => (a.includes('"worker.js"') ? -1 : 1));
    await project.write({
      "config.capnp": `using Workerd = import "/workerd/workerd.capnp";
const config :Workerd.Config = (
  services = [(name = "main", worker = .main), (name = "internet", network = (allow = ["public", "private", "local"]))],
  sockets = [(name = "http", address = "127.0.0.1:0", http = (), service = "main")]
);
const main :Workerd.Worker = (compatibilityDate = "${compatibility}", modules = [${modules.join(", ")}]);
`,
    });
    const server = await serve(await workerd(), ["serve", "--control-fd=3", "config.capnp"], {
      cwd: project.path,
      fd: 3,
      ready: /"port":\s*(\d+)/,
    });
    const api = await startApi();
    try {
      const query = new URLSearchParams({ api: api.baseUrl });
      const answer = await fetch(`http://127.0.0.1:${server.said[1]}/?${query}`, {
        signal: AbortSignal.timeout(30_000),
      });
      const text = await answer.text();
      if (!answer.ok) throw new Error(`workerd: ${answer.status} ${text}\n${server.output()}`);
      const inline = (await project.read("out/worker.js")).includes(INLINE);
      const bytes = inline || !names.some((name) => name.endsWith(".wasm")) ? "inline" : "module of the deployment";
      return { version: await versionOf("workerd"), bytes, checked: [JSON.parse(text)] };
    } finally {
      await api.close();
      server.stop();
    }
  },
});

/** @type {Host[]} */
export const runtimes = [
  {
    name: "Node, `import`",
    opened: "",
    bytes: "inline",
    run: async (workshop) => ({
      version: process.versions.node,
      ...(await program(workshop, { program: NODE, file: "main.mjs", text: imported() })),
    }),
  },
  {
    name: "Node, `require`",
    opened: "",
    bytes: "inline",
    run: async (workshop) => ({
      version: process.versions.node,
      ...(await program(workshop, { program: NODE, file: "main.cjs", text: required() })),
    }),
  },
  {
    name: "Deno, without any permission",
    tool: "deno",
    opened: "",
    bytes: "inline",
    network: false,
    async run(workshop) {
      const args = ["run", "--no-prompt"];
      // Even `process` is asked for by name there.
      const text = imported().replaceAll("process.argv[2] ?? null", "null");
      const tried = await program(workshop, { program: await deno(), args, file: "main.mjs", text, network: false });
      return { version: await versionOf("deno"), ...tried };
    },
  },
  {
    name: "Bun, `import`",
    tool: "bun",
    opened: "",
    bytes: "inline",
    run: async (workshop) => ({
      version: await versionOf("bun"),
      ...(await program(workshop, { program: await bun(), file: "main.mjs", text: imported() })),
    }),
  },
  {
    name: "Bun, `require`",
    tool: "bun",
    opened: "",
    bytes: "inline",
    run: async (workshop) => ({
      version: await versionOf("bun"),
      ...(await program(workshop, { program: await bun(), file: "main.cjs", text: required() })),
    }),
  },
  worked("2025-05-01"),
  worked("2026-11-01"),
];
