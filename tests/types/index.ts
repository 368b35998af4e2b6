// The package as TypeScript sees it: everything that is promised, and what must not compile.

import type * as all from "referral-editor";
import init, {
  type Change,
  type ClientOptions,
  type Conflict,
  diff,
  type Edit,
  edit,
  type Finding,
  type FindingCode,
  getReferral,
  isReferralError,
  type Merge,
  merge,
  type NotSavedReason,
  type Outcome,
  type Progress,
  type PutOptions,
  type PutRequest,
  preparePut,
  putReferral,
  ReferralError,
  type ReferralInput,
  type Report,
  type Severity,
  type Status,
  type Substatus,
  type stripLinks,
  type Transition,
  toPatch,
  transitions,
  validate,
  validateList,
} from "referral-editor";
import type * as inline from "referral-editor/inline";
import { expectTrue, type HasAny, type Keys, type Same } from "./types.js";

declare const text: string;
declare const bytes: Uint8Array;
declare const value: { id: string; [member: string]: unknown };

// ------------------------------------------------------------------------------------------------ as a whole

expectTrue<Same<typeof all, typeof inline>>();
expectTrue<Same<HasAny<typeof all>, false>>();
expectTrue<
  Same<
    keyof typeof all,
    | "default"
    | "diff"
    | "edit"
    | "getReferral"
    | "isReferralError"
    | "merge"
    | "preparePut"
    | "putReferral"
    | "ReferralError"
    | "stripLinks"
    | "toPatch"
    | "transitions"
    | "validate"
    | "validateList"
  >
>();
// The check itself sees what it is for.
// biome-ignore lint/suspicious/noExplicitAny: that is the point of it
expectTrue<HasAny<{ a: (x: string) => { b: any[] } }>>();
// @ts-expect-error
expectTrue<HasAny<{ a: (x: string) => { b: unknown[] } }>>();

// ------------------------------------------------------------------------------------------------ init

declare const source: URL | string | Response | BufferSource | WebAssembly.Module;
expectTrue<Same<ReturnType<typeof init>, Promise<void>>>();
expectTrue<Same<Parameters<typeof init>, [source?: typeof source | undefined]>>();
init();
init(undefined);
init(source);
init(new URL("https://example.com/x.wasm"));
init("/x.wasm");
init(new Response());
init(new Uint8Array(8));
init(new ArrayBuffer(8));
init(new DataView(new ArrayBuffer(8)));
init(new WebAssembly.Module(new Uint8Array(8)));
// @ts-expect-error
init(null);
// @ts-expect-error
init("/x.wasm", {});

// ------------------------------------------------------------------------------------------------ validate

expectTrue<Same<ReferralInput, string | Uint8Array | object>>();
expectTrue<Same<Severity, "error" | "warning">>();
expectTrue<Same<ReturnType<typeof validate>, Report>>();
for (const input of [text, bytes, value, [], new ArrayBuffer(1)] satisfies ReferralInput[]) validate(input);
validate(text, {});
validate(text, { base: bytes });
// @ts-expect-error
validate();
// @ts-expect-error
validate(5);
// @ts-expect-error
validate(undefined);
// @ts-expect-error: leave it out
validate(text, { base: undefined });
// @ts-expect-error
validate(text, { basis: text });
// @ts-expect-error
validate(text, text);
// @ts-expect-error
validate(text).findings.length = "1";

/** Every member that is told, and no other. */
function show(finding: Finding): string {
  const path: string = finding.path;
  const code: FindingCode = finding.code;
  const severity: Severity = finding.severity;
  const message: string = finding.message;
  const params: Record<string, unknown> | undefined = finding.params;
  const line: number | undefined = finding.line;
  const column: number | undefined = finding.column;
  // @ts-expect-error: what it holds is not known
  const allowed: string[] = finding.params?.[code];
  // @ts-expect-error
  finding.level;
  return [path, code, severity, message, params, line, column, allowed].join();
}
const found: Finding = { path: "", code: "syntax", severity: "error", message: "" };
show(found);
// @ts-expect-error
const wrong: Finding = { path: "", code: "syntax", severity: "fatal", message: "" };
const anyCode: FindingCode = "a code that is added later";
const codes: FindingCode[] = [
  ...(["syntax", "not-a-referral", "too-deep", "too-large", "duplicate-member", "type", "enum", "vocabulary"] as const),
  ...(["format", "range", "required", "status-pair", "transition", "read-only", "etag-missing"] as const),
  ...(["absent-on-put", "number-as-string", "did-you-mean", "closed-is-terminal", "expired-by-client"] as const),
  ...(["closed-unaccepted", "declined-accepted", "received-to-pending", "reason-advised", "currency-advised"] as const),
];
// @ts-expect-error
const noCode: FindingCode = 5;

const report: Report = { valid: true, findings: [] };
const { valid, findings }: { valid: boolean; findings: Finding[] } = validate(text);
const list: { valid: boolean; count: number; items: { index: number; id?: string; findings: Finding[] }[] } =
  validateList(text);
const listed: ReturnType<typeof validateList> = list;
// @ts-expect-error
validateList(text, { base: text });
validateList(text, { maxBytes: 1000 });
validate(text, { base: text, maxBytes: 1000 });
// @ts-expect-error a number
validate(text, { maxBytes: "1000" });

// ------------------------------------------------------------------------------------------------ lifecycle

expectTrue<Same<Status, "New" | "Active" | "Closed">>();
expectTrue<Same<Substatus, "Pending" | "Received" | "Accepted" | "Won" | "Lost" | "Declined" | "Expired">>();
expectTrue<Same<Keys<Transition>, "status" | "substatus" | "current" | "legal" | "reason" | "warnings">>();
const moves: Transition[] = transitions(text);
transitions({ status: "New", substatus: null });
transitions({ status: "no status at all" });
transitions({});
for (const { status, substatus, current, legal, reason, warnings } of moves) {
  expectTrue<Same<typeof status, Status>>();
  expectTrue<Same<typeof substatus, Substatus>>();
  const known: "back-to-new" | "reopen" | "unknown-status" | (string & {}) | undefined = reason;
  const told: [boolean, boolean, FindingCode[]] = [current, legal, warnings];
  switch (status) {
    case "New":
    case "Active":
    case "Closed":
      break;
    default:
      expectTrue<Same<typeof status, never>>();
  }
  // @ts-expect-error
  if (status === "Open") told.reverse();
  // @ts-expect-error
  if (substatus === "Error") told.reverse();
  String(known);
}
// @ts-expect-error
transitions("New", "Pending");
// @ts-expect-error
transitions(null);

// ------------------------------------------------------------------------------------------------ the document

expectTrue<Same<ReturnType<typeof stripLinks>, string>>();
expectTrue<Same<ReturnType<typeof edit>, string>>();
expectTrue<Same<ReturnType<typeof toPatch>, string>>();
expectTrue<Same<ReturnType<typeof diff>, Change[]>>();
expectTrue<Same<ReturnType<typeof merge>, Merge>>();

const edits: Edit[] = [
  { op: "replace", path: "/status", value: "Closed" },
  { op: "replace", path: "/details/dealValue", json: "65000.50" },
  { op: "add", path: "/x", value: null },
  { op: "remove", path: "/x" },
];
edit(text, edits);
edit(bytes, []);
// @ts-expect-error
edit(text);
// @ts-expect-error
edit(text, { op: "remove", path: "/x" });
// @ts-expect-error
edit(text, [{ op: "move", path: "/x", from: "/y" }]);
// @ts-expect-error
edit(text, [{ op: "test", path: "/x", value: 1 }]);
// @ts-expect-error: leave it out
edit(text, [{ op: "remove", path: "/x", json: undefined }]);
// @ts-expect-error
edit(text, [{ op: "replace", path: ["x"], value: 1 }]);

for (const { path, kind, before, after } of diff(text, value)) {
  const values: [string, string | undefined, string | undefined] = [path, before, after];
  expectTrue<Same<typeof kind, "added" | "removed" | "changed">>();
  String(values);
}
const change: Change = { path: "/x", kind: "added", after: "1" };
// @ts-expect-error
const moved: Change = { path: "/x", kind: "moved" };

expectTrue<
  Same<
    Conflict["kind"],
    "both-changed" | "both-added" | "deleted-by-ours" | "deleted-by-theirs" | "invalid-merge" | "reverted-after-unknown"
  >
>();
expectTrue<Same<Keys<Conflict>, "path" | "kind" | "base" | "ours" | "theirs">>();
const { merged, conflicts, taken }: { merged: string; conflicts: Conflict[]; taken: Change[] } = merge(
  text,
  bytes,
  value,
);
const made: Merge = { merged, conflicts, taken };
// @ts-expect-error
merge(text, text);
// @ts-expect-error
toPatch(text);

// ------------------------------------------------------------------------------------------------ the service

const client: ClientOptions = {
  baseUrl: "/partner-api",
  getToken: ({ reason, claims }) => {
    expectTrue<Same<typeof reason, "initial" | "expired" | "claims">>();
    return reason === "claims" ? Promise.resolve(String(claims)) : "token";
  },
  fetch: globalThis.fetch,
  signal: new AbortController().signal,
  timeoutMs: 1,
  deadlineMs: 1,
  maxRetries: 0,
  maxBytes: 1000,
};
const none: ClientOptions = {};
const put: PutOptions = { ...client, base: text, etag: '"e"', onProgress: (progress: Progress) => void progress.phase };
// @ts-expect-error
const noToken: ClientOptions = { getToken: () => null };
// @ts-expect-error: leave it out
const noSignal: ClientOptions = { signal: undefined };
// @ts-expect-error
const noNumber: ClientOptions = { timeoutMs: "15000" };
// @ts-expect-error
const unknownOption: ClientOptions = { retries: 3 };
// @ts-expect-error
const noTag: PutOptions = { etag: null };
// @ts-expect-error
const weak: PutOptions = { onProgress: (progress: { phase: "done" }) => progress };

const request: PutRequest = preparePut(text, { base: value, etag: '"e"', baseUrl: "/x" });
expectTrue<Same<PutRequest["method"], "PUT">>();
const [url, headers, body]: [string, Record<string, string>, string] = [request.url, request.headers, request.body];
fetch(request.url, request);
// @ts-expect-error
preparePut(text, { timeoutMs: 1 });

/** Every ending, and nothing left over. */
function tell(outcome: Outcome): string {
  const attempts: number = outcome.attempts;
  const ids: (string | undefined)[] = [outcome.clientRequestId, outcome.requestId];
  switch (outcome.type) {
    case "saved": {
      expectTrue<Same<typeof outcome.verifiedBy, "response" | "readback">>();
      const { json, etag, serverChanged }: { json: string; etag: string | null; serverChanged: Change[] } = outcome;
      return [json, etag, serverChanged, attempts, ids].join();
    }
    case "conflict": {
      const told: { current: string; etag: string; merged: string; conflicts: Conflict[]; taken: Change[] } = outcome;
      return told.merged;
    }
    case "invalid":
      return outcome.findings.map(show).join();
    case "rejected": {
      const told: { status: number; code: string; target?: string } = outcome;
      return told.code;
    }
    case "notSaved": {
      const told: { reason: NotSavedReason; status?: number; retryAt?: number } = outcome;
      return told.reason;
    }
    case "unknown": {
      expectTrue<Same<typeof outcome.lastSeen, "unchanged" | "changed" | "unreadable">>();
      return outcome.reason;
    }
    default:
      expectTrue<Same<typeof outcome, never>>();
      return outcome;
  }
}
expectTrue<Same<ReturnType<typeof putReferral>, Promise<Outcome>>>();
putReferral(text, put).then(tell);
putReferral(text);
const reasons: NotSavedReason[] = [
  ...(["offline", "aborted", "no-token", "unauthenticated", "forbidden", "gone", "throttled", "locked"] as const),
  ...(["redirected", "etag-rejected", "precondition-required", "too-large", "unsupported", "storage"] as const),
];
async function outcomes(): Promise<void> {
  const outcome = await putReferral(bytes, { ...put, maxRetries: 1 });
  // @ts-expect-error: not before the type is known
  outcome.json;
  // @ts-expect-error
  if (outcome.type === "failed") return;
  const { json, etag }: { json: string; etag: string | null } = await getReferral("id", client);
  // @ts-expect-error
  getReferral(5);
  // @ts-expect-error
  getReferral("id", put.base);
  String([json, etag]);
}
expectTrue<Same<Progress["phase"], "sending" | "waiting" | "reading-back" | "rebasing">>();
const progress: Progress = { phase: "waiting", attempt: 1, retryAt: 1 };

// ------------------------------------------------------------------------------------------------ errors

declare const thrown: unknown;
if (isReferralError(thrown)) {
  const error: ReferralError = thrown;
  const asError: Error = error;
  expectTrue<Same<typeof thrown.name, "ReferralError">>();
  const parts: [Finding[] | undefined, unknown] = [error.findings, error.cause];
  const kinds: ReferralError["code"][] = [
    ...(["not-initialised", "csp-blocked", "load-failed", "argument", "syntax", "invalid"] as const),
    ...(["etag", "url", "path", "not-patchable", "a code that is added later"] as const),
  ];
  if (error.code === "csp-blocked") String([asError, parts, kinds]);
  // @ts-expect-error
  error.code = "url";
  // @ts-expect-error
  error.status;
}
if (thrown instanceof ReferralError) String(thrown.code);
// @ts-expect-error
isReferralError();

export {
  anyCode,
  body,
  change,
  codes,
  findings,
  headers,
  listed,
  made,
  moved,
  noCode,
  noNumber,
  none,
  noSignal,
  noTag,
  noToken,
  outcomes,
  progress,
  reasons,
  report,
  unknownOption,
  url,
  valid,
  weak,
  wrong,
};
