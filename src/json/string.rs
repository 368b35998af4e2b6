//! What a JSON string means: escapes resolved, compared, and written.

use std::borrow::Cow;

use super::Token;

/// The characters of a token as UTF-8; without a copy where nothing is escaped.
pub fn characters(text: &[u8], token: Token) -> Cow<'_, [u8]> {
    let raw = text.get(token.start..token.end).unwrap_or_default();
    if token.escaped { Cow::Owned(decode(raw).into_owned().into_bytes()) } else { Cow::Borrowed(raw) }
}

/// The characters of a string, from the bytes between its quotes as the reader found them.
///
/// Half a surrogate pair (`\ud800` alone) has no place in a Rust string and becomes U+FFFD here; the text itself keeps it,
/// and [`exact`] tells it apart.
pub fn decode(raw: &[u8]) -> Cow<'_, str> {
    match exact(raw) {
        Cow::Borrowed(bytes) => readable(bytes),
        Cow::Owned(bytes) => {
            Cow::Owned(String::from_utf8(bytes).unwrap_or_else(|error| without_halves(error.into_bytes())))
        }
    }
}

/// The same as bytes that are equal only for equal strings: UTF-8, and half a surrogate pair as the three bytes that it would
/// have if UTF-8 could hold it.
pub fn exact(raw: &[u8]) -> Cow<'_, [u8]> {
    if !raw.contains(&b'\\') {
        return Cow::Borrowed(raw);
    }
    let mut out = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some(at) = rest.iter().position(|byte| *byte == b'\\') {
        let (plain, escape) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        out.extend_from_slice(plain);
        let (code, length) = unescape(escape);
        match char::from_u32(code) {
            Some(character) => out.extend_from_slice(character.encode_utf8(&mut [0; 4]).as_bytes()),
            None => {
                out.extend([0xE0 | (code >> 12) as u8, 0x80 | (code >> 6 & 0x3F) as u8, 0x80 | (code & 0x3F) as u8])
            }
        }
        rest = escape.get(length..).unwrap_or_default();
    }
    out.extend_from_slice(rest);
    Cow::Owned(out)
}

/// Text of [`exact`] bytes. What was read is UTF-8 but for halves, and to find that out again is quicker than to be lenient.
pub fn readable(exact: &[u8]) -> Cow<'_, str> {
    str::from_utf8(exact).map_or_else(|_| Cow::Owned(without_halves(exact.to_vec())), Cow::Borrowed)
}

/// Text of [`exact`] bytes, with U+FFFD, which takes three bytes too, for each half of a pair.
fn without_halves(mut bytes: Vec<u8>) -> String {
    let mut rest = bytes.as_mut_slice();
    while let [first, behind @ ..] = rest {
        if let (0xED, [second @ 0xA0..=0xBF, third, ..]) = (*first, &mut *behind) {
            (*first, *second, *third) = (0xEF, 0xBF, 0xBD);
        }
        rest = behind;
    }
    // What the reader has passed is UTF-8 but for halves.
    String::from_utf8(bytes).unwrap_or_default()
}

/// The code point of the escape at the start of `text`, which may be half a surrogate pair, and how many bytes it takes.
fn unescape(text: &[u8]) -> (u32, usize) {
    let character = match text.get(1) {
        Some(b'b') => '\u{8}',
        Some(b'f') => '\u{c}',
        Some(b'n') => '\n',
        Some(b'r') => '\r',
        Some(b't') => '\t',
        Some(b'u') => {
            let unit = hex4(text.get(2..6));
            if let 0xD800..=0xDBFF = unit
                && text.get(6..8) == Some(b"\\u")
                && let low @ 0xDC00..=0xDFFF = hex4(text.get(8..12))
            {
                return (0x10000 + ((unit - 0xD800) << 10) + (low - 0xDC00), 12);
            }
            return (unit, 6);
        }
        Some(other) => char::from(*other),
        None => char::REPLACEMENT_CHARACTER,
    };
    (u32::from(character), 2)
}

fn hex4(digits: Option<&[u8]>) -> u32 {
    digits.unwrap_or_default().iter().fold(0, |sum, digit| sum << 4 | char::from(*digit).to_digit(16).unwrap_or(0))
}

/// The bytes of two strings (between their quotes) mean the same characters, halves of surrogate pairs among them.
pub fn equal(a: &[u8], b: &[u8]) -> bool {
    a == b || exact(a) == exact(b)
}

/// The text without the white space around it, as `trim` has it: one pass, where the library's two are twice as large.
#[inline(never)]
pub fn trimmed(text: &str) -> &str {
    let (mut start, mut end) = (text.len(), 0);
    for (at, character) in text.char_indices() {
        if !character.is_whitespace() {
            start = start.min(at);
            end = at + character.len_utf8();
        }
    }
    text.get(start..end).unwrap_or_default()
}

/// Appends `text` as a JSON string, quotes included.
pub fn push_quoted(out: &mut Vec<u8>, text: &str) {
    out.push(b'"');
    let mut rest = text.as_bytes();
    while let Some(at) = rest.iter().position(|byte| matches!(byte, 0..0x20 | b'"' | b'\\')) {
        let (plain, special) = rest.split_at_checked(at).unwrap_or((rest, &[]));
        out.extend_from_slice(plain);
        let Some((byte, behind)) = special.split_first() else { break };
        push_escape(out, *byte);
        rest = behind;
    }
    out.extend_from_slice(rest);
    out.push(b'"');
}

fn push_escape(out: &mut Vec<u8>, byte: u8) {
    out.push(b'\\');
    match byte {
        b'\n' => out.push(b'n'),
        b'\r' => out.push(b'r'),
        b'\t' => out.push(b't'),
        0..0x20 => {
            out.extend_from_slice(b"u00");
            for digit in [byte >> 4, byte & 15] {
                out.push(char::from_digit(u32::from(digit), 16).map_or(b'0', |hex| hex as u8));
            }
        }
        _ => out.push(byte),
    }
}
