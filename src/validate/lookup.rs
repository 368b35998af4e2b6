//! Looks up many paths of one document, each beginning as the one before it did: what is on the way is put in order once.

use std::borrow::Cow;

use crate::json::document::{Member, Names};
use crate::json::{Kind, Value, pointer};

/// The values of a document by the paths of findings, in which half of a surrogate pair is written as U+FFFD.
pub(super) struct Lookup<'d> {
    root: Value<'d>,
    /// What the path looked up last led through, from the root on.
    levels: Vec<Level<'d>>,
}

/// What is directly inside of a value.
struct Level<'d> {
    /// The path of the value.
    path: String,
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

    /// What a path that is not empty leads through at last, and its last name.
    #[inline(never)]
    fn way(&mut self, path: &str) -> Option<(&Level<'d>, String)> {
        while let Some(level) = self.levels.last()
            && path.strip_prefix(level.path.as_str()).is_none_or(|rest| !rest.starts_with('/'))
        {
            self.levels.pop();
        }
        if self.levels.is_empty() {
            self.levels.push(Level::of(String::new(), self.root));
        }
        loop {
            let level = self.levels.last()?;
            let start = level.path.len();
            let end = pointer::token_end(path, start);
            let name = pointer::unescape(path.get(start + 1..end)?)?;
            if end == path.len() {
                return Some((self.levels.last()?, name));
            }
            let value = level.child(&name)?;
            self.levels.push(Level::of(path.get(..end)?.to_owned(), value));
        }
    }
}

impl<'d> Level<'d> {
    #[inline(never)]
    fn of(path: String, value: Value<'d>) -> Self {
        let mut inside = Names::by(value, readable_name);
        for item in value.items() {
            inside.all.push((Cow::default(), item));
        }
        Self { path, inside, is_array: value.kind() == Kind::Array }
    }

    #[inline(never)]
    fn child(&self, name: &str) -> Option<Value<'d>> {
        let index = if self.is_array { pointer::index(name)? } else { self.inside.find(name.as_bytes()) };
        self.inside.value(index)
    }
}

fn readable_name(member: Member<'_>) -> Cow<'_, [u8]> {
    match member.name() {
        Cow::Borrowed(name) => Cow::Borrowed(name.as_bytes()),
        Cow::Owned(name) => Cow::Owned(name.into_bytes()),
    }
}
