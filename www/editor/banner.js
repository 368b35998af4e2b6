// @ts-check
// One message above the form at a time: how a save or a load ended, what to do next, and the details that support asks for; while
// there is none, an offer that waits for an answer.
// Sentences of the service are never shown: they are not written for people.

import { h, rewrite, setAttribute } from "./dom.js";

/** @typedef {import("./texts.js").TextKey} TextKey */

/**
 * @typedef {object} Message
 * @property {"good" | "warn" | "bad" | "plain"} tone
 * @property {() => string} text
 * @property {{ key: TextKey, act: () => void }[]} [actions]
 * @property {boolean} [signIn] the host's way to sign in
 * @property {() => Node[]} [more] what else there is to say
 */

/** @param {import("./texts.js").Texts} texts */
export function createBanner(texts) {
  const content = h("div", { class: "message" });
  const slot = h("slot", { name: "sign-in" });
  const element = h("div", { class: "banner", hidden: true }, content, slot);
  /** @type {Message | undefined} */
  let shown;
  /** @type {Message | undefined} */
  let offered;
  texts.on(content, () => rewrite(content, write));

  function write() {
    const message = shown ?? offered;
    element.hidden = !message;
    if (!message) return content.replaceChildren();
    const { tone, text, actions = [], more, signIn } = message;
    setAttribute(element, "data-tone", tone);
    slot.hidden = !signIn;
    content.replaceChildren(h("p", { class: "verdict" }, text()), ...(more?.() ?? []));
    if (actions.length > 0) content.append(h("div", { class: "buttons" }, ...actions.map(button)));
  }

  /** @param {{ key: TextKey, act: () => void }} action */
  function button({ key, act }) {
    const one = h("button", { type: "button" }, texts.say(key));
    one.addEventListener("click", act);
    return one;
  }

  /** @param {Message | undefined} message */
  function show(message) {
    shown = message;
    write();
  }

  return {
    element,
    show,
    /** @param {Message | undefined} message stays until it is answered */
    offer(message) {
      offered = message;
      write();
    },
    /** Ends one message, where it is still the one shown. @param {Message} message */
    end(message) {
      if (shown === message) show(undefined);
    },
    /** With the next edit a success is old news. */
    edited() {
      if (shown?.tone === "good") show(undefined);
    },
  };
}
