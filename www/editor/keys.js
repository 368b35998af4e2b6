// @ts-check
// The keys that mean something in the whole editor: to save, and to go back and forth.

/** @param {KeyboardEvent} event @param {import("./session.js").Session} session */
export function pressed(event, session) {
  const { key, ctrlKey, metaKey, altKey, shiftKey, target } = event;
  // A stray Enter saves nothing.
  if (key === "Enter" && target instanceof HTMLInputElement && target.type !== "checkbox") event.preventDefault();
  if (altKey || !(ctrlKey || metaKey) || session.host.root.querySelector("dialog[open]")) return;
  const letter = key.toLowerCase();
  if (letter === "s" && !shiftKey) {
    event.preventDefault();
    session.save();
  }
  if (letter !== "z" && letter !== "y") return;
  const isText =
    target instanceof HTMLTextAreaElement ||
    (target instanceof HTMLInputElement && !/^(radio|checkbox)$/.test(target.type));
  // Texts have their own.
  if (isText) return;
  event.preventDefault();
  session.undo(letter === "y" || shiftKey);
}
