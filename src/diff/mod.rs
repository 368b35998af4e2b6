//! What differs between two documents, leaf by leaf.
//!
//! Rows of keyed arrays are matched by key, numbers are compared as decimals. It must never judge a change.

mod rows;

pub(crate) use rows::Rows;

use crate::json::document::Names;
use crate::json::{Kind, Value, pointer};
use crate::schema::{Key, Object, REFERRAL, Shape};

/// What happened to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ChangeKind {
    /// It is only in the draft.
    Added,
    /// It is only in the base.
    Removed,
    /// It is another one.
    Changed,
}

impl ChangeKind {
    /// The name that the contract has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Added => "added",
            Self::Removed => "removed",
            Self::Changed => "changed",
        }
    }
}

/// A difference. The values are exact JSON text.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    /// JSON Pointer. Applied in their order as add, remove and replace, the changes turn base into draft.
    pub path: String,
    /// What happened.
    pub kind: ChangeKind,
    /// The value in base.
    pub before: Option<String>,
    /// The value in the draft.
    pub after: Option<String>,
}

/// The changes that lead from `base` to `draft`. The top-level `links` and `@odata.*` are left out: they are the answer's
/// envelope, not the referral.
pub fn diff(base: Value<'_>, draft: Value<'_>) -> Vec<Change> {
    let mut differ = Differ { path: String::new(), room: pointer::Room::default(), changes: Vec::new() };
    differ.compare(base, draft, Shape::Object(&REFERRAL));
    differ.changes
}

/// The top-level member is part of the answer's envelope.
pub fn is_envelope(name: &str) -> bool {
    name == "links" || name.starts_with(ENVELOPE)
}

/// How the names of what OData says about an answer begin.
const ENVELOPE: &str = "@odata.";

struct Differ {
    path: String,
    room: pointer::Room,
    changes: Vec<Change>,
}

impl Differ {
    /// As deep as the documents are, which the reader limits.
    fn compare(&mut self, base: Value<'_>, draft: Value<'_>, shape: Shape) {
        match (base.kind(), draft.kind(), shape) {
            _ if base.raw() == draft.raw() => {}
            (Kind::Object, Kind::Object, _) if self.has_room(base, draft) => self.compare_objects(base, draft, shape),
            (Kind::Array, Kind::Array, Shape::Rows(row, key)) if self.has_room(base, draft) => {
                match RowMatch::new(base, draft, key) {
                    Some(rows) => self.compare_rows(&rows, row),
                    None => self.compare_whole(base, draft),
                }
            }
            _ => self.compare_whole(base, draft),
        }
    }

    fn has_room(&mut self, base: Value<'_>, draft: Value<'_>) -> bool {
        self.room.take(&self.path, base.count() + draft.count())
    }

    fn compare_whole(&mut self, base: Value<'_>, draft: Value<'_>) {
        if !base.equals(draft) {
            self.push(ChangeKind::Changed, Some(base), Some(draft));
        }
    }

    fn compare_objects(&mut self, base: Value<'_>, draft: Value<'_>, shape: Shape) {
        let is_top = self.path.is_empty();
        let (before, after) = (Names::of(base), Names::of(draft));
        if differs_unnameably(&before, &after, is_top) || differs_unnameably(&after, &before, is_top) {
            return self.push(ChangeKind::Changed, Some(base), Some(draft));
        }
        // Base's members in their order, then those that only the draft has.
        let of_base = base.members().map(|member| (member, true));
        for (member, in_base) in of_base.chain(draft.members().map(|member| (member, false))) {
            let name = member.name();
            let exact = member.exact_name();
            let (old, new) = (before.get_exact(&exact), after.get_exact(&exact));
            // Of a name that is there twice the last one counts.
            let is_last = |value: Option<Value<'_>>| value.is_some_and(|value| value.span() == member.value.span());
            let is_turn = if in_base { is_last(old) } else { old.is_none() && is_last(new) };
            if !is_turn || (is_top && is_envelope(&name)) {
                continue;
            }
            let length = self.path.len();
            pointer::push(&mut self.path, &name);
            match (old, new) {
                (Some(a), Some(b)) => self.compare(a, b, shape.of_member(name.as_bytes())),
                (Some(a), None) => self.push(ChangeKind::Removed, Some(a), None),
                (None, b) => self.push(ChangeKind::Added, None, b),
            }
            self.path.truncate(length);
        }
    }

    fn compare_rows(&mut self, rows: &RowMatch<'_>, row: &'static Object) {
        let length = self.path.len();
        for (index, a, b) in &rows.common {
            pointer::push_index(&mut self.path, *index);
            self.compare(*a, *b, Shape::Object(row));
            self.path.truncate(length);
        }
        // From the last, so that the indices before stay true.
        for (index, a) in rows.removed.iter().rev() {
            pointer::push_index(&mut self.path, *index);
            self.push(ChangeKind::Removed, Some(*a), None);
            self.path.truncate(length);
        }
        for (index, b) in &rows.added {
            pointer::push_index(&mut self.path, *index);
            self.push(ChangeKind::Added, None, Some(*b));
            self.path.truncate(length);
        }
    }

    fn push(&mut self, kind: ChangeKind, before: Option<Value<'_>>, after: Option<Value<'_>>) {
        let path = self.path.clone();
        self.changes.push(Change { path, kind, before: before.map(Value::to_text), after: after.map(Value::to_text) });
    }
}

/// A member that no pointer can name is not the same in `other`: then only the whole object can be said to differ.
fn differs_unnameably(names: &Names<'_>, other: &Names<'_>, is_top: bool) -> bool {
    names.unnameable().any(|(name, value)| {
        let is_left_out = is_top && name.starts_with(ENVELOPE.as_bytes());
        !is_left_out && other.get_exact(name).is_none_or(|other| !value.equals(other))
    })
}

/// Two arrays row by row.
struct RowMatch<'d> {
    /// The row's index in base, and both its states.
    common: Vec<(usize, Value<'d>, Value<'d>)>,
    /// With its index in base.
    removed: Vec<(usize, Value<'d>)>,
    /// With its index in the draft.
    added: Vec<(usize, Value<'d>)>,
}

impl<'d> RowMatch<'d> {
    /// Nothing when the rows cannot be told apart by key, or stand in another order: then the array is one value.
    fn new(base: Value<'d>, draft: Value<'d>, key: Key) -> Option<Self> {
        let (base, draft) = (Rows::of(base, key)?, Rows::of(draft, key)?);
        let partners = base.partners(&draft);
        if !partners.iter().flatten().is_sorted() {
            return None;
        }
        let mut matched = Self { common: Vec::new(), removed: Vec::new(), added: Vec::new() };
        let mut is_new = vec![true; draft.rows.len()];
        for (index, (partner, row)) in partners.iter().zip(&base.rows).enumerate() {
            match partner.and_then(|partner| Some((partner, draft.rows.get(partner)?))) {
                Some((partner, draft)) => {
                    is_new.get_mut(partner).into_iter().for_each(|new| *new = false);
                    matched.common.push((index, *row, *draft));
                }
                None => matched.removed.push((index, *row)),
            }
        }
        let rows = draft.rows.into_iter().enumerate().zip(is_new);
        matched.added = rows.filter(|(_, new)| *new).map(|(row, _)| row).collect();
        Some(matched)
    }
}
