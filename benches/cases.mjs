// @ts-check
// Small edits of the documentation's request, and the verdict that each has to get, settled by hand from domain.md.
// Every candidate has to give it before anything is timed: only then do they do the same work.
//
// Left out, because a peer cannot tell or its own format differs; none of this is in the documents that are timed:
//  - the same name twice in one object: JSON.parse keeps the last one and says nothing
//  - more than 128 levels, more than 16 MiB, half of a surrogate pair, bytes that are not UTF-8, a byte order mark: JSON.parse
//    and TextDecoder have other limits, or none
//  - a dealValue within a float's rounding of the largest decimal: JSON.parse has rounded it
//  - a date-time with a space for the T, or an offset +01 or +0100: ajv-formats accepts it; with a suffix in brackets (RFC 9557):
//    TypeBox accepts it; with a leap second in an offset other than Z: the regular expression of zod, valibot and the
//    hand-written one refuses it
//  - an address without a dot in its domain, with a quoted local part or an IP literal: ajv-formats refuses it; one that is
//    too long (RFC 5321, 4.5.3.1): no peer counts

/** @typedef {{ name: string, text: string, valid: boolean }} Case */

/** Taken away instead of set. */
const ABSENT = Symbol("absent");

/** @type {[path: string, value: unknown][]} */
const VALID = [
  ["engagementId", null],
  ["name", "Contoso & Sons"],
  ["name", null],
  ["externalReferenceId", ""],
  ["createdDateTime", "2018-11-06T18:40:42Z"],
  ["updatedDateTime", "2018-11-06T18:40:42.123456789012Z"],
  ["updatedDateTime", "2018-11-06t18:40:42z"],
  ["expirationDateTime", "2018-11-14T23:00:00+05:30"],
  ["expirationDateTime", "2018-11-14T00:00:00.0000000-08:00"],
  ["expirationDateTime", null],
  ["acceptedDateTime", "2020-02-29T00:00:00Z"],
  ["acceptedDateTime", "2000-02-29T00:00:00Z"],
  ["closedDateTime", "2016-12-31T23:59:60Z"],
  ["substatus", "Lost"],
  ["substatus", "Expired"],
  ["substatus", "Error"],
  ["substatus", null],
  ["substatus", ABSENT],
  ["status", "None"],
  ["status", null],
  ["status", ABSENT],
  ["statusReason", ""],
  ["qualification", null],
  ["type", "Shared"],
  ["target", []],
  ["target", null],
  ["target.0.type", "None"],
  ["customerProfile", null],
  ["customerProfile", ABSENT],
  ["customerProfile", {}],
  ["customerProfile.address.country", "USA"],
  ["customerProfile.size", "enormous"],
  ["customerProfile.team.0.email", "sue+sales@mail.contoso.co.uk"],
  ["customerProfile.team.0.email", "s@contoso.com"],
  ["customerProfile.team.0.email", null],
  ["customerProfile.team.0.contactPreference", null],
  ["customerProfile.team.0.contactPreference.locale", null],
  ["customerProfile.team.1.title", "CTO"],
  ["customerProfile.ids", [{ profileType: "Duns", id: "795986822" }]],
  ["customerProfile.ids", { duns: 1234567 }],
  ["customerProfile.ids", null],
  ["consent", {}],
  ["consent.consentToContact", null],
  ["consent.consentToShareReferralWithMicrosoftSellers", true],
  ["details.dealValue", 0],
  ["details.dealValue", 0.1],
  ["details.dealValue", 1e21],
  ["details.dealValue", "50000"],
  ["details.dealValue", "-1.5e3"],
  ["details.dealValue", null],
  ["details.dealValue", ABSENT],
  ["details.currency", "EUR"],
  ["details.currency", null],
  ["details.requirements", {}],
  ["details.requirements", null],
  ["details.requirements.products", [{ id: "Abacus" }]],
  ["details.requirements.solutions.0.type", "Name"],
  ["details.requirements.solutions.0.price", 12.5],
  ["details.requirements.solutions.0.price", "12.50"],
  ["details.requirements.solutions.0.closingDateTime", "2019-01-01T00:00:00Z"],
  ["team", ABSENT],
  ["team", []],
  ["inviteContext.invitedBy.organizationName", "Microsoft"],
  ["eTag", "without quotes"],
  ["eTag", ABSENT],
  ["links", 7],
  ["tags", { any: ["thing"] }],
  ["favorite", true],
  ["salesStage", "100"],
  ["customerMarketplaceIntent", [true, null, { deep: [1] }]],
  ["details.closeDate", 5],
];

/** @type {[path: string, value: unknown][]} */
const INVALID = [
  ["id", ABSENT],
  ["id", null],
  ["id", ""],
  ["id", 49],
  ["engagementId", 7],
  ["name", ["Contoso"]],
  ["createdDateTime", "yesterday"],
  ["createdDateTime", ""],
  ["createdDateTime", 1541529642],
  ["updatedDateTime", "2018-11-06"],
  ["updatedDateTime", "2018-11-06T18:40:42"],
  ["updatedDateTime", "2018-11-06T18:40Z"],
  ["updatedDateTime", "2018-11-06T18:40:42.Z"],
  ["updatedDateTime", " 2018-11-06T18:40:42Z"],
  ["expirationDateTime", "2018-11-31T00:00:00Z"],
  ["expirationDateTime", "2018-13-01T00:00:00Z"],
  ["expirationDateTime", "2018-00-10T00:00:00Z"],
  ["acceptedDateTime", "2019-02-29T00:00:00Z"],
  ["acceptedDateTime", "1900-02-29T00:00:00Z"],
  ["closedDateTime", "2018-11-14T24:00:00Z"],
  ["closedDateTime", "2018-11-14T12:60:00Z"],
  ["closedDateTime", "2016-12-31T12:00:60Z"],
  ["closedDateTime", "2018-11-14T00:00:00+24:00"],
  ["status", "Open"],
  ["status", "closed"],
  ["status", ""],
  ["status", 3],
  ["status", "New"],
  ["status", "Active"],
  ["substatus", "Engaged"],
  ["substatus", "Accepted"],
  ["substatus", "Pending"],
  ["substatus", "None"],
  ["substatus", true],
  ["statusReason", { code: 1 }],
  ["qualification", "salesqualified"],
  ["type", "Dependent"],
  ["target", { type: "SolutionProfile", id: "x" }],
  ["target", ["SolutionProfile"]],
  ["target.0", null],
  ["target.0.type", "Solution"],
  ["target.0.id", 5],
  ["customerProfile", []],
  ["customerProfile", "Contoso"],
  ["customerProfile.address", "One Microsoft Way"],
  ["customerProfile.address.postalCode", 98052],
  ["customerProfile.size", 50],
  ["customerProfile.team", {}],
  ["customerProfile.team.1", "Joe Hansen"],
  ["customerProfile.team.0.email", "sue.smith"],
  ["customerProfile.team.0.email", "sue smith@contoso.com"],
  ["customerProfile.team.0.email", "sue..smith@contoso.com"],
  ["customerProfile.team.0.email", "sue@contoso..com"],
  ["customerProfile.team.0.email", "sue@-contoso.com"],
  ["customerProfile.team.0.email", ""],
  ["customerProfile.team.0.contactPreference", "email"],
  ["customerProfile.team.0.contactPreference.disableNotifications", 0],
  ["customerProfile.team.1.phoneNumber", 4035698759],
  ["customerProfile.ids", "795986822"],
  ["customerProfile.ids", [795986822]],
  ["customerProfile.ids", [{ profileType: "Duns", id: 795986822 }]],
  ["customerProfile.ids", { id: 1 }],
  ["consent", true],
  ["consent.consentToContact", "true"],
  ["consent.consentToToShareInfoWithOthers", 1],
  ["details", []],
  ["details.notes", 0],
  ["details.dealValue", -1],
  ["details.dealValue", -0.01],
  ["details.dealValue", 1e30],
  ["details.dealValue", "much"],
  ["details.dealValue", "50,000"],
  ["details.dealValue", true],
  ["details.currency", "usd"],
  ["details.currency", "US Dollar"],
  ["details.currency", ""],
  ["details.currency", "ZZZ"],
  ["details.closingDateTime", "11/14/2018"],
  ["details.requirements", []],
  ["details.requirements.industries", "Manufacturing"],
  ["details.requirements.products", [null]],
  ["details.requirements.services.0.id", 5],
  ["details.requirements.solutions.0.type", "category"],
  ["details.requirements.solutions.0.name", false],
  ["details.requirements.solutions.0.closingDateTime", "soon"],
  ["details.customerRequestedContact", "no"],
  ["team", "John Doe"],
  ["team.0.email", "john.doe@"],
  ["inviteContext", "Hi"],
  ["inviteContext.invitedBy", "msft"],
  ["inviteContext.invitedBy.organizationId", 1],
  ["eTag", 5],
  ["favorite", "yes"],
  ["mpnId", 123456],
  ["isSpam", "false"],
];

/** @type {[name: string, change: (text: string) => string, valid: boolean][]} */
const TEXTS = [
  ["as it is", (text) => text, true],
  ["white space around", (text) => `\r\n\t ${text}\n`, true],
  ["escapes", (text) => text.replace('"status"', '"st\\u0061tus"').replace('"Won"', '"\\u0057on"'), true],
  ["escapes that spell another value", (text) => text.replace('"Won"', '"\\u0057on!"'), false],
  ["other scripts", (text) => text.replace("Redmond", "雷德蒙德 – Vicente López 🙂"), true],
  ["exponent beyond a float", (text) => text.replace("50000", "1e400"), false],
  ["trailing comma", (text) => text.replace("false\n", "false,\n"), false],
  ["missing comma", (text) => text.replace('"Redmond",', '"Redmond"'), false],
  ["no-break space", (text) => text.replace('"details"', '\u00a0"details"'), false],
  ["single quotes", (text) => text.replace('"USD"', "'USD'"), false],
  ["leading zero", (text) => text.replace("50000", "050000"), false],
  ["tab in a string", (text) => text.replace("Contoso Customer", "Contoso\tCustomer"), false],
  ["cut off", (text) => text.slice(0, 3000), false],
  ["empty", () => "", false],
  ["something behind", (text) => `${text}{}`, false],
  ["null", () => "null", false],
  ["a string", () => '"49d90c72-3326-4f61-aacc-2cb57970448c"', false],
  ["an array", (text) => `[${text}]`, false],
  ["a page of the list", (text) => `{"value":[${text}]}`, false],
  ["an empty object", () => "{}", false],
];

/**
 * @param {string} text the documentation's request
 * @returns {Case[]}
 */
export function cases(text) {
  /** @param {boolean} valid @returns {(edit: [path: string, value: unknown]) => Case} */
  const edited =
    (valid) =>
    ([path, value]) => ({
      name: `${path} = ${value === ABSENT ? "absent" : JSON.stringify(value)}`,
      text: withMember(text, path, value),
      valid,
    });
  return [
    ...VALID.map(edited(true)),
    ...INVALID.map(edited(false)),
    ...TEXTS.map(([name, change, valid]) => ({ name, text: change(text), valid })),
  ];
}

/** @param {string} text @param {string} path names and indices with dots between them @param {unknown} value */
function withMember(text, path, value) {
  const referral = JSON.parse(text);
  const names = path.split(".");
  const last = /** @type {string} */ (names.pop());
  const holder = names.reduce((inner, name) => inner[name], referral);
  if (value === ABSENT) delete holder[last];
  else holder[last] = value;
  return JSON.stringify(referral, null, 4);
}
