// @ts-check
// The attributes of the element, and the properties that are the same.

export const strings = [
  "referral-id",
  "base-url",
  "lang",
  "name",
  "review",
  "draft",
  "draft-user",
  "guard",
  "heading-level",
  "wasm-url",
];
export const flags = ["readonly", "json"];

/** @type {Record<string, string>} */
const defaults = {
  "base-url": "https://api.partner.microsoft.com/v1.0",
  review: "closing",
  draft: "off",
  guard: "on",
  "heading-level": "2",
};

/** @param {string} name */
export const camel = (name) => name.replace(/-(\w)/g, (_, letter) => letter.toUpperCase());

/** @param {object} prototype */
export function reflect(prototype) {
  for (const name of [...strings, ...flags, "readOnly"]) {
    if (name === "lang") continue;
    const attribute = name.toLowerCase();
    const isFlag = flags.includes(attribute);
    Reflect.defineProperty(prototype, camel(name), {
      configurable: true,
      enumerable: true,
      /** @this {HTMLElement} */
      get() {
        return isFlag ? this.hasAttribute(attribute) : (this.getAttribute(attribute) ?? defaults[attribute] ?? "");
      },
      /** @this {HTMLElement} @param {unknown} value */
      set(value) {
        if (isFlag) this.toggleAttribute(attribute, Boolean(value));
        else if (value == null) this.removeAttribute(attribute);
        else this.setAttribute(attribute, String(value));
      },
    });
  }
}
