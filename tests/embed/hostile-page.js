// @ts-check
// One hostile text through every place of the element that shows something of a document, an answer or a person, in a page.
// What the element builds of it has to be what it builds of harmless text: the same elements with the same attributes.

import { parts, press, record, rootOf, told, type, until } from "./in-page.js";

/** @import { ReferralEditorElement } from "referral-editor/element" */
/** @import { createSandbox as Create } from "../../www/sandbox/sandbox.js" */

const paths = { element: "/dist/element.js", sandbox: "/sandbox/sandbox.js" };
await import(paths.element);
const { createSandbox } = /** @type {{ createSandbox: typeof Create }} */ (await import(paths.sandbox));

/** Members whose text the sandbox or the address goes by. */
const KEPT = new Set(["id", "eTag", "@odata.context"]);

/** Gives one text after the other, for ever. @typedef {() => string} Texts */

/** @param {string[]} texts @returns {Texts} */
function inTurn(texts) {
  let at = -1;
  return () => {
    at += 1;
    return texts[at % texts.length] ?? "";
  };
}

/**
 * The document with a text in place of every string, and as names and values that nobody knows.
 * @param {any} value
 * @param {Texts} text
 * @param {boolean} status whether also in its status
 * @returns {any}
 */
function poisoned(value, text, status) {
  if (typeof value === "string") return text();
  if (Array.isArray(value)) return [...value.map((item) => poisoned(item, text, status)), ...rowOf(value, text)];
  if (value === null || typeof value !== "object") return value;
  const members = Object.entries(value).map(([name, member]) => {
    const isKept = KEPT.has(name) || (!status && (name === "status" || name === "substatus"));
    return [name, isKept ? member : poisoned(member, text, status)];
  });
  return Object.fromEntries([...members, [`x${text()}`, text()]]);
}

/** A row more, as one that the vocabulary does not have. @param {any[]} rows @param {Texts} text */
const rowOf = ([row], text) => (row !== null && typeof row === "object" && "id" in row ? [{ id: `${text()}2` }] : []);

/** Attributes in which a text could act, and values that do nothing there. @type {Record<string, RegExp>} */
const ACTIVE = {
  href: /^(#|blob:)/,
  src: /^$/,
  srcset: /^$/,
  srcdoc: /^$/,
  action: /^$/,
  formaction: /^$/,
  data: /^$/,
  poster: /^$/,
  style: /^$/,
  background: /^$/,
  "xlink:href": /^$/,
};
const FORBIDDEN =
  /^(script|iframe|object|embed|link|meta|base|style|template|img|video|audio|math|foreignObject|marquee)$/i;

/**
 * Every element below, with the names of its attributes; and what no element may be or have.
 * @param {ParentNode} root
 * @param {string[]} faults
 * @returns {string[]}
 */
function structure(root, faults) {
  return [...root.querySelectorAll("*")].map((element) => {
    if (FORBIDDEN.test(element.localName)) faults.push(`<${element.localName}>`);
    for (const { name, value } of element.attributes) {
      if (name.startsWith("on")) faults.push(`${element.localName} ${name}`);
      if (ACTIVE[name]?.test(value) === false) faults.push(`${element.localName} ${name}=${value.slice(0, 60)}`);
    }
    if (element.shadowRoot !== null) faults.push(`${element.localName} has a shadow root`);
    return `${element.localName} ${element.getAttributeNames().sort().join(" ")}`;
  });
}

/**
 * The element with one document, one answer and typed texts, in every state that shows something of them.
 * @param {{ document: string, texts: string[], status: boolean, lang: string, turn: number }} how `texts`: in turn, where there are
 *   several; `turn`: which third of the controls is typed into
 * @returns {Promise<{ states: Record<string, string[]>, faults: string[] }>}
 */
export async function play({ document: json, texts, status, lang, turn }) {
  const text = inTurn(texts);
  /** @type {string[]} */
  const faults = [];
  /** @type {Record<string, string[]>} */
  const states = {};
  const held = JSON.stringify(poisoned(JSON.parse(json), text, status));
  const { id } = JSON.parse(json);
  const sandbox = createSandbox({ documents: [held] });
  const { handle } = sandbox;
  const editor = /** @type {ReferralEditorElement} */ (document.createElement("referral-editor"));
  const attributes = { "referral-id": id, "base-url": "/v1.0", lang, review: "always", json: "" };
  for (const [name, value] of Object.entries(attributes)) editor.setAttribute(name, value);
  editor.fetch = sandbox.fetch;
  editor.tokenProvider = () => sandbox.token;
  record.told.length = 0;

  /** @param {string} name */
  const look = async (name) => {
    const root = rootOf(editor);
    for (const details of root.querySelectorAll("details")) details.open = true;
    await settled(root);
    states[name] = structure(root, faults);
  };

  document.body.append(editor);
  try {
    await until(() => told("referral-load").length > 0 || told("referral-error").length > 0, "end of the load");
    // What is only needed later comes by itself.
    await until(() => parts(editor, "conflict").length > 0, "place of a conflict");
    await look("loaded");
    if (told("referral-error").length > 0)
      throw new Error(`It was not loaded: ${JSON.stringify(told("referral-error"))}`);
    if (status) return { states, faults };

    const controls = [...rootOf(editor).querySelectorAll("input, textarea")].filter((control) =>
      ["text", "textarea", "email", "tel", "search"].includes(/** @type {HTMLInputElement} */ (control).type),
    );
    for (const [at, control] of controls.entries()) if (at % 3 === turn % 3) type(control, text());
    // No text is a number, so that there is always something wrong.
    editor.focusField("/details/dealValue");
    type(/** @type {Element} */ (rootOf(editor).activeElement), text());
    await look("typed");
    parts(editor, "save-button")[0]?.click();
    await look("errors");

    // Only what can be sent: then what is shown before it is.
    editor.discard();
    editor.focusField("/details/notes");
    type(/** @type {Element} */ (rootOf(editor).activeElement), `${text()}!`);
    const saving = editor.save();
    await until(() => parts(editor, "review")[0]?.checkVisibility(), "review");
    await look("review");
    sandbox.handle = async (request) => (request.method === "PUT" ? refusal(text) : handle(request));
    await press(editor, lang === "en" ? /^Save/ : /^保存/);
    await saving;
    await until(() => told("referral-error").length > 0, "refusal");
    await look("refused");

    // And where somebody else was first.
    sandbox.handle = handle;
    sandbox.change(id, { details: JSON.stringify({ ...JSON.parse(held).details, notes: `${text()}?`, dealValue: 7 }) });
    editor.setAttribute("review", "never");
    await editor.save();
    await until(() => parts(editor, "conflict")[0]?.checkVisibility(), "conflict");
    await look("conflict");
  } finally {
    editor.remove();
  }
  return { states, faults };
}

/** Waits until nothing has changed for a moment: views fill after they are opened. @param {ShadowRoot} root */
async function settled(root) {
  let changes = 1;
  const observer = new MutationObserver((records) => {
    changes += records.length;
  });
  observer.observe(root, { subtree: true, childList: true, attributes: true, characterData: true });
  while (changes > 0) {
    changes = 0;
    await new Promise((resolve) => setTimeout(resolve, 15));
  }
  observer.disconnect();
}

/** What the service says when it does not like a value. @param {Texts} text */
function refusal(text) {
  const inner = () => ({ code: text(), target: text(), message: text() });
  const error = { ...inner(), innerError: { ...inner(), details: [inner()] }, details: [inner()] };
  const headers = { "Content-Type": "application/json", "Access-Control-Allow-Origin": "*" };
  return new Response(JSON.stringify({ error }), { status: 400, headers });
}

/** What of the page's own is left over between two. */
export const leftOver = () => ({
  violations: record.violations.splice(0),
  ran: record.ran.splice(0),
  rejections: record.rejections.splice(0),
  title: document.title,
  body: document.body.childElementCount,
});

Object.assign(globalThis, { hostile: { play, leftOver } });
