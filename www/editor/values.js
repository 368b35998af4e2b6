// @ts-check
// Values that the package reports as exact JSON text, for people.

import { dateText, momentText, utcDate } from "./dates.js";
import { h } from "./dom.js";
import { labelOfPath } from "./labels.js";
import { statusName } from "./lifecycle.js";
import { amountText } from "./money.js";
import { nameOfCode, personName } from "./names.js";
import { tagName } from "./tags.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {import("referral-editor").Change} Change */

/** @type {Record<string, string>} */
const kinds = { size: "size", currency: "currency", country: "country", locale: "locale" };

/** @param {string} path @param {string | undefined} json @param {Texts} texts @param {string} [currency] @returns {string} */
export function valueText(path, json, texts, currency = "") {
  if (json === undefined || json === "null" || json === '""') return texts.say("value.empty");
  if (json === "true" || json === "false") return texts.say(`value.${json}`);
  const [, list = ""] = path.match(/^\/details\/requirements\/(\w+)/) ?? [];
  if (json.startsWith("{")) return rowText(json, list, texts) ?? json;
  if (json.startsWith("[")) return listText(json, list, texts) ?? json;
  if (path === "/details/dealValue") return amountText(texts.locale, json, currency) || json;
  if (!json.startsWith('"')) return json;
  const text = JSON.parse(json);
  const name = path.split("/").at(-1) ?? "";
  if (name === "status" || name === "substatus") return statusName(text, texts);
  if (name === "closingDateTime") return dateText(texts.locale, utcDate(text)) || text;
  if (name.endsWith("DateTime")) return momentText(texts.locale, text);
  return kinds[name] ? nameOfCode(kinds[name], text, texts) : text;
}

/** A person, or a requirement, by what people know it by. @param {string} json @param {string} list of requirements @param {Texts} texts */
function rowText(json, list, texts) {
  const row = JSON.parse(json);
  const [first, last, ...more] = [row.firstName, row.lastName, row.email, row.phoneNumber].map((one) =>
    typeof one === "string" ? one : "",
  );
  const words = [personName(first, last), ...more].filter(Boolean);
  const said = words.join(" · ") || tagName(list, row.id, texts) || row.name || row.id;
  return typeof said === "string" && said ? said : "firstName" in row ? texts.say("value.empty") : undefined;
}

/** @param {string} json @param {string} list @param {Texts} texts */
function listText(json, list, texts) {
  const rows = JSON.parse(json).map((/** @type {unknown} */ row) =>
    typeof row === "object" && row ? rowText(JSON.stringify(row), list, texts) : undefined,
  );
  return rows.every(Boolean) ? rows.join("\n") || texts.say("value.empty") : undefined;
}

/** The sections and their places, those that weigh most first. @type {[string, RegExp][]} */
const sections = [
  ["status", /^\/(status|substatus|statusReason)$/],
  ["consent", /^\/consent\b/],
  ["deal", /^\/details\b(?!\/requirements\b)/],
  ["contacts", /^\/customerProfile\/team\b/],
  ["customer", /^\/customerProfile\b/],
  ["requirements", /^\/details\b/],
  ["team", /^\/team\b/],
  ["reference", /^/],
];

/** Real headers, one row for each change, by section. @param {Change[]} changes @param {Ui} ui */
export function changeTable(changes, { draft, texts }) {
  const head = h(
    "tr",
    {},
    ...["change.field", "change.before", "change.after"].map((key) =>
      h("th", { scope: "col" }, texts.say(/** @type {"change.field"} */ (key))),
    ),
  );
  const groups = sections.flatMap(([section]) => {
    const own = changes.filter(({ path }) => sections.find(([, places]) => places.test(path))?.[0] === section);
    const title = texts.say(/** @type {"section.deal"} */ (`section.${section}`));
    const row = h("tr", {}, h("th", { scope: "rowgroup", colspan: 3 }, title));
    return own.length > 0 ? [h("tbody", {}, row, ...own.map(rowOf))] : [];
  });
  return h("table", {}, h("thead", {}, head), ...groups);

  /** @param {Change} change */
  function rowOf({ path, before, after }) {
    return h(
      "tr",
      {},
      h("th", { scope: "row" }, labelOfPath(path, draft.fields, texts)),
      cell("change.before", path, before),
      cell("change.after", path, after),
    );
  }

  /** @param {"change.before" | "change.after"} key @param {string} path @param {string} [json] */
  function cell(key, path, json) {
    const side = key === "change.before" ? draft.base : draft.now;
    const text = valueText(path, json, texts, side.textAt("/details/currency"));
    return h("td", { title: json, "data-label": texts.say(key) }, text);
  }
}
