// @ts-check
/**
 * Which requests meet which faults: rules in a row, each for so many of the requests that it fits.
 * Must never draw lots: the same requests in the same order meet the same faults.
 */

import { FaultError, readFaultValue } from "./faults/read.js";
import { SCENARIO_NAMES, SCENARIOS } from "./scenarios.js";

/** @import { Chosen } from "./faults/fault.js" */

/**
 * Which requests; what is left out does not matter. `reused`: over a connection that has carried a request before.
 * @typedef {{ method?: string, id?: string, reused?: boolean }} Match
 */
/** As it is written. `times`: how many of the fitting requests, default 1. @typedef {{ match?: Match, faults: unknown[], times?: number | "always" }} RuleText */
/** @typedef {{ match: Match, faults: unknown[], left: number, chosen: Chosen[] }} Rule */
/** One request, as a rule sees it. `preflight`: it only asks for leave. @typedef {{ method: string, id: string | null, reused: boolean, preflight: boolean }} Seen */

const KEYS = new Set(["match", "faults", "times"]);
const MATCH = { method: "string", id: "string", reused: "boolean" };

export function createScenario() {
  /** @type {Rule[]} */
  let rules = [];
  let name = "none";

  return {
    /**
     * Takes the place of what was set before. Throws FaultError, and changes nothing then.
     * @param {unknown} value a rule, several, the name of a scenario, or `{ scenario, id }`: for one referral only
     */
    set(value) {
      [name, rules] = readAny(value);
    },

    /** Puts further rules behind those that there are. @param {unknown} value as for `set` */
    add(value) {
      const [, more] = readAny(value);
      name = "custom";
      rules = [...rules, ...more];
    },

    clear() {
      name = "none";
      rules = [];
    },

    /** As JSON can say it. `spent`: no rule is left to be met. */
    list() {
      return {
        scenario: name,
        spent: rules.every(({ left }) => left === 0),
        rules: rules.map(({ match, faults, left }) => ({ match, faults, left: left === Infinity ? "always" : left })),
        scenarios: SCENARIO_NAMES,
      };
    },

    /**
     * The faults that this request meets: those of the first rule that fits and is not used up.
     * @param {Seen} seen
     * @returns {Chosen[]}
     */
    take(seen) {
      const rule = rules.find((candidate) => candidate.left > 0 && fits(candidate, seen));
      if (rule === undefined) return [];
      rule.left -= 1;
      return rule.chosen;
    },
  };
}

/** @param {Rule} rule @param {Seen} seen */
function fits({ match, chosen }, seen) {
  return (
    chosen.some(({ fault }) => fault.preflight === true) === seen.preflight &&
    (match.method ?? seen.method).toUpperCase() === seen.method.toUpperCase() &&
    (match.id === undefined || match.id.toLowerCase() === seen.id?.toLowerCase()) &&
    (match.reused ?? seen.reused) === seen.reused
  );
}

/** @param {unknown} value @returns {[name: string, rules: Rule[]]} */
function readAny(value) {
  if (typeof value === "string") return readAny({ scenario: value });
  if (Array.isArray(value)) return ["custom", value.map(readRule)];
  if (typeof value !== "object" || value === null || !("scenario" in value)) return ["custom", [readRule(value)]];
  const { scenario, id, ...rest } = /** @type {Record<string, unknown>} */ (value);
  const [unknown] = Object.keys(rest);
  if (unknown !== undefined) throw new FaultError(`A scenario has a name and an id, but no "${unknown}".`);
  const known = Object.hasOwn(SCENARIOS, String(scenario)) ? SCENARIOS[String(scenario)] : undefined;
  if (known === undefined) {
    throw new FaultError(`There is no scenario "${scenario}", only: ${SCENARIO_NAMES.join(" ")}`);
  }
  const rules = known.map((rule) =>
    readRule({ ...rule, match: { ...rule.match, ...(id === undefined ? {} : { id }) } }),
  );
  return [String(scenario), rules];
}

/** @param {unknown} value @returns {Rule} */
function readRule(value) {
  if (typeof value !== "object" || value === null) throw new FaultError("A rule is an object with faults.");
  const unknown = Object.keys(value).find((key) => !KEYS.has(key));
  if (unknown !== undefined) throw new FaultError(`A rule has match, faults and times, but no "${unknown}".`);
  const { match = {}, faults, times = 1 } = /** @type {Record<string, unknown>} */ (value);
  if (!Array.isArray(faults) || faults.length === 0) throw new FaultError("The faults of a rule are a list.");
  if (times !== "always" && !(Number.isSafeInteger(times) && Number(times) > 0)) {
    throw new FaultError('The times of a rule are a whole number from 1, or "always".');
  }
  const chosen = faults.flatMap(readFaultValue);
  if (chosen.length > 1 && chosen.some(({ fault }) => fault.preflight === true)) {
    throw new FaultError("A fault of the preflight stands alone.");
  }
  return { match: readMatch(match), faults, left: times === "always" ? Infinity : Number(times), chosen };
}

/** @param {unknown} value @returns {Match} */
function readMatch(value) {
  if (typeof value !== "object" || value === null || Array.isArray(value))
    throw new FaultError("A match is an object.");
  for (const [key, wanted] of Object.entries(value)) {
    const type = Object.hasOwn(MATCH, key) ? MATCH[/** @type {keyof typeof MATCH} */ (key)] : undefined;
    if (type === undefined) throw new FaultError(`A match has method, id and reused, but no "${key}".`);
    if (typeof wanted !== type) throw new FaultError(`The ${key} of a match is a ${type}.`);
  }
  return { ...value };
}
