// @ts-check
/**
 * The one list of the referrals that the sandbox starts with, in the order in which a list shows them; files of referrals/.
 * Must never hold a referral itself: their texts are kept byte for byte in the files.
 */

export const SEED_FILES = [
  "new-pending.json",
  "active-accepted.json",
  "new-pending-few-members.json",
  "new-received.json",
  "new-pending-nulls.json",
  "active-long-numbers.json",
  "active-unknown-members.json",
  "closed-won.json",
  "closed-lost.json",
  "closed-error.json",
];
