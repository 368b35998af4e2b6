//! Results as JSON text, which crosses much cheaper than many small objects. The JavaScript face parses it.

use crate::diff::Change;
use crate::finding::{Code, write_findings};
use crate::json::string::push_quoted;
use crate::json::write::{ObjectWriter, array, into_text, texts};
use crate::lifecycle::{Reason, Transition};
use crate::merge::{Conflict, Merge};
use crate::put::{Outcome, Resource};

/// An outcome; the face adds what support needs to find its last request.
pub fn outcome_text(outcome: &Outcome, attempts: u32, diagnostics: &[&str]) -> String {
    let mut out = Vec::new();
    let mut object = ObjectWriter::begin(&mut out);
    write_outcome(&mut object, outcome);
    object.number("attempts", Some(u64::from(attempts)));
    if !diagnostics.is_empty() {
        texts(object.member("diagnostics"), diagnostics);
    }
    object.end();
    into_text(out)
}

fn write_outcome(object: &mut ObjectWriter<'_>, outcome: &Outcome) {
    object.text("type", Some(outcome.name()));
    match outcome {
        Outcome::Saved { json, etag, verified_by, server_changed } => {
            object.text("json", Some(json));
            object.text_or_null("etag", etag.as_deref());
            object.text("verifiedBy", Some(verified_by.name()));
            write_changes(object.member("serverChanged"), server_changed);
        }
        Outcome::Conflict { current, etag, merged, conflicts, taken } => {
            object.text("current", Some(current));
            object.text("etag", Some(etag));
            object.text("merged", Some(merged));
            write_conflicts(object.member("conflicts"), conflicts);
            write_changes(object.member("taken"), taken);
        }
        Outcome::Invalid { findings } => write_findings(object.member("findings"), findings),
        Outcome::Rejected { status, code, target, current } => {
            object.number("status", Some(u64::from(*status)));
            object.text("code", Some(code));
            object.text("target", target.as_deref());
            object.text("current", current.as_deref());
        }
        Outcome::NotSaved { reason, status, retry_at } => {
            object.text("reason", Some(reason));
            object.number("status", status.map(u64::from));
            // The server is not asked before.
            object.number("retryAt", retry_at.map(|at| at.ceil() as u64));
        }
        Outcome::Unknown { reason, last_seen } => {
            object.text("reason", Some(reason));
            object.text("lastSeen", Some(last_seen.name()));
        }
    }
}

/// The result of `getReferral`.
pub fn resource_text(resource: &Resource) -> String {
    let mut out = Vec::new();
    let mut object = ObjectWriter::begin(&mut out);
    object.text("json", Some(&resource.json));
    object.text_or_null("etag", resource.etag.as_deref());
    object.end();
    into_text(out)
}

/// The result of `merge`.
pub fn merge_text(merge: &Merge) -> String {
    let mut out = Vec::new();
    let mut object = ObjectWriter::begin(&mut out);
    object.text("merged", Some(&merge.merged));
    write_conflicts(object.member("conflicts"), &merge.conflicts);
    write_changes(object.member("taken"), &merge.taken);
    if !merge.reordered.is_empty() {
        array(object.member("reordered"), &merge.reordered, |out, path| push_quoted(out, path));
    }
    object.end();
    into_text(out)
}

/// The result of `diff`.
pub fn changes_text(changes: &[Change]) -> String {
    let mut out = Vec::new();
    write_changes(&mut out, changes);
    into_text(out)
}

/// The result of `transitions`.
pub fn transitions_text(transitions: impl Iterator<Item = Transition>) -> String {
    let mut out = Vec::new();
    array(&mut out, transitions, |out, transition| {
        let mut object = ObjectWriter::begin(out);
        object.text("status", Some(transition.pair.status.name()));
        object.text("substatus", Some(transition.pair.substatus));
        object.boolean("current", transition.current);
        object.boolean("legal", transition.reason.is_none());
        object.text("reason", transition.reason.map(Reason::name));
        texts(object.member("warnings"), transition.warning.map(Code::name).as_slice());
        object.end();
    });
    into_text(out)
}

fn write_changes(out: &mut Vec<u8>, changes: &[Change]) {
    array(out, changes, |out, change| {
        let mut object = ObjectWriter::begin(out);
        object.text("path", Some(&change.path));
        object.text("kind", Some(change.kind.name()));
        object.text("before", change.before.as_deref());
        object.text("after", change.after.as_deref());
        object.end();
    });
}

fn write_conflicts(out: &mut Vec<u8>, conflicts: &[Conflict]) {
    array(out, conflicts, |out, conflict| {
        let mut object = ObjectWriter::begin(out);
        object.text("path", Some(&conflict.path));
        object.text("kind", Some(conflict.kind.name()));
        object.text("base", conflict.base.as_deref());
        object.text("ours", conflict.ours.as_deref());
        object.text("theirs", conflict.theirs.as_deref());
        object.end();
    });
}
