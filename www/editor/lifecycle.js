// @ts-check
// The lifecycle: a picture of where the saved referral stands, and the choice of the next status. Which moves there are
// comes from `transitions` of the saved document. A move that is not legal stays visible and focusable, says why, and
// cannot be chosen.

import { transitions } from "referral-editor";
import { createChange, createMessages } from "./controls.js";
import { h, newId, setAttribute, unseen } from "./dom.js";
import { pair } from "./fields.js";
import { isTextKey } from "./texts.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {import("referral-editor").Transition} Transition */

/** "Active", or the raw text of a status that has no name here. @param {string} name @param {Texts} texts */
export function statusName(name, texts) {
  const key = `status.${name}`;
  return isTextKey(key) ? texts.say(key) : name;
}

/** "Active · Accepted". @param {string} status @param {string} substatus @param {Texts} texts */
export const pairName = (status, substatus, texts) =>
  [status, substatus].flatMap((one) => (one ? [statusName(one, texts)] : [])).join(" · ");

/** The picture, not a control; and a word on a status that is not in it. @param {Ui} ui */
export function createPath({ draft: { base }, texts }) {
  const moves = transitions(base.text);
  const stages = [...new Set(moves.map((move) => String(move.status)))];
  const here = stages.indexOf(base.shown("/status"));
  const list = h("ol", { class: "path", part: "path" });
  texts.on(list, () => setAttribute(list, "aria-label", texts.say("status.path")));
  for (const [at, stage] of stages.entries()) {
    const place = at < here ? "done" : at === here ? "here" : "ahead";
    const step = h("li", { class: `step ${place}`, part: "step", "aria-current": place === "here" && "step" });
    texts.on(step, () =>
      step.replaceChildren(
        h("span", { class: "shape", "aria-hidden": "true" }),
        ...texts.around(`step.${place}`, h("span", {}, statusName(stage, texts)), unseen),
      ),
    );
    list.append(step);
  }
  const [status, substatus] = [base.shown("/status"), base.shown("/substatus")];
  if (moves.some((move) => move.current) || !(status || substatus)) return [list];
  const name = () => texts.say("status.unknown", { name: pairName(status, substatus, texts) });
  return [list, texts.speak(h("p", { class: "note" }), name)];
}

/** The choice: one radio group over all pairs, grouped by status. @param {Ui} ui @returns {import("./controls.js").Control} */
export function createStatusChoice(ui) {
  const { texts } = ui;
  const { base } = ui.draft;
  const id = newId();
  const messages = createMessages(id, ui);
  const changed = createChange(ui, () => ui.revert("status"));
  const legend = h("legend", {}, texts.speak(h("span"), "status.choose"), changed.mark);
  const columns = h("div", { class: "stages" });
  const group = h("fieldset", { class: "field choice", part: "field" }, legend, messages.error);
  const moves = transitions(base.text);
  const from = { status: base.shown("/status"), substatus: base.shown("/substatus") };
  /** @type {HTMLInputElement[]} */
  const radios = [];
  const say = { texts, id, radios };
  if (!moves.some((move) => move.current) && pair(from.status, from.substatus) !== "/") {
    // A status that the table does not know is shown as it stands, and kept unless another is chosen.
    const radio = createRadio(pair(from.status, from.substatus), say);
    group.append(createOption(radio, () => pairName(from.status, from.substatus, texts), true, texts));
  }
  for (const stage of new Set(moves.map((move) => move.status))) {
    columns.append(
      createStage(
        stage,
        moves.filter((move) => move.status === stage),
        from.status,
        say,
      ),
    );
  }
  group.append(columns, messages.notes, changed.revert);
  const hint = h("p", { class: "hint", part: "hint", id: `${id}-hint` });
  if (moves.some((move) => move.reason === "reopen")) {
    texts.speak(hint, "status.closedHint");
    legend.after(hint);
  }
  const chosen = () => radios.find((radio) => radio.checked);
  return {
    element: group,
    get focusTarget() {
      return chosen() ?? radios.find((radio) => radio.getAttribute("aria-disabled") !== "true") ?? group;
    },
    read: () => chosen()?.value ?? "/",
    write(typed) {
      for (const radio of radios) radio.checked = radio.value === typed;
    },
    tell(told) {
      messages.write(told);
      for (const radio of radios) setAttribute(radio, "aria-invalid", told.error && radio.checked ? "true" : null);
      const there = [hint, messages.error, messages.notes].filter((one) => one.parentNode && !one.hidden);
      setAttribute(group, "aria-describedby", there.map((one) => one.id).join(" ") || null);
    },
    mark(isChanged) {
      changed.show(isChanged, { paths: [], label: "field.status" }, group);
    },
  };
}

/** @typedef {{ texts: Texts, id: string, radios: HTMLInputElement[] }} Group */

/** @param {string} stage @param {Transition[]} moves @param {string} from @param {Group} group */
function createStage(stage, moves, from, group) {
  const { texts } = group;
  const nameId = newId();
  const column = h("div", { class: "stage", role: "group", "aria-labelledby": nameId });
  column.append(texts.speak(h("p", { class: "stage-name", id: nameId }), () => statusName(stage, texts)));
  const options = h("div", { class: "options" });
  /** @type {HTMLElement[]} */
  const hints = [];
  column.append(options);
  /** @type {Map<string, HTMLElement>} one sentence per reason, for all moves of the stage that share it */
  const reasons = new Map();
  for (const move of moves) {
    const radio = createRadio(pair(move.status, move.substatus), group);
    const option = createOption(radio, () => statusName(move.substatus, texts), move.current, texts);
    options.append(option);
    if (move.warnings.includes("expired-by-client") && move.legal) describe(radio, "status.byService");
    if (move.legal || move.current) continue;
    const reason = reasons.get(move.reason ?? "") ?? h("p", { class: "hint", part: "hint", id: newId() });
    reasons.set(move.reason ?? "", reason);
    texts.speak(reason, () => reasonText(move.reason, from, texts));
    forbid(radio, reason.id);
  }
  options.append(...hints, ...reasons.values());
  return column;

  /** @param {HTMLElement} radio @param {import("./texts.js").TextKey} key */
  function describe(radio, key) {
    const hint = texts.speak(h("p", { class: "hint", part: "hint", id: newId() }), key);
    radio.setAttribute("aria-describedby", hint.id);
    hints.push(hint);
  }
}

/** @param {string} value @param {Group} group */
function createRadio(value, { id, radios }) {
  const radio = h("input", { type: "radio", part: "input", name: id, value, autocomplete: "off" });
  radios.push(radio);
  return radio;
}

/** @param {HTMLInputElement} radio @param {() => string} name @param {boolean} current @param {Texts} texts */
function createOption(radio, name, current, texts) {
  const option = h("label", { class: "option", part: "label" }, radio, texts.speak(h("span"), name));
  if (current) option.append(texts.speak(h("span", { class: "now" }), "status.now"));
  return option;
}

/** Focusable, not choosable: a native `disabled` would hide the reason from the keyboard. @param {HTMLInputElement} radio @param {string} reasonId */
export function forbid(radio, reasonId) {
  radio.setAttribute("aria-disabled", "true");
  radio.setAttribute("aria-describedby", reasonId);
  radio.addEventListener("click", (event) => event.preventDefault());
}

/** @param {string | undefined} reason @param {string} from @param {Texts} texts */
export function reasonText(reason, from, texts) {
  const key = `reason.${reason}`;
  return texts.say(isTextKey(key) ? key : "reason.other", { status: statusName(from, texts) });
}
