//! Writes the result: theirs' text, with what becomes of each place.

use super::conflict::Conflict;
use super::plan::{Place, Plan, Sides, Take, half, plan, whole};
use super::rows::RowsPlan;
use super::{ConflictKind, Landed};
use crate::diff::is_envelope;
use crate::json::document::{NOWHERE, Names};
use crate::json::layout::Layout;
use crate::json::pointer::{self, Room};
use crate::json::write::push;
use crate::json::{Document, string};
use crate::schema::{REFERRAL, Shape};

/// Makes one text of three.
pub(super) struct Writer<'d> {
    theirs: &'d [u8],
    pub out: Vec<u8>,
    path: String,
    room: Room,
    look: bool,
    /// In the order of the result.
    pub conflicts: Vec<Conflict>,
    pub reordered: Vec<String>,
    /// What has become of our edit, if that is asked for.
    pub landed: Landed,
}

/// What three versions make; with `look`, also what has become of our edit.
#[inline(never)]
pub(super) fn written<'d>(
    base: &'d Document<'_>,
    ours: &'d Document<'_>,
    theirs: &'d Document<'_>,
    look: bool,
) -> Writer<'d> {
    let mut writer = Writer {
        theirs: theirs.text(),
        out: Vec::new(),
        path: String::new(),
        room: Room::default(),
        look,
        conflicts: Vec::new(),
        reordered: Vec::new(),
        landed: Landed::default(),
    };
    let sides = Sides { base: Some(base.root()), ours: Some(ours.root()), theirs: Some(theirs.root()) };
    let place = Place { sides, shape: Shape::Object(&REFERRAL) };
    let root = theirs.root().span();
    writer.push_theirs(0, root.start);
    let plan = plan(&place, &writer.path, &mut writer.room);
    writer.note(&place, plan);
    writer.value(&place, plan);
    writer.push_theirs(root.end, theirs.text().len());
    writer
}

impl<'d> Writer<'d> {
    #[inline(never)]
    fn push_theirs(&mut self, from: usize, to: usize) {
        push(&mut self.out, self.theirs.get(from..to).unwrap_or_default());
    }

    /// Tells what is to be told of the place that `path` names.
    fn note(&mut self, place: &Place<'d>, plan: Plan) {
        let Sides { base, ours, theirs } = place.sides;
        if let Some(kind) = plan.conflict {
            self.conflicts.push(Conflict::new(&self.path, kind, &place.sides));
            return;
        }
        if !self.look || plan.is_services || !place.we_changed() {
            return;
        }
        match plan.take {
            // Told inside, if there is anything inside.
            Take::Members | Take::Rows if base.is_some() || ours.is_some_and(|ours| ours.count() > 0) => {}
            // Base has it and theirs does not, or the other way round: what we did is still to be done.
            Take::Nothing | Take::Ours if plan.take == Take::Ours || theirs.is_some() => {
                let conflict = Conflict::new(&self.path, ConflictKind::RevertedAfterUnknown, &place.sides);
                self.landed.reverted.push(conflict);
            }
            _ => push_path(&mut self.landed.present, &self.path),
        }
    }

    /// Writes a value. As deep as the documents are, which the reader limits.
    fn value(&mut self, place: &Place<'d>, plan: Plan) {
        let Sides { base, ours, theirs } = place.sides;
        let whole = match plan.take {
            Take::Ours => ours,
            Take::Theirs => theirs,
            _ => None,
        };
        if let Some(value) = whole {
            push(&mut self.out, value.raw());
        }
        let told = self.told();
        match plan.take {
            Take::Members => self.members(place),
            Take::Rows => self.rows(place),
            _ => return,
        }
        // An object that both added and that has nothing of ours inside is there by itself.
        if self.look && base.is_none() && told == self.told() {
            push_path(&mut self.landed.present, &self.path);
        }
    }

    /// How much is told up to now.
    fn told(&self) -> usize {
        self.landed.present.len() + self.landed.reverted.len() + self.conflicts.len()
    }

    fn members(&mut self, place: &Place<'d>) {
        let Sides { base, ours: Some(ours), theirs: Some(theirs) } = place.sides else { return };
        let three = Three {
            base: base.map(Names::of).unwrap_or_default(),
            ours: Names::of(ours),
            theirs: Names::of(theirs),
            shape: place.shape,
            is_top: self.path.is_empty(),
        };
        if three.is_conflict_unnameable() {
            let plan = whole(place);
            self.note(place, plan);
            return self.value(place, plan);
        }
        let mut laid = Laid { layout: Layout::of(self.theirs, theirs), is_empty: true };
        // Of a name that is there twice the last one counts. Those in front of it stay where it does not become ours.
        let mut stays: Vec<u8> = Vec::new();
        let length = self.path.len();
        if three.theirs.has_duplicates() {
            for (index, (name, _)) in three.theirs.all.iter().enumerate() {
                let mut is_theirs = false;
                if three.theirs.find(name) == index {
                    let (_, plan) = self.enter(&three, name);
                    is_theirs = !matches!(plan.take, Take::Ours | Take::Nothing);
                    pointer::cut(&mut self.path, length);
                }
                stays.push(u8::from(is_theirs));
            }
        }
        for (index, (name, value)) in three.theirs.all.iter().enumerate() {
            let last = three.theirs.find(name);
            if last == index {
                self.member(&three, &mut laid, name, index, b"");
            } else if stays.get(last) == Some(&1) {
                self.lead(&mut laid, index, b"");
                push(&mut self.out, value.raw());
            }
        }
        // What theirs does not have: ours goes to the end, in its order.
        for (index, (name, value)) in three.ours.all.iter().enumerate() {
            if three.ours.find(name) == index && three.theirs.find(name) == NOWHERE {
                self.member(&three, &mut laid, name, NOWHERE, value.name_raw());
            }
        }
        self.close(&laid);
        // What both took out is told only to those who look for it.
        for (index, (name, _)) in three.base.all.iter().enumerate() {
            let is_gone = three.ours.find(name) == NOWHERE && three.theirs.find(name) == NOWHERE;
            if self.look && is_gone && three.base.find(name) == index {
                self.member(&three, &mut laid, name, NOWHERE, b"");
            }
        }
    }

    /// A member, which is told, and written if the result has it. `slot` and `text` are those of [`Writer::part`].
    #[inline(never)]
    fn member(&mut self, three: &Three<'d>, layout: &mut Laid<'_>, name: &[u8], slot: usize, text: &[u8]) {
        let length = self.path.len();
        let (place, plan) = self.enter(three, name);
        self.part(layout, &place, plan, slot, text);
        pointer::cut(&mut self.path, length);
    }

    /// What becomes of a member, whose name is pushed to the path.
    #[inline(never)]
    fn enter(&mut self, three: &Three<'d>, name: &[u8]) -> (Place<'d>, Plan) {
        let readable = string::readable(name);
        pointer::push(&mut self.path, &readable);
        let place = three.place(name);
        let known = three.shape.member(name);
        let plan = if (three.is_top && is_envelope(&readable)) || known.is_some_and(|member| member.is_services()) {
            Plan::services(&place)
        } else if let Some(other) = known.and_then(|member| three.shape.other_half(member)) {
            half(&place, Some(&three.place(other.as_bytes())))
        } else {
            plan(&place, &self.path, &mut self.room)
        };
        (place, plan)
    }

    fn rows(&mut self, place: &Place<'d>) {
        let (Some(theirs), Some(plan)) = (place.sides.theirs, RowsPlan::of(place)) else { return };
        if plan.both_reordered {
            push_path(&mut self.reordered, &self.path);
        }
        let mut layout = Laid { layout: Layout::of(self.theirs, theirs), is_empty: true };
        let length = self.path.len();
        let mut count = 0;
        for index in &plan.sequence {
            let Some(row) = plan.rows.get(*index) else { continue };
            pointer::push_index(&mut self.path, count);
            count += usize::from(row.plan.take != Take::Nothing);
            self.part(&mut layout, &row.place, row.plan, row.theirs, b"");
            pointer::cut(&mut self.path, length);
        }
        self.close(&layout);
    }

    /// A member or row, which is told, and written if the result has it. `slot` is where theirs has it; `name` is the name's
    /// text of a member that theirs does not have.
    #[inline(never)]
    fn part(&mut self, layout: &mut Laid<'_>, place: &Place<'d>, plan: Plan, slot: usize, name: &[u8]) {
        self.note(place, plan);
        if plan.take != Take::Nothing {
            self.lead(layout, slot, name);
            self.value(place, plan);
        }
    }

    /// Writes what goes in front of a member's value or a row: what stands there in theirs, or something like it.
    #[inline(never)]
    fn lead(&mut self, laid: &mut Laid<'_>, index: usize, name: &[u8]) {
        let layout = &laid.layout;
        let slot = layout.slots.get(index);
        if laid.is_empty {
            let inside = layout.slots.first().map_or(layout.whole.start + 1, |first| first.start);
            self.push_theirs(layout.whole.start, inside);
        } else if let Some(slot) = slot.filter(|_| index > 0) {
            self.push_theirs(layout.end_before(index), slot.start);
        } else {
            layout.push_comma(&mut self.out);
        }
        if let Some(slot) = slot {
            self.push_theirs(slot.start, slot.value);
        } else if !name.is_empty() {
            push(&mut self.out, name);
            push(&mut self.out, layout.colon().unwrap_or(b":"));
        }
        laid.is_empty = false;
    }

    /// Writes what goes behind the last.
    fn close(&mut self, laid: &Laid<'_>) {
        let layout = &laid.layout;
        if laid.is_empty {
            self.push_theirs(layout.whole.start, layout.whole.start + 1);
        }
        self.push_theirs(layout.end_before(layout.slots.len()), layout.whole.end);
    }
}

#[inline(never)]
fn push_path(paths: &mut Vec<String>, path: &str) {
    paths.push(path.to_owned());
}

/// An object in its three versions.
struct Three<'d> {
    base: Names<'d>,
    ours: Names<'d>,
    theirs: Names<'d>,
    shape: Shape,
    /// It is the whole document.
    is_top: bool,
}

impl<'d> Three<'d> {
    /// Both changed a member that no pointer can name: then only the whole object can be said to be in conflict.
    fn is_conflict_unnameable(&self) -> bool {
        let versions = [&self.base, &self.ours, &self.theirs].into_iter();
        versions.flat_map(Names::unnameable).any(|(name, _)| {
            let is_left_out = self.is_top && is_envelope(&string::readable(name));
            !is_left_out && whole(&self.place(name)).conflict.is_some()
        })
    }

    #[inline(never)]
    fn place(&self, name: &[u8]) -> Place<'d> {
        let sides = Sides {
            base: self.base.get_exact(name),
            ours: self.ours.get_exact(name),
            theirs: self.theirs.get_exact(name),
        };
        Place { sides, shape: self.shape.of_member(name) }
    }
}

/// How theirs sets out the members or rows of a value of which the result is written.
struct Laid<'d> {
    layout: Layout<'d>,
    /// None is written yet.
    is_empty: bool,
}
