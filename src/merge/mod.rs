//! Three versions of a referral made one: theirs, with what we changed since base on top (reliability.md, section C).
//!
//! Absent is a value here, and `null` is not absent. What both changed differently is a conflict, told with all three values;
//! there the result holds ours. It must never choose silently, and never change a byte of theirs that it does not replace.

mod conflict;
mod judge;
mod plan;
mod rows;
mod writer;

pub use conflict::{Conflict, ConflictKind};

use crate::diff::{Change, diff};
use crate::json::Document;
use crate::json::write::into_text;
use plan::Sides;
use writer::{Writer, written};

/// The result of a merge.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Merge {
    /// Theirs with our edits on top; at a conflict it holds ours.
    pub merged: String,
    /// All of them, by their paths. Taken from the last to the first, each path still leads to its place when it is its turn.
    pub conflicts: Vec<Conflict>,
    /// What came from theirs without a conflict: the changes that lead from ours to `merged`.
    pub taken: Vec<Change>,
    /// Arrays whose rows both put in another order; `merged` has theirs'. No conflict: no row is lost.
    pub reordered: Vec<String>,
}

/// Merges what we made of `base` with what they made of it.
///
/// The `conflicts` of kind [`ConflictKind::RevertedAfterUnknown`] are not found here: see [`Landed`].
pub fn merge(base: &Document<'_>, ours: &Document<'_>, theirs: &Document<'_>) -> Merge {
    merged(base, ours, theirs, false).0
}

/// The same where ours was sent and may be what theirs was made of: also looks for our edit, which leads from `base` to
/// `sent`, in `current`. Leaf by leaf as the merge goes; a row or a member that we added is one leaf, unless `current` has it
/// too. What `current` has a third value for is in neither list of [`Landed`]: those are the conflicts of [`Merge`]. What
/// only the service writes, and the order of rows, is not looked at.
pub fn merge_sent(base: &Document<'_>, sent: &Document<'_>, current: &Document<'_>) -> (Merge, Landed) {
    merged(base, sent, current, true)
}

fn merged(base: &Document<'_>, ours: &Document<'_>, theirs: &Document<'_>, look: bool) -> (Merge, Landed) {
    let Writer { out, mut conflicts, reordered, mut landed, .. } = written(base, ours, theirs, look);
    conflict::sort(&mut landed.reverted);
    // Read again, it is refused for its size or not at all: it is no deeper than they are.
    let Ok(merged) = Document::parse(&out, theirs.limits()) else { return (too_large(base, ours, theirs), landed) };
    let taken = diff(ours.root(), merged.root());
    conflict::sort(&mut conflicts);
    judge::judge(&mut conflicts, base, ours, theirs, &merged);
    (Merge { merged: into_text(out), conflicts, taken, reordered }, landed)
}

/// The versions are within the limits, and both together are not.
fn too_large(base: &Document<'_>, ours: &Document<'_>, theirs: &Document<'_>) -> Merge {
    let sides = Sides { base: Some(base.root()), ours: Some(ours.root()), theirs: Some(theirs.root()) };
    Merge {
        merged: into_text(ours.text().to_vec()),
        conflicts: vec![Conflict::new("", ConflictKind::InvalidMerge, &sides)],
        taken: Vec::new(),
        reordered: Vec::new(),
    }
}

/// What has become of an edit in a later version of the document.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Landed {
    /// Where the later version has our value, or is without what we took out. Paths as those of [`Merge::conflicts`].
    pub present: Vec<String>,
    /// Where it has base's value, as conflicts of kind [`ConflictKind::RevertedAfterUnknown`], by their paths.
    pub reverted: Vec<Conflict>,
}

impl Landed {
    /// Some of our values are there and others are back at base: after a request of which nobody knows whether it was
    /// applied, that says that it was, and that somebody took a part of it back (reliability.md, B.1, d). To send that part
    /// again would undo their edit, so `reverted` is to be told as conflicts.
    pub fn is_partly_reverted(&self) -> bool {
        !self.present.is_empty() && !self.reverted.is_empty()
    }

    /// Nothing of the edit is left to be sent, where [`merge`] of the same three finds no conflict.
    pub fn is_complete(&self) -> bool {
        self.reverted.is_empty()
    }
}

impl Merge {
    /// Adds conflicts that only the course of a save brings to light, each in its place.
    pub fn add(&mut self, mut conflicts: Vec<Conflict>) {
        self.conflicts.append(&mut conflicts);
        conflict::sort(&mut self.conflicts);
    }
}
