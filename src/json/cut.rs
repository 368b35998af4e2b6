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

    /// What is to be cut out, in its order.
    pub fn into_cuts(mut self) -> Vec<Range<usize>> {
        self.cuts.extend(self.front.map(|front| front..self.end));
        self.cuts
    }

    /// The same as splices of nothing.
    #[inline(never)]
    pub fn into_splices(self) -> Vec<(Range<usize>, String)> {
        let mut splices = Vec::new();
        for cut in self.into_cuts() {
            splices.push((cut, String::new()));
        }
        splices
    }
}

/// The text with other text in the place of some ranges, which are in their order and do not overlap.
pub fn spliced(text: &[u8], splices: &[(Range<usize>, String)]) -> Vec<u8> {
    let mut out = Vec::with_capacity(text.len());
    let mut at = 0;
    for (range, new) in splices {
        out.extend_from_slice(text.get(at..range.start).unwrap_or_default());
        out.extend_from_slice(new.as_bytes());
        at = range.end;
    }
    out.extend_from_slice(text.get(at..).unwrap_or_default());
    out
}

/// The text without some ranges.
pub fn without(text: &[u8], cuts: &[Range<usize>]) -> Vec<u8> {
    let splices: Vec<_> = cuts.iter().map(|cut| (cut.clone(), String::new())).collect();
    spliced(text, &splices)
}
