//! What a row of the member table can say.

use super::{Format, Role};
use crate::json::same_bytes;

/// An object of the referral: its members, found by name in constant time.
#[derive(Debug)]
pub struct Object {
    /// The name that the documentation has for it.
    pub name: &'static str,
    /// In the order of the documentation.
    pub members: &'static [Member],
    slots: [u8; SLOTS],
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
    /// The name that the documentation has for it.
    pub name: &'static str,
    /// The values, as they are written on the wire.
    pub values: &'static [&'static str],
}

impl Vocabulary {
    /// The value is in the list, with exactly these letters.
    pub fn contains(&self, value: &[u8]) -> bool {
        self.values.iter().any(|known| same_bytes(known.as_bytes(), value))
    }
}

const SLOTS: usize = 128;
const FREE: u8 = u8::MAX;

impl Object {
    /// Builds the table that [`Object::position`] looks names up in, when the crate is compiled.
    // Indexing is what a `const fn` has, and a wrong index stops the compiler, not the user.
    #[allow(clippy::indexing_slicing)]
    pub(super) const fn new(name: &'static str, members: &'static [Member]) -> Self {
        let mut slots = [FREE; SLOTS];
        let mut index = 0;
        while index < members.len() {
            let mut slot = hash(members[index].name.as_bytes());
            while slots[slot] != FREE {
                slot = (slot + 1) % SLOTS;
            }
            slots[slot] = index as u8;
            index += 1;
        }
        Self { name, members, slots }
    }

    /// The index of the member with that name.
    #[inline]
    pub fn position(&self, name: &[u8]) -> Option<usize> {
        let mut slot = hash(name);
        loop {
            let index = usize::from(self.slots.get(slot).copied().unwrap_or(FREE));
            if same_bytes(self.members.get(index)?.name.as_bytes(), name) {
                return Some(index);
            }
            slot = (slot + 1) % SLOTS;
        }
    }

    /// The member with that name.
    pub fn member(&self, name: &[u8]) -> Option<&'static Member> {
        self.members.get(self.position(name)?)
    }
}

/// Where a name's search begins: spreads the names of the table well, from its length, first, middle and last byte.
#[allow(clippy::indexing_slicing)]
const fn hash(name: &[u8]) -> usize {
    let length = name.len();
    if length == 0 {
        return 0;
    }
    let (first, middle, last) = (name[0] as usize, name[length / 2] as usize, name[length - 1] as usize);
    (first * 7 + middle * 31 + last * 3 + length * 13) % SLOTS
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
