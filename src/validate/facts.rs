//! What a document says in the members that are judged together, or that the save needs.

use std::borrow::Cow;

use crate::finding::StatusPair;
use crate::json::{Kind, Token, string};
use crate::schema::Role;

/// A value that was met.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fact {
    /// What it is.
    pub kind: Kind,
    /// Where it stands; of a string, what is between its quotes.
    pub token: Token,
}

/// The last value met for each role.
#[derive(Clone, Debug)]
pub struct Facts {
    values: [Option<Fact>; Role::COUNT],
    /// One bit for each member of the referral that is there, by its place in the member table.
    pub members: u64,
    /// Behind the last byte of the document.
    pub end: usize,
}

impl Facts {
    pub(super) fn new() -> Self {
        Self { values: [None; Role::COUNT], members: 0, end: 0 }
    }

    #[inline]
    pub(super) fn note(&mut self, role: Role, fact: Option<Fact>) {
        if let Some(value) = self.values.get_mut(role as usize) {
            *value = fact;
        }
    }

    /// The value of a role, if the document has one.
    pub fn get(&self, role: Role) -> Option<Fact> {
        self.values.get(role as usize).copied().flatten()
    }

    /// The characters of a role's value, if it is a string.
    pub fn text<'t>(&self, text: &'t [u8], role: Role) -> Option<Cow<'t, str>> {
        let fact = self.get(role).filter(|fact| fact.kind == Kind::String)?;
        match string::characters(text, fact.token) {
            Cow::Borrowed(bytes) => std::str::from_utf8(bytes).ok().map(Cow::Borrowed),
            Cow::Owned(bytes) => String::from_utf8(bytes).ok().map(Cow::Owned),
        }
    }

    /// The document has it, and it is not `null`.
    pub(super) fn has(&self, role: Role) -> bool {
        self.get(role).is_some_and(|fact| fact.kind != Kind::Null)
    }

    /// It is absent, `null`, or blank.
    #[inline(never)]
    pub(super) fn lacks(&self, text: &[u8], role: Role) -> bool {
        !self.has(role) || self.text(text, role).is_some_and(|text| text.chars().all(char::is_whitespace))
    }

    /// The status and the substatus.
    pub fn pair(&self, text: &[u8]) -> StatusPair {
        let owned = |role| self.text(text, role).map(Cow::into_owned);
        StatusPair { status: owned(Role::Status), substatus: owned(Role::Substatus) }
    }

    /// Where a role's value stands, or the end of the document.
    pub(super) fn place(&self, role: Role) -> usize {
        self.get(role).map_or(self.end, |fact| fact.token.start)
    }
}
