// @ts-check
// The head of the form: whose referral it is, where it stands, and the facts that people look for. All of it as saved.

import { h, newId } from "./dom.js";
import { amountForPeople, dateForPeople, momentForPeople, utcDate } from "./format.js";
import { pairName } from "./status.js";
import { say } from "./texts.js";

/** @typedef {import("./reading.js").Reading} Reading */
/** @typedef {import("./texts.js").TextKey} TextKey */

export function createHeader() {
  const title = h("h2", { class: "title", tabindex: "-1", id: newId("title") });
  const badge = h("span", { class: "badge" });
  const facts = h("dl", { class: "facts" });
  return {
    title,
    element: h("header", { class: "form-header" }, h("div", { class: "title-line" }, title, badge), facts),
    /** @param {Reading} saved */
    write(saved) {
      title.textContent = saved.textAt("/customerProfile/name") || saved.textAt("/name") || say("list.unnamed");
      badge.dataset.status = saved.shown("/status");
      badge.textContent = pairName(saved.shown("/status"), saved.shown("/substatus"));
      facts.replaceChildren(...factsOf(saved).map(fact));
    },
  };
}

/** @param {Reading} saved @returns {[TextKey, string, string][]} */
function factsOf(saved) {
  const value = saved.shown("/details/dealValue");
  const closing = utcDate(saved.at("/details/closingDateTime"));
  return [
    ["fact.value", amountForPeople(value, saved.textAt("/details/currency")) || value, "fact-main"],
    ["fact.closing", closing && dateForPeople(closing, "short"), "fact-main"],
    ["fact.updated", momentForPeople(saved.textAt("/updatedDateTime")), "fact-side"],
    ["fact.id", saved.textAt("/id"), "fact-side"],
  ];
}

/** @param {[TextKey, string, string]} fact */
const fact = ([label, text, kind]) =>
  h("div", { class: kind }, h("dt", {}, say(label)), h("dd", {}, text || say("fact.none")));
