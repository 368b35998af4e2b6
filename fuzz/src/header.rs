//! `Retry-After` and the entity tag.

use std::time::UNIX_EPOCH;

use referral_editor::json::{Document, Limits, Value};
use referral_editor::put::{Options, Refusal, prepare_put, retry_at};

const DRAFT: &str = r#"{"id":"x","status":"New","substatus":"Pending","customerProfile":{},"consent":{},"details":{},"eTag":"\"e\"","links":{}}"#;
/// Sunday, 22 November 2026, 08:00:00 UTC.
const NOW: f64 = 1_795_334_400_000.0;
/// The longest that a timer can be set for.
const MOST: f64 = 2_147_483_647.0;

/// The value of a header.
pub fn header(input: &[u8]) {
    let Ok(text) = str::from_utf8(input) else { return };
    retry_after(text);
    entity_tag(text);
}

/// Never in the past, never earlier than told, never farther away than a timer can be set.
fn retry_after(text: &str) {
    let at = retry_at(text, NOW);
    assert!(at.is_none_or(|at| (NOW..=NOW + MOST).contains(&at)), "{at:?}");
    let trimmed = text.trim_ascii();
    let is_number = !trimmed.is_empty() && trimmed.bytes().all(|byte| byte.is_ascii_digit());
    if is_number {
        let seconds: f64 = trimmed.parse().expect("digits are a number");
        let expected = NOW + (seconds * 1000.0).min(MOST);
        assert!(at.is_some_and(|at| (at - expected).abs() < 1.0), "{at:?}, not {expected}");
        return;
    }
    // The oracle takes any byte for the space before the hour of the second form.
    let bytes = trimmed.as_bytes();
    // Nor is all that it trims white space in a header.
    let is_strict =
        trimmed.trim() == trimmed && (!trimmed.contains('-') || bytes.len() < 13 || bytes[bytes.len() - 13] == b' ');
    let date = httpdate::parse_http_date(trimmed).ok().filter(|_| is_strict);
    match date.map(|date| date.duration_since(UNIX_EPOCH).expect("it reads none before").as_secs_f64() * 1000.0) {
        None => assert_eq!(at, None, "no date"),
        Some(date) => {
            assert_eq!(retry_at(text, date), Some(date));
            assert_eq!(at, (date >= NOW).then_some(date.min(NOW + MOST)));
        }
    }
}

/// RFC 9110, 8.8.3, without weak ones; `*` and lists of tags are none.
fn is_entity_tag(text: &str) -> bool {
    let inner = text.strip_prefix('"').and_then(|rest| rest.strip_suffix('"'));
    let is_plain = |byte: u8| byte == 0x21 || (0x23..=0x7e).contains(&byte);
    text.len() <= 1024 && inner.is_some_and(|inner| inner.bytes().all(is_plain))
}

/// Sent exactly as it came, in header and body, or not at all.
fn entity_tag(text: &str) {
    let request = prepare_put(DRAFT.as_bytes(), Options { etag: Some(text), ..Options::default() });
    let inside = serde_json::to_string(text).expect("a string");
    let draft = DRAFT.replace(r#""\"e\"""#, &inside);
    let own = prepare_put(draft.as_bytes(), Options::default());
    if !is_entity_tag(text) {
        assert!(matches!(request, Err(Refusal::Etag(_, false))), "{request:?}");
        assert!(matches!(own, Err(Refusal::Etag(_, true) | Refusal::Invalid(_))), "{own:?}");
        return;
    }
    for request in [request, own] {
        let request = request.unwrap_or_else(|refusal| panic!("{refusal:?}"));
        assert_eq!(request.etag, text);
        let body = Document::parse(request.body.as_bytes(), Limits::default()).expect("a body is JSON");
        assert_eq!(body.root().get("eTag").and_then(Value::as_str).as_deref(), Some(text));
        assert!(body.root().get("links").is_none());
    }
}
