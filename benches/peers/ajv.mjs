// @ts-check
// Ajv with ajv-formats, compiled before the first call, reporting every error.

import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { candidate } from "./candidate.mjs";
import * as rules from "./rules.mjs";

const text = { type: ["string", "null"] };
const boolean = { type: ["boolean", "null"] };
const dateTime = { ...text, format: "date-time" };
/** @param {string[]} values */
const oneOf = (values) => ({ enum: [...values, null] });
/** @param {Record<string, object>} properties */
const object = (properties) => ({ type: ["object", "null"], properties });
/** @param {Record<string, object>} properties */
const rows = (properties) => ({ type: ["array", "null"], items: { type: "object", properties } });

const member = {
  contactPreference: object({ locale: text, disableNotifications: boolean }),
  firstName: text,
  lastName: text,
  phoneNumber: text,
  email: { ...text, format: "email" },
  title: text,
};
const profileId = { profileType: text, id: text };

export const schema = {
  type: "object",
  required: ["id"],
  properties: {
    id: { type: "string", minLength: 1 },
    engagementId: text,
    name: text,
    organizationId: text,
    organizationName: text,
    externalReferenceId: text,
    createdDateTime: dateTime,
    updatedDateTime: dateTime,
    expirationDateTime: dateTime,
    acceptedDateTime: dateTime,
    closedDateTime: dateTime,
    status: oneOf(rules.STATUS),
    substatus: oneOf(rules.SUBSTATUS),
    statusReason: text,
    qualification: oneOf(rules.QUALIFICATION),
    type: oneOf(rules.TYPE),
    target: rows({ type: oneOf(rules.TARGET_TYPE), id: text }),
    customerProfile: object({
      name: text,
      address: object({
        addressLine1: text,
        addressLine2: text,
        city: text,
        state: text,
        postalCode: text,
        country: text,
        region: text,
      }),
      size: text,
      team: rows(member),
      ids: { anyOf: [rows(profileId), object(profileId)] },
      isMatchingComplete: boolean,
    }),
    consent: object({
      consentToToShareInfoWithOthers: boolean,
      consentToContact: boolean,
      consentToShareReferralWithMicrosoftSellers: boolean,
      consentToMicrosoftToContactSpecificPartners: boolean,
    }),
    details: object({
      notes: text,
      dealValue: {
        type: ["number", "string", "null"],
        minimum: 0,
        maximum: rules.LARGEST_DECIMAL,
        pattern: rules.NUMBER.source,
      },
      currency: { ...text, format: "currency" },
      closingDateTime: dateTime,
      requirements: object({
        industries: rows({ id: text }),
        products: rows({ id: text }),
        services: rows({ id: text }),
        solutions: rows({
          id: text,
          name: text,
          type: oneOf(rules.SOLUTION_TYPE),
          publisherName: text,
          closingDateTime: dateTime,
        }),
      }),
      customerRequestedContact: boolean,
      customerAction: text,
    }),
    team: rows(member),
    inviteContext: object({
      notes: text,
      invitedBy: object({ organizationId: text, organizationName: text }),
      assistanceRequestCode: text,
      invitedMpnId: text,
    }),
    eTag: text,
    direction: text,
    favorite: boolean,
    campaignId: text,
    referralProgram: text,
    salesStage: text,
    mpnId: text,
    referralSource: text,
    callToAction: text,
    quality: text,
    isSpam: boolean,
    registrationStatus: text,
  },
  // A wrong name is told of by `enum` already.
  allOf: Object.entries(rules.PAIRS).map(([status, substatuses]) => ({
    if: { properties: { status: { const: status } }, required: ["status"] },
    // biome-ignore lint/suspicious/noThenProperty: a keyword of JSON Schema
    then: { properties: { substatus: { enum: [...substatuses, null] } } },
  })),
};

/** @param {import("ajv").Options["code"]} [code] */
export function ajv(code) {
  const instance = new Ajv({ allErrors: true, allowUnionTypes: true, code });
  addFormats.default(instance, ["date-time", "email"]);
  instance.addFormat("currency", rules.isCurrency);
  return instance;
}

const validate = ajv().compile(schema);

export default candidate("Ajv", (value) => {
  const valid = validate(value);
  return { valid, findings: validate.errors ?? [] };
});
