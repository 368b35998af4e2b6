// @ts-check
// The tarball itself: what is in it, what its manifest says, its types, and the example of README.md.

import assert from "node:assert/strict";
import { readFile, symlink } from "node:fs/promises";
import { join } from "node:path";
import { after, before, describe, test } from "node:test";
import { run } from "./children.mjs";
import { pack, ROOT, TOOLS } from "./project.mjs";

/** @import { Workshop } from "./project.mjs" */

const NODE = process.execPath;

/** What a user needs. */
const FILES = [
  "CHANGELOG.md",
  "LICENSE-APACHE",
  "LICENSE-MIT",
  "README.md",
  "README.zh-CN.md",
  "package.json",
  "dist/index.d.ts",
  "dist/drafts.d.ts",
  "dist/element.d.ts",
  "dist/locale.d.ts",
  "dist/referral_editor.wasm",
  "dist/referral.schema.json",
  "dist/THIRD-PARTY.md",
  "dist/custom-elements.json",
  ...["preact", "props", "react", "solid", "svelte", "vue"].map((name) => `dist/types/${name}.d.ts`),
  // The entries.
  "dist/browser.js",
  "dist/inline.js",
  "dist/workerd.js",
  "dist/drafts.js",
  "dist/element.js",
  "dist/element-class.js",
  "dist/element-form.js",
  "dist/element-saving.js",
  "dist/element-zh-CN.js",
  ...["en", "zh-CN"].map((name) => `dist/locales/${name}.js`),
  // What they share.
  ...["api", "drive", "error", "guid", "heal", "input", "instance", "limit", "load", "options", "run", "source"].map(
    (name) => `dist/${name}.js`,
  ),
  ...["token", "turn"].map((name) => `dist/${name}.js`),
  ...["channel", "indexed-db", "keeper", "key", "record", "settle", "web-storage", "writer"].map(
    (name) => `dist/drafts/${name}.js`,
  ),
  // What the build makes.
  ...["referral_editor", "wasm-base64", "wasm-integrity"].map((name) => `dist/${name}.js`),
];

/** What the element's entries share, by a hash of what is in it. */
const CHUNK = /^dist\/element-[0-9A-Z]{8}\.js$/;

/** Conditions under which an entry is asked for. */
const CONDITIONS = ["", "browser", "workerd", "types", "node", "deno", "bun", "worker", "react-server", "development"];

describe("the tarball", { concurrency: 2 }, () => {
  /** @type {Workshop} */
  let workshop;
  before(async () => {
    workshop = await pack();
  });
  after(() => workshop?.remove());

  test("holds what a user needs, and nothing else", () => {
    const chunks = workshop.files.filter((file) => CHUNK.test(file));
    assert.ok(chunks.length > 0 && chunks.length < 20, chunks.join(" "));
    assert.deepEqual(workshop.files, [...FILES, ...chunks].sort());
  });

  test("has no dependencies and no scripts that run at the installation", async () => {
    const manifest = JSON.parse(await readFile(join(workshop.package, "package.json"), "utf8"));
    assert.equal(manifest.dependencies, undefined);
    assert.equal(manifest.peerDependencies, undefined);
    for (const name of ["preinstall", "install", "postinstall", "prepare"]) {
      assert.equal(manifest.scripts?.[name], undefined, name);
    }
  });

  test("publint has nothing to say", async () => {
    const said = await run(NODE, [join(TOOLS, "publint/src/cli.js"), workshop.tarball, "--strict"], { cwd: ROOT });
    assert.match(said, /All good!/);
  });

  test("are the types wrong? no", async () => {
    // The raw module is a file to be copied or fetched: what an import of it gives is another thing in every host.
    const args = ["--profile", "esm-only", "--exclude-entrypoints", "./referral_editor.wasm", "--format", "json"];
    const said = await run(NODE, [join(TOOLS, "@arethetypeswrong/cli/dist/index.js"), ...args, workshop.tarball], {
      cwd: ROOT,
    });
    const { analysis } = JSON.parse(said);
    const entries = Object.keys(analysis.entrypoints).sort();
    const json = ["./custom-elements.json", "./package.json", "./referral.schema.json"];
    assert.deepEqual(
      entries,
      [
        ...[".", "./drafts", "./element", "./element/class", "./inline"],
        ...json,
        // It does not look into patterns: types are tried in the frameworks that they are for.
        ...["./locales/*", "./types/*"],
      ].sort(),
    );
  });

  test("every entry is there under every condition", async () => {
    const { exports } = JSON.parse(await readFile(join(workshop.package, "package.json"), "utf8"));
    // A pattern stands for what it leads to; types are no file of a program.
    const entries = Object.keys(exports).filter((entry) => !entry.startsWith("./types/"));
    const names = entries.map((entry) => entry.replace(".", "referral-editor").replace("*", "zh-CN"));
    const project = await workshop.project({
      "resolve.js": `
        import { statSync } from "node:fs";
        import { fileURLToPath } from "node:url";
        const resolved = {};
        for (const name of ${JSON.stringify(names)}) {
          const file = fileURLToPath(import.meta.resolve(name));
          if (!statSync(file).isFile()) throw new Error(file);
          resolved[name] = file.slice(file.lastIndexOf("referral-editor") + "referral-editor/".length);
        }
        console.log(JSON.stringify(resolved));`,
      "resolve.cjs": `
        const { statSync } = require("node:fs");
        for (const name of ${JSON.stringify(names)}) if (!statSync(require.resolve(name)).isFile()) throw new Error(name);`,
    });
    /** @type {Record<string, string>} */
    const main = {};
    for (const condition of CONDITIONS) {
      const flags = condition === "" ? [] : ["--conditions", condition];
      const resolved = JSON.parse(await run(NODE, [...flags, "resolve.js"], { cwd: project.path }));
      await run(NODE, [...flags, "resolve.cjs"], { cwd: project.path });
      main[condition] = resolved["referral-editor"].replaceAll("\\", "/");
      assert.equal(resolved["referral-editor/inline"].endsWith("dist/inline.js"), condition !== "types");
    }
    const { browser, workerd, types, ...others } = main;
    assert.deepEqual([browser, workerd, types], ["dist/browser.js", "dist/workerd.js", "dist/index.d.ts"]);
    assert.deepEqual([...new Set(Object.values(others))], ["dist/inline.js"]);
  });

  test("every entry that is a module can be imported and required", async () => {
    const project = await workshop.project({
      "all.mjs": `
        import init, * as main from "referral-editor";
        import * as inline from "referral-editor/inline";
        import * as drafts from "referral-editor/drafts";
        import schema from "referral-editor/referral.schema.json" with { type: "json" };
        import { readFileSync } from "node:fs";
        import { fileURLToPath } from "node:url";
        import { ReferralEditorElement } from "referral-editor/element";
        import * as elementClass from "referral-editor/element/class";
        import english from "referral-editor/locales/en";
        import chinese from "referral-editor/locales/zh-CN";
        import manifest from "referral-editor/custom-elements.json" with { type: "json" };
        if (ReferralEditorElement !== elementClass.ReferralEditorElement) throw new Error("two of one element");
        if (typeof ReferralEditorElement.define !== "function") throw new Error("no element");
        if (manifest.schemaVersion !== "2.1.0") throw new Error("no manifest");
        if (Object.keys(english).sort().join() !== Object.keys(chinese).sort().join()) throw new Error("other texts");
        for (const name of ["document", "window", "HTMLElement", "customElements"]) {
          if (name in globalThis) throw new Error(name + " appeared");
        }
        if (main.validate !== inline.validate || init !== inline.default) throw new Error("two of one package");
        if (drafts.ReferralError !== main.ReferralError) throw new Error("two errors");
        if (!schema.$schema.includes("2020-12")) throw new Error("no JSON Schema 2020-12");
        const bytes = readFileSync(fileURLToPath(import.meta.resolve("referral-editor/referral_editor.wasm")));
        if (!WebAssembly.validate(bytes)) throw new Error("no module");
        await init(bytes);
        if (main.validate("{}").valid) throw new Error("a referral without an id");`,
      "all.cjs": `
        for (const name of ["", "/inline", "/drafts", "/element", "/element/class", "/locales/en", "/referral.schema.json", "/custom-elements.json", "/package.json"]) require("referral-editor" + name);
        const { validate } = require("referral-editor");
        if (validate !== require("referral-editor/inline").validate) throw new Error("two of one package");
        if (validate("{}").valid) throw new Error("a referral without an id");`,
    });
    await run(NODE, ["--no-warnings", "all.mjs"], { cwd: project.path });
    await run(NODE, ["all.cjs"], { cwd: project.path });
  });

  for (const [compiler, file] of [
    ["TypeScript 7", join(ROOT, "node_modules/typescript/bin/tsc")],
    ["TypeScript 6", join(ROOT, "node_modules/typescript6/bin/tsc")],
  ]) {
    for (const [how, options] of Object.entries({
      "of a bundler": { module: "esnext", moduleResolution: "bundler", lib: ["es2022", "dom"], types: [] },
      "of Node": { module: "nodenext", lib: ["es2023", "dom"], types: [] },
    })) {
      test(`${compiler}, in the project ${how}: strict, and its own files are checked, too`, async () => {
        const example = await exampleOfReadme();
        const project = await workshop.project({
          "tsconfig.json": JSON.stringify({
            compilerOptions: {
              ...options,
              target: "es2022",
              strict: true,
              exactOptionalPropertyTypes: true,
              noUncheckedIndexedAccess: true,
              noUnusedLocals: true,
              noEmit: true,
              skipLibCheck: false,
            },
            files: ["example.ts", "use.ts", ...(how === "of Node" ? ["required.cts"] : [])],
          }),
          "example.ts": example,
          "use.ts": USE,
          "required.cts":
            'import editor = require("referral-editor");\nexport const valid: boolean = editor.validate("{}").valid;\n',
        });
        await run(NODE, [file ?? "", "--project", "."], { cwd: project.path });
      });
    }
  }

  test("README's example runs as it is written", async () => {
    const stub = new URL("parts/service.mjs", import.meta.url);
    const project = await workshop.project({ "example.mjs": await exampleOfReadme() });
    const said = await run(NODE, ["--import", stub.href, "example.mjs"], { cwd: project.path });
    const [printed, ...held] = said.trim().split("\n");
    assert.match(printed ?? "", /^"[0-9a-f-]+" \[\]$/, "the new eTag and what differs, printed by the example");
    assert.deepEqual(held, ["PUT 200", "Closed", "Won", "65000.50"], "what the service holds at the end");
  });
});

test("the locked tools are those that package.json names", async () => {
  for (const folder of ["", "angular/", "next/"]) {
    const json = async (/** @type {string} */ file) =>
      JSON.parse(await readFile(new URL(folder + file, import.meta.url), "utf8"));
    const { packages } = await json("package-lock.json");
    const { dependencies = {}, devDependencies = {} } = await json("package.json");
    for (const [name, wanted] of Object.entries({ ...dependencies, ...devDependencies })) {
      const [, version] = /(?:^npm:.+@|^)(\d+\.\d+\.\d+)$/.exec(wanted) ?? [];
      assert.equal(packages[`node_modules/${name}`]?.version, version, name);
    }
    for (const [place, { resolved }] of Object.entries(packages)) assert.equal(resolved, undefined, place);
  }
});

/** Templates of those frameworks whose pages are not tried: the types are. */
const TEMPLATES = {
  preact: `<referral-editor value="{}" readonly onreferral-save={({ detail }) => void detail.etag} />`,
  "solid-js": `<referral-editor prop:value="{}" readonly on:referral-save={({ detail }) => void detail.etag} />`,
};

for (const [framework, template] of Object.entries(TEMPLATES)) {
  test(`the types for ${framework}: what is right, and what is wrong`, async () => {
    const workshop = await pack();
    try {
      const types = `import type {} from "referral-editor/types/${framework.replace("-js", "")}";\n`;
      const compilerOptions = {
        ...{ target: "es2022", lib: ["es2022", "dom"], module: "esnext", moduleResolution: "bundler", types: [] },
        ...{ jsx: "preserve", jsxImportSource: framework, strict: true, noEmit: true, skipLibCheck: true },
      };
      const project = await workshop.project({
        "tsconfig.json": JSON.stringify({ compilerOptions, files: ["right.tsx", "wrong.tsx"] }),
        "right.tsx": `${types}export const right = ${template};\n`,
        "wrong.tsx": `${types}
          // @ts-expect-error It is no such value.
          export const value = <referral-editor review="sometimes" />;
          // @ts-expect-error There is no such attribute.
          export const token = <referral-editor token="t" />;
          // @ts-expect-error There is no such detail.
          export const detail = ${template.replace("detail.etag", "detail.tag")};\n`,
      });
      await symlink(join(TOOLS, framework), join(project.path, "node_modules", framework), "junction");
      for (const compiler of ["typescript", "typescript6"]) {
        await run(NODE, [join(ROOT, "node_modules", compiler, "bin/tsc"), "--project", "."], { cwd: project.path });
      }
    } finally {
      await workshop.remove();
    }
  });
}

/** The first block of code below "Use it". */
async function exampleOfReadme() {
  const readme = await readFile(join(ROOT, "README.md"), "utf8");
  const [, code] = /^## Use it\n.*?^```ts\n(.*?)^```$/ms.exec(readme) ?? [];
  assert.ok(code?.includes('from "referral-editor"'), "README.md has an example");
  return code;
}

/** Types that users meet beyond the example; were any of them `any`, nothing would be wrong where something has to be. */
const USE = `
import init, { isReferralError, merge, putReferral, ReferralError, transitions, validate, validateList } from "referral-editor";
import type { ClientOptions, Conflict, Finding, Outcome, PutOptions, Transition } from "referral-editor";
import { validate as inline } from "referral-editor/inline";
import { draftWriter, openDraft } from "referral-editor/drafts";
import type { Draft, DraftKey } from "referral-editor/drafts";

export async function use(signal: AbortSignal, module: WebAssembly.Module): Promise<string> {
  await init(module);
  await init(new URL("https://example.com/x.wasm"));
  const options: ClientOptions = { signal, fetch: globalThis.fetch, getToken: ({ reason, claims }) => reason + (claims ?? "") };
  const put: PutOptions = { ...options, onProgress: ({ phase }) => void phase };
  const findings: Finding[] = [...validate(new Uint8Array()).findings, ...inline({}, { base: "{}" }).findings];
  const moves: Transition[] = transitions({ status: "New", substatus: null });
  const conflicts: Conflict[] = merge("{}", "{}", "{}").conflicts;
  const key: DraftKey = { id: "1", user: "2", storage: "indexeddb" };
  const draft: Draft = { base: "{}", draft: "{}", etag: null, inFlight: null };
  draftWriter(key).save(draft);
  const { settled } = await openDraft(key, { getToken: () => "" });
  // @ts-expect-error A number is no referral.
  validate(1);
  // @ts-expect-error There is no such operation.
  merge("{}");
  try {
    const outcome: Outcome = await putReferral("{}", put);
    switch (outcome.type) {
      case "saved": return outcome.etag ?? outcome.json;
      case "conflict": return outcome.merged + conflicts.length;
      case "invalid": return findings.concat(outcome.findings).map(({ path }) => path).join();
      case "rejected": return outcome.code;
      case "notSaved": return outcome.reason;
      case "unknown": return outcome.lastSeen;
    }
  } catch (error) {
    if (isReferralError(error)) return (error satisfies ReferralError).code + moves.length + validateList([]).count + (settled?.type ?? "");
    throw error;
  }
}
`;
