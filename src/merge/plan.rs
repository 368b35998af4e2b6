//! What becomes of one place: rules 1 to 6 and 10 of reliability.md, C.1.

use super::ConflictKind;
use super::rows::{self, RowsPlan};
use crate::json::document::Names;
use crate::json::{Kind, Value};
use crate::schema::Shape;

/// The three versions of a value; nothing where it is absent.
#[derive(Clone, Copy, Debug)]
pub(super) struct Sides<'d> {
    pub base: Option<Value<'d>>,
    pub ours: Option<Value<'d>>,
    pub theirs: Option<Value<'d>>,
}

impl<'d> Sides<'d> {
    /// Ours and theirs are of this kind, and base too unless it is absent.
    fn are(self, kind: Kind) -> bool {
        let is = |value: Option<Value<'_>>| value.is_some_and(|value| value.kind() == kind);
        is(self.ours) && is(self.theirs) && (self.base.is_none() || is(self.base))
    }

    /// How many members or elements the three have.
    fn count(self) -> usize {
        [self.base, self.ours, self.theirs].into_iter().flatten().map(Value::count).sum()
    }

    /// We made something else of it. Absent is a value.
    pub fn we_changed(self, shape: Shape) -> bool {
        !same(self.base, self.ours, shape)
    }
}

/// What the result has at a place.
#[derive(Debug)]
pub(super) enum Take<'d> {
    Nothing,
    Ours(Value<'d>),
    Theirs(Value<'d>),
    /// Each member by itself.
    Members,
    /// Each row by itself.
    Rows(RowsPlan<'d>),
}

/// What becomes of a place.
#[derive(Debug)]
pub(super) struct Plan<'d> {
    pub take: Take<'d>,
    pub conflict: Option<ConflictKind>,
    /// It is not for us to change.
    pub is_services: bool,
}

impl<'d> Plan<'d> {
    fn take(take: Take<'d>) -> Self {
        Self { take, conflict: None, is_services: false }
    }

    /// Looks at what is inside.
    pub fn members() -> Self {
        Self::take(Take::Members)
    }

    fn theirs(sides: Sides<'d>) -> Self {
        Self::take(sides.theirs.map_or(Take::Nothing, Take::Theirs))
    }

    fn ours(sides: Sides<'d>) -> Self {
        Self::take(sides.ours.map_or(Take::Nothing, Take::Ours))
    }

    /// Theirs, whatever the others are.
    pub fn services(sides: Sides<'d>) -> Self {
        Self { is_services: true, ..Self::theirs(sides) }
    }

    /// The result has something there, or is to say that it has not.
    pub fn counts(&self) -> bool {
        self.conflict.is_some() || !matches!(self.take, Take::Nothing)
    }
}

/// What becomes of a value. `has_room` is asked whether so many parts of it can be told one by one.
pub(super) fn plan<'d>(sides: Sides<'d>, shape: Shape, mut has_room: impl FnMut(usize) -> bool) -> Plan<'d> {
    // The usual case, and quickly told: we left it alone.
    if let (Some(base), Some(ours)) = (sides.base, sides.ours)
        && base.raw() == ours.raw()
    {
        return Plan::theirs(sides);
    }
    if sides.are(Kind::Object) && has_room(sides.count()) {
        return Plan::members();
    }
    if let Shape::Rows(row, key) = shape
        && sides.are(Kind::Array)
        && has_room(sides.count())
        && let Some(rows) = rows::plan(sides, row, key)
    {
        return Plan::take(Take::Rows(rows));
    }
    whole(sides, shape)
}

/// What becomes of a value that is not looked into.
pub(super) fn whole(sides: Sides<'_>, shape: Shape) -> Plan<'_> {
    match verdict(&[(sides, shape)]) {
        Verdict::Theirs => Plan::theirs(sides),
        Verdict::Ours => Plan::ours(sides),
        Verdict::Conflict => Plan { conflict: Some(ConflictKind::of(sides)), ..Plan::ours(sides) },
    }
}

/// What becomes of a member that is one unit with another one.
pub(super) fn half<'d>(own: Sides<'d>, shape: Shape, other: (Sides<'d>, Shape)) -> Plan<'d> {
    let agreed = same(own.ours, own.theirs, shape);
    let ours = |own| if agreed { Plan::theirs(own) } else { Plan::ours(own) };
    match verdict(&[(own, shape), other]) {
        Verdict::Theirs => Plan::theirs(own),
        Verdict::Ours => ours(own),
        // All of the unit is in the conflict; but where both are without a member there is nothing to choose.
        Verdict::Conflict if own.ours.is_none() && own.theirs.is_none() => Plan::ours(own),
        Verdict::Conflict => Plan { conflict: Some(ConflictKind::of(own)), ..ours(own) },
    }
}

enum Verdict {
    Ours,
    Theirs,
    Conflict,
}

/// Whose values stand, of members that are one unit.
fn verdict(unit: &[(Sides<'_>, Shape)]) -> Verdict {
    let all = |test: &dyn Fn(Sides<'_>, Shape) -> bool| unit.iter().all(|(sides, shape)| test(*sides, *shape));
    // Where both made the same of it, theirs stands as they wrote it.
    if all(&|sides, shape| same(sides.ours, sides.theirs, shape)) || all(&|sides, shape| !sides.we_changed(shape)) {
        return Verdict::Theirs;
    }
    if all(&|sides, shape| same(sides.base, sides.theirs, shape)) {
        return Verdict::Ours;
    }
    Verdict::Conflict
}

/// The two mean the same but for what only the service writes, or both are absent.
fn same(a: Option<Value<'_>>, b: Option<Value<'_>>, shape: Shape) -> bool {
    match (a, b) {
        (Some(a), Some(b)) => same_values(a, b, shape),
        (None, None) => true,
        _ => false,
    }
}

/// As deep as the member table; below, it is `equals`.
fn same_values(a: Value<'_>, b: Value<'_>, shape: Shape) -> bool {
    match (a.kind(), b.kind(), shape) {
        _ if a.raw() == b.raw() => true,
        (Kind::Object, Kind::Object, Shape::Object(_)) => {
            let (left, right) = (Names::of(a), Names::of(b));
            let is_ours = |name: &[u8]| !shape.member(name).is_some_and(|member| member.is_services());
            left.iter()
                .filter(|(name, _)| is_ours(name))
                .all(|(name, value)| same(Some(value), right.get_exact(name), shape.of_member(name)))
                && right.iter().all(|(name, _)| !is_ours(name) || left.get_exact(name).is_some())
        }
        (Kind::Array, Kind::Array, Shape::Rows(..)) => {
            a.count() == b.count() && a.items().zip(b.items()).all(|(a, b)| same_values(a, b, shape.of_item()))
        }
        _ => a.equals(b),
    }
}
