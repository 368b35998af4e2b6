// @ts-check
/**
 * A small Partner API to play and test against: GET a list, GET one, PUT one, as the documentation describes them.
 * One function from Request to Response, so it is served by Node (server.js) and used as `fetch` inside a page.
 * Must never import Node, nor the package that is tested against it.
 */

import { draftOf, finish, internalError, invalidRequest, Refusal } from "./answers.js";
import { createApi, idOf } from "./api.js";
import { CONTROL, control } from "./control.js";
import { FaultError, readFaults } from "./faults/read.js";
import { pageFetch } from "./page-fetch.js";
import { createScenario } from "./scenario.js";
import { createStore, isServerOwned, serviceEtag } from "./store.js";
import { isOnReusedConnection } from "./wire.js";

/** @import { AnswerOptions, Draft } from "./answers.js" */
/** @import { Chosen } from "./faults/fault.js" */
/** @import { EtagSeed } from "./store.js" */

/**
 * @typedef {object} RecordedRequest
 * @property {string} method
 * @property {string} path with its query
 * @property {Record<string, string>} headers names in lower case
 * @property {string} body
 * @property {number} status what was answered; 0: the connection ended or stalled without an answer
 * @property {string[]} [faults] the names of those that it met
 */

/**
 * @typedef {object} SandboxOptions
 * @property {Iterable<string>} documents referrals as JSON text; `@odata.context`, `eTag` and `links` are added where absent
 * @property {() => number} [now] epoch milliseconds
 * @property {(seed: EtagSeed) => string} [newEtag] with its quotes; must not repeat itself
 * @property {() => string} [newId] for `request-id`
 * @property {string} [prefix] default "/v1.0"
 * @property {boolean} [exposeHeaders] false: pages of other origins cannot read ETag, Retry-After and the ids
 * @property {number} [maxBodyBytes] default 16 MiB; a longer body is answered with 413
 * @property {number} [keepRequests] how many requests are remembered, default 1000
 */

/** @typedef {ReturnType<typeof createSandbox>} Sandbox */

const NOTHING = new Uint8Array();

/**
 * Who serves a sandbox must call `sandbox.handle` anew for each request: a test may put a wrapper in its place.
 * @param {SandboxOptions} options
 */
export function createSandbox({
  documents,
  now = Date.now,
  newEtag = serviceEtag,
  newId = () => crypto.randomUUID(),
  prefix = "/v1.0",
  exposeHeaders = true,
  maxBodyBytes = 16 * 1024 * 1024,
  keepRequests = 1000,
}) {
  const store = createStore({ documents, now, newEtag });
  const scenario = createScenario();
  /** @type {AnswerOptions} */
  const answerOptions = { newId, exposeHeaders };
  /** @type {RecordedRequest[]} */
  const requests = [];
  let token = newToken();
  const api = createApi({ store, prefix, maxBodyBytes, answerOptions, token: () => token });

  const sandbox = {
    prefix,
    maxBodyBytes,

    /** Oldest first; always the same array. */
    requests,

    /** What `GET /token` hands out now. */
    get token() {
      return token;
    },

    /** From now on the token handed out so far is answered with 401. */
    renewToken() {
      token = newToken();
      return token;
    },

    /** Which faults the next requests meet; over HTTP at /sandbox/scenario. */
    scenario,

    /** The documents of the beginning, no remembered requests, no scenario, a new token. New eTags still never repeat old ones. */
    reset() {
      store.reset();
      requests.length = 0;
      scenario.clear();
      token = newToken();
    },

    /**
     * The text that GET would answer; undefined for an unknown id.
     * @param {string} id
     */
    document(id) {
      return store.find(id)?.text;
    },

    /**
     * What a save by somebody else leaves behind: new values (raw JSON text; undefined removes a member), a new eTag.
     * @param {string} id
     * @param {Record<string, string | undefined>} changes
     * @returns {string} the new eTag
     */
    change(id, changes) {
      const stored = store.find(id);
      if (stored === undefined) throw new Error(`There is no referral ${id}.`);
      const members = new Map(stored.members);
      for (const [name, raw] of Object.entries(changes)) {
        if (isServerOwned(name)) throw new Error(`${name} belongs to the service.`);
        if (raw === undefined) {
          members.delete(name);
        } else {
          JSON.parse(raw);
          members.set(name, raw);
        }
      }
      return store.replace(stored, members).eTag;
    },

    /**
     * Answers every request, and throws only when the request itself cannot be read (its sender went away).
     * @param {Request} request
     * @returns {Promise<Response>}
     */
    async handle(request) {
      const { pathname } = new URL(request.url);
      if (pathname === CONTROL) {
        const body = new Uint8Array(await request.arrayBuffer());
        return finish(
          request,
          draftOrRefusal(request, () => control(request, body, scenario, answerOptions)),
        );
      }
      const chosen = choose(request);
      if (chosen instanceof Refusal) return finish(request, draftOf(request, answerOptions, chosen));
      const unread = chosen.some(({ fault }) => fault.unread === true);
      const body = unread ? NOTHING : new Uint8Array(await request.arrayBuffer());
      for (const { fault, given } of chosen) if (fault.late !== undefined) await sleep(fault.late(given));
      // Nothing is awaited from here on: between looking at an eTag and storing the next one, no other request comes in.
      const draft = draftOrRefusal(request, () => play(request, body, chosen));
      record(request, body, draft, chosen);
      return finish(request, draft);
    },

    /** The same as the `fetch` of a page of another origin. */
    fetch: pageFetch(handleNow),
  };

  /** @param {Request} request @returns {Promise<Response>} */
  function handleNow(request) {
    return sandbox.handle(request);
  }

  /**
   * The faults that a request meets: those of its header, else those of the scenario.
   * @param {Request} request
   * @returns {Chosen[] | Refusal}
   */
  function choose(request) {
    const id = idOf(prefix, new URL(request.url).pathname);
    if (id === undefined) return [];
    const header = request.headers.get("sandbox-fault");
    const asks = request.method === "OPTIONS" ? request.headers.get("Access-Control-Request-Method") : null;
    const method = asks ?? request.method;
    if (header === null) {
      return scenario.take({ method, id, reused: isOnReusedConnection(request), preflight: asks !== null });
    }
    try {
      const chosen = readFaults(header);
      if (!chosen.some(({ fault }) => fault.preflight === true)) return chosen;
      return invalidRequest("A preflight carries no header of the caller's: set a scenario.", "sandbox-fault");
    } catch (error) {
      return error instanceof FaultError ? invalidRequest(error.message, "sandbox-fault") : internalError(error);
    }
  }

  /**
   * The answer with its faults: first what happens before, then the request itself, then what becomes of the answer.
   * @param {Request} request
   * @param {Uint8Array} body
   * @param {Chosen[]} chosen
   */
  function play(request, body, chosen) {
    const id = idOf(prefix, new URL(request.url).pathname) ?? "";
    const carryOut = () => draftOrRefusal(request, () => api.route(request, body));
    const world = {
      request,
      get stored() {
        return store.find(id);
      },
      store,
      sent: request.method === "PUT" ? new TextDecoder().decode(body) : null,
      now,
      renewToken: () => void sandbox.renewToken(),
      carryOut: () => {
        const draft = carryOut();
        record(request, body, draft, []);
        return draft;
      },
    };
    for (const { fault, given } of chosen) fault.before?.(world, given);
    const judged = chosen.every(({ fault, given }) => fault.judged?.(given) ?? true);
    const answered = judged ? carryOut() : api.unjudged(request, id);
    return chosen.reduce((draft, { fault, given }) => fault.after?.(draft, given, world) ?? draft, answered);
  }

  /**
   * @param {Request} request
   * @param {() => Draft} answer
   */
  function draftOrRefusal(request, answer) {
    try {
      return answer();
    } catch (error) {
      return draftOf(request, answerOptions, error instanceof Refusal ? error : internalError(error));
    }
  }

  /**
   * @param {Request} request
   * @param {Uint8Array} body
   * @param {Draft} draft
   * @param {Chosen[]} chosen
   */
  function record(request, body, draft, chosen) {
    const { pathname, search } = new URL(request.url);
    if (requests.length >= keepRequests) requests.shift();
    requests.push({
      method: request.method,
      path: pathname + search,
      headers: Object.fromEntries(request.headers),
      body: new TextDecoder().decode(body.subarray(0, maxBodyBytes)),
      status: isAnswered(draft) ? draft.status : 0,
      ...(chosen.length === 0 ? {} : { faults: chosen.map(({ fault }) => fault.name) }),
    });
  }

  return sandbox;
}

/** Whether its head is ever sent. @param {Draft} draft */
function isAnswered({ connection }) {
  if (connection?.kind === "stall") return connection.ms !== undefined;
  return connection === null || !["fin", "rst", "goaway", "refused-stream", "rst-stream"].includes(connection.kind);
}

/** @param {number} ms @returns {Promise<void>} */
function sleep(ms) {
  return new Promise((resolve) => setTimeout(resolve, ms));
}

function newToken() {
  return `sandbox-${crypto.randomUUID()}`;
}
