//! The body of an error answer. Its texts are not for people and not for matching, so only codes are read
//! (domain.md, section 4).

use super::token::is_insufficient_claims;
use crate::json::{Document, Limits, Value};

/// The codes that the service documents.
const KNOWN_CODES: [&str; 8] = [
    "accessDenied",
    "generalException",
    "invalidRequest",
    "itemNotFound",
    "preconditionFailed",
    "resourceModified",
    "serviceNotAvailable",
    "unauthenticated",
];

/// Deeper chains of inner errors say nothing more.
const MOST_INNER_ERRORS: usize = 16;

/// What an error answer says.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct ErrorBody {
    /// The most specific documented code, spelt as documented; else the outermost one as it came; else empty.
    pub code: String,
    /// What the error is about, as the service calls it.
    pub target: Option<String>,
    /// The service wants a token with more claims.
    pub wants_claims: bool,
}

impl ErrorBody {
    /// Reads a body. Gateways answer with other shapes, HTML or nothing: then there is no code.
    pub fn read(body: &[u8]) -> Self {
        let Ok(document) = Document::parse(body, Limits::default()) else { return Self::default() };
        let root = document.root();
        let outer = member(root, "error").unwrap_or(root);
        let text = |value: Value<'_>, name| Some(member(value, name)?.as_str()?.into_owned());
        let mut code = text(outer, "code").unwrap_or_default();
        let mut wants_claims = false;
        let mut level = Some(outer);
        for _ in 0..MOST_INNER_ERRORS {
            let Some(error) = level else { break };
            let found = text(error, "code").unwrap_or_default();
            wants_claims |= is_insufficient_claims(&found);
            if let Some(known) = known_code(&found) {
                code = known.to_owned();
            }
            level = member(error, "innerError");
        }
        Self { code: bounded(code), target: text(outer, "target").map(bounded), wants_claims }
    }

    /// The answer says that somebody else was first.
    pub fn is_conflict(&self) -> bool {
        matches!(self.code.as_str(), "preconditionFailed" | "resourceModified")
    }
}

fn known_code(code: &str) -> Option<&'static str> {
    KNOWN_CODES.into_iter().find(|known| known.eq_ignore_ascii_case(code))
}

/// A member, whatever the case of its name: the documentation spells both innerError and innererror.
fn member<'d>(value: Value<'d>, name: &str) -> Option<Value<'d>> {
    value.members().find(|member| member.name().eq_ignore_ascii_case(name)).map(|member| member.value)
}

/// Codes and targets are short words; what is not is cut, so that no document can hide in them.
fn bounded(text: String) -> String {
    match text.char_indices().nth(128) {
        Some((end, _)) => text.get(..end).unwrap_or_default().to_owned(),
        None => text,
    }
}
