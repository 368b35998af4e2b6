//! The save without I/O: requests out, answers in (reliability.md, section B).
//!
//! [`Save`] and [`Load`] are told what happened and say what to do next. They must never know a clock, a network or
//! JavaScript.

mod answer;
mod error_body;
mod etag;
mod load;
mod outcome;
mod pace;
mod reading;
mod request;
mod resource;
mod retry_after;
mod save;
mod step;
mod text;
mod token;
mod url;

pub use answer::{Answer, Fault};
pub use error_body::ErrorBody;
pub use etag::MISSING as MISSING_ETAG;
pub use load::Load;
pub use outcome::{LastSeen, Outcome, VerifiedBy};
pub use pace::{Limit, Now};
pub use reading::Unread;
pub use request::{GetRequest, Options, Prepared, PutRequest, Refusal, prepare, prepare_get, prepare_put};
pub use resource::{Resource, Unexpected};
pub use retry_after::retry_at;
pub use save::Save;
pub use step::{Call, Event, Put, Step};
pub use text::whole_number;
pub use token::{Question, Reason, Token};
pub use url::{DEFAULT_BASE_URL, is_referral_id};
