// @ts-check
/**
 * `<referral-editor>` in a page of each framework: the referral goes in as a property, `referral-save` comes out, the
 * framework's own checker finds nothing wrong in the template, and does find what is wrong in another one.
 */

import { readFileSync } from "node:fs";
import { mkdir, symlink } from "node:fs/promises";
import { dirname, join } from "node:path";
import { run } from "./children.mjs";
import { html, mounting } from "./entries.mjs";
import { visit } from "./pages.mjs";
import { ROOT, TOOLS, versionOf } from "./project.mjs";
import { serveFolder } from "./site.mjs";

/** @import { Host } from "./hosts.mjs" */
/** @import { Project } from "./project.mjs" */

const NODE = process.execPath;
const TSC = ["typescript", "typescript6"].map((name) => join(ROOT, "node_modules", name, "bin/tsc"));
const VITE = join(TOOLS, "vite/bin/vite.js");

const README = readFileSync(join(ROOT, "README.md"), "utf8");

/** What README.md tells the users of a framework to write. @param {string} name */
export function ofReadme(name) {
  const [, blocks = ""] = /<!-- frameworks -->(.*?)<!-- \/frameworks -->/s.exec(README) ?? [];
  const block = [...blocks.matchAll(/```\w+\n(.*?)```/gs)].find(([, code = ""]) => code.includes(`// ${name}`));
  if (block?.[1] === undefined) throw new Error(`README.md has nothing for ${name}`);
  return block[1];
}

/**
 * As strict as the project of a user can be. `element.js` is JavaScript with types.
 * @param {Record<string, unknown>} options @param {string[]} include @param {Record<string, unknown>} [more] beside TypeScript's own
 */
export const tsconfig = (options, include, more = {}) =>
  JSON.stringify({
    compilerOptions: {
      target: "es2023",
      lib: ["es2023", "dom", "dom.iterable"],
      module: "esnext",
      moduleResolution: "bundler",
      types: [],
      allowJs: true,
      checkJs: true,
      strict: true,
      exactOptionalPropertyTypes: true,
      noUncheckedIndexedAccess: true,
      verbatimModuleSyntax: true,
      isolatedModules: true,
      noEmit: true,
      skipLibCheck: false,
      ...options,
    },
    include,
    ...more,
  });

/** Files by framework: what is right, and what its checker has to find wrong. */
const REACT = {
  files: {
    "index.html": html('<div id="root"></div><script type="module" src="/src/main.js"></script>'),
    "src/main.js": mounting('import { mount } from "./App";'),
    "src/Readme.tsx": ofReadme("React"),
    "src/App.tsx": `
import "referral-editor/element";
import type {} from "referral-editor/types/react";
import { useState } from "react";
import { createRoot } from "react-dom/client";
import { type Given, saved } from "../element.js";
import { Editor } from "./Readme";

function App({ value, baseUrl, tokenProvider }: Given) {
  const [etag, setEtag] = useState<string | null>("");
  return (
    <>
      <referral-editor
        value={value}
        base-url={baseUrl}
        tokenProvider={tokenProvider}
        lang="en"
        readonly={false}
        onreferral-save={({ detail }) => {
          saved(detail);
          setEtag(detail.etag);
        }}
      />
      <output>{etag}</output>
      <Editor json={value} />
    </>
  );
}

export const mount = (given: Given): void => createRoot(document.querySelector("#root")!).render(<App {...given} />);
`,
    "tsconfig.json": tsconfig({ jsx: "react-jsx" }, ["src/*.tsx"]),
  },
  wrong: {
    "src/Wrong.tsx": `
import type {} from "referral-editor/types/react";
export const one = <referral-editor review="sometimes" />;
export const two = <referral-editor onreferral-save={({ detail }) => detail.tag} />;
export const three = <referral-editor tokenProvider={() => 1} />;
`,
  },
};

const VUE = {
  files: {
    "index.html": html('<div id="root"></div><script type="module" src="/src/main.js"></script>'),
    "src/main.js": mounting(`
import { createApp } from "vue";
import App from "./App.vue";
const mount = (given) => createApp(App, given).mount("#root");`),
    "src/Readme.vue": ofReadme("Vue"),
    "src/App.vue": `<script setup lang="ts">
import "referral-editor/element";
import type {} from "referral-editor/types/vue";
import type { ReferralSaveDetail } from "referral-editor/element";
import { ref } from "vue";
import { type Given, saved } from "../element.js";
import Editor from "./Readme.vue";

defineProps<{ value: string; baseUrl: string; tokenProvider: Given["tokenProvider"] }>();
const etag = ref<string | null>("");

function onSave({ detail }: CustomEvent<ReferralSaveDetail>) {
  saved(detail);
  etag.value = detail.etag;
}
</script>

<template>
  <referral-editor
    :value="value"
    :base-url="baseUrl"
    :tokenProvider="tokenProvider"
    lang="en"
    :readonly="false"
    @referral-save="onSave"
  />
  <output>{{ etag }}</output>
  <Editor :json="value" />
</template>
`,
    "vite.config.js": `
import vue from "@vitejs/plugin-vue";
const isCustomElement = (tag) => tag === "referral-editor";
export default { plugins: [vue({ template: { compilerOptions: { isCustomElement } } })] };
`,
    "tsconfig.json": tsconfig({ jsx: "preserve" }, ["src/*.vue"], { vueCompilerOptions: { strictTemplates: true } }),
  },
  wrong: {
    "src/Wrong.vue": `<script setup lang="ts">
import type {} from "referral-editor/types/vue";
const onSave = (event: CustomEvent<{ tag: string }>) => event.detail.tag;
const token = () => 1;
</script>

<template>
  <referral-editor review="sometimes" />
  <referral-editor @referral-save="onSave" />
  <referral-editor :tokenProvider="token" />
</template>
`,
  },
};

const SVELTE = {
  files: {
    "index.html": html('<div id="root"></div><script type="module" src="/src/main.js"></script>'),
    "src/main.js": mounting(`
import { mount as mountComponent } from "svelte";
import App from "./App.svelte";
const mount = (props) => mountComponent(App, { target: document.querySelector("#root"), props });`),
    "src/Readme.svelte": ofReadme("Svelte"),
    "src/App.svelte": `<script lang="ts">
  import "referral-editor/element";
  import type {} from "referral-editor/types/svelte";
  import { type Given, saved } from "../element.js";
  import Editor from "./Readme.svelte";

  const { value, baseUrl, tokenProvider }: Given = $props();
  let etag = $state<string | null>("");
</script>

<referral-editor
  {value}
  base-url={baseUrl}
  {tokenProvider}
  lang="en"
  readonly={false}
  onreferral-save={({ detail }) => {
    saved(detail);
    etag = detail.etag;
  }}
></referral-editor>
<output>{etag}</output>
<Editor json={value} />
`,
    "vite.config.js": `
import { svelte, vitePreprocess } from "@sveltejs/vite-plugin-svelte";
export default { plugins: [svelte({ preprocess: vitePreprocess() })] };
`,
    "svelte.config.js": "export default {};\n",
    "tsconfig.json": tsconfig({}, ["src/*.svelte"]),
  },
  wrong: {
    "src/Wrong.svelte": `<script lang="ts">
  import type {} from "referral-editor/types/svelte";
</script>

<referral-editor review="sometimes"></referral-editor>
<referral-editor onreferral-save={({ detail }) => detail.tag}></referral-editor>
<referral-editor tokenProvider={() => 1}></referral-editor>
`,
  },
};

/** What is wrong in each of the wrong templates, in the words of TypeScript, whoever passes them on. */
const FAULTS = [/"sometimes"/, /[Pp]roperty 'tag'|tag: string/, /'?number'? is not assignable/];

/**
 * Runs checkers over a project, then over the same with what is wrong, of which each has to find all.
 * @param {Project} project
 * @param {Record<string, string>} wrong
 * @param {string[][]} checkers arguments of Node
 */
export async function checkTypes(project, wrong, checkers) {
  for (const args of checkers) await run(NODE, args, { cwd: project.path });
  await project.write(wrong);
  for (const args of checkers) {
    const said = await run(NODE, args, { cwd: project.path }).then(
      () => "",
      (error) => String(error),
    );
    for (const fault of FAULTS) {
      if (!fault.test(said)) throw new Error(`${args[0]} does not find ${fault} in what is wrong, but says:\n${said}`);
    }
  }
}

/** @param {Project} project @param {string[]} names of packages of the tools */
async function linked(project, names) {
  for (const name of names) {
    const link = join(project.path, "node_modules", name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(join(TOOLS, name), link, "junction");
  }
}

/**
 * Built by Vite, and opened in Chromium.
 * @param {string} name
 * @param {{ tool: string, packages: string[], files: Record<string, string>, wrong: Record<string, string>, checkers: string[][] }} how
 * @returns {Host}
 */
const framework = (name, { tool, packages, files, wrong, checkers }) => ({
  name: `${name}, \`<referral-editor>\``,
  tool,
  opened: "Chromium",
  bytes: "file",
  element: true,
  async run(workshop) {
    const project = await workshop.project(files);
    await linked(project, packages);
    await run(NODE, [VITE, "build"], { cwd: project.path });
    await checkTypes(project, wrong, checkers);
    const site = await serveFolder(join(project.path, "dist"));
    try {
      const { bytes, checked } = await visit(site);
      return { version: await versionOf(tool), bytes, checked };
    } finally {
      site.close();
    }
  },
});

/** @type {Host[]} */
export const frameworks = [
  framework("React", {
    ...REACT,
    tool: "react",
    packages: ["react", "react-dom", "@types/react", "@types/react-dom"],
    checkers: TSC.map((tsc) => [tsc, "--project", "."]),
  }),
  framework("Vue", {
    ...VUE,
    tool: "vue",
    packages: ["vue", "@vitejs/plugin-vue"],
    checkers: [[join(TOOLS, "vue-tsc/bin/vue-tsc.js"), "--project", "."]],
  }),
  framework("Svelte", {
    ...SVELTE,
    tool: "svelte",
    packages: ["svelte", "@sveltejs/vite-plugin-svelte"],
    checkers: [[join(TOOLS, "svelte-check/bin/svelte-check"), "--tsconfig", "./tsconfig.json", "--output", "human"]],
  }),
];
