// @ts-check
// The few lines that a user of each host would write: how the package is imported, and where the result goes.

const FUNCTIONS = "edit, getReferral, isReferralError, putReferral, transitions, validate";
const DRAFTS = "openDraft, saveDraft";
const CHECK = `{ ${FUNCTIONS}, ${DRAFTS} }`;

/** A program that has nothing to wait for: as `import` writes it. @param {{ entry?: string }} [options] */
export const imported = ({ entry = "referral-editor" } = {}) => `
import { ${FUNCTIONS} } from "${entry}";
import { ${DRAFTS} } from "referral-editor/drafts";
import { check } from "./checks.js";

const checked = await check(${CHECK}, ${API_OF_PROGRAM});
console.log(JSON.stringify(checked));
`;

/** The same, as `require` writes it. */
export const required = () => `
const { ${FUNCTIONS} } = require("referral-editor");
const { ${DRAFTS} } = require("referral-editor/drafts");
const { check } = require("./checks.js");

check(${CHECK}, ${API_OF_PROGRAM}).then((checked) => console.log(JSON.stringify(checked)));
`;

/** Programs are told of the API in their first argument, pages in the query of their address. */
const API_OF_PROGRAM = "process.argv[2] ?? null";
const API_OF_PAGE = 'new URLSearchParams(location.search).get("api")';

/**
 * What the script of a page begins with; `START` is what it ends with.
 * @param {{ checks: string, package?: string, drafts?: string, init?: boolean }} options where things are imported from
 */
export const main = ({ checks, package: name = "referral-editor", drafts = "referral-editor/drafts", init = true }) => `
import ${init ? "init, " : ""}{ ${FUNCTIONS} } from "${name}";
import { ${DRAFTS} } from "${drafts}";
import { check } from "${checks}";

async function main() {
  ${init ? "await init();" : ""}
  return await check(${CHECK}, ${API_OF_PAGE});
}
`;

export const START = `
main().then(
  (checked) => { globalThis.said = { checked }; },
  (error) => { globalThis.said = { failed: \`\${error.stack ?? error} \${error.cause ?? ""}\` }; },
);
`;

/** @param {Parameters<typeof main>[0]} options */
export const page = (options) => main(options) + START;

/**
 * A page that uses the element, too: it mounts its part when it has a referral to hand in.
 * @param {string} mount a function of this name, in whatever way the page has it
 */
export const mounting = (mount) => `
import { given, typeAndSave } from "../element.js";
${main({ checks: "../checks.js" }).replace("async function main()", "async function mainOfPackage()")}
${mount}

async function main() {
  const checked = await mainOfPackage();
  const handed = await given();
  await mount(handed);
  return { ...checked, element: await typeAndSave(handed) };
}
${START}`;

/** Of a page without a framework. */
export const elementPage = () =>
  mounting(`
import "referral-editor/element";
import { saved } from "../element.js";

function mount({ value, baseUrl, tokenProvider }) {
  const editors = [document.createElement("referral-editor"), document.createElement("referral-editor")];
  const [editor, second] = editors;
  const output = document.createElement("output");
  Object.assign(editor, { value, baseUrl, tokenProvider, lang: "en" });
  Object.assign(second, { value, baseUrl: "/partner-api/v1.0" });
  editor.addEventListener("referral-save", ({ detail }) => {
    saved(detail);
    output.textContent = detail.etag;
  });
  document.body.append(...editors, output);
}`);

/** @param {string} script the whole element */
export const html = (script) =>
  `<!doctype html><meta charset="utf-8"><title>Host</title><link rel="icon" href="data:,">${script}\n`;

/** A server's answer to a request. @param {string} checks where they are */
const answer = (checks) => `
import { ${FUNCTIONS} } from "referral-editor";
import { ${DRAFTS} } from "referral-editor/drafts";
import { check } from "${checks}";

async function answer(request) {
  const checked = await check(${CHECK}, new URL(request.url).searchParams.get("api"));
  return Response.json(checked);
}
`;

/** Of a worker. */
export const worker = () => `${answer("./checks.js")}export default { fetch: answer };\n`;

/** Of Next.js. */
export const handler = () => `${answer("../../checks.js")}export { answer as GET };\n`;
