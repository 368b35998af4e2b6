// @ts-check
/**
 * The package several times in one process, each with its memory, its module and its queue of saves, as several tabs have
 * it. Node 20 has no `navigator.locks`, so nothing keeps one tab's save from running beside another's.
 */

import { readFile } from "node:fs/promises";
import { register } from "node:module";
import { fileURLToPath } from "node:url";

/** @typedef {typeof import("referral-editor")} Tab */

// The files of a tab import one another as that tab's. The text of the module is the same for all.
register(
  `data:text/javascript,${encodeURIComponent(`
    export async function resolve(specifier, context, next) {
      const resolved = await next(specifier, context);
      const tab = /[?]tab=[0-9]+$/.exec(context.parentURL ?? "");
      const isOwn = tab !== null && specifier.startsWith("./") && !specifier.includes("base64");
      return isOwn ? { ...resolved, url: resolved.url + tab[0] } : resolved;
    }`)}`,
);

/** @type {Tab[]} */
const opened = [];
const bytes = readFile(fileURLToPath(import.meta.resolve("referral-editor/referral_editor.wasm")));
/** @type {Promise<WebAssembly.Module> | undefined} */
let compiled;

/** So many of them, always the same ones. @param {number} count @returns {Promise<Tab[]>} */
export async function openTabs(count) {
  compiled ??= bytes.then((module) => WebAssembly.compile(new Uint8Array(module)));
  while (opened.length < count) {
    /** @type {Tab} */
    const tab = await import(`${import.meta.resolve("referral-editor")}?tab=${opened.length}`);
    await tab.default(await compiled);
    opened.push(tab);
  }
  return opened.slice(0, count);
}
