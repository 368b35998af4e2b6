//! One pass over the bytes of a JSON text (RFC 8259), telling a [`Visitor`] what stands where.
//!
//! No recursion, no allocation, no copy. It accepts exactly the texts that `serde_json` accepts (the tests hold the two
//! against each other), and can go on after the slips that pasted documentation is known for, if the visitor wants to.

use super::hint::{Expected, Hint};
use super::scanner::{Scanner, Stop};

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

impl Limits {
    /// For a list of many documents: 256 MiB.
    pub fn for_list() -> Self {
        Self { size: 256 << 20, ..Self::default() }
    }

    /// The most that a caller may allow, 1 GiB: for what was let in already.
    pub fn most() -> Self {
        Self { size: 1 << 30, ..Self::default() }
    }

    /// With room for so many bytes instead, where anything is said of it.
    pub fn or_size(self, size: Option<usize>) -> Self {
        Self { size: size.unwrap_or(self.size), ..self }
    }
}

/// One bit of a `u128` a level.
const MAX_DEPTH: u32 = u128::BITS;

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
    /// The name of the member whose value comes next; the range is what stands between the quotes. `is_next`: it is the one
    /// that [`Visitor::next_name`] said.
    fn name(&mut self, token: Token, is_next: bool);
    /// The name that is probably next: plain ASCII without escapes.
    fn next_name(&self) -> Option<&'static [u8]> {
        None
    }
    /// A string, number, boolean or null.
    fn scalar(&mut self, scalar: Scalar, token: Token);
    /// The text has a slip at `at`. `true` to go on as if it were not there, `false` to stop with a [`Fault`].
    fn slip(&mut self, _hint: Hint, _at: usize) -> bool {
        false
    }
}

/// U+FEFF in UTF-8.
pub const BYTE_ORDER_MARK: &[u8] = "\u{feff}".as_bytes();

/// Reads `text` to its end.
///
/// # Errors
/// The first [`Fault`] that cannot be passed over.
#[inline]
pub fn read<V: Visitor>(text: &[u8], limits: Limits, visitor: &mut V) -> Result<(), Fault> {
    if text.len() > limits.size {
        return Err(Fault { kind: FaultKind::TooLarge, at: 0 });
    }
    let mut reader = Reader { scanner: Scanner::new(text), visitor };
    // Why it stopped, the scanner knows.
    let _ = reader.run(limits.depth.min(MAX_DEPTH));
    reader.scanner.fault().map_or(Ok(()), Err)
}

struct Reader<'a, V> {
    scanner: Scanner<'a>,
    visitor: &'a mut V,
}

impl<V: Visitor> Reader<'_, V> {
    fn run(&mut self, max_depth: u32) -> Result<(), Stop> {
        if self.scanner.skip(BYTE_ORDER_MARK) {
            self.slip(Hint::ByteOrderMark, 0)?;
        }
        // The kinds of the open containers, innermost in the lowest bit, 1 for an object.
        let mut open: u128 = 0;
        let mut depth: u32 = 0;
        // A name comes in front of the next value.
        let mut named = false;
        'value: loop {
            if named {
                self.name()?;
                named = false;
            }
            let byte = self.space();
            // An object or an array with nothing in it, which ends where it begins.
            let mut is_empty = false;
            let scalar = match byte {
                b'"' => Some((Scalar::String, self.scanner.string()?)),
                b'-' | b'0'..=b'9' => Some((Scalar::Number, self.scanner.number()?)),
                b'{' | b'[' => {
                    let is_object = byte == b'{';
                    let start = self.enter(depth, max_depth)?;
                    self.visitor.open(if is_object { Container::Object } else { Container::Array }, start);
                    depth += 1;
                    open = open << 1 | u128::from(is_object);
                    match (is_object, self.space()) {
                        (true, b'"') => {
                            named = true;
                            continue 'value;
                        }
                        (true, b'}') | (false, b']') => is_empty = true,
                        (true, _) => return Err(self.scanner.diagnose(Expected::FirstName)),
                        (false, _) => continue 'value,
                    }
                    None
                }
                _ => Some(self.literal(byte)?),
            };
            if let Some((scalar, token)) = scalar {
                self.visitor.scalar(scalar, token);
            }
            // A value is complete: commas, closing brackets, the end.
            loop {
                let byte = self.space();
                if depth == 0 {
                    if self.scanner.is_at_end() {
                        return Ok(());
                    }
                    self.fragment()?;
                    continue 'value;
                }
                let is_object = open & 1 == 1;
                match (is_object, byte) {
                    _ if is_empty => is_empty = false,
                    (_, b',') => {
                        self.scanner.step();
                        match (is_object, self.space()) {
                            (true, b'"') => {
                                named = true;
                                continue 'value;
                            }
                            (true, b'}') | (false, b']') => self.slip_here(Hint::TrailingComma)?,
                            (true, _) => return Err(self.scanner.diagnose(Expected::Name)),
                            (false, _) => continue 'value,
                        }
                    }
                    (true, b'}') | (false, b']') => {}
                    (true, b'"') | (false, b'{' | b'[' | b'"' | b'-' | b'0'..=b'9' | b't' | b'f' | b'n') => {
                        self.slip_here(Hint::MissingComma)?;
                        named = is_object;
                        continue 'value;
                    }
                    _ => return Err(self.scanner.diagnose(Expected::Separator)),
                }
                let end = self.scanner.step();
                self.visitor.close(if is_object { Container::Object } else { Container::Array }, end);
                depth -= 1;
                open >>= 1;
            }
        }
    }

    /// Steps over an opening bracket, and says where it stands.
    #[inline(always)]
    fn enter(&mut self, depth: u32, max_depth: u32) -> Result<usize, Stop> {
        if depth == max_depth {
            return Err(self.scanner.stop(FaultKind::TooDeep));
        }
        Ok(self.scanner.step() - 1)
    }

    /// Skips white space, and returns the byte behind it; 0, which is nowhere expected, where reading has to stop.
    #[inline(always)]
    fn space(&mut self) -> u8 {
        match self.scanner.peek() {
            byte @ 0x21..NO_BREAK_SPACE_LEAD => byte,
            _ => self.long_space(),
        }
    }

    #[inline(never)]
    fn long_space(&mut self) -> u8 {
        let mut slip = None;
        loop {
            let byte = self.scanner.long_space();
            let at = self.scanner.position();
            if byte != NO_BREAK_SPACE_LEAD || !self.scanner.skip(NO_BREAK_SPACE) {
                return match slip {
                    Some(at) if self.slip(Hint::NoBreakSpace, at).is_err() => 0,
                    _ => byte,
                };
            }
            slip = slip.or(Some(at));
        }
    }

    #[inline(always)]
    fn name(&mut self) -> Result<(), Stop> {
        let expected = self.visitor.next_name().and_then(|name| self.scanner.this_string(name));
        let is_next = expected.is_some();
        let token = match expected {
            Some(token) => token,
            None => self.other_name()?,
        };
        if self.space() != b':' {
            return Err(self.scanner.diagnose(Expected::Separator));
        }
        self.scanner.step();
        self.scanner.one_space();
        self.visitor.name(token, is_next);
        Ok(())
    }

    #[inline(never)]
    fn other_name(&mut self) -> Result<Token, Stop> {
        self.scanner.string()
    }

    fn literal(&mut self, first: u8) -> Result<(Scalar, Token), Stop> {
        let (word, scalar) = match first {
            b't' => ("true", Scalar::Boolean),
            b'f' => ("false", Scalar::Boolean),
            _ => ("null", Scalar::Null),
        };
        let start = self.scanner.position();
        if !self.scanner.skip(word.as_bytes()) {
            return Err(self.scanner.diagnose(Expected::Value));
        }
        Ok((scalar, Token { start, end: self.scanner.position(), escaped: false }))
    }

    /// What stands behind the document: a value, where the document was a member's name without an object around it.
    #[cold]
    fn fragment(&mut self) -> Result<(), Stop> {
        match self.scanner.hint(Expected::End) {
            Hint::Fragment => self.slip_here(Hint::Fragment)?,
            _ => return Err(self.scanner.diagnose(Expected::End)),
        }
        self.scanner.step();
        Ok(())
    }

    fn slip_here(&mut self, hint: Hint) -> Result<(), Stop> {
        self.slip(hint, self.scanner.position())
    }

    #[cold]
    fn slip(&mut self, hint: Hint, at: usize) -> Result<(), Stop> {
        if self.visitor.slip(hint, at) { Ok(()) } else { Err(self.scanner.stop_at(FaultKind::Syntax(hint), at)) }
    }
}

const NO_BREAK_SPACE: &[u8] = "\u{a0}".as_bytes();
const NO_BREAK_SPACE_LEAD: u8 = 0xC2;
