// @ts-check
// Where the API is, the token for it, and the list of referrals. Reading one and saving are the package's work.

import { asked } from "./address.js";

/** @typedef {{ value?: unknown, "@odata.nextLink"?: unknown }} ListAnswer */

const ownPath = "/v1.0";
const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/**
 * The address that the page works with: the own origin, or the one that `?api=` names. A token goes there, so a link
 * may only name this computer.
 * @returns {{ baseUrl: string, refused: boolean }}
 */
export function serviceAddress() {
  const wish = asked("api");
  if (!wish) return { baseUrl: ownPath, refused: false };
  const url = URL.parse(wish, location.href);
  const allowed = url?.protocol === "http:" && loopback.has(url.hostname) && !url.username && !url.search && !url.hash;
  return allowed ? { baseUrl: url.href.replace(/\/$/, ""), refused: false } : { baseUrl: ownPath, refused: true };
}

/** The API is the one that came with the page. @param {string} baseUrl */
export const isSandbox = (baseUrl) => baseUrl === ownPath;

/** The sandbox hands out its token freely; a portal asks its sign-in here. */
export async function getToken() {
  const answer = await fetch("/token", { cache: "no-store" });
  if (!answer.ok) throw new Error(`no token (${answer.status})`);
  return (await answer.text()).trim();
}

/** Why the list could not be read: "unauthenticated", "forbidden" or "failed". */
export class ListError extends Error {
  /** @param {"unauthenticated" | "forbidden" | "failed"} reason */
  constructor(reason) {
    super(reason);
    this.reason = reason;
  }
}

/**
 * The first page of the list. Its items are for choosing only: they carry no eTag and are never edited.
 * @param {string} baseUrl
 * @returns {Promise<{ items: Record<string, unknown>[], more: boolean }>}
 */
export async function listReferrals(baseUrl) {
  const answer = await get(`${baseUrl}/engagements/referrals`);
  if (answer.status === 401) throw new ListError("unauthenticated");
  if (answer.status === 403) throw new ListError("forbidden");
  /** @type {ListAnswer | null} */
  const page = answer.ok ? await answer.json().catch(() => null) : null;
  if (!Array.isArray(page?.value)) throw new ListError("failed");
  const items = page.value.filter((item) => typeof item === "object" && item !== null && typeof item.id === "string");
  return { items, more: page["@odata.nextLink"] !== undefined };
}

/** @param {string} url */
async function get(url) {
  try {
    const token = await getToken();
    return await fetch(url, {
      headers: { Accept: "application/json", Authorization: `Bearer ${token}` },
      cache: "no-store",
      credentials: "omit",
      redirect: "error",
      signal: AbortSignal.timeout(15_000),
    });
  } catch {
    throw new ListError("failed");
  }
}
