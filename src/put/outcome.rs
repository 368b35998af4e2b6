//! How a save ended: a closed set (reliability.md, B.0).

use crate::diff::Change;
use crate::finding::Finding;
use crate::merge::Conflict;

/// How a save ended. Only `Saved` means that the server holds the edit.
#[derive(Clone, Debug, PartialEq)]
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
        /// All of them, and the warnings.
        findings: Vec<Finding>,
    },
    /// The server judged the content.
    Rejected {
        /// The status code.
        status: u16,
        /// The service's code, or empty.
        code: String,
        /// What it is about, as the service calls it.
        target: Option<String>,
        /// The referral as the server has it now, where that is why.
        current: Option<String>,
    },
    /// The server surely does not hold the edit.
    NotSaved {
        /// Why.
        reason: &'static str,
        /// The status code, if a status said so.
        status: Option<u16>,
        /// When to try again, in epoch milliseconds.
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

impl Outcome {
    /// The name that the contract has for it.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::Saved { .. } => "saved",
            Self::Conflict { .. } => "conflict",
            Self::Invalid { .. } => "invalid",
            Self::Rejected { .. } => "rejected",
            Self::NotSaved { .. } => "notSaved",
            Self::Unknown { .. } => "unknown",
        }
    }
}

/// How it is known that the server holds the edit.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum VerifiedBy {
    /// The answer to the PUT said so.
    Response,
    /// The referral was read again.
    Readback,
}

impl VerifiedBy {
    /// The name that the contract has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Response => "response",
            Self::Readback => "readback",
        }
    }
}

/// What the server had when it was asked last.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum LastSeen {
    /// The version that was edited.
    Unchanged,
    /// Another one.
    Changed,
    /// It could not be asked.
    Unreadable,
}

impl LastSeen {
    /// The name that the contract has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Unchanged => "unchanged",
            Self::Changed => "changed",
            Self::Unreadable => "unreadable",
        }
    }
}
