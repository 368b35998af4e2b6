//! How the members or elements of a value are set out, for those who write others in their place or beside them.

use std::ops::Range;

use super::Value;
use super::write::push;

/// Where a member or an element stands.
#[derive(Clone, Copy, Debug)]
pub struct Slot {
    /// The first byte: of the name, or of the element.
    pub start: usize,
    /// The first byte of the value.
    pub value: usize,
    /// Behind the value.
    pub end: usize,
}

/// What stands where inside of a value.
#[derive(Debug)]
pub struct Layout<'t> {
    text: &'t [u8],
    /// The value, brackets included.
    pub whole: Range<usize>,
    /// Its members or elements, in their order; none of a value that holds no others.
    pub slots: Vec<Slot>,
}

impl<'t> Layout<'t> {
    /// That of a value of `text`.
    #[inline(never)]
    pub fn of(text: &'t [u8], container: Value<'_>) -> Self {
        let mut layout = Self { text, whole: container.span(), slots: Vec::new() };
        for member in container.members() {
            layout.add(member.name_span().start, member.value);
        }
        for item in container.items() {
            layout.add(item.span().start, item);
        }
        layout
    }

    #[inline(never)]
    fn add(&mut self, start: usize, value: Value<'_>) {
        let Range { start: value, end } = value.span();
        self.slots.push(Slot { start, value, end });
    }

    /// The index of the slot of a value that is directly inside; of any other, one that no slot has.
    pub fn index_of(&self, value: Option<Value<'_>>) -> usize {
        let start = value.map_or(usize::MAX, |value| value.span().start);
        self.slots.partition_point(|slot| slot.value < start)
    }

    /// Where the slot in front of another one ends, or the bracket if there is none.
    pub fn end_before(&self, index: usize) -> usize {
        let before = index.checked_sub(1).and_then(|before| self.slots.get(before));
        before.map_or(self.whole.start + 1, |slot| slot.end)
    }

    /// The white space in front of a slot.
    pub fn gap(&self, slot: &Slot) -> &'t [u8] {
        let front = self.text.get(..slot.start).unwrap_or_default();
        front.get(front.trim_ascii_end().len()..).unwrap_or_default()
    }

    /// Appends what a new one behind the last has in front: a comma, and white space as the last one has it.
    pub fn push_comma(&self, out: &mut Vec<u8>) {
        out.push(b',');
        if let Some(last) = self.slots.last() {
            push(out, self.gap(last));
        }
    }

    /// What stands between the last name and its value; nothing where there is none.
    pub fn colon(&self) -> Option<&'t [u8]> {
        let last = self.slots.last()?;
        let member = self.text.get(last.start..last.value)?;
        // The name ends with the last quote.
        member.get(member.iter().rposition(|byte| *byte == b'"')? + 1..)
    }
}
