//! What is thrown: a plain object that the JavaScript face makes a `ReferralError` of.

use serde::Serialize;
use wasm_bindgen::JsValue;

use crate::finding::findings_to_json;
use crate::json::Fault;
use crate::json::Limits;
use crate::json::edit::{Edit, EditError};
use crate::put::Refusal;
use crate::validate::fault_finding;

/// An error on its way to JavaScript.
#[derive(Debug, Serialize)]
pub struct Thrown {
    code: &'static str,
    message: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    /// As JSON text.
    findings: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    paths: Option<Vec<String>>,
}

impl Thrown {
    /// An error with a code of the contract.
    pub fn new(code: &'static str, message: &str) -> Self {
        Self { code, message: message.to_owned(), findings: None, paths: None }
    }

    /// The text of `what` is not JSON, or over a limit.
    pub fn not_json(what: &str, text: &[u8], fault: Fault) -> Self {
        let finding = fault_finding(text, fault, Limits::default());
        let message = [what, " is not usable JSON: ", &finding.message].concat();
        Self { code: "syntax", message, findings: Some(findings_to_json(&[finding])), paths: None }
    }

    /// Changes that no documented PATCH operation can make.
    pub fn not_patchable(paths: Vec<String>) -> Self {
        let message = "The service documents no PATCH operation for some of the changes; see paths.".to_owned();
        Self { code: "not-patchable", message, findings: None, paths: Some(paths) }
    }

    /// An edit that cannot be applied.
    pub fn edit(error: EditError, text: &str, edits: &[Edit]) -> Self {
        match error {
            EditError::Document(fault) => Self::not_json("The document", text.as_bytes(), fault),
            EditError::Value(index, fault) => {
                let value = edits.get(index).map(|edit| edit.json.as_str()).unwrap_or_default();
                let mut thrown = Self::not_json("The new value", value.as_bytes(), fault);
                thrown.code = "argument";
                thrown
            }
            EditError::Result(_, fault) => {
                let mut thrown = Self::not_json("The edited document", &[], fault);
                thrown.code = "argument";
                thrown
            }
            EditError::Path(index) => {
                let path = edits.get(index).map(|edit| edit.path.as_str()).unwrap_or_default();
                let quoted: String = path.chars().take(200).collect();
                Self::new("path", &["There is nothing to edit at \"", &quoted, "\"."].concat())
            }
        }
    }
}

impl From<Refusal> for Thrown {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::Invalid(findings) => Self {
                code: "invalid",
                message: "The referral has errors; see findings.".to_owned(),
                findings: Some(findings_to_json(&findings)),
                paths: None,
            },
            Refusal::Etag(why, _) => Self::new("etag", why),
            Refusal::Id(why) | Refusal::Url(why) => Self::new("url", why),
        }
    }
}

impl From<Thrown> for JsValue {
    fn from(thrown: Thrown) -> Self {
        super::exports::to_js(&thrown)
    }
}
