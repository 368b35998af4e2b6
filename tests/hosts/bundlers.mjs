// @ts-check
// Pages from bundlers, none of which has a configuration. What they made is opened in Chromium.

import { cp } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { run, serve } from "./children.mjs";
import { elementPage, html, page } from "./entries.mjs";
import { visit } from "./pages.mjs";
import { TOOLS, versionOf } from "./project.mjs";
import { esbuild } from "./runtimes.mjs";
import { serveBefore, serveFolder } from "./site.mjs";

/** @import { Host } from "./hosts.mjs" */
/** @import { Project } from "./project.mjs" */

const NODE = process.execPath;
const FILE = "file";

/**
 * One that writes a folder of files, of which the script is one.
 * @param {Pick<Host, "name" | "bytes"> & {
 *   tool?: string,
 *   entry?: Partial<Parameters<typeof page>[0]>,
 *   element?: true,
 *   type?: "module" | "classic",
 *   build: (project: Project) => Promise<unknown>,
 * }} how `build` turns src/index.js into out/main.js
 * @returns {Host}
 */
const built = ({ name, tool, bytes, entry, element, type = "classic", build }) => ({
  name,
  ...(tool === undefined ? {} : { tool }),
  opened: "Chromium",
  bytes,
  ...(element ? { element } : {}),
  async run(workshop) {
    const source = element ? elementPage() : page({ checks: "../checks.js", ...entry });
    const project = await workshop.project({ "src/index.js": source });
    await build(project);
    const script =
      type === "module" ? '<script type="module" src="main.js"></script>' : '<script defer src="main.js"></script>';
    await project.write({ "out/index.html": html(script) });
    const site = await serveFolder(join(project.path, "out"));
    try {
      const { bytes, checked } = await visit(site);
      return { version: tool === undefined ? esbuild.version : await versionOf(tool), bytes, checked };
    } finally {
      site.close();
    }
  },
});

/** Those of size: they are about how much there is, not about what is wrong. */
const SIZES =
  "AssetsOverSizeLimitWarning|EntrypointsOverSizeLimitWarning|NoAsyncChunksWarning|asset size limit|entrypoint size limit|lazy load";

/** @param {string} file of the tool @param {string} name of what it exports */
const webpackLike = (file, name) => async (/** @type {Project} */ project) => {
  const code = `
    import * as tool from ${JSON.stringify(pathToFileURL(join(TOOLS, file)).href)};
    const pack = tool.${name} ?? tool.default;
    const done = (error, stats) => {
      if (error) throw error;
      const { errors, warnings } = stats.toJson({ all: false, errors: true, warnings: true });
      const wrong = [...errors, ...warnings.filter(({ name, message }) => !/${SIZES}/.test(name + message))];
      for (const { message } of wrong) console.error(message);
      process.exitCode = wrong.length;
    };
    pack({ mode: "production" }, done);`;
  await run(NODE, ["--input-type=module", "--eval", code], { cwd: project.path });
  await cp(join(project.path, "dist"), join(project.path, "out"), { recursive: true });
};

/** @param {Omit<import("esbuild").BuildOptions, "plugins">} options */
const esbuilt = (options) => (/** @type {Project} */ project) =>
  esbuild.build({
    absWorkingDir: project.path,
    entryPoints: { main: "src/index.js" },
    outdir: "out",
    bundle: true,
    logLevel: "silent",
    ...options,
  });

/** @param {string[]} args */
const rolled = (args) => (/** @type {Project} */ project) =>
  run(NODE, [join(TOOLS, "rollup/dist/bin/rollup"), "src/index.js", "--entryFileNames", "main.js", ...args], {
    cwd: project.path,
  });

/** @param {"vite" | "vite6"} tool */
const vite = (tool) => join(TOOLS, tool, "bin/vite.js");

const VITE_PROJECT = {
  "index.html": html('<script type="module" src="/src/main.js"></script>'),
  "src/main.js": page({ checks: "../checks.js" }),
};

/** @param {"vite" | "vite6"} tool @param {string} name @param {string} bytes @param {true} [element] @returns {Host} */
const viteDev = (tool, name, bytes, element) => ({
  name: `${name}, dev server${element ? ", `<referral-editor>`" : ""}`,
  tool,
  opened: "Chromium",
  bytes,
  ...(element ? { element } : {}),
  async run(workshop) {
    const project = await workshop.project({ ...VITE_PROJECT, ...(element ? { "src/main.js": elementPage() } : {}) });
    const server = await serve(NODE, [vite(tool), "--host", "127.0.0.1"], {
      cwd: project.path,
      ready: /Local:\s+(http:\S+)/,
    });
    const site = await serveBefore(server.said[1] ?? "");
    try {
      const { bytes, checked } = await visit(site);
      return { version: await versionOf(tool), bytes, checked };
    } finally {
      site.close();
      server.stop();
    }
  },
});

/** @param {"vite" | "vite6"} tool @param {string} name @returns {Host} */
const viteBuild = (tool, name) => ({
  name: `${name}, build`,
  tool,
  opened: "Chromium",
  bytes: FILE,
  async run(workshop) {
    const project = await workshop.project(VITE_PROJECT);
    await run(NODE, [vite(tool), "build"], { cwd: project.path });
    const site = await serveFolder(join(project.path, "dist"));
    try {
      const { bytes, checked } = await visit(site);
      return { version: await versionOf(tool), bytes, checked };
    } finally {
      site.close();
    }
  },
});

/** @type {Host[]} */
export const bundlers = [
  viteDev("vite", "Vite 8", FILE),
  viteBuild("vite", "Vite 8"),
  viteDev("vite6", "Vite 6", "inline, after text/html"),
  viteBuild("vite6", "Vite 6"),
  built({
    name: "webpack",
    tool: "webpack",
    bytes: FILE,
    build: webpackLike("webpack/lib/index.js", "webpack"),
  }),
  built({
    name: "Rspack",
    tool: "@rspack/core",
    bytes: FILE,
    build: webpackLike("@rspack/core/dist/index.js", "rspack"),
  }),
  built({ name: "esbuild", bytes: "inline", build: esbuilt({}) }),
  built({
    name: "esbuild, `--splitting --format=esm`",
    bytes: "inline, after 404",
    type: "module",
    build: esbuilt({ splitting: true, format: "esm" }),
  }),
  built({
    name: "esbuild, the same with the file put beside",
    bytes: FILE,
    type: "module",
    async build(project) {
      await esbuilt({ splitting: true, format: "esm" })(project);
      const name = "referral_editor.wasm";
      await cp(join(project.path, "node_modules/referral-editor/dist", name), join(project.path, "out", name));
    },
  }),
  built({
    name: "esbuild, `referral-editor/inline`",
    bytes: "inline",
    entry: { package: "referral-editor/inline", init: false },
    build: esbuilt({ minify: true }),
  }),
  built({
    name: "Rollup, node-resolve",
    tool: "rollup",
    bytes: "inline",
    type: "module",
    build: rolled(["--dir", "out", "--plugin", join(TOOLS, "@rollup/plugin-node-resolve/dist/es/index.js")]),
  }),
  built({
    name: "Rollup, node-resolve with `browser`",
    tool: "rollup",
    bytes: "inline, after 404",
    type: "module",
    build: rolled([
      "--dir",
      "out",
      "--plugin",
      `${join(TOOLS, "@rollup/plugin-node-resolve/dist/es/index.js")}={browser:true}`,
    ]),
  }),
  built({
    name: "Rollup, no plugin, by path",
    tool: "rollup",
    bytes: "inline",
    entry: {
      package: "../node_modules/referral-editor/dist/inline.js",
      drafts: "../node_modules/referral-editor/dist/drafts.js",
      init: false,
    },
    build: rolled(["--format", "iife", "--file", "out/main.js"]),
  }),
  viteDev("vite", "Vite 8", FILE, true),
  built({
    name: "webpack, `<referral-editor>`",
    tool: "webpack",
    bytes: FILE,
    element: true,
    build: webpackLike("webpack/lib/index.js", "webpack"),
  }),
];
