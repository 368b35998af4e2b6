// @ts-check
// Elements by createElement and textContent only: a page may run under `trusted-types 'none'`.

/** @typedef {string | boolean | number | null | undefined} Attribute */

/**
 * @template {keyof HTMLElementTagNameMap} K
 * @param {K} tag
 * @param {Record<string, Attribute>} [attributes] true writes an empty attribute; false, null and undefined none
 * @param {...(Node | string)} children
 * @returns {HTMLElementTagNameMap[K]}
 */
export function h(tag, attributes = {}, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) setAttribute(element, name, value);
  element.append(...children);
  return element;
}

/** @param {Element} element @param {string} name @param {Attribute} value */
export function setAttribute(element, name, value) {
  if (value === false || value === null || value === undefined) element.removeAttribute(name);
  else element.setAttribute(name, value === true ? "" : String(value));
}

/**
 * Makes elements the children of a parent, in this order. What stays is not moved, so that it keeps the focus.
 * @param {Element} parent @param {Element[]} children
 * @returns {number} the place of the child that left with the focus, or -1
 */
export function arrange(parent, children) {
  const root = parent.getRootNode();
  const focused = root instanceof ShadowRoot ? root.activeElement : null;
  const before = [...parent.children];
  const left = before.findIndex((one) => one.contains(focused) && !children.includes(one));
  for (const one of before) if (!children.includes(one)) one.remove();
  for (const [at, one] of children.entries()) {
    const there = parent.children[at];
    if (there !== one) parent.insertBefore(one, there ?? null);
  }
  return left;
}

/** The sheets of all editors, by their text. @type {Map<string, CSSStyleSheet>} */
const sheets = new Map();

/** Gives a root a look, once. @param {ShadowRoot} root @param {string} css */
export function wear(root, css) {
  const sheet = sheets.get(css) ?? new CSSStyleSheet();
  if (!sheets.has(css)) sheet.replaceSync(css);
  sheets.set(css, sheet);
  if (!root.adoptedStyleSheets.includes(sheet)) root.adoptedStyleSheets = [...root.adoptedStyleSheets, sheet];
}

/** Words that are heard and not seen. @param {string} words */
export const unseen = (words) => h("span", { class: "hidden" }, words);

let lastId = 0;

/** An id that nothing else in the shadow root has. */
export const newId = () => `r${++lastId}`;

/** Writes what is in an element anew; what had the focus there has it again, by its place. @param {Element} element @param {() => void} write */
export function rewrite(element, write) {
  const all = () => [...element.querySelectorAll("a, button, input, summary")];
  const at = all().findIndex((one) => one.matches(":focus"));
  const open = [...element.querySelectorAll("details")].map((one) => one.open);
  write();
  for (const [place, one] of element.querySelectorAll("details").entries()) one.open = open[place] ?? false;
  const focused = all()[at];
  if (focused instanceof HTMLElement) focused.focus();
}

const pressEnds = ["pointerup", "pointercancel", "keydown"];
let isPressed = false;

/** Watches whether a pointer is down in a root. @param {ShadowRoot} root */
export function watchPress(root) {
  root.addEventListener("pointerdown", ({ target }) => {
    // The list of a select swallows the end of the press that opens it.
    isPressed = !(target instanceof HTMLSelectElement);
    if (isPressed) afterPress(() => {}, true);
  });
}

/**
 * Runs `work` now, or after the click that is under way: what moves away under a pressed pointer would get no click.
 * @param {() => void} work
 * @param {boolean} [release]
 */
export function afterPress(work, release) {
  if (!isPressed) return work();
  const over = new AbortController();
  const later = () => {
    over.abort();
    if (release) isPressed = false;
    setTimeout(work);
  };
  for (const end of pressEnds) addEventListener(end, later, { capture: true, signal: over.signal });
}
