// @ts-check
/** The tables of docs/element.md and its translation, from the manifest. */

import { ZH } from "./zh-CN.mjs";

/** @import { Declaration, Field, Method } from "./read.mjs" */

/** What a table is called, and its columns, by language. */
const HEADINGS = {
  en: {
    attributes: ["attribute", "values", "default", "what it is for"],
    properties: ["property", "type", "what it is for"],
    methods: ["method", "what it does"],
    events: ["event", "detail", "when"],
    slots: ["slot", "where"],
    parts: ["part", "what it is"],
    states: ["state", "when"],
    cssProperties: ["property", "what it is for"],
  },
  "zh-CN": {
    attributes: ["特性", "取值", "默认值", "用途"],
    properties: ["属性", "类型", "用途"],
    methods: ["方法", "作用"],
    events: ["事件", "detail", "何时触发"],
    slots: ["插槽", "位置"],
    parts: ["部件", "是什么"],
    states: ["状态", "何时"],
    cssProperties: ["CSS 属性", "用途"],
  },
};

const READ_ONLY = { en: "read-only", "zh-CN": "只读" };

/** @typedef {keyof typeof HEADINGS} Language */
/** @typedef {keyof typeof HEADINGS["en"]} Table */

/** In the order of the text. */
export const TABLES = /** @type {Table[]} */ (Object.keys(HEADINGS.en));
export const LANGUAGES = /** @type {Language[]} */ (Object.keys(HEADINGS));

/**
 * @param {Declaration} element
 * @param {Table} table
 * @param {Language} language
 * @returns {string} Markdown
 */
export function tableOf(element, table, language) {
  const said = (/** @type {{ name: string, description: string }} */ { name, description }) =>
    language === "en" ? description : translated(table, name, description);
  const rows = ROWS[table](element, said, language);
  const headings = HEADINGS[language][table];
  return [headings, headings.map(() => "---"), ...rows].map((cells) => `| ${cells.map(cell).join(" | ")} |`).join("\n");
}

/** @typedef {(of: { name: string, description: string }) => string} Said */

/** @type {Record<Table, (element: Declaration, said: Said, language: Language) => string[][]>} */
const ROWS = {
  attributes: ({ attributes }, said) =>
    attributes.map((one) => [
      code(one.name),
      one.type.text === "boolean" ? "–" : types(one.type.text.replace(/ \| null\b/, "")),
      one.default === undefined || one.type.text === "boolean" ? "" : code(one.default.replaceAll('"', "")),
      said(one),
    ]),
  properties: (element, said, language) =>
    properties(element).map((one) => [
      code(one.name),
      code(one.type.text) + (one.readonly ? ` ${READ_ONLY[language]}` : ""),
      said(one),
    ]),
  methods: ({ members }, said) => methods(members).map((one) => [code(signature(one)), said(one)]),
  events: ({ events }, said) =>
    events.map((one) => [code(one.name), code(one.type.text.replace(/^CustomEvent<(.*)>$/, "$1")), said(one)]),
  slots: ({ slots }, said) => slots.map((one) => [code(one.name), said(one)]),
  parts: ({ cssParts }, said) => cssParts.map((one) => [code(one.name), said(one)]),
  states: ({ cssStates }, said) => cssStates.map((one) => [code(`:state(${one.name})`), said(one)]),
  cssProperties: ({ cssProperties }, said) => cssProperties.map((one) => [code(one.name), said(one)]),
};

/** @param {Declaration["members"]} members */
const fields = (members) => /** @type {Field[]} */ (members.filter(({ kind }) => kind === "field"));
/** Those that are no attribute, under its own name or another. @param {Declaration} element */
const properties = ({ members, attributes }) =>
  fields(members).filter(
    ({ attribute, name }) => attribute === undefined && attributes.every((one) => one.name !== name),
  );
/** @param {Declaration["members"]} members */
const methods = (members) => /** @type {Method[]} */ (members.filter(({ kind }) => kind === "method"));

/** @param {Method} method */
function signature({ name, static: isStatic, parameters, return: { type } }) {
  const taken = parameters.map(({ name, optional }) => (optional ? `${name}?` : name)).join(", ");
  return `${isStatic ? "static " : ""}${name}(${taken}): ${type.text}`;
}

/** @param {string} text a type, of which each alternative is a value to write */
const types = (text) =>
  text
    .split(" | ")
    .map((one) => code(one.replaceAll('"', "")))
    .join(", ");

/** @param {string} text */
const code = (text) => `\`${text}\``;

/** @param {string} text */
const cell = (text) => text.replaceAll("|", "\\|");

/**
 * @param {Table} table
 * @param {string} name
 * @param {string} english
 */
function translated(table, name, english) {
  const [of, chinese] = ZH[table]?.[name] ?? [];
  if (chinese === undefined) throw new Error(`xtask/element/zh-CN.mjs has no ${name} among its ${table}`);
  if (of !== english) {
    throw new Error(`xtask/element/zh-CN.mjs translates ${name} (${table}) from "${of}", and it is "${english}" now`);
  }
  return chinese;
}

/** Those that nothing in the manifest has any more. @param {Declaration} element */
export function leftOver(element) {
  const names = {
    attributes: element.attributes,
    properties: properties(element),
    methods: methods(element.members),
    events: element.events,
    slots: element.slots,
    parts: element.cssParts,
    states: element.cssStates,
    cssProperties: element.cssProperties,
  };
  return TABLES.flatMap((table) =>
    Object.keys(ZH[table] ?? {})
      .filter((name) => names[table].every((one) => one.name !== name))
      .map((name) => `${table}: ${name}`),
  );
}
