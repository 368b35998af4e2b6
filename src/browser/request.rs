//! The request of a call, as the platform's own object.
//!
//! Its headers are gloo-net's: what they hold was looked at before, so that setting them cannot fail. gloo-net's own builder
//! parses the URL again and prints it anew, and its `send` would trap on what a page can be given (packaging.md, C7).

use gloo_net::http::Headers;
use wasm_bindgen::JsValue;
use web_sys::{
    AbortSignal, ReferrerPolicy, Request, RequestCache, RequestCredentials, RequestInit, RequestMode, RequestRedirect,
};

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
    let init = RequestInit::new();
    if let Some(put) = request.put {
        headers.set("Content-Type", "application/json");
        headers.set("If-Match", &put.etag);
        init.set_method("PUT");
        init.set_body(&JsValue::from_str(&put.body));
    }
    init.set_headers(&headers.into_raw());
    init.set_signal(Some(request.signal));
    init.set_mode(RequestMode::Cors);
    init.set_credentials(RequestCredentials::Omit);
    init.set_redirect(RequestRedirect::Manual);
    init.set_cache(RequestCache::NoStore);
    init.set_referrer_policy(ReferrerPolicy::NoReferrer);
    Request::new_with_str_and_init(request.url, &init).ok().map(JsValue::from)
}
