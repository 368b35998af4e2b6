//! The JSON Schema that is shipped: it is what the member table gives, it names all that the table has, and a validator that
//! knows nothing of this crate finds errors with it where `validate` finds them, on every sample and on random documents.
//!
//! Where a schema cannot follow is listed in [`DIFFERENCES`], each with its reason and a document that shows it.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says no by panicking, and its counts are printed"
)]

mod common;
#[path = "../xtask/schema/generator/mod.rs"]
mod generator;

use std::cell::Cell;
use std::collections::BTreeSet;
use std::path::Path;

use jsonschema::{EmailOptions, Validator};
use proptest::bool::weighted;
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use proptest::string::string_regex;
use referral_editor::finding::{Code, Severity};
use referral_editor::json::Limits;
use referral_editor::lifecycle::PAIRS;
use referral_editor::schema::{
    Format, Kind, Member, Object, Owner, REFERRAL, Role, SOLUTION, SUBSTATUS_LATER, Vocabulary, member, name_of,
};
use referral_editor::validate::validate;
use serde_json::{Map, Value, json};

use common::{for_random, samples};

// ------------------------------------------------------------------------------------------------ differences

/// Something on which the two disagree.
struct Difference {
    why: &'static str,
    /// The document, as text for us and as a value for the validator.
    document: fn() -> (String, Value),
    /// What we say of the document; the schema says the opposite.
    valid: bool,
    /// Random documents may have such a value.
    occurs: fn(&Value) -> bool,
}

const DIFFERENCES: &[Difference] = &[
    Difference {
        why: "a name that stands twice: what reads JSON for a validator keeps one of the two, and the other is lost",
        document: || read(r#"{ "id": "1", "name": "a", "name": "b" }"#),
        valid: false,
        occurs: |_| false,
    },
    Difference {
        why: "more than 128 levels: a limit of ours, against documents that are made to exhaust the memory",
        document: || {
            let value = json!({ "id": "1", "deep": (0..128).fold(json!(1), |inner, _| json!([inner])) });
            (value.to_string(), value)
        },
        valid: false,
        occurs: |_| false,
    },
    Difference {
        why: "more than 16 MiB: a limit of ours, for the same reason",
        document: || read(&format!(r#"{{ "id": "1", "name": "{}" }}"#, "a".repeat(16 << 20))),
        valid: false,
        occurs: |_| false,
    },
    Difference {
        why: "an email whose domain has two hyphens in third and fourth place: RFC 5321 knows no such rule, the validator has \
              it from RFC 5891, where such labels are reserved",
        document: || read(r#"{ "id": "1", "team": [{ "email": "sue@ab--cd.com" }] }"#),
        valid: true,
        occurs: |value| {
            let domain = value.as_str().and_then(|text| text.rsplit_once('@')).map_or("", |(_, domain)| domain);
            domain.split('.').any(|label| label.get(2..4) == Some("--"))
        },
    },
    Difference {
        why: "a dealValue above the largest decimal by less than a float can tell: we compare digits",
        document: || read(r#"{ "id": "1", "details": { "dealValue": 79228162514264337593543950335.1 } }"#),
        valid: false,
        occurs: |value| value.as_f64() == Some(79_228_162_514_264_337_593_543_950_335.0),
    },
];

fn read(text: &str) -> (String, Value) {
    (text.to_owned(), serde_json::from_str(text).unwrap())
}

#[test]
fn every_listed_difference_is_one() {
    let validator = validator();
    for Difference { why, document, valid, .. } in DIFFERENCES {
        let (text, value) = document();
        assert_eq!(ours(&text).is_empty(), *valid, "ours: {why}");
        assert_eq!(theirs(&validator, &value).is_empty(), !valid, "theirs: {why}");
        println!("we say {}: {why}", if *valid { "valid" } else { "not valid" });
    }
}

/// The places where one of the two finds an error and the other does not, and the list does not say why.
fn unexplained(ours: &BTreeSet<String>, theirs: &BTreeSet<String>, document: &Value) -> Vec<String> {
    let explained = |place: &str| {
        let value = document.pointer(place);
        value.is_some_and(|value| DIFFERENCES.iter().any(|difference| (difference.occurs)(value)))
    };
    ours.symmetric_difference(theirs).filter(|place| !explained(place)).cloned().collect()
}

// ------------------------------------------------------------------------------------------------ the two verdicts

/// The file as it is shipped.
fn shipped() -> Value {
    serde_json::from_str(&file()).unwrap()
}

fn file() -> String {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join(generator::FILE);
    std::fs::read_to_string(file).unwrap()
}

/// An independent validator, with formats as assertions. An email is a mailbox without a name in front of it.
fn validator() -> Validator {
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .with_email_options(EmailOptions::default().without_display_text())
        .build(&shipped())
        .unwrap()
}

/// The places of our errors.
fn ours(text: &str) -> BTreeSet<String> {
    let report = validate(text.as_bytes(), None, Limits::default());
    report.findings.into_iter().filter(|finding| finding.severity == Severity::Error).map(|f| place(&f.path)).collect()
}

/// The places of the errors that the schema brings to light.
fn theirs(validator: &Validator, value: &Value) -> BTreeSet<String> {
    validator.iter_errors(value).map(|error| place(error.instance_path().as_str())).collect()
}

/// A place as both can name it: a missing id is of the document for one and of `/id` for the other, and the schema speaks of
/// `ids` as a whole, since it is an array or an object.
fn place(path: &str) -> String {
    match path {
        "" => "/id".to_owned(),
        path if path.starts_with("/customerProfile/ids/") => "/customerProfile/ids".to_owned(),
        path => path.to_owned(),
    }
}

// ------------------------------------------------------------------------------------------------ the file

#[test]
fn the_file_is_what_the_table_gives() {
    assert!(generator::document().unwrap() == file(), "{} is old: run `cargo xtask schema`", generator::FILE);
}

#[test]
fn the_file_is_a_schema() {
    jsonschema::meta::validate(&shipped()).unwrap();
    assert_eq!(shipped()["$schema"], "https://json-schema.org/draft/2020-12/schema");
}

/// Walks table and schema side by side.
#[test]
fn every_member_and_every_value_of_the_table_is_there() {
    let schema = shipped();
    let mut counts = Counts::default();
    compare_objects(&schema, &REFERRAL, &schema, &mut counts);
    println!("{} members, {} values of enumerations and open lists, in {counts:?}", counts.members, counts.values);
    assert!(counts.members > 100 && counts.values > 120, "{counts:?}");
    for member in REFERRAL.members.iter().filter(|member| member.role == Role::Substatus) {
        for pair in PAIRS {
            let Kind::Enum(list) = member.kind else { panic!("substatus is closed") };
            assert!(list.contains(pair.substatus.as_bytes()));
        }
    }
}

#[derive(Debug, Default)]
struct Counts {
    objects: usize,
    members: usize,
    values: usize,
}

fn compare_objects(root: &Value, object: &Object, schema: &Value, counts: &mut Counts) {
    counts.objects += 1;
    texts(schema, name_of(object));
    let properties = schema["properties"].as_object().unwrap();
    let names: Vec<&str> = properties.keys().map(String::as_str).collect();
    assert_eq!(names, object.members.iter().map(|member| member.name).collect::<Vec<_>>(), "{}", name_of(object));
    assert_eq!(schema.get("additionalProperties"), None, "unknown members are welcome");
    for member in object.members {
        counts.members += 1;
        compare_members(root, member, &properties[member.name], counts);
    }
}

fn compare_members(root: &Value, member: &Member, schema: &Value, counts: &mut Counts) {
    texts(schema, member.name);
    assert_eq!(schema.get("readOnly").is_some(), member.owner == Owner::Service, "{}", member.name);
    let resolve = |reference: &Value| root.pointer(reference.as_str().unwrap().strip_prefix('#').unwrap()).unwrap();
    let mut list = |keyword: &str, list: &Vocabulary| {
        let values = schema[keyword].as_array().unwrap();
        for value in list.values() {
            counts.values += 1;
            assert!(values.contains(&json!(value)), "{}: {value}", member.name);
        }
        values.len() - list.values().len()
    };
    match member.kind {
        Kind::Enum(enumeration) => {
            let later = if member.role == Role::Substatus { SUBSTATUS_LATER.values().len() } else { 0 };
            assert_eq!(list("enum", enumeration), later + 1, "{}: null and no other", member.name);
        }
        Kind::Open(open) => assert_eq!(list("examples", open), 0),
        Kind::Text if member.role == Role::SolutionId => assert_eq!(list("examples", &SOLUTION), 0),
        Kind::Object(object) => compare_objects(root, object, resolve(&schema["$ref"]), counts),
        Kind::Rows(object, _) => compare_objects(root, object, resolve(&schema["items"]["$ref"]), counts),
        Kind::Ids(object) => compare_objects(root, object, resolve(&schema["anyOf"][1]["$ref"]), counts),
        _ => {}
    }
}

/// A title, and a description of whole sentences.
fn texts(schema: &Value, name: &str) {
    let text = |keyword: &str| schema[keyword].as_str().unwrap_or_default().to_owned();
    let (title, description) = (text("title"), text("description"));
    assert!(title.starts_with(char::is_uppercase) || title.starts_with("eTag"), "{name}: {title}");
    assert!(!title.ends_with('.') && title.len() < 40, "{name}: {title}");
    assert!(description.starts_with(char::is_uppercase) && description.ends_with('.'), "{name}: {description}");
    assert!(!description.contains("  ") && !description.contains('\n'), "{name}: {description}");
}

// ------------------------------------------------------------------------------------------------ slips

/// Every member of the service's own machine schemas, and those that others have seen on the wire: none is called a slip.
#[test]
fn no_member_of_the_service_is_called_a_slip() {
    fn collect(schema: &Value, path: &str, paths: &mut Vec<String>) {
        for (name, inner) in schema["properties"].as_object().into_iter().flatten() {
            let path = format!("{path}/{name}");
            collect(inner, &path, paths);
            collect(&inner["items"], &format!("{path}/0"), paths);
            paths.push(path);
        }
    }
    let mut paths: Vec<String> = [
        "/acceptedDateTime",
        "/closedDateTime",
        "/customerMarketplaceIntent",
        "/CustomerMarketplaceIntent",
        "/dealSensitivity",
        "/businessProfileId",
        "/registrationStatus",
        "/customerProfile/isMatchingComplete",
        "/customerProfile/ids/0/profileType",
        "/consent/consentToMicrosoftToContactSpecificPartners",
        "/details/incentiveLevel",
        "/details/requirements/salesPlays",
        "/details/requirements/solutions/0/solutionType",
        "/details/requirements/solutions/0/publisherName",
        "/details/requirements/solutions/0/closingDateTime",
        "/team/0/title",
        "/team/0/emailValidationStatus",
        "/team/0/phoneValidationStatus",
        "/inviteContext/invitedMpnId",
        "/trackingInfo/migratedPSCPartnerDealId",
        "/@odata.count",
        "/@odata.nextLink",
    ]
    .map(str::to_owned)
    .to_vec();
    for sample in samples().iter().filter(|sample| sample.name.ends_with("_v3-referral.schema.json")) {
        collect(&serde_json::from_slice(&sample.bytes).unwrap(), "", &mut paths);
    }
    assert!(paths.len() > 120, "{}", paths.len());
    for path in &paths {
        let mut text = "1".to_owned();
        for name in path.split('/').skip(1).collect::<Vec<_>>().into_iter().rev() {
            text = if name == "0" { format!("[{text}]") } else { format!("{{{}:{text}}}", json!(name)) };
        }
        let findings = validate(text.as_bytes(), None, Limits::default()).findings;
        let slips: Vec<_> = findings.iter().filter(|finding| finding.code == Code::DidYouMean).collect();
        assert!(slips.is_empty(), "{path}: {slips:?}");
    }
    println!("{} members of the service", paths.len());
}

// ------------------------------------------------------------------------------------------------ the samples

/// Whole documents, and every referral of a list.
#[test]
fn the_two_agree_on_every_sample() {
    let validator = validator();
    let (mut valid, mut not_valid) = (0, 0);
    for sample in samples() {
        let Ok(document) = serde_json::from_slice::<Value>(&sample.bytes) else {
            assert!(!ours(&String::from_utf8_lossy(&sample.bytes)).is_empty(), "{}: not JSON", sample.name);
            continue;
        };
        let items = document["value"].as_array().cloned().unwrap_or_default();
        for (text, value) in std::iter::once((sample.text().to_owned(), document.clone()))
            .chain(items.into_iter().map(|item| (item.to_string(), item)))
        {
            let ours = ours(&text);
            assert_eq!(ours, theirs(&validator, &value), "{}", sample.name);
            *(if ours.is_empty() { &mut valid } else { &mut not_valid }) += 1;
        }
    }
    println!("samples: {valid} valid and {not_valid} not, for both");
    assert!(valid >= 5 && not_valid >= 5);
}

// ------------------------------------------------------------------------------------------------ random documents

#[test]
fn the_two_agree_on_random_documents() {
    let validator = validator();
    let bases: Vec<Base> = bases();
    let [agreed, differed, valid, errors] = [const { Cell::new(0) }; 4];
    for_random(3_000, (any::<Index>(), vec(change(), 0..5)), |(base, changes)| {
        let base = base.get(&bases);
        let mut document = base.document.clone();
        for change in changes {
            change.apply(&mut document, &base.places);
        }
        let text = document.to_string();
        let (ours, theirs) = (ours(&text), theirs(&validator, &document));
        assert_eq!(unexplained(&ours, &theirs, &document), [""; 0], "ours: {ours:?}, theirs: {theirs:?}: {text}");
        (if ours == theirs { &agreed } else { &differed }).update(|count| count + 1);
        valid.update(|count| count + usize::from(ours.is_empty()));
        errors.update(|count| count + ours.len());
    });
    let [agreed, differed, valid, errors] = [agreed, differed, valid, errors].map(Cell::into_inner);
    let all = agreed + differed;
    println!(
        "random documents: {agreed} of {all} agreed, {differed} differed as listed; {valid} valid, {errors} errors in the others"
    );
    assert!(all < 1_000 || (valid * 5 > all && (all - valid) * 5 > all), "both verdicts occur often");
}

/// A document to begin with, and the places in it.
struct Base {
    document: Value,
    places: Vec<Vec<String>>,
}

/// Documents with every member of the table, and with those whose strings and numbers are judged; one with nothing but an id;
/// and the samples that are referrals.
fn bases() -> Vec<Base> {
    let samples = samples();
    let referrals = samples.iter().filter_map(|sample| serde_json::from_slice::<Value>(&sample.bytes).ok());
    let full = object(&REFERRAL, &|_| true);
    let judged = object(&REFERRAL, &is_judged);
    [full.clone(), full.clone(), full, judged.clone(), judged.clone(), judged, json!({ "id": "1" })]
        .into_iter()
        .chain(referrals.filter(|document| document.get("id").is_some()))
        .map(|document| {
            let mut places = vec![vec![]];
            collect_places(&document, &mut Vec::new(), &mut places);
            Base { document, places }
        })
        .collect()
}

/// More than its type is judged, or what is inside.
fn is_judged(member: &Member) -> bool {
    !matches!(member.kind, Kind::Text | Kind::Any | Kind::Open(_) | Kind::Boolean)
        && !matches!(member.kind, Kind::Formatted(format) if !format.is_strict())
}

/// A valid object with the members that are wanted, and the id.
fn object(table: &Object, wanted: &dyn Fn(&Member) -> bool) -> Value {
    let value = |member: &Member| match member.kind {
        Kind::Text | Kind::Any => json!("Text"),
        Kind::Formatted(Format::DateTime) => json!("2018-11-06T18:40:42.6178337Z"),
        Kind::Formatted(Format::Email) => json!("sue.smith@contoso.com"),
        Kind::Formatted(Format::Currency) => json!("USD"),
        Kind::Formatted(_) => json!("37ef26aa-1d15-4533-9f93-a69bd33ab1e5"),
        Kind::Enum(_) if member.role == Role::Status => json!("Active"),
        Kind::Enum(_) if member.role == Role::Substatus => json!("Accepted"),
        Kind::Enum(list) | Kind::Open(list) => json!(list.values().last()),
        Kind::Decimal => json!(50000),
        Kind::Boolean => json!(true),
        Kind::Object(table) => object(table, wanted),
        Kind::Rows(table, _) | Kind::Ids(table) => json!([object(table, wanted), object(table, wanted)]),
    };
    let members = table.members.iter().filter(|member| member.role == Role::Id || wanted(member));
    members.map(|member| (member.name.to_owned(), value(member))).collect::<Map<_, _>>().into()
}

fn collect_places(value: &Value, path: &mut Vec<String>, places: &mut Vec<Vec<String>>) {
    let children: Vec<(String, &Value)> = match value {
        Value::Object(members) => members.iter().map(|(name, value)| (name.clone(), value)).collect(),
        Value::Array(items) => items.iter().enumerate().map(|(index, value)| (index.to_string(), value)).collect(),
        _ => Vec::new(),
    };
    for (name, value) in children {
        path.push(name);
        places.push(path.clone());
        collect_places(value, path, places);
        path.pop();
    }
}

/// What happens to a place.
#[derive(Clone, Debug)]
enum Change {
    /// It gets a value that has to do with what belongs there.
    Near(Index, Near),
    /// It gets any value.
    Set(Index, Value),
    /// It goes.
    Remove(Index),
    /// Something is added to it, under a name that may be known.
    Add(Index, String, Value),
    /// The status and the substatus change.
    Pair(Value, Value),
}

/// For every kind of member a value that belongs there, nearly or altogether.
#[derive(Clone, Debug)]
struct Near {
    text: String,
    date_time: String,
    email: String,
    code: String,
    number: String,
    word: Index,
    /// The word in lower case, the number in a string.
    twisted: bool,
}

fn change() -> impl Strategy<Value = Change> {
    let words = || select(vec!["None", "New", "Active", "Closed", "Pending", "Received", "Accepted", "Won", "Lost"]);
    let pair = prop_oneof![
        6 => (0..PAIRS.len()).prop_map(|at| (json!(PAIRS[at].status.name()), json!(PAIRS[at].substatus))),
        2 => (words(), words()).prop_map(|(status, substatus)| (json!(status), json!(substatus))),
        1 => (words(), value()).prop_map(|(status, substatus)| (json!(status), substatus)),
        1 => (value(), words()).prop_map(|(status, substatus)| (status, json!(substatus))),
        1 => words().prop_map(|status| (json!(status), json!("Error"))),
    ];
    prop_oneof![
        6 => (any::<Index>(), near()).prop_map(|(at, near)| Change::Near(at, near)),
        2 => (any::<Index>(), value()).prop_map(|(at, value)| Change::Set(at, value)),
        2 => any::<Index>().prop_map(Change::Remove),
        2 => (any::<Index>(), name(), value()).prop_map(|(at, name, value)| Change::Add(at, name, value)),
        1 => pair.prop_map(|(status, substatus)| Change::Pair(status, substatus)),
    ]
}

fn near() -> impl Strategy<Value = Near> {
    (text(), date_time(), email(), code(), number(), any::<Index>(), weighted(0.2)).prop_map(
        |(text, date_time, email, code, number, word, twisted)| Near {
            text,
            date_time,
            email,
            code,
            number,
            word,
            twisted,
        },
    )
}

fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => select(vec!["", " ", "Text", "null", "true", "0", "{}", "\u{0}", "é", "東京", "\u{feff}", "a\"b\\c"])
            .prop_map(str::to_owned),
        1 => "\\PC{0,12}",
    ]
}

fn regex(regex: &str) -> impl Strategy<Value = String> + use<> {
    string_regex(regex).unwrap()
}

fn date_time() -> impl Strategy<Value = String> {
    let day = r"(19|20)[0-9]{2}-(0[1-9]|1[012])-(0[1-9]|[12][0-9]|3[01])";
    prop_oneof![
        4 => regex(&format!(r"{day}T(0[0-9]|1[0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9](\.[0-9]{{1,9}})?(Z|[+-](0[0-9]|1[0-4]):[0-5][0-9])")),
        1 => regex(&format!(r"{day}[Tt ][0-9]{{2}}:[0-9]{{2}}:[0-9]{{2}}(\.[0-9]{{0,3}})?(Z|z|[+-][0-9]{{2}}:?[0-9]{{2}})?")),
        1 => r"[0-9]{4}-02-(28|29|30)T23:59:(59|60|61)(Z|\+00:00|-00:00|\+01:00)",
        1 => r"[0-9]{4}-06-30T(23:59|22:59|00:59|15:59):60(\.[0-9])?(Z|[+-]0[0189]:00)",
        1 => select(vec![
            "", "2018-11-14", "2018-11-14T00:00:00", "2018-11-14T00:00Z", "14.11.2018", "2018-11-14T24:00:00Z", "today",
            "٢٠١٨-11-14T00:00:00Z", "2018-11-14T00:00:00Z ", " 2018-11-14T00:00:00Z", "2018-11-14T00:00:00.Z",
            "0000-01-01T00:00:00Z", "2018-11-14T00:00:00+24:00", "2018-11-14T00:00:00\u{2212}01:00",
        ]).prop_map(str::to_owned),
    ]
}

fn email() -> impl Strategy<Value = String> {
    let local = r"[a-z0-9!#$%&'*+/=?^_`{|}~.-]{0,10}";
    let domain = r"[a-z0-9.-]{0,12}";
    prop_oneof![
        4 => r"[a-z]{1,8}(\.[a-z]{1,8})?@[a-z]{1,8}\.(com|org|de)",
        2 => regex(&format!("{local}@{domain}")),
        1 => regex(&format!("\"[ -~]{{0,8}}\"@{domain}")),
        1 => r"[a-z]{1,3}@\[(IPv6:)?[0-9a-f:.]{0,16}\]",
        1 => (60_usize..70, 55_usize..70).prop_map(|(local, label)| format!("{}@{}.com", "a".repeat(local), "b".repeat(label))),
        1 => (236_usize..250).prop_map(|length| format!("a@{}.com", "b.".repeat(length / 2) + &"c".repeat(length % 2 + 1))),
        1 => select(vec![
            "", "a", "@", "a@", "@b", "a@b", "a@@b.c", "a b@c.d", "a@b c.d", "Sue <sue@contoso.com>", "a@b..c", "a@.b",
            "a@b.", "a@-b.c", "a@b-.c", ".a@b.c", "a.@b.c", "a..b@c.d", "é@b.c", "a@é.c", "a@127.0.0.1", "a@[127.0.0.1]",
            "a@[IPv6:::1]", "a@[::1]", "a@[x]", "\"\"@b.c", "\"a b\"@c.d", "a@b_c.d", "a@xn--bcher-kva.com", "a@xn--a.com",
            "a@XN--", "a@b--c.d", "a@bc--d.e", " a@b.c", "a@b.c ", "a(b)@c.d", "a@b.c,d@e.f", "mailto:a@b.c", "a@b:c",
        ]).prop_map(str::to_owned),
    ]
}

fn code() -> impl Strategy<Value = String> {
    prop_oneof![2 => "[A-Z]{3}", 1 => "[A-Za-z]{2,4}", 2 => select(vec!["USD", "EUR", "CNY", "usd", "", "BGN", "XCG", "€"])
        .prop_map(str::to_owned)]
}

fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        2 => "-?(0|[1-9][0-9]{0,4})",
        2 => r"-?(0|[1-9][0-9]{0,30})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,2})?",
        1 => select(vec![
            "0", "-0", "-0.0", "0e5", "-0E-9", "79228162514264337593543950335", "79228162514264337593543950336",
            "79228162514264337593543950335.0", "79228162514264337593543950335.00000001", "7.9228162514264337593543950335e28",
            "7.9228162514264337593543950336e28", "7922816251426433759354395033500e-2", "1e28", "1e29", "-1e-30", "1e-400",
            "-1e-400", "1e400", "-1e400", "1e99999", "0e99999", "-0e99999", "100000000000.10", "-0.1", "1e-99999",
        ]).prop_map(str::to_owned),
    ]
}

/// A value of any JSON type.
fn value() -> impl Strategy<Value = Value> {
    let scalar = prop_oneof![
        2 => Just(Value::Null),
        1 => any::<bool>().prop_map(Value::from),
        1 => number().prop_map(|number| serde_json::from_str(&number).unwrap()),
        1 => text().prop_map(Value::from),
        1 => date_time().prop_map(Value::from),
        1 => number().prop_map(Value::from),
    ];
    scalar.prop_recursive(3, 8, 3, |inner| {
        prop_oneof![
            vec(inner.clone(), 0..3).prop_map(Value::from),
            vec((name(), inner), 0..3).prop_map(|members| members.into_iter().collect::<Map<_, _>>().into()),
        ]
    })
}

/// A name that the table has somewhere, or nearly.
fn name() -> impl Strategy<Value = String> {
    let mut names = BTreeSet::from(["value", "error", "op", "Status", "closeDate", "", "a/b", "~", "__proto__"]);
    collect_names(&REFERRAL, &mut names);
    select(names.into_iter().collect::<Vec<_>>()).prop_map(str::to_owned)
}

fn collect_names(object: &Object, names: &mut BTreeSet<&'static str>) {
    for member in object.members {
        names.insert(member.name);
        if let Kind::Object(inner) | Kind::Rows(inner, _) | Kind::Ids(inner) = member.kind {
            collect_names(inner, names);
        }
    }
}

impl Change {
    fn apply(self, document: &mut Value, places: &[Vec<String>]) {
        let place = |at: &Index| -> &[String] { at.get::<Vec<String>>(places) };
        match self {
            Self::Near(at, near) => {
                let path = place(&at);
                if let (Some(value), Some(target)) = (near.value(path), find(document, path)) {
                    *target = value;
                }
            }
            Self::Set(at, value) => {
                if let Some(target) = find(document, place(&at)) {
                    *target = value;
                }
            }
            Self::Remove(at) => {
                let Some((last, parent)) = place(&at).split_last() else { return };
                match find(document, parent) {
                    Some(Value::Object(members)) => drop(members.shift_remove(last)),
                    Some(Value::Array(items)) => drop(last.parse().map(|index: usize| {
                        if index < items.len() {
                            items.remove(index);
                        }
                    })),
                    _ => {}
                }
            }
            Self::Add(at, name, value) => match find(document, place(&at)) {
                Some(Value::Object(members)) => drop(members.insert(name, value)),
                Some(Value::Array(items)) => items.push(value),
                Some(other) => *other = value,
                None => {}
            },
            Self::Pair(status, substatus) => {
                if let Value::Object(members) = document {
                    members.insert("status".to_owned(), status);
                    members.insert("substatus".to_owned(), substatus);
                }
            }
        }
    }
}

impl Near {
    /// A value for the member that the path leads to.
    fn value(self, path: &[String]) -> Option<Value> {
        let number = || serde_json::from_str(&self.number).unwrap();
        let word = |list: &Vocabulary| {
            let word = *self.word.get(&list.values());
            if self.twisted { word.to_lowercase() } else { word.to_owned() }
        };
        Some(match member(path)?.kind {
            Kind::Formatted(Format::DateTime) => json!(self.date_time),
            Kind::Formatted(Format::Email) => json!(self.email),
            Kind::Formatted(Format::Currency | Format::Country) => json!(self.code),
            Kind::Enum(list) | Kind::Open(list) => json!(word(list)),
            Kind::Decimal if self.twisted => json!(self.number),
            Kind::Decimal => number(),
            Kind::Boolean => json!(self.text.is_empty()),
            _ => json!(self.text),
        })
    }
}

fn find<'v>(document: &'v mut Value, path: &[String]) -> Option<&'v mut Value> {
    path.iter().try_fold(document, |value, name| match value {
        Value::Object(members) => members.get_mut(name),
        Value::Array(items) => items.get_mut(name.parse::<usize>().ok()?),
        _ => None,
    })
}
