// @ts-check
// Values that the package reports as exact JSON text, for people: in a list of changes, and side by side in a conflict.

import { h } from "./dom.js";
import { labelOfPath } from "./fields.js";
import { dateForPeople, momentForPeople, utcDate } from "./format.js";
import { statusName, substatusName } from "./status.js";
import { say } from "./texts.js";

/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {import("referral-editor").Change} Change */

/** @param {string} path @param {string | undefined} json */
export function valueForPeople(path, json) {
  if (json === undefined) return say("value.absent");
  if (json === "null") return say("value.null");
  if (!json.startsWith('"')) return json;
  const text = JSON.parse(json);
  if (text === "") return say("value.empty");
  if (path === "/status") return statusName(text);
  if (path === "/substatus") return substatusName(text);
  if (path === "/details/closingDateTime") return dateForPeople(utcDate(text)) || text;
  return path.endsWith("DateTime") ? momentForPeople(text) : text;
}

/** Label, before and now of each change. @param {Change[]} changes @param {Draft} draft */
export function changeList(changes, draft) {
  const list = h("ul", { class: "changes" });
  for (const { path, before, after } of changes) {
    list.append(
      h(
        "li",
        {},
        h("span", { class: "change-label" }, labelOfPath(path, draft.fields, draft.base)),
        valuePair("change.before", path, before),
        valuePair("change.after", path, after),
      ),
    );
  }
  return list;
}

/** @param {import("./texts.js").TextKey} label @param {string} path @param {string | undefined} json */
export function valuePair(label, path, json) {
  const value = h("span", { class: "pair-value" }, valueForPeople(path, json));
  return h("span", { class: "pair" }, h("span", { class: "pair-label" }, say(label)), " ", value);
}
