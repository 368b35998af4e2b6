//! Where a request goes: an id, a base URL, the page's own origin.

use referral_editor::put::{DEFAULT_BASE_URL, is_referral_id, prepare_get};
use url::{Host, Url};

use super::parts;

/// An id, a base URL and an origin. Without a base URL it is the service's.
pub fn address(input: &[u8]) {
    let mut parts = parts(input).map_while(|part| str::from_utf8(part).ok());
    let id = parts.next().unwrap_or_default();
    let base = parts.next();
    let origin = parts.next();
    let Ok(request) = prepare_get(id, base, origin) else {
        assert!(base.is_some() || !is_referral_id(id));
        return;
    };
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    assert!((1..=128).contains(&id.len()) && id.bytes().all(is_plain), "an id cannot leave its place");
    let base = base.unwrap_or(DEFAULT_BASE_URL);
    let tail = ["/engagements/referrals/", id].concat();
    let head = request.url.strip_suffix(&tail).expect("it ends with the id");
    let base = base.strip_suffix('/').unwrap_or(base);
    if base.starts_with('/') || base.is_empty() {
        // The origin is the browser's own word.
        assert_eq!(Some(head), origin.map(|origin| [origin, base].concat()).as_deref());
        return;
    }
    assert_eq!(head, base, "nothing else than what was given");
    // A browser refuses a name that is none, with nothing sent.
    let Ok(url) = Url::parse(&request.url) else { return };
    let host = url.host().expect("https has one");
    let is_loopback = match host {
        Host::Domain(name) => name == "localhost",
        Host::Ipv4(address) => address.is_loopback(),
        Host::Ipv6(address) => address.is_loopback(),
    };
    assert!(url.scheme() == "https" || (url.scheme() == "http" && is_loopback), "{url}");
    assert_eq!((url.username(), url.password(), url.query(), url.fragment()), ("", None, None, None), "{url}");
    assert!(url.path().ends_with(&tail), "{url}");
    let (_, rest) = request.url.split_once("://").expect("it has a scheme");
    let (authority, path) = rest.split_once('/').expect("it has a path");
    assert_eq!(url.path(), ["/", path].concat(), "a browser goes where it says");
    let name = url.host_str().unwrap_or_default();
    if matches!(host, Host::Domain(_)) {
        assert!(authority.to_ascii_lowercase().starts_with(name), "{url}");
        assert!(!name.starts_with("api.partner.microsoft.com") || name == "api.partner.microsoft.com", "{url}");
    }
}
