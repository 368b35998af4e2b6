// @ts-check
// Every way in which a connection, an answer or a caller can fail, in Node, against the sandbox over real HTTP.

import assert from "node:assert/strict";
import { after, describe, test } from "node:test";
import { STATUSES } from "../../www/sandbox/faults/statuses.js";
import { FAULTS } from "../../www/sandbox/faults/table.js";
import { BODY, UNUSABLE } from "../faults/body.mjs";
import { CLIENT } from "../faults/client.mjs";
import { CONNECTION, CUT_ONCE } from "../faults/connection.mjs";
import { nodeHost } from "../faults/node.mjs";
import { lookedForLeaks, play } from "../faults/play.mjs";
import { RETRY_AFTER } from "../faults/retry-after.mjs";
import { STATUS } from "../faults/status.mjs";

/** @import { Case } from "../faults/play.mjs" */

/** @type {Record<string, Case[]>} */
const TABLES = {
  Connection: [...CONNECTION, ...CUT_ONCE],
  Status: STATUS,
  "Retry-After": RETRY_AFTER,
  Body: [...BODY, ...UNUSABLE],
  Client: CLIENT,
};

/** In browsers only: a preflight, what a page may read, and what HTTP/2 does to a connection. */
const ELSEWHERE = /^(preflight-refused|no-cors|unexposed)$/;

test("every fault and every status that the sandbox knows is in a case", () => {
  const words = Object.values(TABLES)
    .flat()
    .flatMap(({ put = [], get = [] }) => [put, get].flat());
  for (const fault of FAULTS.keys()) {
    assert.ok(ELSEWHERE.test(fault) || words.some((text) => new RegExp(`(^|, )${fault}\\b(?!-)`).test(text)), fault);
  }
  for (const code of STATUSES)
    assert.ok(
      words.some((text) => text.includes(`status; code=${code}`)),
      code,
    );
});

let played = 0;
for (const [heading, rows] of Object.entries(TABLES)) {
  // Each has a sandbox of its own, and most of them wait most of the time.
  describe(heading, { concurrency: 12 }, () => {
    for (const row of rows) {
      test(row.name, async () => {
        await play(nodeHost(), row);
        played += 1;
      });
    }
  });
}

after(() => console.log(`Node: ${played} cases played to their end, ${lookedForLeaks()} times looked for leaks: none`));
