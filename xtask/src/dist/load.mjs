// Loads what is in a dist folder as Node would, and prints what is wrong, one line each. Started by `gates.rs`.

import { readdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { join } from "node:path";

const dir = process.argv[2] ?? "dist";
const require = createRequire(import.meta.url);

if (!WebAssembly.validate(readFileSync(join(dir, "referral_editor.wasm")))) {
  console.log("referral_editor.wasm: not a module that this Node accepts");
}

for (const name of readdirSync(dir, { recursive: true, encoding: "utf8" })) {
  if (!name.endsWith(".js")) continue;
  try {
    require(join(dir, name));
  } catch (error) {
    const fault = says(error);
    if (fault) console.log(`${name}: ${fault}`);
  }
}

/**
 * What is wrong with a file, from the error of loading it. Errors not named here are left to the tests of the package: a
 * file may need a browser, or a host that imports .wasm files.
 * @param {unknown} error
 */
function says(error) {
  if (!(error instanceof Error)) return undefined;
  const code = "code" in error ? error.code : undefined;
  // `require` refuses such a module before it runs any of it.
  if (code === "ERR_REQUIRE_ASYNC_MODULE") return "has a top-level await";
  const broken = error instanceof SyntaxError || code === "ERR_MODULE_NOT_FOUND";
  return broken ? error.message : undefined;
}
