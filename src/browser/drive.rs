//! Drives a call without I/O: tokens, requests, waits.

use js_sys::{Date, Math};
use wasm_bindgen::JsValue;

use super::fetch::{Outgoing, is_offline, send};
use super::host::{Cut, Host};
use super::object::{Member, object};
use super::options::ClientOptions;
use crate::put::{Answer, Call, Event, Fault, Now, Put, Question, Reason, Step, Token};

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
    pub async fn drive(mut self, call: &mut dyn Call) -> Trace {
        let mut step = call.begin(now(self.host));
        loop {
            let (put, limit) = match step {
                Step::Done => return self.trace,
                Step::Token(question, limit) => {
                    let token = self.ask(&question, limit).await;
                    step = call.told(Event::Token(token), now(self.host));
                    continue;
                }
                Step::Wait(milliseconds) => {
                    self.tell("waiting", call, Some(Date::now() + milliseconds));
                    let event = self.sleep(milliseconds).await;
                    step = call.told(event, now(self.host));
                    continue;
                }
                Step::Put(put) => {
                    if put.rebased {
                        self.tell("rebasing", call, None);
                    }
                    self.tell("sending", call, None);
                    (Some(put), put.limit)
                }
                Step::Get(limit) => {
                    if call.put_request().is_some() {
                        self.tell("reading-back", call, None);
                    }
                    (None, limit)
                }
            };
            let ending = self.send(put, call, limit).await;
            step = call.told(Event::Ended(ending), now(self.host));
        }
    }

    async fn send(&mut self, put: Option<Put>, call: &dyn Call, limit: f64) -> Result<Answer, Fault> {
        let request = call.put_request().filter(|_| put.is_some());
        if put.is_some() {
            let last = self.request_id.take().filter(|_| put.is_some_and(|put| put.repeated));
            self.request_id = self.options.send_request_id.then(|| last.unwrap_or_else(|| self.host.new_guid()));
        }
        let client_request_id = self.host.new_guid();
        let outgoing = Outgoing {
            url: self.url,
            client_request_id: &client_request_id,
            request_id: self.request_id.as_deref().filter(|_| put.is_some()),
            token: self.token.as_deref(),
            put: request,
        };
        let ending = send(outgoing, self.options, self.host, limit).await;
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
        let is_first = question.reason == Reason::Initial;
        let Some(get_token) = &self.options.get_token else {
            return if is_first { Token::Fresh } else { Token::Same };
        };
        if self.options.is_aborted() {
            return Token::Aborted;
        }
        // Nothing will be sent, and the one who hands out tokens may need the network.
        if is_first && is_offline() {
            return Token::Fresh;
        }
        let Some(cutoff) = self.host.cutoff(limit, &self.options.signal) else { return Token::None };
        let reason = Member::Text(question.reason.name());
        let asked = match &question.claims {
            Some(claims) => object(&[("reason", reason), ("claims", Member::Text(claims))]),
            None => object(&[("reason", reason)]),
        };
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

    /// Waits so long, or until the caller gives up.
    async fn sleep(&self, milliseconds: f64) -> Event {
        // Timers round down, and nothing may be sent earlier than the server said.
        match self.host.cutoff(milliseconds.ceil() + 1.0, &self.options.signal) {
            Some(cutoff) if cutoff.ended().await == Cut::Timeout => Event::Waited,
            _ => Event::Aborted,
        }
    }

    /// Tells the caller; what its function throws is its own affair.
    fn tell(&self, phase: &str, call: &dyn Call, retry_at: Option<f64>) {
        let Some(on_progress) = &self.options.on_progress else { return };
        let (phase, attempt) = (Member::Text(phase), Member::Number(f64::from(call.attempts())));
        let progress = match retry_at {
            Some(at) => object(&[("phase", phase), ("attempt", attempt), ("retryAt", Member::Number(at))]),
            None => object(&[("phase", phase), ("attempt", attempt)]),
        };
        let _ = on_progress.call1(&JsValue::UNDEFINED, &progress);
    }
}

/// The moment. Clocks can be set while a save is under way, so how long something takes is read off another one.
pub fn now(host: &Host) -> Now {
    let epoch = Date::now();
    Now { monotonic: host.monotonic().unwrap_or(epoch), epoch, random: Math::random() }
}
