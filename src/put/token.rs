//! When to ask for a token, and why (reliability.md, B.2, rows 401 and 403).

use super::answer::Answer;
use super::error_body::ErrorBody;
use super::text::{is_same, owned, trimmed};

/// What is asked of whoever hands out tokens.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Question {
    /// Why.
    pub reason: Reason,
    /// The claims that the service wants to see, as its `WWW-Authenticate` has them.
    pub claims: Option<String>,
}

/// Why a token is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// There is none yet.
    Initial,
    /// The service does not accept the one that was sent.
    Expired,
    /// The service wants one with more claims.
    Claims,
}

impl Reason {
    /// The name that the contract has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Initial => "initial",
            Self::Expired => "expired",
            Self::Claims => "claims",
        }
    }
}

/// What came of asking.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Token {
    /// One that was not sent yet, or none is needed.
    Fresh,
    /// The one that was refused.
    Same,
    /// None: the function failed, or took too long.
    None,
    /// The caller gave up.
    Aborted,
}

/// Whether the one further question of a call has been asked.
#[derive(Debug, Default)]
pub(super) struct Credentials {
    asked_again: bool,
}

impl Credentials {
    /// What to ask after this answer, if asking can help and has not been tried yet.
    pub fn question(&mut self, answer: &Answer) -> Option<Question> {
        let header = answer.www_authenticate.as_deref().unwrap_or_default();
        let claims = parameter(header, "claims");
        let wants_claims = claims.is_some()
            || is_insufficient_claims(parameter(header, "error").unwrap_or_default())
            || ErrorBody::read(&answer.body).wants_claims;
        let reason = match answer.status {
            401 if wants_claims => Reason::Claims,
            401 => Reason::Expired,
            403 if wants_claims => Reason::Claims,
            _ => return None,
        };
        let first = !std::mem::replace(&mut self.asked_again, true);
        first.then(|| Question { reason, claims: claims.map(owned) })
    }
}

/// The documentation announces the code without its second i.
pub(super) fn is_insufficient_claims(code: &str) -> bool {
    let code = code.as_bytes();
    is_same(code, b"insufficient_claims") || is_same(code, b"insufficent_claims")
}

/// The value of a parameter of a challenge (RFC 9110, 11.6.1). Claims are base64 and errors are words: of what is asked for
/// nothing is escaped.
fn parameter<'h>(header: &'h str, name: &str) -> Option<&'h str> {
    let (mut is_quoted, mut last) = (false, 0);
    let is_between = |byte: &u8| {
        is_quoted ^= *byte == b'"' && last != b'\\';
        last = *byte;
        !is_quoted && matches!(byte, b',' | b' ')
    };
    for part in header.as_bytes().split(is_between) {
        let Some(at) = part.iter().position(|byte| *byte == b'=') else { continue };
        let (found, value) = part.split_at_checked(at)?;
        if is_same(trimmed(found), name.as_bytes()) {
            let mut value = trimmed(value.get(1..)?);
            while let [b'"', rest @ ..] | [rest @ .., b'"'] = value {
                value = rest;
            }
            return std::str::from_utf8(value).ok();
        }
    }
    None
}
