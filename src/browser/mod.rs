//! The only floor that knows JavaScript: options in, results out, `fetch`, timers.
//!
//! Conversions and effects, no rules. Nothing here may panic or let a JavaScript exception through: a promise whose
//! future is cut off by one stays pending for ever, and takes the instance with it (packaging.md, C7).

mod drive;
mod error;
mod exports;
mod fetch;
mod host;
pub mod input;
mod object;
mod options;
mod referral;
mod results;
mod values;

pub use error::Thrown;
pub use exports::{
    apply_edits, diff_report, list_report, merge_report, patch_text, prepare_put, strip_links, transition_table,
    validation_report,
};
pub use host::Host;
pub use referral::{Prepared, get, put};
