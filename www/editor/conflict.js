// @ts-check
// Someone else saved first: what they have, what is typed here, and a choice for each. Neither is taken silently.

import { edit, transitions } from "referral-editor";
import { h, newId, rewrite, unseen } from "./dom.js";
import { labelOfPath } from "./labels.js";
import { forbid, reasonText } from "./lifecycle.js";
import { listOf } from "./names.js";
import { Reading } from "./reading.js";
import { changeTable, valueText } from "./values.js";

/** @typedef {import("./form.js").Ui} Ui */
/** @typedef {import("referral-editor").Conflict} Conflict */
/** What a save, or a merge, came to. @typedef {{ current: string, etag: string | null, merged: string, conflicts: Conflict[], taken: import("referral-editor").Change[] }} Conflicted */
/** The same, with what was sent. @typedef {Conflicted & { mine: string }} Open */

/** Members that mean something together are decided together. @type {[string, RegExp][]} */
const groups = [
  ["status", /^\/(status|substatus|statusReason)$/],
  ["deal", /^\/details\/(dealValue|currency)$/],
  ["address", /^\/customerProfile\/address\b/],
];

/** @param {Ui} ui @param {{ apply: (merged: string) => void, close: () => void }} hooks */
export function createConflictPanel(ui, hooks) {
  const { texts } = ui;
  /** @type {Open | undefined} */
  let shown;
  /** Apply was pressed before all was chosen. */
  let isTried = false;
  /** What was chosen, also over another round. @type {Map<string, "mine" | "theirs">} */
  const chosen = new Map();
  const id = newId();
  const element = h("section", {
    class: "conflict",
    part: "conflict",
    tabindex: "-1",
    "aria-labelledby": id,
    hidden: true,
  });
  texts.on(element, () => rewrite(element, render));
  element.addEventListener("keydown", (event) => {
    if (event.key === "Escape") hooks.close();
  });

  function render() {
    if (!shown) return;
    const { current } = shown;
    const rows = groupsOf(shown.conflicts);
    const status = rows.get("status");
    if (status) rows.set("status", wholeStatus(status, shown));
    const taken = shown.taken.filter(({ path }) => !status || groupOf(path) !== "status");
    const title = h(/** @type {"h3"} */ (`h${Math.min(ui.level + 1, 6)}`), { id }, texts.say("conflict.title"));
    const sections = [...rows].map(([key, group]) => row(key, group, current));
    const isApart = rows.size === 0;
    const names = listOf(
      [...new Set(taken.map(({ path }) => labelOfPath(path, ui.draft.fields, texts)))],
      texts,
      "conjunction",
    );
    const lead = h("p", {}, isApart ? texts.say("conflict.apart", { names }) : texts.say("conflict.lead"));
    const all = h(
      "div",
      { class: "buttons" },
      button("conflict.allMine", () => all_("mine")),
      button("conflict.allTheirs", () => all_("theirs")),
    );
    const go = button(isApart ? "conflict.review" : "conflict.apply", apply, "primary");
    element.replaceChildren(
      title,
      lead,
      ...(rows.size > 1 ? [all] : []),
      ...sections,
      ...(taken.length && !isApart
        ? [h("details", {}, h("summary", {}, texts.count("conflict.taken", taken.length)), changeTable(taken, ui))]
        : []),
      ...(isApart ? [changeTable(taken, ui)] : []),
      h("div", { class: "buttons" }, go, button("conflict.close", hooks.close)),
    );
  }

  /** @param {import("./texts.js").TextKey} key @param {() => void} act @param {string} [kind] */
  function button(key, act, kind) {
    const one = h("button", { type: "button", class: kind }, texts.say(key));
    one.addEventListener("click", act);
    return one;
  }

  /** @param {string} key @param {Conflict[]} group @param {string} current */
  function row(key, group, current) {
    const visible = group.filter(({ ours, theirs }) => ours !== theirs);
    const isStatus = visible.some(({ path }) => /tatus$/.test(path));
    const said = visible.length && !isStatus ? visible : group;
    const labels = isStatus
      ? [texts.say("field.status")]
      : [...new Set(said.map(({ path }) => labelOfPath(path, ui.draft.fields, texts)))];
    const box = h("fieldset", { class: "conflict-row" }, h("legend", {}, listOf(labels, texts, "conjunction")));
    if (group.some(({ kind }) => kind === "invalid-merge")) box.append(h("p", {}, texts.say("conflict.merge")));
    if (group.some(({ kind }) => kind === "reverted-after-unknown"))
      box.append(h("p", {}, texts.say("conflict.reverted")));
    const hasAmount = said.some(({ path }) => path === "/details/dealValue");
    const all = (/** @type {"base" | "ours" | "theirs"} */ side) => {
      const code = group.find(({ path }) => path === "/details/currency");
      const currency = code ? JSON.parse(code[side] ?? '""') : ui.draft.base.at("/details/currency");
      const parts = said.filter((one) =>
        isStatus ? ![undefined, "null", '""'].includes(one[side]) : !hasAmount || one.path !== "/details/currency",
      );
      return parts.map((one) => valueText(one.path, one[side], texts, currency ?? "")).join(" · ");
    };
    const error = h(
      "p",
      { class: "error", hidden: true, id: newId() },
      ...texts.around("field.errorOf", texts.say("conflict.choose"), unseen),
    );
    box.append(
      error,
      h(
        "p",
        { class: "before" },
        ...texts.around("conflict.base", h("span", { class: "pair-value" }, all("base")), pairLabel),
      ),
    );
    const reason = key === "status" ? illegal(current) : undefined;
    const name = newId();
    for (const side of /** @type {const} */ (["mine", "theirs"])) {
      const radio = h("input", { type: "radio", name, value: side, autocomplete: "off" });
      radio.checked =
        (chosen.get(key) ?? (key === "status" || key === "deal" ? undefined : "mine")) === side &&
        !(side === "mine" && reason);
      const value = h("span", { class: "pair-value" });
      value.append(...marked(all("base"), all(side === "mine" ? "ours" : "theirs")));
      box.append(h("label", { class: "option pair" }, radio, ...texts.around(`conflict.${side}`, value, pairLabel)));
      radio.addEventListener("change", () => {
        chosen.set(key, side);
        error.hidden = true;
        box.removeAttribute("aria-describedby");
      });
      if (side === "mine" && reason) {
        const hint = h("p", { class: "hint", id: newId() }, reason);
        box.append(hint);
        forbid(radio, hint.id);
      }
    }
    box.dataset.key = key;
    if (isTried && !box.querySelector("input:checked")) require(box);
    return box;
  }

  /** Says that nothing is chosen yet. @param {Element} box */
  function require(box) {
    const error = box.querySelector(".error");
    if (!(error instanceof HTMLElement)) return;
    error.hidden = false;
    box.setAttribute("aria-describedby", error.id);
  }

  /**
   * Status, result and reason are one thing to choose: a reason belongs to the status that it was given for.
   * @param {Conflict[]} conflicts @param {Open} open @returns {Conflict[]}
   */
  function wholeStatus(conflicts, { mine, current }) {
    const [first] = conflicts;
    if (!first) return [];
    const [ours, theirs] = [new Reading(mine), new Reading(current)];
    return ["/status", "/substatus", "/statusReason"].map((path) => ({
      ...(conflicts.find((one) => one.path === path) ?? first),
      path,
      base: ui.draft.base.exact(path),
      ours: ours.exact(path),
      theirs: theirs.exact(path),
    }));
  }

  /** Why the chosen status cannot follow on the server's. @param {string} current */
  function illegal(current) {
    const now = new Reading(shown?.mine ?? current);
    const wanted = transitions(current).find(
      ({ status, substatus }) => status === now.at("/status") && substatus === now.at("/substatus"),
    );
    const from = JSON.parse(current).status;
    return wanted && !wanted.legal ? reasonText(wanted.reason, from, texts) : undefined;
  }

  /** @param {"mine" | "theirs"} side */
  function all_(side) {
    for (const radio of element.querySelectorAll("input")) {
      const isFree = radio.getAttribute("aria-disabled") !== "true";
      if (radio.value === side && isFree) radio.click();
    }
  }

  function apply() {
    if (!shown) return;
    const { merged, conflicts } = shown;
    const rows = [...element.querySelectorAll("fieldset")];
    isTried = true;
    const open = rows.filter((one) => !one.querySelector("input:checked"));
    for (const one of open) require(one);
    if (open.length > 0) return open[0]?.querySelector("input")?.focus();
    const theirs = new Set(
      rows.filter((one) => one.querySelector("input:checked[value=theirs]")).map((one) => one.dataset.key),
    );
    const now = new Reading(merged);
    const isStatus = (/** @type {Conflict} */ { path }) => groupOf(path) === "status";
    const status = wholeStatus(conflicts.filter(isStatus), shown).map(({ path, ours, theirs: json }) => ({
      path,
      had: now.exact(path),
      json: theirs.has("status") ? json : ours,
    }));
    const others = conflicts
      .filter((one) => !isStatus(one) && theirs.has(groupOf(one.path)))
      .map(({ path, ours: had, theirs: json }) => ({ path, had, json }));
    const edits = [...status, ...others]
      .filter(({ had, json }) => had !== json)
      .reverse()
      .map(({ path, had, json }) =>
        json === undefined
          ? { op: /** @type {const} */ ("remove"), path }
          : { op: had === undefined ? /** @type {const} */ ("add") : /** @type {const} */ ("replace"), path, json },
      );
    hooks.apply(edit(merged, edits));
  }

  return {
    element,
    /** @param {Open} open */
    show(open) {
      shown = open;
      isTried = false;
      render();
      element.hidden = false;
      element.focus();
    },
    hide() {
      shown = undefined;
      element.hidden = true;
      element.replaceChildren();
    },
    forget: () => chosen.clear(),
  };
}

/** @param {string} path */
const groupOf = (path) => groups.find(([, paths]) => paths.test(path))?.[0] ?? path;

/** @param {Conflict[]} conflicts */
function groupsOf(conflicts) {
  /** @type {Map<string, Conflict[]>} */
  const found = new Map();
  for (const one of conflicts) found.set(groupOf(one.path), [...(found.get(groupOf(one.path)) ?? []), one]);
  return found;
}

/** @param {string} words */
const pairLabel = (words) => h("span", { class: "pair-label" }, words);

/** A long text with the words marked that differ. @param {string} before @param {string} after @returns {(Node | string)[]} */
function marked(before, after) {
  if (before.length < 60 && after.length < 60) return [after];
  const [one, two] = [words(before), words(after)];
  let start = 0;
  while (start < Math.min(one.length, two.length) && one[start] === two[start]) start += 1;
  let end = 0;
  while (end < Math.min(one.length, two.length) - start && one.at(-1 - end) === two.at(-1 - end)) end += 1;
  const part = (/** @type {string[]} */ all) => all.slice(start, all.length - end).join("");
  const changed = [part(one) && h("del", {}, part(one)), part(two) && h("ins", {}, part(two))].filter(Boolean);
  return [two.slice(0, start).join(""), ...changed, two.slice(two.length - end).join("")];
}

/** @param {string} text */
const words = (text) => text.match(/\p{Script=Han}|[^\s\p{Script=Han}]+|\s+/gu) ?? [];
