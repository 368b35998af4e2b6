// @ts-check
// Where the API is: the sandbox behind this page, or, where the page is a plain folder of files, the same sandbox inside it.

import { asked } from "./words.js";

/**
 * @typedef {object} Service
 * @property {string} baseUrl
 * @property {boolean} refused the address of the link is not used
 * @property {"server" | "page" | "other"} kind
 * @property {typeof globalThis.fetch | undefined} fetch
 * @property {() => Promise<string>} getToken
 * @property {(name: string) => Promise<boolean>} play what happens during the next save
 */

const ownPath = "/v1.0";
const control = "/sandbox/scenario";
const loopback = new Set(["localhost", "127.0.0.1", "[::1]"]);

/** @returns {Promise<Service>} */
export async function findService() {
  const wish = asked("api");
  const url = wish ? URL.parse(wish, location.href) : null;
  // A token goes there, so a link may only name this computer.
  const allowed = url?.protocol === "http:" && loopback.has(url.hostname) && !url.username && !url.search && !url.hash;
  if (url && allowed) return over("other", url.href.replace(/\/$/, ""), false);
  const there = await fetch(control, { cache: "no-store" }).catch(() => undefined);
  const isSandbox = there?.ok && there.headers.get("content-type")?.includes("json");
  return isSandbox ? over("server", ownPath, wish !== null) : inside(wish !== null);
}

/** @param {"server" | "other"} kind @param {string} baseUrl @param {boolean} refused @returns {Service} */
function over(kind, baseUrl, refused) {
  return {
    baseUrl,
    refused,
    kind,
    fetch: undefined,
    async getToken() {
      const answer = await fetch("/token", { cache: "no-store" });
      if (!answer.ok) throw new Error(`no token (${answer.status})`);
      return (await answer.text()).trim();
    },
    async play(name) {
      const answer = await fetch(control, { method: "PUT", body: JSON.stringify(name), cache: "no-store" }).catch(
        () => undefined,
      );
      return answer?.ok ?? false;
    },
  };
}

/** @param {boolean} refused @returns {Promise<Service>} */
async function inside(refused) {
  const [{ createSandbox }, { loadSeeds }] = await Promise.all([
    import("../sandbox/sandbox.js"),
    import("../sandbox/seed-page.js"),
  ]);
  const sandbox = createSandbox({ documents: await loadSeeds() });
  return {
    baseUrl: `${location.origin}${ownPath}`,
    refused,
    kind: "page",
    fetch: sandbox.fetch,
    getToken: async () => sandbox.token,
    async play(name) {
      sandbox.scenario.set(name);
      return true;
    },
  };
}

/** The first page of the list, for choosing only. @param {Service} service @returns {Promise<Record<string, unknown>[]>} */
export async function listReferrals({ baseUrl, fetch = globalThis.fetch, getToken }) {
  const headers = { Accept: "application/json", Authorization: `Bearer ${await getToken()}` };
  const answer = await fetch(new URL(`${baseUrl}/engagements/referrals`, location.href), {
    headers,
    cache: "no-store",
  });
  const page = answer.ok ? await answer.json().catch(() => null) : null;
  return Array.isArray(page?.value)
    ? page.value.filter((/** @type {unknown} */ item) => typeof item === "object" && item !== null)
    : [];
}

/** The browser says that it is offline, as the package asks it. @param {boolean} offline */
export function pretendOffline(offline) {
  if (offline) Object.defineProperty(navigator, "onLine", { configurable: true, value: false });
  else Reflect.deleteProperty(navigator, "onLine");
}
