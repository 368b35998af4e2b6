//! Three versions of a document: the laws of the merge that hold of any three (reliability.md, C.3), of the diff and the patch.

use referral_editor::diff::{Change, ChangeKind, diff};
use referral_editor::json::edit::{Edit, Op, apply};
use referral_editor::json::{Document, Limits, pointer};
use referral_editor::merge::{ConflictKind, Merge, merge as merged, merge_sent};
use referral_editor::patch::to_patch;
use referral_editor::results::{changes_text, merge_text};
use referral_editor::schema;

use super::oracle::{self, Tree};
use super::parts;

/// Base, ours and theirs.
pub fn merge(input: &[u8]) {
    let mut parts = parts(input).map_while(|part| str::from_utf8(part).ok());
    let base = parts.next().unwrap_or_default();
    let ours = parts.next().unwrap_or(base);
    let theirs = parts.next().unwrap_or(base);
    let parse = |text| Document::parse(str::as_bytes(text), Limits::default());
    let (Ok(b), Ok(o), Ok(t)) = (parse(base), parse(ours), parse(theirs)) else { return };

    assert_eq!(merged(&b, &b, &t).merged, theirs, "we changed nothing");
    assert_eq!(merged(&b, &o, &o).merged, ours, "they did the same");
    let alone = merged(&b, &o, &b);
    assert_eq!(alone.conflicts, [], "they changed nothing");
    let has_duplicates = |text| Tree::of(text).is_none_or(|tree| tree.has_duplicates());
    let is_plain = !has_duplicates(base) && !has_duplicates(ours);
    // Of a name that is there twice one is left, which is told where a path leads: at the object, the array or the whole around it.
    assert!(!is_plain || alone.taken.iter().all(|change| is_services(&change.path)), "ours: {:?}", alone.taken);

    let both = merged(&b, &o, &t);
    is_sound(&both);
    let result = Document::parse(both.merged.as_bytes(), Limits::default()).expect("a merge is JSON");
    assert_eq!(merged(&t, &result, &t).conflicts, [], "it is on top of theirs");
    let swapped = merged(&b, &t, &o);
    let is_judged = |merge: &Merge| merge.conflicts.iter().any(|conflict| conflict.kind == ConflictKind::InvalidMerge);
    if !is_judged(&both) && !is_judged(&swapped) {
        assert_eq!(both.conflicts.is_empty(), swapped.conflicts.is_empty(), "whichever side it is seen from");
    }
    assert_eq!(merge_sent(&b, &o, &o).1.reverted, [], "it is there");

    assert_eq!(diff(o.root(), o.root()), []);
    if is_plain {
        leads_there(base, &o, &diff(b.root(), o.root()));
        patches(base, &b, &o);
    }
}

/// What can be said of any result.
fn is_sound(merge: &Merge) {
    let text: serde_json::Value = serde_json::from_str(&merge_text(merge)).expect("a result is JSON");
    assert_eq!(text["conflicts"].as_array().map(Vec::len), Some(merge.conflicts.len()));
    let result = Document::parse(merge.merged.as_bytes(), Limits::default()).expect("a merge is JSON");
    let mut edits = Vec::new();
    for conflict in merge.conflicts.iter().rev() {
        let sides = [&conflict.base, &conflict.ours, &conflict.theirs];
        assert!(sides.into_iter().flatten().all(|json| oracle::accepts(json.as_bytes())), "{conflict:?}");
        let held = result.at(&conflict.path).map(|value| value.to_text());
        match &conflict.ours {
            Some(_) => assert!(held.is_some(), "it holds ours: {conflict:?}"),
            // Another row may stand where theirs would be added.
            None if conflict.path.ends_with(|last: char| last.is_ascii_digit()) => {}
            None => assert_eq!(held, None, "it holds ours: {conflict:?}"),
        }
        let op = match (&conflict.ours, &conflict.theirs) {
            (_, None) => Op::Remove,
            (None, _) => Op::Add,
            _ => Op::Replace,
        };
        // The whole of a document can be replaced, but not be taken out.
        if !(op == Op::Remove && conflict.path.is_empty()) {
            edits.push(Edit { op, path: conflict.path.clone(), json: conflict.theirs.clone().unwrap_or_default() });
        }
    }
    let resolved = apply(&merge.merged, &edits, Limits::default());
    assert!(resolved.is_ok(), "theirs can be taken from the last to the first: {resolved:?} {edits:?}");
}

/// Only the service writes it once it is there, or it is around the referral.
fn is_services(path: &str) -> bool {
    let Some(tokens) = pointer::tokens(path) else { return false };
    let is_around = tokens.first().is_some_and(|name| referral_editor::diff::is_envelope(name));
    let is_member = |end| schema::member(&tokens[..end]).is_some_and(|member| member.is_services());
    is_around || (1..=tokens.len()).any(is_member)
}

/// Applied in their order, the changes make the other document of the first.
fn leads_there(base: &str, draft: &Document<'_>, changes: &[Change]) {
    let list: serde_json::Value = serde_json::from_str(&changes_text(changes)).expect("changes are JSON");
    assert_eq!(list.as_array().map(Vec::len), Some(changes.len()));
    let edit = |change: &Change| Edit {
        op: match change.kind {
            ChangeKind::Added => Op::Add,
            ChangeKind::Removed => Op::Remove,
            ChangeKind::Changed => Op::Replace,
        },
        path: change.path.clone(),
        json: change.after.clone().unwrap_or_default(),
    };
    let result = apply(base, &changes.iter().map(edit).collect::<Vec<_>>(), Limits::default());
    let result = result.unwrap_or_else(|error| panic!("{error:?}: {changes:?}"));
    let result = Document::parse(result.as_bytes(), Limits::default()).expect("it was edited");
    assert_eq!(diff(result.root(), draft.root()), [], "{changes:?}");
}

/// A patch that there is makes the draft of base.
fn patches(text: &str, base: &Document<'_>, draft: &Document<'_>) {
    let Ok(patch) = to_patch(base, draft) else { return };
    let patch = Document::parse(patch.as_bytes(), Limits::default()).expect("a patch is JSON");
    let mut edits = Vec::new();
    for operation in patch.root().items() {
        let word = |name| operation.get(name).and_then(|value| value.as_str()).expect("it has one").into_owned();
        let op = if word("op") == "add" { Op::Add } else { Op::Replace };
        let json = operation.get("value").expect("it has one").to_text();
        edits.push(Edit { op, path: word("path"), json });
    }
    let result = apply(text, &edits, Limits::default()).unwrap_or_else(|error| panic!("{error:?}: {edits:?}"));
    let result = Document::parse(result.as_bytes(), Limits::default()).expect("it was edited");
    assert_eq!(diff(result.root(), draft.root()), [], "{edits:?}");
}
