/**
 * The texts of `<referral-editor>` in one language, by key. `{name}` marks where a value goes.
 *
 * @module referral-editor/locales
 */

/** The texts, by key. */
declare const texts: Readonly<Record<string, string>>;
export default texts;
