//! What `serde_json` makes of a text, with all that a tree of plain values forgets: names that come twice, digits, escapes,
//! halves of surrogate pairs.

use std::fmt;

use referral_editor::json::BYTE_ORDER_MARK;
use referral_editor::json::edit::Op;
use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

/// `serde_json` takes the bytes for JSON.
pub fn accepts(text: &[u8]) -> bool {
    str::from_utf8(text).is_ok_and(|text| serde_json::from_str::<&RawValue>(text).is_ok())
}

/// The bytes behind a byte order mark.
pub fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
}

/// The most containers that are open at once, if the text is JSON.
pub fn depth(text: &[u8]) -> usize {
    let (mut depth, mut most, mut in_string, mut escaped) = (0_usize, 0, false, false);
    for byte in text {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            b'{' | b'[' if !in_string => depth += 1,
            b'}' | b']' if !in_string => depth = depth.saturating_sub(1),
            _ => {}
        }
        most = most.max(depth);
    }
    most
}

/// A JSON value; scalars are as they are written, names are the code units that they mean.
#[derive(Clone, Debug, PartialEq)]
pub enum Tree {
    Scalar(String),
    Array(Vec<Tree>),
    Object(Vec<(Vec<u16>, Tree)>),
}

impl Tree {
    /// Reads a text, a byte order mark in front passed over; nothing where it is not JSON.
    pub fn of(text: &str) -> Option<Self> {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        let raw: &RawValue = serde_json::from_str(text).ok()?;
        Some(Self::of_json(raw.get()))
    }

    fn of_json(text: &str) -> Self {
        match text.as_bytes().first() {
            Some(b'{') => {
                let members = serde_json::from_str::<RawMembers<'_>>(text).expect("it was read").0;
                Self::Object(members.into_iter().map(|(name, value)| (units(name), Self::of_json(value))).collect())
            }
            Some(b'[') => {
                let items: Vec<&RawValue> = serde_json::from_str(text).expect("it was read");
                Self::Array(items.into_iter().map(|item| Self::of_json(item.get())).collect())
            }
            _ => Self::Scalar(text.to_owned()),
        }
    }

    pub fn depth(&self) -> usize {
        match self {
            Self::Scalar(_) => 0,
            Self::Array(items) => 1 + items.iter().map(Self::depth).max().unwrap_or(0),
            Self::Object(members) => 1 + members.iter().map(|member| member.1.depth()).max().unwrap_or(0),
        }
    }

    /// An object in it has a name twice.
    pub fn has_duplicates(&self) -> bool {
        match self {
            Self::Scalar(_) => false,
            Self::Array(items) => items.iter().any(Self::has_duplicates),
            Self::Object(members) => {
                let mut names: Vec<_> = members.iter().map(|member| &member.0).collect();
                names.sort_unstable();
                names.windows(2).any(|pair| pair[0] == pair[1])
                    || members.iter().any(|member| member.1.has_duplicates())
            }
        }
    }

    /// RFC 6902; of a name that comes twice, the last one is meant. Nothing where it cannot be done.
    pub fn apply(&mut self, op: Op, path: &str, new: Option<Self>) -> Option<()> {
        let tokens = tokens(path)?;
        let Some((last, way)) = tokens.split_last() else {
            *self = new.filter(|_| op != Op::Remove)?;
            return Some(());
        };
        let mut parent = self;
        for token in way {
            parent = match parent {
                Self::Object(members) => {
                    let name: Vec<u16> = token.encode_utf16().collect();
                    &mut members.iter_mut().rfind(|member| member.0 == name)?.1
                }
                Self::Array(items) => items.get_mut(index(token)?)?,
                Self::Scalar(_) => return None,
            };
        }
        match parent {
            Self::Object(members) => {
                let name: Vec<u16> = last.encode_utf16().collect();
                match (op, members.iter().rposition(|member| member.0 == name)) {
                    (Op::Remove, Some(at)) => drop(members.remove(at)),
                    (Op::Add | Op::Replace, Some(at)) => members[at].1 = new?,
                    (Op::Add, None) => members.push((name, new?)),
                    (Op::Replace | Op::Remove, None) => return None,
                }
            }
            Self::Array(items) => {
                let end = items.len();
                let at = if op == Op::Add && last == "-" { end } else { index(last)? };
                match op {
                    Op::Add if at <= end => items.insert(at, new?),
                    Op::Replace if at < end => items[at] = new?,
                    Op::Remove if at < end => drop(items.remove(at)),
                    _ => return None,
                }
            }
            Self::Scalar(_) => return None,
        }
        Some(())
    }
}

/// RFC 6901.
fn tokens(path: &str) -> Option<Vec<String>> {
    if path.is_empty() {
        return Some(Vec::new());
    }
    let is_escape = |part: &str| part.starts_with(['0', '1']);
    path.strip_prefix('/')?
        .split('/')
        .map(|token| {
            let sound = token.split('~').skip(1).all(is_escape);
            sound.then(|| token.replace("~1", "/").replace("~0", "~"))
        })
        .collect()
}

fn index(token: &str) -> Option<usize> {
    let is_plain = token == "0" || token.starts_with(|first: char| ('1'..='9').contains(&first));
    let is_index = is_plain && token.bytes().all(|byte| byte.is_ascii_digit());
    is_index.then(|| token.parse().ok()).flatten()
}

/// The UTF-16 code units of a JSON string with its quotes, halves of surrogate pairs among them.
fn units(raw: &str) -> Vec<u16> {
    let mut units: Vec<u16> = Vec::new();
    let mut characters = raw[1..raw.len() - 1].chars();
    while let Some(character) = characters.next() {
        let meant = match character {
            '\\' => match characters.next().expect("it was read") {
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => {
                    let digits: String = characters.by_ref().take(4).collect();
                    units.push(u16::from_str_radix(&digits, 16).expect("it was read"));
                    continue;
                }
                itself => itself,
            },
            plain => plain,
        };
        units.extend(meant.encode_utf16(&mut [0; 2]).iter());
    }
    units
}

/// Names and values of an object, those that come twice too.
struct RawMembers<'t>(Vec<(&'t str, &'t str)>);

impl<'de> Deserialize<'de> for RawMembers<'de> {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct Pairs;
        impl<'de> Visitor<'de> for Pairs {
            type Value = RawMembers<'de>;
            fn expecting(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                out.write_str("an object")
            }
            fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<Self::Value, A::Error> {
                let mut pairs = Vec::new();
                while let Some((name, value)) = map.next_entry::<&RawValue, &RawValue>()? {
                    pairs.push((name.get(), value.get()));
                }
                Ok(RawMembers(pairs))
            }
        }
        deserializer.deserialize_map(Pairs)
    }
}
