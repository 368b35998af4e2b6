// @ts-check
// The lifecycle: a picture of where the saved referral stands, and the choice of the next status. Which moves there are
// comes from `transitions` of the saved document. A move that is not legal stays visible and focusable, says why, and
// cannot be chosen.

import { transitions } from "referral-editor";
import { changedMark, createMessages } from "./controls.js";
import { h, newId, setAttribute } from "./dom.js";
import { pair } from "./fields.js";
import { isTextKey, onLanguage, say, speak } from "./texts.js";

/** @typedef {import("./reading.js").Reading} Reading */
/** @typedef {import("referral-editor").Transition} Transition */

/** "Active", or the raw text of a status that has no name here. @param {string} status */
export const statusName = (status) => named("status", status);

/** @param {string} substatus */
export const substatusName = (substatus) => named("substatus", substatus);

/** @param {string} group @param {string} value */
function named(group, value) {
  const key = `${group}.${value}`;
  return isTextKey(key) ? say(key) : value;
}

/** "Active · Accepted". @param {string} status @param {string} substatus */
export function pairName(status, substatus) {
  if (!status || !substatus) return statusName(status) || substatusName(substatus);
  return say("status.pair", { status: statusName(status), substatus: substatusName(substatus) });
}

/** The picture; not a control. @param {Reading} base */
function createPath(base) {
  const moves = transitions(base.text);
  const stages = [...new Set(moves.map((move) => String(move.status)))];
  const here = stages.indexOf(base.shown("/status"));
  const list = h("ol", { class: "path" });
  onLanguage(list, () => setAttribute(list, "aria-label", say("status.path")));
  for (const [at, stage] of stages.entries()) {
    const place = at < here ? "done" : at === here ? "here" : "ahead";
    const step = h("li", { class: `step step-${place}`, "aria-current": place === "here" && "step" });
    step.append(
      h("span", { class: "step-shape", "aria-hidden": "true" }),
      speak(h("span", { class: "step-name" }), () => statusName(stage)),
      speak(h("span", { class: "visually-hidden" }), () => ` (${say(`status.${place}`)})`),
    );
    list.append(step);
  }
  return list;
}

/**
 * The choice: one radio group over all pairs, grouped by status.
 * @param {Reading} base
 * @returns {import("./controls.js").Control}
 */
export function createStatusChoice(base) {
  const id = newId("status");
  const messages = createMessages(id);
  const changed = changedMark();
  const group = h("fieldset", { class: "field field-status" });
  const legend = h(
    "legend",
    {},
    speak(h("span"), () => say("status.choose")),
    changed,
  );
  const columns = h("div", { class: "stages" });
  const unknown = h("div", { class: "unknown" });
  group.append(legend, messages.error, unknown, createPath(base), columns, messages.notes);

  const moves = transitions(base.text);
  const from = { status: base.shown("/status"), substatus: base.shown("/substatus") };
  /** @type {HTMLInputElement[]} */
  const radios = [];
  for (const stage of new Set(moves.map((move) => move.status))) {
    const ofStage = moves.filter((move) => move.status === stage);
    columns.append(createStage(stage, ofStage, { id, radios, from: from.status }));
  }
  if (!moves.some((move) => move.current) && pair(from.status, from.substatus) !== "/") {
    unknown.append(createUnknown(from, { id, radios }));
  }
  const hint = h("p", { class: "hint", id: `${id}-hint` });
  if (moves.some((move) => move.reason === "reopen")) {
    speak(hint, () => say("status.closedHint"));
    legend.after(hint);
  }

  const describe = () => {
    const there = [hint, messages.error, messages.notes].filter((one) => one.isConnected && !one.hidden);
    setAttribute(group, "aria-describedby", there.map((one) => one.id).join(" ") || null);
  };
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
      describe();
    },
    mark(isChanged) {
      changed.hidden = !isChanged;
      group.classList.toggle("is-changed", isChanged);
    },
  };
}

/** @typedef {{ id: string, radios: HTMLInputElement[] }} Group */

/** @param {string} stage @param {Transition[]} moves @param {Group & { from: string }} group */
function createStage(stage, moves, { id, radios, from }) {
  const nameId = `${id}-${stage}`;
  const column = h("div", { class: "stage", role: "group", "aria-labelledby": nameId });
  column.append(speak(h("p", { class: "stage-name", id: nameId }), () => statusName(stage)));
  /** @type {Map<string, HTMLElement>} one sentence per reason, for all moves of the stage that share it */
  const reasons = new Map();
  for (const move of moves) {
    const radio = createRadio(pair(move.status, move.substatus), { id, radios });
    column.append(createOption(radio, () => substatusName(move.substatus), move.current));
    if (move.legal || move.current) continue;
    const reason = reasons.get(move.reason ?? "") ?? h("p", { class: "reason", id: newId(`${id}-reason`) });
    reasons.set(move.reason ?? "", reason);
    speak(reason, () => reasonText(move.reason, from));
    forbid(radio, reason.id);
  }
  column.append(...reasons.values());
  return column;
}

/** A status that the lifecycle table does not know: shown as it stands, and kept unless another is chosen. @param {{ status: string, substatus: string }} from @param {Group} group */
function createUnknown(from, group) {
  const radio = createRadio(pair(from.status, from.substatus), group);
  return createOption(radio, () => pairName(from.status, from.substatus), true);
}

/** @param {string} value @param {Group} group */
function createRadio(value, { id, radios }) {
  const radio = h("input", { type: "radio", name: id, value, autocomplete: "off" });
  radios.push(radio);
  return radio;
}

/** @param {HTMLInputElement} radio @param {() => string} name @param {boolean} current */
function createOption(radio, name, current) {
  const option = h("label", { class: "option" }, radio, speak(h("span", { class: "option-name" }), name));
  if (current) option.append(speak(h("span", { class: "option-now" }), () => say("status.now")));
  return option;
}

/** Focusable, not choosable: a native `disabled` would hide the reason from the keyboard. @param {HTMLInputElement} radio @param {string} reasonId */
function forbid(radio, reasonId) {
  radio.setAttribute("aria-disabled", "true");
  radio.setAttribute("aria-describedby", reasonId);
  radio.addEventListener("click", (event) => event.preventDefault());
}

/** @param {string | undefined} reason @param {string} from */
function reasonText(reason, from) {
  if (reason === "back-to-new") return say("status.backToNew", { status: statusName(from) });
  if (reason === "reopen") return say("status.reopen");
  return say(reason === "unknown-status" ? "status.unknown" : "status.unavailable");
}
