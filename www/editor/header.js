// @ts-check
// The head of the form, and the facts at its end: as saved.

import { dateText, momentText, utcDate } from "./dates.js";
import { h, newId } from "./dom.js";
import { pairName } from "./lifecycle.js";
import { amountText } from "./money.js";
import { isTextKey } from "./texts.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("./texts.js").TextKey} TextKey */

/** @param {Ui} ui */
export function createHeader(ui) {
  const { texts } = ui;
  const title = h(/** @type {"h2"} */ (`h${ui.level}`), { class: "title", part: "title", tabindex: "-1", id: newId() });
  const badge = h("span", { class: "badge" });
  const only = texts.speak(h("span", { class: "badge", hidden: !ui.readonly }), "header.readonly");
  const facts = h("dl", { class: "facts" });
  const note = h("p", { class: "note", hidden: true });
  const line = h("div", { class: "title-line" }, title, badge, only, h("slot", { name: "header" }));
  const element = h("header", { part: "header" }, line, facts, note);
  const write = () => {
    const saved = ui.draft.base;
    const { locale } = texts;
    title.textContent = saved.textAt("/customerProfile/name") || saved.textAt("/name") || texts.say("header.unnamed");
    badge.dataset.status = saved.shown("/status");
    badge.textContent = pairName(saved.shown("/status"), saved.shown("/substatus"), texts);
    const value = saved.shown("/details/dealValue");
    const closing = utcDate(saved.at("/details/closingDateTime"));
    const amount = amountText(locale, value, saved.textAt("/details/currency")) || value;
    facts.replaceChildren(
      ...fact(texts.say("field.value"), amount || texts.say("fact.none")),
      ...fact(texts.say("field.closing"), closing ? dateText(locale, closing, "medium") : texts.say("fact.none")),
    );
    const expires = utcDate(saved.at("/expirationDateTime"));
    const days = (Date.parse(expires) - Date.now()) / 86_400_000;
    note.hidden = saved.textAt("/status") !== "New" || !(days < 7);
    note.textContent = texts.say(days < 0 ? "header.expired" : "header.expires", {
      date: dateText(locale, expires, "medium"),
    });
  };
  return { element, title, write };
}

/** @param {string} name @param {string} text */
export const fact = (name, text) => [h("div", {}, h("dt", {}, name), h("dd", {}, text))];

const shown =
  "createdDateTime updatedDateTime expirationDateTime acceptedDateTime closedDateTime organizationName qualification type id engagementId target inviteContext/notes inviteContext/invitedBy/organizationId";

/** What only the service writes. @param {Ui} ui */
export function createFacts(ui) {
  const { texts } = ui;
  const list = h("dl", { class: "facts all" });
  const write = () => {
    const { base } = ui.draft;
    list.replaceChildren(
      ...shown.split(" ").flatMap((path) => {
        const target = path === "target" ? targets(base.at("/target")) : base.shown(`/${path}`);
        const key = `label.${path}`;
        if (!target || !isTextKey(key)) return [];
        const isDate = path.endsWith("DateTime");
        const text = isDate ? h("time", { datetime: target }, momentText(texts.locale, target)) : target;
        const isId = /id$/i.test(path) && "ltr";
        return [h("div", {}, h("dt", {}, texts.say(key)), h("dd", { dir: isId }, text))];
      }),
    );
  };
  return { element: list, write };
}

/** @param {unknown} target */
const targets = (target) =>
  Array.isArray(target) ? target.map((one) => `${one?.type ?? ""} ${one?.id ?? ""}`.trim()).join(", ") : "";
