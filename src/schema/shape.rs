//! What the member table says of a value, followed down through a document.

use super::table::{Key, Kind, Member, Object};

/// What is known of a value.
#[derive(Clone, Copy, Debug)]
pub enum Shape {
    /// Nothing.
    Unknown,
    /// It should be this object.
    Object(&'static Object),
    /// It should be an array of these, told apart by the key.
    Rows(&'static Object, Key),
}

impl Shape {
    /// The documented member of that name.
    pub fn member(self, name: &[u8]) -> Option<&'static Member> {
        match self {
            Self::Object(object) => object.member(name),
            Self::Unknown | Self::Rows(..) => None,
        }
    }

    /// The shape of the member of that name.
    pub fn of_member(self, name: &[u8]) -> Self {
        match self.member(name).map(|member| member.kind) {
            Some(Kind::Object(object)) => Self::Object(object),
            Some(Kind::Rows(row, key)) => Self::Rows(row, key),
            _ => Self::Unknown,
        }
    }

    /// The shape of an element.
    pub fn of_item(self) -> Self {
        match self {
            Self::Rows(row, _) => Self::Object(row),
            Self::Unknown | Self::Object(_) => Self::Unknown,
        }
    }

    /// The name of the member that means something only together with this one.
    pub fn other_half(self, member: &Member) -> Option<&'static str> {
        let Self::Object(object) = self else { return None };
        let role = member.role.other_half()?;
        object.members.iter().find(|other| other.role == role).map(|other| other.name)
    }
}
