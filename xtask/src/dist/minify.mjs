// Minifies the glue where it lies, and takes out how wasm-bindgen starts a module, as nobody calls that. It is generated, and
// nobody reads it; what is written by hand is shipped as it can be read. Started by `module.rs` as: node minify.mjs GLUE

import { readFileSync, writeFileSync } from "node:fs";
import { basename, dirname } from "node:path";
import { buildSync } from "esbuild";

const [, , file = ""] = process.argv;
// What is called by its name: the functions of the module, and those that start it.
const names = readFileSync(file, "utf8").matchAll(/^export (?:async )?function (\w+)/gm);
const { outputFiles } = buildSync({
  stdin: {
    contents: `export { ${[...names].map(([, name]) => name)} } from "./${basename(file)}";`,
    resolveDir: dirname(file),
  },
  bundle: true,
  write: false,
  format: "esm",
  minify: true,
  target: "es2022",
  logLevel: "error",
});
writeFileSync(file, outputFiles[0]?.text ?? "");
