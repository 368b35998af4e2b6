// @ts-check
/**
 * Laws of the package on random documents, through the module that is shipped. Where a text is expected, it is put together
 * from the parts that the document was made of; where a value is, both are read by a reader of this file's own, which keeps
 * every digit and tells halves of characters apart.
 *
 * LAWS_TIMES=10 makes ten times as many documents of each kind, LAWS_SEED=123 makes those of an earlier run: each run prints
 * its seed, and so does what fails.
 */

import assert from "node:assert/strict";
import { readdirSync, readFileSync } from "node:fs";
import { test } from "node:test";
import * as referral from "referral-editor";
import { assertAlive, CLEAN } from "./helpers.mjs";

/** @import { Change, Edit } from "referral-editor" */

const { diff, edit, isReferralError, stripLinks, toPatch, transitions, validate, validateList } = referral;

const times = Number(process.env.LAWS_TIMES ?? 1);
const seed = Number(process.env.LAWS_SEED ?? Math.floor(Math.random() * 2 ** 32));
let state = seed;

/** A number from 0 to below 1 (mulberry32). */
function random() {
  state = (state + 0x6d2b79f5) | 0;
  let mixed = Math.imul(state ^ (state >>> 15), state | 1);
  mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)) ^ mixed;
  return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
}

/** A whole number from 0 to below `end`. @param {number} end */
const below = (end) => Math.floor(random() * end);
/** @param {number} chance */
const maybe = (chance) => random() < chance;
/** One of them. @template T @param {readonly T[]} all @returns {T} */
const oneOf = (all) => /** @type {T} */ (all[below(all.length)]);
/** @template T @param {number} count @param {(index: number) => T} make */
const several = (count, make) => Array.from({ length: count }, (_, index) => make(index));

/**
 * Runs a law so many times, says how often and how fast, and with which seed what fails was made.
 * @param {string} name
 * @param {number} count
 * @param {() => void} law
 */
function holds(name, count, law) {
  test(name, (context) => {
    const runs = Math.ceil(count * times);
    state = seed;
    const start = performance.now();
    for (let run = 0; run < runs; run += 1) {
      try {
        law();
      } catch (error) {
        throw new Error(`run ${run} of LAWS_SEED=${seed}: ${error instanceof Error ? error.message : error}`, {
          cause: error,
        });
      }
    }
    assertAlive();
    context.diagnostic(`${runs} runs in ${Math.round(performance.now() - start)} ms, LAWS_SEED=${seed}`);
  });
}

// ------------------------------------------------------------------------------------------------ random documents

/** A value as the parts that its text is made of. `before` and `after` are the white space around it, or its name. */
/** @typedef {{ text: string }} Scalar */
/** @typedef {{ before: string, value: Node, after: string }} Item */
/** @typedef {{ before: string, name: string, colon: string, value: Node, after: string }} Member */
/** @typedef {{ items: Item[], inside: string }} List */
/** @typedef {{ members: Member[], inside: string }} Table */
/** @typedef {Scalar | List | Table} Node */

/** Numbers and strings that a round trip through JavaScript changes, or nearly. */
const SCALARS = [
  ..."0 -0 1 50000 50000.0 5E4 1E5 1e+05 50000.10 12345678901234567.89 9007199254740993 1e400 -1E-400 0e99 0.1".split(
    " ",
  ),
  ...'"" "a" "\\u0061" "\\u0000" "\\/" "\\ud83d\\uddfc" "🗼" "\\ud800" "\\uD800" "\\udc01" "é" "\\n\\"\\\\"'.split(" "),
  ..."true false null".split(" "),
  '"2018-11-06T18:40:42.6178337Z"',
  '" Sue "',
  '"Fabrikam &amp; Sons"',
  '"\u2028\u2029\u007f\ufeff"',
  `"${"x".repeat(100)}"`,
];
/** Names with their quotes; several mean the same. */
const NAMES = [
  ...'"a" "\\u0061" "b" "" "links" "l\\u0069nks" "Links" "__proto__" "constructor" "toString" "10" "2" "-" "01"'.split(
    " ",
  ),
  ...'"é" "\\u00e9" "🗼" "\\ud83d\\uddfc" "\\ud800" "\\ud801" "a/b" "m~n" "~1" "\\/" "@odata.context" "a\\"b" "\\u0000"'.split(
    " ",
  ),
  ...'"id" "name" "status" "substatus" "details" "notes" "dealValue" "team" "email" "eTag" "customerProfile"'.split(
    " ",
  ),
];

/** @type {Map<string, string>} */
const meanings = new Map();
/** What a name with its quotes means. @param {string} name @returns {string} */
function meant(name) {
  const known = meanings.get(name) ?? JSON.parse(name);
  meanings.set(name, known);
  return known;
}

function space() {
  if (maybe(0.6)) return "";
  return several(1 + below(3), () => oneOf([" ", "  ", "\n", "\r\n", "\t", "\r", " ".repeat(below(40))])).join("");
}

function colon() {
  return maybe(0.5) ? ":" : `${space()}:${space()}`;
}

/** @param {number} depth how many levels it may have @param {boolean} twice whether a name may come twice @returns {Node} */
function anyValue(depth, twice) {
  const kind = below(10);
  if (depth <= 0 || kind < 5) return { text: oneOf(SCALARS) };
  // Now and then a tower.
  const inner = maybe(0.02) ? depth - 1 : Math.min(depth - 1, 4);
  const count = inner > 4 ? 1 : below(5);
  if (kind < 7) {
    const items = several(count, () => ({ before: space(), value: anyValue(inner, twice), after: space() }));
    return { items, inside: space() };
  }
  return anyTable(count, inner, twice);
}

/** @param {number} count @param {number} depth @param {boolean} twice @returns {Table} */
function anyTable(count, depth, twice) {
  const members = several(count, () => {
    const name = maybe(0.9) ? oneOf(NAMES) : JSON.stringify(`n${below(1000)}`);
    return { before: space(), name, colon: colon(), value: anyValue(depth, twice), after: space() };
  });
  const names = new Set();
  const kept = members.filter(({ name }) => {
    const isNew = !names.has(meant(name));
    names.add(meant(name));
    return isNew || twice;
  });
  return { members: kept, inside: space() };
}

/** @param {Node} node @returns {string} */
function textOf(node) {
  if ("text" in node) return node.text;
  if ("items" in node) return `[${node.items.map(itemText).join(",") || node.inside}]`;
  return `{${node.members.map(memberText).join(",") || node.inside}}`;
}

/** @param {Item} item */
const itemText = ({ before, value, after }) => before + textOf(value) + after;
/** @param {Member} member */
const memberText = (member) => member.before + memberCore(member) + member.after;
/** Without the white space around it. @param {Member} member */
const memberCore = ({ name, colon, value }) => name + colon + textOf(value);

/**
 * What stands between the brackets when some of the parts are taken out: each goes with the comma in front of it and the white
 * space on both sides of that comma, and at the front with the one behind it.
 * @param {{ before: string, core: string, after: string, goes: boolean }[]} parts
 */
function without(parts) {
  let text = parts[0]?.before ?? "";
  let after = "";
  let isFirst = true;
  for (const part of parts) {
    if (!part.goes) {
      text += (isFirst ? "" : `${after},${part.before}`) + part.core;
      isFirst = false;
    }
    after = part.after;
  }
  return text + after;
}

// ------------------------------------------------------------------------------------------------ an independent reader

/** @typedef {{ kind: "object", members: Map<string, Value> } | { kind: "array", items: Value[] } | { kind: "string", text: string } | { kind: "number", text: string } | { kind: "word", text: string }} Value */

/** Reads JSON text; the last of a name counts. @param {string} text @returns {Value} */
function read(text) {
  const token = /[ \t\r\n]*([[\]{},:]|"(?:[^"\\]|\\.)*"|[-+.\w]+)[ \t\r\n]*/y;
  const next = () => {
    const found = token.exec(text);
    assert.ok(found, "JSON");
    return /** @type {string} */ (found[1]);
  };
  const value = () => valueFrom(next());
  /** @param {string} first @returns {Value} */
  const valueFrom = (first) => {
    if (first === "[") {
      /** @type {Value[]} */
      const items = [];
      for (let word = next(); word !== "]"; word = next()) items.push(valueFrom(word === "," ? next() : word));
      return { kind: "array", items };
    }
    if (first === "{") {
      const members = new Map();
      for (let word = next(); word !== "}"; word = next()) {
        const name = JSON.parse(word === "," ? next() : word);
        assert.equal(next(), ":");
        members.delete(name);
        members.set(name, value());
      }
      return { kind: "object", members };
    }
    if (first.startsWith('"')) return { kind: "string", text: JSON.parse(first) };
    return { kind: /^[-\d]/.test(first) ? "number" : "word", text: first };
  };
  const all = value();
  assert.equal(token.lastIndex, text.length, "JSON to its end");
  return all;
}

/** A number as sign, digits and exponent: equal numbers have equal ones. @param {string} text */
function decimal(text) {
  const [, sign, whole = "", fraction = "", exponent = "0"] =
    /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([-+]?\d+))?$/.exec(text) ?? assert.fail(text);
  const digits = (whole + fraction).replace(/^0+/, "");
  const significant = digits.replace(/0+$/, "");
  if (significant === "") return "0";
  return `${sign}${significant}e${BigInt(exponent) + BigInt(digits.length - significant.length - fraction.length)}`;
}

/** One text for all values that mean the same. @param {Value} value @returns {string} */
function meaning(value) {
  if (value.kind === "object") {
    const names = [...value.members.keys()].sort();
    return `{${names.map((name) => `${JSON.stringify(name)}:${meaning(/** @type {Value} */ (value.members.get(name)))}`).join()}}`;
  }
  if (value.kind === "array") return `[${value.items.map(meaning).join()}]`;
  if (value.kind === "number") return decimal(value.text);
  return value.kind === "string" ? JSON.stringify(value.text) : value.text;
}

/** What a document means without the answer's envelope, which no comparison tells. @param {Value} value */
function meaningOfReferral(value) {
  if (value.kind === "object") {
    const members = [...value.members].filter(([name]) => name !== "links" && !name.startsWith("@odata."));
    return meaning({ kind: "object", members: new Map(members) });
  }
  return meaning(value);
}

/** @param {string} name */
const escaped = (name) => name.replaceAll("~", "~0").replaceAll("/", "~1");

// ------------------------------------------------------------------------------------------------ no byte is lost

holds("stripLinks takes out the top-level links and leaves every other byte", 12_000, () => {
  const [lead, trail] = [space(), space()];
  const table = anyTable(below(7), maybe(0.05) ? 120 : 4, true);
  const parts = table.members.map((member) => ({
    ...member,
    core: memberCore(member),
    goes: meant(member.name) === "links",
  }));
  const text = `${lead}${textOf(table)}${trail}`;
  const expected = `${lead}{${parts.length === 0 ? table.inside : without(parts)}}${trail}`;
  assert.equal(stripLinks(text), expected, text);
  assert.equal(stripLinks(Buffer.from(text)), expected, text);
  assert.equal(stripLinks(expected), expected);
});

/** A place in a document that a pointer can name. */
/** @typedef {{ parent: List | Table, index: number, path: string, levels: number }} Spot */

/** @param {Node} node @param {string} path @param {number} levels @param {Spot[]} spots */
function findSpots(node, path, levels, spots) {
  if ("items" in node) {
    node.items.forEach(({ value }, index) => {
      spots.push({ parent: node, index, path: `${path}/${index}`, levels });
      findSpots(value, `${path}/${index}`, levels + 1, spots);
    });
  } else if ("members" in node) {
    node.members.forEach(({ name, value }, index) => {
      const isLast = node.members.findLastIndex((other) => meant(other.name) === meant(name)) === index;
      if (!isLast || !meant(name).isWellFormed()) return;
      const inner = `${path}/${escaped(meant(name))}`;
      spots.push({ parent: node, index, path: inner, levels });
      findSpots(value, inner, levels + 1, spots);
    });
  }
  return spots;
}

/** The text with another text in the place of one container's. @param {Node} root @param {Node} container @param {string} text */
function textWith(root, container, text) {
  /** @param {Node} node @returns {string} */
  const write = (node) => {
    if (node === container) return text;
    if ("text" in node) return node.text;
    if ("items" in node) {
      return `[${node.items.map(({ before, value, after }) => before + write(value) + after).join() || node.inside}]`;
    }
    const member = (/** @type {Member} */ part) =>
      part.before + part.name + part.colon + write(part.value) + part.after;
    return `{${node.members.map(member).join() || node.inside}}`;
  };
  return write(root);
}

/** An edit of a document, and what its container's text becomes. @param {Spot} spot @param {string} whole @returns {{ edit: Edit, text: string }} */
function anyEdit({ parent, index, path }, whole) {
  const json = textOf(anyValue(2, true));
  const given = space() + json + space();
  const isList = "items" in parent;
  const parts = isList
    ? parent.items.map(({ before, value, after }) => ({
        before,
        front: "",
        colon: "",
        core: textOf(value),
        after,
        goes: false,
      }))
    : parent.members.map((member) => {
        const { before, name, colon, after } = member;
        return { before, front: name + colon, colon, core: memberCore(member), after, goes: false };
      });
  const close = (/** @type {string} */ inside) => (isList ? `[${inside}]` : `{${inside}}`);
  const part = parts[index];
  assert.ok(part);
  const above = path.slice(0, path.lastIndexOf("/"));
  const kind = below(4);
  if (kind === 0) {
    part.goes = true;
    return { edit: { op: "remove", path }, text: close(without(parts)) };
  }
  if (kind === 1 || (kind === 2 && !isList)) {
    part.core = part.front + json;
    const op = kind === 1 || isList ? "replace" : "add";
    return { edit: { op, path, json: given }, text: close(without(parts)) };
  }
  if (kind === 2) {
    // In front of another element, and set out as that one is.
    part.core = `${json},${part.before}${part.core}`;
    return { edit: { op: "add", path, json: given }, text: close(without(parts)) };
  }
  const last = parts.at(-1);
  assert.ok(last);
  if (isList) {
    last.core += `,${last.before}${json}`;
    return {
      edit: { op: "add", path: `${above}/${oneOf(["-", String(parts.length)])}`, json: given },
      text: close(without(parts)),
    };
  }
  const name = `new ${"é~/🗼"}${whole.length}`;
  last.core += `,${last.before}${JSON.stringify(name)}${last.colon}${json}`;
  return { edit: { op: "add", path: `${above}/${escaped(name)}`, json: given }, text: close(without(parts)) };
}

holds("edit changes what it names and leaves every other byte", 10_000, () => {
  const root = maybe(0.1) ? anyValue(100, true) : anyTable(1 + below(5), 5, true);
  const [lead, trail] = [space(), space()];
  const text = lead + textOf(root) + trail;
  const spots = findSpots(root, "", 0, []);
  assert.equal(edit(text, []), text);
  if (spots.length === 0) return;
  const spot = oneOf(spots);
  if (spot.levels > 110) return;
  const { edit: change, text: container } = anyEdit(spot, text);
  const expected = lead + textWith(root, spot.parent, container) + trail;
  const told = `${JSON.stringify(change)} in ${text}`;
  assert.equal(edit(text, [change]), expected, told);
  assert.equal(edit(Buffer.from(text), [change]), expected, told);
  // All or none: with an edit behind it that cannot be made, nothing is.
  if (maybe(0.1)) {
    const impossible = { op: /** @type {const} */ ("remove"), path: "/no/such/place" };
    assert.throws(() => edit(text, [change, impossible]), { code: "path" });
  }
});

// ------------------------------------------------------------------------------------------------ differences

/** Rows by their key, mostly with one. @param {string} key @returns {Node} */
function anyRows(key) {
  const keys = ["a@x", "b@x", "c@x", "d@x", " A@x ", "\\u0062@x", "", "1"];
  const items = several(below(5), () => {
    const row = anyTable(below(3), 1, false);
    const rest = row.members.filter(({ name }) => meant(name) !== key);
    const own = maybe(0.95)
      ? [{ before: "", name: `"${key}"`, colon: colon(), value: { text: `"${oneOf(keys)}"` }, after: "" }]
      : [];
    return { before: space(), value: { ...row, members: [...own, ...rest] }, after: space() };
  });
  return { items, inside: space() };
}

/** Something like a referral: known places with values and rows, and unknown members. @returns {Table} */
function anyReferral() {
  /** @param {[string, Node][]} members @returns {Table} */
  const table = (members) => {
    const all = members.filter(() => maybe(0.8)).sort(() => random() - 0.5);
    const written = all.map(([name, value]) => ({
      before: space(),
      name: `"${name}"`,
      colon: colon(),
      value,
      after: space(),
    }));
    return { members: written, inside: "" };
  };
  const value = () => anyValue(2, false);
  const requirements = table([
    ["solutions", anyRows("id")],
    ["products", anyRows("id")],
    ["offers", value()],
  ]);
  const known = table([
    ["id", value()],
    ["status", value()],
    ["substatus", value()],
    ["statusReason", value()],
    ["campaignId", value()],
    ["team", maybe(0.9) ? anyRows("email") : value()],
    ["target", anyRows("id")],
    [
      "details",
      maybe(0.9)
        ? table([
            ["notes", value()],
            ["dealValue", value()],
            ["currency", value()],
            ["requirements", requirements],
          ])
        : value(),
    ],
    [
      "customerProfile",
      table([
        ["team", anyRows("email")],
        ["size", value()],
        ["ids", anyRows("id")],
      ]),
    ],
    ["links", value()],
    ["@odata.etag", value()],
  ]);
  const names = known.members.map(({ name }) => meant(name));
  const unknown = anyTable(below(4), 3, false).members.filter(({ name }) => !names.includes(meant(name)));
  return { members: [...known.members, ...unknown], inside: space() };
}

/** @param {Node} node @returns {Node} */
function copy(node) {
  if ("text" in node) return node;
  if ("items" in node) return { ...node, items: node.items.map((item) => ({ ...item, value: copy(item.value) })) };
  return { ...node, members: node.members.map((member) => ({ ...member, value: copy(member.value) })) };
}

/** Members that can be added in one place or another by a documented operation. */
const ADDED = ["notes", "currency", "closingDateTime", "salesStage", "externalReferenceId", "statusReason", "team"];

/**
 * The document after some steps; its parts are new ones.
 * @param {Table} base
 * @param {(path: string) => boolean} wanted where most steps go
 * @returns {Table}
 */
function changed(base, wanted) {
  const draft = /** @type {Table} */ (copy(base));
  for (let steps = below(6); steps > 0; steps -= 1) {
    const spots = findSpots(draft, "", 0, []);
    const better = maybe(0.9) ? spots.filter(({ path }) => wanted(path)) : spots;
    if (better.length === 0) continue;
    const { parent, index } = oneOf(better);
    const all = /** @type {any[]} */ ("items" in parent ? parent.items : parent.members);
    switch (below(7)) {
      case 0:
        if ("items" in parent || maybe(0.3)) all.splice(index, 1);
        break;
      case 1:
        all[index].value = anyValue(2, false);
        break;
      case 2:
        all.push(...all.splice(index, 1));
        break;
      case 3:
      case 4: {
        // A row of its own kind, behind the others or between them.
        const { items } = /** @type {List} */ (anyRows(oneOf(["id", "email"])));
        if ("items" in parent) all.splice(maybe(0.5) ? all.length : below(all.length + 1), 0, ...items);
        break;
      }
      case 5: {
        const name = JSON.stringify(oneOf(ADDED));
        if ("members" in parent && parent.members.every((member) => member.name !== name)) {
          all.push({ ...all[index], value: copy(all[index].value), name });
        }
        break;
      }
      default:
        all[index].before = space();
    }
  }
  return draft;
}

/** @param {Change} change @returns {Edit} */
function asEdit({ path, kind, after }) {
  if (kind === "removed") return { op: "remove", path };
  return { op: kind === "added" ? "add" : "replace", path, json: after ?? "" };
}

let differences = 0;
holds("the changes of a diff, applied as edits, lead from base to draft", 4_000, () => {
  const base = maybe(0.8) ? anyReferral() : anyTable(below(5), 4, false);
  const draft = maybe(0.8) ? changed(base, () => true) : anyReferral();
  const [before, after] = [textOf(base), textOf(draft)];
  assert.deepEqual(diff(before, before), []);
  const changes = diff(before, after);
  const result = edit(before, changes.map(asEdit));
  const expected = meaningOfReferral(read(after));
  assert.equal(meaningOfReferral(read(result)), expected, `${before}\n${after}\n${JSON.stringify(changes)}`);
  assert.equal(changes.length === 0, meaningOfReferral(read(before)) === expected, `${before}\n${after}`);
  assert.deepEqual(diff(result, after), [], `${before}\n${after}`);
  differences += changes.length;
});

test("differences were met", () => assert.ok(differences > 1000 * Math.min(times, 1), String(differences)));

// ------------------------------------------------------------------------------------------------ patches

/** RFC 6902 `add` and `replace` on what `read` gives. @param {Value} root @param {Value} operation */
function apply(root, operation) {
  assert.ok(operation.kind === "object");
  const { members } = operation;
  assert.deepEqual([...members.keys()], ["op", "path", "value"]);
  const [op, path, value] = /** @type {[any, any, Value]} */ ([...members.values()]);
  const names = path.text
    .split("/")
    .slice(1)
    .map((/** @type {string} */ name) => name.replaceAll("~1", "/").replaceAll("~0", "~"));
  const last = names.pop();
  let parent = root;
  for (const name of names) {
    assert.ok(parent.kind === "object");
    parent = parent.members.get(name) ?? assert.fail(path.text);
  }
  if (parent.kind === "array") {
    assert.deepEqual([op.text, last], ["add", "-"]);
    parent.items.push(value);
  } else {
    assert.ok(parent.kind === "object");
    assert.equal(parent.members.has(last), op.text === "replace", `${op.text} ${path.text}`);
    parent.members.set(last, value);
  }
  return path.text;
}

const DOCUMENTED = new Set(
  JSON.parse(
    readFileSync(
      new URL("../samples/powerplatformconnectors-2023-10_v3-update-referral-details.schema.json", import.meta.url),
      "utf8",
    ),
  ).items.properties.path.enum,
);
assert.equal(DOCUMENTED.size, 18);
/** The documented value that a path is on or inside of. @param {string} path */
const documented = (path) => [...DOCUMENTED].find((known) => path === known || path.startsWith(`${known}/`));

let patches = 0;
let operations = 0;
let refusals = 0;
holds(
  "a patch, applied by another implementation, leads from base to draft, or is refused with what it cannot say",
  4_000,
  () => {
    const base = anyReferral();
    const draft = changed(base, (path) => documented(path) !== undefined);
    const [before, after] = [textOf(base), textOf(draft)];
    const told = `${before}\n${after}`;
    assert.equal(toPatch(before, before), "[]");
    let text;
    try {
      text = toPatch(before, after);
    } catch (error) {
      const cannot = diff(before, after).filter(
        ({ path, kind }) => !documented(path) || (kind === "removed" && DOCUMENTED.has(path)),
      );
      assert.deepEqual(
        [/** @type {any} */ (error).code, /** @type {any} */ (error).paths],
        ["not-patchable", cannot.map(({ path }) => path)],
        told,
      );
      refusals += 1;
      return;
    }
    const [result, patch] = [read(before), read(text)];
    assert.ok(patch.kind === "array");
    for (const operation of patch.items) assert.ok(DOCUMENTED.has(apply(result, operation)), text);
    assert.equal(meaningOfReferral(result), meaningOfReferral(read(after)), `${told}\n${text}`);
    patches += 1;
    operations += patch.items.length;
  },
);

test("patches and refusals were met", (context) => {
  context.diagnostic(`${patches} patches with ${operations} operations, ${refusals} refusals`);
  assert.ok(operations > 500 * Math.min(times, 1) && refusals > 100 * Math.min(times, 1));
});

// ------------------------------------------------------------------------------------------------ whatever the bytes are

const samples = readdirSync(new URL("../samples/", import.meta.url)).map((name) =>
  readFileSync(new URL(`../samples/${name}`, import.meta.url)),
);
assert.ok(samples.length > 25);
const small = [...samples.filter(({ length }) => length < 8_000), Buffer.from(CLEAN), Buffer.from(`[${CLEAN}]`)];
/** What turns one document into another, or into none. */
const PIECES = [
  ...'{ } [ ] , : " \\ / 0 - e9 . true null {"a":1, "a":1,"a":2, "links":{}, "value":[ "id": \\ud800 \\u00 "\\udc00" 1e99999999999999999999'.split(
    " ",
  ),
  ..."\u0000 \ufeff \u00a0 \u{10ffff} // /* NaN PUT <html>".split(" "),
  " ",
  "\r\n",
  "[".repeat(130),
  '{"a":'.repeat(130),
];

/** Bytes that are JSON, nearly JSON, or nothing of the kind. @returns {Buffer} */
function anyBytes() {
  const kind = below(6);
  if (kind === 0) return Buffer.from(several(below(200), () => below(256)));
  if (kind === 1) return Buffer.from(several(below(30), () => oneOf(PIECES)).join(""));
  let bytes = kind === 2 ? Buffer.from(textOf(anyReferral())) : Buffer.from(oneOf(small));
  if (kind === 3) return bytes.subarray(0, below(bytes.length + 1));
  for (let steps = 1 + below(4); steps > 0; steps -= 1) {
    const [from, to] = [below(bytes.length + 1), below(bytes.length + 1)].sort((a, b) => a - b);
    const [front, middle, back] = [bytes.subarray(0, from), bytes.subarray(from, to), bytes.subarray(to)];
    const piece = Buffer.from(oneOf(PIECES));
    const single = Buffer.from([below(256)]);
    bytes = oneOf([
      () => Buffer.concat([front, piece, middle, back]),
      () => Buffer.concat([front, single, bytes.subarray(from + 1)]),
      () => Buffer.concat([front, bytes.subarray(from + below(20))]),
      () => Buffer.concat([front, middle.subarray(0, 300), middle.subarray(0, 300), middle.subarray(300), back]),
    ])();
  }
  return bytes;
}

/** @param {unknown} input @param {any} other @param {string} path @returns {[string, () => unknown][]} */
const calls = (input, other, path) => [
  ["validate", () => validate(/** @type {any} */ (input))],
  ["validate, base", () => validate(/** @type {any} */ (input), { base: other })],
  ["validate as base", () => validate(other, { base: /** @type {any} */ (input) })],
  ["validateList", () => validateList(/** @type {any} */ (input))],
  ["transitions", () => transitions(/** @type {any} */ (input))],
  ["stripLinks", () => stripLinks(/** @type {any} */ (input))],
  ["diff", () => diff(/** @type {any} */ (input), other)],
  ["diff to it", () => diff(other, /** @type {any} */ (input))],
  ["toPatch", () => toPatch(other, /** @type {any} */ (input))],
  ["edit", () => edit(/** @type {any} */ (input), [{ op: oneOf(["add", "replace", "remove"]), path, json: "[1]" }])],
  ["edit with it", () => edit(CLEAN, [{ op: "add", path, json: String(input) }])],
];

let asked = 0;
let thrown = 0;
let findings = 0;
holds("whatever the bytes are, nothing but a ReferralError is thrown, and the next call is answered", 5_000, () => {
  const bytes = anyBytes();
  const input = oneOf([bytes, bytes.toString("utf8"), bytes.toString("latin1")]);
  const other = maybe(0.2) ? anyBytes() : CLEAN;
  const path = oneOf(["", "/", "/a", "/links", "/value/0", "/team/-", "/details/notes", "/id", "/~", "/\ufffd"]);
  for (const [name, call] of calls(input, other, path)) {
    const told = () => `${name} of ${JSON.stringify(bytes.toString("latin1"))}`;
    asked += 1;
    try {
      const answer = /** @type {any} */ (call());
      if (name === "validate") {
        const isFine = answer.findings.every((/** @type {any} */ finding) => finding.severity !== "error");
        if (answer.valid !== isFine) assert.fail(told());
        findings += answer.findings.length;
      }
    } catch (error) {
      if (!isReferralError(error)) assert.fail(`${error} from ${told()}`);
      if (name.startsWith("validate") || name === "transitions") assert.fail(`it throws for content: ${told()}`);
      thrown += 1;
    }
    // A module that has trapped answers nothing any more.
    const { valid, findings: none } = validate(CLEAN);
    if (!valid || none.length > 0) assert.fail(told());
  }
});

test("what was asked of random bytes", (context) => {
  context.diagnostic(`${asked} calls: ${thrown} ReferralErrors, ${findings} findings`);
  assert.ok(thrown > 0 && thrown < asked && findings > 0);
});
