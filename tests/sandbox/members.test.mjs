// @ts-check
import assert from "node:assert/strict";
import { test } from "node:test";
import { NotAnObject, readMembers, writeMembers } from "../../www/sandbox/members.js";

test("each value keeps its text, each name is decoded, the order stays", () => {
  const text = `\r\n\t { "n" : 12345678901234567.89 ,"e":1E5,
    "s": "a\\"}],{[\\\\", "o": { "a" : [ 1 , { "}" : "]" } ] } , "\\u0061b":null,"__proto__":{"x":1},"": [] ,"t":true}\n`;
  assert.deepEqual(readMembers(text), [
    ["n", "12345678901234567.89"],
    ["e", "1E5"],
    ["s", '"a\\"}],{[\\\\"'],
    ["o", '{ "a" : [ 1 , { "}" : "]" } ] }'],
    ["ab", "null"],
    ["__proto__", '{"x":1}'],
    ["", "[]"],
    ["t", "true"],
  ]);
});

test("an empty object has no members", () => {
  assert.deepEqual(readMembers(" { } "), []);
  assert.equal(writeMembers([]), "{}");
});

test("the same name twice is refused, also when it is written differently", () => {
  assert.throws(() => readMembers('{"a":1,"a":1}'), NotAnObject);
  assert.throws(() => readMembers('{"status":1,"st\\u0061tus":2}'), NotAnObject);
  assert.throws(() => readMembers('{"__proto__":1,"__proto__":2}'), NotAnObject);
  assert.doesNotThrow(() => readMembers('{"a":{"b":1,"b":2}}'));
});

test("what is not an object, or not JSON, is refused", () => {
  for (const text of ["[]", "null", '"{}"', "1", "true"]) assert.throws(() => readMembers(text), NotAnObject, text);
  for (const text of ["", "{", '{"a":1,}', "{'a':1}", '{"a":01}', "{}{}", "\u00a0{}", "\ufeff{}", '{"a":\u00a01}']) {
    assert.throws(() => readMembers(text), SyntaxError, text);
  }
});

test("long strings and deep values do not end the process", () => {
  const long = `"${"a\\n".repeat(2_000_000)}"`;
  const deep = "[".repeat(200_000) + "]".repeat(200_000);
  assert.deepEqual(readMembers(`{"long":${long},"deep":${deep}}`), [
    ["long", long],
    ["deep", deep],
  ]);
});

test("written members read back the same", () => {
  const members = readMembers('{"a\\n\\ud800":1.0,"b":{"c" : "\\u0000"}}');
  assert.deepEqual(readMembers(writeMembers(members)), members);
});
