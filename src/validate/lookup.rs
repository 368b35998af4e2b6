//! Looks up many paths of one document, each beginning as the one before it did: what is on the way is put in order once.

use std::borrow::Cow;

use crate::json::sort::order;
use crate::json::{Kind, Value, pointer};

/// The values of a document by the paths of findings, in which half of a surrogate pair is written as U+FFFD.
pub(super) struct Lookup<'d> {
    /// The root, and what the path looked up last led through. Each but the first has the token that led to it.
    levels: Vec<Level<'d>>,
}

struct Level<'d> {
    token: String,
    value: Value<'d>,
    children: Option<Children<'d>>,
}

enum Children<'d> {
    /// By name; those of one name in their order.
    Members(Vec<(Cow<'d, str>, Value<'d>)>),
    Items(Vec<Value<'d>>),
}

impl<'d> Lookup<'d> {
    pub(super) fn new(root: Value<'d>) -> Self {
        Self { levels: vec![Level { token: String::new(), value: root, children: None }] }
    }

    /// The value at a path, the last one if its name is there several times.
    pub(super) fn at(&mut self, path: &str) -> Option<Value<'d>> {
        self.all(path).last().copied()
    }

    /// All values at a path: several, where its last name is there several times.
    pub(super) fn all(&mut self, path: &str) -> Vec<Value<'d>> {
        let Some(tokens) = pointer::tokens(path) else { return Vec::new() };
        let Some((last, way)) = tokens.split_last() else {
            return self.levels.first().map(|root| root.value).into_iter().collect();
        };
        let known = self.levels.iter().skip(1).zip(way).take_while(|(level, token)| level.token == **token).count();
        self.levels.truncate(known + 1);
        for token in way.iter().skip(known) {
            let Some(value) = self.levels.last_mut().and_then(|level| level.children(token).last().copied()) else {
                return Vec::new();
            };
            self.levels.push(Level { token: token.clone(), value, children: None });
        }
        self.levels.last_mut().map(|level| level.children(last)).unwrap_or_default()
    }
}

impl<'d> Level<'d> {
    fn children(&mut self, token: &str) -> Vec<Value<'d>> {
        let value = self.value;
        match self.children.get_or_insert_with(|| Children::of(value)) {
            Children::Items(items) => {
                pointer::index(token).and_then(|index| items.get(index)).copied().into_iter().collect()
            }
            Children::Members(members) => {
                let from = members.partition_point(|member| member.0.as_ref() < token);
                let rest = members.get(from..).unwrap_or_default();
                rest.iter().take_while(|member| member.0 == token).map(|member| member.1).collect()
            }
        }
    }
}

impl<'d> Children<'d> {
    fn of(value: Value<'d>) -> Self {
        if value.kind() == Kind::Array {
            return Self::Items(value.items().collect());
        }
        let members: Vec<_> = value.members().map(|member| (member.name(), member.value)).collect();
        let name = |index: usize| members.get(index).map(|member| &member.0);
        let order = order(members.len(), &|a, b| name(a).cmp(&name(b)));
        Self::Members(order.into_iter().filter_map(|index| members.get(index).cloned()).collect())
    }
}
