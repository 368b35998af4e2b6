// @ts-check
/**
 * The address beside the API at which tests and pages set scenarios: `/sandbox/scenario`.
 * Must never ask for a token, and never be kept from a page of another origin.
 */

import { draftOf, invalidRequest, Refusal } from "./answers.js";
import { FaultError } from "./faults/read.js";

/** @import { AnswerOptions } from "./answers.js" */
/** @import { createScenario } from "./scenario.js" */

export const CONTROL = "/sandbox/scenario";

const METHODS = "GET, PUT, POST, DELETE";

/**
 * GET lists, PUT sets anew, POST adds, DELETE clears; each answers with the list. Throws Refusal.
 * @param {Request} request
 * @param {Uint8Array} body
 * @param {ReturnType<typeof createScenario>} scenario
 * @param {AnswerOptions} options
 */
export function control(request, body, scenario, options) {
  if (request.method === "OPTIONS") {
    const headers = { "Access-Control-Allow-Methods": METHODS, "Access-Control-Allow-Headers": "Content-Type" };
    return draftOf(request, options, { status: 204, body: null, headers });
  }
  if (request.method === "PUT") change(scenario.set, body);
  else if (request.method === "POST") change(scenario.add, body);
  else if (request.method === "DELETE") scenario.clear();
  else if (request.method !== "GET") {
    throw new Refusal(405, "invalidRequest", `The scenario knows ${METHODS}.`, { headers: { Allow: METHODS } });
  }
  return draftOf(request, options, { status: 200, body: `${JSON.stringify(scenario.list(), null, 2)}\n` });
}

/**
 * @param {(value: unknown) => void} take
 * @param {Uint8Array} body
 */
function change(take, body) {
  try {
    take(JSON.parse(new TextDecoder().decode(body)));
  } catch (error) {
    if (error instanceof FaultError) throw invalidRequest(error.message);
    if (error instanceof SyntaxError) throw invalidRequest("The scenario is not JSON.");
    throw error;
  }
}
