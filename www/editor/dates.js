// @ts-check
// Dates for people, in the language of the editor. What cannot be read is given back as it stands: nothing is hidden.

/** The calendar date in UTC, "2018-11-14", or "" for what is not a date. @param {unknown} value */
export function utcDate(value) {
  if (typeof value !== "string" || !/^\d{4}-\d\d-\d\d/.test(value)) return "";
  const time = Date.parse(value);
  return Number.isNaN(time) ? "" : new Date(time).toISOString().slice(0, 10);
}

/** @param {string} locale @param {string} date "2018-11-14" @param {"full" | "long" | "medium"} dateStyle */
export function dateText(locale, date, dateStyle = "full") {
  const time = Date.parse(date);
  return Number.isNaN(time) ? date : new Intl.DateTimeFormat(locale, { dateStyle, timeZone: "UTC" }).format(time);
}

/** Local date and time with the name of the zone. @param {string} locale @param {string} text */
export function momentText(locale, text) {
  const time = Date.parse(text);
  if (Number.isNaN(time)) return text;
  /** @type {Intl.DateTimeFormatOptions} */
  const format = { year: "numeric", month: "short", day: "numeric", hour: "numeric", minute: "2-digit" };
  return new Intl.DateTimeFormat(locale, { ...format, timeZoneName: "short" }).format(time);
}

/** "14:05", with seconds for waiting times. @param {string} locale @param {number} time @param {boolean} [seconds] */
export function clock(locale, time, seconds = false) {
  /** @type {Intl.DateTimeFormatOptions} */
  const format = { hour: "2-digit", minute: "2-digit", hourCycle: "h23", ...(seconds && { second: "2-digit" }) };
  return new Intl.DateTimeFormat(locale, format).format(time);
}
