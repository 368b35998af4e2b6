//! The URL of a referral: built from the configured base and a checked id, never from anything that a response says.

use super::text::{is_same, whole_number};

/// The service.
pub const DEFAULT_BASE_URL: &str = "https://api.partner.microsoft.com/v1.0";

const HOST: &[u8] = b"api.partner.microsoft.com";
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
    let origin = front(base_url, origin)?;
    let base = base_url.strip_suffix('/').unwrap_or(base_url);
    Ok([origin, base, COLLECTION, id].concat())
}

/// What goes in front of a base that may be used.
fn front<'o>(base_url: &str, origin: Option<&'o str>) -> Result<&'o str, &'static str> {
    let base = base_url.as_bytes();
    if base.len() > 2048 || base.iter().any(|byte| !matches!(byte, 0x21..=0x7E) || b"\\?#%@<>\"{}|^`".contains(byte)) {
        return Err(
            "baseUrl may hold no credentials, query, fragment, backslash, per cent sign, white space or non-ASCII character.",
        );
    }
    let scheme = scheme(base_url);
    let rest = base.get(scheme..).unwrap_or_default();
    let at = rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len());
    let (authority, path) = rest.split_at_checked(at).unwrap_or_default();
    let is_path = is_path(path);
    let mut front = "";
    if base.starts_with(b"/") {
        if is_path {
            let origin = origin.filter(|origin| self::scheme(origin) > 0);
            front = origin.ok_or("baseUrl is a path, and there is no page whose origin it could be on.")?;
        }
    } else if scheme == 0 {
        return Err("baseUrl has to begin with https:// or be a path.");
    } else {
        check_authority(authority, scheme == HTTP.len())?;
    }
    if !is_path {
        return Err("The path of baseUrl may hold no empty, . or .. segment.");
    }
    Ok(front)
}

const HTTP: &str = "http://";

/// How long the scheme of a web address is; 0 where there is none.
#[inline(never)]
fn scheme(url: &str) -> usize {
    ["https://", HTTP].iter().find(|scheme| url.starts_with(**scheme)).map_or(0, |scheme| scheme.len())
}

fn check_authority(authority: &[u8], is_clear: bool) -> Result<(), &'static str> {
    let (host, port) = authority_parts(authority).ok_or("baseUrl has no valid host.")?;
    let is_loopback = [b"localhost".as_slice(), b"127.0.0.1", b"[::1]"].contains(&host);
    if is_clear && !is_loopback {
        return Err("baseUrl may be http on localhost only: a token must not travel in clear.");
    }
    if !is_loopback && !is_host_name(host) {
        return Err("baseUrl has no valid host.");
    }
    if host.len() > HOST.len() && host.get(..HOST.len()).is_some_and(|head| is_same(head, HOST)) {
        return Err("baseUrl looks like the service's host and is another one.");
    }
    if port.is_some_and(|port| !is_port(port)) {
        return Err("baseUrl has no valid port.");
    }
    Ok(())
}

/// Host and port.
fn authority_parts(authority: &[u8]) -> Option<(&[u8], Option<&[u8]>)> {
    let closing = if authority.starts_with(b"[") { b']' } else { b':' };
    let Some(at) = authority.iter().position(|byte| *byte == closing) else {
        return (closing == b':').then_some((authority, None));
    };
    let end = at + usize::from(closing == b']');
    match authority.split_at_checked(end)? {
        (host, []) => Some((host, None)),
        (host, [b':', port @ ..]) => Some((host, Some(port))),
        _ => None,
    }
}

/// Digits without a zero in front, of a number that 16 bits hold.
fn is_port(port: &[u8]) -> bool {
    !port.starts_with(b"0") && whole_number(port).is_some_and(|number| number <= 65_535.0)
}

fn is_host_name(host: &[u8]) -> bool {
    let is_label = |label: &[u8]| {
        (1..=63).contains(&label.len())
            && label.iter().all(|byte| byte.is_ascii_alphanumeric() || *byte == b'-')
            && !label.starts_with(b"-")
            && !label.ends_with(b"-")
    };
    host.len() <= 253 && host.split(|byte| *byte == b'.').all(is_label)
}

/// Empty, or absolute and without dot segments; its last slash is not looked at.
fn is_path(path: &[u8]) -> bool {
    let path = path.strip_suffix(b"/").unwrap_or(path);
    path.split(|byte| *byte == b'/').skip(1).all(|segment| !matches!(segment, b"" | b"." | b".."))
}
