//! A place that both changed, as data.

use super::plan::Sides;
use crate::json::sort::order;
use crate::json::{Value, pointer};

/// A place that both changed. The values are exact JSON text, and nothing where it is absent.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Conflict {
    /// JSON Pointer into the merged document. Where ours has no such member or row, it is where theirs would be added.
    pub path: String,
    /// What happened there.
    pub kind: ConflictKind,
    /// The value as it was loaded.
    pub base: Option<String>,
    /// The edited value.
    pub ours: Option<String>,
    /// The server's value.
    pub theirs: Option<String>,
}

/// The kinds of conflict.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum ConflictKind {
    /// Both changed it, differently.
    #[default]
    BothChanged,
    /// Both added it, differently.
    BothAdded,
    /// We took it out, they changed it.
    DeletedByOurs,
    /// They took it out, we changed it.
    DeletedByTheirs,
    /// What each side made of it is sound, and ours cannot stand on top of theirs: a move that is not legal from their status.
    InvalidMerge,
    /// We do not know whether our request was applied; parts of it are there, and this is back at base.
    RevertedAfterUnknown,
}

impl ConflictKind {
    /// The name that the contract has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BothChanged => "both-changed",
            Self::BothAdded => "both-added",
            Self::DeletedByOurs => "deleted-by-ours",
            Self::DeletedByTheirs => "deleted-by-theirs",
            Self::InvalidMerge => "invalid-merge",
            Self::RevertedAfterUnknown => "reverted-after-unknown",
        }
    }

    /// Says who took it out, if somebody did.
    pub(super) fn of(sides: &Sides<'_>) -> Self {
        match (sides.base, sides.ours, sides.theirs) {
            (None, Some(_), Some(_)) => Self::BothAdded,
            (Some(_), None, Some(_)) => Self::DeletedByOurs,
            (Some(_), Some(_), None) => Self::DeletedByTheirs,
            _ => Self::BothChanged,
        }
    }
}

impl Conflict {
    #[inline(never)]
    pub(super) fn new(path: &str, kind: ConflictKind, sides: &Sides<'_>) -> Self {
        let [base, ours, theirs] = [sides.base, sides.ours, sides.theirs].map(|value| value.map(Value::to_text));
        Self { path: path.to_owned(), kind, base, ours, theirs }
    }
}

/// By their paths; those with the same one stay in their order, which is that of the rows.
#[inline(never)]
pub(super) fn sort(conflicts: &mut Vec<Conflict>) {
    let path = |index: usize| conflicts.get(index).map_or("", |conflict| conflict.path.as_str());
    let order = order(conflicts.len(), &|a, b| pointer::compare(path(a), path(b)));
    let mut sorted = Vec::with_capacity(conflicts.len());
    for index in order {
        if let Some(conflict) = conflicts.get_mut(index) {
            sorted.push(std::mem::take(conflict));
        }
    }
    *conflicts = sorted;
}
