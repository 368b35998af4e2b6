// @ts-check
/**
 * Every host in which the package is tried, with what has to come of it. A host is used as it is after its installation:
 * where one needs an option at all, its name says so.
 */

import { angular } from "./angular.mjs";
import { bundlers } from "./bundlers.mjs";
import { frameworks } from "./frameworks.mjs";
import { next } from "./next.mjs";
import { pages } from "./pages.mjs";
import { runtimes } from "./runtimes.mjs";

/** @import { Checked } from "./parts/checks.js" */
/** @import { Workshop } from "./project.mjs" */

/** What came of it. @typedef {{ version: string, bytes: string, checked: Checked[] }} Tried */

/**
 * @typedef {object} Host
 * @property {string} name
 * @property {string} [tool] the package that gives the version; without one it is what the machine has
 * @property {string} opened in what its code runs, where that is not the host itself
 * @property {string} bytes how the module has to arrive
 * @property {boolean} [network] false: it saves with a `fetch` that it is given
 * @property {boolean} [element] its page has a `<referral-editor>`, too
 * @property {boolean} [slow] only on request
 * @property {(workshop: Workshop) => Promise<Tried>} run
 */

/** @type {Host[]} */
export const HOSTS = [...runtimes, ...pages, ...bundlers, ...frameworks, angular, ...next];

/** A host that takes longer than this has failed. */
export const LIMIT = 120_000;
export const SLOW_LIMIT = 600_000;
