// @ts-check
// Values that the package reports as exact JSON text, for people.

import { dateText, momentText, utcDate } from "./dates.js";
import { h } from "./dom.js";
import { labelOfPath } from "./labels.js";
import { statusName } from "./lifecycle.js";
import { amountText } from "./money.js";
import { nameOfCode } from "./names.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {import("referral-editor").Change} Change */

/** @type {Record<string, string>} */
const kinds = { size: "size", currency: "currency", country: "country", locale: "locale" };

/** @param {string} path @param {string | undefined} json @param {Texts} texts @param {string} [currency] @returns {string} */
export function valueText(path, json, texts, currency = "") {
  if (json === undefined || json === "null" || json === '""') return texts.say("value.empty");
  if (json === "true" || json === "false") return texts.say(`value.${json}`);
  if (json.startsWith("{")) return rowText(json, texts) ?? json;
  if (json.startsWith("[")) return listText(json, texts) ?? json;
  if (path === "/details/dealValue") return amountText(texts.locale, json, currency) || json;
  if (!json.startsWith('"')) return json;
  const text = JSON.parse(json);
  const name = path.split("/").at(-1) ?? "";
  if (name === "status" || name === "substatus") return statusName(text, texts);
  if (name === "closingDateTime") return dateText(texts.locale, utcDate(text)) || text;
  if (name.endsWith("DateTime")) return momentText(texts.locale, text);
  return kinds[name] ? nameOfCode(kinds[name], text, texts) : text;
}

/** A person, or a requirement, by what people know it by. @param {string} json @param {Texts} texts */
function rowText(json, texts) {
  const row = JSON.parse(json);
  const name = [row.firstName, row.lastName].filter((one) => typeof one === "string" && one).join(" ");
  const words = [name, row.email, row.phoneNumber].filter((one) => typeof one === "string" && one);
  const said = words.join(", ") || row.name || row.id;
  return typeof said === "string" && said ? said : "firstName" in row ? texts.say("value.empty") : undefined;
}

/** @param {string} json @param {Texts} texts */
function listText(json, texts) {
  const rows = JSON.parse(json).map((/** @type {unknown} */ row) =>
    typeof row === "object" && row ? rowText(JSON.stringify(row), texts) : undefined,
  );
  return rows.every(Boolean) ? rows.join("\n") || texts.say("value.empty") : undefined;
}

/** Real headers, one row for each change: those that weigh most come first. @param {Change[]} changes @param {Ui} ui */
export function changeTable(changes, { draft, texts }) {
  const head = h(
    "tr",
    {},
    ...["change.field", "change.before", "change.after"].map((key) =>
      h("th", { scope: "col" }, texts.say(/** @type {"change.field"} */ (key))),
    ),
  );
  const weight = ({ path = "" }) =>
    /^\/(status|substatus|statusReason)$/.test(path) ? 0 : path.startsWith("/consent") ? 1 : 2;
  const rows = [...changes]
    .sort((a, b) => weight(a) - weight(b))
    .map(({ path, before, after }) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, labelOfPath(path, draft.fields, texts)),
        cell("change.before", path, before),
        cell("change.after", path, after),
      ),
    );
  return h("table", {}, h("thead", {}, head), h("tbody", {}, ...rows));

  /** @param {"change.before" | "change.after"} key @param {string} path @param {string} [json] */
  function cell(key, path, json) {
    const side = key === "change.before" ? draft.base : draft.now;
    const text = valueText(path, json, texts, side.textAt("/details/currency"));
    return h("td", { title: json, "data-label": texts.say(key) }, text);
  }
}
