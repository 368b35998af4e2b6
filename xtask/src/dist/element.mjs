// Puts `<referral-editor>` into a dist folder: www/editor and www/locales, bundled and minified, with the package itself left
// outside, so that the element and the page share one module. Started by `mod.rs`: node element.mjs <dist>.

import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { build, transform } from "esbuild";

const [, , dist = "dist"] = process.argv;
const www = new URL("../../../www/", import.meta.url).pathname;

/** The package's own files, by the names that the sources import them by. @type {Record<string, string>} */
const own = { "referral-editor": "./browser.js", "referral-editor/drafts": "./drafts.js" };

await build({
  absWorkingDir: www,
  entryPoints: {
    element: "editor/element.js",
    "element-class": "editor/class.js",
    "element-saving": "editor/saving.js",
    "locales/en": "locales/en.js",
    "locales/zh-CN": "locales/zh-CN.js",
  },
  outdir: resolve(dist),
  chunkNames: "element-[hash]",
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  logLevel: "error",
  minify: true,
  splitting: true,
  target: "es2022",
  tsconfigRaw: "{}",
  plugins: [
    {
      name: "own",
      setup(on) {
        on.onResolve({ filter: /^referral-editor/ }, ({ path }) => ({ path: own[path] ?? path, external: true }));
        // The style sheet is text to a minifier of JavaScript.
        on.onLoad({ filter: /editor\/style\.js$/ }, async ({ path }) => {
          const [, css = ""] = (await readFile(path, "utf8")).match(/^export default `(.*)`;$/ms) ?? [];
          const { code } = await transform(css, { loader: "css", minify: true, charset: "utf8" });
          return { contents: `export default ${JSON.stringify(code.trim())}` };
        });
      },
    },
  ],
});
