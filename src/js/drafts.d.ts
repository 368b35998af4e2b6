/**
 * Drafts: what was typed and is not saved yet, kept over a reload, a crash or a closed tab. A save that was under way then is
 * settled when the draft is opened again.
 *
 *  1. The texts of a draft are exact: they come back byte for byte, and are never parsed on the way.
 *  2. A store that is full, refused, blocked or hanging is a value, never an exception: the draft then stays in memory, and
 *     nothing is lost while the page lives. Only misuse throws or rejects, with a `ReferralError`, mostly "argument".
 *  3. No function takes a token, and of what it is given only the members named here are kept.
 *
 * Nothing is touched when this is imported. Only `openDraft` needs `init`, and only for a draft with a save under way.
 *
 * @module referral-editor/drafts
 */

import type { Change, ClientOptions, Conflict } from "./index.d.ts";

/** Where drafts are kept. */
export type StoreKind =
  /** sessionStorage: of one tab, gone with it. Room for some five million characters. */
  | "session"
  /** localStorage: of all tabs, until removed or expired. As much room. */
  | "local"
  /**
   * IndexedDB: of all tabs, until removed or expired. Room for what the disk has. No browser waits for it when a tab is
   * closed: of what a writer has not written by then, the last second of typing, it may take nothing.
   */
  | "indexeddb";

/** Whose draft of what it is, and where it is kept. */
export interface DraftKey {
  /** Of the referral. GUIDs are the same in capitals and in small letters. */
  id: string;
  /**
   * Who is signed in: whatever tells apart the people (and tenants) who may use this browser, such as the account's object
   * id. It stands in the name of the record as it is. Never empty: nobody may see another's draft.
   */
  user: string;
  /** Of the API, as in `ClientOptions`. */
  baseUrl?: string;
  /**
   * Default "session": a draft holds personal data of contacts. In "local" and "indexeddb" tabs that edit the same referral
   * share one draft, of which the one written last stays.
   */
  storage?: StoreKind;
}

/** A draft. All texts are exact JSON text. */
export interface Draft {
  /** The document as loaded. */
  base: string;
  /** The document with what was typed. It may be no JSON yet. */
  draft: string;
  /** Of the base. */
  etag: string | null;
  /** Set before a PUT is sent, and null again when its outcome is neither lost nor "unknown". */
  inFlight: InFlight | null;
  /** What was typed and is no value of the document yet, half a number for one, by any names. It comes back as it was. */
  typed?: Record<string, string>;
}

/** A save under way. */
export interface InFlight {
  /** The draft as it was when the save began. Edits typed later are only in `draft`. */
  sent: string;
  /** The If-Match. */
  etag: string;
  /** For support. */
  clientRequestId?: string;
}

/** A draft as it is kept. */
export interface DraftRecord extends Draft {
  /** Epoch milliseconds. */
  savedAt: number;
  /** Epoch milliseconds. From then on it is not given out any more, and is removed. */
  expiresAt: number;
  /** Of the record's format. */
  version: number;
}

/** What a store is not fit for. */
export type DraftWarning =
  /** The store is full. */
  | "quota"
  /** There is no such store, or it is refused, blocked or hanging, or does not keep what is written. */
  | "unavailable"
  /** What is there is no draft: something else wrote it. The next draft that is saved takes its place. */
  | "corrupt"
  /** What is there was written by a newer version of this package. It is left as it is. */
  | "newer";

/** How it went with the store. What was not written is in memory; what was not removed is not given out by this page. */
export type Kept =
  | {
      /** It is in the store, or out of it. */
      ok: true;
    }
  | {
      /** It is not. */
      ok: false;
      /** Why not. */
      warning: DraftWarning;
      /** What the platform said. */
      cause?: unknown;
    };

/** How long a draft is kept. */
export interface KeepOptions {
  /** After this many milliseconds the draft expires. Default 604800000, seven days; at most a year. */
  maxAgeMs?: number;
}

/**
 * Keeps a draft in the place of the one that is there. In "session" and "local" it is written when this returns its promise.
 *
 * @throws {ReferralError} `argument`
 */
export function saveDraft(key: DraftKey, draft: Draft, options?: KeepOptions): Promise<Kept>;

/**
 * The draft as it was kept, or null. Also removes what has expired of the others in this store.
 *
 * @throws {ReferralError} `argument`
 */
export function loadDraft(key: DraftKey): Promise<
  Kept & {
    /** Null where there is none. */
    draft: DraftRecord | null;
  }
>;

/**
 * Removes a draft: it was saved, or is given up.
 *
 * @throws {ReferralError} `argument`
 */
export function discardDraft(key: DraftKey): Promise<Kept>;

/**
 * For signing out: removes every draft that this package keeps for this origin, of all people, in all three stores, and
 * nothing else. Also what waits in memory and in writers; other tabs that have a writer are told to do the same, as only they
 * reach their sessionStorage.
 */
export function clearDrafts(): Promise<
  | {
      /** There is none left. */
      ok: true;
    }
  | {
      /** Not all of them are gone. */
      ok: false;
      /** Why not, of the first of `storage`. */
      warning: DraftWarning;
      /** What the platform said. */
      cause?: unknown;
      /** These could not be cleared; the others are. */
      storage: StoreKind[];
    }
>;

/** How the referral is read back. */
export interface OpenOptions extends ClientOptions {
  /** That of the key, or nothing. */
  baseUrl?: string;
}

/** The server's document and, in `merged`, everything that was typed on top of it, also after the save began. */
export interface Rebased {
  /** The referral as the server has it now. */
  current: string;
  /** `current` with all that was typed on top; at a conflict it holds that. */
  merged: string;
  /** What a person has to decide. */
  conflicts: Conflict[];
  /** What came from the server without a conflict. */
  taken: Change[];
}

/** What became of a save that was under way. */
export type Settled =
  /** The server holds all values that were sent. `merged` has the edits typed later on top; `conflicts` are theirs. */
  | ({
      /** It was saved. */
      type: "saved";
      /** Of `current`. */
      etag: string | null;
    } & Rebased)
  /** It was overtaken by another change and cannot be applied any more. The whole draft is rebased without a conflict. */
  | ({
      /** It was not saved. */
      type: "notSaved";
      /** Of `current`. */
      etag: string;
    } & Rebased)
  /** The same, or it was saved and partly taken back since ("reverted-after-unknown"), with conflicts. */
  | ({
      /** A person has to decide. */
      type: "conflict";
      /** Of `current`. */
      etag: string;
    } & Rebased)
  /**
   * It cannot be known. "unchanged": the server still has the version that the save began from, and it may yet land.
   * `reason` is "unsettled", "etag-missing", "draft-changed" (it was written meanwhile) or the code of the `ReferralError`.
   */
  | {
      /** Not yet. */
      type: "unknown";
      /** Why not. */
      reason: string;
      /** What the server had when it was asked. */
      lastSeen: "unchanged" | "changed" | "unreadable";
    };

/** The draft as it is now kept, and what became of its save; null where none was under way. */
export type Opened = Kept & {
  /** Null where there is none, or none any more. */
  draft: DraftRecord | null;
  /** Null where no save was under way. */
  settled: Settled | null;
};

/**
 * Loads a draft; where a save was under way, reads the referral back and finds out what became of it.
 *
 * Once settled, the draft that is kept (and returned) stands on what the server has; after "saved" with nothing typed later there is
 * none any more, and other tabs are told. It stays as it was, and the question comes again the next time, after "unknown"
 * and where there are conflicts: then save what the person decides as a new draft.
 *
 * @throws {ReferralError} `argument` or `url`; `not-initialised` where a save was under way and `init` was not awaited
 */
export function openDraft(key: DraftKey, options?: OpenOptions): Promise<Opened>;

/** When a draft is written. */
export interface WriterOptions extends KeepOptions {
  /** How long after the last change a draft is written. Default 1000 ms, at most a minute; five times that after the first. */
  delayMs?: number;
  /** Is told how each write went; what it throws is ignored. */
  onWritten?: (kept: Kept) => void;
}

/** Writes one draft again and again. */
export interface DraftWriter {
  /** Keeps this draft soon. @throws {ReferralError} `argument` */
  save(draft: Draft): void;
  /** Writes at once what waits, and what could not be written before. How the last write went. */
  flush(): Promise<Kept>;
  /** Writes what waits and ends. A draft that is saved after that is written at once. */
  dispose(): void;
}

/**
 * Writes drafts while somebody types: a second after the last change, and at once when the page is hidden. What waits is
 * dropped when the same draft is saved or discarded by the functions above, and when drafts are cleared.
 *
 * @throws {ReferralError} `argument`
 */
export function draftWriter(key: DraftKey, options?: WriterOptions): DraftWriter;

/**
 * Tells the other tabs that the server now has another version, after "saved".
 *
 * @throws {ReferralError} `argument`
 */
export function announceSaved(key: DraftKey, saved: { etag: string | null }): void;

/**
 * Hears what other tabs announce of the same referral, API and user, so that this one can load and merge before it runs
 * into a 412. Where the platform has no BroadcastChannel nothing is heard.
 *
 * @throws {ReferralError} `argument`
 */
export function watchSaved(
  key: DraftKey,
  listener: (saved: { etag: string | null }) => void,
): {
  /** Hears nothing any more. */
  dispose(): void;
};

export { isReferralError, ReferralError } from "./index.js";
