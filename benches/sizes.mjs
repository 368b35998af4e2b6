// @ts-check
// What a page has to download for each candidate: bundled and minified, then compressed with brotli.

import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { brotliCompressSync } from "node:zlib";
import { _ } from "ajv";
import standaloneCode from "ajv/dist/standalone/index.js";
import { bundle } from "./bundle.mjs";
import { ajv, schema } from "./peers/ajv.mjs";

/** @typedef {{ name: string, bytes: number, note?: string }} Size */

/** The module once more, which is loaded only where a page cannot have the file. */
const COPY = "./wasm-base64.js";

/** @returns {Promise<Size[]>} */
export async function sizes() {
  const wasm = await readFile(fileURLToPath(new URL("../dist/referral_editor.wasm", import.meta.url)));
  const names = "init, { validate, validateList, preparePut }";
  const face = await bundled(
    `import ${names} from "referral-editor"; console.log(${names.replace(/^(\w+), /, "$1, ")});`,
  );
  return [
    {
      name: "referral-editor",
      bytes: face + compressed(wasm),
      note: `JavaScript ${kilo(face)}, wasm ${kilo(compressed(wasm))}`,
    },
    { name: "hand-written", bytes: await peer("hand-written") },
    { name: "TypeBox", bytes: await peer("typebox"), note: "compiles in the page: needs 'unsafe-eval'" },
    { name: "Ajv", bytes: await peer("ajv"), note: "compiles in the page: needs 'unsafe-eval'" },
    { name: "Ajv, standalone", bytes: await bundled(standalone()), note: "compiled when the page is built" },
    { name: "zod", bytes: await peer("zod"), note: "compiles in the page where 'unsafe-eval' is allowed" },
    { name: "valibot", bytes: await peer("valibot") },
  ];
}

/** @param {number} bytes */
export const kilo = (bytes) => `${(bytes / 1000).toFixed(1)} KB`;

/** @param {string} name */
const peer = (name) => bundled(`import peer from "./benches/peers/${name}.mjs"; console.log(peer);`);

/** @param {string} contents */
const bundled = async (contents) => compressed(await bundle({ contents }, { minify: true, external: [COPY] }));

/** @param {Uint8Array} bytes */
const compressed = (bytes) => brotliCompressSync(bytes).length;

/** The validator that Ajv writes for the schema, as a module. */
function standalone() {
  const [own, currency] = ["ajv-formats/dist/formats", "./benches/peers/rules.mjs"];
  const formats = _`Object.assign(require(${own}).fullFormats, { currency: require(${currency}).isCurrency })`;
  const instance = ajv({ source: true, esm: true, formats });
  return standaloneCode.default(instance, instance.compile(schema));
}
