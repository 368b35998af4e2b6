//! How a save ended: a closed set (reliability.md, B.0).

use serde::Serialize;

use crate::diff::Change;
use crate::finding::{Finding, findings_to_json};
use crate::merge::Conflict;

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
        /// The referral as the server has it now, where that is why.
        #[serde(skip_serializing_if = "Option::is_none")]
        current: Option<String>,
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
