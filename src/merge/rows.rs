//! The rows of a keyed array: which are the same, and in which order they stand (reliability.md, C.1, rules 3, 7 and 11).

use super::plan::{Place, Plan, Sides, Take, whole};
use crate::diff::{NOWHERE, Rows, in_order};
use crate::json::Value;
use crate::schema::{Key, Shape};

/// A row of the result, or the place of one that is not in it any more.
#[derive(Clone, Copy, Debug)]
pub(super) struct Row<'d> {
    pub place: Place<'d>,
    pub plan: Plan,
    /// Its index in ours and in theirs.
    ours: usize,
    pub theirs: usize,
}

impl<'d> Row<'d> {
    fn is_in_both(&self) -> bool {
        self.ours != NOWHERE && self.theirs != NOWHERE
    }

    /// The row may end up with our key, and with theirs. Only an e-mail address can change: a row with another id is another
    /// row.
    fn may_have(&self, key: Key) -> (bool, bool) {
        let Sides { base, ours, theirs } = self.place.sides;
        let email = |row: Option<Value<'d>>| row?.get("email").filter(|_| key == Key::Email);
        let is_bases = |row| match (email(base), email(row)) {
            (Some(before), Some(after)) => before.equals(after),
            _ => false,
        };
        match (is_bases(ours), is_bases(theirs)) {
            (true, _) => (theirs.is_none(), true),
            (false, true) => (true, ours.is_none()),
            (false, false) => (true, true),
        }
    }
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
        let versions = [base, ours, theirs].map(|array| Rows::of(array, key));
        let [base, ours, theirs] = &versions;
        if !base.are_keyed || !ours.are_keyed || !theirs.are_keyed {
            return None;
        }
        let mut plan = Self {
            rows: Vec::with_capacity(theirs.keys.len()),
            of_ours: vec![NOWHERE; ours.keys.len()],
            of_theirs: vec![NOWHERE; theirs.keys.len()],
            sequence: Vec::new(),
            both_reordered: false,
        };
        let (to_ours, to_theirs) = (base.partners(ours), base.partners(theirs));
        let shape = place.shape.of_item();
        for (index, (ours, theirs)) in to_ours.iter().zip(&to_theirs).enumerate() {
            plan.add(&versions, shape, [index, *ours, *theirs]);
        }
        for (index, key) in ours.keys.iter().enumerate() {
            if plan.of_ours.get(index) == Some(&NOWHERE) {
                let partner = theirs.find(key);
                let is_free = plan.of_theirs.get(partner) == Some(&NOWHERE);
                plan.add(&versions, shape, [NOWHERE, index, if is_free { partner } else { NOWHERE }]);
            }
        }
        for index in 0..theirs.keys.len() {
            if plan.of_theirs.get(index) == Some(&NOWHERE) {
                plan.add(&versions, shape, [NOWHERE, NOWHERE, index]);
            }
        }
        if !plan.keys_stay_unique(ours, theirs, key) {
            return None;
        }
        plan.put_in_order(&to_ours, &to_theirs);
        Some(plan)
    }

    /// A row, by its indices in the three versions.
    #[inline(never)]
    fn add(&mut self, versions: &[Rows<'d>; 3], shape: Shape, indices: [usize; 3]) {
        let ([base, ours, theirs], [in_base, in_ours, in_theirs]) = (versions, indices);
        let sides = Sides { base: base.row(in_base), ours: ours.row(in_ours), theirs: theirs.row(in_theirs) };
        let place = Place { sides, shape };
        let mut row = Row { place, plan: Plan::take(Take::Members), ours: in_ours, theirs: in_theirs };
        if !row.is_in_both() {
            row.plan = whole(&place);
        }
        for (all, index) in [(&mut self.of_ours, in_ours), (&mut self.of_theirs, in_theirs)] {
            if let Some(place) = all.get_mut(index) {
                *place = self.rows.len();
            }
        }
        self.rows.push(row);
    }

    /// No two rows can have the same key, whichever side is chosen where there is a conflict. (We add a person; they give
    /// that address to somebody else.)
    fn keys_stay_unique(&self, ours: &Rows<'_>, theirs: &Rows<'_>, key: Key) -> bool {
        for (index, text) in ours.keys.iter().enumerate() {
            let row = self.of_ours.get(index).copied().unwrap_or(NOWHERE);
            let other = self.of_theirs.get(theirs.find(text)).copied().unwrap_or(row);
            if let (Some(ours), Some(theirs)) = (self.rows.get(row), self.rows.get(other))
                && row != other
                && ours.plan.counts()
                && theirs.plan.counts()
                && ours.may_have(key).0
                && theirs.may_have(key).1
            {
                return false;
            }
        }
        true
    }

    /// The side that put the rows in another order leads, else theirs; what only the other has goes behind the row that it
    /// stands behind there.
    fn put_in_order(&mut self, to_ours: &[usize], to_theirs: &[usize]) {
        let (mut ours, mut theirs) = (Vec::new(), Vec::new());
        for (ours_at, theirs_at) in to_ours.iter().zip(to_theirs) {
            if *ours_at != NOWHERE && *theirs_at != NOWHERE {
                ours.push(*ours_at);
                theirs.push(*theirs_at);
            }
        }
        let (we_moved, they_moved) = (!in_order(&ours), !in_order(&theirs));
        let is_ours = we_moved && !they_moved;
        let (lead, other) = if is_ours { (&self.of_ours, &self.of_theirs) } else { (&self.of_theirs, &self.of_ours) };
        let mut sequence = Vec::with_capacity(self.rows.len());
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
        // Of the rows that both have, new ones among them.
        let mut theirs = Vec::new();
        for index in &self.of_ours {
            theirs.push(self.rows.get(*index).map_or(NOWHERE, |row| row.theirs));
        }
        self.both_reordered = we_moved && they_moved && !in_order(&theirs);
        self.sequence = sequence;
    }

    /// Appends the rows of a version that stand from `start` on, up to one that both have.
    fn push_others(&self, version: &[usize], start: usize, sequence: &mut Vec<usize>) {
        for index in version.get(start..).unwrap_or_default() {
            if self.rows.get(*index).is_none_or(Row::is_in_both) {
                break;
            }
            sequence.push(*index);
        }
    }
}
