//! A save played by hand: what the server has, what becomes of each request, and the course that the save takes as a line.
//!
//! Told are all steps but the first token: `PUT`, `rebased` for a PUT made anew on top of another version, `GET`,
//! `wait` and the milliseconds, `token` and why, and behind a colon the outcome.

#![allow(dead_code, reason = "each test file takes what it needs of this")]

use std::collections::VecDeque;

use referral_editor::json::edit::{Edit, Op, apply};
use referral_editor::json::{Document, Limits};
use referral_editor::put::{
    Answer, Call, Event, Fault, LastSeen, Limit, Now, Options, Outcome, PutRequest, Save, Step, Token, VerifiedBy,
    prepare_put,
};

pub const ID: &str = "49d90c72-3326-4f61-aacc-2cb57970448c";
pub const ETAG: &str = "\"2500ec5a-0000-0000-0000-5bf4967d0000\"";
pub const NEW_ETAG: &str = "\"2500ec5a-0000-0800-0000-5bf4967d0001\"";
/// Sunday, 22 November 2026, 08:00:00 UTC.
pub const NOW: f64 = 1_795_334_400_000.0;
pub const DAY: f64 = 86_400_000.0;

pub type Ending = Result<Answer, Fault>;

/// A referral with what the save looks at; `links` and unusual white space, numbers and escapes around it.
pub fn document(name: &str, notes: &str, etag: &str) -> String {
    let etag = etag.replace('"', "\\\"");
    format!(
        "{{ \"id\":\"{ID}\",\n  \"name\" : \"{name}\", \"status\":\"Active\",\"substatus\":\"Accepted\",\r\n\
         \"customerProfile\":{{}},\"consent\":{{}},\"details\":{{\"notes\":\"{notes}\",\"dealValue\":12345678901234567.890,\
         \"currency\":\"USD\"}}, \"x\\u0041\":[1E5,{{\"links\":1}}],\"eTag\":\"{etag}\",\n\"links\":{{\"self\":{{}}}} }}"
    )
}

pub fn base() -> String {
    document("before", "n", ETAG)
}

/// Base with another name.
pub fn draft() -> String {
    document("after", "n", ETAG)
}

pub fn prepared(text: &str, options: Options<'_>) -> PutRequest {
    prepare_put(text.as_bytes(), options).unwrap_or_else(|refusal| panic!("{refusal:?} for {text}"))
}

pub fn answer(status: u16, body: &str) -> Answer {
    Answer {
        status,
        content_type: Some("application/json; charset=utf-8".into()),
        body: body.into(),
        ..Answer::default()
    }
}

pub fn error_body(code: &str) -> String {
    format!(r#"{{"error":{{"code":"{code}","message":"m","target":"ETag"}}}}"#)
}

pub fn quoted(text: &str) -> String {
    serde_json::to_string(text).unwrap()
}

pub fn sample(name: &str) -> String {
    std::fs::read_to_string(["tests/samples/", name].concat()).unwrap()
}

pub fn text_at(json: &str, path: &str) -> Option<String> {
    let document = Document::parse(json.as_bytes(), Limits::default()).unwrap();
    Some(document.at(path)?.as_str()?.into_owned())
}

pub fn etag_of(json: &str) -> String {
    text_at(json, "/eTag").unwrap()
}

pub fn with(json: &str, path: &str, value: &str) -> String {
    let edit = Edit { op: Op::Add, path: path.into(), json: value.into() };
    apply(json, &[edit], Limits::default()).unwrap()
}

/// What becomes of a PUT.
#[derive(Clone, Debug)]
pub struct Did {
    /// The server looks at it: it is applied if its precondition holds.
    pub applied: bool,
    /// How it ends; nothing is the server's honest answer.
    pub ending: Option<Ending>,
    /// What somebody else changes in that moment: path and JSON.
    pub foreign: Option<(&'static str, &'static str)>,
    /// How many milliseconds it takes. A timeout takes what it may.
    pub took: f64,
}

pub fn lost(ending: Ending) -> Did {
    Did { applied: false, ending: Some(ending), foreign: None, took: 0.0 }
}

pub fn applied(ending: Ending) -> Did {
    Did { applied: true, ..lost(ending) }
}

pub fn honest() -> Did {
    Did { applied: true, ending: None, foreign: None, took: 0.0 }
}

impl Did {
    pub fn and_foreign(self, path: &'static str, json: &'static str) -> Self {
        Self { foreign: Some((path, json)), ..self }
    }

    pub fn after(self, took: f64) -> Self {
        Self { took, ..self }
    }
}

/// A save that is to be played. What is not told of goes well.
#[derive(Clone, Debug)]
pub struct Scene {
    pub base: Option<String>,
    pub draft: String,
    pub limit: Limit,
    /// What the server has.
    pub server: String,
    pub puts: Vec<Did>,
    /// The last of the PUTs is told of for all that follow.
    pub for_ever: bool,
    /// How the GETs end, the last one for ever; nothing is the server's honest answer.
    pub gets: Vec<Option<Ending>>,
    /// What comes of asking for tokens, and how long that takes.
    pub tokens: Vec<(Token, f64)>,
    /// The caller gives up while waiting for the so many-th time, from 0.
    pub abort_in_wait: Option<usize>,
    /// Timers are late by this.
    pub oversleep: f64,
    /// How far the clock on the wall is put forward after each event, from the first answer to a PUT on.
    pub jump: f64,
}

impl Default for Scene {
    fn default() -> Self {
        Self {
            base: Some(base()),
            draft: draft(),
            limit: Limit::default(),
            server: base(),
            puts: Vec::new(),
            for_ever: false,
            gets: vec![None],
            tokens: Vec::new(),
            abort_in_wait: None,
            oversleep: 0.0,
            jump: 0.0,
        }
    }
}

/// How it was played.
#[derive(Debug)]
pub struct Played {
    pub course: String,
    pub outcome: Outcome,
    pub attempts: u32,
    pub diagnostics: Vec<&'static str>,
    /// The bodies that were sent.
    pub bodies: Vec<String>,
    /// Which of them may keep its `request-id`.
    pub repeated: Vec<bool>,
    /// What the server has in the end.
    pub server: String,
    /// What was asked of whoever hands out tokens.
    pub claims: Vec<Option<String>>,
}

impl Scene {
    pub fn puts(puts: &[Did]) -> Self {
        Self { puts: puts.to_vec(), ..Self::default() }
    }

    pub fn gets(self, gets: &[Option<Ending>]) -> Self {
        Self { gets: gets.to_vec(), ..self }
    }

    pub fn tokens(self, tokens: &[(Token, f64)]) -> Self {
        Self { tokens: tokens.to_vec(), ..self }
    }

    /// Plays it, also with clocks that are put forward and back a day after each event: nothing changes by that.
    pub fn play(&self) -> Played {
        let played = self.once();
        for jump in [DAY, -DAY] {
            assert_eq!(Self { jump, ..self.clone() }.once().course, played.course, "a clock that jumps by {jump}");
        }
        played
    }

    pub fn once(&self) -> Played {
        let request =
            prepared(&self.draft, Options { base: self.base.as_deref().map(str::as_bytes), ..Options::default() });
        let mut save = Save::new(request, self.base.clone(), self.limit);
        let mut server = self.server.clone();
        let mut versions = 0;
        let (mut puts, mut gets, mut tokens): (VecDeque<_>, VecDeque<_>, VecDeque<_>) =
            (self.puts.clone().into(), self.gets.clone().into(), self.tokens.clone().into());
        let mut now = Now { monotonic: 77.0, epoch: NOW, random: 0.5 };
        let end = now.monotonic + self.limit.deadline_ms;
        let (mut course, mut waits, mut asked) = (Vec::new(), 0, 0);
        let (mut bodies, mut repeated, mut claims) = (Vec::new(), Vec::new(), Vec::new());
        let mut answered = None;
        let mut step = save.begin(now);
        let outcome = loop {
            let is_put = matches!(step, Step::Put(_));
            let (event, took) = match step {
                Step::Done => break save.outcome().clone(),
                Step::Token(question, limit) => {
                    assert!(limit > 0.0 && now.monotonic + limit <= end, "a token for {limit} ms");
                    let (token, took) = tokens.pop_front().unwrap_or((Token::Fresh, 0.0));
                    if asked > 0 || token != Token::Fresh {
                        course.push(format!("token {}", question.reason.name()));
                    }
                    asked += 1;
                    claims.push(question.claims);
                    (Event::Token(token), took)
                }
                Step::Wait(delay) => {
                    assert!(delay > 0.0 && now.monotonic + delay <= end, "a wait of {delay} ms");
                    course.push(format!("wait {delay}"));
                    waits += 1;
                    let aborted = self.abort_in_wait == Some(waits - 1);
                    let event = if aborted { Event::Aborted } else { Event::Waited };
                    (event, delay + self.oversleep)
                }
                Step::Get(limit) => {
                    assert!(limit > 0.0 && now.monotonic + limit <= end, "a GET of {limit} ms");
                    course.push("GET".to_owned());
                    let ending = if gets.len() > 1 { gets.pop_front().unwrap() } else { gets.front().unwrap().clone() };
                    let ending = ending.unwrap_or_else(|| Ok(answer(200, &server)));
                    let took = if ending.as_ref().err() == Some(&Fault::Timeout) { limit } else { 0.0 };
                    (Event::Ended(ending), took)
                }
                Step::Put(put) => {
                    let limit = put.limit;
                    assert!(limit > 0.0 && now.monotonic + limit <= end, "a PUT of {limit} ms");
                    course.push(if put.rebased { "rebased" } else { "PUT" }.to_owned());
                    let request = save.put_request().unwrap();
                    assert_eq!(request.etag, etag_of(&request.body), "If-Match is the body's eTag");
                    bodies.push(request.body.clone());
                    repeated.push(put.repeated);
                    let did = match puts.len() {
                        0 => honest(),
                        1 if self.for_ever => puts.front().unwrap().clone(),
                        _ => puts.pop_front().unwrap(),
                    };
                    let mut version = |body: &str| {
                        versions += 1;
                        with(body, "/eTag", &quoted(&format!("\"v{versions}\"")))
                    };
                    let matches = request.etag == etag_of(&server);
                    if did.applied && matches {
                        server = version(&request.body);
                    }
                    if let Some((path, json)) = did.foreign {
                        server = version(&with(&server, path, json));
                    }
                    let honest =
                        if matches { answer(200, &server) } else { answer(412, &error_body("preconditionFailed")) };
                    let ending = did.ending.unwrap_or(Ok(honest));
                    let took = if ending.as_ref().err() == Some(&Fault::Timeout) { limit } else { did.took };
                    (Event::Ended(ending), took)
                }
            };
            now.monotonic += took;
            now.epoch += took;
            if is_put {
                answered = Some(now.epoch);
            }
            step = save.told(event, now);
            if answered.is_some() {
                now.epoch += self.jump;
            }
            assert!(course.len() < 100, "{course:?}");
        };
        let course = format!("{}: {}", course.join(" "), line(&outcome, answered.unwrap_or(NOW)));
        let (attempts, diagnostics) = (save.attempts(), save.diagnostics().to_vec());
        Played { course, outcome, attempts, diagnostics, bodies, repeated, server, claims }
    }
}

/// An outcome in a few words; `epoch` is when the last PUT was answered.
pub fn line(outcome: &Outcome, epoch: f64) -> String {
    match outcome {
        Outcome::Saved { verified_by: VerifiedBy::Response, etag: Some(_), .. } => "saved response".into(),
        Outcome::Saved { verified_by: VerifiedBy::Response, .. } => "saved response without etag".into(),
        Outcome::Saved { verified_by: VerifiedBy::Readback, .. } => "saved readback".into(),
        Outcome::Conflict { conflicts, .. } => {
            let lines = conflicts.iter().map(|conflict| format!(" {:?} {}", conflict.kind, conflict.path));
            format!("conflict{}", lines.collect::<String>())
        }
        Outcome::Invalid { .. } => "invalid".into(),
        Outcome::Rejected { status, code, current, .. } => {
            let current = if current.is_some() { " with current" } else { "" };
            format!("rejected {status} {code}{current}")
        }
        Outcome::NotSaved { reason, status, retry_at } => {
            let status = status.map_or_else(String::new, |status| format!(" {status}"));
            let retry_at = retry_at.map_or_else(String::new, |at| format!(" +{}", at - epoch));
            format!("notSaved {reason}{status}{retry_at}")
        }
        Outcome::Unknown { reason, last_seen } => {
            let seen = match last_seen {
                LastSeen::Unchanged => "unchanged",
                LastSeen::Changed => "changed",
                LastSeen::Unreadable => "unreadable",
            };
            format!("unknown {reason} {seen}")
        }
    }
}

/// The scene takes this course.
#[track_caller]
pub fn plays(scene: &Scene, course: &str, name: &str) -> Played {
    let played = scene.play();
    assert_eq!(played.course.trim_start_matches(": "), course, "{name}");
    played
}
