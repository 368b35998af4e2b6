//! What differs between two documents, leaf by leaf.
//!
//! Rows of keyed arrays are matched by key, numbers are compared as decimals. It must never judge a change.

mod rows;

use rows::in_order;
pub(crate) use rows::{Rows, absent};

use crate::json::document::{NOWHERE, Names};
use crate::json::{Kind, Value, pointer, string};
use crate::schema::{Key, REFERRAL, Shape};

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
    differ.compare(Some(base), Some(draft), Shape::Object(&REFERRAL));
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
    /// What differs at `path`, where each side has a value or nothing. As deep as the documents are, which the reader limits.
    fn compare(&mut self, base: Option<Value<'_>>, draft: Option<Value<'_>>, shape: Shape) {
        let kind = match (base, draft) {
            (Some(base), Some(draft)) => {
                if base.is_verbatim(draft) || self.compare_inside(base, draft, shape) || base.equals(draft) {
                    return;
                }
                ChangeKind::Changed
            }
            (Some(_), None) => ChangeKind::Removed,
            _ => ChangeKind::Added,
        };
        let (path, before, after) = (self.path.clone(), base.map(Value::to_text), draft.map(Value::to_text));
        self.changes.push(Change { path, kind, before, after });
    }

    /// Tells the differences part by part; `false` where the two are to be told as one value, if they differ.
    fn compare_inside(&mut self, base: Value<'_>, draft: Value<'_>, shape: Shape) -> bool {
        let kind = base.kind();
        let is_inside = match shape {
            Shape::Rows(..) if kind == Kind::Array => true,
            _ => kind == Kind::Object,
        };
        if !is_inside || draft.kind() != kind || !self.room.take(&self.path, base.count() + draft.count()) {
            return false;
        }
        match shape {
            Shape::Rows(_, key) if kind == Kind::Array => self.compare_rows(base, draft, shape.of_item(), key),
            _ => self.compare_objects(base, draft, shape),
        }
    }

    fn compare_objects(&mut self, base: Value<'_>, draft: Value<'_>, shape: Shape) -> bool {
        let is_top = self.path.is_empty();
        let (before, after) = (Names::of(base), Names::of(draft));
        if differs_unnameably(&before, &after, is_top) || differs_unnameably(&after, &before, is_top) {
            return false;
        }
        // Base's members in their order, then those that only the draft has.
        self.compare_members(&before, &after, true, shape);
        self.compare_members(&before, &after, false, shape);
        true
    }

    fn compare_members(&mut self, before: &Names<'_>, after: &Names<'_>, of_base: bool, shape: Shape) {
        let names = if of_base { before } else { after };
        let length = self.path.len();
        for (index, (name, _)) in names.all.iter().enumerate() {
            // Of a name that is there twice the last one counts.
            if names.find(name) != index || (!of_base && before.find(name) != NOWHERE) {
                continue;
            }
            let readable = string::readable(name);
            if length == 0 && is_envelope(&readable) {
                continue;
            }
            pointer::push(&mut self.path, &readable);
            self.compare(before.get_exact(name), after.get_exact(name), shape.of_member(name));
            pointer::cut(&mut self.path, length);
        }
    }

    /// `false` when the rows cannot be told apart by key, or stand in another order.
    fn compare_rows(&mut self, base: Value<'_>, draft: Value<'_>, row: Shape, key: Key) -> bool {
        let (before, after) = (Rows::of(Some(base), key), Rows::of(Some(draft), key));
        let partners = before.partners(&after);
        if !before.are_keyed || !after.are_keyed || !in_order(&partners.later) {
            return false;
        }
        for (index, partner) in partners.later.iter().enumerate() {
            if *partner != NOWHERE {
                self.compare_row(index, before.names.value(index), after.names.value(*partner), row);
            }
        }
        // From the last, so that the indices before stay true.
        for index in absent(&partners.later).iter().rev() {
            self.compare_row(*index, before.names.value(*index), None, row);
        }
        for index in &absent(&partners.earlier) {
            self.compare_row(*index, None, after.names.value(*index), row);
        }
        true
    }

    fn compare_row(&mut self, index: usize, base: Option<Value<'_>>, draft: Option<Value<'_>>, shape: Shape) {
        let length = self.path.len();
        pointer::push_index(&mut self.path, index);
        self.compare(base, draft, shape);
        pointer::cut(&mut self.path, length);
    }
}

/// A member that no pointer can name is not the same in `other`: then only the whole object can be said to differ.
#[inline(never)]
fn differs_unnameably(names: &Names<'_>, other: &Names<'_>, is_top: bool) -> bool {
    for (name, _) in names.unnameable() {
        let is_left_out = is_top && name.starts_with(ENVELOPE.as_bytes());
        // Of a name that is there twice the last one counts.
        let is_same = names.get_exact(name).zip(other.get_exact(name)).is_some_and(|(own, other)| own.equals(other));
        if !is_left_out && !is_same {
            return true;
        }
    }
    false
}
