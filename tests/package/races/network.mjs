// @ts-check
/**
 * A `fetch` with a bad network between it and a sandbox: what is lost, comes twice, late or broken is drawn by lot, and
 * every version that the sandbox ever held is kept, with the call whose PUT made it.
 * Must never judge: what a call was told and what really happened are only written down, side by side.
 */

import { createSandbox } from "../../../www/sandbox/sandbox.js";

/** @import { Outcome } from "referral-editor" */
/** @import { Clock } from "./clock.mjs" */

/** Of a hundred requests, how many. @typedef {{ put: Partial<Record<PutFault, number>>, get: Partial<Record<GetFault, number>>, slow: number }} Mix */

/**
 * lost: never arrives. refused: 429, busy: 503, neither arrives. cut: carried out, then no answer; error: then 5xx;
 * broken: then a part of the answer. twice: a browser sends it again by itself, and shows the second answer.
 * late: no answer at once, and it arrives up to a minute later; hang: the same without any answer.
 * @typedef {"lost" | "refused" | "busy" | "cut" | "error" | "broken" | "twice" | "late" | "hang"} PutFault
 */
/** @typedef {"lost" | "refused" | "error" | "broken" | "hang"} GetFault */

/** @type {Record<string, Mix>} */
export const MIXES = {
  none: { put: {}, get: {}, slow: 0 },
  usual: { put: { lost: 5, refused: 3, cut: 5, error: 3, twice: 3 }, get: {}, slow: 0 },
  heavy: {
    put: { lost: 10, refused: 6, busy: 6, cut: 12, error: 10, broken: 8, twice: 10 },
    get: { lost: 8, refused: 4, error: 6, broken: 6 },
    slow: 0,
  },
  late: { put: { late: 16, hang: 5, cut: 5, twice: 5 }, get: { lost: 3, hang: 3 }, slow: 15 },
};

/**
 * What became of one putReferral. `puts`: the If-Match of each, and whether its sender can know that it was not carried
 * out. `reads`: the readings since the last PUT, by the tag that was read, null where none was.
 * @typedef {object} Call
 * @property {number} edit number of the edit
 * @property {string} base
 * @property {{ etag: string, isDoubtful: boolean }[]} puts
 * @property {(string | null)[]} reads
 * @property {Outcome | null} outcome
 */

/** `by`: the edit and the call whose PUT made it. @typedef {{ text: string, etag: string, by: Call | null }} Version */
/** `body`: of a PUT. @typedef {{ request: Request, body: string | null }} Sent */
/** @typedef {{ status: number, headers: [string, string][], text: string }} Got */
/** @typedef {ReturnType<typeof createNetwork>} Network */

const LOST = "Failed to fetch";

/**
 * `isPage`: the requests go through the sandbox's `fetch`, which does as a page of another origin does.
 * @param {{ clock: Clock, random: () => number, mix: Mix, document: string, isPage: boolean }} options
 */
export function createNetwork({ clock, random, mix, document, isPage }) {
  const sandbox = createSandbox({
    documents: [document],
    now: () => Date.now(),
    newEtag: ({ count }) => `"v${count}"`,
    keepRequests: 1,
  });
  const { id, eTag } = JSON.parse(document);
  /** @type {Version[]} */
  const versions = [{ text: document, etag: eTag, by: null }];
  /** @type {Record<string, number>} */
  const faults = {};
  let requests = 0;

  return {
    id,
    versions,
    faults,
    client: { baseUrl: "https://sandbox.example/v1.0", getToken: () => sandbox.token },
    get requests() {
      return requests;
    },

    /**
     * The `fetch` of one call, or of a loading.
     * @param {Call | null} call
     * @returns {typeof fetch}
     */
    fetchOf: (call) => async (input) => {
      const request = /** @type {Request} */ (input);
      const body = request.method === "PUT" ? await clock.hold(() => request.text()) : null;
      requests += 1;
      return await unlessAborted(request.signal, send({ request, body }, call));
    },
  };

  /** @param {Sent} sent @param {Call | null} call @returns {Promise<Response>} */
  async function send(sent, call) {
    if (sent.body === null) return await get(sent, call);
    const put = { etag: sent.request.headers.get("If-Match") ?? "", isDoubtful: true };
    if (call !== null) {
      call.puts.push(put);
      call.reads = [];
    }
    const fault = draw(mix.put);
    await clock.sleep(latency());
    switch (fault) {
      case "lost":
        throw new TypeError(LOST);
      case "refused":
        put.isDoubtful = false;
        return new Response(null, { status: 429, headers: { "Retry-After": "0" } });
      case "busy":
        return new Response(null, { status: 503, headers: { "Retry-After": "0" } });
      case "late":
      case "hang":
        clock.sleep(random() * 60_000).then(() => carryOut(sent, call));
        if (fault === "hang") return await new Promise(() => {});
        throw new TypeError(LOST);
    }
    let got = await carryOut(sent, call);
    if (fault === "twice") {
      await clock.sleep(latency());
      got = await carryOut(sent, call);
    }
    await clock.sleep(latency());
    if (fault === "cut") throw new TypeError(LOST);
    if (fault === "error") return new Response("<h1>Bad gateway</h1>", { status: 500 + [0, 2, 3, 4][below(4)] });
    if (fault === "broken") return broken(got);
    // A 412 may be the answer to a copy of what was carried out.
    if (!sent.request.signal.aborted) put.isDoubtful = got.status !== 200;
    return new Response(got.text, got);
  }

  /** @param {Sent} sent @param {Call | null} call @returns {Promise<Response>} */
  async function get(sent, call) {
    const fault = draw(mix.get);
    const at = call?.reads.push(null) ?? 0;
    await clock.sleep(latency());
    switch (fault) {
      case "lost":
        throw new TypeError(LOST);
      case "refused":
        return new Response(null, { status: 429, headers: { "Retry-After": "0" } });
      case "error":
        return new Response(null, { status: 502 });
      case "hang":
        return await new Promise(() => {});
    }
    const got = await carryOut(sent, null);
    await clock.sleep(latency());
    if (fault === "broken") return broken(got);
    if (call !== null && !sent.request.signal.aborted) call.reads[at - 1] = JSON.parse(got.text).eTag;
    return new Response(got.text, got);
  }

  /** It is there. @param {Sent} sent @param {Call | null} call @returns {Promise<Got>} */
  function carryOut({ request, body }, call) {
    return clock.hold(async () => {
      const { url, method, headers } = request;
      // A page of another origin asks for leave first, which is as much work again.
      const response = isPage
        ? await sandbox.fetch(url, { method, headers, body })
        : await sandbox.handle(body === null ? request : new Request(url, { method, headers, body }));
      const { status } = response;
      const text = await response.text();
      if (method === "PUT" && status === 200) versions.push({ text, etag: JSON.parse(text).eTag, by: call });
      return { status, headers: [...response.headers], text };
    });
  }

  /** A part of the answer: the connection breaks, or what arrived is taken for the whole. @param {Got} got */
  function broken({ status, headers, text }) {
    const part = new TextEncoder().encode(text.slice(0, 1 + below(text.length - 1)));
    if (below(2) === 0) return new Response(part, { status, headers });
    const body = new ReadableStream({
      start(controller) {
        controller.enqueue(part);
        controller.error(new TypeError("network error"));
      },
    });
    return new Response(body, { status, headers });
  }

  /** @template {string} Fault @param {Partial<Record<Fault, number>>} shares @returns {Fault | null} */
  function draw(shares) {
    let lot = random() * 100;
    for (const [fault, share] of /** @type {[Fault, number][]} */ (Object.entries(shares))) {
      lot -= share;
      if (lot >= 0) continue;
      faults[fault] = (faults[fault] ?? 0) + 1;
      return fault;
    }
    return null;
  }

  /** One way, in milliseconds; slow ones go beyond the time limit of a request. */
  function latency() {
    return random() * 100 < mix.slow ? 1_000 + random() * 19_000 : 20 + random() * 80;
  }

  /** @param {number} count */
  function below(count) {
    return Math.floor(random() * count);
  }
}

/** What is under way goes on: the server never hears of it. @template T @param {AbortSignal} signal @param {Promise<T>} work @returns {Promise<T>} */
function unlessAborted(signal, work) {
  return new Promise((resolve, reject) => {
    signal.addEventListener("abort", () => reject(signal.reason), { once: true });
    work.then(resolve, reject);
  });
}
