//! The body of an error answer. Its texts are not for people and not for matching, so only codes are read
//! (domain.md, section 4).

use super::text::{is_same, owned};
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
        let mut body = Self { target: member(outer, "target").and_then(short), ..Self::default() };
        let mut level = Some(outer);
        for depth in 0..MOST_INNER_ERRORS {
            let Some(error) = level else { break };
            // Gateways give the code as the error itself (RFC 6750, 3.1).
            let found = member(error, "code").or(Some(error)).and_then(short).unwrap_or_default();
            body.wants_claims |= is_insufficient_claims(&found);
            match known_code(&found) {
                Some(known) => body.code = owned(known),
                None if depth == 0 => body.code = found,
                None => {}
            }
            level = member(error, "innerError");
        }
        body
    }

    /// The answer says that somebody else was first.
    pub fn is_conflict(&self) -> bool {
        matches!(self.code.as_str(), "preconditionFailed" | "resourceModified")
    }
}

fn known_code(code: &str) -> Option<&'static str> {
    KNOWN_CODES.into_iter().find(|known| is_same(known.as_bytes(), code.as_bytes()))
}

/// A member, whatever the case of its name: the documentation spells both innerError and innererror.
fn member<'d>(value: Value<'d>, name: &str) -> Option<Value<'d>> {
    value.members().find(|member| is_same(member.name().as_bytes(), name.as_bytes())).map(|member| member.value)
}

/// A text. Codes and targets are short words; what is not is cut, so that no document can hide in them.
fn short(value: Value<'_>) -> Option<String> {
    let text = value.as_str()?;
    let end = text.char_indices().nth(128).map_or(text.len(), |(end, _)| end);
    text.get(..end).map(owned)
}
