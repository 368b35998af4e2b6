// @ts-check
// One message above the form at a time: how a save or a load ended, what to do next, and the details that support asks for.
// Sentences of the service are never shown: they are not written for people.

import { h, setAttribute } from "./dom.js";
import { copyText } from "./json-view.js";
import { changeTable } from "./values.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("./texts.js").TextKey} TextKey */

/**
 * @typedef {object} Message
 * @property {"good" | "warn" | "bad" | "plain"} tone
 * @property {() => string} text
 * @property {{ key: TextKey, act: () => void }[]} [actions]
 * @property {boolean} [signIn] the host's way to sign in
 * @property {(() => string)[]} [more] further sentences
 * @property {import("referral-editor").Change[]} [changes] what came from the server
 * @property {Record<string, unknown>} [facts] for support
 */

/** @param {Pick<Ui, "texts" | "say">} ui */
export function createBanner(ui) {
  const { texts } = ui;
  const content = h("div", { class: "message" });
  const slot = h("slot", { name: "sign-in" });
  const element = h("div", { class: "banner", hidden: true }, content, slot);
  /** @type {Message | undefined} */
  let shown;
  /** @type {Ui | undefined} of the form, where there is one */
  let form;
  texts.on(content, write);

  function write() {
    element.hidden = !shown;
    if (!shown) return content.replaceChildren();
    const { tone, text, actions = [], more = [], changes = [], facts, signIn } = shown;
    setAttribute(element, "data-tone", tone);
    slot.hidden = !signIn;
    const isOpen = new Set([...content.querySelectorAll("details[open]")].map((one) => one.className));
    content.replaceChildren(h("p", { class: "verdict" }, text()), ...more.map((one) => h("p", {}, one())));
    if (changes.length && form) content.append(fold("came", texts.say("saved.changed"), changeTable(changes, form)));
    if (actions.length) content.append(h("div", { class: "buttons" }, ...actions.map(button)));
    if (facts) content.append(technical(facts));
    for (const details of content.querySelectorAll("details")) details.open = isOpen.has(details.className);
  }

  /** @param {{ key: TextKey, act: () => void }} action */
  function button({ key, act }) {
    const one = h("button", { type: "button" }, texts.say(key));
    one.addEventListener("click", act);
    return one;
  }

  /** @param {string} name @param {string} title @param {...Node} inside */
  const fold = (name, title, ...inside) => h("details", { class: name }, h("summary", {}, title), ...inside);

  /** Names as they are on the wire: support reads them. @param {Record<string, unknown>} facts */
  function technical(facts) {
    const told = Object.entries(facts).filter(([, value]) => value !== undefined && value !== null && value !== "");
    const list = h("dl", { class: "technical", dir: "ltr" });
    for (const [name, value] of told) list.append(h("div", {}, h("dt", {}, name), h("dd", {}, String(value))));
    const copy = button({
      key: "json.copy",
      act: () => copyText(told.map(([name, value]) => `${name}: ${value}`).join("\n"), /** @type {Ui} */ (ui)),
    });
    return fold("technical-details", texts.say("banner.details"), list, copy);
  }

  return {
    element,
    /** @param {Message | undefined} message @param {Ui} [of] */
    show(message, of) {
      shown = message;
      form = of;
      write();
    },
    get shown() {
      return shown;
    },
  };
}
