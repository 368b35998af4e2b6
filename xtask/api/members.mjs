// For typedoc: the members of a union with what the types say of each. Its Markdown shows neither the comments of finding codes
// nor what belongs to which outcome.

import { Converter, ReflectionKind } from "typedoc";

/** @param {import("typedoc").Application} app */
export function load(app) {
  app.converter.on(Converter.EVENT_RESOLVE_END, ({ project }) => {
    for (const alias of project.getReflectionsByKind(ReflectionKind.TypeAlias)) {
      for (const union of unionsOf(alias.type)) {
        alias.comment?.summary.push(...list(union));
      }
    }
  });
}

/** Of a type, or of its halves. */
function unionsOf(type) {
  if (type?.type === "union") return [type];
  return type?.type === "intersection" ? type.types.filter((half) => half.type === "union") : [];
}

/** Nothing where nothing is said of any member. */
function list({ types, elementSummaries = [] }) {
  const items = types.flatMap((type, at) => item(type, elementSummaries[at] ?? []));
  return items.length === 0 ? [] : [text("\n"), ...items, text("\n")];
}

/** A value with what is said of it; or an object by its first member, which tells it from the others, and the rest below. */
function item(type, summary) {
  const [first, ...others] = membersOf(type);
  if (first) {
    const nested = others.flatMap((member) => [text("\n  - "), ...line(member)]);
    return [text("\n- "), ...line(first), ...(summary.length > 0 ? [text(" "), ...flat(summary)] : []), ...nested];
  }
  return summary.length > 0 ? [text("\n- "), code(type), text(": "), ...flat(summary)] : [];
}

/** The members of an object, its own and not those of the other half of an intersection. */
function membersOf(type) {
  if (type.type === "reflection") return type.declaration.children ?? [];
  return type.type === "intersection" ? type.types.flatMap(membersOf) : [];
}

/** Its name, its type, and what is said of it. */
function line({ name, flags, type, comment }) {
  return [code(`${name}${flags.isOptional ? "?" : ""}: ${type}`), text(": "), ...flat(comment?.summary ?? [])];
}

/** In one line, as it stands in a list. */
const flat = (parts) => parts.map((part) => ({ ...part, text: part.text.replace(/\s*\n\s*/g, " ") }));
const text = (words) => ({ kind: "text", text: words });
const code = (words) => ({ kind: "code", text: `\`${words}\`` });
