//! What is probably meant by text that is not JSON. Only asked once something is wrong, so it may take its time.

/// What is probably meant by text that is not JSON. The first three are slips that reading can go on after.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Hint {
    /// A comma with nothing behind it; the documentation's own PUT example has one.
    TrailingComma,
    /// Two members or elements with no comma between them.
    MissingComma,
    /// U+00A0 used as white space; the documentation's fragments are indented with it.
    NoBreakSpace,
    /// `PUT https://… HTTP/1.1` and header lines above the body.
    HttpRequestPasted,
    /// A member without the object around it.
    Fragment,
    /// `{ {`
    DoubledBrace,
    /// An HTML page.
    Html,
    /// `'` where `"` belongs.
    SingleQuotes,
    /// Typographic or full-width quotes, colons, commas or brackets.
    TypographicPunctuation,
    /// A name without quotes.
    UnquotedName,
    /// `//` or `/*`.
    Comment,
    /// A value that other languages have: NaN, Infinity, undefined, True, None …
    NotAJsonValue,
    /// A number that JSON writes otherwise: a leading zero, a plus sign, a bare point.
    NumberSyntax,
    /// A backslash with something behind it that is no escape.
    Escape,
    /// A raw control character, such as a line break, inside a string.
    ControlCharacter,
    /// The text ends too early.
    Truncated,
    /// Nothing but white space.
    Empty,
    /// More text behind the value.
    TextAfter,
    /// Bytes that are not UTF-8.
    InvalidUtf8,
    /// Half of a surrogate pair, which no UTF-8 text can hold.
    LoneSurrogate,
    /// UTF-16 where UTF-8 is read.
    Utf16,
    /// U+FEFF at the start.
    ByteOrderMark,
    /// Nothing better is known.
    Unexpected,
}

impl Hint {
    const ALL: [Self; 23] = [
        Self::TrailingComma,
        Self::MissingComma,
        Self::NoBreakSpace,
        Self::HttpRequestPasted,
        Self::Fragment,
        Self::DoubledBrace,
        Self::Html,
        Self::SingleQuotes,
        Self::TypographicPunctuation,
        Self::UnquotedName,
        Self::Comment,
        Self::NotAJsonValue,
        Self::NumberSyntax,
        Self::Escape,
        Self::ControlCharacter,
        Self::Truncated,
        Self::Empty,
        Self::TextAfter,
        Self::InvalidUtf8,
        Self::LoneSurrogate,
        Self::Utf16,
        Self::ByteOrderMark,
        Self::Unexpected,
    ];

    /// The name that `params.hint` carries.
    pub const fn name(self) -> &'static str {
        match self {
            Self::TrailingComma => "trailing-comma",
            Self::MissingComma => "missing-comma",
            Self::NoBreakSpace => "no-break-space",
            Self::HttpRequestPasted => "http-request-pasted",
            Self::Fragment => "fragment",
            Self::DoubledBrace => "doubled-brace",
            Self::Html => "html",
            Self::SingleQuotes => "single-quotes",
            Self::TypographicPunctuation => "typographic-punctuation",
            Self::UnquotedName => "unquoted-name",
            Self::Comment => "comment",
            Self::NotAJsonValue => "not-a-json-value",
            Self::NumberSyntax => "number-syntax",
            Self::Escape => "escape",
            Self::ControlCharacter => "control-character",
            Self::Truncated => "truncated",
            Self::Empty => "empty",
            Self::TextAfter => "text-after",
            Self::InvalidUtf8 => "invalid-utf-8",
            Self::LoneSurrogate => "lone-surrogate",
            Self::Utf16 => "utf-16",
            Self::ByteOrderMark => "byte-order-mark",
            Self::Unexpected => "unexpected",
        }
    }

    /// What to say to a developer about the hint of that name.
    pub fn message_of(name: &str) -> &'static str {
        Self::ALL.into_iter().find(|hint| hint.name() == name).unwrap_or(Self::Unexpected).message()
    }

    /// What to say to a developer.
    pub const fn message(self) -> &'static str {
        match self {
            Self::TrailingComma => "The comma in front of this has nothing behind it: remove the comma.",
            Self::MissingComma => "A comma is missing in front of this.",
            Self::NoBreakSpace => "This is a no-break space (U+00A0): replace it by an ordinary space.",
            Self::HttpRequestPasted => "This begins with an HTTP request: keep only the JSON body below its headers.",
            Self::Fragment => "This is a member without the object around it: put { and } around it.",
            Self::DoubledBrace => "There are two opening braces: remove one, and its partner at the end.",
            Self::Html => "This is an HTML page, not JSON.",
            Self::SingleQuotes => "JSON takes double quotes (\"), not single ones.",
            Self::TypographicPunctuation => {
                "This is typographic or full-width punctuation: use the plain ASCII character."
            }
            Self::UnquotedName => "A member's name has to stand in double quotes.",
            Self::Comment => "JSON has no comments.",
            Self::NotAJsonValue => "This is no JSON value: JSON has true, false, null, numbers and quoted strings.",
            Self::NumberSyntax => "This is not how JSON writes a number.",
            Self::Escape => "This is no JSON escape: a backslash is written \\\\.",
            Self::ControlCharacter => "A control character, such as a line break, has to be escaped inside a string.",
            Self::Truncated => "The text ends before the JSON does.",
            Self::Empty => "There is no text.",
            Self::TextAfter => "There is more text behind the end of the JSON.",
            Self::InvalidUtf8 => "These bytes are not UTF-8.",
            Self::LoneSurrogate => "This is half of a surrogate pair, which cannot be sent.",
            Self::Utf16 => "This is UTF-16: JSON is sent as UTF-8.",
            Self::ByteOrderMark => "The text begins with a byte order mark (U+FEFF), which is left out when sending.",
            Self::Unexpected => "This is not JSON.",
        }
    }
}

/// What JSON would have had where something else stands.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Expected {
    /// A value.
    Value,
    /// The first name of an object, or its end.
    FirstName,
    /// A name behind a comma.
    Name,
    /// A colon, a comma or a closing bracket.
    Separator,
    /// The end of the text.
    End,
    /// A digit.
    Digit,
}

/// The hint for what stands at `at` in its place.
#[cold]
pub(super) fn diagnose(text: &[u8], at: usize, expected: Expected) -> Hint {
    let rest = text.get(at..).unwrap_or_default();
    let mark = if text.starts_with(super::reader::BYTE_ORDER_MARK) { super::reader::BYTE_ORDER_MARK.len() } else { 0 };
    let first = text.iter().skip(mark).position(|byte| !byte.is_ascii_whitespace()).map_or(text.len(), |at| at + mark);
    match (expected, rest.first().copied()) {
        (Expected::Value, None) if first == text.len() => Hint::Empty,
        (_, None) => Hint::Truncated,
        (Expected::Digit, _) => Hint::NumberSyntax,
        (Expected::Value | Expected::Name | Expected::FirstName, Some(b'\'')) => Hint::SingleQuotes,
        (Expected::Value, Some(0xFE | 0xFF)) if at == 0 => Hint::Utf16,
        (Expected::Value, Some(b'<')) if at == first => Hint::Html,
        // A placeholder of the documentation.
        (Expected::Value, Some(b'<')) => Hint::NotAJsonValue,
        (Expected::Value, Some(b'+' | b'.')) => Hint::NumberSyntax,
        (Expected::Value, Some(byte)) if byte.is_ascii_alphabetic() => {
            if at == first && is_request_line(rest) {
                Hint::HttpRequestPasted
            } else if is_cut_literal(rest) {
                Hint::Truncated
            } else {
                Hint::NotAJsonValue
            }
        }
        (Expected::FirstName, Some(b'{')) => Hint::DoubledBrace,
        (Expected::FirstName | Expected::Name, Some(b'A'..=b'Z' | b'a'..=b'z' | b'_' | b'$')) => Hint::UnquotedName,
        (Expected::End, Some(b':')) if text.get(first) == Some(&b'"') => Hint::Fragment,
        (Expected::End, Some(b'/')) | (_, Some(b'/')) => Hint::Comment,
        (Expected::End, Some(0..0x80)) => Hint::TextAfter,
        _ => unusual_bytes(text, rest),
    }
}

fn is_request_line(text: &[u8]) -> bool {
    const METHODS: &[u8] = b"PUT |GET |POST |PATCH |DELETE |HTTP/|curl ";
    // How the names of headers begin that the documentation's examples and browsers show; letters of either case.
    const HEADERS: &[u8] =
        b"accept|authorization:|cache-control:|client-request-id:|content-|date:|etag:|host:|if-match:|\
        ms-|prefer:|request-id:|user-agent:|x-";
    let is_header = |name: &[u8]| {
        let line = text.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
        line.contains(&b':') && line.get(..name.len()).is_some_and(|front| front.eq_ignore_ascii_case(name))
    };
    let is_bar = |byte: &u8| *byte == b'|';
    METHODS.split(is_bar).any(|method| text.starts_with(method)) || HEADERS.split(is_bar).any(is_header)
}

/// The text ends inside of `true`, `false` or `null`.
fn is_cut_literal(rest: &[u8]) -> bool {
    [&b"true"[..], b"false", b"null"].iter().any(|word| word.len() > rest.len() && word.starts_with(rest))
}

/// What a byte outside of ASCII, or a zero byte, tells.
fn unusual_bytes(text: &[u8], rest: &[u8]) -> Hint {
    match rest {
        [0, ..] if text.iter().take(4).any(|byte| *byte == 0) => Hint::Utf16,
        // Curly quotes and full-width punctuation: U+2018 to U+201F, U+FF01 to U+FF7F, U+3001, U+3002.
        [0xE2, 0x80, 0x98..=0x9F, ..] | [0xEF, 0xBC | 0xBD, 0x80..=0xBF, ..] | [0xE3, 0x80, 0x81 | 0x82, ..] => {
            Hint::TypographicPunctuation
        }
        [0xED, 0xA0..=0xBF, 0x80..=0xBF, ..] => Hint::LoneSurrogate,
        // No character takes more than four bytes.
        [0x80..=0xFF, ..]
            if std::str::from_utf8(rest.get(..4).unwrap_or(rest)).is_err_and(|error| error.valid_up_to() == 0) =>
        {
            Hint::InvalidUtf8
        }
        _ => Hint::Unexpected,
    }
}
