// @ts-check
// Someone else saved first: what they have, what is typed here, and two ways to go on. Neither is taken silently.

import { h, newId } from "./dom.js";
import { fieldAt, labelOfPath, nameOf } from "./fields.js";
import { onLanguage, say, speak } from "./texts.js";
import { changeList, valuePair } from "./values.js";

/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {Extract<import("referral-editor").Outcome, { type: "conflict" }>} ConflictOutcome */

/** @typedef {import("referral-editor").Conflict} Conflict */

/** @param {{ keep: () => void, load: () => void }} choices */
export function createConflictPanel(choices) {
  /** @type {{ outcome: ConflictOutcome, draft: Draft } | undefined} */
  let shown;
  const id = newId("conflict");
  const values = h("div", { class: "conflict-values" });
  const keep = speak(h("button", { type: "button", class: "button" }), () => say("conflict.keep"));
  const load = speak(h("button", { type: "button", class: "button" }), () => say("conflict.load"));
  const keepHint = speak(h("p", { class: "hint", id: `${id}-keep` }), () => say("conflict.keepHint"));
  keep.setAttribute("aria-describedby", keepHint.id);
  keep.addEventListener("click", choices.keep);
  load.addEventListener("click", choices.load);
  const element = h("section", { class: "card conflict", tabindex: "-1", "aria-labelledby": id, hidden: true });
  element.append(
    speak(h("h3", { class: "card-title", id }), () => say("conflict.title")),
    speak(h("p"), () => say("conflict.lead")),
    values,
    h("div", { class: "buttons buttons-start" }, keep, load),
    keepHint,
  );
  onLanguage(values, render);

  function render() {
    if (!shown) return;
    const { outcome, draft } = shown;
    const isOpen = values.querySelector("details")?.open ?? false;
    const { taken } = outcome;
    // Of two members that mean something only together, one may be the same everywhere: there is nothing to choose.
    const conflicts = outcome.conflicts.filter(({ ours, theirs }) => ours !== theirs || ours === undefined);
    values.replaceChildren(...conflicts.map((row) => rowOf(row, draft)));
    if (conflicts.length === 0) values.append(h("p", {}, say("conflict.apart")));
    if (taken.length === 0) return;
    values.append(h("details", { open: isOpen }, h("summary", {}, say("conflict.taken")), changeList(taken, draft)));
  }

  return {
    element,
    /** @param {ConflictOutcome} outcome @param {Draft} draft */
    show(outcome, draft) {
      shown = { outcome, draft };
      render();
      element.hidden = false;
      element.focus();
    },
    refresh: render,
    hide() {
      shown = undefined;
      element.hidden = true;
      values.replaceChildren();
    },
    get outcome() {
      return shown?.outcome;
    },
  };
}

/** @param {Conflict} conflict @param {Draft} draft */
function rowOf({ path, kind, base, ours, theirs }, draft) {
  const box = h("div", { class: "conflict-row" }, h("h4", { class: "panel-subtitle" }, titleOf(path, draft)));
  if (kind === "invalid-merge") box.append(h("p", {}, say("conflict.merge")));
  if (kind === "reverted-after-unknown") box.append(h("p", {}, say("conflict.reverted")));
  box.append(
    valuePair("conflict.mine", path, ours),
    valuePair("conflict.theirs", path, theirs),
    valuePair("conflict.before", path, base),
  );
  return box;
}

/** @param {string} path @param {Draft} draft */
function titleOf(path, draft) {
  const field = fieldAt(draft.fields, path);
  return field && field.paths.length === 1 ? nameOf(field, draft.base) : labelOfPath(path, draft.fields, draft.base);
}
