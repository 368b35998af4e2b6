//! Drives a call without I/O: tokens, requests, waits.

use js_sys::{Date, Math, Reflect, global};
use serde::Serialize;
use wasm_bindgen::{JsCast, JsValue};

use super::cutoff::{Cut, Cutoff, is_aborted};
use super::exports::to_js;
use super::fetch::{Outgoing, is_offline, send};
use super::host::Host;
use super::options::ClientOptions;
use crate::put::{Answer, Call, Event, Fault, Now, Put, Question, Step, Token};

/// What a call has gone through, for support.
#[derive(Default)]
pub struct Trace {
    /// Of the last request.
    pub client_request_id: Option<String>,
    /// Of the last answer, where it can be read.
    pub request_id: Option<String>,
}

pub struct Driver<'c> {
    options: &'c ClientOptions,
    host: &'c Host,
    url: &'c str,
    token: Option<String>,
    /// The one that was sent with the last PUT, where the caller wants any.
    request_id: Option<String>,
    trace: Trace,
}

impl<'c> Driver<'c> {
    pub fn new(options: &'c ClientOptions, host: &'c Host, url: &'c str) -> Self {
        Self { options, host, url, token: None, request_id: None, trace: Trace::default() }
    }

    /// Does what the call asks for until it is over.
    pub async fn drive<C: Call>(mut self, call: &mut C) -> (C::End, Trace) {
        let mut step = call.begin(now());
        loop {
            let event = match step {
                Step::Done(end) => return (end, self.trace),
                Step::Token(question, limit) => Event::Token(self.ask(&question, limit).await),
                Step::Put(put) => {
                    if put.rebased {
                        self.tell("rebasing", call.attempts(), None);
                    }
                    self.tell("sending", call.attempts(), None);
                    Event::Ended(self.put(put, call).await)
                }
                Step::Get(limit) => {
                    if call.put_request().is_some() {
                        self.tell("reading-back", call.attempts(), None);
                    }
                    Event::Ended(self.send(None, None, limit).await)
                }
                Step::Wait(milliseconds) => {
                    self.tell("waiting", call.attempts(), Some(Date::now() + milliseconds));
                    match sleep(milliseconds, self.options).await {
                        Cut::Timeout => Event::Waited,
                        Cut::Aborted => Event::Aborted,
                    }
                }
            };
            step = call.told(event, now());
        }
    }

    async fn put<C: Call>(&mut self, put: Put, call: &C) -> Result<Answer, Fault> {
        let request = call.put_request().ok_or(Fault::NotSent)?;
        let request_id = self.options.send_request_id.then(|| {
            let last = self.request_id.take().filter(|_| put.repeated);
            last.unwrap_or_else(|| self.host.new_guid())
        });
        self.request_id.clone_from(&request_id);
        self.send(Some((&request.etag, &request.body)), request_id.as_deref(), put.limit).await
    }

    async fn send(&mut self, put: Option<(&str, &str)>, request_id: Option<&str>, limit: f64) -> Result<Answer, Fault> {
        let client_request_id = self.host.new_guid();
        let outgoing = Outgoing {
            url: self.url,
            client_request_id: &client_request_id,
            request_id,
            token: self.token.as_deref(),
            put,
        };
        let ending = send(outgoing, self.options, limit).await;
        if ending.as_ref().err().is_none_or(|fault| fault.may_be_sent()) {
            self.trace.client_request_id = Some(client_request_id);
        }
        if let Ok(answer) = &ending {
            self.trace.request_id.clone_from(&answer.request_id);
        }
        ending
    }

    /// Asks the caller for a token. Where there is nobody to ask, the first one is none, and there is no other.
    async fn ask(&mut self, question: &Question, limit: f64) -> Token {
        #[derive(Serialize)]
        struct Asked<'q> {
            reason: &'static str,
            #[serde(skip_serializing_if = "Option::is_none")]
            claims: Option<&'q str>,
        }
        let is_first = question.reason == crate::put::Reason::Initial;
        let Some(get_token) = &self.options.get_token else {
            return if is_first { Token::Fresh } else { Token::Same };
        };
        if is_aborted(self.options.signal.as_ref()) {
            return Token::Aborted;
        }
        // Nothing will be sent, and the one who hands out tokens may need the network.
        if is_first && is_offline() {
            return Token::Fresh;
        }
        let Some(cutoff) = Cutoff::start(limit, self.options.signal.as_ref()) else { return Token::None };
        let asked = to_js(&Asked { reason: question.reason.name(), claims: question.claims.as_deref() });
        let Ok(promise) = self.host.ask_token(get_token, &asked) else { return Token::None };
        let token = match cutoff.wait(&promise).await {
            Ok(token) => token.as_string(),
            Err(Some(Cut::Aborted)) => return Token::Aborted,
            Err(_) => return Token::None,
        };
        // What no header can hold is no token (RFC 6750, 2.1).
        let usable = |token: &String| !token.is_empty() && token.bytes().all(|byte| byte.is_ascii_graphic());
        let Some(token) = token.filter(usable) else { return Token::None };
        if !is_first && self.token.as_ref() == Some(&token) {
            return Token::Same;
        }
        self.token = Some(token);
        Token::Fresh
    }

    /// Tells the caller; what its function throws is its own affair.
    fn tell(&self, phase: &'static str, attempt: u32, retry_at: Option<f64>) {
        #[derive(Serialize)]
        #[serde(rename_all = "camelCase")]
        struct Progress {
            phase: &'static str,
            attempt: u32,
            #[serde(skip_serializing_if = "Option::is_none")]
            retry_at: Option<f64>,
        }
        if let Some(on_progress) = &self.options.on_progress {
            let _ = on_progress.call1(&JsValue::UNDEFINED, &to_js(&Progress { phase, attempt, retry_at }));
        }
    }
}

/// Waits so long, or until the caller gives up.
async fn sleep(milliseconds: f64, options: &ClientOptions) -> Cut {
    if is_aborted(options.signal.as_ref()) {
        return Cut::Aborted;
    }
    // Timers round down, and nothing may be sent earlier than the server said.
    match Cutoff::start(milliseconds.ceil() + 1.0, options.signal.as_ref()) {
        Some(cutoff) => cutoff.ended().await,
        None => Cut::Aborted,
    }
}

/// The moment. Clocks can be set while a save is under way, so how long something takes is read off another one.
pub fn now() -> Now {
    Now { monotonic: monotonic().unwrap_or_else(Date::now), epoch: Date::now(), random: Math::random() }
}

fn monotonic() -> Option<f64> {
    let performance = Reflect::get(&global(), &"performance".into()).ok().filter(JsValue::is_object)?;
    let now: js_sys::Function = Reflect::get(&performance, &"now".into()).ok()?.dyn_into().ok()?;
    now.call0(&performance).ok()?.as_f64()
}
