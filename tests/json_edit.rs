//! Edits as splices (RFC 6902), the cutter that takes members out, and the document that both look things up in.
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

use common::{
    Children, Taste, agreement, children, document, for_random, javascript_string, javascript_units, members, object,
    offset_in, rewritten, samples, trimmed,
};
use proptest::prelude::*;
use proptest::sample::Index;
use referral_editor::json::cut::{Cutter, without};
use referral_editor::json::document::Names;
use referral_editor::json::edit::{Edit, EditError, Op, apply};
use referral_editor::json::{
    Container, Document, Fault, FaultKind, Hint, Kind, Limits, Scalar, Token, Value, Visitor, pointer, read,
};

fn parse(text: &str) -> Document<'_> {
    Document::parse(text.as_bytes(), Limits::default()).unwrap_or_else(|fault| panic!("{fault:?}: {text}"))
}

fn edit(op: Op, path: &str, json: &str) -> Edit {
    Edit { op, path: path.to_owned(), json: json.to_owned() }
}

fn edited(text: &str, op: Op, path: &str, json: &str) -> Result<String, EditError> {
    apply(text, &[edit(op, path, json)], Limits::default())
}

const PATH: Result<&str, EditError> = Err(EditError::Path(0));

/// A text, an edit's operation, path and new value, and what comes of it.
type Case<'a> = (&'a str, Op, &'a str, &'a str, Result<&'a str, EditError>);

fn check(cases: &[Case<'_>]) {
    for (text, op, path, json, expected) in cases {
        let result = edited(text, *op, path, json);
        assert_eq!(result.as_deref().map_err(Clone::clone), expected.clone(), "{op:?} {path:?} {json} in {text}");
    }
}

// ---------------------------------------------------------------------------------------------- RFC 6902

#[test]
fn add_makes_a_member_or_replaces_the_one_that_is_there() {
    check(&[
        ("{}", Op::Add, "/a", "1", Ok("{\"a\":1}")),
        ("{\"a\":1}", Op::Add, "/b", "2", Ok("{\"a\":1,\"b\":2}")),
        ("{\"a\":1}", Op::Add, "/a", "[2]", Ok("{\"a\":[2]}")),
        ("{\"a\":null}", Op::Add, "/a", "1", Ok("{\"a\":1}")),
        ("{\"a\":1}", Op::Add, "/b", "null", Ok("{\"a\":1,\"b\":null}")),
        ("{\"a\":{}}", Op::Add, "/a/b", "{\"c\":[]}", Ok("{\"a\":{\"b\":{\"c\":[]}}}")),
        ("{\"a\":[{}]}", Op::Add, "/a/0/b", "true", Ok("{\"a\":[{\"b\":true}]}")),
        // Names that look like indices, or like nothing at all.
        ("{}", Op::Add, "/", "1", Ok("{\"\":1}")),
        ("{}", Op::Add, "/0", "1", Ok("{\"0\":1}")),
        ("{}", Op::Add, "/-", "1", Ok("{\"-\":1}")),
        ("{\"-\":0}", Op::Add, "/-", "1", Ok("{\"-\":1}")),
        ("{\"\":{}}", Op::Add, "//", "1", Ok("{\"\":{\"\":1}}")),
        ("{\"01\":0}", Op::Replace, "/01", "1", Ok("{\"01\":1}")),
        ("{}", Op::Add, "/__proto__", "{\"x\":1}", Ok("{\"__proto__\":{\"x\":1}}")),
        ("{\"constructor\":{}}", Op::Add, "/constructor/prototype", "1", Ok("{\"constructor\":{\"prototype\":1}}")),
        // Names that need an escape, in the pointer or in the text.
        ("{}", Op::Add, "/a~1b", "1", Ok("{\"a/b\":1}")),
        ("{}", Op::Add, "/m~0n", "1", Ok("{\"m~n\":1}")),
        ("{}", Op::Add, "/~01", "1", Ok("{\"~1\":1}")),
        ("{}", Op::Add, "/a\"b\\c", "1", Ok("{\"a\\\"b\\\\c\":1}")),
        ("{}", Op::Add, "/\n\u{1}", "1", Ok("{\"\\n\\u0001\":1}")),
        ("{}", Op::Add, "/é🗼", "1", Ok("{\"é🗼\":1}")),
        ("{\"\\u0061\":1}", Op::Add, "/a", "2", Ok("{\"\\u0061\":2}")),
        ("{\"a\\/b\":1}", Op::Add, "/a~1b", "2", Ok("{\"a\\/b\":2}")),
        // The parent has to be there, and to be a container.
        ("{}", Op::Add, "/a/b", "1", PATH),
        ("{\"a\":1}", Op::Add, "/a/b", "1", PATH),
        ("{\"a\":\"text\"}", Op::Add, "/a/0", "1", PATH),
        ("{\"a\":null}", Op::Add, "/a/b", "1", PATH),
        ("1", Op::Add, "/a", "1", PATH),
        ("\"\"", Op::Add, "/", "1", PATH),
    ]);
}

#[test]
fn add_puts_an_element_in_front_of_another_or_at_the_end() {
    check(&[
        ("[]", Op::Add, "/0", "1", Ok("[1]")),
        ("[]", Op::Add, "/-", "1", Ok("[1]")),
        ("[1]", Op::Add, "/0", "0", Ok("[0,1]")),
        ("[1]", Op::Add, "/1", "2", Ok("[1,2]")),
        ("[1]", Op::Add, "/-", "2", Ok("[1,2]")),
        ("[1,2,3]", Op::Add, "/1", "9", Ok("[1,9,2,3]")),
        ("[1,2,3]", Op::Add, "/2", "[4]", Ok("[1,2,[4],3]")),
        ("[1,2,3]", Op::Add, "/3", "4", Ok("[1,2,3,4]")),
        ("[[]]", Op::Add, "/0/-", "[]", Ok("[[[]]]")),
        ("{\"a\":[{\"b\":[1]}]}", Op::Add, "/a/0/b/0", "0", Ok("{\"a\":[{\"b\":[0,1]}]}")),
        ("[0,1,2,3,4,5,6,7,8,9,10]", Op::Add, "/10", "x".repeat(0).as_str(), Err(EditError::Value(0, EMPTY))),
        ("[0,1,2,3,4,5,6,7,8,9,10]", Op::Add, "/10", "99", Ok("[0,1,2,3,4,5,6,7,8,9,99,10]")),
        // Behind the end there is nothing.
        ("[]", Op::Add, "/1", "1", PATH),
        ("[1]", Op::Add, "/2", "1", PATH),
        ("[1]", Op::Add, "/4294967296", "1", PATH),
        ("[1]", Op::Add, "/18446744073709551616", "1", PATH),
        ("[1]", Op::Add, "/99999999999999999999999999", "1", PATH),
        ("[[1]]", Op::Add, "/-/0", "1", PATH),
    ]);
}

#[test]
fn an_index_is_digits_without_a_leading_zero() {
    for token in
        ["00", "01", "-1", "+1", " 1", "1 ", "1e0", "1.0", "0x0", "", "bar", "１", "٠", "-0", "--", "~00", "~10"]
    {
        for op in [Op::Add, Op::Replace, Op::Remove] {
            let path = format!("/{token}");
            assert_eq!(edited("[1,2]", op, &path, "0"), Err(EditError::Path(0)), "{op:?} {path}");
            assert_eq!(edited("[[1,2]]", op, &format!("/0{path}"), "0"), Err(EditError::Path(0)));
            assert_eq!(edited("[[1,2],[3]]", op, &format!("{path}/0"), "0"), Err(EditError::Path(0)));
        }
    }
}

#[test]
fn replace_needs_something_to_replace() {
    check(&[
        ("{\"a\":1}", Op::Replace, "/a", "2", Ok("{\"a\":2}")),
        ("{\"a\":1,\"b\":2}", Op::Replace, "/a", "{}", Ok("{\"a\":{},\"b\":2}")),
        ("{\"a\":null}", Op::Replace, "/a", "0", Ok("{\"a\":0}")),
        ("{\"\":1}", Op::Replace, "/", "2", Ok("{\"\":2}")),
        ("{\"a/b\":1,\"m~n\":2}", Op::Replace, "/a~1b", "3", Ok("{\"a/b\":3,\"m~n\":2}")),
        ("{\"a/b\":1,\"m~n\":2}", Op::Replace, "/m~0n", "3", Ok("{\"a/b\":1,\"m~n\":3}")),
        ("{\"~1\":1,\"/\":2}", Op::Replace, "/~01", "3", Ok("{\"~1\":3,\"/\":2}")),
        ("[1,2]", Op::Replace, "/0", "[]", Ok("[[],2]")),
        ("[1,2]", Op::Replace, "/1", "3", Ok("[1,3]")),
        ("[{\"a\":[0,{\"b\":1}]}]", Op::Replace, "/0/a/1/b", "2", Ok("[{\"a\":[0,{\"b\":2}]}]")),
        ("{\"a\":1}", Op::Replace, "/b", "2", PATH),
        ("{}", Op::Replace, "/", "2", PATH),
        ("{\"\":1}", Op::Replace, "//", "2", PATH),
        ("[1]", Op::Replace, "/1", "2", PATH),
        ("[1]", Op::Replace, "/-", "2", PATH),
        ("[]", Op::Replace, "/0", "2", PATH),
        ("{\"a\":{}}", Op::Replace, "/a/b/c", "2", PATH),
        ("{\"__proto__\":1}", Op::Replace, "/__proto__/x", "2", PATH),
        ("{\"a\":1}", Op::Replace, "/constructor", "2", PATH),
    ]);
}

#[test]
fn remove_takes_out_what_is_there_with_one_comma() {
    check(&[
        ("{\"a\":1}", Op::Remove, "/a", "", Ok("{}")),
        ("{\"a\":1,\"b\":2}", Op::Remove, "/a", "", Ok("{\"b\":2}")),
        ("{\"a\":1,\"b\":2}", Op::Remove, "/b", "", Ok("{\"a\":1}")),
        ("{\"a\":1,\"b\":2,\"c\":3}", Op::Remove, "/b", "", Ok("{\"a\":1,\"c\":3}")),
        ("[1]", Op::Remove, "/0", "", Ok("[]")),
        ("[1,2,3]", Op::Remove, "/0", "", Ok("[2,3]")),
        ("[1,2,3]", Op::Remove, "/1", "", Ok("[1,3]")),
        ("[1,2,3]", Op::Remove, "/2", "", Ok("[1,2]")),
        ("{\"\":{\"\":1}}", Op::Remove, "//", "", Ok("{\"\":{}}")),
        ("{\"a\":[[1,2]]}", Op::Remove, "/a/0/1", "", Ok("{\"a\":[[1]]}")),
        ("{\"a\":\",\",\"b\":\",\"}", Op::Remove, "/a", "", Ok("{\"b\":\",\"}")),
        ("{ \"a\" : 1 , \"b\" : 2 }", Op::Remove, "/a", "", Ok("{ \"b\" : 2 }")),
        ("{ \"a\" : 1 , \"b\" : 2 }", Op::Remove, "/b", "", Ok("{ \"a\" : 1 }")),
        ("{\n  \"a\": 1,\n  \"b\": 2\n}", Op::Remove, "/a", "", Ok("{\n  \"b\": 2\n}")),
        ("{\n  \"a\": 1,\n  \"b\": 2\n}", Op::Remove, "/b", "", Ok("{\n  \"a\": 1\n}")),
        ("[\r\n\t1,\r\n\t2,\r\n\t3\r\n]", Op::Remove, "/1", "", Ok("[\r\n\t1,\r\n\t3\r\n]")),
        // The comma may stand anywhere.
        ("{ \"a\":1\n, \"b\":2\n, \"c\":3 }", Op::Remove, "/b", "", Ok("{ \"a\":1\n, \"c\":3 }")),
        ("{ \"a\":1\n, \"b\":2 }", Op::Remove, "/a", "", Ok("{ \"b\":2 }")),
        ("{}", Op::Remove, "/a", "", PATH),
        ("{\"a\":1}", Op::Remove, "/b", "", PATH),
        ("{\"a\":{}}", Op::Remove, "/a/b", "", PATH),
        ("{\"a\":1}", Op::Remove, "/a/b", "", PATH),
        ("[]", Op::Remove, "/0", "", PATH),
        ("[1]", Op::Remove, "/1", "", PATH),
        ("[1]", Op::Remove, "/-", "", PATH),
        ("{\"a\":1}", Op::Remove, "/toString", "", PATH),
        // What is removed has no new value, so none is looked at.
        ("{\"a\":1}", Op::Remove, "/a", "not JSON", Ok("{}")),
    ]);
}

#[test]
fn the_whole_document_can_be_replaced_but_not_removed() {
    check(&[
        ("{\"a\":1}", Op::Replace, "", "[]", Ok("[]")),
        ("{\"a\":1}", Op::Add, "", "null", Ok("null")),
        ("1", Op::Replace, "", "\"x\"", Ok("\"x\"")),
        (" \n{\"a\":1}\r\n", Op::Replace, "", "2", Ok(" \n2\r\n")),
        ("\u{feff}{}\n", Op::Replace, "", "[1]", Ok("\u{feff}[1]\n")),
        ("{\"a\":1}", Op::Remove, "", "", PATH),
        ("1", Op::Remove, "", "", PATH),
    ]);
}

#[test]
fn a_path_is_a_json_pointer() {
    for path in ["a", "a/b", "#/a", "~", "/~", "/a~", "/~2", "/a~2b", "/~a", "/~~", "/~/a", "/a/~", " /a", "0"] {
        for op in [Op::Add, Op::Replace, Op::Remove] {
            for text in ["{\"a\":{\"b\":1},\"~\":1,\"~2\":1,\"a~\":1}", "[1]"] {
                assert_eq!(edited(text, op, path, "0"), Err(EditError::Path(0)), "{op:?} {path:?}");
            }
        }
    }
}

#[test]
fn of_a_name_that_is_there_twice_the_last_one_is_meant() {
    check(&[
        ("{\"a\":1,\"b\":2,\"a\":3}", Op::Replace, "/a", "9", Ok("{\"a\":1,\"b\":2,\"a\":9}")),
        ("{\"a\":1,\"b\":2,\"\\u0061\":3}", Op::Add, "/a", "9", Ok("{\"a\":1,\"b\":2,\"\\u0061\":9}")),
        ("{\"a\":1,\"b\":2,\"a\":3}", Op::Remove, "/a", "", Ok("{\"a\":1,\"b\":2}")),
        ("{\"a\":{\"x\":1},\"a\":{}}", Op::Replace, "/a/x", "9", PATH),
    ]);
    assert_eq!(parse("{\"a\":1,\"b\":2,\"a\":3}").root().get("a").unwrap().raw(), b"3");
    assert_eq!(Names::of(parse("{\"a\":1,\"b\":2,\"a\":3}").root()).get("a").unwrap().raw(), b"3");
}

#[test]
fn a_name_is_its_characters_and_not_what_another_is_written_with() {
    let text = r#"{"a\\t":1,"a\t":2,"\\u0061":3,"\u0061":4}"#;
    check(&[
        (text, Op::Remove, "/a\\t", "", Ok(r#"{"a\t":2,"\\u0061":3,"\u0061":4}"#)),
        (text, Op::Remove, "/a\t", "", Ok(r#"{"a\\t":1,"\\u0061":3,"\u0061":4}"#)),
        (text, Op::Replace, "/\\u0061", "9", Ok(r#"{"a\\t":1,"a\t":2,"\\u0061":9,"\u0061":4}"#)),
        (text, Op::Replace, "/a", "9", Ok(r#"{"a\\t":1,"a\t":2,"\\u0061":3,"\u0061":9}"#)),
        (r#"{"a\t":2}"#, Op::Replace, "/a\\t", "9", PATH),
        (r#"{"a\t":2}"#, Op::Add, "/a\\t", "9", Ok(r#"{"a\t":2,"a\\t":9}"#)),
    ]);
    assert!(parse(r#"{"a\t":2}"#).root().get("a\\t").is_none());
}

const EMPTY: Fault = Fault { kind: FaultKind::Syntax(Hint::Empty), at: 0 };

#[test]
fn edits_are_applied_in_order_all_or_none() {
    let text = "{\"team\":[{\"email\":\"a@x\"}],\"n\":1}";
    let edits = [
        edit(Op::Add, "/team/-", "{\"email\":\"b@x\"}"),
        edit(Op::Replace, "/team/1/email", "\"c@x\""),
        edit(Op::Remove, "/team/0", ""),
        edit(Op::Add, "/new", "{}"),
        edit(Op::Add, "/new/in", "1.50"),
    ];
    let expected = "{\"team\":[{\"email\":\"c@x\"}],\"n\":1,\"new\":{\"in\":1.50}}";
    assert_eq!(apply(text, &edits, Limits::default()).as_deref(), Ok(expected));
    assert_eq!(apply(text, &[], Limits::default()).as_deref(), Ok(text));
    for place in 0..=edits.len() {
        let with = |bad: Edit| {
            let mut edits = edits.to_vec();
            edits.insert(place, bad);
            apply(text, &edits, Limits::default())
        };
        assert_eq!(with(edit(Op::Remove, "/absent", "")), Err(EditError::Path(place)));
        assert_eq!(with(edit(Op::Add, "/n", "")), Err(EditError::Value(place, EMPTY)));
    }
}

#[test]
fn an_edit_beside_them_leaves_digits_escapes_and_names_as_they_are() {
    let text = "{ \"dealValue\": 100000000000.10,\r\n\t\"big\":12345678901234567.890, \"e\":1E5,\"m\":-0,\"s\":\"\\u00e9\\/é\\ud800\",\n\
                \"__proto__\":{\"x\":1}, \"a\":1,\"a\":2,  \"notes\" : \"old\" , \"z\":[ 1,2 ]}\n";
    let expected = text.replace("\"old\"", "\"new\"");
    assert_eq!(edited(text, Op::Replace, "/notes", "\"new\""), Ok(expected));
    assert_eq!(edited(text, Op::Remove, "/z", ""), Ok(text.replace(" , \"z\":[ 1,2 ]", "")));
    assert_eq!(edited(text, Op::Add, "/z/-", "3"), Ok(text.replace("[ 1,2 ]", "[ 1,2,3 ]")));
}

#[test]
fn a_new_value_is_one_json_value_and_keeps_its_text_without_the_space_around_it() {
    for (json, written) in [
        ("1", "1"),
        (" \r\n\t 1.50 \n", "1.50"),
        ("\"\\u0061\\/\"", "\"\\u0061\\/\""),
        (" { \"a\" : [ ] } ", "{ \"a\" : [ ] }"),
        ("1E400", "1E400"),
        ("-0", "-0"),
        ("\"\\ud800\"", "\"\\ud800\""),
        ("\u{feff}[]", "[]"),
    ] {
        assert_eq!(edited("{\"a\":0}", Op::Replace, "/a", json), Ok(format!("{{\"a\":{written}}}")), "{json:?}");
    }
    for (json, hint, at) in [
        ("", Hint::Empty, 0),
        ("1 2", Hint::TextAfter, 2),
        ("1,\"b\":2", Hint::TextAfter, 1),
        ("\"a", Hint::Truncated, 2),
        ("NaN", Hint::NotAJsonValue, 0),
        ("undefined", Hint::NotAJsonValue, 0),
        ("[1,]", Hint::TrailingComma, 3),
        ("}", Hint::Unexpected, 0),
        ("\u{a0}1", Hint::NoBreakSpace, 0),
    ] {
        let fault = Fault { kind: FaultKind::Syntax(hint), at };
        assert_eq!(edited("{\"a\":0}", Op::Add, "/a", json), Err(EditError::Value(0, fault)), "{json:?}");
    }
    let deep = ["[".repeat(129), "]".repeat(129)].concat();
    let too_deep = Fault { kind: FaultKind::TooDeep, at: 128 };
    assert_eq!(edited("{}", Op::Add, "/a", &deep), Err(EditError::Value(0, too_deep)));
}

#[test]
fn a_document_that_is_not_json_is_not_edited() {
    for (text, hint, at) in [
        ("", Hint::Empty, 0),
        ("{\"a\":1,}", Hint::TrailingComma, 7),
        ("[1 2]", Hint::MissingComma, 3),
        ("{", Hint::Truncated, 1),
    ] {
        let fault = EditError::Document(Fault { kind: FaultKind::Syntax(hint), at });
        assert_eq!(apply(text, &[], Limits::default()), Err(fault.clone()), "{text:?}");
        assert_eq!(edited(text, Op::Add, "", "1"), Err(fault), "{text:?}");
    }
}

#[test]
fn limits_hold_for_the_document_and_for_the_new_value() {
    let limits = Limits { size: 17, depth: 2 };
    let too_large = Fault { kind: FaultKind::TooLarge, at: 0 };
    let within = |text: &str, json: &str| apply(text, &[edit(Op::Add, "/a", json)], limits);
    assert_eq!(within("{\"b\": [1]}", "1").as_deref(), Ok("{\"b\": [1],\"a\": 1}"));
    assert_eq!(within("{\"b\": [123456789]}", "1"), Err(EditError::Document(too_large)));
    assert_eq!(within("{}", "\"1234567890123456\""), Err(EditError::Value(0, too_large)));
    assert_eq!(within("{}", "[[[]]]"), Err(EditError::Value(0, Fault { kind: FaultKind::TooDeep, at: 2 })));
    assert_eq!(within("{\"b\":[[]]}", "1"), Err(EditError::Document(Fault { kind: FaultKind::TooDeep, at: 6 })));
}

#[test]
fn limits_hold_for_what_comes_of_an_edit() {
    let too_large = Fault { kind: FaultKind::TooLarge, at: 0 };
    let too_deep = Fault { kind: FaultKind::TooDeep, at: 0 };
    let limits = Limits { size: 17, depth: 3 };
    let within = |text: &str, edits: &[Edit]| apply(text, edits, limits);
    // Each is within the limits, and the two together are not.
    let text = "{\"b\": [1]}";
    assert_eq!(within(text, &[edit(Op::Add, "/a", "1")]).map(|text| text.len()), Ok(17));
    assert_eq!(within(text, &[edit(Op::Add, "/a", "12")]), Err(EditError::Result(0, too_large)));
    assert_eq!(within(text, &[edit(Op::Replace, "/b/0", "[]")]).as_deref(), Ok("{\"b\": [[]]}"));
    assert_eq!(within(text, &[edit(Op::Replace, "/b/0", "[{}]")]), Err(EditError::Result(0, too_deep)));
    assert_eq!(within(text, &[edit(Op::Add, "/b/-", "[[]]")]), Err(EditError::Result(0, too_deep)));
    assert_eq!(within(text, &[edit(Op::Replace, "/b", "[[{}]]")]), Err(EditError::Result(0, too_deep)));
    assert_eq!(within(text, &[edit(Op::Replace, "", "[[{}]]")]).as_deref(), Ok("[[{}]]"));
    assert_eq!(within("{\"~/\":{}}", &[edit(Op::Add, "/~0~1/x", "[]")]).as_deref(), Ok("{\"~/\":{\"x\":[]}}"));
    // What holds nothing is no level, and a path that leads nowhere is said first.
    assert_eq!(within("[[[1]]]", &[edit(Op::Replace, "/0/0/0", "2")]).as_deref(), Ok("[[[2]]]"));
    assert_eq!(within("[[[1]]]", &[edit(Op::Replace, "/0/0/0", "[]")]), Err(EditError::Result(0, too_deep)));
    assert_eq!(within("[]", &[edit(Op::Add, "/0/0/0/0/0", "[]")]), Err(EditError::Path(0)));
    // It is the edit that is named which goes too far, also where a later one would mend it.
    let edits = [edit(Op::Add, "/a", "1"), edit(Op::Add, "/a", "12"), edit(Op::Remove, "/a", "")];
    assert_eq!(within(text, &edits), Err(EditError::Result(1, too_large)));
    // By default: 128 levels and 16 MiB.
    let deep = |levels: usize| ["[".repeat(levels), "]".repeat(levels)].concat();
    for (levels, fits) in [(127, true), (128, false)] {
        let result = edited("{}", Op::Add, "/a", &deep(levels));
        assert_eq!(result.is_ok(), fits, "{levels}");
        if let Ok(text) = result {
            assert_eq!(text, format!("{{\"a\":{}}}", deep(levels)));
        }
    }
    let half = format!("\"{}\"", "x".repeat(8 << 20));
    let text = format!("{{\"a\":{half}}}");
    assert_eq!(edited(&text, Op::Add, "/b", &half), Err(EditError::Result(0, too_large)));
}

// ---------------------------------------------------------------------------------------------- how it is set out

#[test]
fn what_is_appended_is_set_out_as_its_neighbours_are() {
    let add = |text: &str, path: &str, json: &str| edited(text, Op::Add, path, json).unwrap();
    for (text, path, expected) in [
        // Two spaces, four, a tab; LF, CR LF.
        ("{\n  \"a\": 0\n}", "/b", "{\n  \"a\": 0,\n  \"b\": 1\n}"),
        ("{\n    \"a\": 0,\n    \"c\": 0\n}", "/b", "{\n    \"a\": 0,\n    \"c\": 0,\n    \"b\": 1\n}"),
        ("{\n\t\"a\": 0\n}", "/b", "{\n\t\"a\": 0,\n\t\"b\": 1\n}"),
        ("{\r\n  \"a\": 0\r\n}\r\n", "/b", "{\r\n  \"a\": 0,\r\n  \"b\": 1\r\n}\r\n"),
        ("{\n  \"a\": {\n    \"x\": 0\n  }\n}", "/a/y", "{\n  \"a\": {\n    \"x\": 0,\n    \"y\": 1\n  }\n}"),
        // On one line, with spaces and without.
        ("{\"a\":0}", "/b", "{\"a\":0,\"b\":1}"),
        ("{\"a\":0,\"c\":0}", "/b", "{\"a\":0,\"c\":0,\"b\":1}"),
        ("{ \"a\": 0, \"c\": 0 }", "/b", "{ \"a\": 0, \"c\": 0, \"b\": 1 }"),
        ("{\"a\": 0, \"c\": 0}", "/b", "{\"a\": 0, \"c\": 0, \"b\": 1}"),
        ("{ \"a\" : 0 }", "/b", "{ \"a\" : 0, \"b\" : 1 }"),
        ("{\"a\\\"\": 0}", "/b", "{\"a\\\"\": 0,\"b\": 1}"),
        // Into an empty object the document's own colons go.
        ("{\n  \"a\": {}\n}", "/a/b", "{\n  \"a\": {\"b\": 1}\n}"),
        ("{\"a\":{}}", "/a/b", "{\"a\":{\"b\":1}}"),
        // Elements.
        ("[\n  0\n]", "/-", "[\n  0,\n  1\n]"),
        ("[\n  0\n]", "/0", "[\n  1,\n  0\n]"),
        ("[\n  0,\n  0\n]", "/1", "[\n  0,\n  1,\n  0\n]"),
        ("[0, 0]", "/1", "[0, 1, 0]"),
        ("[0, 0]", "/2", "[0, 0, 1]"),
        ("[ 0 ]", "/0", "[ 1, 0 ]"),
        ("[ 0 ]", "/1", "[ 0, 1 ]"),
        ("[0,0]", "/1", "[0,1,0]"),
        // The comma in front: white space behind it is what counts.
        ("{ \"a\": 0\n, \"c\": 0 }", "/b", "{ \"a\": 0\n, \"c\": 0, \"b\": 1 }"),
    ] {
        assert_eq!(add(text, path, "1"), expected, "{path} in {text:?}");
    }
}

#[test]
fn to_what_serde_json_prints_a_scalar_is_added_as_serde_json_would_print_it() {
    let value = || document(Taste::Tame).prop_map(|text| serde_json::from_str::<serde_json::Value>(&text).unwrap());
    for_random(400, (value(), any::<Index>()), |(value, index)| {
        let mut paths = Vec::new();
        push_pointers(&value, String::new(), &mut paths);
        let path = index.get(&paths).clone();
        let mut grown = value.clone();
        let new_path = match grown.pointer_mut(&path).unwrap() {
            serde_json::Value::Object(members) if !members.is_empty() && !members.contains_key("new") => {
                members.insert("new".to_owned(), "x".into());
                format!("{path}/new")
            }
            serde_json::Value::Array(items) if !items.is_empty() => {
                items.push("x".into());
                format!("{path}/-")
            }
            _ => return,
        };
        for print in [serde_json::to_string::<serde_json::Value>, serde_json::to_string_pretty] {
            // On one line the space behind a comma shows from the second element on, and serde_json has none.
            assert_eq!(edited(&print(&value).unwrap(), Op::Add, &new_path, "\"x\""), Ok(print(&grown).unwrap()));
        }
    });
}

// ---------------------------------------------------------------------------------------------- laws

/// The pointers to all values.
fn push_pointers(value: &serde_json::Value, at: String, out: &mut Vec<String>) {
    match value {
        serde_json::Value::Array(items) => {
            items.iter().enumerate().for_each(|(index, item)| push_pointers(item, format!("{at}/{index}"), out));
        }
        serde_json::Value::Object(members) => {
            for (name, value) in members {
                push_pointers(value, format!("{at}/{}", name.replace('~', "~0").replace('/', "~1")), out);
            }
        }
        _ => {}
    }
    out.push(at);
}

/// RFC 6902 on a tree of values.
fn apply_to_tree(root: &mut serde_json::Value, op: Op, path: &str, new: serde_json::Value) -> Option<()> {
    use serde_json::Value::{Array, Object};
    let Some((parent, last)) = path.rsplit_once('/') else {
        *root = (op != Op::Remove).then_some(new)?;
        return Some(());
    };
    let last = last.replace("~1", "/").replace("~0", "~");
    match root.pointer_mut(parent)? {
        Object(members) => match op {
            Op::Add => drop(members.insert(last, new)),
            Op::Replace => *members.get_mut(&last)? = new,
            Op::Remove => drop(members.shift_remove(&last)?),
        },
        Array(items) => {
            let index = match last.as_str() {
                "-" if op == Op::Add => items.len(),
                digits if digits == "0" || digits.starts_with(|first: char| ('1'..='9').contains(&first)) => {
                    digits.parse().ok()?
                }
                _ => return None,
            };
            let most = if op == Op::Add { items.len() } else { items.len().checked_sub(1)? };
            if index > most {
                return None;
            }
            match op {
                Op::Add => items.insert(index, new),
                Op::Replace => items[index] = new,
                Op::Remove => drop(items.remove(index)),
            }
        }
        _ => return None,
    }
    Some(())
}

/// The slice of `text` that holds the value at `path`.
fn slice_at<'t>(text: &'t str, path: &str) -> Option<&'t str> {
    path.split('/').skip(1).try_fold(trimmed(text), |value, token| {
        let token = token.replace("~1", "/").replace("~0", "~");
        match children(value) {
            Children::Object(members) => {
                members.into_iter().find(|(name, _)| javascript_string(name) == token).map(|(_, value)| value)
            }
            Children::Array(items) => items.get(token.parse::<usize>().ok()?).copied(),
            Children::Scalar => None,
        }
    })
}

/// The texts of what is directly inside, names in front of values.
fn inside(value: &str) -> Vec<String> {
    match children(value) {
        Children::Object(members) => members.into_iter().map(|(name, value)| format!("{name}:{value}")).collect(),
        Children::Array(items) => items.into_iter().map(str::to_owned).collect(),
        Children::Scalar => Vec::new(),
    }
}

fn op() -> impl Strategy<Value = Op> {
    prop_oneof![Just(Op::Add), Just(Op::Replace), Just(Op::Remove)]
}

/// A path into the value: one that is there, or near one that is there.
fn path_near(value: &serde_json::Value, pick: &Index, tail: u8) -> String {
    let mut paths = Vec::new();
    push_pointers(value, String::new(), &mut paths);
    let path = pick.get(&paths);
    match tail {
        0..=4 => path.clone(),
        5 => format!("{path}/-"),
        6 => format!("{path}/0"),
        7 => format!("{path}/a"),
        8 => format!("{path}/"),
        _ => format!("{path}/é~0~1\""),
    }
}

#[test]
fn an_edit_means_what_it_means_on_a_tree_and_touches_nothing_else() {
    let inputs = (document(Taste::Tame), op(), any::<Index>(), 0..10_u8, document(Taste::Tame));
    for_random(2_000, inputs, |(text, op, pick, tail, json)| {
        let before: serde_json::Value = serde_json::from_str(&text).unwrap();
        let path = path_near(&before, &pick, tail);
        let mut after = before;
        let is_possible = apply_to_tree(&mut after, op, &path, serde_json::from_str(&json).unwrap()).is_some();
        let result = edited(&text, op, &path, &json);
        if !is_possible {
            assert_eq!(result, Err(EditError::Path(0)), "{op:?} {path} in {text}");
            return;
        }
        let result = result.unwrap_or_else(|error| panic!("{error:?}: {op:?} {path} in {text}"));
        // Members in their order, numbers with their digits.
        let reread: serde_json::Value = serde_json::from_str(&result).unwrap();
        assert_eq!(reread.to_string(), after.to_string(), "{op:?} {path} in {text}: {result}");

        let json = trimmed(&json);
        if let Some(value) = slice_at(&text, &path).filter(|_| op == Op::Replace || path.is_empty()) {
            let start = offset_in(&text, value);
            assert_eq!(result, [&text[..start], json, &text[start + value.len()..]].concat());
            return;
        }
        let (front, back) = agreement(&text, &result);
        let (parent_path, _) = path.rsplit_once('/').unwrap();
        let parent = slice_at(&text, parent_path).unwrap();
        let start = offset_in(&text, parent);
        let behind = text.len() - start - parent.len();
        assert!(front > start && back > behind, "only inside of the parent: {op:?} {path} in {text}: {result}");
        let (old, new) = (inside(parent), inside(slice_at(&result, parent_path).unwrap()));
        let shown = format!("{op:?} {path} in {text}: {result}");
        match op {
            Op::Remove => {
                assert!(front + back >= result.len(), "one piece is gone, nothing is new: {shown}");
                assert_eq!(new.len(), old.len() - 1);
                assert!(is_without_one(&old, &new), "the others keep their text: {shown}");
                // The brackets keep the white space beside them, where anything is left between them.
                if !new.is_empty() {
                    let result_parent = slice_at(&result, parent_path).unwrap();
                    assert_eq!(edges(parent), edges(result_parent), "{shown}");
                }
            }
            Op::Add if new.len() > old.len() => {
                assert!(front + back >= text.len(), "one piece is new, nothing is gone: {shown}");
                assert!(is_without_one(&new, &old), "the others keep their text: {shown}");
            }
            // A member that was there.
            Op::Add | Op::Replace => {
                let value = slice_at(&text, &path).unwrap();
                let start = offset_in(&text, value);
                assert_eq!(result, [&text[..start], json, &text[start + value.len()..]].concat());
            }
        }
    });
}

/// `fewer` is `more` with one left out.
fn is_without_one(more: &[String], fewer: &[String]) -> bool {
    (0..more.len()).any(|left_out| {
        let rest = more.iter().enumerate().filter(|(index, _)| *index != left_out).map(|(_, text)| text);
        rest.eq(fewer)
    })
}

/// The white space behind the opening bracket, and in front of the closing one.
fn edges(container: &str) -> (usize, usize) {
    let inner = &container[1..container.len() - 1];
    let ink = trimmed(inner);
    let front = offset_in(inner, ink);
    (front, inner.len() - front - ink.len())
}

#[test]
fn what_is_added_and_removed_again_leaves_the_text_as_it_was() {
    let inputs = (document(Taste::Tame), any::<Index>(), 5..10_u8, document(Taste::Tame));
    for_random(600, inputs, |(text, pick, tail, json)| {
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let path = path_near(&value, &pick, tail);
        let Ok(added) = edited(&text, Op::Add, &path, &json) else { return };
        let (parent_path, last) = path.rsplit_once('/').unwrap();
        let old = inside(slice_at(&text, parent_path).unwrap()).len();
        if inside(slice_at(&added, parent_path).unwrap()).len() > old {
            let place = if last == "-" && added.contains('[') { old.to_string() } else { last.to_owned() };
            let is_array = slice_at(&added, parent_path).unwrap().starts_with('[');
            let path = if is_array { format!("{parent_path}/{place}") } else { path.clone() };
            assert_eq!(edited(&added, Op::Remove, &path, "").as_deref(), Ok(text.as_str()), "{path} in {added}");
        }
    });
}

// ---------------------------------------------------------------------------------------------- the cutter

/// Takes the root's members of these names out, as the reader tells of them.
struct CuttingReader<'t> {
    text: &'t [u8],
    unwanted: fn(&str) -> bool,
    depth: usize,
    cutter: Cutter,
}

impl Visitor for CuttingReader<'_> {
    fn open(&mut self, _: Container, _: usize) {
        self.depth += 1;
    }

    fn close(&mut self, _: Container, end: usize) {
        self.depth -= 1;
        if self.depth == 1 {
            self.cutter.value_end(end);
        }
    }

    fn name(&mut self, token: Token, _: bool) {
        if self.depth == 1 {
            let name = str::from_utf8(&self.text[token.start - 1..token.end + 1]).unwrap();
            self.cutter.member(token.start - 1, (self.unwanted)(&javascript_string(name)));
        }
    }

    fn scalar(&mut self, scalar: Scalar, token: Token) {
        if self.depth == 1 {
            self.cutter.value_end(token.end + usize::from(scalar == Scalar::String));
        }
    }
}

/// The text without the unwanted members of its root, in one pass and from the document: both have to be the same.
fn cut(text: &str, unwanted: fn(&str) -> bool) -> String {
    let mut reader = CuttingReader { text: text.as_bytes(), unwanted, depth: 0, cutter: Cutter::default() };
    read(text.as_bytes(), Limits::default(), &mut reader).unwrap();
    let in_one_pass = without(text.as_bytes(), &reader.cutter.into_cuts());

    let document = parse(text);
    let mut cutter = Cutter::default();
    for member in document.root().members() {
        cutter.member(member.name_span().start, unwanted(&member.name()));
        cutter.value_end(member.value.span().end);
    }
    assert_eq!(in_one_pass, without(text.as_bytes(), &cutter.into_cuts()), "{text}");
    String::from_utf8(in_one_pass).unwrap()
}

fn is_links(name: &str) -> bool {
    name == "links"
}

#[test]
fn links_is_cut_out_with_one_comma_wherever_it_stands() {
    for (text, expected) in [
        ("{}", "{}"),
        ("{\"a\":1}", "{\"a\":1}"),
        ("{\"links\":{}}", "{}"),
        ("{ \"links\" : {} }", "{  }"),
        ("{\"links\":1,\"a\":2}", "{\"a\":2}"),
        ("{\"a\":1,\"links\":2}", "{\"a\":1}"),
        ("{\"a\":1,\"links\":2,\"b\":3}", "{\"a\":1,\"b\":3}"),
        ("{\n  \"a\": 1,\n  \"links\": {\n    \"self\": []\n  },\n  \"b\": 2\n}\n", "{\n  \"a\": 1,\n  \"b\": 2\n}\n"),
        ("{\n  \"a\": 1,\n  \"links\": {\n    \"self\": []\n  }\n}", "{\n  \"a\": 1\n}"),
        ("{\n  \"links\": null,\n  \"a\": 1\n}", "{\n  \"a\": 1\n}"),
        ("{\"a\":1 , \"links\" : \"}\\\",\" , \"b\":2}", "{\"a\":1 , \"b\":2}"),
        // Several, and nothing else.
        ("{\"links\":1,\"links\":2}", "{}"),
        ("{\"links\":1,\"links\":2,\"a\":3}", "{\"a\":3}"),
        ("{\"links\":1,\"a\":2,\"links\":3,\"links\":4,\"b\":5,\"links\":6}", "{\"a\":2,\"b\":5}"),
        ("{\"a\":1,\"links\":2,\"links\":3}", "{\"a\":1}"),
        // By what it is called, however that is written.
        ("{\"a\":1,\"\\u006cinks\":2}", "{\"a\":1}"),
        ("{\"lin\\u006B\\u0073\":2,\"a\":1}", "{\"a\":1}"),
        ("{\"Links\":1,\"link\":2,\"links \":3,\"\":4}", "{\"Links\":1,\"link\":2,\"links \":3,\"\":4}"),
        // Only the root's.
        ("{\"a\":{\"links\":1},\"b\":[{\"links\":2}]}", "{\"a\":{\"links\":1},\"b\":[{\"links\":2}]}"),
        ("{\"links\":{\"links\":1},\"a\":{\"links\":2}}", "{\"a\":{\"links\":2}}"),
        ("[{\"links\":1}]", "[{\"links\":1}]"),
        ("\"links\"", "\"links\""),
    ] {
        assert_eq!(cut(text, is_links), expected, "{text}");
    }
}

#[test]
fn what_is_not_cut_keeps_its_text_and_its_order() {
    for_random(600, object(Taste::Wild), |text| {
        let rules: [fn(&str) -> bool; 5] = [is_links, |name| name != "links", |name| name < "b", |_| false, |_| true];
        for unwanted in rules {
            let left = cut(&text, unwanted);
            let expected: Vec<_> =
                members(&text).into_iter().filter(|(name, _)| !unwanted(&decoded_by_the_document(name))).collect();
            assert_eq!(members(&left), expected, "{text}");
            if expected.len() == members(&text).len() {
                assert_eq!(left, text, "nothing to cut");
            }
            // Around the root, and beside its brackets, nothing is touched.
            let (front, back) = agreement(&text, &left);
            let root = trimmed(&text);
            let start = offset_in(&text, root);
            assert!(front > start && back > text.len() - start - root.len(), "{text}: {left}");
            if !expected.is_empty() {
                assert_eq!(edges(root), edges(trimmed(&left)), "{text}: {left}");
            }
        }
    });
}

fn decoded_by_the_document(name: &str) -> String {
    parse(name).root().as_str().unwrap().into_owned()
}

#[test]
fn of_every_sample_only_the_roots_links_are_cut() {
    let mut cuts = 0;
    for sample in samples().into_iter().filter(|sample| !sample.name.ends_with(".invalid.json")) {
        let text = sample.text();
        let left = cut(text, is_links);
        if !matches!(children(text), Children::Object(_)) {
            assert_eq!(left, text);
            continue;
        }
        let expected: Vec<_> = members(text).into_iter().filter(|(name, _)| *name != "\"links\"").collect();
        assert_eq!(members(&left), expected, "{}", sample.name);
        cuts += usize::from(left != text);
    }
    assert!(cuts >= 4, "{cuts}");
}

// ---------------------------------------------------------------------------------------------- the document

/// Every value and member of the document against what `serde_json` finds.
fn hold_against_serde(text: &str, slice: &str, value: Value<'_>) {
    assert_eq!(str::from_utf8(value.raw()).unwrap(), slice);
    assert_eq!(value.to_text(), slice);
    let start = offset_in(text, slice);
    assert_eq!(value.span(), start..start + slice.len());
    let kind = match slice.as_bytes()[0] {
        b'{' => Kind::Object,
        b'[' => Kind::Array,
        b'"' => Kind::String,
        b't' | b'f' => Kind::Boolean,
        b'n' => Kind::Null,
        _ => Kind::Number,
    };
    assert_eq!(value.kind(), kind);
    assert_eq!(value.as_str().map(|text| text.into_owned()), (kind == Kind::String).then(|| javascript_string(slice)));
    let (mut of_object, mut of_array) = (value.members(), value.items());
    match children(slice) {
        Children::Scalar => {}
        Children::Array(items) => {
            for (index, item) in items.into_iter().enumerate() {
                hold_against_serde(text, item, of_array.next().unwrap());
                assert_eq!(value.child(&index.to_string()).unwrap().raw(), item.as_bytes());
            }
        }
        Children::Object(members) => {
            let names = Names::of(value);
            for (name, inside) in &members {
                let member = of_object.next().unwrap();
                let start = offset_in(text, name);
                assert_eq!(member.name_span(), start..start + name.len());
                assert_eq!(member.name(), javascript_string(name));
                hold_against_serde(text, inside, member.value);
                let same_name = |other: &&(&str, &str)| javascript_units(other.0) == javascript_units(name);
                let last = members.iter().rfind(same_name).unwrap().1;
                assert_eq!(names.get_exact(&member.exact_name()).unwrap().raw(), last.as_bytes());
                // What is half of a character cannot be said in a pointer, and nothing else is taken for it.
                let can_be_said = String::from_utf16(&javascript_units(name)).is_ok();
                if can_be_said {
                    assert_eq!(value.get(&member.name()).unwrap().raw(), last.as_bytes());
                    assert_eq!(value.child(&member.name()).unwrap().raw(), last.as_bytes());
                    assert_eq!(names.get(&member.name()).unwrap().raw(), last.as_bytes());
                }
                let is_said = names.unnameable().any(|(other, _)| other == &*member.exact_name());
                assert_eq!(is_said, !can_be_said, "{name}");
            }
            for absent in ["absent", "", "a", "zzz", "\u{10ffff}"] {
                let is_there = members
                    .iter()
                    .any(|(name, _)| javascript_units(name) == javascript_units(&format!("\"{absent}\"")));
                assert_eq!(names.get(absent).is_some(), is_there);
                assert_eq!(value.get(absent).is_some(), is_there);
            }
        }
    }
    assert!(of_object.next().is_none() && of_array.next().is_none());
}

#[test]
fn a_document_holds_what_serde_json_finds_where_it_finds_it() {
    for_random(1_000, document(Taste::Wild), |text| hold_against_serde(&text, trimmed(&text), parse(&text).root()));
    for sample in samples().into_iter().filter(|sample| !sample.name.ends_with(".invalid.json")) {
        hold_against_serde(sample.text(), trimmed(sample.text()), parse(sample.text()).root());
    }
}

#[test]
fn a_pointer_leads_to_what_it_names() {
    for_random(600, document(Taste::Tame), |text| {
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let document = parse(&text);
        let mut paths = Vec::new();
        push_pointers(&value, String::new(), &mut paths);
        for path in &paths {
            let found = document.at(path).unwrap_or_else(|| panic!("{path} in {text}"));
            assert_eq!(found.to_text(), slice_at(&text, path).unwrap());
            // Near misses lead where serde_json says.
            for tail in ["/", "/-", "/0", "/00", "/1", "/a", "/é", "/~0", "/a~1b"] {
                let near = format!("{path}{tail}");
                assert_eq!(document.at(&near).is_some(), value.pointer(&near).is_some(), "{near} in {text}");
            }
        }
        for wrong in ["a", "~", "/~", "/~2", "/a~"] {
            assert!(document.at(wrong).is_none());
        }
    });
}

#[test]
fn a_byte_order_mark_is_passed_over_and_other_slips_are_not() {
    let marked = "\u{feff} {\"a\":1}";
    assert_eq!(parse(marked).root().span(), 4..11);
    assert_eq!(parse(marked).at("/a").unwrap().to_text(), "1");
    assert_eq!(edited(marked, Op::Replace, "/a", "2").as_deref(), Ok("\u{feff} {\"a\":2}"));
    for slipped in ["[1,]", "[1 2]", "[\u{a0}1]", "\u{feff}\u{feff}1"] {
        assert!(Document::parse(slipped.as_bytes(), Limits::default()).is_err(), "{slipped}");
    }
}

#[test]
fn documents_are_equal_by_meaning() {
    let equal = |a: &str, b: &str| {
        let (a, b) = (parse(a), parse(b));
        let equal = a.root().equals(b.root());
        assert_eq!(b.root().equals(a.root()), equal);
        equal
    };
    for_random(800, (document(Taste::Tame), document(Taste::Tame)), |(a, b)| {
        assert!(equal(&a, &a));
        assert!(equal(&a, &rewritten(trimmed(&a))), "{a}");
        let as_values = |text: &str| serde_json::from_str::<serde_json::Value>(text).unwrap();
        if as_values(&a) == as_values(&b) {
            assert!(equal(&a, &b));
        }
    });
    for (a, b) in [
        ("{\"a\":1,\"b\":2}", "{\"b\":2.0,\"a\":1e0}"),
        ("\"\\u00e9\"", "\"é\""),
        ("[0]", "[-0.0]"),
        ("{\"\\u0061\":[{}]}", "{ \"a\" : [ { } ] }"),
        ("\"\\ud800\"", "\"\\uD800\""),
        ("\"\\ufffd\"", "\"\u{fffd}\""),
        ("{\"\\ud800\":1,\"\\ud801\":2}", "{\"\\uD801\":2,\"\\uD800\":1}"),
        ("0e99999999999999999999999999999999", "-0.0"),
    ] {
        assert!(equal(a, b), "{a} {b}");
    }
    for (a, b) in [
        ("1", "\"1\""),
        ("null", "false"),
        ("true", "false"),
        ("0", "null"),
        ("\"\"", "null"),
        ("{}", "[]"),
        ("{}", "null"),
        ("[1]", "[1,2]"),
        ("[1,2]", "[1]"),
        ("[]", "[null]"),
        ("[1,2]", "[2,1]"),
        ("{\"a\":1}", "{}"),
        ("{}", "{\"a\":1}"),
        ("{\"a\":1}", "{\"b\":1}"),
        ("{\"a\":null}", "{}"),
        ("{\"a\":1,\"b\":2}", "{\"a\":2,\"b\":1}"),
        ("{\"a\":1}", "{\"A\":1}"),
        ("[[[[1]]]]", "[[[[2]]]]"),
        ("\"a\"", "\"a \""),
        ("9007199254740993", "9007199254740992"),
        ("1e400", "1e401"),
        ("\"\\ud800\"", "\"\\ud801\""),
        ("\"x\\udc00\"", "\"x\\udc01\""),
        ("\"\\ud83d\\uddfc\"", "\"\\uddfc\\ud83d\""),
        ("{\"\\ud800\":1}", "{\"\\ud801\":1}"),
        ("{\"\\ud800\":1}", "{\"\u{fffd}\":1}"),
        ("{\"\\ud800\":1,\"\\ud801\":2}", "{\"\\ud800\":2,\"\\ud801\":1}"),
        ("1e99999999999999999999999999999999", "1e99999999999999999999999999999998"),
        ("\"\\ud800\"", "\"\u{fffd}\""),
        ("{\"a\":{\"b\":[1,{\"c\":1}]}}", "{\"a\":{\"b\":[1,{\"c\":2}]}}"),
    ] {
        assert!(!equal(a, b), "{a} {b}");
    }
}

#[test]
fn one_change_anywhere_makes_documents_unequal() {
    for_random(1_000, (document(Taste::Tame), any::<Index>()), |(text, pick)| {
        let value: serde_json::Value = serde_json::from_str(&text).unwrap();
        let path = path_near(&value, &pick, 0);
        for new in ["\"never in a random document: 東\"", "-987654321.123"] {
            let changed = edited(&text, Op::Replace, &path, new).unwrap();
            assert!(!parse(&text).root().equals(parse(&changed).root()), "{path} in {text}");
        }
        if let Some((parent, _)) = path.rsplit_once('/') {
            let smaller = edited(&text, Op::Remove, &path, "").unwrap();
            assert!(!parse(&text).root().equals(parse(&smaller).root()), "{path} in {text}");
            assert!(pointer::tokens(parent).is_some());
        }
    });
}

#[test]
fn deep_documents_are_compared_and_looked_into_without_recursion() {
    let deep = |inside: &str| [&"{\"a\":[".repeat(64), inside, &"]}".repeat(64)].concat();
    let (a, b, other) = (deep("1"), deep("1.0"), deep("2"));
    assert!(parse(&a).root().equals(parse(&b).root()));
    assert!(!parse(&a).root().equals(parse(&other).root()));
    let path = "/a/0".repeat(64);
    assert_eq!(parse(&a).at(&path).unwrap().raw(), b"1");
    assert_eq!(edited(&a, Op::Replace, &path, "2"), Ok(other));
}
