//! The request that is prepared or refused (reliability.md, B.0 and D.4).
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::print_stdout,
    reason = "a test says no by panicking, and its counts are printed"
)]

mod saves;

use referral_editor::finding::Code;
use referral_editor::put::{DEFAULT_BASE_URL, GetRequest, Options, Refusal, is_referral_id, prepare_get, prepare_put};
use saves::{ETAG, ID, NEW_ETAG, base, draft, prepared, quoted};

const URL: &str = "https://api.partner.microsoft.com/v1.0/engagements/referrals/49d90c72-3326-4f61-aacc-2cb57970448c";

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
fn a_null_etag_gives_way_to_the_option_and_an_absent_one_is_added() {
    let text = |member: &str| {
        format!(r#"{{"id":"{ID}",{member}"customerProfile":{{}},"consent":{{}},"details":{{}},"links":{{}}}}"#)
    };
    let options = Options { etag: Some("\"e\""), ..Options::default() };
    let request = prepared(&text(r#""eTag" : null ,"#), options);
    assert_eq!(request.body, text(r#""eTag" : "\"e\"" ,"#).replace(r#","links":{}"#, ""));
    assert_eq!(prepared(&text(""), options).body, text("").replace(r#","links":{}"#, r#","eTag":"\"e\"""#));
    let text =
        format!("{{\"links\":{{}},\"customerProfile\":{{}},\"consent\":{{}},\"details\":{{}},\"id\":\"{ID}\" \n}} ");
    let body = prepared(&text, options).body;
    assert_eq!(body, text.replace("\"links\":{},", "").replace("\n}", "\n,\"eTag\":\"\\\"e\\\"\"}"));
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
        // What is wrong with the path itself is said first.
        let Err(Refusal::Url(why)) = prepare_get(ID, Some("/partner//api"), origin) else { panic!("{origin:?}") };
        assert!(why.contains("segment"), "{why}");
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
