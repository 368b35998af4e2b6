//! The rows of a keyed array: which are the same, and in which order they stand (reliability.md, C.1, rules 3, 7 and 11).

use super::plan::{Place, Plan, Sides, Take, whole};
use crate::diff::{Rows, absent};
use crate::json::Value;
use crate::json::document::NOWHERE;
use crate::schema::{Key, Shape};

/// A row of the result, or the place of one that is not in it any more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'d> {
    pub place: Place<'d>,
    pub plan: Plan,
    /// Its index in each version.
    base: usize,
    ours: usize,
    pub theirs: usize,
}

impl Row<'_> {
    fn is_in_both(&self) -> bool {
        self.ours != NOWHERE && self.theirs != NOWHERE
    }

    /// The row may end up with our key. Only an e-mail address can change: a row with another id is another row.
    fn may_have_ours(&self, key: Key) -> bool {
        let Sides { base, ours, theirs } = self.place.sides;
        theirs.is_none() || !has_same_email(base, ours, key)
    }

    /// The row may end up with their key.
    fn may_have_theirs(&self, key: Key) -> bool {
        let Sides { base, ours, theirs } = self.place.sides;
        ours.is_none() || has_same_email(base, ours, key) || !has_same_email(base, theirs, key)
    }
}

#[inline(never)]
fn has_same_email(base: Option<Value<'_>>, row: Option<Value<'_>>, key: Key) -> bool {
    let (Some(base), Some(row)) = (base, row) else { return false };
    match (base.get("email"), row.get("email")) {
        (Some(before), Some(after)) if key == Key::Email => before.equals(after),
        _ => false,
    }
}

/// The rows of an array in its three versions.
struct Versions<'d> {
    base: Rows<'d>,
    ours: Rows<'d>,
    theirs: Rows<'d>,
}

/// What becomes of an array.
#[derive(Debug)]
pub(super) struct RowsPlan<'d> {
    /// Base's rows with what has become of them, then the new ones. Those that both added are one where their key is.
    pub rows: Vec<Row<'d>>,
    /// Where each row of ours and of theirs is among them.
    of_ours: Vec<usize>,
    of_theirs: Vec<usize>,
    /// Their indices in the order of the result.
    pub sequence: Vec<usize>,
    /// Both put them in another order, and not in the same.
    pub both_reordered: bool,
}

impl<'d> RowsPlan<'d> {
    /// Row by row; nothing when a key is missing or doubled on any side, or would be in the result.
    #[inline(never)]
    pub fn of(place: &Place<'d>) -> Option<Self> {
        let Shape::Rows(_, key) = place.shape else { return None };
        let Sides { base, ours, theirs } = place.sides;
        let versions =
            &Versions { base: Rows::of(base, key), ours: Rows::of(ours, key), theirs: Rows::of(theirs, key) };
        let Versions { base, ours, theirs } = versions;
        if !(base.are_keyed && ours.are_keyed && theirs.are_keyed) {
            return None;
        }
        let (to_ours, to_theirs) = (base.partners(ours), base.partners(theirs));
        let mut plan = Self {
            rows: Vec::new(),
            // Base's rows are the first, in their order.
            of_ours: to_ours.earlier,
            of_theirs: to_theirs.earlier,
            sequence: Vec::new(),
            both_reordered: false,
        };
        let shape = place.shape.of_item();
        for (index, (ours, theirs)) in to_ours.later.iter().zip(&to_theirs.later).enumerate() {
            plan.add(versions, shape, [index, *ours, *theirs]);
        }
        for index in &absent(&plan.of_ours) {
            let partner = ours.names.all.get(*index).map_or(NOWHERE, |(key, _)| theirs.names.find(key));
            let is_free = plan.of_theirs.get(partner) == Some(&NOWHERE);
            plan.add(versions, shape, [NOWHERE, *index, if is_free { partner } else { NOWHERE }]);
        }
        for index in &absent(&plan.of_theirs) {
            plan.add(versions, shape, [NOWHERE, NOWHERE, *index]);
        }
        plan.put_in_order();
        plan.keys_stay_unique(versions, key).then_some(plan)
    }

    /// A row, by its indices in the three versions.
    #[inline(never)]
    fn add(&mut self, versions: &Versions<'d>, shape: Shape, [base, ours, theirs]: [usize; 3]) {
        let sides = Sides {
            base: versions.base.names.value(base),
            ours: versions.ours.names.value(ours),
            theirs: versions.theirs.names.value(theirs),
        };
        let place = Place { sides, shape };
        let mut row = Row { place, plan: Plan::take(Take::Members), base, ours, theirs };
        if !row.is_in_both() {
            row.plan = whole(&place);
        }
        let index = self.rows.len();
        if let Some(of_ours) = self.of_ours.get_mut(ours) {
            *of_ours = index;
        }
        if let Some(of_theirs) = self.of_theirs.get_mut(theirs) {
            *of_theirs = index;
        }
        self.rows.push(row);
    }

    /// No two rows can have the same key, whichever side is chosen where there is a conflict. (We add a person; they give
    /// that address to somebody else.)
    fn keys_stay_unique(&self, versions: &Versions<'_>, key: Key) -> bool {
        for (row, (text, _)) in self.of_ours.iter().zip(&versions.ours.names.all) {
            let other = self.of_theirs.get(versions.theirs.names.find(text)).unwrap_or(row);
            if let (Some(ours), Some(theirs)) = (self.rows.get(*row), self.rows.get(*other))
                && row != other
                && ours.plan.counts()
                && theirs.plan.counts()
                && ours.may_have_ours(key)
                && theirs.may_have_theirs(key)
            {
                return false;
            }
        }
        true
    }

    /// The side that put the rows in another order leads, else theirs; what only the other has goes behind the row that it
    /// stands behind there.
    fn put_in_order(&mut self) {
        let (mut we_moved, mut they_moved) = (false, false);
        let (mut ours, mut theirs) = (0, 0);
        for row in self.rows.iter().filter(|row| row.base != NOWHERE && row.is_in_both()) {
            we_moved |= row.ours < ours;
            they_moved |= row.theirs < theirs;
            (ours, theirs) = (row.ours, row.theirs);
        }
        let is_ours = we_moved && !they_moved;
        let (lead, other) = if is_ours { (&self.of_ours, &self.of_theirs) } else { (&self.of_theirs, &self.of_ours) };
        let mut sequence = Vec::new();
        self.push_others(other, 0, &mut sequence);
        for index in lead {
            sequence.push(*index);
            if let Some(row) = self.rows.get(*index).filter(|row| row.is_in_both()) {
                self.push_others(other, if is_ours { row.theirs } else { row.ours } + 1, &mut sequence);
            }
        }
        // The places of those that are in none.
        for (index, row) in self.rows.iter().enumerate() {
            if row.ours == NOWHERE && row.theirs == NOWHERE {
                sequence.push(index);
            }
        }
        self.sequence = sequence;
        // Of all rows that both have, new ones among them.
        theirs = 0;
        for row in self.of_ours.iter().filter_map(|index| self.rows.get(*index)).filter(|row| row.is_in_both()) {
            self.both_reordered |= we_moved && they_moved && row.theirs < theirs;
            theirs = row.theirs;
        }
    }

    /// Appends the rows of a version that stand from `start` on, up to one that both have.
    #[inline(never)]
    fn push_others(&self, version: &[usize], start: usize, sequence: &mut Vec<usize>) {
        for index in version.get(start..).unwrap_or_default() {
            if self.rows.get(*index).is_none_or(Row::is_in_both) {
                break;
            }
            sequence.push(*index);
        }
    }
}
