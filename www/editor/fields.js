// @ts-check
// Which values of a referral the form offers, where they stand, and how typed text becomes exact JSON text.
// A value that cannot be written yet (half a number, half a date) gives a problem and is kept as typed.

import { utcDate } from "./dates.js";
import { numberOf } from "./money.js";
import { tokens } from "./reading.js";

/** @typedef {import("./reading.js").Reading} Reading */
/** @typedef {import("./texts.js").TextKey} TextKey */
/** @typedef {import("./texts.js").Texts} Texts */
/** @typedef {"status" | "text" | "lines" | "decimal" | "currency" | "date" | "size" | "country" | "locale" | "email" | "tel" | "check"} Kind */

/**
 * @typedef {object} Field
 * @property {string} id stays the same when the document is replaced
 * @property {Kind} kind
 * @property {string[]} paths where the value stands in the draft
 * @property {string[]} [basePaths] where it stood in the loaded document, if elsewhere; none: it is new
 * @property {TextKey} label shown beside the control
 * @property {number} [row] of a person, from 0
 */

/** What was typed; null while a control holds something it cannot give as text (half a date). @typedef {string | null} Typed */
/** @typedef {{ values: { path: string, json: string }[] } | { problem: TextKey }} Written */

const address = "/customerProfile/address/";

/** Section, id, kind, places. @type {[string, string, Kind, ...string[]][]} */
const table = [
  ["status", "status", "status", "/status", "/substatus"],
  ["status", "reason", "lines", "/statusReason"],
  ["deal", "value", "decimal", "/details/dealValue"],
  ["deal", "currency", "currency", "/details/currency"],
  ["deal", "closing", "date", "/details/closingDateTime"],
  ["deal", "notes", "lines", "/details/notes"],
  ["customer", "customer", "text", "/customerProfile/name"],
  ["customer", "size", "size", "/customerProfile/size"],
  ["customer", "addressLine1", "text", `${address}addressLine1`],
  ["customer", "addressLine2", "text", `${address}addressLine2`],
  ["customer", "city", "text", `${address}city`],
  ["customer", "state", "text", `${address}state`],
  ["customer", "postalCode", "text", `${address}postalCode`],
  ["customer", "country", "country", `${address}country`],
  ["customer", "region", "text", `${address}region`],
  ["consent", "contact", "check", "/consent/consentToContact"],
  ["consent", "share", "check", "/consent/consentToToShareInfoWithOthers"],
  ["reference", "name", "text", "/name"],
  ["reference", "reference", "text", "/externalReferenceId"],
];

/** @type {(Field & { section: string })[]} */
export const single = table.map(([section, id, kind, ...paths]) => ({ section, id, kind, paths, label: labelKey(id) }));

/** The members of a person that the form offers. @type {[string, Kind][]} */
const members = [
  ["firstName", "text"],
  ["lastName", "text"],
  ["email", "email"],
  ["phoneNumber", "tel"],
  ["contactPreference/locale", "locale"],
  ["contactPreference/disableNotifications", "check"],
];

/** The lists of people, by section. @type {Record<string, string>} */
export const peoplePaths = { contacts: "/customerProfile/team", team: "/team" };

/** @param {string} id */
function labelKey(id) {
  return /** @type {TextKey} */ (`field.${id.split("/").at(-1)}`);
}

/**
 * The fields of one person. `origin` is the row that it had in the loaded document.
 * @param {string} list @param {number} row @param {{ key: string, origin: number | undefined }} person
 * @returns {Field[]}
 */
export const personFields = (list, row, { key, origin }) =>
  members.map(([member, kind]) => ({
    id: `${key} ${member}`,
    kind,
    paths: [`${list}/${row}/${member}`],
    basePaths: origin === undefined ? [] : [`${list}/${origin}/${member}`],
    label: labelKey(member),
    row,
  }));

/** Something can stand at the path: nothing on the way is a text, a number or a list. @param {Reading} reading @param {string} path @returns {boolean} */
export function hasPlace(reading, path) {
  const parent = path.slice(0, path.lastIndexOf("/"));
  if (parent === "") return true;
  const value = reading.at(parent) ?? null;
  return value === null ? hasPlace(reading, parent) : typeof value === "object" && !Array.isArray(value);
}

/** What the field's control shows of a document. @param {Field} field @param {Reading} reading @param {string[]} [paths] */
export function shownOf({ kind, paths: own }, reading, paths = own) {
  const [path, second = ""] = paths;
  if (path === undefined) return "";
  if (kind === "status") return pair(reading.shown(path), reading.shown(second));
  if (kind === "date") return utcDate(reading.at(path));
  const text = reading.shown(path);
  if (kind === "lines") return text.replace(/\r\n?/g, "\n");
  if (kind === "check") return text === "true" ? text : "";
  return kind === "text" || kind === "email" || kind === "tel" ? text.replace(/[\r\n]/g, "") : text;
}

/** @param {string} status @param {string} substatus */
export const pair = (status, substatus) => `${status}/${substatus}`;

/**
 * Typed text as exact JSON text for the places of the field.
 * @param {Field} field @param {string | null} typed @param {Reading} reading @param {string} locale
 * @returns {Written}
 */
export function written({ kind, paths: [path = "", second = ""] }, typed, reading, locale) {
  if (typed === null) return { problem: "problem.date" };
  if (kind === "status") return { values: statusValues(typed, [path, second], reading) };
  if (kind === "decimal") {
    const json = typed.trim() === "" ? "null" : numberOf(typed, locale);
    return json === undefined ? { problem: "problem.number" } : { values: [{ path, json }] };
  }
  return { values: [{ path, json: jsonOf(kind, typed, reading.at(path)) }] };
}

/** Only what differs, so that the other member keeps its bytes. @param {string} typed @param {string[]} paths @param {Reading} reading */
function statusValues(typed, paths, reading) {
  const parts = typed.split("/");
  return paths
    .map((path, at) => ({ path, text: parts[at] ?? "" }))
    .flatMap(({ path, text }) => (reading.at(path) === text ? [] : [{ path, json: JSON.stringify(text) }]));
}

/** @param {Kind} kind @param {string} typed @param {unknown} before */
function jsonOf(kind, typed, before) {
  if (kind === "check") return typed === "true" ? "true" : "false";
  if (typed === "" && (kind === "date" || kind === "currency" || kind === "locale")) return "null";
  if (kind === "date") return JSON.stringify(`${typed}T00:00:00Z`);
  const windowsLines = kind === "lines" && typeof before === "string" && before.includes("\r\n");
  return JSON.stringify(windowsLines ? typed.replaceAll("\n", "\r\n") : typed);
}

/** The field that a finding, a conflict or a refusal speaks about: its own path, or one below it. @param {Field[]} fields @param {string} path */
export const fieldAt = (fields, path) =>
  fields.find((field) => field.paths.some((own) => own === path || path.startsWith(`${own}/`)));

/** The same for the loose spellings of a service: "details.dealValue", "/details/dealValue", "DealValue". @param {Field[]} fields @param {string} target */
export function fieldOfTarget(fields, target) {
  const wanted = target
    .toLowerCase()
    .split(/[^\p{L}\p{N}@]+/u)
    .filter(Boolean);
  if (wanted.length === 0) return undefined;
  return fields.find((field) =>
    field.paths.some((path) => {
      const own = tokens(path.toLowerCase());
      return wanted.length <= own.length && wanted.every((token, at) => token === own[own.length - wanted.length + at]);
    }),
  );
}

/** The field's name in a sentence that stands away from it. @param {Pick<Field, "label" | "paths" | "row">} field @param {Texts} texts */
export function nameOf(field, texts) {
  const label = texts.say(field.label);
  if (field.row === undefined) return label;
  const key = field.paths[0]?.startsWith("/team") ? "person.memberOfTeam" : "person.memberOf";
  return texts.say(key, { label, n: field.row + 1 });
}
