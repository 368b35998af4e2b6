//! A referral as an answer carries it.

use super::answer::Answer;
use super::etag;
use super::text::{is_same, owned, trimmed};
use crate::json::document::Names;
use crate::json::write::into_text;
use crate::json::{BYTE_ORDER_MARK, Document, Kind, Limits, Value};

/// A referral that the server has.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Resource {
    /// Its exact text.
    pub json: String,
    /// Its entity tag: from the body, which every page can read, else from the header. One that cannot be sent back is none.
    pub etag: Option<String>,
}

/// Why an answer is not taken for the referral that was asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unexpected {
    /// There is no body.
    Empty,
    /// Another type than JSON: a sign-in page, say.
    ContentType,
    /// Not JSON, or cut off.
    Json,
    /// JSON, but no object with an id.
    Shape,
    /// Another referral.
    OtherId,
}

impl Resource {
    /// Takes the referral `id` from a successful answer.
    ///
    /// # Errors
    /// Why it is not that.
    pub fn read(answer: &Answer, id: &str) -> Result<Self, Unexpected> {
        let body = answer.body.strip_prefix(BYTE_ORDER_MARK).unwrap_or(&answer.body);
        if trimmed(body).is_empty() {
            return Err(Unexpected::Empty);
        }
        if answer.content_type.as_deref().is_some_and(|value| !is_json(value)) {
            return Err(Unexpected::ContentType);
        }
        let document = Document::parse(body, Limits::most()).map_err(|_| Unexpected::Json)?;
        let root = document.root();
        let text = |name| root.get(name).and_then(Value::as_str);
        if root.kind() != Kind::Object {
            return Err(Unexpected::Shape);
        }
        let found = text("id").ok_or(Unexpected::Shape)?;
        if !is_same(found.as_bytes(), id.as_bytes()) {
            return Err(Unexpected::OtherId);
        }
        let etag = sendable(text("eTag").as_deref()).or_else(|| sendable(answer.etag.as_deref()));
        // What is JSON is UTF-8.
        Ok(Self { json: into_text(body.to_vec()), etag })
    }

    /// The same name is twice in one of its objects, so that it cannot be sent back faithfully.
    pub(super) fn has_duplicates(&self) -> bool {
        let Ok(document) = Document::parse(self.json.as_bytes(), Limits::most()) else { return false };
        document.values().any(|value| Names::of(value).has_duplicates())
    }
}

/// An entity tag that can be sent back.
#[inline(never)]
fn sendable(tag: Option<&str>) -> Option<String> {
    tag.filter(|tag| etag::check(tag).is_ok()).map(owned)
}

/// `application/json` and its relatives (RFC 6839).
fn is_json(content_type: &str) -> bool {
    let essence = trimmed(content_type.as_bytes().split(|byte| *byte == b';').next().unwrap_or_default());
    is_same(essence, b"application/json")
        || is_same(essence, b"text/json")
        || essence.last_chunk::<5>().is_some_and(|suffix| is_same(suffix, b"+json"))
}
