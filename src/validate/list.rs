//! A page of referrals or an array of them, judged item by item while the whole is read once.

use super::checker::Checker;
use super::{complete, fault_finding};
use crate::finding::{Code, Finding, Params, Severity};
use crate::json::{Container, Hint, Limits, Scalar, Token, Visitor, read};

/// What is found in one item.
#[derive(Debug)]
pub struct Item {
    /// Its place in the list, from 0.
    pub index: usize,
    /// Its id, if it has one.
    pub id: Option<String>,
    /// Paths are within the item.
    pub findings: Vec<Finding>,
}

/// What is found in a list.
#[derive(Debug)]
pub struct ListReport {
    /// No finding is an error.
    pub valid: bool,
    /// How many items there are.
    pub count: usize,
    /// Those with findings.
    pub items: Vec<Item>,
}

/// Checks an OData page (`{ "value": [ … ] }`) or an array of referrals.
///
/// What cannot be read is a finding of the item where reading stopped; what is no list is a finding of item 0.
pub fn validate_list(text: &[u8], limits: Limits) -> ListReport {
    let mut list =
        List { text, checker: Checker::new(text), depth: 0, place: Place::Start, count: 0, items: Vec::new() };
    let outcome = read(text, limits, &mut list);
    match outcome {
        Err(fault) => {
            let index = list.count.saturating_sub(usize::from(list.is_in_item()));
            list.report(index, None, vec![fault_finding(text, fault, limits)]);
        }
        Ok(()) if list.place != Place::Found => {
            let actual = if list.place == Place::Object { "object" } else { "scalar" };
            let params = Params { expected: Some("array"), actual: Some(actual.into()), ..Params::default() };
            list.report(0, None, vec![Finding::new(String::new(), Code::Type, params, 0)]);
        }
        Ok(()) => {}
    }
    let is_fine = |item: &Item| item.findings.iter().all(|finding| finding.severity != Severity::Error);
    ListReport { valid: list.items.iter().all(is_fine), count: list.count, items: list.items }
}

/// Where the reading is, in search of the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In front of everything.
    Start,
    /// Inside of the root object, not at `value`.
    Object,
    /// Behind the name `value` of the root object.
    Value,
    /// Inside of the array of items.
    Items,
    /// Behind the array of items.
    Found,
}

struct List<'t> {
    text: &'t [u8],
    checker: Checker<'t>,
    /// Open objects and arrays around the current place, and inside of the current item.
    depth: usize,
    place: Place,
    count: usize,
    items: Vec<Item>,
}

impl List<'_> {
    fn is_in_item(&self) -> bool {
        self.place == Place::Items && self.depth > 0
    }

    /// The item is complete.
    fn end_item(&mut self) {
        let index = self.count - 1;
        let done = std::mem::replace(&mut self.checker, Checker::new(self.text));
        let (findings, facts, _) = complete(self.text, done, false);
        if !findings.is_empty() {
            let id = facts.text(self.text, crate::schema::Role::Id).map(|id| id.into_owned());
            self.report(index, id, findings);
        }
    }

    fn report(&mut self, index: usize, id: Option<String>, findings: Vec<Finding>) {
        match self.items.last_mut().filter(|item| item.index == index) {
            Some(item) => item.findings.extend(findings),
            None => self.items.push(Item { index, id, findings }),
        }
    }
}

impl Visitor for List<'_> {
    fn open(&mut self, container: Container, at: usize) {
        match self.place {
            Place::Items => {
                self.count += usize::from(self.depth == 0);
                self.depth += 1;
                self.checker.open(container, at);
            }
            Place::Start | Place::Value if container == Container::Array => {
                self.place = Place::Items;
                self.depth = 0;
            }
            Place::Start => {
                self.place = Place::Object;
                self.depth = 1;
            }
            Place::Object | Place::Value => {
                self.place = Place::Object;
                self.depth += 1;
            }
            Place::Found => {}
        }
    }

    fn close(&mut self, container: Container, end: usize) {
        match self.place {
            Place::Items if self.depth == 0 => self.place = Place::Found,
            Place::Items => {
                self.checker.close(container, end);
                self.depth -= 1;
                if self.depth == 0 {
                    self.end_item();
                }
            }
            _ => self.depth = self.depth.saturating_sub(1),
        }
    }

    fn name(&mut self, token: Token) {
        match self.place {
            Place::Items => self.checker.name(token),
            Place::Object if self.depth == 1 && self.text.get(token.start..token.end) == Some(b"value") => {
                self.place = Place::Value;
            }
            _ => {}
        }
    }

    fn next_name(&self) -> Option<&'static [u8]> {
        if self.is_in_item() { self.checker.next_name() } else { None }
    }

    fn expected_name(&mut self, token: Token) {
        self.checker.expected_name(token);
    }

    fn scalar(&mut self, scalar: Scalar, token: Token) {
        match self.place {
            Place::Items => {
                self.checker.scalar(scalar, token);
                if self.depth == 0 {
                    self.count += 1;
                    self.end_item();
                }
            }
            Place::Value => self.place = Place::Object,
            _ => {}
        }
    }

    fn slip(&mut self, hint: Hint, at: usize) -> bool {
        if self.is_in_item() {
            return self.checker.slip(hint, at);
        }
        let finding = super::slip_finding(self.text, hint, at);
        let index = self.count.saturating_sub(1);
        self.report(index, None, vec![finding]);
        true
    }
}
