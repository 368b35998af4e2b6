// @ts-check
// What the page's address asks for, and keeps: the language, the referral, the service.

/** @param {string} name */
export const asked = (name) => new URLSearchParams(location.search).get(name);

/** Keeps a choice, so that a reload comes back to it. @param {string} name @param {string} value */
export function remember(name, value) {
  const url = new URL(location.href);
  url.searchParams.set(name, value);
  history.replaceState(null, "", url);
}
