//! The URL of a referral: built from the configured base and a checked id, never from anything that a response says.

/// The service.
pub const DEFAULT_BASE_URL: &str = "https://api.partner.microsoft.com/v1.0";

const HOST: &str = "api.partner.microsoft.com";
const COLLECTION: &str = "/engagements/referrals/";

/// The id can stand in a path as it is: 1 to 128 ASCII letters, digits, hyphens and underscores.
pub fn is_referral_id(id: &str) -> bool {
    (1..=128).contains(&id.len()) && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-_".contains(&byte))
}

/// The URL of the referral. `origin` is the page's own, for a base that is a path.
///
/// # Errors
/// What is wrong with the base, as a sentence for developers.
pub(super) fn referral(base_url: &str, origin: Option<&str>, id: &str) -> Result<String, &'static str> {
    if !is_referral_id(id) {
        return Err("The id has to be 1 to 128 ASCII letters, digits, hyphens or underscores.");
    }
    if base_url == DEFAULT_BASE_URL {
        return Ok([DEFAULT_BASE_URL, COLLECTION, id].concat());
    }
    let base = base(base_url, origin)?;
    Ok([&base, COLLECTION, id].concat())
}

/// The base without a slash at its end.
fn base(base_url: &str, origin: Option<&str>) -> Result<String, &'static str> {
    if base_url.len() > 2048
        || base_url.bytes().any(|byte| !matches!(byte, 0x21..=0x7E) || b"\\?#%@<>\"{}|^`".contains(&byte))
    {
        return Err(
            "baseUrl may hold no credentials, query, fragment, backslash, per cent sign, white space or non-ASCII character.",
        );
    }
    if base_url.starts_with('/') {
        let path = path(base_url)?;
        let origin = origin.filter(|origin| origin.starts_with("https://") || origin.starts_with("http://"));
        let origin = origin.ok_or("baseUrl is a path, and there is no page whose origin it could be on.")?;
        return Ok([origin, path].concat());
    }
    let (scheme, rest) = base_url.split_once("://").ok_or("baseUrl has to begin with https:// or be a path.")?;
    let (authority, path_text) = rest.find('/').and_then(|at| rest.split_at_checked(at)).unwrap_or((rest, ""));
    let (host, port) = authority_parts(authority).ok_or("baseUrl has no valid host.")?;
    let is_loopback = matches!(host, "localhost" | "127.0.0.1" | "[::1]");
    match scheme {
        "https" => {}
        "http" if is_loopback => {}
        "http" => return Err("baseUrl may be http on localhost only: a token must not travel in clear."),
        _ => return Err("baseUrl has to begin with https:// or be a path."),
    }
    if !is_loopback && !is_host_name(host) {
        return Err("baseUrl has no valid host.");
    }
    if host.len() > HOST.len() && host.to_ascii_lowercase().starts_with(HOST) {
        return Err("baseUrl looks like the service's host and is another one.");
    }
    // Rust's numbers may have a plus sign, ports may not.
    if port.is_some_and(|port| port.starts_with(['0', '+']) || port.parse::<u16>().is_err()) {
        return Err("baseUrl has no valid port.");
    }
    let path = if path_text.is_empty() { "" } else { path(path_text)? };
    Ok([scheme, "://", authority, path].concat())
}

/// Host and port.
fn authority_parts(authority: &str) -> Option<(&str, Option<&str>)> {
    if authority.starts_with('[') {
        let end = authority.find(']')? + 1;
        let (host, rest) = authority.split_at_checked(end)?;
        return match rest {
            "" => Some((host, None)),
            _ => Some((host, Some(rest.strip_prefix(':')?))),
        };
    }
    match authority.split_once(':') {
        Some((host, port)) => Some((host, Some(port))),
        None => Some((authority, None)),
    }
}

fn is_host_name(host: &str) -> bool {
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
            && !label.starts_with('-')
            && !label.ends_with('-')
    };
    host.len() <= 253 && host.split('.').all(is_label)
}

/// An absolute path without dot segments, without its last slash.
fn path(text: &str) -> Result<&str, &'static str> {
    let text = text.strip_suffix('/').unwrap_or(text);
    if text.split('/').skip(1).any(|segment| matches!(segment, "" | "." | "..")) {
        return Err("The path of baseUrl may hold no empty, . or .. segment.");
    }
    Ok(text)
}
