//! `Retry-After` (RFC 9110, 10.2.3).

use std::time::UNIX_EPOCH;

/// Farther away than any timer can be set: 2^31 - 1 milliseconds.
const MOST_MS: f64 = 2_147_483_647.0;

/// When to try again, in epoch milliseconds: never earlier than told, never in the past. Nothing for text that is neither
/// whole seconds nor one of the three date forms.
pub fn retry_at(value: &str, now: f64) -> Option<f64> {
    let value = value.trim_matches([' ', '\t']);
    let at = if !value.is_empty() && value.bytes().all(|byte| byte.is_ascii_digit()) {
        let seconds = value.bytes().fold(0.0, |sum, digit| sum * 10.0 + f64::from(digit - b'0'));
        now + seconds * 1000.0
    } else {
        let date = httpdate::parse_http_date(value).ok()?;
        date.duration_since(UNIX_EPOCH).ok()?.as_secs() as f64 * 1000.0
    };
    // However many digits there are, the sum is finite or infinite, and both are clamped.
    (at >= now).then(|| at.min(now + MOST_MS))
}
