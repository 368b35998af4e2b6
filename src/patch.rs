//! The same edit as an RFC 6902 document, for the day PUT is gone.
//!
//! Only `add` and `replace`, and only on the paths that the service documents for PATCH: what cannot be said with those is
//! not said in another way.

use std::borrow::Cow;

use crate::diff::{Change, ChangeKind, diff};
use crate::json::{Document, Kind, pointer, string};
use crate::schema;

/// The patch that turns `base` into `draft`.
///
/// # Errors
/// The paths of the changes that no documented operation can make.
pub fn to_patch(base: &Document<'_>, draft: &Document<'_>) -> Result<String, Vec<String>> {
    let changes = diff(base.root(), draft.root());
    let mut operations: Vec<Operation<'_>> = Vec::new();
    let mut refused = Vec::new();
    // What becomes of each documented value that has changes inside.
    let mut inside: Vec<(String, Inside)> = Vec::new();
    for change in &changes {
        let Some(path) = patch_path(&change.path) else {
            refused.push(change.path.clone());
            continue;
        };
        let operation = if change.path == path {
            on_value(change)
        } else if let Some((_, known)) = inside.iter().find(|(known, _)| *known == path) {
            match known {
                Inside::Appended => appended(change, &path),
                Inside::Replaced => continue,
            }
        } else {
            let verdict = judge_inside(&path, &changes, base);
            let operation = match verdict {
                Inside::Appended => appended(change, &path),
                Inside::Replaced => {
                    draft.at(&path).map(|value| Operation::new("replace", &path, value.to_text().into()))
                }
            };
            inside.push((path, verdict));
            operation
        };
        match operation {
            Some(operation) => operations.push(operation),
            None => refused.push(change.path.clone()),
        }
    }
    status_first(&mut operations);
    if refused.is_empty() { Ok(text(&operations)) } else { Err(refused) }
}

struct Operation<'c> {
    op: &'static str,
    path: String,
    /// JSON text.
    value: Cow<'c, str>,
}

impl<'c> Operation<'c> {
    fn new(op: &'static str, path: &str, value: Cow<'c, str>) -> Self {
        Self { op, path: path.to_owned(), value }
    }
}

/// How changes inside of a documented value are said.
#[derive(Clone, Copy)]
enum Inside {
    /// Its rows are added behind its end, one by one.
    Appended,
    /// It is replaced as a whole.
    Replaced,
}

/// The documented path that a change is on or inside of.
fn patch_path(path: &str) -> Option<String> {
    let tokens = pointer::tokens(path)?;
    (1..=tokens.len()).find_map(|length| {
        let front = tokens.get(..length)?;
        let is_documented = schema::member(front).is_some_and(|member| member.patch && is_name(front));
        is_documented.then(|| {
            let mut path = String::new();
            front.iter().for_each(|token| pointer::push(&mut path, token));
            path
        })
    })
}

/// The path ends with a member's name, not with a row.
fn is_name(path: &[String]) -> bool {
    path.last().is_some_and(|token| pointer::index(token).is_none())
}

/// A change of the documented value itself.
fn on_value(change: &Change) -> Option<Operation<'_>> {
    let op = match change.kind {
        ChangeKind::Added => "add",
        ChangeKind::Changed => "replace",
        // There is no documented way to take a member out.
        ChangeKind::Removed => return None,
    };
    Some(Operation::new(op, &change.path, change.after.as_deref()?.into()))
}

fn appended<'c>(change: &'c Change, path: &str) -> Option<Operation<'c>> {
    Some(Operation::new("add", &[path, "/-"].concat(), change.after.as_deref()?.into()))
}

/// Rows that are only added behind the end of an array can be added, else the value at `path` is replaced.
fn judge_inside(path: &str, changes: &[Change], base: &Document<'_>) -> Inside {
    let Some(array) = base.at(path).filter(|value| value.kind() == Kind::Array) else { return Inside::Replaced };
    let is_inside = |other: &&Change| other.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
    let rows = array.items().count();
    let only_appended = changes.iter().filter(is_inside).enumerate().all(|(index, other)| {
        let mut expected = path.to_owned();
        pointer::push_index(&mut expected, rows + index);
        other.kind == ChangeKind::Added && other.path == expected
    });
    if only_appended { Inside::Appended } else { Inside::Replaced }
}

/// The documentation's own patch names the status in front of the substatus (domain.md 3, n), whatever their order in a document.
fn status_first(operations: &mut [Operation<'_>]) {
    let place = |path: &str| operations.iter().position(|operation| operation.path == path);
    if let (Some(status), Some(substatus)) = (place("/status"), place("/substatus"))
        && substatus < status
    {
        operations.swap(status, substatus);
    }
}

fn text(operations: &[Operation<'_>]) -> String {
    let mut out = b"[".to_vec();
    for operation in operations {
        if out.len() > 1 {
            out.push(b',');
        }
        out.extend_from_slice(b"{\"op\":\"");
        out.extend_from_slice(operation.op.as_bytes());
        out.extend_from_slice(b"\",\"path\":");
        string::push_quoted(&mut out, &operation.path);
        out.extend_from_slice(b",\"value\":");
        out.extend_from_slice(operation.value.as_bytes());
        out.push(b'}');
    }
    out.push(b']');
    String::from_utf8_lossy(&out).into_owned()
}
