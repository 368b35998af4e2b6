//! Drives a call without I/O: tokens, requests, waits.

use js_sys::{Date, Math};
use wasm_bindgen::JsValue;
use wasm_bindgen_futures::JsFuture;

use super::Thrown;
use super::fetch::{self, Outgoing, is_offline};
use super::host::{Cut, Cutoff, Host};
use super::object::{Member, object};
use super::options::ClientOptions;
use crate::put::{Answer, Call, Event, Fault, Now, Put, PutRequest, Question, Reason, Step, Token};

/// What a call has gone through, for support.
#[derive(Default)]
pub struct Trace {
    /// Of the last request.
    pub client_request_id: Option<String>,
    /// Of the last answer, where it can be read.
    pub request_id: Option<String>,
}

/// A call whose end can be told.
pub trait Course: Call {
    /// How it ended, as JSON text.
    fn end(self: Box<Self>, trace: Trace) -> Result<String, Thrown>;
}

pub struct Driver {
    pub options: Box<ClientOptions>,
    pub host: Host,
    pub url: String,
    token: Option<String>,
    /// The one that was sent with the last PUT, where the caller wants any.
    request_id: Option<String>,
    /// Of the request under way.
    client_request_id: String,
    trace: Trace,
    cutoff: Option<Cutoff>,
    waiting: Waiting,
}

/// What is being waited for.
enum Waiting {
    Time,
    Token { is_first: bool },
    Response,
    Body(Answer),
}

/// What comes next.
enum Next {
    /// The call is told.
    Tell(Event),
    /// The promise is waited for, until the cutoff.
    Wait(JsValue),
    Over,
}

impl Driver {
    pub fn new(options: Box<ClientOptions>, host: Host, url: String) -> Self {
        Self {
            options,
            host,
            url,
            token: None,
            request_id: None,
            client_request_id: String::new(),
            trace: Trace::default(),
            cutoff: None,
            waiting: Waiting::Time,
        }
    }

    /// Does what the call asks for until it is over.
    ///
    /// All that happens between two waits is done by functions without any: there is one wait, and one future of its size.
    pub async fn drive(mut self, mut call: Box<dyn Course>) -> Result<String, Thrown> {
        let step = call.begin(self.now());
        let mut next = self.follow(step, &*call);
        loop {
            next = match next {
                Next::Tell(event) => {
                    let step = call.told(event, self.now());
                    self.follow(step, &*call)
                }
                Next::Wait(promise) => {
                    let settled = match self.cutoff.as_ref().and_then(|cutoff| cutoff.wait(&promise)) {
                        Some(promise) => JsFuture::from(promise).await.ok(),
                        None => None,
                    };
                    self.settled(settled)
                }
                Next::Over => return call.end(self.trace),
            }
        }
    }

    fn follow(&mut self, step: Step, call: &dyn Course) -> Next {
        match step {
            Step::Done => Next::Over,
            Step::Token(question, limit) => match self.ask(&question, limit) {
                Ok(promise) => Next::Wait(promise),
                Err(token) => Next::Tell(Event::Token(token)),
            },
            Step::Wait(milliseconds) => {
                self.tell("waiting", call, Some(Date::now() + milliseconds));
                // Timers round down, and nothing may be sent earlier than the server said.
                match self.start(milliseconds.ceil() + 1.0, Waiting::Time) {
                    Some(cutoff) => Next::Wait(cutoff.end()),
                    None => Next::Tell(Event::Aborted),
                }
            }
            Step::Put(put) => {
                if put.rebased {
                    self.tell("rebasing", call, None);
                }
                self.tell("sending", call, None);
                self.send(Some(put), call, put.limit)
            }
            Step::Get(limit) => {
                if call.put_request().is_some() {
                    self.tell("reading-back", call, None);
                }
                self.send(None, call, limit)
            }
        }
    }

    /// Starts the clock. Nothing where the platform has no timers.
    fn start(&mut self, milliseconds: f64, waiting: Waiting) -> Option<&Cutoff> {
        self.waiting = waiting;
        self.cutoff = self.host.cutoff(milliseconds, &self.options.signal);
        self.cutoff.as_ref()
    }

    /// What was waited for is there, or the wait was cut off, or the promise was rejected.
    fn settled(&mut self, value: Option<JsValue>) -> Next {
        let cut = self.cutoff.as_ref().and_then(Cutoff::cause);
        let ending = match std::mem::replace(&mut self.waiting, Waiting::Time) {
            Waiting::Time => {
                self.cutoff = None;
                let is_over = cut == Some(Cut::Timeout);
                return Next::Tell(if is_over { Event::Waited } else { Event::Aborted });
            }
            Waiting::Token { is_first } => {
                self.cutoff = None;
                return Next::Tell(Event::Token(match value {
                    Some(value) => self.take(value.as_string(), is_first),
                    None if cut == Some(Cut::Aborted) => Token::Aborted,
                    None => Token::None,
                }));
            }
            Waiting::Response => match value {
                Some(response) => match fetch::head(&response) {
                    Ok((answer, None)) => Ok(answer),
                    Ok((answer, Some(promise))) => {
                        self.waiting = Waiting::Body(answer);
                        return Next::Wait(promise);
                    }
                    Err(fault) => Err(fault),
                },
                None => Err(fault(cut)),
            },
            Waiting::Body(mut answer) => match value.map(|buffer| fetch::body(&buffer)) {
                Some(Ok(body)) => {
                    answer.body = body;
                    Ok(answer)
                }
                Some(Err(fault)) => Err(fault),
                None => Err(fault(cut)),
            },
        };
        self.ended(ending)
    }

    fn send(&mut self, put: Option<Put>, call: &dyn Course, limit: f64) -> Next {
        if let Some(put) = put {
            let last = self.request_id.take().filter(|_| put.repeated);
            self.request_id = self.options.send_request_id.then(|| last.unwrap_or_else(|| self.host.new_guid()));
        }
        self.client_request_id = self.host.new_guid();
        match self.sent(put.and_then(|_| call.put_request()), limit) {
            Ok(promise) => Next::Wait(promise),
            Err(fault) => self.ended(Err(fault)),
        }
    }

    /// The promise of an answer.
    fn sent(&mut self, put: Option<&PutRequest>, limit: f64) -> Result<JsValue, Fault> {
        if self.options.is_aborted() {
            return Err(Fault::AbortedBefore);
        }
        if is_offline() {
            return Err(Fault::Offline);
        }
        self.start(limit, Waiting::Response);
        let outgoing = Outgoing {
            url: &self.url,
            client_request_id: &self.client_request_id,
            request_id: self.request_id.as_deref().filter(|_| put.is_some()),
            token: self.token.as_deref(),
            put,
        };
        fetch::send(&outgoing, self.options.fetch.as_ref(), self.cutoff.as_ref())
    }

    /// A request has ended.
    fn ended(&mut self, ending: Result<Answer, Fault>) -> Next {
        self.cutoff = None;
        let may_be_sent = match &ending {
            Ok(answer) => {
                self.trace.request_id.clone_from(&answer.request_id);
                true
            }
            Err(fault) => fault.may_be_sent(),
        };
        if may_be_sent {
            self.trace.client_request_id = Some(std::mem::take(&mut self.client_request_id));
        }
        Next::Tell(Event::Ended(ending))
    }

    /// Asks the caller for a token: its promise, or what is known at once. Where there is nobody to ask, the first one is
    /// none, and there is no other.
    fn ask(&mut self, question: &Question, limit: f64) -> Result<JsValue, Token> {
        let is_first = question.reason == Reason::Initial;
        let Some(get_token) = self.options.get_token.clone() else {
            return Err(if is_first { Token::Fresh } else { Token::Same });
        };
        if self.options.is_aborted() {
            return Err(Token::Aborted);
        }
        // Nothing will be sent, and the one who hands out tokens may need the network.
        if is_first && is_offline() {
            return Err(Token::Fresh);
        }
        let reason = ("reason", Member::Text(question.reason.name()));
        let asked = match &question.claims {
            Some(claims) => object(&[reason, ("claims", Member::Text(claims))]),
            None => object(&[reason]),
        };
        self.start(limit, Waiting::Token { is_first }).ok_or(Token::None)?;
        self.host.ask_token(&get_token, &asked).map_err(|_| Token::None)
    }

    fn take(&mut self, token: Option<String>, is_first: bool) -> Token {
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
    fn tell(&self, phase: &str, call: &dyn Course, retry_at: Option<f64>) {
        let Some(on_progress) = &self.options.on_progress else { return };
        let phase = ("phase", Member::Text(phase));
        let attempt = ("attempt", Member::Number(f64::from(call.attempts())));
        let progress = match retry_at {
            Some(at) => object(&[phase, attempt, ("retryAt", Member::Number(at))]),
            None => object(&[phase, attempt]),
        };
        let _ = on_progress.call1(&JsValue::UNDEFINED, &progress);
    }

    /// The moment. Clocks can be set while a save is under way, so how long something takes is read off another one.
    pub fn now(&self) -> Now {
        let epoch = Date::now();
        Now { monotonic: self.host.monotonic().unwrap_or(epoch), epoch, random: Math::random() }
    }
}

fn fault(cut: Option<Cut>) -> Fault {
    match cut {
        Some(Cut::Timeout) => Fault::Timeout,
        Some(Cut::Aborted) => Fault::Aborted,
        None => Fault::Network,
    }
}
