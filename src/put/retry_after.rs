//! `Retry-After` (RFC 9110, 10.2.3).

use super::text::{trimmed, whole_number};

/// Farther away than any timer can be set: 2^31 - 1 milliseconds.
const MOST_MS: f64 = 2_147_483_647.0;

/// When to try again, in epoch milliseconds: never earlier than told, never in the past. Nothing for text that is neither
/// whole seconds nor one of the three date forms.
pub fn retry_at(value: &str, now: f64) -> Option<f64> {
    let value = trimmed(value.as_bytes());
    let at = match whole_number(value) {
        Some(seconds) => now + seconds * 1000.0,
        None => http_date(value)?,
    };
    // Infinity is clamped, too.
    (at >= now).then(|| at.min(now + MOST_MS))
}

/// What follows the day of the week in the three forms of a date (RFC 9110, 5.6.7), and whether that is spelt out. `b` is a
/// month's name, `y`, `d`, `h`, `m` and `s` are digits, and at `e` may be a space for the digit; the rest stands for itself.
const FORMS: [(&[u8], bool); 3] =
    [(b", dd bbb yyyy hh:mm:ss GMT", false), (b", dd-bbb-yy hh:mm:ss GMT", true), (b" bbb ed hh:mm:ss yyyy", false)];

/// From the day that the epoch began with.
const WEEKDAYS: [&[u8]; 7] = [b"Thursday", b"Friday", b"Saturday", b"Sunday", b"Monday", b"Tuesday", b"Wednesday"];

const MONTHS: &[u8] = b"JanFebMarAprMayJunJulAugSepOctNovDec";

/// A date that there is, as epoch milliseconds.
fn http_date(text: &[u8]) -> Option<f64> {
    let end = text.iter().position(|byte| !byte.is_ascii_alphabetic())?;
    let (weekday, rest) = text.split_at_checked(end)?;
    FORMS.iter().find_map(|(form, is_long)| {
        let fields = fields(rest, form)?;
        let field = |code: u8| fields.get(usize::from(code)).copied().unwrap_or_default();
        let (hour, minute, second) = (field(b'h'), field(b'm'), field(b's'));
        let day = field(b'e') * 10 + field(b'd');
        let mut year = field(b'y');
        if *is_long {
            year += if year < 70 { 2000 } else { 1900 };
        }
        let month = MONTHS.chunks(3).position(|name| name.iter().fold(0, joined) == field(b'b'))? as u32;
        let date = (days(year, month) + day).saturating_sub(1);
        let name = WEEKDAYS.get(date as usize % 7)?;
        let name = if *is_long { name } else { name.get(..3)? };
        let is_real = (1970..=9999).contains(&year)
            && day > 0
            && date < days(year, month + 1)
            && name == weekday
            && hour < 24
            && minute < 60
            && second < 60;
        let time = hour * 3600 + minute * 60 + second;
        is_real.then(|| f64::from(date) * 86_400_000.0 + f64::from(time) * 1000.0)
    })
}

fn joined(letters: u32, letter: &u8) -> u32 {
    letters << 8 | u32::from(*letter)
}

/// The number at each of a form's letters; at `b`, the letters that are there.
fn fields(text: &[u8], form: &[u8]) -> Option<[u32; 128]> {
    if text.len() != form.len() {
        return None;
    }
    let mut fields = [0; 128];
    for (byte, code) in text.iter().zip(form) {
        if !code.is_ascii_lowercase() {
            if byte != code {
                return None;
            }
            continue;
        }
        let field = fields.get_mut(usize::from(*code))?;
        *field = match byte {
            _ if *code == b'b' => joined(*field, byte),
            b'0'..=b'9' => *field * 10 + u32::from(byte - b'0'),
            b' ' if *code == b'e' => 0,
            _ => return None,
        };
    }
    Some(fields)
}

/// The days from the epoch to the first of a month, which is counted from 0, in the Gregorian calendar.
#[inline(never)]
fn days(year: u32, month: u32) -> u32 {
    // With years that begin in March, a leap day is the last of them.
    let (year, month) = if month < 2 { (year.saturating_sub(1), month + 10) } else { (year, month - 2) };
    (year * 365 + year / 4 - year / 100 + year / 400 + (153 * month + 2) / 5).saturating_sub(719_468)
}
