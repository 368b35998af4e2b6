// @ts-check
// Which values of a referral the form offers, where they stand, and how typed text becomes exact JSON text.
// A value that cannot be written yet (half a number, half a date) gives a problem and is kept as typed.

import { utcDate } from "./format.js";
import { tokens } from "./reading.js";
import { say } from "./texts.js";

/** @typedef {import("./reading.js").Reading} Reading */
/** @typedef {import("./texts.js").TextKey} TextKey */
/** @typedef {"status" | "text" | "lines" | "decimal" | "currency" | "date"} Kind */

/**
 * @typedef {object} Field
 * @property {string} id stays the same when the document is replaced; a contact is known by its email address
 * @property {Kind} kind
 * @property {string[]} paths where the value stands
 * @property {TextKey} label shown beside the control
 * @property {TextKey} [hint]
 * @property {number} [contact] index of the contact
 */

/** What was typed; null while a control holds something it cannot give as text (half a date). @typedef {string | null} Typed */

/** @typedef {{ values: { path: string, json: string }[] } | { problem: TextKey }} Written */

/** @type {Field[]} */
const single = [
  { id: "status", kind: "status", paths: ["/status", "/substatus"], label: "field.status" },
  { id: "reason", kind: "lines", paths: ["/statusReason"], label: "field.reason", hint: "hint.reason" },
  { id: "value", kind: "decimal", paths: ["/details/dealValue"], label: "field.value" },
  { id: "currency", kind: "currency", paths: ["/details/currency"], label: "field.currency" },
  { id: "closing", kind: "date", paths: ["/details/closingDateTime"], label: "field.closing" },
  { id: "notes", kind: "lines", paths: ["/details/notes"], label: "field.notes" },
  { id: "name", kind: "text", paths: ["/name"], label: "field.name" },
  { id: "reference", kind: "text", paths: ["/externalReferenceId"], label: "field.reference", hint: "hint.reference" },
];

const contactsPath = "/customerProfile/team";

/** The fields that have a place in this document. @param {Reading} reading @returns {Field[]} */
export function fieldsOf(reading) {
  return [...single, ...contactFields(reading)].filter((field) => field.paths.every((path) => hasPlace(reading, path)));
}

/** @param {Reading} reading @param {string} path */
function hasPlace(reading, path) {
  const parent = path.slice(0, path.lastIndexOf("/"));
  const value = reading.at(parent);
  return value === undefined || (typeof value === "object" && !Array.isArray(value));
}

/** The contacts of the customer as the document lists them, with what tells them apart. @param {Reading} reading */
export function contactsOf(reading) {
  const rows = reading.at(contactsPath);
  if (!Array.isArray(rows)) return [];
  const seen = new Set();
  return rows.flatMap((row, index) => {
    if (typeof row !== "object" || row === null || Array.isArray(row)) return [];
    const email = reading.textAt(`${contactsPath}/${index}/email`).trim();
    const known = email !== "" && !seen.has(email.toLowerCase());
    seen.add(email.toLowerCase());
    return [{ index, email, key: known ? email.toLowerCase() : `#${index}` }];
  });
}

/** @param {Reading} reading @returns {Field[]} */
const contactFields = (reading) =>
  contactsOf(reading).flatMap(({ index, key }) => [
    contactField(index, key, "firstName", "field.firstName"),
    contactField(index, key, "lastName", "field.lastName"),
  ]);

/** @param {number} index @param {string} key @param {string} member @param {TextKey} label @returns {Field} */
const contactField = (index, key, member, label) => ({
  id: `contact ${key} ${member}`,
  kind: "text",
  paths: [`${contactsPath}/${index}/${member}`],
  label,
  contact: index,
});

/** What the field's control shows of a document. @param {Field} field @param {Reading} reading */
export function shownOf(field, reading) {
  const [path = "", second = ""] = field.paths;
  if (field.kind === "status") return pair(reading.shown(path), reading.shown(second));
  if (field.kind === "date") return utcDate(reading.at(path));
  const text = reading.shown(path);
  if (field.kind === "lines") return text.replace(/\r\n?/g, "\n");
  return field.kind === "text" ? text.replace(/[\r\n]/g, "") : text;
}

/** @param {string} status @param {string} substatus */
export const pair = (status, substatus) => `${status}/${substatus}`;

/** Typed text as exact JSON text for the places of the field. @param {Field} field @param {Typed} typed @param {Reading} reading @returns {Written} */
export function written(field, typed, reading) {
  const [path = "", second = ""] = field.paths;
  if (typed === null) return { problem: "problem.date" };
  if (field.kind === "status") return { values: statusValues(typed, path, second, reading) };
  if (field.kind === "decimal") return decimal(typed.trim(), path);
  return { values: [{ path, json: textJson(field.kind, typed, reading.at(path)) }] };
}

/** Only what differs, so that the other member keeps its bytes. @param {string} typed @param {string} path @param {string} second @param {Reading} reading */
function statusValues(typed, path, second, reading) {
  const [status = "", substatus = ""] = typed.split("/");
  return [
    { path, text: status },
    { path: second, text: substatus },
  ].flatMap((one) => (reading.at(one.path) === one.text ? [] : [{ path: one.path, json: JSON.stringify(one.text) }]));
}

/** JSON's own grammar of a plain number: the digits go out as typed. @param {string} text @param {string} path @returns {Written} */
function decimal(text, path) {
  if (text === "") return { values: [{ path, json: "null" }] };
  if (!/^-?(0|[1-9]\d*)(\.\d+)?$/.test(text)) return { problem: "problem.number" };
  return { values: [{ path, json: text }] };
}

/** @param {Kind} kind @param {string} typed @param {unknown} before */
function textJson(kind, typed, before) {
  if (kind === "date") return typed === "" ? "null" : JSON.stringify(`${typed}T00:00:00Z`);
  if (kind === "currency" && typed === "") return "null";
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

/** The field's name in a sentence that stands away from it. @param {Field} field @param {Reading} reading */
export function nameOf(field, reading) {
  if (field.contact === undefined) return say(field.label);
  const email = reading.textAt(`${contactsPath}/${field.contact}/email`);
  const who = email || say("contact.legend", { n: field.contact + 1 });
  return say(field.label === "field.firstName" ? "field.contactFirst" : "field.contactLast", { who });
}

/** @type {Record<string, TextKey>} */
const knownLabels = {
  "": "label.document",
  "/id": "label.id",
  "/status": "label.status",
  "/substatus": "label.substatus",
  "/eTag": "label.eTag",
  "/createdDateTime": "label.createdDateTime",
  "/updatedDateTime": "label.updatedDateTime",
  "/expirationDateTime": "label.expirationDateTime",
  "/acceptedDateTime": "label.acceptedDateTime",
  "/closedDateTime": "label.closedDateTime",
  "/customerProfile/name": "label.customerName",
};

/** What a path is called: a member of the form by its label, another by its place. @param {string} path @param {Field[]} fields @param {Reading} reading */
export function labelOfPath(path, fields, reading) {
  const known = knownLabels[path];
  if (known) return say(known);
  const field = fields.find((one) => one.paths.includes(path));
  return field ? nameOf(field, reading) : say("label.path", { path });
}
