//! The request of a call, as the platform's own object.
//!
//! It is built with gloo-net's fallible parts and handed to `fetch` as it is. gloo-net's own `send` and header access would
//! trap on what a page can be given (packaging.md, C7).

use gloo_net::http::{Headers, Method, RequestBuilder};
use wasm_bindgen::JsValue;
use web_sys::{AbortSignal, ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect};

use crate::put::PutRequest;

/// A request as it leaves.
pub struct Outgoing<'r> {
    pub url: &'r str,
    pub client_request_id: &'r str,
    pub request_id: Option<&'r str>,
    pub token: Option<&'r str>,
    /// Makes it a PUT.
    pub put: Option<&'r PutRequest>,
    pub signal: &'r AbortSignal,
}

/// The platform's request object, or nothing when the platform refuses a part of it.
pub fn request(request: &Outgoing<'_>) -> Option<JsValue> {
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
    let builder = RequestBuilder::new(request.url)
        .headers(Headers::from_raw(headers))
        .abort_signal(Some(request.signal))
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
