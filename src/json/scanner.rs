//! Strings, numbers and white space: the inner loops of the reader, eight bytes at a time.

use super::hint::{Expected, Hint, diagnose};
use super::reader::{Fault, FaultKind, Token};

/// Reading has stopped; the scanner has the [`Fault`].
#[derive(Clone, Copy, Debug)]
pub(super) struct Stop;

/// A place in a text.
pub(super) struct Scanner<'t> {
    text: &'t [u8],
    at: usize,
    fault: Fault,
}

impl<'t> Scanner<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self { text, at: 0, fault: Fault { kind: FaultKind::Syntax(Hint::Unexpected), at: 0 } }
    }

    /// Why reading stopped.
    pub(super) fn fault(&self) -> Fault {
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

    /// The eight bytes from here as a number, the first one lowest.
    #[inline(always)]
    fn word(&self) -> Option<u64> {
        let bytes = self.text.get(self.at..)?.first_chunk::<8>()?;
        Some(u64::from_le_bytes(*bytes))
    }

    /// Skips white space, and returns the byte behind it.
    #[inline(always)]
    pub(super) fn space(&mut self) -> u8 {
        let byte = self.peek();
        if byte > b' ' {
            return byte;
        }
        // One space, as behind a colon.
        if byte == b' '
            && let Some(next @ 0x21..) = self.text.get(self.at + 1).copied()
        {
            self.at += 1;
            return next;
        }
        self.long_space()
    }

    fn long_space(&mut self) -> u8 {
        loop {
            let byte = self.peek();
            if !matches!(byte, b' ' | b'\n' | b'\r' | b'\t') {
                return byte;
            }
            self.at += 1;
            // Indentation comes in long runs of spaces.
            while let Some(word) = self.word() {
                let other = word ^ (LOW * b' ' as u64);
                if other == 0 {
                    self.at += 8;
                } else {
                    self.at += (other.trailing_zeros() / 8) as usize;
                    break;
                }
            }
        }
    }

    /// A string, from its opening quote.
    #[inline(always)]
    pub(super) fn string(&mut self) -> Result<Token, Stop> {
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            // Up to the next byte that is not plain text.
            while let Some(word) = self.word() {
                let special = special_bytes(word);
                if special == 0 {
                    self.at += 8;
                } else {
                    self.at += (special.trailing_zeros() / 8) as usize;
                    break;
                }
            }
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
        self.syntax(diagnose(self.text, self.at, expected))
    }

    #[cold]
    fn syntax(&mut self, hint: Hint) -> Stop {
        self.stop(FaultKind::Syntax(hint))
    }

    #[cold]
    pub(super) fn stop(&mut self, kind: FaultKind) -> Stop {
        self.stop_at(kind, self.at)
    }

    #[cold]
    pub(super) fn stop_at(&mut self, kind: FaultKind, at: usize) -> Stop {
        self.fault = Fault { kind, at };
        Stop
    }
}

const LOW: u64 = 0x0101_0101_0101_0101;
const HIGH: u64 = 0x8080_8080_8080_8080;

/// The high bit of each byte that ends plain text inside a string: quote, backslash, control character, not ASCII.
/// A borrow can only raise false bits above a true one, so the lowest bit is always right.
#[inline(always)]
const fn special_bytes(word: u64) -> u64 {
    let quote = word ^ (LOW * b'"' as u64);
    let backslash = word ^ (LOW * b'\\' as u64);
    ((quote.wrapping_sub(LOW) & !quote)
        | (backslash.wrapping_sub(LOW) & !backslash)
        | (word.wrapping_sub(LOW * 0x20) & !word)
        | word)
        & HIGH
}

/// The text is a number and nothing else.
pub fn is_number(text: &[u8]) -> bool {
    let mut scanner = Scanner::new(text);
    scanner.number().is_ok() && scanner.is_at_end()
}

/// The same bytes. Names are short, and the general comparison is a call into a loop over single bytes: here they are
/// compared by their first and last words, which overlap, and what is longer by all between.
#[inline]
pub fn same_bytes(a: &[u8], b: &[u8]) -> bool {
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
