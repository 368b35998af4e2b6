// @ts-check
// A switch for what happens during the next save, so that each ending can be seen. The sandbox plays it; to be offline is
// played here. Only shown where there is a sandbox: never beside a real service.

import { SCENARIO_NAMES } from "../sandbox/scenarios.js";
import { h, newId } from "./dom.js";
import { isTextKey, say, speak } from "./texts.js";

const control = "/sandbox/scenario";
const names = [...SCENARIO_NAMES, "offline"];

/** @param {HTMLElement} place */
export async function createScenarioSwitch(place) {
  if (!(await send("GET"))) return;
  const id = newId("scenario");
  const select = h("select", { id, class: "input" });
  for (const name of names) {
    const key = `scenario.${name}`;
    select.append(speak(h("option", { value: name }), () => (isTextKey(key) ? say(key) : name)));
  }
  select.addEventListener("change", () => choose(select.value));
  addEventListener("referral-saved", () => {
    if (select.value === "none") return;
    select.value = "none";
    choose("none");
  });
  place.replaceChildren(
    speak(h("label", { for: id }), () => say("scenario.label")),
    select,
  );
  place.hidden = false;
  await choose("none");

  /** @param {string} name */
  async function choose(name) {
    pretendOffline(name === "offline");
    // Without an answer nothing is promised: the switch goes back.
    if (!(await send("PUT", name === "offline" ? "none" : name))) select.value = "none";
  }
}

/**
 * The browser says that it is offline, as the package asks it.
 * @param {boolean} offline
 */
function pretendOffline(offline) {
  if (offline) Object.defineProperty(navigator, "onLine", { configurable: true, value: false });
  else Reflect.deleteProperty(navigator, "onLine");
}

/**
 * @param {string} method
 * @param {unknown} [body]
 */
async function send(method, body) {
  const init = body === undefined ? { method } : { method, body: JSON.stringify(body) };
  return (await fetch(control, { ...init, cache: "no-store" }).catch(() => undefined))?.ok ?? false;
}
