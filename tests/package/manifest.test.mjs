// @ts-check
// custom-elements.json: what its schema asks for, what the element is, and what the package says of both.

import assert from "node:assert/strict";
import { readFile } from "node:fs/promises";
import { test } from "node:test";
import { Ajv } from "ajv";
import { ReferralEditorElement } from "referral-editor/element/class";

/** @import { Declaration } from "../../xtask/element/read.mjs" */

const root = new URL("../../", import.meta.url);
/** @param {string} file */
const json = async (file) => JSON.parse(await readFile(new URL(file, root), "utf8"));

const { customElements: file, exports } = await json("package.json");
const manifest = await json(file);
const [defining, own] = manifest.modules;
const element = /** @type {Declaration} */ (own.declarations[0]);

test("package.json leads to it, and it to the modules of the package", async () => {
  assert.equal(exports["./custom-elements.json"], `./${file.replace("./", "")}`);
  assert.equal(`./${defining.path}`, exports["./element"].default);
  assert.equal(`./${own.path}`, exports["./element/class"].default);
  for (const { path, exports: exported } of manifest.modules) {
    const code = await readFile(new URL(path, root), "utf8");
    for (const { kind, name, declaration } of exported) {
      assert.deepEqual(declaration, { name: "ReferralEditorElement", module: own.path });
      if (kind === "js") assert.ok(code.includes(name), `${path} exports ${name}`);
    }
  }
});

test("it is what its schema asks for", async () => {
  const schema = await json("node_modules/custom-elements-manifest/schema.json");
  const ajv = new Ajv({ strict: false, allErrors: true });
  const isValid = ajv.compile(schema);
  assert.equal(isValid(manifest), true, ajv.errorsText(isValid.errors));
  assert.equal(isValid({ ...manifest, modules: [{ kind: "module" }] }), false, "it asks for something");
  assert.equal(manifest.schemaVersion, "2.1.0");
});

test("it has everything, each with a name of its own and a description", () => {
  assert.deepEqual([element.kind, element.customElement, element.tagName], ["class", true, "referral-editor"]);
  assert.deepEqual(
    defining.exports.map((/** @type {{ kind: string }} */ { kind }) => kind),
    ["custom-element-definition", "js"],
  );
  const { attributes, members, events, slots, cssParts, cssStates, cssProperties } = element;
  const lists = { attributes, members, events, slots, cssParts, cssStates, cssProperties };
  for (const [name, list] of Object.entries(lists)) {
    assert.ok(list.length > 0, name);
    assert.equal(new Set(list.map((one) => one.name)).size, list.length, `${name}: no name twice`);
    for (const one of list) assert.ok(one.name && one.description, `${name}: ${one.name} has a description`);
  }
  for (const one of [...attributes, ...events]) assert.ok(one.type.text, one.name);
});

test("its attributes are those that the element looks at", () => {
  const { observedAttributes } = /** @type {{ observedAttributes: string[] }} */ (
    /** @type {unknown} */ (ReferralEditorElement)
  );
  assert.deepEqual(element.attributes.map(({ name }) => name).sort(), [...observedAttributes].sort());
});

test("its members are those that the class has, and none is missing", () => {
  const inherited = ["lang"];
  const prototype = ReferralEditorElement.prototype;
  const there = new Set(Object.getOwnPropertyNames(prototype));
  for (const member of element.members) {
    const holder = "static" in member ? ReferralEditorElement : prototype;
    assert.ok(member.name in holder || inherited.includes(member.name), `${member.name} is there`);
    there.delete(member.name);
  }
  const reactions = /^(constructor|(connected|disconnected|adopted|attributeChanged|form\w+)(Moved)?Callback)$/;
  assert.deepEqual(
    [...there].filter((name) => !reactions.test(name)),
    [],
    "and no other is public",
  );
});

test("what a person can read only cannot be set", () => {
  const prototype = ReferralEditorElement.prototype;
  for (const member of element.members) {
    if (member.kind !== "field" || member.name === "lang") continue;
    const { set } = Object.getOwnPropertyDescriptor(prototype, member.name) ?? {};
    assert.equal(set === undefined, member.readonly === true, member.name);
  }
});
