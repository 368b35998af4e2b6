//! The same edit as an RFC 6902 document, for the day PUT is gone.
//!
//! Only `add` and `replace`, and only on the paths that the service documents for PATCH: what cannot be said with those is
//! not said in another way.

use crate::diff::{Change, ChangeKind, diff};
use crate::json::{Document, Value, pointer, string};
use crate::schema;

/// The patch that turns `base` into `draft`.
///
/// # Errors
/// The paths of the changes that no documented operation can make.
pub fn to_patch(base: &Document<'_>, draft: &Document<'_>) -> Result<String, Vec<String>> {
    let mut operations = Vec::new();
    let mut refused = Vec::new();
    let mut whole: Vec<String> = Vec::new();
    let changes = diff(base.root(), draft.root());
    for change in &changes {
        let Some(path) = patch_path(&change.path) else {
            refused.push(change.path.clone());
            continue;
        };
        if whole.contains(&path) {
            continue;
        }
        let operation = operation(change, &path, &changes, base, draft);
        match operation {
            Some(operation) => {
                if operation.path == path && path != change.path {
                    whole.push(path);
                }
                operations.push(operation);
            }
            None => refused.push(change.path.clone()),
        }
    }
    if refused.is_empty() { Ok(text(&operations)) } else { Err(refused) }
}

struct Operation<'d> {
    op: &'static str,
    path: String,
    value: Value<'d>,
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

fn operation<'d>(
    change: &Change,
    path: &str,
    changes: &[Change],
    base: &Document<'_>,
    draft: &'d Document<'d>,
) -> Option<Operation<'d>> {
    let make = |op, path: String, value| Some(Operation { op, path, value });
    if change.path == path {
        // There is no documented way to take a member out.
        return match change.kind {
            ChangeKind::Added => make("add", path.to_owned(), draft.at(path)?),
            ChangeKind::Changed => make("replace", path.to_owned(), draft.at(path)?),
            ChangeKind::Removed => None,
        };
    }
    // Inside of an array: rows that are only added behind its end can be added, else the array is replaced.
    let rows = base.at(path)?.items().count();
    let is_inside = |other: &&Change| other.path.strip_prefix(path).is_some_and(|rest| rest.starts_with('/'));
    let only_appended = changes.iter().filter(is_inside).enumerate().all(|(index, other)| {
        let mut expected = path.to_owned();
        pointer::push_index(&mut expected, rows + index);
        other.kind == ChangeKind::Added && other.path == expected
    });
    if only_appended {
        return make("add", [path, "/-"].concat(), draft.at(&change.path)?);
    }
    make("replace", path.to_owned(), draft.at(path)?)
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
        out.extend_from_slice(operation.value.raw());
        out.push(b'}');
    }
    out.push(b']');
    String::from_utf8_lossy(&out).into_owned()
}
