//! `getReferral` and `putReferral`: the state machine of [`crate::put`] driven by `fetch`.

use js_sys::{Date, Function, Reflect};
use serde::Serialize;
use wasm_bindgen::JsValue;

use super::Thrown;
use super::exports::to_js;
use super::fetch::{Outgoing, send};
use super::options::ClientOptions;
use crate::finding::{Code, Finding, Params, Severity};
use crate::put::{Answer, Fault, Outcome, PutRequest, Refusal, Resource, Save, Step, prepare_get, prepare_put};

/// An outcome with what support needs to find its last request.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct Ended {
    #[serde(flatten)]
    outcome: Outcome,
    attempts: u32,
    #[serde(skip_serializing_if = "Option::is_none")]
    client_request_id: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    request_id: Option<String>,
}

/// `putReferral`: an outcome in every case but misuse.
///
/// # Errors
/// `argument`, `url` or `etag` for an option that cannot be meant.
pub async fn put(
    draft: Vec<u8>,
    base: Option<Vec<u8>>,
    options: JsValue,
    new_guid: Function,
) -> Result<JsValue, Thrown> {
    let options = ClientOptions::read(&options)?;
    let deadline = Date::now() + options.deadline_ms;
    let request = match prepare_put(&draft, options.for_put(base.as_deref())) {
        Ok(request) => request,
        Err(Refusal::Invalid(findings)) => return Ok(invalid(findings)),
        Err(Refusal::Etag(why, true)) => return Ok(invalid(vec![own_finding("/eTag", Code::EtagMissing, why)])),
        Err(Refusal::Id(why)) => return Ok(invalid(vec![own_finding("/id", Code::Format, why)])),
        Err(refusal) => return Err(refusal.into()),
    };
    let base = base.and_then(|base| String::from_utf8(base).ok());
    Ok(to_js(&drive(Save::new(request, base), &options, &new_guid, deadline).await))
}

/// Sends what the save asks for until it is over.
async fn drive(mut save: Save, options: &ClientOptions, new_guid: &Function, deadline: f64) -> Ended {
    let mut client_request_id = guid(new_guid);
    progress(options, "sending");
    let PutRequest { url, etag, body, .. } = save.request();
    let outgoing = Outgoing { url, client_request_id: &client_request_id, put: Some((etag, body)) };
    let mut ending = send(outgoing, options, deadline).await;
    let attempts = u32::from(is_sent(&ending));
    let mut request_id = None;
    loop {
        if let Ok(answer) = &ending {
            request_id.clone_from(&answer.request_id);
        }
        match save.told(&ending, Date::now()) {
            Step::ReadBack(request) => {
                progress(options, "reading-back");
                client_request_id = guid(new_guid);
                let outgoing = Outgoing { url: &request.url, client_request_id: &client_request_id, put: None };
                ending = send(outgoing, options, deadline).await;
            }
            Step::Done(outcome) => {
                let client_request_id = (attempts > 0).then_some(client_request_id);
                return Ended { outcome, attempts, client_request_id, request_id };
            }
        }
    }
}

/// A fresh identifier for one request. `new_guid` is the face's own, and does not throw.
fn guid(new_guid: &Function) -> String {
    new_guid.call0(&JsValue::UNDEFINED).ok().and_then(|guid| guid.as_string()).unwrap_or_default()
}

/// The request left, or may have left.
fn is_sent(ending: &Result<Answer, Fault>) -> bool {
    !matches!(ending, Err(Fault::NotSent | Fault::NoToken | Fault::Offline | Fault::AbortedBefore))
}

fn invalid(findings: Vec<Finding>) -> JsValue {
    let outcome = Outcome::Invalid { findings };
    to_js(&Ended { outcome, attempts: 0, client_request_id: None, request_id: None })
}

/// What is wrong with the draft's own id or eTag, where it has to be sent.
fn own_finding(path: &str, code: Code, why: &str) -> Finding {
    let mut finding = Finding::new(path.to_owned(), code, Params::default(), 0);
    finding.severity = Severity::Error;
    finding.message = why.to_owned();
    finding
}

/// Tells the caller; what its function throws is its own affair.
fn progress(options: &ClientOptions, phase: &'static str) {
    #[derive(Serialize)]
    struct Progress {
        phase: &'static str,
        attempt: u32,
    }
    if let Some(on_progress) = &options.on_progress {
        let _ = on_progress.call1(&JsValue::UNDEFINED, &to_js(&Progress { phase, attempt: 1 }));
    }
}

/// `getReferral`.
///
/// # Errors
/// `argument` or `url` for misuse, else what kept the referral from being loaded.
pub async fn get(id: String, options: JsValue, new_guid: Function) -> Result<JsValue, Thrown> {
    let options = ClientOptions::read(&options)?;
    let deadline = Date::now() + options.deadline_ms;
    let request = prepare_get(&id, options.base_url.as_deref(), options.origin.as_deref())?;
    let client_request_id = guid(&new_guid);
    let outgoing = Outgoing { url: &request.url, client_request_id: &client_request_id, put: None };
    let ending = send(outgoing, &options, deadline).await;
    let resource = loaded(ending, &id)?;
    let result = js_sys::Object::new();
    let _ = Reflect::set(&result, &"json".into(), &resource.json.into());
    let _ = Reflect::set(&result, &"etag".into(), &resource.etag.map_or(JsValue::NULL, JsValue::from));
    Ok(result.into())
}

fn loaded(ending: Result<Answer, Fault>, id: &str) -> Result<Resource, Thrown> {
    let (code, message) = match ending {
        Ok(answer) => match answer.status {
            200 => match Resource::read(&answer, id) {
                Ok(resource) => return Ok(resource),
                Err(_) => ("unexpected-response", "The answer is not the referral that was asked for."),
            },
            401 => ("unauthenticated", "The service does not accept the token."),
            403 => ("forbidden", "The service does not let this user read the referral."),
            404 | 410 => ("gone", "There is no such referral."),
            429 | 509 => ("throttled", "The service is busy; try again later."),
            500..=599 => ("service", "The service has a fault of its own; try again later."),
            _ => ("unexpected-response", "The service gave an answer that is not documented."),
        },
        Err(Fault::NoToken) => ("no-token", "getToken gave no usable token."),
        Err(Fault::Offline) => ("offline", "The browser is offline."),
        Err(Fault::Aborted | Fault::AbortedBefore) => ("aborted", "The call was aborted."),
        Err(Fault::Timeout) => ("timeout", "There was no complete answer in time."),
        Err(Fault::TooLarge) => ("too-large", "The answer is larger than is read."),
        Err(Fault::NotSent) => ("network", "The platform refused to send the request."),
        Err(Fault::Network) => ("network", "fetch failed: no connection, or no CORS headers on the answer."),
    };
    Err(Thrown::new(code, message))
}
