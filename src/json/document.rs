//! A read text as a flat list of where its values stand, for those who need to look things up.

use std::borrow::Cow;

use super::reader::{Container, Fault, FaultKind, Limits, Scalar, Token, Visitor, read};
use super::sort::order;
use super::{Hint, number, pointer, string};

/// What a value is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// `{ … }`
    Object,
    /// `[ … ]`
    Array,
    /// A string.
    String,
    /// A number.
    Number,
    /// `true` or `false`.
    Boolean,
    /// `null`.
    Null,
}

impl Kind {
    /// The name that JSON Schema uses.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Object => "object",
            Self::Array => "array",
            Self::String => "string",
            Self::Number => "number",
            Self::Boolean => "boolean",
            Self::Null => "null",
        }
    }
}

impl From<Container> for Kind {
    fn from(container: Container) -> Self {
        match container {
            Container::Object => Self::Object,
            Container::Array => Self::Array,
        }
    }
}

impl From<Scalar> for Kind {
    fn from(scalar: Scalar) -> Self {
        match scalar {
            Scalar::String => Self::String,
            Scalar::Number => Self::Number,
            Scalar::Boolean => Self::Boolean,
            Scalar::Null => Self::Null,
        }
    }
}

/// A value, or the name in front of one. Offsets of strings and names are those of their quotes.
#[derive(Clone, Copy, Debug)]
struct Node {
    kind: Kind,
    start: u32,
    end: u32,
    /// The index behind this node and all that is inside of it.
    next: u32,
}

/// A JSON text and where its values stand.
#[derive(Debug)]
pub struct Document<'t> {
    text: &'t [u8],
    nodes: Vec<Node>,
    limits: Limits,
}

impl<'t> Document<'t> {
    /// Reads `text`; a byte order mark in front is passed over.
    ///
    /// # Errors
    /// The first thing that is not JSON or over a limit.
    pub fn parse(text: &'t [u8], limits: Limits) -> Result<Self, Fault> {
        let mut builder = Builder { nodes: Vec::with_capacity(text.len() / 16), open: Vec::new() };
        read(text, limits, &mut builder)?;
        // Offsets are kept in 32 bits.
        if u32::try_from(text.len()).is_err() {
            return Err(Fault { kind: FaultKind::TooLarge, at: 0 });
        }
        Ok(Self { text, nodes: builder.nodes, limits })
    }

    /// The text, with what stands around the JSON.
    pub fn text(&self) -> &'t [u8] {
        self.text
    }

    /// Within which it was read.
    pub fn limits(&self) -> Limits {
        self.limits
    }

    /// The whole of it.
    pub fn root(&self) -> Value<'_> {
        Value { document: self, index: 0 }
    }

    /// All values in it, and the names of members among them.
    pub fn values(&self) -> impl Iterator<Item = Value<'_>> {
        (0..self.nodes.len() as u32).map(|index| Value { document: self, index })
    }

    /// The value that a JSON Pointer names.
    pub fn at(&self, pointer: &str) -> Option<Value<'_>> {
        pointer::tokens(pointer)?.iter().try_fold(self.root(), |value, token| value.child(token))
    }

    fn node(&self, index: u32) -> Node {
        const NOTHING: Node = Node { kind: Kind::Null, start: 0, end: 0, next: u32::MAX };
        self.nodes.get(index as usize).copied().unwrap_or(NOTHING)
    }

    fn slice(&self, start: u32, end: u32) -> &[u8] {
        self.text.get(start as usize..end as usize).unwrap_or_default()
    }
}

struct Builder {
    nodes: Vec<Node>,
    open: Vec<u32>,
}

impl Builder {
    fn push(&mut self, kind: Kind, start: usize, end: usize) {
        let next = self.nodes.len() as u32 + 1;
        self.nodes.push(Node { kind, start: start as u32, end: end as u32, next });
    }
}

impl Visitor for Builder {
    fn open(&mut self, container: Container, at: usize) {
        self.open.push(self.nodes.len() as u32);
        self.push(container.into(), at, at);
    }

    fn close(&mut self, _: Container, end: usize) {
        let next = self.nodes.len() as u32;
        if let Some(index) = self.open.pop()
            && let Some(node) = self.nodes.get_mut(index as usize)
        {
            node.end = end as u32;
            node.next = next;
        }
    }

    fn name(&mut self, token: Token, _: bool) {
        self.push(Kind::String, token.start - 1, token.end + 1);
    }

    fn scalar(&mut self, scalar: Scalar, token: Token) {
        let quote = usize::from(scalar == Scalar::String);
        self.push(scalar.into(), token.start - quote, token.end + quote);
    }

    fn slip(&mut self, hint: Hint, _: usize) -> bool {
        hint == Hint::ByteOrderMark
    }
}

/// A value of a [`Document`].
#[derive(Clone, Copy, Debug)]
pub struct Value<'d> {
    document: &'d Document<'d>,
    index: u32,
}

impl<'d> Value<'d> {
    fn node(self) -> Node {
        self.document.node(self.index)
    }

    /// What it is.
    pub fn kind(self) -> Kind {
        self.node().kind
    }

    /// Its exact text, quotes and brackets included.
    pub fn raw(self) -> &'d [u8] {
        let node = self.node();
        self.document.slice(node.start, node.end)
    }

    /// The exact text, quotes included, of the name in front of a member's value.
    pub fn name_raw(self) -> &'d [u8] {
        Self { index: self.index.saturating_sub(1), ..self }.raw()
    }

    /// Its exact text as an owned string.
    pub fn to_text(self) -> String {
        string::readable(self.raw()).into_owned()
    }

    /// Where its text stands.
    pub fn span(self) -> std::ops::Range<usize> {
        let node = self.node();
        node.start as usize..node.end as usize
    }

    /// Its characters, if it is a string.
    pub fn as_str(self) -> Option<Cow<'d, str>> {
        (self.kind() == Kind::String).then(|| string::decode(self.inner()))
    }

    /// What stands between the quotes or brackets.
    fn inner(self) -> &'d [u8] {
        let node = self.node();
        self.document.slice(node.start + 1, node.end.saturating_sub(1))
    }

    /// The members of an object, in their order; nothing for any other value.
    pub fn members(self) -> impl Iterator<Item = Member<'d>> {
        let mut children = self.children(Kind::Object);
        std::iter::from_fn(move || Some(Member { name: children.next()?, value: children.next()? }))
    }

    /// The elements of an array, in their order; nothing for any other value.
    pub fn items(self) -> impl Iterator<Item = Self> {
        self.children(Kind::Array)
    }

    /// How many members or elements it has.
    pub fn count(self) -> usize {
        match self.kind() {
            Kind::Object => self.members().count(),
            Kind::Array => self.items().count(),
            _ => 0,
        }
    }

    /// The nodes directly inside, names among them.
    fn children(self, kind: Kind) -> impl Iterator<Item = Self> {
        let document = self.document;
        let node = self.node();
        let end = if node.kind == kind { node.next } else { 0 };
        let mut index = self.index + 1;
        std::iter::from_fn(move || {
            let value = (index < end).then_some(Self { document, index })?;
            index = document.node(index).next;
            Some(value)
        })
    }

    /// The member of that name, the last one if there are several (as `JSON.parse` reads it).
    pub fn get(self, name: &str) -> Option<Self> {
        self.members().filter(|member| member.is_named(name)).last().map(|member| member.value)
    }

    /// The member or element that one reference token of a JSON Pointer names.
    pub fn child(self, token: &str) -> Option<Self> {
        match self.kind() {
            Kind::Object => self.get(token),
            Kind::Array => self.items().nth(pointer::index(token)?),
            _ => None,
        }
    }

    /// The two are written with the same bytes.
    #[inline(never)]
    pub fn is_verbatim(self, other: Self) -> bool {
        self.raw() == other.raw()
    }

    /// The two mean the same: numbers by value, strings by characters, objects whatever the order of their members.
    pub fn equals(self, other: Self) -> bool {
        // Pairs still to be compared, instead of recursion.
        let mut pairs = vec![(self, other)];
        while let Some((a, b)) = pairs.pop() {
            if a.kind() != b.kind() {
                return false;
            }
            if a.is_verbatim(b) {
                continue;
            }
            let equal = match a.kind() {
                Kind::Object => push_members(a, b, &mut pairs),
                Kind::Array => push_items(a, b, &mut pairs),
                Kind::String => string::equal(a.inner(), b.inner()),
                Kind::Number => number::equal(a.raw(), b.raw()),
                Kind::Boolean | Kind::Null => false,
            };
            if !equal {
                return false;
            }
        }
        true
    }
}

/// Pairs the elements of two arrays; `false` when one has more.
fn push_items<'d>(a: Value<'d>, b: Value<'d>, pairs: &mut Vec<(Value<'d>, Value<'d>)>) -> bool {
    let mut others = b.items();
    for item in a.items() {
        let Some(other) = others.next() else { return false };
        pairs.push((item, other));
    }
    others.next().is_none()
}

/// Pairs the members of two objects by name; `false` when their names differ.
fn push_members<'d>(a: Value<'d>, b: Value<'d>, pairs: &mut Vec<(Value<'d>, Value<'d>)>) -> bool {
    let (left, right) = (Names::of(a), Names::of(b));
    let mut same = left.order.len() == right.order.len();
    for (a, b) in left.order.iter().zip(&right.order) {
        same &= left.name(*a) == right.name(*b);
        if let (Some(a), Some(b)) = (left.value(*a), right.value(*b)) {
            pairs.push((a, b));
        }
    }
    same
}

/// The index of a name that is not there.
pub const NOWHERE: usize = usize::MAX;

/// A value and its name, as [`Member::exact_name`] has it.
pub type Named<'d> = (Cow<'d, [u8]>, Value<'d>);

/// Values that can be looked up by name: the members of an object, mostly.
#[derive(Debug, Default)]
pub struct Names<'d> {
    /// In their order.
    pub all: Vec<Named<'d>>,
    /// Their indices by name; those of one name in their order.
    order: Vec<usize>,
}

impl<'d> Names<'d> {
    /// Those of `value`; none if it is not an object.
    pub fn of(value: Value<'d>) -> Self {
        Self::by(value, Member::exact_name)
    }

    /// The same by other names.
    #[inline(never)]
    pub fn by(value: Value<'d>, name: fn(Member<'d>) -> Cow<'d, [u8]>) -> Self {
        let mut all = Vec::new();
        for member in value.members() {
            all.push((name(member), member.value));
        }
        Self::ordered(all)
    }

    /// Values by the names that they are given.
    #[inline(never)]
    pub fn ordered(all: Vec<Named<'d>>) -> Self {
        let name = |index: usize| all.get(index).map(|value| &value.0);
        let order = order(all.len(), &|a, b| name(a).cmp(&name(b)));
        Self { all, order }
    }

    /// The index of that name, the last one if there are several.
    #[inline(never)]
    pub fn find(&self, name: &[u8]) -> usize {
        let end = self.order.partition_point(|index| self.name(*index) <= name);
        let last = end.checked_sub(1).and_then(|last| self.order.get(last));
        last.copied().filter(|index| self.name(*index) == name).unwrap_or(NOWHERE)
    }

    /// All values of that name, in their order.
    pub fn each(&self, name: &[u8]) -> Vec<Value<'d>> {
        let from = self.order.partition_point(|index| self.name(*index) < name);
        let mut values = Vec::new();
        for index in self.order.get(from..).unwrap_or_default() {
            if self.name(*index) != name {
                break;
            }
            if let Some(value) = self.value(*index) {
                values.push(value);
            }
        }
        values
    }

    fn name(&self, index: usize) -> &[u8] {
        self.all.get(index).map_or(b"", |value| value.0.as_ref())
    }

    /// The value with that index.
    pub fn value(&self, index: usize) -> Option<Value<'d>> {
        self.all.get(index).map(|value| value.1)
    }

    /// The member of that name, the last one if there are several.
    pub fn get(&self, name: &str) -> Option<Value<'d>> {
        self.get_exact(name.as_bytes())
    }

    /// The same, by what [`Member::exact_name`] has.
    pub fn get_exact(&self, name: &[u8]) -> Option<Value<'d>> {
        self.value(self.find(name))
    }

    /// A name is there twice.
    pub fn has_duplicates(&self) -> bool {
        let mut before = None;
        for index in &self.order {
            let name = Some(self.name(*index));
            if name == before {
                return true;
            }
            before = name;
        }
        false
    }

    /// The members that no JSON Pointer can name, as half of a surrogate pair is in their names.
    pub fn unnameable(&self) -> impl Iterator<Item = (&[u8], Value<'d>)> {
        // Only an escape can be half of a pair.
        let is_unnameable =
            |name: &Cow<'_, [u8]>| matches!(name, Cow::Owned(name) if std::str::from_utf8(name).is_err());
        self.all.iter().filter(move |member| is_unnameable(&member.0)).map(|(name, value)| (name.as_ref(), *value))
    }
}

/// A member of an object.
#[derive(Clone, Copy, Debug)]
pub struct Member<'d> {
    name: Value<'d>,
    /// What stands behind the colon.
    pub value: Value<'d>,
}

impl<'d> Member<'d> {
    /// Its name, escapes resolved.
    pub fn name(self) -> Cow<'d, str> {
        string::decode(self.name.inner())
    }

    /// The bytes that its name shares with no other, as [`string::exact`] has them.
    pub fn exact_name(self) -> Cow<'d, [u8]> {
        string::exact(self.name.inner())
    }

    /// Where its name stands, quotes included.
    pub fn name_span(self) -> std::ops::Range<usize> {
        self.name.span()
    }

    /// By its characters: what is written `"\t"` is one character, and not the two of that name.
    fn is_named(self, name: &str) -> bool {
        *self.exact_name() == *name.as_bytes()
    }
}
