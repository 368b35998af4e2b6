//! What the module consists of: its code by crate and module, and what it would save to be without each.
//!
//! The module is built as it is shipped, but with its names kept. The optimiser joins functions, also across crates: a
//! group's bytes are those of the functions that are left, under the name of the outermost.

use std::collections::BTreeMap;
use std::fs;
use std::ops::Range;

use anyhow::{Context, Result};
use wasmparser::{KnownCustom, Name, Parser, Payload, TypeRef};

use super::{module, sizes};

/// How many groups are compressed anew, each without the others: a second or so each.
const GROUPS: usize = 24;
const FUNCTIONS: usize = 30;

/// Prints the groups and the biggest functions.
pub fn print() -> Result<()> {
    let file = module::build_named()?;
    let bytes = fs::read(&file).with_context(|| format!("{} could not be read", file.display()))?;
    let anatomy = Anatomy::of(&bytes)?;
    let whole = sizes::brotli(&without(&bytes, std::slice::from_ref(&anatomy.names)))?;

    let mut groups: BTreeMap<String, Vec<&Piece>> = BTreeMap::new();
    for piece in &anatomy.pieces {
        groups.entry(group(&piece.name)).or_default().push(piece);
    }
    let mut groups: Vec<(String, usize, Vec<&Piece>)> = groups
        .into_iter()
        .map(|(name, pieces)| (name, pieces.iter().map(|piece| piece.range.len()).sum(), pieces))
        .collect();
    groups.sort_by_key(|(_, bytes, _)| std::cmp::Reverse(*bytes));

    println!("\n{:<44} {:>9} {:>10} {:>9}", "the module, by crate and module", "bytes", "functions", "brotli");
    for (name, size, pieces) in groups.iter().take(GROUPS) {
        let mut out: Vec<Range<usize>> = pieces.iter().map(|piece| piece.range.clone()).collect();
        out.push(anatomy.names.clone());
        let saved = whole.saturating_sub(sizes::brotli(&without(&bytes, &out))?);
        println!("{name:<44} {size:>9} {:>10} {saved:>9}", pieces.len());
    }
    let rest = groups.get(GROUPS..).unwrap_or_default();
    let (size, count) = rest.iter().fold((0, 0), |sum, (_, bytes, pieces)| (sum.0 + bytes, sum.1 + pieces.len()));
    println!("{:<44} {size:>9} {count:>10}", format!("{} others", rest.len()));
    let total: usize = groups.iter().map(|(_, bytes, _)| bytes).sum();
    println!("{:<44} {total:>9} {:>10} {whole:>9}", "in all", anatomy.pieces.len());

    let mut pieces: Vec<&Piece> = anatomy.pieces.iter().collect();
    pieces.sort_by_key(|piece| std::cmp::Reverse(piece.range.len()));
    println!("\n{:>9}  the biggest", "bytes");
    for piece in pieces.into_iter().take(FUNCTIONS) {
        println!("{:>9}  {}", piece.range.len(), piece.name);
    }
    println!(
        "\nbrotli: how much smaller the module would be without the group. The optimiser joins functions; a name is that"
    );
    println!(
        "of the outermost: what `putReferral` does lies in a closure of js_sys, and small functions in the exports.\n"
    );
    Ok(())
}

/// A function, or a section that holds none.
#[derive(Debug, PartialEq, Eq)]
struct Piece {
    name: String,
    range: Range<usize>,
}

/// Where everything lies in a module.
struct Anatomy {
    pieces: Vec<Piece>,
    /// The names themselves, which are not shipped.
    names: Range<usize>,
}

impl Anatomy {
    fn of(bytes: &[u8]) -> Result<Self> {
        let (mut imported, mut bodies, mut sections) = (0, Vec::new(), Vec::new());
        let (mut known, mut names) = (BTreeMap::new(), 0..0);
        for payload in Parser::new(0).parse_all(bytes) {
            let payload = payload?;
            match &payload {
                Payload::ImportSection(imports) => {
                    for import in imports.clone().into_imports() {
                        imported += u32::from(matches!(import?.ty, TypeRef::Func(_) | TypeRef::FuncExact(_)));
                    }
                }
                Payload::CodeSectionEntry(body) => bodies.push(body.range()),
                Payload::CustomSection(section) => {
                    if let KnownCustom::Name(found) = section.as_known() {
                        names = section.range();
                        for name in found {
                            if let Name::Function(map) = name? {
                                for naming in map {
                                    let naming = naming?;
                                    known.insert(naming.index, plain(naming.name));
                                }
                            }
                        }
                    }
                }
                Payload::DataSection(section) => sections.push(("[data]", section.range())),
                Payload::ElementSection(section) => sections.push(("[table of functions]", section.range())),
                Payload::ExportSection(section) => sections.push(("[exports]", section.range())),
                Payload::TypeSection(section) => sections.push(("[types]", section.range())),
                Payload::FunctionSection(section) => sections.push(("[types of the functions]", section.range())),
                _ => {}
            }
            if let Payload::ImportSection(section) = &payload {
                sections.push(("[imports]", section.range()));
            }
        }
        let functions = (imported..).zip(bodies).map(|(index, range)| {
            let name = known.get(&index).cloned().unwrap_or_else(|| format!("function {index}"));
            Piece { name, range }
        });
        let pieces = sections.into_iter().map(|(name, range)| Piece { name: name.to_owned(), range });
        Ok(Self { pieces: functions.chain(pieces).collect(), names })
    }
}

/// A name to be read by people: without the hashes that a compiler adds.
fn plain(name: &str) -> String {
    const DIGITS: usize = 16;
    let name = format!("{:#}", rustc_demangle::demangle(name));
    let is_hash = |text: &str| text.len() == DIGITS && text.chars().all(|digit| digit.is_ascii_hexdigit());
    // `core[0123456789abcdef]::fmt`, and `::h0123456789abcdef` at the end.
    let mut parts = name.split('[');
    let mut text = parts.next().unwrap_or_default().to_owned();
    for part in parts {
        match part.split_once(']') {
            Some((hash, rest)) if is_hash(hash) => text.push_str(rest),
            _ => text.extend(["[", part]),
        }
    }
    match text.rsplit_once("::h") {
        Some((rest, hash)) if is_hash(hash) => rest.to_owned(),
        _ => text,
    }
}

/// The bytes without these ranges.
fn without(bytes: &[u8], ranges: &[Range<usize>]) -> Vec<u8> {
    let mut ranges: Vec<&Range<usize>> = ranges.iter().collect();
    ranges.sort_by_key(|range| range.start);
    let mut kept = Vec::with_capacity(bytes.len());
    let mut from = 0;
    for range in ranges {
        kept.extend_from_slice(bytes.get(from..range.start).unwrap_or_default());
        from = range.end;
    }
    kept.extend_from_slice(bytes.get(from..).unwrap_or_default());
    kept
}

/// Where a function belongs: our modules and those of the standard library by name, other crates as a whole. What the
/// standard library was made to do for a type of another crate belongs to that crate.
fn group(name: &str) -> String {
    if name.starts_with('[') {
        return name.to_owned();
    }
    let paths: Vec<Vec<&str>> = paths(name);
    let is_std = |path: &Vec<&str>| matches!(path.first(), Some(&("core" | "alloc" | "std")));
    let Some(path) = paths.iter().find(|path| !is_std(path)).or(paths.first()) else {
        return "[exports, with what was joined into them]".to_owned();
    };
    match path.as_slice() {
        [own @ "referral_editor", module, _, ..] if is_module(module) => format!("{own}::{module}"),
        [std @ ("core" | "alloc" | "std"), module, ..] if is_module(module) => format!("{std}::{module}"),
        [first, ..] => (*first).to_owned(),
        [] => String::new(),
    }
}

/// Modules are written in small letters, types are not.
fn is_module(name: &str) -> bool {
    name.chars().next().is_some_and(char::is_lowercase)
}

/// The paths of more than one name in it: `a::b::C` and `d::E` of `<a::b::C as d::E<u8>>::f`.
fn paths(name: &str) -> Vec<Vec<&str>> {
    name.split(|letter: char| !letter.is_alphanumeric() && !matches!(letter, '_' | ':'))
        // What follows a `>` begins with `::` and is the end of a path.
        .filter(|path| !path.starts_with(':'))
        .map(|path| path.split("::").filter(|part| !part.is_empty()).collect::<Vec<_>>())
        .filter(|path| path.len() > 1 && path.first().is_some_and(|name| is_module(name)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::{Anatomy, Piece, group, plain, without};

    #[test]
    fn names_have_no_hashes() {
        let names = [
            (
                "dlmalloc[e24a27700634d609]::Dlmalloc<dlmalloc[e24a27700634d609]::sys::System>",
                "dlmalloc::Dlmalloc<dlmalloc::sys::System>",
            ),
            ("referral_editor::validate::check::hfda8029903d9f3dc", "referral_editor::validate::check"),
            ("<[u8] as core[24a27700634d609e]::fmt::Debug>::fmt", "<[u8] as core::fmt::Debug>::fmt"),
            ("validateList multivalue shim", "validateList multivalue shim"),
            ("_ZN4core3fmt9Formatter3pad17h0123456789abcdefE", "core::fmt::Formatter::pad"),
        ];
        for (name, expected) in names {
            assert_eq!(plain(name), expected);
        }
    }

    #[test]
    fn a_function_belongs_to_the_crate_that_made_it_necessary() {
        let groups = [
            ("referral_editor::put::save::Save::next", "referral_editor::put"),
            ("referral_editor::validate", "referral_editor"),
            ("<referral_editor::merge::Row as core::fmt::Debug>::fmt", "referral_editor::merge"),
            ("core::ptr::drop_in_place<referral_editor::json::document::Document>", "referral_editor::json"),
            ("core::fmt::float::float_to_decimal_common_exact", "core::fmt"),
            ("<alloc::vec::Vec<u8> as core::clone::Clone>::clone", "alloc::vec"),
            ("gloo_net::http::request::RequestBuilder::build", "gloo_net"),
            (
                "<serde_wasm_bindgen::ser::ObjectSerializer as serde_core::ser::SerializeStruct>::end",
                "serde_wasm_bindgen",
            ),
            ("<str as core::fmt::Display>::fmt::inner", "core::fmt"),
            ("__wbindgen_malloc", "[exports, with what was joined into them]"),
            ("[data]", "[data]"),
        ];
        for (name, expected) in groups {
            assert_eq!(group(name), expected, "{name}");
        }
    }

    /// One function `f::g` that does nothing, after an imported one.
    #[test]
    fn functions_have_their_names_and_their_bytes() -> anyhow::Result<()> {
        let module = [
            b"\0asm\x01\0\0\0".as_slice(),
            b"\x01\x04\x01\x60\0\0",
            b"\x02\x07\x01\x01a\x01b\0\0",
            b"\x03\x02\x01\0",
            b"\x0a\x04\x01\x02\0\x0b",
            b"\0\x0e\x04name\x01\x07\x01\x01\x04f::g",
        ]
        .concat();
        let anatomy = Anatomy::of(&module)?;
        let function = anatomy.pieces.first().map(|Piece { name, range }| (name.as_str(), module.get(range.clone())));
        assert_eq!(function, Some(("f::g", Some(b"\0\x0b".as_slice()))));
        assert_eq!(anatomy.names.end, module.len());
        Ok(())
    }

    #[test]
    fn bytes_are_taken_out_in_any_order() {
        assert_eq!(without(b"0123456789", &[6..8, 0..1]), b"1234589");
        assert_eq!(without(b"0123", &[]), b"0123");
    }
}
