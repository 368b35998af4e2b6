// @ts-check
// Elements by createElement and textContent only: the page runs under `trusted-types 'none'`.

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

/** The element that index.html holds under this id. @param {string} id */
export function byId(id) {
  const element = document.getElementById(id);
  if (!element) throw new Error(`index.html has no element "${id}"`);
  return element;
}

let lastId = 0;

/** An id that nothing else on the page has. @param {string} stem */
export const newId = (stem) => `${stem}-${++lastId}`;

const pressEnds = ["pointerup", "pointercancel", "keydown"];
let isPressed = false;
addEventListener("pointerdown", ({ target }) => {
  // The list of a select swallows the end of the press that opens it.
  isPressed = !(target instanceof HTMLSelectElement);
});
for (const end of pressEnds) {
  addEventListener(end, () => {
    isPressed = false;
  });
}

/**
 * Runs `work` now, or after the click that is under way: what moves away under a pressed pointer would get no click.
 * @param {() => void} work
 */
export function afterPress(work) {
  if (!isPressed) return work();
  const release = new AbortController();
  const later = () => {
    release.abort();
    setTimeout(work);
  };
  for (const end of pressEnds) addEventListener(end, later, { signal: release.signal });
}
