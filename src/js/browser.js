// @ts-check
// For pages: fetches the module beside this file, so that it streams and is cached by itself.

import { start } from "./api.js";

export * from "./api.js";

/** @type {typeof import("./index.d.ts").default} */
export default function init(source) {
  return start(() => source ?? new URL("./referral_editor.wasm", import.meta.url));
}
