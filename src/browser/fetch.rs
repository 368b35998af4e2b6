//! One request and its answer, through the platform's `fetch` or the caller's.
//!
//! The request is built with gloo-net's fallible parts and handed to `fetch` as it is; the answer is read by
//! reflection, because a caller's fetch may hand out any object. gloo-net's own `send` and header access would trap on
//! what a page can be given (packaging.md, C7).

use gloo_net::http::{Headers, Method, RequestBuilder};
use js_sys::{Function, Uint8Array, global};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect};

use super::host::Cutoff;
use super::values::{call, function, global_member, member};
use crate::json::Limits;
use crate::put::{Answer, Fault, PutRequest};

#[wasm_bindgen]
extern "C" {
    #[wasm_bindgen(js_name = Uint8Array)]
    type Bytes;
    /// A view of what a body was read as. A caller's response may have given anything, and it throws at some of it.
    #[wasm_bindgen(constructor, catch, js_class = "Uint8Array")]
    fn new(buffer: &JsValue) -> Result<Bytes, JsValue>;
}

/// A request as it leaves.
pub struct Outgoing<'r> {
    pub url: &'r str,
    pub client_request_id: &'r str,
    pub request_id: Option<&'r str>,
    pub token: Option<&'r str>,
    /// Makes it a PUT.
    pub put: Option<&'r PutRequest>,
}

/// Sends a request: the promise of its answer.
pub fn send(request: &Outgoing<'_>, fetch: Option<&Function>, cutoff: Option<&Cutoff>) -> Result<JsValue, Fault> {
    let fetch = fetch.cloned().or_else(|| function(&global(), "fetch")).ok_or(Fault::NotSent)?;
    let request = build(request, cutoff.ok_or(Fault::NotSent)?).ok_or(Fault::NotSent)?;
    // From here on the server may have the request.
    fetch.call1(&JsValue::UNDEFINED, &request).map_err(|_| Fault::Network)
}

/// What a response says before its body, whoever made it, and the promise of that. A redirect that was not followed has
/// status 0 and no body.
pub fn head(response: &JsValue) -> Result<(Answer, Option<JsValue>), Fault> {
    if member(response, "type").ok_or(Fault::Network)?.as_string().as_deref() == Some("opaqueredirect") {
        return Ok((Answer::default(), None));
    }
    let status = member(response, "status").and_then(|status| status.as_f64());
    let status = status.filter(|status| (100.0..=999.0).contains(status)).ok_or(Fault::Network)? as u16;
    let headers = member(response, "headers").unwrap_or(JsValue::UNDEFINED);
    let header = |name: &str| call(&headers, "get", name)?.as_string();
    if header("content-length").is_some_and(|length| is_more(&length, Limits::default().size)) {
        return Err(Fault::TooLarge);
    }
    let answer = Answer {
        status,
        content_type: header("content-type"),
        etag: header("etag"),
        retry_after: header("retry-after"),
        www_authenticate: header("www-authenticate"),
        request_id: header("request-id"),
        body: Vec::new(),
    };
    let body = function(response, "arrayBuffer").and_then(|read| read.call0(response).ok());
    Ok((answer, Some(body.ok_or(Fault::Network)?)))
}

/// The bytes of a body. A caller's response may have given anything.
pub fn body(buffer: &JsValue) -> Result<Vec<u8>, Fault> {
    let bytes = if buffer.is_object() { Bytes::new(buffer).ok() } else { None };
    let bytes: Uint8Array = bytes.ok_or(Fault::Network)?.unchecked_into();
    if bytes.length() as usize > Limits::default().size {
        return Err(Fault::TooLarge);
    }
    Ok(bytes.to_vec())
}

/// The digits are those of a number above `limit`.
fn is_more(digits: &str, limit: usize) -> bool {
    digits.parse::<u64>().is_ok_and(|number| number > limit as u64)
}

/// The platform's request object, or nothing when the platform refuses a part of it.
fn build(request: &Outgoing<'_>, cutoff: &Cutoff) -> Option<JsValue> {
    let headers = web_sys::Headers::new().ok()?;
    let bearer = request.token.map(|token| ["Bearer ", token].concat());
    let all = [
        ("Accept", Some("application/json")),
        ("client-request-id", Some(request.client_request_id)),
        ("request-id", request.request_id),
        ("Authorization", bearer.as_deref()),
        ("Content-Type", request.put.map(|_| "application/json")),
        ("If-Match", request.put.map(|put| put.etag.as_str())),
    ];
    for (name, value) in all {
        if let Some(value) = value {
            headers.set(name, value).ok()?;
        }
    }
    let signal = cutoff.signal();
    let builder = RequestBuilder::new(request.url)
        .headers(Headers::from_raw(headers))
        .abort_signal(Some(&signal))
        .mode(RequestMode::Cors)
        .credentials(RequestCredentials::Omit)
        .redirect(RequestRedirect::Manual)
        .cache(RequestCache::NoStore)
        .referrer_policy(ReferrerPolicy::NoReferrer);
    let (method, body) = match request.put {
        Some(put) => (Method::PUT, JsValue::from_str(&put.body)),
        None => (Method::GET, JsValue::UNDEFINED),
    };
    Some(web_sys::Request::from(builder.method(method).body(body).ok()?).into())
}

/// The browser knows that there is no network.
pub fn is_offline() -> bool {
    global_member("navigator", "onLine").is_some_and(|online| online == JsValue::FALSE)
}
