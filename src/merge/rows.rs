//! The rows of a keyed array: which are the same, and in which order they stand (reliability.md, C.1, rules 3, 7 and 11).

use super::plan::{Plan, Sides, whole};
use crate::diff::Rows;
use crate::json::Value;
use crate::json::sort::order;
use crate::schema::{Key, Object, Shape};

/// A row of the result, or the place of one that is not in it any more.
#[derive(Debug)]
pub(super) struct Row<'d> {
    pub sides: Sides<'d>,
    pub plan: Plan<'d>,
    /// Its index in theirs.
    pub slot: Option<usize>,
}

/// What becomes of an array.
#[derive(Debug)]
pub(super) struct RowsPlan<'d> {
    /// In the order of the result.
    pub rows: Vec<Row<'d>>,
    /// What they are.
    pub shape: Shape,
    /// Both put them in another order, and not in the same.
    pub both_reordered: bool,
}

/// The indices of one row in the three versions.
#[derive(Clone, Copy)]
struct Found {
    base: Option<usize>,
    ours: Option<usize>,
    theirs: Option<usize>,
}

/// What becomes of an array, row by row; nothing when a key is missing or doubled on any side, or would be in the result.
pub(super) fn plan<'d>(sides: Sides<'d>, row: &'static Object, key: Key) -> Option<RowsPlan<'d>> {
    let ours = Rows::of(sides.ours?, key)?;
    let theirs = Rows::of(sides.theirs?, key)?;
    let base = match sides.base {
        Some(base) => Some(Rows::of(base, key)?),
        None => None,
    };
    let found = find(base.as_ref(), &ours, &theirs);
    let shape = Shape::Object(row);
    let row_of = |rows: Option<&Rows<'d>>, index: Option<usize>| rows?.rows.get(index?).copied();
    let mut rows: Vec<Row<'d>> = Vec::with_capacity(found.len());
    for found in &found {
        let sides = Sides {
            base: row_of(base.as_ref(), found.base),
            ours: row_of(Some(&ours), found.ours),
            theirs: row_of(Some(&theirs), found.theirs),
        };
        let both = sides.ours.is_some() && sides.theirs.is_some();
        let plan = if both { Plan::members() } else { whole(sides, shape) };
        rows.push(Row { sides, plan, slot: found.theirs });
    }
    if !keys_stay_unique(&rows, &found, &ours, &theirs, key) {
        return None;
    }
    let (sequence, both_reordered) = sequence(&found, ours.rows.len(), theirs.rows.len());
    let mut rows: Vec<_> = rows.into_iter().map(Some).collect();
    let rows = sequence.into_iter().filter_map(|index| rows.get_mut(index)?.take()).collect();
    Some(RowsPlan { rows, shape, both_reordered })
}

/// Base's rows with what has become of them, then the new ones. Those that both added are one where their key is.
fn find(base: Option<&Rows<'_>>, ours: &Rows<'_>, theirs: &Rows<'_>) -> Vec<Found> {
    let mut found: Vec<Found> = match base {
        Some(base) => base.partners(ours).into_iter().zip(base.partners(theirs)).enumerate().map(known).collect(),
        None => Vec::new(),
    };
    let (mut of_ours, mut of_theirs) = (vec![false; ours.rows.len()], vec![false; theirs.rows.len()]);
    let mark = |marks: &mut Vec<bool>, index: Option<usize>| {
        index.and_then(|index| marks.get_mut(index)).is_some_and(|mark| !std::mem::replace(mark, true))
    };
    for row in &found {
        mark(&mut of_ours, row.ours);
        mark(&mut of_theirs, row.theirs);
    }
    for (index, key) in ours.keys.iter().enumerate() {
        if mark(&mut of_ours, Some(index)) {
            let partner = theirs.find(key).filter(|partner| mark(&mut of_theirs, Some(*partner)));
            found.push(Found { base: None, ours: Some(index), theirs: partner });
        }
    }
    let new = of_theirs.iter().enumerate().filter(|(_, known)| !**known);
    found.extend(new.map(|(index, _)| Found { base: None, ours: None, theirs: Some(index) }));
    found
}

fn known((index, (ours, theirs)): (usize, (Option<usize>, Option<usize>))) -> Found {
    Found { base: Some(index), ours, theirs }
}

/// No two rows can have the same key, whichever side is chosen where there is a conflict. (We add a person; they give that
/// address to somebody else.)
fn keys_stay_unique(rows: &[Row<'_>], found: &[Found], ours: &Rows<'_>, theirs: &Rows<'_>, key: Key) -> bool {
    let mut keys: Vec<(&str, usize)> = Vec::with_capacity(rows.len());
    for (index, (row, found)) in rows.iter().zip(found).enumerate().filter(|(_, (row, _))| row.plan.counts()) {
        let of_ours = found.ours.and_then(|row| ours.keys.get(row));
        let of_theirs = found.theirs.and_then(|row| theirs.keys.get(row));
        let (may_ours, may_theirs) = whose_key(row.sides, key);
        keys.extend(of_ours.filter(|_| may_ours).map(|key| (key.as_str(), index)));
        keys.extend(of_theirs.filter(|_| may_theirs).map(|key| (key.as_str(), index)));
    }
    let order = order(keys.len(), &|a, b| keys.get(a).cmp(&keys.get(b)));
    let pairs = order.windows(2).filter_map(|pair| match pair {
        [a, b] => Some((keys.get(*a)?, keys.get(*b)?)),
        _ => None,
    });
    pairs.into_iter().all(|(a, b)| a.0 != b.0 || a.1 == b.1)
}

/// The row may end up with our key, and with theirs.
fn whose_key(sides: Sides<'_>, key: Key) -> (bool, bool) {
    let equal = |a: Option<Value<'_>>, b: Option<Value<'_>>| {
        let emails = a.zip(b).and_then(|(a, b)| a.get("email").zip(b.get("email")));
        emails.is_some_and(|(a, b)| a.equals(b))
    };
    match key {
        // Only an e-mail address can change: a row with another id is another row.
        Key::Email if equal(sides.base, sides.ours) => (sides.theirs.is_none(), true),
        Key::Email if equal(sides.base, sides.theirs) => (true, sides.ours.is_none()),
        _ => (true, true),
    }
}

/// The rows in the order of the result, and whether both sides put them in another one. The side that did leads, else
/// theirs; what only the other has goes behind the row that it stands behind there.
fn sequence(found: &[Found], ours: usize, theirs: usize) -> (Vec<usize>, bool) {
    let common = || found.iter().filter(|row| row.base.is_some() && row.ours.is_some() && row.theirs.is_some());
    let we_moved = !common().map(|row| row.ours).is_sorted();
    let they_moved = !common().map(|row| row.theirs).is_sorted();
    // The rows of a version in its order, and whether the other has them too.
    let places = |count: usize, index_of: &dyn Fn(&Found) -> Option<usize>| {
        let mut places = vec![None; count];
        for (index, row) in found.iter().enumerate() {
            let place = index_of(row).and_then(|place| places.get_mut(place));
            place.into_iter().for_each(|place| *place = Some((index, row.ours.is_some() && row.theirs.is_some())));
        }
        places.into_iter().flatten().collect::<Vec<(usize, bool)>>()
    };
    let (of_ours, of_theirs) = (places(ours, &|row| row.ours), places(theirs, &|row| row.theirs));
    let (lead, other) = if we_moved && !they_moved { (&of_ours, &of_theirs) } else { (&of_theirs, &of_ours) };

    // Behind each row, those that only the other side has; the first list is for the beginning.
    let mut behind: Vec<Vec<usize>> = vec![Vec::new(); found.len() + 1];
    let mut anchor = 0;
    for (index, in_both) in other {
        if *in_both {
            anchor = index + 1;
        } else if let Some(list) = behind.get_mut(anchor) {
            list.push(*index);
        }
    }
    let mut sequence = behind.first().cloned().unwrap_or_default();
    for (index, _) in lead {
        sequence.push(*index);
        sequence.extend(behind.get(index + 1).into_iter().flatten());
    }
    let in_none = |row: &Found| row.ours.is_none() && row.theirs.is_none();
    sequence.extend(found.iter().enumerate().filter(|(_, row)| in_none(row)).map(|(index, _)| index));
    let by_ours = || of_ours.iter().filter(|row| row.1);
    let by_theirs = || of_theirs.iter().filter(|row| row.1);
    (sequence, we_moved && they_moved && !by_ours().eq(by_theirs()))
}
