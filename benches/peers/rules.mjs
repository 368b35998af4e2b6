// @ts-check
// What the peers' schemas have in common: the lists, and the formats where a library's own are not those of the standard.
// The rules are those that `validate` reports as errors (src/schema, src/validate); warnings are left out, which favours the
// peers. A copy by intention: a peer's user would have to write it down as well, and benches/cases.mjs holds it to account.

export const STATUS = ["None", "New", "Active", "Closed"];

/** "Error" is in Partner Center, not in the API's tables: a warning. */
export const SUBSTATUS = ["None", "Pending", "Received", "Accepted", "Won", "Lost", "Declined", "Expired", "Error"];

/** The substatuses that belong to a status. */
export const PAIRS = {
  New: ["Pending", "Received", "Error"],
  Active: ["Accepted", "Error"],
  Closed: ["Won", "Lost", "Declined", "Expired", "Error"],
};

export const QUALIFICATION = ["None", "Direct", "MarketingQualified", "SalesQualified"];
export const TYPE = ["Shared", "Independent"];
export const TARGET_TYPE = ["None", "BusinessProfileLocation", "SolutionProfile"];
export const SOLUTION_TYPE = ["None", "Category", "Name"];

/** The largest value of .NET's decimal, 1 less, as near as a float comes to it. */
export const LARGEST_DECIMAL = 2 ** 96;

/** A JSON number: in quotes it is only worth a warning as a `dealValue`. */
export const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** RFC 3339 `date-time`, real days only; a leap second with an offset is beyond it. */
export const DATE_TIME = new RegExp(
  `^(?:${[
    "(?:\\d\\d(?:[2468][048]|[13579][26]|0[48])|(?:[02468][048]|[13579][26])00)-02-29",
    "\\d{4}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12]\\d|3[01])|(?:0[469]|11)-(?:0[1-9]|[12]\\d|30)|02-(?:0[1-9]|1\\d|2[0-8]))",
  ].join("|")})[Tt](?:${[
    "(?:[01]\\d|2[0-3]):[0-5]\\d:[0-5]\\d(?:\\.\\d+)?(?:[Zz]|[+-](?:[01]\\d|2[0-3]):[0-5]\\d)",
    "23:59:60(?:\\.\\d+)?[Zz]",
  ].join("|")})$`,
);

/** `Mailbox` of RFC 5321 with a dot-string before the @ and a domain behind it. */
export const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(?:\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?(?:\.[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?)*$/i;

/** ISO 4217. */
const CURRENCIES = new Set(
  `
  AED AFN ALL AMD AOA ARS AUD AWG AZN BAM BBD BDT BHD BIF BMD BND BOB BOV BRL BSD BTN BWP BYN BZD CAD CDF CHE
  CHF CHW CLF CLP CNY COP COU CRC CUP CVE CZK DJF DKK DOP DZD EGP ERN ETB EUR FJD FKP GBP GEL GHS GIP GMD GNF
  GTQ GYD HKD HNL HTG HUF IDR ILS INR IQD IRR ISK JMD JOD JPY KES KGS KHR KMF KPW KRW KWD KYD KZT LAK LBP LKR
  LRD LSL LYD MAD MDL MGA MKD MMK MNT MOP MRU MUR MVR MWK MXN MXV MYR MZN NAD NGN NIO NOK NPR NZD OMR PAB PEN
  PGK PHP PKR PLN PYG QAR RON RSD RUB RWF SAR SBD SCR SDG SEK SGD SHP SLE SOS SRD SSP STN SVC SYP SZL THB TJS
  TMT TND TOP TRY TTD TWD TZS UAH UGX USD USN UYI UYU UYW UZS VED VES VND VUV WST XAD XAF XAG XAU XBA XBB XBC
  XBD XCD XCG XDR XOF XPD XPF XPT XSU XTS XUA XXX YER ZAR ZMW ZWG
`.match(/[A-Z]{3}/g),
);

/** @param {string} code */
export const isCurrency = (code) => CURRENCIES.has(code);

/**
 * The substatus belongs to the status. One of no status that the lifecycle has, or of no documented name, is not judged.
 * @param {{ status?: unknown, substatus?: unknown }} referral
 */
export function isPair({ status, substatus }) {
  if (typeof substatus !== "string" || !SUBSTATUS.includes(substatus)) return true;
  switch (status) {
    case "New":
      return PAIRS.New.includes(substatus);
    case "Active":
      return PAIRS.Active.includes(substatus);
    case "Closed":
      return PAIRS.Closed.includes(substatus);
    default:
      return true;
  }
}
