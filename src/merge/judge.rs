//! Judges what the merge made: each side may be sound and both together not (reliability.md, C.1, rule 10).

use std::cmp::Ordering;

use super::conflict::{Conflict, ConflictKind, sort};
use super::plan::Sides;
use crate::finding::{Finding, Severity};
use crate::json::sort::order;
use crate::json::{Document, Limits, pointer};
use crate::schema::{REFERRAL, Shape};
use crate::validate::check;

/// Adds to the conflicts, which are in order, what validation against theirs brings to light: one at the place of an error
/// is of kind `InvalidMerge`, and an error without one becomes one. What ours or theirs has wrong by itself is not meant:
/// that is for its writer to put right, and `validate` tells it.
pub(super) fn judge(
    conflicts: &mut Vec<Conflict>,
    base: &Document<'_>,
    ours: &Document<'_>,
    theirs: &Document<'_>,
    merged: &Document<'_>,
) {
    if merged.text() == theirs.text() {
        return;
    }
    let errors = errors(merged, Some(theirs));
    if errors.is_empty() {
        return;
    }
    let known = Known::of(ours, base, theirs);
    let mut new: Vec<Conflict> = Vec::new();
    for error in &errors {
        if known.has(error) {
            continue;
        }
        let path = place(error);
        if let Some(index) = at_or_above(conflicts, &error.path) {
            if let Some(conflict) = conflicts.get_mut(index).filter(|conflict| conflict.path == error.path) {
                conflict.kind = ConflictKind::InvalidMerge;
            }
        // The move is that of a pair, of which the other half may be all that there is.
        } else if other_half(&error.path).is_none_or(|half| at_or_above(conflicts, &half).is_none())
            && new.iter().all(|conflict| conflict.path != path)
        {
            let sides = Sides { base: base.at(path), ours: ours.at(path), theirs: theirs.at(path) };
            new.push(Conflict::new(path, ConflictKind::InvalidMerge, &sides));
        }
    }
    conflicts.append(&mut new);
    sort(conflicts);
}

/// The path of a finding up to the first row: the rows of two versions have not the same indices.
fn place(finding: &Finding) -> &str {
    let path = finding.path.as_str();
    let mut end = 0;
    for token in path.split('/').skip(1) {
        if pointer::index(token).is_some() {
            break;
        }
        end += 1 + token.len();
    }
    path.get(..end).unwrap_or_default()
}

/// The errors that validation finds.
fn errors(document: &Document<'_>, base: Option<&Document<'_>>) -> Vec<Finding> {
    let mut findings = check(document.text(), base.map(Document::text), Limits::default()).findings;
    findings.retain(|finding| finding.severity == Severity::Error);
    findings
}

/// The errors that a side has by itself.
struct Known {
    errors: Vec<Finding>,
    order: Vec<usize>,
}

impl Known {
    fn of(ours: &Document<'_>, base: &Document<'_>, theirs: &Document<'_>) -> Self {
        let mut errors = errors(ours, Some(base));
        errors.append(&mut self::errors(theirs, None));
        let order = order(errors.len(), &|a, b| match (errors.get(a), errors.get(b)) {
            (Some(a), Some(b)) => compare(a, b),
            _ => Ordering::Equal,
        });
        Self { errors, order }
    }

    fn has(&self, error: &Finding) -> bool {
        let with = |index: usize| self.errors.get(index).map_or(Ordering::Less, |known| compare(known, error));
        let first = self.order.partition_point(|index| with(*index) == Ordering::Less);
        self.order.get(first).is_some_and(|index| with(*index) == Ordering::Equal)
    }
}

/// The order of two errors by what they say, wherever their rows are.
fn compare(a: &Finding, b: &Finding) -> Ordering {
    (a.code as u8).cmp(&(b.code as u8)).then_with(|| place(a).cmp(place(b)))
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
