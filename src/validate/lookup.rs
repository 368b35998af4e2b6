//! Looks up many paths of one document, each beginning as the one before it did: what is on the way is put in order once.

use std::borrow::Cow;

use crate::json::document::{Named, Names};
use crate::json::{Kind, Value, pointer};

/// The values of a document by the paths of findings, in which half of a surrogate pair is written as U+FFFD.
pub(super) struct Lookup<'d> {
    /// What the path looked up last led through. The first holds nothing but the document, as all paths begin with it.
    levels: Vec<Level<'d>>,
}

/// What is directly inside of a value.
struct Level<'d> {
    /// What led to it from the level before.
    token: String,
    /// Of an array, all have the same name.
    inside: Names<'d>,
    is_array: bool,
}

impl<'d> Lookup<'d> {
    pub(super) fn new(root: Value<'d>) -> Self {
        let document = Names::ordered(vec![(Cow::Borrowed(b"".as_slice()), root)]);
        Self { levels: vec![Level { token: String::new(), inside: document, is_array: false }] }
    }

    /// The value at a path, the last one if its name is there several times.
    pub(super) fn at(&mut self, path: &str) -> Option<Value<'d>> {
        self.all(path).last().map(|(_, value)| *value)
    }

    /// All values at a path: several, where its last name is there several times.
    #[inline(never)]
    pub(super) fn all(&mut self, path: &str) -> &[Named<'d>] {
        let Some(mut tokens) = pointer::tokens(path) else { return &[] };
        let last = tokens.pop().unwrap_or_default();
        if !path.is_empty() {
            // The document itself is on the way.
            tokens.insert(0, String::new());
        }
        let mut known = 1;
        while let (Some(level), Some(token)) = (self.levels.get(known), tokens.get(known - 1))
            && level.token == *token
        {
            known += 1;
        }
        self.levels.truncate(known);
        for token in tokens.into_iter().skip(known - 1) {
            let inside = self.levels.last().and_then(|level| level.children(&token).last());
            let Some((_, value)) = inside else { return &[] };
            let level = Level::of(token, *value);
            self.levels.push(level);
        }
        self.levels.last().map_or(&[], |level| level.children(&last))
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
    fn children(&self, token: &str) -> &[Named<'d>] {
        if self.is_array {
            pointer::index(token).map_or(&[], |index| self.inside.nth(index))
        } else {
            self.inside.all(token.as_bytes())
        }
    }
}
