// @ts-check
// What can be tried: another referral, another ending of the next save, another look.

import { h } from "../editor/dom.js";
import { SCENARIO_NAMES } from "../sandbox/scenarios.js";
import { panel } from "./panels.js";
import { pretendOffline } from "./service.js";
import { asked, currentLanguage, onLanguage, remember, say, speak, statusName } from "./words.js";

/** @typedef {import("./words.js").TextKey} TextKey */
/** @typedef {import("./service.js").Service} Service */
/** @typedef {HTMLElementTagNameMap["referral-editor"]} Editor */

/** Values for the portal's Fluent tokens, as `setTheme()` of Fluent UI puts them on a page. */
const fluent = {
  colorNeutralForeground1: "light-dark(#242424, #ffffff)",
  colorNeutralForeground3: "light-dark(#616161, #adadad)",
  colorNeutralBackground1: "light-dark(#ffffff, #292929)",
  colorNeutralStroke2: "light-dark(#e0e0e0, #525252)",
  colorNeutralStrokeAccessible: "light-dark(#616161, #adadad)",
  colorBrandBackground: "light-dark(#5b5fc7, #4f52b2)",
  colorNeutralForegroundOnBrand: "#ffffff",
  colorBrandForegroundLink: "light-dark(#4f52b2, #9ea2ff)",
  colorStrokeFocus2: "light-dark(#000000, #ffffff)",
  fontFamilyBase: '"Segoe UI", "Segoe UI Web (West European)", -apple-system, sans-serif',
};

/** @param {TextKey} key @param {string} name @param {HTMLSelectElement} select */
function labelled(key, name, select) {
  select.id = `control-${name}`;
  return h("div", { class: "control" }, speak(h("label", { for: select.id }), key), select);
}

/** @param {string} name @param {readonly string[]} values @param {(value: string) => void} change */
function choice(name, values, change) {
  const select = h(
    "select",
    {},
    ...values.map((value) => speak(h("option", { value }), /** @type {TextKey} */ (`${name}.${value}`))),
  );
  select.addEventListener("change", () => change(select.value));
  return { select, element: labelled(/** @type {TextKey} */ (name), name, select) };
}

/** @param {TextKey} key @param {(on: boolean) => void} change @param {boolean} [on] */
function check(key, change, on = false) {
  const input = h("input", { type: "checkbox" });
  input.checked = on;
  input.addEventListener("change", () => change(input.checked));
  return h("label", { class: "check" }, input, speak(h("span"), key));
}

/**
 * @param {Editor} editor
 * @param {{ service: Service, referrals: Record<string, unknown>[], frame: HTMLElement, changed: () => void }} page
 */
export function createControls(editor, { service, referrals, frame, changed }) {
  /** @param {string} id */
  async function open(id) {
    if (!(await editor.confirmLeave())) {
      referral.value = editor.referralId;
      return;
    }
    editor.discard();
    editor.referralId = id;
    referral.value = id;
    remember("referral", id);
    changed();
  }

  const referral = h("select");
  for (const status of [...new Set(referrals.map((one) => String(one.status)))]) {
    const group = h("optgroup");
    onLanguage(group, () => group.setAttribute("label", statusName(status)));
    for (const one of referrals.filter(({ status: own }) => own === status))
      group.append(speak(h("option", { value: String(one.id) }), () => nameOf(one)));
    referral.append(group);
  }
  referral.value = editor.referralId;
  referral.addEventListener("change", () => open(referral.value));

  const start = h("div", { class: "segments", role: "group" });
  onLanguage(start, () => start.setAttribute("aria-label", say("start")));
  for (const status of ["New", "Active", "Closed"]) {
    const first = referrals.find((one) => one.status === status);
    const button = speak(h("button", { type: "button" }), () => statusName(status));
    button.addEventListener("click", () => first && open(String(first.id)));
    start.append(button);
  }

  const played = [...SCENARIO_NAMES, "offline", "unknown", "blocked"];
  const scenario = choice("scenario", played, async (name) => {
    pretendOffline(name === "offline");
    if (name === "blocked") {
      remember("wasm", "blocked");
      return location.reload();
    }
    const unknown = referrals.find((one) => one.substatus === "Error");
    if (name === "unknown") return unknown && open(String(unknown.id));
    // Without an answer nothing is promised: the switch goes back.
    if (!(await service.play(SCENARIO_NAMES.includes(name) ? name : "none"))) scenario.select.value = "none";
  });
  scenario.element.hidden = service.kind === "other";
  if (asked("wasm") === "blocked") {
    scenario.select.value = "blocked";
    scenario.select.addEventListener("change", () => {
      remember("wasm", null);
      location.reload();
    });
  }
  // It was for the next save, and that is over.
  editor.addEventListener("referral-telemetry", ({ detail }) => {
    if (detail.name !== "save" || !played.includes(scenario.select.value)) return;
    scenario.select.value = "none";
    pretendOffline(false);
    service.play("none");
  });

  const theme = choice("theme", ["auto", "light", "dark", "fluent", "contrast"], (value) => {
    const root = document.documentElement;
    root.dataset.theme = value;
    for (const [name, token] of Object.entries(fluent)) {
      if (value === "fluent") root.style.setProperty(`--${name}`, token);
      else root.style.removeProperty(`--${name}`);
    }
  });
  const width = choice("width", ["full", "768", "320"], (value) => {
    frame.dataset.width = value;
  });
  const options = h(
    "div",
    { class: "checks" },
    check("option.readonly", (on) => {
      editor.readonly = on;
      changed();
    }),
    check("option.draft", (on) => {
      editor.draft = on ? "session" : "off";
      changed();
    }),
    check("option.rtl", (on) => {
      frame.dir = on ? "rtl" : "ltr";
      editor.lang = on ? "ar" : currentLanguage();
    }),
  );
  return panel(
    "controls",
    labelled("referral", "referral", referral),
    start,
    scenario.element,
    theme.element,
    width.element,
    options,
  );
}

/** @param {Record<string, unknown>} referral */
function nameOf({ customerProfile, name, substatus }) {
  const customer =
    typeof customerProfile === "object" && customerProfile !== null && "name" in customerProfile
      ? customerProfile.name
      : "";
  return `${customer || name || "–"} · ${statusName(substatus)}`;
}
