// @ts-check
// What a page of every framework does with `<referral-editor>`: it hands a referral in as a property, and is told of the save
// by an event. Who types is this, through what the element has for that. It is copied into each project, as checks.js is.

import { getReferral } from "referral-editor";
import { repaired } from "./documents.js";

/** @typedef {import("referral-editor/element").ReferralEditorElement} ReferralEditorElement */
/** @typedef {import("referral-editor/element").ReferralSaveDetail} ReferralSaveDetail */
/** @typedef {NonNullable<ReferralEditorElement["tokenProvider"]>} TokenProvider */
/** What the page puts into its template. @typedef {{ value: string, baseUrl: string, tokenProvider: TokenProvider }} Given */
/** @typedef {Awaited<ReturnType<typeof typeAndSave>>} Used */

const NOTES = "Typed into <referral-editor>.";

/** @returns {Promise<Given>} */
export async function given() {
  const baseUrl = new URLSearchParams(location.search).get("api") ?? "";
  const tokenProvider = async () => (await fetch(new URL("/token", baseUrl))).text();
  const { json } = await getReferral(JSON.parse(repaired).id, { baseUrl, getToken: tokenProvider });
  return { value: json, baseUrl, tokenProvider };
}

/** What the handler of the page was called with. @type {ReferralSaveDetail[]} */
const saves = [];

/** What a page of a framework calls in its handler of `referral-save`. @param {ReferralSaveDetail} detail */
export function saved(detail) {
  saves.push(detail);
}

/**
 * Waits for the element, types into the notes and saves; then what came of it, as plain data.
 * @param {Given} given
 */
export async function typeAndSave({ value }) {
  const editor = await until(() => document.querySelector("referral-editor") ?? false);
  await until(() => editor.value === value);
  await until(() => editor.focusField("/details/notes"));
  const notes = await until(() => editor.shadowRoot?.activeElement ?? false);
  if (!(notes instanceof HTMLTextAreaElement)) throw new Error(`The notes are ${notes.outerHTML}`);
  notes.value = NOTES;
  notes.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  notes.dispatchEvent(new Event("change", { bubbles: true }));
  // What README.md tells to write stands below, with the same referral.
  const [, second] = document.querySelectorAll("referral-editor");
  await until(() => second?.value === value);
  const { dirty, changes } = editor;
  await editor.save();
  await until(() => saves.length > 0);
  return {
    changes: changes.map(({ path }) => path),
    dirty: [dirty, editor.dirty],
    saves: saves.length,
    notes: saves.map(({ value }) => JSON.parse(value).details.notes),
    newEtag: saves.every(({ etag }) => etag !== null && etag !== JSON.parse(value).eTag),
    second: [second?.dirty, second?.baseUrl],
    // What the framework shows after its handler was called.
    shown: (await until(() => document.querySelector("output")?.textContent || false)) === saves[0]?.etag,
  };
}

/**
 * @template T
 * @param {() => T | false} look
 * @returns {Promise<T>}
 */
async function until(look) {
  for (;;) {
    const found = look();
    if (found !== false) return found;
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}
