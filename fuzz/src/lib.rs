//! What is fuzzed: one function a target, which takes any bytes and panics where something does not hold that should.
//!
//! `npm run fuzz` gives them to libFuzzer; `tests/fuzz.rs` includes this file, too, and gives them a fixed number of inputs
//! each time that the tests run. So nothing here may need libFuzzer.
//!
//! An input that is several texts has the record separator between them, as RFC 7464 has it.

mod address;
mod edit;
mod header;
mod merge;
mod oracle;
mod save;
mod validate;

pub use address::address;
pub use edit::edit;
pub use header::header;
pub use merge::merge;
pub use save::save;
pub use validate::validate;

/// A target by its name.
pub type Target = (&'static str, fn(&[u8]));

/// All of them.
pub const TARGETS: [Target; 6] = [
    ("validate", validate),
    ("edit", edit),
    ("merge", merge),
    ("save", save),
    ("header", header),
    ("address", address),
];

/// U+001E.
pub const SEPARATOR: u8 = 0x1e;

/// The texts of an input.
fn parts(input: &[u8]) -> impl Iterator<Item = &[u8]> {
    input.split(|byte| *byte == SEPARATOR)
}
