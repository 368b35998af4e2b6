//! Which rows of two arrays are the same row.

use std::borrow::Cow;
use std::ops::Range;

use crate::json::Value;
use crate::json::document::{NOWHERE, Named, Names};
use crate::json::string::trimmed;
use crate::schema::Key;

/// How often two rows are held against each other in search of the same person. No team comes near it; rows by the
/// hundred thousand, all with other addresses, would take hours.
const MOST_PAIRS: usize = 1 << 16;

/// The rows of an array, and what tells them apart.
#[derive(Debug)]
pub(crate) struct Rows<'d> {
    /// By their keys as they are compared.
    pub names: Names<'d>,
    key: Key,
    /// Each has a key, and no two the same. If not, nothing else is said of the rows.
    pub are_keyed: bool,
}

/// Which rows of two versions are the same.
#[derive(Debug)]
pub(crate) struct Partners {
    /// For each row of the earlier version its index in the later one, or [`NOWHERE`].
    pub later: Vec<usize>,
    /// The other way round.
    pub earlier: Vec<usize>,
}

impl<'d> Rows<'d> {
    /// Where there is no array there are no rows.
    #[inline(never)]
    pub fn of(array: Option<Value<'d>>, key: Key) -> Self {
        let mut rows: Vec<Named<'d>> = Vec::new();
        let mut have_keys = key != Key::None;
        if let Some(array) = array {
            for row in array.items() {
                let mut text = text(row, if key == Key::Email { "email" } else { "id" });
                if key == Key::Email {
                    text = trimmed(&text).to_owned();
                }
                text.make_ascii_lowercase();
                have_keys &= !text.is_empty();
                rows.push((Cow::Owned(text.into_bytes()), row));
            }
        }
        let names = Names::ordered(rows);
        let are_keyed = have_keys && !names.has_duplicates();
        Self { names, key, are_keyed }
    }

    /// The row of `later` that each has become: the one with its key, else the one of the same person, who has another e-mail
    /// address now.
    #[inline(never)]
    pub fn partners(&self, later: &Self) -> Partners {
        let mut partners = Partners { later: self.found_in(later), earlier: later.found_in(self) };
        let (vacant, new) = (absent(&partners.later), absent(&partners.earlier));
        if self.key != Key::Email || vacant.len().saturating_mul(new.len()) > MOST_PAIRS {
            return partners;
        }
        let (before, after) = (self.people(&vacant), later.people(&new));
        for (index, person) in new.iter().zip(after.chunks(3)) {
            for (row, known) in vacant.iter().zip(before.chunks(3)) {
                if let (Some(later), Some(earlier)) = (partners.later.get_mut(*row), partners.earlier.get_mut(*index))
                    && *later == NOWHERE
                    && is_same(known, person)
                {
                    (*later, *earlier) = (*index, *row);
                    break;
                }
            }
        }
        partners
    }

    /// For each row, the index of the one with its key.
    #[inline(never)]
    fn found_in(&self, other: &Self) -> Vec<usize> {
        let mut found = Vec::new();
        for (key, _) in &self.names.all {
            found.push(other.names.find(key));
        }
        found
    }

    /// What people are known by beside the e-mail address: first name, last name and phone number of each.
    #[inline(never)]
    fn people(&self, indices: &[usize]) -> Vec<String> {
        let mut people = Vec::new();
        for index in indices {
            for name in ["firstName", "lastName", "phoneNumber"] {
                let text = self.names.value(*index).map_or_else(String::new, |row| text(row, name));
                people.push(if trimmed(&text).is_empty() { String::new() } else { text });
            }
        }
        people
    }
}

/// The name agrees, whatever parts it has, or the phone number does.
fn is_same(known: &[String], person: &[String]) -> bool {
    let agree = |parts: Range<usize>| {
        let known = known.get(parts.clone()).unwrap_or_default();
        known.iter().any(|text| !text.is_empty()) && Some(known) == person.get(parts)
    };
    agree(0..2) || agree(2..3)
}

/// The characters of a row's member; none unless it is a string.
fn text(row: Value<'_>, name: &str) -> String {
    row.get(name).and_then(Value::as_str).map_or_else(String::new, Cow::into_owned)
}

/// Of some rows, the indices of those that the other version does not have.
#[inline(never)]
pub(crate) fn absent(partners: &[usize]) -> Vec<usize> {
    let mut absent = Vec::new();
    for (index, partner) in partners.iter().enumerate() {
        if *partner == NOWHERE {
            absent.push(index);
        }
    }
    absent
}

/// The rows that the other version has too stand in the same order there.
#[inline(never)]
pub(crate) fn in_order(partners: &[usize]) -> bool {
    let mut last = 0;
    for partner in partners.iter().filter(|partner| **partner != NOWHERE) {
        if *partner < last {
            return false;
        }
        last = *partner;
    }
    true
}
