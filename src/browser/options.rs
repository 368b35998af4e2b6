//! Options as callers give them, read member by member: a getter that throws or a wrong type is a typed error.

use js_sys::{Function, Reflect, global};
use wasm_bindgen::{JsCast, JsValue};

use super::Thrown;
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
    /// The caller's way to give up.
    pub signal: Option<web_sys::AbortSignal>,
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
    pub fn read(options: &JsValue) -> Result<Self, Thrown> {
        if !options.is_undefined() && !options.is_object() {
            return Err(Thrown::new("argument", "The options have to be an object."));
        }
        let source = Source((!options.is_undefined()).then_some(options));
        let signal = source.get("signal")?;
        // Signals of other realms and polyfills are as good: what is used of it is looked at when it is used.
        if signal.as_ref().is_some_and(|signal| !signal.is_object()) {
            return Err(wrong("signal", "an AbortSignal"));
        }
        let base_url = source.string("baseUrl")?;
        let default = put::Limit::default();
        Ok(Self {
            origin: base_url.as_deref().is_some_and(|base_url| base_url.starts_with('/')).then(page_origin).flatten(),
            base_url,
            get_token: source.function("getToken")?,
            fetch: source.function("fetch")?,
            signal: signal.map(JsCast::unchecked_into),
            on_progress: source.function("onProgress")?,
            etag: source.string("etag")?,
            limit: put::Limit {
                timeout_ms: source.milliseconds("timeoutMs")?.unwrap_or(default.timeout_ms),
                deadline_ms: source.milliseconds("deadlineMs")?.unwrap_or(default.deadline_ms).min(MOST_MS),
                max_retries: source.count("maxRetries")?.unwrap_or(default.max_retries),
            },
            send_request_id: source.get("sendRequestId")?.is_some_and(|value| value.is_truthy()),
        })
    }
}

impl ClientOptions {
    /// What a PUT needs of them.
    pub fn for_put<'o>(&'o self, base: Option<&'o [u8]>) -> put::Options<'o> {
        put::Options {
            base,
            etag: self.etag.as_deref(),
            base_url: self.base_url.as_deref(),
            origin: self.origin.as_deref(),
        }
    }
}

/// What a timer can be set to.
const MOST_MS: f64 = 2_147_483_647.0;

/// The options, if there are any.
struct Source<'o>(Option<&'o JsValue>);

impl Source<'_> {
    fn get(&self, name: &str) -> Result<Option<JsValue>, Thrown> {
        let Some(options) = self.0 else { return Ok(None) };
        let value = Reflect::get(options, &name.into()).map_err(|_| wrong(name, "readable"))?;
        Ok((!value.is_undefined() && !value.is_null()).then_some(value))
    }

    fn string(&self, name: &str) -> Result<Option<String>, Thrown> {
        let text = |value: JsValue| value.as_string().ok_or_else(|| wrong(name, "a string"));
        self.get(name)?.map(text).transpose()
    }

    fn function(&self, name: &str) -> Result<Option<Function>, Thrown> {
        let function = |value: JsValue| value.dyn_into().map_err(|_| wrong(name, "a function"));
        self.get(name)?.map(function).transpose()
    }

    fn count(&self, name: &str) -> Result<Option<u32>, Thrown> {
        let number = |value: JsValue| {
            let count = value.as_f64().filter(|count| *count >= 0.0 && count.fract() == 0.0);
            // More than fit in are as good as these.
            count.map(|count| count as u32).ok_or_else(|| wrong(name, "a whole number from 0"))
        };
        self.get(name)?.map(number).transpose()
    }

    fn milliseconds(&self, name: &str) -> Result<Option<f64>, Thrown> {
        let number = |value: JsValue| {
            value.as_f64().filter(|value| *value > 0.0).ok_or_else(|| wrong(name, "a number of milliseconds above 0"))
        };
        self.get(name)?.map(number).transpose()
    }
}

fn wrong(name: &str, expected: &str) -> Thrown {
    Thrown::new("argument", &["The option ", name, " has to be ", expected, "."].concat())
}

/// The origin of the page or worker; nothing in Node, or where there is none to speak of.
fn page_origin() -> Option<String> {
    let location = Reflect::get(&global(), &"location".into()).ok()?;
    let origin = Reflect::get(&location, &"origin".into()).ok()?;
    origin.as_string().filter(|origin| origin != "null")
}
