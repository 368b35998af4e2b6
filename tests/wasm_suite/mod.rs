//! What must hold wherever the module runs: `wasm_node.rs` and `wasm_browser.rs` each run all of it.
//!
//! The exported functions are called as the JavaScript face calls them: bytes and plain values in, plain values out. What
//! sends something is called through the face itself. Above all, no promise may hang and no call may take the instance with
//! it, whatever a caller's `fetch` or `getToken` does.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    reason = "a test says no by panicking"
)]

use js_sys::{Array, Error, Object, Promise, Reflect};
use referral_editor::json::{Document, FaultKind, Hint, Limits};
use wasm_bindgen::{JsCast, JsValue};
use wasm_bindgen_futures::JsFuture;
use wasm_bindgen_test::wasm_bindgen_test;

use editor::Target;

mod calls;
mod face;

const ID: &str = "49d90c72-3326-4f61-aacc-2cb57970448c";
const OTHER_ID: &str = "61c65491-2f2c-461a-84b4-3654499bc1d9";

/// The exported functions, with each text put where the module looks for it. Objects and what is thrown cross as JSON text,
/// which is read as the face reads it.
mod editor {
    use js_sys::{Reflect, Uint8Array};
    use referral_editor as module;
    use wasm_bindgen::JsValue;

    /// Where there is no text.
    pub const NONE: usize = usize::MAX;

    /// Puts a text where the next call looks for it. Its length.
    pub fn place(at: usize, text: &[u8]) -> usize {
        let address = module::reserve(at, text.len());
        let buffer = Reflect::get(&wasm_bindgen::memory(), &"buffer".into()).unwrap();
        Uint8Array::new_with_byte_offset_and_length(&buffer, address as u32, text.len() as u32).copy_from(text);
        text.len()
    }

    /// A function by its number, of a text and those that go with it.
    fn run(function: u32, text: &[u8], others: [Option<&[u8]>; 2], is_ascii: bool) -> Option<String> {
        let [first, second] =
            [(1, others[0]), (2, others[1])].map(|(at, text)| text.map_or(NONE, |text| place(at, text)));
        module::run(function, place(0, text), first, second, 0, is_ascii)
    }

    pub fn validate(referral: &[u8], base: Option<Vec<u8>>) -> Option<String> {
        run(0, referral, [base.as_deref(), None], false)
    }

    pub fn validate_list(list: &[u8]) -> String {
        run(1, list, [None, None], false).unwrap()
    }

    fn parsed(text: impl Into<JsValue>) -> JsValue {
        js_sys::JSON::parse(&text.into().as_string().unwrap()).unwrap()
    }

    /// What a call says; behind a `!` is what it wants to be thrown.
    pub fn said(text: String) -> Result<String, JsValue> {
        match text.strip_prefix('!') {
            Some(thrown) => Err(parsed(thrown)),
            None => Ok(text),
        }
    }

    pub fn transitions(from: &[u8]) -> JsValue {
        parsed(run(2, from, [None, None], false).unwrap())
    }

    pub fn strip_links(referral: &[u8], is_ascii: bool) -> Result<String, JsValue> {
        said(run(3, referral, [None, None], is_ascii).unwrap())
    }

    pub fn edit(referral: &[u8], edits: &[u8]) -> Result<String, JsValue> {
        said(run(4, referral, [Some(edits), None], false).unwrap())
    }

    pub fn diff(base: &[u8], draft: &[u8]) -> Result<JsValue, JsValue> {
        said(run(5, draft, [Some(base), None], false).unwrap()).map(parsed)
    }

    pub fn merge(base: &[u8], ours: &[u8], theirs: &[u8]) -> Result<JsValue, JsValue> {
        said(run(6, theirs, [Some(base), Some(ours)], false).unwrap()).map(parsed)
    }

    pub fn to_patch(base: &[u8], draft: &[u8]) -> Result<String, JsValue> {
        said(run(7, draft, [Some(base), None], false).unwrap())
    }

    /// What came of a call.
    pub fn result(call: usize) -> Result<String, JsValue> {
        said(module::run(9, 0, NONE, NONE, call, false).unwrap())
    }

    /// What `prepare_put` takes beside the draft.
    #[derive(Default)]
    pub struct Target {
        pub etag: Option<String>,
        pub base_url: Option<String>,
        pub origin: Option<String>,
    }

    pub fn prepare_put(draft: &[u8], is_ascii: bool, base: Option<Vec<u8>>, target: Target) -> Result<String, JsValue> {
        let Target { etag, base_url, origin } = target;
        let options = js_sys::Array::from_iter([etag, base_url, origin].map(JsValue::from));
        let options = String::from(js_sys::JSON::stringify(&options).unwrap());
        said(run(8, draft, [base.as_deref(), Some(options.as_bytes())], is_ascii).unwrap())
    }
}

// ------------------------------------------------------------------------------------------------ helpers

/// A referral as it is loaded: nothing is wrong with it, and its numbers are more than a double holds.
fn loaded(name: &str, tag: &str) -> String {
    format!(
        r#"{{ "id":"{ID}", "name":"{name}", "status":"Active", "substatus":"Accepted", "customerProfile":{{}}, "consent":{{}},
 "details":{{"dealValue":12345678901234567.890,"currency":"USD"}}, "__proto__":{{"a":1}}, "eTag":"\"{tag}\"","links":{{}}}}"#
    )
}

/// What is sent of it.
fn sent(name: &str, tag: &str) -> String {
    loaded(name, tag).replace(r#","links":{}"#, "")
}

/// What a JavaScript expression is.
fn js(expression: &str) -> JsValue {
    js_sys::eval(&["(", expression, ")"].concat()).unwrap_or_else(|error| panic!("{expression}: {error:?}"))
}

fn get(value: &JsValue, name: &str) -> JsValue {
    Reflect::get(value, &name.into()).unwrap()
}

fn parsed(json: &str) -> JsValue {
    js_sys::JSON::parse(json).unwrap()
}

/// `validate`, its report read as the face reads it.
fn validate(referral: &[u8], base: Option<Vec<u8>>) -> JsValue {
    editor::validate(referral, base).map_or(JsValue::UNDEFINED, |report| parsed(&report))
}

/// `validateList`, its report read as the face reads it.
fn validate_list(list: &[u8]) -> JsValue {
    parsed(&editor::validate_list(list))
}

fn text(value: &JsValue, name: &str) -> String {
    get(value, name).as_string().unwrap_or_else(|| panic!("{name} of {}", json(value)))
}

fn set(object: &JsValue, name: &str, value: &JsValue) {
    assert!(Reflect::set(object, &name.into(), value).unwrap());
}

fn json(value: &JsValue) -> String {
    js_sys::JSON::stringify(value).ok().and_then(|text| text.as_string()).unwrap_or_else(|| format!("{value:?}"))
}

fn keys(value: &JsValue) -> Vec<String> {
    Object::keys(value.unchecked_ref::<Object>()).iter().map(|key| key.as_string().unwrap()).collect()
}

/// A plain object, made by nobody's class.
fn is_plain(value: &JsValue) -> bool {
    let prototype = Object::get_prototype_of(value);
    JsValue::from(prototype) == get(&js("Object"), "prototype") && !value.is_instance_of::<Error>()
}

/// What is thrown is a plain object with a code and a message; the face makes an error of it.
fn code_of(thrown: &JsValue) -> String {
    assert!(is_plain(thrown), "{thrown:?}");
    assert!(text(thrown, "message").len() > 10);
    text(thrown, "code")
}

/// Options with a fetch that is given as JavaScript: a function of the request and of how many came before it. Requests are
/// kept in its `seen`.
fn options(fetch: &str) -> JsValue {
    let code = format!(
        "(() => {{
            const answer = {fetch};
            const json = (status, body, headers = {{}}) =>
                new Response(body, {{ status, headers: {{ 'content-type': 'application/json', ...headers }} }});
            const fetch = (...args) => {{ fetch.seen.push(args[0]); return answer(args[0], fetch.seen.length - 1, json, args); }};
            fetch.seen = [];
            return {{ fetch, timeoutMs: 2000, deadlineMs: 4000, maxRetries: 0 }};
        }})()"
    );
    js(&code)
}

fn seen(options: &JsValue) -> Vec<JsValue> {
    get(&get(options, "fetch"), "seen").unchecked_into::<Array>().iter().collect()
}

/// A JavaScript string literal.
fn literal(text: &str) -> String {
    js_sys::JSON::stringify(&text.into()).unwrap().into()
}

/// A fetch that answers each request with the next of these: a status and a body. The last one stays.
fn answers(list: &[(u16, &str)]) -> JsValue {
    let list: Vec<String> = list.iter().map(|(status, body)| format!("[{status}, {}]", literal(body))).collect();
    // A Response with one of these statuses may have no body.
    options(&format!(
        "async (_, count, json) => {{
            const list = [{}];
            const [status, body] = list[Math.min(count, list.length - 1)];
            return json(status, [204, 205, 304].includes(status) ? null : body);
        }}",
        list.join(", ")
    ))
}

async fn put(draft: &str, base: Option<&str>, options: &JsValue) -> Result<JsValue, JsValue> {
    face::put_referral(draft.as_bytes(), base.map(str::as_bytes), options).await
}

/// The outcome of saving `after` over `before`, in a call that must be over within its deadline.
async fn outcome(options: &JsValue) -> JsValue {
    put(&loaded("after", "e"), Some(&loaded("before", "e")), options)
        .await
        .unwrap_or_else(|thrown| panic!("{}", json(&thrown)))
}

/// Its type, and its reason where there is one.
fn ending(outcome: &JsValue) -> String {
    let mut said = text(outcome, "type");
    for name in ["reason", "lastSeen"] {
        if let Some(more) = get(outcome, name).as_string() {
            said = format!("{said} {more}");
        }
    }
    said
}

async fn milliseconds(milliseconds: f64) {
    let promise = js(&format!("new Promise((resolve) => setTimeout(resolve, {milliseconds}))"));
    JsFuture::from(promise.unchecked_into::<Promise>()).await.unwrap();
}

/// The instance still answers.
fn assert_alive() {
    assert!(validate(loaded("x", "e").as_bytes(), None).is_undefined());
}

// ------------------------------------------------------------------------------------------------ pure functions

#[wasm_bindgen_test]
fn a_string_crosses_to_javascript_and_back() {
    let text = "Fabrikam, 東京 🗼";
    let there = js_sys::JsString::from(text);
    assert_eq!(String::from(there), text);
}

#[wasm_bindgen_test]
fn a_report_is_a_plain_object_of_the_contracts_shape() {
    assert!(validate(loaded("x", "e").as_bytes(), None).is_undefined());

    let draft = loaded("x", "e").replace("\"USD\"", "\"usd\"").replace("\"name\"", "\"Name\"");
    let report = validate(draft.as_bytes(), None);
    assert!(is_plain(&report));
    assert_eq!(keys(&report), ["valid", "findings"]);
    assert_eq!(get(&report, "valid"), JsValue::FALSE);
    let findings = get(&report, "findings");
    assert!(Array::is_array(&findings));
    let findings: Vec<JsValue> = findings.unchecked_into::<Array>().iter().collect();
    assert_eq!(findings.len(), 2);
    for finding in &findings {
        assert!(is_plain(finding) && is_plain(&get(finding, "params")));
        assert_eq!(keys(finding), ["path", "code", "severity", "message", "params"]);
    }
    assert_eq!(json(&get(&findings[0], "params")), r#"{"suggestion":"name"}"#);
    assert_eq!(text(&findings[0], "severity"), "warning");
    assert_eq!(json(&get(&findings[1], "params")), r#"{"format":"currency"}"#);
    assert_eq!((text(&findings[1], "code"), text(&findings[1], "path")), ("format".into(), "/details/currency".into()));
    assert_eq!(text(&findings[1], "severity"), "error");

    let report = validate(b"{\n  \"id\": 1,\n}", None);
    let finding = get(&report, "findings").unchecked_into::<Array>().get(1);
    assert_eq!(keys(&finding), ["path", "code", "severity", "message", "params", "line", "column"]);
    assert_eq!((get(&finding, "line"), get(&finding, "column")), (3.into(), 1.into()));
}

#[wasm_bindgen_test]
fn a_report_against_base_has_the_pairs_as_plain_values() {
    let base = loaded("x", "e");
    let draft = base.replace("\"Active\"", "\"New\"").replace("\"Accepted\"", "\"Pending\"");
    let base = base.replace("\"substatus\":\"Accepted\", ", "");
    let report = validate(draft.as_bytes(), Some(base.into_bytes()));
    let finding = get(&report, "findings").unchecked_into::<Array>().get(0);
    assert_eq!(
        json(&get(&finding, "params")),
        r#"{"from":{"status":"Active","substatus":null},"to":{"status":"New","substatus":"Pending"},"reason":"back-to-new"}"#
    );
}

#[wasm_bindgen_test]
fn no_bytes_trap_the_instance() {
    let deep =
        |open: &str, close: &str, levels: usize| [open.repeat(levels), close.repeat(levels)].concat().into_bytes();
    let mut inputs: Vec<Vec<u8>> = vec![
        vec![],
        vec![0; 100],
        vec![0xFF; 100],
        b"\xef\xbb\xbf".to_vec(),
        b"\xed\xa0\x80".to_vec(),
        b"{\"a\":\"\xed\xa0\x80\"}".to_vec(),
        b"{\"a\":\"\\ud800\"}".to_vec(),
        b"\"\\u".to_vec(),
        b"[1e99999999999999999999]".to_vec(),
        deep("[", "]", 128),
        deep("[", "]", 129),
        deep("{\"a\":", "}", 10_000),
        "[".repeat(100_000).into_bytes(),
    ];
    // Every cut of a document, and every byte of it turned.
    let whole = loaded("é🗼\\u0000", "e").into_bytes();
    for length in 0..whole.len() {
        inputs.push(whole[..length].to_vec());
        let mut turned = whole.clone();
        turned[length] ^= 0x80;
        inputs.push(turned);
    }
    for input in &inputs {
        validate(input, None);
        validate(&whole, Some(input.clone()));
        validate_list(input);
        editor::transitions(input);
        for result in [
            editor::strip_links(input, false).map(JsValue::from),
            editor::edit(input, br#"[{"op":"remove","path":"/id","json":""}]"#).map(JsValue::from),
            editor::edit(&whole, input).map(JsValue::from),
            editor::diff(input, &whole),
            editor::diff(&whole, input),
            editor::merge(input, &whole, &whole),
            editor::merge(&whole, input, &whole),
            editor::merge(&whole, &whole, input),
            editor::to_patch(&whole, input).map(JsValue::from),
            editor::prepare_put(input, false, None, Target::default()).map(JsValue::from),
        ] {
            if let Err(thrown) = result {
                code_of(&thrown);
            }
        }
    }
    assert_alive();
    // Large ones once: more findings than are listed, more rows, more bytes than are read.
    let rows = format!("{{\"team\":[{}],", vec!["5"; 10_001].join(","));
    let report = validate(loaded("x", "e").replacen('{', &rows, 1).as_bytes(), None);
    assert_eq!(get(&report, "findings").unchecked_into::<Array>().length(), 10_001);
    let list = format!("[{}]", vec!["{}"; 1_000].join(",")).into_bytes();
    assert_eq!(get(&validate_list(&list), "count"), 1_000);
    let report = validate(&vec![b' '; (16 << 20) + 1], None);
    assert_eq!(text(&get(&report, "findings").unchecked_into::<Array>().get(0), "code"), "too-large");
    assert_alive();
}

#[wasm_bindgen_test]
fn transitions_are_seven_plain_objects() {
    let all = editor::transitions(br#"{"status":"Active","substatus":"Accepted"}"#);
    assert!(Array::is_array(&all));
    let all: Vec<JsValue> = all.unchecked_into::<Array>().iter().collect();
    assert_eq!(all.len(), 7);
    assert_eq!(
        json(&all[0]),
        r#"{"status":"New","substatus":"Pending","current":false,"legal":false,"reason":"back-to-new","warnings":[]}"#
    );
    // The reason is absent where there is none, not null and not undefined.
    assert_eq!(
        json(&all[2]),
        r#"{"status":"Active","substatus":"Accepted","current":true,"legal":true,"warnings":[]}"#
    );
    assert_eq!(keys(&all[2]), ["status", "substatus", "current", "legal", "warnings"]);
    assert_eq!(
        json(&all[5]),
        r#"{"status":"Closed","substatus":"Declined","current":false,"legal":true,"warnings":["declined-accepted"]}"#
    );
    for transition in &all {
        assert!(is_plain(transition) && Array::is_array(&get(transition, "warnings")));
    }

    // Nothing to stand on: no pair is legal, and that is a value.
    for from in [
        "{}",
        r#"{"status":null,"substatus":null}"#,
        r#"{"status":"None","substatus":"None"}"#,
        r#"{"status":"new"}"#,
        r#"{"status":5}"#,
        r#"{"status":{"status":"New"}}"#,
        "null",
        "[]",
        "\"New\"",
        "",
        "{",
        "\u{0}",
    ] {
        let all = editor::transitions(from.as_bytes()).unchecked_into::<Array>();
        assert_eq!(all.length(), 7, "{from}");
        for transition in all.iter() {
            assert_eq!(get(&transition, "legal"), JsValue::FALSE, "{from}");
            assert_eq!(get(&transition, "current"), JsValue::FALSE, "{from}");
            assert_eq!(text(&transition, "reason"), "unknown-status", "{from}");
        }
    }
    // An illegal pair is judged by its status.
    let all = editor::transitions(br#"{"status":"Closed","substatus":"Error"}"#).unchecked_into::<Array>();
    let legal: Vec<bool> = all.iter().map(|transition| get(&transition, "legal").is_truthy()).collect();
    assert_eq!(legal, [false, false, false, true, true, true, true]);
}

#[wasm_bindgen_test]
fn a_list_report_is_a_plain_object() {
    let good = loaded("x", "e");
    let list = format!(r#"{{"value":[{good},{},{good}]}}"#, good.replace("\"USD\"", "\"usd\""));
    let report = validate_list(list.as_bytes());
    assert!(is_plain(&report));
    assert_eq!((get(&report, "valid"), get(&report, "count")), (JsValue::FALSE, 3.into()));
    let items = get(&report, "items").unchecked_into::<Array>();
    assert_eq!(items.length(), 1);
    let item = items.get(0);
    assert_eq!((get(&item, "index"), text(&item, "id")), (1.into(), ID.into()));
    let finding = get(&item, "findings").unchecked_into::<Array>().get(0);
    assert_eq!((text(&finding, "code"), text(&finding, "path")), ("format".into(), "/details/currency".into()));
}

#[wasm_bindgen_test]
fn texts_come_back_exactly() {
    let whole = loaded("é🗼\\u0000\\/", "e");
    let stripped = whole.replace(r#","links":{}"#, "");
    assert_eq!(editor::strip_links(whole.as_bytes(), false).unwrap(), ["+", &stripped].concat());
    // Where the caller has the text, only what to cut.
    let from = whole.find(r#","links":{}"#).unwrap();
    assert_eq!(editor::strip_links(whole.as_bytes(), true).unwrap(), format!("-{from},{}", from + 11));
    let edits = br#"[{"op":"replace","path":"/details/dealValue","json":"50000.10"},{"op":"remove","path":"/links","json":""}]"#;
    let expected = whole.replace("12345678901234567.890", "50000.10").replace(r#","links":{}"#, "");
    assert_eq!(editor::edit(whole.as_bytes(), edits).unwrap(), expected);
    let changes = editor::diff(whole.as_bytes(), expected.as_bytes()).unwrap();
    assert_eq!(
        json(&changes),
        r#"[{"path":"/details/dealValue","kind":"changed","before":"12345678901234567.890","after":"50000.10"}]"#
    );
}

#[wasm_bindgen_test]
fn a_merge_is_a_plain_object() {
    let base = loaded("n", "e");
    let ours = base.replace("12345678901234567.890", "50000.10").replace("\"n\"", "\"ours\"");
    let theirs = base.replace("12345678901234567.890", "1E5").replace(r#","links":{}"#, r#","links":{"a":1},"x":-0"#);
    let merge = editor::merge(base.as_bytes(), ours.as_bytes(), theirs.as_bytes()).unwrap();
    assert!(is_plain(&merge));
    assert_eq!(keys(&merge), ["merged", "conflicts", "taken"]);
    assert_eq!(text(&merge, "merged"), theirs.replace("1E5", "50000.10").replace("\"n\"", "\"ours\""));
    assert_eq!(
        json(&get(&merge, "conflicts")),
        r#"[{"path":"/details/currency","kind":"both-changed","base":"\"USD\"","ours":"\"USD\"","theirs":"\"USD\""},{"path":"/details/dealValue","kind":"both-changed","base":"12345678901234567.890","ours":"50000.10","theirs":"1E5"}]"#
    );
    assert_eq!(json(&get(&merge, "taken")), r#"[{"path":"/x","kind":"added","after":"-0"}]"#);
    // Absent is absent, not null and not undefined.
    let merge = editor::merge(b"{\"a\":1}", b"{}", b"{\"a\":null}").unwrap();
    let conflict = get(&merge, "conflicts").unchecked_into::<Array>().get(0);
    assert_eq!(keys(&conflict), ["path", "kind", "base", "theirs"]);
}

#[wasm_bindgen_test]
fn what_is_thrown_is_a_plain_object_with_a_code() {
    let whole = loaded("x", "e");
    let bytes = whole.as_bytes();
    let edit = |edits: &str| code_of(&editor::edit(bytes, edits.as_bytes()).unwrap_err());
    assert_eq!(code_of(&editor::strip_links(b"{", false).unwrap_err()), "syntax");
    assert_eq!(code_of(&editor::diff(b"{", bytes).unwrap_err()), "syntax");
    for [base, ours, theirs] in [[b"{", bytes, bytes], [bytes, b"{", bytes], [bytes, bytes, b"{"]] {
        assert_eq!(code_of(&editor::merge(base, ours, theirs).unwrap_err()), "syntax");
    }
    assert_eq!(code_of(&editor::edit(b"{", b"[]").unwrap_err()), "syntax");
    assert_eq!(edit(r#"[{"op":"replace","path":"/nowhere","json":"1"}]"#), "path");
    assert_eq!(edit(r#"[{"op":"replace","path":"nowhere","json":"1"}]"#), "path");
    assert_eq!(edit(r#"[{"op":"add","path":"/a","json":"{"}]"#), "argument");
    assert_eq!(edit(r#"[{"op":"copy","path":"/a","json":"1"}]"#), "argument");
    assert_eq!(edit(r#"[{"op":"add","path":"/a"}]"#), "argument");
    assert_eq!(edit("[null]"), "argument");

    let prepare = |text: &str, target| code_of(&editor::prepare_put(text.as_bytes(), false, None, target).unwrap_err());
    let etag = |etag: &str| Target { etag: Some(etag.into()), ..Target::default() };
    let base_url = |base_url: &str| Target { base_url: Some(base_url.into()), ..Target::default() };
    let thrown = editor::prepare_put(b"{}", false, None, Target::default()).unwrap_err();
    assert_eq!(code_of(&thrown), "invalid");
    assert!(get(&thrown, "findings").unchecked_into::<Array>().length() > 0);
    assert_eq!(prepare(&whole, etag("W/\"x\"")), "etag");
    assert_eq!(prepare(&whole, etag("\"a\nb\"")), "etag");
    assert_eq!(prepare(&whole, etag("")), "etag");
    assert_eq!(prepare(&whole.replace("eTag", "tag"), Target::default()), "etag");
    assert_eq!(prepare(&whole, base_url("http://example.com")), "url");
    assert_eq!(prepare(&whole, base_url("/api")), "url", "there is no origin that it could be a path of");
    assert_eq!(prepare(&whole.replace(ID, ".."), Target::default()), "url");
    assert_alive();
}

#[wasm_bindgen_test]
fn a_prepared_request_is_three_lines() {
    for (base_url, origin) in [("https://example.com/a", None), ("/a", Some("https://example.com".to_owned()))] {
        let target = Target { base_url: Some(base_url.into()), origin, etag: None };
        let lines = editor::prepare_put(loaded("after", "e").as_bytes(), false, None, target).unwrap();
        let mut lines = lines.splitn(3, '\n');
        assert_eq!(lines.next(), Some(&*format!("https://example.com/a/engagements/referrals/{ID}")));
        assert_eq!(lines.next(), Some("\"e\""));
        assert_eq!(lines.next(), Some(&*["+", &sent("after", "e")].concat()));
    }
}

#[wasm_bindgen_test]
async fn an_option_of_a_wrong_type_is_a_typed_error() {
    let cases = [
        "null",
        "5",
        "'x'",
        "true",
        "Symbol('x')",
        "{ baseUrl: 5 }",
        "{ baseUrl: {} }",
        "{ baseUrl: new URL('https://example.com') }",
        "{ etag: 5 }",
        "{ etag: ['\"e\"'] }",
        "{ fetch: 'fetch' }",
        "{ fetch: {} }",
        "{ getToken: 'token' }",
        "{ signal: 'x' }",
        "{ signal: true }",
        "{ signal: {} }",
        "{ signal: [] }",
        "{ signal: new AbortController() }",
        "{ signal: { aborted: false } }",
        "{ signal: { aborted: false, addEventListener: 5 } }",
        "{ signal: new Proxy({}, { get() { throw 1 } }) }",
        "{ onProgress: {} }",
        "{ timeoutMs: '5' }",
        "{ timeoutMs: 0 }",
        "{ timeoutMs: -1 }",
        "{ timeoutMs: NaN }",
        "{ deadlineMs: 0 }",
        "{ deadlineMs: {} }",
        "{ get baseUrl() { throw new Error('no') } }",
        "{ get fetch() { throw null } }",
        "new Proxy({}, { get() { throw 5 } })",
    ];
    for case in cases {
        let thrown = put(&loaded("after", "e"), None, &js(case)).await.expect_err(case);
        assert_eq!(code_of(&thrown), "argument", "{case}");
        let thrown = face::get_referral(ID, &js(case)).await.expect_err(case);
        assert_eq!(code_of(&thrown), "argument", "{case}");
        let thrown = face::prepare_put(loaded("after", "e").as_bytes(), &js(case)).expect_err(case);
        assert_eq!(code_of(&thrown), "argument", "{case}");
    }
    assert_alive();
}

// ------------------------------------------------------------------------------------------------ the save

#[wasm_bindgen_test]
async fn a_save_sends_one_exact_request_and_says_saved() {
    let answer = sent("after", "f").replace("\"USD\"", "\"EUR\"");
    let options = options(&format!(
        "async (request, _, json, args) => {{
            fetchArguments = args.length;
            body = await request.clone().text();
            return json(200, {}, {{ 'request-id': 'r-1', ETag: '\"header\"' }});
        }}",
        literal(&answer)
    ));
    js("(globalThis.body = globalThis.fetchArguments = null)");
    set(&options, "getToken", &js("async (question) => { asked = JSON.stringify(question); return 'secret-token' }"));
    js("(globalThis.asked = null)");
    set(&options, "baseUrl", &"https://example.com/v1.0".into());
    let progress = js("[]");
    set(&options, "onProgress", &js("(progress) => phases.push(progress.phase + progress.attempt)"));
    set(&js("globalThis"), "phases", &progress);

    let saved = outcome(&options).await;
    assert!(is_plain(&saved));
    assert_eq!(text(&saved, "type"), "saved");
    assert_eq!((text(&saved, "json"), text(&saved, "etag")), (answer, "\"f\"".into()));
    assert_eq!(text(&saved, "verifiedBy"), "response");
    let server_changed = get(&saved, "serverChanged");
    assert_eq!(
        json(&server_changed),
        r#"[{"path":"/details/currency","kind":"changed","before":"\"USD\"","after":"\"EUR\""}]"#
    );
    assert_eq!((get(&saved, "attempts"), text(&saved, "requestId")), (1.into(), "r-1".into()));
    assert_eq!(json(&progress), r#"["sending1"]"#);
    assert_eq!(js("asked").as_string().as_deref(), Some(r#"{"reason":"initial"}"#));

    let requests = seen(&options);
    assert_eq!(requests.len(), 1);
    let request = &requests[0];
    assert_eq!(js("fetchArguments"), 1);
    assert_eq!(text(request, "method"), "PUT");
    assert_eq!(text(request, "url"), format!("https://example.com/v1.0/engagements/referrals/{ID}"));
    for (name, value) in [
        ("mode", "cors"),
        ("credentials", "omit"),
        ("redirect", "manual"),
        ("cache", "no-store"),
        ("referrerPolicy", "no-referrer"),
    ] {
        assert_eq!(text(request, name), value);
    }
    assert_eq!(js("body").as_string(), Some(sent("after", "e")));
    set(&js("globalThis"), "only", request);
    let headers = js("JSON.stringify([...only.headers])").as_string().unwrap();
    let client_request_id = text(&saved, "clientRequestId");
    assert_eq!(
        headers,
        format!(
            r#"[["accept","application/json"],["authorization","Bearer secret-token"],["client-request-id","{client_request_id}"],["content-type","application/json"],["if-match","\"e\""]]"#
        )
    );
}

#[wasm_bindgen_test]
async fn functions_of_the_caller_are_given_what_the_contract_says_and_nothing_more() {
    let options = options(&format!(
        "(_, count, json) => count > 0 ? json(200, {}) : json(423, '', {{ 'retry-after': '0' }})",
        literal(&sent("after", "f"))
    ));
    js("(globalThis.called = [])");
    set(&js("globalThis"), "answer", &get(&options, "fetch"));
    for (name, then) in [("getToken", "'token'"), ("onProgress", "null"), ("fetch", "answer(...arguments)")] {
        let function = format!(
            "function () {{
                'use strict';
                called.push(['{name}', this, ...[...arguments].map((one) => Object.keys(one))].join(' '));
                return {then};
            }}"
        );
        set(&options, name, &js(&function));
    }
    set(&options, "maxRetries", &1.into());
    assert_eq!(ending(&outcome(&options).await), "saved");
    let called: Vec<String> =
        js("called").unchecked_into::<Array>().iter().map(|one| one.as_string().unwrap()).collect();
    assert_eq!(
        called,
        [
            "getToken  reason",
            "onProgress  phase,attempt",
            "fetch  ",
            "onProgress  phase,attempt,retryAt,status",
            "onProgress  phase,attempt,status",
            "fetch  ",
        ]
    );
}

#[wasm_bindgen_test]
async fn without_a_token_function_there_is_no_authorization() {
    let options = answers(&[(200, &sent("after", "f"))]);
    assert_eq!(ending(&outcome(&options).await), "saved");
    set(&js("globalThis"), "only", &seen(&options)[0]);
    assert_eq!(js("only.headers.has('authorization')"), JsValue::FALSE);
}

#[wasm_bindgen_test]
async fn a_doubt_is_read_back_once_with_a_request_of_its_own() {
    let cases: &[(&[(u16, &str)], &str)] = &[
        (&[(204, ""), (200, &sent("after", "f"))], "saved"),
        (&[(412, ""), (200, &sent("after", "f"))], "saved"),
        (&[(503, ""), (200, &sent("after", "f"))], "saved"),
        (&[(200, "<html>"), (200, &sent("after", "f"))], "saved"),
        (&[(412, ""), (200, &loaded("before", "e"))], "notSaved etag-rejected"),
        (&[(500, ""), (200, &loaded("before", "e"))], "unknown status-500 unchanged"),
        (&[(507, ""), (200, &loaded("before", "e"))], "notSaved storage"),
        (&[(412, ""), (200, &loaded("theirs", "f"))], "conflict"),
        (&[(500, ""), (500, "")], "unknown status-500 unreadable"),
        (&[(412, ""), (401, "")], "unknown precondition-failed unreadable"),
        (&[(200, &loaded("after", "f").replace(ID, OTHER_ID)), (404, "")], "unknown unexpected-response unreadable"),
    ];
    for (list, expected) in cases {
        let options = answers(list);
        let found = outcome(&options).await;
        assert_eq!(ending(&found), *expected);
        assert_eq!(get(&found, "attempts"), 1);
        let requests = seen(&options);
        assert_eq!(requests.len(), 2, "{expected}");
        assert_eq!((text(&requests[0], "method"), text(&requests[1], "method")), ("PUT".into(), "GET".into()));
        assert_eq!(text(&requests[0], "url"), text(&requests[1], "url"));
        set(&js("globalThis"), "two", &requests.iter().collect::<Array>());
        assert_eq!(js("two[0].headers.get('client-request-id') === two[1].headers.get('client-request-id')"), false);
        assert_eq!(js("two[1].headers.has('if-match')"), false);
        assert_eq!(js("two[1].headers.get('client-request-id')").as_string(), Some(text(&found, "clientRequestId")));
    }
}

#[wasm_bindgen_test]
async fn a_conflict_carries_both_documents_exactly() {
    let theirs = loaded("theirs", "f");
    let found = outcome(&answers(&[(412, ""), (200, &theirs)])).await;
    assert_eq!((text(&found, "current"), text(&found, "etag")), (theirs.clone(), "\"f\"".into()));
    assert_eq!(text(&found, "merged"), loaded("after", "f"));
    let conflicts = get(&found, "conflicts").unchecked_into::<Array>();
    assert_eq!(conflicts.length(), 1);
    let conflict = conflicts.get(0);
    assert_eq!((text(&conflict, "path"), text(&conflict, "kind")), ("/name".into(), "both-changed".into()));
    let three = ["base", "ours", "theirs"].map(|side| text(&conflict, side));
    assert_eq!(three, [r#""before""#, r#""after""#, r#""theirs""#]);

    // Without base there is none in the conflict, and it is about the whole.
    let found = put(&loaded("after", "e"), None, &answers(&[(412, ""), (200, &theirs)])).await.unwrap();
    assert_eq!((text(&found, "merged"), json(&get(&found, "taken"))), (sent("after", "e"), "[]".into()));
    let conflict = get(&found, "conflicts").unchecked_into::<Array>().get(0);
    assert_eq!(keys(&conflict), ["path", "kind", "ours", "theirs"]);
    assert_eq!((text(&conflict, "path"), text(&conflict, "kind")), (String::new(), "both-changed".into()));
    assert_eq!((text(&conflict, "ours"), text(&conflict, "theirs")), (sent("after", "e"), theirs));
}

#[wasm_bindgen_test]
async fn outcomes_have_just_the_members_of_their_type() {
    let shape = |value: &JsValue| {
        let mut keys = keys(value);
        keys.sort();
        keys.retain(|key| key != "clientRequestId");
        keys.join(" ")
    };
    let found = outcome(&answers(&[(400, r#"{"error":{"code":"invalidRequest"}}"#)])).await;
    assert_eq!((shape(&found), text(&found, "code")), ("attempts code status type".into(), "invalidRequest".into()));
    let found = outcome(&answers(&[(422, r#"{"error":{"code":"x","target":"details"}}"#)])).await;
    assert_eq!(shape(&found), "attempts code status target type");
    let found = outcome(&answers(&[(404, "")])).await;
    assert_eq!((shape(&found), ending(&found)), ("attempts reason status type".into(), "notSaved gone".into()));
    let found = outcome(&options("(_, __, json) => json(429, '', { 'retry-after': '120' })")).await;
    assert_eq!(
        (shape(&found), ending(&found)),
        ("attempts reason retryAt status type".into(), "notSaved throttled".into())
    );
    let left = get(&found, "retryAt").as_f64().unwrap() - js_sys::Date::now();
    assert!((110_000.0..=120_000.0).contains(&left), "{left}");
    // The eTag is null where it cannot be known, which is not the same as absent.
    let found = outcome(&answers(&[(204, ""), (404, "")])).await;
    assert_eq!(shape(&found), "attempts etag json serverChanged type verifiedBy");
    assert!(get(&found, "etag").is_null());
    assert_eq!(text(&found, "json"), sent("after", "e"));
    // Nothing was sent.
    let found = put("{}", None, &answers(&[(200, "")])).await.unwrap();
    assert_eq!(shape(&found), "attempts findings type");
    assert_eq!(get(&found, "attempts"), 0);
}

#[wasm_bindgen_test]
async fn a_draft_that_cannot_be_sent_is_invalid_and_never_leaves() {
    let whole = loaded("after", "e");
    let cases = [
        (String::new(), "syntax"),
        ("[]".into(), "not-a-referral"),
        (whole.replace("\"USD\"", "\"usd\""), "format"),
        (whole.replace("eTag", "tag"), "etag-missing"),
        (whole.replace(r#""\"e\"""#, r#""W/\"e\"""#), "format"),
        (whole.replace(r#""\"e\"""#, r#""\"e\r\nX: 1\"""#), "format"),
        (whole.replace(ID, "../x"), "format"),
    ];
    for (draft, code) in cases {
        let options = answers(&[(200, "")]);
        let found = put(&draft, None, &options).await.unwrap();
        assert_eq!(text(&found, "type"), "invalid", "{draft}");
        let findings = get(&found, "findings").unchecked_into::<Array>();
        let has = |finding: JsValue| text(&finding, "code") == code && text(&finding, "severity") == "error";
        assert!(findings.iter().any(has), "{code}: {}", json(&findings));
        assert!(seen(&options).is_empty(), "{draft}");
    }
    // What is the caller's own mistake is thrown.
    for (name, value, code) in [
        ("etag", "a\nb", "etag"),
        ("etag", "W/\"x\"", "etag"),
        ("etag", "*", "etag"),
        ("baseUrl", "http://example.com", "url"),
        ("baseUrl", "https://user:pw@example.com", "url"),
    ] {
        let options = answers(&[(200, "")]);
        set(&options, name, &value.into());
        let thrown = put(&whole, None, &options).await.expect_err(value);
        assert_eq!(code_of(&thrown), code, "{value}");
        assert!(seen(&options).is_empty(), "{value}");
    }
}

// ------------------------------------------------------------------------------------------------ hostile fetch

/// Whatever a fetch does, the save ends. Each of these is no answer, so the referral is read back, with the same result.
#[wasm_bindgen_test]
async fn a_fetch_that_gives_no_answer_ends_in_unknown() {
    let cases = [
        "() => { throw new TypeError('Failed to fetch') }",
        "() => { throw null }",
        "() => { throw 'a string' }",
        "() => Promise.reject(new TypeError('Failed to fetch'))",
        "() => Promise.reject()",
        "() => Promise.reject('a string')",
        "() => Promise.reject(Symbol('x'))",
        "() => null",
        "() => undefined",
        "() => 'a string'",
        "() => 200",
        "() => 5n",
        "() => Symbol('x')",
        "() => ({})",
        "() => []",
        "() => (() => {})",
        "() => Object.create(null)",
        "async () => null",
        "async () => 'a string'",
        "() => ({ then: 5 })",
        "() => ({ then() { throw new Error('no') } })",
        "() => ({ get then() { throw new Error('no') } })",
        "() => ({ then(_, reject) { reject(5); reject(6); throw 7 } })",
        "() => Response.error()",
        "() => ({ type: 'basic', status: '200' })",
        "() => ({ type: 'basic', status: NaN })",
        "() => ({ type: 'basic', status: Infinity })",
        "() => ({ type: 'basic', status: -1 })",
        "() => ({ type: 'basic', status: 99999 })",
        "() => ({ get type() { throw 1 }, status: 200 })",
        "() => ({ get status() { throw 1 } })",
        "() => ({ status: 500 })",
        "() => ({ status: 200, headers: 5 })",
        "() => ({ status: 200, headers: {}, arrayBuffer: 5 })",
        "() => ({ status: 200, headers: { get: 5 }, arrayBuffer() { throw 1 } })",
        "() => ({ status: 200, headers: { get() { throw 1 } }, async arrayBuffer() { throw 1 } })",
        "() => ({ status: 200, get headers() { throw 1 }, get arrayBuffer() { throw 1 } })",
        "() => ({ status: 200, arrayBuffer: () => Promise.reject() })",
        "() => new Proxy({}, { get() { throw 1 } })",
        "() => new Proxy(function () {}, { get() { throw 1 }, getPrototypeOf() { throw 1 } })",
        "async () => { const used = new Response('{}'); await used.text(); return used; }",
    ];
    for case in cases {
        let options = options(case);
        let found = outcome(&options).await;
        assert_eq!(ending(&found), "unknown network unreadable", "{case}");
        assert_eq!(seen(&options).len(), 2, "{case}");
        let thrown = face::get_referral(ID, &options).await.expect_err(case);
        assert_eq!(code_of(&thrown), "network", "{case}");
    }
    assert_alive();
}

/// A body that is no bytes is none of ours; it must not trap on its way in.
#[wasm_bindgen_test]
async fn a_body_that_is_no_buffer_ends_the_save_too() {
    for buffer in [
        "undefined",
        "null",
        "5",
        "-1",
        "1e15",
        "NaN",
        "5n",
        "'text'",
        "Symbol('x')",
        "{}",
        "{ length: 1e15 }",
        "{ get length() { throw 1 } }",
        "{ length: 2, get 0() { throw 1 } }",
        "[1, 2, 3]",
        "() => {}",
        "new Proxy([], { get() { throw 1 } })",
        "new ArrayBuffer(0)",
        "new Uint8Array(3)",
    ] {
        for body in
            [format!("async arrayBuffer() {{ return {buffer} }}"), format!("arrayBuffer() {{ return {buffer} }}")]
        {
            let options = options(&format!("async () => ({{ status: 200, {body} }})"));
            let found = outcome(&options).await;
            // An empty body of a success is a success whose result has to be read.
            let ending = ending(&found);
            assert!(ending == "saved" || ending.starts_with("unknown "), "{buffer}: {ending}");
            let thrown = face::get_referral(ID, &options).await.expect_err(buffer);
            assert!(["network", "unexpected-response"].contains(&code_of(&thrown).as_str()), "{buffer}");
        }
    }
    assert_alive();
}

#[wasm_bindgen_test]
async fn whatever_hangs_ends_with_the_time() {
    let cases = [
        "() => new Promise(() => {})",
        "() => ({ then() {} })",
        "async () => ({ status: 200, arrayBuffer: () => new Promise(() => {}) })",
        "async () => new Response(new ReadableStream({ pull() { return new Promise(() => {}) } }))",
    ];
    for case in cases {
        let options = options(case);
        set(&options, "timeoutMs", &60.into());
        set(&options, "deadlineMs", &200.into());
        let start = js_sys::Date::now();
        let found = outcome(&options).await;
        let took = js_sys::Date::now() - start;
        assert_eq!(ending(&found), "unknown timeout unreadable", "{case}");
        assert!((100.0..1_500.0).contains(&took), "{case}: {took}");
        assert_eq!(seen(&options).len(), 2, "{case}");
        // The request was called off, so that its connection does not stay.
        assert!(seen(&options).iter().all(|request| get(&get(request, "signal"), "aborted").is_truthy()), "{case}");
        let thrown = face::get_referral(ID, &options).await.expect_err(case);
        assert_eq!(code_of(&thrown), "timeout", "{case}");
    }
    // The deadline of the whole call is shorter than the time of one request.
    let options = options("() => new Promise(() => {})");
    set(&options, "timeoutMs", &60_000.into());
    set(&options, "deadlineMs", &80.into());
    let start = js_sys::Date::now();
    assert_eq!(ending(&outcome(&options).await), "unknown timeout unreadable");
    assert!(js_sys::Date::now() - start < 1_500.0);
    assert_alive();
}

#[wasm_bindgen_test]
async fn an_answer_that_comes_after_all_is_ignored() {
    let options = options("() => new Promise((resolve) => setTimeout(resolve, 150, new Response('{}')))");
    set(&options, "timeoutMs", &30.into());
    set(&options, "deadlineMs", &60.into());
    assert_eq!(ending(&outcome(&options).await), "unknown timeout unreadable");
    milliseconds(250.0).await;
    assert_alive();
}

#[wasm_bindgen_test]
async fn a_redirect_is_never_followed() {
    for answer in [
        "async () => ({ type: 'opaqueredirect', status: 0, headers: new Headers() })",
        "async (_, __, json) => json(307, '', { location: 'https://evil.test/' })",
        "async (_, __, json) => json(304, null)",
    ] {
        let options = options(answer);
        let found = outcome(&options).await;
        assert_eq!(ending(&found), "notSaved redirected", "{answer}");
        assert_eq!(seen(&options).len(), 1, "{answer}");
    }
}

#[wasm_bindgen_test]
async fn an_answer_that_is_too_large_is_not_read() {
    let options = options("async (_, __, json) => json(200, '{}', { 'content-length': '99999999999' })");
    let found = outcome(&options).await;
    assert_eq!(ending(&found), "unknown unexpected-response unreadable");
    // The rest of it is called off.
    assert!(seen(&options).iter().all(|request| get(&get(request, "signal"), "aborted").is_truthy()));
    let thrown = face::get_referral(ID, &options).await.unwrap_err();
    assert_eq!(code_of(&thrown), "too-large");
}

// ------------------------------------------------------------------------------------------------ giving up

#[wasm_bindgen_test]
async fn who_gives_up_before_anything_is_sent_has_not_saved() {
    for signal in [
        "AbortSignal.abort()",
        "AbortSignal.abort('a string')",
        "AbortSignal.abort(null)",
        "{ aborted: true, addEventListener() {} }",
    ] {
        let options = answers(&[(200, &sent("after", "f"))]);
        set(&options, "signal", &js(signal));
        js("(globalThis.asked = 0)");
        set(&options, "getToken", &js("() => { asked += 1; return 'token' }"));
        let found = outcome(&options).await;
        assert_eq!(ending(&found), "notSaved aborted", "{signal}");
        assert_eq!(js("asked"), 0, "not even a token is asked for");
        assert_eq!(get(&found, "attempts"), 0);
        assert!(get(&found, "clientRequestId").is_undefined());
        assert!(seen(&options).is_empty(), "{signal}");
        let thrown = face::get_referral(ID, &options).await.unwrap_err();
        assert_eq!(code_of(&thrown), "aborted", "{signal}");
    }
}

#[wasm_bindgen_test]
async fn who_gives_up_while_the_request_is_under_way_does_not_know() {
    for reason in ["", "'a string'", "null", "5", "new Error('no')", "Symbol('x')"] {
        for fetch in [
            // One that listens to the signal, one that does not, and one that hangs in the body.
            "(request) => new Promise((_, reject) => request.signal.addEventListener('abort', () => reject(request.signal.reason)))",
            "() => new Promise(() => {})",
            "async () => ({ status: 200, arrayBuffer: () => new Promise(() => {}) })",
        ] {
            let options = options(fetch);
            js("(globalThis.controller = new AbortController())");
            set(&options, "signal", &js("controller.signal"));
            js(&format!("setTimeout(() => controller.abort({reason}), 20)"));
            let start = js_sys::Date::now();
            let found = outcome(&options).await;
            assert_eq!(ending(&found), "unknown aborted unreadable", "{reason} {fetch}");
            assert!(js_sys::Date::now() - start < 1_000.0);
            assert_eq!((get(&found, "attempts"), seen(&options).len()), (1.into(), 1));
        }
    }
    assert_alive();
}

#[wasm_bindgen_test]
async fn giving_up_during_the_read_back_leaves_the_doubt() {
    let options = options(
        "(_, count) => count === 0 ? new Response('', { status: 500 }) : (controller.abort('x'), new Promise(() => {}))",
    );
    js("(globalThis.controller = new AbortController())");
    set(&options, "signal", &js("controller.signal"));
    assert_eq!(ending(&outcome(&options).await), "unknown aborted unreadable");
}

#[wasm_bindgen_test]
async fn what_only_looks_like_a_signal_does_no_harm() {
    for signal in [
        "{ aborted: false, addEventListener() {} }",
        "{ aborted: false, addEventListener() { throw 1 }, removeEventListener() { throw 2 } }",
        "{ reads: 0, get aborted() { if (this.reads++) throw 1; return false }, addEventListener() {} }",
        "{ aborted: false, addEventListener() {}, get reason() { throw 1 } }",
    ] {
        let options = answers(&[(200, &sent("after", "f"))]);
        set(&options, "signal", &js(signal));
        assert_eq!(ending(&outcome(&options).await), "saved", "{signal}");
    }
}

// ------------------------------------------------------------------------------------------------ tokens

#[wasm_bindgen_test]
async fn without_a_usable_token_nothing_is_sent() {
    for get_token in [
        "() => { throw new Error('signed out') }",
        "() => { throw null }",
        "() => Promise.reject(new Error('signed out'))",
        "async () => { throw undefined }",
        "() => undefined",
        "() => null",
        "() => ''",
        "() => 5",
        "() => ({ token: 'x' })",
        "async () => ['x']",
        "() => 'a\\nb'",
        "() => 'a\\r\\nX-Evil: 1'",
        "() => 'a b'",
        "() => 'Bearer a'",
        "() => ' a'",
        "() => 'a\\u0000'",
        "() => 'é'",
        "() => '\\ud800'",
        "() => ({ then() { throw 1 } })",
    ] {
        let options = answers(&[(200, &sent("after", "f"))]);
        set(&options, "getToken", &js(get_token));
        let found = outcome(&options).await;
        assert_eq!(ending(&found), "notSaved no-token", "{get_token}");
        assert_eq!(get(&found, "attempts"), 0, "{get_token}");
        assert!(seen(&options).is_empty(), "{get_token}");
        let thrown = face::get_referral(ID, &options).await.unwrap_err();
        assert_eq!(code_of(&thrown), "no-token", "{get_token}");
    }
    // Both kinds of functions that the contract allows.
    for get_token in ["() => 'a.b-c_d~e+f/g='", "async () => 'abc'", "() => ({ then: (resolve) => resolve('abc') })"] {
        let options = answers(&[(200, &sent("after", "f"))]);
        set(&options, "getToken", &js(get_token));
        assert_eq!(ending(&outcome(&options).await), "saved", "{get_token}");
    }
}

#[wasm_bindgen_test]
async fn a_token_that_never_comes_ends_with_the_deadline_or_the_signal() {
    let options = answers(&[(200, &sent("after", "f"))]);
    set(&options, "getToken", &js("() => new Promise(() => {})"));
    set(&options, "deadlineMs", &60.into());
    assert_eq!(ending(&outcome(&options).await), "notSaved no-token");

    let options = answers(&[(200, &sent("after", "f"))]);
    set(&options, "getToken", &js("() => new Promise(() => {})"));
    js("(globalThis.controller = new AbortController())");
    set(&options, "signal", &js("controller.signal"));
    js("setTimeout(() => controller.abort('enough'), 20)");
    let start = js_sys::Date::now();
    assert_eq!(ending(&outcome(&options).await), "notSaved aborted");
    assert!(js_sys::Date::now() - start < 1_000.0);
    assert!(seen(&options).is_empty());
}

/// Timers round down, and count in whole milliseconds that may have begun.
#[wasm_bindgen_test]
async fn nothing_is_sent_before_its_time() {
    let options = options(&format!(
        "(_, count, json) => (sent.push(Date.now()), count > 0 ? json(200, {}) : json(423, ''))",
        literal(&sent("after", "f"))
    ));
    set(&options, "maxRetries", &1.into());
    set(
        &options,
        "onProgress",
        &js("({ phase, retryAt }) => { if (phase === 'waiting') { waits.length = 0; told = retryAt; } }"),
    );
    js("(globalThis.sent = [], globalThis.waits = [], globalThis.told = 0,
        globalThis.theirs = [Math.random, setTimeout], Math.random = () => 0.1234567,
        globalThis.setTimeout = (...all) => { waits.push(all[1]); return theirs[1].apply(globalThis, all); })");
    let found = outcome(&options).await;
    js("([Math.random, globalThis.setTimeout] = theirs)");
    assert_eq!(ending(&found), "saved");
    // Half of a second, and what chance has of the other half: 561.7.
    assert_eq!((js("waits[0]"), js("sent[1] >= told")), (563.into(), JsValue::TRUE));
}

/// A wait ends at once for who gave up before it, and need not listen for that.
#[wasm_bindgen_test]
async fn who_gave_up_does_not_wait() {
    let options = options("async (_, __, json) => { givenUp = true; return json(429, '', { 'retry-after': '2' }) }");
    js("(globalThis.givenUp = false)");
    set(&options, "signal", &js("{ get aborted() { return givenUp }, addEventListener() {} }"));
    set(&options, "maxRetries", &1.into());
    let start = js_sys::Date::now();
    assert_eq!(ending(&outcome(&options).await), "notSaved aborted");
    assert!(js_sys::Date::now() - start < 1_000.0);
    assert_eq!(seen(&options).len(), 1);
}

/// The token is asked for again for the read-back; without it the doubt stays.
#[wasm_bindgen_test]
async fn a_token_that_is_gone_by_the_read_back_leaves_the_doubt() {
    let options = answers(&[(412, ""), (401, ""), (200, &sent("after", "f"))]);
    js("(globalThis.tokens = ['one'])");
    set(&options, "getToken", &js("() => tokens.shift()"));
    assert_eq!(ending(&outcome(&options).await), "unknown precondition-failed unreadable");
    assert_eq!(seen(&options).len(), 2);
}

#[wasm_bindgen_test]
async fn a_token_that_is_refused_is_asked_for_once_more() {
    let answered = |first: u16, second: u16| answers(&[(first, ""), (second, &sent("after", "f"))]);
    for (first, second, tokens, expected, questions) in [
        (401, 200, "['one', 'two']", "saved", r#"[{"reason":"initial"},{"reason":"expired"}]"#),
        (401, 401, "['one', 'two']", "notSaved unauthenticated", r#"[{"reason":"initial"},{"reason":"expired"}]"#),
        (401, 200, "['one', 'one']", "notSaved unauthenticated", r#"[{"reason":"initial"},{"reason":"expired"}]"#),
        (401, 200, "['one', '']", "notSaved no-token", r#"[{"reason":"initial"},{"reason":"expired"}]"#),
        (403, 200, "['one', 'two']", "notSaved forbidden", r#"[{"reason":"initial"}]"#),
    ] {
        let options = answered(first, second);
        js(&format!("(globalThis.tokens = {tokens}, globalThis.questions = [])"));
        set(&options, "getToken", &js("(question) => { questions.push(question); return tokens.shift(); }"));
        assert_eq!(ending(&outcome(&options).await), expected, "{tokens}");
        assert_eq!(json(&js("questions")), questions, "{tokens}");
    }
}

#[wasm_bindgen_test]
async fn a_request_is_sent_again_and_rebased() {
    // Busy, then lost on its way, then the token has expired, then somebody else was first: saved on top of theirs.
    let theirs = loaded("before", "f").replacen("{ ", "{ \"campaignId\":\"theirs\",", 1);
    let ours = theirs.replace("before", "after").replace("\\\"f\\\"", "\\\"g\\\"");
    let options = options(&format!(
        "async (request, count, json) => {{
            if (count === 0) return json(423, '');
            if (count === 1) throw new TypeError('Failed to fetch');
            if (count === 2) return json(200, {});
            if (count === 3) return json(401, '');
            if (count === 4) return json(412, '');
            if (count === 5) return json(200, {});
            const text = await request.text();
            return text.includes('theirs') && text.includes('after') && request.headers.get('if-match') === '\"f\"'
                ? json(200, {}) : json(400, '');
        }}",
        literal(&loaded("before", "e")),
        literal(&theirs),
        literal(&ours),
    ));
    js("(globalThis.phases = [])");
    set(&options, "maxRetries", &2.into());
    set(&options, "getToken", &js("({ reason }) => reason"));
    set(
        &options,
        "onProgress",
        &js("({ phase, attempt, retryAt }) => phases.push(phase + attempt + (retryAt > Date.now() ? '!' : ''))"),
    );
    set(&options, "deadlineMs", &20_000.into());
    let found = outcome(&options).await;
    assert_eq!(ending(&found), "saved");
    assert_eq!((text(&found, "json"), get(&found, "attempts")), (ours, 5.into()));
    assert_eq!(
        json(&js("phases")),
        r#"["sending1","waiting1!","sending2","reading-back2","waiting2!","sending3","sending4","reading-back4","rebasing5","sending5"]"#
    );
    assert_eq!(json(&get(&get(&found, "serverChanged").unchecked_into::<Array>().get(0), "path")), r#""/campaignId""#);
}

// ------------------------------------------------------------------------------------------------ at the same time

#[wasm_bindgen_test]
async fn a_callback_may_call_the_module() {
    let answers_still = wasm_bindgen::closure::Closure::<dyn Fn() -> bool>::new(|| {
        validate(loaded("x", "e").as_bytes(), None).is_undefined()
    });
    set(&js("globalThis"), "answersStill", answers_still.as_ref());
    let options =
        options(&format!("async (_, __, json) => json(answersStill() ? 200 : 500, {})", literal(&sent("after", "f"))));
    set(&options, "getToken", &js("() => answersStill() ? 'token' : ''"));
    set(&options, "onProgress", &js("() => { if (answersStill()) throw new Error('ignored') }"));
    assert_eq!(ending(&outcome(&options).await), "saved");
}

#[wasm_bindgen_test]
async fn saves_at_the_same_time_do_not_mix() {
    let answer_later = |name: &str, wait: u32| {
        options(&format!(
            "(_, __, json) => new Promise((resolve) => setTimeout(() => resolve(json(200, {})), {wait}))",
            literal(&sent(name, "f"))
        ))
    };
    let (slow, fast) = (answer_later("slow", 60), answer_later("fast", 5));
    let before = loaded("before", "e");
    let (slow_draft, fast_draft) = (loaded("slow", "e"), loaded("fast", "e"));
    let both = Array::of2(
        &wasm_bindgen_futures::future_to_promise({
            let (before, options) = (before.clone(), slow.clone());
            async move { put(&slow_draft, Some(&before), &options).await }
        }),
        &wasm_bindgen_futures::future_to_promise(async move { put(&fast_draft, Some(&before), &fast).await }),
    );
    let results = JsFuture::from(Promise::all(&both)).await.unwrap().unchecked_into::<Array>();
    for (result, name) in results.iter().zip(["slow", "fast"]) {
        assert_eq!((ending(&result), text(&result, "json")), ("saved".into(), sent(name, "f")));
        assert_eq!(json(&get(&result, "serverChanged")), "[]", "{name}");
    }
}

// ------------------------------------------------------------------------------------------------ loading

#[wasm_bindgen_test]
async fn a_referral_is_loaded_as_its_exact_text() {
    let options = answers(&[(200, &loaded("x", "e"))]);
    set(&options, "getToken", &js("() => 'token'"));
    let found = face::get_referral(ID, &options).await.unwrap();
    assert_eq!(keys(&found), ["json", "etag"]);
    assert_eq!((text(&found, "json"), text(&found, "etag")), (loaded("x", "e"), "\"e\"".into()));
    let request = &seen(&options)[0];
    assert_eq!(text(request, "method"), "GET");
    assert_eq!(text(request, "url"), format!("https://api.partner.microsoft.com/v1.0/engagements/referrals/{ID}"));
    set(&js("globalThis"), "only", request);
    assert_eq!(
        js("[...only.headers.keys()].join(' ')").as_string().as_deref(),
        Some("accept authorization client-request-id")
    );

    let found = face::get_referral(ID, &answers(&[(200, &loaded("x", "e").replace("eTag", "tag"))])).await;
    assert!(get(&found.unwrap(), "etag").is_null());
    // One mark in front is passed over, as `text()` does it.
    let found = face::get_referral(ID, &answers(&[(200, &["\u{feff}", &loaded("x", "e")].concat())])).await;
    assert_eq!(text(&found.unwrap(), "json"), loaded("x", "e"));
}

#[wasm_bindgen_test]
async fn what_is_no_referral_is_a_typed_error() {
    let other = loaded("x", "e").replace(ID, OTHER_ID);
    let cases: &[(u16, &str, &str)] = &[
        (401, "", "unauthenticated"),
        (403, "", "forbidden"),
        (404, "", "gone"),
        (410, "", "gone"),
        (429, "", "throttled"),
        (509, "", "throttled"),
        (500, "", "service"),
        (503, "<html>", "service"),
        (200, "", "unexpected-response"),
        (200, "<html>", "unexpected-response"),
        (200, "[]", "unexpected-response"),
        (200, "{", "unexpected-response"),
        (200, &other, "unexpected-response"),
        (204, "", "unexpected-response"),
        (304, "", "unexpected-response"),
        (418, "", "unexpected-response"),
    ];
    for (status, body, code) in cases {
        let thrown = face::get_referral(ID, &answers(&[(*status, body)])).await.expect_err(code);
        assert_eq!(code_of(&thrown), *code, "{status} {body}");
    }
    for id in ["", ".", "..", "a/b", "a?b", "a#b", "a b", "a\r\nb", "%2e%2e"] {
        let options = answers(&[(200, "")]);
        let thrown = face::get_referral(id, &options).await.expect_err(id);
        assert_eq!(code_of(&thrown), "url", "{id}");
        assert!(seen(&options).is_empty());
    }
    assert_alive();
}

// ------------------------------------------------------------------------------------------------ the reader's vectors

/// What stands at each place of a string or a run of spaces, of each length up to a few vectors.
#[wasm_bindgen_test]
fn every_byte_of_a_vector_is_looked_at() {
    for length in 0..50 {
        for at in 0..=length {
            let (before, after) = ("a".repeat(at), "b".repeat(length - at));
            for inside in
                ["", "\\\"", "\\\\", "\\u00e9", "\u{e9}", "\u{4f60}", "\u{1f600}", "\u{7f}", " ", "~", "\u{80}"]
            {
                let text = format!("[\"{before}{inside}{after}\"]");
                let document = Document::parse(text.as_bytes(), Limits::default()).expect(&text);
                let value = document.at("/0").expect(&text);
                assert_eq!(value.span(), 1..text.len() - 1, "{text}");
            }
            for control in ["\u{0}", "\n", "\u{1f}"] {
                let fault = Document::parse(format!("[\"{before}{control}{after}\"]").as_bytes(), Limits::default())
                    .expect_err(&before);
                assert_eq!((fault.kind, fault.at), (FaultKind::Syntax(Hint::ControlCharacter), at + 2), "{control:?}");
            }
            for blank in ["\n", "\t", "\r", ""] {
                let (before, after) = (" ".repeat(at), " ".repeat(length - at));
                let text = format!("[\n{before}{blank}{after}7{after}{blank}{before}]");
                let document = Document::parse(text.as_bytes(), Limits::default()).expect(&text);
                assert_eq!(document.at("/0").map(|value| value.to_text()).as_deref(), Some("7"), "{text:?}");
            }
        }
    }
}
