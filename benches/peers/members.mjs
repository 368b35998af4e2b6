// @ts-check
// The members of a referral, said once for all peers that take a schema: each brings the words of its library.
// A peer that knew one member more or less would do other work than the others.

import * as rules from "./rules.mjs";

/**
 * What members are made of. All but `id` may be absent or null.
 * @template T a schema of the library
 * @typedef {object} Words
 * @property {T} id a string that is not empty
 * @property {T} text
 * @property {T} boolean
 * @property {T} dateTime
 * @property {T} email
 * @property {T} dealValue
 * @property {T} currency
 * @property {(values: string[]) => T} oneOf
 * @property {(members: Record<string, T>) => T} object
 * @property {(members: Record<string, T>) => T} rows an array of objects
 * @property {(members: Record<string, T>) => T} idsOf an array of objects, or one of them
 */

/**
 * @template T
 * @param {Words<T>} words
 * @returns {Record<string, T>}
 */
export function members({ id, text, boolean, dateTime, email, dealValue, currency, oneOf, object, rows, idsOf }) {
  const member = {
    contactPreference: object({ locale: text, disableNotifications: boolean }),
    firstName: text,
    lastName: text,
    phoneNumber: text,
    email,
    title: text,
  };
  return {
    id,
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
      ids: idsOf({ profileType: text, id: text }),
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
      dealValue,
      currency,
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
  };
}
