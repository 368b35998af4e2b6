// @ts-check
// Amounts as people write and read them. No amount ever becomes a JavaScript number: every digit goes out as typed.

const plain = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/**
 * What was typed as a JSON number; undefined where it is none, or could be two.
 * @param {string} typed
 * @param {string} locale
 */
export function numberOf(typed, locale) {
  // Full-width digits and marks come from input methods.
  const text = typed.normalize("NFKC").replace(/\s/g, "").replace("−", "-");
  const parts = new Intl.NumberFormat(locale).formatToParts(-12345.6);
  const group = parts.find((part) => part.type === "group")?.value.trim() || " ";
  const mark = parts.find((part) => part.type === "decimal")?.value ?? ".";
  if (mark !== "." && /^-?\d{1,3}[.,]\d{3}$/.test(text)) return undefined;
  if (plain.test(text)) return text;
  const [whole = "", part, more] = text.split(mark);
  const groups = whole.split(group);
  const grouped = groups.every((digits, at) => (at ? /^\d{2,3}$/ : /^-?\d{1,3}$/).test(digits));
  const last = groups.at(-1)?.length === 3;
  if (more !== undefined || !(groups.length === 1 || (grouped && last))) return undefined;
  const number = groups.join("") + (part === undefined ? "" : `.${part}`);
  return plain.test(number) ? number : undefined;
}

/** An amount with every digit it has; "" for what is not a number. @param {string} locale @param {string} number as in JSON @param {string} currency */
export function amountText(locale, number, currency) {
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(number)) return "";
  /** @type {Intl.NumberFormatOptions} */
  const digits = { maximumFractionDigits: 20 };
  try {
    return format(locale, number, { ...digits, style: "currency", currency, currencyDisplay: "name" });
  } catch {
    return format(locale, number, digits);
  }
}

/** @param {string} locale @param {string} number @param {Intl.NumberFormatOptions} options */
const format = (locale, number, options) =>
  new Intl.NumberFormat(locale, options).format(/** @type {Intl.StringNumericLiteral} */ (number));

/** How many decimal places an amount has more than its currency. @param {string} number @param {string} currency */
export function tooManyDigits(number, currency) {
  try {
    const { maximumFractionDigits = 2 } = new Intl.NumberFormat("en", {
      style: "currency",
      currency,
    }).resolvedOptions();
    const [, part = ""] = number.split(".");
    return part.replace(/0+$/, "").length > maximumFractionDigits ? maximumFractionDigits : undefined;
  } catch {
    return undefined;
  }
}

const common = ["USD", "EUR", "GBP", "CNY", "JPY", "INR", "CAD", "AUD"];

/** The codes for a list: common ones, all others. */
export const currencyCodes = () => [
  common,
  Intl.supportedValuesOf("currency").filter((code) => !common.includes(code)),
];
