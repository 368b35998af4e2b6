// @ts-check
// What tabs of one origin tell each other: that a referral was saved, that somebody signed out. No text of a referral goes
// out. On a platform without BroadcastChannel, or with one that refuses, nothing is heard.

/**
 * @typedef {{ type: "saved", name: string, etag: string | null } | { type: "cleared" }} Message
 */

const CHANNEL = "referral-editor:drafts";

/** @type {Set<(message: Message) => void>} */
const listeners = new Set();
/** @type {BroadcastChannel | undefined} open while somebody listens */
let channel;

/** @param {Message} message */
export function tellOthers(message) {
  const sender = channel ?? open();
  // A channel does not hear itself, and there is no other one of this page.
  sender?.postMessage(message);
  if (sender !== channel) sender?.close();
}

/**
 * @param {(message: Message) => void} listener
 * @returns {() => void} ends it
 */
export function listen(listener) {
  listeners.add(listener);
  if (!channel) {
    channel = open();
    if (channel) channel.onmessage = ({ data }) => hear(data);
  }
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    channel?.close();
    channel = undefined;
  };
}

function open() {
  try {
    const opened = new BroadcastChannel(CHANNEL);
    // Node would wait for messages instead of ending.
    /** @type {{ unref?: () => void }} */ (opened).unref?.();
    return opened;
  } catch {
    return undefined;
  }
}

/** @param {any} data whatever was posted by that name */
function hear(data) {
  const { type, name, etag } = data ?? {};
  const isSaved = type === "saved" && typeof name === "string" && (etag === null || typeof etag === "string");
  if (!isSaved && type !== "cleared") return;
  for (const listener of [...listeners]) {
    try {
      listener(isSaved ? { type, name, etag } : { type });
    } catch {
      // What a listener throws is its own affair.
    }
  }
}
