// Minifies the glue where it lies. It is generated, and nobody reads it; what is written by hand is shipped as it can be
// read. Measured, KB after brotli: 5.6 as it is generated, 4.0 minified. Started by `module.rs`.

import { readFileSync, writeFileSync } from "node:fs";
import { transformSync } from "esbuild";

for (const file of process.argv.slice(2)) {
  const { code } = transformSync(readFileSync(file, "utf8"), { format: "esm", minify: true, target: "es2022" });
  writeFileSync(file, code);
}
