// @ts-check
/**
 * What the types say of the element, as a Custom Elements Manifest (https://github.com/webcomponents/custom-elements-manifest).
 * The types are the one source: written by hand, held against the element by tests/types and tests/embed.
 *
 * Not by @custom-elements-manifest/analyzer: it reads the sources of a class and no declarations, and there the attributes
 * of this one are a table, its events are sent from several modules, and their types are nowhere.
 */

import { readFileSync } from "node:fs";
import ts from "typescript6";

/** @typedef {{ text: string }} Type */
/** @typedef {{ name: string, description: string }} Named */
/** @typedef {Named & { type: Type, default?: string, fieldName?: string }} Attribute */
/** @typedef {Named & { kind: "field", type: Type, default?: string, readonly?: true, attribute?: string }} Field */
/** @typedef {{ name: string, type: Type, optional?: true }} Parameter */
/** @typedef {Named & { kind: "method", static?: true, parameters: Parameter[], return: { type: Type } }} Method */
/** @typedef {Named & { type: Type }} Sent */
/**
 * @typedef {object} Declaration
 * @property {"class"} kind
 * @property {true} customElement
 * @property {string} name
 * @property {string} tagName
 * @property {string} description
 * @property {{ name: string }} superclass
 * @property {Attribute[]} attributes
 * @property {(Field | Method)[]} members
 * @property {Sent[]} events
 * @property {Named[]} slots
 * @property {Named[]} cssParts
 * @property {Named[]} cssStates
 * @property {Named[]} cssProperties
 */

/** Tags of the class, each with the list that it is for. */
const LISTS = /** @type {const} */ ({
  slot: "slots",
  csspart: "cssParts",
  cssstate: "cssStates",
  cssproperty: "cssProperties",
});

/** What says nothing of this element in particular. */
const INHERITED = new Set(["addEventListener", "removeEventListener"]);

/**
 * @param {string | URL} file of the types
 * @returns {Declaration}
 */
export function readElement(file) {
  const source = ts.createSourceFile("element.d.ts", readFileSync(file, "utf8"), ts.ScriptTarget.Latest, true);
  const element = /** @type {import("typescript6").ClassDeclaration | undefined} */ (
    source.statements.find((node) => ts.isClassDeclaration(node) && tagsOf(node).some(({ name }) => name === "tagname"))
  );
  const events = /** @type {import("typescript6").InterfaceDeclaration | undefined} */ (
    source.statements.find((node) => ts.isInterfaceDeclaration(node) && node.name.text.endsWith("EventMap"))
  );
  if (element?.name === undefined || events === undefined)
    throw new Error(`${file} has no class with @tagname, or no map of events`);

  /** @type {Declaration} */
  const declaration = {
    kind: "class",
    customElement: true,
    name: element.name.text,
    tagName: "",
    description: descriptionOf(element),
    superclass: { name: element.heritageClauses?.[0]?.types[0]?.getText(source) ?? "HTMLElement" },
    attributes: [],
    members: [],
    events: events.members.map((event) => ({
      name: nameOf(event, source),
      type: typeOf(/** @type {import("typescript6").PropertySignature} */ (event).type, source),
      description: needed(descriptionOf(event), nameOf(event, source)),
    })),
    slots: [],
    cssParts: [],
    cssStates: [],
    cssProperties: [],
  };
  for (const { name, text } of tagsOf(element)) {
    if (name === "tagname") declaration.tagName = text;
    // An attribute that has no property.
    else if (name === "attr") declaration.attributes.push({ ...named(text), type: { text: "string" } });
    else if (name in LISTS) declaration[LISTS[/** @type {keyof typeof LISTS} */ (name)]].push(named(text));
    else throw new Error(`@${name} on the class is none that the manifest knows`);
  }
  for (const member of element.members) addMember(declaration, member, source);
  return declaration;
}

/**
 * @param {Declaration} declaration
 * @param {import("typescript6").ClassElement} member
 * @param {import("typescript6").SourceFile} source
 */
function addMember(declaration, member, source) {
  const name = member.name ? nameOf(member, source) : "";
  if (INHERITED.has(name)) return;
  if (ts.isMethodDeclaration(member)) {
    declaration.members.push({
      kind: "method",
      name,
      ...(isMarked(member, ts.SyntaxKind.StaticKeyword) ? { static: true } : {}),
      description: needed(descriptionOf(member), name),
      parameters: member.parameters.map((parameter) => ({
        name: parameter.name.getText(source),
        ...(parameter.questionToken ? { optional: true } : {}),
        type: typeOf(parameter.type, source),
      })),
      return: { type: typeOf(member.type, source) },
    });
    return;
  }
  const known = /** @type {Field | undefined} */ (declaration.members.find((one) => one.name === name));
  if (ts.isSetAccessorDeclaration(member) && known) {
    delete known.readonly;
    // What may be written there is what an attribute says.
    const written = declaration.attributes.find(({ fieldName }) => fieldName === name);
    if (written) written.type = typeOf(member.parameters[0]?.type, source);
    return;
  }
  if (!ts.isPropertyDeclaration(member) && !ts.isGetAccessorDeclaration(member)) return;
  if (isMarked(member, ts.SyntaxKind.StaticKeyword)) return;
  const tags = new Map(tagsOf(member).map(({ name, text }) => [name, text]));
  const attribute = tags.get("attr");
  const fallback = tags.get("default");
  const type = typeOf(member.type, source);
  const description = needed(descriptionOf(member), name);
  const isReadonly = isMarked(member, ts.SyntaxKind.ReadonlyKeyword) || ts.isGetAccessorDeclaration(member);
  declaration.members.push({
    kind: "field",
    name,
    type,
    description,
    ...(fallback === undefined ? {} : { default: fallback }),
    ...(isReadonly ? { readonly: true } : {}),
    ...(attribute === undefined ? {} : { attribute }),
  });
  if (attribute === undefined) return;
  declaration.attributes.push({
    name: attribute,
    type,
    description,
    ...(fallback === undefined ? {} : { default: fallback }),
    fieldName: name,
  });
}

/**
 * The manifest of a package in which one module defines the element and another one only has its class.
 * @param {Declaration} declaration
 * @param {{ element: string, class: string }} paths from the root of the package
 */
export function manifestOf(declaration, paths) {
  const reference = { name: declaration.name, module: paths.class };
  const exported = { kind: "js", name: declaration.name, declaration: reference };
  return {
    schemaVersion: "2.1.0",
    modules: [
      {
        kind: "javascript-module",
        path: paths.element,
        declarations: [],
        exports: [{ kind: "custom-element-definition", name: declaration.tagName, declaration: reference }, exported],
      },
      { kind: "javascript-module", path: paths.class, declarations: [declaration], exports: [exported] },
    ],
  };
}

/** The tags of a comment, with what follows each on its line or lines. @param {import("typescript6").Node} node */
function tagsOf(node) {
  return ts.getJSDocTags(node).map((tag) => ({
    name: tag.tagName.text,
    text: oneLine(ts.getTextOfJSDocComment(tag.comment) ?? ""),
  }));
}

/** What a comment says before its tags. @param {import("typescript6").Node} node */
function descriptionOf(node) {
  const [comment] = /** @type {import("typescript6").JSDoc[]} */ (
    ts.getJSDocCommentsAndTags(node).filter((part) => ts.isJSDoc(part))
  );
  return oneLine(ts.getTextOfJSDocComment(comment?.comment) ?? "");
}

/** @param {string} text */
const oneLine = (text) => text.replace(/\s+/g, " ").trim();

/** `name - description`. @param {string} text @returns {Named} */
function named(text) {
  const [, name = "", description = ""] = /^(\S+) - (.+)$/.exec(text) ?? [];
  return { name, description: needed(description, text) };
}

/** @param {string} description @param {string} what */
function needed(description, what) {
  if (description === "") throw new Error(`${what} has no description`);
  return description;
}

/** @param {import("typescript6").Node} node @param {import("typescript6").SyntaxKind} kind */
function isMarked(node, kind) {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}

/** @param {import("typescript6").ClassElement | import("typescript6").TypeElement} member @param {import("typescript6").SourceFile} source */
function nameOf(member, source) {
  const { name } = member;
  return name && (ts.isStringLiteral(name) || ts.isIdentifier(name)) ? name.text : (name?.getText(source) ?? "");
}

/** @param {import("typescript6").TypeNode | undefined} node @param {import("typescript6").SourceFile} source @returns {Type} */
const typeOf = (node, source) => ({ text: oneLine(node?.getText(source) ?? "unknown").replace(OPEN, "") });

/** What leaves a union open to other texts, and says nothing to a reader. */
const OPEN = / \| \(string & \{\}\)/g;
