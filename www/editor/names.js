// @ts-check
// The choices of selects, and what each code is called. Codes that no list has are shown as they stand.

import { currencyCodes } from "./money.js";

/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {import("./texts.js").TextKey} TextKey */
/** A list of codes, under a heading if it has one. @typedef {{ label?: TextKey, codes: readonly string[] }} Choices */

/** Regions that `Intl` names and that are no countries. */
const notCountries = /^(AC|CP|CQ|DG|EA|EU|EZ|IC|QO|TA|UN|XA|XB|ZZ)$/;
const letters = [..."ABCDEFGHIJKLMNOPQRSTUVWXYZ"];
/** @type {string[] | undefined} */
let countries;

/** The two-letter codes of countries and territories. @returns {string[]} */
export function countryCodes() {
  const names = new Intl.DisplayNames("en", { type: "region", fallback: "none" });
  countries ??= letters
    .flatMap((first) => letters.map((second) => first + second))
    // A code that was given up stands for its successor.
    .filter((code) => new Intl.Locale(`und-${code}`).region === code && names.of(code) && !notCountries.test(code));
  return countries;
}

const languages =
  "ar-sa cs-cz da-dk de-de en-gb en-us es-es es-mx fi-fi fr-ca fr-fr he-il hu-hu id-id it-it ja-jp ko-kr nb-no nl-nl pl-pl pt-br pt-pt ro-ro ru-ru sv-se th-th tr-tr uk-ua vi-vn zh-cn zh-tw";

const fine = [1, 9, 10, 50, 51, 250, 251, 1000, 1001, 5000, 5001, 10000, 10001, 20000];
const sizes = [1, 50, 51, 500];

/** @param {number[]} bounds */
const ranges = (bounds) => [
  ...bounds.flatMap((low, at) => (at % 2 ? [] : [`${low}to${bounds[at + 1]}employees`])),
  `Morethan${bounds.at(-1)}employees`,
];

/** @type {Record<string, () => Choices[]>} */
const lists = {
  country: () => [{ codes: countryCodes() }],
  locale: () => [{ codes: languages.split(" ") }],
  size: () => [
    { label: "size.fine", codes: ranges(fine) },
    { label: "size.coarse", codes: ranges(sizes) },
  ],
  currency: () => {
    const [common = [], all = []] = currencyCodes();
    return [
      { label: "currency.common", codes: common },
      { label: "currency.all", codes: all },
    ];
  },
};

/** The choices of a kind of field; none where it is no choice. @param {string} kind */
export const choicesOf = (kind) => lists[kind]?.();

/** @param {string} kind @param {string} code @param {Texts} texts @param {boolean} [alone] also of a currency the name only */
export function nameOfCode(kind, code, texts, alone = false) {
  if (kind === "size") return sizeText(code, texts);
  const type = { country: "region", locale: "language", currency: "currency" }[kind];
  if (!type) return code;
  try {
    const options = /** @type {Intl.DisplayNamesOptions} */ ({ type, fallback: "none" });
    const name = new Intl.DisplayNames(texts.locale, options).of(code);
    return name ? (kind === "currency" && !alone ? `${code} – ${name}` : name) : code;
  } catch {
    return code;
  }
}

/** A Chinese name is written without a space, the family name first. @param {string} [first] @param {string} [last] */
export const personName = (first = "", last = "") =>
  /\p{Script=Han}/u.test(first + last) ? last + first : `${first} ${last}`.trim();

/** "10–50", "More than 500". @param {string} code @param {Texts} texts */
function sizeText(code, texts) {
  const format = new Intl.NumberFormat(texts.locale);
  const numbers = (code.match(/\d+/g) ?? []).map((digits) => format.format(Number(digits)));
  if (/^\d+to\d+employees$/.test(code)) return numbers.join("–");
  return /^Morethan\d+employees$/.test(code) ? texts.say("size.more", { n: numbers[0] ?? "" }) : code;
}

/** "Won, Lost, or Declined". @param {string[]} words @param {Texts} texts @param {"conjunction" | "disjunction"} [type] */
export const listOf = (words, texts, type = "disjunction") => new Intl.ListFormat(texts.locale, { type }).format(words);
