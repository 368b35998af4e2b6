// @ts-check
// Bundles for a page, in memory.

import { fileURLToPath } from "node:url";
import { build } from "esbuild";

const ROOT = fileURLToPath(new URL("..", import.meta.url));

/**
 * @param {string | { contents: string }} entry a file of the repository, or a module's text
 * @param {{ minify: boolean, external?: string[] }} options what is external stays out
 * @returns {Promise<Uint8Array>}
 */
export async function bundle(entry, { minify, external = [] }) {
  const { outputFiles } = await build({
    ...(typeof entry === "string" ? { entryPoints: [entry] } : { stdin: { ...entry, resolveDir: ROOT } }),
    absWorkingDir: ROOT,
    bundle: true,
    charset: "utf8",
    external,
    format: "esm",
    legalComments: "none",
    logLevel: "error",
    minify,
    platform: "browser",
    target: "es2023",
    // tsconfig.json points "referral-editor" to its types.
    tsconfigRaw: "{}",
    write: false,
  });
  return outputFiles[0].contents;
}
