//! The request of a call, as the platform's own object.
//!
//! Its headers are gloo-net's: what they hold was looked at before, so that setting them cannot fail. gloo-net's own builder
//! parses the URL again and prints it anew, and its `send` would trap on what a page can be given (packaging.md, C7).

use gloo_net::http::Headers;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{AbortSignal, Request, RequestInit};

use super::object::{Member, object};
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
    let headers = Headers::new();
    headers.set("Accept", "application/json");
    headers.set("client-request-id", request.client_request_id);
    if let Some(request_id) = request.request_id {
        headers.set("request-id", request_id);
    }
    if let Some(token) = request.token {
        headers.set("Authorization", &["Bearer ", token].concat());
    }
    let method = if request.put.is_some() { "PUT" } else { "GET" };
    let init = object(&[
        ("method", Member::Text(method)),
        ("mode", Member::Text("cors")),
        ("credentials", Member::Text("omit")),
        ("redirect", Member::Text("manual")),
        ("cache", Member::Text("no-store")),
        ("referrerPolicy", Member::Text("no-referrer")),
    ]);
    let init: RequestInit = init.unchecked_into();
    if let Some(put) = request.put {
        headers.set("Content-Type", "application/json");
        headers.set("If-Match", &put.etag);
        init.set_body(&JsValue::from_str(&put.body));
    }
    init.set_headers(&headers.into_raw());
    init.set_signal(Some(request.signal));
    Request::new_with_str_and_init(request.url, &init).ok().map(JsValue::from)
}
