//! The pure functions, with their arguments and results as JavaScript has them.

use std::ops::Range;

use super::input::Inputs;
use super::{Thrown, calls};
use crate::diff::diff;
use crate::finding::write_findings;
use crate::json::cut::{Cutter, spliced};
use crate::json::edit::{Edit, Op, apply};
use crate::json::write::{ObjectWriter, array, into_text};
use crate::json::{Document, Limits, Value, pointer};
use crate::lifecycle;
use crate::merge::merge;
use crate::patch::to_patch;
use crate::put;
use crate::results::{changes_text, merge_text, transitions_text};
use crate::schema::Role;
use crate::validate;

/// The function of that number in `src/js/run.js`.
///
/// # Errors
/// What the function throws.
pub fn run(function: u32, inputs: &Inputs, number: usize, is_ascii: bool) -> Result<Option<String>, Thrown> {
    let (text, first, second) = (inputs.text(), inputs.first(), inputs.second());
    let other = first.unwrap_or_default();
    let size = Some(number).filter(|size| *size > 0);
    match function {
        0 => return Ok(validation_report(text, first, size)),
        1 => Ok(list_report(text, size)),
        2 => Ok(transition_table(text)),
        3 => strip_links(text, is_ascii),
        4 => apply_edits(text, other),
        5 => diff_report(other, text),
        6 => merge_report(other, second, text),
        7 => patch_text(other, text),
        8 => prepare_put(text, is_ascii, GivenOptions::read(second).with(first, size)),
        _ => calls::result(number),
    }
    .map(Some)
}

/// `validate`, as JSON text; nothing where nothing is found, which is the common case.
fn validation_report(text: &[u8], base: Option<&[u8]>, size: Option<usize>) -> Option<String> {
    let report = validate::validate(text, base, Limits::default().or_size(size));
    (!report.findings.is_empty()).then(|| report.to_json())
}

/// `validateList`, as JSON text.
fn list_report(text: &[u8], size: Option<usize>) -> String {
    let report = validate::validate_list(text, Limits::for_list().or_size(size));
    let mut out = Vec::new();
    let mut object = ObjectWriter::begin(&mut out);
    object.boolean("valid", report.valid);
    object.number("count", u64::try_from(report.count).ok());
    array(object.member("items"), &report.items, |out, item| {
        let mut object = ObjectWriter::begin(out);
        object.number("index", u64::try_from(item.index).ok());
        object.text("id", item.id.as_deref());
        write_findings(object.member("findings"), &item.findings);
        object.end();
    });
    object.end();
    into_text(out)
}

/// `transitions`, as JSON text; what is no object, or no JSON, has no status to move from.
fn transition_table(text: &[u8]) -> String {
    let document = Document::parse(text, Limits::default()).ok();
    let name = |member| {
        let root = document.as_ref()?.root();
        root.get(member).and_then(Value::as_str)
    };
    let (status, substatus) = (name("status").unwrap_or_default(), name("substatus").unwrap_or_default());
    transitions_text(lifecycle::transitions(&status, &substatus))
}

/// `stripLinks`, as [`push_new_text`] has it.
///
/// # Errors
/// `syntax`.
fn strip_links(text: &[u8], is_ascii: bool) -> Result<String, Thrown> {
    let document = parse(text)?;
    let links = |name: &str| crate::schema::REFERRAL.member(name.as_bytes()).is_some_and(|m| m.role == Role::Links);
    let mut cutter = Cutter::default();
    for member in document.root().members() {
        cutter.member(member.name_span().start, links(&member.name()));
        cutter.value_end(member.value.span().end);
    }
    let mut out = String::new();
    push_new_text(&mut out, text, &cutter.into_splices(), is_ascii)?;
    Ok(out)
}

/// Appends what a text becomes: the ranges to cut (`-` and `from,to` pairs) where the caller still has the text and counts as
/// bytes do, which saves handing all of it back; else the new text behind a `+`.
fn push_new_text(
    out: &mut String,
    text: &[u8],
    splices: &[(Range<usize>, String)],
    is_ascii: bool,
) -> Result<(), Thrown> {
    if is_ascii && splices.iter().all(|(_, new)| new.is_empty()) {
        out.push('-');
        let mut separator = "";
        for offset in splices.iter().flat_map(|(range, _)| [range.start, range.end]) {
            out.push_str(separator);
            pointer::push_number(out, offset);
            separator = ",";
        }
    } else {
        out.push('+');
        out.push_str(&utf8(spliced(text, splices))?);
    }
    Ok(())
}

/// `diff`, as JSON text.
///
/// # Errors
/// `syntax`.
fn diff_report(base: &[u8], draft: &[u8]) -> Result<String, Thrown> {
    let (base, draft) = (parse(base)?, parse(draft)?);
    Ok(changes_text(&diff(base.root(), draft.root())))
}

/// `merge`, as JSON text.
///
/// # Errors
/// `syntax`.
fn merge_report(base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<String, Thrown> {
    let (base, ours, theirs) = (named("The base", base)?, named("Ours", ours)?, named("Theirs", theirs)?);
    Ok(merge_text(&merge(&base, &ours, &theirs)))
}

/// `edit`; the edits come as a JSON array of `{ op, path, json }`, each new value as JSON text.
///
/// # Errors
/// `syntax`, `path` or `argument`.
fn apply_edits(text: &[u8], edits: &[u8]) -> Result<String, Thrown> {
    let wrong =
        || Thrown::new("argument", "An edit is { op: \"add\" | \"replace\" | \"remove\", path, value or json }.");
    let arguments = Document::parse(edits, Limits::default()).map_err(|_| wrong())?;
    let mut edits = Vec::new();
    for edit in arguments.root().items() {
        edits.push(edit_argument(edit).ok_or_else(wrong)?);
    }
    // Only JSON is edited, so the text is UTF-8 from here on.
    parse(text)?;
    let text = utf8(text.to_vec())?;
    apply(&text, &edits, Limits::default()).map_err(|error| Thrown::edit(error, &text, &edits))
}

fn edit_argument(edit: Value<'_>) -> Option<Edit> {
    let text = |name| edit.get(name).and_then(Value::as_str).map(|text| text.into_owned());
    let op = match text("op")?.as_str() {
        "add" => Op::Add,
        "replace" => Op::Replace,
        "remove" => Op::Remove,
        _ => return None,
    };
    Some(Edit { op, path: text("path")?, json: text("json")? })
}

/// `toPatch`.
///
/// # Errors
/// `syntax` or `not-patchable`.
fn patch_text(base: &[u8], draft: &[u8]) -> Result<String, Thrown> {
    let (base, draft) = (parse(base)?, parse(draft)?);
    to_patch(&base, &draft).map_err(|paths| Thrown::not_patchable(&paths))
}

/// `preparePut`: URL, entity tag and body as the lines of one string, which is much cheaper to hand over than an object.
/// Neither URL nor tag can hold a line break; the rest is the body, as [`push_new_text`] has it.
///
/// # Errors
/// `invalid`, `etag` or `url`.
fn prepare_put(text: &[u8], is_ascii: bool, options: put::Options<'_>) -> Result<String, Thrown> {
    let prepared = put::prepare(text, options)?;
    let mut lines = prepared.url;
    lines.reserve(prepared.etag.len() + 64);
    for part in ["\n", &prepared.etag, "\n"] {
        lines.push_str(part);
    }
    push_new_text(&mut lines, text, &prepared.splices, is_ascii)?;
    Ok(lines)
}

/// The options of a save or a load, as they cross: a JSON array of etag, baseUrl and the page's origin.
#[derive(Default)]
pub struct GivenOptions {
    texts: [Option<String>; 3],
}

impl GivenOptions {
    /// Reads them.
    pub fn read(json: &[u8]) -> Self {
        Self { texts: texts(json) }
    }

    /// With what else is given.
    pub fn with<'o>(&'o self, base: Option<&'o [u8]>, size: Option<usize>) -> put::Options<'o> {
        let [etag, base_url, origin] = &self.texts;
        let (etag, base_url, origin) = (etag.as_deref(), base_url.as_deref(), origin.as_deref());
        put::Options { base, etag, base_url, origin, size }
    }
}

/// The texts of a JSON array; nothing for what is no text.
pub fn texts<const COUNT: usize>(json: &[u8]) -> [Option<String>; COUNT] {
    let mut texts = [const { None }; COUNT];
    if let Ok(array) = Document::parse(json, Limits::default()) {
        for (text, value) in texts.iter_mut().zip(array.root().items()) {
            *text = value.as_str().map(Into::into);
        }
    }
    texts
}

fn parse(text: &[u8]) -> Result<Document<'_>, Thrown> {
    named("The document", text)
}

/// Reads a text that messages call by this name.
fn named<'t>(name: &str, text: &'t [u8]) -> Result<Document<'t>, Thrown> {
    Document::parse(text, Limits::default()).map_err(|fault| Thrown::not_json("syntax", name, text, fault))
}

fn utf8(bytes: Vec<u8>) -> Result<String, Thrown> {
    // White space around the JSON is all that was not read as a string, and it is ASCII.
    String::from_utf8(bytes).map_err(|_| Thrown::new("syntax", "The document is not UTF-8."))
}
