//! What `serde_json` makes of a text, with all that a tree of plain values forgets: names that come twice, digits, escapes,
//! halves of surrogate pairs.

#[path = "../../tests/common/oracle.rs"]
mod shared;

use referral_editor::json::BYTE_ORDER_MARK;
use referral_editor::json::edit::Op;
use serde_json::value::RawValue;

use shared::{Children, children, javascript_units};
pub use shared::{depth, serde_accepts as accepts};

/// The bytes behind a byte order mark.
pub fn without_mark(text: &[u8]) -> &[u8] {
    text.strip_prefix(BYTE_ORDER_MARK).unwrap_or(text)
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
        match children(text) {
            Children::Object(members) => {
                let member = |(name, value)| (javascript_units(name), Self::of_json(value));
                Self::Object(members.into_iter().map(member).collect())
            }
            Children::Array(items) => Self::Array(items.into_iter().map(Self::of_json).collect()),
            Children::Scalar => Self::Scalar(text.to_owned()),
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
