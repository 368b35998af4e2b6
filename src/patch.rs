//! The same edit as an RFC 6902 document, for the day PUT is gone.
//!
//! Only `add` and `replace`, and only on the paths that the service documents for PATCH: what cannot be said with those is
//! not said in another way.

use crate::diff::{Change, ChangeKind, diff};
use crate::json::write::{ObjectWriter, array, into_text, push};
use crate::json::{Document, Kind, pointer};
use crate::schema;

/// The patch that turns `base` into `draft`.
///
/// # Errors
/// The paths of the changes that no documented operation can make.
pub fn to_patch(base: &Document<'_>, draft: &Document<'_>) -> Result<String, Vec<String>> {
    let changes = diff(base.root(), draft.root());
    let mut operations: Vec<Operation<'_>> = Vec::new();
    let mut refused = Vec::new();
    // The documented value that the last change was inside of, and how the changes inside of it are said. All of them follow
    // one another.
    let (mut known, mut how) = ("", Inside::Replaced);
    for (index, change) in changes.iter().enumerate() {
        let path = patch_path(&change.path);
        let after = change.after.as_deref();
        // There is no documented way to take a member out.
        let operation = if path.is_empty() {
            None
        } else if path.len() == change.path.len() {
            let op = if change.kind == ChangeKind::Added { "add" } else { "replace" };
            after.map(|value| Operation { op, path, behind: "", value: value.as_bytes() })
        } else {
            let is_first = path != known;
            if is_first {
                how = judge_inside(path, changes.get(index..).unwrap_or_default(), base);
                known = path;
            }
            match how {
                Inside::Appended => {
                    after.map(|value| Operation { op: "add", path, behind: "/-", value: value.as_bytes() })
                }
                Inside::Replaced if is_first => {
                    draft.at(path).map(|value| Operation { op: "replace", path, behind: "", value: value.raw() })
                }
                Inside::Replaced => continue,
            }
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
    path: &'c str,
    /// What the path goes on with.
    behind: &'static str,
    /// JSON text.
    value: &'c [u8],
}

/// How changes inside of a documented value are said.
#[derive(Clone, Copy)]
enum Inside {
    /// Its rows are added behind its end, one by one.
    Appended,
    /// It is replaced as a whole.
    Replaced,
}

/// The documented path that a change is on or inside of; empty if there is none.
fn patch_path(path: &str) -> &str {
    let tokens = pointer::tokens(path).unwrap_or_default();
    let mut end = 0;
    for (index, token) in tokens.iter().enumerate() {
        end = pointer::token_end(path, end);
        // It ends with a member's name, not with a row.
        let is_name = pointer::index(token).is_none();
        let member = tokens.get(..=index).filter(|_| is_name).and_then(schema::member);
        if member.is_some_and(|member| member.patch) {
            return path.get(..end).unwrap_or_default();
        }
    }
    ""
}

/// Rows that are only added behind the end of an array can be added, else the value at `path` is replaced. The changes begin
/// with those inside of it.
fn judge_inside(path: &str, changes: &[Change], base: &Document<'_>) -> Inside {
    let Some(array) = base.at(path).filter(|value| value.kind() == Kind::Array) else { return Inside::Replaced };
    for (row, change) in (array.count()..).zip(changes) {
        let Some(inside) = change.path.strip_prefix(path).and_then(|rest| rest.strip_prefix('/')) else { break };
        if change.kind != ChangeKind::Added || pointer::index(inside) != Some(row) {
            return Inside::Replaced;
        }
    }
    Inside::Appended
}

/// The documentation's own patch names the status in front of the substatus (domain.md 3, n), whatever their order in a document.
fn status_first(operations: &mut [Operation<'_>]) {
    let mut substatus = None;
    for index in 0..operations.len() {
        match operations.get(index).map(|operation| operation.path) {
            Some("/substatus") => substatus = Some(index),
            Some("/status") => {
                if let Some(substatus) = substatus {
                    operations.swap(substatus, index);
                }
                return;
            }
            _ => {}
        }
    }
}

fn text(operations: &[Operation<'_>]) -> String {
    let mut out = Vec::new();
    array(&mut out, operations, |out, Operation { op, path, behind, value }| {
        let mut object = ObjectWriter::begin(out);
        object.text("op", Some(op));
        object.text("path", Some(&[*path, *behind].concat()));
        push(object.member("value"), value);
        object.end();
    });
    into_text(out)
}
