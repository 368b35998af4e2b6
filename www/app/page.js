// @ts-check
// The page: the list of referrals, the editor of the chosen one, the language.

import init, { getReferral } from "referral-editor";
import { asked, remember } from "./address.js";
import { byId, h } from "./dom.js";
import { Editor, openProblem } from "./editor.js";
import { createList } from "./list.js";
import { createScenarioSwitch } from "./scenario.js";
import { getToken, isSandbox, serviceAddress } from "./service.js";
import { say, speak } from "./texts.js";

export async function startPage() {
  await init();
  const { baseUrl, refused } = serviceAddress();
  const place = byId("editor");
  const side = byId("side");
  /** @type {Editor | undefined} */
  let editor;
  let opening = 0;
  const list = createList(byId("list"), { baseUrl, choose });
  speak(byId("service"), () =>
    refused ? say("page.badService") : say("page.service", { url: new URL(baseUrl, location.href).href }),
  );
  speak(document.head.getElementsByTagName("title")[0] ?? document.head, () => pageTitle(editor));
  addEventListener("keydown", (event) => {
    if (event.key.toLowerCase() !== "s" || !(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey) return;
    event.preventDefault();
    if (!document.querySelector("dialog[open]")) editor?.save();
  });
  showMessage(() => say("open.none"));
  if (isSandbox(baseUrl)) createScenarioSwitch(byId("scenario"));

  /** @param {string} id */
  async function choose(id) {
    if (editor && !(await editor.mayLeave())) return;
    await open(id);
    editor?.form.title.focus();
  }

  /** @param {string} id */
  async function open(id) {
    opening += 1;
    const mine = opening;
    list.select(id);
    remember("referral", id);
    editor?.close();
    editor = undefined;
    showLoading();
    try {
      const { json } = await getReferral(id, { baseUrl, getToken });
      if (mine === opening) show(new Editor(json, { baseUrl, moved: (document) => list.update(document) }));
    } catch (error) {
      if (mine !== opening) return;
      const retry = speak(h("button", { type: "button", class: "button" }), () => say("open.retry"));
      retry.addEventListener("click", () => choose(id));
      showMessage(() => say(openProblem(error)), retry);
    }
  }

  /** @param {Editor} next */
  function show(next) {
    editor = next;
    place.removeAttribute("aria-busy");
    place.replaceChildren(next.form.element);
    side.replaceChildren(next.answer.element, next.request.element);
    document.title = pageTitle(next);
  }

  /** @param {() => string} text @param {...Node} more */
  function showMessage(text, ...more) {
    place.removeAttribute("aria-busy");
    document.title = say("page.title");
    side.replaceChildren();
    place.replaceChildren(h("div", { class: "card message" }, speak(h("p"), text), ...more));
  }

  function showLoading() {
    place.setAttribute("aria-busy", "true");
    side.replaceChildren();
    const text = speak(h("p", { class: "visually-hidden" }), () => say("open.loading"));
    const bars = ["title", "short", "block", "block"].map((kind) => h("div", { class: `bone bone-${kind}` }));
    place.replaceChildren(h("div", { class: "skeleton" }, text, ...bars));
  }

  const id = asked("referral");
  await Promise.all([list.load(), id ? open(id) : undefined]);
}

/** @param {Editor | undefined} editor */
function pageTitle(editor) {
  const name = editor?.form.title.textContent;
  return name ? say("page.titleOf", { name }) : say("page.title");
}
