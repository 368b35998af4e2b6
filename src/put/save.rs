//! The course of one save (reliability.md, section B): PUTs, and readings wherever an answer leaves a doubt.
//!
//! It must never end with `saved` unless the server was seen to hold the edit, nor with `notSaved` while a request of which
//! nobody knows the fate could still be applied, or already is.

use super::answer::{Answer, Fault, Meaning, Then, meaning};
use super::error_body::ErrorBody;
use super::outcome::{LastSeen, Outcome, VerifiedBy};
use super::pace::{Limit, Now, Pace, backoff, delay};
use super::reading::{ReadStep, Reading};
use super::request::{Options, PutRequest, prepare_put};
use super::resource::{Resource, Unexpected};
use super::step::{Call, Event, Put, Step};
use super::text::owned;
use super::token::{Credentials, Question, Reason, Token};
use crate::diff::{Change, diff};
use crate::json::{Document, Limits, pointer};
use crate::merge::{Conflict, ConflictKind, Merge, merge_sent};
use crate::schema::{self, Owner};

/// How often a save is put on top of somebody else's before it is left to its user.
const MOST_ROUNDS: u32 = 5;

/// A save, under way or not.
#[derive(Debug)]
pub struct Save {
    request: PutRequest,
    /// What `request` is an edit of, if that is known.
    base: Option<String>,
    /// What the caller wanted to be sent.
    draft: String,
    pace: Pace,
    credentials: Credentials,
    phase: Phase,
    reading: Reading,
    /// What a PUT was answered with, where that cannot be saved again.
    shown: Option<String>,
    attempts: u32,
    /// The status that the last copy of the request was refused with because another version is there.
    refused: u16,
    /// How long to wait before a PUT in doubt is sent again, in milliseconds.
    delay: f64,
    /// How often a PUT was sent again.
    retry: u32,
    /// How often it was made anew on top of another version.
    round: u32,
    /// Why it is not known what became of an earlier PUT, which can still be applied.
    doubt: Option<String>,
    seen: LastSeen,
    unanswered: bool,
    diagnostics: Vec<&'static str>,
    /// How it ended; until then, how it may yet.
    outcome: Outcome,
}

/// What is being waited for.
#[derive(Clone, Copy, Debug)]
enum Phase {
    /// A token for the PUT.
    Token,
    /// Another one than that which was refused. If there is none, the outcome stands.
    TokenAgain,
    /// The answer to the PUT.
    Put,
    /// The time for the PUT.
    Wait,
    /// The referral as the server has it, and why.
    Read(Why),
    /// Nothing: all is said.
    Over,
}

/// Why the referral is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Why {
    /// The server took the edit and did not show the result, or showed one that cannot be saved again: without an entity tag,
    /// or with a name twice.
    Applied,
    /// It refused this copy of the request because another version is there: perhaps our own.
    Precondition,
    /// It may have taken it. If not, this can be done.
    Doubt(Then),
    /// It may have taken it, and says that it could not. If so, the outcome stands.
    Full,
    /// Nothing more is sent. The outcome stands if what is read shows that no request was applied or will be.
    Earlier,
    /// It refused because of what it holds, and the caller may want to see that with the outcome.
    State,
}

impl Save {
    /// A save that begins with `request`; `base` is the document as it was loaded.
    pub fn new(request: PutRequest, base: Option<String>, limit: Limit) -> Self {
        Self {
            draft: request.body.clone(),
            request,
            base,
            pace: Pace::new(limit),
            credentials: Credentials::default(),
            phase: Phase::Over,
            reading: Reading::default(),
            shown: None,
            attempts: 0,
            refused: 0,
            delay: 0.0,
            retry: 0,
            round: 0,
            doubt: None,
            seen: LastSeen::Unreadable,
            unanswered: false,
            diagnostics: Vec::new(),
            outcome: unknown("unexpected-event", LastSeen::Unreadable),
        }
    }

    /// How it ended, once it is over.
    pub fn outcome(&self) -> &Outcome {
        &self.outcome
    }

    /// So many milliseconds of the call are over before it begins.
    pub fn spend(&mut self, milliseconds: f64) {
        self.pace.limit.deadline_ms -= milliseconds;
    }

    /// What was odd and changed nothing, for developers.
    pub fn diagnostics(&self) -> &[&'static str] {
        &self.diagnostics
    }

    // -------------------------------------------------------------------------------------------- steps

    fn put(&mut self, rebased: bool, now: Now) -> Step {
        if !self.pace.fits(0.0, now) {
            return self.give_up("timeout");
        }
        self.attempts += 1;
        self.phase = Phase::Put;
        let repeated = std::mem::take(&mut self.unanswered) && !rebased;
        Step::Put(Put { limit: self.pace.for_put(now), rebased, repeated })
    }

    fn read(&mut self, why: Why, now: Now) -> Step {
        self.reading = Reading::default();
        self.get(why, now)
    }

    fn get(&mut self, why: Why, now: Now) -> Step {
        if !self.pace.fits(0.0, now) {
            return self.unread(why);
        }
        self.phase = Phase::Read(why);
        Step::Get(self.pace.for_get(now))
    }

    fn wait_to_read(&mut self, delay: f64, why: Why) -> Step {
        self.reading = Reading::default();
        self.wait(delay, Phase::Read(why))
    }

    fn wait(&mut self, delay: f64, phase: Phase) -> Step {
        self.phase = phase;
        Step::Wait(delay)
    }

    fn ask(&mut self, question: Question, phase: Phase, now: Now) -> Step {
        if !self.pace.fits(0.0, now) {
            return match phase {
                Phase::TokenAgain => self.definite(now),
                Phase::Read(why) => self.unread(why),
                _ => self.give_up("timeout"),
            };
        }
        self.phase = phase;
        Step::Token(question, self.pace.left(now))
    }

    #[inline(never)]
    fn note(&mut self, diagnostic: &'static str) {
        self.diagnostics.push(diagnostic);
    }

    fn done(&mut self, outcome: Outcome) -> Step {
        self.outcome = outcome;
        self.over()
    }

    /// The outcome stands.
    fn over(&mut self) -> Step {
        self.phase = Phase::Over;
        Step::Done
    }

    // -------------------------------------------------------------------------------------------- endings

    /// The last request surely was not applied, and no other follows. What became of earlier ones is looked up.
    fn definite(&mut self, now: Now) -> Step {
        match self.doubt {
            Some(_) => self.read(Why::Earlier, now),
            None => self.over(),
        }
    }

    fn surely_not(&mut self, reason: &'static str, status: Option<u16>, now: Now) -> Step {
        self.not_saved(reason, status, None);
        self.definite(now)
    }

    /// The server does not hold the edit, as far as is known.
    #[inline(never)]
    fn not_saved(&mut self, reason: &'static str, status: Option<u16>, retry_at: Option<f64>) {
        self.outcome = Outcome::NotSaved { reason, status, retry_at };
    }

    /// No request is under way, and no other follows.
    fn give_up(&mut self, reason: &'static str) -> Step {
        match &self.doubt {
            None => self.not_saved(reason, None, None),
            Some(doubt) => self.outcome = unknown(if reason == "aborted" { reason } else { doubt }, self.seen),
        }
        self.over()
    }

    /// The referral cannot be read.
    fn unread(&mut self, why: Why) -> Step {
        match why {
            Why::Applied => {
                let json = self.shown.take().unwrap_or_else(|| self.request.body.clone());
                self.saved(Resource { json, etag: None }, VerifiedBy::Response)
            }
            Why::State => self.over(),
            _ => self.unknown(LastSeen::Unreadable),
        }
    }

    /// It cannot be known: for the reason of the last attempt in doubt, or because of a refused precondition.
    fn unknown(&mut self, last_seen: LastSeen) -> Step {
        let outcome = unknown(self.doubt.as_deref().unwrap_or("precondition-failed"), last_seen);
        self.done(outcome)
    }

    fn saved(&mut self, resource: Resource, verified_by: VerifiedBy) -> Step {
        let server_changed = self.changes_to(&resource.json);
        self.done(Outcome::Saved { json: resource.json, etag: resource.etag, verified_by, server_changed })
    }

    /// What leads from the caller's draft to this text, but for what changes with every save.
    fn changes_to(&self, json: &str) -> Vec<Change> {
        let mut changes = changes(&self.draft, json);
        changes.retain(|change| !matches!(change.path.as_str(), "/eTag" | "/updatedDateTime"));
        changes
    }

    // -------------------------------------------------------------------------------------------- the PUT has ended

    fn told_of_put(&mut self, ending: &Result<Answer, Fault>, now: Now) -> Step {
        let answer = match ending {
            Ok(answer) => answer,
            Err(fault) => return self.told_of_fault(*fault, now),
        };
        let status = Some(answer.status).filter(|status| *status > 0);
        match meaning(answer.status) {
            Meaning::Applied => match Resource::read(answer, &self.request.id) {
                Ok(resource) if resource.etag.is_some() && !resource.has_duplicates() => {
                    if resource.etag.as_deref() == Some(&self.request.etag) {
                        self.note("etag-unchanged");
                    }
                    if answer.etag.as_ref().is_some_and(|header| Some(header) != resource.etag.as_ref()) {
                        self.note("etag-mismatch");
                    }
                    self.saved(resource, VerifiedBy::Response)
                }
                Ok(resource) => {
                    self.shown = Some(resource.json);
                    self.read(Why::Applied, now)
                }
                Err(Unexpected::Empty) => self.read(Why::Applied, now),
                Err(_) => self.doubtful("unexpected-response", Then::Stop, None, now),
            },
            Meaning::NotSaved(reason) => self.surely_not(reason, status, now),
            meaning @ (Meaning::Rejected | Meaning::State) => {
                let is_state = meaning == Meaning::State;
                let mut body = ErrorBody::read(&answer.body);
                if is_state && body.is_conflict() {
                    return self.refuse(answer.status, now);
                }
                if is_state && body.code.is_empty() {
                    body.code = owned("conflict-state");
                }
                let ErrorBody { code, target, .. } = body;
                self.outcome = Outcome::Rejected { status: answer.status, code, target, current: None };
                // An earlier copy in doubt is looked up in either case.
                if is_state && self.doubt.is_none() { self.read(Why::State, now) } else { self.definite(now) }
            }
            Meaning::Unauthorized(reason) => {
                self.not_saved(reason, status, None);
                match self.credentials.question(answer) {
                    Some(question) => self.ask(question, Phase::TokenAgain, now),
                    None => self.definite(now),
                }
            }
            Meaning::Busy(reason) => {
                let (delay, retry_at) = delay(self.retry, answer.status, answer.retry_after.as_deref(), now);
                if self.may_retry(delay, now) {
                    return self.wait(delay, Phase::Wait);
                }
                self.not_saved(reason, status, retry_at);
                self.definite(now)
            }
            Meaning::Precondition => self.refuse(answer.status, now),
            Meaning::Doubtful(then) => self.doubtful("status-", then, Some(answer), now),
        }
    }

    /// Another version is there.
    fn refuse(&mut self, status: u16, now: Now) -> Step {
        self.refused = status;
        self.read(Why::Precondition, now)
    }

    fn told_of_fault(&mut self, fault: Fault, now: Now) -> Step {
        if !fault.may_be_sent() {
            self.attempts -= 1;
        }
        match fault {
            Fault::NotSent => self.surely_not("not-sent", None, now),
            Fault::Offline => self.surely_not("offline", None, now),
            Fault::AbortedBefore => self.give_up("aborted"),
            // Who gives up does not wait for another request.
            Fault::Aborted => self.done(unknown("aborted", LastSeen::Unreadable)),
            Fault::Timeout => self.unanswered("timeout", now),
            Fault::Network => self.unanswered("network", now),
            Fault::TooLarge => self.doubtful("unexpected-response", Then::Stop, None, now),
        }
    }

    fn unanswered(&mut self, reason: &str, now: Now) -> Step {
        self.unanswered = true;
        self.doubtful(reason, Then::Retry, None, now)
    }

    /// The PUT may have been applied; the reason goes on with the status where there is one. Where the server says when to
    /// come back, it is not asked before.
    fn doubtful(&mut self, reason: &str, then: Then, answer: Option<&Answer>, now: Now) -> Step {
        let is_first = self.doubt.is_none();
        let status = answer.map(|answer| answer.status);
        let mut reason = owned(reason);
        if let Some(status) = status {
            pointer::push_number(&mut reason, usize::from(status));
        }
        self.doubt = Some(reason);
        let retry_after = answer.and_then(|answer| answer.retry_after.as_deref());
        let (delay, told) = delay(self.retry, status.unwrap_or_default(), retry_after, now);
        if then == Then::NoRoom {
            self.not_saved("storage", status, told);
            // An earlier copy may still be applied, whatever this answer says.
            return self.read(if is_first { Why::Full } else { Why::Earlier }, now);
        }
        if told.is_none() {
            self.delay = delay;
            return self.read(Why::Doubt(then), now);
        }
        if then != Then::Stop && self.has_retry(delay, now) {
            self.delay = 0.0;
            return self.wait_to_read(delay, Why::Doubt(then));
        }
        // It cannot be waited for: one look, so that the outcome can be told, and no PUT after it.
        self.not_saved("throttled", status, told);
        self.read(Why::Earlier, now)
    }

    /// There is a retry left, and time for it after so many milliseconds.
    fn has_retry(&self, delay: f64, now: Now) -> bool {
        self.retry < self.pace.limit.max_retries && self.pace.fits(delay, now)
    }

    /// The same, and counts it.
    fn may_retry(&mut self, delay: f64, now: Now) -> bool {
        let may = self.has_retry(delay, now);
        self.retry += u32::from(may);
        may
    }

    // -------------------------------------------------------------------------------------------- the referral was read

    fn told_of_reading(&mut self, resource: Resource, why: Why, now: Now) -> Step {
        match why {
            Why::Applied => {
                // The answer said so, and what is read may be older than that.
                let is_there = self.judged(&resource.json).is_none_or(|judged| judged.is_complete && !judged.is_absent);
                let verified_by = if is_there { VerifiedBy::Readback } else { VerifiedBy::Response };
                return self.saved(resource, verified_by);
            }
            Why::State => {
                if let Outcome::Rejected { current, .. } = &mut self.outcome {
                    *current = Some(resource.json);
                }
                return self.over();
            }
            _ => {}
        }
        let unchanged = match &resource.etag {
            Some(etag) => *etag == self.request.etag,
            // Without a tag only the content tells, and it is ours only where it differs from base.
            None => self.base.as_deref().is_some_and(|base| !differs(base, &resource.json)),
        };
        if unchanged { self.unchanged(why, now) } else { self.changed(resource, why, now) }
    }

    /// The server has the version that was edited: the edit is not there yet.
    fn unchanged(&mut self, why: Why, now: Now) -> Step {
        self.seen = LastSeen::Unchanged;
        match why {
            // The service refuses the freshest eTag (domain.md, trap 44): no loop.
            Why::Precondition if self.doubt.is_none() => {
                self.not_saved("etag-rejected", Some(self.refused), None);
                return self.over();
            }
            Why::Full => return self.over(),
            Why::Doubt(Then::Retry) if self.may_retry(self.delay, now) => {
                return if self.delay > 0.0 { self.wait(self.delay, Phase::Wait) } else { self.put(false, now) };
            }
            Why::Doubt(Then::Poll) => {
                let delay = backoff(self.retry, now);
                if self.may_retry(delay, now) {
                    return self.wait_to_read(delay, Why::Doubt(Then::Poll));
                }
            }
            _ => {}
        }
        // A delayed copy of the request can still land.
        self.unknown(LastSeen::Unchanged)
    }

    /// The server has another version: ours, somebody else's, or one on top of the other. No copy of the request that was
    /// sent for the old version can land any more.
    fn changed(&mut self, resource: Resource, why: Why, now: Now) -> Step {
        self.seen = LastSeen::Changed;
        let Some(Judged { merge, is_absent, is_complete }) = self.judged(&resource.json) else {
            return self.changed_without_base(resource);
        };
        let Resource { json: current, etag } = resource;
        let is_clean = merge.conflicts.is_empty();
        // The text tells more than the values: an edit can be nothing but another order of rows.
        if is_clean && is_complete && merge.merged == current {
            return self.held(Resource { json: current, etag });
        }
        let is_last = matches!(why, Why::Earlier | Why::Full);
        if is_last && is_clean && is_absent {
            // None of it is there, and none of it can come any more.
            return self.over();
        }
        let Some(etag) = etag else {
            return self.unknown(LastSeen::Changed);
        };
        if is_clean && !is_last && self.rebase(&merge.merged, &current, &etag, now) {
            return self.put(true, now);
        }
        // Earlier rounds took over changes too.
        let taken = self.changes_to(&merge.merged);
        let (merged, conflicts) = (merge.merged, merge.conflicts);
        self.done(Outcome::Conflict { current, etag, merged, conflicts, taken })
    }

    /// What has become of the edit in another version; nothing without base.
    fn judged(&self, current: &str) -> Option<Judged> {
        self.base.as_deref().and_then(|base| Judged::new(base, &self.request.body, current))
    }

    /// Makes the request anew, on top of the current version, if there is a round left for it.
    fn rebase(&mut self, merged: &str, current: &str, etag: &str, now: Now) -> bool {
        if self.round == MOST_ROUNDS || !self.pace.fits(0.0, now) {
            return false;
        }
        let size = Some(Limits::most().size);
        let options = Options { base: Some(current.as_bytes()), etag: Some(etag), size, ..Options::default() };
        let Ok(mut request) = prepare_put(merged.as_bytes(), options) else { return false };
        // The address stays: it comes from the options of the caller.
        std::mem::swap(&mut request.url, &mut self.request.url);
        self.request = request;
        self.base = Some(owned(current));
        self.round += 1;
        self.doubt = None;
        true
    }

    /// What was loaded is not known, so the edit cannot be told from the rest.
    fn changed_without_base(&mut self, resource: Resource) -> Step {
        if !differs(&self.request.body, &resource.json) {
            return self.held(resource);
        }
        let Some(etag) = resource.etag else {
            // Without a tag and without base nothing tells one version from another.
            return self.unknown(LastSeen::Unreadable);
        };
        let merged = self.request.body.clone();
        let conflict = Conflict {
            path: String::new(),
            kind: ConflictKind::BothChanged,
            base: self.base.clone(),
            ours: Some(merged.clone()),
            theirs: Some(resource.json.clone()),
        };
        self.done(Outcome::Conflict {
            current: resource.json,
            etag,
            merged,
            conflicts: vec![conflict],
            taken: Vec::new(),
        })
    }

    /// The server holds every value of the edit.
    fn held(&mut self, resource: Resource) -> Step {
        if self.doubt.as_deref() == Some("network") {
            // The connection broke, or the answer came without CORS headers: a page cannot tell.
            self.note("response-unreadable");
        }
        self.saved(resource, VerifiedBy::Readback)
    }
}

impl Call for Save {
    fn begin(&mut self, now: Now) -> Step {
        self.pace.begin(now);
        self.ask(Question { reason: Reason::Initial, claims: None }, Phase::Token, now)
    }

    fn told(&mut self, event: Event, now: Now) -> Step {
        match (self.phase, &event) {
            (Phase::Put, Event::Ended(ending)) => self.told_of_put(ending, now),
            (Phase::Read(why), Event::Ended(ending)) => {
                if matches!(ending, Err(Fault::Aborted | Fault::AbortedBefore)) {
                    return self.aborted_reading(why);
                }
                match self.reading.told(ending, &self.request.id, &mut self.credentials, &self.pace, now) {
                    ReadStep::Wait(delay) => self.wait(delay, Phase::Read(why)),
                    ReadStep::Token(question) => self.ask(question, Phase::Read(why), now),
                    ReadStep::End(Ok(resource)) => self.told_of_reading(resource, why, now),
                    ReadStep::End(Err(_)) => self.unread(why),
                }
            }
            (Phase::Read(why), Event::Waited | Event::Token(Token::Fresh)) => self.get(why, now),
            (Phase::Read(why), Event::Token(Token::Aborted) | Event::Aborted) => self.aborted_reading(why),
            (Phase::Read(why), Event::Token(_)) => self.unread(why),
            (Phase::Wait, Event::Waited) | (Phase::Token | Phase::TokenAgain, Event::Token(Token::Fresh)) => {
                self.put(false, now)
            }
            (Phase::TokenAgain, Event::Token(Token::Same)) => self.definite(now),
            (Phase::Token | Phase::TokenAgain, Event::Token(Token::Same | Token::None)) => {
                self.surely_not("no-token", None, now)
            }
            (Phase::Token | Phase::TokenAgain | Phase::Wait, _) => self.give_up("aborted"),
            // Nothing else can happen; if it does, nothing is claimed.
            (Phase::Put, _) => self.done(unknown("unexpected-event", LastSeen::Unreadable)),
            (Phase::Over, _) => Step::Done,
        }
    }

    fn put_request(&self) -> Option<&PutRequest> {
        Some(&self.request)
    }

    fn attempts(&self) -> u32 {
        self.attempts
    }
}

impl Save {
    fn aborted_reading(&mut self, why: Why) -> Step {
        match why {
            Why::Applied | Why::State => self.unread(why),
            _ => self.done(unknown("aborted", LastSeen::Unreadable)),
        }
    }
}

fn unknown(reason: &str, last_seen: LastSeen) -> Outcome {
    Outcome::Unknown { reason: owned(reason), last_seen }
}

/// What has become of an edit in another version.
struct Judged {
    merge: Merge,
    /// None of the edit is there.
    is_absent: bool,
    /// Nothing of it was taken back.
    is_complete: bool,
}

impl Judged {
    /// Nothing where one of the texts cannot be read.
    fn new(base: &str, ours: &str, theirs: &str) -> Option<Self> {
        let limits = Limits::most();
        let base = Document::parse(base.as_bytes(), limits).ok()?;
        let ours = Document::parse(ours.as_bytes(), limits).ok()?;
        let theirs = Document::parse(theirs.as_bytes(), limits).ok()?;
        let (mut merge, landed) = merge_sent(&base, &ours, &theirs);
        let (is_absent, is_complete) = (landed.present.is_empty(), landed.is_complete());
        if landed.is_partly_reverted() {
            // It was applied, and somebody took a part of it back: to send that part again would undo their edit.
            merge.add(landed.reverted);
        }
        Some(Self { merge, is_absent, is_complete })
    }
}

/// They differ in more than what only the service writes.
fn differs(a: &str, b: &str) -> bool {
    changes(a, b).iter().any(|change| {
        let member = pointer::tokens(&change.path).and_then(|tokens| schema::member(&tokens));
        member.is_none_or(|member| member.owner != Owner::Service)
    })
}

/// What differs between two texts that were read before.
fn changes(base: &str, draft: &str) -> Vec<Change> {
    let limits = Limits::most();
    match (Document::parse(base.as_bytes(), limits), Document::parse(draft.as_bytes(), limits)) {
        (Ok(base), Ok(draft)) => diff(base.root(), draft.root()),
        _ => Vec::new(),
    }
}
