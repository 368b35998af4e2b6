//! Entity tags (RFC 9110, 8.8.3): sent back exactly as they came, or not at all.

/// Longer ones are not sent: no service makes them, and servers refuse long headers.
const MOST_BYTES: usize = 1024;

/// There is none.
pub const MISSING: &str = "The referral has no eTag: load it by its id before saving it.";

/// Why a value cannot be sent in `If-Match`, as a sentence for developers.
///
/// # Errors
/// The sentence.
pub(super) fn check(etag: &str) -> Result<(), &'static str> {
    let inner = etag.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    match inner {
        _ if etag.is_empty() => Err(MISSING),
        _ if etag == "*" => Err("If-Match: * would overwrite what others saved: give the eTag of the loaded referral."),
        _ if etag.starts_with("W/") => Err("A weak eTag (W/) never matches in If-Match."),
        _ if etag.len() > MOST_BYTES => Err("The eTag is longer than 1,024 bytes."),
        None => Err("An eTag contains its double quotes: \"…\". Add them if they were lost."),
        Some(inner) if inner.bytes().any(|byte| !matches!(byte, 0x21 | 0x23..=0x7E)) => {
            Err("The eTag has a character that no entity tag can have, or is a list of tags.")
        }
        Some(_) => Ok(()),
    }
}
