//! The only floor that knows JavaScript: arguments in, results out, requests for `fetch`.
//!
//! Conversions, no rules, and nothing that waits. Nothing here may panic or let a JavaScript exception through
//! (packaging.md, C7).

pub mod calls;
mod error;
mod exports;
pub mod input;
mod object;
mod request;

pub use error::Thrown;
pub use exports::run;
