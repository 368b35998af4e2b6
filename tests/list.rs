//! Pages and arrays of referrals: what is a list, which item each finding belongs to, and what is said of the list itself.
#![cfg(not(target_arch = "wasm32"))]
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says no by panicking, and its counts are printed"
)]

mod common;

use std::cell::Cell;

use common::{Taste, document, for_random, object, sample, space};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use referral_editor::finding::{Code, Finding, Severity, findings_to_json};
use referral_editor::json::Limits;
use referral_editor::json::position::Position;
use referral_editor::validate::{ListReport, validate, validate_list};

fn check(text: &str) -> ListReport {
    validate_list(text.as_bytes(), Limits::for_list())
}

/// A referral with nothing to say about.
fn clean(id: u8) -> String {
    format!(r#"{{"id":"{}","customerProfile":{{}},"consent":{{}},"details":{{}},"eTag":"\"e\""}}"#, guid(id))
}

/// One whose currency is wrong.
fn wrong(id: u8) -> String {
    clean(id).replace(r#""details":{}"#, r#""details":{"currency":"usd"}"#)
}

fn guid(id: u8) -> String {
    format!("49d90c72-3326-4f61-aacc-2cb5797044{id:02}")
}

/// `0 10 E format /details/currency`: index, the last digits of the id, severity, code, path, and what tells more.
fn lines(report: &ListReport) -> Vec<String> {
    let of_item = |index: usize, id: Option<&str>, finding: &Finding| {
        let json: serde_json::Value = serde_json::from_str(&findings_to_json(std::slice::from_ref(finding))).unwrap();
        let json = &json[0];
        let id = id.map_or("-", |id| id.get(34..).unwrap_or(id));
        let severity = if finding.severity == Severity::Error { "E" } else { "W" };
        let mut line = format!("{index} {id} {severity} {} {}", json["code"].as_str().unwrap(), finding.path);
        for name in ["hint", "actual"] {
            if let Some(value) = json["params"].get(name) {
                line += &format!(" {}", value.as_str().unwrap());
            }
        }
        if let Some(Position { line: row, column }) = finding.position {
            line += &format!(" {row}:{column}");
        }
        line
    };
    let items = report.items.iter();
    items
        .flat_map(|item| item.findings.iter().map(|finding| of_item(item.index, item.id.as_deref(), finding)))
        .collect()
}

/// How many items there are, and what is found.
#[track_caller]
fn finds(text: &str, count: usize, expected: &[&str]) {
    let report = check(text);
    assert_eq!(lines(&report), expected, "{text:.300}");
    assert_eq!(report.count, count, "{text:.300}");
    assert_eq!(report.valid, !expected.iter().any(|line| line.split(' ').nth(2) == Some("E")), "{text:.300}");
    assert!(report.items.is_sorted_by_key(|item| item.index), "in the order of the items");
    assert!(report.items.windows(2).all(|pair| pair[0].index != pair[1].index), "each item once");
    assert!(report.items.iter().all(|item| !item.findings.is_empty()), "items without findings are left out");
}

/// The same items as an array and as a page.
#[track_caller]
fn finds_in_both(items: &[&str], expected: &[&str]) {
    for text in shapes(&items.join(",")) {
        finds(&text, items.len(), expected);
    }
}

/// An array, and pages with other members in front of it and behind it.
fn shapes(items: &str) -> Vec<String> {
    let next = r#""@odata.nextLink":"http://api.partner.microsoft.com/v1.0/referrals?$skiptoken=a%2fb""#;
    vec![
        format!("[{items}]"),
        format!(r#"{{"value":[{items}]}}"#),
        format!(r#"{{"@odata.context":"http://x","@odata.count":100,"value":[{items}],{next}}}"#),
        format!(
            r#"{{{next},"x":{{"value":[1,{{"value":[2]}}]}},"y":[{{"value":[3]}}],"value":[{items}],"z":{{"value":[4]}}}}"#
        ),
        format!(r#"{{"v\u0061lue":[{items}]}}"#),
        format!(" \r\n\t{{ \"value\" : [{items} ] }} \n"),
    ]
}

// ------------------------------------------------------------------------------------------------ shapes

#[test]
fn pages_and_arrays_are_judged_item_by_item() {
    finds_in_both(&[], &[]);
    finds_in_both(&[&clean(10)], &[]);
    finds_in_both(&[&wrong(10)], &["0 10 E format /details/currency"]);
    finds_in_both(
        &[&clean(10), &wrong(11), &clean(12), &wrong(13), &clean(14)],
        &["1 11 E format /details/currency", "3 13 E format /details/currency"],
    );
    // What is no referral has its place in the list too.
    finds_in_both(
        &["1", &clean(10), "null", "\"x\"", "true", "[]", "[[1]]", "{\"value\":[]}", &wrong(11)],
        &[
            "0 - E not-a-referral  number",
            "2 - E not-a-referral  null",
            "3 - E not-a-referral  string",
            "4 - E not-a-referral  boolean",
            "5 - E not-a-referral  array",
            "6 - E not-a-referral  array",
            "7 - E not-a-referral  list",
            "8 11 E format /details/currency",
        ],
    );
}

#[test]
fn an_item_has_its_id_where_it_has_one() {
    let with = |id: &str| format!(r#"{{"id":{id},"customerProfile":{{}},"consent":{{}},"details":{{}}}}"#);
    let missing = with("0").replace(r#""id":0,"#, "");
    let ids = |item: &str| check(&format!("[{item}]")).items[0].id.clone();
    assert_eq!(ids(&with("\"a\"")).as_deref(), Some("a"));
    assert_eq!(ids(&with("\"\\u0061\\ud83d\\uddfc\"")).as_deref(), Some("a🗼"));
    assert_eq!(ids(&with("\"\"")).as_deref(), Some(""));
    assert_eq!(ids(&with("\"a\\ud800\"")).as_deref(), Some("a\u{fffd}"));
    for without in [&missing, &with("null"), &with("5"), &with("{}"), &with("[\"a\"]")] {
        assert_eq!(ids(without), None, "{without}");
    }
    // The id of an item is its own, not that of another.
    let report = check(&format!("[{},{},{}]", with("\"a\""), missing, with("\"c\"")));
    let ids: Vec<_> = report.items.iter().map(|item| item.id.as_deref()).collect();
    assert_eq!(ids, [Some("a"), None, Some("c")]);
}

#[test]
fn what_is_no_list_is_said() {
    for (text, actual) in [("null", "null"), ("5", "number"), ("true", "boolean"), ("\"[]\"", "string")] {
        finds(text, 0, &[&format!("0 - E type  {actual}")]);
    }
    for text in [
        "{}",
        &clean(10),
        r#"{"error":{"code":"x"}}"#,
        r#"{"Value":[]}"#,
        r#"{"values":[1]}"#,
        r#"{"x":{"value":[1]}}"#,
    ] {
        finds(text, 0, &["0 - E type  object"]);
    }
    for (value, actual) in
        [("null", "null"), ("{}", "object"), ("5", "number"), ("\"[]\"", "string"), ("{\"value\":[1]}", "object")]
    {
        finds(&format!(r#"{{"value":{value}}}"#), 0, &[&format!("0 - E type /value {actual}")]);
        finds(
            &format!(r#"{{"x":1,"value":{value},"y":[{}]}}"#, wrong(10)),
            0,
            &[&format!("0 - E type /value {actual}")],
        );
    }
}

#[test]
fn a_second_value_is_said_and_the_first_array_is_judged() {
    let (a, b) = (wrong(10), clean(11));
    // It is said of item 0, and where there is one, that has an id.
    let (twice, twice_of_b) = ("0 - E duplicate-member /value", "0 11 E duplicate-member /value");
    finds(&format!(r#"{{"value":[{b}],"value":[{a}]}}"#), 1, &[twice_of_b]);
    finds(&format!(r#"{{"value":[],"value":[{a}]}}"#), 0, &[twice]);
    finds(&format!(r#"{{"value":[],"v\u0061lue":[{a}],"value":[]}}"#), 0, &[twice]);
    finds(&format!(r#"{{"value":null,"value":[{b}]}}"#), 1, &[twice_of_b]);
    finds(&format!(r#"{{"value":{{"value":[1]}},"value":[{b}]}}"#), 1, &[twice_of_b]);
    finds(r#"{"value":1,"value":2}"#, 0, &[twice, "0 - E type /value number"]);
    // In front of what is said of the items.
    let text = format!(r#"{{"value":[{b},{a}],"value":[]}}"#);
    finds(&text, 2, &[twice_of_b, "1 10 E format /details/currency"]);
    // Of an item it is its own, and a name twice in a list has nothing to do with it.
    finds_in_both(&[&b.replacen('{', "{\"value\":1,\"value\":[],", 1)], &["0 11 E duplicate-member /value"]);
}

// ------------------------------------------------------------------------------------------------ text

#[test]
fn where_reading_stops_what_was_found_before_is_kept() {
    let (a, b) = (wrong(10), clean(11));
    let format = "0 10 E format /details/currency";
    // In the middle of an item: with what was found in it, and its id.
    let cut = format!("[{a},{{\"id\":\"{}\",\"details\":{{\"currency\":\"usd\"}},\"x\": tru", guid(12));
    finds(
        &cut,
        2,
        &[format, "1 12 E format /details/currency", &format!("1 12 E syntax  truncated 1:{}", cut.len() - 2)],
    );
    let page = format!("{{\"value\":{cut}");
    finds(
        &page,
        2,
        &[format, "1 12 E format /details/currency", &format!("1 12 E syntax  truncated 1:{}", page.len() - 2)],
    );
    let broken = format!("[{a},\n{{\"x\": oops}},{a}]");
    finds(&broken, 2, &[format, "1 - E syntax  not-a-json-value 2:7"]);
    // Where the next item should begin.
    finds(&format!("[{a},\noops]"), 1, &[format, "1 - E syntax  not-a-json-value 2:1"]);
    finds("[", 0, &["0 - E syntax  truncated 1:2"]);
    finds("{\"value\":[", 0, &["0 - E syntax  truncated 1:11"]);
    // In front of the items, and behind them.
    finds("{\"x\":oops,\"value\":[1]}", 0, &["0 - E syntax  not-a-json-value 1:6"]);
    finds("{\"value\":", 0, &["0 - E syntax  truncated 1:10"]);
    finds("", 0, &["0 - E syntax  empty 1:1"]);
    finds(&format!("[{b},{b}]\nx"), 2, &["1 11 E syntax  text-after 2:1"]);
    finds(&format!("[{a},{b}]\nx"), 2, &[format, "1 11 E syntax  text-after 2:1"]);
    finds(&format!("{{\"value\":[{b},{b}],\n\"x\":oops}}"), 2, &["1 11 E syntax  not-a-json-value 2:5"]);
    finds("[]\nx", 0, &["0 - E syntax  text-after 2:1"]);
    finds("PUT https://x HTTP/1.1\n\n[]", 0, &["0 - E syntax  http-request-pasted 1:1"]);
}

#[test]
fn reading_goes_on_after_the_documented_slips() {
    let (a, b, c) = (wrong(10), clean(11), clean(12));
    let format = "0 10 E format /details/currency";
    // Between the items: said of the one in front.
    finds(&format!("[{b}\n{c}]"), 2, &["0 11 E syntax  missing-comma 2:1"]);
    finds(
        &format!("[{a}\n{b}\n{c}]"),
        3,
        &[format, "0 10 E syntax  missing-comma 2:1", "1 11 E syntax  missing-comma 3:1"],
    );
    finds(&format!("[{b},{c},\n]"), 2, &["1 12 E syntax  trailing-comma 2:1"]);
    finds(&format!("{{\"value\":[{a}],\n}}"), 1, &[format, "0 10 E syntax  trailing-comma 2:1"]);
    finds(&format!("{{\"value\":[{b}]\n\"x\":1}}"), 1, &["0 11 E syntax  missing-comma 2:1"]);
    finds("[\u{a0}]", 0, &["0 - E syntax  no-break-space 1:2"]);
    // Inside of an item: its own.
    let slipped = |id: u8| wrong(id).replace("}}", "},}").replace("\"e\\\"\"}", "\"e\\\"\",\n}");
    finds(
        &format!("[{b},{},{c}]", slipped(13)),
        3,
        &["1 13 E format /details/currency", "1 13 E syntax  trailing-comma 2:1"],
    );
}

#[test]
fn a_byte_order_mark_is_said_once_of_the_first_item() {
    let mark = "0 10 W syntax  byte-order-mark 1:1";
    finds(&format!("\u{feff}[{}]", clean(10)), 1, &[mark]);
    finds(&format!("\u{feff}{{\"value\":[{}]}}", wrong(10)), 1, &[mark, "0 10 E format /details/currency"]);
    finds(&format!("\u{feff}[{},{}]", clean(10), wrong(11)), 2, &[mark, "1 11 E format /details/currency"]);
    finds("\u{feff}[]", 0, &["0 - W syntax  byte-order-mark 1:1"]);
    finds("\u{feff}null", 0, &["0 - W syntax  byte-order-mark 1:1", "0 - E type  null"]);
}

#[test]
fn the_documentations_lists_have_these_findings() {
    finds("[]", 0, &[]);
    let fixed = lines(&check(sample("partner-rest_get-a-list_response.repaired.json").text()));
    let slipped = lines(&check(sample("partner-rest_get-a-list_response.invalid.json").text()));
    let without_slips: Vec<&String> = slipped.iter().filter(|line| !line.contains(" syntax ")).collect();
    assert_eq!(without_slips, fixed.iter().collect::<Vec<_>>());
    let slips: Vec<&str> = slipped.iter().filter(|line| line.contains(" syntax ")).map(String::as_str).collect();
    assert_eq!(slips, ["0 37 E syntax  missing-comma 72:13", "0 37 E syntax  trailing-comma 84:9"]);
    let report = check(sample("partner-rest-2020-09_get-a-list_response.json").text());
    assert!(report.valid && report.count > 0, "{:?}", lines(&report));
    // Items of a list have no eTag.
    assert_eq!(report.items.len(), report.count);
    assert!(report.items.iter().all(|item| item.findings.iter().any(|finding| finding.code == Code::EtagMissing)));
}

// ------------------------------------------------------------------------------------------------ limits

#[test]
fn limits_are_those_of_the_whole_list() {
    let small = Limits { size: 100, depth: 128 };
    let report = validate_list("[] ".repeat(50).as_bytes(), small);
    assert_eq!(lines(&report), ["0 - E too-large  1:1"]);
    assert_eq!(Limits::for_list().size, 256 << 20);
    let nested = |levels: usize| format!("{{\"x\":{}{}}}", "[".repeat(levels), "]".repeat(levels));
    let deep = lines(&check(&format!("[{},{}]", wrong(10), nested(127))));
    assert_eq!(deep[0], "0 10 E format /details/currency");
    let column = wrong(10).len() + "[,{\"x\":".len() + 127;
    assert_eq!(deep[1..], [format!("1 - E too-deep  1:{column}")]);
    assert!(lines(&check(&format!("[{}]", nested(126)))).iter().all(|line| !line.contains("too-deep")));
}

#[test]
fn findings_of_all_items_have_an_end_and_the_verdict_has_not() {
    // Each has one warning.
    let item = clean(10).replace(r#","eTag":"\"e\"""#, "");
    let list = |count: usize, last: &str| format!("[{}{last}]", format!("{item},").repeat(count));
    let count = |report: &ListReport| report.items.iter().map(|item| item.findings.len()).sum::<usize>();
    let report = check(&list(99_999, &item));
    assert_eq!((report.valid, report.count, count(&report)), (true, 100_000, 100_000));
    assert!(report.items.iter().all(|item| item.findings[0].code == Code::EtagMissing));
    let report = check(&list(100_000, &item));
    assert_eq!((report.valid, report.count, count(&report)), (true, 100_001, 100_001));
    let last = report.items.last().unwrap();
    assert_eq!((last.index, last.findings[1].code), (99_999, Code::TooManyFindings));
    // An error that is not listed is one all the same.
    for last in [wrong(11).as_str(), "5"] {
        let report = check(&list(100_000, last));
        assert_eq!((report.valid, report.count, count(&report)), (false, 100_001, 100_001), "{last}");
    }
    // Nothing but errors, by the million.
    let report = check(&format!("[{}5]", "5,".repeat(1_000_000)));
    assert_eq!((report.valid, report.count, report.items.len()), (false, 1_000_001, 100_000));
    // One item has an end of its own, and paths that are as long as can be end it sooner.
    let report = check(&format!("[{{\"team\":[{}5]}}]", "5,".repeat(20_000)));
    assert_eq!(count(&report), 10_000 + 1 + 5);
    let name = "n".repeat(1 << 20);
    let report = check(&format!("[{}]", vec![format!("{{\"{name}\":1,\"{name}\":2}}"); 40].join(",")));
    assert_eq!((report.valid, report.count), (false, 40));
    assert!(report.items.len() < 40, "{}", report.items.len());
}

// ------------------------------------------------------------------------------------------------ laws

/// Each item is said of what `validate` says of it by itself.
#[test]
fn an_item_in_a_list_is_judged_as_it_is_by_itself() {
    let [items, found] = [const { Cell::new(0_usize) }; 2];
    let referral = (object(Taste::Tame), select(vec![clean(10), wrong(11), clean(12).replace("id", "Id")])).prop_map(
        |(members, referral)| match members.trim().strip_prefix('{').unwrap().strip_suffix('}').unwrap().trim() {
            "" => referral,
            members => referral.replacen('{', &format!("{{{members},"), 1),
        },
    );
    let item = prop_oneof![2 => referral, 1 => document(Taste::Wild), 1 => object(Taste::Wild)];
    for_random(2_000, (vec((space(), item, space()), 0..6), 0..6_usize), |(list, shape)| {
        let text: Vec<String> =
            list.iter().map(|(before, item, after)| [before.as_str(), item, after].concat()).collect();
        let report = check(&shapes(&text.join(","))[shape]);
        let mut expected = Vec::new();
        for (index, (_, item, _)) in list.iter().enumerate() {
            let alone = validate(item.as_bytes(), None, Limits::default());
            expected.extend(
                alone
                    .findings
                    .into_iter()
                    .map(|finding| (index, finding.path, finding.code, finding.severity, finding.params)),
            );
        }
        let listed: Vec<_> = report
            .items
            .iter()
            .flat_map(|item| {
                item.findings.iter().map(|finding| {
                    (item.index, finding.path.clone(), finding.code, finding.severity, finding.params.clone())
                })
            })
            .collect();
        assert_eq!(listed, expected, "{text:?}");
        assert_eq!(report.count, list.len());
        items.update(|count| count + list.len());
        found.update(|count| count + listed.len());
    });
    println!("{} items, {} findings", items.get(), found.get());
}
