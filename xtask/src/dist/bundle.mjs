// Bundles entries of a dist folder as a portal's bundler would, and prints what each of them makes a page load. Started by
// `parts.rs`: node bundle.mjs <dist> <out> <entry>...
//
// One line for each file: the entry, what the file is, its path, with tabs between.
//   chunk    of the bundle, loaded with the entry; minified
//   source   of dist/, loaded with the entry where there is no bundler
//   reached  of dist/, loaded with the entry or later

import { join, resolve } from "node:path";
import { build } from "esbuild";

const [, , dist = "dist", out = "out", ...entries] = process.argv;

const { metafile } = await build({
  absWorkingDir: resolve(dist),
  entryPoints: entries,
  outdir: resolve(out),
  bundle: true,
  charset: "utf8",
  // A module is loaded beside the script, never bundled into it.
  external: ["*.wasm"],
  format: "esm",
  legalComments: "none",
  logLevel: "error",
  metafile: true,
  minify: true,
  platform: "browser",
  splitting: true,
  target: "es2023",
  // tsconfig.json points "referral-editor" to its types.
  tsconfigRaw: "{}",
});

/** @typedef {Record<string, { imports: { path: string, kind: string, external?: boolean }[] }>} Graph */

for (const entry of entries) {
  const chunk = Object.keys(metafile.outputs).find((path) => metafile.outputs[path]?.entryPoint === entry);
  if (!chunk) throw new Error(`esbuild made nothing of ${entry}`);
  for (const path of closure(metafile.outputs, chunk, false)) print(entry, "chunk", resolve(dist, path));
  for (const path of closure(metafile.inputs, entry, false)) print(entry, "source", join(dist, path));
  for (const path of closure(metafile.inputs, entry, true)) print(entry, "reached", join(dist, path));
}

/**
 * A file and what it imports, and what that imports.
 * @param {Graph} graph
 * @param {string} first
 * @param {boolean} later also what is imported by `import()`
 */
function closure(graph, first, later) {
  const found = new Set([first]);
  for (const path of found) {
    for (const { path: next, kind, external } of graph[path]?.imports ?? []) {
      if (!external && (later || kind !== "dynamic-import")) found.add(next);
    }
  }
  return found;
}

/** @param {string[]} words */
function print(...words) {
  console.log(words.join("\t"));
}
