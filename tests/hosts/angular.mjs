// @ts-check
/**
 * `<referral-editor>` in a page of Angular, as `ng build` makes it, with the templates checked as strictly as it can. It has
 * a lockfile of its own, and runs only where it is asked for.
 *
 * Its command wants a newer Node than this project does, so Bun runs it.
 */

import { join } from "node:path";
import { run } from "./children.mjs";
import { mounting } from "./entries.mjs";
import { ofReadme, tsconfig } from "./frameworks.mjs";
import { visit } from "./pages.mjs";
import { bun } from "./runtimes.mjs";
import { serveFolder } from "./site.mjs";

/** @import { Host } from "./hosts.mjs" */
/** @import { Project } from "./project.mjs" */

const LOCKFILES = new URL("angular/", import.meta.url);
const ENV = { NG_CLI_ANALYTICS: "false" };

const options = {
  outputPath: { base: "out", browser: "" },
  index: "src/index.html",
  browser: "src/main.ts",
  tsConfig: "tsconfig.json",
  outputHashing: "none",
  // Which bundlers that copy assets by themselves need not be told.
  assets: [{ glob: "referral_editor.wasm", input: "node_modules/referral-editor/dist", output: "." }],
};

const FILES = {
  "angular.json": JSON.stringify({
    version: 1,
    projects: {
      app: {
        projectType: "application",
        root: "",
        sourceRoot: "src",
        architect: { build: { builder: "@angular/build:application", options } },
      },
    },
  }),
  "tsconfig.json": JSON.stringify({
    ...JSON.parse(tsconfig({ noEmit: false, checkJs: false, skipLibCheck: true }, [])),
    include: undefined,
    files: ["src/main.ts"],
    angularCompilerOptions: { strictTemplates: true },
  }),
  "src/index.html":
    '<!doctype html><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,"><app-root></app-root>\n',
  "src/main.ts": `import "./page.js";\n`,
  "src/page.js": mounting('import { mount } from "./app";'),
  "src/readme.ts": ofReadme("Angular"),
  "src/app.ts": `
import "referral-editor/element";
import type { ReferralSaveDetail } from "referral-editor/element";
import { Component, CUSTOM_ELEMENTS_SCHEMA, inject, InjectionToken, signal } from "@angular/core";
import { bootstrapApplication } from "@angular/platform-browser";
import { type Given, saved } from "../element.js";
import { Editor } from "./readme";

const GIVEN = new InjectionToken<Given>("given");

@Component({
  selector: "app-root",
  imports: [Editor],
  schemas: [CUSTOM_ELEMENTS_SCHEMA],
  template: \`
    <referral-editor
      [value]="given.value"
      [attr.base-url]="given.baseUrl"
      [tokenProvider]="given.tokenProvider"
      lang="en"
      (referral-save)="onSave($event.detail)"
    ></referral-editor>
    <output>{{ etag() }}</output>
    <app-editor [json]="given.value" />
  \`,
})
class App {
  readonly given = inject(GIVEN);
  readonly etag = signal<string | null>("");

  onSave(detail: ReferralSaveDetail): void {
    saved(detail);
    this.etag.set(detail.etag);
  }
}

export async function mount(given: Given): Promise<void> {
  await bootstrapApplication(App, { providers: [{ provide: GIVEN, useValue: given }] });
}
`,
};

/** Angular checks events of elements that it does not know; their properties it takes as they are. */
const WRONG = {
  "src/app.ts": FILES["src/app.ts"].replace("onSave($event.detail)", "onSave($event.detail.tag)"),
};

/** @param {Project} project */
const build = async (project) =>
  run(await bun(), ["--bun", "node_modules/@angular/cli/bin/ng.js", "build"], {
    cwd: project.path,
    env: ENV,
    ms: 120_000,
  });

/** @type {Host} */
export const angular = {
  name: "Angular, `<referral-editor>`",
  tool: "@angular/core",
  opened: "Chromium",
  bytes: "file",
  element: true,
  slow: true,
  async run(workshop) {
    const project = await workshop.projectWith(LOCKFILES, FILES);
    await build(project);
    const site = await serveFolder(join(project.path, "out"));
    try {
      const { bytes, checked } = await visit(site);
      await project.write(WRONG);
      const said = await build(project).then(() => "", String);
      if (!/Property 'tag' does not exist on type 'ReferralSaveDetail'/.test(said)) {
        throw new Error(`ng build finds nothing wrong in the template that is:\n${said}`);
      }
      const { version } = JSON.parse(await project.read("node_modules/@angular/core/package.json"));
      return { version, bytes, checked };
    } finally {
      site.close();
    }
  },
};
