// @ts-check
// Ajv with ajv-formats, compiled before the first call, reporting every error.

import { Ajv } from "ajv";
import addFormats from "ajv-formats";
import { candidate } from "./candidate.mjs";
import { members } from "./members.mjs";
import * as rules from "./rules.mjs";

const text = { type: ["string", "null"] };
/** @param {Record<string, object>} properties */
const object = (properties) => ({ type: ["object", "null"], properties });
/** @param {Record<string, object>} properties */
const rows = (properties) => ({ type: ["array", "null"], items: { type: "object", properties } });

export const schema = {
  type: "object",
  required: ["id"],
  properties: members({
    id: /** @type {object} */ ({ type: "string", minLength: 1 }),
    text,
    boolean: { type: ["boolean", "null"] },
    dateTime: { ...text, format: "date-time" },
    email: { ...text, format: "email" },
    dealValue: {
      type: ["number", "string", "null"],
      minimum: 0,
      maximum: rules.LARGEST_DECIMAL,
      pattern: rules.NUMBER.source,
    },
    currency: { ...text, format: "currency" },
    oneOf: (values) => ({ enum: [...values, null] }),
    object,
    rows,
    idsOf: (properties) => ({ anyOf: [rows(properties), object(properties)] }),
  }),
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
