// @ts-check
// valibot, going on after the first error. `v.object` leaves unknown members out of its result, which is not used.

import * as v from "valibot";
import { candidate } from "./candidate.mjs";
import { members } from "./members.mjs";
import * as rules from "./rules.mjs";

/** @type {v.GenericSchema} */
const text = v.nullish(v.string());
/** `v.object` alone takes an array for an object. @param {v.ObjectEntries} entries */
const strict = (entries) => v.pipe(v.custom(isNoArray), v.object(entries));
/** @param {unknown} value */
const isNoArray = (value) => !Array.isArray(value);

const referral = v.pipe(
  strict(
    members({
      id: v.pipe(v.string(), v.nonEmpty()),
      text,
      boolean: v.nullish(v.boolean()),
      dateTime: v.nullish(v.pipe(v.string(), v.regex(rules.DATE_TIME))),
      email: v.nullish(v.pipe(v.string(), v.regex(rules.EMAIL))),
      dealValue: v.nullish(
        v.union([
          v.pipe(v.number(), v.minValue(0), v.maxValue(rules.LARGEST_DECIMAL)),
          v.pipe(v.string(), v.regex(rules.NUMBER)),
        ]),
      ),
      currency: v.nullish(v.pipe(v.string(), v.check(rules.isCurrency))),
      oneOf: (values) => v.nullish(v.picklist(values)),
      object: (entries) => v.nullish(strict(entries)),
      rows: (entries) => v.nullish(v.array(strict(entries))),
      idsOf(entries) {
        const one = strict(entries);
        return v.nullish(v.union([v.array(one), one]));
      },
    }),
  ),
  v.check(rules.isPair),
);

export default candidate("valibot", (value) => {
  const result = v.safeParse(referral, value, { abortEarly: false });
  return { valid: result.success, findings: result.issues ?? [] };
});
