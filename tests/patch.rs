//! The same edit as an RFC 6902 document: each documented path with each operation, what is refused, and a law on random
//! referrals whose patches are applied by an implementation that knows nothing of this crate.
//!
//! The documented paths are those of the service's machine schema, never the crate's table.
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

use std::cell::Cell;
use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use common::{for_random, sample};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use referral_editor::diff::{ChangeKind, diff, is_envelope};
use referral_editor::json::{Document, Limits};
use referral_editor::patch::to_patch;
use serde_json::{Map, Value, json};

fn parse(text: &str) -> Document<'_> {
    Document::parse(text.as_bytes(), Limits::default()).unwrap_or_else(|fault| panic!("{fault:?}: {text}"))
}

fn patch(base: &str, draft: &str) -> Result<String, Vec<String>> {
    to_patch(&parse(base), &parse(draft))
}

/// The patch as lines: `add /path value`.
#[track_caller]
fn patches(base: &str, draft: &str, expected: &[&str]) {
    let text = patch(base, draft).unwrap_or_else(|paths| panic!("refused: {paths:?} from {base} to {draft}"));
    let operations = common::children(&text);
    let common::Children::Array(operations) = operations else { panic!("{text}") };
    let lines: Vec<String> = operations
        .into_iter()
        .map(|operation| {
            let members = common::members(operation);
            let names: Vec<&str> = members.iter().map(|member| member.0).collect();
            assert_eq!(names, ["\"op\"", "\"path\"", "\"value\""], "{operation}");
            format!("{} {} {}", members[0].1.trim_matches('"'), members[1].1.trim_matches('"'), members[2].1)
        })
        .collect();
    assert_eq!(lines, expected, "from {base} to {draft}");
}

#[track_caller]
fn refuses(base: &str, draft: &str, expected: &[&str]) {
    let paths = patch(base, draft).expect_err("not patchable");
    assert_eq!(paths, expected, "from {base} to {draft}");
}

/// The paths of the service's machine schema: values, and `/-` behind the end of arrays.
fn documented() -> Vec<String> {
    let schema: Value =
        serde_json::from_slice(&sample("powerplatformconnectors-2023-10_v3-update-referral-details.schema.json").bytes)
            .unwrap();
    let paths = schema["items"]["properties"]["path"]["enum"].as_array().unwrap();
    assert_eq!(schema["items"]["properties"]["op"]["enum"], json!(["replace", "add"]));
    let paths: Vec<String> = paths.iter().map(|path| path.as_str().unwrap().to_owned()).collect();
    assert_eq!(paths.len(), 18);
    paths
}

/// The documented values, and whether rows can be added to them.
fn values() -> Vec<(String, bool)> {
    let paths = documented();
    let all = paths.iter().filter(|path| !path.ends_with("/-"));
    all.map(|path| (path.clone(), paths.contains(&format!("{path}/-")))).collect()
}

/// A document with nothing but this value at a path.
fn at(path: &str, value: &str) -> String {
    path.split('/')
        .skip(1)
        .collect::<Vec<_>>()
        .into_iter()
        .rev()
        .fold(value.to_owned(), |inside, name| format!("{{\"{name}\":{inside}}}"))
}

/// The same without the value: its object is there.
fn without(path: &str) -> String {
    at(path.rsplit_once('/').unwrap().0, "{}")
}

// ---------------------------------------------------------------------------------------------- the documented paths

#[test]
fn each_documented_value_can_be_added_and_replaced_and_not_removed() {
    let mut count = 0;
    for (path, _) in values() {
        for value in [
            "\"\\u0041\\/ é\"",
            "50000.10",
            "12345678901234567.89",
            "1E5",
            "-0",
            "null",
            "true",
            "{ \"a\" : 1 }",
            "[ ]",
        ] {
            patches(&without(&path), &at(&path, value), &[&format!("add {path} {value}")]);
            for before in ["\"before\"", "7", "false"] {
                patches(&at(&path, before), &at(&path, value), &[&format!("replace {path} {value}")]);
            }
            refuses(&at(&path, value), &without(&path), &[&path]);
            patches(&at(&path, value), &at(&path, value), &[]);
            count += 1;
        }
        // null, absent and "" are three things.
        patches(&at(&path, "null"), &at(&path, "\"\""), &[&format!("replace {path} \"\"")]);
        patches(&at(&path, "\"\""), &at(&path, "null"), &[&format!("replace {path} null")]);
    }
    println!("{count} values at documented paths");
    assert_eq!(count, 15 * 9);
}

#[test]
fn rows_behind_the_end_are_added_and_everything_else_replaces_the_array() {
    let mut arrays = 0;
    for (path, has_rows) in values() {
        let key = if path.ends_with("solutions") { "id" } else { "email" };
        let row = |name: &str, x: &str| format!("{{ \"{key}\":\"{name}\", \"x\":{x} }}");
        let rows = |rows: &[String]| format!("[{}]", rows.join(" ,"));
        let [a, b, c, d] = ["a", "b", "c", "d"].map(|name| row(name, "1.50"));
        if !has_rows {
            // No rows are documented there, whatever it is.
            let (base, draft) = (rows(std::slice::from_ref(&a)), rows(&[a.clone(), b.clone()]));
            patches(&at(&path, &base), &at(&path, &draft), &[&format!("replace {path} {draft}")]);
            // Of an object neither: its members are no rows.
            patches(&at(&path, "{}"), &at(&path, "{\"0\":1}"), &[&format!("replace {path} {{\"0\":1}}")]);
            patches(
                &at(&path, "{\"x\":1}"),
                &at(&path, "{\"x\":2,\"y\":3}"),
                &[&format!("replace {path} {{\"x\":2,\"y\":3}}")],
            );
            continue;
        }
        arrays += 1;
        let base = at(&path, &rows(&[a.clone(), b.clone()]));
        let to = |draft: &[String], expected: &[String]| {
            let expected: Vec<&str> = expected.iter().map(String::as_str).collect();
            patches(&base, &at(&path, &rows(draft)), &expected);
        };
        let add = |row: &str| format!("add {path}/- {row}");
        let replace = |all: &[String]| format!("replace {path} {}", rows(all));
        to(&[a.clone(), b.clone()], &[]);
        to(&[a.clone(), b.clone(), c.clone()], &[add(&c)]);
        to(&[a.clone(), b.clone(), c.clone(), d.clone()], &[add(&c), add(&d)]);
        for draft in [
            vec![c.clone(), a.clone(), b.clone()],
            vec![a.clone(), c.clone(), b.clone()],
            vec![a.clone()],
            vec![],
            vec![b.clone()],
            vec![b.clone(), a.clone()],
            vec![a.clone(), row("b", "2")],
            // A row that is added, and something else.
            vec![a.clone(), row("b", "2"), c.clone()],
            vec![a.clone(), c.clone()],
            vec![c.clone(), a.clone(), b.clone(), d.clone()],
            vec![a.clone(), b.clone(), c.clone(), c.clone()],
        ] {
            to(&draft, &[replace(&draft)]);
        }
        patches(&at(&path, "[]"), &at(&path, &rows(&[a.clone(), b.clone()])), &[&add(&a), &add(&b)]);
        patches(&at(&path, "null"), &at(&path, &rows(std::slice::from_ref(&a))), &[&replace(std::slice::from_ref(&a))]);
        // Rows that cannot be told apart are one value.
        patches(&at(&path, "[{}]"), &at(&path, "[{},{}]"), &[&format!("replace {path} [{{}},{{}}]")]);
        patches(&at(&path, "{}"), &at(&path, "{\"0\":1}"), &[&format!("replace {path} {{\"0\":1}}")]);
    }
    assert_eq!(arrays, 3);
    // A changed e-mail address is an edit of its row, so the array is replaced, not added to.
    let person = |email: &str| format!(r#"{{"email":"{email}","firstName":"Sue","lastName":"Smith"}}"#);
    let draft = format!("[{}]", person("new@x"));
    patches(
        &at("/team", &format!("[{}]", person("old@x"))),
        &at("/team", &draft),
        &[&format!("replace /team {draft}")],
    );
}

#[test]
fn several_changes_stand_in_one_patch_status_in_front_of_substatus() {
    let base = r#"{"status":"Active","substatus":"Accepted","details":{"notes":"a","dealValue":1},"team":[]}"#;
    let draft = r#"{"status":"Closed","substatus":"Won","details":{"notes":"b","dealValue":1.0,"currency":"USD"},"team":[{"email":"a@x"}],"campaignId":""}"#;
    patches(
        base,
        draft,
        &[
            r#"replace /status "Closed""#,
            r#"replace /substatus "Won""#,
            r#"replace /details/notes "b""#,
            r#"add /details/currency "USD""#,
            r#"add /team/- {"email":"a@x"}"#,
            r#"add /campaignId """#,
        ],
    );
    // Also where the document has them the other way round.
    for (base, draft) in [
        (
            r#"{"substatus":"Accepted","name":"n","status":"Active"}"#,
            r#"{"substatus":"Won","name":"n","status":"Closed"}"#,
        ),
        (r#"{"substatus":"Accepted","status":"Active"}"#, r#"{"status":"Closed","substatus":"Won"}"#),
    ] {
        patches(base, draft, &[r#"replace /status "Closed""#, r#"replace /substatus "Won""#]);
    }
    patches(
        r#"{"substatus":"Accepted"}"#,
        r#"{"substatus":"Won","status":"Closed"}"#,
        &[r#"add /status "Closed""#, r#"replace /substatus "Won""#],
    );
}

#[test]
fn the_answers_envelope_is_no_change() {
    let (base, draft) = (r#"{"links":{"self":1},"@odata.context":"x","name":"n"}"#, r#"{"name":"n"}"#);
    patches(base, draft, &[]);
    patches(draft, base, &[]);
    assert_eq!(patch(base, base).as_deref(), Ok("[]"));
}

#[test]
fn all_changes_that_no_documented_operation_can_make_are_named() {
    let base = r#"{"id":"1","name":"a","customerProfile":{"name":"b","team":[{"email":"a@x"}]},"details":{"notes":"n","requirements":{"products":[{"id":"Azure"}]}},"consent":{"consentToContact":true},"team":[]}"#;
    refuses(
        base,
        r#"{"id":"2","name":"c","customerProfile":{"name":"d","team":[]},"details":{"requirements":{"products":[{"id":"Teams"}],"offers":[]}},"team":[{"email":"b@x"}],"x/~":1}"#,
        &[
            "/id",
            "/name",
            "/customerProfile/name",
            "/details/notes",
            "/details/requirements/products/0",
            "/details/requirements/products/0",
            "/details/requirements/offers",
            "/consent",
            "/x~1~0",
        ],
    );
    // Near a documented path, and not on it.
    for path in [
        "/name",
        "/type",
        "/qualification",
        "/eTag",
        "/consent",
        "/details",
        "/details/requirements",
        "/details/Notes",
        "/details/notes2",
        "/details/team",
        "/customerProfile",
        "/customerProfile/size",
        "/consent/consentToContact",
        "/statusreason",
        "/inviteContext/notes",
        "/x/status",
        "/",
    ] {
        refuses(&at(path, "1"), &at(path, "2"), &[path]);
        refuses(&without(path), &at(path, "2"), &[path]);
        refuses(&at(path, "2"), &without(path), &[path]);
    }
    refuses("[1]", "[2]", &[""]);
    refuses("{}", "null", &[""]);
    // A value of a documented path that is added together with its object.
    refuses("{}", r#"{"details":{"notes":"n"}}"#, &["/details"]);
}

#[test]
fn rows_by_the_ten_thousand_take_no_time_to_speak_of() {
    let count = 20_000;
    let row = |index: usize, x: &str| format!(r#"{{"id":"{index}","x":{x}}}"#);
    let rows = |from: usize, to: usize, x: &str| (from..to).map(|index| row(index, x)).collect::<Vec<_>>().join(",");
    let place = "/details/requirements/solutions";
    let start = Instant::now();
    // All are added, behind as many that are there.
    let base = at(place, &format!("[{}]", rows(0, count, "1")));
    let added = at(place, &format!("[{}]", rows(0, 2 * count, "1")));
    let text = patch(&base, &added).unwrap();
    assert_eq!(text.matches("{\"op\":\"add\",\"path\":\"/details/requirements/solutions/-\"").count(), count);
    assert!(text.starts_with(&format!(r#"[{{"op":"add","path":"{place}/-","value":{}}},"#, row(count, "1"))));
    // All are changed, all are taken out.
    let changed = at(place, &format!("[{}]", rows(0, count, "2")));
    assert_eq!(patch(&base, &changed).unwrap().matches("\"op\"").count(), 1);
    assert_eq!(patch(&base, &at(place, "[]")).unwrap(), format!(r#"[{{"op":"replace","path":"{place}","value":[]}}]"#));
    // As many changes elsewhere, none of them documented.
    let wide =
        |x: &str| format!("{{{}}}", (0..count).map(|name| format!("\"m{name}\":{x}")).collect::<Vec<_>>().join(","));
    assert_eq!(patch(&wide("1"), &wide("2")).unwrap_err().len(), count);
    // Not optimised it takes about two seconds; with each row held against each other one it takes minutes.
    assert!(start.elapsed() < Duration::from_secs(30), "{:?}", start.elapsed());
    println!("{count} rows added, changed and removed in {:?}", start.elapsed());
}

// ---------------------------------------------------------------------------------------------- the law

/// RFC 6902 `add` and `replace` on a tree of values.
fn apply(root: &mut Value, operation: &Value) {
    let path = operation["path"].as_str().unwrap();
    let (parent, last) = path.rsplit_once('/').unwrap();
    let last = last.replace("~1", "/").replace("~0", "~");
    let value = operation["value"].clone();
    let parent = root.pointer_mut(parent).unwrap_or_else(|| panic!("nothing at {parent}"));
    match (operation["op"].as_str().unwrap(), parent) {
        ("add", Value::Array(items)) if last == "-" => items.push(value),
        ("add", Value::Object(members)) => {
            // It could have been a replace: `add` says that it was not there.
            assert!(members.insert(last, value).is_none(), "{path} was there");
        }
        ("replace", Value::Object(members)) => {
            assert!(members.contains_key(&last), "{path} was not there");
            members.insert(last, value);
        }
        other => panic!("{other:?}"),
    }
}

/// The value with each number as sign, digits and exponent, so that equal numbers are equal, whatever their spelling.
fn by_meaning(value: Value) -> Value {
    match value {
        Value::Number(number) => {
            let text = number.to_string();
            let (sign, rest) = text.strip_prefix('-').map_or(("", text.as_str()), |rest| ("-", rest));
            let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
            let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
            let digits = format!("{whole}{fraction}");
            let significant = digits.trim_start_matches('0').trim_end_matches('0');
            let zeros = digits.len() - digits.trim_end_matches('0').len();
            let exponent = exponent.parse::<i64>().unwrap() - fraction.len() as i64 + zeros as i64;
            if significant.is_empty() {
                json!(["number", "0"])
            } else {
                json!(["number", format!("{sign}{significant}e{exponent}")])
            }
        }
        Value::Array(items) => items.into_iter().map(by_meaning).collect(),
        Value::Object(members) => {
            members.into_iter().map(|(name, value)| (name, by_meaning(value))).collect::<Map<_, _>>().into()
        }
        other => other,
    }
}

/// A document as it is without the answer's envelope.
fn tree(text: &str) -> Value {
    let mut value: Value = serde_json::from_str(text).unwrap();
    if let Value::Object(members) = &mut value {
        members.retain(|name, _| !is_envelope(name));
    }
    value
}

fn scalar() -> impl Strategy<Value = String> {
    let texts = [
        "null",
        "\"\"",
        "true",
        "50000",
        "50000.0",
        "5E4",
        "50000.10",
        "12345678901234567.89",
        "-0",
        "0.0",
        "\"a\"",
        "\"\\u0061\"",
        "\"50000\"",
        "1e400",
    ];
    select(texts.to_vec()).prop_map(str::to_owned)
}

fn row() -> impl Strategy<Value = String> {
    let keys = vec!["a@x", "b@x", "c@x", "d@x", " A@x", "\\u0061@x", ""];
    (select(keys), select(vec!["Sue", "Joe", ""]), scalar(), any::<bool>()).prop_map(|(key, name, x, by_id)| {
        let key_name = if by_id { "id" } else { "email" };
        format!(r#"{{ "{key_name}":"{key}", "firstName":"{name}", "lastName":"{name}", "x":{x} }}"#)
    })
}

fn rows() -> impl Strategy<Value = String> {
    prop_oneof![
        8 => vec(row(), 0..4).prop_map(|rows| format!("[{}]", rows.join(","))),
        1 => scalar(),
        1 => Just("{\"0\":1}".to_owned()),
    ]
}

/// Places of a document: the documented ones and some that are not.
const PLACES: [&str; 21] = [
    "/campaignId",
    "/consent/consentToShareReferralWithMicrosoftSellers",
    "/customerProfile/team",
    "/details/closingDateTime",
    "/details/currency",
    "/details/dealValue",
    "/details/notes",
    "/details/requirements/solutions",
    "/externalReferenceId",
    "/referralProgram",
    "/salesStage",
    "/status",
    "/substatus",
    "/statusReason",
    "/team",
    "/links",
    "/@odata.context",
    "/name",
    "/details/requirements/products",
    "/x~1~0y",
    "/__proto__",
];

/// What stands at each place, if anything.
fn contents() -> impl Strategy<Value = Vec<Option<String>>> {
    let inside = |place: &&str| {
        let has_rows = ["team", "solutions", "products"].iter().any(|end| place.ends_with(end));
        let value = if has_rows { rows().boxed() } else { scalar().boxed() };
        proptest::option::weighted(0.7, value)
    };
    PLACES.iter().map(inside).collect::<Vec<_>>()
}

/// The document with these contents, members in the order of the places.
fn written(contents: &[Option<String>]) -> String {
    fn put(tree: &mut Vec<(String, Node)>, names: &[&str], value: &str) {
        let [first, rest @ ..] = names else { return };
        let name = first.replace("~1", "/").replace("~0", "~");
        let at = tree.iter().position(|(other, _)| *other == name).unwrap_or_else(|| {
            tree.push((name, Node::Object(Vec::new())));
            tree.len() - 1
        });
        match (&mut tree[at].1, rest) {
            (node, []) => *node = Node::Text(value.to_owned()),
            (Node::Object(inside), rest) => put(inside, rest, value),
            (Node::Text(_), _) => {}
        }
    }
    fn text(node: &Node) -> String {
        match node {
            Node::Text(text) => text.clone(),
            Node::Object(members) => {
                let member = |(name, value): &(String, Node)| format!("{}:{}", json!(name), text(value));
                format!("{{{}}}", members.iter().map(member).collect::<Vec<_>>().join(","))
            }
        }
    }
    enum Node {
        Text(String),
        Object(Vec<(String, Node)>),
    }
    // The objects are there, whatever is in them.
    let mut tree =
        Vec::from(["customerProfile", "consent", "details"].map(|name| (name.to_owned(), Node::Object(Vec::new()))));
    put(&mut tree, &["details", "requirements", ""], "0");
    for (place, value) in PLACES.iter().zip(contents) {
        if let Some(value) = value {
            put(&mut tree, &place.split('/').skip(1).collect::<Vec<_>>(), value);
        }
    }
    text(&Node::Object(tree))
}

/// The change is on a documented value or inside of one.
fn is_documented(path: &str, values: &[(String, bool)]) -> bool {
    values
        .iter()
        .any(|(known, _)| path == known || path.strip_prefix(known.as_str()).is_some_and(|rest| rest.starts_with('/')))
}

#[test]
fn a_patch_leads_from_base_to_draft_and_a_refusal_names_exactly_what_it_cannot_say() {
    let values = values();
    let paths: BTreeSet<String> = documented().into_iter().collect();
    let [patched, operations, refused] = [const { Cell::new(0_usize) }; 3];
    let step = (any::<Index>(), proptest::option::weighted(0.9, prop_oneof![scalar(), rows()]));
    for_random(6_000, (contents(), vec(step, 0..5)), |(before, steps)| {
        let mut after = before.clone();
        for (at, value) in steps {
            // Mostly places that can be patched.
            let at = at.index(PLACES.len() + 15);
            after[if at < PLACES.len() { at } else { at - PLACES.len() }] = value;
        }
        let (base, draft) = (written(&before), written(&after));
        match patch(&base, &draft) {
            Ok(text) => {
                let all: Vec<Value> = serde_json::from_str(&text).unwrap();
                let mut result = tree(&base);
                for operation in &all {
                    assert!(paths.contains(operation["path"].as_str().unwrap()), "{operation}");
                    apply(&mut result, operation);
                }
                assert_eq!(by_meaning(result), by_meaning(tree(&draft)), "{base}\n{draft}\n{text}");
                patched.update(|count| count + 1);
                operations.update(|count| count + all.len());
            }
            Err(paths) => {
                let changes = diff(parse(&base).root(), parse(&draft).root());
                let cannot = |path: &str, kind: ChangeKind| {
                    !is_documented(path, &values)
                        || (kind == ChangeKind::Removed && values.iter().any(|(known, _)| known == path))
                };
                let expected: Vec<String> = changes
                    .into_iter()
                    .filter(|change| cannot(&change.path, change.kind))
                    .map(|change| change.path)
                    .collect();
                assert_eq!(paths, expected, "{base}\n{draft}");
                refused.update(|count| count + 1);
            }
        }
    });
    let [patched, operations, refused] = [patched, operations, refused].map(Cell::into_inner);
    println!("{patched} patches with {operations} operations, {refused} refusals");
    assert!(patched + refused < 1_000 || (patched > 500 && operations > patched && refused > 500));
}
