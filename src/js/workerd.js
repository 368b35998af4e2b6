// @ts-check
// For workerd (Cloudflare Workers), which compiles modules when they are deployed, and no bytes later.

import { startNow, startOnFirstCall } from "./load.js";
import module from "./referral_editor.wasm";

export * from "./api.js";

startOnFirstCall(() => module);

/** @type {typeof import("./index.d.ts").default} */
export default function init(source) {
  return startNow(source);
}
