//! Writes the result: theirs' text, with what becomes of each place.

use std::borrow::Cow;
use std::ops::Range;

use super::conflict::Conflict;
use super::plan::{Plan, Sides, Take, half, plan};
use super::rows::RowsPlan;
use super::{ConflictKind, Landed};
use crate::diff::is_envelope;
use crate::json::document::{Member, Names};
use crate::json::pointer::{self, Room};
use crate::json::{Kind, Value, string};
use crate::schema::{REFERRAL, Shape};

pub(super) struct Writer<'d> {
    theirs: &'d [u8],
    out: Vec<u8>,
    path: String,
    room: Room,
    /// In the order of the result.
    pub conflicts: Vec<Conflict>,
    pub reordered: Vec<String>,
    /// What has become of our edit, if that is asked for.
    pub landed: Option<Landed>,
}

impl<'d> Writer<'d> {
    pub fn new(theirs: &'d [u8], look: bool) -> Self {
        Self {
            theirs,
            out: Vec::with_capacity(theirs.len()),
            path: String::new(),
            room: Room::default(),
            conflicts: Vec::new(),
            reordered: Vec::new(),
            landed: look.then(Landed::default),
        }
    }

    /// The whole text; `root` is where theirs has its JSON.
    pub fn document(&mut self, sides: Sides<'d>, root: Range<usize>) -> Vec<u8> {
        let shape = Shape::Object(&REFERRAL);
        self.push_theirs(0..root.start);
        let plan = self.plan(sides, shape);
        self.note(sides, &plan, shape);
        self.value(sides, plan, shape);
        self.push_theirs(root.end..self.theirs.len());
        std::mem::take(&mut self.out)
    }

    fn push_theirs(&mut self, range: Range<usize>) {
        self.out.extend_from_slice(self.theirs.get(range).unwrap_or_default());
    }

    fn plan(&mut self, sides: Sides<'d>, shape: Shape) -> Plan<'d> {
        plan(sides, shape, |count| self.room.take(&self.path, count))
    }

    /// Tells what is to be told of the place that `path` names.
    fn note(&mut self, sides: Sides<'d>, plan: &Plan<'d>, shape: Shape) {
        if let Some(kind) = plan.conflict {
            self.conflicts.push(Conflict::new(self.path.clone(), kind, sides));
            return;
        }
        let Some(landed) = &mut self.landed else { return };
        if plan.is_services || !sides.we_changed(shape) {
            return;
        }
        match plan.take {
            // Told inside, if there is anything inside.
            Take::Members | Take::Rows(_)
                if sides.base.is_some() || sides.ours.is_some_and(|ours| ours.count() > 0) => {}
            // Base has it and theirs does not, or the other way round: what we did is still to be done.
            Take::Nothing if sides.theirs.is_some() => landed.revert(&self.path, sides),
            Take::Ours(_) => landed.revert(&self.path, sides),
            _ => landed.present.push(self.path.clone()),
        }
    }

    /// Writes a value. As deep as the documents are, which the reader limits.
    fn value(&mut self, sides: Sides<'d>, plan: Plan<'d>, shape: Shape) {
        match plan.take {
            Take::Nothing => {}
            Take::Ours(value) | Take::Theirs(value) => self.out.extend_from_slice(value.raw()),
            Take::Members => self.look_inside(sides, |writer| writer.members(sides, shape)),
            Take::Rows(rows) => self.look_inside(sides, |writer| writer.rows(sides, rows)),
        }
    }

    /// An object that both added and that has nothing of ours inside is there by itself.
    fn look_inside(&mut self, sides: Sides<'d>, write: impl FnOnce(&mut Self)) {
        let told = |writer: &Self| writer.landed.as_ref().map(|landed| landed.present.len() + landed.reverted.len());
        let before = (told(self), self.conflicts.len());
        write(self);
        let is_silent = sides.base.is_none() && before == (told(self), self.conflicts.len());
        if let Some(landed) = self.landed.as_mut().filter(|_| is_silent) {
            landed.present.push(self.path.clone());
        }
    }

    fn members(&mut self, sides: Sides<'d>, shape: Shape) {
        let Sides { base, ours: Some(ours), theirs: Some(theirs) } = sides else { return };
        let three = Three { base: base.map(Names::of), ours: Names::of(ours), theirs: Names::of(theirs), shape };
        let is_top = self.path.is_empty();
        let length = self.path.len();
        let mut slots: Vec<Slot<'d>> = Vec::with_capacity(theirs.count());
        for member in theirs.members() {
            let name = member.exact_name();
            let is_last = three.theirs.get_exact(&name).is_some_and(|last| last.span() == member.value.span());
            let plan = is_last.then(|| self.member(&three, &name, is_top));
            self.path.truncate(length);
            slots.push(Slot { name, member, plan });
        }
        let spans = slots.iter().map(|slot| slot.member.name_span().start..slot.member.value.span().end);
        let layout = Layout::of(theirs, spans);

        let mut is_empty = true;
        for index in 0..slots.len() {
            let is_kept =
                slots.get(index).is_some_and(|slot| slot.plan.is_none() && is_kept(&slots, &three, &slot.name));
            let Some(Slot { name, member, plan }) = slots.get_mut(index) else { break };
            let (start, end) = (member.name_span().start, member.value.span().end);
            let Some((sides, plan)) = plan.take() else {
                if is_kept {
                    layout.lead(self, Some(index), is_empty);
                    self.push_theirs(start..end);
                    is_empty = false;
                }
                continue;
            };
            pointer::push(&mut self.path, &string::readable(name));
            let shape = shape.of_member(name);
            self.note(sides, &plan, shape);
            if !matches!(plan.take, Take::Nothing) {
                layout.lead(self, Some(index), is_empty);
                self.push_theirs(start..member.value.span().start);
                self.value(sides, plan, shape);
                is_empty = false;
            }
            self.path.truncate(length);
        }

        // What theirs does not have: ours goes to the end, in its order.
        for member in ours.members() {
            let name = member.exact_name();
            let is_last = three.ours.get_exact(&name).is_some_and(|last| last.span() == member.value.span());
            if !is_last || three.theirs.get_exact(&name).is_some() {
                continue;
            }
            let (sides, plan) = self.member(&three, &name, is_top);
            let shape = shape.of_member(&name);
            self.note(sides, &plan, shape);
            if !matches!(plan.take, Take::Nothing) {
                layout.lead(self, None, is_empty);
                self.out.extend_from_slice(member.name_raw());
                self.colon(slots.last());
                self.value(sides, plan, shape);
                is_empty = false;
            }
            self.path.truncate(length);
        }
        layout.close(self, is_empty);

        // What both took out is told only to those who look for it.
        if self.landed.is_some() {
            for (name, _) in three.base.iter().flat_map(Names::iter) {
                if three.ours.get_exact(name).is_none() && three.theirs.get_exact(name).is_none() {
                    let (sides, plan) = self.member(&three, name, is_top);
                    self.note(sides, &plan, shape.of_member(name));
                    self.path.truncate(length);
                }
            }
        }
    }

    /// What becomes of a member, whose name is pushed to the path.
    fn member(&mut self, three: &Three<'d>, name: &[u8], is_top: bool) -> (Sides<'d>, Plan<'d>) {
        let readable = string::readable(name);
        pointer::push(&mut self.path, &readable);
        let sides = three.sides(name);
        let known = three.shape.member(name);
        let shape = three.shape.of_member(name);
        let plan = if (is_top && is_envelope(&readable)) || known.is_some_and(|member| member.is_services()) {
            Plan::services(sides)
        } else if let Some(other) = known.and_then(|member| three.shape.other_half(member)) {
            half(sides, shape, (three.sides(other.as_bytes()), three.shape.of_member(other.as_bytes())))
        } else {
            self.plan(sides, shape)
        };
        (sides, plan)
    }

    fn rows(&mut self, sides: Sides<'d>, plan: RowsPlan<'d>) {
        let Some(theirs) = sides.theirs else { return };
        if plan.both_reordered {
            self.reordered.push(self.path.clone());
        }
        let layout = Layout::of(theirs, theirs.items().map(Value::span));
        let length = self.path.len();
        let mut count = 0;
        for row in plan.rows {
            pointer::push_index(&mut self.path, count);
            self.note(row.sides, &row.plan, plan.shape);
            if !matches!(row.plan.take, Take::Nothing) {
                layout.lead(self, row.slot, count == 0);
                self.value(row.sides, row.plan, plan.shape);
                count += 1;
            }
            self.path.truncate(length);
        }
        layout.close(self, count == 0);
    }

    /// What stands between a name and its value, as the neighbours have it.
    fn colon(&mut self, last: Option<&Slot<'d>>) {
        match last.map(|slot| slot.member.name_span().end..slot.member.value.span().start) {
            Some(range) => self.push_theirs(range),
            None => self.out.push(b':'),
        }
    }
}

impl Landed {
    fn revert(&mut self, path: &str, sides: Sides<'_>) {
        self.reverted.push(Conflict::new(path.to_owned(), ConflictKind::RevertedAfterUnknown, sides));
    }
}

/// A member of theirs.
struct Slot<'d> {
    name: Cow<'d, [u8]>,
    member: Member<'d>,
    /// Nothing where the same name is there again behind it: the last one counts.
    plan: Option<(Sides<'d>, Plan<'d>)>,
}

/// One of several members of that name stays where the one that counts does not become ours.
fn is_kept(slots: &[Slot<'_>], three: &Three<'_>, name: &[u8]) -> bool {
    let last = three.theirs.get_exact(name).map(|last| last.span().start);
    let last = last.map(|start| slots.partition_point(|slot| slot.member.value.span().start < start));
    let plan = last.and_then(|last| slots.get(last)).and_then(|slot| slot.plan.as_ref());
    plan.is_some_and(|(_, plan)| !matches!(plan.take, Take::Ours(_) | Take::Nothing))
}

/// An object in its three versions.
struct Three<'d> {
    base: Option<Names<'d>>,
    ours: Names<'d>,
    theirs: Names<'d>,
    shape: Shape,
}

impl<'d> Three<'d> {
    fn sides(&self, name: &[u8]) -> Sides<'d> {
        let base = self.base.as_ref().and_then(|names| names.get_exact(name));
        Sides { base, ours: self.ours.get_exact(name), theirs: self.theirs.get_exact(name) }
    }
}

/// How theirs sets out the members or rows of a value.
struct Layout {
    whole: Range<usize>,
    /// From the first byte of each to behind its last.
    slots: Vec<Range<usize>>,
    /// There are members or elements inside of `whole`.
    is_object: bool,
}

impl Layout {
    fn of(container: Value<'_>, slots: impl Iterator<Item = Range<usize>>) -> Self {
        Self { whole: container.span(), slots: slots.collect(), is_object: container.kind() == Kind::Object }
    }

    /// Writes what goes in front of a member or row: what stands there in theirs, or something like it.
    fn lead(&self, writer: &mut Writer<'_>, slot: Option<usize>, is_first: bool) {
        let start = |index: usize| self.slots.get(index).map(|slot| slot.start);
        if is_first {
            let inside = start(0).unwrap_or(self.whole.start + 1);
            writer.push_theirs(self.whole.start..inside);
            return;
        }
        let before = slot.and_then(|slot| slot.checked_sub(1)).and_then(|before| self.slots.get(before));
        if let (Some(before), Some(start)) = (before, slot.and_then(start)) {
            writer.push_theirs(before.end..start);
            return;
        }
        writer.out.push(b',');
        // White space as in front of the last one.
        let last = self.slots.len().checked_sub(1).and_then(start).unwrap_or_default();
        let text = writer.theirs.get(self.whole.start..last).unwrap_or_default();
        let gap = text.iter().rev().take_while(|byte| byte.is_ascii_whitespace()).count();
        writer.push_theirs(last - gap..last);
    }

    fn close(&self, writer: &mut Writer<'_>, is_empty: bool) {
        if is_empty {
            writer.out.push(if self.is_object { b'{' } else { b'[' });
        }
        let end = self.slots.last().map_or(self.whole.start + 1, |slot| slot.end);
        writer.push_theirs(end..self.whole.end);
    }
}
