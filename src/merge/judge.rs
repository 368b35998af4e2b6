//! Judges what the merge made: each side may be sound and both together not (reliability.md, C.1, rule 10).

use super::conflict::{Conflict, ConflictKind, sorted};
use crate::finding::Severity;
use crate::json::sort::order;
use crate::json::{Document, Limits, pointer};
use crate::schema::{REFERRAL, Shape};
use crate::validate::validate;

/// The conflicts, with what validation against theirs brings to light: one at the place of an error is of kind
/// `InvalidMerge`, and an error without one becomes one. What ours or theirs has wrong by itself is not meant: that is for
/// its writer to put right, and `validate` tells it.
pub(super) fn judged(
    mut conflicts: Vec<Conflict>,
    base: &Document<'_>,
    ours: &Document<'_>,
    theirs: &Document<'_>,
    merged: &Document<'_>,
) -> Vec<Conflict> {
    if merged.text() == theirs.text() {
        return conflicts;
    }
    let errors = errors(merged, Some(theirs));
    if errors.is_empty() {
        return conflicts;
    }
    let known = Known::of(ours, base, theirs);
    let mut new: Vec<Conflict> = Vec::new();
    for error in errors.iter().filter(|error| !known.has(error)) {
        match at_or_above(&conflicts, &error.path) {
            Some(index) => {
                let conflict = conflicts.get_mut(index).filter(|conflict| conflict.path == error.path);
                conflict.into_iter().for_each(|conflict| conflict.kind = ConflictKind::InvalidMerge);
            }
            // The move is that of a pair, of which the other half may be all that there is.
            None if other_half(&error.path).is_some_and(|path| at_or_above(&conflicts, &path).is_some()) => {}
            None if new.iter().any(|conflict| conflict.path == error.place()) => {}
            None => {
                let text = |document: &Document<'_>| document.at(error.place()).map(|value| value.to_text());
                let (base, ours, theirs) = (text(base), text(ours), text(theirs));
                let path = error.place().to_owned();
                new.push(Conflict { path, kind: ConflictKind::InvalidMerge, base, ours, theirs });
            }
        }
    }
    conflicts.append(&mut new);
    sorted(conflicts)
}

/// An error that validation finds.
struct Error {
    code: &'static str,
    path: String,
}

impl Error {
    /// The path up to the first row: the rows of two versions have not the same indices.
    fn place(&self) -> &str {
        let mut end = 0;
        for token in self.path.split('/').skip(1) {
            if pointer::index(token).is_some() {
                break;
            }
            end += 1 + token.len();
        }
        self.path.get(..end).unwrap_or_default()
    }
}

fn errors(document: &Document<'_>, base: Option<&Document<'_>>) -> Vec<Error> {
    let report = validate(document.text(), base.map(Document::text), Limits::default());
    let errors = report.findings.into_iter().filter(|finding| finding.severity == Severity::Error);
    errors.map(|finding| Error { code: finding.code.name(), path: finding.path }).collect()
}

/// The errors that a side has by itself, in order.
struct Known(Vec<Error>);

impl Known {
    fn of(ours: &Document<'_>, base: &Document<'_>, theirs: &Document<'_>) -> Self {
        let all: Vec<_> = errors(ours, Some(base)).into_iter().chain(errors(theirs, None)).collect();
        let key = |index: usize| all.get(index).map(|error| (error.code, error.place()));
        let order = order(all.len(), &|a, b| key(a).cmp(&key(b)));
        let mut all: Vec<_> = all.into_iter().map(Some).collect();
        Self(order.into_iter().filter_map(|index| all.get_mut(index)?.take()).collect())
    }

    fn has(&self, error: &Error) -> bool {
        let key = (error.code, error.place());
        self.0.binary_search_by(|known| (known.code, known.place()).cmp(&key)).is_ok()
    }
}

/// The path of the member that is one unit with that of a path, where it is the document's own.
fn other_half(path: &str) -> Option<String> {
    let shape = Shape::Object(&REFERRAL);
    let other = shape.other_half(shape.member(path.get(1..)?.as_bytes())?)?;
    Some(["/", other].concat())
}

/// The index of the conflict at a path, or of one that it is inside of.
fn at_or_above(conflicts: &[Conflict], path: &str) -> Option<usize> {
    let mut path = path;
    loop {
        if let Ok(index) = conflicts.binary_search_by(|conflict| pointer::compare(&conflict.path, path)) {
            return Some(index);
        }
        path = path.get(..path.rfind('/')?)?;
    }
}
