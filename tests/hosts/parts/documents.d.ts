/** The documentation's own example of a referral, which lacks a comma. `project.mjs` writes it into each project. */
export const verbatim: string;
/** With the comma. */
export const repaired: string;
