//! Looks up many paths of one document, each beginning as the one before it did: what is on the way is put in order once.

use std::borrow::Cow;

use crate::json::sort::order;
use crate::json::{Value, pointer};

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
    /// The names of members, in order; of elements, there are none.
    names: Vec<Cow<'d, str>>,
    /// Those of one name in their order.
    values: Vec<Value<'d>>,
}

impl<'d> Lookup<'d> {
    pub(super) fn new(root: Value<'d>) -> Self {
        Self { root, levels: Vec::new() }
    }

    /// The value at a path, the last one if its name is there several times.
    pub(super) fn at(&mut self, path: &str) -> Option<Value<'d>> {
        self.all(path).last().copied()
    }

    /// All values at a path: several, where its last name is there several times.
    #[inline(never)]
    pub(super) fn all(&mut self, path: &str) -> &[Value<'d>] {
        let Some(tokens) = pointer::tokens(path) else { return &[] };
        let Some((last, way)) = tokens.split_last() else { return std::slice::from_ref(&self.root) };
        if self.levels.is_empty() {
            self.levels.push(Level::of(String::new(), self.root));
        }
        let mut known = 1;
        for (level, token) in self.levels.iter().skip(1).zip(way) {
            if level.token != *token {
                break;
            }
            known += 1;
        }
        self.levels.truncate(known);
        for token in way.iter().skip(known - 1) {
            let inside = self.levels.last().and_then(|level| level.children(token).last());
            let Some(value) = inside.copied() else { return &[] };
            self.levels.push(Level::of(token.clone(), value));
        }
        self.levels.last().map_or(&[], |level| level.children(last))
    }
}

impl<'d> Level<'d> {
    #[inline(never)]
    fn of(token: String, value: Value<'d>) -> Self {
        let mut names = Vec::new();
        let mut values: Vec<Value<'d>> = value.items().collect();
        for member in value.members() {
            names.push(member.name());
            values.push(member.value);
        }
        let order = order(names.len(), &|a, b| names.get(a).cmp(&names.get(b)));
        let (mut ordered, members) = (Vec::with_capacity(names.len()), values.clone());
        for (place, index) in order.into_iter().enumerate() {
            ordered.extend(names.get_mut(index).map(std::mem::take));
            if let (Some(value), Some(member)) = (values.get_mut(place), members.get(index)) {
                *value = *member;
            }
        }
        Self { token, names: ordered, values }
    }

    #[inline(never)]
    fn children(&self, token: &str) -> &[Value<'d>] {
        let children = if self.names.is_empty() {
            pointer::index(token).and_then(|index| self.values.get(index..=index))
        } else {
            let from = self.names.partition_point(|name| name.as_ref() < token);
            let to = self.names.partition_point(|name| name.as_ref() <= token);
            self.values.get(from..to)
        };
        children.unwrap_or_default()
    }
}
