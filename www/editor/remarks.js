// @ts-check
// What there is to say of a draft: errors of the package and of half typed values, what the service refused, notes.

import { validate } from "referral-editor";
import { ownNotes } from "./controls.js";
import { fieldAt, nameOf } from "./fields.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("./summary.js").Remark} Remark */
/** @typedef {import("referral-editor").Finding} Finding */

/**
 * Every error and every note of the draft now; notes that the loaded document had already are left out.
 * @param {Ui} ui @param {Finding[]} loaded what the document brought along @param {Set<string>} refused fields, by the service
 */
export function remarksOf(ui, loaded, refused) {
  const { draft, texts } = ui;
  const { fields } = draft;
  const base = draft.base.text;
  const before = new Set(loaded.map(keyOf));
  const { findings } = validate(draft.now.text, { base });
  const remark = (/** @type {Finding} */ finding) => remarkOf(ui, finding);
  const typed = draft.problems.map(({ field, problem }) => ({
    id: field.id,
    key: problem,
    text: () => texts.say(problem),
  }));
  const told = fields.flatMap((field) =>
    refused.has(field.id)
      ? [{ id: field.id, key: field.id, text: () => texts.say("problem.refused", { label: nameOf(field, texts) }) }]
      : [],
  );
  const own = fields.flatMap((field) =>
    ownNotes(field, ui).map((text, at) => ({ id: field.id, key: `${field.id} ${at}`, text: () => text })),
  );
  const found = findings.filter((one) => one.severity === "error").map(remark);
  const order = fields.map(({ id }) => id);
  const place = (/** @type {Remark} */ { id }) => (id === undefined ? order.length : order.indexOf(id));
  return {
    errors: [...typed, ...found, ...told].sort((a, b) => place(a) - place(b)),
    notes: [...findings.filter((one) => one.severity === "warning" && !before.has(keyOf(one))).map(remark), ...own],
  };
}

/** @param {Ui} ui @param {Finding} finding @returns {Remark} */
export const remarkOf = (ui, finding) => ({
  id: fieldAt(ui.draft.fields, finding.path)?.id,
  key: keyOf(finding),
  text: () => ui.sentence(finding),
});

/** @param {Finding} finding */
const keyOf = ({ path, code }) => `${path} ${code}`;
