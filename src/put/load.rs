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
    limit: Limit,
    under_way: Option<(Pace, Reading)>,
    credentials: Credentials,
    /// The status that a new token was asked for.
    refused: Option<u16>,
}

impl Load {
    /// Loads the referral with this id.
    pub fn new(id: String, limit: Limit) -> Self {
        Self { id, limit, under_way: None, credentials: Credentials::default(), refused: None }
    }
}

impl Call for Load {
    type End = Result<Resource, Unread>;

    fn begin(&mut self, now: Now) -> Step<Self::End> {
        let pace = Pace::new(self.limit, now);
        self.under_way = Some((pace, Reading::new(self.limit.max_retries)));
        Step::Token(Question { reason: Reason::Initial, claims: None }, pace.left(now))
    }

    fn told(&mut self, event: Event, now: Now) -> Step<Self::End> {
        let Some((pace, reading)) = &mut self.under_way else { return self.begin(now) };
        let get = |pace: &Pace| match pace.fits(0.0, now) {
            true => Step::Get(pace.for_get(now)),
            false => Step::Done(Err(Unread::Fault(Fault::Timeout))),
        };
        match event {
            Event::Token(Token::Fresh) | Event::Waited => get(pace),
            Event::Token(Token::Same) => Step::Done(Err(Unread::Status(self.refused.unwrap_or(401)))),
            Event::Token(Token::None) => Step::Done(Err(Unread::NoToken)),
            Event::Token(Token::Aborted) | Event::Aborted => Step::Done(Err(Unread::Fault(Fault::Aborted))),
            Event::Ended(ending) => match reading.told(&ending, &self.id, &mut self.credentials, pace, now) {
                ReadStep::Wait(delay) => Step::Wait(delay),
                ReadStep::Token(question) => {
                    self.refused = ending.ok().map(|answer| answer.status);
                    match pace.fits(0.0, now) {
                        true => Step::Token(question, pace.left(now)),
                        false => Step::Done(Err(Unread::Status(self.refused.unwrap_or(401)))),
                    }
                }
                ReadStep::End(end) => Step::Done(end),
            },
        }
    }

    fn put_request(&self) -> Option<&PutRequest> {
        None
    }

    fn attempts(&self) -> u32 {
        0
    }
}
