#![doc = include_str!("../README.md")]
#![forbid(unsafe_code)]

pub mod diff;
pub mod finding;
pub mod json;
pub mod lifecycle;
pub mod patch;
pub mod put;
pub mod schema;
pub mod validate;

mod browser;

use js_sys::Function;
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

// What the JavaScript face calls. It hands over texts as bytes, and makes `ReferralError`s of what is thrown here.

/// `validate`: a report as JSON, or nothing when there is no finding.
#[wasm_bindgen]
pub fn validate(referral: &[u8], base: Option<Vec<u8>>) -> Option<String> {
    browser::validation_report(referral, base.as_deref())
}

/// `validateList`, as JSON.
#[wasm_bindgen(js_name = validateList)]
pub fn validate_list(list: &[u8]) -> String {
    browser::list_report(list)
}

/// `transitions`.
#[wasm_bindgen]
pub fn transitions(from: &[u8]) -> JsValue {
    browser::transition_table(from)
}

/// `stripLinks`: what to cut, or the new text.
#[wasm_bindgen(js_name = stripLinks)]
pub fn strip_links(referral: &[u8], is_ascii: bool) -> Result<String, JsValue> {
    Ok(browser::strip_links(referral, is_ascii)?)
}

/// `edit`, with the edits as JSON.
#[wasm_bindgen]
pub fn edit(referral: &[u8], edits: &[u8]) -> Result<String, JsValue> {
    Ok(browser::apply_edits(referral, edits)?)
}

/// `diff`.
#[wasm_bindgen]
pub fn diff(base: &[u8], draft: &[u8]) -> Result<JsValue, JsValue> {
    Ok(browser::diff_report(base, draft)?)
}

/// `toPatch`.
#[wasm_bindgen(js_name = toPatch)]
pub fn to_patch(base: &[u8], draft: &[u8]) -> Result<String, JsValue> {
    Ok(browser::patch_text(base, draft)?)
}

/// `preparePut`: URL, entity tag and body, as lines.
#[wasm_bindgen(js_name = preparePut)]
pub fn prepare_put(draft: &[u8], is_ascii: bool, base: Option<Vec<u8>>, options: &JsValue) -> Result<String, JsValue> {
    Ok(browser::prepare_put(draft, is_ascii, base.as_deref(), options)?)
}

/// `putReferral`. `new_guid` gives each request its identifier.
#[wasm_bindgen(js_name = putReferral)]
pub async fn put_referral(
    draft: Vec<u8>,
    base: Option<Vec<u8>>,
    options: JsValue,
    new_guid: Function,
) -> Result<JsValue, JsValue> {
    Ok(browser::put(draft, base, options, new_guid).await?)
}

/// `getReferral`. `new_guid` gives the request its identifier.
#[wasm_bindgen(js_name = getReferral)]
pub async fn get_referral(id: String, options: JsValue, new_guid: Function) -> Result<JsValue, JsValue> {
    Ok(browser::get(id, options, new_guid).await?)
}
