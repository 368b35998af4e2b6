// @ts-check
// For Node and other hosts without a page: the module's bytes are part of the package, and nothing is fetched or read.

import { startNow, startOnFirstCall } from "./load.js";
import { bytesOf } from "./source.js";
import base64 from "./wasm-base64.js";

export * from "./api.js";

startOnFirstCall(() => bytesOf(base64));

/** @type {typeof import("./index.d.ts").default} */
export default function init(source) {
  return startNow(source);
}
