//! A save and a load that are told anything, in any order: error bodies, successes, tokens, faults. They end, within their
//! time, and claim nothing that nobody said.

use referral_editor::json::{Document, Limits, Value};
use referral_editor::put::{
    Answer, Call, ErrorBody, Event, Fault, Limit, Load, Now, Options, Outcome, Resource, Save, Step, Token, VerifiedBy,
    prepare_put,
};
use referral_editor::results::{outcome_text, resource_text};

use super::{oracle, parts};

const ID: &str = "49d90c72-3326-4f61-aacc-2cb57970448c";
/// What was loaded. The draft has another name and other notes.
const BASE: &str = r#"{"id":"49d90c72-3326-4f61-aacc-2cb57970448c","name":"before","status":"Active","substatus":"Accepted","customerProfile":{},"consent":{},"details":{"notes":"n","dealValue":1.50,"currency":"USD"},"eTag":"\"e1\"","links":{}}"#;
/// Sunday, 22 November 2026, 08:00:00 UTC.
const NOW: f64 = 1_795_334_400_000.0;
/// No call takes more.
const MOST_TURNS: usize = 200;

/// What happens, one thing a part; the first part says how: `b` with base, `s` in no time, `r` without retries.
///
/// `token fresh`, `waited`, `network` ..., or an answer as HTTP has it: a status, lines of headers, an empty line, a body.
pub fn save(input: &[u8]) {
    let mut parts = parts(input);
    let how = parts.next().unwrap_or_default();
    let events: Vec<Event> = parts.take(40).map(event).collect();
    let limit = Limit {
        deadline_ms: if how.contains(&b's') { 50.0 } else { 30_000.0 },
        max_retries: if how.contains(&b'r') { 0 } else { 3 },
        ..Limit::default()
    };
    for event in &events {
        if let Event::Ended(Ok(answer)) = event {
            reads(answer);
        }
    }
    saves(how.contains(&b'b'), &events, limit);
    loads(&events, limit);
}

fn event(part: &[u8]) -> Event {
    match part {
        b"token fresh" => Event::Token(Token::Fresh),
        b"token same" => Event::Token(Token::Same),
        b"token none" => Event::Token(Token::None),
        b"token aborted" => Event::Token(Token::Aborted),
        b"waited" => Event::Waited,
        b"aborted" => Event::Aborted,
        b"not sent" => Event::Ended(Err(Fault::NotSent)),
        b"offline" => Event::Ended(Err(Fault::Offline)),
        b"aborted before" => Event::Ended(Err(Fault::AbortedBefore)),
        b"aborted after" => Event::Ended(Err(Fault::Aborted)),
        b"timeout" => Event::Ended(Err(Fault::Timeout)),
        b"network" => Event::Ended(Err(Fault::Network)),
        b"too large" => Event::Ended(Err(Fault::TooLarge)),
        _ => Event::Ended(Ok(answer(part))),
    }
}

fn answer(part: &[u8]) -> Answer {
    let (status, mut rest) = line(part);
    let status = str::from_utf8(status).ok().and_then(|status| status.parse().ok()).unwrap_or(200);
    let mut answer = Answer { status, content_type: Some("application/json".to_owned()), ..Answer::default() };
    loop {
        let (header, behind) = line(rest);
        rest = behind;
        let header = String::from_utf8_lossy(header);
        let Some((name, value)) = header.split_once(": ") else { break };
        let field = match name {
            "ETag" => &mut answer.etag,
            "Retry-After" => &mut answer.retry_after,
            "WWW-Authenticate" => &mut answer.www_authenticate,
            "request-id" => &mut answer.request_id,
            _ => &mut answer.content_type,
        };
        *field = Some(value.to_owned());
    }
    answer.body = rest.to_vec();
    answer
}

/// The first line, and what is behind it.
fn line(text: &[u8]) -> (&[u8], &[u8]) {
    let end = text.iter().position(|byte| *byte == b'\n').unwrap_or(text.len());
    (&text[..end], text.get(end + 1..).unwrap_or_default())
}

/// What is read out of an answer, whatever it is.
fn reads(answer: &Answer) {
    let error = ErrorBody::read(&answer.body);
    assert!(error.code.chars().count() <= 128);
    assert!(error.target.as_ref().is_none_or(|target| target.chars().count() <= 128));
    let body = oracle::without_mark(&answer.body);
    if !oracle::accepts(body) {
        assert_eq!(error, ErrorBody::default(), "no JSON has a code");
    }
    if let Ok(resource) = Resource::read(answer, ID) {
        assert_eq!(resource.json.as_bytes(), body);
        let document = Document::parse(body, Limits::default()).expect("a resource is JSON");
        let id = document.root().get("id").and_then(Value::as_str);
        assert!(id.is_some_and(|id| id.eq_ignore_ascii_case(ID)), "the one that was asked for");
        assert!(resource.etag.as_ref().is_none_or(|etag| !etag.starts_with("W/") && etag != "*" && etag.is_ascii()));
        assert!(serde_json::from_str::<serde_json::Value>(&resource_text(&resource)).is_ok());
    }
}

/// The server's document has what the draft changed.
fn holds_ours(json: &str) -> bool {
    let Ok(document) = Document::parse(json.as_bytes(), Limits::default()) else { return false };
    let is = |path, text| document.at(path).and_then(Value::as_str).is_some_and(|found| found == text);
    is("/name", "after") && is("/details/notes", "mine")
}

/// A clock and what is still to happen.
struct Play<'e> {
    now: Now,
    end: f64,
    events: std::slice::Iter<'e, Event>,
}

impl<'e> Play<'e> {
    fn new(events: &'e [Event], limit: Limit) -> Self {
        let now = Now { monotonic: 1_000.0, epoch: NOW, random: 0.5 };
        Self { now, end: now.monotonic + limit.deadline_ms, events: events.iter() }
    }

    /// What happens next. When nothing is left, what was asked for, badly.
    fn next(&mut self, step: &Step) -> Event {
        let (asked, limit) = match step {
            Step::Token(_, limit) => (Event::Token(Token::Fresh), *limit),
            Step::Put(put) => (Event::Ended(Err(Fault::Network)), put.limit),
            Step::Get(limit) => (Event::Ended(Err(Fault::Network)), *limit),
            Step::Wait(delay) => (Event::Waited, *delay),
            Step::Done => (Event::Aborted, 1.0),
        };
        assert!(limit > 0.0 && self.now.monotonic + limit <= self.end, "within its time: {step:?}");
        let event = self.events.next().cloned().unwrap_or(asked);
        let took = if matches!(step, Step::Wait(_)) { limit } else { limit.min(20.0) };
        self.now.monotonic += took;
        self.now.epoch += took;
        event
    }
}

fn saves(has_base: bool, events: &[Event], limit: Limit) {
    let draft = BASE.replace("before", "after").replace(r#""n""#, r#""mine""#);
    let options = Options { base: has_base.then_some(BASE.as_bytes()), ..Options::default() };
    let request = prepare_put(draft.as_bytes(), options).expect("the draft is sound");
    let mut save = Save::new(request, has_base.then(|| BASE.to_owned()), limit);
    let mut play = Play::new(events, limit);
    let (mut is_applied, mut is_held) = (false, false);
    let mut step = save.begin(play.now);
    for _ in 0..MOST_TURNS {
        if step == Step::Done {
            break;
        }
        if let (Step::Put(_), Some(request)) = (&step, save.put_request()) {
            let body = Document::parse(request.body.as_bytes(), Limits::default()).expect("a body is JSON");
            let own = body.root().get("eTag").and_then(Value::as_str).unwrap_or_default();
            assert_eq!(own, request.etag.as_str(), "If-Match is the body's eTag");
            assert!(body.root().get("links").is_none(), "links are not sent");
            assert!(holds_ours(&request.body), "the draft is what is sent");
        }
        let event = play.next(&step);
        if let Event::Ended(Ok(answer)) = &event {
            is_applied |= (200..=299).contains(&answer.status);
            is_held |= answer.status == 200 && str::from_utf8(oracle::without_mark(&answer.body)).is_ok_and(holds_ours);
        }
        step = save.told(event, play.now);
    }
    assert_eq!(step, Step::Done, "it ends");
    let outcome = save.outcome().clone();
    let text = outcome_text(&outcome, save.attempts(), save.diagnostics());
    let shown: serde_json::Value = serde_json::from_str(&text).expect("an outcome is JSON");
    assert_eq!(shown["type"], outcome.name());
    match &outcome {
        Outcome::Saved { verified_by: VerifiedBy::Response, .. } => assert!(is_applied, "nobody said so"),
        Outcome::Saved { verified_by: VerifiedBy::Readback, json, .. } => {
            assert!(is_applied || is_held && holds_ours(json), "nobody has it");
        }
        Outcome::Conflict { merged, .. } => assert!(holds_ours(merged), "the draft holds ours"),
        _ => {}
    }
    assert_eq!(save.told(Event::Waited, play.now), Step::Done, "it is over");
    assert_eq!(*save.outcome(), outcome);
}

fn loads(events: &[Event], limit: Limit) {
    let mut load = Load::new(ID.to_owned(), limit);
    let mut play = Play::new(events, limit);
    let mut last = None;
    let mut step = load.begin(play.now);
    for _ in 0..MOST_TURNS {
        if step == Step::Done {
            break;
        }
        assert!(!matches!(step, Step::Put(_)), "a load writes nothing");
        let event = play.next(&step);
        if let Event::Ended(Ok(answer)) = &event {
            last = Some(answer.clone());
        }
        step = load.told(event, play.now);
    }
    assert_eq!(step, Step::Done, "it ends");
    if let Ok(resource) = load.end() {
        let answer = last.filter(|answer| answer.status == 200).expect("it was answered");
        assert_eq!(Ok(resource), Resource::read(&answer, ID));
    }
}
