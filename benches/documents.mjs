// @ts-check
// The documents that the work is done on, made from the documentation's samples (tests/samples).
// Must never make text in another form than a page receives it: decoded from UTF-8, flat, one byte a character where it can be.

/** The sample files, by what they are here for. */
export const SAMPLES = {
  /** What the documentation sends: 3.3 KB, no `links`. */
  request: "partner-rest_update-a-referral_request.repaired.json",
  /** What the documentation receives: 3.8 KB, with `links`. */
  response: "partner-rest_update-a-referral_response.json",
};

/** @typedef {Record<keyof typeof SAMPLES, string>} Samples the texts of the files */

const encoder = new TextEncoder();
const decoder = new TextDecoder();

/**
 * UTF-8 of a text.
 * @param {string} text
 */
export const bytesOf = (text) => encoder.encode(text);

/**
 * The text as `fetch` or a file gives it: not a rope of parts.
 * @param {string} text
 */
export const received = (text) => decoder.decode(encoder.encode(text));

/**
 * A parsed document, changed and written in the documentation's form, with four spaces a level.
 * @param {string} text
 * @param {(referral: any) => void} change
 */
function changed(text, change) {
  const referral = JSON.parse(text);
  change(referral);
  return received(JSON.stringify(referral, null, 4));
}

/**
 * Six errors of six kinds in six places.
 * @param {string} text
 */
export function broken(text) {
  return changed(text, (referral) => {
    referral.qualification = "Unqualified";
    referral.customerProfile.team[1].email = "joe.hansen at contoso.com";
    referral.customerProfile.team[0].contactPreference.disableNotifications = "false";
    referral.details.dealValue = -50000;
    referral.details.currency = "US Dollar";
    referral.details.closingDateTime = "2018-11-31T00:00:00Z";
  });
}

/**
 * The same without white space between the tokens.
 * @param {string} text
 */
export function compact(text) {
  return received(JSON.stringify(JSON.parse(text)));
}

/**
 * The same with so many members in `team`, each with a name, a number and an address of its own.
 * @param {string} text
 * @param {number} count
 */
export function withMembers(text, count) {
  return changed(text, (referral) => {
    const [member] = referral.team;
    referral.team = Array.from({ length: count }, (_, index) => ({
      ...member,
      firstName: `${member.firstName} ${index}`,
      phoneNumber: String(1231231234 + index),
      email: `john.doe.${index}@microsoft.com`,
    }));
  });
}

/**
 * A page of the list, each item with an id of its own; every 25th is closed with a substatus that does not belong there.
 * @param {string} text
 * @param {number} count
 */
export function page(text, count) {
  const id = JSON.parse(text).id;
  const items = Array.from({ length: count }, (_, index) => {
    const item = text.trim().replace(id, `${id.slice(0, -6)}${String(index).padStart(6, "0")}`);
    return index % 25 === 24 ? item.replace('"Won"', '"Accepted"') : item;
  });
  return received(`{\n"@odata.count": ${count},\n"value": [\n${items.join(",\n")}\n]\n}\n`);
}

/**
 * As the service lists it: without an eTag.
 * @param {string} text
 */
export function withoutTag(text) {
  return changed(text, (referral) => {
    delete referral.eTag;
  });
}
