// The package as a CommonJS module sees it.

import referral = require("referral-editor");
import drafts = require("referral-editor/drafts");

const verdict: referral.Report = referral.validate("{}");
const ready: Promise<void> = referral.default();
const kept: Promise<drafts.Kept> = drafts.discardDraft({ id: "x", user: "u" });
// @ts-expect-error
referral.validate(5);
// @ts-expect-error: it is not the function itself
referral();

export = { verdict, ready, kept };
