/**
 * Validates Microsoft Partner API referrals, computes legal status moves, and saves without losing a byte or an edit.
 *
 * Three rules hold everywhere:
 *  1. A referral crosses the boundary as JSON text or its UTF-8 bytes: numbers keep every digit, members keep their order,
 *     unknown members and `__proto__` survive. A parsed value is accepted too, and is serialised first.
 *  2. Every function is pure and holds no state: plain data in, plain data out, nothing to free.
 *  3. What is wrong with a referral, and how a save ended, are values. Only misuse throws, and always a `ReferralError`.
 *
 * Where the WebAssembly module traps all the same, out of memory or of stack, the call throws (or rejects with) a `ReferralError`
 * `trapped` whose `cause` is what the platform threw. Another instance takes the place of the module's, so that the next call
 * works; a save that was under way ends as `unknown`, or as `notSaved` where no PUT had left.
 *
 * @module referral-editor
 */

/** JSON text, its UTF-8 bytes, or a parsed value (which is serialised first, and has lost what `JSON.parse` loses). */
export type ReferralInput = string | Uint8Array | object;

/**
 * Loads the WebAssembly module once. Concurrent and repeated calls share it; a failed load can be tried again. It ends within a
 * minute. Where the bytes are inline (Node, Cloudflare Workers, `referral-editor/inline`) it need not be called.
 *
 * In a page the module is the file `referral_editor.wasm` beside the package's JavaScript, held against its SHA-384. Where that
 * cannot be had, or not within ten seconds, the same bytes come from a part of the JavaScript that is loaded only then.
 *
 * @param source where the module is, instead; nothing else is tried then
 * @throws {ReferralError} `csp-blocked` where the page's policy forbids WebAssembly, before anything is fetched; else
 * `load-failed` with its `cause`, an AggregateError where both ways failed
 */
export default function init(source?: URL | string | Response | BufferSource | WebAssembly.Module): Promise<void>;

/** An error stops the save, a warning does not. */
export type Severity = "error" | "warning";

/** One thing that is found in a document. */
export interface Finding {
  /** RFC 6901 JSON Pointer into the document; "" is the whole of it. */
  path: string;
  /** What it is, for programs. */
  code: FindingCode;
  /** Whether it stops a save. */
  severity: Severity;
  /** English, for developers; it holds no value of the document. Texts for people are looked up by `code` and `params`. */
  message: string;
  /** What a localised text needs, e.g. `{ allowed: ["Accepted"], actual: "Won" }` or `{ suggestion: "closingDateTime" }`. */
  params?: Record<string, unknown>;
  /** Where a syntax error stands, from 1. */
  line?: number;
  /** Where a syntax error stands, from 1, in UTF-16 code units. */
  column?: number;
}

/** What is found, each with its usual severity. */
export type FindingCode =
  /** Error. Not JSON; `params.hint` names the slip: "trailing-comma", "missing-comma", "no-break-space", "http-request-pasted" and others. A warning for a byte order mark, which is passed over. */
  | "syntax"
  /** Error. JSON, but a page of referrals ("list"), an array, a patch document ("patch"), an error of the service ("error") …; `params.actual`. */
  | "not-a-referral"
  /** Error. More than 128 levels of objects and arrays. */
  | "too-deep"
  /** Error. More than `maxBytes`: 16 MiB, or 256 MiB for a list, unless told; `params.limit`. */
  | "too-large"
  /** Error. The same name twice in one object: it cannot be sent back faithfully. */
  | "duplicate-member"
  /** Error. Another JSON type; `params.expected`, `params.actual`. */
  | "type"
  /** Error. Not in a closed enumeration; `params.allowed`, `params.actual`, perhaps `params.suggestion`. A warning for the substatus "Error", which Partner Center has and the API does not document. */
  | "enum"
  /** Warning. Not in a documented open list. */
  | "vocabulary"
  /** Error for "date-time", "email" and "currency", warning for "country", "guid" and "entity-tag"; `params.format`. */
  | "format"
  /** Error. `dealValue` below 0, or above what a .NET decimal holds. */
  | "range"
  /** Error. The id is missing, `null` or empty. */
  | "required"
  /** Error. The substatus does not belong to the status; `params.allowed`. */
  | "status-pair"
  /** Error. The lifecycle table has no such move from `base`; `params.from`, `params.to`, `params.reason`. */
  | "transition"
  /** Error for `id`, warning for what only the service writes: changed against `base`. */
  | "read-only"
  /** Warning. The document has no eTag (list items have none). */
  | "etag-missing"
  /** Warning. A documented object is absent, and PUT replaces the resource. */
  | "absent-on-put"
  /** Warning. `dealValue` is a number in quotes. */
  | "number-as-string"
  /** Warning. An unknown member that looks like a known one; `params.suggestion`. */
  | "did-you-mean"
  /** Warning. An edit of a referral that is Closed in `base`. */
  | "closed-is-terminal"
  /** Warning. Expired is normally set by the service. */
  | "expired-by-client"
  /** Warning. New straight to Won or Lost. */
  | "closed-unaccepted"
  /** Warning. Active to Declined. */
  | "declined-accepted"
  /** Warning. Received back to Pending. */
  | "received-to-pending"
  /** Warning. Lost or Declined without a statusReason. */
  | "reason-advised"
  /** Warning. A dealValue without a currency. */
  | "currency-advised"
  /** Warning. There are more findings than the 10,000 (of all items of a list together 100,000) that are listed. */
  | "too-many-findings"
  | (string & {});

/** What `validate` returns. */
export interface Report {
  /** No finding is an error. */
  valid: boolean;
  /** All of them, in document order. */
  findings: Finding[];
}

/** How large a text may be. */
export interface SizeOptions {
  /**
   * The most bytes, as UTF-8, that are read: from 1 to 1073741824 (1 GiB). Default 16777216 (16 MiB); 268435456 (256 MiB) for a
   * list. What is larger is told by its size alone.
   */
  maxBytes?: number;
}

/** How a referral is checked. */
export interface ValidateOptions extends SizeOptions {
  /** The document as loaded: the move between the two is judged, too. */
  base?: ReferralInput;
}

/**
 * Checks a referral. Never throws for content, whatever the bytes are.
 *
 * With `base`, the document as it was loaded, it also judges the move between the two; and a finding of severity error on a
 * value that equals base's at the same place, or in a row that only moved within its array, becomes a warning: nobody is stopped
 * from saving by data that they did not touch.
 *
 * @throws {ReferralError} `argument` for a value that is no text, bytes or JSON value, or for an option that cannot be meant
 */
export function validate(referral: ReferralInput, options?: ValidateOptions): Report;

/** What is found in one item of a list. */
export interface ListItem {
  /** Its place in the list, from 0. */
  index: number;
  /** Its id, if it has one. */
  id?: string;
  /** Paths are within the item. */
  findings: Finding[];
}

/**
 * Checks an OData page (`{ "value": [...] }`) or an array of referrals, item by item in one pass. `items` holds those with
 * findings. Text that cannot be read is a finding of the item where reading stopped, what is said of the list one of item 0. Of
 * a page that has `value` twice, which is an error, the first array is judged.
 */
export function validateList(
  list: ReferralInput,
  options?: SizeOptions,
): {
  /** No finding is an error. */
  valid: boolean;
  /** How many items the list has. */
  count: number;
  /** Those with findings, in their order. */
  items: ListItem[];
};

/** Where a referral stands. */
export type Status = "New" | "Active" | "Closed";
/** New: Pending, Received. Active: Accepted. Closed: Won, Lost, Declined, Expired. */
export type Substatus = "Pending" | "Received" | "Accepted" | "Won" | "Lost" | "Declined" | "Expired";

/** A status and a substatus that belongs to it, seen from where a referral stands. */
export interface Transition {
  /** The first half of the pair. */
  status: Status;
  /** The second half of the pair. */
  substatus: Substatus;
  /** It is the pair that the referral has now. */
  current: boolean;
  /** The referral may go there, or stay. */
  legal: boolean;
  /** Why not, when not legal. */
  reason?: "back-to-new" | "reopen" | "unknown-status" | (string & {});
  /** Codes of the warnings that `validate` would give for this move. */
  warnings: FindingCode[];
}

/** All seven pairs of the lifecycle table, in its order, judged from where the referral stands. */
export function transitions(from: ReferralInput | { status?: string | null; substatus?: string | null }): Transition[];

/**
 * The same text without the top-level `links` member: every other byte stays as it was, nested `links` too.
 *
 * @throws {ReferralError} `syntax` with `findings`
 */
export function stripLinks(referral: ReferralInput): string;

/** An RFC 6902 operation. */
export type Edit = {
  /** "add" also puts a new value in the place of an old one; "replace" and "remove" want something there. */
  op: "add" | "replace" | "remove";
  /** RFC 6901 JSON Pointer; "-" at its end is behind the last row. */
  path: string;
  /** The new value, which is serialised. */
  value?: unknown;
  /** The new value as exact JSON text. */
  json?: string;
};

/**
 * Applies the edits in order, all or none. What they do not touch keeps its bytes.
 *
 * @throws {ReferralError} `syntax`, `path` (there is nothing where an edit points) or `argument`, with `findings` where a new
 * value is no JSON, or what comes of it is over a limit
 */
export function edit(referral: ReferralInput, edits: Edit[]): string;

/** A difference. The values are exact JSON text; absent is `undefined`, null is "null". */
export interface Change {
  /** RFC 6901 JSON Pointer. Applied in their order, the changes turn base into draft. */
  path: string;
  /** What happened to it. */
  kind: "added" | "removed" | "changed";
  /** In base. */
  before?: string;
  /** In the draft. */
  after?: string;
}

/**
 * What differs, leaf by leaf. Rows of keyed arrays (contacts by email; targets, industries, products, services and solutions
 * by id) are matched by key, numbers compared as decimals; other arrays are one value. The top-level `links` and `@odata.*`
 * are left out. Where the name of a member that differs is no Unicode text (half of a surrogate pair), which no path can hold,
 * the object around it is the value that changed.
 *
 * @throws {ReferralError} `syntax` with `findings`
 */
export function diff(base: ReferralInput, draft: ReferralInput): Change[];

/** A place that both sides changed. The values are exact JSON text; absent is `undefined`, null is "null". */
export interface Conflict {
  /**
   * RFC 6901 JSON Pointer into `merged`, rows by their index there. Where ours has no such member or row, it is where theirs
   * would be added.
   */
  path: string;
  /**
   * - `both-changed`, `both-added`: both did, differently
   * - `deleted-by-ours`, `deleted-by-theirs`: one took out what the other changed inside
   * - `invalid-merge`: each side is sound, and ours cannot stand on top of theirs (from their status there is no such move)
   * - `reverted-after-unknown`: only from a save of which it is not known whether it was applied. A part of the edit is there,
   *   this part is back at base: somebody may have taken it back
   */
  kind:
    | "both-changed"
    | "both-added"
    | "deleted-by-ours"
    | "deleted-by-theirs"
    | "invalid-merge"
    | "reverted-after-unknown";
  /** As loaded. */
  base?: string;
  /** As edited. */
  ours?: string;
  /** As it is on the server. */
  theirs?: string;
}

/** Three versions made one. */
export interface Merge {
  /** Theirs with our edits on top: what they wrote and we did not change keeps its bytes. At a conflict it holds ours. */
  merged: string;
  /** All of them, by path; members in the order of their names, rows by number. */
  conflicts: Conflict[];
  /** What came from theirs without a conflict: the changes that lead from ours to `merged`. */
  taken: Change[];
  /** Keyed arrays whose rows both put in another order; `merged` has theirs'. Left out where there is none. */
  reordered?: string[];
}

/**
 * Three-way merge: `base` as loaded, `ours` as edited, `theirs` as it is on the server now.
 *
 * - What only one side changed is that side's. Absent is a value, and null is not absent; numbers are compared as decimals.
 * - Objects are merged member by member, unknown members too; rows of keyed arrays (see `diff`) by their key, and a contact
 *   whose e-mail address changed is still the same row. Any other value is one: it is never merged by index or by letters.
 *   So is an array where a key is missing or there twice, and one that would come to have the same key twice.
 * - `status` with `substatus`, and `dealValue` with `currency`, are one value: where both sides changed it differently, there is
 *   a conflict for each of its members that ours or theirs has, also for one that has not changed.
 * - What only the service writes, `type`, `links` and `@odata.*` are always theirs.
 * - Rows have theirs' order; ours, where only we put them in another one. Rows that only one side has stand behind the row that
 *   they stood behind.
 * - The result is validated against theirs. An error that ours did not have is a conflict `invalid-merge`; one that ours has
 *   by itself is not: `validate` tells it.
 *
 * To take theirs at some of the conflicts, go from the last to the first:
 *
 * ```js
 * edit(merged, chosen.reverse().map(({ path, ours, theirs }) =>
 *   theirs === undefined ? { op: "remove", path } : { op: ours === undefined ? "add" : "replace", path, json: theirs }));
 * ```
 *
 * @throws {ReferralError} `syntax` with `findings`
 */
export function merge(base: ReferralInput, ours: ReferralInput, theirs: ReferralInput): Merge;

/**
 * The same edit as an RFC 6902 document: `add` and `replace` on the 18 paths that the service documents for PATCH.
 *
 * @throws {ReferralError} `syntax`, or `not-patchable` with the `paths` of the changes that those cannot make
 */
export function toPatch(base: ReferralInput, draft: ReferralInput): string;

/** How requests are made. */
export interface ClientOptions {
  /**
   * Default "https://api.partner.microsoft.com/v1.0". https, or http on loopback; or a path on the page's own origin
   * ("/partner-api") for a portal's proxy.
   */
  baseUrl?: string;
  /**
   * Asked before the first request of a call, and once more with reason "expired" or "claims" after 401 or a claims 403;
   * `claims` is what the service's `WWW-Authenticate` says, in base64. Calls that are refused together ask once. Left out: no
   * Authorization header (a proxy adds it).
   */
  getToken?: (request: { reason: "initial" | "expired" | "claims"; claims?: string }) => string | Promise<string>;
  /** Called with one `Request` instead of the platform's fetch. */
  fetch?: typeof globalThis.fetch;
  /** Ends the call: a save with the outcome `notSaved` or, where a PUT was under way, `unknown`; a read with `aborted`. */
  signal?: AbortSignal;
  /** For one request, its body included, in milliseconds. Default 15000. */
  timeoutMs?: number;
  /** For the whole call, in milliseconds. Default 30000. */
  deadlineMs?: number;
  /** How often a request is sent again where that can help. Default 3. */
  maxRetries?: number;
  /**
   * The most bytes of a draft, of its base and of an answer: from 1 to 1073741824 (1 GiB). Default 16777216 (16 MiB). A larger draft
   * is `invalid` with the finding `too-large`. Of a larger answer the rest is not taken: `getReferral` rejects with `too-large`, and
   * a save goes on as after any answer that cannot be read.
   */
  maxBytes?: number;
}

/** How a referral is saved. */
export interface PutOptions extends ClientOptions {
  /** The document as loaded. With it the move is judged and a 412 is rebased; without it a foreign change is a conflict as a whole. */
  base?: ReferralInput;
  /** Instead of the document's own eTag. */
  etag?: string;
  /**
   * Sends a `request-id` header, the same again with a request that is repeated because there was no answer. Default false: a
   * header that the service's CORS rules do not list would stop every save.
   */
  sendRequestId?: boolean;
  /** Is told what is going on; what it throws is ignored. */
  onProgress?: (progress: Progress) => void;
}

/** What a save is doing. */
export interface Progress {
  /** "rebasing": putting the edit on top of what somebody else saved. */
  phase: "sending" | "waiting" | "reading-back" | "rebasing";
  /** Which PUT it is about, from 1. */
  attempt: number;
  /** Epoch milliseconds of the next attempt, while waiting. */
  retryAt?: number;
  /** HTTP status of the last answer; absent before the first, and where the last request had none. */
  status?: number;
}

/** A PUT, ready to be sent. */
export interface PutRequest {
  /** Always PUT. */
  method: "PUT";
  /** Absolute. */
  url: string;
  /** Accept, Content-Type, If-Match, and a fresh client-request-id. No Authorization. */
  headers: Record<string, string>;
  /** The draft's text without `links`. */
  body: string;
}

/**
 * The exact request, without Authorization, for those who send it themselves.
 *
 * @throws {ReferralError} `invalid` with `findings`, `etag`, `url` or `argument`
 */
export function preparePut(
  draft: ReferralInput,
  options?: Pick<PutOptions, "base" | "etag" | "baseUrl" | "maxBytes">,
): PutRequest;

/**
 * How a save ended. Only "saved" means that the server holds the edit.
 *
 * `serverChanged` is what differs from the draft, but for eTag and updatedDateTime: after a rebase also what others changed.
 * `conflict` without conflicts: others saved so often that no round was left; `merged` can be saved as it is. `rejected` has
 * `current` where the service refused because of what it holds (409).
 */
export type Outcome = (
  | {
      /** The server holds the edit. */
      type: "saved";
      /** The referral as the server has it. */
      json: string;
      /** For the next save; null where the service gave none. */
      etag: string | null;
      /** The server said so, or the referral was read again. */
      verifiedBy: "response" | "readback";
      /** What differs from the draft. */
      serverChanged: Change[];
    }
  | {
      /** Somebody else changed the same; nothing was overwritten. */
      type: "conflict";
      /** The referral as the server has it: the `base` of the next save. */
      current: string;
      /** Of `current`. */
      etag: string;
      /** `current` with the edits on top; at a conflict it holds ours. */
      merged: string;
      /** What a person has to decide. */
      conflicts: Conflict[];
      /** What came from the server without a conflict. */
      taken: Change[];
    }
  | {
      /** The draft has errors; nothing was sent. */
      type: "invalid";
      /** All of them, and the warnings. */
      findings: Finding[];
    }
  | {
      /** The service judged the content. */
      type: "rejected";
      /** Of the answer. */
      status: number;
      /** The service's own error code. */
      code: string;
      /** What the service says it is about. */
      target?: string;
      /** With 409: the referral as the server has it. */
      current?: string;
    }
  | {
      /** The server surely does not hold the edit. */
      type: "notSaved";
      /** Why not. */
      reason: NotSavedReason;
      /** Of the answer, where there was one. */
      status?: number;
      /** Epoch milliseconds before which another try is in vain. */
      retryAt?: number;
    }
  | {
      /** It cannot be known yet. */
      type: "unknown";
      /** Why not. */
      reason: string;
      /** What the server had when it was asked last: the version that was edited, another one, or no readable answer. */
      lastSeen: "unchanged" | "changed" | "unreadable";
    }
) & {
  /** How often the PUT was sent. */
  attempts: number;
  /** Of the last request, for support. */
  clientRequestId?: string;
  /** Of the answer to it, where there is one that the page may read. */
  requestId?: string;
  /**
   * What was odd and changed nothing. `response-unreadable`: the edit was saved and the answer could not be read, as without
   * CORS headers; `etag-unchanged`: the service gave the same eTag again; `etag-mismatch`: header and body differ.
   */
  diagnostics?: ("response-unreadable" | "etag-unchanged" | "etag-mismatch")[];
};

/** Why the server surely does not hold the edit. */
export type NotSavedReason =
  /** The browser says that it is offline, and the request could not be sent. */
  | "offline"
  /** `signal` ended the call, and no PUT can have been applied. */
  | "aborted"
  /** `getToken` failed, or gave nothing that can be sent. */
  | "no-token"
  /** The platform refused to send the request. */
  | "not-sent"
  /** 401, also with another token. */
  | "unauthenticated"
  /** 403. */
  | "forbidden"
  /** 404 or 410: there is no such referral any more. */
  | "gone"
  /** 429 or 509, to the end of the deadline; `retryAt` where the service says. */
  | "throttled"
  /** 423, to the end of the deadline. */
  | "locked"
  /** The service, or a sign-in page before it, sends elsewhere. A PUT does not follow. */
  | "redirected"
  /** The service refuses the eTag that it gives itself. */
  | "etag-rejected"
  /** 428: the If-Match did not arrive. */
  | "precondition-required"
  /** 413. */
  | "too-large"
  /** Another status that says no: 405, 415, 431 … */
  | "unsupported"
  /** 507: the service has no room, and the read shows that it was not applied. */
  | "storage"
  /** The module trapped, in this call or in another one, before a PUT was sent. It can be tried again. */
  | "trapped"
  | (string & {});

/**
 * Validates, strips `links`, PUTs with If-Match, and does not stop before the outcome is known or the deadline is over.
 * Wherever an answer leaves a doubt, and on every 412, it reads the referral back. Where somebody else saved first and the
 * edits do not touch each other, it saves on top of theirs, five times at the most. One save of a referral runs at a time,
 * in all tabs. Resolves with an outcome in every case but misuse.
 *
 * @throws {ReferralError} `argument`, `url`, or `etag` for an `etag` option that cannot be sent
 */
export function putReferral(draft: ReferralInput, options?: PutOptions): Promise<Outcome>;

/**
 * GET by id, tried again where that can help.
 *
 * @throws {ReferralError} `argument` or `url` for misuse; else `unauthenticated`, `forbidden`, `gone`, `throttled`,
 * `service`, `no-token`, `offline`, `network`, `timeout`, `aborted`, `too-large`, `unexpected-response` or `trapped`
 */
export function getReferral(
  id: string,
  options?: ClientOptions,
): Promise<{
  /** The document, exact. */
  json: string;
  /** The document's own, or else that of the answer's header; null where neither has one. */
  etag: string | null;
}>;

/** The one thing that is thrown. */
export class ReferralError extends Error {
  constructor(
    code: string,
    message: string,
    more?: {
      /** What is wrong with a document. */
      findings?: Finding[];
      /** JSON Pointers. */
      paths?: string[];
      /** What the platform said. */
      cause?: unknown;
    },
  );
  /** Always "ReferralError". */
  readonly name: "ReferralError";
  /** What it is, for programs. */
  readonly code:
    | "not-initialised"
    | "csp-blocked"
    | "load-failed"
    | "argument"
    | "syntax"
    | "invalid"
    | "etag"
    | "url"
    | "path"
    | "not-patchable"
    | "too-large"
    | "trapped"
    | (string & {});
  /** With `syntax` and `invalid`, and with `argument` where a document is what is wrong. */
  readonly findings?: Finding[];
  /** With `not-patchable`: JSON Pointers. */
  readonly paths?: string[];
  /** What the platform said. */
  readonly cause?: unknown;
}

/** Also true for an error of another copy of the package. */
export function isReferralError(value: unknown): value is ReferralError;
