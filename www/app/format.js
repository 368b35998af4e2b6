// @ts-check
// Values for people, in the language of the page. What cannot be read is given back as it stands: nothing is hidden.

import { currentLanguage, say } from "./texts.js";

/** The calendar date in UTC, "2018-11-14", or "" for what is not a date. @param {unknown} value */
export function utcDate(value) {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d/.test(value)) return "";
  const time = Date.parse(value);
  return Number.isNaN(time) ? "" : new Date(time).toISOString().slice(0, 10);
}

/** @param {string} date "2018-11-14" @param {"long" | "short"} [style] */
export function dateForPeople(date, style = "long") {
  const format = /** @type {Intl.DateTimeFormatOptions} */ (
    style === "long"
      ? { weekday: "long", year: "numeric", month: "long", day: "numeric" }
      : { year: "numeric", month: "short", day: "numeric" }
  );
  const time = Date.parse(date);
  if (Number.isNaN(time)) return date;
  return new Intl.DateTimeFormat(currentLanguage(), { ...format, timeZone: "UTC" }).format(time);
}

/** Local date and time with the name of the zone. @param {string} text */
export function momentForPeople(text) {
  const time = Date.parse(text);
  if (Number.isNaN(time)) return text;
  /** @type {Intl.DateTimeFormatOptions} */
  const date = { year: "numeric", month: "short", day: "numeric" };
  return new Intl.DateTimeFormat(currentLanguage(), {
    ...date,
    hour: "numeric",
    minute: "2-digit",
    timeZoneName: "short",
  }).format(time);
}

/** "14:05", with seconds for waiting times. @param {number} time @param {boolean} [seconds] */
export function clock(time, seconds = false) {
  /** @type {Intl.DateTimeFormatOptions} */
  const format = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(seconds && { second: "2-digit" }) };
  return new Intl.DateTimeFormat(currentLanguage(), format).format(time);
}

/** An amount with every digit it has; "" for what is not a number. @param {string} number as in JSON @param {string} currency */
export function amountForPeople(number, currency) {
  if (!/^-?\d+(\.\d+)?(e[+-]?\d+)?$/i.test(number)) return "";
  /** @type {Intl.NumberFormatOptions} */
  const digits = { maximumFractionDigits: 20 };
  try {
    return amount(number, { ...digits, style: "currency", currency, currencyDisplay: "name" });
  } catch {
    return amount(number, digits);
  }
}

/** @param {string} number @param {Intl.NumberFormatOptions} options */
function amount(number, options) {
  // A decimal text is formatted digit by digit, without becoming a floating-point number on the way.
  return new Intl.NumberFormat(currentLanguage(), options).format(/** @type {Intl.StringNumericLiteral} */ (number));
}

/** "USD – US Dollar", or the bare code. @param {string} code */
export function currencyForPeople(code) {
  try {
    const name = new Intl.DisplayNames(currentLanguage(), { type: "currency", fallback: "none" }).of(code);
    return name ? say("currency.option", { code, name }) : code;
  } catch {
    return code;
  }
}

/** "Won, Lost, or Declined". @param {string[]} words */
export const anyOf = (words) => new Intl.ListFormat(currentLanguage(), { type: "disjunction" }).format(words);
