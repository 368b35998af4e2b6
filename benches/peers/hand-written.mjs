// @ts-check
// The rules written out by hand, with paths, as someone without a library would: straight-line code, one function an object.

import { candidate } from "./candidate.mjs";
import * as rules from "./rules.mjs";

/** @typedef {{ path: string, code: "type" | "enum" | "format" | "range" | "required" | "status-pair" }} Finding */

/** @type {Finding[]} */
let findings = [];

/** @param {string} path @param {Finding["code"]} code */
function find(path, code) {
  findings.push({ path, code });
}

/** @param {any} value @param {string} at @param {string} name */
function text(value, at, name) {
  if (typeof value !== "string" && value != null) find(`${at}/${name}`, "type");
}

/** @param {any} value @param {string} at @param {string} name */
function boolean(value, at, name) {
  if (typeof value !== "boolean" && value != null) find(`${at}/${name}`, "type");
}

/** @param {any} value @param {string} at @param {string} name @param {string[]} values */
function oneOf(value, at, name, values) {
  if (value == null || values.includes(value)) return;
  find(`${at}/${name}`, typeof value === "string" ? "enum" : "type");
}

/** @param {any} value @param {string} at @param {string} name @param {RegExp} format */
function formatted(value, at, name, format) {
  if (value == null) return;
  if (typeof value !== "string") find(`${at}/${name}`, "type");
  else if (!format.test(value)) find(`${at}/${name}`, "format");
}

/** @param {any} value @param {string} at @param {string} name */
const dateTime = (value, at, name) => formatted(value, at, name, rules.DATE_TIME);

/** @param {any} value */
const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);

/** @param {any} value @param {string} path @param {(value: any, at: string) => void} members */
function object(value, path, members) {
  if (value == null) return;
  if (isObject(value)) members(value, path);
  else find(path, "type");
}

/** @param {any} value @param {string} path @param {(value: any, at: string) => void} members */
function rows(value, path, members) {
  if (value == null) return;
  if (!Array.isArray(value)) {
    find(path, "type");
    return;
  }
  for (let index = 0; index < value.length; index++) {
    const row = value[index];
    if (isObject(row)) members(row, `${path}/${index}`);
    else find(`${path}/${index}`, "type");
  }
}

/** @param {any} it @param {string} at */
function tag(it, at) {
  text(it.id, at, "id");
}

/** @param {any} it @param {string} at */
function target(it, at) {
  oneOf(it.type, at, "type", rules.TARGET_TYPE);
  text(it.id, at, "id");
}

/** @param {any} it @param {string} at */
function solution(it, at) {
  text(it.id, at, "id");
  text(it.name, at, "name");
  oneOf(it.type, at, "type", rules.SOLUTION_TYPE);
  text(it.publisherName, at, "publisherName");
  dateTime(it.closingDateTime, at, "closingDateTime");
}

/** @param {any} it @param {string} at */
function contactPreference(it, at) {
  text(it.locale, at, "locale");
  boolean(it.disableNotifications, at, "disableNotifications");
}

/** @param {any} it @param {string} at */
function member(it, at) {
  object(it.contactPreference, `${at}/contactPreference`, contactPreference);
  text(it.firstName, at, "firstName");
  text(it.lastName, at, "lastName");
  text(it.phoneNumber, at, "phoneNumber");
  formatted(it.email, at, "email", rules.EMAIL);
  text(it.title, at, "title");
}

/** @param {any} it @param {string} at */
function profileId(it, at) {
  text(it.profileType, at, "profileType");
  text(it.id, at, "id");
}

/** @param {any} it @param {string} at */
function address(it, at) {
  text(it.addressLine1, at, "addressLine1");
  text(it.addressLine2, at, "addressLine2");
  text(it.city, at, "city");
  text(it.state, at, "state");
  text(it.postalCode, at, "postalCode");
  text(it.country, at, "country");
  text(it.region, at, "region");
}

/** @param {any} it @param {string} at */
function customerProfile(it, at) {
  text(it.name, at, "name");
  object(it.address, "/customerProfile/address", address);
  text(it.size, at, "size");
  rows(it.team, "/customerProfile/team", member);
  if (isObject(it.ids)) profileId(it.ids, "/customerProfile/ids");
  else rows(it.ids, "/customerProfile/ids", profileId);
  boolean(it.isMatchingComplete, at, "isMatchingComplete");
}

/** @param {any} it @param {string} at */
function consent(it, at) {
  boolean(it.consentToToShareInfoWithOthers, at, "consentToToShareInfoWithOthers");
  boolean(it.consentToContact, at, "consentToContact");
  boolean(it.consentToShareReferralWithMicrosoftSellers, at, "consentToShareReferralWithMicrosoftSellers");
  boolean(it.consentToMicrosoftToContactSpecificPartners, at, "consentToMicrosoftToContactSpecificPartners");
}

/** @param {any} it */
function requirements(it) {
  rows(it.industries, "/details/requirements/industries", tag);
  rows(it.products, "/details/requirements/products", tag);
  rows(it.services, "/details/requirements/services", tag);
  rows(it.solutions, "/details/requirements/solutions", solution);
}

/** @param {any} value */
function dealValue(value) {
  if (typeof value === "number") {
    if (!(value >= 0 && value <= rules.LARGEST_DECIMAL)) find("/details/dealValue", "range");
  } else if (value != null && !(typeof value === "string" && rules.NUMBER.test(value))) {
    find("/details/dealValue", "type");
  }
}

/** @param {any} value */
function currency(value) {
  if (value == null) return;
  if (typeof value !== "string") find("/details/currency", "type");
  else if (!rules.isCurrency(value)) find("/details/currency", "format");
}

/** @param {any} it @param {string} at */
function details(it, at) {
  text(it.notes, at, "notes");
  dealValue(it.dealValue);
  currency(it.currency);
  dateTime(it.closingDateTime, at, "closingDateTime");
  object(it.requirements, "/details/requirements", requirements);
  boolean(it.customerRequestedContact, at, "customerRequestedContact");
  text(it.customerAction, at, "customerAction");
}

/** @param {any} it @param {string} at */
function invitedBy(it, at) {
  text(it.organizationId, at, "organizationId");
  text(it.organizationName, at, "organizationName");
}

/** @param {any} it @param {string} at */
function inviteContext(it, at) {
  text(it.notes, at, "notes");
  object(it.invitedBy, "/inviteContext/invitedBy", invitedBy);
  text(it.assistanceRequestCode, at, "assistanceRequestCode");
  text(it.invitedMpnId, at, "invitedMpnId");
}

/** @param {any} it */
function referral(it) {
  if (it.id == null || it.id === "") find("/id", "required");
  text(it.id, "", "id");
  text(it.engagementId, "", "engagementId");
  text(it.name, "", "name");
  text(it.organizationId, "", "organizationId");
  text(it.organizationName, "", "organizationName");
  text(it.externalReferenceId, "", "externalReferenceId");
  dateTime(it.createdDateTime, "", "createdDateTime");
  dateTime(it.updatedDateTime, "", "updatedDateTime");
  dateTime(it.expirationDateTime, "", "expirationDateTime");
  dateTime(it.acceptedDateTime, "", "acceptedDateTime");
  dateTime(it.closedDateTime, "", "closedDateTime");
  oneOf(it.status, "", "status", rules.STATUS);
  oneOf(it.substatus, "", "substatus", rules.SUBSTATUS);
  if (!rules.isPair(it)) find("/substatus", "status-pair");
  text(it.statusReason, "", "statusReason");
  oneOf(it.qualification, "", "qualification", rules.QUALIFICATION);
  oneOf(it.type, "", "type", rules.TYPE);
  rows(it.target, "/target", target);
  object(it.customerProfile, "/customerProfile", customerProfile);
  object(it.consent, "/consent", consent);
  object(it.details, "/details", details);
  rows(it.team, "/team", member);
  object(it.inviteContext, "/inviteContext", inviteContext);
  text(it.eTag, "", "eTag");
  text(it.direction, "", "direction");
  boolean(it.favorite, "", "favorite");
  text(it.campaignId, "", "campaignId");
  text(it.referralProgram, "", "referralProgram");
  text(it.salesStage, "", "salesStage");
  text(it.mpnId, "", "mpnId");
  text(it.referralSource, "", "referralSource");
  text(it.callToAction, "", "callToAction");
  text(it.quality, "", "quality");
  boolean(it.isSpam, "", "isSpam");
  text(it.registrationStatus, "", "registrationStatus");
}

export default candidate("hand-written", (value) => {
  findings = [];
  if (isObject(value)) referral(value);
  else find("", "type");
  return { valid: findings.length === 0, findings };
});
