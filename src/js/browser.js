// @ts-check
// For pages and their workers: fetches the module beside this file, and has a copy of it for pages that lost the file.

import { assetOrCopy } from "./heal.js";
import { start } from "./load.js";

export * from "./api.js";

// Both addresses are literals beginning with `./`, so that bundlers see them.
const file = () => new URL("./referral_editor.wasm", import.meta.url);
const copy = () => import("./wasm-base64.js");

/** @type {typeof import("./index.d.ts").default} */
export default function init(source) {
  return start(source, (signal) => assetOrCopy(file, copy, signal));
}
