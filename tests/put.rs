//! The save without I/O: the request that is prepared or refused, and the outcome of every ending that a request can have
//! (reliability.md B.2 and D.3, written out here by hand; one PUT, then a read-back where its answer leaves a doubt).
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says no by panicking, and its counts are printed"
)]

use referral_editor::finding::Code;
use referral_editor::put::{
    Answer, ConflictKind, DEFAULT_BASE_URL, ErrorBody, Fault, GetRequest, LastSeen, Options, Outcome, PutRequest,
    Refusal, Resource, Save, Step, Unexpected, VerifiedBy, is_referral_id, prepare_get, prepare_put, retry_at,
};

const ID: &str = "49d90c72-3326-4f61-aacc-2cb57970448c";
const URL: &str = "https://api.partner.microsoft.com/v1.0/engagements/referrals/49d90c72-3326-4f61-aacc-2cb57970448c";
const ETAG: &str = "\"2500ec5a-0000-0000-0000-5bf4967d0000\"";
const NEW_ETAG: &str = "\"2500ec5a-0000-0800-0000-5bf4967d0001\"";
const NOW: f64 = 1_795_334_400_000.0;

/// A referral with what the save looks at; `links` and unusual white space, numbers and escapes around it.
fn document(name: &str, notes: &str, etag: &str) -> String {
    let etag = etag.replace('"', "\\\"");
    format!(
        "{{ \"id\":\"{ID}\",\n  \"name\" : \"{name}\", \"status\":\"Active\",\"substatus\":\"Accepted\",\r\n\
         \"customerProfile\":{{}},\"consent\":{{}},\"details\":{{\"notes\":\"{notes}\",\"dealValue\":12345678901234567.890,\
         \"currency\":\"USD\"}}, \"x\\u0041\":[1E5,{{\"links\":1}}],\"eTag\":\"{etag}\",\n\"links\":{{\"self\":{{}}}} }}"
    )
}

fn base() -> String {
    document("before", "n", ETAG)
}

fn draft() -> String {
    document("after", "n", ETAG)
}

// ------------------------------------------------------------------------------------------------ the request

fn prepared(text: &str, options: Options<'_>) -> PutRequest {
    prepare_put(text.as_bytes(), options).unwrap_or_else(|refusal| panic!("{refusal:?} for {text}"))
}

#[test]
fn the_request_has_url_etag_id_and_the_body_without_links() {
    let request = prepared(&draft(), Options::default());
    assert_eq!(DEFAULT_BASE_URL, "https://api.partner.microsoft.com/v1.0");
    assert_eq!(request.url, URL);
    assert_eq!(request.etag, ETAG);
    assert_eq!(request.id, ID);
    let expected = draft().replace(",\n\"links\":{\"self\":{}}", "");
    assert_ne!(expected, draft());
    assert_eq!(request.body, expected);
    let by_base = prepared(&draft(), Options { base: Some(base().as_bytes()), ..Options::default() });
    assert_eq!(by_base, request);
}

#[test]
fn links_are_cut_with_one_comma_wherever_they_stand_and_no_other_byte() {
    let rest = format!(
        "\"id\":\"{ID}\",\"customerProfile\":null,\"consent\":null,\"details\":{{\"links\":[ ]}},\"eTag\":\"\\\"e\\\"\""
    );
    let cases = [
        (format!("{{{rest}}}"), format!("{{{rest}}}")),
        (format!("{{\"links\":{{}},{rest}}}"), format!("{{{rest}}}")),
        (format!("{{ \"links\" : {{ }} ,\n {rest} }}"), format!("{{ {rest} }}")),
        (format!("{{{rest},\"links\":null}}"), format!("{{{rest}}}")),
        (format!("{{{rest} , \"links\" : \"}}\\\"\" \n}}"), format!("{{{rest} \n}}")),
        (format!("{{{rest},\"links\":[1,{{\"links\":2}}],\"z\":1}}"), format!("{{{rest},\"z\":1}}")),
        (format!("{{{rest},\"l\\u0069nks\":1,\"z\":1}}"), format!("{{{rest},\"z\":1}}")),
        (format!("{{{rest},\"Links\":1,\"link\":2}}"), format!("{{{rest},\"Links\":1,\"link\":2}}")),
        (format!("\n\t{{{rest}}}\r\n "), format!("\n\t{{{rest}}}\r\n ")),
        // A byte order mark may not be sent (RFC 8259, 8.1).
        (format!("\u{feff}{{{rest},\"links\":1}}"), format!("{{{rest}}}")),
    ];
    for (text, body) in &cases {
        // A slip that is read over stops the save, the mark alone does not.
        assert_eq!(&prepared(text, Options::default()).body, body, "{text}");
    }
    println!("{} places of links", cases.len());
}

#[test]
fn the_etag_option_goes_into_the_header_and_into_the_body() {
    for tag in [r#""new""#, r#""""#, r#""a\b""#, r#""2500ec5a-0000-1000-0000-6ae97a0c0000""#] {
        let request = prepared(&draft(), Options { etag: Some(tag), ..Options::default() });
        assert_eq!(request.etag, tag);
        let quoted = serde_json::to_string(tag).unwrap();
        let expected =
            draft().replace(",\n\"links\":{\"self\":{}}", "").replace(&serde_json::to_string(ETAG).unwrap(), &quoted);
        assert_eq!(request.body, expected, "{tag}");
    }
    // Links in front of it, so that what is cut and what is put in change places.
    let text = format!(
        r#"{{"links":{{"a":1}},"id":"{ID}","eTag":"\"old\"","customerProfile":{{}},"consent":{{}},"details":{{}},"links2":1}}"#
    );
    let request = prepared(&text, Options { etag: Some("\"a-much-longer-one\""), ..Options::default() });
    let expected = format!(
        r#"{{"id":"{ID}","eTag":"\"a-much-longer-one\"","customerProfile":{{}},"consent":{{}},"details":{{}},"links2":1}}"#
    );
    assert_eq!(request.body, expected);
    // The same tag in other escapes stays as it was written.
    let text = text.replace(r#""\"old\"""#, r#""\u0022old\u0022""#);
    assert!(prepared(&text, Options { etag: Some("\"old\""), ..Options::default() }).body.contains(r"\u0022old\u0022"));
    assert_eq!(prepared(&text, Options::default()).etag, "\"old\"");
}

#[test]
fn a_null_etag_gives_way_to_the_option_and_an_absent_one_is_not_made_up() {
    let text = |member: &str| {
        format!(r#"{{"id":"{ID}",{member}"customerProfile":{{}},"consent":{{}},"details":{{}},"links":{{}}}}"#)
    };
    let options = Options { etag: Some("\"e\""), ..Options::default() };
    let request = prepared(&text(r#""eTag" : null ,"#), options);
    assert_eq!(request.body, text(r#""eTag" : "\"e\"" ,"#).replace(r#","links":{}"#, ""));
    assert_eq!(prepared(&text(""), options).body, text("").replace(r#","links":{}"#, ""));
}

#[test]
fn a_draft_with_errors_is_refused_with_all_of_its_findings() {
    let text = draft().replace("\"Accepted\"", "\"Won\"").replace("\"USD\"", "\"usd\"");
    let Err(Refusal::Invalid(findings)) = prepare_put(text.as_bytes(), Options::default()) else {
        panic!("{text}");
    };
    let codes: Vec<Code> = findings.iter().map(|finding| finding.code).collect();
    assert_eq!(codes, [Code::StatusPair, Code::Format]);
    for text in ["", "null", "[]", "{}", "{\"id\":1}", "\u{0}"] {
        assert!(matches!(prepare_put(text.as_bytes(), Options::default()), Err(Refusal::Invalid(_))), "{text}");
    }
    // What was broken before stops nobody.
    let base = text.replace("after", "before");
    assert_eq!(prepared(&text, Options { base: Some(base.as_bytes()), ..Options::default() }).etag, ETAG);
    // An illegal move does.
    let reopened = prepare_put(
        draft().as_bytes(),
        Options {
            base: Some(draft().replace("Active", "Closed").replace("Accepted", "Won").as_bytes()),
            ..Options::default()
        },
    );
    assert!(matches!(reopened, Err(Refusal::Invalid(_))));
}

/// reliability.md D.4: base URLs.
#[test]
fn a_base_url_that_could_lead_elsewhere_is_refused() {
    let long = format!("https://example.com/{}", "a".repeat(2048));
    let refused = [
        "",
        " ",
        "https://",
        "https:///v1.0",
        "https:example.com",
        "https:/example.com",
        "//example.com",
        "example.com",
        "api.partner.microsoft.com/v1.0",
        "http://api.partner.microsoft.com/v1.0",
        "http://example.com",
        "http://localhost.evil.test",
        "http://127.0.0.1.evil.test",
        "http://127.0.0.2",
        "http://0.0.0.0",
        "http://[::2]",
        "javascript:alert(1)",
        "javascript://example.com/%0aalert(1)",
        "data:text/html,x",
        "file:///etc/passwd",
        "blob:https://example.com/x",
        "ftp://example.com",
        "ws://example.com",
        "HTTP://localhost",
        "https://user@example.com",
        "https://user:pw@example.com/v1.0",
        "https://@example.com",
        "https://example.com@evil.test",
        "https://example.com\\@evil.test",
        "https:\\\\example.com",
        "https://example.com\\v1.0",
        "https://exam\tple.com",
        "https://example.com/\nv1.0",
        "https://example.com/v1.0\r\nHost: evil.test",
        "https://example.com/\0",
        " https://example.com",
        "https://example.com ",
        "https://ex ample.com",
        "https://аpi.partner.microsoft.com/v1.0",
        "https://api。partner.microsoft.com/v1.0",
        "https://example.com/ü",
        "https://example.com\u{202e}/v1.0",
        "https://api.partner.microsoft.com./v1.0",
        "https://example..com",
        "https://.example.com",
        "https://-example.com",
        "https://example-.com",
        "https://exa_mple.com",
        "https://example.com:0",
        "https://example.com:65536",
        "https://example.com:99999999999999999999",
        "https://example.com:",
        "https://example.com:port",
        "https://example.com:-1",
        "https://example.com:+443",
        "https://example.com:0443",
        "https://example.com:443:443",
        "https://[fe80::1%25eth0]",
        "https://[fe80::1%eth0]",
        "https://[::1",
        "https://[::1]x",
        "https://[::1]:",
        "https://[2001:db8::1]/v1.0",
        "https://api.partner.microsoft.com.evil.test/v1.0",
        "https://api.partner.microsoft.comevil.test",
        "https://API.partner.microsoft.com.evil.test",
        "https://example.com/v1.0?x=1",
        "https://example.com/v1.0?",
        "https://example.com/v1.0#x",
        "https://example.com#",
        "https://example.com/../v1.0",
        "https://example.com/v1.0/..",
        "https://example.com/./v1.0",
        "https://example.com//v1.0",
        "https://example.com/%2e%2e/v1.0",
        "https://example.com/v1.0%2f..",
        "https://example.com/<script>",
        "https://example.com/\"x\"",
        "https://example.com/{id}",
        &long,
    ];
    for base_url in refused {
        for origin in [None, Some("https://portal.example")] {
            let options = Options { base_url: Some(base_url), origin, ..Options::default() };
            let refusal = prepare_put(draft().as_bytes(), options);
            assert!(matches!(refusal, Err(Refusal::Url(_))), "{base_url:?}: {refusal:?}");
            assert!(matches!(prepare_get(ID, Some(base_url), origin), Err(Refusal::Url(_))), "{base_url:?}");
        }
    }
    println!("{} base URLs refused", refused.len());
    assert!(refused.len() >= 25);
}

#[test]
fn the_base_urls_of_the_contract_are_accepted() {
    let cases = [
        (None, URL.to_owned()),
        (Some(DEFAULT_BASE_URL), URL.to_owned()),
        (Some("https://api.partner.microsoft.com/v1.0/"), URL.to_owned()),
        (Some("https://example.com"), format!("https://example.com/engagements/referrals/{ID}")),
        (Some("https://example.com/"), format!("https://example.com/engagements/referrals/{ID}")),
        (
            Some("https://api.partner.microsoft-ppe.com/v1.0"),
            format!("https://api.partner.microsoft-ppe.com/v1.0/engagements/referrals/{ID}"),
        ),
        (Some("https://EXAMPLE.com:8443/a/b"), format!("https://EXAMPLE.com:8443/a/b/engagements/referrals/{ID}")),
        (Some("https://example.com:65535"), format!("https://example.com:65535/engagements/referrals/{ID}")),
        (Some("https://xn--bcher-kva.example"), format!("https://xn--bcher-kva.example/engagements/referrals/{ID}")),
        (Some("http://localhost:8080/v1.0"), format!("http://localhost:8080/v1.0/engagements/referrals/{ID}")),
        (Some("http://127.0.0.1:1/v1.0"), format!("http://127.0.0.1:1/v1.0/engagements/referrals/{ID}")),
        (Some("http://[::1]:8080"), format!("http://[::1]:8080/engagements/referrals/{ID}")),
        (Some("https://localhost"), format!("https://localhost/engagements/referrals/{ID}")),
        (Some("/partner-api"), format!("https://portal.example/partner-api/engagements/referrals/{ID}")),
        (Some("/partner-api/"), format!("https://portal.example/partner-api/engagements/referrals/{ID}")),
        (Some("/"), format!("https://portal.example/engagements/referrals/{ID}")),
        (Some("/a/b.c/~d"), format!("https://portal.example/a/b.c/~d/engagements/referrals/{ID}")),
    ];
    for (base_url, url) in &cases {
        let origin = Some("https://portal.example");
        let options = Options { base_url: *base_url, origin, ..Options::default() };
        assert_eq!(&prepared(&draft(), options).url, url);
        assert_eq!(prepare_get(ID, *base_url, origin), Ok(GetRequest { url: url.clone() }));
    }
    println!("{} base URLs accepted", cases.len());
}

#[test]
fn a_path_needs_the_origin_of_a_page_and_stays_on_it() {
    for origin in [None, Some("null"), Some("file://"), Some("about:blank"), Some("")] {
        let options = Options { base_url: Some("/partner-api"), origin, ..Options::default() };
        assert!(matches!(prepare_put(draft().as_bytes(), options), Err(Refusal::Url(_))), "{origin:?}");
    }
    for path in [
        "//evil.test",
        "/\\evil.test",
        "/..",
        "/../x",
        "/a/../b",
        "/./a",
        "/a//b",
        "/a?b",
        "/a#b",
        "/a b",
        "/%2e%2e",
        "/ü",
        "/@evil.test",
    ] {
        let options = Options { base_url: Some(path), origin: Some("https://portal.example"), ..Options::default() };
        assert!(matches!(prepare_put(draft().as_bytes(), options), Err(Refusal::Url(_))), "{path}");
    }
}

/// reliability.md D.4: ids.
#[test]
fn an_id_that_could_leave_its_place_in_the_url_is_refused() {
    let (long, longest) = ("a".repeat(129), "a".repeat(128));
    let refused = [
        "",
        ".",
        "..",
        "...",
        "%2e%2e",
        "%2E",
        "a/b",
        "/",
        "a\\b",
        "a?x",
        "a#x",
        "a&b",
        "a;b",
        "a:b",
        "a@b",
        "a.b",
        "a+b",
        "a%20b",
        "a b",
        " a",
        "a ",
        "a\r\nb",
        "a\nb",
        "a\tb",
        "a\0",
        "\0",
        "a\u{2028}b",
        "\u{202e}a",
        "a\u{200b}",
        "é",
        "ａ",
        "{49d90c72-3326-4f61-aacc-2cb57970448c}",
        "49d90c72-3326-4f61-aacc-2cb57970448c'",
        "$metadata",
        "*",
        "\u{fffd}",
        &long,
    ];
    for id in refused {
        assert!(!is_referral_id(id), "{id:?}");
        assert!(prepare_get(id, None, None).is_err(), "{id:?}");
        // No id at all is an error of the document.
        if id.is_empty() {
            continue;
        }
        let text = draft().replace(&quoted(ID), &quoted(id));
        let refusal = prepare_put(text.as_bytes(), Options::default());
        assert!(matches!(refusal, Err(Refusal::Id(_))), "{id:?}: {refusal:?}");
    }
    let accepted = [ID, "0", "a", "A-b_C", "-", "_", "id-1", &longest, "61C65491-2F2C-461A-84B4-3654499BC1D9"];
    for id in accepted {
        assert!(is_referral_id(id), "{id:?}");
        let request = prepared(&draft().replace(ID, id), Options::default());
        assert!(request.url.ends_with(&format!("/engagements/referrals/{id}")), "{}", request.url);
    }
    println!("{} ids refused, {} accepted", refused.len(), accepted.len());
    assert!(refused.len() >= 20);
}

/// reliability.md D.4 and B.0: entity tags.
#[test]
fn an_etag_that_cannot_be_sent_as_it_is_is_refused() {
    let (long, longest) = (format!("\"{}\"", "a".repeat(1023)), format!("\"{}\"", "a".repeat(1022)));
    let refused = [
        "",
        " ",
        "*",
        "\"",
        "abc",
        "2500ec5a-0000-0000-0000-5bf4967d0000",
        "\"abc",
        "abc\"",
        "'abc'",
        "W/\"abc\"",
        "W/\"datetime'2024-09-19T19%3A45%3A40.1106919Z'\"",
        "W/*",
        "w/\"abc\"",
        "\"a\", \"b\"",
        "\"a\",\"b\"",
        "\"a\"b\"",
        "\"a b\"",
        " \"abc\"",
        "\"abc\" ",
        "\"abc\"\r\nX-Evil: 1",
        "\"a\r\nb\"",
        "\"a\nb\"",
        "\"a\tb\"",
        "\"a\0b\"",
        "\"a\u{7f}b\"",
        "\"aéb\"",
        "\"a\u{2028}b\"",
        "“abc”",
        "\\\"abc\\\"",
        &long,
    ];
    for tag in refused {
        let by_option = prepare_put(draft().as_bytes(), Options { etag: Some(tag), ..Options::default() });
        assert!(matches!(by_option, Err(Refusal::Etag(_, false))), "{tag:?}: {by_option:?}");
        let own = draft().replace(&serde_json::to_string(ETAG).unwrap(), &serde_json::to_string(tag).unwrap());
        let by_document = prepare_put(own.as_bytes(), Options::default());
        assert!(matches!(by_document, Err(Refusal::Etag(_, true))), "{tag:?}: {by_document:?}");
        // Another one can be given instead.
        let request = prepared(&own, Options { etag: Some("\"e\""), ..Options::default() });
        assert!(request.etag == "\"e\"" && request.body.contains(r#""eTag":"\"e\"""#), "{tag:?}: {}", request.body);
    }
    // The reason helps to put it right.
    for (tag, word) in
        [("", "no eTag"), ("*", "overwrite"), ("W/\"x\"", "weak"), ("x", "double quotes"), ("\"a b\"", "character")]
    {
        let Err(Refusal::Etag(why, _)) =
            prepare_put(draft().as_bytes(), Options { etag: Some(tag), ..Options::default() })
        else {
            panic!("{tag}");
        };
        assert!(why.contains(word), "{tag}: {why}");
    }
    let accepted = [ETAG, NEW_ETAG, "\"\"", "\"!#$%&'()*+,-./:;<=>?@[\\]^_`{|}~\"", "\"W/x\"", "\"a,b\"", &longest];
    for tag in accepted {
        assert_eq!(prepared(&draft(), Options { etag: Some(tag), ..Options::default() }).etag, tag);
    }
    println!("{} eTags refused, {} accepted", refused.len(), accepted.len());
    assert!(refused.len() >= 15);
}

// ------------------------------------------------------------------------------------------------ answers

fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        content_type: Some("application/json; charset=utf-8".into()),
        body: body.into(),
        ..Answer::default()
    }
}

fn save() -> Save {
    Save::new(prepared(&draft(), Options::default()), Some(base()))
}

/// What a step says, in the words of the table.
#[derive(Clone, Debug, PartialEq)]
enum Next {
    /// `saved`, by the answer itself.
    Saved,
    NotSaved(&'static str),
    Rejected(&'static str),
    /// Reads back what it knows to be saved.
    AfterSuccess,
    /// Reads back after a refused precondition.
    AfterConflict,
    /// Reads back, and says this where that fails.
    Doubt(String),
}
use Next::{AfterConflict, AfterSuccess, NotSaved, Rejected, Saved};

/// The doubt is told by what becomes of it when the referral cannot be read.
fn next(ending: &Result<Answer, Fault>) -> Next {
    let mut save = save();
    match save.told(ending, NOW) {
        Step::ReadBack(request) => {
            assert_eq!(request.url, URL);
            match save.told(&Err(Fault::Network), NOW) {
                Step::Done(Outcome::Saved { verified_by, json, etag, server_changed }) => {
                    assert_eq!((verified_by, etag, json), (VerifiedBy::Response, None, save.request().body.clone()));
                    assert!(server_changed.is_empty());
                    AfterSuccess
                }
                Step::Done(Outcome::Unknown { reason, last_seen }) => {
                    assert_eq!(last_seen, LastSeen::Unreadable);
                    if reason == "precondition-failed" { AfterConflict } else { Next::Doubt(reason) }
                }
                other => panic!("{other:?}"),
            }
        }
        Step::Done(Outcome::Saved { verified_by, .. }) => {
            assert_eq!(verified_by, VerifiedBy::Response);
            Saved
        }
        Step::Done(Outcome::NotSaved { reason, status, retry_at }) => {
            assert_eq!(retry_at, None);
            let told = ending.as_ref().ok().map(|answer| answer.status).filter(|status| *status > 0);
            assert_eq!(status, told, "{reason}");
            NotSaved(reason)
        }
        Step::Done(Outcome::Rejected { status, code, target }) => {
            assert_eq!(Some(status), ending.as_ref().ok().map(|answer| answer.status));
            assert_eq!(target.as_deref(), Some("ETag").filter(|_| !code.is_empty()));
            let code: &'static str = Box::leak(code.into_boxed_str());
            Rejected(code)
        }
        other => panic!("{other:?}"),
    }
}

fn error_body(code: &str) -> String {
    format!(r#"{{"error":{{"code":"{code}","message":"m","target":"ETag"}}}}"#)
}

/// Every status of reliability.md D.3, with what B.2 says of it in a save of one PUT.
#[test]
fn every_status_has_the_outcome_of_the_decision_table() {
    let doubt = |reason: &str| Next::Doubt(reason.to_owned());
    let ours = document("after", "n", NEW_ETAG);
    let invalid = error_body("invalidRequest");
    let rejected = Rejected("invalidRequest");
    let table: &[(u16, &str, Next)] = &[
        (200, &ours, Saved),
        (201, &ours, Saved),
        (202, &ours, doubt("status-202")),
        (202, "", doubt("status-202")),
        (203, &ours, Saved),
        (204, "", AfterSuccess),
        (205, "", AfterSuccess),
        (206, &ours, Saved),
        (200, "", AfterSuccess),
        // A redirect that is not followed has status 0 in a browser, its own in Node.
        (0, "", NotSaved("redirected")),
        (300, "", NotSaved("redirected")),
        (301, "", NotSaved("redirected")),
        (302, "", NotSaved("redirected")),
        (303, "", NotSaved("redirected")),
        (304, "", NotSaved("redirected")),
        (307, "", NotSaved("redirected")),
        (308, "", NotSaved("redirected")),
        (400, &invalid, rejected.clone()),
        (400, "", Rejected("")),
        (401, &error_body("unauthenticated"), NotSaved("unauthenticated")),
        (402, &invalid, NotSaved("unsupported")),
        (403, &error_body("accessDenied"), NotSaved("forbidden")),
        (404, &error_body("itemNotFound"), NotSaved("gone")),
        (405, &invalid, NotSaved("unsupported")),
        (406, &invalid, NotSaved("unsupported")),
        (408, "", doubt("status-408")),
        (409, &error_body("resourceModified"), AfterConflict),
        (409, &error_body("preconditionFailed"), AfterConflict),
        (409, &error_body("generalException"), Rejected("generalException")),
        (409, "", Rejected("")),
        (410, &error_body("itemNotFound"), NotSaved("gone")),
        (411, &invalid, NotSaved("unsupported")),
        (412, &error_body("preconditionFailed"), AfterConflict),
        (412, "", AfterConflict),
        (412, "<html>", AfterConflict),
        (413, "", NotSaved("too-large")),
        (415, &invalid, NotSaved("unsupported")),
        (416, &invalid, NotSaved("unsupported")),
        (421, "", NotSaved("unsupported")),
        (422, &invalid, rejected),
        (423, "", NotSaved("locked")),
        (428, &invalid, NotSaved("precondition-required")),
        (429, r#"{"statusCode":429,"message":"Rate limit"}"#, NotSaved("throttled")),
        (431, "", NotSaved("unsupported")),
        (451, "", NotSaved("unsupported")),
        (500, &error_body("generalException"), doubt("status-500")),
        (501, "", NotSaved("unsupported")),
        (502, "<html>", doubt("status-502")),
        (503, &error_body("serviceNotAvailable"), doubt("status-503")),
        (504, "", doubt("status-504")),
        (505, "", NotSaved("unsupported")),
        (507, "", doubt("status-507")),
        (509, "", NotSaved("throttled")),
        (511, "<html>", doubt("status-511")),
        // What no table names.
        (100, "", doubt("status-100")),
        (418, "", NotSaved("unsupported")),
        (499, "", NotSaved("unsupported")),
        (508, "", doubt("status-508")),
        (599, "", doubt("status-599")),
        (600, "", doubt("status-600")),
        (999, "", doubt("status-999")),
    ];
    for (status, body, expected) in table {
        assert_eq!(&next(&Ok(answer(*status, body))), expected, "{status} {body:.40}");
    }
    println!("{} statuses", table.len());
}

/// Nothing but a success with the referral, or with nothing, is ever taken for a saved edit.
#[test]
fn no_status_without_a_success_says_saved() {
    let bodies = ["", "<html></html>", "null", "{}", &document("after", "n", NEW_ETAG), &error_body("accessDenied")];
    let mut cases = 0;
    for status in (0..=999).filter(|status| !(200..=299).contains(status) || *status == 202) {
        for body in bodies {
            let found = next(&Ok(answer(status, body)));
            assert!(!matches!(found, Saved | AfterSuccess), "{status} {body:.20}: {found:?}");
            cases += 1;
        }
    }
    println!("{cases} answers that are no success");
}

/// reliability.md D.3, body: what a success may hold.
#[test]
fn a_success_is_only_taken_for_what_it_holds() {
    let ours = document("after", "n", NEW_ETAG);
    let unexpected = || Next::Doubt("unexpected-response".into());
    let deep = format!(r#"{{"id":"{ID}","eTag":"\"e\"","x":{}{}}}"#, "[".repeat(5_000), "]".repeat(5_000));
    let table: Vec<(&str, Vec<u8>, Next)> = vec![
        ("ours", ours.clone().into(), Saved),
        ("empty", vec![], AfterSuccess),
        ("white space", b" \r\n\t".to_vec(), AfterSuccess),
        ("a byte order mark in front", format!("\u{feff}{ours}").into(), Saved),
        ("a byte order mark alone", "\u{feff}".into(), AfterSuccess),
        ("HTML", "<!DOCTYPE html><title>Sign in</title>".into(), unexpected()),
        ("a string", format!("\"{ID}\"").into(), unexpected()),
        ("an array", format!("[{ours}]").into(), unexpected()),
        ("null", "null".into(), unexpected()),
        ("a number", "5".into(), unexpected()),
        ("an object without an id", "{}".into(), unexpected()),
        ("an id that is no string", r#"{"id":1,"eTag":"\"e\""}"#.into(), unexpected()),
        ("another id", ours.replace(ID, "4111fffc-f9ee-4d53-bba6-569135228642").into(), unexpected()),
        ("the id in other case", ours.replace(ID, &ID.to_uppercase()).into(), Saved),
        ("no eTag", ours.replace("\"eTag\"", "\"etagg\"").into(), AfterSuccess),
        ("an empty eTag", document("after", "n", "").into(), AfterSuccess),
        ("an eTag that is a number", format!(r#"{{"id":"{ID}","eTag":5}}"#).into(), AfterSuccess),
        ("the eTag unchanged", draft().into(), Saved),
        ("a weak eTag", document("after", "n", "W/\"x\"").into(), Saved),
        ("cut off", ours.get(..ours.len() / 2).unwrap().into(), unexpected()),
        ("cut off by one", ours.get(..ours.len() - 1).unwrap().into(), unexpected()),
        ("a trailing comma", (ours.trim_end_matches([' ', '}']).to_owned() + ",}").into(), unexpected()),
        ("more behind it", (ours.clone() + "{}").into(), unexpected()),
        ("invalid UTF-8", [ours.as_bytes(), b"\xff"].concat(), unexpected()),
        ("UTF-16", ours.encode_utf16().flat_map(u16::to_le_bytes).collect(), unexpected()),
        ("5,000 levels", deep.into(), unexpected()),
        ("an escape that is half a character", ours.replace("after", "\\ud800").into(), Saved),
        ("the same member twice", ours.replacen("{ ", "{ \"y\":1,\"y\":2,", 1).into(), Saved),
        ("the error body", error_body("generalException").into(), unexpected()),
        ("a list", format!("{{\"value\":[{ours}]}}").into(), unexpected()),
    ];
    for (name, body, expected) in &table {
        for status in [200, 201] {
            let answer = Answer { body: body.clone(), ..answer(status, "") };
            assert_eq!(&next(&Ok(answer)), expected, "{status}, {name}");
        }
    }
    println!("{} bodies of a success", table.len());
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
    let next_for = |content_type: Option<&str>| {
        let content_type = content_type.map(str::to_owned);
        next(&Ok(Answer { content_type, ..answer(200, &document("after", "n", NEW_ETAG)) }))
    };
    for content_type in accepted {
        assert_eq!(next_for(content_type), Saved, "{content_type:?}");
    }
    for content_type in refused {
        assert_eq!(next_for(content_type), Next::Doubt("unexpected-response".into()), "{content_type:?}");
    }
    println!("{} content types", accepted.len() + refused.len());
}

#[test]
fn the_etag_is_the_bodys_and_else_the_headers() {
    let header = Some("\"of the header\"".to_owned());
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

// ------------------------------------------------------------------------------------------------ faults

/// How a request ends without an answer.
#[test]
fn every_fault_has_the_outcome_of_the_decision_table() {
    let doubt = |reason: &str| Next::Doubt(reason.to_owned());
    let table = [
        (Fault::NotSent, NotSaved("not-sent")),
        (Fault::NoToken, NotSaved("no-token")),
        (Fault::Offline, NotSaved("offline")),
        (Fault::AbortedBefore, NotSaved("aborted")),
        (Fault::Timeout, doubt("timeout")),
        (Fault::Network, doubt("network")),
        (Fault::TooLarge, doubt("unexpected-response")),
    ];
    for (fault, expected) in &table {
        assert_eq!(&next(&Err(*fault)), expected, "{fault:?}");
    }
    // Who gives up does not wait for a read-back; what happened cannot be known.
    let aborted = save().told(&Err(Fault::Aborted), NOW);
    let expected = Outcome::Unknown { reason: "aborted".into(), last_seen: LastSeen::Unreadable };
    assert_eq!(aborted, Step::Done(expected));
    println!("{} faults", table.len() + 1);
}

// ------------------------------------------------------------------------------------------------ the read-back

/// The doubts that lead to a read-back.
fn doubts() -> Vec<(&'static str, Result<Answer, Fault>)> {
    vec![
        ("412", Ok(answer(412, &error_body("preconditionFailed")))),
        ("409", Ok(answer(409, &error_body("resourceModified")))),
        ("500", Ok(answer(500, ""))),
        ("503", Ok(answer(503, ""))),
        ("202", Ok(answer(202, ""))),
        ("408", Ok(answer(408, ""))),
        ("html", Ok(answer(200, "<html>"))),
        ("network", Err(Fault::Network)),
        ("timeout", Err(Fault::Timeout)),
        ("too large", Err(Fault::TooLarge)),
        ("204", Ok(answer(204, ""))),
    ]
}

fn after_read_back(base: Option<String>, put: &Result<Answer, Fault>, get: &Result<Answer, Fault>) -> Outcome {
    let mut save = Save::new(prepared(&draft(), Options::default()), base);
    let Step::ReadBack(request) = save.told(put, NOW) else { panic!("{put:?}") };
    assert_eq!(request.url, URL);
    match save.told(get, NOW) {
        Step::Done(outcome) => outcome,
        step @ Step::ReadBack(_) => panic!("one read-back is all: {step:?}"),
    }
}

#[test]
fn a_read_back_that_fails_leaves_the_doubt() {
    let other = document("after", "n", NEW_ETAG).replace(ID, "4111fffc-f9ee-4d53-bba6-569135228642");
    let no_etag = document("after", "n", "");
    let failures: Vec<Result<Answer, Fault>> = vec![
        Err(Fault::Network),
        Err(Fault::Timeout),
        Err(Fault::Aborted),
        Err(Fault::AbortedBefore),
        Err(Fault::NoToken),
        Err(Fault::NotSent),
        Err(Fault::Offline),
        Err(Fault::TooLarge),
        Ok(answer(401, "")),
        Ok(answer(403, "")),
        Ok(answer(404, "")),
        Ok(answer(429, "")),
        Ok(answer(500, "")),
        Ok(answer(503, "")),
        Ok(answer(0, "")),
        Ok(answer(304, "")),
        Ok(answer(204, "")),
        Ok(answer(206, &document("after", "n", NEW_ETAG))),
        Ok(answer(200, "")),
        Ok(answer(200, "<html>")),
        Ok(answer(200, "{}")),
        Ok(answer(200, &other)),
        Ok(answer(200, &no_etag)),
    ];
    let mut cases = 0;
    for (name, put) in doubts() {
        for get in &failures {
            let outcome = after_read_back(Some(base()), &put, get);
            match (&outcome, name) {
                (Outcome::Saved { etag: None, verified_by: VerifiedBy::Response, server_changed, .. }, "204") => {
                    assert!(server_changed.is_empty());
                }
                (Outcome::Unknown { reason, last_seen: LastSeen::Unreadable }, name) => {
                    let expected = match name {
                        "412" | "409" => "precondition-failed",
                        "500" => "status-500",
                        "503" => "status-503",
                        "202" => "status-202",
                        "408" => "status-408",
                        "html" | "too large" => "unexpected-response",
                        other => other,
                    };
                    assert_eq!(reason, expected, "{name}");
                }
                _ => panic!("{name}, {get:?}: {outcome:?}"),
            }
            cases += 1;
        }
    }
    println!("{cases} doubts with a read-back that fails");
}

#[test]
fn the_version_that_was_edited_is_not_saved_after_a_refusal_and_unknown_after_anything_else() {
    for (name, put) in doubts() {
        let outcome = after_read_back(Some(base()), &put, &Ok(answer(200, &base())));
        match name {
            // The service refuses the freshest eTag (domain.md, trap 44): no loop.
            "412" | "409" => {
                let status = name.parse().ok();
                assert_eq!(outcome, Outcome::NotSaved { reason: "etag-rejected", status, retry_at: None });
            }
            "204" => {
                let Outcome::Saved { verified_by: VerifiedBy::Readback, json, etag, server_changed } = outcome else {
                    panic!("{outcome:?}");
                };
                assert_eq!((json, etag.as_deref()), (base(), Some(ETAG)));
                let changed: Vec<&str> = server_changed.iter().map(|change| change.path.as_str()).collect();
                assert_eq!(changed, ["/name"]);
            }
            // A delayed copy of the request can still land.
            _ => {
                let Outcome::Unknown { last_seen, .. } = outcome else { panic!("{name}: {outcome:?}") };
                assert_eq!(last_seen, LastSeen::Unchanged, "{name}");
            }
        }
    }
}

#[test]
fn our_own_write_that_is_found_is_saved() {
    let ours = document("after", "n", NEW_ETAG);
    // The service's own members and its stamps do not count, nor do links, order and white space.
    let stamped = ours
        .replacen("{ ", "{ \"updatedDateTime\":\"2026-11-22T08:00:01.2300001Z\",\"organizationName\":\"Contoso\",", 1)
        .replace("12345678901234567.890", "1234567890123456789e-2");
    for (name, put) in doubts() {
        for base in [Some(base()), None] {
            for current in [&ours, &stamped] {
                let outcome = after_read_back(base.clone(), &put, &Ok(answer(200, current)));
                let Outcome::Saved { json, etag, verified_by, server_changed } = outcome else {
                    panic!("{name}, base {}: {outcome:?}", base.is_some());
                };
                assert_eq!((&json, etag.as_deref(), verified_by), (current, Some(NEW_ETAG), VerifiedBy::Readback));
                let paths: Vec<&str> = server_changed.iter().map(|change| change.path.as_str()).collect();
                let expected: &[&str] = if current == &stamped { &["/organizationName"] } else { &[] };
                assert_eq!(paths, expected, "{name}");
            }
        }
    }
}

#[test]
fn our_write_below_somebody_elses_is_still_there() {
    // We changed the name; somebody else the notes, on top of ours.
    let both = document("after", "theirs", NEW_ETAG);
    for (name, put) in doubts().into_iter().filter(|(name, _)| *name != "204") {
        let outcome = after_read_back(Some(base()), &put, &Ok(answer(200, &both)));
        let Outcome::Saved { json, verified_by, server_changed, .. } = outcome else { panic!("{name}: {outcome:?}") };
        assert_eq!((json, verified_by), (both.clone(), VerifiedBy::Readback), "{name}");
        let paths: Vec<&str> = server_changed.iter().map(|change| change.path.as_str()).collect();
        assert_eq!(paths, ["/details/notes"], "{name}");
        // Without base the edit cannot be told from the rest.
        let outcome = after_read_back(None, &put, &Ok(answer(200, &both)));
        assert!(matches!(outcome, Outcome::Conflict { .. }), "{name}: {outcome:?}");
    }
}

#[test]
fn somebody_elses_version_is_a_conflict_as_a_whole_and_nothing_is_lost() {
    let theirs = document("theirs", "n", NEW_ETAG);
    for (name, put) in doubts().into_iter().filter(|(name, _)| *name != "204") {
        for base in [Some(base()), None] {
            let outcome = after_read_back(base.clone(), &put, &Ok(answer(200, &theirs)));
            let Outcome::Conflict { current, etag, merged, conflicts, taken } = outcome else {
                panic!("{name}: {outcome:?}");
            };
            let body = prepared(&draft(), Options::default()).body;
            assert_eq!((&current, etag.as_str(), &merged), (&theirs, NEW_ETAG, &body), "{name}");
            assert!(taken.is_empty());
            let [conflict] = conflicts.as_slice() else { panic!("{conflicts:?}") };
            assert_eq!((conflict.path.as_str(), conflict.kind), ("", ConflictKind::BothChanged));
            assert_eq!(
                (&conflict.base, &conflict.ours, &conflict.theirs),
                (&base, &Some(body.clone()), &Some(theirs.clone()))
            );
        }
    }
}

/// Our value is there, but a row or a member that we took out is back: that is not our write.
#[test]
fn half_of_our_write_is_not_our_write() {
    let two = |name: &str, notes: &str, etag| document(name, notes, etag).replace("\"n\"", &format!("\"{notes}\""));
    let (base, draft) = (two("before", "before", ETAG), two("after", "after", ETAG));
    let mut save = Save::new(prepared(&draft, Options::default()), Some(base));
    assert!(matches!(save.told(&Ok(answer(412, "")), NOW), Step::ReadBack(_)));
    let half = two("after", "before", NEW_ETAG);
    let step = save.told(&Ok(answer(200, &half)), NOW);
    assert!(matches!(step, Step::Done(Outcome::Conflict { .. })), "{step:?}");

    // A member taken out by us and still there.
    let with_reason = base_with("\"statusReason\":\"x\",");
    let mut save = Save::new(prepared(&base_with(""), Options::default()), Some(with_reason.clone()));
    assert!(matches!(save.told(&Err(Fault::Network), NOW), Step::ReadBack(_)));
    let step = save.told(&Ok(answer(200, &with_reason.replace(&quoted(ETAG), &quoted(NEW_ETAG)))), NOW);
    assert!(matches!(step, Step::Done(Outcome::Conflict { .. })), "{step:?}");
}

fn base_with(member: &str) -> String {
    base().replacen("{ ", &["{ ", member].concat(), 1)
}

fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

/// What the service makes of a save is told: members lost, added and changed, but not the stamps of every save.
#[test]
fn what_the_server_changed_is_told() {
    let changed = document("after", "n", NEW_ETAG)
        .replace("\"USD\"", "\"EUR\"")
        .replace("\"dealValue\":12345678901234567.890,", "")
        .replacen("{ ", "{ \"campaignId\":\"C1\",\"updatedDateTime\":\"2026-11-22T08:00:01Z\",", 1);
    let Step::Done(Outcome::Saved { json, etag, verified_by, server_changed }) =
        save().told(&Ok(answer(200, &changed)), NOW)
    else {
        panic!("not saved");
    };
    assert_eq!((json, etag.as_deref(), verified_by), (changed, Some(NEW_ETAG), VerifiedBy::Response));
    let lines: Vec<String> = server_changed
        .iter()
        .map(|change| format!("{} {:?} {:?} {:?}", change.path, change.kind, change.before, change.after))
        .collect();
    assert_eq!(
        lines,
        [
            r#"/details/dealValue Removed Some("12345678901234567.890") None"#,
            r#"/details/currency Changed Some("\"USD\"") Some("\"EUR\"")"#,
            r#"/campaignId Added None Some("\"C1\"")"#,
        ]
    );
}

/// reliability.md, B.2: the service cannot store it, and what it holds is the version that was edited.
#[test]
fn a_service_without_room_has_not_saved() {
    let full = Ok(answer(507, ""));
    let outcome = after_read_back(Some(base()), &full, &Ok(answer(200, &base())));
    assert_eq!(outcome, Outcome::NotSaved { reason: "storage", status: Some(507), retry_at: None });
    let outcome = after_read_back(Some(base()), &full, &Ok(answer(200, &document("after", "n", NEW_ETAG))));
    assert!(matches!(outcome, Outcome::Saved { .. }), "{outcome:?}");
    let outcome = after_read_back(Some(base()), &full, &Err(Fault::Network));
    assert_eq!(outcome, Outcome::Unknown { reason: "status-507".into(), last_seen: LastSeen::Unreadable });
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
        for status in [423, 429, 509] {
            let throttled = Answer { retry_after: Some((*value).to_owned()), ..answer(status, "") };
            let Step::Done(Outcome::NotSaved { reason, status: told, retry_at }) = save().told(&Ok(throttled), now)
            else {
                panic!("{value}");
            };
            assert_eq!((told, retry_at), (Some(status), *expected), "{status} {value:.60}");
            assert_eq!(reason, if status == 423 { "locked" } else { "throttled" });
        }
    }
    println!("{} forms of Retry-After", table.len());
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
        ("an error that is a string", r#"{"error":"invalid_token"}"#.into(), "", None),
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

#[test]
fn the_message_of_an_error_is_never_read() {
    let body = br#"{"error":{"code":"invalidRequest","message":"S3CRET","target":"details","innerError":{"message":"S3CRET"}}}"#;
    let outcome = save().told(&Ok(Answer { body: body.to_vec(), ..answer(400, "") }), NOW);
    assert!(!format!("{outcome:?}").contains("S3CRET"), "{outcome:?}");
    let expected = Outcome::Rejected { status: 400, code: "invalidRequest".into(), target: Some("details".into()) };
    assert_eq!(outcome, Step::Done(expected));
}

fn sample(name: &str) -> String {
    std::fs::read_to_string(["tests/samples/", name].concat()).unwrap()
}
