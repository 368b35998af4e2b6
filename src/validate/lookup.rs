//! Looks up many paths of one document, each beginning as the one before it did: what is on the way is put in order once.

use std::borrow::Cow;

use crate::json::document::{Named, Names};
use crate::json::{Kind, Value, pointer};

/// The values of a document by the paths of findings, in which half of a surrogate pair is written as U+FFFD.
pub(super) struct Lookup<'d> {
    root: Value<'d>,
    /// What the path looked up last led through, from the root on.
    levels: Vec<Level<'d>>,
}

/// What is directly inside of a value.
struct Level<'d> {
    /// What led to it from the level before.
    token: String,
    /// Elements of an array have no names.
    inside: Names<'d>,
    is_array: bool,
}

impl<'d> Lookup<'d> {
    pub(super) fn new(root: Value<'d>) -> Self {
        Self { root, levels: Vec::new() }
    }

    /// The value at a path, the last one if its name is there several times.
    #[inline(never)]
    pub(super) fn at(&mut self, path: &str) -> Option<Value<'d>> {
        if path.is_empty() {
            return Some(self.root);
        }
        let (level, last) = self.way(path)?;
        level.child(&last)
    }

    /// All values at the path of a member: several, where its name is there several times.
    pub(super) fn all(&mut self, path: &str) -> Vec<Value<'d>> {
        self.way(path).map_or_else(Vec::new, |(level, last)| level.inside.each(last.as_bytes()))
    }

    /// What a path that is not empty leads through at last, and its last token.
    #[inline(never)]
    fn way(&mut self, path: &str) -> Option<(&Level<'d>, String)> {
        let mut tokens = pointer::tokens(path)?;
        let last = tokens.pop()?;
        if self.levels.is_empty() {
            self.levels.push(Level::of(String::new(), self.root));
        }
        let mut known = 1;
        while let (Some(level), Some(token)) = (self.levels.get(known), tokens.get(known - 1))
            && level.token == *token
        {
            known += 1;
        }
        self.levels.truncate(known);
        for token in tokens.into_iter().skip(known - 1) {
            let value = self.levels.last()?.child(&token)?;
            self.levels.push(Level::of(token, value));
        }
        Some((self.levels.last()?, last))
    }
}

impl<'d> Level<'d> {
    #[inline(never)]
    fn of(token: String, value: Value<'d>) -> Self {
        let mut inside: Vec<Named<'d>> = Vec::new();
        for item in value.items() {
            inside.push((Cow::default(), item));
        }
        for member in value.members() {
            let name = match member.name() {
                Cow::Borrowed(name) => Cow::Borrowed(name.as_bytes()),
                Cow::Owned(name) => Cow::Owned(name.into_bytes()),
            };
            inside.push((name, member.value));
        }
        Self { token, inside: Names::ordered(inside), is_array: value.kind() == Kind::Array }
    }

    #[inline(never)]
    fn child(&self, token: &str) -> Option<Value<'d>> {
        let index = if self.is_array { pointer::index(token)? } else { self.inside.find(token.as_bytes()) };
        self.inside.value(index)
    }
}
