//! What the parts of a JSON text mean: strings, numbers, pointers, and places as lines and columns.
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

use std::cmp::Ordering;

use common::{Taste, for_random, javascript_string, javascript_units, number, string};
use proptest::collection::vec;
use proptest::prelude::*;
use proptest::sample::select;
use referral_editor::json::document::Names;
use referral_editor::json::number::{Decimal, equal};
use referral_editor::json::pointer::{Room, compare, index, push, push_index, push_number, tokens};
use referral_editor::json::position::position;
use referral_editor::json::sort::order;
use referral_editor::json::{Document, Limits, Token, is_number, same_bytes, string as json_string};

// ---------------------------------------------------------------------------------------------- numbers

/// A number written out: its sign, and so many digits in front of the point and behind it that no exponent is needed.
/// Slow, and nothing to get wrong.
#[derive(Debug, PartialEq)]
struct WrittenOut {
    negative: bool,
    digits: String,
}

const PLACES: usize = 1_500;

fn written_out(text: &str) -> WrittenOut {
    let (negative, text) = text.strip_prefix('-').map_or((false, text), |rest| (true, rest));
    let (mantissa, exponent) = text.split_once(['e', 'E']).unwrap_or((text, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: i64 = exponent.parse().unwrap();
    let mut digits = vec!['0'; 2 * PLACES];
    for (place, digit) in whole.chars().chain(fraction.chars()).enumerate() {
        let at = PLACES as i64 - whole.len() as i64 + place as i64 - exponent;
        if digit != '0' {
            digits[usize::try_from(at).expect("enough places")] = digit;
        }
    }
    let is_zero = digits.iter().all(|digit| *digit == '0');
    WrittenOut { negative: negative && !is_zero, digits: digits.into_iter().collect() }
}

fn exceeds(a: &str, b: &str) -> bool {
    Decimal::new(a.as_bytes()).exceeds(&Decimal::new(b.as_bytes()))
}

/// `equal` and `exceeds` say of the two what the written-out numbers say.
fn hold_against_written_out(a: &str, b: &str) {
    let (x, y) = (written_out(a), written_out(b));
    assert_eq!(equal(a.as_bytes(), b.as_bytes()), x == y, "{a} {b}");
    assert_eq!(exceeds(a, b), x.digits.cmp(&y.digits) == Ordering::Greater, "{a} {b}");
    assert_eq!(Decimal::new(a.as_bytes()).is_negative(), x.negative, "{a}");
}

/// A number whose exponent can be written out.
fn moderate_number() -> impl Strategy<Value = String> {
    r"-?(0|[1-9][0-9]{0,6}|[1-9]0{0,6})(\.[0-9]{1,6}|\.0{1,6})?([eE][+-]?0{0,2}[0-9]{1,2}|[eE][+-]?[0-9]{3})?"
}

/// The same number in another spelling.
fn respelled(text: &str, shift: i64, zeros: usize, sign: bool) -> String {
    let (minus, rest) = text.strip_prefix('-').map_or(("", text), |rest| ("-", rest));
    let (mantissa, exponent) = rest.split_once(['e', 'E']).unwrap_or((rest, "0"));
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent: i64 = exponent.parse().unwrap();
    // The point moves by `shift` places to the right, and the exponent makes up for it.
    let digits: String = format!("{whole}{fraction}{}", "0".repeat(zeros + shift.unsigned_abs() as usize));
    let point = whole.len() as i64 + shift;
    let (front, back) = match usize::try_from(point) {
        Ok(point) if point > 0 => digits.split_at(point),
        _ => ("0", digits.as_str()),
    };
    let back = if point < 0 { format!("{}{back}", "0".repeat(point.unsigned_abs() as usize)) } else { back.to_owned() };
    let front = front.trim_start_matches('0');
    let front = if front.is_empty() { "0" } else { front };
    let back = if back.is_empty() { String::new() } else { format!(".{back}") };
    let plus = if sign && exponent - shift >= 0 { "+" } else { "" };
    format!("{minus}{front}{back}{}{plus}{}", if sign { "e" } else { "E" }, exponent - shift)
}

#[test]
fn numbers_are_compared_by_value_whatever_their_spelling() {
    for (a, b) in [
        ("50000", "50000.0"),
        ("50000", "5E4"),
        ("50000", "5e+4"),
        ("1E5", "100000"),
        ("100000", "0.1e6"),
        ("1e0", "1"),
        ("10e-1", "1"),
        ("-0", "0"),
        ("0", "0.000"),
        ("0", "0e99"),
        ("-0.0e-5", "0"),
        ("0e999999999999999999999999999999999999", "0"),
        ("1.50", "1.5"),
        ("0.1", "1e-1"),
        ("0.001", "1e-3"),
        ("0.00100", "1.0E-03"),
        ("1e400", "10e399"),
        ("1e400", "0.01E+402"),
        ("-1e-400", "-10e-401"),
        ("1e99999999999999999999", "10e99999999999999999998"),
        ("1e-99999999999999999999", "0.1e-99999999999999999998"),
        ("100000000000.10", "100000000000.1"),
        ("1e0000000000000000000000000000000000000005", "100000"),
        ("123456789012345678901234567890", "1.23456789012345678901234567890e29"),
        ("1e+05", "1e5"),
        ("120e-1", "12"),
    ] {
        assert!(equal(a.as_bytes(), b.as_bytes()) && equal(b.as_bytes(), a.as_bytes()), "{a} = {b}");
        assert!(!exceeds(a, b) && !exceeds(b, a), "{a} = {b}");
    }
    for (more, less) in [
        ("50001", "50000"),
        ("1", "0"),
        ("1e400", "1e399"),
        ("1e400", "9.99e399"),
        ("1e401", "1e400"),
        ("2e400", "1e400"),
        ("9007199254740993", "9007199254740992"),
        ("0.1", "0.09"),
        ("0.10000000000000000000000000000000001", "0.1"),
        ("1e-400", "0"),
        ("1e-400", "1e-401"),
        ("10", "9"),
        ("100", "99.999"),
        ("1.01", "1.001"),
        ("1e99999999999999999999", "1e99999999999999999998"),
        ("1e99999999999999999999", "9e99999999999999999998"),
        ("1", "1e-99999999999999999999"),
        ("1e99999999999999999999999999999999999999999999999999", "1"),
        ("1", "1e-99999999999999999999999999999999999999999999999999"),
        ("123456789012345678901234567891", "123456789012345678901234567890"),
        ("1000000000000000.01", "1000000000000000"),
        ("79228162514264337593543950336", "79228162514264337593543950335"),
    ] {
        for (a, b) in [
            (more, less),
            (&*format!("-{more}"), less),
            (more, &*format!("-{less}")),
            (&*format!("-{more}"), &*format!("-{less}")),
        ] {
            assert!(!equal(a.as_bytes(), b.as_bytes()) && !equal(b.as_bytes(), a.as_bytes()), "{a} {b}");
            assert!(exceeds(a, b) && !exceeds(b, a), "{a} is farther from zero than {b}");
        }
    }
    for number in ["1", "0.5", "1e400", "1e-400", "50000.0"] {
        assert!(!equal(number.as_bytes(), format!("-{number}").as_bytes()), "{number}");
    }
    for (number, is_negative) in
        [("-1", true), ("-1e-400", true), ("-0", false), ("-0.0e5", false), ("0", false), ("1", false)]
    {
        assert_eq!(Decimal::new(number.as_bytes()).is_negative(), is_negative, "{number}");
    }
}

#[test]
fn any_two_numbers_compare_as_they_do_written_out() {
    for_random(3_000, (moderate_number(), moderate_number()), |(a, b)| {
        hold_against_written_out(&a, &b);
        hold_against_written_out(&b, &a);
        hold_against_written_out(&a, &a);
    });
}

#[test]
fn a_number_equals_each_of_its_spellings_and_no_neighbour() {
    let inputs = (moderate_number(), -30..30_i64, 0..4_usize, any::<bool>(), 0..400_usize);
    for_random(3_000, inputs, |(a, shift, zeros, sign, place)| {
        let b = respelled(&a, shift, zeros, sign);
        assert!(serde_json::from_str::<serde_json::Value>(&b).is_ok(), "{b}");
        assert!(equal(a.as_bytes(), b.as_bytes()), "{a} {b}");
        hold_against_written_out(&a, &b);
        // Another digit somewhere, another number.
        let digits: Vec<usize> = b
            .bytes()
            .enumerate()
            .take_while(|(_, byte)| !matches!(byte, b'e' | b'E'))
            .filter(|(_, byte)| byte.is_ascii_digit())
            .map(|(at, _)| at)
            .collect();
        let at = digits[place % digits.len()];
        let digit = if b.as_bytes()[at] == b'9' { "8" } else { "9" };
        let other = [&b[..at], digit, &b[at + 1..]].concat();
        assert!(!equal(a.as_bytes(), other.as_bytes()), "{a} {other}");
    });
}

#[test]
fn numbers_too_large_to_write_out_are_still_ordered() {
    // Each one exceeds the one in front of it, and its spellings are equal.
    let exponent = |exponent: &str| format!("1e{exponent}");
    let rising = [
        "-100000000000000000000000000000000000000000000",
        "-99999999999999999999999999999999999999999999",
        "-100000000000000000000000000",
        "-99999999999999999999999999",
        "-401",
        "0",
        "400",
        "9223372036854775807",
        "9223372036854775808",
        "18446744073709551615",
        "18446744073709551616",
        "170141183460469231731687303",
        "1000000000000000000000000000000",
        "1267650600228229401496703205376",
        "1267650600228229401496703205377",
        "99999999999999999999999999999999",
        "100000000000000000000000000000000",
        "170141183460469231731687303715884105728",
        "99999999999999999999999999999999999999999999999999999999999999999999999999999999",
        "100000000000000000000000000000000000000000000000000000000000000000000000000000000",
    ]
    .map(exponent);
    for (place, more) in rising.iter().enumerate() {
        for less in &rising[..place] {
            assert!(exceeds(more, less) && !exceeds(less, more), "{more} {less}");
            assert!(!equal(more.as_bytes(), less.as_bytes()), "{more} {less}");
        }
        assert!(equal(more.as_bytes(), more.replace('e', ".000E").as_bytes()));
    }
    // Digits in front of the point and behind it move the exponent, whatever its size, over every border of digits.
    let moved = |digits: &str, exponent: &str| format!("{digits}e{exponent}");
    let nines = ["9".repeat(16), "9".repeat(17), "9".repeat(18), "9".repeat(40)];
    for nine in &nines {
        let ten = format!("1{}", "0".repeat(nine.len()));
        let less = format!("{}8", &nine[1..]);
        for sign in ["", "+", "000"] {
            assert!(equal(moved("10", &format!("{sign}{nine}")).as_bytes(), moved("1", &ten).as_bytes()), "{nine}");
            assert!(equal(moved("1", &format!("{sign}{nine}")).as_bytes(), moved("0.1", &ten).as_bytes()), "{nine}");
            assert!(equal(moved("1", &format!("{sign}{nine}")).as_bytes(), moved("10", &less).as_bytes()), "{nine}");
        }
        assert!(
            equal(moved("0.1", &format!("-{nine}")).as_bytes(), moved("1", &format!("-{ten}")).as_bytes()),
            "{nine}"
        );
        assert!(
            equal(moved("10", &format!("-{ten}")).as_bytes(), moved("1", &format!("-{nine}")).as_bytes()),
            "{nine}"
        );
        assert!(exceeds(&moved("1.01", nine), &moved("1", nine)) && exceeds(&moved("1", &ten), &moved("9.9", nine)));
        assert!(!equal(moved("1", nine).as_bytes(), moved("1", &format!("-{nine}")).as_bytes()));
        // Nothing times whatever is nothing.
        for zero in ["0", "-0", "0.000"] {
            for exponent in [nine.clone(), format!("-{nine}"), ten.clone()] {
                assert!(equal(moved(zero, &exponent).as_bytes(), b"0"), "{zero} {exponent}");
                assert!(exceeds(&moved("1", &format!("-{ten}")), &moved(zero, &exponent)));
            }
        }
    }
    for_random(500, number(), |number| {
        assert!(equal(number.as_bytes(), number.as_bytes()));
        assert!(!exceeds(&number, &number));
    });
}

#[test]
fn a_number_is_what_json_calls_one_and_nothing_beside_it() {
    for_random(1_000, number(), |number| {
        assert!(is_number(number.as_bytes()), "{number}");
        for text in [
            format!(" {number}"),
            format!("{number} "),
            format!("{number}x"),
            format!("+{number}"),
            format!("{number},1"),
        ] {
            assert!(!is_number(text.as_bytes()), "{text}");
        }
    });
    for_random(2_000, "[0-9.eE+-]{0,6}", |text| {
        let expected = serde_json::from_str::<&serde_json::value::RawValue>(&text).is_ok();
        assert_eq!(is_number(text.as_bytes()), expected, "{text}");
    });
    for text in ["", "-", "\"1\"", "null", "[1]", "1\0", "0x1", "Infinity", "٣"] {
        assert!(!is_number(text.as_bytes()), "{text}");
    }
}

// ---------------------------------------------------------------------------------------------- strings

fn inner(quoted: &str) -> &[u8] {
    &quoted.as_bytes()[1..quoted.len() - 1]
}

#[test]
fn a_string_has_the_characters_that_serde_json_gives_it() {
    for_random(3_000, string(Taste::Tame), |quoted| {
        let expected: String = serde_json::from_str(&quoted).unwrap();
        assert_eq!(json_string::decode(inner(&quoted)), expected);
        assert_eq!(javascript_string(&quoted), expected, "the two oracles agree");
    });
}

#[test]
fn half_a_surrogate_pair_becomes_u_fffd_and_takes_nothing_else_with_it() {
    for (quoted, expected) in [
        (r#""\ud800""#, "\u{fffd}"),
        (r#""\udfff""#, "\u{fffd}"),
        (r#""\ud800x""#, "\u{fffd}x"),
        (r#""\ud800\n""#, "\u{fffd}\n"),
        (r#""\ud800\u0041""#, "\u{fffd}A"),
        (r#""\ud800\ud800""#, "\u{fffd}\u{fffd}"),
        (r#""\udc00\ud800""#, "\u{fffd}\u{fffd}"),
        (r#""\ud83d\ud83d\uddfc""#, "\u{fffd}🗼"),
        (r#""\ud83d\uddfc\uddfc""#, "🗼\u{fffd}"),
        (r#""a\uD83D\uDDFCb""#, "a🗼b"),
        (r#""\ud83d\\uddfc""#, "\u{fffd}\\uddfc"),
    ] {
        assert_eq!(json_string::decode(inner(quoted)), expected, "{quoted}");
    }
    for_random(2_000, string(Taste::Wild), |quoted| {
        assert_eq!(json_string::decode(inner(&quoted)), javascript_string(&quoted), "{quoted}");
    });
}

#[test]
fn the_characters_of_a_token_are_copied_only_where_something_is_escaped() {
    for_random(500, (string(Taste::Tame), "[ ,]{0,9}"), |(quoted, before)| {
        let text = [before.as_str(), &quoted, &before].concat();
        let start = before.len() + 1;
        let escaped = quoted.contains('\\');
        let token = Token { start, end: start + quoted.len() - 2, escaped };
        let characters = json_string::characters(text.as_bytes(), token);
        assert_eq!(&*characters, javascript_string(&quoted).as_bytes());
        assert_eq!(matches!(characters, std::borrow::Cow::Borrowed(_)), !escaped);
    });
}

#[test]
fn white_space_is_taken_off_as_the_library_does() {
    for text in ["", " ", "a", "\u{a0}\t", " a", "a\u{3000}", "é\r\n", "\n x y\u{2029}"] {
        assert_eq!(json_string::trimmed(text), text.trim(), "{text:?}");
    }
    for character in '\0'..='\u{ffff}' {
        let text = format!("{character}a{character} é{character}");
        assert_eq!(json_string::trimmed(&text), text.trim(), "{character:?}");
    }
}

#[test]
fn strings_are_equal_by_their_characters() {
    for_random(3_000, (string(Taste::Tame), string(Taste::Tame)), |(a, b)| {
        let same = javascript_string(&a) == javascript_string(&b);
        assert_eq!(json_string::equal(inner(&a), inner(&b)), same, "{a} {b}");
        // The same characters, all of them as escapes, and as few escapes as JSON allows.
        let units: String = javascript_string(&a).encode_utf16().map(|unit| format!("\\u{unit:04x}")).collect();
        assert!(
            json_string::equal(inner(&a), units.as_bytes()) && json_string::equal(units.as_bytes(), inner(&a)),
            "{a}"
        );
        assert_eq!(json_string::equal(units.as_bytes(), inner(&b)), same, "{a} {b}");
        let plain = serde_json::to_string(&javascript_string(&a)).unwrap();
        assert!(json_string::equal(inner(&a), inner(&plain)), "{a} {plain}");
    });
    for (a, b) in [
        (r#""\ud800""#, r#""\ud801""#),
        (r#""\ud800""#, r#""\udc00""#),
        (r#""\ud800""#, "\"\u{fffd}\""),
        (r#""a\n""#, r#""a\\n""#),
        (r#""\t""#, r#""t""#),
        (r#""\u0041""#, r#""a""#),
        (r#""é""#, r#""e\u0301""#),
        (r#""""#, r#""\u0000""#),
        (r#""a""#, r#""a ""#),
    ] {
        assert!(!json_string::equal(inner(a), inner(b)) && !json_string::equal(inner(b), inner(a)), "{a} {b}");
    }
    for (a, b) in [(r#""\ud800""#, r#""\uD800""#), (r#""\ufffd""#, "\"\u{fffd}\""), (r#""\ud83d\uddfc""#, "\"🗼\"")] {
        assert!(json_string::equal(inner(a), inner(b)) && json_string::equal(inner(b), inner(a)), "{a} {b}");
    }
    // Halves of surrogate pairs too: two strings are equal where JavaScript has the same code units.
    for_random(3_000, (string(Taste::Wild), string(Taste::Wild)), |(a, b)| {
        let same = javascript_units(&a) == javascript_units(&b);
        assert_eq!(json_string::equal(inner(&a), inner(&b)), same, "{a} {b}");
        let escaped: String = javascript_units(&a).iter().map(|unit| format!("\\u{unit:04x}")).collect();
        assert!(json_string::equal(inner(&a), escaped.as_bytes()), "{a}");
        assert_eq!(*json_string::exact(inner(&a)), *json_string::exact(escaped.as_bytes()), "{a}");
    });
}

#[test]
fn a_quoted_string_reads_back_as_what_was_quoted() {
    let pieces = prop_oneof![
        any::<char>().prop_map(String::from),
        "[\\x00-\\x7f]{0,8}",
        select(vec!["\"", "\\", "/", "\u{7f}", "\u{2028}", "\0", "\u{1f}", "\u{8}", "\u{c}", "🗼", "\u{fffd}"])
            .prop_map(str::to_owned),
    ];
    for_random(2_000, vec(pieces, 0..12), |pieces| {
        let text = pieces.concat();
        let mut quoted = b"before".to_vec();
        json_string::push_quoted(&mut quoted, &text);
        let quoted = String::from_utf8(quoted).unwrap();
        let quoted = quoted.strip_prefix("before").expect("it is appended");
        assert_eq!(serde_json::from_str::<String>(quoted).unwrap(), text);
        assert_eq!(json_string::decode(inner(quoted)), text);
        // serde_json has short escapes for two control characters more, and is the same otherwise.
        let expected = serde_json::to_string(&text).unwrap();
        if !text.contains(['\u{8}', '\u{c}']) {
            assert_eq!(quoted, expected);
        }
    });
}

#[test]
fn the_same_bytes_are_those_that_differ_nowhere() {
    for length in 0..=40 {
        let bytes: Vec<u8> = (0..length).map(|at| b'a' + at % 26).collect();
        assert!(same_bytes(&bytes, &bytes.clone()));
        for at in 0..bytes.len() {
            let mut other = bytes.clone();
            other[at] ^= 0x80;
            assert!(!same_bytes(&bytes, &other), "byte {at} of {length}");
            assert!(!same_bytes(&bytes, &bytes[..at]) && !same_bytes(&bytes[..at], &bytes));
        }
    }
}

#[test]
fn what_is_ordered_is_every_index_once_and_equal_ones_stay() {
    for_random(500, vec(0..8_u8, 0..40), |values| {
        let mut expected: Vec<usize> = (0..values.len()).collect();
        expected.sort_by_key(|index| values[*index]);
        assert_eq!(order(values.len(), &|a, b| values[a].cmp(&values[b])), expected);
    });
}

// ---------------------------------------------------------------------------------------------- pointers

#[test]
fn a_pointer_is_split_and_unescaped_as_rfc_6901_says() {
    for (pointer, expected) in [
        ("", &[] as &[&str]),
        ("/", &[""]),
        ("//", &["", ""]),
        ("/foo", &["foo"]),
        ("/foo/0", &["foo", "0"]),
        ("/a~1b", &["a/b"]),
        ("/c%d", &["c%d"]),
        ("/e^f", &["e^f"]),
        ("/g|h", &["g|h"]),
        ("/i\\j", &["i\\j"]),
        ("/k\"l", &["k\"l"]),
        ("/ ", &[" "]),
        ("/m~0n", &["m~n"]),
        ("/~01", &["~1"]),
        ("/~10", &["/0"]),
        ("/~0~1~0~1", &["~/~/"]),
        ("/~00", &["~0"]),
        ("/é/🗼/", &["é", "🗼", ""]),
        ("/__proto__/constructor", &["__proto__", "constructor"]),
    ] {
        assert_eq!(tokens(pointer).unwrap(), expected, "{pointer:?}");
    }
    for pointer in ["a", "a/", " /a", "#/a", "~0", "/~", "/~2", "/a~", "/a~b", "/~~0", "/~/", "/a/~9", "/é~é"] {
        assert_eq!(tokens(pointer), None, "{pointer:?}");
    }
}

#[test]
fn names_that_are_pushed_come_back_as_they_were() {
    let name = prop_oneof!["[~/01a]{0,6}", any::<String>()];
    for_random(2_000, vec(name, 0..5), |names| {
        let mut pointer = String::new();
        names.iter().for_each(|name| push(&mut pointer, name));
        assert_eq!(tokens(&pointer).unwrap(), names, "{pointer}");
    });
}

#[test]
fn whole_numbers_are_written_as_rust_writes_them() {
    let check = |number: usize| {
        let mut text = "x".to_owned();
        push_number(&mut text, number);
        assert_eq!(text, format!("x{number}"));
        let mut pointer = "/a".to_owned();
        push_index(&mut pointer, number);
        assert_eq!(pointer, format!("/a/{number}"));
        assert_eq!(index(&number.to_string()), Some(number));
    };
    for number in [0, 1, 9, 10, 11, 99, 100, 4_294_967_295, usize::MAX - 1, usize::MAX] {
        check(number);
    }
    (0..64).for_each(|bit| check(1_usize << bit));
    for_random(1_000, any::<usize>(), check);
}

#[test]
fn an_index_has_digits_only_and_no_leading_zero() {
    for token in [
        "",
        "00",
        "01",
        "-",
        "-1",
        "+1",
        " 1",
        "1 ",
        "1.0",
        "1e1",
        "0x1",
        "a",
        "１",
        "٠",
        "18446744073709551616",
        "99999999999999999999",
    ] {
        assert_eq!(index(token), None, "{token:?}");
    }
    for_random(1_000, "[0-9+-]{0,4}", |token| {
        let expected = token.parse::<usize>().ok().filter(|number| number.to_string() == token);
        assert_eq!(index(&token), expected, "{token:?}");
    });
}

#[test]
fn pointers_have_the_order_of_their_documents() {
    // What may be the index of a row stands in front of what can only be a name.
    let ordered = [
        "", "/0", "/0/x", "/2", "/2/", "/10", "/10/9", "/10/10", "/", "/01", "/1a", "/a", "/a/1", "/a/1/b", "/a/2",
        "/a/10", "/a/b", "/a!", "/a~1b", "/b", "/é",
    ];
    for (place, a) in ordered.iter().enumerate() {
        for (other, b) in ordered.iter().enumerate() {
            assert_eq!(compare(a, b), place.cmp(&other), "{a:?} {b:?}");
        }
    }
}

#[test]
fn room_for_pointers_comes_to_an_end_and_is_not_taken_by_what_is_refused() {
    let mut room = Room::default();
    let half = "p".repeat(1 << 20);
    assert!(
        room.take("", usize::MAX) && room.take(&half, 32) && !room.take(&half, 33) && !room.take(&half, usize::MAX)
    );
    assert!(room.take(&half, 31) && room.take(&half, 1) && !room.take("/", 1) && room.take("", 5));
}

#[test]
fn names_are_found_and_the_last_of_several_counts() {
    for count in [0, 1, 2, 5, 23, 24, 25, 60, 500] {
        let name = |index: usize| format!("{}", (index * 7919) % 300);
        let members: Vec<String> = (0..count).map(|index| format!("\"{}\":{index}", name(index))).collect();
        let text = format!("{{{}}}", members.join(","));
        let document = Document::parse(text.as_bytes(), Limits::default()).unwrap();
        let names = Names::of(document.root());
        let expected: std::collections::BTreeMap<_, _> =
            (0..count).map(|index| (name(index), index.to_string())).collect();
        let found: Vec<_> = names.all.iter().map(|(name, value)| (name.to_vec(), value.to_text())).collect();
        let in_order: Vec<_> = (0..count).map(|index| (name(index).into_bytes(), index.to_string())).collect();
        assert_eq!(found, in_order, "{count}");
        assert_eq!(names.has_duplicates(), expected.len() < count);
        for index in 0..300 {
            assert_eq!(
                names.get(&index.to_string()).map(|value| value.to_text()),
                expected.get(&index.to_string()).cloned()
            );
            let all: Vec<String> =
                (0..count).filter(|at| (at * 7919) % 300 == index).map(|at| at.to_string()).collect();
            let each = names.each(index.to_string().as_bytes());
            assert_eq!(each.iter().map(|value| value.to_text()).collect::<Vec<_>>(), all);
        }
    }
}

// ---------------------------------------------------------------------------------------------- places

#[test]
fn lines_end_as_in_editors_and_columns_count_utf_16_units() {
    for (text, offset, line, column) in [
        ("", 0, 1, 1),
        ("abc", 0, 1, 1),
        ("abc", 3, 1, 4),
        ("a\nb", 1, 1, 2),
        ("a\nb", 2, 2, 1),
        ("a\r\nb", 1, 1, 2),
        ("a\r\nb", 2, 1, 3),
        ("a\r\nb", 3, 2, 1),
        ("a\rb", 2, 2, 1),
        ("\r\r\n\n", 4, 4, 1),
        ("\n\r", 2, 3, 1),
        ("é", 2, 1, 2),
        ("日本", 6, 1, 3),
        ("🗼", 4, 1, 3),
        ("é\n🗼🗼x", 11, 2, 5),
        // Neither of these ends a line.
        ("a\u{2028}b\u{85}c\u{c}d", 9, 1, 7),
        // Behind the end is the end.
        ("a\nb", 99, 2, 2),
    ] {
        let place = position(text.as_bytes(), offset);
        assert_eq!((place.line, place.column), (line, column), "{offset} in {text:?}");
    }
}

#[test]
fn every_character_of_a_text_stands_where_an_editor_shows_it() {
    let piece = select(vec!["a", "\n", "\r", "\r\n", "é", "€", "🗼", "\u{2028}", "\t", "bc", "\u{feff}", "\n\r"]);
    for_random(1_500, vec(piece, 0..20), |pieces| {
        let text = pieces.concat();
        let (mut line, mut column) = (1, 1);
        let mut rest = text.chars().peekable();
        let mut offset = 0;
        loop {
            let place = position(text.as_bytes(), offset);
            assert_eq!((place.line, place.column), (line, column), "{offset} in {text:?}");
            let Some(character) = rest.next() else { break };
            offset += character.len_utf8();
            if character == '\n' || (character == '\r' && rest.peek() != Some(&'\n')) {
                (line, column) = (line + 1, 1);
            } else {
                column += character.len_utf16() as u32;
            }
        }
    });
}
