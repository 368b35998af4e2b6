// @ts-check
// What the tests do inside of a page. It records from its first line on what must not happen: violations of the policy,
// scripts that ran, dialogs that were opened; and what the element tells.

/** @import { ReferralEditorElement } from "referral-editor/element" */

const EVENTS = [
  ...["load", "change", "before-save", "save", "conflict", "error", "auth-required", "telemetry"].map(
    (name) => `referral-${name}`,
  ),
];

/** @type {{ violations: string[], ran: unknown[], told: { type: string, detail: any }[], rejections: string[] }} */
export const record = { violations: [], ran: [], told: [], rejections: [] };

addEventListener("securitypolicyviolation", ({ effectiveDirective, blockedURI }) => {
  record.violations.push(`${effectiveDirective} ${blockedURI}`);
});
addEventListener("unhandledrejection", ({ reason }) => record.rejections.push(String(reason)));
addEventListener("error", ({ message }) => record.rejections.push(message));
for (const type of EVENTS) {
  addEventListener(type, (event) => {
    // As somebody would who passes it on: whatever JSON keeps of it.
    const { detail } = /** @type {CustomEvent} */ (event);
    record.told.push({ type, detail: detail === null ? null : JSON.parse(JSON.stringify(detail)) });
  });
}
const global = /** @type {any} */ (globalThis);
global.__ran = (/** @type {unknown} */ what) => record.ran.push(what);
for (const name of ["alert", "confirm", "prompt", "open"]) global[name] = () => record.ran.push(name);

/** @param {string} type @returns {any[]} the details of these events so far */
export const told = (type) => record.told.filter((one) => one.type === type).map(({ detail }) => detail);

/**
 * Waits until something is there.
 * @template T
 * @param {() => T | null | undefined | false} look
 * @param {string} what
 * @returns {Promise<T>}
 */
export async function until(look, what) {
  for (const end = Date.now() + 10_000; ; ) {
    const found = look();
    if (found) return found;
    if (Date.now() > end) throw new Error(`There is still no ${what}`);
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
}

/** @param {ReferralEditorElement} editor */
export function rootOf(editor) {
  const { shadowRoot } = editor;
  if (shadowRoot === null) throw new Error("The element has no shadow root");
  return shadowRoot;
}

/** The parts of an element by name. @param {ReferralEditorElement} editor @param {string} name */
export const parts = (editor, name) =>
  /** @type {HTMLElement[]} */ ([...rootOf(editor).querySelectorAll(`[part~="${name}"]`)]);

/** As somebody who types. @param {Element} control @param {string} text */
export function type(control, text) {
  const field = /** @type {HTMLInputElement} */ (control);
  field.focus();
  field.value = text;
  field.dispatchEvent(new InputEvent("input", { bubbles: true, composed: true }));
  field.dispatchEvent(new Event("change", { bubbles: true }));
  field.blur();
}

/** Clicks a button that says this: of the dialog, where one is open. @param {ReferralEditorElement} editor @param {RegExp} words */
export async function press(editor, words) {
  const root = rootOf(editor);
  const find = () =>
    [...(root.querySelector("dialog[open]") ?? root).querySelectorAll("button")].find(
      (button) => words.test(button.textContent ?? "") && button.checkVisibility(),
    );
  (await until(find, `button ${words}`)).click();
}
