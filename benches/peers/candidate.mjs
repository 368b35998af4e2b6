// @ts-check
// What every candidate can do, and how a validator of parsed values does it: the steps that its user would write.

/**
 * @typedef {object} Verdict
 * @property {boolean} valid
 * @property {readonly unknown[]} findings
 */

/**
 * @typedef {object} ListVerdict
 * @property {boolean} valid
 * @property {number} count
 * @property {{ index: number, findings: readonly unknown[] }[]} items those with findings
 */

/**
 * @typedef {object} Candidate
 * @property {string} name
 * @property {(input: string | Uint8Array) => Verdict} verdict
 * @property {(input: string) => string | undefined} putBody the document without `links`, nothing for an invalid one
 * @property {(input: string | Uint8Array) => ListVerdict} list
 */

const decoder = new TextDecoder();

/** @param {string | Uint8Array} input */
const textOf = (input) => (typeof input === "string" ? input : decoder.decode(input));

/**
 * @param {string} name
 * @param {(value: any) => Verdict} check all that is wrong with a parsed referral
 * @returns {Candidate}
 */
export function candidate(name, check) {
  return {
    name,
    verdict(input) {
      let value;
      try {
        value = JSON.parse(textOf(input));
      } catch (error) {
        return { valid: false, findings: [error] };
      }
      return check(value);
    },
    putBody(input) {
      const value = JSON.parse(input);
      if (!check(value).valid) return undefined;
      delete value.links;
      return JSON.stringify(value);
    },
    list(input) {
      const { value } = JSON.parse(textOf(input));
      const items = [];
      for (let index = 0; index < value.length; index++) {
        const { valid, findings } = check(value[index]);
        if (!valid) items.push({ index, findings });
      }
      return { valid: items.length === 0, count: value.length, items };
    },
  };
}
