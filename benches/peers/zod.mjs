// @ts-check
// zod 4. `z.object` leaves unknown members out of its result, which is not used: the parsed value keeps them, and
// `z.looseObject` would only be slower.

import * as z from "zod";
import { candidate } from "./candidate.mjs";
import * as rules from "./rules.mjs";

const text = z.string().nullish();
const boolean = z.boolean().nullish();
const dateTime = z.string().regex(rules.DATE_TIME).nullish();
/** @param {string[]} values */
const oneOf = (values) => z.enum(values).nullish();
/** @param {Record<string, z.ZodType>} shape */
const object = (shape) => z.object(shape).nullish();
/** @param {Record<string, z.ZodType>} shape */
const rows = (shape) => z.array(z.object(shape)).nullish();

const member = {
  contactPreference: object({ locale: text, disableNotifications: boolean }),
  firstName: text,
  lastName: text,
  phoneNumber: text,
  email: z.string().regex(rules.EMAIL).nullish(),
  title: text,
};
const profileId = z.object({ profileType: text, id: text });

const referral = z
  .object({
    id: z.string().min(1),
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
      ids: z.union([z.array(profileId), profileId]).nullish(),
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
      dealValue: z.union([z.number().min(0).max(rules.LARGEST_DECIMAL), z.string().regex(rules.NUMBER)]).nullish(),
      currency: z.string().refine(rules.isCurrency).nullish(),
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
  })
  .refine(rules.isPair, { path: ["substatus"] });

export default candidate("zod", (value) => {
  const result = referral.safeParse(value);
  return { valid: result.success, findings: result.error?.issues ?? [] };
});
