// @ts-check
// The host's way to a token, watched: which step of signing in was asked for last.

/** @typedef {NonNullable<import("referral-editor").ClientOptions["getToken"]>} GetToken */

/** The providers, with the step that each was asked for last. @type {WeakMap<GetToken, { ask: GetToken, at: number, claims?: string | undefined }>} */
const providers = new WeakMap();

/** The same for all editors that have it: what they ask together is asked once. @param {GetToken} provider */
export function watched(provider) {
  const known = providers.get(provider);
  if (known) return known;
  /** @type {NonNullable<ReturnType<typeof providers.get>>} */
  const one = {
    at: -1,
    ask(request) {
      if (request.reason === "claims") Object.assign(one, { at: performance.now(), claims: request.claims });
      return provider(request);
    },
  };
  providers.set(provider, one);
  return one;
}
