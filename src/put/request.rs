//! The requests of a save.

use std::borrow::Cow;
use std::ops::Range;

use super::{etag, url};
use crate::finding::{Finding, Severity};
use crate::json::cut::spliced;
use crate::json::write::into_text;
use crate::json::{BYTE_ORDER_MARK, Kind, Limits, string};
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
    /// The bytes that draft and base may have, instead of 16 MiB.
    pub size: Option<usize>,
}

/// A PUT whose body is still the draft and what is to be spliced into it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Prepared<'d> {
    /// Where to.
    pub url: String,
    /// The value of `If-Match`, quotes included.
    pub etag: Cow<'d, str>,
    /// The referral's id.
    pub id: Cow<'d, str>,
    /// New text for ranges of the draft, in their order: `links` out, an eTag option in, no byte order mark.
    pub splices: Vec<(Range<usize>, String)>,
}

/// The PUT that saves the draft.
///
/// # Errors
/// Why it must not be sent.
pub fn prepare_put(draft: &[u8], options: Options<'_>) -> Result<PutRequest, Refusal> {
    let Prepared { url, etag, id, splices } = prepare(draft, options)?;
    // The bytes were read as UTF-8 before.
    let body = into_text(spliced(draft, &splices));
    Ok(PutRequest { url, etag: etag.into_owned(), body, id: id.into_owned() })
}

/// The same, without making the body.
///
/// # Errors
/// Why it must not be sent.
pub fn prepare<'d>(draft: &'d [u8], options: Options<'d>) -> Result<Prepared<'d>, Refusal> {
    let checked = validate::check(draft, options.base, Limits::default().or_size(options.size));
    if checked.findings.iter().any(|finding| finding.severity == Severity::Error) {
        return Err(Refusal::Invalid(checked.findings));
    }
    let (url, etag, id) = target(draft, options, &checked.facts)?;
    let other = options.etag.filter(|_| checked.facts.text(draft, Role::Etag).is_none_or(|own| own != etag));
    let mut splices = checked.cutter.into_splices();
    if let Some(own_tag) = other.and_then(|tag| etag_splice(&checked.facts, tag)) {
        let at = splices.iter().position(|(cut, _)| own_tag.0.start < cut.start);
        splices.insert(at.unwrap_or(splices.len()), own_tag);
    }
    if draft.starts_with(BYTE_ORDER_MARK) {
        // None may be sent (RFC 8259, 8.1).
        splices.insert(0, (0..BYTE_ORDER_MARK.len(), String::new()));
    }
    Ok(Prepared { url, etag, id, splices })
}

/// URL, entity tag and id.
fn target<'d>(
    draft: &'d [u8],
    options: Options<'d>,
    facts: &Facts,
) -> Result<(String, Cow<'d, str>, Cow<'d, str>), Refusal> {
    let own = || facts.text(draft, Role::Etag).unwrap_or_default();
    let tag = options.etag.map_or_else(own, Cow::Borrowed);
    etag::check(&tag).map_err(|why| Refusal::Etag(why, options.etag.is_none()))?;
    let id = facts.text(draft, Role::Id).unwrap_or_default();
    if !url::is_referral_id(&id) {
        return Err(Refusal::Id("The id has to be 1 to 128 ASCII letters, digits, hyphens or underscores."));
    }
    Ok((put_url(options, &id)?, tag, id))
}

/// Makes the document's eTag agree with `If-Match` where another one was given.
fn etag_splice(facts: &Facts, tag: &str) -> Option<(Range<usize>, String)> {
    let mut quoted = Vec::new();
    let (place, quote) = match facts.get(Role::Etag) {
        // A string's token leaves its quotes out.
        Some(fact) if fact.kind == Kind::String => (fact.token.start..fact.token.end, 1),
        Some(fact) if fact.kind == Kind::Null => (fact.token.start..fact.token.end, 0),
        Some(_) => return None,
        // At the end of the object, which has an id at least.
        None => {
            quoted.extend_from_slice(b",\"eTag\":");
            let end = facts.end.saturating_sub(1);
            (end..end, 0)
        }
    };
    string::push_quoted(&mut quoted, tag);
    Some((place.start.saturating_sub(quote)..place.end + quote, into_text(quoted)))
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
