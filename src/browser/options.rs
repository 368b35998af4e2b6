//! Options as callers give them, read member by member: a getter that throws or a wrong type is a typed error.

use js_sys::{Function, Reflect};
use wasm_bindgen::{JsCast, JsValue};

use super::Thrown;
use super::values::{global_member, member};
use crate::put;

/// How the requests are made.
#[derive(Debug)]
pub struct ClientOptions {
    /// Instead of the service's.
    pub base_url: Option<String>,
    /// The page's own origin, where the base URL is a path.
    pub origin: Option<String>,
    /// Hands out tokens.
    pub get_token: Option<Function>,
    /// The fetch function.
    pub fetch: Option<Function>,
    /// The caller's way to give up, or `undefined`. Those of other realms and polyfills are as good: what is used of it is
    /// looked at when it is used.
    pub signal: JsValue,
    /// Is told of progress.
    pub on_progress: Option<Function>,
    /// Instead of the document's own eTag.
    pub etag: Option<String>,
    /// What the call may take.
    pub limit: put::Limit,
    /// Sends a `request-id`, the same for a request that is sent again because there was no answer.
    pub send_request_id: bool,
}

impl ClientOptions {
    /// Reads the options of the contract.
    ///
    /// # Errors
    /// `argument`, naming the option.
    pub fn read(options: &JsValue) -> Result<Box<Self>, Thrown> {
        if !options.is_undefined() && !options.is_object() {
            return Err(Thrown::new("argument", "The options have to be an object."));
        }
        read(options).map_err(|(name, expected)| {
            Thrown::new("argument", &["The option ", name, " has to be ", expected, "."].concat())
        })
    }

    /// What a PUT needs of them.
    pub fn for_put<'o>(&'o self, base: Option<&'o [u8]>) -> put::Options<'o> {
        put::Options {
            base,
            etag: self.etag.as_deref(),
            base_url: self.base_url.as_deref(),
            origin: self.origin.as_deref(),
        }
    }

    /// The caller's signal has been aborted.
    pub fn is_aborted(&self) -> bool {
        member(&self.signal, "aborted").is_some_and(|aborted| aborted.is_truthy())
    }
}

/// What a timer can be set to.
const MOST_MS: f64 = 2_147_483_647.0;

/// The option of this name has to be that.
type Wrong = (&'static str, &'static str);

fn read(options: &JsValue) -> Result<Box<ClientOptions>, Wrong> {
    let signal = get(options, "signal", "an AbortSignal", JsValue::is_object)?;
    let base_url = string(options, "baseUrl")?;
    let put::Limit { timeout_ms, deadline_ms, max_retries } = put::Limit::default();
    Ok(Box::new(ClientOptions {
        origin: base_url.as_deref().filter(|base_url| base_url.starts_with('/')).and_then(|_| page_origin()),
        base_url,
        get_token: function(options, "getToken")?,
        fetch: function(options, "fetch")?,
        signal: signal.unwrap_or(JsValue::UNDEFINED),
        on_progress: function(options, "onProgress")?,
        etag: string(options, "etag")?,
        limit: put::Limit {
            timeout_ms: milliseconds(options, "timeoutMs")?.unwrap_or(timeout_ms),
            deadline_ms: milliseconds(options, "deadlineMs")?.unwrap_or(deadline_ms).min(MOST_MS),
            max_retries: count(options, "maxRetries")?.unwrap_or(max_retries),
        },
        send_request_id: get(options, "sendRequestId", "", |_| true)?.is_some_and(|value| value.is_truthy()),
    }))
}

/// An option; nothing where there is none, `undefined` or `null`.
fn get(
    options: &JsValue,
    name: &'static str,
    expected: &'static str,
    is_right: fn(&JsValue) -> bool,
) -> Result<Option<JsValue>, Wrong> {
    if options.is_undefined() {
        return Ok(None);
    }
    match Reflect::get(options, &name.into()) {
        Err(_) => Err((name, "readable")),
        Ok(value) if value.is_undefined() || value.is_null() => Ok(None),
        Ok(value) if is_right(&value) => Ok(Some(value)),
        Ok(_) => Err((name, expected)),
    }
}

fn string(options: &JsValue, name: &'static str) -> Result<Option<String>, Wrong> {
    Ok(get(options, name, "a string", JsValue::is_string)?.and_then(|value| value.as_string()))
}

fn function(options: &JsValue, name: &'static str) -> Result<Option<Function>, Wrong> {
    Ok(get(options, name, "a function", JsValue::is_function)?.map(JsCast::unchecked_into))
}

fn count(options: &JsValue, name: &'static str) -> Result<Option<u32>, Wrong> {
    let is_count = |value: &JsValue| value.as_f64().is_some_and(|count| count >= 0.0 && count.fract() == 0.0);
    let value = get(options, name, "a whole number from 0", is_count)?;
    // More than fit in are as good as these.
    Ok(value.and_then(|value| value.as_f64()).map(|count| count as u32))
}

fn milliseconds(options: &JsValue, name: &'static str) -> Result<Option<f64>, Wrong> {
    let is_time = |value: &JsValue| value.as_f64().is_some_and(|value| value > 0.0);
    Ok(get(options, name, "a number of milliseconds above 0", is_time)?.and_then(|value| value.as_f64()))
}

/// The origin of the page or worker; nothing in Node, or where there is none to speak of.
fn page_origin() -> Option<String> {
    global_member("location", "origin")?.as_string().filter(|origin| origin != "null")
}
