//! What becomes of one place: rules 1 to 6 and 10 of reliability.md, C.1.

use super::ConflictKind;
use super::rows::RowsPlan;
use crate::json::document::Names;
use crate::json::pointer::Room;
use crate::json::{Kind, Value};
use crate::schema::Shape;

/// The three versions of a value; nothing where it is absent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides<'d> {
    pub base: Option<Value<'d>>,
    pub ours: Option<Value<'d>>,
    pub theirs: Option<Value<'d>>,
}

/// A place in the three versions, and what the member table says of it.
#[derive(Clone, Copy, Debug)]
pub(super) struct Place<'d> {
    pub sides: Sides<'d>,
    pub shape: Shape,
}

impl Place<'_> {
    /// Ours and theirs are of this kind, and base too unless it is absent.
    fn is(&self, kind: Kind) -> bool {
        let Sides { base, ours, theirs } = self.sides;
        [base.or(ours), ours, theirs].iter().all(|value| value.is_some_and(|value| value.kind() == kind))
    }

    /// How many members or elements the three have.
    fn count(&self) -> usize {
        let Sides { base, ours, theirs } = self.sides;
        [base, ours, theirs].iter().map(|value| value.map_or(0, Value::count)).sum()
    }

    /// We made something else of it. Absent is a value.
    pub fn we_changed(&self) -> bool {
        !same(self.sides.base, self.sides.ours, self.shape)
    }
}

/// What the result has at a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Take {
    Nothing,
    Ours,
    Theirs,
    /// Each member by itself.
    Members,
    /// Each row by itself.
    Rows,
}

/// What becomes of a place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub take: Take,
    pub conflict: Option<ConflictKind>,
    /// It is not for us to change.
    pub is_services: bool,
}

impl Plan {
    pub const fn take(take: Take) -> Self {
        Self { take, conflict: None, is_services: false }
    }

    fn theirs(place: &Place<'_>) -> Self {
        Self::take(if place.sides.theirs.is_some() { Take::Theirs } else { Take::Nothing })
    }

    fn ours(place: &Place<'_>) -> Self {
        Self::take(if place.sides.ours.is_some() { Take::Ours } else { Take::Nothing })
    }

    /// Theirs, whatever the others are.
    pub fn services(place: &Place<'_>) -> Self {
        Self { is_services: true, ..Self::theirs(place) }
    }

    /// The result has something there, or is to say that it has not.
    pub fn counts(&self) -> bool {
        self.conflict.is_some() || self.take != Take::Nothing
    }
}

/// What becomes of the value at `path`, of whose parts there may be `room` to tell one by one.
#[inline(never)]
pub(super) fn plan(place: &Place<'_>, path: &str, room: &mut Room) -> Plan {
    // The usual case, and quickly told: we left it alone.
    if let (Some(base), Some(ours)) = (place.sides.base, place.sides.ours)
        && base.is_verbatim(ours)
    {
        return Plan::theirs(place);
    }
    let take = if place.is(Kind::Object) { Take::Members } else { Take::Rows };
    let is_inside = take == Take::Members || (matches!(place.shape, Shape::Rows(..)) && place.is(Kind::Array));
    if is_inside && room.take(path, place.count()) && (take == Take::Members || RowsPlan::of(place).is_some()) {
        return Plan::take(take);
    }
    whole(place)
}

/// What becomes of a value that is not looked into.
#[inline(never)]
pub(super) fn whole(place: &Place<'_>) -> Plan {
    half(place, None)
}

/// What becomes of a member that is one unit with another one, if there is one.
#[inline(never)]
pub(super) fn half(place: &Place<'_>, other: Option<&Place<'_>>) -> Plan {
    let own = Agreement::of(place);
    let unit = other.map_or(own, |other| own.and(Agreement::of(other)));
    // Where both made the same of it, theirs stands as they wrote it.
    if unit.ours_is_theirs || unit.base_is_ours {
        return Plan::theirs(place);
    }
    let plan = if own.ours_is_theirs { Plan::theirs(place) } else { Plan::ours(place) };
    let Sides { ours, theirs, .. } = place.sides;
    // All of the unit is in the conflict; but where both are without a member there is nothing to choose.
    if unit.base_is_theirs || (ours.is_none() && theirs.is_none()) {
        return plan;
    }
    Plan { conflict: Some(ConflictKind::of(&place.sides)), ..plan }
}

/// Which versions of a place, or of a unit of places, mean the same.
#[derive(Clone, Copy)]
struct Agreement {
    ours_is_theirs: bool,
    base_is_ours: bool,
    base_is_theirs: bool,
}

impl Agreement {
    fn of(place: &Place<'_>) -> Self {
        let Sides { base, ours, theirs } = place.sides;
        Self {
            ours_is_theirs: same(ours, theirs, place.shape),
            base_is_ours: same(base, ours, place.shape),
            base_is_theirs: same(base, theirs, place.shape),
        }
    }

    fn and(self, other: Self) -> Self {
        Self {
            ours_is_theirs: self.ours_is_theirs && other.ours_is_theirs,
            base_is_ours: self.base_is_ours && other.base_is_ours,
            base_is_theirs: self.base_is_theirs && other.base_is_theirs,
        }
    }
}

/// The two mean the same but for what only the service writes, or both are absent. As deep as the member table; below, it is
/// `equals`.
#[inline(never)]
fn same(a: Option<Value<'_>>, b: Option<Value<'_>>, shape: Shape) -> bool {
    let (Some(a), Some(b)) = (a, b) else { return a.is_none() && b.is_none() };
    if a.is_verbatim(b) {
        return true;
    }
    match (a.kind(), b.kind(), shape) {
        (Kind::Object, Kind::Object, Shape::Object(_)) => {
            let (left, right) = (Names::of(a), Names::of(b));
            are_in(&left, &right, shape, true) && are_in(&right, &left, shape, false)
        }
        (Kind::Array, Kind::Array, Shape::Rows(..)) => {
            let mut others = b.items();
            for item in a.items() {
                let other = others.next();
                if other.is_none() || !same(Some(item), other, shape.of_item()) {
                    return false;
                }
            }
            others.next().is_none()
        }
        _ => a.equals(b),
    }
}

/// The others have all members but those that only the service writes; if values are compared, the same.
#[inline(never)]
fn are_in(names: &Names<'_>, others: &Names<'_>, shape: Shape, with_values: bool) -> bool {
    for (index, (name, value)) in names.all.iter().enumerate() {
        // Of a name that is there twice the last one counts.
        if names.find(name) != index || shape.member(name).is_some_and(|member| member.is_services()) {
            continue;
        }
        let other = others.get_exact(name);
        if other.is_none() || (with_values && !same(Some(*value), other, shape.of_member(name))) {
            return false;
        }
    }
    true
}
