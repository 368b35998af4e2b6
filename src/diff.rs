//! What differs between two documents, leaf by leaf.
//!
//! Rows of keyed arrays are matched by key, numbers are compared as decimals. It must never judge a change.

use serde::Serialize;

use crate::json::document::Names;
use crate::json::sort::order;
use crate::json::{Kind, Value, pointer};
use crate::schema::{self, Key, Object, REFERRAL};

/// What happened to a value.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ChangeKind {
    /// It is only in the draft.
    Added,
    /// It is only in the base.
    Removed,
    /// It is another one.
    Changed,
}

/// A difference. The values are exact JSON text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// JSON Pointer. Applied in their order as add, remove and replace, the changes turn base into draft.
    pub path: String,
    /// What happened.
    pub kind: ChangeKind,
    /// The value in base.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub before: Option<String>,
    /// The value in the draft.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub after: Option<String>,
}

/// The changes that lead from `base` to `draft`. The top-level `links` and `@odata.*` are left out: they are the answer's
/// envelope, not the referral.
pub fn diff(base: Value<'_>, draft: Value<'_>) -> Vec<Change> {
    let mut differ = Differ { path: String::new(), changes: Vec::new() };
    differ.compare(base, draft, Shape::Object(&REFERRAL));
    differ.changes
}

/// The top-level member is part of the answer's envelope.
pub fn is_envelope(name: &str) -> bool {
    name == "links" || name.starts_with(ENVELOPE)
}

/// How the names of what OData says about an answer begin.
const ENVELOPE: &str = "@odata.";

/// What the member table says of a value.
#[derive(Clone, Copy)]
enum Shape {
    Unknown,
    Object(&'static Object),
    Rows(&'static Object, Key),
}

impl Shape {
    fn of_member(self, name: &str) -> Self {
        let Self::Object(object) = self else { return Self::Unknown };
        match object.member(name.as_bytes()).map(|member| member.kind) {
            Some(schema::Kind::Object(object)) => Self::Object(object),
            Some(schema::Kind::Rows(row, key)) => Self::Rows(row, key),
            _ => Self::Unknown,
        }
    }
}

struct Differ {
    path: String,
    changes: Vec<Change>,
}

impl Differ {
    /// As deep as the documents are, which the reader limits.
    fn compare(&mut self, base: Value<'_>, draft: Value<'_>, shape: Shape) {
        match (base.kind(), draft.kind(), shape) {
            (Kind::Object, Kind::Object, _) => self.compare_objects(base, draft, shape),
            (Kind::Array, Kind::Array, Shape::Rows(row, key)) if base.raw() != draft.raw() => {
                match RowMatch::new(base, draft, key) {
                    Some(rows) => self.compare_rows(&rows, row),
                    None => self.compare_whole(base, draft),
                }
            }
            _ => self.compare_whole(base, draft),
        }
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
                (Some(a), Some(b)) => self.compare(a, b, shape.of_member(&name)),
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

/// How often two rows are held against each other in search of the same person. No team comes near it; rows by the
/// hundred thousand, all with other addresses, would take hours.
const MOST_PAIRS: usize = 1 << 16;

/// Which rows of two arrays are the same row.
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
        let base_keys = Keys::of(base, key)?;
        let draft_keys = Keys::of(draft, key)?;
        let mut partners: Vec<Option<usize>> = base.items().map(|_| None).collect();
        let base_rows: Vec<_> = base.items().collect();
        let draft_rows: Vec<_> = draft.items().collect();
        let mut is_new = vec![true; draft_rows.len()];
        for (name, index) in &draft_keys.0 {
            if let Some(partner) = base_keys.get(name).and_then(|of_base| partners.get_mut(of_base)) {
                *partner = Some(*index);
                is_new.get_mut(*index).into_iter().for_each(|new| *new = false);
            }
        }
        let mut added: Vec<usize> =
            is_new.iter().enumerate().filter(|(_, new)| **new).map(|(index, _)| index).collect();
        // A row that kept its person and changed its e-mail address is still the same row.
        let vacant = partners.iter().filter(|partner| partner.is_none()).count();
        if key == Key::Email && vacant.saturating_mul(added.len()) <= MOST_PAIRS {
            added.retain(|index| {
                let free = partners.iter_mut().zip(&base_rows).find(|(partner, row)| {
                    partner.is_none() && draft_rows.get(*index).is_some_and(|draft| is_same_person(**row, *draft))
                });
                free.map(|(partner, _)| *partner = Some(*index)).is_none()
            });
        }
        let in_order = partners.iter().flatten().is_sorted();
        let mut matched = Self { common: Vec::new(), removed: Vec::new(), added: Vec::new() };
        for (index, (partner, row)) in partners.iter().zip(&base_rows).enumerate() {
            match partner.and_then(|partner| draft_rows.get(partner)) {
                Some(draft) => matched.common.push((index, *row, *draft)),
                None => matched.removed.push((index, *row)),
            }
        }
        matched.added = added.iter().filter_map(|index| Some((*index, *draft_rows.get(*index)?))).collect();
        in_order.then_some(matched)
    }
}

/// The rows of an array by their key.
struct Keys(Vec<(String, usize)>);

impl Keys {
    /// Nothing when a key is missing, empty or there twice.
    fn of(array: Value<'_>, key: Key) -> Option<Self> {
        let mut keys = Vec::new();
        for (index, row) in array.items().enumerate() {
            let text = match key {
                Key::Email => row.get("email")?.as_str()?.trim().to_ascii_lowercase(),
                Key::Id => row.get("id")?.as_str()?.to_ascii_lowercase(),
                Key::None => return None,
            };
            if text.is_empty() {
                return None;
            }
            keys.push((text, index));
        }
        let text = |index: usize| keys.get(index).map(|key| &key.0);
        let order = order(keys.len(), &|a, b| text(a).cmp(&text(b)));
        let sorted: Vec<_> = order.into_iter().filter_map(|index| keys.get(index).cloned()).collect();
        let unique = sorted.windows(2).all(|pair| matches!(pair, [a, b] if a.0 != b.0));
        unique.then_some(Self(sorted))
    }

    fn get(&self, text: &str) -> Option<usize> {
        let at = self.0.binary_search_by(|key| key.0.as_str().cmp(text)).ok()?;
        self.0.get(at).map(|key| key.1)
    }
}

/// First and last name agree, or the phone number does.
fn is_same_person(a: Value<'_>, b: Value<'_>) -> bool {
    let agree = |name: &str| {
        let texts = (a.get(name).and_then(Value::as_str), b.get(name).and_then(Value::as_str));
        matches!(texts, (Some(a), Some(b)) if a == b && !a.trim().is_empty())
    };
    (agree("firstName") && agree("lastName")) || agree("phoneNumber")
}
