//! The course of one save: a PUT, and a read-back where its answer leaves a doubt.

use serde::Serialize;

use super::answer::{Answer, Fault, Meaning, NotSaved, meaning};
use super::request::{GetRequest, PutRequest};
use super::resource::{Resource, Unexpected};
use crate::diff::{Change, ChangeKind, diff};
use crate::finding::{Finding, findings_to_json};
use crate::json::{Document, Limits, Value, pointer};
use crate::schema::{self, Owner};

/// How a save ended. Only `Saved` means that the server holds the edit.
#[derive(Clone, Debug, PartialEq, Serialize)]
#[serde(tag = "type", rename_all = "camelCase", rename_all_fields = "camelCase")]
pub enum Outcome {
    /// The server holds the edit.
    Saved {
        /// The referral as the server has it now.
        json: String,
        /// Its entity tag, if it could be read.
        etag: Option<String>,
        /// How that is known.
        verified_by: VerifiedBy,
        /// What the server made different from what was sent.
        server_changed: Vec<Change>,
    },
    /// Somebody else saved first.
    Conflict {
        /// The referral as the server has it now.
        current: String,
        /// Its entity tag.
        etag: String,
        /// Theirs with the edit on top; at a conflict it holds ours.
        merged: String,
        /// Where both changed something.
        conflicts: Vec<Conflict>,
        /// What came from theirs without a conflict.
        taken: Vec<Change>,
    },
    /// The draft has errors; nothing was sent.
    Invalid {
        /// All of them, and the warnings; on their way to JavaScript as JSON text.
        #[serde(serialize_with = "as_json")]
        findings: Vec<Finding>,
    },
    /// The server judged the content.
    Rejected {
        /// The status code.
        status: u16,
        /// The service's code, or empty.
        code: String,
        /// What it is about, as the service calls it.
        #[serde(skip_serializing_if = "Option::is_none")]
        target: Option<String>,
    },
    /// The server surely does not hold the edit.
    NotSaved {
        /// Why.
        reason: &'static str,
        /// The status code, if a status said so.
        #[serde(skip_serializing_if = "Option::is_none")]
        status: Option<u16>,
        /// When to try again, in epoch milliseconds.
        #[serde(skip_serializing_if = "Option::is_none")]
        retry_at: Option<f64>,
    },
    /// It cannot be known.
    Unknown {
        /// Why.
        reason: String,
        /// What the server had when it was asked last.
        last_seen: LastSeen,
    },
}

fn as_json<S: serde::Serializer>(findings: &[Finding], serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&findings_to_json(findings))
}

/// How it is known that the server holds the edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum VerifiedBy {
    /// The answer to the PUT said so.
    Response,
    /// The referral was read again.
    Readback,
}

/// What the server had when it was asked last.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LastSeen {
    /// The version that was edited.
    Unchanged,
    /// Another one.
    Changed,
    /// It could not be asked.
    Unreadable,
}

/// A place that both changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// JSON Pointer.
    pub path: String,
    /// What happened there.
    pub kind: ConflictKind,
    /// The value as it was loaded, as exact JSON text.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
    /// The edited value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub ours: Option<String>,
    /// The server's value.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub theirs: Option<String>,
}

/// The kinds of conflict.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ConflictKind {
    /// Both changed it, differently.
    BothChanged,
}

/// What to do next.
#[derive(Clone, Debug, PartialEq)]
pub enum Step {
    /// Read the referral and tell the answer.
    ReadBack(GetRequest),
    /// The save is over.
    Done(Outcome),
}

/// Why the server has to be asked what it holds.
#[derive(Clone, Debug, PartialEq)]
enum Doubt {
    /// It took the edit and did not show the result.
    Applied,
    /// It refused this copy of the request, with this status, because another version is there: perhaps our own.
    Precondition(u16),
    /// Anything may have happened.
    Unsettled(String),
}

/// A save under way.
#[derive(Debug)]
pub struct Save {
    request: PutRequest,
    base: Option<String>,
    doubt: Option<Doubt>,
}

impl Save {
    /// A save that begins with `request`; `base` is the document as it was loaded.
    pub fn new(request: PutRequest, base: Option<String>) -> Self {
        Self { request, base, doubt: None }
    }

    /// The PUT to send.
    pub fn request(&self) -> &PutRequest {
        &self.request
    }

    /// Told how the request ended that was asked for last, says what is next. `now` is in epoch milliseconds.
    pub fn told(&mut self, ending: &Result<Answer, Fault>, now: f64) -> Step {
        match self.doubt.take() {
            None => self.told_of_put(ending, now),
            Some(doubt) => Step::Done(self.told_of_read_back(doubt, ending)),
        }
    }

    fn told_of_put(&mut self, ending: &Result<Answer, Fault>, now: f64) -> Step {
        let answer = match ending {
            Ok(answer) => answer,
            Err(fault) => return self.told_of_fault(*fault),
        };
        match meaning(answer, now) {
            Meaning::Applied => match Resource::read(answer, &self.request.id) {
                Ok(resource) if resource.etag.is_some() => Step::Done(self.saved(resource, VerifiedBy::Response)),
                Ok(_) | Err(Unexpected::Empty) => self.read_back(Doubt::Applied),
                Err(_) => self.read_back(Doubt::Unsettled("unexpected-response".to_owned())),
            },
            Meaning::NotSaved(NotSaved { reason, status, retry_at }) => {
                Step::Done(Outcome::NotSaved { reason, status, retry_at })
            }
            Meaning::Rejected(body) => {
                let (code, target) = (body.code, body.target);
                Step::Done(Outcome::Rejected { status: answer.status, code, target })
            }
            Meaning::Precondition => self.read_back(Doubt::Precondition(answer.status)),
            Meaning::Doubtful => {
                let mut reason = "status-".to_owned();
                pointer::push_number(&mut reason, usize::from(answer.status));
                self.read_back(Doubt::Unsettled(reason))
            }
        }
    }

    fn told_of_fault(&mut self, fault: Fault) -> Step {
        let not_saved = |reason| Step::Done(Outcome::NotSaved { reason, status: None, retry_at: None });
        match fault {
            Fault::NotSent => not_saved("not-sent"),
            Fault::NoToken => not_saved("no-token"),
            Fault::Offline => not_saved("offline"),
            Fault::AbortedBefore => not_saved("aborted"),
            // Who gives up does not wait for another request.
            Fault::Aborted => Step::Done(unknown("aborted", LastSeen::Unreadable)),
            Fault::Timeout => self.read_back(Doubt::Unsettled("timeout".to_owned())),
            Fault::Network => self.read_back(Doubt::Unsettled("network".to_owned())),
            Fault::TooLarge => self.read_back(Doubt::Unsettled("unexpected-response".to_owned())),
        }
    }

    fn read_back(&mut self, doubt: Doubt) -> Step {
        self.doubt = Some(doubt);
        Step::ReadBack(GetRequest { url: self.request.url.clone() })
    }

    fn told_of_read_back(&self, doubt: Doubt, ending: &Result<Answer, Fault>) -> Outcome {
        let seen = match ending {
            Ok(answer) if answer.status == 200 => Resource::read(answer, &self.request.id).ok(),
            _ => None,
        };
        let Some((resource, etag)) = seen.and_then(|resource| Some((resource.clone(), resource.etag?))) else {
            return match doubt {
                Doubt::Applied => Outcome::Saved {
                    json: self.request.body.clone(),
                    etag: None,
                    verified_by: VerifiedBy::Response,
                    server_changed: Vec::new(),
                },
                Doubt::Precondition(_) => unknown("precondition-failed", LastSeen::Unreadable),
                Doubt::Unsettled(reason) => unknown(&reason, LastSeen::Unreadable),
            };
        };
        let unchanged = etag == self.request.etag;
        match doubt {
            Doubt::Applied => self.saved(resource, VerifiedBy::Readback),
            Doubt::Precondition(status) if unchanged => {
                Outcome::NotSaved { reason: "etag-rejected", status: Some(status), retry_at: None }
            }
            Doubt::Unsettled(reason) if unchanged && reason == "status-507" => {
                Outcome::NotSaved { reason: "storage", status: Some(507), retry_at: None }
            }
            // A delayed copy of the request can still land.
            Doubt::Unsettled(reason) if unchanged => unknown(&reason, LastSeen::Unchanged),
            _ if self.is_held_by(&resource.json) => self.saved(resource, VerifiedBy::Readback),
            _ => self.conflict(resource.json, etag),
        }
    }

    fn saved(&self, resource: Resource, verified_by: VerifiedBy) -> Outcome {
        let mut server_changed = changes(&self.request.body, &resource.json);
        // These change with every save.
        server_changed.retain(|change| !matches!(change.path.as_str(), "/eTag" | "/updatedDateTime"));
        Outcome::Saved { json: resource.json, etag: resource.etag, verified_by, server_changed }
    }

    /// Somebody else's version, as one conflict over the whole document.
    fn conflict(&self, current: String, etag: String) -> Outcome {
        let conflict = Conflict {
            path: String::new(),
            kind: ConflictKind::BothChanged,
            base: self.base.clone(),
            ours: Some(self.request.body.clone()),
            theirs: Some(current.clone()),
        };
        let merged = self.request.body.clone();
        Outcome::Conflict { current, etag, merged, conflicts: vec![conflict], taken: Vec::new() }
    }

    /// The server's version holds every value of the edit.
    fn is_held_by(&self, current: &str) -> bool {
        let limits = Limits::default();
        let Ok(current_document) = Document::parse(current.as_bytes(), limits) else { return false };
        let is_services = |change: &Change| {
            let member = pointer::tokens(&change.path).and_then(|tokens| schema::member(&tokens));
            member.is_some_and(|member| member.owner == Owner::Service)
        };
        if changes(&self.request.body, current).iter().all(is_services) {
            return true;
        }
        // Others may have changed other members since.
        let Some(base) = &self.base else { return false };
        let mut edits = changes(base, &self.request.body);
        edits.retain(|change| !is_services(change));
        !edits.is_empty()
            && edits.iter().all(|change| match (change.kind, current_document.at(&change.path)) {
                (ChangeKind::Removed, now) => now.is_none(),
                (_, Some(now)) => change.after.as_deref().is_some_and(|after| is_value(now, after)),
                (_, None) => false,
            })
    }
}

fn unknown(reason: &str, last_seen: LastSeen) -> Outcome {
    Outcome::Unknown { reason: reason.to_owned(), last_seen }
}

fn is_value(value: Value<'_>, json: &str) -> bool {
    Document::parse(json.as_bytes(), Limits::default()).is_ok_and(|document| document.root().equals(value))
}

/// What differs between two texts that were read before.
fn changes(base: &str, draft: &str) -> Vec<Change> {
    let limits = Limits::default();
    match (Document::parse(base.as_bytes(), limits), Document::parse(draft.as_bytes(), limits)) {
        (Ok(base), Ok(draft)) => diff(base.root(), draft.root()),
        _ => Vec::new(),
    }
}
