//! Where the JavaScript face puts the text that a call is about.
//!
//! It writes straight into the module's memory, so that a text is encoded once and copied nowhere. What stands there is
//! good for the next call only.

use std::cell::Cell;

/// More than this is given back after the call.
const KEPT: usize = 1 << 20;

thread_local! {
    static INPUT: Cell<Vec<u8>> = const { Cell::new(Vec::new()) };
}

#[inline(never)]
fn take() -> Vec<u8> {
    INPUT.take()
}

#[inline(never)]
fn give_back(input: Vec<u8>) {
    if input.capacity() <= KEPT {
        INPUT.set(input);
    }
}

/// Makes room for that many bytes, and says at which address; 0 where there is no memory for them.
pub fn reserve(length: usize) -> usize {
    let mut input = take();
    if input.len() < length {
        // What it held is of no use any more, so it is not moved.
        input = Vec::new();
        if input.try_reserve_exact(length).is_err() {
            return 0;
        }
        input.resize(length, 0);
    }
    let address = input.as_ptr() as usize;
    INPUT.set(input);
    address
}

/// What a call makes of the first bytes that stand there.
///
/// Should JavaScript call the package in between, that call finds no room, and makes its own.
pub fn with<T>(length: usize, call: impl FnOnce(&[u8]) -> T) -> T {
    let input = take();
    let result = call(input.get(..length).unwrap_or_default());
    give_back(input);
    result
}
