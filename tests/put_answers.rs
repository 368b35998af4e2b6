//! What is read out of an answer: the referral, `Retry-After`, the code of an error (reliability.md, D.3).
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::string_slice,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says no by panicking, and its counts are printed"
)]

mod saves;

use std::time::{Duration, UNIX_EPOCH};

use referral_editor::put::{Answer, ErrorBody, Resource, Unexpected, retry_at};
use saves::{ID, NEW_ETAG, NOW, answer, document, sample};

// ------------------------------------------------------------------------------------------------ the referral

#[test]
fn the_etag_is_the_bodys_and_else_the_headers() {
    let header = Some("\"of-the-header\"".to_owned());
    let read = |body: &str| Resource::read(&Answer { etag: header.clone(), ..answer(200, body) }, ID).unwrap().etag;
    assert_eq!(read(&document("a", "n", NEW_ETAG)).as_deref(), Some(NEW_ETAG));
    assert_eq!(read(&document("a", "n", "")), header);
    assert_eq!(read(&format!(r#"{{"id":"{ID}"}}"#)), header);
    assert_eq!(read(&format!(r#"{{"id":"{ID}","eTag":null}}"#)), header);
    assert_eq!(Resource::read(&answer(200, &format!(r#"{{"id":"{ID}"}}"#)), ID).unwrap().etag, None);
}

#[test]
fn a_resource_is_the_exact_text_of_the_answer_or_says_why_not() {
    let text = document("after", "n", NEW_ETAG);
    let read = |body: &str| Resource::read(&answer(200, body), ID);
    assert_eq!(read(&text).unwrap().json, text);
    assert_eq!(read(&format!("\n{text}\n")).unwrap().json, format!("\n{text}\n"));
    // The mark is part of the transport.
    assert_eq!(read(&format!("\u{feff}{text}")).unwrap().json, text);
    assert_eq!(read(""), Err(Unexpected::Empty));
    assert_eq!(read("<html>"), Err(Unexpected::Json));
    assert_eq!(read("[]"), Err(Unexpected::Shape));
    assert_eq!(read("{}"), Err(Unexpected::Shape));
    assert_eq!(read(r#"{"id":"other"}"#), Err(Unexpected::OtherId));
    let html = Answer { content_type: Some("text/html".into()), ..answer(200, &text) };
    assert_eq!(Resource::read(&html, ID), Err(Unexpected::ContentType));
}

// ------------------------------------------------------------------------------------------------ Retry-After

/// reliability.md D.3 and B.0.
#[test]
fn retry_after_is_never_earlier_than_told_and_never_nonsense() {
    // Sunday, 22 November 2026, 08:00:00 UTC.
    let now = 1_795_334_400_000.0;
    assert_eq!(now, NOW);
    let clamp = now + 2_147_483_647.0;
    let table: &[(&str, Option<f64>)] = &[
        ("0", Some(now)),
        ("1", Some(now + 1_000.0)),
        ("120", Some(now + 120_000.0)),
        ("00120", Some(now + 120_000.0)),
        (" 2\t", Some(now + 2_000.0)),
        ("2147483", Some(now + 2_147_483_000.0)),
        ("2147484", Some(clamp)),
        ("2592000", Some(clamp)),
        ("99999999999999999999", Some(clamp)),
        (&"9".repeat(400), Some(clamp)),
        // The three forms of a date: IMF-fixdate, RFC 850, asctime.
        ("Sun, 22 Nov 2026 08:00:02 GMT", Some(now + 2_000.0)),
        ("Sunday, 22-Nov-26 08:00:02 GMT", Some(now + 2_000.0)),
        ("Sun Nov 22 08:00:02 2026", Some(now + 2_000.0)),
        ("Sun, 22 Nov 2026 08:00:00 GMT", Some(now)),
        ("Tue, 22 Nov 2044 08:00:00 GMT", Some(clamp)),
        // Over already.
        ("Sun, 22 Nov 2026 07:59:59 GMT", None),
        ("Sun, 06 Nov 1994 08:49:37 GMT", None),
        ("Thu, 01 Jan 1970 00:00:00 GMT", None),
        // Nonsense.
        ("", None),
        (" ", None),
        ("-5", None),
        ("-0", None),
        ("+5", None),
        ("1.5", None),
        ("1e3", None),
        ("0x10", None),
        ("5s", None),
        ("5 seconds", None),
        ("soon", None),
        ("NaN", None),
        ("Infinity", None),
        ("５", None),
        // Two headers are joined by a comma.
        ("120, 60", None),
        ("5,5", None),
        ("2026-11-22T08:00:02Z", None),
        ("22 Nov 2026 08:00:02 GMT", None),
        ("Sun, 32 Nov 2026 08:00:02 GMT", None),
        ("Sun, 22 Nov 2026 25:00:02 GMT", None),
    ];
    for (value, expected) in table {
        assert_eq!(retry_at(value, now), *expected, "{value:.60}");
    }
    println!("{} forms of Retry-After", table.len());
}

/// RFC 9110, 5.6.7, as `httpdate` reads it.
#[test]
fn a_date_is_read_as_the_oracle_reads_it() {
    const LAST: u64 = 253_402_300_799;
    let (mut read, mut refused) = (0, 0);
    let mut same = |text: &str| {
        // It takes any byte for the space before the hour of the second form.
        let bytes = text.trim().as_bytes();
        let is_strict = !text.contains('-') || bytes.len() < 13 || bytes[bytes.len() - 13] == b' ';
        let date = httpdate::parse_http_date(text).ok().filter(|_| is_strict);
        let Some(at) = date.map(|date| date.duration_since(UNIX_EPOCH).unwrap().as_secs() as f64 * 1000.0) else {
            assert_eq!(retry_at(text, 0.0), None, "{text}");
            refused += 1;
            return;
        };
        assert_eq!(retry_at(text, at), Some(at), "{text}");
        assert_eq!(retry_at(text, at + 1.0), None, "{text}");
        read += 1;
    };
    let days = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];
    let forms = |second: u64| {
        let fixdate = httpdate::fmt_http_date(UNIX_EPOCH + Duration::from_secs(second));
        let parts: Vec<&str> = fixdate.split([' ', ',']).filter(|part| !part.is_empty()).collect();
        let [name, day, month, year, time, _] = parts[..] else { panic!("{fixdate}") };
        let long = days.iter().find(|long| long.starts_with(name)).unwrap();
        let padded = day.strip_prefix('0').map_or(day.to_owned(), |digit| format!(" {digit}"));
        [
            fixdate.clone(),
            format!("{long}, {day}-{month}-{} {time} GMT", &year[2..]),
            format!("{name} {month} {padded} {time} {year}"),
            format!("{name} {month} {day} {time} {year}"),
        ]
    };
    // All days of a leap cycle, and from there to the end with a stride that meets every day of the week and every month.
    let cycle = (0..146_097_u64).map(|day| day * 86_400 + day * 7_919 % 86_400);
    for second in cycle.chain((0..=LAST).step_by(86_400 * 331 + 12_347)).chain([LAST]) {
        forms(second).iter().for_each(|text| same(text));
    }
    // And every byte of some turned into others.
    for second in [0, 784_111_777, 951_782_400, 1_795_334_402, 4_107_542_399, LAST] {
        for text in forms(second) {
            for at in 0..=text.len() {
                same(&text[..at]);
                for byte in "0123459 :,-GMTaeJSx\n".chars() {
                    same(&format!("{}{byte}{}", &text[..at], text.get(at + 1..).unwrap_or_default()));
                    same(&format!("{}{byte}{}", &text[..at], &text[at..]));
                }
            }
        }
    }
    // Days that no month has, and no year but a leap year.
    for (month, year) in
        ["Jan", "Feb", "Apr", "Dec"].iter().flat_map(|month| [1999, 2000, 2100, 2028].map(|year| (month, year)))
    {
        for (day, name) in (0..=32).flat_map(|day| days.map(|name| (day, name))) {
            same(&format!("{}, {day:02} {month} {year} 08:00:00 GMT", &name[..3]));
        }
    }
    assert!(read > 500_000 && refused > 10_000, "{read} {refused}");
    println!("{read} dates, {refused} texts that are none");
}

// ------------------------------------------------------------------------------------------------ error bodies

/// domain.md section 4, and trap 54.
#[test]
fn an_error_body_gives_its_most_specific_documented_code_and_its_target() {
    let long = "x".repeat(4_096);
    let nest = |levels: usize| {
        let mut text = r#"{"code":"resourceModified"}"#.to_owned();
        for _ in 0..levels {
            text = format!(r#"{{"code":"x","innerError":{text}}}"#);
        }
        format!(r#"{{"error":{text}}}"#)
    };
    let table: &[(&str, String, &str, Option<&str>)] = &[
        ("the documented sample", sample("partner-rest_error-codes_error-body.json"), "unAuthorized", Some("referral")),
        (
            "the one body seen on the wire",
            sample("issue4-2022_412-precondition-failed.reconstructed.json"),
            "preconditionFailed",
            Some("ETag"),
        ),
        ("a gateway's", sample("partner-center-2023_api-throttling_429-gateway-body.json"), "", None),
        ("an older shape", r#"{"code":"2001","description":"x","data":[],"source":"y"}"#.into(), "2001", None),
        (
            "innerError",
            r#"{"error":{"code":"invalidRequest","innerError":{"code":"resourceModified"}}}"#.into(),
            "resourceModified",
            None,
        ),
        (
            "innererror",
            r#"{"error":{"code":"invalidRequest","innererror":{"code":"resourceModified"}}}"#.into(),
            "resourceModified",
            None,
        ),
        ("another case", r#"{"Error":{"CODE":"ITEMNOTFOUND","Target":"Id"}}"#.into(), "itemNotFound", Some("Id")),
        (
            "an inner code that nobody documents",
            r#"{"error":{"code":"accessDenied","innerError":{"code":"99918","details":null}}}"#.into(),
            "accessDenied",
            None,
        ),
        (
            "a documented code below one that is not",
            r#"{"error":{"code":"x","innerError":{"code":"y","innerError":{"code":"serviceNotAvailable"}}}}"#.into(),
            "serviceNotAvailable",
            None,
        ),
        ("a code that is a number", r#"{"error":{"code":42,"target":7}}"#.into(), "", None),
        ("no code", r#"{"error":{"message":"m"}}"#.into(), "", None),
        ("an error that is a string", r#"{"error":"invalid_token"}"#.into(), "invalid_token", None),
        ("a string", r#""accessDenied""#.into(), "accessDenied", None),
        ("an error that is null", r#"{"error":null}"#.into(), "", None),
        ("an empty object", "{}".into(), "", None),
        ("an array", r#"[{"error":{"code":"accessDenied"}}]"#.into(), "", None),
        ("HTML", "<!DOCTYPE html><html><body>502 Bad Gateway</body></html>".into(), "", None),
        ("nothing", String::new(), "", None),
        ("cut off", r#"{"error":{"code":"accessDenied""#.into(), "", None),
        ("a trailing comma", r#"{"error":{"code":"accessDenied",}}"#.into(), "", None),
        ("a byte order mark", "\u{feff}{\"error\":{\"code\":\"accessDenied\"}}".into(), "accessDenied", None),
        ("an escaped name", r#"{"\u0065rror":{"c\u006fde":"access\u0044enied"}}"#.into(), "accessDenied", None),
        ("15 levels", nest(15), "resourceModified", None),
        ("more levels than say anything", nest(16), "x", None),
        ("5,000 levels", format!("{{\"error\":{}{}}}", "[".repeat(5_000), "]".repeat(5_000)), "", None),
    ];
    for (name, body, code, target) in table {
        let found = ErrorBody::read(body.as_bytes());
        assert_eq!((found.code.as_str(), found.target.as_deref()), (*code, *target), "{name}");
    }
    assert_eq!(ErrorBody::read(b"\xff\xfe{"), ErrorBody::default());
    // No document can hide in a code.
    let found = ErrorBody::read(format!(r#"{{"error":{{"code":"{long}","target":"é{long}"}}}}"#).as_bytes());
    assert_eq!((found.code.chars().count(), found.target.unwrap().chars().count()), (128, 128));
    println!("{} error bodies", table.len() + 2);
}
