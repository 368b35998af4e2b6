// @ts-check
/**
 * Holds what the editors were told against every version that the server ever held.
 * Must never take a word of the package for true: only the versions count, and whose PUT made them.
 */

import { memberOf, SHARED } from "./editors.mjs";

/** @import { Conflict, Outcome } from "referral-editor" */
/** @import { Edit, Run } from "./editors.mjs" */
/** @import { Call, Version } from "./network.mjs" */

/**
 * lost: told saved, and not there, or overwritten by somebody who had not seen it. doubled: made two versions.
 * ghost: told that it surely was not saved, and it was. untrue: anything else that an outcome says and is not so.
 * @typedef {"lost" | "doubled" | "ghost" | "untrue"} Wrong
 */
/** @typedef {{ wrong: Wrong, edit: string, expected: string, got: string }} Finding */
/** @typedef {ReturnType<typeof judge>} Verdict */

/** What stands at a pointer, as JSON text. @param {unknown} document @param {string} path @returns {string | undefined} */
function at(document, path) {
  let value = /** @type {any} */ (document);
  for (const token of path.split("/").slice(1)) value = value?.[token];
  return JSON.stringify(value);
}

/** As conflicts name it: a row of the team by its key. @param {string} path @param {any} document */
function keyed(path, document) {
  return path.replace(/^\/team\/(\d+)/, (_, row) => `/team/[${document.team[row].email}]`);
}

/** @param {Run} run */
export function judge({ setting, network, edits, loads, took }) {
  const versions = network.versions.map((version) => ({ ...version, document: JSON.parse(version.text) }));
  const indexOf = new Map(versions.map(({ etag }, index) => [etag, index]));
  /** @type {Map<Call, number[]>} the versions that a call made */
  const made = new Map();
  for (const [index, { by }] of versions.entries()) if (by !== null) made.set(by, [...(made.get(by) ?? []), index]);
  const madeBy = (/** @type {Edit} */ { calls }) => calls.flatMap((call) => made.get(call) ?? []);
  /** @type {Map<string, (string | undefined)[]>} what stood at a pointer, version by version */
  const columns = new Map();
  const column = (/** @type {string} */ path) => {
    const known = columns.get(path) ?? versions.map(({ document }) => at(document, path));
    columns.set(path, known);
    return known;
  };
  /** @type {Finding[]} */
  const findings = [];
  /** @type {Record<string, number>} */
  const outcomes = {};
  const count = (/** @type {string} */ name) => {
    outcomes[name] = (outcomes[name] ?? 0) + 1;
  };

  for (const edit of edits) {
    judgeValues(edit);
    for (const call of edit.calls) judgeCall(edit, call);
  }
  judgeVersions();
  const acked = edits.filter(({ calls }) => calls.some(({ outcome }) => outcome?.type === "saved")).length;
  const given = edits.filter(({ isGivenUp }) => isGivenUp).length;
  if (acked + given !== edits.length)
    wrong("untrue", null, `${edits.length} ended`, `${acked} saved, ${given} given up`);
  return {
    edits: edits.length,
    acked,
    given,
    versions: versions.length - 1,
    requests: network.requests,
    loads,
    minutes: took / 60_000,
    /** PUTs of one call, at the most. */
    attempts: Math.max(...edits.flatMap(({ calls }) => calls.map(({ outcome }) => outcome?.attempts ?? 0))),
    outcomes,
    faults: network.faults,
    findings,
  };

  /** @param {Wrong} kind @param {Edit | null} edit @param {string} expected @param {string} got */
  function wrong(kind, edit, expected, got) {
    const { seed, mix, mode, editors, tabs } = setting;
    const name = edit === null ? "all" : `edit ${edit.nth} of editor ${edit.editor}, ${JSON.stringify(edit.values)}`;
    const where = `seed ${seed}, ${mix}, ${mode}, ${editors} editors in ${tabs.length} tabs`;
    findings.push({ wrong: kind, edit: `${where}: ${name}`, expected, got });
  }

  /** No value comes, goes and comes back, but by another save that its editor asked for. @param {Edit} edit */
  function judgeValues(edit) {
    for (const { path, json } of edit.values) {
      const held = column(path);
      const times = held.filter((is, index) => is === json && held[index - 1] !== json).length;
      const most = path === SHARED ? 1 + edit.calls.filter(({ outcome }) => outcome?.type === "conflict").length : 1;
      if (times > most) wrong("doubled", edit, `${path} at most ${most} times`, `${times} times`);
      if (times === 0 && madeBy(edit).length > 0) wrong("lost", edit, `${path} in a version`, "in none");
      const isAcked = edit.calls.some(({ outcome }) => outcome?.type === "saved");
      if (setting.mode === "new" && isAcked && held.at(-1) !== json)
        wrong("lost", edit, `${path} in the end`, "it is not there");
    }
  }

  /** @param {Edit} edit @param {Call} call */
  function judgeCall(edit, call) {
    const { outcome } = call;
    const own = made.get(call) ?? [];
    if (own.length > 1) wrong("doubled", edit, "one version by a call", own.join());
    if (outcome === null) return wrong("untrue", edit, "an outcome", "none");
    switch (outcome.type) {
      case "saved":
        count(`saved by ${outcome.verifiedBy}`);
        return judgeSaved(edit, call, outcome);
      case "conflict":
        count(outcome.conflicts.length > 0 ? "conflict" : "conflict without a difference");
        return judgeConflict(edit, call, outcome);
      case "unknown":
        count(`unknown ${outcome.lastSeen}, ${own.length > 0 ? "applied" : "not applied"}`);
        return judgeUnknown(edit, call, outcome);
      case "notSaved":
        count(`notSaved ${outcome.reason}`);
        if (own.length > 0) wrong("ghost", edit, `no version after notSaved ${outcome.reason}`, own.join());
        return;
      default:
        wrong(own.length > 0 ? "ghost" : "untrue", edit, "a document that nobody refuses", JSON.stringify(outcome));
    }
  }

  /** @param {Edit} edit @param {Call} call @param {Extract<Outcome, { type: "saved" }>} outcome */
  function judgeSaved(edit, call, { json, etag, verifiedBy, serverChanged }) {
    const index = etag === null ? undefined : indexOf.get(etag);
    const version = index === undefined ? undefined : versions[index];
    if (index === undefined || version === undefined) {
      if (etag === null && madeBy(edit).length > 0) return;
      return wrong("lost", edit, "a version of the server's", `saved as ${etag}`);
    }
    if (version.text !== json) wrong("untrue", edit, `the text of ${etag}`, "another one");
    const before = madeBy(edit).filter((made) => made <= index);
    if (before.length === 0) wrong("lost", edit, `a version by this edit up to ${etag}`, madeBy(edit).join());
    if (verifiedBy === "response" && version.by !== call) wrong("untrue", edit, `${etag} by this call`, "by another");
    for (const { path, json } of edit.values) {
      const held = at(version.document, path);
      if (held !== json) wrong("lost", edit, `${path} in ${etag}`, `${held}`);
      if (serverChanged.some((change) => change.path === path)) wrong("untrue", edit, "our value", "serverChanged");
    }
  }

  /** @param {Edit} edit @param {Call} call @param {Extract<Outcome, { type: "conflict" }>} outcome */
  function judgeConflict(edit, call, { current, etag, merged, conflicts }) {
    const version = versions[indexOf.get(etag) ?? -1];
    if (version?.text !== current) return wrong("untrue", edit, `current is the version ${etag}`, "it is not");
    if (call.reads.at(-1) !== etag) wrong("untrue", edit, `current is what was read, ${call.reads}`, etag);
    const ours = JSON.parse(merged);
    const base = JSON.parse(call.base);
    for (const { path, json } of edit.values) {
      if (at(ours, path) !== json) wrong("lost", edit, `merged holds ${path}`, `${at(ours, path)}`);
      const theirs = at(version.document, path);
      const before = at(base, path);
      const isOpen = theirs !== json && theirs !== before;
      const found = conflicts.filter((conflict) => conflict.path === keyed(path, base));
      if (found.length !== (isOpen ? 1 : 0)) {
        wrong("untrue", edit, `${isOpen ? 1 : 0} conflicts at ${path}`, JSON.stringify(conflicts));
      }
      for (const conflict of found) judgeSides(edit, path, conflict, { base: before, ours: json, theirs });
    }
    const paths = edit.values.map(({ path }) => keyed(path, base));
    const others = conflicts.filter((conflict) => !paths.includes(conflict.path));
    if (others.length > 0) wrong("untrue", edit, "conflicts of this edit only", JSON.stringify(others));
  }

  /** @param {Edit} edit @param {string} path @param {Conflict} conflict @param {Record<string, string | undefined>} sides */
  function judgeSides(edit, path, conflict, sides) {
    for (const side of /** @type {const} */ (["base", "ours", "theirs"])) {
      if (conflict[side] !== sides[side]) wrong("untrue", edit, `${side} ${sides[side]}`, `${conflict[side]}`);
    }
    // The winner is somebody else, but for an earlier edit of our own of which nobody knew.
    const winner = edits.find((other) => other.values.some(({ json }) => json === conflict.theirs));
    if (path === SHARED || winner === undefined) return;
    if (winner.editor !== edit.editor || !winner.isGivenUp) wrong("untrue", edit, "no conflict", `with ${winner.nth}`);
  }

  /** @param {Edit} edit @param {Call} call @param {Extract<Outcome, { type: "unknown" }>} outcome */
  function judgeUnknown(edit, call, { reason, lastSeen }) {
    if (!call.puts.some(({ isDoubtful }) => isDoubtful)) wrong("untrue", edit, "a doubt", `unknown ${reason}`);
    const sent = call.puts.at(-1)?.etag;
    const read = call.reads.findLast((tag) => tag !== null);
    const seen = read === undefined ? "unreadable" : read === sent ? "unchanged" : "changed";
    if (seen !== lastSeen) wrong("untrue", edit, `lastSeen ${seen}: ${call.reads} after ${sent}`, lastSeen);
  }

  /** Nobody overwrites what he has not seen. */
  function judgeVersions() {
    const members = [SHARED, ...Array.from({ length: setting.editors }, (_, editor) => memberOf(editor))];
    for (const [index, { by, etag }] of versions.entries()) {
      if (by === null) continue;
      const author = /** @type {Edit} */ (edits[by.edit]);
      /** @type {unknown} */
      let base;
      for (const path of members) {
        const [was, is] = [column(path)[index - 1], column(path)[index]];
        if (was === is) continue;
        const value = author.values.find((value) => value.path === path);
        if (value?.json !== is) wrong("lost", author, `${path} stays ${was} in ${etag}`, `${is}`);
        base ??= JSON.parse(by.base);
        if (was !== at(base, path))
          wrong("lost", author, `${path} was seen as ${was} before ${etag}`, `${at(base, path)}`);
      }
    }
  }
}
