//! The reader of JSON text: it accepts what `serde_json` accepts and nothing else, tells where each token stands, and
//! says what is wrong with the rest.
//!
//! Differences to `serde_json` by design: at most 128 levels, at most so many bytes, and a visitor may choose to go on
//! after four slips (a byte order mark among them).
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

use std::sync::atomic::{AtomicUsize, Ordering};

use common::{
    Children, Taste, children, depth, document, for_random, offset_in, sample, samples, serde_accepts, trimmed,
};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::{Index, select};
use referral_editor::json::position::position;
use referral_editor::json::{Container, Fault, FaultKind, Hint, Limits, Scalar, Token, Visitor, read};

// ---------------------------------------------------------------------------------------------- what is tested with

#[derive(Clone, Copy, Debug, PartialEq)]
enum Event {
    Open(Container, usize),
    Close(Container, usize),
    Name(Token),
    Scalar(Scalar, Token),
}

/// Writes down what it is told.
#[derive(Default)]
struct Recorder {
    events: Vec<Event>,
    slips: Vec<(Hint, usize)>,
    goes_on: bool,
}

impl Visitor for Recorder {
    fn open(&mut self, container: Container, at: usize) {
        self.events.push(Event::Open(container, at));
    }

    fn close(&mut self, container: Container, end: usize) {
        self.events.push(Event::Close(container, end));
    }

    fn name(&mut self, token: Token, _: bool) {
        self.events.push(Event::Name(token));
    }

    fn scalar(&mut self, scalar: Scalar, token: Token) {
        self.events.push(Event::Scalar(scalar, token));
    }

    fn slip(&mut self, hint: Hint, at: usize) -> bool {
        self.slips.push((hint, at));
        self.goes_on
    }
}

/// Reads as JSON has it: no slip is passed over.
fn read_strictly(text: &[u8]) -> (Result<(), Fault>, Vec<Event>) {
    let mut recorder = Recorder::default();
    let result = read(text, Limits::default(), &mut recorder);
    (result, recorder.events)
}

/// Reads on after slips.
fn read_on(text: &[u8]) -> (Result<(), Fault>, Recorder) {
    let mut recorder = Recorder { goes_on: true, ..Recorder::default() };
    let result = read(text, Limits::default(), &mut recorder);
    (result, recorder)
}

fn fault_of(text: &[u8]) -> Option<Fault> {
    read_strictly(text).0.err()
}

fn hint_of(text: &[u8]) -> Option<Hint> {
    match fault_of(text)?.kind {
        FaultKind::Syntax(hint) => Some(hint),
        _ => None,
    }
}

/// What `serde_json` finds in a text, in the reader's words.
fn oracle_events(text: &str) -> Vec<Event> {
    let mut events = Vec::new();
    push_oracle_events(text, trimmed(text), &mut events);
    events
}

fn push_oracle_events(text: &str, value: &str, events: &mut Vec<Event>) {
    let start = offset_in(text, value);
    let end = start + value.len();
    match children(value) {
        Children::Array(items) => {
            events.push(Event::Open(Container::Array, start));
            items.into_iter().for_each(|item| push_oracle_events(text, item, events));
            events.push(Event::Close(Container::Array, end));
        }
        Children::Object(members) => {
            events.push(Event::Open(Container::Object, start));
            for (name, value) in members {
                events.push(Event::Name(inside_quotes(text, name)));
                push_oracle_events(text, value, events);
            }
            events.push(Event::Close(Container::Object, end));
        }
        Children::Scalar => events.push(match value.as_bytes()[0] {
            b'"' => Event::Scalar(Scalar::String, inside_quotes(text, value)),
            b't' | b'f' => Event::Scalar(Scalar::Boolean, Token { start, end, escaped: false }),
            b'n' => Event::Scalar(Scalar::Null, Token { start, end, escaped: false }),
            _ => Event::Scalar(Scalar::Number, Token { start, end, escaped: false }),
        }),
    }
}

fn inside_quotes(text: &str, string: &str) -> Token {
    let start = offset_in(text, string);
    assert!(string.len() >= 2 && string.starts_with('"') && string.ends_with('"'));
    Token { start: start + 1, end: start + string.len() - 1, escaped: string.contains('\\') }
}

/// Reads the text and holds the answer against `serde_json`: the verdict, every token, and that what stands in front of
/// a fault is the beginning of some JSON text.
fn is_json(text: &[u8]) -> bool {
    let (result, events) = read_strictly(text);
    let shown = String::from_utf8_lossy(text);
    match result {
        Ok(()) => {
            assert!(serde_accepts(text), "serde_json refuses what the reader accepts: {shown:?}");
            assert_eq!(events, oracle_events(str::from_utf8(text).unwrap()), "{shown:?}");
        }
        Err(Fault { kind: FaultKind::Syntax(hint), at }) => {
            assert!(!serde_accepts(text), "serde_json accepts what the reader refuses ({hint:?} at {at}): {shown:?}");
            let before = text.get(..at).expect("a fault stands in the text");
            let of_before = hint_of(before);
            let is_beginning = matches!(of_before, None | Some(Hint::Truncated | Hint::Empty));
            assert!(is_beginning, "{hint:?} at {at}, but {of_before:?} in front of it: {shown:?}");
        }
        Err(Fault { kind: FaultKind::TooDeep, .. }) => assert!(depth(text) > 128, "{shown:?}"),
        Err(Fault { kind: FaultKind::TooLarge, .. }) => panic!("{} bytes are not too many", text.len()),
    }
    result.is_ok()
}

/// Counts documents and says how many there were.
struct Count {
    what: &'static str,
    documents: AtomicUsize,
}

impl Count {
    const fn of(what: &'static str) -> Self {
        Self { what, documents: AtomicUsize::new(0) }
    }

    fn is_json(&self, text: &[u8]) -> bool {
        self.documents.fetch_add(1, Ordering::Relaxed);
        is_json(text)
    }
}

impl Drop for Count {
    fn drop(&mut self) {
        println!("json_reader: {} documents: {}", self.documents.load(Ordering::Relaxed), self.what);
    }
}

// ---------------------------------------------------------------------------------------------- the verdict: own cases

#[test]
fn every_kind_of_json_is_accepted() {
    #[rustfmt::skip]
    let cases: &[&str] = &[
        // Any value can be the whole text.
        "null", "true", "false", "0", "-1", "\"\"", "\"text\"", "[]", "{}",
        // White space, all four of it, everywhere.
        " [] ", "\t[]\t", "\n[]\n", "\r[]\r", "\r\n[ ]\r\n", "{ }", "{\n}", " \n\r\t{ \"a\" \t:\n 1 \r, \"b\" : [ 1 , 2 ] } \n",
        "[1\t,\n2\r]", "                  1                  ", "\n\n\n\n\n\n\n\n\n1", " \n \n \n \n 1", "         \n         \t1",
        // Arrays.
        "[[]]", "[[], [[]]]", "[\"\"]", "[null]", "[null, 1, \"1\", {}]", "[false]", "[1,null,null,null,2]", "[2] ", " [1]",
        "[[[[[[[[[[]]]]]]]]]]", "[{}]", "[{},{}]", "[1,[2,[3,[4]]]]",
        // Objects.
        r#"{"a":1}"#, r#"{"":0}"#, r#"{"a":[]}"#, r#"{"a":{}}"#, r#"{"a":{"b":{"c":{}}}}"#, r#"{"a":"b","c":"d"}"#,
        r#"{"foo\u0000bar": 42}"#, r#"{ "min": -1.0e+28, "max": 1.0e+28 }"#, r#"{"title":"\u041f\u043e\u043b"}"#,
        "{\n\"a\": \"b\"\n}", r#"{"a":null,"b":true,"c":false}"#, r#"{"__proto__":{"x":1},"constructor":0}"#,
        // A name twice is for others to judge.
        r#"{"a":"b","a":"c"}"#, r#"{"a":"b","a":"b"}"#, r#"{"a":1,"\u0061":2}"#,
        // Numbers.
        "-0", "0.0", "-0.0", "10", "123", "123.456789", "123e45", "0e+1", "0e1", "1E22", "1E-2", "1E+2", "123e-10000000",
        "1e400", "-1e400", "1e-400", "123.456e78", "-123", "-1", "-0e0", "1.0", "1.10", "0.00000000000000000000000000000001",
        "-0.000000000000000000000000000000000000000000000000000000000000000000000000000001", "1e0000000000000000001",
        "100000000000000000000000000000000000000000000000000000000000000000000000000000000000000", "1e999999999999999999999",
        "[20e1 ]", "[4]", "[ 4]", "[-0.1]", "[1.5e+9999]", "100000000000.10", "9007199254740993", "1.7976931348623157e309",
        // Escapes.
        r#""\"\\\/\b\f\n\r\t""#, r#""\u0060\u012a\u12AB""#, r#""\\""#, r#""\"""#, r#""\\\"""#, r#""\\\\""#, r#""\\n""#, r#""\/""#,
        r#""\u0000""#, r#""\u001f""#, r#""\u0022""#, r#""\u005C""#, r#""\u005c\u0022""#, r#""\uFFFF""#, r#""\ufdd0""#, r#""\uabcd\uEF01""#,
        r#""\ud83d\ude39""#, r#""\uDBFF\uDFFE""#, r#""new\u00A0line""#, r#""a/*b*/c/*d//e""#, r#""\u0061\u30af\u30EA\u30b9""#,
        // Half a surrogate pair, as an escape, is for others to judge.
        r#""\uD800""#, r#""\udfff""#, r#""\uDFAA\uD800""#, r#""\ud800abc""#, r#""\uDd1e\uD834""#, r#""\uD800\uD800\n""#, r#"{"\ud800":1}"#,
        // UTF-8 of every length, and at its edges.
        "\"\u{7f}\"", "\"\u{80}\"", "\"\u{7ff}\"", "\"\u{800}\"", "\"\u{d7ff}\"", "\"\u{e000}\"", "\"\u{fffd}\"", "\"\u{ffff}\"",
        "\"\u{10000}\"", "\"\u{10ffff}\"", "\"\u{1bfff}\"", "\"π\"", "\"𛿿\"", "\"€𝄞\"", "[\"é\",\"日本\",\"🗼\"]", "{\"é\":\"ü\"}",
        "\"\u{2028}\u{2029}\"", "\"\u{feff}\"", "\"a\u{a0}b\"", "\"\u{200b}\"", "\"٣\"", "\"Vicente López\"", "\"“curly”\"",
        // What is none of JSON's business inside of a string.
        "\",\"", "\"}\"", "\"]\"", "\"{[\"", "\"'\"", "\" \"", "\"//\"", "\"<b>&amp;</b>\"",
    ];
    let count = Count::of("listed, to be accepted");
    for case in cases {
        assert!(count.is_json(case.as_bytes()), "{case:?}");
    }
}

#[test]
fn nothing_else_is_accepted() {
    #[rustfmt::skip]
    let cases: &[&str] = &[
        // No value at all.
        "", " ", "\n\t\r ", "\u{c}", "\u{b}", "\u{0}", "\u{2060}", "\u{85}", "\u{2028}",
        // Containers that do not end, or not in turn.
        "[", "{", "]", "}", "[1", "[1,", "[1 ", "[\"a\"", "[\"a\",", "[[", "[{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":1,", "{\"a\": ",
        "[1}", "{\"a\":1]", "[[1]", "[{\"a\":1]}", "{\"a\":[1}]", "[]]", "{}}", "[1]]", "[1]}", "{\"a\":true}}", "{\"a\":{}", "[{}", "][", "}{", "[}", "{]",
        // Commas.
        "[,]", "[1,]", "[,1]", "[1,,2]", "[1,,]", "[\"\",]", "[\"\"],", "[1],", "[,", ",", "[ , \"\"]", "[\"a\",\n4\n,1,", "[\n1,\n2\n,]",
        "{,}", "{\"a\":1,}", "{,\"a\":1}", "{\"a\":1,,\"b\":2}", "{\"a\":1,,}", "{\"a\":1},", "{\"id\":0,,,,,}", "[1 2]", "[\"a\" \"b\"]", "[1 true]",
        "[3[4]]", "[[][]]", "[{}{}]", "{\"a\":1 \"b\":2}", "{\"a\":[]\"b\":{}}", "[1;2]", "[1:2]", "[1\u{ff0c}2]", "[\"x\"\u{3001}]",
        // Colons.
        "{\"a\"}", "{\"a\" 1}", "{\"a\" b}", "{\"a\"::1}", "{\"a\":}", "{:1}", "{:\"b\"}", "{\"a\",1}", "{\"a\":1:2}", "{\"x\", null}", "{\"a\" = 1}", "{\"a\"\u{ff1a}1}",
        // Names.
        "{1:1}", "{a:1}", "{a: \"b\"}", "{'a':1}", "{'a':'b'}", "{null:null}", "{true:1}", "{[]:1}", "{{}:1}", "{{\"a\":1}}", "{9999E9999:1}", "{\"a\":1, b:2}",
        "{_a:1}", "{$:1}", "{\u{1f1e8}\u{1f1ed}}", "{\u{201c}a\u{201d}:1}", "{\"a\":\"b\", 1}", "{\"a\":1 , \"b\"}", "{\"a\"b:1}", "{-1:0}",
        // More than one value.
        "1 2", "1,2", "[] []", "{}{}", "{} {}", "{}[]", "null null", "true false", "\"a\" \"b\"", "\"a\":1", "[1]x", "[1] x", "{}#", "{}\n//", "{\"a\":1}/**/",
        "2@", "1\u{0}", "[]\u{0}", "{}\u{0}", "\u{0}[]", "[\u{0}]", "\"\"x", "[\"\"]\"", "[][1]", "{\"a\":true}\"x\"", "{\"a\":\"b\"}/**//", "{} \u{a0}", "1\u{feff}",
        // Words.
        "nul", "nulll", "n", "nu", "t", "tr", "tru", "truee", "true1", "f", "fa", "fal", "fals", "falsee", "False", "TRUE", "True", "None", "Null", "NULL", "nil", "undefined",
        "NaN", "nan", "-NaN", "Infinity", "-Infinity", "inf", "-inf", "[nul]", "[tru]", "[fals]", "[n]", "[truefalse]", "a", "abc", "*", "!", "#", "%", "@", "$", "~", "`", "^", "&", "|", "?", "=", "(", ")", "(1)",
        // Numbers.
        "-", "+", "+1", "-+1", "--1", "- 1", "++1", "01", "00", "-01", "-00", "012", "-012", "0123.4", ".", ".1", "-.1", "-.123", "1.", "-2.", "1.e1", "0.e1", "2.e3", "2.e-3", "2.e+3", "0.3e", "0.3e+", "0e", "0e+", "0E", "0E+",
        "1.0e", "1.0e+", "1.0e-", "1e", "1e+", "1e-", "1eE2", "1ee2", "1e1e1", "1.1.1", "1..1", "0.1.2", "9.e+", "1e1.5", "1e.5", "1e 1", "1 000", "1,000", "1_000", "1'000", "1 000.0", "0x1", "0x42", "0X42", "1h", "123a", "1a", "-a", "-foo",
        "0b1", "0o7", "1n", "1f", "1L", "1e1n", ".2e-3", "1.2a-3", "1.8011670033376514H-308", "1\u{ff11}", "\u{ff11}", "\u{663}", "1+2", "1-2", "1-", "1+", "0-", "-0x1", "1.-1", "1\u{a0}000", "\u{2212}1", "[-]", "[1.]", "[0e]", "[-1x]", "[1e]",
        // Strings.
        "\"", "\"a", "\"\\", "\"\\\"", "\"\\u", "\"\\u0", "\"\\u00", "\"\\u000", "\"\\u0000", "\"\\u00A", "\"\\uD834\\", "\"\\uD834\\u", "\"\\uD834\\uDd", "'a'", "'", "`a`", "a\"", "\"a\"b\"", "\"\"\"\"", "\\\"a\\\"", "\u{201c}a\u{201d}", "\u{ff02}a\u{ff02}", "«a»",
        // Escapes.
        "\"\\a\"", "\"\\'\"", "\"\\v\"", "\"\\0\"", "\"\\1\"", "\"\\x00\"", "\"\\x41\"", "\"\\U0041\"", "\"\\B\"", "\"\\N\"", "\"\\ \"", "\"\\\n\"", "\"\\\t\"", "\"\\\u{0}\"", "\"\\\u{1f300}\"", "\"\\é\"", "\"\\u{41}\"",
        "\"\\ug000\"", "\"\\u000g\"", "\"\\u00\"", "\"\\u 041\"", "\"\\u+041\"", "\"\\u-041\"", "\"\\u0x41\"", "\"\\u004\"", "\"\\uqqqq\"", "\"\\uD800\\u\"", "\"\\uD800\\u1\"", "\"\\uD800\\u1x\"", "\"\\\\\\\"", "\"\\*\"", "\"\\u00é\"", "\"\\u\"", "[\"\\\"]", "\"\\ ",
        // Control characters.
        "\"\u{0}\"", "\"\u{1}\"", "\"\u{8}\"", "\"\u{1f}\"", "\"a\nb\"", "\"a\rb\"", "\"a\tb\"", "\"a\r\nb\"", "[\"\u{1b}\"]", "[\u{c}]", "[\u{b}1]", "[1\u{8}]", "{\"a\u{0}\":1}", "[1\u{1f}]", "\u{1}1", "{\u{7}}",
        // White space that is none in JSON.
        "\u{a0}1", "[\u{a0}1]", "{\u{a0}\"a\":1}", "[1\u{2003}]", "[\u{3000}]", "\u{2028}1", "1\u{85}", "[\u{200b}]", "[1\u{2060}]", "[\u{feff}1]",
        // A byte order mark.
        "\u{feff}", "\u{feff}{}", "\u{feff}[]", "\u{feff}\u{feff}1", " \u{feff}1",
        // Comments and other languages.
        "// x\n1", "/* x */1", "1 // x", "[1 /* x */]", "[1, // x\n2]", "{\"a\":/*x*/1}", "{\"a\":1}#x", "# x\n1", "-- x\n1", "; x\n1", "<null>", "<!DOCTYPE html>", "<html></html>", "<?xml?>", "\u{feff}<html>", "[<a>]", "a: 1", "---\na: 1", "a=1", "(function(){})",
        "[1,2,3,]", "[u\"a\"]", "[b'a']", "[\"\"\"a\"\"\"]", "[/a/]", "[new Date]", "[x]", "[[1],[2]", "{\"a\": undefined}", "[...]", "{...}", "{\"a\": ...}", "{\"a\":\"b\"}…", "\u{fffd}", "[\u{fffd}]", "é", "[é]", "å", "🗼", "[\u{1f5fc}]",
    ];
    let count = Count::of("listed, to be refused");
    for case in cases {
        assert!(!count.is_json(case.as_bytes()), "{case:?}");
    }
}

#[test]
fn bytes_that_are_not_utf_8_are_refused_wherever_they_stand() {
    #[rustfmt::skip]
    let broken: &[&[u8]] = &[
        // Not the beginning of a character.
        b"\x80", b"\xbf", b"\x80\x80", b"\xc0", b"\xc1", b"\xf5", b"\xf8", b"\xfe", b"\xff",
        // Longer than needed.
        b"\xc0\x80", b"\xc0\xaf", b"\xc1\xbf", b"\xe0\x80\xaf", b"\xe0\x9f\xbf", b"\xf0\x80\x80\xaf", b"\xf0\x8f\xbf\xbf", b"\xfc\x83\xbf\xbf\xbf\xbf",
        // Half a surrogate pair, or a whole one.
        b"\xed\xa0\x80", b"\xed\xaf\xbf", b"\xed\xb0\x80", b"\xed\xbf\xbf", b"\xed\xa0\xbd\xed\xb7\xbc",
        // Above U+10FFFF.
        b"\xf4\x90\x80\x80", b"\xf4\xbf\xbf\xbf", b"\xf5\x80\x80\x80", b"\xf7\xbf\xbf\xbf",
        // Cut short.
        b"\xc3", b"\xe2\x82", b"\xe2", b"\xf0\x9f\x97", b"\xf0\x9f", b"\xf0", b"\xe0\xa0", b"\xf4\x8f\xbf",
        // A tail that is none.
        b"\xc3\x28", b"\xe2\x28\xa1", b"\xe2\x82\x28", b"\xf0\x28\x8c\xbc", b"\xf0\x90\x28\xbc", b"\xf0\x28\x8c\x28", b"\xc3\xc3\xa9", b"\xe2\x82\xc3",
        // Latin-1 and GBK.
        b"\xe9", b"\xe5", b"L\xf3pez", b"\xc8\xd5\xc6\xda",
    ];
    let count = Count::of("not UTF-8");
    for bytes in broken {
        // So that they end up at every place of an eight-byte word.
        for before in 0..9 {
            let plain = "aaaaaaaaa".get(..before).unwrap().as_bytes();
            for (open, close) in
                [("\"", "\""), ("[\"", "\"]"), ("{\"", "\":1}"), ("[", "]"), ("", ""), ("{", "}"), ("[1,", "1]")]
            {
                let text = [open.as_bytes(), plain, bytes, b"aaaaaaaaa", close.as_bytes()].concat();
                assert!(!count.is_json(&text), "{text:x?}");
                let cut = [open.as_bytes(), plain, bytes].concat();
                assert!(!count.is_json(&cut), "{cut:x?}");
            }
        }
    }
}

#[test]
fn utf_16_is_refused_and_called_by_its_name() {
    let text = "{\"a\": \"é\"}";
    let mut count = 0;
    for mark in ["", "\u{feff}"] {
        let units: Vec<u16> = [mark, text].concat().encode_utf16().collect();
        for bytes in [
            units.iter().flat_map(|unit| unit.to_le_bytes()).collect::<Vec<u8>>(),
            units.iter().flat_map(|unit| unit.to_be_bytes()).collect(),
        ] {
            assert!(!is_json(&bytes), "{bytes:x?}");
            assert_eq!(hint_of(&bytes), Some(Hint::Utf16), "{bytes:x?}");
            count += 1;
        }
    }
    assert_eq!(count, 4);
}

// ---------------------------------------------------------------------------------------------- the verdict: at large

/// Every kind of token and every escape, in a few bytes.
const SMALL: &str = "{ \"a\\n\\u00e9\": [1, -0.5e+3, true, false, null, \"é🗼\", {}, []],\r\n\t\"b\" : {\"c\":\"\\\\\"}, \"12345678\":\"\\ud83d\" }";

#[test]
fn a_small_document_with_any_one_byte_changed_added_or_taken_out_gets_the_same_verdict() {
    let text = SMALL.as_bytes();
    let count = Count::of("with one other byte");
    assert!(count.is_json(text));
    let mut accepted = 0;
    for at in 0..=text.len() {
        let (before, after) = text.split_at(at);
        for byte in 0..=255 {
            accepted += usize::from(count.is_json(&[before, &[byte], after].concat()));
            if let Some((_, after)) = after.split_first() {
                accepted += usize::from(count.is_json(&[before, &[byte], after].concat()));
            }
        }
        if let Some((_, after)) = after.split_first() {
            accepted += usize::from(count.is_json(&[before, after].concat()));
        }
    }
    assert!(accepted > 1000, "some changes leave JSON: {accepted}");
}

#[test]
fn a_document_cut_off_anywhere_is_refused_as_truncated() {
    let count = Count::of("cut off");
    let names = [
        "partner-rest_get-by-id_response.repaired.json",
        "partner-rest_update-a-referral_request.repaired.json",
        "partner-rest-2020-09_get-a-list_response.json",
    ];
    let whole = names.map(|name| sample(name).bytes).into_iter().chain([SMALL.as_bytes().to_vec()]);
    for bytes in whole {
        assert!(count.is_json(&bytes));
        let end = bytes.trim_ascii_end().len();
        for length in 0..end {
            let cut = &bytes[..length];
            assert!(!count.is_json(cut));
            let expected = match str::from_utf8(cut) {
                Ok(text) if text.trim().is_empty() => Hint::Empty,
                Ok(_) => Hint::Truncated,
                // In the middle of a character.
                Err(_) => Hint::InvalidUtf8,
            };
            assert_eq!(hint_of(cut), Some(expected), "{length} bytes of {:?}", String::from_utf8_lossy(&bytes));
        }
    }
}

#[test]
fn every_byte_of_a_referral_replaced_gets_the_same_verdict() {
    let text = sample("partner-rest-2020-09_get-by-id_response.json").bytes;
    let count = Count::of("a referral with one byte replaced");
    for at in 0..text.len() {
        for byte in *b"\"\\{}[],:0-. \n\0e\x7f\x80\xff" {
            let mut broken = text.clone();
            broken[at] = byte;
            count.is_json(&broken);
        }
    }
}

#[test]
fn every_sample_gets_the_same_verdict() {
    let count = Count::of("samples");
    for sample in samples() {
        let is_valid = count.is_json(&sample.bytes);
        assert_eq!(is_valid, !sample.name.ends_with(".invalid.json"), "{}", sample.name);
    }
}

#[test]
fn random_bytes_get_the_same_verdict() {
    let count = Count::of("random bytes");
    for_random(5_000, vec(any::<u8>(), 0..64), |bytes| {
        count.is_json(&bytes);
    });
}

/// Pieces that JSON texts and their slips are made of.
fn piece() -> impl Strategy<Value = &'static [u8]> {
    #[rustfmt::skip]
    let pieces: Vec<&'static [u8]> = vec![
        b"{", b"}", b"[", b"]", b",", b":", b"\"", b"\"a\"", b"\"b\":", b"\"\"", b"0", b"1", b"-", b"9", b".", b"e", b"E", b"+", b"true", b"false", b"null", b"tru",
        b" ", b"  ", b"\n", b"\r\n", b"\t", b"        ", b"\\", b"\\\"", b"\\u", b"\\ud83d", b"00", b"12", b"\xc2\xa0", "é".as_bytes(), "🗼".as_bytes(),
        b"\xed\xa0\x80", b"\xff", b"\x80", b"\0", b"\x1f", b"'", b"/", b"//", b"<", b"\xef\xbb\xbf", b"a", b"PUT ",
    ];
    select(pieces)
}

#[test]
fn random_pieces_of_json_get_the_same_verdict() {
    let count = Count::of("random pieces of JSON");
    for_random(20_000, vec(piece(), 0..24), |pieces| {
        count.is_json(&pieces.concat());
    });
}

#[derive(Clone, Debug)]
enum Mutation {
    Replace(Index, u8),
    Insert(Index, &'static [u8]),
    Delete(Index, usize),
    Repeat(Index, usize),
    Swap(Index, Index),
}

fn mutation() -> impl Strategy<Value = Mutation> {
    prop_oneof![
        (any::<Index>(), any::<u8>()).prop_map(|(at, byte)| Mutation::Replace(at, byte)),
        (any::<Index>(), piece()).prop_map(|(at, piece)| Mutation::Insert(at, piece)),
        (any::<Index>(), 1..16_usize).prop_map(|(at, length)| Mutation::Delete(at, length)),
        (any::<Index>(), 1..64_usize).prop_map(|(at, length)| Mutation::Repeat(at, length)),
        (any::<Index>(), any::<Index>()).prop_map(|(a, b)| Mutation::Swap(a, b)),
    ]
}

fn mutate(text: &mut Vec<u8>, mutation: &Mutation) {
    let length = text.len();
    if length == 0 {
        return;
    }
    let range = |at: &Index, wanted: usize| {
        let at = at.index(length + 1);
        at..(at + wanted).min(length)
    };
    match mutation {
        Mutation::Replace(at, byte) => text[at.index(length)] = *byte,
        Mutation::Insert(at, piece) => drop(text.splice(range(at, 0), piece.iter().copied())),
        Mutation::Delete(at, wanted) => drop(text.drain(range(at, *wanted))),
        Mutation::Repeat(at, wanted) => {
            let piece = text[range(at, *wanted)].to_vec();
            drop(text.splice(range(at, 0), piece));
        }
        Mutation::Swap(a, b) => text.swap(a.index(length), b.index(length)),
    }
}

#[test]
fn mutated_samples_get_the_same_verdict() {
    let count = Count::of("mutated samples");
    let samples: Vec<Vec<u8>> =
        samples().into_iter().map(|sample| sample.bytes).filter(|bytes| bytes.len() < 6_000).collect();
    for_random(3_000, (select(samples), vec(mutation(), 1..5)), |(mut text, mutations)| {
        mutations.iter().for_each(|mutation| mutate(&mut text, mutation));
        count.is_json(&text);
    });
}

#[test]
fn mutated_random_documents_get_the_same_verdict() {
    let count = Count::of("mutated random documents");
    for_random(1_200, (document(Taste::Wild), vec(mutation(), 1..3)), |(text, mutations)| {
        let mut text = text.into_bytes();
        mutations.iter().for_each(|mutation| mutate(&mut text, mutation));
        count.is_json(&text);
    });
}

// ---------------------------------------------------------------------------------------------- tokens and events

#[test]
fn of_any_document_each_token_is_told_once_in_its_place() {
    let count = Count::of("random documents");
    for_random(1_500, document(Taste::Wild), |text| assert!(count.is_json(text.as_bytes()), "{text}"));
}

#[test]
fn a_token_is_what_stands_between_the_quotes_and_nothing_but_the_number() {
    let text = " { \"a\\\"b\" : [ -1.50e+3 ,\"é\", \"\", true,null ] }\n";
    let (result, events) = read_strictly(text.as_bytes());
    assert_eq!(result, Ok(()));
    let told: Vec<(String, bool)> = events
        .iter()
        .filter_map(|event| match event {
            Event::Name(token) | Event::Scalar(_, token) => {
                Some((text.get(token.start..token.end)?.to_owned(), token.escaped))
            }
            _ => None,
        })
        .collect();
    let expected = [("a\\\"b", true), ("-1.50e+3", false), ("é", false), ("", false), ("true", false), ("null", false)];
    assert_eq!(told, expected.map(|(text, escaped)| (text.to_owned(), escaped)));
    assert_eq!(events.first(), Some(&Event::Open(Container::Object, 1)));
    assert_eq!(events.last(), Some(&Event::Close(Container::Object, text.len() - 1)));
}

/// Where a string that begins at `start` ends, byte by byte: its token, or what is wrong where.
fn naive_string(text: &[u8], start: usize) -> Result<Token, (Hint, usize)> {
    let (mut at, mut escaped) = (start, false);
    loop {
        let Some(byte) = text.get(at) else { return Err((Hint::Truncated, text.len())) };
        match byte {
            b'"' => return Ok(Token { start, end: at, escaped }),
            b'\\' => {
                escaped = true;
                match text.get(at + 1) {
                    None => return Err((Hint::Truncated, text.len())),
                    Some(b'n' | b'"' | b'\\') => at += 2,
                    Some(_) => return Err((Hint::Escape, at)),
                }
            }
            ..0x20 => return Err((Hint::ControlCharacter, at)),
            0x20..0x80 => at += 1,
            _ => match text[at..].utf8_chunks().next().and_then(|chunk| chunk.valid().chars().next()) {
                Some(character) => at += character.len_utf8(),
                None => return Err((Hint::InvalidUtf8, at)),
            },
        }
    }
}

#[test]
fn strings_of_every_length_with_a_special_byte_at_every_place_end_where_they_end() {
    // Neighbours of the special bytes, whose bits a word-wise search could confuse.
    const PLAIN: &[u8] = b" !#[]~\x7f";
    const SPECIAL: &[&[u8]] = &[
        b"\"",
        b"\\n",
        b"\\\"",
        b"\\\\",
        b"\\x",
        b"\\",
        b"\0",
        b"\x01",
        b"\x1f",
        b"\x80",
        b"\xa2",
        b"\xdc",
        b"\xff",
        "é".as_bytes(),
        "€".as_bytes(),
        "🗼".as_bytes(),
    ];
    let mut documents = 0_usize;
    for offset in 0..8_usize {
        for length in 0..=40_usize {
            for (index, special) in SPECIAL.iter().enumerate() {
                let plain = [PLAIN[(index + offset) % PLAIN.len()], PLAIN[(index + length) % PLAIN.len()]];
                for place in 0..=length {
                    let mut text = vec![b' '; offset];
                    text.push(b'"');
                    text.extend((0..length).map(|at| plain[at % 2]));
                    drop(text.splice(offset + 1 + place..offset + 1 + place, special.iter().copied()));
                    text.push(b'"');
                    documents += 1;

                    let (result, events) = read_strictly(&text);
                    match naive_string(&text, offset + 1) {
                        Ok(token) => {
                            assert_eq!(events, [Event::Scalar(Scalar::String, token)], "{text:x?}");
                            let behind = token.end + 1;
                            assert_eq!(
                                result.err().map(|fault| fault.at),
                                (behind < text.len()).then(|| first_ink(&text, behind))
                            );
                        }
                        Err((hint, at)) => {
                            assert_eq!(events, [], "{text:x?}");
                            assert_eq!(result, Err(Fault { kind: FaultKind::Syntax(hint), at }), "{text:x?}");
                        }
                    }
                }
            }
        }
    }
    println!("json_reader: {documents} documents: one string each");
}

/// The first byte from `at` that is no white space.
fn first_ink(text: &[u8], at: usize) -> usize {
    (at..text.len()).find(|at| !matches!(text[*at], b' ' | b'\t' | b'\r' | b'\n')).unwrap_or(text.len())
}

#[test]
fn white_space_of_every_length_and_mixture_is_passed_over() {
    let mut documents = 0_usize;
    for length in 0..=40_usize {
        for other in [b' ', b'\n', b'\r', b'\t'] {
            for place in 0..length.max(1) {
                let mut space = vec![b' '; length];
                if let Some(byte) = space.get_mut(place) {
                    *byte = other;
                }
                let space = str::from_utf8(&space).unwrap();
                // In front of and behind everything that can stand in a text, and at its end.
                let text = format!(
                    "{space}{{{space}\"a\"{space}:{space}[{space}1{space},{space}\"b\"{space}]{space}}}{space}"
                );
                assert!(is_json(text.as_bytes()), "{text:?}");
                // Eight bytes before the end there is no word left to look at.
                assert!(is_json(format!("1{space}").as_bytes()));
                assert_eq!(hint_of(format!("[1,{space}").as_bytes()), Some(Hint::Truncated));
                documents += 3;
            }
        }
    }
    println!("json_reader: {documents} documents: white space");
}

// ---------------------------------------------------------------------------------------------- limits

/// So many containers inside each other, of the kinds that the bits say.
fn nested(levels: usize, kinds: impl Fn(usize) -> Container, inside: &str) -> String {
    let open = |level| if kinds(level) == Container::Object { "{\"a\":" } else { "[" };
    let close = |level| if kinds(level) == Container::Object { "}" } else { "]" };
    let front: String = (0..levels).map(open).collect();
    let back: String = (0..levels).rev().map(close).collect();
    [front.as_str(), inside, &back].concat()
}

const MIXTURES: [fn(usize) -> Container; 4] = [
    |_| Container::Array,
    |_| Container::Object,
    |level| if level % 2 == 0 { Container::Array } else { Container::Object },
    |level| if level % 3 == 0 { Container::Object } else { Container::Array },
];

#[test]
fn of_128_levels_all_are_read_and_the_129th_is_too_deep() {
    for kinds in MIXTURES {
        for inside in ["1", "null", "\"\""] {
            let deepest = nested(128, kinds, inside);
            assert!(is_json(deepest.as_bytes()));
        }
        for inside in ["[]", "{}", "[1]", "{\"a\":1}"] {
            assert!(is_json(nested(127, kinds, inside).as_bytes()), "an empty container is a level");
            let deeper = nested(128, kinds, inside);
            let at = nested(128, kinds, "§").find('§').unwrap();
            assert_eq!(read_strictly(deeper.as_bytes()).0, Err(Fault { kind: FaultKind::TooDeep, at }));
        }
    }
}

#[test]
fn the_limit_of_levels_can_be_lowered_but_not_raised() {
    let within = |levels: usize, depth: u32| {
        let text = nested(levels, MIXTURES[2], "0");
        read(text.as_bytes(), Limits { depth, ..Limits::default() }, &mut Recorder::default())
    };
    assert_eq!(within(0, 0), Ok(()));
    assert_eq!(within(1, 0), Err(Fault { kind: FaultKind::TooDeep, at: 0 }));
    for depth in 1..=128 {
        assert_eq!(within(depth as usize, depth), Ok(()));
        assert!(matches!(within(depth as usize + 1, depth), Err(Fault { kind: FaultKind::TooDeep, .. })));
    }
    for depth in [129, 1_000, u32::MAX] {
        assert_eq!(within(128, depth), Ok(()));
        assert!(matches!(within(129, depth), Err(Fault { kind: FaultKind::TooDeep, .. })));
    }
}

#[test]
fn levels_are_those_open_at_once_not_all_that_there_are() {
    let row = nested(127, MIXTURES[3], "1");
    let text = format!("[{}]", vec![row; 20].join(","));
    assert!(is_json(text.as_bytes()));
}

#[test]
fn a_hundred_thousand_levels_need_no_stack() {
    for open in ["[", "{\"a\":", "[{\"a\":"] {
        let text = open.repeat(100_000);
        assert!(matches!(read_strictly(text.as_bytes()).0, Err(Fault { kind: FaultKind::TooDeep, .. })));
    }
}

#[test]
fn each_container_ends_with_its_own_bracket_at_any_depth() {
    for kinds in MIXTURES {
        for levels in [1, 2, 31, 32, 63, 64, 65, 127, 128] {
            for wrong in 0..levels {
                let text = nested(levels, kinds, "1");
                // Closing brackets stand in the opposite order at the end.
                let at = text.len() - 1 - wrong;
                let mut bytes = text.into_bytes();
                bytes[at] = if bytes[at] == b']' { b'}' } else { b']' };
                let fault = fault_of(&bytes).expect("a container that another's bracket ends");
                assert_eq!(fault, Fault { kind: FaultKind::Syntax(Hint::Unexpected), at });
            }
        }
    }
}

#[test]
fn a_text_may_have_as_many_bytes_as_the_limit_says() {
    for size in [0, 1, 7, 8, 9, 100] {
        let limits = Limits { size, ..Limits::default() };
        let too_large = Err(Fault { kind: FaultKind::TooLarge, at: 0 });
        let text = |length: usize| format!("1{}", " ".repeat(length - 1)).into_bytes();
        if size > 0 {
            assert_eq!(read(&text(size), limits, &mut Recorder::default()), Ok(()));
        }
        assert_eq!(read(&text(size + 1), limits, &mut Recorder::default()), too_large);
        // Whatever it holds.
        assert_eq!(read(&vec![b'x'; size + 1], limits, &mut Recorder::default()), too_large);
    }
    assert_eq!(Limits::default().size, 16 * 1024 * 1024);
    assert_eq!(Limits::default().depth, 128);
}

// ---------------------------------------------------------------------------------------------- hints

/// The names that callers know hints by. A new hint belongs here, and into the cases below.
const fn name_of(hint: Hint) -> &'static str {
    match hint {
        Hint::TrailingComma => "trailing-comma",
        Hint::MissingComma => "missing-comma",
        Hint::NoBreakSpace => "no-break-space",
        Hint::HttpRequestPasted => "http-request-pasted",
        Hint::Fragment => "fragment",
        Hint::DoubledBrace => "doubled-brace",
        Hint::Html => "html",
        Hint::SingleQuotes => "single-quotes",
        Hint::TypographicPunctuation => "typographic-punctuation",
        Hint::UnquotedName => "unquoted-name",
        Hint::Comment => "comment",
        Hint::NotAJsonValue => "not-a-json-value",
        Hint::NumberSyntax => "number-syntax",
        Hint::Escape => "escape",
        Hint::ControlCharacter => "control-character",
        Hint::Truncated => "truncated",
        Hint::Empty => "empty",
        Hint::TextAfter => "text-after",
        Hint::InvalidUtf8 => "invalid-utf-8",
        Hint::LoneSurrogate => "lone-surrogate",
        Hint::Utf16 => "utf-16",
        Hint::ByteOrderMark => "byte-order-mark",
        Hint::Unexpected => "unexpected",
    }
}
const HINTS: usize = 23;

#[test]
fn what_is_wrong_is_named_with_its_line_and_column() {
    use Hint::*;
    #[rustfmt::skip]
    let cases: &[(&[u8], Hint, u32, u32)] = &[
        (b"{\"eTag\":\"x\",\n}", TrailingComma, 2, 1),
        (b"[1,2,]", TrailingComma, 1, 6),
        ("{\r\n  \"é🗼\": [1, ],\r\n}".as_bytes(), TrailingComma, 2, 14),
        (b"[1 2]", MissingComma, 1, 4),
        (b"{\"a\":{}\n\n  \"b\":1}", MissingComma, 3, 3),
        ("[\"🗼🗼\" \"é\"]".as_bytes(), MissingComma, 1, 9),
        (b"[1\r,2\r3]", MissingComma, 3, 1),
        ("{\u{a0}\"a\":1}".as_bytes(), NoBreakSpace, 1, 2),
        ("[\n\u{a0}\u{a0}1]".as_bytes(), NoBreakSpace, 2, 1),
        ("\u{a0}[]".as_bytes(), NoBreakSpace, 1, 1),
        (b"PUT https://api.partner.microsoft.com/v1.0/engagements/referrals/1 HTTP/1.1\r\nHost: x\r\n\r\n{}", HttpRequestPasted, 1, 1),
        (b"\n\n  GET /v1.0 HTTP/1.1", HttpRequestPasted, 3, 3),
        (b"PATCH /x", HttpRequestPasted, 1, 1), (b"POST /x", HttpRequestPasted, 1, 1), (b"DELETE /x", HttpRequestPasted, 1, 1),
        (b"HTTP/1.1 200 OK\r\n\r\n{}", HttpRequestPasted, 1, 1), (b"Authorization: Bearer x", HttpRequestPasted, 1, 1),
        (b"Host: x", HttpRequestPasted, 1, 1), (b"Content-Type: application/json", HttpRequestPasted, 1, 1), (b"If-Match: \"x\"", HttpRequestPasted, 1, 1),
        (b"\"target\": [\n]", Fragment, 1, 9),
        ("  \"naïve🗼\": 1".as_bytes(), Fragment, 1, 12),
        (b"{ {", DoubledBrace, 1, 3),
        (b"{\r\n{ \"a\": 1 }}", DoubledBrace, 2, 1),
        (b"<!DOCTYPE html>", Html, 1, 1),
        (b"\r\n <html>", Html, 2, 2),
        (b"{'a':1}", SingleQuotes, 1, 2), (b"['a']", SingleQuotes, 1, 2), (b"{\"a\":1,'b':2}", SingleQuotes, 1, 8), (b"'a'", SingleQuotes, 1, 1),
        ("{“a”:1}".as_bytes(), TypographicPunctuation, 1, 2),
        ("{\"日本\"：1}".as_bytes(), TypographicPunctuation, 1, 6),
        ("[1，2]".as_bytes(), TypographicPunctuation, 1, 3), ("[‘a’]".as_bytes(), TypographicPunctuation, 1, 2),
        ("[\"a\"、1]".as_bytes(), TypographicPunctuation, 1, 5), ("｛｝".as_bytes(), TypographicPunctuation, 1, 1), ("[1］".as_bytes(), TypographicPunctuation, 1, 3),
        (b"{a:1}", UnquotedName, 1, 2), (b"{\"a\":1,\n b:2}", UnquotedName, 2, 2), (b"{_a:1}", UnquotedName, 1, 2), (b"{$a:1}", UnquotedName, 1, 2), (b"{Z:1}", UnquotedName, 1, 2),
        (b"[1, // one\n2]", Comment, 1, 5), (b"{/* x */}", Comment, 1, 2), (b"{}\n// end", Comment, 2, 1), (b"/*", Comment, 1, 1), (b"{\"a\"/**/:1}", Comment, 1, 5), (b"[1/**/]", Comment, 1, 3), (b"{\"a\":1,/**/}", Comment, 1, 8),
        (b"[NaN]", NotAJsonValue, 1, 2), (b"[\n\tundefined]", NotAJsonValue, 2, 2), (b"{\"a\":True}", NotAJsonValue, 1, 6), (b"None", NotAJsonValue, 1, 1), (b"Infinity", NotAJsonValue, 1, 1), (b"[truE]", NotAJsonValue, 1, 2), (b"[PUT /x]", NotAJsonValue, 1, 2), (b"x", NotAJsonValue, 1, 1), (b"{\"id\": <string>}", NotAJsonValue, 1, 8), (b"[<null>]", NotAJsonValue, 1, 2),
        (b"[01]", NumberSyntax, 1, 3), (b"[+1]", NumberSyntax, 1, 2), (b"[.5]", NumberSyntax, 1, 2), (b"[1.]", NumberSyntax, 1, 4), (b"[1.e5]", NumberSyntax, 1, 4), (b"[-x]", NumberSyntax, 1, 3), (b"[1e+]", NumberSyntax, 1, 5), (b"[-Infinity]", NumberSyntax, 1, 3), (b"{\"a\":\n-01}", NumberSyntax, 2, 3),
        (br#"["\x41"]"#, Escape, 1, 3), (br#""C:\Users""#, Escape, 1, 4), (br#""\u12G4""#, Escape, 1, 2), ("\"🗼\\é\"".as_bytes(), Escape, 1, 4), (br#""\\\'""#, Escape, 1, 4),
        (b"[\"a\nb\"]", ControlCharacter, 1, 4), (b"\"\t\"", ControlCharacter, 1, 2), (b"{\"a\r\nb\":1}", ControlCharacter, 1, 4), (b"[\r\"\0\"]", ControlCharacter, 2, 2), (b"\"12345678\x1f\"", ControlCharacter, 1, 10),
        (b"{", Truncated, 1, 2), (b"{\"a\":\r\n", Truncated, 2, 1), (b"\"abc", Truncated, 1, 5), (br#""\"#, Truncated, 1, 3), (br#""\u00"#, Truncated, 1, 6), (b"[1,", Truncated, 1, 4), (b"{\"a\":nul", Truncated, 1, 6), (b"-", Truncated, 1, 2), (b"1.", Truncated, 1, 3), (b"1e+", Truncated, 1, 4), ("{\"🗼\"".as_bytes(), Truncated, 1, 6),
        (b"", Empty, 1, 1), (b" \n\r\n ", Empty, 3, 2),
        (b"{}{}", TextAfter, 1, 3), (b"{\"a\":1}\n\n}", TextAfter, 3, 1), (b"1 2", TextAfter, 1, 3), (b"[1],", TextAfter, 1, 4), (b"{}x", TextAfter, 1, 3),
        (b"\"a\xe9b\"", InvalidUtf8, 1, 3), (b"\"\xf4\x90\x80\x80\"", InvalidUtf8, 1, 2), (b"[\xff]", InvalidUtf8, 1, 2), (b"\"\xc3\"", InvalidUtf8, 1, 2), (b"{}\x80", InvalidUtf8, 1, 3), (b"{\"a\":\xc3}", InvalidUtf8, 1, 6), (b"\"\xed\xa0\"", InvalidUtf8, 1, 2),
        (b"\"\xed\xa0\x80\"", LoneSurrogate, 1, 2), (b"{\"\xed\xbf\xbf\":1}", LoneSurrogate, 1, 3), (b"[\xed\xa0\xbd]", LoneSurrogate, 1, 2),
        (b"\xff\xfe{\0}\0", Utf16, 1, 1), (b"\xfe\xff\0{\0}", Utf16, 1, 1), (b"{\0}\0", Utf16, 1, 2), (b"\0{\0}", Utf16, 1, 1),
        (b"\xef\xbb\xbf{}", ByteOrderMark, 1, 1), (b"\xef\xbb\xbf", ByteOrderMark, 1, 1),
        (b"[,]", Unexpected, 1, 2), (b"[1}", Unexpected, 1, 3), (b"{\"a\":1]", Unexpected, 1, 7), (b"{\"a\" 1}", Unexpected, 1, 6), (b"{1:2}", Unexpected, 1, 2), (b"]", Unexpected, 1, 1), ("[é]".as_bytes(), Unexpected, 1, 2), ("\n🗼".as_bytes(), Unexpected, 2, 1), (b"{\"a\":}", Unexpected, 1, 6), (b"\x0c", Unexpected, 1, 1),
    ];
    let mut seen = std::collections::BTreeSet::new();
    for (text, hint, line, column) in cases {
        let shown = String::from_utf8_lossy(text);
        assert!(!is_json(text), "{shown:?}");
        let fault = fault_of(text).unwrap();
        assert_eq!(fault.kind, FaultKind::Syntax(*hint), "{shown:?}");
        let place = position(text, fault.at);
        assert_eq!((place.line, place.column), (*line, *column), "{shown:?}");
        seen.insert(name_of(*hint));
    }
    assert_eq!(seen.len(), HINTS, "every hint has a case");
}

#[test]
fn a_byte_order_mark_in_front_changes_no_hint_of_what_stands_behind_it() {
    for (text, hint) in [
        ("", Hint::Empty),
        (" \n", Hint::Empty),
        ("<html>", Hint::Html),
        ("\r\n<!DOCTYPE html>", Hint::Html),
        ("PUT https://x HTTP/1.1", Hint::HttpRequestPasted),
        ("{ {", Hint::DoubledBrace),
        ("tru", Hint::Truncated),
        ("[NaN]", Hint::NotAJsonValue),
        ("{}x", Hint::TextAfter),
    ] {
        assert_eq!(hint_of(text.as_bytes()), Some(hint), "{text:?}");
        let (result, recorder) = read_on(format!("\u{feff}{text}").as_bytes());
        assert_eq!(result.map_err(|fault| fault.kind), Err(FaultKind::Syntax(hint)), "{text:?}");
        assert_eq!(recorder.slips, [(Hint::ByteOrderMark, 0)]);
    }
}

#[test]
fn a_hint_is_known_by_its_name_and_says_something_of_its_own() {
    use Hint::*;
    let all = [
        TrailingComma,
        MissingComma,
        NoBreakSpace,
        HttpRequestPasted,
        Fragment,
        DoubledBrace,
        Html,
        SingleQuotes,
        TypographicPunctuation,
        UnquotedName,
        Comment,
        NotAJsonValue,
        NumberSyntax,
        Escape,
        ControlCharacter,
        Truncated,
        Empty,
        TextAfter,
        InvalidUtf8,
        LoneSurrogate,
        Utf16,
        ByteOrderMark,
        Unexpected,
    ];
    let mut messages = std::collections::BTreeSet::new();
    for hint in all {
        assert_eq!(hint.name(), name_of(hint));
        assert_eq!(Hint::message_of(hint.name()), hint.message());
        messages.insert(hint.message());
    }
    assert_eq!(messages.len(), HINTS);
    assert_eq!(Hint::message_of("no such hint"), Unexpected.message());
}

// ---------------------------------------------------------------------------------------------- slips

/// What was told, without the places.
fn outline(text: &[u8], events: &[Event]) -> Vec<String> {
    let slice = |token: &Token| String::from_utf8_lossy(&text[token.start..token.end]).into_owned();
    let line = |event: &Event| match event {
        Event::Open(container, _) => format!("open {container:?}"),
        Event::Close(container, _) => format!("close {container:?}"),
        Event::Name(token) => format!("name {}", slice(token)),
        Event::Scalar(scalar, token) => format!("{scalar:?} {}", slice(token)),
    };
    events.iter().map(line).collect()
}

/// A text with slips, the text without, and the slips that are told.
type Slipped = (&'static str, &'static str, &'static [(Hint, usize)]);

#[test]
fn a_visitor_can_have_the_documented_slips_passed_over() {
    use Hint::{ByteOrderMark, MissingComma, NoBreakSpace, TrailingComma};
    let cases: [Slipped; 9] = [
        ("[1,]", "[1]", &[(TrailingComma, 3)]),
        ("{\"a\":1, }", "{\"a\":1}", &[(TrailingComma, 8)]),
        (
            "[1 2 [3] {} \"x\" -1 true null]",
            "[1,2,[3],{},\"x\",-1,true,null]",
            &[
                (MissingComma, 3),
                (MissingComma, 5),
                (MissingComma, 9),
                (MissingComma, 12),
                (MissingComma, 16),
                (MissingComma, 19),
                (MissingComma, 24),
            ],
        ),
        ("{\"a\":1 \"b\":2}", "{\"a\":1,\"b\":2}", &[(MissingComma, 7)]),
        ("{\u{a0}\u{a0} \u{a0}\"a\"\u{a0}:1}", "{\"a\":1}", &[(NoBreakSpace, 1), (NoBreakSpace, 11)]),
        ("\u{a0}1\u{a0}", "1", &[(NoBreakSpace, 0), (NoBreakSpace, 3)]),
        ("\u{feff}[1]", "[1]", &[(ByteOrderMark, 0)]),
        (
            "\u{feff}[1\u{a0}2,]",
            "[1,2]",
            &[(ByteOrderMark, 0), (NoBreakSpace, 5), (MissingComma, 7), (TrailingComma, 9)],
        ),
        ("[[1,],]", "[[1]]", &[(TrailingComma, 4), (TrailingComma, 6)]),
    ];
    for (text, repaired, slips) in cases {
        let (result, recorder) = read_on(text.as_bytes());
        assert_eq!(result, Ok(()), "{text}");
        let (strict, events) = read_strictly(repaired.as_bytes());
        assert_eq!(strict, Ok(()));
        assert_eq!(outline(text.as_bytes(), &recorder.events), outline(repaired.as_bytes(), &events), "{text}");
        assert_eq!(recorder.slips, slips, "{text}");
    }
}

#[test]
fn what_is_no_slip_stops_every_visitor() {
    for text in [
        "[,1]",
        "[1,,2]",
        "{,}",
        "{\"a\" \"b\"}",
        "{\"a\"}",
        "[1,",
        "{\"a\":1,",
        "{1}",
        "{\"a\":1,,}",
        "[1}",
        "\u{feff}\u{feff}1",
        "{{}}",
        "{\"a\":1 b:2}",
        "1:2",
        "{}:1",
        "\"a\":",
        "\"a\":1,\"b\":2",
        "[1 a]",
        "1 2",
        "[1,]]",
    ] {
        assert!(read_on(text.as_bytes()).0.is_err(), "{text}");
    }
}

#[test]
fn the_documentations_own_slips_are_found_and_passed_over() {
    let cases = [
        ("partner-rest_update-a-referral_request", vec![Hint::TrailingComma]),
        ("partner-rest_get-by-id_response", vec![Hint::MissingComma]),
        ("partner-rest_get-a-list_response", vec![Hint::MissingComma, Hint::TrailingComma]),
    ];
    for (name, slips) in cases {
        let (broken, repaired) = (sample(&format!("{name}.invalid.json")), sample(&format!("{name}.repaired.json")));
        let (result, recorder) = read_on(&broken.bytes);
        assert_eq!(result, Ok(()), "{name}");
        assert_eq!(recorder.slips.iter().map(|slip| slip.0).collect::<Vec<_>>(), slips, "{name}");
        assert_eq!(
            outline(&broken.bytes, &recorder.events),
            outline(&repaired.bytes, &read_strictly(&repaired.bytes).1),
            "{name}"
        );
    }
    for kind in ["msft", "solutionprofile"] {
        let broken = sample(&format!("partner-rest_create-a-referral_target-fragment-{kind}.invalid.json"));
        let (result, recorder) = read_on(&broken.bytes);
        assert_eq!(result, Ok(()), "{kind}");
        let lines = String::from_utf8_lossy(&broken.bytes).matches("\n\u{a0}").count();
        let hints: Vec<Hint> = recorder.slips.iter().map(|slip| slip.0).collect();
        assert_eq!(recorder.slips.first(), Some(&(Hint::Fragment, 8)), "{kind}");
        assert_eq!(hints[1..], vec![Hint::NoBreakSpace; lines], "{kind}");
        assert!(lines > 0, "{kind}");
    }
}

/// The offsets of a byte outside of strings.
fn outside_strings(text: &str, wanted: impl Fn(u8) -> bool) -> Vec<usize> {
    let (mut in_string, mut escaped, mut found) = (false, false, Vec::new());
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_string => escaped = true,
            b'"' => in_string = !in_string,
            _ if !in_string && wanted(byte) => found.push(at),
            _ => {}
        }
    }
    found
}

#[test]
fn any_document_with_a_slip_anywhere_is_read_as_the_one_without() {
    let documents = AtomicUsize::new(0);
    for_random(300, document(Taste::Wild), |text| {
        let sound = outline(text.as_bytes(), &read_strictly(text.as_bytes()).1);
        let slipped = |slipped: String, hint: Hint| {
            let (result, recorder) = read_on(slipped.as_bytes());
            assert_eq!(result, Ok(()), "{slipped}");
            assert_eq!(recorder.slips.iter().map(|slip| slip.0).collect::<Vec<_>>(), [hint], "{slipped}");
            assert_eq!(outline(slipped.as_bytes(), &recorder.events), sound, "{slipped}");
            assert_eq!(hint_of(slipped.as_bytes()), Some(hint), "{slipped}");
            documents.fetch_add(1, Ordering::Relaxed);
        };
        for comma in outside_strings(&text, |byte| byte == b',') {
            slipped([&text[..comma], " ", &text[comma + 1..]].concat(), Hint::MissingComma);
        }
        for bracket in outside_strings(&text, |byte| matches!(byte, b']' | b'}')) {
            // Not behind an opening bracket: a comma there has nothing in front of it.
            if !trimmed(&text[..bracket]).ends_with(['[', '{']) {
                slipped([&text[..bracket], ",", &text[bracket..]].concat(), Hint::TrailingComma);
            }
        }
        for place in outside_strings(&text, |byte| matches!(byte, b'[' | b']' | b'{' | b'}' | b',' | b':')) {
            slipped([&text[..place], "\u{a0}", &text[place..]].concat(), Hint::NoBreakSpace);
            slipped([&text[..=place], " \u{a0}\u{a0}", &text[place + 1..]].concat(), Hint::NoBreakSpace);
        }
        slipped(format!("\u{feff}{text}"), Hint::ByteOrderMark);
    });
    println!("json_reader: {} documents: with a slip", documents.into_inner());
}
