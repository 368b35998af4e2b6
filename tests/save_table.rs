//! The decision table of the save (reliability.md, B.2), row by row, and what D.3 lists of answers and faults. The courses
//! are written by hand, in the words of `saves/mod.rs`; half of each own delay is chance, and here the chance is a half.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says no by panicking, and its counts are printed"
)]

mod saves;

use referral_editor::put::{Answer, Fault, Limit, Outcome};
use saves::{
    Did, Ending, ID, NEW_ETAG, Scene, answer, applied, document, draft, error_body, lost, plays, prepared, quoted,
};

/// The notes are somebody else's; we changed the name.
const FOREIGN: (&str, &str) = ("/details/notes", "\"theirs\"");

/// What becomes of a save whose first PUT ends in some way.
struct Row {
    endings: Vec<(String, Ending)>,
    /// The server did not apply it.
    lost: &'static str,
    /// It did all the same.
    applied: &'static str,
    /// Each PUT ends so, and none is applied.
    for_ever: &'static str,
    /// It did not apply it, and somebody else's edit of another member came in between.
    foreign: &'static str,
}

fn row(endings: Vec<(String, Ending)>, [lost, applied, for_ever, foreign]: [&'static str; 4]) -> Row {
    Row { endings, lost, applied, for_ever, foreign }
}

fn statuses(statuses: &[u16], body: &str) -> Vec<(String, Ending)> {
    statuses.iter().map(|status| (status.to_string(), Ok(answer(*status, body)))).collect()
}

fn faults(faults: &[Fault]) -> Vec<(String, Ending)> {
    faults.iter().map(|fault| (format!("{fault:?}"), Err(*fault))).collect()
}

fn headed(status: u16, header: &str, body: &str) -> Vec<(String, Ending)> {
    let answer = Answer { www_authenticate: Some(header.to_owned()), ..answer(status, body) };
    vec![(format!("{status} {header}"), Ok(answer))]
}

/// Definite, and nothing is sent after it.
fn definite(course: &'static str) -> [&'static str; 4] {
    [course; 4]
}

const SAVED: [&str; 4] = ["PUT: saved response"; 4];
/// Where what is read does not show the edit, only the answer has said so.
const ADOPTED: [&str; 4] =
    ["PUT GET: saved response", "PUT GET: saved readback", "PUT GET: saved response", "PUT GET: saved response"];
const RETRIED: [&str; 4] = [
    "PUT GET wait 750 PUT: saved response",
    "PUT GET: saved readback",
    "PUT GET wait 750 PUT GET wait 1500 PUT GET wait 3000 PUT GET: unknown status-{} unchanged",
    "PUT GET rebased: saved response",
];
const STOPPED: [&str; 4] = [
    "PUT GET: unknown status-{} unchanged",
    "PUT GET: saved readback",
    "PUT GET: unknown status-{} unchanged",
    "PUT GET rebased: saved response",
];
const POLLED: [&str; 4] = [
    "PUT GET wait 750 GET wait 1500 GET wait 3000 GET: unknown status-202 unchanged",
    "PUT GET: saved readback",
    "PUT GET wait 750 GET wait 1500 GET wait 3000 GET: unknown status-202 unchanged",
    "PUT GET rebased: saved response",
];
const REFUSED: [&str; 4] = [
    "PUT GET: notSaved etag-rejected {}",
    "PUT GET: saved readback",
    "PUT GET: notSaved etag-rejected {}",
    "PUT GET rebased: saved response",
];
const THROTTLED: [&str; 4] = [
    "PUT wait 5000 PUT: saved response",
    "PUT wait 5000 PUT GET: saved readback",
    "PUT wait 5000 PUT wait 5000 PUT wait 5000 PUT: notSaved throttled {}",
    "PUT wait 5000 PUT GET rebased: saved response",
];
const LOCKED: [&str; 4] = [
    "PUT wait 750 PUT: saved response",
    "PUT wait 750 PUT GET: saved readback",
    "PUT wait 750 PUT wait 1500 PUT wait 3000 PUT: notSaved locked {}",
    "PUT wait 750 PUT GET rebased: saved response",
];
const EXPIRED: [&str; 4] = [
    "PUT token expired PUT: saved response",
    "PUT token expired PUT GET: saved readback",
    "PUT token expired PUT: notSaved unauthenticated 401",
    "PUT token expired PUT GET rebased: saved response",
];
const CLAIMS_401: [&str; 4] = [
    "PUT token claims PUT: saved response",
    "PUT token claims PUT GET: saved readback",
    "PUT token claims PUT: notSaved unauthenticated 401",
    "PUT token claims PUT GET rebased: saved response",
];
const CLAIMS_403: [&str; 4] = [
    "PUT token claims PUT: saved response",
    "PUT token claims PUT GET: saved readback",
    "PUT token claims PUT: notSaved forbidden 403",
    "PUT token claims PUT GET rebased: saved response",
];
const FULL: [&str; 4] = [
    "PUT GET: notSaved storage 507",
    "PUT GET: saved readback",
    "PUT GET: notSaved storage 507",
    "PUT GET: notSaved storage 507",
];

/// Every row of B.2 that is an answer, and every status of D.3 and around it.
fn table() -> Vec<Row> {
    let ours = document("after", "n", NEW_ETAG);
    let invalid = error_body("invalidRequest");
    let rejected = definite("PUT: rejected {} invalidRequest");
    let inner = r#"{"error":{"code":"accessDenied","innererror":{"code":"insufficient_claims"}}}"#;
    // As OAuth has it (RFC 6750, 3.1), and as the documentation spells it.
    let bare = r#"{"error":"insufficent_claims"}"#;
    vec![
        row(statuses(&[200, 201, 203, 206], &ours), SAVED),
        row(statuses(&[200, 201, 204, 205], ""), ADOPTED),
        row(statuses(&[202], ""), POLLED),
        row(statuses(&[202], &ours), POLLED),
        // A redirect that is not followed has status 0 in a browser, its own in Node.
        row(statuses(&[0], ""), definite("PUT: notSaved redirected")),
        row(statuses(&[300, 301, 302, 303, 304, 307, 308, 399], ""), definite("PUT: notSaved redirected {}")),
        row(statuses(&[400, 422], &invalid), rejected),
        row(statuses(&[400, 422], "<html>"), definite("PUT: rejected {} ")),
        row(statuses(&[401], &error_body("unauthenticated")), EXPIRED),
        row(statuses(&[401], ""), EXPIRED),
        row(headed(401, "Bearer realm=\"\", authorization_uri=\"https://a.example/\"", ""), EXPIRED),
        row(headed(401, "Bearer error=\"insufficient_claims\", claims=\"eyJhIjoxfQ==\"", ""), CLAIMS_401),
        row(headed(401, "Bearer claims=\"eyJhIjoxfQ==\"", ""), CLAIMS_401),
        row(statuses(&[401], &error_body("insufficient_claims")), CLAIMS_401),
        row(statuses(&[403], &error_body("accessDenied")), definite("PUT: notSaved forbidden 403")),
        row(statuses(&[403], ""), definite("PUT: notSaved forbidden 403")),
        row(headed(403, "Bearer error=\"insufficient_claims\"", ""), CLAIMS_403),
        row(headed(403, "Bearer error=\"insufficent_claims\"", ""), CLAIMS_403),
        row(headed(403, "Bearer claims=\"eyJhIjoxfQ==\"", ""), CLAIMS_403),
        row(statuses(&[403], &error_body("insufficient_claims")), CLAIMS_403),
        row(statuses(&[403], &error_body("insufficent_claims")), CLAIMS_403),
        row(statuses(&[403], inner), CLAIMS_403),
        row(statuses(&[403], bare), CLAIMS_403),
        row(statuses(&[404, 410], &error_body("itemNotFound")), definite("PUT: notSaved gone {}")),
        row(
            statuses(&[402, 405, 406, 407, 411, 415, 416, 418, 421, 431, 451, 499, 501, 505], &invalid),
            definite("PUT: notSaved unsupported {}"),
        ),
        row(statuses(&[408], ""), RETRIED),
        row(statuses(&[409], &error_body("resourceModified")), REFUSED),
        row(statuses(&[409], &error_body("preconditionFailed")), REFUSED),
        row(
            statuses(&[409], &error_body("generalException")),
            definite("PUT GET: rejected 409 generalException with current"),
        ),
        row(statuses(&[409], ""), definite("PUT GET: rejected 409 conflict-state with current")),
        row(statuses(&[412], &error_body("preconditionFailed")), REFUSED),
        row(statuses(&[412], ""), REFUSED),
        row(statuses(&[412], "<html>"), REFUSED),
        row(statuses(&[413], ""), definite("PUT: notSaved too-large 413")),
        row(statuses(&[423], ""), LOCKED),
        row(statuses(&[428], &invalid), definite("PUT: notSaved precondition-required 428")),
        row(statuses(&[429, 509], r#"{"statusCode":429,"message":"Rate limit"}"#), THROTTLED),
        row(statuses(&[500, 502, 503, 504], &error_body("generalException")), RETRIED),
        row(statuses(&[506, 508, 510, 511, 599], "<html>"), RETRIED),
        row(statuses(&[507], ""), FULL),
        // What no table names.
        row(statuses(&[100, 199, 600, 999], ""), STOPPED),
    ]
}

/// Every row of B.2 that is no answer.
fn fault_table() -> Vec<Row> {
    vec![
        row(
            faults(&[Fault::Network]),
            [
                "PUT GET wait 750 PUT: saved response",
                "PUT GET: saved readback",
                "PUT GET wait 750 PUT GET wait 1500 PUT GET wait 3000 PUT GET: unknown network unchanged",
                "PUT GET rebased: saved response",
            ],
        ),
        // 15 s, 12.25 s of the 14.25 s that are left, 0.4 s of 0.5 s; then there is no time for another one.
        row(
            faults(&[Fault::Timeout]),
            [
                "PUT GET wait 750 PUT: saved response",
                "PUT GET: saved readback",
                "PUT GET wait 750 PUT GET wait 1500 PUT GET: unknown timeout unchanged",
                "PUT GET rebased: saved response",
            ],
        ),
        row(
            faults(&[Fault::TooLarge]),
            [
                "PUT GET: unknown unexpected-response unchanged",
                "PUT GET: saved readback",
                "PUT GET: unknown unexpected-response unchanged",
                "PUT GET rebased: saved response",
            ],
        ),
        row(faults(&[Fault::Offline]), definite("PUT: notSaved offline")),
        row(faults(&[Fault::NotSent]), definite("PUT: notSaved not-sent")),
        row(faults(&[Fault::AbortedBefore]), definite("PUT: notSaved aborted")),
        // Who gives up does not wait for another request.
        row(faults(&[Fault::Aborted]), definite("PUT: unknown aborted unreadable")),
    ]
}

#[test]
fn every_row_of_the_decision_table() {
    let (mut endings, mut scenes) = (0, 0);
    for row in table().into_iter().chain(fault_table()) {
        for (name, ending) in &row.endings {
            let status = ending.as_ref().map_or(0, |answer| answer.status).to_string();
            let mut play = |kind: &str, scene: &Scene, course: &str| {
                scenes += 1;
                plays(scene, &course.replace("{}", &status), &format!("{name}, {kind}"))
            };
            play("lost", &Scene::puts(&[lost(ending.clone())]), row.lost);
            let held = play("applied", &Scene::puts(&[applied(ending.clone())]), row.applied);
            play("for ever", &Scene { for_ever: true, ..Scene::puts(&[lost(ending.clone())]) }, row.for_ever);
            let did = lost(ending.clone()).and_foreign(FOREIGN.0, FOREIGN.1);
            let both = play("foreign", &Scene::puts(&[did]), row.foreign);
            // Where it was applied, no second copy of the edit is.
            assert_eq!(saves::etag_of(&held.server), "\"v1\"", "{name}");
            if row.foreign.contains("rebased") {
                assert_eq!(saves::text_at(&both.server, "/name").unwrap(), "after", "{name}");
                assert_eq!(saves::text_at(&both.server, "/details/notes").unwrap(), "theirs", "{name}");
            }
            endings += 1;
        }
    }
    println!("{endings} endings of a PUT, {scenes} courses, each with three clocks");
    assert!(endings >= 80);
}

/// Nothing but a success is ever taken for a saved edit, whatever its body, of every status there can be.
#[test]
fn no_status_without_a_success_says_saved() {
    let ours = document("after", "n", NEW_ETAG);
    let mut cases = 0;
    for status in (0..=999).filter(|status| !(200..=299).contains(status) || *status == 202) {
        for body in ["", "<html></html>", "null", "{}", &ours, &error_body("accessDenied")] {
            let scene = Scene { for_ever: true, ..Scene::puts(&[lost(Ok(answer(status, body)))]) };
            let played = scene.once();
            assert!(!matches!(played.outcome, Outcome::Saved { .. }), "{status} {body:.20}: {}", played.course);
            cases += 1;
        }
    }
    println!("{cases} answers that are no success");
}

/// What a body of 200 or 201 means: it is ours, or it is to be read, or nobody knows.
#[derive(Clone, Copy, PartialEq)]
enum Means {
    Saved,
    /// The success counts; what the server made of it is read.
    Adopted,
    Unexpected,
}

fn bodies() -> Vec<(&'static str, Vec<u8>, Means)> {
    use Means::{Adopted, Saved, Unexpected};
    let ours = document("after", "n", NEW_ETAG);
    let with_etag = |etag: &str| document("after", "n", etag);
    let raw_etag = |json: &str| ours.replace(&quoted(NEW_ETAG), json).into_bytes();
    let nested = |levels: usize| format!("{}{}", "[".repeat(levels), "]".repeat(levels));
    let deep = format!(r#"{{"id":"{ID}","eTag":"\"e\"","x":{}}}"#, nested(5_000));
    let deep_error = format!(r#"{{"error":{{"code":"x","innerError":{}}}}}"#, nested(5_000));
    vec![
        ("ours", ours.clone().into(), Saved),
        ("empty", vec![], Adopted),
        ("white space", b" \r\n\t".to_vec(), Adopted),
        ("a byte order mark in front", format!("\u{feff}{ours}").into(), Saved),
        ("a byte order mark alone", "\u{feff}".into(), Adopted),
        ("HTML", "<!DOCTYPE html><title>Sign in</title>".into(), Unexpected),
        ("a string", format!("\"{ID}\"").into(), Unexpected),
        ("an array", format!("[{ours}]").into(), Unexpected),
        ("null", "null".into(), Unexpected),
        ("a number", "5".into(), Unexpected),
        ("an object without an id", "{}".into(), Unexpected),
        ("an id that is no string", r#"{"id":1,"eTag":"\"e\""}"#.into(), Unexpected),
        ("another id", ours.replace(ID, "4111fffc-f9ee-4d53-bba6-569135228642").into(), Unexpected),
        ("the id in other case", ours.replace(ID, &ID.to_uppercase()).into(), Saved),
        ("no eTag", ours.replace("\"eTag\"", "\"etagg\"").into(), Adopted),
        ("an empty eTag", with_etag("").into(), Adopted),
        ("an eTag that is a number", raw_etag("5"), Adopted),
        ("an eTag that is null", raw_etag("null"), Adopted),
        ("the eTag unchanged", draft().into(), Saved),
        ("a weak eTag", with_etag("W/\"x\"").into(), Adopted),
        ("an eTag *", with_etag("*").into(), Adopted),
        ("an eTag of 10 KB", with_etag(&format!("\"{}\"", "e".repeat(10_240))).into(), Adopted),
        ("an eTag with line breaks", raw_etag(r#""\"e\r\nX: 1\"""#), Adopted),
        ("cut off", ours.as_bytes()[..ours.len() / 2].into(), Unexpected),
        ("cut off by one", ours.as_bytes()[..ours.len() - 1].into(), Unexpected),
        ("a trailing comma", (ours.trim_end_matches([' ', '}']).to_owned() + ",}").into(), Unexpected),
        ("more behind it", (ours.clone() + "{}").into(), Unexpected),
        ("invalid UTF-8", [ours.as_bytes(), b"\xff"].concat(), Unexpected),
        (
            "invalid UTF-8 inside",
            ours.replace("after", "af\u{1}ter")
                .into_bytes()
                .into_iter()
                .map(|byte| if byte == 1 { 0xff } else { byte })
                .collect(),
            Unexpected,
        ),
        ("UTF-16", ours.encode_utf16().flat_map(u16::to_le_bytes).collect(), Unexpected),
        ("5,000 levels", deep.into(), Unexpected),
        ("an error of 5,000 levels", deep_error.into(), Unexpected),
        ("an escape that is half a character", ours.replace("after", "\\ud800").into(), Saved),
        ("the same member twice", ours.replacen("{ ", "{ \"y\":1,\"y\":2,", 1).into(), Adopted),
        ("a member dropped", ours.replace("\"currency\":\"USD\"", "\"x\":1").into(), Saved),
        ("a member added", ours.replacen("{ ", "{ \"y\":1,", 1).into(), Saved),
        ("an error", error_body("generalException").into(), Unexpected),
        ("a malformed error", br#"{"error":{"code":"x""#.to_vec(), Unexpected),
        ("a list", format!("{{\"value\":[{ours}]}}").into(), Unexpected),
    ]
}

#[test]
fn a_success_is_only_taken_for_what_it_holds() {
    let bodies = bodies();
    for (name, body, means) in &bodies {
        for status in [200, 201] {
            let ending: Ending = Ok(Answer { body: body.clone(), ..answer(status, "") });
            let (applied_course, lost_course) = match means {
                Means::Saved => ("PUT: saved response", "PUT: saved response"),
                Means::Adopted => ("PUT GET: saved readback", "PUT GET: saved response"),
                Means::Unexpected => ("PUT GET: saved readback", "PUT GET: unknown unexpected-response unchanged"),
            };
            plays(&Scene::puts(&[applied(ending.clone())]), applied_course, &format!("{status}, {name}, applied"));
            plays(&Scene::puts(&[lost(ending.clone())]), lost_course, &format!("{status}, {name}, lost"));
            // The read-back does not succeed.
            let scene = Scene::puts(&[applied(ending)]).gets(&[Some(Ok(answer(404, "")))]);
            let course = match means {
                Means::Saved => "PUT: saved response",
                Means::Adopted => "PUT GET: saved response without etag",
                Means::Unexpected => "PUT GET: unknown unexpected-response unreadable",
            };
            plays(&scene, course, &format!("{status}, {name}, unread"));
        }
    }
    println!("{} bodies of a success", bodies.len());
}

/// A body is not adopted that is another referral's, is no JSON, or comes as another type: reading it back, neither.
#[test]
fn a_read_back_is_only_taken_for_what_it_holds() {
    for (name, body, means) in bodies() {
        let get: Ending = Ok(Answer { body, ..answer(200, "") });
        let scene = Scene::puts(&[applied(Err(Fault::Network))]).gets(&[Some(get)]);
        let played = scene.once();
        let course = match (name, means) {
            // A reading that is behind: the edit is there, and the version that was edited is shown.
            ("the eTag unchanged", _) => "PUT GET wait 750 PUT GET: unknown network unchanged",
            ("an escape that is half a character", _) => "PUT GET: conflict BothChanged /name",
            // Somebody else took it out or put it in, on top of ours.
            ("a member dropped" | "a member added" | "the same member twice", _) => "PUT GET: saved readback",
            ("empty" | "white space" | "a byte order mark alone", _) => "PUT GET: unknown network unreadable",
            // An eTag that cannot be sent is as good as none: the values tell.
            (_, Means::Saved | Means::Adopted) => "PUT GET: saved readback",
            // Cut off on its way, perhaps.
            (_, Means::Unexpected) if !is_json(name) => {
                "PUT GET wait 750 GET wait 1500 GET wait 3000 GET: unknown network unreadable"
            }
            _ => "PUT GET: unknown network unreadable",
        };
        assert_eq!(played.course, course, "{name}");
    }
}

fn is_json(name: &str) -> bool {
    let json = [
        "a string",
        "an array",
        "null",
        "a number",
        "an object without an id",
        "an id that is no string",
        "another id",
        "an error",
        "a list",
    ];
    json.contains(&name)
}

#[test]
fn the_type_of_a_success_has_to_be_json_where_it_is_told() {
    let accepted = [
        None,
        Some("application/json"),
        Some("application/json; charset=utf-8"),
        Some("APPLICATION/JSON;odata.metadata=minimal"),
        Some(" application/json "),
        Some("text/json"),
        Some("application/problem+json"),
        Some("application/vnd.microsoft+json; v=1"),
    ];
    let refused = [
        Some("text/html"),
        Some("text/html; charset=utf-8"),
        Some("text/plain"),
        Some("application/xml"),
        Some("application/jsonp"),
        Some("application/octet-stream"),
        Some("text/html; x=application/json"),
        Some(""),
    ];
    let ending = |content_type: Option<&str>| -> Ending {
        let content_type = content_type.map(str::to_owned);
        Ok(Answer { content_type, ..answer(200, &document("after", "n", NEW_ETAG)) })
    };
    for content_type in accepted {
        plays(&Scene::puts(&[applied(ending(content_type))]), "PUT: saved response", &format!("{content_type:?}"));
    }
    for content_type in refused {
        let name = format!("{content_type:?}");
        plays(&Scene::puts(&[applied(ending(content_type))]), "PUT GET: saved readback", &name);
        let course = "PUT GET: unknown unexpected-response unchanged";
        plays(&Scene::puts(&[lost(ending(content_type))]), course, &name);
    }
    println!("{} content types", accepted.len() + refused.len());
}

// ------------------------------------------------------------------------------------------------ Retry-After

/// reliability.md, D.3 and B.0: never earlier than told, never less than the own delay, and nothing is slept away that does
/// not fit into the call. 429 is waited for and sent again; 503 is waited for, read back and sent again.
#[test]
fn every_retry_after() {
    const FAR: &str = "PUT: notSaved throttled 429 +2147483647";
    const FAR_503: [&str; 3] = [
        "PUT GET: unknown status-503 unchanged",
        "PUT GET: saved readback",
        "PUT GET: notSaved throttled 503 +2147483647",
    ];
    const NO_429: &str = "PUT wait 5000 PUT: saved response";
    const NO_503: [&str; 3] =
        ["PUT GET wait 750 PUT: saved response", "PUT GET: saved readback", "PUT GET rebased: saved response"];
    const TWO: &str = "PUT wait 2000 PUT: saved response";
    const TWO_503: [&str; 3] = [
        "PUT wait 2000 GET PUT: saved response",
        "PUT wait 2000 GET: saved readback",
        "PUT wait 2000 GET rebased: saved response",
    ];
    // The value; the course of 429; that of 503 where it was lost, applied, and where somebody else was faster.
    let table: &[(&str, &str, [&str; 3])] = &[
        (
            "0",
            "PUT wait 750 PUT: saved response",
            [
                "PUT wait 750 GET PUT: saved response",
                "PUT wait 750 GET: saved readback",
                "PUT wait 750 GET rebased: saved response",
            ],
        ),
        (
            "1",
            "PUT wait 1000 PUT: saved response",
            [
                "PUT wait 1000 GET PUT: saved response",
                "PUT wait 1000 GET: saved readback",
                "PUT wait 1000 GET rebased: saved response",
            ],
        ),
        ("2", TWO, TWO_503),
        (" 2\t", TWO, TWO_503),
        ("Sun, 22 Nov 2026 08:00:02 GMT", TWO, TWO_503),
        ("Sunday, 22-Nov-26 08:00:02 GMT", TWO, TWO_503),
        ("Sun Nov 22 08:00:02 2026", TWO, TWO_503),
        (
            "29",
            "PUT wait 29000 PUT: saved response",
            [
                "PUT wait 29000 GET PUT: saved response",
                "PUT wait 29000 GET: saved readback",
                "PUT wait 29000 GET rebased: saved response",
            ],
        ),
        (
            "30",
            "PUT: notSaved throttled 429 +30000",
            [
                "PUT GET: unknown status-503 unchanged",
                "PUT GET: saved readback",
                "PUT GET: notSaved throttled 503 +30000",
            ],
        ),
        ("2592000", FAR, FAR_503),
        ("99999999999999999999", FAR, FAR_503),
        ("Tue, 22 Nov 2044 08:00:00 GMT", FAR, FAR_503),
        ("Sun, 22 Nov 2026 07:59:59 GMT", NO_429, NO_503),
        ("Sun, 06 Nov 1994 08:49:37 GMT", NO_429, NO_503),
        ("-5", NO_429, NO_503),
        ("1.5", NO_429, NO_503),
        ("soon", NO_429, NO_503),
        ("", NO_429, NO_503),
        ("120, 60", NO_429, NO_503),
    ];
    let mut courses = 0;
    for (value, course_429, courses_503) in table {
        let ending = |status| -> Ending { Ok(Answer { retry_after: Some((*value).to_owned()), ..answer(status, "") }) };
        for status in [429, 509] {
            let course = course_429.replace("429", &status.to_string());
            plays(&Scene::puts(&[lost(ending(status))]), &course, &format!("{status} {value}"));
        }
        let locked = course_429.replace("throttled 429", "locked 423").replace("wait 5000", "wait 750");
        plays(&Scene::puts(&[lost(ending(423))]), &locked, &format!("423 {value}"));
        for status in [408, 500, 502, 503, 504] {
            let foreign = lost(ending(status)).and_foreign(FOREIGN.0, FOREIGN.1);
            for (did, course) in [lost(ending(status)), applied(ending(status)), foreign].into_iter().zip(courses_503) {
                plays(&Scene::puts(&[did]), &course.replace("503", &status.to_string()), &format!("{status} {value}"));
                courses += 1;
            }
        }
        courses += 3;
    }
    println!("{} forms of Retry-After, {courses} courses", table.len());
}

fn told(status: u16, retry_after: &str) -> Ending {
    Ok(Answer { retry_after: Some(retry_after.to_owned()), ..answer(status, "") })
}

#[test]
fn retry_after_binds_readings_polls_and_the_last_try_too() {
    let network = || lost(Err(Fault::Network));
    let reading = |get| Scene::puts(&[network()]).gets(&[Some(get), None]);
    // Of a reading.
    let course = "PUT GET wait 2000 GET wait 750 PUT: saved response";
    plays(&reading(told(503, "2")), course, "GET 503");
    plays(&reading(told(429, "2")), course, "GET 429");
    plays(&reading(Ok(answer(429, ""))), "PUT GET wait 5000 GET wait 750 PUT: saved response", "GET 429, untold");
    plays(&reading(told(503, "60")), "PUT GET: unknown network unreadable", "GET 503 for long");
    // Of an accepted PUT that is not applied yet.
    plays(
        &Scene::puts(&[lost(told(202, "2"))]),
        "PUT wait 2000 GET wait 750 GET wait 1500 GET wait 3000 GET: unknown status-202 unchanged",
        "202",
    );
    plays(&Scene::puts(&[applied(told(202, "60"))]), "PUT GET: saved readback", "202 for long");
    plays(&Scene::puts(&[lost(told(202, "60"))]), "PUT GET: unknown status-202 unchanged", "202 for long, lost");
    // With no try left nothing is sent earlier than told, not even on top of somebody else's version.
    let once = Limit { max_retries: 0, ..Limit::default() };
    let late = |did: Did| Scene { limit: once, ..Scene::puts(&[did]) };
    plays(&late(lost(told(503, "2"))), "PUT GET: unknown status-503 unchanged", "no try left");
    let foreign = lost(told(503, "2")).and_foreign(FOREIGN.0, FOREIGN.1);
    plays(&late(foreign), "PUT GET: notSaved throttled 503 +2000", "no try left, foreign");
    plays(&late(lost(told(429, "2"))), "PUT: notSaved throttled 429 +2000", "429, no try left");
    // A service without room says when to come back.
    plays(&Scene::puts(&[lost(told(507, "60"))]), "PUT GET: notSaved storage 507 +60000", "507");
}

// ------------------------------------------------------------------------------------------------ what is told of it

/// The service's own texts are for nobody.
#[test]
fn the_message_of_an_error_is_never_read() {
    let body = r#"{"error":{"code":"invalidRequest","message":"S3CRET","target":"details","innerError":{"message":"S3CRET"}}}"#;
    let played = plays(&Scene::puts(&[lost(Ok(answer(400, body)))]), "PUT: rejected 400 invalidRequest", "400");
    assert!(!format!("{played:?}").contains("S3CRET"), "{played:?}");
    let Outcome::Rejected { target, current, .. } = played.outcome else { panic!("{played:?}") };
    assert_eq!((target.as_deref(), current), (Some("details"), None));
}

#[test]
fn a_state_that_is_refused_comes_with_what_the_server_holds() {
    let state = || lost(Ok(answer(409, &error_body("generalException"))));
    let scene = Scene::puts(&[state().and_foreign(FOREIGN.0, FOREIGN.1)]);
    let played = plays(&scene, "PUT GET: rejected 409 generalException with current", "409");
    let Outcome::Rejected { current, .. } = played.outcome else { panic!("{played:?}") };
    assert_eq!(current, Some(played.server));
    let scene = Scene::puts(&[state()]).gets(&[Some(Err(Fault::Aborted))]);
    plays(&scene, "PUT GET: rejected 409 generalException", "409, given up");
    let scene = Scene::puts(&[state()]).gets(&[Some(Ok(answer(404, "")))]);
    plays(&scene, "PUT GET: rejected 409 generalException", "409, unread");
}

/// What the service makes of a save is told: members lost, added and changed, but not the stamps of every save.
#[test]
fn what_the_server_changed_is_told() {
    let changed = document("after", "n", NEW_ETAG)
        .replace("\"USD\"", "\"EUR\"")
        .replace("\"dealValue\":12345678901234567.890,", "")
        .replacen("{ ", "{ \"campaignId\":\"C1\",\"updatedDateTime\":\"2026-11-22T08:00:01Z\",", 1);
    let lines = |outcome: Outcome| {
        let Outcome::Saved { json, server_changed, .. } = outcome else { panic!("{outcome:?}") };
        let lines = server_changed.iter();
        let lines =
            lines.map(|change| format!("{} {:?} {:?} {:?}", change.path, change.kind, change.before, change.after));
        (json, lines.collect::<Vec<String>>())
    };
    let expected = [
        r#"/details/dealValue Removed Some("12345678901234567.890") None"#,
        r#"/details/currency Changed Some("\"USD\"") Some("\"EUR\"")"#,
        r#"/campaignId Added None Some("\"C1\"")"#,
    ];
    let scene = Scene::puts(&[applied(Ok(answer(200, &changed)))]);
    let (json, found) = lines(plays(&scene, "PUT: saved response", "changed").outcome);
    assert_eq!((json.as_str(), found), (changed.as_str(), expected.map(str::to_owned).to_vec()));
    // The answer shows it without an entity tag, and cannot be read again: what it showed is what there is.
    let untagged = changed.replace(&quoted(NEW_ETAG), "null");
    let scene = Scene::puts(&[applied(Ok(answer(200, &untagged)))]).gets(&[Some(Ok(answer(404, "")))]);
    let (json, mut found) = lines(plays(&scene, "PUT GET: saved response without etag", "changed").outcome);
    found.retain(|line| !line.starts_with("/eTag"));
    assert_eq!((json.as_str(), found), (untagged.as_str(), expected.map(str::to_owned).to_vec()));
    // It showed nothing: what was sent.
    let scene = Scene::puts(&[applied(Ok(answer(204, "")))]).gets(&[Some(Ok(answer(404, "")))]);
    let (json, found) = lines(plays(&scene, "PUT GET: saved response without etag", "204").outcome);
    assert_eq!((json, found), (prepared(&draft(), referral_editor::put::Options::default()).body, vec![]));
}

#[test]
fn what_is_odd_and_changes_nothing_is_told_to_developers() {
    let ours = document("after", "n", NEW_ETAG);
    let diagnostics = |did: Did| Scene::puts(&[did]).play().diagnostics;
    assert_eq!(diagnostics(applied(Ok(answer(200, &ours)))), [""; 0]);
    assert_eq!(diagnostics(applied(Ok(answer(200, &draft())))), ["etag-unchanged"]);
    let header = |etag: &str| applied(Ok(Answer { etag: Some(etag.to_owned()), ..answer(200, &ours) }));
    assert_eq!(diagnostics(header(NEW_ETAG)), [""; 0]);
    assert_eq!(diagnostics(header("\"other\"")), ["etag-mismatch"]);
    // CORS headers are missing on the answer to the PUT: the edit is there, and the page could not read that.
    assert_eq!(diagnostics(applied(Err(Fault::Network))), ["response-unreadable"]);
    assert_eq!(diagnostics(applied(Err(Fault::Timeout))), [""; 0]);
    assert_eq!(diagnostics(lost(Err(Fault::Network))), [""; 0]);
}

/// Requests that never left are not counted, and a request's id is kept for a repetition after no answer, and only then.
#[test]
fn attempts_are_counted_and_repetitions_told() {
    let counts = |puts: &[Did]| {
        let played = Scene::puts(puts).play();
        (played.attempts, played.repeated)
    };
    let (network, busy) = (lost(Err(Fault::Network)), lost(Ok(answer(429, ""))));
    assert_eq!(counts(&[]), (1, vec![false]));
    assert_eq!(counts(&[network.clone(), network.clone()]), (3, vec![false, true, true]));
    assert_eq!(counts(&[lost(Err(Fault::Timeout)), busy.clone()]), (3, vec![false, true, false]));
    assert_eq!(counts(&[busy, network.clone()]), (3, vec![false, false, true]));
    assert_eq!(counts(&[lost(Ok(answer(500, "")))]), (2, vec![false, false]));
    // Made anew, it is another request.
    let foreign = network.and_foreign(FOREIGN.0, FOREIGN.1);
    assert_eq!(counts(&[foreign]), (2, vec![false, false]));
    for fault in [Fault::Offline, Fault::NotSent, Fault::AbortedBefore] {
        assert_eq!(counts(&[lost(Err(fault))]), (0, vec![false]), "{fault:?}");
    }
}
