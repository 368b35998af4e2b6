//! A document and edits: what comes of them on a tree, and on the text.

use referral_editor::json::cut::without;
use referral_editor::json::edit::{Edit, EditError, Op, apply};
use referral_editor::json::{Document, Kind, Limits};
use referral_editor::validate::check;

use super::oracle::{self, Tree};
use super::parts;

/// More only take longer.
const MOST_EDITS: usize = 8;

/// A document; then, in turn, an operation's letter with a path, and a value.
pub fn edit(input: &[u8]) {
    let mut parts = parts(input).map_while(|part| str::from_utf8(part).ok());
    let text = parts.next().unwrap_or_default();
    strips(text);
    let mut edits = Vec::new();
    while let (Some(what), true) = (parts.next(), edits.len() < MOST_EDITS) {
        let (op, path) = match what.split_at_checked(1) {
            Some(("a", path)) => (Op::Add, path),
            Some(("r", path)) => (Op::Replace, path),
            Some(("d", path)) => (Op::Remove, path),
            _ => break,
        };
        edits.push(Edit { op, path: path.to_owned(), json: parts.next().unwrap_or_default().to_owned() });
    }
    let expected = on_a_tree(text, &edits);
    let result = apply(text, &edits, Limits::default());
    match (&result, &expected) {
        (Ok(result), Ok(tree)) => assert_eq!(tree_of(result).as_ref(), Some(tree), "{edits:?} in {text}: {result}"),
        (Err(error), Err(expected)) => assert_eq!(kind_of(error), *expected, "{edits:?} in {text}"),
        _ => panic!("{result:?} for {expected:?}: {edits:?} in {text}"),
    }
    if let (Ok(_), Some(first)) = (&result, edits.first()) {
        touches_nothing_else(text, first);
    }
}

/// Which edit fails, and of what. The document itself is no edit.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Failure {
    Document,
    Value(usize),
    Path(usize),
    Result(usize),
}

fn kind_of(error: &EditError) -> Failure {
    match error {
        EditError::Document(_) => Failure::Document,
        EditError::Value(index, _) => Failure::Value(*index),
        EditError::Path(index) => Failure::Path(*index),
        EditError::Result(index, _) => Failure::Result(*index),
    }
}

fn tree_of(text: &str) -> Option<Tree> {
    Tree::of(text).filter(|tree| tree.depth() <= 128)
}

fn on_a_tree(text: &str, edits: &[Edit]) -> Result<Tree, Failure> {
    let mut tree = tree_of(text).ok_or(Failure::Document)?;
    for (index, edit) in edits.iter().enumerate() {
        let new = match edit.op {
            Op::Remove => None,
            Op::Add | Op::Replace => Some(tree_of(&edit.json).ok_or(Failure::Value(index))?),
        };
        tree.apply(edit.op, &edit.path, new).ok_or(Failure::Path(index))?;
        if tree.depth() > 128 {
            return Err(Failure::Result(index));
        }
    }
    Ok(tree)
}

/// How far two texts agree from their beginnings, and from their ends.
fn agreement(a: &str, b: &str) -> usize {
    let front = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let back = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    front + back
}

/// An edit that can be made changes one piece of the text: a value that is replaced, else one that is put in or taken out.
fn touches_nothing_else(text: &str, edit: &Edit) {
    let result = apply(text, std::slice::from_ref(edit), Limits::default()).expect("it is the first of several");
    let document = Document::parse(text.as_bytes(), Limits::default()).expect("it was edited");
    let (parent, _) = edit.path.rsplit_once('/').unwrap_or_default();
    let is_inserted = edit.op == Op::Add
        && !edit.path.is_empty()
        && (edit.path.ends_with("/-") || document.at(parent).is_some_and(|parent| parent.kind() == Kind::Array));
    let shown = || format!("{edit:?} in {text}: {result}");
    match document.at(&edit.path).filter(|_| !is_inserted) {
        _ if edit.op == Op::Remove => assert!(agreement(text, &result) >= result.len(), "{}", shown()),
        Some(value) => {
            let (span, new) = (value.span(), edit.json.strip_prefix('\u{feff}').unwrap_or(&edit.json));
            let new = new.trim_matches([' ', '\t', '\r', '\n']);
            assert_eq!(result, [&text[..span.start], new, &text[span.end..]].concat(), "{}", shown());
        }
        None => {
            assert!(agreement(text, &result) >= text.len(), "{}", shown());
            undoes(text, &result, edit);
        }
    }
}

/// What was put in at the end and is taken out again leaves the text as it was.
fn undoes(text: &str, result: &str, edit: &Edit) {
    let document = Document::parse(text.as_bytes(), Limits::default()).expect("it was edited");
    let (parent, last) = edit.path.rsplit_once('/').unwrap_or_default();
    let path = match document.at(parent) {
        Some(array) if array.kind() == Kind::Array && last == "-" => format!("{parent}/{}", array.count()),
        Some(array) if array.kind() == Kind::Array && last != array.count().to_string() => return,
        _ => edit.path.clone(),
    };
    let remove = Edit { op: Op::Remove, path, json: String::new() };
    let again = apply(result, &[remove], Limits::default());
    assert_eq!(again.as_deref(), Ok(text), "{edit:?} in {text}: {result}");
}

/// What is sent has no `links` in its root, and everything else as it was.
fn strips(text: &str) {
    let cuts = check(text.as_bytes(), None, Limits::default()).cutter.into_cuts();
    let Some(Tree::Object(mut members)) = tree_of(text) else { return };
    let links: Vec<u16> = "links".encode_utf16().collect();
    let before = members.len();
    members.retain(|member| member.0 != links);
    let stripped = without(text.as_bytes(), &cuts);
    let stripped = str::from_utf8(&stripped).expect("cut between characters");
    assert_eq!(tree_of(stripped), Some(Tree::Object(members.clone())), "{text}: {stripped}");
    if members.len() == before {
        assert_eq!(stripped, text);
    }
    let mark = oracle::without_mark(text.as_bytes()).len();
    assert_eq!(mark == text.len(), oracle::without_mark(stripped.as_bytes()).len() == stripped.len());
}
