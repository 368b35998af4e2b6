// @ts-check
/**
 * The calls of a case, as Node and a page make them.
 * Must never import anything: it is served to pages as it is.
 */

/** @import { Outcome, Progress } from "referral-editor" */
/** @import { Job } from "./play.mjs" */

/** @param {Pick<typeof import("referral-editor"), "getReferral" | "isReferralError" | "putReferral" | "validate">} referral */
export function callsWith({ getReferral, isReferralError, putReferral, validate }) {
  let controller = new AbortController();

  return {
    /** @param {Job} job @param {string} draft @param {string} base */
    async put(job, draft, base) {
      controller = new AbortController();
      /** @type {string[]} */
      const asked = [];
      /** @type {Progress[]} */
      const progress = [];
      const draftBytes = bytesOf(draft);
      const baseBytes = bytesOf(base);
      if (job.abort === "before") controller.abort();
      const began = performance.now();
      const outcome = await putReferral(draftBytes, {
        ...optionsOf(job),
        base: baseBytes,
        signal: controller.signal,
        getToken: ({ reason }) => {
          asked.push(reason);
          if (job.abort === "token") controller.abort();
          return tokenOf(job, asked.length > 1);
        },
        onProgress: (told) => {
          progress.push(told);
          if (job.abort === told.phase) controller.abort();
        },
      });
      const took = performance.now() - began;
      const intact = isSame(draftBytes, bytesOf(draft)) && isSame(baseBytes, bytesOf(base));
      return { outcome: /** @type {Outcome} */ (outcome), took, asked, progress, intact };
    },

    /** @param {Job} job @param {string} id */
    async get(job, id) {
      try {
        const loaded = await getReferral(id, { ...optionsOf(job), getToken: () => tokenOf(job, false) });
        validate(loaded.json);
        return loaded;
      } catch (error) {
        if (isReferralError(error)) return { code: error.code, text: textOf(error) };
        throw error;
      }
    },

    abort: () => controller.abort(),
  };
}

/** All that an error says, and what caused it. @param {unknown} error @returns {string} */
function textOf(error) {
  if (!(error instanceof Error)) return String(error);
  const own = Object.entries(error).map(([name, value]) => `${name}: ${JSON.stringify(value)}`);
  return [error.message, error.stack, ...own, error.cause === undefined ? "" : textOf(error.cause)].join("\n");
}

/** What was written to the console since the last question. @type {string[]} */
const said = [];
for (const method of /** @type {const} */ (["debug", "log", "info", "warn", "error", "trace", "dir", "table"])) {
  const write = console[method].bind(console);
  console[method] = (/** @type {any[]} */ ...words) => {
    said.push(
      words.map((word) => (typeof word === "string" ? word : `${JSON.stringify(word)} ${textOf(word)}`)).join(" "),
    );
    write(...words);
  };
}
export const consoleSaid = () => said.splice(0);

/** @param {Job} job */
const optionsOf = ({ baseUrl, timeoutMs, deadlineMs, maxRetries }) => ({ baseUrl, timeoutMs, deadlineMs, maxRetries });

/** @param {Job} job @param {boolean} again @returns {Promise<string>} */
async function tokenOf({ token, tokenUrl, abort }, again) {
  if (token === "throws" || (token === "throws again" && again)) throw new Error("signed out");
  if (token === "hangs" || (token === "hangs again" && again) || abort === "token") return new Promise(() => {});
  return await (await fetch(tokenUrl)).text();
}

/** @param {string} text */
function bytesOf(text) {
  return new TextEncoder().encode(text);
}

/** @param {Uint8Array} one @param {Uint8Array} other */
function isSame(one, other) {
  return one.length === other.length && one.every((byte, i) => byte === other[i]);
}
