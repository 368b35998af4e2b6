//! The three-way merge by its rules (reliability.md, C.1), one after the other.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::string_slice,
    reason = "a test says no by panicking"
)]

mod common;

use std::time::{Duration, Instant};

use common::{samples, with_theirs};
use referral_editor::diff::ChangeKind;
use referral_editor::json::{Document, Limits};
use referral_editor::merge::{Conflict, ConflictKind, Landed, Merge, merge, merge_sent};
use referral_editor::results::merge_text;
use referral_editor::schema::{Kind, Member, Object, REFERRAL};

fn parse(text: &str) -> Document<'_> {
    Document::parse(text.as_bytes(), Limits::default()).unwrap_or_else(|fault| panic!("{fault:?}: {text}"))
}

fn merge_of([base, ours, theirs]: [&str; 3]) -> Merge {
    merge(&parse(base), &parse(ours), &parse(theirs))
}

fn landed_of([base, sent, current]: [&str; 3]) -> Landed {
    merge_sent(&parse(base), &parse(sent), &parse(current)).1
}

/// `kind path: base | ours | theirs`, absent as `-`.
fn line(conflict: &Conflict) -> String {
    let text = |value: &Option<String>| value.clone().unwrap_or_else(|| "-".to_owned());
    let [base, ours, theirs] = [&conflict.base, &conflict.ours, &conflict.theirs].map(text);
    format!("{} {}: {base} | {ours} | {theirs}", conflict.kind.name(), conflict.path)
}

/// The merge of base, ours and theirs is this text, without a conflict.
#[track_caller]
fn clean(versions: [&str; 3], expected: &str) {
    let merge = merge_of(versions);
    assert_eq!(merge.conflicts.iter().map(line).collect::<Vec<_>>(), [""; 0], "{versions:?}");
    assert_eq!(merge.merged, expected, "{versions:?}");
}

/// The merge of base, ours and theirs has these conflicts, and this text.
#[track_caller]
fn conflicts(versions: [&str; 3], expected: &[&str], text: &str) {
    let merge = merge_of(versions);
    assert_eq!(merge.conflicts.iter().map(line).collect::<Vec<_>>(), expected, "{versions:?}");
    assert_eq!(merge.merged, text, "{versions:?}");
}

/// The value at a place of a document that has nothing else.
fn at(place: &str, value: &str) -> String {
    let names: Vec<&str> = place.split('/').skip(1).collect();
    names.iter().rev().fold(value.to_owned(), |inside, name| format!("{{\"{name}\":{inside}}}"))
}

fn at3(place: &str, values: [&str; 3]) -> [String; 3] {
    values.map(|value| at(place, value))
}

fn refs(texts: &[String; 3]) -> [&str; 3] {
    texts.each_ref().map(String::as_str)
}

const EMAIL_ROWS: [&str; 2] = ["/team", "/customerProfile/team"];
const ID_ROWS: [&str; 5] = [
    "/target",
    "/details/requirements/industries",
    "/details/requirements/products",
    "/details/requirements/services",
    "/details/requirements/solutions",
];

/// Each keyed array and its key.
fn keyed() -> impl Iterator<Item = (&'static str, &'static str)> {
    EMAIL_ROWS.map(|place| (place, "email")).into_iter().chain(ID_ROWS.map(|place| (place, "id")))
}

// ---------------------------------------------------------------------------------------- rule 1: one side changed it

#[test]
fn what_one_side_changed_is_that_sides() {
    clean([r#"{"a":1}"#, r#"{"a":1}"#, r#"{"a":1}"#], r#"{"a":1}"#);
    clean([r#"{"a":1}"#, r#"{"a":2}"#, r#"{"a":1}"#], r#"{"a":2}"#);
    clean([r#"{"a":1}"#, r#"{"a":1}"#, r#"{"a":2}"#], r#"{"a":2}"#);
    clean([r#"{"a":1}"#, r#"{"a":2}"#, r#"{"a":2}"#], r#"{"a":2}"#);
    clean([r#"{"a":1,"b":1,"c":1}"#, r#"{"a":2,"b":1,"c":3}"#, r#"{"a":1,"b":2,"c":3}"#], r#"{"a":2,"b":2,"c":3}"#);
}

#[test]
fn absent_is_a_value_and_null_is_not_absent() {
    let values = ["", r#""a":null"#, r#""a":"""#, r#""a":{}"#];
    for x in values {
        for y in values {
            let [x, y] = [x, y].map(|member| format!("{{{member}}}"));
            clean([&x, &y, &x], &y);
            clean([&x, &x, &y], &y);
            clean([&x, &y, &y], &y);
        }
    }
    conflicts([r#"{"a":""}"#, r#"{"a":null}"#, "{}"], &[r#"deleted-by-theirs /a: "" | null | -"#], r#"{"a":null}"#);
    conflicts(["{}", r#"{"a":null}"#, r#"{"a":""}"#], &[r#"both-added /a: - | null | """#], r#"{"a":null}"#);
}

#[test]
fn numbers_are_compared_as_decimals_and_kept_as_they_came() {
    // Ours is the same number as base's, whatever its text.
    clean([r#"{"a":50000}"#, r#"{"a":50000.0}"#, r#"{"a":6}"#], r#"{"a":6}"#);
    // Theirs is the same number as base's: ours stands, digit for digit.
    clean([r#"{"a":5E4}"#, r#"{"a":12345678901234567.890}"#, r#"{"a":50000.00}"#], r#"{"a":12345678901234567.890}"#);
    // All the same: theirs stays as they wrote it.
    clean([r#"{"a":1}"#, r#"{"a":2.0}"#, r#"{"a":20e-1}"#], r#"{"a":20e-1}"#);
    clean([r#"{"a":0}"#, r#"{"a":0}"#, r#"{"a":-0.0}"#], r#"{"a":-0.0}"#);
    conflicts(
        [r#"{"a":9007199254740992}"#, r#"{"a":9007199254740993}"#, r#"{"a":9007199254740994}"#],
        &["both-changed /a: 9007199254740992 | 9007199254740993 | 9007199254740994"],
        r#"{"a":9007199254740993}"#,
    );
    clean([r#"{"a":"\u0061"}"#, r#"{"a":"a"}"#, r#"{"a":"b"}"#], r#"{"a":"b"}"#);
}

// ------------------------------------------------------------------------------------------- rule 2: member by member

#[test]
fn objects_are_merged_member_by_member() {
    clean(
        [
            r#"{"details":{"notes":"n","requirements":{"offers":[1]}}}"#,
            r#"{"details":{"notes":"ours","requirements":{"offers":[1]}}}"#,
            r#"{"details":{"notes":"n","requirements":{"offers":[1,2]}}}"#,
        ],
        r#"{"details":{"notes":"ours","requirements":{"offers":[1,2]}}}"#,
    );
    // Ours goes to the end, in its order; what it took out is gone; the order of members means nothing.
    clean(
        [r#"{"a":1,"b":1,"c":1}"#, r#"{"z":1,"c":1,"y":2,"a":1}"#, r#"{"c":1,"x":3,"b":1,"a":1}"#],
        r#"{"c":1,"x":3,"a":1,"z":1,"y":2}"#,
    );
}

#[test]
fn the_bytes_of_theirs_stay_where_nothing_of_ours_goes() {
    let theirs = "\u{feff}\n{ \"a\" : 1 ,\r\n\t\"b\":[ 1 , 2.50 ], \"\\u0063\" : { } ,\"d\":{\"x\":1, \"y\" :2 } , \"e\": 1E5 } \n";
    let base = r#"{"a":1,"b":[1,2.5],"c":{},"d":{"x":1,"y":2}}"#;
    clean([base, base, theirs], theirs);
    clean([base, &base.replace("\"a\":1", "\"a\":[ 7 ]"), theirs], &theirs.replacen("1 ", "[ 7 ] ", 1));
    clean([base, &base.replace("\"a\":1,", ""), theirs], &theirs.replacen("\"a\" : 1 ,\r\n\t", "", 1));
    clean([base, &base.replace("\"b\":[1,2.5],", ""), theirs], &theirs.replacen(" ,\r\n\t\"b\":[ 1 , 2.50 ]", "", 1));
    clean([base, &base.replace(",\"y\":2", ""), theirs], &theirs.replacen(", \"y\" :2", "", 1));
    clean([base, &base.replace("\"x\":1,", ""), theirs], &theirs.replacen("\"x\":1, ", "", 1));
    clean([base, &base.replace("\"x\":1,\"y\":2", ""), theirs], &theirs.replacen("\"x\":1, \"y\" :2", "", 1));
    // A new member is set out as the last one is.
    let added = base.replace("\"c\":{}", "\"c\":{\"k\":1, \"\\u006c\" : 2}");
    clean([base, &added, theirs], &theirs.replacen("{ }", "{\"k\":1,\"\\u006c\":2 }", 1));
    let added = base.replace("\"c\":{}", "\"c\":{},\"f\" :[ 0 ]");
    clean([base, &added, theirs], &theirs.replacen("1E5", "1E5, \"f\": [ 0 ]", 1));
    for sample in samples().into_iter().filter(|sample| !sample.name.ends_with(".invalid.json")) {
        let text = sample.text();
        assert_eq!(merge_of([text, text, text]).merged, text, "{}", sample.name);
        assert_eq!(merge_of([text, text, "{ }"]).merged, "{ }", "{}", sample.name);
    }
}

#[test]
fn of_a_name_that_is_there_twice_the_last_one_counts() {
    let twice = r#"{"a":1,"b":0,"\u0061":2}"#;
    clean([r#"{"a":2,"b":0}"#, r#"{"a":2,"b":1}"#, twice], r#"{"a":1,"b":1,"\u0061":2}"#);
    // Where it is ours, there is one of them.
    clean([r#"{"a":2,"b":0}"#, r#"{"a":3,"b":0}"#, twice], r#"{"b":0,"\u0061":3}"#);
    clean([r#"{"a":2,"b":0}"#, r#"{"b":0}"#, twice], r#"{"b":0}"#);
    clean([r#"{"b":0}"#, r#"{"a":1,"b":0,"a":2}"#, r#"{"b":0}"#], r#"{"b":0,"a":2}"#);
    clean([r#"{"a":1,"a":2}"#, r#"{"a":2}"#, r#"{"a":3}"#], r#"{"a":3}"#);
}

// ------------------------------------------------------------------------------------------------- rule 3: keyed rows

#[test]
fn rows_are_merged_by_their_key() {
    for (place, key) in keyed() {
        let row = |name: &str, x: &str, y: &str| format!(r#"{{"{key}":"{name}","x":{x},"y":{y}}}"#);
        let [a, b, c] = ["a@x.example", "b@x.example", "c@x.example"].map(|name| row(name, "1", "1"));
        let (ours_b, theirs_b) = (row("B@x.EXAMPLE", "2", "1"), row("b@x.example", "1", "2"));
        // Both changed the same row, each something else.
        clean(
            refs(&at3(place, [&format!("[{a},{b}]"), &format!("[{a},{ours_b}]"), &format!("[{a},{theirs_b}]")])),
            &at(place, &format!("[{a},{}]", row("B@x.EXAMPLE", "2", "2"))),
        );
        // We changed one, they took out another and added one.
        clean(
            refs(&at3(place, [&format!("[{a},{b}]"), &format!("[{a},{ours_b}]"), &format!("[{c},{b}]")])),
            &at(place, &format!("[{c},{ours_b}]")),
        );
        // The array is new on both sides.
        clean(
            refs(&["{}".to_owned(), at(place, &format!("[{a},{b}]")), at(place, &format!("[{b},{c}]"))]),
            &at(place, &format!("[{a},{b},{c}]")),
        );
        // A conflict is told where the row stands in the result.
        conflicts(
            refs(&at3(
                place,
                [
                    &format!("[{a},{b}]"),
                    &format!("[{b},{}]", row("n@x.example", "0", "0")),
                    &format!("[{c},{a},{theirs_b}]"),
                ],
            )),
            &[],
            &at(place, &format!("[{c},{theirs_b},{}]", row("n@x.example", "0", "0"))),
        );
        conflicts(
            refs(&at3(
                place,
                [
                    &format!("[{a},{b}]"),
                    &format!("[{a},{}]", row("b@x.example", "5", "1")),
                    &format!("[{c},{a},{}]", row("b@x.example", "6", "1")),
                ],
            )),
            &[&format!("both-changed {place}/2/x: 1 | 5 | 6")],
            &at(place, &format!("[{c},{a},{}]", row("b@x.example", "5", "1"))),
        );
    }
}

#[test]
fn keys_are_compared_without_case_and_e_mail_addresses_without_the_space_around_them() {
    for place in EMAIL_ROWS {
        let row = |email: &str, x: &str| at(place, &format!(r#"[{{"email":"{email}","x":{x},"y":1}}]"#));
        clean([&row("a@x", "1"), &row(" A@X\\t", "1"), &row("a@x", "2")], &row(" A@X\\t", "2"));
        clean([&row(" a@x", "1"), &row(" a@x", "2"), &row("a@x ", "1")], &row("a@x ", "2"));
    }
    for place in ID_ROWS {
        let row = |id: &str, x: &str| format!(r#"{{"id":"{id}","x":{x}}}"#);
        let rows = |rows: &str| at(place, &format!("[{rows}]"));
        clean([&rows(&row("aB", "1")), &rows(&row("Ab", "1")), &rows(&row("aB", "2"))], &rows(&row("Ab", "2")));
        // Space is part of an id: these are two.
        let (with, without) = (row(" aB", "1"), row("aB", "1"));
        clean([&rows(&without), &rows(&with), &rows(&without)], &rows(&with));
        clean(["{}", &rows(&with), &rows(&without)], &rows(&format!("{with},{without}")));
    }
}

#[test]
fn where_a_key_is_missing_or_there_twice_the_array_is_one_value() {
    for (place, key) in keyed() {
        let sound = format!(r#"[{{"{key}":"a@x","x":1}},{{"{key}":"b@x"}}]"#);
        let changed = format!(r#"[{{"{key}":"a@x","x":3}},{{"{key}":"b@x"}}]"#);
        for broken in [
            format!(r#"[{{"{key}":"a@x","x":2}},{{"{key}":"A@x"}}]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},{{}}]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},{{"{key}":""}}]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},{{"{key}":null}}]"#),
            format!(r#"[{{"{key}":"a@x","x":2}},"b@x"]"#),
        ] {
            for versions in [[&sound, &changed, &broken], [&sound, &broken, &changed], [&broken, &sound, &changed]] {
                let [base, ours, theirs] = versions;
                let texts = at3(place, [base, ours, theirs]);
                let expected = format!("both-changed {place}: {base} | {ours} | {theirs}");
                conflicts(refs(&texts), &[&expected], &texts[1]);
            }
            let texts = at3(place, [&sound, &sound, &broken]);
            clean(refs(&texts), &texts[2]);
            clean([&texts[0], &texts[2], &texts[0]], &texts[2]);
        }
    }
}

#[test]
fn a_table_of_members_says_which_arrays_are_keyed() {
    let mut found = Vec::new();
    fn collect(object: &Object, path: &str, found: &mut Vec<String>) {
        for Member { name, kind, .. } in object.members {
            let path = format!("{path}/{name}");
            match kind {
                Kind::Object(inside) => collect(inside, &path, found),
                Kind::Rows(..) => found.push(path),
                _ => {}
            }
        }
    }
    collect(&REFERRAL, "", &mut found);
    found.sort();
    let mut expected: Vec<&str> = keyed().map(|(place, _)| place).collect();
    expected.sort_unstable();
    assert_eq!(found, expected);
}

// ------------------------------------------------------------------------------------ rule 4: everything else is whole

#[test]
fn what_is_neither_object_nor_keyed_is_one_value() {
    for (base, ours, theirs) in [
        ("1", "2", "3"),
        (r#""the notes""#, r#""the notes, ours""#, r#""theirs, the notes""#),
        ("[1,2,3]", "[0,1,2,3]", "[1,2,3,4]"),
        (r#"[{"id":"1","x":1}]"#, r#"[{"id":"1","x":2}]"#, r#"[{"id":"1","x":1,"y":1}]"#),
        (r#"{"x":1}"#, r#"{"x":2}"#, "null"),
        (r#"{"x":1}"#, "[]", r#"{"x":2}"#),
        ("null", r#"{"x":1}"#, r#"{"x":1,"y":2}"#),
        ("true", "false", "null"),
    ] {
        for place in ["/a", "/customerProfile/ids", "/tags2", "/details/notes", "/details/requirements/offers"] {
            let texts = at3(place, [base, ours, theirs]);
            let expected = format!("both-changed {place}: {base} | {ours} | {theirs}");
            conflicts(refs(&texts), &[&expected], &texts[1]);
        }
        conflicts([base, ours, theirs], &[&format!("both-changed : {base} | {ours} | {theirs}")], ours);
    }
    // An array where an object or nothing was.
    let rows = r#"[{"email":"a@x"}]"#;
    let [base, ours, theirs] = ["null", rows, r#"[{"email":"b@x"}]"#];
    let texts = at3("/team", [base, ours, theirs]);
    conflicts(refs(&texts), &[&format!("both-changed /team: {base} | {ours} | {theirs}")], &texts[1]);
}

// ----------------------------------------------------------------------------------- rule 5: taken out, and changed

#[test]
fn taken_out_by_one_and_changed_inside_by_the_other_is_one_conflict() {
    let [base, changed] = [r#"{"a":{"x":1,"y":[2]},"b":0}"#, r#"{"a":{"x":1,"y":[3]},"b":0}"#];
    let without = r#"{"b":0}"#;
    conflicts(
        [base, without, changed],
        &[r#"deleted-by-ours /a: {"x":1,"y":[2]} | - | {"x":1,"y":[3]}"#],
        r#"{"b":0}"#,
    );
    conflicts(
        [base, changed, without],
        &[r#"deleted-by-theirs /a: {"x":1,"y":[2]} | {"x":1,"y":[3]} | -"#],
        r#"{"b":0,"a":{"x":1,"y":[3]}}"#,
    );
    // Not changed by the other: it is gone. By both: too.
    clean([base, without, base], r#"{"b":0}"#);
    clean([base, base, without], without);
    clean([base, without, without], without);
    for (place, key) in keyed() {
        let row = |name: &str, x: &str| format!(r#"{{"{key}":"{name}","x":{x}}}"#);
        let rows = |rows: &[&str]| at(place, &format!("[{}]", rows.join(",")));
        let [a, b, c, b2] = [row("a@x", "1"), row("b@x", "1"), row("c@x", "1"), row("b@x", "2")];
        let all = rows(&[&a, &b, &c]);
        let merge = merge_of([&all, &rows(&[&a, &c]), &rows(&[&a, &b2, &c])]);
        assert_eq!(merge.merged, rows(&[&a, &c]));
        assert_eq!(
            merge.conflicts.iter().map(line).collect::<Vec<_>>(),
            [format!("deleted-by-ours {place}/1: {b} | - | {b2}")]
        );
        // Where the row would be added again.
        assert_eq!(with_theirs(&merge), rows(&[&a, &b2, &c]));
        conflicts(
            [&all, &rows(&[&a, &b2, &c]), &rows(&[&a, &c])],
            &[&format!("deleted-by-theirs {place}/1: {b} | {b2} | -")],
            &rows(&[&a, &b2, &c]),
        );
        clean([&all, &rows(&[&a, &c]), &all], &rows(&[&a, &c]));
        clean([&all, &all, &rows(&[&a])], &rows(&[&a]));
        clean([&all, &rows(&[&c]), &rows(&[&b, &c])], &rows(&[&c]));
        clean([&all, &rows(&[]), &all], &rows(&[]));
    }
}

#[test]
fn several_rows_taken_out_come_back_in_their_order() {
    let row = |name: &str, x: &str| format!(r#"{{"email":"{name}@x","x":{x}}}"#);
    let rows = |rows: &[String]| at("/team", &format!("[{}]", rows.join(",")));
    let names = ["a", "b", "c", "d", "e", "f", "g", "h", "i", "j", "k", "l", "m"];
    let all: Vec<String> = names.iter().map(|name| row(name, "1")).collect();
    let changed: Vec<String> = names.iter().map(|name| row(name, "2")).collect();
    let kept: Vec<String> =
        all.iter().enumerate().filter(|(index, _)| index % 4 == 0).map(|(_, row)| row.clone()).collect();
    let merge = merge_of([&rows(&all), &rows(&kept), &rows(&changed)]);
    assert_eq!(with_theirs(&merge), rows(&changed));
    assert_eq!(merge.merged, rows(&kept).replace(":1}", ":2}"));
    // The other way round: theirs at every conflict takes them out.
    let merge = merge_of([&rows(&all), &rows(&changed), &rows(&kept)]);
    assert_eq!(merge.merged, rows(&changed));
    assert_eq!(with_theirs(&merge), rows(&kept).replace(":1}", ":2}"));
}

// --------------------------------------------------------------------------------------------- rule 6: both added it

#[test]
fn what_both_added_is_merged_as_far_as_it_is_equal() {
    clean(
        ["{}", r#"{"a":{"x":1,"y":{"u":1}}}"#, r#"{"a":{"x":1.0,"z":3,"y":{"v":2}}}"#],
        r#"{"a":{"x":1.0,"z":3,"y":{"v":2,"u":1}}}"#,
    );
    conflicts(
        ["{}", r#"{"a":{"x":1,"y":1}}"#, r#"{"a":{"x":2,"y":1}}"#],
        &["both-added /a/x: - | 1 | 2"],
        r#"{"a":{"x":1,"y":1}}"#,
    );
    for (place, key) in keyed() {
        let rows = |rest: &str| at(place, &format!(r#"[{{"{key}":"a@x"{rest}}}]"#));
        clean([&at(place, "[]"), &rows(r#","x":1"#), &rows(r#","y":2"#)], &rows(r#","y":2,"x":1"#));
        conflicts(
            [&at(place, "[]"), &rows(r#","x":1"#), &rows(r#","x":2"#)],
            &[&format!("both-added {place}/0/x: - | 1 | 2")],
            &rows(r#","x":1"#),
        );
    }
}

// --------------------------------------------------------------------------------------------- rule 7: order of rows

/// Rows of one letter each.
fn letters(letters: &str) -> String {
    let rows: Vec<String> = letters.chars().map(|letter| format!(r#"{{"id":"{letter}"}}"#)).collect();
    at("/target", &format!("[{}]", rows.join(",")))
}

#[track_caller]
fn order([base, ours, theirs]: [&str; 3], expected: &str, reordered: bool) {
    let merge = merge_of([&letters(base), &letters(ours), &letters(theirs)]);
    assert_eq!(merge.conflicts, [], "{base} {ours} {theirs}");
    assert_eq!(merge.merged, letters(expected), "{base} {ours} {theirs}");
    assert_eq!(merge.reordered, if reordered { vec!["/target"] } else { vec![] }, "{base} {ours} {theirs}");
}

#[test]
fn the_side_that_put_rows_in_another_order_leads() {
    order(["abcd", "abcd", "dbca"], "dbca", false);
    order(["abcd", "dbca", "abcd"], "dbca", false);
    order(["abcd", "dbca", "abxcd"], "dbxca", false);
    order(["abcd", "abxcd", "dbca"], "dbxca", false);
    order(["abcd", "dbca", "dbca"], "dbca", false);
    // Rows that are not in all three do not make an order.
    order(["abc", "bca", "bc"], "bc", false);
    order(["", "ab", "ba"], "ba", false);
}

#[test]
fn what_only_one_side_has_goes_behind_its_predecessor() {
    order(["abc", "xabc", "abc"], "xabc", false);
    order(["abc", "axbc", "abyc"], "axbyc", false);
    order(["abc", "axyzbc", "abc"], "axyzbc", false);
    order(["abc", "abcx", "abcy"], "abcxy", false);
    order(["abc", "xabc", "yabc"], "xyabc", false);
    // The predecessor is gone: behind the one before it.
    order(["abc", "abxc", "ac"], "axc", false);
    order(["abc", "axbc", "bc"], "xbc", false);
    order(["", "x", ""], "x", false);
    order(["a", "ax", ""], "x", false);
}

#[test]
fn rows_that_both_put_in_another_order_have_theirs_and_that_is_no_conflict() {
    order(["abc", "bac", "acb"], "acb", true);
    order(["abc", "cba", "bca"], "bca", true);
    order(["abc", "bxac", "acb"], "acbx", true);
    // Telling it takes nothing from the result where there is nothing to tell.
    let quiet = merge_text(&merge_of(["{}", "{}", "{}"]));
    assert_eq!(quiet, r#"{"merged":"{}","conflicts":[],"taken":[]}"#);
}

#[test]
fn rows_that_move_keep_commas_and_white_space_sound() {
    let theirs = "{\"target\": [\n  {\"id\": \"a\"} ,\n  {\"id\": \"b\"},\n  {\"id\": \"c\"}\n]}";
    let merge = merge_of([&letters("abc"), &letters("cxab"), theirs]);
    assert_eq!(
        merge.merged,
        "{\"target\": [\n  {\"id\": \"c\"},\n  {\"id\":\"x\"},\n  {\"id\": \"a\"} ,\n  {\"id\": \"b\"}\n]}"
    );
}

// ------------------------------------------------------------------------------------- rule 8: what the service writes

#[test]
fn what_the_service_writes_is_always_theirs() {
    for name in [
        "id",
        "engagementId",
        "organizationId",
        "organizationName",
        "createdDateTime",
        "updatedDateTime",
        "eTag",
        "links",
        "@odata.context",
        "@odata.etag",
        "@odata.anything",
        "type",
        "expirationDateTime",
        "registrations",
        "trackingInfo",
    ] {
        let values = [None, Some("\"1\""), Some("\"2\""), Some("\"3\""), Some("null"), Some(r#"{"x":1}"#)];
        let text = |value: Option<&str>| match value {
            Some(value) => format!(r#"{{"name":"n","{name}":{value}}}"#),
            None => r#"{"name":"n"}"#.to_owned(),
        };
        for base in values {
            for ours in values {
                for theirs in values {
                    clean([&text(base), &text(ours), &text(theirs)], &text(theirs));
                }
            }
        }
    }
    for place in ["/details/customerAction", "/customerProfile/isMatchingComplete"] {
        clean(refs(&at3(place, ["1", "2", "3"])), &at(place, "3"));
    }
    for place in EMAIL_ROWS {
        let row = |x: &str| at(place, &format!(r#"[{{"email":"a@x","emailValidationStatus":{x}}}]"#));
        clean([&row("1"), &row("2"), &row("3")], &row("3"));
    }
    // Only where the table says so: elsewhere these are members as others are.
    for place in ["/details/links", "/details/@odata.x", "/details/requirements/offers", "/x/eTag", "/Links"] {
        let texts = at3(place, ["1", "2", "3"]);
        conflicts(refs(&texts), &[&format!("both-changed {place}: 1 | 2 | 3")], &texts[1]);
    }
    let row = |x: &str| at("/details/requirements/solutions", &format!(r#"[{{"id":"1","type":"{x}"}}]"#));
    conflicts(
        [&row("Name"), &row("Category"), &row("Solution")],
        &[r#"both-changed /details/requirements/solutions/0/type: "Name" | "Category" | "Solution""#],
        &row("Category"),
    );
}

#[test]
fn a_stamp_of_the_service_is_no_change_of_a_row_that_we_took_out() {
    for place in EMAIL_ROWS {
        let rows = |stamp: &str| at(place, &format!(r#"[{{"email":"a@x","emailValidationStatus":"{stamp}"}}]"#));
        clean([&rows("no"), &at(place, "[]"), &rows("yes")], &at(place, "[]"));
        clean([&rows("no"), &rows("yes"), &at(place, "[]")], &at(place, "[]"));
        // Also where the rows cannot be told apart.
        let two = |stamp: &str, x: &str| {
            at(place, &format!(r#"[{{"email":"a@x","emailValidationStatus":"{stamp}"}},{{"email":"a@x","x":{x}}}]"#))
        };
        clean([&two("no", "1"), &two("no", "2"), &two("yes", "1")], &two("no", "2"));
    }
    let details = |stamp: &str| at("/details", &format!(r#"{{"notes":"n","customerAction":"{stamp}"}}"#));
    clean([&details("no"), "{}", &details("yes")], "{}");
    let details = |notes: &str| at("/details", &format!(r#"{{"notes":"{notes}"}}"#));
    conflicts(
        [&details("a"), "{}", &details("b")],
        &[r#"deleted-by-ours /details: {"notes":"a"} | - | {"notes":"b"}"#],
        "{}",
    );
}

// --------------------------------------------------------------------------------------------- rule 9: unknown members

#[test]
fn unknown_members_are_merged_by_the_same_rules_and_keep_their_bytes() {
    let base = r#"{"salesPlaysX":{"a":1.50,"b":[ 1 ,2 ]},"x":0}"#;
    clean(
        [
            base,
            r#"{"salesPlaysX":{"a":12345678901234567.890,"b":[1,2]},"x":0}"#,
            r#"{"salesPlaysX":{"a":1.5,"b":[ 1,3 ],"\u0063":"\/"},"x":1e+05}"#,
        ],
        r#"{"salesPlaysX":{"a":12345678901234567.890,"b":[ 1,3 ],"\u0063":"\/"},"x":1e+05}"#,
    );
    clean(["{}", r#"{"new":{ "x" : [ 1E5 ,-0 ] }}"#, "{}"], r#"{"new":{ "x" : [ 1E5 ,-0 ] }}"#);
}

#[test]
fn names_are_names_whatever_they_are() {
    for name in ["__proto__", "constructor", "toString", "hasOwnProperty", "prototype", "", "0", "-", "~", "/", "a b"] {
        let pointer = name.replace('~', "~0").replace('/', "~1");
        let text = |value: &str| format!(r#"{{"{name}":{{"x":{value},"{name}":1}}}}"#);
        clean([&text("1"), &text("2"), &text("1")], &text("2"));
        conflicts(
            [&text("1"), &text("2"), &text("3")],
            &[&format!("both-changed /{pointer}/x: 1 | 2 | 3")],
            &text("2"),
        );
        clean(["{}", &text("1"), "{}"], &text("1"));
        clean([&text("1"), "{}", &text("1")], "{}");
        let row = |value: &str| at("/team", &format!(r#"[{{"email":"__proto__","{name}":{value}}}]"#));
        conflicts(
            [&row("1"), &row("2"), &row("3")],
            &[&format!("both-changed /team/0/{pointer}: 1 | 2 | 3")],
            &row("2"),
        );
    }
}

// ----------------------------------------------------------------------------------- rule 10: units, and what is legal

#[test]
fn status_and_substatus_are_one_value() {
    let pair = |status: &str, substatus: &str| format!(r#"{{"status":"{status}","substatus":"{substatus}"}}"#);
    let accepted = pair("Active", "Accepted");
    // Both closed it, each in another way: the whole pair is the conflict.
    conflicts(
        [&accepted, &pair("Closed", "Won"), &pair("Closed", "Lost")],
        &[
            r#"both-changed /status: "Active" | "Closed" | "Closed""#,
            r#"both-changed /substatus: "Accepted" | "Won" | "Lost""#,
        ],
        &pair("Closed", "Won"),
    );
    // Each changed another member of it.
    conflicts(
        [&pair("New", "Pending"), &pair("New", "Received"), &pair("Closed", "Pending")],
        &[
            r#"invalid-merge /status: "New" | "New" | "Closed""#,
            r#"both-changed /substatus: "Pending" | "Received" | "Pending""#,
        ],
        &pair("New", "Received"),
    );
    // One side, or both in the same way: no conflict.
    clean([&accepted, &pair("Closed", "Won"), &accepted], &pair("Closed", "Won"));
    clean([&accepted, &accepted, &pair("Closed", "Won")], &pair("Closed", "Won"));
    clean([&accepted, &pair("Closed", "Won"), &pair("Closed", "Won")], &pair("Closed", "Won"));
}

#[test]
fn deal_value_and_currency_are_one_value() {
    let deal =
        |value: &str, currency: &str| at("/details", &format!(r#"{{"dealValue":{value},"currency":{currency}}}"#));
    conflicts(
        [&deal("50000", "\"USD\""), &deal("60000", "\"USD\""), &deal("50000", "\"EUR\"")],
        &[
            r#"both-changed /details/currency: "USD" | "USD" | "EUR""#,
            "both-changed /details/dealValue: 50000 | 60000 | 50000",
        ],
        &deal("60000", "\"USD\""),
    );
    clean(
        [&deal("50000", "\"USD\""), &deal("60000", "\"USD\""), &deal("50000.0", "\"USD\"")],
        &deal("60000", "\"USD\""),
    );
    // The same value in another currency, and nothing else.
    clean([&deal("50000", "\"USD\""), &deal("50000", "\"USD\""), &deal("50000", "\"EUR\"")], &deal("50000", "\"EUR\""));
    // A member that none of the two has is not told.
    let value = |value: &str| at("/details", &format!(r#"{{"dealValue":{value}}}"#));
    conflicts([&value("1"), &value("2"), &value("3")], &["both-changed /details/dealValue: 1 | 2 | 3"], &value("2"));
    conflicts(
        [&deal("1", "\"USD\""), &value("2"), &value("3")],
        &["both-changed /details/dealValue: 1 | 2 | 3"],
        &value("2"),
    );
    // Each added a half.
    conflicts(
        ["{}", &value("1"), &at("/details", r#"{"currency":"USD"}"#)],
        &[r#"both-changed /details/currency: - | - | "USD""#, "both-changed /details/dealValue: - | 1 | -"],
        &value("1"),
    );
    conflicts(
        [&deal("1", "\"USD\""), &value("1"), &deal("2", "\"USD\"")],
        &[r#"deleted-by-ours /details/currency: "USD" | - | "USD""#, "both-changed /details/dealValue: 1 | 1 | 2"],
        &value("1"),
    );
    // Only there: a solution's currency is a member as others are.
    let row = |price: &str, currency: &str| {
        at("/details/requirements/solutions", &format!(r#"[{{"id":"1","price":{price},"currency":"{currency}"}}]"#))
    };
    clean([&row("1", "USD"), &row("2", "USD"), &row("1", "EUR")], &row("2", "EUR"));
}

#[test]
fn where_they_changed_nothing_nothing_is_in_the_way() {
    // The id is theirs to write: without it, ours is a list.
    let ours = r#"{"value":[{"id":"1"}],"id":"2"}"#;
    clean([r#"{"name":"n"}"#, ours, r#"{"name":"n"}"#], r#"{"value":[{"id":"1"}]}"#);
}

#[test]
fn a_move_that_is_not_legal_from_their_status_is_an_invalid_merge() {
    let referral = |status: &str, substatus: &str, notes: &str| {
        format!(
            r#"{{"id":"61c65491-2f2c-461a-84b4-3654499bc1d9","status":"{status}","substatus":"{substatus}","details":{{"notes":"{notes}"}}}}"#
        )
    };
    // We accepted it, they closed it.
    conflicts(
        [&referral("New", "Pending", "n"), &referral("Active", "Accepted", "o"), &referral("Closed", "Declined", "n")],
        &[
            r#"invalid-merge /status: "New" | "Active" | "Closed""#,
            r#"both-changed /substatus: "Pending" | "Accepted" | "Declined""#,
        ],
        &referral("Active", "Accepted", "o"),
    );
    // We put it back to Pending, they accepted it.
    let merge = merge_of([
        &referral("New", "Received", "n"),
        &referral("New", "Pending", "n"),
        &referral("Active", "Accepted", "t"),
    ]);
    assert_eq!(merge.conflicts[0].kind, ConflictKind::InvalidMerge);
    assert_eq!(with_theirs(&merge), referral("Active", "Accepted", "t"));
    // The other way round it is legal, and a conflict all the same.
    let merge = merge_of([
        &referral("New", "Pending", "n"),
        &referral("Closed", "Declined", "n"),
        &referral("Active", "Accepted", "n"),
    ]);
    assert!(merge.conflicts.iter().all(|conflict| conflict.kind == ConflictKind::BothChanged), "{merge:?}");
    assert_eq!(merge.conflicts.len(), 2);
    // An edit of something else goes on top of a referral that they closed.
    clean(
        [&referral("Active", "Accepted", "n"), &referral("Active", "Accepted", "o"), &referral("Closed", "Won", "n")],
        &referral("Closed", "Won", "o"),
    );
}

#[test]
fn what_is_wrong_with_one_side_by_itself_is_no_conflict() {
    let referral = |deal: &str, rows: &str, name: &str| {
        format!(
            r#"{{"status":"Active","substatus":"Accepted","name":"{name}","team":[{rows}],"details":{{"dealValue":{deal}}}}}"#
        )
    };
    let (bad, new) = (r#"{"email":"no address"}"#, r#"{"email":"n@x.example"}"#);
    // Ours has a wrong value, a move that is not legal, a row that is wrong.
    clean([&referral("1", "", "n"), &referral("-1", "", "n"), &referral("1", "", "t")], &referral("-1", "", "t"));
    let back = referral("1", "", "n").replace("Active", "New").replace("Accepted", "Pending");
    clean([&referral("1", "", "n"), &back, &referral("1", "", "t")], &back.replace("\"n\"", "\"t\""));
    // Theirs has: it stays, also where it stands at another index now.
    clean(
        [&referral("-1", bad, "n"), &referral("-1", &format!("{new},{bad}"), "n"), &referral("-1", bad, "t")],
        &referral("-1", &format!("{new},{bad}"), "t"),
    );
    // But where we hold on to what they put right, that is ours alone.
    conflicts(
        [&referral("-1", "", "n"), &referral("-2", "", "n"), &referral("5", "", "n")],
        &["both-changed /details/dealValue: -1 | -2 | 5"],
        &referral("-2", "", "n"),
    );
}

#[test]
fn two_documents_within_the_limit_can_be_over_it_together() {
    let text = |a: usize, b: usize| format!(r#"{{"a":"{}","b":"{}"}}"#, "x".repeat(a), "y".repeat(b));
    let half = 9 << 20;
    let (base, ours, theirs) = (text(1, 1), text(half, 1), text(1, half));
    let merge = merge_of([&base, &ours, &theirs]);
    let [conflict] = merge.conflicts.as_slice() else { panic!("{}", merge.conflicts.len()) };
    assert_eq!((conflict.path.as_str(), conflict.kind), ("", ConflictKind::InvalidMerge));
    assert!(conflict.base.as_ref() == Some(&base) && conflict.ours.as_ref() == Some(&ours));
    assert!(conflict.theirs.as_ref() == Some(&theirs) && merge.merged == ours && merge.taken.is_empty());
}

// -------------------------------------------------------------------------------------------- rule 11: row identity

#[test]
fn a_changed_e_mail_address_is_an_edit_of_its_row() {
    for place in EMAIL_ROWS {
        let sue = |email: &str, title: &str| {
            format!(r#"{{"email":"{email}","firstName":"Sue","lastName":"Smith","title":"{title}"}}"#)
        };
        let joe = r#"{"email":"joe@x","firstName":"Joe","lastName":"Jones"}"#;
        let rows = |rows: &[&str]| at(place, &format!("[{}]", rows.join(",")));
        let base = rows(&[joe, &sue("sue@x", "a")]);
        // We changed the address, they the title; and the other way round.
        clean(
            [&base, &rows(&[joe, &sue("new@x", "a")]), &rows(&[joe, &sue("sue@x", "b")])],
            &rows(&[joe, &sue("new@x", "b")]),
        );
        clean(
            [&base, &rows(&[joe, &sue("sue@x", "b")]), &rows(&[joe, &sue("new@x", "a")])],
            &rows(&[joe, &sue("new@x", "b")]),
        );
        clean(
            [&base, &rows(&[joe, &sue("new@x", "a")]), &rows(&[joe, &sue("new@x", "b")])],
            &rows(&[joe, &sue("new@x", "b")]),
        );
        // Both changed the address.
        conflicts(
            [&base, &rows(&[joe, &sue("ours@x", "a")]), &rows(&[joe, &sue("theirs@x", "b")])],
            &[&format!(r#"both-changed {place}/1/email: "sue@x" | "ours@x" | "theirs@x""#)],
            &rows(&[joe, &sue("ours@x", "b")]),
        );
        // We changed it, they took her out.
        conflicts(
            [&base, &rows(&[joe, &sue("new@x", "a")]), &rows(&[joe])],
            &[&format!("deleted-by-theirs {place}/1: {} | {} | -", sue("sue@x", "a"), sue("new@x", "a"))],
            &rows(&[joe, &sue("new@x", "a")]),
        );
        // Known by the phone number.
        let row = |email: &str, title: &str| format!(r#"{{"email":"{email}","phoneNumber":"1","title":"{title}"}}"#);
        clean(
            [&rows(&[&row("a@x", "a")]), &rows(&[&row("b@x", "a")]), &rows(&[&row("a@x", "b")])],
            &rows(&[&row("b@x", "b")]),
        );
    }
}

#[test]
fn two_rows_never_come_to_have_the_same_key() {
    for place in EMAIL_ROWS {
        let sue = |email: &str| format!(r#"{{"email":"{email}","firstName":"Sue","lastName":"Smith"}}"#);
        let new = |email: &str| format!(r#"{{"email":"{email}","firstName":"New"}}"#);
        let rows = |rows: &[&str]| format!("[{}]", rows.join(","));
        let versions = [
            // We add a person with an address that they give to Sue.
            [rows(&[&sue("sue@x")]), rows(&[&sue("sue@x"), &new("box@x")]), rows(&[&sue("Box@x")])],
            // Both give Sue a new address, and one of them is that of a person whom they add.
            [rows(&[&sue("sue@x")]), rows(&[&sue("a@x")]), rows(&[&sue("b@x"), &new("a@x")])],
            [rows(&[&sue("sue@x")]), rows(&[&sue("a@x"), &new("b@x")]), rows(&[&sue("b@x")])],
        ];
        for [base, ours, theirs] in versions {
            for [ours, theirs] in [[&ours, &theirs], [&theirs, &ours]] {
                let texts = at3(place, [&base, ours, theirs]);
                conflicts(refs(&texts), &[&format!("both-changed {place}: {base} | {ours} | {theirs}")], &texts[1]);
            }
        }
        // An address that was free before: we took Sue out, and they gave Joe hers.
        let joe = |email: &str| format!(r#"{{"email":"{email}","firstName":"Joe","lastName":"Jones"}}"#);
        let [base, ours, theirs] =
            [rows(&[&sue("sue@x"), &joe("joe@x")]), rows(&[&joe("joe@x")]), rows(&[&joe("sue@x")])];
        let merge = merge_of(refs(&at3(place, [&base, &ours, &theirs])));
        assert!(!merge.conflicts.is_empty(), "{merge:?}");
    }
}

// ------------------------------------------------------------------------------------------------- what is told

#[test]
fn all_conflicts_are_told_by_their_paths() {
    let text = |x: &str, order: &[&str]| {
        let member = |name: &&str| format!(r#""{name}":{x}"#);
        let rows: Vec<String> = (0..12).map(|index| format!(r#"{{"email":"{index}@x","x":{x}}}"#)).collect();
        let members: Vec<String> = order.iter().map(member).collect();
        format!(r#"{{"team":[{}],{}}}"#, rows.join(","), members.join(","))
    };
    let [base, ours, theirs] =
        [text("1", &["z", "b", "a~", "a/"]), text("2", &["b", "z", "a/", "a~"]), text("3", &["a~", "a/", "z", "b"])];
    let merge = merge_of([&base, &ours, &theirs]);
    let paths: Vec<&str> = merge.conflicts.iter().map(|conflict| conflict.path.as_str()).collect();
    let rows: Vec<String> = (0..12).map(|index| format!("/team/{index}/x")).collect();
    let mut expected = vec!["/a~0", "/a~1", "/b"];
    expected.extend(rows.iter().map(String::as_str));
    expected.push("/z");
    assert_eq!(paths, expected);
    let first = r#""conflicts":[{"path":"/a~0","kind":"both-changed","base":"1","ours":"2","theirs":"3"},"#;
    assert!(merge_text(&merge).contains(first), "{}", merge_text(&merge));
}

#[test]
fn absent_is_left_out_of_a_record() {
    let merge = merge_of([r#"{"a":null}"#, "{}", r#"{"a":1}"#]);
    let only = r#""conflicts":[{"path":"/a","kind":"deleted-by-ours","base":"null","theirs":"1"}],"#;
    assert!(merge_text(&merge).contains(only), "{}", merge_text(&merge));
}

#[test]
fn what_came_from_theirs_is_told_as_changes_of_ours() {
    let sue = |title: &str| format!(r#"{{"email":"sue@x","title":"{title}"}}"#);
    let joe = r#"{"email":"joe@x"}"#;
    let merge = merge_of([
        &format!(r#"{{"name":"n","notes":"n","same":1,"gone":1,"eTag":"\"1\"","links":{{}},"team":[{}]}}"#, sue("a")),
        &format!(r#"{{"name":"o","notes":"n","same":2,"gone":1,"eTag":"\"1\"","links":{{}},"team":[{}]}}"#, sue("a")),
        &format!(
            r#"{{"name":"t","notes":"t","same":2,"new":1.50,"eTag":"\"2\"","links":{{"x":1}},"team":[{joe},{}]}}"#,
            sue("b")
        ),
    ]);
    assert_eq!(merge.conflicts.len(), 1);
    let taken: Vec<_> = merge
        .taken
        .iter()
        .map(|change| (change.path.as_str(), change.kind, change.before.as_deref(), change.after.as_deref()))
        .collect();
    assert_eq!(
        taken,
        [
            ("/notes", ChangeKind::Changed, Some("\"n\""), Some("\"t\"")),
            ("/gone", ChangeKind::Removed, Some("1"), None),
            ("/eTag", ChangeKind::Changed, Some(r#""\"1\"""#), Some(r#""\"2\"""#)),
            ("/team/0/title", ChangeKind::Changed, Some("\"a\""), Some("\"b\"")),
            ("/team/0", ChangeKind::Added, None, Some(joe)),
            ("/new", ChangeKind::Added, None, Some("1.50")),
        ]
    );
}

// ------------------------------------------------------------------------------------------- an edit that is in doubt

#[test]
fn an_edit_is_found_leaf_by_leaf_in_a_later_version() {
    let text = |name: &str, notes: &str, rows: &str| {
        format!(r#"{{"name":"{name}","details":{{"notes":"{notes}"}},"team":[{rows}],"eTag":"{name}"}}"#)
    };
    let (a, b) = (r#"{"email":"a@x"}"#, r#"{"email":"b@x"}"#);
    let (base, sent) = (text("n", "n", a), text("o", "o", b));
    let paths = |landed: &Landed| -> (Vec<String>, Vec<String>) {
        (landed.present.clone(), landed.reverted.iter().map(line).collect())
    };

    // Nothing of it is there: it did not arrive.
    let nothing = landed_of([&base, &sent, &text("n", "n", &format!("{a},{}", r#"{"email":"c@x"}"#))]);
    assert_eq!(nothing.present, [""; 0]);
    assert!(!nothing.is_partly_reverted() && !nothing.is_complete());
    assert_eq!(
        nothing.reverted.iter().map(line).collect::<Vec<_>>(),
        [
            r#"reverted-after-unknown /details/notes: "n" | "o" | "n""#.to_owned(),
            r#"reverted-after-unknown /name: "n" | "o" | "n""#.to_owned(),
            format!("reverted-after-unknown /team/0: - | {b} | -"),
            format!("reverted-after-unknown /team/1: {a} | - | {a}"),
        ]
    );
    // All of it is there, with what somebody did on top.
    let all = landed_of([&base, &sent, &text("o", "o", &format!("{b},{}", r#"{"email":"c@x"}"#))]);
    assert!(all.is_complete() && !all.is_partly_reverted());
    assert_eq!(all.present, ["/name", "/details/notes", "/team/0/email", "/team/2"]);
    // It arrived, and somebody took a part of it back.
    let part = landed_of([&base, &sent, &text("o", "n", b)]);
    assert!(part.is_partly_reverted());
    assert_eq!(paths(&part).1, [r#"reverted-after-unknown /details/notes: "n" | "o" | "n""#.to_owned()]);
    // A third value is in neither list: that is a conflict of the merge.
    let third = landed_of([&base, &sent, &text("o", "x", b)]);
    assert!(third.is_complete() && third.present.contains(&"/name".to_owned()));
    assert_eq!(merge_of([&base, &sent, &text("o", "x", b)]).conflicts.len(), 1);
}

#[test]
fn a_part_that_was_taken_back_joins_the_conflicts_of_the_merge() {
    let text = |a: &str, b: &str, c: &str| format!(r#"{{"a":{a},"b":{b},"c":{c}}}"#);
    let versions = [text("1", "1", "1"), text("2", "2", "2"), text("2", "1", "3")];
    let mut merge = merge_of(refs(&versions));
    let landed = landed_of(refs(&versions));
    assert!(landed.is_partly_reverted());
    merge.add(landed.reverted);
    assert_eq!(
        merge.conflicts.iter().map(line).collect::<Vec<_>>(),
        ["reverted-after-unknown /b: 1 | 2 | 1", "both-changed /c: 1 | 2 | 3"]
    );
    assert_eq!(merge.merged, text("2", "2", "2"));
    assert_eq!(with_theirs(&merge), text("2", "1", "3"));
}

#[test]
fn a_unit_that_was_taken_back_is_found_as_one() {
    let text = |name: &str, value: &str, currency: &str| {
        format!(r#"{{"name":"{name}","details":{{"dealValue":{value},"currency":"{currency}"}}}}"#)
    };
    let landed = landed_of([&text("n", "1", "USD"), &text("o", "2", "EUR"), &text("o", "1", "USD")]);
    assert_eq!(landed.present, ["/name"]);
    assert_eq!(
        landed.reverted.iter().map(line).collect::<Vec<_>>(),
        [
            r#"reverted-after-unknown /details/currency: "USD" | "EUR" | "USD""#,
            "reverted-after-unknown /details/dealValue: 1 | 2 | 1",
        ]
    );
    // What both took out is there; what the service stamps is not looked at.
    let landed = landed_of([
        r#"{"a":1,"b":{"x":1,"y":1},"eTag":"1"}"#,
        r#"{"b":{"y":1},"eTag":"1"}"#,
        r#"{"b":{"y":2},"eTag":"2"}"#,
    ]);
    assert_eq!((landed.present, landed.reverted), (vec!["/b/x".to_owned(), "/a".to_owned()], vec![]));
}

// -------------------------------------------------------------------------------------------------- hostile sizes

/// Half a minute at most, in a build that is not optimised and on a machine that has other things to do.
#[track_caller]
fn in_time(versions: [&str; 3]) -> Merge {
    let start = Instant::now();
    let merge = merge_of(versions);
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    merge
}

#[test]
fn rows_by_the_ten_thousand_take_no_time_to_speak_of() {
    let count = 10_000;
    let rows = |key: &str, x: &str, turned: bool| {
        let row = |index: usize| {
            format!(r#"{{"email":"{key}{index}@x.example","firstName":"{key}{index}","lastName":"l","title":"{x}"}}"#)
        };
        let mut rows: Vec<String> = (0..count).map(row).collect();
        if turned {
            rows.reverse();
        }
        at("/team", &format!("[{}]", rows.join(",")))
    };
    let base = rows("a", "1", false);
    let merge = in_time([&base, &rows("a", "2", false), &rows("a", "3", false)]);
    assert_eq!(merge.conflicts.len(), count);
    let merge = in_time([&base, &rows("a", "2", true), &rows("a", "1", false)]);
    assert_eq!((merge.conflicts.len(), merge.merged), (0, rows("a", "2", true)));
    // All rows are other rows, on both sides.
    let merge = in_time([&base, &rows("b", "1", false), &rows("c", "1", false)]);
    assert_eq!((merge.conflicts.len(), parse(&merge.merged).root().get("team").unwrap().count()), (0, 2 * count));
    // Every row is in a conflict over who took it out.
    let merge = in_time([&base, &at("/team", "[]"), &rows("a", "2", true)]);
    assert_eq!(merge.conflicts.len(), count);
    let merge = in_time([&base, &rows("a", "2", true), &at("/team", "[]")]);
    assert_eq!(merge.conflicts.len(), count);
}

#[test]
fn errors_by_the_ten_thousand_take_no_time_to_speak_of() {
    let rows = |email: &str, x: &str| {
        let row =
            |index: usize| format!(r#"{{"email":"{index}{email}","phoneNumber":{x},"emailValidationStatus":{x}}}"#);
        at("/team", &format!("[{}]", (0..10_000).map(row).collect::<Vec<_>>().join(",")))
    };
    in_time([&rows("@x.example", "1"), &rows("", "2"), &rows("@y", "3")]);
    let merge = in_time([&rows("@x.example", "1"), &rows("@x.example", "2"), &rows("@x.example", "3")]);
    assert_eq!(merge.conflicts.len(), 10_000);
    in_time([&rows("@x.example", "1"), &rows("@x.example", "2"), &rows("@x.example", "1")]);
}

#[test]
fn members_by_the_ten_thousand_take_no_time_to_speak_of() {
    let object = |x: &str, step: usize| {
        let members: Vec<String> = (0..30_000).step_by(step).map(|index| format!(r#""m{index}":{x}"#)).collect();
        format!(r#"{{"x":{{{}}}}}"#, members.join(","))
    };
    let merge = in_time([&object("1", 1), &object("2", 2), &object("3", 3)]);
    assert_eq!(merge.conflicts.len(), 20_000);
    // The same name over and over.
    let twice = |x: &str| format!(r#"{{"x":{{{}}}}}"#, vec![format!(r#""m":{x}"#); 30_000].join(","));
    conflicts([&twice("1"), &twice("2"), &twice("3")], &["both-changed /x/m: 1 | 2 | 3"], r#"{"x":{"m":2}}"#);
}

#[test]
fn long_names_do_not_multiply() {
    // Told one by one, these leaves would take gigabytes of paths.
    let name = "n".repeat(1 << 20);
    let text = |x: &str| {
        let members: Vec<String> = (0..20_000).map(|index| format!(r#""{index}":{x}"#)).collect();
        format!(r#"{{"{name}":{{{}}}}}"#, members.join(","))
    };
    let merge = in_time([&text("1"), &text("2"), &text("3")]);
    assert_eq!(merge.conflicts.len(), 1);
    assert_eq!(merge.conflicts[0].path.len(), name.len() + 1);
    let merge = in_time([&text("1"), &text("1"), &text("3")]);
    assert_eq!((merge.conflicts.len(), merge.taken.len()), (0, 1));
}

#[test]
fn documents_may_be_as_deep_as_the_reader_lets_them() {
    let deep = |inside: &str| [&"{\"a\":".repeat(128), inside, &"}".repeat(128)].concat();
    conflicts(
        [&deep("1"), &deep("2"), &deep("3")],
        &[&format!("both-changed {}: 1 | 2 | 3", "/a".repeat(128))],
        &deep("2"),
    );
    clean([&deep("1"), &deep("2"), &deep("1")], &deep("2"));
}

/// Half of a surrogate pair is in its name: no pointer leads there, so the object around it is one value.
#[test]
fn a_conflict_in_a_member_that_no_pointer_can_name_is_one_of_the_object_around_it() {
    let cases = [
        (r#"{"a":{}}"#, r#"{"a":{"\ud800p":1}}"#, r#"{"a":{"\ud800p":2}}"#),
        (r#"{"a":{"\ud800p":{"x":1}}}"#, r#"{"a":{"\ud800p":{"x":2}}}"#, r#"{"a":{"\ud800p":{"x":3}}}"#),
        (r#"{"a":{"\ud800p":1}}"#, r#"{"a":{}}"#, r#"{"a":{"\ud800p":2}}"#),
        (r#"{"a":{"\ud800p":1}}"#, r#"{"a":{"\ud800p":2}}"#, r#"{"a":{}}"#),
    ];
    for (base, ours, theirs) in cases {
        let merge = merge_of([base, ours, theirs]);
        let paths: Vec<&str> = merge.conflicts.iter().map(|conflict| conflict.path.as_str()).collect();
        assert_eq!((paths, merge.merged.as_str()), (vec!["/a"], ours), "{base} {theirs}");
    }
    // What only one side changed is that side's, whatever its name is.
    let base = r#"{"a":{"\ud800p":1}}"#;
    let changed = r#"{"a":{"\ud800p":2}}"#;
    for (ours, theirs) in [(changed, base), (base, changed), (changed, changed)] {
        let merge = merge_of([base, ours, theirs]);
        assert_eq!((merge.conflicts.len(), merge.merged.as_str()), (0, changed));
    }
}
