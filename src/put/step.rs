//! What a call without I/O asks of whoever drives it, and what it is told.

use super::answer::{Answer, Fault};
use super::pace::Now;
use super::request::PutRequest;
use super::token::{Question, Token};

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Ask for a token, for at most so many milliseconds, and tell an [`Event::Token`].
    Token(Question, f64),
    /// Send [`Call::put_request`] and tell an [`Event::Ended`].
    Put(Put),
    /// Read the referral, in at most so many milliseconds, and tell an [`Event::Ended`].
    Get(f64),
    /// Wait so many milliseconds and tell an [`Event::Waited`].
    Wait(f64),
    /// It is over; the call knows how it ended.
    Done,
}

/// How to send a PUT.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Put {
    /// In milliseconds.
    pub limit: f64,
    /// It is made anew, on top of somebody else's version.
    pub rebased: bool,
    /// The same request as the last one, which got no answer: it may keep its `request-id`.
    pub repeated: bool,
}

/// What has happened.
#[derive(Clone, Debug)]
pub enum Event {
    /// The answer to [`Step::Token`].
    Token(Token),
    /// How a request ended.
    Ended(Result<Answer, Fault>),
    /// The time is over.
    Waited,
    /// The caller gave up while there was no request under way.
    Aborted,
}

/// A call without I/O.
pub trait Call {
    /// The first step.
    fn begin(&mut self, now: Now) -> Step;
    /// Told what happened, says what is next.
    fn told(&mut self, event: Event, now: Now) -> Step;
    /// The PUT to send, for a call that sends one.
    fn put_request(&self) -> Option<&PutRequest>;
    /// How many PUTs have left.
    fn attempts(&self) -> u32;
}
