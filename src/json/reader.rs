//! One pass over the bytes of a JSON text (RFC 8259), telling a [`Visitor`] what stands where.
//!
//! No recursion, no allocation, no copy. It accepts exactly the texts that `serde_json` accepts (the tests hold the two
//! against each other), and can go on after the slips that pasted documentation is known for, if the visitor wants to.

use super::hint::{self, Expected, Hint};

/// How large and how deep a text may be.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Bytes.
    pub size: usize,
    /// Objects and arrays inside each other; 128 at the most.
    pub depth: u32,
}

impl Default for Limits {
    /// 16 MiB and 128 levels.
    fn default() -> Self {
        Self { size: 16 << 20, depth: MAX_DEPTH }
    }
}

/// One bit of a `u128` a level.
const MAX_DEPTH: u32 = 128;

/// What holds other values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Container {
    /// `{ … }`
    Object,
    /// `[ … ]`
    Array,
}

/// What holds no other values.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Scalar {
    /// A string; the token's range is what stands between the quotes.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `null`.
    Null,
}

/// Where a name or a scalar stands, as byte offsets into the text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Token {
    /// The first byte.
    pub start: usize,
    /// Behind the last byte.
    pub end: usize,
    /// The string holds at least one backslash, so its bytes are not yet its characters.
    pub escaped: bool,
}

/// Why reading stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fault {
    /// What is wrong.
    pub kind: FaultKind,
    /// The byte offset where it stands.
    pub at: usize,
}

/// The kinds of [`Fault`].
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FaultKind {
    /// Not JSON.
    Syntax(Hint),
    /// More levels than [`Limits::depth`].
    TooDeep,
    /// More bytes than [`Limits::size`].
    TooLarge,
}

/// Is told what stands in the text, in its order.
pub trait Visitor {
    /// An object or an array begins at `at`.
    fn open(&mut self, container: Container, at: usize);
    /// The innermost object or array ends; `end` is behind its bracket.
    fn close(&mut self, container: Container, end: usize);
    /// The name of the member whose value comes next; the range is what stands between the quotes.
    fn name(&mut self, token: Token);
    /// A string, number, boolean or null.
    fn scalar(&mut self, scalar: Scalar, token: Token);
    /// The text has a slip at `at`. `true` to go on as if it were not there, `false` to stop with a [`Fault`].
    fn slip(&mut self, _hint: Hint, _at: usize) -> bool {
        false
    }
}

/// Reads `text` to its end.
///
/// # Errors
/// The first [`Fault`] that cannot be passed over.
#[inline]
pub fn read<V: Visitor>(text: &[u8], limits: Limits, visitor: &mut V) -> Result<(), Fault> {
    if text.len() > limits.size {
        return Err(Fault { kind: FaultKind::TooLarge, at: 0 });
    }
    let mut reader = Reader { text, at: 0, visitor };
    reader.byte_order_mark()?;
    let depth = limits.depth.min(MAX_DEPTH);
    reader.run(depth)
}

struct Reader<'a, V> {
    text: &'a [u8],
    at: usize,
    visitor: &'a mut V,
}

impl<V: Visitor> Reader<'_, V> {
    fn run(&mut self, max_depth: u32) -> Result<(), Fault> {
        // The kinds of the open containers, innermost in the lowest bit, 1 for an object.
        let mut open: u128 = 0;
        let mut depth: u32 = 0;
        'value: loop {
            self.space()?;
            let start = self.at;
            match self.peek() {
                b'"' => {
                    let token = self.string()?;
                    self.visitor.scalar(Scalar::String, token);
                }
                b'{' => {
                    if depth == max_depth {
                        return Err(Fault { kind: FaultKind::TooDeep, at: start });
                    }
                    self.visitor.open(Container::Object, start);
                    self.at = start + 1;
                    self.space()?;
                    match self.peek() {
                        b'"' => {
                            depth += 1;
                            open = open << 1 | 1;
                            self.name()?;
                            continue 'value;
                        }
                        b'}' => {
                            self.at += 1;
                            self.visitor.close(Container::Object, self.at);
                        }
                        _ => return Err(self.diagnose(Expected::FirstName)),
                    }
                }
                b'[' => {
                    if depth == max_depth {
                        return Err(Fault { kind: FaultKind::TooDeep, at: start });
                    }
                    self.visitor.open(Container::Array, start);
                    self.at = start + 1;
                    self.space()?;
                    if self.peek() == b']' {
                        self.at += 1;
                        self.visitor.close(Container::Array, self.at);
                    } else {
                        depth += 1;
                        open <<= 1;
                        continue 'value;
                    }
                }
                b'-' | b'0'..=b'9' => {
                    let token = self.number()?;
                    self.visitor.scalar(Scalar::Number, token);
                }
                b't' => self.literal(b"true", Scalar::Boolean)?,
                b'f' => self.literal(b"false", Scalar::Boolean)?,
                b'n' => self.literal(b"null", Scalar::Null)?,
                _ => return Err(self.diagnose(Expected::Value)),
            }
            // A value is complete: commas, closing brackets, the end.
            loop {
                self.space()?;
                if depth == 0 {
                    return if self.at == self.text.len() { Ok(()) } else { Err(self.diagnose(Expected::End)) };
                }
                if open & 1 == 1 {
                    match self.peek() {
                        b',' => {
                            self.at += 1;
                            self.space()?;
                            match self.peek() {
                                b'"' => {
                                    self.name()?;
                                    continue 'value;
                                }
                                b'}' => self.slip(Hint::TrailingComma, self.at)?,
                                _ => return Err(self.diagnose(Expected::Name)),
                            }
                        }
                        b'}' => {}
                        b'"' => {
                            self.slip(Hint::MissingComma, self.at)?;
                            self.name()?;
                            continue 'value;
                        }
                        _ => return Err(self.diagnose(Expected::Separator)),
                    }
                    self.at += 1;
                    self.visitor.close(Container::Object, self.at);
                } else {
                    match self.peek() {
                        b',' => {
                            self.at += 1;
                            self.space()?;
                            if self.peek() != b']' {
                                continue 'value;
                            }
                            self.slip(Hint::TrailingComma, self.at)?;
                        }
                        b']' => {}
                        b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n' => {
                            self.slip(Hint::MissingComma, self.at)?;
                            continue 'value;
                        }
                        _ => return Err(self.diagnose(Expected::Separator)),
                    }
                    self.at += 1;
                    self.visitor.close(Container::Array, self.at);
                }
                depth -= 1;
                open >>= 1;
            }
        }
    }

    /// The byte here; 0, which no JSON text holds outside of a fault, at the end.
    #[inline(always)]
    fn peek(&self) -> u8 {
        self.text.get(self.at).copied().unwrap_or(0)
    }

    /// The eight bytes from here as a number, the first one lowest.
    #[inline(always)]
    fn word(&self) -> Option<u64> {
        let bytes = self.text.get(self.at..)?.first_chunk::<8>()?;
        Some(u64::from_le_bytes(*bytes))
    }

    #[inline(always)]
    fn space(&mut self) -> Result<(), Fault> {
        let byte = self.peek();
        if byte > b' ' && byte < 0x80 {
            return Ok(());
        }
        self.long_space()
    }

    fn long_space(&mut self) -> Result<(), Fault> {
        loop {
            match self.peek() {
                b' ' | b'\n' | b'\r' | b'\t' => {
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
                0xC2 if self.text.get(self.at + 1) == Some(&0xA0) => {
                    self.slip(Hint::NoBreakSpace, self.at)?;
                    while self.text.get(self.at..self.at + 2) == Some(&[0xC2, 0xA0]) {
                        self.at += 2;
                    }
                }
                _ => return Ok(()),
            }
        }
    }

    #[inline(always)]
    fn name(&mut self) -> Result<(), Fault> {
        let token = self.string()?;
        if self.peek() != b':' {
            self.space()?;
            if self.peek() != b':' {
                return Err(self.diagnose(Expected::Separator));
            }
        }
        self.at += 1;
        self.visitor.name(token);
        Ok(())
    }

    /// A string, from its opening quote.
    #[inline(always)]
    fn string(&mut self) -> Result<Token, Fault> {
        self.at += 1;
        let start = self.at;
        let mut escaped = false;
        loop {
            // Eight bytes at a time up to the next one that is not plain text.
            while let Some(word) = self.word() {
                let special = special_bytes(word);
                if special == 0 {
                    self.at += 8;
                } else {
                    self.at += (special.trailing_zeros() / 8) as usize;
                    break;
                }
            }
            match self.text.get(self.at) {
                Some(b'"') => {
                    let end = self.at;
                    self.at += 1;
                    return Ok(Token { start, end, escaped });
                }
                Some(b'\\') => {
                    escaped = true;
                    self.escape()?;
                }
                Some(0x80..) => self.utf8()?,
                Some(0x20..) => self.at += 1,
                Some(_) => return Err(self.syntax(Hint::ControlCharacter)),
                None => return Err(self.syntax(Hint::Truncated)),
            }
        }
    }

    fn escape(&mut self) -> Result<(), Fault> {
        match self.text.get(self.at + 1) {
            Some(b'"' | b'\\' | b'/' | b'b' | b'f' | b'n' | b'r' | b't') => self.at += 2,
            Some(b'u') => {
                for offset in 2..6 {
                    match self.text.get(self.at + offset) {
                        Some(byte) if byte.is_ascii_hexdigit() => {}
                        Some(_) => return Err(self.syntax(Hint::Escape)),
                        None => {
                            return Err(Fault { at: self.text.len(), ..self.syntax(Hint::Truncated) });
                        }
                    }
                }
                self.at += 6;
            }
            Some(_) => return Err(self.syntax(Hint::Escape)),
            None => {
                return Err(Fault { at: self.text.len(), ..self.syntax(Hint::Truncated) });
            }
        }
        Ok(())
    }

    /// Characters outside of ASCII, as long as they follow each other (RFC 3629, section 4).
    fn utf8(&mut self) -> Result<(), Fault> {
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
    fn number(&mut self) -> Result<Token, Fault> {
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
            b'1'..=b'9' => self.digits(),
            _ => return Err(self.diagnose(Expected::Digit)),
        }
        if self.peek() == b'.' {
            self.at += 1;
            if !self.peek().is_ascii_digit() {
                return Err(self.diagnose(Expected::Digit));
            }
            self.digits();
        }
        if matches!(self.peek(), b'e' | b'E') {
            self.at += 1;
            if matches!(self.peek(), b'+' | b'-') {
                self.at += 1;
            }
            if !self.peek().is_ascii_digit() {
                return Err(self.diagnose(Expected::Digit));
            }
            self.digits();
        }
        Ok(Token { start, end: self.at, escaped: false })
    }

    #[inline(always)]
    fn digits(&mut self) {
        while self.peek().is_ascii_digit() {
            self.at += 1;
        }
    }

    #[inline(always)]
    fn literal(&mut self, word: &[u8], scalar: Scalar) -> Result<(), Fault> {
        let end = self.at + word.len();
        if self.text.get(self.at..end) != Some(word) {
            return Err(self.diagnose(Expected::Value));
        }
        let token = Token { start: self.at, end, escaped: false };
        self.at = end;
        self.visitor.scalar(scalar, token);
        Ok(())
    }

    /// One U+FEFF at the start is passed over if the visitor agrees.
    fn byte_order_mark(&mut self) -> Result<(), Fault> {
        if self.text.starts_with(BYTE_ORDER_MARK) {
            self.slip(Hint::ByteOrderMark, 0)?;
            self.at = BYTE_ORDER_MARK.len();
        }
        Ok(())
    }

    #[cold]
    fn slip(&mut self, hint: Hint, at: usize) -> Result<(), Fault> {
        if self.visitor.slip(hint, at) { Ok(()) } else { Err(Fault { kind: FaultKind::Syntax(hint), at }) }
    }

    #[cold]
    fn syntax(&self, hint: Hint) -> Fault {
        Fault { kind: FaultKind::Syntax(hint), at: self.at }
    }

    #[cold]
    fn diagnose(&self, question: Expected) -> Fault {
        Fault { kind: FaultKind::Syntax(hint::diagnose(self.text, self.at, question)), at: self.at }
    }
}

/// U+FEFF in UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

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
