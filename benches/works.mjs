// @ts-check
// The rows of the table: what is done, on which document, and what has to come out of it.
// Must never hold more than one large document at a time: the rows are made one by one.

import * as documents from "./documents.mjs";

/** @import { Candidate } from "./peers/candidate.mjs" */

/**
 * @typedef {object} Work
 * @property {string} key for the report
 * @property {string} title
 * @property {string} text what JSON.parse alone is given
 * @property {(candidate: Candidate) => unknown} act
 * @property {(result: any) => unknown} seen what is compared of the result, as JSON
 * @property {unknown} expected
 */

const MEMBERS = [10, 1000, 10_000];
const LISTS = [100, 10_000];

/**
 * @param {documents.Samples} samples
 * @returns {Generator<Work, void, void>}
 */
export function* works({ request, response }) {
  yield* verdicts("sample", "valid", documents.received(request), true);
  yield* verdicts("broken", "6 errors", documents.broken(request), false);
  yield put("sample", "valid", documents.received(response));
  yield* verdicts("compact", "valid, no white space", documents.compact(request), true);
  yield put("compact", "valid, no white space", documents.compact(response));
  for (const count of MEMBERS) {
    const members = `${count.toLocaleString("en")} team members`;
    yield* verdicts(`members-${count}`, members, documents.withMembers(request, count), true);
    yield put(`members-${count}`, members, documents.withMembers(response, count));
  }
  for (const count of LISTS) yield* lists(count, request);
  yield lists(100, documents.withoutTag(request), ", without eTag as the service lists them").next().value;
}

/**
 * The same work on few and on many members, to be timed beside each other: the machine may be slower from row to row.
 * @param {documents.Samples} samples
 * @returns {Work[][]}
 */
export function growth({ request, response }) {
  const [few, many] = [Math.min(...MEMBERS), Math.max(...MEMBERS)].map((count) => [
    ...verdicts(`members-${count}`, "", documents.withMembers(request, count), true),
    put(`members-${count}`, "", documents.withMembers(response, count)),
  ]);
  return few.map((work, index) => [work, many[index]]);
}

/** @param {string} text */
function size(text) {
  const bytes = documents.bytesOf(text).length;
  if (bytes < 10_000) return `${(bytes / 1000).toFixed(1)} KB`;
  return bytes < 1e6 ? `${Math.round(bytes / 1000)} KB` : `${(bytes / 1e6).toFixed(1)} MB`;
}

/** @param {string} key @param {string} what @param {string} text @param {boolean} valid @returns {Generator<Work>} */
function* verdicts(key, what, text, valid) {
  const bytes = documents.bytesOf(text);
  const seen = (/** @type {{ valid: boolean }} */ verdict) => verdict.valid;
  const title = `verdict: ${what} (${size(text)})`;
  yield {
    key: `${key}/text`,
    title: `text → ${title}`,
    text,
    act: ({ verdict }) => verdict(text),
    seen,
    expected: valid,
  };
  yield {
    key: `${key}/bytes`,
    title: `bytes → ${title}`,
    text,
    act: ({ verdict }) => verdict(bytes),
    seen,
    expected: valid,
  };
}

/** @param {string} key @param {string} what @param {string} text @returns {Work} */
function put(key, what, text) {
  const { links: _, ...body } = JSON.parse(text);
  return {
    key: `${key}/put`,
    title: `text → PUT body: ${what} (${size(text)})`,
    text,
    act: ({ putBody }) => putBody(text),
    seen: (result) => JSON.parse(result),
    expected: body,
  };
}

/** @param {number} count @param {string} item @param {string} [note] @returns {Generator<Work, any, any>} */
function* lists(count, item, note = "") {
  const text = documents.page(item, count);
  const bytes = documents.bytesOf(text);
  const title = `verdicts: page of ${count.toLocaleString("en")}${note} (${size(text)})`;
  /** @param {any} report */
  const seen = ({ valid, count, items }) => {
    const wrong = items.filter((/** @type {any} */ { findings }) => findings.some(isError));
    return { valid, count, wrong: wrong.length };
  };
  const expected = { valid: false, count, wrong: Math.floor(count / 25) };
  yield { key: `list-${count}/text`, title: `text → ${title}`, text, act: ({ list }) => list(text), seen, expected };
  yield { key: `list-${count}/bytes`, title: `bytes → ${title}`, text, act: ({ list }) => list(bytes), seen, expected };
}

/**
 * Ours also warns; all that a peer finds is an error.
 * @param {any} finding
 */
function isError({ severity = "error" }) {
  return severity === "error";
}
