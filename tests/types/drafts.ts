// The drafts as TypeScript sees them.

import {
  type ClientOptions,
  type isReferralError,
  type Outcome,
  putReferral,
  type ReferralError,
} from "referral-editor";
import type * as all from "referral-editor/drafts";
import {
  announceSaved,
  clearDrafts,
  type Draft,
  type DraftKey,
  type DraftRecord,
  type DraftWarning,
  type DraftWriter,
  discardDraft,
  draftWriter,
  type InFlight,
  type Kept,
  loadDraft,
  type Opened,
  openDraft,
  type Settled,
  type StoreKind,
  saveDraft,
  type WriterOptions,
  watchSaved,
} from "referral-editor/drafts";
import { expectTrue, type HasAny, type Same } from "./types.js";

expectTrue<Same<HasAny<typeof all>, false>>();
expectTrue<
  Same<
    keyof typeof all,
    | "announceSaved"
    | "clearDrafts"
    | "discardDraft"
    | "draftWriter"
    | "isReferralError"
    | "loadDraft"
    | "openDraft"
    | "ReferralError"
    | "saveDraft"
    | "watchSaved"
  >
>();
// One class, by whatever name it is imported.
expectTrue<Same<typeof all.ReferralError, typeof ReferralError>>();
expectTrue<Same<typeof all.isReferralError, typeof isReferralError>>();

expectTrue<Same<StoreKind, "session" | "local" | "indexeddb">>();
expectTrue<Same<DraftWarning, "quota" | "unavailable" | "corrupt" | "newer">>();

const key: DraftKey = { id: "x", user: "u", baseUrl: "/partner-api", storage: "local" };
// @ts-expect-error: nobody may see another's draft
const nobody: DraftKey = { id: "x" };
// @ts-expect-error
const cookie: DraftKey = { id: "x", user: "u", storage: "cookie" };
// @ts-expect-error: leave it out
const noUrl: DraftKey = { id: "x", user: "u", baseUrl: undefined };

const inFlight: InFlight = { sent: "{}", etag: '"e"' };
const draft: Draft = { base: "{}", draft: "{", etag: null, inFlight };
// @ts-expect-error: no function takes a token
saveDraft(key, { ...draft, token: "t" });
// @ts-expect-error
saveDraft(key, { base: "{}", draft: "{}" });
saveDraft(key, { ...draft, typed: { value: "12," } });
// @ts-expect-error: texts
saveDraft(key, { ...draft, typed: { value: 12 } });
// @ts-expect-error: texts, never trees
saveDraft(key, { ...draft, base: {} });

async function use(client: ClientOptions): Promise<unknown> {
  const kept: Kept = await saveDraft(key, draft, { maxAgeMs: 1 });
  if (kept.ok) {
    // @ts-expect-error
    kept.warning;
  } else {
    const told: [DraftWarning, unknown] = [kept.warning, kept.cause];
    String(told);
  }
  const loaded: DraftRecord | null = (await loadDraft(key)).draft;
  const times: [number, number, number] | undefined = loaded
    ? [loaded.savedAt, loaded.expiresAt, loaded.version]
    : undefined;
  const opened: Opened = await openDraft(key, client);
  const settled: Settled | null = opened.settled;
  switch (settled?.type) {
    case undefined:
      break;
    case "saved":
    case "notSaved":
    case "conflict":
      String([settled.current, settled.merged, settled.conflicts, settled.taken, settled.etag]);
      break;
    case "unknown":
      expectTrue<Same<typeof settled.lastSeen, "unchanged" | "changed" | "unreadable">>();
      break;
    default:
      expectTrue<Same<typeof settled, never>>();
  }
  const options: WriterOptions = { delayMs: 1, maxAgeMs: 1, onWritten: (kept) => void kept.ok };
  const writer: DraftWriter = draftWriter(key, options);
  writer.save(draft);
  const flushed: Promise<Kept> = writer.flush();
  writer.dispose();
  const outcome: Outcome = await putReferral(draft.draft, client);
  if (outcome.type === "saved") announceSaved(key, outcome);
  // @ts-expect-error
  announceSaved(key, {});
  watchSaved(key, ({ etag }) => {
    expectTrue<Same<typeof etag, string | null>>();
  }).dispose();
  const cleared = await clearDrafts();
  if (!cleared.ok) {
    const kinds: StoreKind[] = cleared.storage;
    String(kinds);
  }
  const discarded: Kept = await discardDraft(key);
  return [times, flushed, discarded];
}

export { cookie, nobody, noUrl, use };
