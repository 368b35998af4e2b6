// Makes each way into Rust's panic machinery a bare trap, and so leaves its formatting code and messages to be swept out.
// With panic = "abort" and no hook a panic is a trap anyway, and nobody sees its message. Run as:
// node snip.mjs MODULE, with the function names still in it; the module is changed in place.

import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";

/** Functions that never return, by the path that the compiler names them with (`core[0123]::panicking::panic_fmt`). */
const PANICS =
  /^(core(\[\w+\])?::(panicking::|(option|result|str|slice|cell)::\S*(_failed|_fail(::\S*)?|panic_\w+))|std(\[\w+\])?::(panicking::|thread::local::panic_)|alloc(\[\w+\])?::(raw_vec::handle_error|alloc::handle_alloc_error)|__rustc(\[\w+\])?::(rust_begin_unwind|rust_panic|__rust_start_panic))/;
/** What a panic would say its message with. Only tables lead there once nothing panics. */
const FORMATS = /core(\[\w+\])?::fmt::|panic_handler::\w+Payload|begin_panic::Payload/;

/** Its types do not have it. @type {{ Function: { setBody(fn: number, body: number): void } }} */
const {
  Function: { setBody },
} = /** @type {any} */ (binaryen);

const [, , file] = process.argv;
const module = binaryen.readBinary(readFileSync(file));
const panics = snip(PANICS);
// A compiler that names them otherwise would silently bring all of it back.
if (panics.length < 5) throw new Error(`only ${panics.length} ways to panic were found: have their names changed?`);
// What is not called any more goes, so that those who still call are all that is left to look at.
module.runPasses(["remove-unused-module-elements"]);
const callers = callersOf(FORMATS);
if (callers.length > 0) throw new Error(`formatting code is in use, and cannot be taken out: by ${callers.join(", ")}`);
const formats = snip(FORMATS);
binaryen.setDebugInfo(true);
writeFileSync(file, module.emitBinary());
console.log(`panics: ${panics.length} functions made a bare trap, and ${formats.length} that only their messages need`);

/**
 * Gives the functions with such names a body that traps.
 * @param {RegExp} names
 * @returns {string[]}
 */
function snip(names) {
  const snipped = [];
  for (let index = 0; index < module.getNumFunctions(); index += 1) {
    const fn = module.getFunctionByIndex(index);
    const { name, base } = binaryen.getFunctionInfo(fn);
    if (base === "" && names.test(name)) {
      setBody(fn, module.unreachable());
      snipped.push(name);
    }
  }
  return snipped;
}

/**
 * Who calls functions with such names, but for those functions themselves.
 * @param {RegExp} names
 * @returns {string[]}
 */
function callersOf(names) {
  const found = new Set();
  let caller = "";
  for (const line of module.emitText().split("\n")) {
    caller = /^ \(func \$("[^"]*"|\S+)/.exec(line)?.[1] ?? caller;
    const called = /\((?:return_)?call \$("[^"]*"|[^\s)]+)/.exec(line)?.[1];
    if (called && names.test(called) && !names.test(caller)) found.add(`${caller} (${called})`);
  }
  return [...found];
}
