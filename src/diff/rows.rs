//! Which rows of two arrays are the same row.

use std::borrow::Cow;

use crate::json::Value;
use crate::json::sort::order;
use crate::schema::Key;

/// How often two rows are held against each other in search of the same person. No team comes near it; rows by the
/// hundred thousand, all with other addresses, would take hours.
const MOST_PAIRS: usize = 1 << 16;

/// The rows of an array, each with a key of its own.
#[derive(Debug)]
pub(crate) struct Rows<'d> {
    /// In their order.
    pub rows: Vec<Value<'d>>,
    /// Their keys as they are compared.
    pub keys: Vec<String>,
    by_key: Vec<usize>,
    key: Key,
}

impl<'d> Rows<'d> {
    /// Nothing when a key is missing, empty or there twice.
    pub fn of(array: Value<'d>, key: Key) -> Option<Self> {
        let rows: Vec<_> = array.items().collect();
        let keys: Option<Vec<_>> = rows.iter().map(|row| key_text(*row, key)).collect();
        let keys = keys?;
        let by_key = order(keys.len(), &|a, b| keys.get(a).cmp(&keys.get(b)));
        let unique = by_key.windows(2).all(|pair| matches!(pair, [a, b] if keys.get(*a) != keys.get(*b)));
        unique.then_some(Self { rows, keys, by_key, key })
    }

    /// The index of the row with that key.
    pub fn find(&self, key: &str) -> Option<usize> {
        let text = |index: &usize| self.keys.get(*index).map_or("", String::as_str);
        let at = self.by_key.binary_search_by(|index| text(index).cmp(key)).ok()?;
        self.by_key.get(at).copied()
    }

    /// For each row, the index of the row of `later` that it has become: the one with its key, else the one of the same
    /// person, who has another e-mail address now.
    pub fn partners(&self, later: &Self) -> Vec<Option<usize>> {
        let mut partners: Vec<_> = self.keys.iter().map(|key| later.find(key)).collect();
        if self.key != Key::Email {
            return partners;
        }
        let people = |rows: &[Value<'d>], indices: Vec<usize>| -> Vec<_> {
            indices.into_iter().filter_map(|index| Some((index, Person::of(*rows.get(index)?)))).collect()
        };
        let vacant = partners.iter().enumerate().filter(|(_, partner)| partner.is_none()).map(|(index, _)| index);
        let new = later.keys.iter().enumerate().filter(|(_, key)| self.find(key).is_none()).map(|(index, _)| index);
        let (vacant, new): (Vec<_>, Vec<_>) = (vacant.collect(), new.collect());
        if vacant.len().saturating_mul(new.len()) > MOST_PAIRS {
            return partners;
        }
        let vacant = people(&self.rows, vacant);
        for (index, person) in people(&later.rows, new) {
            let free = vacant.iter().find(|(row, before)| {
                before.is_same(&person) && partners.get(*row).is_some_and(|partner| partner.is_none())
            });
            if let Some(partner) = free.and_then(|(row, _)| partners.get_mut(*row)) {
                *partner = Some(index);
            }
        }
        partners
    }
}

/// The key of a row as it is compared.
fn key_text(row: Value<'_>, key: Key) -> Option<String> {
    let text = match key {
        Key::Email => row.get("email")?.as_str()?.trim().to_ascii_lowercase(),
        Key::Id => row.get("id")?.as_str()?.to_ascii_lowercase(),
        Key::None => return None,
    };
    (!text.is_empty()).then_some(text)
}

/// What a person is known by beside the e-mail address.
struct Person<'d> {
    first: Option<Cow<'d, str>>,
    last: Option<Cow<'d, str>>,
    phone: Option<Cow<'d, str>>,
}

impl<'d> Person<'d> {
    fn of(row: Value<'d>) -> Self {
        let text = |name| row.get(name).and_then(Value::as_str).filter(|text| !text.trim().is_empty());
        Self { first: text("firstName"), last: text("lastName"), phone: text("phoneNumber") }
    }

    /// First and last name agree, or the phone number does.
    fn is_same(&self, other: &Self) -> bool {
        let agree = |a: &Option<Cow<'_, str>>, b: &Option<Cow<'_, str>>| a.is_some() && a == b;
        (agree(&self.first, &other.first) && agree(&self.last, &other.last)) || agree(&self.phone, &other.phone)
    }
}
