// @ts-check
/**
 * The packed tarball, and throw-away projects that have installed it: outside this repository, so that nothing of it can be
 * found by accident.
 */

import { rmSync } from "node:fs";
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { run } from "./children.mjs";

/** Of this repository. */
export const ROOT = fileURLToPath(new URL("../..", import.meta.url));
/** Where the tools of package.json beside this file are. */
export const TOOLS = fileURLToPath(new URL("node_modules/", import.meta.url));
const PARTS = new URL("parts/", import.meta.url);

const npm = process.platform === "win32" ? "npm.cmd" : "npm";

/** @typedef {{ path: string, write: (files: Record<string, string>) => Promise<void>, read: (file: string) => Promise<string> }} Project */
/** @typedef {Awaited<ReturnType<typeof pack>>} Workshop */

/** Packs the package as it would be published, and installs the tarball once; every project gets a copy of what came of it. */
export async function pack() {
  const folder = await mkdtemp(join(tmpdir(), "referral-editor-hosts-"));
  const options = { recursive: true, force: true, maxRetries: 5 };
  const removeNow = () => rmSync(folder, options);
  process.once("exit", removeNow);
  const remove = async () => {
    await rm(folder, options);
    process.off("exit", removeNow);
  };
  try {
    const said = await run(npm, ["pack", "--json", "--loglevel=error", "--pack-destination", folder], { cwd: ROOT });
    const [{ filename, files }] = /** @type {[{ filename: string, files: { path: string }[] }]} */ (JSON.parse(said));
    const tarball = join(folder, filename);
    const installed = join(folder, "installed");
    await mkdir(installed);
    await writeFile(join(installed, "package.json"), JSON.stringify({ private: true }));
    const quiet = ["--offline", "--no-audit", "--no-fund", "--loglevel=error"];
    await run(npm, ["install", ...quiet, tarball], { cwd: installed });

    let count = 0;
    return {
      folder,
      tarball,
      /** What is in the tarball. */
      files: files.map(({ path }) => path).sort(),
      /** The package as it is installed. */
      package: join(installed, "node_modules", "referral-editor"),
      remove,

      /**
       * A project with the package and the parts (the checks, the use of the element, the documents) beside its own files.
       * @param {Record<string, string>} files
       * @returns {Promise<Project>}
       */
      async project(files) {
        count += 1;
        const path = join(folder, `project-${count}`);
        await cp(join(installed, "node_modules"), join(path, "node_modules"), { recursive: true });
        const write = async (/** @type {Record<string, string>} */ more) => {
          for (const [name, text] of Object.entries(more)) {
            await mkdir(dirname(join(path, name)), { recursive: true });
            await writeFile(join(path, name), text);
          }
        };
        await write({
          "package.json": JSON.stringify({ private: true, type: "module" }),
          ...(await parts()),
          ...files,
        });
        return { path, write, read: (file) => readFile(join(path, file), "utf8") };
      },

      /**
       * The same, in which the packages of a lockfile are installed beside the tarball.
       * @param {URL} lockfiles folder of a package.json and its lockfile
       * @param {Record<string, string>} files
       * @returns {Promise<Project>}
       */
      async projectWith(lockfiles, files) {
        const project = await this.project({});
        for (const name of ["package.json", "package-lock.json", ".npmrc"]) {
          await cp(new URL(name, lockfiles), join(project.path, name));
        }
        const quiet = ["--ignore-scripts", "--no-audit", "--no-fund", "--loglevel=error"];
        await run(npm, ["install", ...quiet, tarball], { cwd: project.path, ms: 300_000 });
        await project.write(files);
        return project;
      },
    };
  } catch (error) {
    await remove();
    throw error;
  }
}

/** The documentation's own example, with the comma that it lacks, and with it. */
const SAMPLES = {
  verbatim: "partner-rest_get-by-id_response.invalid.json",
  repaired: "partner-rest_get-by-id_response.repaired.json",
};

async function parts() {
  /** @type {Record<string, string>} */
  const documents = {};
  for (const [name, file] of Object.entries(SAMPLES)) {
    documents[name] = await readFile(join(ROOT, "tests/samples", file), "utf8");
  }
  const exported = Object.entries(documents).map(([name, text]) => `export const ${name} = ${JSON.stringify(text)};\n`);
  const copied = async (/** @type {string} */ name) => readFile(new URL(name, PARTS), "utf8");
  return {
    "checks.js": await copied("checks.js"),
    "element.js": await copied("element.js"),
    "documents.js": exported.join(""),
  };
}

/** @param {string} name of a package of the tools */
export async function versionOf(name) {
  return JSON.parse(await readFile(join(TOOLS, name, "package.json"), "utf8")).version;
}
