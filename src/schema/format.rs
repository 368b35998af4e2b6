//! The formats of strings, each by its standard.

/// What a string has to look like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Format {
    /// RFC 3339 `date-time`, with any number of fraction digits.
    DateTime,
    /// RFC 5321 `Mailbox`, as JSON Schema 2020-12 has it in `email`.
    Email,
    /// An ISO 4217 code that is in use.
    Currency,
    /// An ISO 3166-1 alpha-2 code.
    Country,
    /// `8-4-4-4-12` hexadecimal digits (RFC 9562).
    Guid,
    /// RFC 9110 `entity-tag`, its quotes included.
    EntityTag,
}

impl Format {
    /// The name that `params.format` carries.
    pub const fn name(self) -> &'static str {
        match self {
            Self::DateTime => "date-time",
            Self::Email => "email",
            Self::Currency => "currency",
            Self::Country => "country",
            Self::Guid => "guid",
            Self::EntityTag => "entity-tag",
        }
    }

    /// A value in another format stops the save; else it is only worth a word.
    pub const fn is_strict(self) -> bool {
        matches!(self, Self::DateTime | Self::Email | Self::Currency)
    }

    /// The text is in this format. `""` stands for no value where the service is seen to send it (domain.md, trap 23).
    pub fn matches(self, text: &[u8]) -> bool {
        match self {
            Self::DateTime => is_date_time(text),
            Self::Email => is_email(text),
            Self::Currency => is_currency(text),
            Self::Country => text.is_empty() || is_country(text),
            Self::Guid => is_guid(text),
            Self::EntityTag => is_entity_tag(text),
        }
    }
}

fn is_currency(text: &[u8]) -> bool {
    let (codes, _) = CURRENCIES.as_bytes().as_chunks::<3>();
    codes.binary_search_by(|code| code.as_slice().cmp(text)).is_ok()
}

fn is_country(text: &[u8]) -> bool {
    static SECOND: [u32; 26] = second_letters(COUNTRIES.as_bytes());
    let [first, second] = *text else { return false };
    let seconds = SECOND.get(usize::from(first.wrapping_sub(b'A'))).copied().unwrap_or_default();
    second.is_ascii_uppercase() && seconds >> (second & 31) & 1 == 1
}

/// Of each letter the ones that follow it in a code, one bit each: a fifth of the list, and nothing to be searched.
// Indexing is what a `const fn` has, and a wrong index stops the compiler, not the user.
#[allow(clippy::indexing_slicing)]
const fn second_letters(codes: &[u8]) -> [u32; 26] {
    let mut letters = [0; 26];
    let mut at = 0;
    while at + 1 < codes.len() {
        letters[(codes[at] - b'A') as usize] |= 1 << (codes[at + 1] & 31);
        at += 2;
    }
    letters
}

/// ISO 4217, list one, with the amendments up to 2026 (the lev is gone, the Caribbean guilder is in).
const CURRENCIES: &str = "AEDAFNALLAMDAOAARSAUDAWGAZNBAMBBDBDTBHDBIFBMDBNDBOBBOVBRLBSDBTNBWPBYNBZDCADCDFCHECHFCHWCLFCLPCNY\
COPCOUCRCCUPCVECZKDJFDKKDOPDZDEGPERNETBEURFJDFKPGBPGELGHSGIPGMDGNFGTQGYDHKDHNLHTGHUFIDRILSINRIQDIRRISKJMDJODJPYKESKGSKHRKMF\
KPWKRWKWDKYDKZTLAKLBPLKRLRDLSLLYDMADMDLMGAMKDMMKMNTMOPMRUMURMVRMWKMXNMXVMYRMZNNADNGNNIONOKNPRNZDOMRPABPENPGKPHPPKRPLNPYGQAR\
RONRSDRUBRWFSARSBDSCRSDGSEKSGDSHPSLESOSSRDSSPSTNSVCSYPSZLTHBTJSTMTTNDTOPTRYTTDTWDTZSUAHUGXUSDUSNUYIUYUUYWUZSVEDVESVNDVUVWST\
XADXAFXAGXAUXBAXBBXBCXBDXCDXCGXDRXOFXPDXPFXPTXSUXTSXUAXXXYERZARZMWZWG";

/// ISO 3166-1 alpha-2.
const COUNTRIES: &str = "ADAEAFAGAIALAMAOAQARASATAUAWAXAZBABBBDBEBFBGBHBIBJBLBMBNBOBQBRBSBTBVBWBYBZCACCCDCFCGCHCICKCLCMCNCO\
CRCUCVCWCXCYCZDEDJDKDMDODZECEEEGEHERESETFIFJFKFMFOFRGAGBGDGEGFGGGHGIGLGMGNGPGQGRGSGTGUGWGYHKHMHNHRHTHUIDIEILIMINIOIQIRISITJE\
JMJOJPKEKGKHKIKMKNKPKRKWKYKZLALBLCLILKLRLSLTLULVLYMAMCMDMEMFMGMHMKMLMMMNMOMPMQMRMSMTMUMVMWMXMYMZNANCNENFNGNINLNONPNRNUNZOMPA\
PEPFPGPHPKPLPMPNPRPSPTPWPYQARERORSRURWSASBSCSDSESGSHSISJSKSLSMSNSOSRSSSTSVSXSYSZTCTDTFTGTHTJTKTLTMTNTOTRTTTVTWTZUAUGUMUSUYUZ\
VAVCVEVGVIVNVUWFWSYEYTZAZMZW";

/// `YYYY-MM-DDThh:mm:ss[.fraction](Z|±hh:mm)`: real days, and a leap second only where UTC can have one.
fn is_date_time(text: &[u8]) -> bool {
    let Some((front, mut rest)) = text.split_first_chunk() else { return false };
    let [y1, y2, y3, y4, b'-', mo1, mo2, b'-', d1, d2, b'T' | b't', h1, h2, b':', mi1, mi2, b':', s1, s2] = *front
    else {
        return false;
    };
    if let [b'.', fraction @ ..] = rest {
        let digits = fraction.iter().take_while(|byte| byte.is_ascii_digit()).count();
        rest = fraction.get(digits..).filter(|_| digits > 0).unwrap_or_default();
    }
    let (sign, offset_hour, offset_minute) = match *rest {
        [b'Z' | b'z'] => (1, 0, 0),
        [b'+', h1, h2, b':', m1, m2] => (1, number(h1, h2), number(m1, m2)),
        [b'-', h1, h2, b':', m1, m2] => (-1, number(h1, h2), number(m1, m2)),
        _ => return false,
    };
    let (century, year) = (number(y1, y2), number(y3, y4));
    let (hour, minute, second) = (number(h1, h2), number(mi1, mi2), number(s1, s2));
    let minutes = hour * 60 + minute - sign * (offset_hour * 60 + offset_minute);
    let leap_second = second == 60 && minutes.rem_euclid(24 * 60) == 24 * 60 - 1;
    century < 100
        && year < 100
        && (1..=days(century * 100 + year, number(mo1, mo2))).contains(&number(d1, d2))
        && hour < 24
        && minute < 60
        && (second < 60 || leap_second)
        && offset_hour < 24
        && offset_minute < 60
}

/// Two digits as a number; more than any two digits where they are none.
fn number(first: u8, second: u8) -> i32 {
    let (first, second) = (first.wrapping_sub(b'0'), second.wrapping_sub(b'0'));
    if first < 10 && second < 10 { i32::from(first) * 10 + i32::from(second) } else { 100 }
}

fn days(year: i32, month: i32) -> i32 {
    match month {
        1 | 3 | 5 | 7 | 8 | 10 | 12 => 31,
        4 | 6 | 9 | 11 => 30,
        2 if year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) => 29,
        2 => 28,
        _ => 0,
    }
}

/// `Mailbox` of RFC 5321, section 4.1.2, with the lengths of section 4.5.3.1.
fn is_email(text: &[u8]) -> bool {
    let Some(at) = text.iter().rposition(|byte| *byte == b'@') else { return false };
    let Some((local, [_, domain @ ..])) = text.split_at_checked(at) else { return false };
    let local_fits = match local {
        [b'"', inner @ .., b'"'] => is_quoted(inner),
        local => is_dot_string(local),
    };
    let domain_fits = match domain {
        [b'[', inner @ .., b']'] => is_address(inner),
        domain => is_domain(domain),
    };
    text.len() <= 254 && local.len() <= 64 && local_fits && domain_fits
}

/// Atoms with single dots between them.
fn is_dot_string(text: &[u8]) -> bool {
    let mut before = b'.';
    for byte in text.iter().copied() {
        let is_atom = matches!(
            byte,
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'!' | b'#'..=b'\'' | b'*' | b'+' | b'-' | b'/' | b'=' | b'?' | b'^'..=b'`' | b'{'..=b'~'
        );
        let fits = is_atom || (byte == b'.' && before != b'.');
        if !fits {
            return false;
        }
        before = byte;
    }
    before != b'.'
}

/// What stands between the quotes of a quoted local part.
fn is_quoted(text: &[u8]) -> bool {
    let mut bytes = text.iter();
    while let Some(byte) = bytes.next() {
        match byte {
            b'\\' if bytes.next().is_some_and(|next| matches!(next, b' '..=b'~')) => {}
            b'"' | b'\\' => return false,
            b' '..=b'~' => {}
            _ => return false,
        }
    }
    true
}

/// Labels of 1 to 63 letters, digits and inner hyphens, with dots between them.
fn is_domain(text: &[u8]) -> bool {
    let mut length = 0;
    let mut before = b'.';
    for byte in text.iter().copied() {
        let fits = match byte {
            b'.' => !matches!(before, b'.' | b'-'),
            b'-' => before != b'.',
            _ => byte.is_ascii_alphanumeric(),
        };
        length = if byte == b'.' { 0 } else { length + 1 };
        if !fits || length > 63 {
            return false;
        }
        before = byte;
    }
    !matches!(before, b'.' | b'-')
}

fn is_address(text: &[u8]) -> bool {
    match text.strip_prefix(b"IPv6:") {
        Some(address) => is_ipv6(address),
        None => is_ipv4(text),
    }
}

/// Four numbers up to 255, without leading zeros.
fn is_ipv4(text: &[u8]) -> bool {
    let mut count = 0;
    text.split(|byte| *byte == b'.').all(|part| {
        count += 1;
        let value = || part.iter().fold(0, |sum, digit| sum * 10 + u32::from(digit & 15));
        let is_number = matches!(part.len(), 1..=3) && part.iter().all(u8::is_ascii_digit);
        is_number && value() < 256 && (part.len() == 1 || part.first() != Some(&b'0'))
    }) && count == 4
}

/// Eight groups of up to four hexadecimal digits, of which the last two may be an IPv4 address; `::` once for one or more that
/// are zero (RFC 4291, section 2.2).
fn is_ipv6(text: &[u8]) -> bool {
    match text.windows(2).position(|pair| pair == b"::") {
        Some(at) => {
            let left = groups(text.get(..at).unwrap_or_default(), false);
            let right = groups(text.get(at + 2..).unwrap_or_default(), true);
            left.zip(right).is_some_and(|(left, right)| left + right < 8)
        }
        None => groups(text, true) == Some(8),
    }
}

/// How many groups there are, if they are that.
fn groups(text: &[u8], at_end: bool) -> Option<usize> {
    let mut count = 0;
    if text.is_empty() {
        return Some(count);
    }
    let mut parts = text.split(|byte| *byte == b':').peekable();
    while let Some(part) = parts.next() {
        let is_group = matches!(part.len(), 1..=4) && part.iter().all(u8::is_ascii_hexdigit);
        count += match is_group {
            true => 1,
            false if at_end && parts.peek().is_none() && is_ipv4(part) => 2,
            false => return None,
        };
    }
    Some(count)
}

fn is_guid(text: &[u8]) -> bool {
    text.len() == 36
        && text.iter().enumerate().all(|(index, byte)| match index {
            8 | 13 | 18 | 23 => *byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
}

/// `[W/]"…"` with no quote, control character or space inside.
fn is_entity_tag(text: &[u8]) -> bool {
    let opaque = text.strip_prefix(b"W/").unwrap_or(text);
    match opaque {
        [b'"', inner @ .., b'"'] => inner.iter().all(|byte| matches!(byte, 0x21 | 0x23..=0x7E | 0x80..)),
        _ => false,
    }
}
