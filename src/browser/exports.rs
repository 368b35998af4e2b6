//! The pure functions, with their arguments and results as JavaScript has them.

use serde::Serialize;
use wasm_bindgen::JsValue;

use super::Thrown;
use super::options::ClientOptions;
use crate::diff::diff;
use crate::finding::{Code, Finding, Report};
use crate::json::edit::{Edit, Op, apply};
use crate::json::{Document, Limits, Value};
use crate::lifecycle;
use crate::patch::to_patch;
use crate::put;
use crate::schema::Role;
use crate::validate;

/// A result as plain objects, arrays and strings. `None` is `null`, what is to be absent is skipped.
pub(super) fn to_js<T: Serialize>(value: &T) -> JsValue {
    value.serialize(&serde_wasm_bindgen::Serializer::json_compatible()).unwrap_or(JsValue::UNDEFINED)
}

/// `validate`; nothing where nothing is found, which is the common case and needs no conversion.
pub fn validation_report(text: &[u8], base: Option<&[u8]>) -> JsValue {
    let report: Report = validate::validate(text, base, Limits::default());
    if report.findings.is_empty() { JsValue::UNDEFINED } else { to_js(&report) }
}

#[derive(Serialize)]
struct ListReport<'l> {
    valid: bool,
    count: usize,
    items: Vec<Item<'l>>,
}

#[derive(Serialize)]
struct Item<'l> {
    index: usize,
    #[serde(skip_serializing_if = "Option::is_none")]
    id: Option<&'l str>,
    findings: &'l [Finding],
}

/// `validateList`.
pub fn list_report(text: &[u8]) -> JsValue {
    let report = validate::validate_list(text, Limits::default());
    let items = report.items.iter();
    let items =
        items.map(|item| Item { index: item.index, id: item.id.as_deref(), findings: &item.findings }).collect();
    to_js(&ListReport { valid: report.valid, count: report.count, items })
}

#[derive(Serialize)]
struct Transition {
    status: &'static str,
    substatus: &'static str,
    current: bool,
    legal: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<&'static str>,
    warnings: Vec<Code>,
}

/// `transitions`; what is no object, or no JSON, has no status to move from.
pub fn transition_table(text: &[u8]) -> JsValue {
    let document = Document::parse(text, Limits::default()).ok();
    let name = |member| {
        let root = document.as_ref()?.root();
        root.get(member).and_then(Value::as_str).map(|name| name.into_owned())
    };
    let (status, substatus) = (name("status"), name("substatus"));
    let all = lifecycle::transitions(&status.unwrap_or_default(), &substatus.unwrap_or_default());
    to_js(&all.map(|transition| Transition {
        status: transition.pair.status.name(),
        substatus: transition.pair.substatus,
        current: transition.current,
        legal: transition.reason.is_none(),
        reason: transition.reason.map(lifecycle::Reason::name),
        warnings: transition.warning.into_iter().collect(),
    }))
}

/// `stripLinks`.
///
/// # Errors
/// `syntax`.
pub fn strip_links(text: &[u8]) -> Result<String, Thrown> {
    let document = parse(text)?;
    let links = |name: &str| crate::schema::REFERRAL.member(name.as_bytes()).is_some_and(|m| m.role == Role::Links);
    let mut cutter = crate::json::cut::Cutter::default();
    for member in document.root().members() {
        cutter.member(member.name_span().start, links(&member.name()));
        cutter.value_end(member.value.span().end);
    }
    into_text(cutter.apply(text))
}

/// `diff`.
///
/// # Errors
/// `syntax`.
pub fn diff_report(base: &[u8], draft: &[u8]) -> Result<JsValue, Thrown> {
    let (base, draft) = (parse(base)?, parse(draft)?);
    Ok(to_js(&diff(base.root(), draft.root())))
}

/// `edit`; the edits come as a JSON array of `{ op, path, json }`, each new value as JSON text.
///
/// # Errors
/// `syntax`, `path` or `argument`.
pub fn apply_edits(text: &[u8], edits: &[u8]) -> Result<String, Thrown> {
    let wrong =
        || Thrown::new("argument", "An edit is { op: \"add\" | \"replace\" | \"remove\", path, value or json }.");
    let arguments = Document::parse(edits, Limits::default()).map_err(|_| wrong())?;
    let edits: Option<Vec<Edit>> = arguments.root().items().map(edit_argument).collect();
    let edits = edits.ok_or_else(wrong)?;
    // Only JSON is edited, so the text is UTF-8 from here on.
    parse(text)?;
    let text = into_text(text.to_vec())?;
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
pub fn patch_text(base: &[u8], draft: &[u8]) -> Result<String, Thrown> {
    let (base, draft) = (parse(base)?, parse(draft)?);
    to_patch(&base, &draft).map_err(Thrown::not_patchable)
}

/// `preparePut`: URL, entity tag and body as the lines of one string, which is much cheaper to hand over than an object.
/// Neither URL nor tag can hold a line break; the body is the rest.
///
/// # Errors
/// `invalid`, `etag`, `url` or `argument`.
pub fn prepare_put(text: &[u8], base: Option<&[u8]>, options: &JsValue) -> Result<String, Thrown> {
    let options = ClientOptions::read(options)?;
    let request = put::prepare_put(text, options.for_put(base))?;
    Ok([&request.url, "\n", &request.etag, "\n", &request.body].concat())
}

fn parse(text: &[u8]) -> Result<Document<'_>, Thrown> {
    Document::parse(text, Limits::default()).map_err(|fault| Thrown::not_json("The document", text, fault))
}

fn into_text(bytes: Vec<u8>) -> Result<String, Thrown> {
    // White space around the JSON is all that was not read as a string, and it is ASCII.
    String::from_utf8(bytes).map_err(|_| Thrown::new("syntax", "The document is not UTF-8."))
}
