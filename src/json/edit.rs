//! RFC 6902 `add`, `replace` and `remove` as splices into the text: what an edit does not touch keeps its bytes.

use std::ops::Range;

use super::document::{Document, Kind, Value};
use super::reader::{Fault, FaultKind, Limits};
use super::{pointer, string};

/// What an edit does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Op {
    /// Inserts an element, adds a member, or replaces a member that is there.
    Add,
    /// Puts another value in the place of one that is there.
    Replace,
    /// Takes a member or an element out.
    Remove,
}

/// One operation.
#[derive(Clone, Debug)]
pub struct Edit {
    /// What it does.
    pub op: Op,
    /// Where, as a JSON Pointer.
    pub path: String,
    /// The new value as JSON text; nothing for `remove`.
    pub json: String,
}

/// Why an edit cannot be applied.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum EditError {
    /// The document is not JSON.
    Document(Fault),
    /// The new value of this edit (counted from 0) is not JSON.
    Value(usize, Fault),
    /// The path of this edit is no JSON Pointer, or there is nothing where it points.
    Path(usize),
    /// What this edit makes of the document is over a limit.
    Result(usize, Fault),
}

/// The text with all edits applied in their order.
///
/// # Errors
/// The first edit that cannot be applied; then none is.
pub fn apply(text: &str, edits: &[Edit], limits: Limits) -> Result<String, EditError> {
    let mut text = text.to_owned();
    if edits.is_empty() {
        Document::parse(text.as_bytes(), limits).map_err(EditError::Document)?;
    }
    for (index, edit) in edits.iter().enumerate() {
        let value = match edit.op {
            Op::Remove => NOTHING,
            Op::Add | Op::Replace => {
                NewValue::read(&edit.json, limits).map_err(|fault| EditError::Value(index, fault))?
            }
        };
        let document = Document::parse(text.as_bytes(), limits).map_err(EditError::Document)?;
        let splice = splice(&document, &text, edit, value.text).ok_or(EditError::Path(index))?;
        // Every token of the path leads one level down.
        let levels = edit.path.matches('/').count() + value.depth;
        if levels > limits.depth as usize && value.depth > 0 {
            return Err(EditError::Result(index, Fault { kind: FaultKind::TooDeep, at: 0 }));
        }
        text = splice.apply(&text);
        if text.len() > limits.size {
            return Err(EditError::Result(index, Fault { kind: FaultKind::TooLarge, at: 0 }));
        }
    }
    Ok(text)
}

/// What an edit puts in.
struct NewValue<'j> {
    text: &'j str,
    /// Objects and arrays inside each other.
    depth: usize,
}

const NOTHING: NewValue<'_> = NewValue { text: "", depth: 0 };

impl<'j> NewValue<'j> {
    /// The one value that `json` holds, without white space around it.
    fn read(json: &'j str, limits: Limits) -> Result<Self, Fault> {
        let document = Document::parse(json.as_bytes(), limits)?;
        Ok(Self { text: json.get(document.root().span()).unwrap_or_default(), depth: document.depth() })
    }
}

/// New text for a range of the old one.
struct Splice {
    range: Range<usize>,
    text: String,
}

impl Splice {
    fn apply(&self, text: &str) -> String {
        let before = text.get(..self.range.start).unwrap_or_default();
        let after = text.get(self.range.end..).unwrap_or_default();
        [before, &self.text, after].concat()
    }
}

fn splice(document: &Document<'_>, text: &str, edit: &Edit, value: &str) -> Option<Splice> {
    let mut tokens = pointer::tokens(&edit.path)?;
    let Some(last) = tokens.pop() else {
        // The whole document can be replaced, not removed.
        let replace = Splice { range: document.root().span(), text: value.to_owned() };
        return (edit.op != Op::Remove).then_some(replace);
    };
    let parent = tokens.iter().try_fold(document.root(), |value, token| value.child(token))?;
    let slots = Slots::of(parent)?;
    let place = match parent.kind() {
        Kind::Object => slots.member(&last),
        _ if last == "-" && edit.op == Op::Add => None,
        _ => match pointer::index(&last)? {
            // `add` may point behind the last element.
            index if index == slots.all.len() && edit.op == Op::Add => None,
            index if index < slots.all.len() => Some(index),
            _ => return None,
        },
    };
    match (edit.op, place) {
        (Op::Remove, Some(place)) => Some(Splice { range: slots.removal(place)?, text: String::new() }),
        (Op::Add, Some(place)) if parent.kind() == Kind::Array => slots.insertion(text, place, value),
        (Op::Replace | Op::Add, Some(place)) => {
            Some(Splice { range: slots.all.get(place)?.value.clone(), text: value.to_owned() })
        }
        (Op::Add, None) => slots.appending(text, parent, &last, value),
        (Op::Replace | Op::Remove, None) => None,
    }
}

/// Where the members of an object or the elements of an array stand.
struct Slots {
    all: Vec<Slot>,
    /// Behind the opening bracket.
    inside: usize,
}

struct Slot {
    /// Of a member, as [`string::exact`] has it.
    name: Vec<u8>,
    /// The first byte: of the name, or of the element.
    start: usize,
    value: Range<usize>,
    end: usize,
}

impl Slots {
    /// Nothing for a value that holds no others.
    fn of(parent: Value<'_>) -> Option<Self> {
        let inside = parent.span().start + 1;
        let all = match parent.kind() {
            Kind::Object => parent
                .members()
                .map(|member| {
                    let value = member.value.span();
                    Slot {
                        name: member.exact_name().into_owned(),
                        start: member.name_span().start,
                        end: value.end,
                        value,
                    }
                })
                .collect(),
            Kind::Array => parent
                .items()
                .map(|item| {
                    let value = item.span();
                    Slot { name: Vec::new(), start: value.start, end: value.end, value }
                })
                .collect(),
            _ => return None,
        };
        Some(Self { all, inside })
    }

    /// The last member of that name: the one that a reader sees.
    fn member(&self, name: &str) -> Option<usize> {
        self.all.iter().rposition(|slot| slot.name == name.as_bytes())
    }

    /// The range to take out for a slot, with the comma in front of it, or behind it if it is the first.
    fn removal(&self, index: usize) -> Option<Range<usize>> {
        let slot = self.all.get(index)?;
        if let Some(before) = index.checked_sub(1).and_then(|before| self.all.get(before)) {
            // From the end of the one before: the comma and the white space in front of this one go.
            return Some(before.end..slot.end);
        }
        Some(match self.all.get(index + 1) {
            Some(after) => slot.start..after.start,
            None => slot.start..slot.end,
        })
    }

    /// A new element in front of the one at `index`.
    fn insertion(&self, text: &str, index: usize, value: &str) -> Option<Splice> {
        let at = self.all.get(index)?.start;
        let gap = self.gap(text, index)?;
        Some(Splice { range: at..at, text: [value, ",", gap].concat() })
    }

    /// A new member or element behind the last one, set out as its neighbours are.
    fn appending(&self, text: &str, parent: Value<'_>, name: &str, value: &str) -> Option<Splice> {
        let mut new = Vec::new();
        if parent.kind() == Kind::Object {
            string::push_quoted(&mut new, name);
            new.extend_from_slice(self.colon(text).as_bytes());
        }
        new.extend_from_slice(value.as_bytes());
        let new = String::from_utf8(new).ok()?;
        Some(match self.all.last() {
            Some(last) => {
                let gap = self.gap(text, self.all.len() - 1)?;
                Splice { range: last.end..last.end, text: [",", gap, &new].concat() }
            }
            None => Splice { range: self.inside..self.inside, text: new },
        })
    }

    /// The white space in front of a slot.
    fn gap<'t>(&self, text: &'t str, index: usize) -> Option<&'t str> {
        let slot = self.all.get(index)?;
        let from =
            index.checked_sub(1).and_then(|before| self.all.get(before)).map_or(self.inside, |before| before.end);
        let gap = text.get(from..slot.start)?;
        Some(gap.trim_start_matches([' ', '\t', '\r', '\n']).strip_prefix(',').unwrap_or(gap))
    }

    /// What stands between a name and its value here, or in the document's first member.
    fn colon<'t>(&self, text: &'t str) -> &'t str {
        let own = self.all.last().and_then(|slot| text.get(slot.start..slot.value.start));
        let colon = own.and_then(|text| text.get(text.rfind('"')? + 1..));
        colon.unwrap_or(if text.contains("\": ") { ": " } else { ":" })
    }
}
