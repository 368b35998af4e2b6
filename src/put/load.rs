//! The course of `getReferral`.

use super::answer::Fault;
use super::pace::{Limit, Now, Pace};
use super::reading::{ReadStep, Reading, Unread};
use super::request::PutRequest;
use super::resource::Resource;
use super::step::{Call, Event, Step};
use super::token::{Credentials, Question, Reason, Token};

/// A referral that is being loaded.
#[derive(Debug)]
pub struct Load {
    id: String,
    pace: Pace,
    reading: Reading,
    credentials: Credentials,
    /// The status that a new token was asked for.
    refused: u16,
    end: Result<Resource, Unread>,
}

impl Load {
    /// Loads the referral with this id.
    pub fn new(id: String, limit: Limit) -> Self {
        Self {
            id,
            pace: Pace::new(limit),
            reading: Reading::default(),
            credentials: Credentials::default(),
            refused: 401,
            end: Err(Unread::Fault(Fault::NotSent)),
        }
    }

    /// How it ended.
    ///
    /// # Errors
    /// Why there is no referral.
    pub fn end(self) -> Result<Resource, Unread> {
        self.end
    }

    fn done(&mut self, end: Result<Resource, Unread>) -> Step {
        self.end = end;
        Step::Done
    }
}

impl Call for Load {
    fn begin(&mut self, now: Now) -> Step {
        self.pace.begin(now);
        Step::Token(Question { reason: Reason::Initial, claims: None }, self.pace.left(now))
    }

    fn told(&mut self, event: Event, now: Now) -> Step {
        let has_time = self.pace.fits(0.0, now);
        let why = match &event {
            Event::Token(Token::Fresh) | Event::Waited if has_time => return Step::Get(self.pace.for_get(now)),
            Event::Token(Token::Fresh) | Event::Waited => Unread::Fault(Fault::Timeout),
            Event::Token(Token::Same) => Unread::Status(self.refused),
            Event::Token(Token::None) => Unread::NoToken,
            Event::Token(Token::Aborted) | Event::Aborted => Unread::Fault(Fault::Aborted),
            Event::Ended(ending) => match self.reading.told(ending, &self.id, &mut self.credentials, &self.pace, now) {
                ReadStep::Wait(delay) => return Step::Wait(delay),
                ReadStep::Token(question) => {
                    self.refused = ending.as_ref().map_or(self.refused, |answer| answer.status);
                    if has_time {
                        return Step::Token(question, self.pace.left(now));
                    }
                    Unread::Status(self.refused)
                }
                ReadStep::End(end) => return self.done(end),
            },
        };
        self.done(Err(why))
    }

    fn put_request(&self) -> Option<&PutRequest> {
        None
    }

    fn attempts(&self) -> u32 {
        0
    }
}
