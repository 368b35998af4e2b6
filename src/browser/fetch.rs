//! One request and its answer, through the platform's `fetch` or the caller's.
//!
//! The request is built with gloo-net's fallible parts and handed to `fetch` as it is; the answer is read by
//! reflection, because a caller's fetch may hand out any object. gloo-net's own `send` and header access would trap on
//! what a page can be given (packaging.md, C7).

use gloo_net::http::{Headers, Method, RequestBuilder};
use js_sys::{Array, Function, Reflect, Uint8Array, global};
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{ReferrerPolicy, RequestCache, RequestCredentials, RequestMode, RequestRedirect};

use super::cutoff::{Cut, Cutoff, is_aborted};
use super::options::ClientOptions;
use crate::json::Limits;
use crate::put::{Answer, Fault};

/// A request as it leaves.
pub struct Outgoing<'r> {
    pub url: &'r str,
    pub client_request_id: &'r str,
    pub request_id: Option<&'r str>,
    pub token: Option<&'r str>,
    /// Makes it a PUT: the entity tag and the body.
    pub put: Option<(&'r str, &'r str)>,
}

/// Sends a request and reads the whole answer, in so many milliseconds.
pub async fn send(request: Outgoing<'_>, options: &ClientOptions, milliseconds: f64) -> Result<Answer, Fault> {
    let signal = options.signal.as_ref();
    if is_aborted(signal) {
        return Err(Fault::AbortedBefore);
    }
    if is_offline() {
        return Err(Fault::Offline);
    }
    let cutoff = Cutoff::start(milliseconds, signal).ok_or(Fault::NotSent)?;
    let fetch = options.fetch.clone().or_else(platform_fetch).ok_or(Fault::NotSent)?;
    let request = build(request, &cutoff).ok_or(Fault::NotSent)?;
    // From here on the server may have the request.
    let fault = |cut: Option<Cut>| match cut {
        Some(Cut::Timeout) => Fault::Timeout,
        Some(Cut::Aborted) => Fault::Aborted,
        None => Fault::Network,
    };
    let promise = fetch.call1(&JsValue::UNDEFINED, &request).map_err(|_| Fault::Network)?;
    let response = cutoff.wait(&promise).await.map_err(fault)?;
    let mut answer = head(&response).ok_or(Fault::Network)?;
    if answer.status == 0 {
        return Ok(answer);
    }
    let limit = Limits::default().size;
    if content_length(&response).is_some_and(|length| length > limit as u64) {
        return Err(Fault::TooLarge);
    }
    let buffer = call(&response, "arrayBuffer", None).ok_or(Fault::Network)?;
    let buffer = cutoff.wait(&buffer).await.map_err(fault)?;
    let bytes = bytes(&buffer).ok_or(Fault::Network)?;
    if bytes.length() as usize > limit {
        return Err(Fault::TooLarge);
    }
    answer.body = bytes.to_vec();
    Ok(answer)
}

/// A view of what a body was read as. A caller's response may have given anything, and `new Uint8Array` throws at some of it.
fn bytes(buffer: &JsValue) -> Option<Uint8Array> {
    let constructor: Function = Reflect::get(&global(), &"Uint8Array".into()).ok()?.dyn_into().ok()?;
    let is_object = buffer.is_object();
    let view = is_object.then(|| Reflect::construct(&constructor, &Array::of1(buffer)).ok())?;
    view.map(JsCast::unchecked_into)
}

/// The platform's request object, or nothing when the platform refuses a part of it.
fn build(request: Outgoing<'_>, cutoff: &Cutoff) -> Option<JsValue> {
    let headers = web_sys::Headers::new().ok()?;
    headers.set("Accept", "application/json").ok()?;
    headers.set("client-request-id", request.client_request_id).ok()?;
    if let Some(request_id) = request.request_id {
        headers.set("request-id", request_id).ok()?;
    }
    if let Some(token) = request.token {
        headers.set("Authorization", &["Bearer ", token].concat()).ok()?;
    }
    if let Some((etag, _)) = request.put {
        headers.set("Content-Type", "application/json").ok()?;
        headers.set("If-Match", etag).ok()?;
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
    let built = match request.put {
        Some((_, body)) => builder.method(Method::PUT).body(body),
        None => builder.method(Method::GET).build(),
    };
    Some(web_sys::Request::from(built.ok()?).into())
}

/// Status and headers of a response, whoever made it. A redirect that was not followed has status 0.
fn head(response: &JsValue) -> Option<Answer> {
    if !response.is_object() {
        return None;
    }
    let text = |name: &str| Reflect::get(response, &name.into()).ok();
    if text("type")?.as_string().as_deref() == Some("opaqueredirect") {
        return Some(Answer::default());
    }
    let status = text("status")?.as_f64().filter(|status| (100.0..=999.0).contains(status))? as u16;
    let headers = text("headers").filter(JsValue::is_object);
    let header = |name: &str| call(headers.as_ref()?, "get", Some(name))?.as_string();
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

fn content_length(response: &JsValue) -> Option<u64> {
    let headers = Reflect::get(response, &"headers".into()).ok().filter(JsValue::is_object)?;
    call(&headers, "get", Some("content-length"))?.as_string()?.parse().ok()
}

/// Calls a method by name; nothing when there is none or it throws.
fn call(object: &JsValue, method: &str, argument: Option<&str>) -> Option<JsValue> {
    let method: Function = Reflect::get(object, &method.into()).ok()?.dyn_into().ok()?;
    match argument {
        Some(argument) => method.call1(object, &argument.into()).ok(),
        None => method.call0(object).ok(),
    }
}

fn platform_fetch() -> Option<Function> {
    Reflect::get(&global(), &"fetch".into()).ok()?.dyn_into().ok()
}

/// The browser knows that there is no network.
pub fn is_offline() -> bool {
    let navigator = Reflect::get(&global(), &"navigator".into()).ok().filter(JsValue::is_object);
    let online = navigator.and_then(|navigator| Reflect::get(&navigator, &"onLine".into()).ok());
    online.is_some_and(|online| online == JsValue::FALSE)
}
