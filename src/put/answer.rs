//! What an answer to the PUT means (the decision table of reliability.md, B.2).

use super::error_body::ErrorBody;
use super::retry_after::retry_at;

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
    /// `request-id`.
    pub request_id: Option<String>,
    /// The body.
    pub body: Vec<u8>,
}

/// How a request ended without an answer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fault {
    /// Nothing was sent: the platform refused the request.
    NotSent,
    /// The token could not be had, so nothing was sent.
    NoToken,
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

/// Why the server surely does not hold the edit.
#[derive(Clone, Debug, PartialEq)]
pub struct NotSaved {
    /// The name that the contract has for it.
    pub reason: &'static str,
    /// The status code, if a status said so.
    pub status: Option<u16>,
    /// When to try again, in epoch milliseconds.
    pub retry_at: Option<f64>,
}

/// What an answer means for the save.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Meaning {
    /// The server took the edit; what it answered has still to be read.
    Applied,
    /// The server surely did not take it.
    NotSaved(NotSaved),
    /// The server judged the content.
    Rejected(ErrorBody),
    /// Somebody was first: perhaps ourselves, so what the server holds has to be read.
    Precondition,
    /// Nobody knows: what the server holds has to be read.
    Doubtful,
}

/// Reads an answer to the PUT.
pub(super) fn meaning(answer: &Answer, now: f64) -> Meaning {
    let not_saved = |reason| Meaning::NotSaved(NotSaved { reason, status: Some(answer.status), retry_at: None });
    let later = |reason| {
        let retry_at = answer.retry_after.as_deref().and_then(|value| retry_at(value, now));
        Meaning::NotSaved(NotSaved { reason, status: Some(answer.status), retry_at })
    };
    match answer.status {
        202 => Meaning::Doubtful,
        200..=299 => Meaning::Applied,
        0 => Meaning::NotSaved(NotSaved { reason: "redirected", status: None, retry_at: None }),
        300..=399 => not_saved("redirected"),
        401 => not_saved("unauthenticated"),
        403 => not_saved("forbidden"),
        404 | 410 => not_saved("gone"),
        409 if !ErrorBody::read(&answer.body).is_conflict() => Meaning::Rejected(ErrorBody::read(&answer.body)),
        409 | 412 => Meaning::Precondition,
        413 => not_saved("too-large"),
        423 => later("locked"),
        428 => not_saved("precondition-required"),
        429 | 509 => later("throttled"),
        400 | 422 => Meaning::Rejected(ErrorBody::read(&answer.body)),
        // RFC 9110 and what follows it: the request was refused, whatever it held.
        402 | 405..=407 | 411 | 414..=421 | 424..=427 | 430..=499 | 501 | 505 => not_saved("unsupported"),
        _ => Meaning::Doubtful,
    }
}
