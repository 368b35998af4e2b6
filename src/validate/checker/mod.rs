//! Holds a document against the member table while it is read.

mod names;
mod values;

use std::mem;

use super::facts::{Fact, Facts};
use super::slip_finding;
use crate::finding::{Code, Finding, Param, Params};
use crate::json::{Container, Hint, Kind as JsonKind, Scalar, Token, Visitor, cut::Cutter, pointer, string};
use crate::schema::{Kind, Member, Object, REFERRAL, Role};

/// More findings than anyone reads: the rest is counted as one.
const MOST_FINDINGS: usize = 10_000;
/// All their paths together; hostile names can be long.
const MOST_PATH_BYTES: usize = 4 << 20;

/// What the table says of the value that comes next.
#[derive(Clone, Copy)]
enum Expected {
    /// Nothing.
    Unknown,
    /// It is the document.
    Root,
    /// It is this member's value.
    Member(&'static Member),
    /// It is a row of an array of these.
    Row(&'static Object),
}

/// An open object or array.
#[derive(Clone, Copy)]
struct Frame {
    container: Container,
    /// What its members are, if the table knows.
    object: Option<&'static Object>,
    /// What its elements are, if the table knows.
    rows: Option<&'static Object>,
    /// The name read last, for the path.
    name: Token,
    /// The element being read, for the path; from 1.
    index: u32,
    /// The member that is probably next, as the service keeps to one order.
    next: u8,
    /// Members met, one bit for each of `object`.
    seen: u64,
    /// Where this object's names begin in [`Checker::unknown`].
    unknown: usize,
}

pub(super) struct Checker<'t> {
    text: &'t [u8],
    /// The innermost frame is `top`; there is none around the document.
    top: Option<Frame>,
    outer: Vec<Frame>,
    expected: Expected,
    /// Names that the table does not have, of all open objects.
    unknown: Vec<Token>,
    findings: Vec<Finding>,
    path_bytes: usize,
    dropped: bool,
    facts: Facts,
    cutter: Cutter,
    root: Root,
}

/// What the document is, when it is no referral.
#[derive(Default)]
struct Root {
    /// It is an object.
    is_object: bool,
    /// It has a member `value` that is an array.
    value_array: bool,
    /// It has a member `error`.
    error: bool,
    /// Its elements have a member `op`.
    patch: bool,
    /// It has a member `op` itself.
    op: bool,
    /// It has a member `path` itself.
    path: bool,
}

const NO_TOKEN: Token = Token { start: 0, end: 0, escaped: false };

impl<'t> Checker<'t> {
    pub(super) fn new(text: &'t [u8]) -> Self {
        Self {
            text,
            top: None,
            outer: Vec::with_capacity(8),
            expected: Expected::Root,
            unknown: Vec::new(),
            findings: Vec::new(),
            path_bytes: 0,
            dropped: false,
            facts: Facts::new(),
            cutter: Cutter::default(),
            root: Root::default(),
        }
    }

    /// The findings so far, the facts, the cuts, and whether the document is a referral.
    pub(super) fn finish(mut self) -> (Vec<Finding>, Facts, Cutter, bool) {
        let has_id = self.facts.get(Role::Id).is_some();
        let instead = match &self.root {
            Root { is_object: true, value_array: true, .. } if !has_id => Some("list"),
            Root { is_object: true, error: true, .. } if !has_id => Some("error"),
            Root { is_object: true, op: true, path: true, .. } if !has_id => Some("patch"),
            _ => None,
        };
        if let Some(actual) = instead {
            self.findings.insert(0, not_a_referral(actual, 0));
        } else if self.root.patch {
            for finding in self.findings.iter_mut().filter(|finding| finding.code == Code::NotAReferral) {
                *finding = not_a_referral("patch", finding.at);
            }
        }
        if self.dropped {
            self.findings.push(too_many(self.findings.len()));
        }
        let whole = self.root.is_object && instead.is_none();
        (self.findings, self.facts, self.cutter, whole)
    }

    fn slice(&self, token: Token) -> &'t [u8] {
        self.text.get(token.start..token.end).unwrap_or_default()
    }

    /// The path of the value that is being read.
    fn path(&self) -> String {
        self.path_through(self.outer.iter().chain(&self.top))
    }

    fn path_through<'f>(&self, frames: impl Iterator<Item = &'f Frame>) -> String {
        let mut path = String::new();
        for frame in frames {
            match frame.container {
                Container::Object => pointer::push(&mut path, &string::decode(self.slice(frame.name))),
                Container::Array => pointer::push_index(&mut path, (frame.index as usize).saturating_sub(1)),
            }
        }
        path
    }

    #[cold]
    fn find(&mut self, code: Code, params: Params, at: usize) -> Option<&mut Finding> {
        self.find_at(self.path(), code, params, at)
    }

    fn find_at(&mut self, path: String, code: Code, params: Params, at: usize) -> Option<&mut Finding> {
        if self.findings.len() >= MOST_FINDINGS || self.path_bytes >= MOST_PATH_BYTES {
            self.dropped = true;
            return None;
        }
        self.path_bytes += path.len();
        self.findings.push(Finding::new(path, code, params, at));
        self.findings.last_mut()
    }

    #[cold]
    fn find_type(&mut self, expected: &'static str, actual: JsonKind, at: usize) {
        self.find(Code::Type, vec![("expected", expected.into()), ("actual", actual.name().into())], at);
    }

    /// A value begins: what the table says of it.
    #[inline]
    fn expect(&mut self) -> Expected {
        match &mut self.top {
            Some(frame) if frame.container == Container::Array => {
                frame.index += 1;
                frame.rows.map_or(Expected::Unknown, Expected::Row)
            }
            _ => mem::replace(&mut self.expected, Expected::Unknown),
        }
    }

    /// The frame for a container, from what was expected of it.
    #[inline]
    fn frame(&mut self, expected: Expected, container: Container, at: usize) -> Frame {
        let mut frame = Frame {
            container,
            object: None,
            rows: None,
            name: NO_TOKEN,
            index: 0,
            next: 0,
            seen: 0,
            unknown: self.unknown.len(),
        };
        match (expected, container) {
            (Expected::Unknown, _) => {}
            (Expected::Root, Container::Object) => {
                self.root.is_object = true;
                frame.object = Some(&REFERRAL);
            }
            (Expected::Root, Container::Array) => self.not_a_referral(JsonKind::Array, at),
            (Expected::Row(object), Container::Object) => frame.object = Some(object),
            (Expected::Row(_), Container::Array) => self.find_type("object", JsonKind::Array, at),
            (Expected::Member(member), _) => {
                if member.role != Role::Plain {
                    let token = Token { start: at, end: at, escaped: false };
                    self.facts.note(member.role, Some(Fact { kind: container.into(), token }));
                }
                match (member.kind, container) {
                    (Kind::Any, _) => {}
                    (Kind::Object(object) | Kind::Ids(object), Container::Object) => frame.object = Some(object),
                    (Kind::Rows(row, _) | Kind::Ids(row), Container::Array) => frame.rows = Some(row),
                    (kind, _) => self.find_type(kind.json_type(), container.into(), at),
                }
            }
        }
        frame
    }

    /// Where the table has the name among the frame's members, or nowhere in it.
    #[inline(never)]
    fn search(&self, frame: &Frame, token: Token) -> usize {
        let Some(object) = frame.object else { return usize::MAX };
        let name = self.slice(token);
        let index = match token.escaped {
            false => object.position(name, usize::from(frame.next)),
            true => object.position(string::decode(name).as_bytes(), 0),
        };
        index.unwrap_or(usize::MAX)
    }

    /// A name that the table has, at this place of the object's members.
    #[inline]
    fn known_name(&mut self, index: usize, member: &'static Member, token: Token) {
        let Some(frame) = &mut self.top else { return };
        let bit = 1 << index;
        let twice = frame.seen & bit != 0;
        frame.name = token;
        frame.seen |= bit;
        frame.next = index as u8 + 1;
        self.expected = Expected::Member(member);
        if self.outer.is_empty() {
            self.cutter.member(token.start - 1, member.role == Role::Links);
        }
        if twice {
            self.duplicate(token);
        }
    }

    #[cold]
    fn not_a_referral(&mut self, actual: JsonKind, at: usize) {
        self.findings.push(not_a_referral(actual.name(), at));
    }
}

fn not_a_referral(actual: &'static str, at: usize) -> Finding {
    let params = vec![("expected", "object".into()), ("actual", actual.into())];
    Finding::new(String::new(), Code::NotAReferral, params, at)
}

/// So many are listed, and there are more.
pub(super) fn too_many(listed: usize) -> Finding {
    Finding::new(String::new(), Code::TooManyFindings, vec![("limit", Param::Number(listed as u32))], usize::MAX)
}

impl Visitor for Checker<'_> {
    #[inline]
    fn open(&mut self, container: Container, at: usize) {
        let expected = self.expect();
        let frame = self.frame(expected, container, at);
        if container == Container::Array
            && self.outer.is_empty()
            && self.top.is_some_and(|top| self.slice(top.name).eq_ignore_ascii_case(b"value"))
        {
            self.root.value_array = true;
        }
        if let Some(top) = self.top.replace(frame) {
            self.outer.push(top);
        }
    }

    #[inline]
    fn close(&mut self, _: Container, end: usize) {
        if let Some(frame) = self.top {
            if self.unknown.len() > frame.unknown {
                if self.unknown.len() > frame.unknown + 1 {
                    self.unknown_duplicates(frame.unknown);
                }
                self.unknown.truncate(frame.unknown);
            }
            if let Some(object) = frame.object {
                self.solution(object);
            }
            if self.outer.is_empty() {
                self.facts.members = frame.seen;
                self.facts.end = end;
            }
        }
        self.top = self.outer.pop();
        if self.outer.is_empty() && self.top.is_some() {
            self.cutter.value_end(end);
        }
    }

    #[inline]
    fn name(&mut self, token: Token, is_next: bool) {
        let Some(frame) = &self.top else { return };
        let index = if is_next { usize::from(frame.next) } else { self.search(frame, token) };
        match frame.object.and_then(|object| object.members.get(index)) {
            Some(member) => self.known_name(index, member, token),
            None => self.unknown_name(token),
        }
    }

    #[inline]
    fn next_name(&self) -> Option<&'static [u8]> {
        let frame = self.top.as_ref()?;
        Some(frame.object?.members.get(usize::from(frame.next))?.name.as_bytes())
    }

    #[inline]
    fn scalar(&mut self, scalar: Scalar, token: Token) {
        match self.expect() {
            Expected::Unknown => {}
            Expected::Member(member) => self.member_scalar(member, scalar, token),
            Expected::Row(_) => self.find_type("object", scalar.into(), token.start),
            Expected::Root => self.not_a_referral(scalar.into(), token.start),
        }
        if self.outer.is_empty() {
            self.cutter.value_end(token.end + usize::from(scalar == Scalar::String));
        }
    }

    fn slip(&mut self, hint: Hint, at: usize) -> bool {
        if self.findings.len() < MOST_FINDINGS {
            self.findings.push(slip_finding(self.text, hint, at));
        }
        true
    }
}
