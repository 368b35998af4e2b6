// @ts-check
// The matrix as a table, and its place in README.md.

/** @typedef {{ name: string, version: string, opened: string, bytes: string, network: boolean }} Row */

const BEGIN = "<!-- hosts: written by `npm run hosts -- --all --write` -->";
const END = "<!-- /hosts -->";

/** What changes with every release of a tool is left out. @param {string} version */
export const minor = (version) => version.split(".").slice(0, 2).join(".");

/** @param {Row[]} rows */
export function table(rows) {
  const cells = rows.map(({ name, version, opened, bytes, network }) => [
    name,
    minor(version),
    opened === "" ? "itself" : opened,
    bytes,
    network ? "over HTTP" : "own `fetch`",
  ]);
  const lines = [["host", "version", "runs in", "bytes", "save"], ["---", "---", "---", "---", "---"], ...cells];
  return lines.map((line) => `| ${line.join(" | ")} |`).join("\n");
}

/** The table of a text, line by line. @param {string} readme */
export function tableIn(readme) {
  return between(readme)
    .split("\n")
    .filter((line) => line.startsWith("|"));
}

/** @param {string} readme @param {string} table */
export function withTable(readme, table) {
  return readme.replace(`${BEGIN}${between(readme)}${END}`, () => `${BEGIN}\n${table}\n${END}`);
}

/** @param {string} readme */
function between(readme) {
  const [, after] = readme.split(BEGIN);
  const [inside, end] = after?.split(END) ?? [];
  if (inside === undefined || end === undefined) throw new Error(`README.md lacks ${BEGIN} or ${END}`);
  return inside;
}

/** The same for a terminal, in columns. @param {string[]} header @param {string[][]} rows */
export function columns(header, rows) {
  const widths = header.map((title, at) => Math.max(title.length, ...rows.map((row) => (row[at] ?? "").length)));
  const line = (/** @type {string[]} */ cells) =>
    cells
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join("  ")
      .trimEnd();
  return [line(header), ...rows.map(line)].join("\n");
}
