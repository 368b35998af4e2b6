// @ts-check
/**
 * Next.js, with each of its bundlers: a client component, whose module runs on the server first, and a route handler.
 * They are slow: they run only where they are asked for.
 */

import { readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { run, serve } from "./children.mjs";
import { handler, main, START } from "./entries.mjs";
import { visit } from "./pages.mjs";
import { INLINE, serveBefore, startApi } from "./site.mjs";

/** @import { Host } from "./hosts.mjs" */
/** @import { Project } from "./project.mjs" */

const LOCKFILES = new URL("next/", import.meta.url);
const ENV = { NEXT_TELEMETRY_DISABLED: "1", NODE_ENV: "production" };

const FILES = {
  "app/layout.jsx": `export default function Layout({ children }) {
  return <html lang="en"><head><link rel="icon" href="data:," /></head><body>{children}</body></html>;
}
`,
  "app/page.jsx": `"use client";
import { useEffect } from "react";
${main({ checks: "../checks.js" })}
export default function Page() {
  useEffect(() => {
    ${START}
  }, []);
  return <h1>Next.js</h1>;
}
`,
  "app/handler/route.js": handler(),
};

/** @param {string} name @param {"turbopack" | "webpack"} bundler @returns {Host} */
const built = (name, bundler) => ({
  name: `Next.js, ${name}`,
  tool: "next",
  opened: "Chromium",
  bytes: "file; on the server inline",
  slow: true,
  async run(workshop) {
    const project = await workshop.projectWith(LOCKFILES, FILES);
    const program = join(project.path, "node_modules/next/dist/bin/next");
    const how = { cwd: project.path, env: ENV };
    await run(process.execPath, [program, "build", `--${bundler}`], { ...how, ms: 300_000 });
    const args = [program, "start", "--hostname", "127.0.0.1", "--port", "0"];
    const server = await serve(process.execPath, args, { ...how, ready: /Local:\s+(http:\S+)/ });
    const site = await serveBefore(server.said[1] ?? "");
    try {
      const { bytes, checked } = await visit(site);
      checked.push(await handled(site.url, server.output));
      const { version } = JSON.parse(await project.read("node_modules/next/package.json"));
      return { version, bytes: `${bytes}; on the server ${await bytesOnServer(project)}`, checked };
    } finally {
      site.close();
      server.stop();
    }
  },
});

/** What the route handler says. @param {string} url of the site @param {() => string} output of the server */
async function handled(url, output) {
  const api = await startApi();
  try {
    const query = new URLSearchParams({ api: api.baseUrl });
    const answer = await fetch(`${url}handler?${query}`, { signal: AbortSignal.timeout(30_000) });
    if (!answer.ok) throw new Error(`The route handler answered with ${answer.status}.\n${output()}`);
    return await answer.json();
  } finally {
    await api.close();
  }
}

/** @param {Project} project */
async function bytesOnServer({ path }) {
  const folder = join(path, ".next/server");
  for (const name of await readdir(folder, { recursive: true })) {
    if (name.endsWith(".js") && (await readFile(join(folder, name), "utf8")).includes(INLINE)) return "inline";
  }
  return "none";
}

/** @type {Host[]} */
export const next = [built("Turbopack", "turbopack"), built("webpack", "webpack")];
