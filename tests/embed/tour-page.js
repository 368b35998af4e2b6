// @ts-check
// A page that takes the element through all that it does, as somebody would who uses it.

import { parts, press, record, rootOf, told, type, until } from "./in-page.js";

/** @import { ReferralEditorElement } from "referral-editor/element" */

const element = "/dist/element.js";

/** @param {ReferralEditorElement} editor @param {string} path @param {string} text */
function typeAt(editor, path, text) {
  if (!editor.focusField(path)) throw new Error(`There is no field for ${path}`);
  type(/** @type {Element} */ (rootOf(editor).activeElement), text);
}

async function tour() {
  await import(element);
  const editor = /** @type {ReferralEditorElement} */ (document.querySelector("referral-editor"));
  /** @type {string[]} */
  const went = [];
  const isChinese = editor.lang === "zh-CN";

  await until(() => told("referral-load").length > 0, "referral");
  went.push("loaded");
  for (const details of rootOf(editor).querySelectorAll("details")) details.open = true;
  went.push("opened");
  typeAt(editor, "/details/notes", "typed");
  await until(() => editor.dirty, "change");
  went.push("edited");
  typeAt(editor, "/details/dealValue", "-1");
  parts(editor, "save-button")[0]?.click();
  await until(() => parts(editor, "summary")[0]?.checkVisibility(), "summary");
  went.push("errors");
  typeAt(editor, "/details/dealValue", "65000.50");
  editor.setAttribute("review", "always");
  const saving = editor.save();
  await until(() => parts(editor, "review")[0]?.checkVisibility(), "review");
  went.push("review");
  await press(editor, isChinese ? /^保存/ : /^Save/);
  await saving;
  await until(() => told("referral-save").length > 0, "save");
  went.push("saved");

  // Somebody else saves the same field.
  editor.setAttribute("review", "never");
  const { baseline, etag } = editor;
  const theirs = JSON.parse(baseline ?? "");
  delete theirs.links;
  theirs.details.notes = "theirs";
  const answer = await fetch(`/partner-api/v1.0/engagements/referrals/${theirs.id}`, {
    method: "PUT",
    headers: { "content-type": "application/json", "if-match": etag ?? "" },
    body: JSON.stringify(theirs),
  });
  if (!answer.ok) throw new Error(await answer.text());
  typeAt(editor, "/details/notes", "mine");
  await editor.save();
  await until(() => parts(editor, "conflict")[0]?.checkVisibility(), "conflict");
  went.push("conflict");
  await press(editor, isChinese ? /保存$/ : /save$/);
  await until(() => told("referral-save").length > 1, "second save");
  went.push("settled");
  editor.lang = isChinese ? "en" : "zh-CN";
  await until(() => (isChinese ? /Deal value/ : /交易金额/).test(rootOf(editor).textContent ?? ""), "other language");
  went.push("language");
  editor.toggleAttribute("readonly");
  await until(() => parts(editor, "save-bar").every((bar) => !bar.checkVisibility()), "form without its bar");
  went.push("readonly");
  // Violations are told of in a task of their own.
  await new Promise((resolve) => setTimeout(resolve, 100));
  const { violations, ran, rejections } = record;
  return { went, violations, ran, rejections };
}

Object.assign(globalThis, { tour: tour() });
