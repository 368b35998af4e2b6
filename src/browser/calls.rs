//! The calls that are under way: the state machines of [`crate::put`], each with a number.
//!
//! The JavaScript face does what they ask for (`src/js/drive.js`) and tells what came of it. Nothing here waits, so that
//! no future of ours can be left pending for ever.

use std::cell::Cell;

use js_sys::Uint8Array;
use wasm_bindgen::JsValue;

use super::Thrown;
use super::exports::{GivenOptions, texts};
use super::input::Inputs;
use super::object::{Member, object};
use super::request::{Outgoing, request};
use crate::finding::{Code, Finding, Severity};
use crate::put::{
    self, Answer, Call, Event, Fault, Limit, Load, Now, Outcome, PutRequest, Refusal, Save, Step, Token, Unread,
};
use crate::results::{outcome_text, resource_text};

/// A call.
struct Running {
    url: String,
    course: Kind,
}

enum Kind {
    /// It has its turn to wait for.
    Prepared(PutRequest, Option<String>),
    Identified(String),
    Save(Box<Save>),
    Load(Box<Load>),
}

thread_local! {
    static CALLS: Cell<Vec<Option<Running>>> = const { Cell::new(Vec::new()) };
}

/// Does something with a call, without JavaScript: what that began meanwhile could take its place, and what it threw would
/// leave it out.
fn with<T>(number: usize, act: impl FnOnce(&mut Running) -> T) -> Option<T> {
    let mut running = exchange(number, None)?;
    let result = act(&mut running);
    exchange(number, Some(running));
    Some(result)
}

/// Puts a call in the place of another one.
fn exchange(number: usize, call: Option<Running>) -> Option<Running> {
    let mut calls = CALLS.take();
    let before = calls.get_mut(number).and_then(|place| std::mem::replace(place, call));
    CALLS.set(calls);
    before
}

/// Notes a new call. Its number, its URL, and what it may take unless its caller says otherwise.
fn begun(url: String, course: Kind) -> JsValue {
    let running = Some(Running { url: url.clone(), course });
    let mut calls = CALLS.take();
    let number = calls.iter().position(Option::is_none).unwrap_or(calls.len());
    match calls.get_mut(number) {
        Some(place) => *place = running,
        None => calls.push(running),
    }
    CALLS.set(calls);
    let Limit { timeout_ms, deadline_ms, max_retries } = Limit::default();
    object(&[
        ("call", Member::Number(number as f64)),
        ("url", Member::Text(&url)),
        ("timeoutMs", Member::Number(timeout_ms)),
        ("deadlineMs", Member::Number(deadline_ms)),
        ("maxRetries", Member::Number(f64::from(max_retries))),
    ])
}

/// Prepares a save or a load: [`begun`], or its outcome as JSON text where there is nothing to send.
///
/// # Errors
/// `url` or `etag` for an option that cannot be meant.
pub fn begin(is_put: bool, inputs: &Inputs, size: Option<usize>) -> Result<JsValue, Thrown> {
    let given = GivenOptions::read(inputs.second());
    let options = given.with(inputs.first(), size);
    if is_put { begin_put(inputs.text(), options) } else { begin_get(inputs.text(), options) }
}

fn begin_put(draft: &[u8], options: put::Options<'_>) -> Result<JsValue, Thrown> {
    let base = options.base.map(<[u8]>::to_vec);
    Ok(match put::prepare_put(draft, options) {
        Ok(request) => {
            let base = base.and_then(|base| String::from_utf8(base).ok());
            begun(request.url.clone(), Kind::Prepared(request, base))
        }
        Err(Refusal::Invalid(findings)) => unsent(findings),
        Err(Refusal::Etag(put::MISSING_ETAG, true)) => {
            unsent(own_finding("/eTag", Code::EtagMissing, None, put::MISSING_ETAG))
        }
        Err(Refusal::Etag(why, true)) => unsent(own_finding("/eTag", Code::Format, Some("entity-tag"), why)),
        Err(Refusal::Id(why)) => unsent(own_finding("/id", Code::Format, Some("guid"), why)),
        Err(refusal) => return Err(refusal.into()),
    })
}

fn unsent(findings: Vec<Finding>) -> JsValue {
    outcome_text(&Outcome::Invalid { findings }, 0, &[]).into()
}

/// What is wrong with the draft's own id or eTag, where it has to be sent.
fn own_finding(path: &str, code: Code, format: Option<&'static str>, why: &str) -> Vec<Finding> {
    let params = format.map(|format| ("format", format.into())).into_iter().collect();
    let mut finding = Finding::new(path.to_owned(), code, params, 0);
    finding.severity = Severity::Error;
    finding.message = why.to_owned();
    vec![finding]
}

fn begin_get(id: &[u8], options: put::Options<'_>) -> Result<JsValue, Thrown> {
    // What is no text is no id.
    let id = String::from_utf8(id.to_vec()).unwrap_or_default();
    let request = put::prepare_get(&id, options.base_url, options.origin)?;
    Ok(begun(request.url, Kind::Identified(id)))
}

/// Begins, once it is its turn. What to do first.
pub fn start(number: usize, limit: Limit, now: Now) -> JsValue {
    step(number, |running| {
        running.course = match std::mem::replace(&mut running.course, Kind::Identified(String::new())) {
            Kind::Prepared(request, base) => Kind::Save(Box::new(Save::new(request, base, limit))),
            Kind::Identified(id) => Kind::Load(Box::new(Load::new(id, limit))),
            begun => begun,
        };
        running.call().map_or(Step::Done, |call| call.begin(now))
    })
}

/// Told of something without more to say, by its number in `src/js/drive.js`. What to do next.
pub fn told(number: usize, event: u32, now: Now) -> JsValue {
    let event = match event {
        0 => Event::Token(Token::Fresh),
        1 => Event::Token(Token::Same),
        2 => Event::Token(Token::None),
        3 => Event::Token(Token::Aborted),
        4 => Event::Waited,
        5 => Event::Aborted,
        6 => Event::Ended(Err(Fault::NotSent)),
        7 => Event::Ended(Err(Fault::Offline)),
        8 => Event::Ended(Err(Fault::AbortedBefore)),
        9 => Event::Ended(Err(Fault::Aborted)),
        10 => Event::Ended(Err(Fault::Timeout)),
        11 => Event::Ended(Err(Fault::TooLarge)),
        _ => Event::Ended(Err(Fault::Network)),
    };
    tell(number, event, now)
}

/// Told of an answer: its status, a JSON array of its headers in the order of `src/js/drive.js`, and its body, of which the
/// face reads no more than it may.
pub fn answered(number: usize, status: u16, headers: Option<&[u8]>, body: &Uint8Array, now: Now) -> JsValue {
    let [content_type, etag, retry_after, www_authenticate, request_id] = texts(headers.unwrap_or_default());
    let body = body.to_vec();
    let answer = Answer { status, content_type, etag, retry_after, www_authenticate, request_id, body };
    tell(number, Event::Ended(Ok(answer)), now)
}

fn tell(number: usize, event: Event, now: Now) -> JsValue {
    step(number, |running| running.call().map_or(Step::Done, |call| call.told(event, now)))
}

/// What to do next, as a plain object.
fn step(number: usize, act: impl FnOnce(&mut Running) -> Step) -> JsValue {
    let next = with(number, |running| {
        let step = act(running);
        (step, running.call().map_or(0, |call| call.attempts()))
    });
    let (step, attempt) = next.unwrap_or((Step::Done, 0));
    let what = |what| ("what", Member::Text(what));
    let limit = |limit| ("limit", Member::Number(limit));
    let attempt = ("attempt", Member::Number(f64::from(attempt)));
    let flag = |name, is_so| (name, Member::Number(f64::from(u8::from(is_so))));
    match step {
        Step::Token(question, milliseconds) => {
            let reason = ("reason", Member::Text(question.reason.name()));
            match &question.claims {
                Some(claims) => object(&[what("token"), limit(milliseconds), reason, ("claims", Member::Text(claims))]),
                None => object(&[what("token"), limit(milliseconds), reason]),
            }
        }
        Step::Put(put) => object(&[
            what("put"),
            limit(put.limit),
            attempt,
            flag("isRebased", put.rebased),
            flag("isRepeated", put.repeated),
        ]),
        Step::Get(milliseconds) => object(&[what("get"), limit(milliseconds), attempt]),
        Step::Wait(milliseconds) => object(&[what("wait"), limit(milliseconds), attempt]),
        Step::Done => object(&[what("done")]),
    }
}

/// The request that was asked for, as the platform has it; nothing when the platform refuses a part of it.
pub fn platform_request(
    number: usize,
    is_put: bool,
    given: Option<&[u8]>,
    signal: &web_sys::AbortSignal,
) -> Option<JsValue> {
    let [client_request_id, request_id, token] = texts(given.unwrap_or_default());
    let (url, put) = with(number, |Running { url, course }| match course {
        Kind::Save(save) if is_put => (url.clone(), save.put_request().cloned()),
        _ => (url.clone(), None),
    })?;
    request(&Outgoing {
        url: &url,
        client_request_id: client_request_id.as_deref().unwrap_or_default(),
        request_id: request_id.as_deref(),
        token: token.as_deref(),
        put: put.as_ref(),
        signal,
    })
}

/// What came of a call that is over, as JSON text.
///
/// # Errors
/// What kept the referral from being loaded.
pub fn result(number: usize) -> Result<String, Thrown> {
    match exchange(number, None).map(|running| running.course) {
        Some(Kind::Save(save)) => Ok(outcome_text(save.outcome(), save.attempts(), save.diagnostics())),
        Some(Kind::Load(load)) => load.end().map(|resource| resource_text(&resource)).map_err(unread),
        _ => Err(Thrown::new("unexpected-response", "There is no such call.")),
    }
}

/// Ends a call, if it is not over.
pub fn forget(number: usize) {
    exchange(number, None);
}

impl Running {
    fn call(&mut self) -> Option<&mut dyn Call> {
        match &mut self.course {
            Kind::Save(save) => Some(save.as_mut()),
            Kind::Load(load) => Some(load.as_mut()),
            Kind::Prepared(..) | Kind::Identified(_) => None,
        }
    }
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
