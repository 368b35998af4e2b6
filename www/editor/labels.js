// @ts-check
// What a place in the document is called: a member of the form by its label, another by its path.

import { nameOf } from "./fields.js";
import { isTextKey } from "./texts.js";

/** @typedef {import("./fields.js").Field} Field */
/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {import("./texts.js").TextKey} TextKey */

/** @param {string} path @param {Field[]} fields @param {Texts} texts */
export function labelOfPath(path, fields, texts) {
  const field = fields.find((one) => one.paths.includes(path));
  if (field && field.kind !== "status") return nameOf(field, texts);
  const key = path === "" ? "label.document" : `label.${path.slice(1)}`;
  if (isTextKey(key)) return texts.say(key);
  return field ? texts.say(field.label) : (requirementsLabel(path, texts) ?? texts.say("label.path", { path }));
}

/** @param {string} path @param {Texts} texts */
function requirementsLabel(path, texts) {
  const [, list] = path.match(/^\/details\/requirements\/(\w+)/) ?? [];
  if (list) return isTextKey(`tags.${list}`) ? texts.say(/** @type {TextKey} */ (`tags.${list}`)) : undefined;
  const [, team] = path.match(/^(\/customerProfile)?\/team\b/) ?? [];
  if (/\/team\b/.test(path)) return texts.say(team ? "section.contacts" : "section.team");
  return undefined;
}
