//! What an answer to the PUT means (the decision table of reliability.md, B.2).

/// An answer as far as the save looks at it.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The status code; 0 for a redirect that was not followed.
    pub status: u16,
    /// `Content-Type`.
    pub content_type: Option<String>,
    /// `ETag`.
    pub etag: Option<String>,
    /// `Retry-After`.
    pub retry_after: Option<String>,
    /// `WWW-Authenticate`.
    pub www_authenticate: Option<String>,
    /// `request-id`.
    pub request_id: Option<String>,
    /// The body, no larger than the caller of the call allows: whoever reads the answer sees to that ([`Fault::TooLarge`]).
    pub body: Vec<u8>,
}

/// How a request ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was sent: the platform refused the request.
    NotSent,
    /// The browser knows that it is offline, so nothing was sent.
    Offline,
    /// The caller gave up before anything was sent.
    AbortedBefore,
    /// The caller gave up while the request was under way.
    Aborted,
    /// No complete answer in time.
    Timeout,
    /// `fetch` failed: dropped connection, CORS, a name that does not resolve. The server may have the request.
    Network,
    /// The answer is larger than is read.
    TooLarge,
}

impl Fault {
    /// The request left, or may have left.
    pub const fn may_be_sent(self) -> bool {
        !matches!(self, Self::NotSent | Self::Offline | Self::AbortedBefore)
    }
}

/// What an answer to the PUT means for the save.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Meaning {
    /// The server took the edit; what it answered has still to be read.
    Applied,
    /// The server surely did not take it, for this reason of the contract.
    NotSaved(&'static str),
    /// The server did not take it, and may take it later.
    Busy(&'static str),
    /// The server did not take it, and may take it with another token.
    Unauthorized(&'static str),
    /// The server judged the content.
    Rejected,
    /// The server did not take it because of what it holds: the body says whether somebody was first.
    State,
    /// Somebody was first: perhaps ourselves, so what the server holds has to be read.
    Precondition,
    /// Nobody knows: what the server holds has to be read.
    Doubtful(Then),
}

/// What can be done when a doubtful PUT turns out not to have been applied yet.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Then {
    /// Send it again: the precondition lets at most one of the copies through.
    Retry,
    /// Look again later.
    Poll,
    /// Nothing.
    Stop,
    /// Nothing, and it surely is not saved: the server has no room.
    NoRoom,
}

/// Reads the status of an answer to the PUT.
pub(super) fn meaning(status: u16) -> Meaning {
    use Meaning::{Applied, Busy, Doubtful, NotSaved, Precondition, Rejected, State, Unauthorized};
    match status {
        202 => Doubtful(Then::Poll),
        200..=299 => Applied,
        0 | 300..=399 => NotSaved("redirected"),
        400 | 422 => Rejected,
        401 => Unauthorized("unauthenticated"),
        403 => Unauthorized("forbidden"),
        404 | 410 => NotSaved("gone"),
        409 => State,
        412 => Precondition,
        413 => NotSaved("too-large"),
        423 => Busy("locked"),
        428 => NotSaved("precondition-required"),
        429 | 509 => Busy("throttled"),
        408 => Doubtful(Then::Retry),
        507 => Doubtful(Then::NoRoom),
        // RFC 9110 and what follows it: the request was refused, whatever it held.
        402 | 405..=407 | 411 | 414..=421 | 424..=427 | 430..=499 | 501 | 505 => NotSaved("unsupported"),
        500..=599 => Doubtful(Then::Retry),
        // No status that anybody defines.
        _ => Doubtful(Then::Stop),
    }
}
