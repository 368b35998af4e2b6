//! Judges what the merge made: each side may be sound and both together not (reliability.md, C.1, rule 10).

use std::borrow::Cow;

use super::conflict::{Conflict, ConflictKind, sort};
use super::plan::Sides;
use crate::finding::{Finding, Severity};
use crate::json::document::{NOWHERE, Named, Names};
use crate::json::write::push;
use crate::json::{Document, pointer};
use crate::schema::{REFERRAL, Shape};
use crate::validate::validate;

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
    // Where they changed nothing, nothing of theirs is in the way.
    if merged.text() == theirs.text() || base.text() == theirs.text() {
        return;
    }
    let report = validate(merged.text(), Some(theirs.text()), theirs.limits());
    if report.valid {
        return;
    }
    // What each side has wrong by itself.
    let mut known: Vec<Named<'_>> = Vec::new();
    for (side, before) in [(ours, Some(base.text())), (theirs, None)] {
        for error in &validate(side.text(), before, theirs.limits()).findings {
            if error.severity == Severity::Error {
                known.push((Cow::Owned(key(error)), merged.root()));
            }
        }
    }
    let known = Names::ordered(known);
    let mut new: Vec<Conflict> = Vec::new();
    for error in &report.findings {
        if error.severity != Severity::Error || known.find(&key(error)) != NOWHERE {
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
#[inline(never)]
fn place(finding: &Finding) -> &str {
    let path = finding.path.as_str();
    let mut place = "";
    while place.len() < path.len() {
        let end = pointer::token_end(path, place.len());
        let is_row = path.get(place.len() + 1..end).is_none_or(|token| pointer::index(token).is_some());
        match path.get(..end) {
            Some(front) if !is_row => place = front,
            _ => break,
        }
    }
    place
}

/// What an error says, wherever its row is.
fn key(error: &Finding) -> Vec<u8> {
    let mut key = Vec::new();
    key.push(error.code as u8);
    push(&mut key, place(error).as_bytes());
    key
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
        let end = path.bytes().rposition(|byte| byte == b'/')?;
        path = path.get(..end)?;
    }
}
