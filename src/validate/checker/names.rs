//! Names that the table does not have, and names that are there twice.

use super::{Checker, Expected};
use crate::finding::{Code, Params};
use crate::json::sort::order;
use crate::json::{Token, same_bytes, string};
use crate::schema::suggestion;

impl Checker<'_> {
    /// A name that the table does not have where it stands.
    #[inline(never)]
    pub(super) fn unknown_name(&mut self, token: Token) {
        let Some(frame) = &mut self.top else { return };
        let object = frame.object;
        frame.name = token;
        self.expected = Expected::Unknown;
        if self.outer.is_empty() {
            self.cutter.member(token.start - 1, false);
        }
        self.unknown.push(token);
        match (object, self.outer.len()) {
            (Some(object), depth) => {
                let name = string::decode(self.slice(token));
                if depth == 0 {
                    self.root.error |= name == "error";
                    self.root.op |= name == "op";
                    self.root.path |= name == "path";
                }
                if depth == 0 && name.starts_with("@odata.") {
                    return;
                }
                if let Some(suggestion) = suggestion(object, &name) {
                    self.find(Code::DidYouMean, vec![("suggestion", suggestion.into())], token.start);
                }
            }
            // An element of a top-level array.
            (None, 1) if !self.root.is_object && string::decode(self.slice(token)) == "op" => self.root.patch = true,
            _ => {}
        }
    }

    #[cold]
    pub(super) fn duplicate(&mut self, token: Token) {
        self.find(Code::DuplicateMember, Params::new(), token.start);
    }

    /// Looks for the same name twice among the names of an object that the table does not have.
    #[inline(never)]
    pub(super) fn unknown_duplicates(&mut self, from: usize) {
        let names = self.unknown.get(from..).unwrap_or_default();
        // The common case: a handful, all different.
        if names.len() <= 8 {
            let is_same = |a: &Token, b: &Token| match a.escaped || b.escaped {
                false => same_bytes(self.slice(*a), self.slice(*b)),
                true => string::equal(self.slice(*a), self.slice(*b)),
            };
            let mut rest = names;
            let mut found = false;
            while let Some((first, behind)) = rest.split_first() {
                found |= behind.iter().any(|second| is_same(first, second));
                rest = behind;
            }
            if !found {
                return;
            }
        }
        let names = names.to_vec();
        let name = |index: usize| names.get(index).map(|token| string::exact(self.slice(*token)));
        let order = order(names.len(), &|a, b| name(a).cmp(&name(b)));
        let sorted: Vec<_> = order.iter().filter_map(|index| names.get(*index)).collect();
        for pair in sorted.windows(2) {
            if let [first, second] = pair
                && string::equal(self.slice(**first), self.slice(**second))
            {
                if let Some(frame) = &mut self.top {
                    frame.name = **second;
                }
                self.duplicate(**second);
            }
        }
    }
}
