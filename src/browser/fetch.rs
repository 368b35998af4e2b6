//! One request and its answer, through the platform's `fetch` or the caller's.
//!
//! The request is built with gloo-net's fallible parts and handed to `fetch` as it is; the answer is read by
//! reflection, because a caller's fetch may hand out any object. gloo-net's own `send` and header access would trap on
//! what a page can be given (packaging.md, C7).

use gloo_net::http::{Headers, Method, RequestBuilder};
use js_sys::{Uint8Array, global};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect};

use super::host::{Cut, Cutoff, Host};
use super::options::ClientOptions;
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

/// Sends a request and reads the whole answer, in so many milliseconds.
pub async fn send(
    request: Outgoing<'_>,
    options: &ClientOptions,
    host: &Host,
    milliseconds: f64,
) -> Result<Answer, Fault> {
    if options.is_aborted() {
        return Err(Fault::AbortedBefore);
    }
    if is_offline() {
        return Err(Fault::Offline);
    }
    let cutoff = host.cutoff(milliseconds, &options.signal).ok_or(Fault::NotSent)?;
    let fetch = options.fetch.clone().or_else(|| function(&global(), "fetch")).ok_or(Fault::NotSent)?;
    let request = build(request, &cutoff).ok_or(Fault::NotSent)?;
    // From here on the server may have the request.
    let promise = fetch.call1(&JsValue::UNDEFINED, &request).map_err(|_| Fault::Network)?;
    let response = cutoff.wait(&promise).await.map_err(fault)?;
    let mut answer = head(&response).ok_or(Fault::Network)?;
    if answer.status == 0 {
        return Ok(answer);
    }
    let limit = Limits::default().size;
    let length = member(&response, "headers").and_then(|headers| call(&headers, "get", "content-length"));
    if length.and_then(|length| length.as_string()).is_some_and(|length| is_more(&length, limit)) {
        return Err(Fault::TooLarge);
    }
    let buffer =
        function(&response, "arrayBuffer").and_then(|read| read.call0(&response).ok()).ok_or(Fault::Network)?;
    let buffer = cutoff.wait(&buffer).await.map_err(fault)?;
    let bytes = Some(buffer).filter(JsValue::is_object).and_then(|buffer| Bytes::new(&buffer).ok());
    let bytes: Uint8Array = bytes.ok_or(Fault::Network)?.unchecked_into();
    if bytes.length() as usize > limit {
        return Err(Fault::TooLarge);
    }
    answer.body = bytes.to_vec();
    Ok(answer)
}

fn fault(cut: Option<Cut>) -> Fault {
    match cut {
        Some(Cut::Timeout) => Fault::Timeout,
        Some(Cut::Aborted) => Fault::Aborted,
        None => Fault::Network,
    }
}

/// The digits are those of a number above `limit`.
fn is_more(digits: &str, limit: usize) -> bool {
    digits.parse::<u64>().is_ok_and(|number| number > limit as u64)
}

/// The platform's request object, or nothing when the platform refuses a part of it.
fn build(request: Outgoing<'_>, cutoff: &Cutoff) -> Option<JsValue> {
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

/// Status and headers of a response, whoever made it. A redirect that was not followed has status 0.
fn head(response: &JsValue) -> Option<Answer> {
    if member(response, "type")?.as_string().as_deref() == Some("opaqueredirect") {
        return Some(Answer::default());
    }
    let status = member(response, "status")?.as_f64().filter(|status| (100.0..=999.0).contains(status))? as u16;
    let headers = member(response, "headers");
    let header = |name: &str| call(headers.as_ref()?, "get", name)?.as_string();
    Some(Answer {
        status,
        content_type: header("content-type"),
        etag: header("etag"),
        retry_after: header("retry-after"),
        www_authenticate: header("www-authenticate"),
        request_id: header("request-id"),
        body: Vec::new(),
    })
}

/// The browser knows that there is no network.
pub fn is_offline() -> bool {
    global_member("navigator", "onLine").is_some_and(|online| online == JsValue::FALSE)
}
