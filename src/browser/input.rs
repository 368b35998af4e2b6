//! Where the JavaScript face puts the texts that a call is about.
//!
//! It writes straight into the module's memory, so that a text is encoded once and copied nowhere. What stands there is
//! good for the next call only.

use std::cell::Cell;

/// More than this is given back after the call.
const KEPT: usize = 1 << 20;
/// The text that a call is about, and two that go with it.
const PLACES: usize = 3;

thread_local! {
    static INPUTS: [Cell<Vec<u8>>; PLACES] = const { [const { Cell::new(Vec::new()) }; PLACES] };
}

#[inline(never)]
fn exchange(place: usize, input: Vec<u8>) -> Vec<u8> {
    INPUTS.with(|inputs| inputs.get(place).map(|cell| cell.replace(input)).unwrap_or_default())
}

/// Makes room for that many bytes, and says at which address; 0 where there is no memory for them.
pub fn reserve(place: usize, length: usize) -> usize {
    let mut input = exchange(place, Vec::new());
    if input.len() < length {
        // What it held is of no use any more, so it is not moved.
        input = Vec::new();
        if input.try_reserve_exact(length).is_err() {
            return 0;
        }
        input.resize(length, 0);
    }
    let address = input.as_ptr() as usize;
    exchange(place, input);
    address
}

/// What stands at the places, for one call.
///
/// Should JavaScript call the package in between, that call finds no room, and makes its own.
pub struct Inputs {
    all: [Vec<u8>; PLACES],
    lengths: [usize; PLACES],
}

impl Inputs {
    /// Takes it; the lengths are in bytes. Where there is none, the length is more than anything has.
    pub fn take(lengths: [usize; PLACES]) -> Self {
        Self { all: [0, 1, 2].map(|place| exchange(place, Vec::new())), lengths }
    }

    fn get(&self, place: usize) -> Option<&[u8]> {
        self.all.get(place)?.get(..*self.lengths.get(place)?)
    }

    /// What the call is about.
    pub fn text(&self) -> &[u8] {
        self.get(0).unwrap_or_default()
    }

    /// What goes with it.
    pub fn first(&self) -> Option<&[u8]> {
        self.get(1)
    }

    /// What else goes with it.
    pub fn second(&self) -> &[u8] {
        self.get(2).unwrap_or_default()
    }

    /// Leaves nothing of it behind.
    pub fn wipe(&mut self) {
        for input in &mut self.all {
            input.fill(0);
        }
    }
}

impl Drop for Inputs {
    fn drop(&mut self) {
        for (place, input) in self.all.iter_mut().enumerate() {
            if input.capacity() <= KEPT {
                exchange(place, std::mem::take(input));
            }
        }
    }
}
