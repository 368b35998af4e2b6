// @ts-check
// Makes a compiled module of what there is of it: its address, an answer, its bytes.

/**
 * @param {unknown} source
 * @param {RequestInit} [request] how an address is fetched
 * @returns {Promise<WebAssembly.Module>}
 */
export async function moduleOf(source, request) {
  // By its tag, as it may come from another realm, where `instanceof` says no.
  switch (Object.prototype.toString.call(source)) {
    case "[object WebAssembly.Module]":
      return /** @type {WebAssembly.Module} */ (source);
    case "[object String]":
    case "[object URL]":
    case "[object Request]":
      return moduleIn(await fetch(/** @type {RequestInfo} */ (source), request));
    case "[object Response]":
      return moduleIn(/** @type {Response} */ (source));
    case "[object DataView]": {
      // Not every engine takes one.
      const { buffer, byteOffset, byteLength } = /** @type {DataView<ArrayBuffer>} */ (source);
      return WebAssembly.compile(new Uint8Array(buffer, byteOffset, byteLength));
    }
    default:
      return WebAssembly.compile(/** @type {BufferSource} */ (source));
  }
}

/** @param {Response} response */
async function moduleIn(response) {
  if (!response.ok) throw new Error(`The answer has the status ${response.status}: ${response.url}`);
  // A stream of any other type is refused after it has been taken, and the bytes of most servers are right all the same.
  const type = response.headers.get("content-type")?.trim().toLowerCase();
  return type === "application/wasm" && response instanceof Response && WebAssembly.compileStreaming
    ? WebAssembly.compileStreaming(response)
    : WebAssembly.compile(await response.arrayBuffer());
}

/**
 * @param {string} base64
 * @returns {Uint8Array<ArrayBuffer>}
 */
export function bytesOf(base64) {
  /** @type {Uint8ArrayConstructor & { fromBase64?: (text: string) => Uint8Array<ArrayBuffer> }} */
  const { fromBase64 } = Uint8Array;
  if (fromBase64) return fromBase64.call(Uint8Array, base64);
  const binary = atob(base64);
  const bytes = new Uint8Array(binary.length);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = binary.charCodeAt(at);
  return bytes;
}
