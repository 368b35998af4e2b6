// Puts `<referral-editor>` into a dist folder: www/editor and www/locales, bundled and minified, with the package itself left
// outside, so that the element and the page share one module. Started by `mod.rs`: node element.mjs <dist>.

import { readFile, writeFile } from "node:fs/promises";
import { resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { build, transform } from "esbuild";
import { minify } from "terser";
import english from "../../../www/locales/en.js";

const [, , dist = "dist"] = process.argv;
const www = fileURLToPath(new URL("../../../www/", import.meta.url));

/** The package's own files, by the names that the sources import them by. @type {Record<string, string>} */
const own = { "referral-editor": "./browser.js", "referral-editor/drafts": "./drafts.js" };

/** @type {import("esbuild").BuildOptions} */
const common = {
  absWorkingDir: www,
  outdir: resolve(dist),
  bundle: true,
  charset: "utf8",
  format: "esm",
  legalComments: "none",
  logLevel: "error",
  minify: true,
  target: "es2022",
  tsconfigRaw: "{}",
};

// The languages by themselves, as tables.
await build({ ...common, entryPoints: { "locales/en": "locales/en.js", "locales/zh-CN": "locales/zh-CN.js" } });

const { metafile } = await build({
  ...common,
  entryPoints: {
    element: "editor/element.js",
    "element-class": "editor/class.js",
    "element-form": "editor/editing.js",
    "element-saving": "editor/saving.js",
    "element-zh-CN": "locales/zh-CN.js",
  },
  chunkNames: "element-[hash]",
  metafile: true,
  splitting: true,
  plugins: [
    {
      name: "own",
      setup(on) {
        on.onResolve({ filter: /^referral-editor/ }, ({ path }) => ({ path: own[path] ?? path, external: true }));
        // The style sheet is text to a minifier of JavaScript.
        on.onLoad({ filter: /editor\/[a-z-]*style\.js$/ }, async ({ path }) => {
          const [, css = ""] = (await readFile(path, "utf8")).match(/^export default `(.*)`;$/ms) ?? [];
          const { code } = await transform(css, { loader: "css", minify: true, charset: "utf8" });
          return { contents: `export default ${JSON.stringify(code.trim())}` };
        });
        // What comes later shares its modules with what is there: all those in one file, which compress better than apart.
        on.onLoad({ filter: /editor\/(editing|saving|keep)\.js$/ }, async ({ path }) => {
          const before = path.endsWith("editing.js") ? "class" : "editing";
          return { contents: `import "./${before}.js";\n${await readFile(path, "utf8")}` };
        });
        on.onResolve({ filter: /^\.\/(class|editing)\.js$/ }, ({ path, kind }) =>
          kind === "dynamic-import" ? undefined : { path: resolve(www, "editor", path), sideEffects: true },
        );
        // The keys of a language are those of English, which are there already.
        on.onLoad({ filter: /locales\/zh-CN\.js$/ }, async ({ path }) => {
          /** @type {{ default: Record<string, string> }} */
          const { default: texts } = await import(pathToFileURL(path).href);
          const missing = Object.keys(english).filter((key) => texts[key] === undefined);
          if (missing.length > 0) throw new Error(`${path} lacks ${missing.join(", ")}`);
          return { contents: `export default ${JSON.stringify(Object.keys(english).map((key) => texts[key]))}` };
        });
      },
    },
  ],
});

// Once more by a minifier that also looks for what is shorter, which is 2 % off.
for (const name of Object.keys(metafile.outputs)) {
  const file = resolve(www, name);
  const { code } = await minify(await readFile(file, "utf8"), {
    module: true,
    ecma: 2020,
    compress: { passes: 3, keep_fargs: false, unsafe_arrows: true },
    format: { ascii_only: false },
  });
  if (!code) throw new Error(`nothing is left of ${name}`);
  await writeFile(file, code);
}
