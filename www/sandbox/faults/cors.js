// @ts-check
/**
 * What keeps a page of another origin from sending, or from reading an answer.
 * Must never change what is carried out.
 */

import { withHeaders } from "./fault.js";

/** @import { Fault } from "./fault.js" */

const EXPOSED = "Access-Control-Expose-Headers";
const PREFLIGHT = [
  "Access-Control-Allow-Origin",
  "Access-Control-Allow-Methods",
  "Access-Control-Allow-Headers",
  "Access-Control-Max-Age",
  EXPOSED,
];

/** @type {Fault[]} */
export const CORS = [
  {
    name: "preflight-refused",
    does: "The preflight is answered with 403 and without CORS headers; a browser does not send the request.",
    preflight: true,
    after: (draft) => withHeaders({ ...draft, status: 403 }, Object.fromEntries(PREFLIGHT.map((name) => [name, null]))),
  },
  {
    name: "no-cors",
    does: "The request is carried out, and its answer has no Access-Control-Allow-Origin.",
    after: (draft) => withHeaders(draft, { "Access-Control-Allow-Origin": null, [EXPOSED]: null }),
  },
  {
    name: "unexposed",
    does: "Pages of other origins cannot read a header of the answer.",
    parameters: {
      header: { words: ["ETag", "Retry-After", "all"], default: "all", does: "which one is not exposed" },
    },
    after: (draft, { header }) => {
      const exposed = (draft.headers.get(EXPOSED) ?? "").split(", ").filter((name) => name !== header);
      return withHeaders(draft, { [EXPOSED]: header === "all" || exposed.length === 0 ? null : exposed.join(", ") });
    },
  },
];
