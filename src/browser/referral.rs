//! `getReferral` and `putReferral`: the state machines of [`crate::put`], driven by `fetch`.

use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::drive::{Course, Driver, Trace};
use super::host::Turn;
use super::options::ClientOptions;
use super::results::{Told, outcome_text, resource_text};
use super::{Host, Thrown};
use crate::finding::{Code, Finding, Params, Severity};
use crate::put::{
    Call, Fault, GetRequest, Limit, Load, Outcome, PutRequest, Refusal, Save, Unread, prepare_get, prepare_put,
};

/// A call that has been prepared.
pub struct Prepared {
    driver: Driver,
    limit: Limit,
    what: What,
}

enum What {
    /// On top of a base, if there is one.
    Put(PutRequest, Option<String>),
    /// By its id.
    Get(String),
}

/// `putReferral`, prepared.
///
/// # Errors
/// What is known at once: an outcome, or `url` or `etag` for an option that cannot be meant.
pub fn put(
    draft: &[u8],
    base: Option<Vec<u8>>,
    options: &JsValue,
    host: Host,
) -> Result<Prepared, Result<String, Thrown>> {
    let options = ClientOptions::read(options).map_err(Err)?;
    let request = prepare_put(draft, options.for_put(base.as_deref())).map_err(|refusal| match refusal {
        Refusal::Invalid(findings) => Ok(unsent(&Outcome::Invalid { findings })),
        Refusal::Etag(why, true) => Ok(invalid("/eTag", Code::EtagMissing, why)),
        Refusal::Id(why) => Ok(invalid("/id", Code::Format, why)),
        refusal => Err(refusal.into()),
    })?;
    let base = base.and_then(|base| String::from_utf8(base).ok());
    let (limit, url) = (options.limit, request.url.clone());
    Ok(Prepared { driver: Driver::new(options, host, url), limit, what: What::Put(request, base) })
}

/// `getReferral`, prepared.
///
/// # Errors
/// `url` for misuse.
pub fn get(id: String, options: &JsValue, host: Host) -> Result<Prepared, Result<String, Thrown>> {
    let options = ClientOptions::read(options).map_err(Err)?;
    let request = prepare_get(&id, options.base_url.as_deref(), options.origin.as_deref());
    let GetRequest { url } = request.map_err(|refusal| Err(refusal.into()))?;
    let limit = options.limit;
    Ok(Prepared { driver: Driver::new(options, host, url), limit, what: What::Get(id) })
}

impl Prepared {
    /// The result as JSON text.
    ///
    /// # Errors
    /// What kept a referral from being loaded. A save has an outcome in every case.
    pub async fn run(self) -> Result<String, Thrown> {
        let Self { driver, mut limit, what } = self;
        let mut turn = None;
        let call: Box<dyn Course> = match what {
            What::Get(id) => Box::new(Load::new(id, limit)),
            What::Put(request, base) => {
                let started = driver.now().monotonic;
                // One save of a referral at a time: the next one finds the new version, and not a conflict with its own tab.
                let (host, options) = (&driver.host, &driver.options);
                if let Some(promise) = host.take_turn(&driver.url, limit.deadline_ms, &options.signal) {
                    turn = JsFuture::from(promise).await.ok().and_then(Turn::of);
                }
                if turn.is_none() {
                    let reason = if options.is_aborted() { "aborted" } else { "timeout" };
                    return Ok(unsent(&Outcome::NotSaved { reason, status: None, retry_at: None }));
                }
                limit.deadline_ms -= driver.now().monotonic - started;
                Box::new(Save::new(request, base, limit))
            }
        };
        let end = driver.drive(call).await;
        drop(turn);
        end
    }
}

impl Course for Save {
    fn end(self: Box<Self>, trace: Trace) -> Result<String, Thrown> {
        let Trace { client_request_id, request_id } = trace;
        let told = Told { attempts: self.attempts(), client_request_id, request_id, diagnostics: self.diagnostics() };
        Ok(outcome_text(self.outcome(), &told))
    }
}

impl Course for Load {
    fn end(self: Box<Self>, _: Trace) -> Result<String, Thrown> {
        Self::end(*self).map(|resource| resource_text(&resource)).map_err(unread)
    }
}

fn unsent(outcome: &Outcome) -> String {
    outcome_text(outcome, &Told::default())
}

/// What is wrong with the draft's own id or eTag, where it has to be sent.
fn invalid(path: &str, code: Code, why: &str) -> String {
    let mut finding = Finding::new(path.to_owned(), code, Params::new(), 0);
    finding.severity = Severity::Error;
    finding.message = why.to_owned();
    unsent(&Outcome::Invalid { findings: vec![finding] })
}

fn unread(why: Unread) -> Thrown {
    let (code, message) = match why {
        Unread::Unexpected(_) => ("unexpected-response", "The answer is not the referral that was asked for."),
        Unread::NoToken => ("no-token", "getToken gave no usable token."),
        Unread::Status(status) => match status {
            401 => ("unauthenticated", "The service does not accept the token."),
            403 => ("forbidden", "The service does not let this user read the referral."),
            404 | 410 => ("gone", "There is no such referral."),
            429 | 509 => ("throttled", "The service is busy; try again later."),
            500..=599 => ("service", "The service has a fault of its own; try again later."),
            _ => ("unexpected-response", "The service gave an answer that is not documented."),
        },
        Unread::Fault(fault) => match fault {
            Fault::Offline => ("offline", "The browser is offline."),
            Fault::Aborted | Fault::AbortedBefore => ("aborted", "The call was aborted."),
            Fault::Timeout => ("timeout", "There was no complete answer in time."),
            Fault::TooLarge => ("too-large", "The answer is larger than is read."),
            Fault::NotSent => ("network", "The platform refused to send the request."),
            Fault::Network => ("network", "fetch failed: no connection, or no CORS headers on the answer."),
        },
    };
    Thrown::new(code, message)
}
