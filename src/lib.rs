#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod diff;
pub mod finding;
pub mod json;
pub mod lifecycle;
pub mod merge;
pub mod patch;
pub mod put;
pub mod results;
pub mod schema;
pub mod validate;

mod browser;

/// Smaller than the standard library's; every allocation takes the same time, however full the memory is.
#[cfg(target_arch = "wasm32")]
#[global_allocator]
static ALLOCATOR: rlsf::SmallGlobalTlsf = rlsf::SmallGlobalTlsf::new();

use put::{Limit, Now};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

// What the JavaScript face calls. It puts the text that a call is about where `reserve` says, and tells its length in bytes;
// other texts come as bytes. Results are JSON text, but for texts that are results themselves. What is to be thrown is JSON
// text behind a `!`, with which no result begins; the face makes a `ReferralError` of it.

/// Where to put a text of that many bytes for the next call; 0 where there is no memory for it.
#[wasm_bindgen]
pub fn reserve(length: usize) -> usize {
    browser::input::reserve(length)
}

/// `validate`: a report as JSON, or nothing when there is no finding. The size is that of `maxBytes`.
#[wasm_bindgen]
pub fn validate(referral: usize, base: Option<Vec<u8>>, size: Option<usize>) -> Option<String> {
    browser::input::with(referral, |referral| browser::validation_report(referral, base.as_deref(), size))
}

/// `validateList`, as JSON.
#[wasm_bindgen(js_name = validateList)]
pub fn validate_list(list: usize, size: Option<usize>) -> String {
    browser::input::with(list, |list| browser::list_report(list, size))
}

/// `transitions`, as JSON.
#[wasm_bindgen]
pub fn transitions(from: usize) -> String {
    browser::input::with(from, browser::transition_table)
}

/// `stripLinks`: what to cut, or the new text.
#[wasm_bindgen(js_name = stripLinks)]
pub fn strip_links(referral: usize, is_ascii: bool) -> String {
    browser::input::with(referral, |referral| text_of(browser::strip_links(referral, is_ascii)))
}

/// `edit`, with the edits as JSON.
#[wasm_bindgen]
pub fn edit(referral: usize, edits: &[u8]) -> String {
    browser::input::with(referral, |referral| text_of(browser::apply_edits(referral, edits)))
}

/// `diff`, as JSON.
#[wasm_bindgen]
pub fn diff(draft: usize, base: &[u8]) -> String {
    browser::input::with(draft, |draft| text_of(browser::diff_report(base, draft)))
}

/// `merge`, as JSON.
#[wasm_bindgen]
pub fn merge(theirs: usize, base: &[u8], ours: &[u8]) -> String {
    browser::input::with(theirs, |theirs| text_of(browser::merge_report(base, ours, theirs)))
}

/// `toPatch`.
#[wasm_bindgen(js_name = toPatch)]
pub fn to_patch(draft: usize, base: &[u8]) -> String {
    browser::input::with(draft, |draft| text_of(browser::patch_text(base, draft)))
}

/// `preparePut`: URL, entity tag and body, as lines. The options are a JSON array of etag, baseUrl and
/// the page's origin.
#[wasm_bindgen(js_name = preparePut)]
pub fn prepare_put(draft: usize, is_ascii: bool, base: Option<Vec<u8>>, options: &[u8], size: Option<usize>) -> String {
    browser::with_options(base.as_deref(), options, |options| {
        let options = put::Options { size, ..options };
        browser::input::with(draft, |draft| text_of(browser::prepare_put(draft, is_ascii, options)))
    })
}

/// Begins `putReferral`: the call, or an outcome as JSON. The options are those of `preparePut`.
#[wasm_bindgen(js_name = beginPut)]
pub fn begin_put(draft: usize, base: Option<Vec<u8>>, options: &[u8], size: Option<usize>) -> JsValue {
    browser::with_options(base.as_deref(), options, |options| {
        let options = put::Options { size, ..options };
        browser::input::with(draft, |draft| value_of(browser::calls::begin_put(draft, options)))
    })
}

/// Begins `getReferral`: the call. The options are those of `preparePut`.
#[wasm_bindgen(js_name = beginGet)]
pub fn begin_get(id: String, options: &[u8]) -> JsValue {
    browser::with_options(None, options, |options| value_of(browser::calls::begin_get(id, options)))
}

/// What a call has to do first, within these limits.
#[wasm_bindgen]
pub fn start(
    call: usize,
    timeout_ms: f64,
    deadline_ms: f64,
    max_retries: u32,
    monotonic: f64,
    epoch: f64,
    random: f64,
) -> JsValue {
    browser::calls::start(call, Limit { timeout_ms, deadline_ms, max_retries }, Now { monotonic, epoch, random })
}

/// Tells a call what happened. What it has to do next.
#[wasm_bindgen]
pub fn told(call: usize, event: u32, monotonic: f64, epoch: f64, random: f64) -> JsValue {
    browser::calls::told(call, event, Now { monotonic, epoch, random })
}

/// Tells a call what was answered. What it has to do next.
#[wasm_bindgen]
pub fn answered(
    call: usize,
    status: u16,
    headers: &[u8],
    body: &js_sys::Uint8Array,
    monotonic: f64,
    epoch: f64,
    random: f64,
) -> JsValue {
    browser::calls::answered(call, status, headers, body, Now { monotonic, epoch, random })
}

/// The request that a call wants to be sent, for `fetch`; `undefined` where the platform refuses it.
#[wasm_bindgen]
pub fn request(
    call: usize,
    is_put: bool,
    client_request_id: &str,
    request_id: Option<String>,
    token: Option<String>,
    signal: &web_sys::AbortSignal,
) -> JsValue {
    let (request_id, token) = (request_id.as_deref(), token.as_deref());
    browser::calls::platform_request(call, is_put, client_request_id, request_id, token, signal)
        .unwrap_or(JsValue::UNDEFINED)
}

/// What came of a call that is over, as JSON, and the end of it.
#[wasm_bindgen]
pub fn result(call: usize) -> String {
    text_of(browser::calls::result(call))
}

/// The end of a call, wherever it was.
#[wasm_bindgen]
pub fn forget(call: usize) {
    browser::calls::forget(call);
}

fn text_of(result: Result<String, browser::Thrown>) -> String {
    result.unwrap_or_else(browser::Thrown::into_text)
}

fn value_of(result: Result<JsValue, browser::Thrown>) -> JsValue {
    result.unwrap_or_else(|thrown| thrown.into_text().into())
}
