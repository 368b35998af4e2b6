//! Which rows of two arrays are the same row.

use std::borrow::Cow;

use crate::json::Value;
use crate::json::document::{NOWHERE, Named, Names};
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
                    text = text.trim().to_owned();
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

    /// For each row, the index of the row of `later` that it has become: the one with its key, else the one of the same
    /// person, who has another e-mail address now.
    #[inline(never)]
    pub fn partners(&self, later: &Self) -> Vec<usize> {
        let mut partners = Vec::new();
        for (key, _) in &self.names.all {
            partners.push(later.names.find(key));
        }
        let (vacant, new) = (absent(&partners), absent(&inverse(&partners, later.names.all.len())));
        if self.key != Key::Email || vacant.len().saturating_mul(new.len()) > MOST_PAIRS {
            return partners;
        }
        let (before, after) = (self.people(&vacant), later.people(&new));
        for (index, person) in new.iter().zip(after.chunks(3)) {
            for (row, known) in vacant.iter().zip(before.chunks(3)) {
                if let Some(partner) = partners.get_mut(*row)
                    && *partner == NOWHERE
                    && is_same(known, person)
                {
                    *partner = *index;
                    break;
                }
            }
        }
        partners
    }

    /// What people are known by beside the e-mail address: first name, last name and phone number of each.
    #[inline(never)]
    fn people(&self, indices: &[usize]) -> Vec<String> {
        let mut people = Vec::new();
        for index in indices {
            for name in ["firstName", "lastName", "phoneNumber"] {
                let text = self.names.value(*index).map_or_else(String::new, |row| text(row, name));
                people.push(if text.trim().is_empty() { String::new() } else { text });
            }
        }
        people
    }
}

/// First and last name agree, or the phone number does.
fn is_same(known: &[String], person: &[String]) -> bool {
    let agree = |index: usize| known.get(index).is_some_and(|text| !text.is_empty() && Some(text) == person.get(index));
    (agree(0) && agree(1)) || agree(2)
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

/// The same seen from the `count` rows of the other version.
#[inline(never)]
pub(crate) fn inverse(partners: &[usize], count: usize) -> Vec<usize> {
    let mut inverse = vec![NOWHERE; count];
    for (index, partner) in partners.iter().enumerate() {
        if let Some(place) = inverse.get_mut(*partner) {
            *place = index;
        }
    }
    inverse
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
