//! A page of referrals or an array of them, judged item by item while the whole is read once.

use super::checker::{Checker, too_many};
use super::facts::Fact;
use super::{complete, fault_finding, in_document_order};
use crate::finding::{Code, Finding, Params, Severity};
use crate::json::{Container, Fault, Hint, Kind, Limits, Scalar, Token, Visitor, read, string};
use crate::schema::Role;

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

/// More findings of all items together than anyone reads: the rest is counted, judged, and not listed.
const MOST_FINDINGS: usize = 100_000;
/// Their paths and messages together.
const MOST_TEXT: usize = 32 << 20;

/// Reads one referral. What the checker was told, and why reading stopped if it did.
///
/// It is read as the only item of a list: a reader of its own would add some kilobytes to what is shipped.
pub(super) fn read_one(text: &[u8], limits: Limits) -> (Checker<'_>, Result<(), Fault>) {
    let mut list = List { place: Place::Items, is_one: true, ..List::new(text) };
    let ending = read(text, limits, &mut list);
    (list.checker, ending)
}

/// Checks an OData page (`{ "value": [ … ] }`) or an array of referrals.
///
/// What cannot be read is a finding of the item where reading stopped; what is said of the list is a finding of item 0.
pub fn validate_list(text: &[u8], limits: Limits) -> ListReport {
    let mut list = List::new(text);
    match read(text, limits, &mut list) {
        Err(fault) => list.stopped(fault_finding(text, fault, limits)),
        Ok(()) => list.ended(),
    }
    if list.dropped
        && let Some(item) = list.items.last_mut()
    {
        item.findings.push(too_many(list.listed));
    }
    ListReport { valid: list.valid, count: list.count, items: list.items }
}

/// Where the reading is, in search of the items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Place {
    /// In front of everything, or inside of the root object, not at `value`.
    Outside,
    /// Behind the name `value` of the root object.
    Value,
    /// Inside of the array of items.
    Items,
}

struct List<'t> {
    text: &'t [u8],
    checker: Checker<'t>,
    place: Place,
    /// There is one item, and no list.
    is_one: bool,
    /// Open objects and arrays around the array of items.
    around: usize,
    /// Open objects and arrays inside of the current item.
    depth: usize,
    /// The array of items was met.
    found: bool,
    /// How often the root object has the name `value`.
    values: usize,
    /// What stands in the place of the array of items, and where.
    instead: Option<(&'static str, Kind)>,
    count: usize,
    items: Vec<Item>,
    /// The ids of the first item and of the one that was complete last.
    first_id: Option<Fact>,
    last_id: Option<Fact>,
    valid: bool,
    /// Findings in `items`, and the length of their texts.
    listed: usize,
    length: usize,
    dropped: bool,
}

impl<'t> List<'t> {
    fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            checker: Checker::new(text),
            place: Place::Outside,
            is_one: false,
            around: 0,
            depth: 0,
            found: false,
            values: 0,
            instead: None,
            count: 0,
            items: Vec::new(),
            first_id: None,
            last_id: None,
            valid: true,
            listed: 0,
            length: 0,
            dropped: false,
        }
    }

    fn is_in_item(&self) -> bool {
        self.is_one || (self.place == Place::Items && self.depth > 0)
    }

    fn is_full(&self) -> bool {
        self.listed >= MOST_FINDINGS || self.length >= MOST_TEXT
    }

    /// The item is complete.
    fn end_item(&mut self) {
        let done = std::mem::replace(&mut self.checker, Checker::new(self.text));
        let (findings, facts, _) = complete(self.text, done, false);
        self.end(facts.get(Role::Id), findings);
    }

    /// No more is to be known of the last item.
    fn end(&mut self, id: Option<Fact>, findings: Vec<Finding>) {
        self.last_id = id;
        if self.count == 1 {
            self.first_id = id;
        }
        self.report(self.count - 1, findings);
    }

    /// Reading stopped.
    fn stopped(&mut self, fault: Finding) {
        let index = match self.place {
            Place::Items if self.depth > 0 => {
                let begun = std::mem::replace(&mut self.checker, Checker::new(self.text));
                let (findings, facts, ..) = begun.finish();
                self.end(facts.get(Role::Id), in_document_order(findings));
                self.count - 1
            }
            // Where the next item should be.
            Place::Items => self.count,
            _ => self.count.saturating_sub(1),
        };
        self.report(index, vec![fault]);
    }

    /// Everything was read.
    fn ended(&mut self) {
        if self.found {
            return;
        }
        let (path, actual) = self.instead.map_or(("", "nothing"), |(path, kind)| (path, kind.name()));
        let params = vec![("expected", "array".into()), ("actual", actual.into())];
        self.report(0, vec![Finding::new(path.into(), Code::Type, params, 0)]);
    }

    /// Notes what a value is that stands where the array of items could be.
    fn note(&mut self, kind: Kind) {
        match self.place {
            Place::Value => self.instead = Some(("/value", kind)),
            Place::Outside if self.instead.is_none() => self.instead = Some(("", kind)),
            _ => {}
        }
    }

    /// Lists findings of an item, as long as there is room.
    fn report(&mut self, index: usize, mut findings: Vec<Finding>) {
        self.valid &= findings.iter().all(|finding| finding.severity != Severity::Error);
        let room = if self.is_full() { 0 } else { MOST_FINDINGS - self.listed };
        self.dropped |= findings.len() > room;
        findings.truncate(room);
        self.listed += findings.len();
        self.length += findings.iter().map(|finding| finding.path.len() + finding.message.len()).sum::<usize>();
        // In the order of the items: what is said of the list stands in front.
        let at = self.items.partition_point(|item| item.index < index);
        match self.items.get_mut(at).filter(|item| item.index == index) {
            Some(item) => item.findings.extend(findings),
            None if findings.is_empty() => return,
            None => self.items.insert(at, Item { index, id: None, findings }),
        }
        let id = match index {
            0 => self.first_id,
            index if index + 1 == self.count => self.last_id,
            _ => None,
        };
        if let (Some(item), Some(id)) = (self.items.get_mut(at), id.filter(|id| id.kind == Kind::String)) {
            item.id = String::from_utf8(string::characters(self.text, id.token).into_owned()).ok();
        }
    }
}

impl Visitor for List<'_> {
    fn open(&mut self, container: Container, at: usize) {
        if self.place == Place::Items {
            self.count += usize::from(self.depth == 0);
            self.depth += 1;
            self.checker.open(container, at);
            return;
        }
        let is_place = self.place == Place::Value || (self.around == 0 && self.instead.is_none());
        if is_place && container == Container::Array && !self.found {
            self.found = true;
            self.place = Place::Items;
            return;
        }
        self.note(container.into());
        self.place = Place::Outside;
        self.around += 1;
    }

    fn close(&mut self, container: Container, end: usize) {
        match self.place {
            Place::Items if self.depth == 0 => self.place = Place::Outside,
            Place::Items => {
                self.checker.close(container, end);
                self.depth -= 1;
                if self.depth == 0 && !self.is_one {
                    self.end_item();
                }
            }
            _ => self.around = self.around.saturating_sub(1),
        }
    }

    fn name(&mut self, token: Token, is_next: bool) {
        match self.place {
            Place::Items => self.checker.name(token, is_next),
            _ if self.around == 1 && *string::characters(self.text, token) == *b"value" => {
                self.place = Place::Value;
                self.values += 1;
                // Of the two arrays only one can be judged by its index.
                if self.values == 2 {
                    let twice = Finding::new("/value".into(), Code::DuplicateMember, Params::new(), token.start);
                    self.report(0, vec![twice]);
                }
            }
            _ => {}
        }
    }

    fn next_name(&self) -> Option<&'static [u8]> {
        if self.is_in_item() { self.checker.next_name() } else { None }
    }

    fn scalar(&mut self, scalar: Scalar, token: Token) {
        if self.place != Place::Items {
            self.note(scalar.into());
            self.place = Place::Outside;
            return;
        }
        if self.is_in_item() {
            self.checker.scalar(scalar, token);
            return;
        }
        self.count += 1;
        if self.is_full() {
            // No scalar is a referral; nothing more has to be known.
            (self.valid, self.dropped) = (false, true);
            return;
        }
        self.checker.scalar(scalar, token);
        self.end_item();
    }

    fn slip(&mut self, hint: Hint, at: usize) -> bool {
        if self.is_in_item() {
            return self.checker.slip(hint, at);
        }
        let finding = super::slip_finding(self.text, hint, at);
        self.report(self.count.saturating_sub(1), vec![finding]);
        true
    }
}
