// @ts-check
// The page's end of the benchmark: loads the package as a page does, and waits to be told to begin.

import init, * as referralEditor from "referral-editor";
import { runSuite } from "./suite.mjs";

/** @param {Pick<Parameters<typeof runSuite>[0], "samples" | "plan" | "only">} given */
async function bench(given) {
  await init("/referral_editor.wasm");
  const tell = /** @type {any} */ (globalThis).tell;
  return runSuite({ ...given, referralEditor, tell });
}

Object.assign(globalThis, { bench });
