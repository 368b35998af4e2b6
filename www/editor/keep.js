// @ts-check
// `draft="session"`: what is typed outlives a reload of the tab, for eight hours, and is never brought back unasked. Loaded only
// where it is asked for.

import { merge } from "referral-editor";
import { discardDraft, draftWriter, openDraft } from "referral-editor/drafts";
import { clock } from "./dates.js";

/** @typedef {import("./draft.js").Draft} Draft */
/** @typedef {import("./session.js").Session} Session */

const maxAgeMs = 8 * 60 * 60 * 1000;

/**
 * Keeps the draft of the session as it is now shown.
 * @param {Session} session @param {string} user
 */
export async function keep(session, user) {
  const { draft, texts } = session;
  if (!draft) return undefined;
  const { baseUrl, ...client } = session.host.options().client;
  const key = {
    id: draft.base.textAt("/id"),
    user,
    storage: /** @type {const} */ ("session"),
    ...(baseUrl && { baseUrl }),
  };
  if (key.id === "") return undefined;
  const writer = draftWriter(key, { maxAgeMs });
  const { draft: found } = await openDraft(key, client);
  /** What was found and waits for a decision: until then it is kept, and what is typed on top of it. */
  let waits = found && session.draft === draft && (found.draft !== draft.now.text || found.typed) ? found : undefined;
  let isOnTop = false;
  if (waits) {
    const { savedAt } = waits;
    session.banner.offer({
      tone: "plain",
      text: () => texts.say("open.draft", { time: clock(texts.locale, savedAt) }),
      actions: [
        { key: "open.restore", act: restore },
        { key: "open.delete", act: drop },
      ],
    });
  }

  /** What was found, with what was typed here on top. @param {{ draft: string }} found @param {Draft} draft */
  const both = (found, { base, now }) => (now === base ? found.draft : merge(base.text, now.text, found.draft).merged);

  async function restore() {
    if (!waits || !draft) return;
    // What was typed anew counts.
    const typed = Object.entries(waits.typed ?? {}).filter(([id]) => {
      const field = draft.field(id);
      return field && !draft.isChanged(field);
    });
    const current = draft.base.text;
    const { merged, conflicts, taken } = merge(waits.base, both(waits, draft), current);
    decide();
    draft.replace(merged, new Map([...typed, ...draft.pending]));
    session.follow();
    session.edited();
    const { text } = draft.now;
    if (conflicts.length > 0)
      (await session.saver())?.conflicted({ current, etag: draft.etag, merged, conflicts, taken }, text);
  }

  function drop() {
    decide();
    write(false);
  }

  function decide() {
    waits = undefined;
    session.banner.offer(undefined);
  }

  /** Keeps what is typed by now, and nothing where nothing is. @param {boolean} isUnderWay a save of it */
  function write(isUnderWay) {
    if (session.draft !== draft || !draft) return;
    // Half a date cannot be had from its control as text.
    const texts = Object.fromEntries([...draft.pending].flatMap(([id, text]) => (text === null ? [] : [[id, text]])));
    if (waits) {
      const { base, etag, inFlight } = waits;
      const typed = { ...waits.typed, ...texts };
      if (draft.isDirty || isOnTop) writer.save({ base, draft: both(waits, draft), etag, inFlight, typed });
      isOnTop = draft.isDirty;
      return;
    }
    const { text } = draft.now;
    const inFlight = isUnderWay && draft.etag !== null ? { sent: text, etag: draft.etag } : null;
    if (draft.isDirty) writer.save({ base: draft.base.text, draft: text, etag: draft.etag, inFlight, typed: texts });
    else discardDraft(key);
  }

  return {
    write,
    end() {
      writer.dispose();
      session.banner.offer(undefined);
    },
  };
}
