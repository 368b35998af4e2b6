//! Reading a referral: GET, tried again where that can help.

use super::answer::{Answer, Fault};
use super::pace::{Now, Pace, delay};
use super::resource::{Resource, Unexpected};
use super::token::{Credentials, Question};

/// Why a referral could not be read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unread {
    /// A status that is no success.
    Status(u16),
    /// Not the referral that was asked for.
    Unexpected(Unexpected),
    /// No answer.
    Fault(Fault),
    /// No token to ask with.
    NoToken,
}

/// What to do next.
pub(super) enum ReadStep {
    /// Wait so many milliseconds, then send the GET again.
    Wait(f64),
    /// Ask for another token, then send the GET again.
    Token(Question),
    /// It is over.
    End(Result<Resource, Unread>),
}

/// A reading under way.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Reading {
    retry: u32,
}

impl Reading {
    /// Told how the GET ended, says what is next.
    pub fn told(
        &mut self,
        ending: &Result<Answer, Fault>,
        id: &str,
        credentials: &mut Credentials,
        pace: &Pace,
        now: Now,
    ) -> ReadStep {
        let (why, status, retry_after) = match ending {
            Ok(answer) if answer.status == 200 => match Resource::read(answer, id) {
                Ok(resource) => return ReadStep::End(Ok(resource)),
                // Cut off on its way, perhaps.
                Err(why @ Unexpected::Json) => (Unread::Unexpected(why), 0, None),
                Err(why) => return ReadStep::End(Err(Unread::Unexpected(why))),
            },
            Ok(answer) => {
                let why = Unread::Status(answer.status);
                match answer.status {
                    401 | 403 => {
                        return match credentials.question(answer) {
                            Some(question) => ReadStep::Token(question),
                            None => ReadStep::End(Err(why)),
                        };
                    }
                    408 | 423 | 429 | 500 | 502..=504 | 509 => (why, answer.status, answer.retry_after.as_deref()),
                    _ => return ReadStep::End(Err(why)),
                }
            }
            Err(fault @ (Fault::Network | Fault::Timeout | Fault::Offline)) => (Unread::Fault(*fault), 0, None),
            Err(fault) => return ReadStep::End(Err(Unread::Fault(*fault))),
        };
        let (delay, _) = delay(self.retry, status, retry_after, now);
        if self.retry == pace.limit.max_retries || !pace.fits(delay, now) {
            return ReadStep::End(Err(why));
        }
        self.retry += 1;
        ReadStep::Wait(delay)
    }
}
