#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod diff;
pub mod finding;
pub mod json;
pub mod lifecycle;
pub mod merge;
pub mod patch;
pub mod put;
pub mod schema;
pub mod validate;

mod browser;

use js_sys::Promise;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen_futures::future_to_promise;

// What the JavaScript face calls. It puts the text that a call is about where `reserve` says, and tells its length in bytes;
// other texts come as bytes. Results and what is thrown are JSON text, but for texts that are results themselves; it makes
// `ReferralError`s of what is thrown.

/// Where to put a text of that many bytes for the next call; 0 where there is no memory for it.
#[wasm_bindgen]
pub fn reserve(length: usize) -> usize {
    browser::input::reserve(length)
}

/// `validate`: a report as JSON, or nothing when there is no finding.
#[wasm_bindgen]
pub fn validate(referral: usize, base: Option<Vec<u8>>) -> Option<String> {
    browser::input::with(referral, |referral| browser::validation_report(referral, base.as_deref()))
}

/// `validateList`, as JSON.
#[wasm_bindgen(js_name = validateList)]
pub fn validate_list(list: usize) -> String {
    browser::input::with(list, browser::list_report)
}

/// `transitions`, as JSON.
#[wasm_bindgen]
pub fn transitions(from: usize) -> String {
    browser::input::with(from, browser::transition_table)
}

/// `stripLinks`: what to cut, or the new text.
#[wasm_bindgen(js_name = stripLinks)]
pub fn strip_links(referral: usize, is_ascii: bool) -> Result<String, JsValue> {
    browser::input::with(referral, |referral| Ok(browser::strip_links(referral, is_ascii)?))
}

/// `edit`, with the edits as JSON.
#[wasm_bindgen]
pub fn edit(referral: usize, edits: &[u8]) -> Result<String, JsValue> {
    browser::input::with(referral, |referral| Ok(browser::apply_edits(referral, edits)?))
}

/// `diff`, as JSON.
#[wasm_bindgen]
pub fn diff(draft: usize, base: &[u8]) -> Result<String, JsValue> {
    browser::input::with(draft, |draft| Ok(browser::diff_report(base, draft)?))
}

/// `merge`, as JSON.
#[wasm_bindgen]
pub fn merge(theirs: usize, base: &[u8], ours: &[u8]) -> Result<String, JsValue> {
    browser::input::with(theirs, |theirs| Ok(browser::merge_report(base, ours, theirs)?))
}

/// `toPatch`.
#[wasm_bindgen(js_name = toPatch)]
pub fn to_patch(draft: usize, base: &[u8]) -> Result<String, JsValue> {
    browser::input::with(draft, |draft| Ok(browser::patch_text(base, draft)?))
}

/// `preparePut`: URL, entity tag and body, as lines.
#[wasm_bindgen(js_name = preparePut)]
pub fn prepare_put(draft: usize, is_ascii: bool, base: Option<Vec<u8>>, options: &JsValue) -> Result<String, JsValue> {
    browser::input::with(draft, |draft| Ok(browser::prepare_put(draft, is_ascii, base.as_deref(), options)?))
}

/// `putReferral`: an outcome as JSON.
#[wasm_bindgen(js_name = putReferral)]
pub fn put_referral(draft: usize, base: Option<Vec<u8>>, options: &JsValue, host: browser::Host) -> Promise {
    promise(browser::input::with(draft, |draft| browser::put(draft, base, options, host)))
}

/// `getReferral`, as JSON.
#[wasm_bindgen(js_name = getReferral)]
pub fn get_referral(id: String, options: &JsValue, host: browser::Host) -> Promise {
    promise(browser::get(id, options, host))
}

/// What is known at once is told later, too.
fn promise(call: Result<browser::Prepared, Result<String, browser::Thrown>>) -> Promise {
    future_to_promise(async move {
        let end = match call {
            Ok(prepared) => prepared.run().await,
            Err(end) => end,
        };
        Ok(end?.into())
    })
}
