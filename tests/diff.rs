//! What differs between two referrals: rows by their key, numbers by value, and nothing that is not so.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    clippy::print_stdout,
    reason = "a test says no by panicking, and its counts are printed"
)]

mod common;

use std::time::{Duration, Instant};

use common::{for_random, number, rewritten, samples, trimmed};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select, subsequence};
use referral_editor::diff::{Change, ChangeKind, diff, is_envelope};
use referral_editor::json::edit::{Edit, Op, apply};
use referral_editor::json::{Document, Kind, Limits};
use referral_editor::results::changes_text;

fn parse(text: &str) -> Document<'_> {
    Document::parse(text.as_bytes(), Limits::default()).unwrap_or_else(|fault| panic!("{fault:?}: {text}"))
}

fn changes(base: &str, draft: &str) -> Vec<Change> {
    diff(parse(base).root(), parse(draft).root())
}

/// The changes as lines: `/path: before -> after`, `+/path: after`, `-/path: before`.
fn lines(base: &str, draft: &str) -> Vec<String> {
    let line = |change: Change| {
        let Change { path, kind, before, after } = change;
        match (kind, before, after) {
            (ChangeKind::Changed, Some(before), Some(after)) => format!("{path}: {before} -> {after}"),
            (ChangeKind::Added, None, Some(after)) => format!("+{path}: {after}"),
            (ChangeKind::Removed, Some(before), None) => format!("-{path}: {before}"),
            other => panic!("{other:?}"),
        }
    };
    changes(base, draft).into_iter().map(line).collect()
}

#[track_caller]
fn differs(base: &str, draft: &str, expected: &[&str]) {
    assert_eq!(lines(base, draft), expected, "from {base} to {draft}");
}

fn apply_one(text: &str, op: Op, path: &str, json: &str) -> String {
    let edit = Edit { op, path: path.to_owned(), json: json.to_owned() };
    apply(text, &[edit], Limits::default()).unwrap_or_else(|error| panic!("{error:?}: {op:?} {path} in {text}"))
}

/// The text after all changes, each of which has to find what it says was there before.
fn with_changes(base: &str, changes: &[Change]) -> String {
    changes.iter().fold(base.to_owned(), |text, change| {
        let found = parse(&text).at(&change.path).map(|value| value.to_text());
        let (op, json) = match change.kind {
            ChangeKind::Added => (Op::Add, change.after.as_deref()),
            ChangeKind::Removed => (Op::Remove, Some("")),
            ChangeKind::Changed => (Op::Replace, change.after.as_deref()),
        };
        match change.kind {
            // A row is added in front of the one that has its index.
            ChangeKind::Added => assert!(found.is_none() || change.path.ends_with(|last: char| last.is_ascii_digit())),
            ChangeKind::Removed | ChangeKind::Changed => assert_eq!(found, change.before, "{change:?} in {text}"),
        }
        apply_one(&text, op, &change.path, json.unwrap())
    })
}

/// The text without the members that are not the referral's.
fn without_envelope(text: &str) -> String {
    let names: Vec<String> = parse(text).root().members().map(|member| member.name().into_owned()).collect();
    let envelope = names.iter().filter(|name| is_envelope(name));
    envelope.fold(text.to_owned(), |text, name| apply_one(&text, Op::Remove, &format!("/{name}"), ""))
}

/// The changes lead from base to draft, and say nothing that is not so.
fn check(base: &str, draft: &str) -> Vec<Change> {
    let changes = changes(base, draft);
    for change in &changes {
        let is_whole = change.before.is_some() && change.after.is_some();
        assert_eq!(is_whole, change.kind == ChangeKind::Changed, "{change:?}");
        assert!(!is_envelope(change.path.split('/').nth(1).unwrap_or_default()), "{change:?}");
        if let (Some(before), Some(after)) = (&change.before, &change.after) {
            let (before, after) = (parse(before), parse(after));
            assert!(!before.root().equals(after.root()), "nothing changed: {change:?}");
            let both_objects = before.root().kind() == Kind::Object && after.root().kind() == Kind::Object;
            let is_long = change.path.len() > 1_000;
            assert!(!both_objects || is_long, "objects are compared member by member: {change:?}");
        }
    }
    let result = with_changes(base, &changes);
    let (result, wanted) = (without_envelope(&result), without_envelope(draft));
    assert!(parse(&result).root().equals(parse(&wanted).root()), "{base}\n{draft}\n{changes:?}\n{result}");
    changes
}

// ---------------------------------------------------------------------------------------------- values

#[test]
fn a_changed_leaf_is_told_with_its_exact_texts() {
    differs(
        r#"{"name":"A","details":{"dealValue":1.50}}"#,
        r#"{"name":"B","details":{"dealValue":2E1}}"#,
        &[r#"/name: "A" -> "B""#, "/details/dealValue: 1.50 -> 2E1"],
    );
    differs(r#"{"a":"\u0061"}"#, r#"{"a":"\u0062\/"}"#, &[r#"/a: "\u0061" -> "\u0062\/""#]);
    differs(r#"{"a":{"b":{"c":[1]}}}"#, r#"{"a":{"b":{"c":[ 2 ]}}}"#, &["/a/b/c: [1] -> [ 2 ]"]);
}

#[test]
fn null_absent_and_empty_are_three_things() {
    differs(r#"{"a":null}"#, "{}", &["-/a: null"]);
    differs("{}", r#"{"a":null}"#, &["+/a: null"]);
    differs(r#"{"a":null}"#, r#"{"a":""}"#, &[r#"/a: null -> """#]);
    differs(r#"{"a":""}"#, r#"{"a":null}"#, &[r#"/a: "" -> null"#]);
    differs(r#"{"a":""}"#, "{}", &[r#"-/a: """#]);
    differs("{}", r#"{"a":""}"#, &[r#"+/a: """#]);
    for pair in [
        ["{}", "null"],
        ["[]", "null"],
        ["{}", "[]"],
        ["false", "null"],
        ["0", "false"],
        ["\"\"", "0"],
        ["\" \"", "\"\""],
    ] {
        for [before, after] in [pair, [pair[1], pair[0]]] {
            let (base, draft) = (format!("{{\"details\":{before}}}"), format!("{{\"details\":{after}}}"));
            differs(&base, &draft, &[&format!("/details: {before} -> {after}")]);
        }
    }
}

#[test]
fn numbers_are_compared_as_decimals() {
    let details = |number: &str| format!("{{\"details\":{{\"dealValue\":{number}}}}}");
    for (a, b) in [
        ("50000", "50000.0"),
        ("50000", "5E4"),
        ("0", "-0.0"),
        ("1e400", "10e399"),
        ("100000000000.10", "100000000000.1"),
    ] {
        differs(&details(a), &details(b), &[]);
        differs(&details(b), &details(a), &[]);
    }
    for (a, b) in [
        ("50000", "50000.01"),
        ("9007199254740992", "9007199254740993"),
        ("1e400", "1e401"),
        ("1", "-1"),
        ("50000", "\"50000\""),
    ] {
        differs(&details(a), &details(b), &[&format!("/details/dealValue: {a} -> {b}")]);
    }
}

#[test]
fn what_is_written_otherwise_and_means_the_same_is_no_change() {
    differs(r#"{"a":"é","b":[1,{"x":2}]}"#, "{ \"b\" : [ 1.0 , { \"x\" : 2e0 } ] ,\n\"\\u0061\":\"\\u00e9\" }", &[]);
    for sample in samples().into_iter().filter(|sample| !sample.name.ends_with(".invalid.json")) {
        differs(sample.text(), sample.text(), &[]);
        differs(sample.text(), &rewritten_in_order(sample.text()), &[]);
    }
}

/// As `rewritten`, with the members turned round twice.
fn rewritten_in_order(text: &str) -> String {
    let text = rewritten(trimmed(text));
    rewritten(&text)
}

#[test]
fn objects_are_compared_member_by_member_whatever_their_order() {
    differs(
        r#"{"a":1,"b":{"x":1,"y":2},"c":3}"#,
        r#"{"c":3,"d":4,"b":{"y":3,"z":5}}"#,
        &["-/a: 1", "-/b/x: 1", "/b/y: 2 -> 3", "+/b/z: 5", "+/d: 4"],
    );
    differs(r#"{"consent":{"consentToContact":true}}"#, "{}", &[r#"-/consent: {"consentToContact":true}"#]);
    differs("{}", r#"{"consent":{ "consentToContact":true }}"#, &[r#"+/consent: { "consentToContact":true }"#]);
}

#[test]
fn names_are_names_whatever_they_are() {
    differs(
        r#"{"__proto__":{"x":1},"constructor":1}"#,
        r#"{"__proto__":{"x":2},"constructor":{"prototype":1}}"#,
        &["/__proto__/x: 1 -> 2", r#"/constructor: 1 -> {"prototype":1}"#],
    );
    differs(
        "{}",
        r#"{"__proto__":null,"toString":1,"hasOwnProperty":2}"#,
        &["+/__proto__: null", "+/toString: 1", "+/hasOwnProperty: 2"],
    );
    differs(
        r#"{"":1,"/":{"~":1},"~1":1}"#,
        r#"{"":2,"/":{"~":2},"~1":2}"#,
        &["/: 1 -> 2", "/~1/~0: 1 -> 2", "/~01: 1 -> 2"],
    );
    differs(r#"{"\u0061":1}"#, r#"{"a":2}"#, &["/a: 1 -> 2"]);
    differs(r#"{"":{"":{"links":1}}}"#, r#"{"":{"":{"links":2}}}"#, &["///links: 1 -> 2"]);
}

/// Half of a surrogate pair has no place in a JSON Pointer.
#[test]
fn where_no_pointer_can_name_what_differs_the_object_around_it_does() {
    for (base, draft) in [
        (r#"{"\ud800":1,"b":2}"#, r#"{"\ud801":1,"b":2}"#),
        (r#"{"\ud800":1,"b":2}"#, r#"{"\ud800":2,"b":2}"#),
        (r#"{"b":2}"#, r#"{"\ud800":1,"b":2}"#),
        (r#"{"x\udfff":1,"b":2}"#, r#"{"b":2}"#),
        (r#"{"\ud800":1,"\ud801":2}"#, r#"{"\ud800":2,"\ud801":1}"#),
        (r#"{"\ud800":1}"#, "{\"\u{fffd}\":1}"),
    ] {
        differs(base, draft, &[&format!(": {base} -> {draft}")]);
        let (inner, other) = (format!(r#"{{"a":{base},"c":1}}"#), format!(r#"{{"a":{draft},"c":2}}"#));
        differs(&inner, &other, &[&format!("/a: {base} -> {draft}"), "/c: 1 -> 2"]);
        let row = |of: &str| format!(r#"{{"team":[{{"email":"a@x",{}]}}"#, &of[1..]);
        let inside = |of: &str| format!(r#"{{"email":"a@x",{}"#, &of[1..]);
        differs(&row(base), &row(draft), &[&format!("/team/0: {} -> {}", inside(base), inside(draft))]);
    }
    // Where it is the same on both sides, everything else is told as ever.
    differs(r#"{"\ud800":{"x":1},"b":2}"#, r#"{"b":3,"\uD800":{"x":1.0}}"#, &["/b: 2 -> 3"]);
    differs(r#"{"@odata.\ud800":1,"b":2}"#, r#"{"b":3}"#, &["/b: 2 -> 3"]);
    differs(r#"{"\ud800":1,"\ud800":2,"b":2}"#, r#"{"\ud800":2,"b":3}"#, &["/b: 2 -> 3"]);
    differs("{\"\u{fffd}\":1}", r#"{"\ufffd":2}"#, &["/\u{fffd}: 1 -> 2"]);
}

#[test]
fn of_a_name_that_is_there_twice_the_last_one_counts() {
    differs(r#"{"a":1,"a":2}"#, r#"{"a":2}"#, &[]);
    differs(r#"{"a":1,"a":2}"#, r#"{"a":1}"#, &["/a: 2 -> 1"]);
    differs(r#"{"b":0}"#, r#"{"a":1,"b":0,"\u0061":2}"#, &["+/a: 2"]);
    differs(r#"{"a":1,"a":2}"#, "{}", &["-/a: 2"]);
}

#[test]
fn the_answers_envelope_is_left_out_at_the_top_only() {
    for name in ["links", "\\u006cinks", "@odata.context", "@odata.etag", "@odata.", "@odata\\u002ecount"] {
        differs(&format!("{{\"{name}\":1,\"a\":1}}"), "{\"a\":1}", &[]);
        differs("{\"a\":1}", &format!("{{\"a\":1,\"{name}\":{{}}}}"), &[]);
        differs(&format!("{{\"{name}\":1}}"), &format!("{{\"{name}\":[2]}}"), &[]);
    }
    for name in ["Links", "link", "links ", "@odata", "@odatacontext", "odata.context", "x@odata.context", "eTag", ""] {
        assert!(!is_envelope(name));
        differs(&format!("{{\"{name}\":1}}"), &format!("{{\"{name}\":2}}"), &[&format!("/{name}: 1 -> 2")]);
    }
    differs(r#"{"a":{"links":1,"@odata.x":1}}"#, r#"{"a":{"links":2}}"#, &["/a/links: 1 -> 2", "-/a/@odata.x: 1"]);
    differs(
        r#"{"team":[{"email":"a@x","links":1}]}"#,
        r#"{"team":[{"email":"a@x","links":2}]}"#,
        &["/team/0/links: 1 -> 2"],
    );
}

#[test]
fn what_is_no_object_differs_as_a_whole() {
    differs("[1]", "[1.0]", &[]);
    differs("[1,2]", "[2,1]", &[": [1,2] -> [2,1]"]);
    differs("{}", "[]", &[": {} -> []"]);
    differs("null", "{\"links\":1}", &[": null -> {\"links\":1}"]);
}

#[test]
fn a_change_is_written_as_the_contract_has_it() {
    let written = changes_text(&changes(r#"{"a":1,"b":2}"#, r#"{"b":"\u0033","c":null}"#));
    let expected = r#"[{"path":"/a","kind":"removed","before":"1"},{"path":"/b","kind":"changed","before":"2","after":"\"\\u0033\""},{"path":"/c","kind":"added","after":"null"}]"#;
    assert_eq!(written, expected);
}

#[test]
fn documents_may_be_as_deep_as_the_reader_lets_them() {
    let deep = |inside: &str| [&"{\"a\":".repeat(128), inside, &"}".repeat(128)].concat();
    differs(&deep("1"), &deep("2"), &[&format!("{}: 1 -> 2", "/a".repeat(128))]);
    differs(&deep("1"), &deep("1.0"), &[]);
    let arrays = |inside: &str| ["[".repeat(128).as_str(), inside, &"]".repeat(128)].concat();
    assert_eq!(changes(&arrays("1"), &arrays("2")).len(), 1);
}

// ---------------------------------------------------------------------------------------------- rows

/// A referral with these rows at a place.
fn at(place: &str, rows: &str) -> String {
    let names: Vec<&str> = place.split('/').skip(1).collect();
    names.iter().rev().fold(rows.to_owned(), |inside, name| format!("{{\"{name}\":{inside}}}"))
}

const BY_EMAIL: [&str; 2] = ["/team", "/customerProfile/team"];
const BY_ID: [&str; 5] = [
    "/target",
    "/details/requirements/industries",
    "/details/requirements/products",
    "/details/requirements/services",
    "/details/requirements/solutions",
];
const UNKEYED: [&str; 7] = [
    "/customerProfile/ids",
    "/registrations",
    "/tags",
    "/details/requirements/offers",
    "/details/team",
    "/unknown",
    "/unknown/team",
];

/// Every array whose rows have a key, and the key.
fn keyed() -> impl Iterator<Item = (&'static str, &'static str)> {
    BY_EMAIL.map(|place| (place, "email")).into_iter().chain(BY_ID.map(|place| (place, "id")))
}

#[test]
fn rows_are_matched_by_their_key() {
    for (place, key) in keyed() {
        let row = |name: &str, x: &str| format!("{{\"{key}\":\"{name}\",\"x\":{x}}}");
        let rows = |rows: &[&str]| at(place, &format!("[{}]", rows.join(",")));
        let all = ["a@x", "b@x", "c@x", "d@x"].map(|name| row(name, "1"));
        let [a, b, c, d] = all.each_ref().map(String::as_str);
        let base = rows(&[a, b, c]);
        let expect = |draft: &[&str], expected: &[String]| {
            let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
            differs(&base, &rows(draft), &expected);
        };
        let (changed, other) = (row("b@x", "2"), row("e@x", "1"));
        expect(&[a, b, c], &[]);
        expect(&[a, &changed, c], &[format!("{place}/1/x: 1 -> 2")]);
        expect(&[a, b, c, d], &[format!("+{place}/3: {d}")]);
        expect(&[d, a, b, c], &[format!("+{place}/0: {d}")]);
        expect(&[a, d, b, c], &[format!("+{place}/1: {d}")]);
        expect(&[a, c], &[format!("-{place}/1: {b}")]);
        // Removed from the last, added from the first, so that each index is true in its turn.
        expect(&[b], &[format!("-{place}/2: {c}"), format!("-{place}/0: {a}")]);
        expect(&[], &[format!("-{place}/2: {c}"), format!("-{place}/1: {b}"), format!("-{place}/0: {a}")]);
        expect(
            &[d, &changed, &other],
            &[
                format!("{place}/1/x: 1 -> 2"),
                format!("-{place}/2: {c}"),
                format!("-{place}/0: {a}"),
                format!("+{place}/0: {d}"),
                format!("+{place}/2: {other}"),
            ],
        );
        // In another order, the array is one value.
        expect(&[b, a, c], &[format!("{place}: [{a},{b},{c}] -> [{b},{a},{c}]")]);
        differs(&at(place, "null"), &rows(&[a]), &[&format!("{place}: null -> [{a}]")]);
        differs(&rows(&[a]), &at(place, "{}"), &[&format!("{place}: [{a}] -> {{}}")]);
    }
}

#[test]
fn arrays_without_a_key_are_compared_as_a_whole() {
    for place in UNKEYED {
        let (base, draft) = (r#"[{"id":"1","email":"a@x","x":1}]"#, r#"[{"id":"1","email":"a@x","x":2}]"#);
        differs(&at(place, base), &at(place, draft), &[&format!("{place}: {base} -> {draft}")]);
        differs(&at(place, base), &at(place, r#"[{"x":1.0,"email":"a@x","id":"1"}]"#), &[]);
    }
}

#[test]
fn rows_that_cannot_be_told_apart_make_the_array_one_value() {
    for (place, key) in keyed() {
        let sound = format!(r#"[{{"{key}":"a@x","x":1}},{{"{key}":"b@x"}}]"#);
        for broken in [
            format!(r#"[{{"{key}":"a@x","x":2}},{{"{key}":"a@x"}}]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},{{"{key}":"A@X"}}]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},{{"{key}":"\u0061@x"}}]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},{{}}]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},{{"{key}":null}}]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},{{"{key}":""}}]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},{{"{key}":1}}]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},null]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},"b@x"]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},[]]"#),
        ] {
            for (base, draft) in [(&sound, &broken), (&broken, &sound)] {
                differs(&at(place, base), &at(place, draft), &[&format!("{place}: {base} -> {draft}")]);
            }
            differs(&at(place, &broken), &at(place, &rewritten(&broken)), &[]);
        }
    }
    let blank = r#"[{"email":" \t"},{"email":"b@x"}]"#;
    differs(&at("/team", blank), &at("/team", "[]"), &[&format!("/team: {blank} -> []")]);
}

#[test]
fn e_mail_keys_match_whatever_their_case_and_the_space_around_them() {
    for place in BY_EMAIL {
        for (old, new) in [("a@x", "A@X"), ("a@x", " a@x "), (" A@x", "a@X\\t"), ("a@x", "\\u0041@x")] {
            let base = at(place, &format!(r#"[{{"email":"{old}","title":"T"}}]"#));
            let draft = at(place, &format!(r#"[{{"email":"{new}","title":"U"}}]"#));
            differs(
                &base,
                &draft,
                &[&format!(r#"{place}/0/email: "{old}" -> "{new}""#), &format!(r#"{place}/0/title: "T" -> "U""#)],
            );
        }
    }
    for place in BY_ID {
        let base = at(place, r#"[{"id":"AbC-1","x":1}]"#);
        differs(
            &base,
            &at(place, r#"[{"id":"aBc-1","x":2}]"#),
            &[&format!(r#"{place}/0/id: "AbC-1" -> "aBc-1""#), &format!("{place}/0/x: 1 -> 2")],
        );
        // Space is part of an id.
        let spaced = r#"{"id":" AbC-1","x":1}"#;
        differs(
            &base,
            &at(place, &format!("[{spaced}]")),
            &[&format!(r#"-{place}/0: {{"id":"AbC-1","x":1}}"#), &format!("+{place}/0: {spaced}")],
        );
    }
}

#[test]
fn a_changed_e_mail_address_is_an_edit_of_its_row() {
    for place in BY_EMAIL {
        let rows = |rows: &[&str]| at(place, &format!("[{}]", rows.join(",")));
        let other = r#"{"email":"z@x","firstName":"Zoe","lastName":"Z","phoneNumber":"9"}"#;
        // By the name, whatever parts of it there are, or by the phone number.
        for rest in [
            r#""firstName":"Sue""#,
            r#""lastName":"Smith""#,
            r#""firstName":"Sue","lastName":"Smith""#,
            r#""firstName":"Sue","lastName":"Smith","phoneNumber":null"#,
            r#""phoneNumber":"123""#,
            r#""firstName":"","lastName":"","phoneNumber":"123""#,
        ] {
            let row = |email: &str| format!(r#"{{"email":"{email}",{rest}}}"#);
            let expected = format!(r#"{place}/1/email: "old@x" -> "new@x""#);
            differs(&rows(&[other, &row("old@x")]), &rows(&[other, &row("new@x")]), &[&expected]);
        }
        // Not by less.
        for rest in [
            r#""firstName":"","lastName":"""#,
            r#""firstName":" ","lastName":" ","phoneNumber":"""#,
            r#""firstName":null,"lastName":null,"phoneNumber":null"#,
            r#""title":"Boss""#,
        ] {
            let row = |email: &str| format!(r#"{{"email":"{email}",{rest}}}"#);
            differs(
                &rows(&[other, &row("old@x")]),
                &rows(&[other, &row("new@x")]),
                &[&format!("-{place}/1: {}", row("old@x")), &format!("+{place}/1: {}", row("new@x"))],
            );
        }
        // Somebody else who has the name, and an address of their own, stays who they are.
        let sue = |email: &str| format!(r#"{{"email":"{email}","firstName":"Sue","lastName":"Smith"}}"#);
        differs(&rows(&[&sue("a@x")]), &rows(&[&sue("a@x"), &sue("b@x")]), &[&format!("+{place}/1: {}", sue("b@x"))]);
        differs(&rows(&[&sue("a@x"), &sue("b@x")]), &rows(&[&sue("b@x")]), &[&format!("-{place}/0: {}", sue("a@x"))]);
        differs(
            &rows(&[&sue("a@x"), &sue("b@x")]),
            &rows(&[&sue("b@x"), &sue("c@x")]),
            &[&format!("{place}: [{},{}] -> [{},{}]", sue("a@x"), sue("b@x"), sue("b@x"), sue("c@x"))],
        );
    }
    // Rows by id have no such thing.
    let row = |id: &str| format!(r#"{{"id":"{id}","firstName":"Sue","lastName":"Smith","phoneNumber":"1"}}"#);
    differs(
        &at("/target", &format!("[{}]", row("1"))),
        &at("/target", &format!("[{}]", row("2"))),
        &[&format!("-/target/0: {}", row("1")), &format!("+/target/0: {}", row("2"))],
    );
}

#[test]
fn rows_by_the_ten_thousand_take_no_time_to_speak_of() {
    let rows = |count: usize, key: &str| {
        let row = |index: usize| format!(r#"{{"email":"{key}{index}","firstName":"{key}{index}","lastName":"x"}}"#);
        at("/team", &format!("[{}]", (0..count).map(row).collect::<Vec<_>>().join(",")))
    };
    let start = Instant::now();
    let count = 10_000;
    assert_eq!(changes(&rows(count, "a"), &rows(count, "b")).len(), 2 * count);
    assert_eq!(changes(&rows(count, "a"), &rows(count, "a").replace("\"x\"", "\"y\"")).len(), count);
    // Two hundred people who all change their address are still found.
    let (base, draft) = (rows(200, "a"), rows(200, "a").replace("email\":\"a", "email\":\"b"));
    assert!(changes(&base, &draft).iter().all(|change| change.path.ends_with("/email")));
    assert!(start.elapsed() < Duration::from_secs(20), "{:?}", start.elapsed());
}

#[test]
fn what_would_take_gigabytes_of_pointers_is_one_value() {
    let name = "n".repeat(1 << 20);
    let text = |x: &str| {
        let members: Vec<String> = (0..20_000).map(|index| format!(r#""{index}":{x}"#)).collect();
        format!(r#"{{"{name}":{{{}}},"name":{x}}}"#, members.join(","))
    };
    let changes = check(&text("1"), &text("2"));
    assert_eq!(changes.iter().map(|change| change.path.len()).collect::<Vec<_>>(), [name.len() + 1, 5]);
    assert_eq!(lines(&text("1"), &text("1.0")), [""; 0]);
}

// ---------------------------------------------------------------------------------------------- laws

/// A document as a tree, to be written and changed. Names are characters, scalars are text.
#[derive(Clone, Debug)]
enum Tree {
    Scalar(String),
    Array(Vec<Tree>),
    Object(Vec<(String, Tree)>),
}

impl Tree {
    fn text(&self) -> String {
        match self {
            Self::Scalar(text) => text.clone(),
            Self::Array(items) => format!("[{}]", items.iter().map(Self::text).collect::<Vec<_>>().join(",")),
            Self::Object(members) => {
                let member = |(name, value): &(String, Self)| format!("{}:{}", quoted(name), value.text());
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
            }
        }
    }

    fn children(&mut self) -> Vec<&mut Self> {
        match self {
            Self::Scalar(_) => Vec::new(),
            Self::Array(items) => items.iter_mut().collect(),
            Self::Object(members) => members.iter_mut().map(|member| &mut member.1).collect(),
        }
    }

    /// The node of that number, counted from the root through all that is inside.
    fn node(&mut self, number: &mut usize) -> Option<&mut Self> {
        if *number == 0 {
            return Some(self);
        }
        *number -= 1;
        self.children().into_iter().find_map(|child| child.node(number))
    }

    fn count(&mut self) -> usize {
        1 + self.children().into_iter().map(Self::count).sum::<usize>()
    }
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

fn scalar() -> impl Strategy<Value = Tree> {
    let texts = vec![
        "null",
        "\"\"",
        "true",
        "false",
        "50000",
        "50000.0",
        "5E4",
        "50001",
        "\"50000\"",
        "\"a\"",
        "\"\\u0061\"",
        "\"b\"",
        "[]",
        "{}",
    ];
    prop_oneof![4 => select(texts).prop_map(str::to_owned), 1 => number()].prop_map(Tree::Scalar)
}

fn text_out_of(texts: &'static [&'static str]) -> impl Strategy<Value = Tree> {
    select(texts).prop_map(|text| Tree::Scalar(quoted(text)))
}

/// An object with some of the members, in any order.
fn some_of(members: Vec<(&'static str, BoxedStrategy<Tree>)>) -> BoxedStrategy<Tree> {
    let count = members.len();
    subsequence(members, 0..=count)
        .prop_shuffle()
        .prop_flat_map(|members| {
            let (names, values): (Vec<_>, Vec<_>) = members.into_iter().unzip();
            values
                .prop_map(move |values| Tree::Object(names.iter().map(|name| (*name).to_owned()).zip(values).collect()))
        })
        .boxed()
}

/// Rows whose keys are mostly there and mostly differ.
fn rows(key: &'static str, keys: &'static [&'static str], rest: BoxedStrategy<Tree>) -> BoxedStrategy<Tree> {
    let key_values = subsequence(keys, 0..=keys.len().min(5)).prop_shuffle();
    let odd = prop_oneof![
        12 => Just(None),
        1 => select(vec!["null", "\"\"", "1"]).prop_map(|text| Some(Tree::Scalar(text.to_owned()))),
    ];
    (key_values, vec((rest, odd, 0..4_usize), 5))
        .prop_map(move |(keys, rests)| {
            let row = |(text, (rest, odd, place)): (&str, (Tree, Option<Tree>, usize))| {
                let Tree::Object(mut members) = rest else { panic!("a row is an object") };
                let key_value = odd.unwrap_or_else(|| Tree::Scalar(quoted(text)));
                members.insert(place.min(members.len()), (key.to_owned(), key_value));
                Tree::Object(members)
            };
            Tree::Array(keys.into_iter().zip(rests).map(row).collect())
        })
        .boxed()
}

const EMAILS: &[&str] = &["a@x.com", "b@x.com", "c@x.com", "d@x.com", " A@x.com", "B@X.COM\t", "e@x.com"];
const IDS: &[&str] = &["1", "abc", "ABC", "Dynamics365", "d", " d"];
const NAMES: &[&str] = &["Sue", "Joe", "", "Ann"];

/// A referral's shape, with what members there are left to chance.
fn referral() -> BoxedStrategy<Tree> {
    let team = || {
        let rest = some_of(vec![
            ("firstName", text_out_of(NAMES).boxed()),
            ("lastName", text_out_of(NAMES).boxed()),
            ("phoneNumber", text_out_of(&["1", "2", ""]).boxed()),
            ("title", scalar().boxed()),
            (
                "contactPreference",
                some_of(vec![("locale", scalar().boxed()), ("disableNotifications", scalar().boxed())]),
            ),
            ("unknown", scalar().boxed()),
        ]);
        prop_oneof![8 => rows("email", EMAILS, rest), 1 => scalar()].boxed()
    };
    let by_id = || rows("id", IDS, some_of(vec![("type", scalar().boxed()), ("name", scalar().boxed())]));
    let requirements = some_of(vec![
        ("industries", by_id()),
        ("products", by_id()),
        ("services", by_id()),
        ("solutions", by_id()),
        ("offers", by_id()),
    ]);
    let details = some_of(vec![
        ("notes", scalar().boxed()),
        ("dealValue", scalar().boxed()),
        ("currency", scalar().boxed()),
        ("requirements", prop_oneof![5 => requirements, 1 => scalar()].boxed()),
    ]);
    let profile = some_of(vec![
        ("name", scalar().boxed()),
        ("team", team()),
        ("ids", by_id()),
        ("address", some_of(vec![("city", scalar().boxed()), ("state", scalar().boxed())])),
    ]);
    let unknown = some_of(vec![
        ("__proto__", scalar().boxed()),
        ("", scalar().boxed()),
        ("a/b~c", by_id()),
        ("links", scalar().boxed()),
    ]);
    some_of(vec![
        ("id", scalar().boxed()),
        ("name", scalar().boxed()),
        ("status", scalar().boxed()),
        ("target", by_id()),
        ("customerProfile", prop_oneof![5 => profile, 1 => scalar()].boxed()),
        ("details", prop_oneof![5 => details, 1 => scalar()].boxed()),
        ("team", team()),
        ("eTag", scalar().boxed()),
        ("links", unknown.clone()),
        ("@odata.context", scalar().boxed()),
        ("__proto__", unknown.clone()),
        ("constructor", scalar().boxed()),
        ("", unknown),
        ("/~", scalar().boxed()),
    ])
}

/// Something that a user, or the service, does to a document.
#[derive(Clone, Debug)]
enum Step {
    Put(Tree),
    Insert(Index, Tree),
    Remove(Index),
    /// Moves a child.
    Move(Index, Index),
    /// Another key or name.
    Rename(Index, &'static str),
}

fn step() -> impl Strategy<Value = (Index, Step)> {
    let row = some_of(vec![
        ("email", text_out_of(EMAILS).boxed()),
        ("id", text_out_of(IDS).boxed()),
        ("firstName", text_out_of(NAMES).boxed()),
    ]);
    let value = prop_oneof![scalar().boxed(), row];
    let steps = prop_oneof![
        2 => value.clone().prop_map(Step::Put),
        2 => (any::<Index>(), value).prop_map(|(at, value)| Step::Insert(at, value)),
        2 => any::<Index>().prop_map(Step::Remove),
        1 => (any::<Index>(), any::<Index>()).prop_map(|(from, to)| Step::Move(from, to)),
        2 => (any::<Index>(), select(EMAILS)).prop_map(|(at, text)| Step::Rename(at, text)),
    ];
    (any::<Index>(), steps)
}

fn take_step(tree: &mut Tree, (pick, step): (Index, Step)) {
    let count = tree.count();
    // Not the root itself: most would be gone.
    let mut number = pick.index(count.max(2) - 1) + 1;
    let Some(node) = tree.node(&mut number) else { return };
    match (step, node) {
        (Step::Put(value), node) => *node = value,
        (Step::Insert(at, value), Tree::Array(items)) => items.insert(at.index(items.len() + 1), value),
        (Step::Insert(at, value), Tree::Object(members)) if members.iter().all(|member| member.0 != "new") => {
            members.insert(at.index(members.len() + 1), ("new".to_owned(), value));
        }
        (Step::Remove(at), Tree::Array(items)) if !items.is_empty() => drop(items.remove(at.index(items.len()))),
        (Step::Remove(at), Tree::Object(members)) if !members.is_empty() => {
            drop(members.remove(at.index(members.len())))
        }
        (Step::Move(from, to), Tree::Array(items)) if !items.is_empty() => {
            let item = items.remove(from.index(items.len()));
            items.insert(to.index(items.len() + 1), item);
        }
        (Step::Move(from, to), Tree::Object(members)) if !members.is_empty() => {
            let member = members.remove(from.index(members.len()));
            members.insert(to.index(members.len() + 1), member);
        }
        (Step::Rename(at, text), Tree::Array(items)) if !items.is_empty() => {
            let row = at.index(items.len());
            if let Tree::Object(members) = &mut items[row]
                && let Some(key) = members.iter_mut().find(|member| member.0 == "email" || member.0 == "id")
            {
                key.1 = Tree::Scalar(quoted(text));
            }
        }
        _ => {}
    }
}

#[test]
fn the_changes_lead_from_any_referral_to_any_other() {
    for_random(600, (referral(), referral()), |(base, draft)| {
        let (base, draft) = (base.text(), draft.text());
        check(&base, &draft);
        check(&draft, &base);
        assert_eq!(changes(&base, &base), []);
    });
}

#[test]
fn the_changes_lead_from_a_referral_to_what_became_of_it() {
    for_random(1_200, (referral(), vec(step(), 1..6)), |(base, steps)| {
        let mut draft = base.clone();
        steps.into_iter().for_each(|step| take_step(&mut draft, step));
        let (base, draft) = (base.text(), draft.text());
        check(&base, &draft);
        check(&draft, &base);
    });
}

#[test]
fn a_referral_written_otherwise_has_no_changes() {
    for_random(500, referral(), |referral| {
        let text = referral.text();
        let other = rewritten(&text);
        assert_eq!(changes(&text, &other), [], "{text}\n{other}");
        assert_eq!(changes(&other, &text), [], "{text}\n{other}");
    });
}

#[test]
fn of_a_sample_each_leaf_that_changes_is_the_one_change() {
    const NEW: &str = "\"never in a sample: 東\"";
    let mut leaves = 0;
    for sample in samples().into_iter().filter(|sample| !sample.name.ends_with(".invalid.json")) {
        let text = sample.text();
        let document = parse(text);
        let mut open = vec![(String::new(), document.root())];
        while let Some((path, value)) = open.pop() {
            for member in value.members() {
                let mut path = path.clone();
                referral_editor::json::pointer::push(&mut path, &member.name());
                open.push((path, member.value));
            }
            let is_keyed = keyed().any(|(place, _)| place == path);
            if is_keyed {
                open.extend(value.items().enumerate().map(|(index, row)| (format!("{path}/{index}"), row)));
            }
            let top = path.split('/').nth(1).unwrap_or_default();
            let key_of_row = keyed().any(|(place, key)| path.starts_with(place) && path.ends_with(&format!("/{key}")));
            if matches!(value.kind(), Kind::Object) || is_keyed || is_envelope(top) || path.is_empty() || key_of_row {
                continue;
            }
            let draft = apply_one(text, Op::Replace, &path, NEW);
            let before = value.to_text();
            differs(text, &draft, &[&format!("{path}: {before} -> {NEW}")]);
            differs(&draft, text, &[&format!("{path}: {NEW} -> {before}")]);
            leaves += 1;
        }
    }
    assert!(leaves > 300, "{leaves}");
}
