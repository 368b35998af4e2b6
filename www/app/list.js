// @ts-check
// The referrals to choose from.

import { h, setAttribute } from "./dom.js";
import { dateForPeople, utcDate } from "./format.js";
import { ListError, listReferrals } from "./service.js";
import { pairName } from "./status.js";
import { onLanguage, say, speak } from "./texts.js";

/** @typedef {Record<string, unknown>} Item */

/**
 * @param {HTMLElement} nav
 * @param {{ baseUrl: string, choose: (id: string) => void }} options
 */
export function createList(nav, { baseUrl, choose }) {
  /** @type {Item[]} */
  let items = [];
  let chosen = "";
  const title = speak(h("h2", { id: "list-title", class: "list-title" }), () => say("list.title"));
  const message = h("p", { class: "list-message" });
  const retry = speak(h("button", { type: "button", class: "button", hidden: true }), () => say("list.retry"));
  const rows = h("ul", { class: "rows", id: "list-rows" });
  const fold = h("button", { type: "button", class: "button fold", "aria-controls": rows.id });
  nav.setAttribute("aria-labelledby", title.id);
  nav.append(title, fold, message, retry, rows);
  fold.addEventListener("click", () => setFolded(fold.getAttribute("aria-expanded") === "true"));
  setFolded(false);
  retry.addEventListener("click", () => load());
  onLanguage(rows, render);

  function render() {
    const focused = rows.querySelector("button:focus")?.getAttribute("data-id");
    rows.replaceChildren(...items.map(row));
    mark();
    if (focused) button(focused)?.focus();
  }

  /** @param {Item} item */
  function row(item) {
    const id = String(item.id);
    const profile = objectIn(item, "customerProfile");
    const name = textIn(profile, "name") || textIn(item, "name") || say("list.unnamed");
    const status = textIn(item, "status");
    const closing = utcDate(objectIn(item, "details").closingDateTime);
    const open = h("button", { type: "button", class: "row", "data-id": id });
    open.append(
      h("span", { class: "row-name" }, name),
      h(
        "span",
        { class: "row-facts" },
        h("span", { class: "badge", "data-status": status }, pairName(status, textIn(item, "substatus"))),
        h("span", { class: "row-id", dir: "ltr" }, id.slice(0, 8)),
      ),
    );
    if (closing) {
      open.append(h("span", { class: "row-closing" }, say("list.closing", { date: dateForPeople(closing, "short") })));
    }
    open.addEventListener("click", () => choose(id));
    return h("li", {}, open);
  }

  /** On a narrow page the list makes room for the referral that is chosen. @param {boolean} folded */
  function setFolded(folded) {
    nav.classList.toggle("is-folded", folded);
    setAttribute(fold, "aria-expanded", String(!folded));
    speak(fold, () => say(folded ? "list.unfold" : "list.fold"));
  }

  /** @param {string} id */
  const button = (id) => /** @type {HTMLElement | null} */ (rows.querySelector(`[data-id="${CSS.escape(id)}"]`));

  function mark() {
    for (const open of rows.querySelectorAll("button")) {
      if (open.dataset.id === chosen) open.setAttribute("aria-current", "true");
      else open.removeAttribute("aria-current");
    }
  }

  async function load() {
    retry.hidden = true;
    nav.setAttribute("aria-busy", "true");
    speak(message, () => say("list.loading"));
    try {
      const page = await listReferrals(baseUrl);
      items = page.items;
      speak(message, () => (items.length === 0 ? say("list.empty") : page.more ? say("list.more") : ""));
    } catch (error) {
      const reason = error instanceof ListError ? error.reason : "failed";
      speak(message, () => say(`list.${reason}`));
      retry.hidden = false;
    }
    nav.removeAttribute("aria-busy");
    render();
  }

  return {
    load,
    /** @param {string} id */
    select(id) {
      chosen = id;
      mark();
      setFolded(true);
    },
    /** Shows a referral as the service holds it now. @param {Item} document */
    update(document) {
      items = items.map((item) => (item.id === document.id ? document : item));
      render();
    },
  };
}

/** @param {Item} item @param {string} name @returns {Item} */
function objectIn(item, name) {
  const value = item[name];
  return typeof value === "object" && value !== null ? /** @type {Item} */ (value) : {};
}

/** @param {Item} item @param {string} name */
function textIn(item, name) {
  const value = item[name];
  return typeof value === "string" ? value : "";
}
