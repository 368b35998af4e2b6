// @ts-check
// What the project wants to reach, held against what was measured. A miss is shown, and fails nothing: machines differ.

/** @import { Results } from "./suite.mjs" */

/** @type {Record<string, Record<"bytes" | "text" | "put", number>>} medians, as ratios to JSON.parse alone */
const RATIOS = {
  Node: { bytes: 0.6, text: 0.65, put: 0.7 },
  Chromium: { bytes: 0.8, text: 1.2, put: 1.4 },
};

/** @type {Record<string, string>} */
const TITLES = { bytes: "bytes → verdict", text: "text → verdict", put: "text → PUT body" };

/** The time for a byte with 10,000 team members, as a multiple of that with 10. */
const GROWTH = 1.2;

/**
 * @param {string} host
 * @param {Results} results
 * @returns {string[][]} target, limit, value, verdict
 */
export function judged(host, { names, rows, growth }) {
  const [our] = names;
  /** @param {string} key @param {string} name */
  const ms = (key, name) => rows.find((row) => row.key === key)?.times.find((time) => time.name === name)?.ms;
  const lines = [];
  for (const [work, limit] of Object.entries(RATIOS[host] ?? {})) {
    const [parse, own] = [ms(`sample/${work}`, "JSON.parse"), ms(`sample/${work}`, our)];
    if (parse === undefined || own === undefined) continue;
    const title = TITLES[work];
    lines.push([title, limit.toFixed(2), (own / parse).toFixed(2), verdict(own / parse, limit)]);
    const [next, name] = best(names.slice(1).map((peer) => [ms(`sample/${work}`, peer) ?? Number.NaN, peer]));
    const ahead = own < next ? "ahead" : "behind";
    lines.push([`${title}, as a part of the best peer (${name})`, "1.00", (own / next).toFixed(2), ahead]);
  }
  for (const { work, ratio } of growth) {
    const title = `${TITLES[work]}: time per byte with 10,000 members to that with 10`;
    lines.push([title, GROWTH.toFixed(2), ratio.toFixed(2), verdict(ratio, GROWTH)]);
  }
  return lines;
}

/** @param {number} value @param {number} limit */
const verdict = (value, limit) => (value <= limit ? "met" : `missed by ${((value / limit - 1) * 100).toFixed(0)}%`);

/** @param {[ms: number, name: string][]} peers */
const best = (peers) => peers.reduce((a, b) => (b[0] < a[0] ? b : a));
