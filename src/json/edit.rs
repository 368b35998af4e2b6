//! RFC 6902 `add`, `replace` and `remove` as splices into the text: what an edit does not touch keeps its bytes.

use std::ops::Range;

use super::document::{Document, Kind};
use super::layout::Layout;
use super::reader::{Fault, Limits};
use super::write::{into_text, push};
use super::{pointer, string};

/// What an edit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Inserts an element, adds a member, or replaces a member that is there.
    Add,
    /// Puts another value in the place of one that is there.
    Replace,
    /// Takes a member or an element out.
    Remove,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What it does.
    pub op: Op,
    /// Where, as a JSON Pointer.
    pub path: String,
    /// The new value as JSON text; nothing for `remove`.
    pub json: String,
}

/// Why an edit cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The document is not JSON.
    Document(Fault),
    /// The new value of this edit (counted from 0) is not JSON.
    Value(usize, Fault),
    /// The path of this edit is no JSON Pointer, or there is nothing where it points.
    Path(usize),
    /// What this edit makes of the document is over a limit.
    Result(usize, Fault),
}

/// The text with all edits applied in their order.
///
/// # Errors
/// The first edit that cannot be applied; then none is.
pub fn apply(text: &str, edits: &[Edit], limits: Limits) -> Result<String, EditError> {
    let mut text = text.to_owned().into_bytes();
    let mut made = 0;
    loop {
        // What an edit puts in is JSON, so the document is JSON still, but may be over a limit now.
        let document = match Document::parse(&text, limits) {
            Ok(document) => document,
            Err(fault) if made == 0 => return Err(EditError::Document(fault)),
            Err(fault) => return Err(EditError::Result(made - 1, Fault { at: 0, ..fault })),
        };
        let Some(edit) = edits.get(made) else { return Ok(into_text(text)) };
        let mut value: &[u8] = b"";
        if edit.op != Op::Remove {
            let new = Document::parse(edit.json.as_bytes(), limits).map_err(|fault| EditError::Value(made, fault))?;
            // Without the white space around it.
            value = edit.json.as_bytes().get(new.root().span()).unwrap_or_default();
        }
        let (range, new) = splice(&document, edit, value).ok_or(EditError::Path(made))?;
        let mut out = Vec::new();
        push(&mut out, text.get(..range.start).unwrap_or_default());
        push(&mut out, &new);
        push(&mut out, text.get(range.end..).unwrap_or_default());
        text = out;
        made += 1;
    }
}

/// The range that an edit replaces, and by what; nothing where it cannot be made.
fn splice(document: &Document<'_>, edit: &Edit, value: &[u8]) -> Option<(Range<usize>, Vec<u8>)> {
    let tokens = pointer::tokens(&edit.path)?;
    let mut new = value.to_vec();
    let Some((last, way)) = tokens.split_last() else {
        // The whole document can be replaced, not removed.
        return (edit.op != Op::Remove).then(|| (document.root().span(), new));
    };
    let mut parent = document.root();
    for token in way {
        parent = parent.child(token)?;
    }
    let layout = Layout::of(document.text(), parent);
    let child = parent.child(last);
    let index = layout.index_of(child);
    let is_array = parent.kind() == Kind::Array;
    let range = match (edit.op, layout.slots.get(index).filter(|_| child.is_some())) {
        // The comma and the white space in front of it go; of the first, the comma behind it.
        (Op::Remove, Some(slot)) if index > 0 => layout.end_before(index)..slot.end,
        (Op::Remove, Some(slot)) => slot.start..layout.slots.get(1).map_or(slot.end, |after| after.start),
        (Op::Add, Some(slot)) if is_array => {
            new.push(b',');
            push(&mut new, layout.gap(slot));
            slot.start..slot.start
        }
        (Op::Add | Op::Replace, Some(slot)) => slot.value..slot.end,
        (Op::Add, None) => {
            let is_end = last == "-" || pointer::index(last) == Some(layout.slots.len());
            if !(parent.kind() == Kind::Object || is_array && is_end) {
                return None;
            }
            // Set out as its neighbours are.
            new.clear();
            if !layout.slots.is_empty() {
                layout.push_comma(&mut new);
            }
            if !is_array {
                string::push_quoted(&mut new, last);
                push(&mut new, layout.colon().unwrap_or_else(|| usual_colon(document.text())));
            }
            push(&mut new, value);
            let end = layout.end_before(layout.slots.len());
            end..end
        }
        (Op::Replace | Op::Remove, None) => return None,
    };
    Some((range, new))
}

/// What stands between names and values elsewhere in the text.
fn usual_colon(text: &[u8]) -> &'static [u8] {
    if text.windows(3).any(|part| part == b"\": ") { b": " } else { b":" }
}
