//! Takes members out of the root object, each with one of the commas beside it. Every other byte stays.

use std::ops::Range;

/// Is told of the root object's members as they are read, and notes what has to be cut out of the text.
#[derive(Debug, Default)]
pub struct Cutter {
    cuts: Vec<Range<usize>>,
    /// A member before this one stays, so a cut takes the comma in front of it.
    kept: bool,
    /// Where the cut of the member that is being read begins.
    from: Option<usize>,
    /// Where a cut at the front began, which goes up to the next name.
    front: Option<usize>,
    /// Behind the last value.
    end: usize,
}

impl Cutter {
    /// A member begins: `start` is where its name's quote stands.
    pub fn member(&mut self, start: usize, unwanted: bool) {
        if let Some(front) = self.front.take() {
            self.cuts.push(front..start);
        }
        match (unwanted, self.kept) {
            (false, _) => self.kept = true,
            (true, true) => self.from = Some(self.end),
            (true, false) => self.front = Some(start),
        }
    }

    /// The member's value ends in front of `end`.
    pub fn value_end(&mut self, end: usize) {
        self.end = end;
        if let Some(from) = self.from.take() {
            self.cuts.push(from..end);
        }
    }

    /// The text without what is cut.
    pub fn apply(&self, text: &[u8]) -> Vec<u8> {
        let mut out = Vec::with_capacity(text.len());
        let mut at = 0;
        for cut in self.cuts.iter().cloned().chain(self.front.map(|front| front..self.end)) {
            out.extend_from_slice(text.get(at..cut.start).unwrap_or_default());
            at = cut.end;
        }
        out.extend_from_slice(text.get(at..).unwrap_or_default());
        out
    }
}
