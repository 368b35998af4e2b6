//! The save without I/O: requests out, answers in (reliability.md, section B).
//!
//! [`Save`] is told what happened and says what to do next. It must never know a clock, a network or JavaScript.

mod answer;
mod error_body;
mod etag;
mod request;
mod resource;
mod retry_after;
mod save;
mod url;

pub use answer::{Answer, Fault, NotSaved};
pub use error_body::ErrorBody;
pub use request::{GetRequest, Options, Prepared, PutRequest, Refusal, prepare, prepare_get, prepare_put};
pub use resource::{Resource, Unexpected};
pub use retry_after::retry_at;
pub use save::{Conflict, ConflictKind, LastSeen, Outcome, Save, Step, VerifiedBy};
pub use url::{DEFAULT_BASE_URL, is_referral_id};
