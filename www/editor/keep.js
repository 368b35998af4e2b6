// @ts-check
// `draft="session"`: what is typed outlives a reload of the tab, for eight hours, and is never brought back unasked. Loaded only
// where it is asked for.

import { merge } from "referral-editor";
import { discardDraft, draftWriter, openDraft } from "referral-editor/drafts";
import { clock } from "./dates.js";

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
  // Until somebody has decided, what was found is not written over.
  let isOpen = found === null || draft.isDirty;
  if (found && !draft.isDirty && session.draft === draft && found.draft !== draft.base.text) {
    session.banner.show({
      tone: "plain",
      text: () => texts.say("open.draft", { time: clock(texts.locale, found.savedAt) }),
      actions: [
        { key: "open.restore", act: restore },
        { key: "open.delete", act: drop },
      ],
    });
  } else isOpen = true;

  async function restore() {
    if (!found || !draft) return;
    isOpen = true;
    session.banner.show(undefined);
    const current = draft.base.text;
    const { merged, conflicts, taken } = merge(found.base, found.draft, current);
    draft.replace(merged);
    session.follow();
    session.edited();
    if (conflicts.length > 0)
      (await session.saver())?.conflicted({ current, etag: draft.etag, merged, conflicts, taken });
  }

  function drop() {
    isOpen = true;
    session.banner.show(undefined);
    discardDraft(key);
  }

  return {
    /** Keeps what is typed by now, and nothing where nothing is. @param {boolean} isUnderWay a save of it */
    write(isUnderWay) {
      if (!isOpen || session.draft !== draft || !draft) return;
      const { text } = draft.now;
      const inFlight = isUnderWay && draft.etag !== null ? { sent: text, etag: draft.etag } : null;
      if (draft.isDirty) writer.save({ base: draft.base.text, draft: text, etag: draft.etag, inFlight });
      else discardDraft(key);
    },
    end: () => writer.dispose(),
  };
}
