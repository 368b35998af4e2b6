// @ts-check
// For Node and other hosts without a page: the module's bytes are part of the package, and nothing is fetched or read.

import { start, startNow, startOnFirstCall } from "./api.js";
import base64 from "./wasm-base64.js";

export * from "./api.js";

const bytes = () => Uint8Array.from(atob(base64), (character) => character.charCodeAt(0));

startOnFirstCall(bytes);

/** @type {typeof import("./index.d.ts").default} */
export default function init(source) {
  return source === undefined ? startNow() : start(() => source);
}
