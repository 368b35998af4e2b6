// @ts-check
// What every host has to do with the package. It is copied into each project, and uses only what every host has.

import { repaired, verbatim } from "./documents.js";

/** @typedef {typeof import("referral-editor")} Main */
/** @typedef {Pick<Main, "edit" | "getReferral" | "isReferralError" | "putReferral" | "transitions" | "validate">} Functions */
/** @typedef {Pick<typeof import("referral-editor/drafts"), "openDraft" | "saveDraft">} Drafts */
/** @typedef {import("referral-editor").ClientOptions} ClientOptions */
/** @typedef {Awaited<ReturnType<typeof check>>} Checked */

/**
 * All of it, as plain data; it is judged outside.
 * @param {Functions & Drafts} functions what the host imported
 * @param {string | null} baseUrl of a sandbox; null where the host has no network: then a `fetch` is given that needs none
 */
export async function check(functions, baseUrl) {
  const { edit, isReferralError, transitions, validate } = functions;
  const spoilt = edit(repaired, [
    { op: "replace", path: "/substatus", value: "Won" },
    { op: "replace", path: "/customerProfile/team/1/email", value: "joe.hansen" },
    { op: "replace", path: "/details/dealValue", json: "-0.10" },
    { op: "add", path: "/details/closingDatetime", value: null },
  ]);
  const client = baseUrl === null ? offline(repaired) : online(baseUrl);
  return {
    findings: {
      verbatim: said(validate(verbatim).findings),
      repaired: said(validate(new TextEncoder().encode(repaired)).findings),
      spoilt: said(validate(spoilt, { base: repaired }).findings),
    },
    moves: moves(transitions),
    thrown: thrown(() => edit("{", []), isReferralError),
    save: await save(functions, client),
    network: baseUrl !== null,
  };
}

/** @param {import("referral-editor").Finding[]} findings */
function said(findings) {
  return findings.map(({ severity, path, code, params, line, column }) => {
    const more = params?.hint ?? params?.format ?? params?.suggestion;
    return [severity, path, code, more, line, column].filter((part) => part !== undefined).join(" ");
  });
}

/** Of how many moves how many are legal. @param {Main["transitions"]} transitions */
function moves(transitions) {
  const pairs = transitions({ status: "New", substatus: "Pending" });
  const all = pairs.flatMap(({ status, substatus }) => transitions({ status, substatus }));
  return `${all.filter(({ legal }) => legal).length} of ${all.length}`;
}

/** @param {() => unknown} call @param {Main["isReferralError"]} isReferralError */
function thrown(call, isReferralError) {
  try {
    call();
    return "nothing";
  } catch (error) {
    return isReferralError(error) ? error.code : String(error);
  }
}

/**
 * Loads, edits, keeps the draft, saves, and asks of the draft what became of the save.
 * @param {Functions & Drafts} functions
 * @param {ClientOptions} client
 */
async function save({ edit, getReferral, openDraft, putReferral, saveDraft }, client) {
  const id = JSON.parse(repaired).id;
  const { json: base } = await getReferral(id, client);
  const draft = edit(base, [{ op: "replace", path: "/details/dealValue", json: "65000.50" }]);
  const etag = JSON.parse(base).eTag;
  const key = { id, user: "someone", ...(client.baseUrl === undefined ? {} : { baseUrl: client.baseUrl }) };
  await saveDraft(key, { base, draft, etag, inFlight: { sent: draft, etag } });
  const outcome = await putReferral(draft, { ...client, base });
  const { settled } = await openDraft(key, client);
  return {
    type: outcome.type,
    attempts: outcome.attempts,
    value: "json" in outcome ? /"dealValue": *([^,\s]+)/.exec(outcome.json)?.[1] : undefined,
    newEtag: "etag" in outcome && outcome.etag !== etag,
    settled: settled?.type,
  };
}

/** @param {string} baseUrl @returns {ClientOptions} */
function online(baseUrl) {
  return { baseUrl, getToken: async () => (await fetch(new URL("/token", baseUrl))).text() };
}

/**
 * As little of the service as a save needs, without a network.
 * @param {string} document
 * @returns {ClientOptions}
 */
function offline(document) {
  let held = document;
  let version = 0;
  return {
    getToken: () => "token",
    async fetch(input) {
      const request = /** @type {Request} */ (input);
      const headers = { "content-type": "application/json" };
      if (request.method === "PUT") {
        if (request.headers.get("if-match") !== JSON.parse(held).eTag) return new Response(null, { status: 412 });
        version += 1;
        held = (await request.text()).replace(/"eTag": *"(\\"|[^"])*"/, `"eTag": "\\"${version}\\""`);
      }
      return new Response(held, { headers });
    },
  };
}
