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

use browser::input::{self, Inputs};
use put::{Limit, Now};
use wasm_bindgen::JsValue;
use wasm_bindgen::prelude::wasm_bindgen;

// What the JavaScript face calls. It puts the texts that a call is about where `reserve` says, and tells their lengths in bytes,
// `usize::MAX` where there is none; nothing but numbers crosses as an argument. Results are JSON text, but for texts that are
// results themselves. What is to be thrown is JSON text behind a `!`, with which no result begins; the face makes a
// `ReferralError` of it.

/// Where to put a text of that many bytes for the next call, at one of three places; 0 where there is no memory for it.
#[wasm_bindgen]
pub fn reserve(place: usize, length: usize) -> usize {
    input::reserve(place, length)
}

/// A function of the package by its number in `src/js/run.js`: of a text, and of up to two others. The number that goes with
/// it is the size that is read, 0 for the usual one, or that of a call; `is_ascii` says that the caller's string has the bytes
/// of the text one to one. Nothing where nothing is found.
#[wasm_bindgen]
pub fn run(function: u32, text: usize, first: usize, second: usize, number: usize, is_ascii: bool) -> Option<String> {
    let inputs = Inputs::take([text, first, second]);
    browser::run(function, &inputs, number, is_ascii).unwrap_or_else(|thrown| Some(thrown.into_text()))
}

/// Begins `putReferral` of a draft, a base and options, or `getReferral` of an id and options: the call, or an outcome as
/// JSON. The options are a JSON array of etag, baseUrl and the page's origin.
#[wasm_bindgen]
pub fn begin(is_put: bool, text: usize, base: usize, options: usize, size: usize) -> JsValue {
    let inputs = Inputs::take([text, base, options]);
    browser::calls::begin(is_put, &inputs, Some(size).filter(|size| *size > 0))
        .unwrap_or_else(|thrown| thrown.into_text().into())
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

/// Tells a call what was answered: the status, a JSON array of headers in the order of `src/js/drive.js` at the second
/// place, and the body. What it has to do next.
#[wasm_bindgen]
pub fn answered(
    call: usize,
    status: u16,
    headers: usize,
    body: &js_sys::Uint8Array,
    monotonic: f64,
    epoch: f64,
    random: f64,
) -> JsValue {
    let inputs = Inputs::take([0, headers, 0]);
    browser::calls::answered(call, status, inputs.first(), body, Now { monotonic, epoch, random })
}

/// The request that a call wants to be sent, for `fetch`; `undefined` where the platform refuses it. At the second place is a
/// JSON array of its client-request-id, its request-id and its token.
#[wasm_bindgen]
pub fn request(call: usize, is_put: bool, texts: usize, signal: &web_sys::AbortSignal) -> JsValue {
    let mut inputs = Inputs::take([0, texts, 0]);
    let request = browser::calls::platform_request(call, is_put, inputs.first(), signal);
    // There is a token in it.
    inputs.wipe();
    request.unwrap_or(JsValue::UNDEFINED)
}

/// The end of a call, wherever it was.
#[wasm_bindgen]
pub fn forget(call: usize) {
    browser::calls::forget(call);
}
