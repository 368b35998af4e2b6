// @ts-check
/**
 * Every fault of the sandbox: the one source for headers, scenarios and faults.md.
 * Must never hold a fault of the network before the server, or of the page: those are not the sandbox's to play.
 */

import { BODY } from "./body.js";
import { COLLEAGUE } from "./colleague.js";
import { CONNECTION } from "./connection.js";
import { CORS } from "./cors.js";
import { ETAG } from "./etag.js";
import { RETRY_AFTER } from "./retry-after.js";
import { STATUS } from "./status.js";

/** @import { Fault } from "./fault.js" */

/** In the order of faults.md. @type {readonly { heading: string, faults: readonly Fault[] }[]} */
export const GROUPS = [
  { heading: "Somebody else", faults: COLLEAGUE },
  { heading: "Connection", faults: CONNECTION },
  { heading: "CORS", faults: CORS },
  { heading: "Status", faults: STATUS },
  { heading: "Retry-After", faults: RETRY_AFTER },
  { heading: "Body", faults: BODY },
  { heading: "Entity tag", faults: ETAG },
];

/** @type {ReadonlyMap<string, Fault>} */
export const FAULTS = new Map(GROUPS.flatMap(({ faults }) => faults).map((fault) => [fault.name, fault]));
