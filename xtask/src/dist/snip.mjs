// Makes each way into Rust's panic machinery a bare trap, and so leaves its formatting code and messages to be swept out.
// With panic = "abort" and no hook a panic is a trap anyway, and nobody sees its message. Run as:
// node snip.mjs MODULE, with the function names still in it; the module is changed in place.

import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";

/** Functions that never return, by the path that the compiler names them with (`core[0123]::panicking::panic_fmt`). */
const PANICS =
  /^(core(\[\w+\])?::(panicking::|(option|result|str|slice|cell)::\S*(_failed|_fail(::\S*)?|panic_\w+))|std(\[\w+\])?::panicking::|alloc(\[\w+\])?::(raw_vec::handle_error|alloc::handle_alloc_error)|__rustc(\[\w+\])?::(rust_begin_unwind|rust_panic|__rust_start_panic))/;

const [, , file] = process.argv;
const module = binaryen.readBinary(readFileSync(file));
let snipped = 0;
for (let index = 0; index < module.getNumFunctions(); index += 1) {
  const fn = module.getFunctionByIndex(index);
  const { name, base, results } = binaryen.getFunctionInfo(fn);
  if (base === "" && results === binaryen.none && PANICS.test(name)) {
    binaryen.Function.setBody(fn, module.unreachable());
    snipped += 1;
    if (process.env.VERBOSE) console.log(name);
  }
}
// A compiler that names them otherwise would silently bring all of it back.
if (snipped < 5) throw new Error(`only ${snipped} ways to panic were found: have their names changed?`);
binaryen.setDebugInfo(true);
writeFileSync(file, module.emitBinary());
console.log(`panics: ${snipped} functions made a bare trap`);
