//! Options as callers give them, read member by member: a getter that throws or a wrong type is a typed error.

use js_sys::Function;
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
        let mut reader = Reader { options, wrong: None };
        let options = reader.read();
        match reader.wrong {
            None => Ok(Box::new(options)),
            Some((name, expected)) => {
                Err(Thrown::new("argument", &["The option ", name, " has to be ", expected, "."].concat()))
            }
        }
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

/// Options that are being read.
struct Reader<'o> {
    options: &'o JsValue,
    /// The first one that is not what it has to be, and what that is.
    wrong: Option<(&'static str, &'static str)>,
}

impl Reader<'_> {
    fn read(&mut self) -> ClientOptions {
        let signal = self.get("signal", "an AbortSignal", JsValue::is_object);
        let base_url = self.string("baseUrl");
        let put::Limit { timeout_ms, deadline_ms, max_retries } = put::Limit::default();
        let is_time: fn(f64) -> bool = |value| value > 0.0;
        ClientOptions {
            origin: base_url.as_deref().filter(|base_url| base_url.starts_with('/')).and_then(|_| page_origin()),
            base_url,
            get_token: self.function("getToken"),
            fetch: self.function("fetch"),
            signal: signal.unwrap_or(JsValue::UNDEFINED),
            on_progress: self.function("onProgress"),
            etag: self.string("etag"),
            limit: put::Limit {
                timeout_ms: self.number("timeoutMs", MILLISECONDS, is_time).unwrap_or(timeout_ms),
                deadline_ms: self.number("deadlineMs", MILLISECONDS, is_time).unwrap_or(deadline_ms).min(MOST_MS),
                max_retries: self
                    .number("maxRetries", "a whole number from 0", |value| value >= 0.0 && value.fract() == 0.0)
                    // More than fit in are as good as these.
                    .map_or(max_retries, |count| count as u32),
            },
            send_request_id: self.get("sendRequestId", "", |_| true).is_some_and(|value| value.is_truthy()),
        }
    }

    /// An option; nothing where there is none, `undefined` or `null`.
    fn get(&mut self, name: &'static str, expected: &'static str, is_right: fn(&JsValue) -> bool) -> Option<JsValue> {
        if self.options.is_undefined() || self.wrong.is_some() {
            return None;
        }
        let wrong = match member(self.options, name) {
            None => "readable",
            Some(value) if value.is_undefined() || value.is_null() => return None,
            Some(value) if is_right(&value) => return Some(value),
            Some(_) => expected,
        };
        self.wrong = Some((name, wrong));
        None
    }

    fn string(&mut self, name: &'static str) -> Option<String> {
        self.get(name, "a string", JsValue::is_string)?.as_string()
    }

    fn function(&mut self, name: &'static str) -> Option<Function> {
        self.get(name, "a function", JsValue::is_function).map(JsCast::unchecked_into)
    }

    fn number(&mut self, name: &'static str, expected: &'static str, is_right: fn(f64) -> bool) -> Option<f64> {
        let number = self.get(name, expected, |_| true)?.as_f64().filter(|number| is_right(*number));
        if number.is_none() {
            self.wrong = Some((name, expected));
        }
        number
    }
}

const MILLISECONDS: &str = "a number of milliseconds above 0";

/// The origin of the page or worker; nothing in Node, or where there is none to speak of.
fn page_origin() -> Option<String> {
    global_member("location", "origin")?.as_string().filter(|origin| origin != "null")
}
