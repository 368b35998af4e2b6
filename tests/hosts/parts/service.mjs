// @ts-check
// Stands in for the network of a program: the portal that hands out tokens, and the API. It says at the end what the API
// was sent by PUT, and what it holds.

import { createSandbox } from "../../../www/sandbox/sandbox.js";
import { loadSeeds } from "../../../www/sandbox/seed.js";

const ID = "49d90c72-3326-4f61-aacc-2cb57970448c";
const sandbox = createSandbox({ documents: await loadSeeds() });

globalThis.fetch = async (input, init) => {
  if (input === "/my/token") return new Response(sandbox.token);
  const request = new Request(input, init);
  if (new URL(request.url).origin !== "https://api.partner.microsoft.com")
    throw new TypeError(`no way to ${request.url}`);
  return await sandbox.handle(request);
};

process.on("exit", () => {
  const held = sandbox.document(ID) ?? "";
  const { status, substatus } = JSON.parse(held);
  for (const { method, status } of sandbox.requests) if (method !== "GET") console.log(method, status);
  console.log(`${status}\n${substatus}\n${/"dealValue": *([^,\s]+)/.exec(held)?.[1]}`);
});
