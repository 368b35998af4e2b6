//! `getReferral` and `putReferral`: the state machines of [`crate::put`], driven by `fetch`.

use super::drive::{Driver, Trace, now};
use super::options::ClientOptions;
use super::results::{Course, outcome_text, resource_text};
use super::{Host, Thrown};
use crate::finding::{Code, Finding, Params, Severity};
use crate::put::{Call, Fault, Limit, Load, Outcome, Refusal, Save, Unread, prepare_get, prepare_put};

/// `putReferral`: an outcome in every case but misuse.
///
/// # Errors
/// `url` or `etag` for an option that cannot be meant.
pub async fn put(draft: Vec<u8>, base: Option<Vec<u8>>, options: ClientOptions, host: Host) -> Result<String, Thrown> {
    let started = now(&host).monotonic;
    let request = match prepare_put(&draft, options.for_put(base.as_deref())) {
        Ok(request) => request,
        Err(Refusal::Invalid(findings)) => return Ok(unsent(&Outcome::Invalid { findings })),
        Err(Refusal::Etag(why, true)) => return Ok(invalid("/eTag", Code::EtagMissing, why)),
        Err(Refusal::Id(why)) => return Ok(invalid("/id", Code::Format, why)),
        Err(refusal) => return Err(refusal.into()),
    };
    let url = request.url.clone();
    // One save of a referral at a time: the next one finds the new version, and not a conflict with its own tab.
    let turn = host.take_turn(&url, options.limit.deadline_ms, &options.signal).await;
    if turn.is_none() {
        let reason = if options.is_aborted() { "aborted" } else { "timeout" };
        return Ok(unsent(&Outcome::NotSaved { reason, status: None, retry_at: None }));
    }
    let limit = Limit { deadline_ms: options.limit.deadline_ms - (now(&host).monotonic - started), ..options.limit };
    let base = base.and_then(|base| String::from_utf8(base).ok());
    let mut save = Save::new(request, base, limit);
    let Trace { client_request_id, request_id } = Driver::new(&options, &host, &url).drive(&mut save).await;
    let course = Course { attempts: save.attempts(), client_request_id, request_id, diagnostics: save.diagnostics() };
    Ok(outcome_text(save.outcome(), &course))
}

fn unsent(outcome: &Outcome) -> String {
    outcome_text(outcome, &Course::default())
}

/// What is wrong with the draft's own id or eTag, where it has to be sent.
fn invalid(path: &str, code: Code, why: &str) -> String {
    let mut finding = Finding::new(path.to_owned(), code, Params::new(), 0);
    finding.severity = Severity::Error;
    finding.message = why.to_owned();
    unsent(&Outcome::Invalid { findings: vec![finding] })
}

/// `getReferral`.
///
/// # Errors
/// `url` for misuse, else what kept the referral from being loaded.
pub async fn get(id: String, options: ClientOptions, host: Host) -> Result<String, Thrown> {
    let request = prepare_get(&id, options.base_url.as_deref(), options.origin.as_deref())?;
    let mut load = Load::new(id, options.limit);
    Driver::new(&options, &host, &request.url).drive(&mut load).await;
    load.end().map(|resource| resource_text(&resource)).map_err(unread)
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
