// @ts-check
/**
 * Editors who work on one referral at a time: load, edit, save, and go on from what the outcome says, as a careful person
 * would. No edit is like another one.
 * Must never look at what the server holds: that is for the judge.
 */

import { readFile } from "node:fs/promises";
import { createClock, createRandom } from "./clock.mjs";
import { createNetwork, MIXES } from "./network.mjs";

/** @import { Outcome } from "referral-editor" */
/** @import { Call, Network } from "./network.mjs" */
/** @import { Tab } from "./tabs.mjs" */

/**
 * What an edit writes. own: a new value for the editor's own member; same: for the one that all write; both: for both;
 * new: a member of its own.
 * @typedef {"own" | "same" | "both" | "new"} Mode
 */
/** @typedef {{ path: string, json: string }} Value */
/** `isGivenUp`: its outcome was not known, or it was not saved, and the editor went on without it. @typedef {{ number: number, editor: number, nth: number, values: Value[], calls: Call[], isGivenUp: boolean }} Edit */
/** `tabs`: one for each editor, or fewer that they share. @typedef {{ seed: number, mix: string, mode: Mode, editors: number, edits: number, tabs: Tab[], isPage?: boolean }} Setting */
/** @typedef {{ setting: Setting, network: Network, edits: Edit[], loads: number, took: number }} Run */

/** The member that all write. */
export const SHARED = "/details/notes";

const SEED = new URL("../../../www/sandbox/referrals/active-accepted.json", import.meta.url);
const document = readFile(SEED, "utf8");

/** Members of the documentation; the others get members that it does not have, or a row of a team. */
const DOCUMENTED = ["/customerProfile/name", "/details/dealValue", "/customerProfile/team/0/lastName"];

/** The member of an editor. @param {number} editor */
export function memberOf(editor) {
  const others = [`/x-${editor}`, `/details/x-${editor}`, `/team/${1 + (editor >> 2)}/firstName`];
  return (editor % 4 === 3 ? DOCUMENTED[editor >> 2] : others[editor % 4]) ?? `/consent/x-${editor}`;
}

/** The referral of the documentation, with a member for each editor. @param {Tab} tab @param {number} editors */
async function documentFor({ edit }, editors) {
  const all = Array.from({ length: editors }, (_, editor) => memberOf(editor));
  const rows = all.filter((path) => path.startsWith("/team/")).map((_, row) => ({ email: `editor${row}@example.com` }));
  return edit(await document, [
    ...rows.map((value) => /** @type {const} */ ({ op: "add", path: "/team/-", value })),
    ...all.map((path) => /** @type {const} */ ({ op: "add", path, json: path === DOCUMENTED[1] ? "0.25" : '"-"' })),
    { op: "replace", path: SHARED, value: "-" },
  ]);
}

/** @param {Mode} mode @param {number} editor @param {number} nth @returns {Value[]} */
function valuesOf(mode, editor, nth) {
  const json = JSON.stringify(`${editor}-${nth}`);
  const path = memberOf(editor);
  const own = { path, json: path === DOCUMENTED[1] ? `${nth + 1}.25` : json };
  const shared = { path: SHARED, json };
  return { own: [own], same: [shared], both: [own, shared], new: [{ path: `/details/x-${editor}-${nth}`, json }] }[
    mode
  ];
}

/** @param {Setting} setting @returns {Promise<Run>} */
export async function race(setting) {
  const { seed, mode, editors, tabs } = setting;
  const mix = /** @type {import("./network.mjs").Mix} */ (MIXES[setting.mix]);
  const random = createRandom(seed * 8 + Object.keys(MIXES).indexOf(setting.mix));
  const clock = createClock(random);
  const referral = await documentFor(/** @type {Tab} */ (tabs[0]), editors);
  const network = createNetwork({ clock, random, mix, document: referral, isPage: setting.isPage ?? false });
  const { id, client } = network;
  /** @type {Run} */
  const run = { setting, network, edits: [], loads: 0, took: 0 };
  await clock.run(() => Promise.all(Array.from({ length: editors }, (_, editor) => work(editor))));
  run.took = clock.now;
  return run;

  /** @param {number} editor */
  async function work(editor) {
    const tab = /** @type {Tab} */ (tabs[editor % tabs.length]);
    for (let nth = 0; nth < setting.edits; nth += 1) {
      await clock.sleep(random() * 8_000);
      const edit = {
        number: run.edits.length,
        editor,
        nth,
        values: valuesOf(mode, editor, nth),
        calls: [],
        isGivenUp: false,
      };
      run.edits.push(edit);
      await save(tab, edit, await load(tab));
    }
  }

  /** @param {Tab} tab @returns {Promise<string>} */
  async function load(tab) {
    for (;;) {
      run.loads += 1;
      try {
        return (await tab.getReferral(id, { ...client, fetch: network.fetchOf(null) })).json;
      } catch (error) {
        if (!tab.isReferralError(error)) throw error;
      }
      await clock.sleep(1_000);
    }
  }

  /** Until it is saved, or given up. @param {Tab} tab @param {Edit} edit @param {string} loaded */
  async function save(tab, edit, loaded) {
    let base = loaded;
    const edits = edit.values.map(
      (value) => /** @type {const} */ ({ op: mode === "new" ? "add" : "replace", ...value }),
    );
    let draft = tab.edit(loaded, edits);
    for (;;) {
      /** @type {Call} */
      const call = { edit: edit.number, base, puts: [], reads: [], outcome: null };
      edit.calls.push(call);
      const outcome = await tab.putReferral(draft, { ...client, base, fetch: network.fetchOf(call) });
      call.outcome = outcome;
      if (outcome.type === "saved") return;
      if (outcome.type === "conflict") {
        // Ours, on top of theirs.
        base = outcome.current;
        draft = outcome.merged;
      } else if (outcome.type === "invalid" || outcome.type === "rejected" || random() < 0.4) {
        edit.isGivenUp = true;
        return;
      }
      await clock.sleep(200 + random() * 2_000);
    }
  }
}
