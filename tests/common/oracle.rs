//! What `serde_json` makes of a text, for the tests and for `fuzz/`. Its words for a text are slices of that text (`RawValue`).

#![allow(dead_code, reason = "each test file takes what it needs of this")]

use std::fmt;

use serde::Deserialize;
use serde::de::{MapAccess, Visitor};
use serde_json::value::RawValue;

/// `serde_json` takes the bytes for JSON.
pub fn serde_accepts(text: &[u8]) -> bool {
    str::from_utf8(text).is_ok_and(|text| serde_json::from_str::<&RawValue>(text).is_ok())
}

/// What `serde_json` finds directly inside of a value; the texts are slices of the one that was given.
pub enum Children<'t> {
    Scalar,
    Array(Vec<&'t str>),
    Object(Vec<(&'t str, &'t str)>),
}

/// The value's own text, without white space around it.
pub fn trimmed(text: &str) -> &str {
    text.trim_matches([' ', '\t', '\r', '\n'])
}

/// The children of the value that `text` holds.
pub fn children(text: &str) -> Children<'_> {
    match trimmed(text).as_bytes()[0] {
        b'{' => Children::Object(serde_json::from_str::<RawMembers<'_>>(text).unwrap().0),
        b'[' => {
            let items: Vec<&RawValue> = serde_json::from_str(text).unwrap();
            Children::Array(items.into_iter().map(RawValue::get).collect())
        }
        _ => Children::Scalar,
    }
}

/// Names (with their quotes) and values of the object that `text` holds, those that come twice too.
pub fn members(text: &str) -> Vec<(&str, &str)> {
    match children(text) {
        Children::Object(members) => members,
        _ => panic!("no object: {text}"),
    }
}

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

/// The UTF-16 code units of a JSON string with its quotes, halves of surrogate pairs among them.
pub fn javascript_units(raw: &str) -> Vec<u16> {
    let inner = raw.strip_prefix('"').and_then(|rest| rest.strip_suffix('"')).unwrap();
    let mut units: Vec<u16> = Vec::new();
    let mut characters = inner.chars();
    while let Some(character) = characters.next() {
        let meant = match character {
            '\\' => match characters.next().unwrap() {
                'b' => '\u{8}',
                'f' => '\u{c}',
                'n' => '\n',
                'r' => '\r',
                't' => '\t',
                'u' => {
                    let digits: String = characters.by_ref().take(4).collect();
                    units.push(u16::from_str_radix(&digits, 16).unwrap());
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
