// Makes each way into Rust's panic machinery a bare trap, and so leaves its formatting code and messages to be swept out.
// With panic = "abort" and no hook a panic is a trap anyway, and nobody sees its message. Run as:
// node snip.mjs MODULE, with the function names still in it; the module is changed in place.

import { readFileSync, writeFileSync } from "node:fs";
import binaryen from "binaryen";

/** Functions that never return, by the path that the compiler names them with (`core[0123]::panicking::panic_fmt`). */
const PANICS =
  /^(core(\[\w+\])?::(panicking::|(option|result|str|slice|cell)::\S*(_failed|_fail(::\S*)?|panic_\w+))|std(\[\w+\])?::(panicking::|thread::local::panic_)|alloc(\[\w+\])?::(raw_vec::handle_error|alloc::handle_alloc_error)|__rustc(\[\w+\])?::(rust_begin_unwind|rust_panic|__rust_start_panic))/;
/** Ways to panic where there is no memory: every allocation is one. */
const MEMORY = /::(raw_vec::handle_error|alloc::handle_alloc_error)"?$/;
/** How many of those there may be. Whoever needs more of them raises it. */
const MOST_OF_MEMORY = 120;
/**
 * All the others that are left, and why none of them is taken (docs/development.md): what panics, who calls it, how often.
 * @type {[panic: RegExp, caller: RegExp, most: number][]}
 */
const KNOWN = [
  // The library's own searches for a letter, with places that they have found themselves.
  [/slice_index_fail/, /core::str::iter::SplitInternal/, 1],
  [/slice_index_fail/, /memchr::memrchr/, 2],
  // Pieces of a size of 0, or rows of a width of 0: both are constants, or twice what they were.
  [/panic_fmt/, /json::sort::order/, 1],
  [/panic_const_div_by_zero/, /adapters::zip::/, 1],
  // More than 4 GiB of text, or texts that grow while they are joined.
  [/panic_fmt|expect_failed/, /alloc::str::join_generic_copy/, 2],
  // Behind the end of a list: in front of it, or where the search in it has ended.
  [/panic_fmt/, /insert_mut::assert_failed/, 1],
  // Another thread, or one that has ended.
  [/thread::local::panic_access_error/, /browser::input::exchange|LocalKey/, 2],
  // Two places below the length of the list, which the loop has counted to.
  [/panic_bounds_check/, /patch::to_patch/, 1],
  // Cut in the middle of a character: it is cut to where it ended before.
  [/panicking::panic"?$/, /json::pointer::cut/, 1],
  // An array of another length than the one that was just made for it.
  [/assert_failed/, /js_sys::Uint8Array::copy_to/, 1],
];
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
const callers = [...new Set(callsOf(FORMATS).map(({ caller, called }) => `${caller} (${called})`))];
if (callers.length > 0) throw new Error(`formatting code is in use, and cannot be taken out: by ${callers.join(", ")}`);
const formats = snip(FORMATS);
const left = waysToPanic();
binaryen.setDebugInfo(true);
writeFileSync(file, module.emitBinary());
console.log(`panics: ${panics.length} functions made a bare trap, and ${formats.length} that only their messages need`);
console.log(`panics: ${left.memory} calls lead there for want of memory, ${left.known} more, each of them known`);

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

/** How many calls are left that panic. Throws where there are more than are known. */
function waysToPanic() {
  const calls = callsOf(PANICS).filter(({ caller }) => !FORMATS.test(caller));
  const others = calls.filter(({ called }) => !MEMORY.test(called));
  const memory = calls.length - others.length;
  if (memory > MOST_OF_MEMORY) throw new Error(`${memory} calls panic for want of memory, not ${MOST_OF_MEMORY}`);
  for (const { caller, called } of others) {
    const row = KNOWN.find(([panic, by]) => panic.test(called) && by.test(caller));
    const times = others.filter((other) => row?.[0].test(other.called) && row[1].test(other.caller)).length;
    if (times === 0 || times > (row?.[2] ?? 0)) throw new Error(`a new way to panic: ${caller} calls ${called}`);
  }
  return { memory, known: others.length };
}

/**
 * The calls of functions with such names, but for those functions' own.
 * @param {RegExp} names
 */
function callsOf(names) {
  const found = [];
  let caller = "";
  for (const line of module.emitText().split("\n")) {
    caller = /^ \(func \$("[^"]*"|\S+)/.exec(line)?.[1] ?? caller;
    const called = /\((?:return_)?call \$("[^"]*"|[^\s)]+)/.exec(line)?.[1];
    if (called && names.test(plain(called)) && !names.test(plain(caller))) found.push({ caller, called });
  }
  return found;
}

/** A name without its quotes. @param {string} name */
function plain(name) {
  return name.replaceAll('"', "");
}
