// @ts-check
/**
 * Retry-After, as it should be and as it should not.
 * Must never wait itself.
 */

import { withHeaders } from "./fault.js";

/** @import { Fault } from "./fault.js" */

const DAYS = ["Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"];

/** @type {Fault[]} */
export const RETRY_AFTER = [
  {
    name: "retry-after",
    does: "The answer carries Retry-After. It does not change the status.",
    parameters: {
      value: { default: "2", does: "the text of the header, sent as it is: 0, -5, 1.5, soon, nothing at all" },
      date: { min: -1_000_000_000, max: 1_000_000_000, does: "instead: a date, so many seconds from now" },
      form: {
        words: ["imf", "rfc850", "asctime"],
        default: "imf",
        does: "how the date is written (RFC 9110, 5.6.7)",
      },
      second: { does: "a second header with this text; over HTTP/2 in the same line" },
    },
    after: (draft, { value = "", date, form, second }, { now }) => {
      const first = date === undefined ? value : httpDate(new Date(now() + Number(date) * 1000), form);
      const lines = second === undefined ? [first] : [first, second];
      const headers = withHeaders(draft, { "Retry-After": lines.join(", ") });
      return { ...headers, lines: { ...draft.lines, "retry-after": lines } };
    },
  },
];

/** @param {Date} date @param {string | undefined} form */
export function httpDate(date, form) {
  const imf = date.toUTCString();
  if (form !== "rfc850" && form !== "asctime") return imf;
  const [, day = "", month = "", year = "", time = ""] = imf.split(" ");
  if (form === "rfc850") return `${DAYS[date.getUTCDay()]}, ${day}-${month}-${year.slice(-2)} ${time} GMT`;
  return `${imf.slice(0, 3)} ${month} ${day.replace(/^0/, " ")} ${time} ${year}`;
}
