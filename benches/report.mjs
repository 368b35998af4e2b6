// @ts-check
// The results as Markdown.

import { kilo } from "./sizes.mjs";
import { judged } from "./targets.mjs";

/** @import { Results, Row } from "./suite.mjs" */
/** @import { Size } from "./sizes.mjs" */

/** @typedef {{ name: string, version: string, results: Results, load: string }} Host */

/**
 * @param {object} run
 * @param {string} run.command
 * @param {string} run.date
 * @param {string} run.machine
 * @param {Record<string, string>} run.versions
 * @param {import("./measure.mjs").Plan} run.plan
 * @param {Host[]} run.hosts
 * @param {Size[]} run.sizes
 */
export function report({ command, date, machine, versions, plan, hosts, sizes }) {
  const used = Object.entries(versions).map(([name, version]) => `${name} ${version}`);
  return [
    "# Speed, side by side",
    `Written by \`${command}\` on ${date}; ${machine}. ${used.join(", ")}.`,
    "Medians as ratios to the time of `JSON.parse` alone on the same text in the same run: 1.00 is the time it takes, less is " +
      "faster. Each round runs every candidate for one batch, in a new order " +
      `(${plan.rounds} rounds, batches of about ${plan.batchMs} ms, after warming up). ` +
      `Before that, all candidates judged the same ${hosts[0].results.agreed} cases, from text and from bytes, and gave the ` +
      "expected verdict on each; the result of every row was compared as well. From bytes, a peer decodes and parses; a PUT " +
      "body is parsed, validated, stripped of `links` and written again. The sample is the documentation's own; of the " +
      "items of a page, every 25th has an error.",
    ...hosts.flatMap(host),
    "## Download",
    "What a page has to load, bundled, minified, brotli. Ours has the whole module in it: besides `validate`, also the " +
      "lifecycle, edits, comparison, merging and the save; not its copy, for pages that cannot have the file.",
    table(
      ["candidate", "bytes", ""],
      sizes.map(({ name, bytes, note = "" }) => [name, kilo(bytes), note]),
    ),
  ].join("\n\n");
}

/** @param {Host} host */
function host({ name, version, results, load }) {
  const { names, rows } = results;
  const spreads = rows.flatMap(({ times }) => times.map(({ spread }) => spread)).sort((a, b) => a - b);
  const typical = spreads[Math.floor(spreads.length / 2)] ?? 0;
  return [
    `## ${name} ${version}`,
    table(["work", "JSON.parse", ...names], rows.map(cells)),
    `Distance between the quartiles of the rounds: ${percent(typical)} of the median in the middle, ` +
      `${percent(spreads.at(-1) ?? 0)} at the most. Load of the machine, one minute's average before and after: ${load}.`,
    table(["target, for referral-editor", "at most", "measured", ""], judged(name, results)),
  ];
}

/** @param {Row} row */
function cells({ title, differing, times }) {
  if (differing.length > 0) return [title, `not timed: ${differing.join("; ")}`];
  const [parse, ...rest] = times;
  const fastest = Math.min(...rest.map(({ ms }) => ms));
  return [title, duration(parse.ms), ...rest.map(({ ms }) => bold((ms / parse.ms).toFixed(2), ms === fastest))];
}

/** @param {string} text @param {boolean} isBold */
const bold = (text, isBold) => (isBold ? `**${text}**` : text);

/** @param {number} ms */
const duration = (ms) => (ms < 1 ? `${(ms * 1000).toFixed(1)} µs` : `${ms.toFixed(1)} ms`);

/** @param {number} part */
const percent = (part) => `${(part * 100).toFixed(0)}%`;

/**
 * @param {string[]} heads
 * @param {string[][]} rows
 */
function table(heads, rows) {
  const line = (/** @type {string[]} */ cells) => `| ${cells.join(" | ")} |`;
  const rule = heads.map((_, index) => (index === 0 ? "---" : "--:"));
  const filled = rows.map((row) => heads.map((_, index) => row[index] ?? ""));
  return [line(heads), line(rule), ...filled.map(line)].join("\n");
}
