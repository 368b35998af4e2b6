//! What the tests of JSON text share: the samples, `serde_json` as the oracle, random documents, theirs put into a merge.
//!
//! The oracle's words for a text are slices of that text (`RawValue`), so it tells where things stand as well.

#![allow(dead_code, reason = "each test file takes what it needs of this")]

pub mod oracle;

use std::cell::Cell;
use std::path::Path;

use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use proptest::test_runner::{TestCaseError, TestRunner};
use referral_editor::json::Limits;
use referral_editor::json::edit::{Edit, Op, apply};
use referral_editor::merge::Merge;

pub use oracle::*;

/// Runs `test` on so many random inputs, or on as many as the environment variable `PROPTEST_CASES` says. What fails is made small and shown.
pub fn for_random<S: Strategy>(cases: u32, strategy: S, test: impl Fn(S::Value)) {
    let cases = std::env::var("PROPTEST_CASES").ok().and_then(|cases| cases.parse().ok()).unwrap_or(cases);
    // No file is written about failures: what was found becomes a case of its own.
    let config = ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(cases) };
    let runs = Cell::new(0_u32);
    let result = TestRunner::new(config).run(&strategy, |input| {
        runs.set(runs.get() + 1);
        test(input);
        Ok::<(), TestCaseError>(())
    });
    if let Err(failure) = result {
        panic!("{failure}");
    }
    assert_eq!(runs.get(), cases, "no input is passed over");
}

/// A file of `tests/samples`.
pub struct Sample {
    pub name: String,
    pub bytes: Vec<u8>,
}

impl Sample {
    pub fn text(&self) -> &str {
        str::from_utf8(&self.bytes).unwrap()
    }
}

/// All files of `tests/samples`, ordered by name.
pub fn samples() -> Vec<Sample> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut samples: Vec<Sample> = std::fs::read_dir(folder)
        .unwrap()
        .map(|entry| {
            let entry = entry.unwrap();
            Sample { name: entry.file_name().into_string().unwrap(), bytes: std::fs::read(entry.path()).unwrap() }
        })
        .collect();
    samples.sort_by(|a, b| a.name.cmp(&b.name));
    assert!(samples.len() > 25, "the samples are there");
    samples
}

/// The sample of that name.
pub fn sample(name: &str) -> Sample {
    samples().into_iter().find(|sample| sample.name == name).unwrap()
}

/// The offset of a slice of `text` in it.
pub fn offset_in(text: &str, slice: &str) -> usize {
    let offset = slice.as_ptr() as usize - text.as_ptr() as usize;
    assert!(offset + slice.len() <= text.len(), "a slice of the text");
    offset
}

/// How far two texts agree from their beginnings, and from their ends.
pub fn agreement(a: &str, b: &str) -> (usize, usize) {
    let front = a.bytes().zip(b.bytes()).take_while(|(a, b)| a == b).count();
    let back = a.bytes().rev().zip(b.bytes().rev()).take_while(|(a, b)| a == b).count();
    (front, back)
}

/// The characters of a JSON string with its quotes, by the rules of JavaScript; half a surrogate pair becomes U+FFFD.
pub fn javascript_string(raw: &str) -> String {
    String::from_utf16_lossy(&javascript_units(raw))
}

/// A text of the same meaning: members in the opposite order, and characters, numbers and white space written otherwise.
pub fn rewritten(slice: &str) -> String {
    match children(slice) {
        Children::Array(items) => {
            format!("[ {} ]", items.into_iter().map(rewritten).collect::<Vec<_>>().join(" ,\n"))
        }
        Children::Object(members) => {
            let members = members.into_iter().rev();
            let members: Vec<String> =
                members.map(|(name, value)| format!("{} : {}", rewritten(name), rewritten(value))).collect();
            format!("{{\t{} }}", members.join(","))
        }
        Children::Scalar => match slice.as_bytes()[0] {
            b'"' => {
                let escaped: String = javascript_units(slice).iter().map(|unit| format!("\\u{unit:04X}")).collect();
                format!("\"{escaped}\"")
            }
            b't' | b'f' | b'n' => slice.to_owned(),
            _ if slice.contains(['e', 'E']) => slice.replace('e', "E"),
            _ if slice.contains('.') => format!("{slice}00e+0"),
            _ => format!("{slice}.0"),
        },
    }
}

// ---------------------------------------------------------------------------------------------- random documents

/// What names and strings a random document has.
#[derive(Clone, Copy, PartialEq)]
pub enum Taste {
    /// Whatever JSON allows: a name twice in one object, half a surrogate pair.
    Wild,
    /// Names differ inside of an object, and every string has characters.
    Tame,
}

/// White space, mostly none.
pub fn space() -> impl Strategy<Value = String> {
    prop_oneof![
        6 => Just(String::new()),
        2 => Just(" ".to_owned()),
        1 => Just("\n  ".to_owned()),
        1 => "[ \t\r\n]{0,6}",
        1 => " {0,40}\r?\n {0,20}",
    ]
}

/// A number in any spelling that JSON has.
pub fn number() -> impl Strategy<Value = String> {
    prop_oneof![
        4 => "-?(0|[1-9][0-9]{0,4})",
        2 => r"-?(0|[1-9][0-9]{0,20})(\.[0-9]{1,12})?([eE][+-]?[0-9]{1,3})?",
        1 => select(vec![
            "0", "-0", "0.0", "-0e-0", "1e400", "-1E+400", "5e-324", "1e5", "100000", "50000.0", "100000000000.10",
            "12345678901234567890123456789012345678901234567890", "0.1000000000000000055511151231257827",
            "1e99999999999999999999", "9007199254740993",
        ]).prop_map(str::to_owned),
    ]
}

/// A string with its quotes: plain text of every length, every escape, characters of one to four bytes.
pub fn string(taste: Taste) -> impl Strategy<Value = String> {
    let plain = "[ !#-\\[\\]-~]{0,24}";
    let escape = select(vec![
        r#"\""#, r"\\", r"\/", r"\b", r"\f", r"\n", r"\r", r"\t", r"\u0000", r"\u00e9", r"\u000A", r"\u2028",
    ])
    .prop_map(str::to_owned);
    let other =
        select(vec!["é", "ß", "€", "東京", "ｆ", "\u{7f}", "\u{80}", "\u{7ff}", "\u{800}", "\u{d7ff}", "\u{e000}"])
            .prop_map(str::to_owned);
    let astral = select(vec!["🗼", "\u{10000}", "\u{10ffff}", r"\ud83d\uddfc", r"\uD800\uDC00", r"\uDBFF\udfff"])
        .prop_map(str::to_owned);
    let half = select(vec![r"\ud800", r"\udbff", r"\uDC00", r"\uDfFf", r"\ud83d\ud83d\uddfc"]).prop_map(str::to_owned);
    let piece = prop_oneof![
        6 => plain,
        2 => escape,
        2 => other,
        1 => astral,
        u32::from(taste == Taste::Wild) => half,
    ];
    prop_oneof![3 => plain.prop_map(|text| vec![text]), 2 => vec(piece, 0..6)]
        .prop_map(|pieces| format!("\"{}\"", pieces.concat()))
}

/// A member's name with its quotes. Mostly out of a few, so that they meet.
pub fn name(taste: Taste) -> impl Strategy<Value = String> {
    let known = select(vec![
        r#""a""#,
        r#""b""#,
        r#""\u0061""#,
        r#""""#,
        r#""a/b""#,
        r#""m~n""#,
        r#""~1""#,
        r#""-""#,
        r#""0""#,
        r#""01""#,
        r#""links""#,
        r#""l\u0069nks""#,
        r#""Links""#,
        r#""__proto__""#,
        r#""constructor""#,
        r#""é""#,
        r#""\u00e9""#,
        r#""🗼""#,
        r#""dealValue""#,
        r#""a\"b""#,
        r#""tab\t""#,
        // Other names, whose characters are what two of those are written with.
        r#""tab\\t""#,
        r#""\\u0061""#,
    ])
    .prop_map(str::to_owned);
    prop_oneof![4 => known, 1 => string(taste)]
}

/// The text of any JSON value, white space around and inside of it.
pub fn document(taste: Taste) -> impl Strategy<Value = String> {
    let scalar = prop_oneof![
        1 => select(vec!["true", "false", "null"]).prop_map(str::to_owned),
        2 => number(),
        2 => string(taste),
    ];
    let value = scalar.prop_recursive(6, 48, 6, move |inner| {
        let item = (space(), inner.clone(), space()).prop_map(|(before, item, after)| [before, item, after].concat());
        let array = (vec(item, 0..6), space()).prop_map(|(items, inside)| container('[', &items, &inside, ']'));
        let value = (space(), inner, space()).prop_map(|(before, value, after)| [before, value, after].concat());
        let object = (vec((space(), name(taste), space(), value), 0..6), space())
            .prop_map(move |(members, inside)| container('{', &written(members, taste), &inside, '}'));
        prop_oneof![array, object]
    });
    (space(), value, space()).prop_map(|(before, value, after)| [before, value, after].concat())
}

fn container(open: char, children: &[String], inside: &str, close: char) -> String {
    match children {
        [] => format!("{open}{inside}{close}"),
        _ => format!("{open}{}{close}", children.join(",")),
    }
}

/// A document whose root is an object.
pub fn object(taste: Taste) -> impl Strategy<Value = String> {
    (vec((space(), name(taste), space(), document(taste)), 0..6), space()).prop_map(move |(members, around)| {
        format!("{around}{}{around}", container('{', &written(members, taste), &around, '}'))
    })
}

/// Members as text, from the white space in front of the name, the name, the white space behind it, and the value.
fn written(members: Vec<(String, String, String, String)>, taste: Taste) -> Vec<String> {
    let mut names = Vec::new();
    members
        .into_iter()
        .filter(|(_, name, ..)| {
            let characters = javascript_string(name);
            let is_new = !names.contains(&characters);
            names.push(characters);
            is_new || taste == Taste::Wild
        })
        .map(|(before, name, after, value)| format!("{before}{name}{after}:{value}"))
        .collect()
}

/// The merged text with theirs at every conflict, as the documentation says that it is done.
pub fn with_theirs(merge: &Merge) -> String {
    let edits: Vec<Edit> = merge
        .conflicts
        .iter()
        .rev()
        .map(|conflict| {
            let op = match (&conflict.ours, &conflict.theirs) {
                (_, None) => Op::Remove,
                (None, _) => Op::Add,
                _ => Op::Replace,
            };
            Edit { op, path: conflict.path.clone(), json: conflict.theirs.clone().unwrap_or_default() }
        })
        .collect();
    apply(&merge.merged, &edits, Limits::default()).unwrap_or_else(|error| panic!("{error:?}: {edits:?} in {merge:?}"))
}
