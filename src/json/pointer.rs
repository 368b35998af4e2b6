//! JSON Pointers (RFC 6901).

use std::cmp::Ordering;

/// Appends one reference token: `/` and the name with `~` and `/` escaped.
pub fn push(pointer: &mut String, name: &str) {
    pointer.push('/');
    for character in name.chars() {
        match character {
            '~' => pointer.push_str("~0"),
            '/' => pointer.push_str("~1"),
            other => pointer.push(other),
        }
    }
}

/// Appends an array index.
pub fn push_index(pointer: &mut String, index: usize) {
    pointer.push('/');
    push_number(pointer, index);
}

/// Takes off what was appended since the pointer had that length.
#[inline(never)]
pub fn cut(pointer: &mut String, length: usize) {
    pointer.truncate(length);
}

/// How many bytes of pointers one answer may hold. A megabyte of a name, with a hundred thousand members inside that all
/// differ, would else make a hundred gigabytes of them.
#[derive(Debug)]
pub struct Room(usize);

impl Default for Room {
    /// 64 MiB: what differs in a referral takes some hundred bytes.
    fn default() -> Self {
        Self(64 << 20)
    }
}

impl Room {
    /// Sets the room aside for a pointer to each of `count` children of what `pointer` names, their own names not counted.
    /// `false` where there is not so much left: then the whole of them is told as one value.
    pub fn take(&mut self, pointer: &str, count: usize) -> bool {
        let left = self.0.checked_sub(pointer.len().saturating_mul(count));
        self.0 = left.unwrap_or(self.0);
        left.is_some()
    }
}

/// The order of two pointers: that of their documents, where rows of an array are counted and members have the order of
/// their names.
pub fn compare(a: &str, b: &str) -> Ordering {
    let (mut a, mut b) = (a.split('/'), b.split('/'));
    loop {
        let (left, right) = match (a.next(), b.next()) {
            (Some(left), Some(right)) => (left, right),
            (left, right) => return left.is_some().cmp(&right.is_some()),
        };
        let by_number = match (is_index(left), is_index(right)) {
            (true, true) => left.len().cmp(&right.len()),
            (left, right) => right.cmp(&left),
        };
        let order = by_number.then_with(|| left.cmp(right));
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// Appends a whole number. Takes the place of `format!`, whose machinery is larger than all else in the module.
pub fn push_number(out: &mut String, number: usize) {
    if number > 9 {
        push_number(out, number / 10);
    }
    out.push(char::from(b'0' + (number % 10) as u8));
}

/// Where the reference token ends that begins at `start` with its slash.
#[inline(never)]
pub fn token_end(pointer: &str, start: usize) -> usize {
    let rest = pointer.as_bytes().get(start + 1..).unwrap_or_default();
    start + 1 + rest.iter().position(|byte| *byte == b'/').unwrap_or(rest.len())
}

/// The reference tokens of a pointer, unescaped; `None` when it is not one.
pub fn tokens(pointer: &str) -> Option<Vec<String>> {
    if pointer.is_empty() {
        return Some(Vec::new());
    }
    pointer.strip_prefix('/')?.split('/').map(unescape).collect()
}

/// The name that a reference token stands for; `None` when it is not one.
#[inline(never)]
pub fn unescape(token: &str) -> Option<String> {
    let mut parts = token.split('~');
    let mut out = parts.next()?.to_owned();
    for part in parts {
        let rest = match part.as_bytes().first()? {
            b'0' => {
                out.push('~');
                part.strip_prefix('0')?
            }
            b'1' => {
                out.push('/');
                part.strip_prefix('1')?
            }
            _ => return None,
        };
        out.push_str(rest);
    }
    Some(out)
}

/// An array index as RFC 6901 has it: digits without a leading zero.
pub fn index(token: &str) -> Option<usize> {
    if is_index(token) { token.parse().ok() } else { None }
}

fn is_index(token: &str) -> bool {
    let digits = !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_digit());
    digits && (token.len() == 1 || !token.starts_with('0'))
}
