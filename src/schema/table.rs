//! What a row of the member table can say.

use super::{Format, Role};
use crate::json::same_bytes;

/// An object of the referral.
#[derive(Debug)]
pub struct Object {
    /// In the order of the documentation.
    pub members: &'static [Member],
}

/// A member.
#[derive(Debug)]
pub struct Member {
    /// Its name on the wire.
    pub name: &'static str,
    /// What its value is.
    pub kind: Kind,
    /// Who writes it.
    pub owner: Owner,
    /// What it is for in rules over several members.
    pub role: Role,
    /// The service documents its path for PATCH (domain.md 1.1, evidence P); of an array also the path behind its end.
    pub patch: bool,
}

/// What a value is. `null` is accepted everywhere but for the id (domain.md, trap 22).
#[derive(Clone, Copy, Debug)]
pub enum Kind {
    /// Any string.
    Text,
    /// A string in a format.
    Formatted(Format),
    /// A string out of a closed enumeration.
    Enum(&'static Vocabulary),
    /// A string out of an open list.
    Open(&'static Vocabulary),
    /// A decimal number from 0.
    Decimal,
    /// `true` or `false`.
    Boolean,
    /// An object.
    Object(&'static Object),
    /// An array of objects.
    Rows(&'static Object, Key),
    /// `customerProfile.ids`: an array of objects, or an object (domain.md, 1.3).
    Ids(&'static Object),
    /// Not judged: the sources disagree, or say nothing.
    Any,
}

/// Who writes a member (domain.md 1.1, columns owner and evidence).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Owner {
    /// The partner: it is among the paths that the service documents for PATCH, or editable in Partner Center.
    Partner,
    /// The partner when the referral is created; read-only or undocumented afterwards.
    Creation,
    /// The service.
    Service,
}

/// The member that tells the rows of an array apart (reliability.md, C.1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Key {
    /// `email`, compared without surrounding white space and ASCII case.
    Email,
    /// `id`, compared without ASCII case.
    Id,
    /// The array is compared as a whole.
    None,
}

/// A list of strings.
#[derive(Debug)]
pub struct Vocabulary {
    /// The values as they are written on the wire, each behind a byte with its length: pointers would be as many bytes again.
    packed: &'static [u8],
}

impl Vocabulary {
    pub(super) const fn new(packed: &'static [u8]) -> Self {
        Self { packed }
    }

    /// How many bytes [`Vocabulary::packed`] makes of the values.
    // Indexing is what a `const fn` has, and a wrong index stops the compiler, not the user.
    #[allow(clippy::indexing_slicing)]
    pub(super) const fn packed_length(values: &[&str]) -> usize {
        let (mut length, mut index) = (0, 0);
        while index < values.len() {
            length += 1 + values[index].len();
            index += 1;
        }
        length
    }

    #[allow(clippy::indexing_slicing)]
    pub(super) const fn packed<const LENGTH: usize>(values: &[&str]) -> [u8; LENGTH] {
        let mut packed = [0; LENGTH];
        let (mut at, mut index) = (0, 0);
        while index < values.len() {
            let value = values[index].as_bytes();
            packed[at] = value.len() as u8;
            let mut offset = 0;
            while offset < value.len() {
                packed[at + 1 + offset] = value[offset];
                offset += 1;
            }
            at += 1 + value.len();
            index += 1;
        }
        packed
    }

    fn each(&self) -> impl Iterator<Item = &'static [u8]> {
        let mut rest = self.packed;
        std::iter::from_fn(move || {
            let (length, behind) = rest.split_first()?;
            let (value, behind) = behind.split_at_checked(usize::from(*length))?;
            rest = behind;
            Some(value)
        })
    }

    /// The values, as they are written on the wire.
    pub fn values(&self) -> Vec<&'static str> {
        let mut values = Vec::new();
        for value in self.each() {
            values.extend(std::str::from_utf8(value));
        }
        values
    }

    /// The value is in the list, with exactly these letters.
    pub fn contains(&self, value: &[u8]) -> bool {
        self.each().any(|known| known.len() == value.len() && same_bytes(known, value))
    }
}

impl Object {
    pub(super) const fn new(members: &'static [Member]) -> Self {
        Self { members }
    }

    /// The index of the member with that name. The search begins where it is probably: what stands in the order of the
    /// documentation is found at once.
    pub fn position(&self, name: &[u8], from: usize) -> Option<usize> {
        let (before, behind) = self.members.split_at_checked(from).unwrap_or((self.members, &[]));
        let mut index = from;
        for members in [behind, before] {
            for member in members {
                // Most names are of another length.
                if member.name.len() == name.len() && same_bytes(member.name.as_bytes(), name) {
                    return Some(index);
                }
                index += 1;
            }
            index = 0;
        }
        None
    }

    /// The member with that name.
    pub fn member(&self, name: &[u8]) -> Option<&'static Member> {
        self.members.get(self.position(name, 0)?)
    }
}

impl Member {
    pub(super) const fn partner(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, owner: Owner::Partner, role: Role::Plain, patch: false }
    }

    pub(super) const fn creation(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, owner: Owner::Creation, role: Role::Plain, patch: false }
    }

    pub(super) const fn service(name: &'static str, kind: Kind) -> Self {
        Self { name, kind, owner: Owner::Service, role: Role::Plain, patch: false }
    }

    /// Where two versions meet, the service's value stands (reliability.md, C.1, rule 8).
    pub fn is_services(&self) -> bool {
        self.owner == Owner::Service || self.role == Role::ReferralType
    }

    pub(super) const fn patch(mut self) -> Self {
        self.patch = true;
        self
    }

    pub(super) const fn role(mut self, role: Role) -> Self {
        self.role = role;
        self
    }
}

impl Kind {
    /// The JSON type that a value has to have, as JSON Schema names it.
    pub const fn json_type(self) -> &'static str {
        match self {
            Self::Text | Self::Formatted(_) | Self::Enum(_) | Self::Open(_) => "string",
            Self::Decimal => "number",
            Self::Boolean => "boolean",
            Self::Object(_) => "object",
            Self::Rows(..) | Self::Ids(_) => "array",
            Self::Any => "any",
        }
    }
}
