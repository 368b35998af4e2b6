// @ts-check
/**
 * Which status and substatus a referral may move to: the table of the documentation, row by row.
 * Must never warn or advise: the service only knows legal and illegal (35 of the 49 moves between the 7 pairs are legal).
 */

/** @typedef {{ status: unknown, substatus: unknown }} Pair */

/** @type {ReadonlyMap<unknown, { next: string[], substatuses: string[] }>} */
const TABLE = new Map([
  ["New", { next: ["New", "Active", "Closed"], substatuses: ["Pending", "Received"] }],
  ["Active", { next: ["Active", "Closed"], substatuses: ["Accepted"] }],
  ["Closed", { next: ["Closed"], substatuses: ["Won", "Lost", "Declined", "Expired"] }],
]);

/**
 * The member that makes the move illegal, and why; null for a legal move. A pair that stays as it is, is legal even
 * when the table does not know it. From a known status with an unknown substatus, the status decides.
 * @param {Pair} from
 * @param {Pair} to
 * @returns {{ target: "status" | "substatus", why: string } | null}
 */
export function judgeMove(from, to) {
  if (from.status === to.status && from.substatus === to.substatus) return null;
  const row = TABLE.get(to.status);
  if (row === undefined) return { target: "status", why: "The status is not one of New, Active, Closed." };
  if (!row.substatuses.some((substatus) => substatus === to.substatus)) {
    return { target: "substatus", why: `The substatus of ${to.status} must be one of ${row.substatuses.join(", ")}.` };
  }
  if (!TABLE.get(from.status)?.next.some((status) => status === to.status)) {
    return { target: "status", why: `The status cannot move from ${String(from.status)} to ${to.status}.` };
  }
  return null;
}
