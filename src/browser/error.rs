//! What is thrown: JSON text that the JavaScript face makes a `ReferralError` of.

use crate::finding::{Finding, write_findings};
use crate::json::edit::{Edit, EditError};
use crate::json::string::push_quoted;
use crate::json::write::{ObjectWriter, array, into_text};
use crate::json::{Fault, Limits};
use crate::put::Refusal;
use crate::validate::fault_finding;

/// An error on its way to JavaScript.
#[derive(Debug)]
pub struct Thrown(String);

impl Thrown {
    /// An error with a code of the contract.
    pub fn new(code: &str, message: &str) -> Self {
        Self::with(code, message, &[], &[])
    }

    fn with(code: &str, message: &str, findings: &[Finding], paths: &[String]) -> Self {
        let mut out = b"!".to_vec();
        let mut object = ObjectWriter::begin(&mut out);
        object.text("code", Some(code));
        object.text("message", Some(message));
        if !findings.is_empty() {
            write_findings(object.member("findings"), findings);
        }
        if !paths.is_empty() {
            array(object.member("paths"), paths, |out, path| push_quoted(out, path));
        }
        object.end();
        Self(into_text(out))
    }

    /// The text of `what` is not JSON, or over a limit.
    pub fn not_json(code: &str, what: &str, text: &[u8], fault: Fault) -> Self {
        let finding = fault_finding(text, fault, Limits::default());
        let message = [what, " is not usable JSON: ", &finding.message].concat();
        Self::with(code, &message, &[finding], &[])
    }

    /// Changes that no documented PATCH operation can make.
    pub fn not_patchable(paths: &[String]) -> Self {
        let message = "The service documents no PATCH operation for some of the changes; see paths.";
        Self::with("not-patchable", message, &[], paths)
    }

    /// An edit that cannot be applied.
    pub fn edit(error: EditError, text: &str, edits: &[Edit]) -> Self {
        match error {
            EditError::Document(fault) => Self::not_json("syntax", "The document", text.as_bytes(), fault),
            EditError::Value(index, fault) => {
                let value = edits.get(index).map(|edit| edit.json.as_str()).unwrap_or_default();
                Self::not_json("argument", "The new value", value.as_bytes(), fault)
            }
            EditError::Result(_, fault) => Self::not_json("argument", "The edited document", &[], fault),
            EditError::Path(index) => {
                let path = edits.get(index).map(|edit| edit.path.as_str()).unwrap_or_default();
                let end = path.char_indices().nth(200).map_or(path.len(), |(end, _)| end);
                let quoted = path.get(..end).unwrap_or_default();
                Self::new("path", &["There is nothing to edit at \"", quoted, "\"."].concat())
            }
        }
    }
}

impl From<Refusal> for Thrown {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Invalid(findings) => {
                Self::with("invalid", "The referral has errors; see findings.", &findings, &[])
            }
            Refusal::Etag(why, _) => Self::new("etag", why),
            Refusal::Id(why) | Refusal::Url(why) => Self::new("url", why),
        }
    }
}

impl Thrown {
    /// As it crosses to JavaScript: behind a `!`, with which no result begins.
    pub fn into_text(self) -> String {
        self.0
    }
}
