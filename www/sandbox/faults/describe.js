// @ts-check
/**
 * Writes faults.md from the table of faults: `node www/sandbox/faults/describe.js` after a change of the table.
 * Must never say of a fault what the table does not.
 */

import { realpathSync, writeFileSync } from "node:fs";
import { fileURLToPath } from "node:url";
import { SCENARIOS } from "../scenarios.js";
import { GROUPS } from "./table.js";

/** @import { Parameter } from "./fault.js" */

const INTRODUCTION = `# The faults of the sandbox

Generated from \`faults/table.js\` by \`node www/sandbox/faults/describe.js\`; a test says when it is out of date.

A request meets the faults of its header, or else those of the first rule that fits it and is not used up:

\`\`\`sh
curl -H 'sandbox-fault: status; code=503; commit=yes, retry-after; value="1.5"' ...
curl -X PUT http://localhost:8080/sandbox/scenario -d '{ "match": { "method": "PUT" }, "faults": ["cut; how=rst"], "times": 2 }'
\`\`\`

\`/sandbox/scenario\`: PUT sets one rule or a list of them, or a scenario by its name (\`{ "scenario": "busy", "id": "..." }\`, the
id may be left out), POST adds further rules, GET lists them with what is left of each, DELETE clears. \`match\` may name \`method\`,
\`id\` and \`reused\` (the connection has carried a request before); \`times\` is a number, 1 where left out, or \`"always"\`. A fault is
a text as in the header, or an object: \`{ "name": "colleague", "set": { "/details/notes": "Called back." } }\`. Several are
applied from left to right. Where one is not to be carried out, the request is not, and the answer is made of the referral as
it is.

A browser sends a request again by itself when a connection ends that has carried one before, so what it shows after \`cut\`
is the 412 of its own write, and after \`drop\` a 200; with \`"times": 2\` the second one ends, too.

Used as \`fetch\` in a page, the sandbox rejects, hangs or breaks the body where a connection would; what a browser sends again
by itself is only to be seen over HTTP.

Not here, as no server can play them: a connection that is refused, a name that is not found, what a policy of the page blocks,
and all that happens in the client.
`;

export function describe() {
  const groups = GROUPS.map(({ heading, faults }) => {
    const rows = faults.map(({ name, does, parameters = {} }) => {
      const list = Object.entries(parameters).map(([key, parameter]) => parameterText(key, parameter));
      return `| \`${name}\` | ${cell(does)} | ${list.join("<br>")} |`;
    });
    return [`## ${heading}`, "", "| fault | what happens | parameters |", "|---|---|---|", ...rows, ""].join("\n");
  });
  const scenarios = Object.entries(SCENARIOS).map(([name, rules]) => {
    const texts = rules.map(({ match, faults }) => `${match?.method ?? "any"}: \`${faults.join(", ")}\``);
    return `| \`${name}\` | ${texts.join("<br>then ")} |`;
  });
  const named = ["## Scenarios by name", "", "| scenario | its rules, each once |", "|---|---|", ...scenarios, ""];
  return [INTRODUCTION, ...groups, named.join("\n")].join("\n");
}

/** @param {string} key @param {Parameter} parameter */
function parameterText(key, { does, words, min = 0, max, default: otherwise }) {
  const range = max === undefined ? "" : `${min} to ${max}`;
  const values = words === undefined ? range : words.map((word) => `\`${word}\``).join(" ");
  const rest = [values, otherwise === undefined ? "" : `default \`${cell(otherwise)}\``].filter(Boolean).join("; ");
  return `\`${key}\`: ${cell(does)}${rest === "" ? "" : ` (${rest})`}`;
}

/** @param {string} text */
function cell(text) {
  return text.replaceAll("|", "\\|");
}

export const FILE = new URL("../faults.md", import.meta.url);

if (process.argv[1] !== undefined && realpathSync(process.argv[1]) === fileURLToPath(import.meta.url)) {
  writeFileSync(FILE, describe());
}
