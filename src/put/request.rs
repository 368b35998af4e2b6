//! The requests of a save.

use std::borrow::Cow;

use super::{etag, url};
use crate::finding::{Finding, Severity};
use crate::json::{BYTE_ORDER_MARK, Kind, Limits, cut::Cutter, string};
use crate::schema::Role;
use crate::validate::{self, Facts};

/// A PUT, but for Authorization and the ids of the attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PutRequest {
    /// Where to.
    pub url: String,
    /// The value of `If-Match`, quotes included.
    pub etag: String,
    /// The referral without `links`.
    pub body: String,
    /// The referral's id.
    pub id: String,
}

/// A GET, but for Authorization and the ids of the attempt.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GetRequest {
    /// Where to.
    pub url: String,
}

/// Why there is no request.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Refusal {
    /// The draft has errors.
    Invalid(Vec<Finding>),
    /// There is no entity tag that could be sent. The flag says that it is the document's own.
    Etag(&'static str, bool),
    /// The id cannot stand in a URL.
    Id(&'static str),
    /// The base URL is refused.
    Url(&'static str),
}

/// What may be given beside the draft.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options<'o> {
    /// The document as it was loaded.
    pub base: Option<&'o [u8]>,
    /// Instead of the document's own eTag.
    pub etag: Option<&'o str>,
    /// Instead of the service's.
    pub base_url: Option<&'o str>,
    /// The page's own origin, for a base URL that is a path.
    pub origin: Option<&'o str>,
}

/// The PUT that saves the draft.
///
/// # Errors
/// Why it must not be sent.
pub fn prepare_put(draft: &[u8], options: Options<'_>) -> Result<PutRequest, Refusal> {
    let checked = validate::check(draft, options.base, Limits::default());
    if checked.findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Refusal::Invalid(checked.findings));
    }
    let own = checked.facts.text(draft, Role::Etag).unwrap_or_default();
    let tag = options.etag.unwrap_or(&own);
    etag::check(tag).map_err(|why| Refusal::Etag(why, options.etag.is_none()))?;
    let id = checked.facts.text(draft, Role::Id).unwrap_or_default();
    if !url::is_referral_id(&id) {
        return Err(Refusal::Id("The id has to be 1 to 128 ASCII letters, digits, hyphens or underscores."));
    }
    let url = put_url(options, &id)?;
    let body = body(draft, &checked.facts, &checked.cutter, tag, &own);
    Ok(PutRequest { url, etag: tag.to_owned(), body, id: id.into_owned() })
}

/// The GET that loads a referral.
///
/// # Errors
/// Why it must not be sent.
pub fn prepare_get(id: &str, base_url: Option<&str>, origin: Option<&str>) -> Result<GetRequest, Refusal> {
    let options = Options { base_url, origin, ..Options::default() };
    Ok(GetRequest { url: put_url(options, id)? })
}

fn put_url(options: Options<'_>, id: &str) -> Result<String, Refusal> {
    url::referral(options.base_url.unwrap_or(url::DEFAULT_BASE_URL), options.origin, id).map_err(Refusal::Url)
}

/// The draft without `links`; its own eTag made to agree with `If-Match` where another one was given.
fn body(draft: &[u8], facts: &Facts, cutter: &Cutter, tag: &str, own: &str) -> String {
    let replaced;
    let mut source = draft;
    if tag != own
        && let Some(fact) = facts.get(Role::Etag).filter(|fact| matches!(fact.kind, Kind::String | Kind::Null))
    {
        let mut quoted = Vec::new();
        string::push_quoted(&mut quoted, tag);
        // A string's token leaves its quotes out.
        let quote = usize::from(fact.kind == Kind::String);
        let before = draft.get(..fact.token.start.saturating_sub(quote)).unwrap_or_default();
        let after = draft.get(fact.token.end + quote..).unwrap_or_default();
        replaced = [before, &quoted, after].concat();
        source = &replaced;
        // The cuts behind have moved.
        let moved = validate::check(source, None, Limits::default());
        return text(moved.cutter.apply(source));
    }
    text(cutter.apply(source))
}

/// As a string, without a byte order mark: none may be sent (RFC 8259, 8.1). The bytes were read as UTF-8 before.
fn text(bytes: Vec<u8>) -> String {
    match bytes.strip_prefix(BYTE_ORDER_MARK) {
        Some(rest) => String::from_utf8_lossy(rest).into_owned(),
        None => {
            String::from_utf8(bytes).unwrap_or_else(|error| Cow::into_owned(String::from_utf8_lossy(error.as_bytes())))
        }
    }
}
