// @ts-check
// valibot, going on after the first error. `v.object` leaves unknown members out of its result, which is not used.

import * as v from "valibot";
import { candidate } from "./candidate.mjs";
import * as rules from "./rules.mjs";

const text = v.nullish(v.string());
const boolean = v.nullish(v.boolean());
const dateTime = v.nullish(v.pipe(v.string(), v.regex(rules.DATE_TIME)));
/** @param {string[]} values */
const oneOf = (values) => v.nullish(v.picklist(values));
/** `v.object` alone takes an array for an object. @param {v.ObjectEntries} entries */
const strict = (entries) => v.pipe(v.custom(isNoArray), v.object(entries));
/** @param {unknown} value */
const isNoArray = (value) => !Array.isArray(value);
/** @param {v.ObjectEntries} entries */
const object = (entries) => v.nullish(strict(entries));
/** @param {v.ObjectEntries} entries */
const rows = (entries) => v.nullish(v.array(strict(entries)));

const member = {
  contactPreference: object({ locale: text, disableNotifications: boolean }),
  firstName: text,
  lastName: text,
  phoneNumber: text,
  email: v.nullish(v.pipe(v.string(), v.regex(rules.EMAIL))),
  title: text,
};
const profileId = strict({ profileType: text, id: text });

const referral = v.pipe(
  strict({
    id: v.pipe(v.string(), v.nonEmpty()),
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
      ids: v.nullish(v.union([v.array(profileId), profileId])),
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
      dealValue: v.nullish(
        v.union([
          v.pipe(v.number(), v.minValue(0), v.maxValue(rules.LARGEST_DECIMAL)),
          v.pipe(v.string(), v.regex(rules.NUMBER)),
        ]),
      ),
      currency: v.nullish(v.pipe(v.string(), v.check(rules.isCurrency))),
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
  }),
  v.check(rules.isPair),
);

export default candidate("valibot", (value) => {
  const result = v.safeParse(referral, value, { abortEarly: false });
  return { valid: result.success, findings: result.issues ?? [] };
});
