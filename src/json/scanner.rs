//! Strings, numbers and white space: the inner loops of the reader, eight or sixteen bytes at a time.

use super::hint::{Expected, Hint, diagnose};
use super::reader::{Fault, FaultKind, Token};

/// Reading has stopped; the scanner has the [`Fault`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop;

/// A place in a text.
pub(super) struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    fault: Option<Fault>,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self { text, at: 0, fault: None }
    }

    /// Why reading stopped, if it did.
    pub(super) fn fault(&self) -> Option<Fault> {
        self.fault
    }

    #[inline(always)]
    pub(super) fn position(&self) -> usize {
        self.at
    }

    pub(super) fn is_at_end(&self) -> bool {
        self.at == self.text.len()
    }

    /// The byte here; 0, which no JSON text holds outside of a fault, at the end.
    #[inline(always)]
    pub(super) fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    /// Goes one byte on, and returns where that is.
    #[inline(always)]
    pub(super) fn step(&mut self) -> usize {
        self.at += 1;
        self.at
    }

    /// Goes behind `word` if it stands here.
    #[inline(always)]
    pub(super) fn skip(&mut self, word: &[u8]) -> bool {
        let end = self.at + word.len();
        let found = self.text.get(self.at..end).is_some_and(|text| same_bytes(text, word));
        if found {
            self.at = end;
        }
        found
    }

    /// Skips one space, as there is behind most colons.
    #[inline(always)]
    pub(super) fn one_space(&mut self) {
        self.at += usize::from(self.peek() == b' ');
    }

    /// Skips white space, and returns the byte behind it.
    #[inline(always)]
    pub(super) fn long_space(&mut self) -> u8 {
        loop {
            let byte = self.peek();
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return byte;
            }
            self.at += 1;
            self.spaces();
        }
    }

    /// A string, from its opening quote.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<Token, Stop> {
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            self.plain();
            match self.peek() {
                b'"' => {
                    let end = self.at;
                    self.at += 1;
                    return Ok(Token { start, end, escaped });
                }
                b'\\' => {
                    escaped = true;
                    self.escape()?;
                }
                0x80.. => self.utf8()?,
                0x20.. => self.at += 1,
                _ if self.is_at_end() => return Err(self.syntax(Hint::Truncated)),
                _ => return Err(self.syntax(Hint::ControlCharacter)),
            }
        }
    }

    /// Goes up to the next byte that is not plain text, or to the last few bytes of the text.
    #[inline(always)]
    fn plain(&mut self) {
        self.skip_while(chunk::special);
    }

    /// Goes behind a run of spaces, as indentation is one, or to the last few bytes of the text.
    #[inline(always)]
    fn spaces(&mut self) {
        self.skip_while(chunk::not_space);
    }

    /// Goes to the first byte that `other` has a bit for, or to the last few bytes of the text.
    #[inline(always)]
    fn skip_while(&mut self, other: impl Fn([u8; chunk::SIZE]) -> chunk::Mask) {
        while let Some(bytes) = self.text.get(self.at..).and_then(<[u8]>::first_chunk) {
            let mask = other(*bytes);
            if mask != 0 {
                self.at += (mask.trailing_zeros() / chunk::BITS) as usize;
                break;
            }
            self.at += chunk::SIZE;
        }
    }

    fn escape(&mut self) -> Result<(), Stop> {
        match self.text.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                let digits = self.text.get(self.at + 2..).unwrap_or_default();
                let count = digits.iter().take(4).take_while(|byte| byte.is_ascii_hexdigit()).count();
                if count < 4 {
                    return Err(self.cut_short(digits.len() == count));
                }
                self.at += 6;
            }
            other => return Err(self.cut_short(other.is_none())),
        }
        Ok(())
    }

    /// Something that is not complete: because the text ends, or because it is wrong.
    #[cold]
    fn cut_short(&mut self, ends: bool) -> Stop {
        match ends {
            true => self.stop_at(FaultKind::Syntax(Hint::Truncated), self.text.len()),
            false => self.syntax(Hint::Escape),
        }
    }

    /// Characters outside of ASCII, as long as they follow each other (RFC 3629, section 4).
    fn utf8(&mut self) -> Result<(), Stop> {
        while let Some(&lead) = self.text.get(self.at) {
            let second = self.text.get(self.at + 1).copied().unwrap_or(0);
            let tail = |offset: usize| matches!(self.text.get(self.at + offset), Some(0x80..=0xBF));
            let length = match (lead, second) {
                (..0x80, _) => return Ok(()),
                (0xC2..=0xDF, 0x80..=0xBF) => 2,
                (0xE0, 0xA0..=0xBF) | (0xE1..=0xEC | 0xEE..=0xEF, 0x80..=0xBF) | (0xED, 0x80..=0x9F) if tail(2) => 3,
                (0xF0, 0x90..=0xBF) | (0xF1..=0xF3, 0x80..=0xBF) | (0xF4, 0x80..=0x8F) if tail(2) && tail(3) => 4,
                (0xED, 0xA0..=0xBF) if tail(2) => return Err(self.syntax(Hint::LoneSurrogate)),
                _ => return Err(self.syntax(Hint::InvalidUtf8)),
            };
            self.at += length;
        }
        Ok(())
    }

    /// A string whose text is expected to be `name`, from its opening quote; nothing, and no step taken, where it is another.
    #[inline(always)]
    pub(super) fn this_string(&mut self, name: &[u8]) -> Option<Token> {
        let start = self.at + 1;
        let end = start + name.len();
        let found = self.text.get(start..end).is_some_and(|text| are_same_bytes(text, name));
        (found && self.text.get(end) == Some(&b'"')).then(|| {
            self.at = end + 1;
            Token { start, end, escaped: false }
        })
    }

    #[inline(always)]
    pub(super) fn number(&mut self) -> Result<Token, Stop> {
        let start = self.at;
        if self.peek() == b'-' {
            self.at += 1;
        }
        match self.peek() {
            b'0' => {
                self.at += 1;
                if self.peek().is_ascii_digit() {
                    return Err(self.syntax(Hint::NumberSyntax));
                }
            }
            _ => self.digits()?,
        }
        if self.peek() == b'.' {
            self.at += 1;
            self.digits()?;
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            self.digits()?;
        }
        Ok(Token { start, end: self.at, escaped: false })
    }

    /// At least one.
    #[inline(always)]
    fn digits(&mut self) -> Result<(), Stop> {
        if !self.peek().is_ascii_digit() {
            return Err(self.diagnose(Expected::Digit));
        }
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
        Ok(())
    }

    /// Stops here, with the best hint for what stands here instead of `expected`.
    #[cold]
    pub(super) fn diagnose(&mut self, expected: Expected) -> Stop {
        self.syntax(self.hint(expected))
    }

    /// The best hint for what stands here instead of `expected`.
    pub(super) fn hint(&self, expected: Expected) -> Hint {
        diagnose(self.text, self.at, expected)
    }

    #[cold]
    fn syntax(&mut self, hint: Hint) -> Stop {
        self.stop(FaultKind::Syntax(hint))
    }

    #[cold]
    pub(super) fn stop(&mut self, kind: FaultKind) -> Stop {
        self.stop_at(kind, self.at)
    }

    /// The first fault counts.
    #[cold]
    pub(super) fn stop_at(&mut self, kind: FaultKind, at: usize) -> Stop {
        self.fault.get_or_insert(Fault { kind, at });
        Stop
    }
}

/// Sixteen bytes at a time, where the target has vectors: a bit a byte.
#[cfg(target_feature = "simd128")]
mod chunk {
    use core::arch::wasm32::{i8x16_lt, u8x16_bitmask, u8x16_eq, u8x16_ne, u8x16_splat, u64x2, v128, v128_or};

    pub const SIZE: usize = 16;
    pub const BITS: u32 = 1;
    pub type Mask = u32;

    #[inline(always)]
    fn vector(bytes: [u8; SIZE]) -> v128 {
        let (halves, _) = bytes.as_chunks::<8>();
        let half = |index: usize| halves.get(index).copied().map_or(0, u64::from_le_bytes);
        u64x2(half(0), half(1))
    }

    /// What ends plain text inside a string: quote, backslash, control character, not ASCII.
    #[inline(always)]
    pub fn special(bytes: [u8; SIZE]) -> Mask {
        let bytes = vector(bytes);
        let marks = v128_or(u8x16_eq(bytes, u8x16_splat(b'"')), u8x16_eq(bytes, u8x16_splat(b'\\')));
        // With a sign, what is not ASCII is below the control characters.
        u8x16_bitmask(v128_or(marks, i8x16_lt(bytes, u8x16_splat(b' ')))).into()
    }

    #[inline(always)]
    pub fn not_space(bytes: [u8; SIZE]) -> Mask {
        u8x16_bitmask(u8x16_ne(vector(bytes), u8x16_splat(b' '))).into()
    }
}

/// Eight bytes at a time as one number, the first one lowest: a byte a byte.
#[cfg(not(target_feature = "simd128"))]
mod chunk {
    pub const SIZE: usize = 8;
    pub const BITS: u32 = 8;
    pub type Mask = u64;

    const LOW: u64 = 0x0101_0101_0101_0101;
    const HIGH: u64 = 0x8080_8080_8080_8080;

    /// What ends plain text inside a string: quote, backslash, control character, not ASCII. The high bit of each.
    /// A borrow can only raise false bits above a true one, so the lowest bit is always right.
    #[inline(always)]
    pub fn special(bytes: [u8; SIZE]) -> Mask {
        let word = u64::from_le_bytes(bytes);
        let quote = word ^ (LOW * b'"' as u64);
        let backslash = word ^ (LOW * b'\\' as u64);
        ((quote.wrapping_sub(LOW) & !quote)
            | (backslash.wrapping_sub(LOW) & !backslash)
            | (word.wrapping_sub(LOW * 0x20) & !word)
            | word)
            & HIGH
    }

    #[inline(always)]
    pub fn not_space(bytes: [u8; SIZE]) -> Mask {
        u64::from_le_bytes(bytes) ^ (LOW * b' ' as u64)
    }
}

/// The text is a number and nothing else.
pub fn is_number(text: &[u8]) -> bool {
    let mut scanner = Scanner::new(text);
    scanner.number().is_ok() && scanner.is_at_end()
}

/// The same bytes. Names are short, and the general comparison is a call into a loop over single bytes: here they are
/// compared by their first and last words, which overlap, and what is longer by all between.
pub fn same_bytes(a: &[u8], b: &[u8]) -> bool {
    are_same_bytes(a, b)
}

#[inline(always)]
fn are_same_bytes(a: &[u8], b: &[u8]) -> bool {
    if a.len() != b.len() {
        return false;
    }
    match (a.first_chunk::<8>(), a.last_chunk::<8>(), b.first_chunk::<8>(), b.last_chunk::<8>()) {
        (Some(a_start), Some(a_end), Some(b_start), Some(b_end)) => {
            let ends = u64::from_le_bytes(*a_start) == u64::from_le_bytes(*b_start)
                && u64::from_le_bytes(*a_end) == u64::from_le_bytes(*b_end);
            ends && (a.len() <= 16 || a == b)
        }
        _ => match (a.first_chunk::<4>(), a.last_chunk::<4>(), b.first_chunk::<4>(), b.last_chunk::<4>()) {
            (Some(a_start), Some(a_end), Some(b_start), Some(b_end)) => {
                u32::from_le_bytes(*a_start) == u32::from_le_bytes(*b_start)
                    && u32::from_le_bytes(*a_end) == u32::from_le_bytes(*b_end)
            }
            _ => a.iter().zip(b).all(|(a, b)| a == b),
        },
    }
}
