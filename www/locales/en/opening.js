// @ts-check
// The English texts until a referral is there: how it is read, and why it is not.

export default {
  "open.still": "Still loading…",
  "open.csp-blocked": "This page does not allow the editor to start. Contact the portal's administrator.",
  "open.load-failed": "The editor could not be loaded. Check the connection, then try again.",
  "open.throttled": "The service is busy. Try again in a moment.",
  "open.url": "The address of the service or the ID of the referral cannot be used.",
  "open.loading": "Loading the referral…",
  "open.retry": "Try again",
  "open.unauthenticated": "Your sign-in has ended. Sign in again to open this referral.",
  "open.no-token": "The sign-in could not be read. Sign in again to open this referral.",
  "open.claims": "Your organization asks for another sign-in step.",
  "open.offline": "You are offline. Check the connection.",
  "open.forbidden": "You do not have permission to open this referral.",
  "open.gone": "This referral was not found. It may have been removed.",
  "open.network": "Could not reach the service. Check the connection.",
  "open.timeout": "The service did not answer in time. Try again.",
  "open.other": "The service did not respond as expected. Try again.",
  "open.none": "Set referral-id or value to show a referral here.",
  "open.broken": "This is not a referral that can be shown.",
};
