// @ts-check
/** @import { Host } from "./hosts.mjs" */
/** @type {Host[]} */
export const next = [];
