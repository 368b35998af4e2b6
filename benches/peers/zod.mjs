// @ts-check
// zod 4. `z.object` leaves unknown members out of its result, which is not used: the parsed value keeps them, and
// `z.looseObject` would only be slower.

import * as z from "zod";
import { candidate } from "./candidate.mjs";
import { members } from "./members.mjs";
import * as rules from "./rules.mjs";

/** @type {z.ZodType} */
const text = z.string().nullish();
/** @typedef {Record<string, z.ZodType>} Shape */

const referral = z
  .object(
    members({
      id: z.string().min(1),
      text,
      boolean: z.boolean().nullish(),
      dateTime: z.string().regex(rules.DATE_TIME).nullish(),
      email: z.string().regex(rules.EMAIL).nullish(),
      dealValue: z.union([z.number().min(0).max(rules.LARGEST_DECIMAL), z.string().regex(rules.NUMBER)]).nullish(),
      currency: z.string().refine(rules.isCurrency).nullish(),
      oneOf: (values) => z.enum(values).nullish(),
      object: (/** @type {Shape} */ shape) => z.object(shape).nullish(),
      rows: (/** @type {Shape} */ shape) => z.array(z.object(shape)).nullish(),
      idsOf(/** @type {Shape} */ shape) {
        const one = z.object(shape);
        return z.union([z.array(one), one]).nullish();
      },
    }),
  )
  .refine(rules.isPair, { path: ["substatus"] });

export default candidate("zod", (value) => {
  const result = referral.safeParse(value);
  return { valid: result.success, findings: result.error?.issues ?? [] };
});
