// @ts-check
// The whole benchmark of one host: first every candidate's verdicts, then the times. Runs in Node and in a page.
// Must never time a candidate that does other work than the rest.

import { cases } from "./cases.mjs";
import { bytesOf } from "./documents.mjs";
import { measure } from "./measure.mjs";
import ajv from "./peers/ajv.mjs";
import handWritten from "./peers/hand-written.mjs";
import { ours } from "./peers/ours.mjs";
import typebox from "./peers/typebox.mjs";
import valibot from "./peers/valibot.mjs";
import zod from "./peers/zod.mjs";
import { growth, works } from "./works.mjs";

/** @import { Candidate } from "./peers/candidate.mjs" */
/** @import { Plan, Time } from "./measure.mjs" */
/** @import { Samples } from "./documents.mjs" */

/**
 * @typedef {object} Row
 * @property {string} key
 * @property {string} title
 * @property {number} length of the text, in code units
 * @property {string[]} differing why there is no time: candidates that gave another result, and which
 * @property {Time[]} times JSON.parse alone, then the candidates in order
 */

/**
 * @typedef {object} Results
 * @property {number} agreed how many cases all candidates judged as expected
 * @property {string[]} names of the candidates
 * @property {Row[]} rows
 * @property {{ work: string, ratio: number }[]} growth our time for a byte with the most team members, to that with the fewest
 */

/** For a result worth reading. */
export const FULL = { rounds: 45, batchMs: 8, warmUpMs: 250 };
/** To see that everything works. */
export const QUICK = { rounds: 7, batchMs: 3, warmUpMs: 40 };

/**
 * @param {object} given
 * @param {import("./peers/ours.mjs").Package} given.referralEditor
 * @param {Samples} given.samples
 * @param {Plan} given.plan
 * @param {string} [given.only] rows whose key begins like this
 * @param {(line: string) => void} given.tell
 * @returns {Promise<Results>}
 */
export async function runSuite({ referralEditor, samples, plan, only = "", tell }) {
  const candidates = [ours(referralEditor), handWritten, typebox, ajv, zod, valibot];
  const agreed = checkCases(candidates, samples);
  tell(`${agreed} cases, the same verdict from all ${candidates.length}, from text and from bytes`);

  const rows = [];
  for (const work of works(samples)) {
    if (!work.key.startsWith(only)) continue;
    const { key, title, text, act, seen, expected } = work;
    const differing = candidates.flatMap((candidate) => difference(candidate.name, seen(act(candidate)), expected));
    const runners = candidates.map((candidate) => ({ name: candidate.name, run: () => act(candidate) }));
    const baseline = { name: "JSON.parse", run: () => JSON.parse(text) };
    const times = differing.length > 0 ? [] : await measure([baseline, ...runners], plan);
    rows.push({ key, title, length: text.length, differing, times });
    tell(`${title}: ${differing.join("; ") || times.map((time) => (time.ms / times[0].ms).toFixed(2)).join("  ")}`);
  }
  const names = candidates.map(({ name }) => name);
  return {
    agreed,
    names,
    rows,
    growth: "members".startsWith(only) ? await measureGrowth(candidates[0], samples, plan) : [],
  };
}

/**
 * @param {Candidate} candidate
 * @param {Samples} samples
 * @param {Plan} plan
 */
async function measureGrowth(candidate, samples, plan) {
  const ratios = [];
  for (const pair of growth(samples)) {
    const times = await measure(
      pair.map(({ key, act }) => ({ name: key, run: () => act(candidate) })),
      plan,
    );
    const [few, many] = pair.map(({ text }, index) => times[index].ms / text.length);
    ratios.push({ work: pair[0].key.split("/")[1], ratio: many / few });
  }
  return ratios;
}

/**
 * How many cases there are; throws when a candidate judges one in another way than expected.
 * @param {Candidate[]} candidates
 * @param {Samples} samples
 */
function checkCases(candidates, samples) {
  const all = cases(samples.request);
  const wrong = [];
  for (const { name, text, valid } of all) {
    for (const candidate of candidates) {
      for (const input of [text, bytesOf(text)]) {
        if (candidate.verdict(input).valid === valid) continue;
        const kind = typeof input === "string" ? "text" : "bytes";
        wrong.push(`${candidate.name} says ${valid ? "invalid" : "valid"} from ${kind}: ${name}`);
      }
    }
  }
  if (wrong.length > 0) throw new Error(`The candidates do not do the same work:\n${wrong.join("\n")}`);
  return all.length;
}

/**
 * @param {string} name
 * @param {unknown} actual
 * @param {unknown} expected
 */
function difference(name, actual, expected) {
  const [is, should] = [actual, expected].map((value) => JSON.stringify(value) ?? "nothing");
  return is === should ? [] : [`${name} gave ${is.slice(0, 120)}, not ${should.slice(0, 120)}`];
}
