//! The calls that are under way, by their numbers: what `src/js/drive.js` tells them, and what it never would.

use referral_editor as module;
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use super::{
    ID, OTHER_ID, answers, assert_alive, code_of, editor, ending, face, get, js, json, loaded, options, outcome,
    parsed, put, seen, sent, set, text,
};

const EPOCH: f64 = 1_700_000_000_000.0;
/// A number that no call has.
const NONE: [usize; 3] = [99, 1 << 31, u32::MAX as usize];
/// What a call is told by [`told`].
const TOKEN: u32 = 0;
const WAITED: u32 = 4;
const NETWORK: u32 = 12;
/// The first number that stands for nothing of its own.
const EVENTS: u32 = 13;
const NO_HEADERS: &[u8] = b"[null,null,null,null,null]";

fn begin_save(name: &str) -> usize {
    let (draft, base) = (loaded(name, "e"), loaded("before", "e"));
    let texts: [&[u8]; 3] = [draft.as_bytes(), base.as_bytes(), b"[]"];
    let [draft, base, options] = [0, 1, 2].map(|at| editor::place(at, texts[at]));
    number(&module::begin(true, draft, base, options, 0))
}

fn begin_load(id: &str) -> usize {
    number(&module::begin(false, editor::place(0, id.as_bytes()), editor::NONE, editor::place(2, b"[]"), 0))
}

fn number(begun: &JsValue) -> usize {
    get(begun, "call").as_f64().unwrap() as usize
}

/// Which number the next call would have.
fn next() -> usize {
    let call = begin_load(ID);
    module::forget(call);
    call
}

fn what(step: &JsValue) -> String {
    text(step, "what")
}

fn start(call: usize) -> String {
    what(&module::start(call, 2_000.0, 4_000.0, 1, 0.0, EPOCH, 0.5))
}

fn told(call: usize, event: u32) -> String {
    what(&module::told(call, event, 0.0, EPOCH, 0.5))
}

fn answered(call: usize, status: u16, headers: &[u8], body: &str) -> String {
    let headers = editor::place(1, headers);
    what(&module::answered(call, status, headers, &js_sys::Uint8Array::from(body.as_bytes()), 0.0, EPOCH, 0.5))
}

fn request(call: usize, is_put: bool) -> JsValue {
    let signal = get(&js("new AbortController()"), "signal").unchecked_into();
    module::request(call, is_put, editor::place(1, br#"["id",null,"token"]"#), &signal)
}

fn result(call: usize) -> Result<JsValue, JsValue> {
    editor::result(call).map(|text| parsed(&text))
}

/// How a save ended.
fn ended(call: usize) -> String {
    ending(&result(call).unwrap())
}

/// Says everything to a call that is not there.
fn bother(number: usize) {
    assert_eq!(start(number), "done");
    for event in [TOKEN, WAITED, NETWORK, EVENTS] {
        assert_eq!(told(number, event), "done");
    }
    assert_eq!(answered(number, 200, NO_HEADERS, &sent("nobody's", "f")), "done");
    assert!(request(number, true).is_undefined() && request(number, false).is_undefined());
    assert_eq!(code_of(&result(number).unwrap_err()), "unexpected-response");
    module::forget(number);
}

#[wasm_bindgen_test]
fn a_number_that_no_call_has_does_no_harm() {
    let call = begin_save("after");
    let bother = || NONE.into_iter().for_each(bother);
    bother();
    assert_eq!(start(call), "token");
    bother();
    assert_eq!(told(call, TOKEN), "put");
    bother();
    assert!(request(call, true).is_object());
    assert_eq!(answered(call, 423, NO_HEADERS, ""), "wait");
    bother();
    assert_eq!(told(call, WAITED), "put");
    assert_eq!(answered(call, 503, NO_HEADERS, ""), "get");
    bother();
    assert_eq!(answered(call, 200, NO_HEADERS, &loaded("after", "f")), "done");
    bother();
    assert_eq!(ended(call), "saved");
    // And from then on its own is one of these.
    super::calls::bother(call);
    assert_eq!(next(), call);
    assert_alive();
}

/// What has to be asked before it is told.
#[wasm_bindgen_test]
fn a_call_that_has_not_begun_has_nothing_to_be_told() {
    for call in [begin_save("after"), begin_load(ID)] {
        assert_eq!((told(call, TOKEN), answered(call, 200, NO_HEADERS, "")), ("done".into(), "done".into()));
        assert!(request(call, true).is_object(), "its address is known");
        assert_eq!(start(call), "token", "and it can begin yet");
        assert_eq!(start(call), "token", "and again");
        module::forget(call);
    }
    // One that has not begun has no end.
    for call in [begin_save("after"), begin_load(ID)] {
        assert_eq!(code_of(&result(call).unwrap_err()), "unexpected-response");
    }
}

#[wasm_bindgen_test]
async fn calls_that_go_on_by_turns_do_not_mix() {
    let [one, two] = ["one", "two"].map(begin_save);
    let three = begin_load(OTHER_ID);
    let all = [one, two, three];
    assert!(one != two && two != three && one != three);
    assert_eq!(all.map(start), ["token", "token", "token"]);
    assert_eq!(all.map(|call| told(call, TOKEN)), ["put", "put", "get"]);
    for (call, id, body) in [(two, ID, sent("two", "e")), (three, OTHER_ID, String::new()), (one, ID, sent("one", "e"))]
    {
        let request = request(call, true);
        assert!(text(&request, "url").ends_with(id));
        set(&js("globalThis"), "only", &request);
        assert_eq!(JsFuture::from(js("only.text()").unchecked_into::<js_sys::Promise>()).await.unwrap(), body);
    }
    assert_eq!(answered(two, 503, NO_HEADERS, ""), "get");
    assert_eq!(answered(one, 200, NO_HEADERS, &sent("one", "f")), "done");
    assert_eq!(answered(three, 200, NO_HEADERS, &loaded("x", "f").replace(ID, OTHER_ID)), "done");
    assert_eq!(answered(two, 200, NO_HEADERS, &loaded("two", "g")), "done");
    assert_eq!(text(&result(two).unwrap(), "json"), loaded("two", "g"));
    assert_eq!(text(&result(three).unwrap(), "json"), loaded("x", "f").replace(ID, OTHER_ID));
    assert_eq!(text(&result(one).unwrap(), "json"), sent("one", "f"));
}

#[wasm_bindgen_test]
fn a_call_that_is_forgotten_leaves_the_others_alone() {
    // What leads the one in the middle to where it is forgotten.
    let ways: [fn(usize); 5] = [
        |_| {},
        |call| assert_eq!(start(call), "token"),
        |call| assert_eq!((start(call), told(call, TOKEN)), ("token".into(), "put".into())),
        |call| {
            assert_eq!((start(call), told(call, TOKEN)), ("token".into(), "put".into()));
            assert_eq!(answered(call, 503, NO_HEADERS, ""), "get");
        },
        |call| {
            assert_eq!((start(call), told(call, TOKEN)), ("token".into(), "put".into()));
            assert_eq!(answered(call, 200, NO_HEADERS, &sent("lost", "f")), "done");
        },
    ];
    for lead in ways {
        let (first, lost, last) = (begin_save("first"), begin_save("lost"), begin_save("last"));
        for call in [first, last] {
            assert_eq!((start(call), told(call, TOKEN)), ("token".into(), "put".into()));
        }
        lead(lost);
        module::forget(lost);
        bother(lost);
        // Its number is the next one's, which knows nothing of it.
        let new = begin_save("new");
        assert_eq!(new, lost);
        assert_eq!((start(new), told(new, TOKEN)), ("token".into(), "put".into()));
        for (call, name) in [(last, "last"), (new, "new"), (first, "first")] {
            assert_eq!(answered(call, 200, NO_HEADERS, &sent(name, "f")), "done");
            assert_eq!(text(&result(call).unwrap(), "json"), sent(name, "f"));
        }
    }
}

/// The platform's own parts may be another's, who calls us from there, or throws.
#[wasm_bindgen_test]
fn what_happens_while_a_request_is_made_costs_no_call() {
    face::EXPORTS.with(|exports| set(&js("globalThis"), "exported", exports));
    for (patch, restore) in [
        (
            "(globalThis.theirs = Request, globalThis.Request = function (...all) {
                const place = new Uint8Array(exported.memory.buffer, exported.reserve(0, 7), 7);
                new TextEncoder().encodeInto('another', place);
                begun = exported.begin(false, 7, -1, -1, 0).call;
                return new theirs(...all);
            })",
            "(globalThis.Request = theirs)",
        ),
        (
            "(globalThis.theirs = Headers.prototype.set, Headers.prototype.set = () => {
                const place = new Uint8Array(exported.memory.buffer, exported.reserve(0, 7), 7);
                new TextEncoder().encodeInto('another', place);
                begun = exported.begin(false, 7, -1, -1, 0).call;
                throw new Error('no');
            })",
            "(Headers.prototype.set = theirs)",
        ),
    ] {
        let call = begin_save("after");
        assert_eq!((start(call), told(call, TOKEN)), ("token".into(), "put".into()));
        js("(globalThis.begun = null)");
        js(patch);
        js(&format!(
            "{{ request: (() => {{
                try {{ return exported.request({call}, true, -1, new AbortController().signal) }} catch {{}}
            }})() }}"
        ));
        js(restore);
        let other = js("begun").as_f64().unwrap() as usize;
        assert_ne!(other, call, "{patch}");
        assert_eq!((start(other), told(other, TOKEN)), ("token".into(), "get".into()));
        assert_eq!(answered(call, 200, NO_HEADERS, &sent("after", "f")), "done");
        assert_eq!(ended(call), "saved");
        assert_eq!(answered(other, 404, NO_HEADERS, ""), "done");
        assert_eq!(code_of(&result(other).unwrap_err()), "gone");
    }
}

#[wasm_bindgen_test]
async fn numbers_are_used_again_and_nothing_is_kept() {
    let first = next();
    let large = "n".repeat(5_000);
    let call = |round: usize| {
        let call = if round.is_multiple_of(5) { begin_load(ID) } else { begin_save(&large) };
        assert_eq!(call, first);
        assert_eq!((start(call), told(call, TOKEN).len()), ("token".into(), 3));
        if round.is_multiple_of(3) {
            return module::forget(call);
        }
        assert_eq!(answered(call, 200, NO_HEADERS, &sent(&large, "f")), "done");
        result(call).unwrap();
    };
    let memory = || get(&get(&wasm_bindgen::memory(), "buffer"), "byteLength").as_f64().unwrap();
    (0..100).for_each(call);
    let before = memory();
    (0..1_000).for_each(call);
    assert_eq!(memory(), before);

    // However a call ends, the face forgets it.
    let aborted = answers(&[(200, "")]);
    set(&aborted, "signal", &js("AbortSignal.abort()"));
    let elsewhere = answers(&[(200, "")]);
    set(&elsewhere, "baseUrl", &"http://example.com".into());
    for round in 0..10 {
        assert_eq!(ending(&outcome(&answers(&[(200, &sent("after", "f"))])).await), "saved");
        assert_eq!(ending(&outcome(&aborted).await), "notSaved aborted");
        assert_eq!(ending(&put("{", None, &answers(&[])).await.unwrap()), "invalid");
        assert_eq!(code_of(&put(&loaded("after", "e"), None, &elsewhere).await.unwrap_err()), "url");
        face::get_referral(ID, &answers(&[(200, &loaded("x", "e"))])).await.unwrap();
        for options in [&aborted, &elsewhere, &answers(&[(404, "")]), &js("{ fetch: 5 }")] {
            face::get_referral(ID, options).await.unwrap_err();
        }
        assert_eq!(next(), first, "{round}");
    }
}

// ------------------------------------------------------------------------------------------------ what is told

/// Saves that stand at each of the questions they ask, with the question.
fn at_each_question() -> [(usize, &'static str); 4] {
    let calls = ["token", "put", "get", "wait"].map(|question| (begin_save("after"), question));
    for (call, question) in calls {
        let mut asked = start(call);
        if question != "token" {
            asked = told(call, TOKEN);
        }
        if question == "get" {
            asked = answered(call, 412, NO_HEADERS, "");
        }
        if question == "wait" {
            asked = answered(call, 423, NO_HEADERS, "");
        }
        assert_eq!(asked, question);
    }
    calls
}

#[wasm_bindgen_test]
fn whatever_a_call_is_told_it_ends_and_claims_nothing() {
    for event in (0..EVENTS + 3).chain([255, 65_536, u32::MAX]) {
        for (call, question) in at_each_question() {
            // Told the same again and again, it ends with its time.
            let end = (0..).map(|tick| f64::from(tick) * 500.0).find(|now| {
                assert!(*now < 5_000.0, "{event} at {question}");
                what(&module::told(call, event, *now, EPOCH, 0.5)) == "done"
            });
            assert!(end.is_some());
            let ended = ended(call);
            assert_ne!(ended, "saved", "{event} at {question}");
            // With a PUT under way only these surely did not send it.
            if question == "put" && !(6..=8).contains(&event) {
                assert!(ended.starts_with("unknown "), "{event} at {question}: {ended}");
            }
        }
    }
    // What JavaScript can say for a number.
    face::EXPORTS.with(|exports| set(&js("globalThis"), "exported", exports));
    for odd in ["-1", "1.5", "NaN", "-Infinity", "1e300", "2 ** 32 + 13"] {
        for (call, _) in at_each_question() {
            js(&format!("exported.told({call}, {odd}, {odd}, {odd}, {odd})"));
            module::forget(call);
        }
        for (call, question) in at_each_question() {
            js(&format!("exported.answered({call}, {odd}, {odd}, new Uint8Array(), {odd}, {odd}, {odd})"));
            assert_ne!(ended(call), "saved", "{odd} at {question}");
        }
        js(&format!("exported.start({odd}, {odd}, {odd}, {odd}, {odd}, {odd}, {odd})"));
        js(&format!("exported.forget({odd})"));
    }
    assert_alive();
}

#[wasm_bindgen_test]
async fn a_status_that_is_none_claims_nothing() {
    let body = sent("after", "f");
    for status in [0, 1, 99, 100, 102, 199, 600, 999, 1_000, 32_768, u16::MAX] {
        for (call, question) in at_each_question() {
            let asked = answered(call, status, NO_HEADERS, &body);
            match (question, status) {
                // A redirect that was not followed.
                ("put", 0) => assert_eq!((asked, ended(call)), ("done".into(), "notSaved redirected".into())),
                ("put", _) => {
                    assert_eq!(asked, "get", "{status}");
                    assert_eq!(answered(call, 404, NO_HEADERS, ""), "done");
                    assert_eq!(ended(call), format!("unknown status-{status} unreadable"));
                }
                _ => {
                    assert_eq!(asked, "done", "{status} at {question}");
                    assert_ne!(ended(call), "saved", "{status} at {question}");
                }
            }
        }
        let load = begin_load(ID);
        assert_eq!((start(load), told(load, TOKEN)), ("token".into(), "get".into()));
        assert_eq!(answered(load, status, NO_HEADERS, &body), "done");
        assert_eq!(code_of(&result(load).unwrap_err()), "unexpected-response", "{status}");
    }
    // The face takes these for no answer at all.
    for status in ["0", "99", "99.9", "999.5", "1000", "-200", "NaN", "65736", "'200'", "200n", "null"] {
        let options = options(&format!(
            "async (_, __, json) => ({{ status: {status}, headers: new Headers(), arrayBuffer: () => json(200, {}).arrayBuffer() }})",
            super::literal(&body)
        ));
        assert_eq!(ending(&outcome(&options).await), "unknown network unreadable", "{status}");
        assert_eq!(seen(&options).len(), 2);
    }
    assert_alive();
}

#[wasm_bindgen_test]
fn headers_that_cannot_be_read_are_none() {
    let huge = format!(r#"[null,null,"{}"]"#, "1".repeat(1 << 20));
    let deep = "[".repeat(100_000);
    let many = format!("[{}]", vec![r#""120""#; 100_000].join(","));
    let cases: [&[u8]; 16] = [
        b"",
        b"[",
        b"[]",
        b"{}",
        b"{\"retry-after\":\"120\"}",
        b"null",
        b"5",
        b"\"120\"",
        b"[1,2,3,4,5]",
        b"[[],{},true,false,null]",
        b"[null,null,\"\xff\"]",
        b"[null,null,\"\\ud800\"]",
        b"[null,null,\"a\\r\\nb\\u0000\"]",
        huge.as_bytes(),
        deep.as_bytes(),
        many.as_bytes(),
    ];
    for headers in cases {
        let shown = String::from_utf8_lossy(&headers[..headers.len().min(50)]).into_owned();
        let call = begin_save("after");
        assert_eq!((start(call), told(call, TOKEN)), ("token".into(), "put".into()));
        // Busy: with a time that is too far away, or with none, and then after a wait.
        let asked = answered(call, 429, headers, "");
        if asked == "wait" {
            assert_eq!(told(call, WAITED), "put", "{shown}");
            assert_eq!(answered(call, 200, headers, &sent("after", "f")), "done", "{shown}");
            assert_eq!(ended(call), "saved", "{shown}");
        } else {
            assert_eq!((asked, ended(call)), ("done".into(), "notSaved throttled".into()), "{shown}");
        }
    }
    assert_alive();
}

/// A fetch of the caller's own may hand out any text. What is odd in one header leaves the others.
#[wasm_bindgen_test]
async fn a_header_that_is_odd_does_not_cost_the_others() {
    let odd = [
        "'\\ud800'",
        "'a\\udfff\\ud800b'",
        "'a\\r\\nb'",
        "'\\u0000'",
        "'\\u2028\"\\\\'",
        "''",
        "'x'.repeat(1 << 20)",
        "'\\u0001'.repeat(1 << 16)",
        "5",
        "{}",
        "Symbol('x')",
        "(() => { throw 1 })()",
    ];
    let told = [("retry-after", "120"), ("request-id", "r-1")];
    for value in odd {
        for name in ["content-type", "etag", "retry-after", "www-authenticate", "request-id", "content-length"] {
            let options = options(&format!(
                "async () => ({{
                    status: 429,
                    headers: {{ get: (name) => name === '{name}' ? {value} : ({})[name] ?? null }},
                    arrayBuffer: async () => new ArrayBuffer(0),
                }})",
                json(&parsed(&format!(r#"{{"{}":"{}","{}":"{}"}}"#, told[0].0, told[0].1, told[1].0, told[1].1)))
            ));
            let found = outcome(&options).await;
            assert_eq!(ending(&found), "notSaved throttled", "{name}: {value}");
            assert_eq!(get(&found, "retryAt").is_undefined(), name == "retry-after", "{name}: {value}");
            if name != "request-id" {
                assert_eq!(text(&found, "requestId"), "r-1", "{name}: {value}");
            }
        }
    }
    assert_alive();
}
