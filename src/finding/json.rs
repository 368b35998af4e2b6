//! Findings as JSON text: the cheapest way for many small strings to cross to JavaScript is one large one.

use super::{Finding, Param, Params, Report, Severity, StatusPair};
use crate::json::write::{ObjectWriter, array, into_text, texts};

impl Report {
    /// `{ "valid", "findings" }`
    pub fn to_json(&self) -> String {
        let mut out = Vec::with_capacity(256 * self.findings.len());
        let mut object = ObjectWriter::begin(&mut out);
        object.boolean("valid", self.valid);
        write_findings(object.member("findings"), &self.findings);
        object.end();
        into_text(out)
    }
}

/// An array of findings as JSON text.
pub fn findings_to_json(findings: &[Finding]) -> String {
    let mut out = Vec::with_capacity(256 * findings.len());
    write_findings(&mut out, findings);
    into_text(out)
}

/// Appends an array of findings.
pub fn write_findings(out: &mut Vec<u8>, findings: &[Finding]) {
    array(out, findings, |out, finding| {
        let mut object = ObjectWriter::begin(out);
        object.text("path", Some(&finding.path));
        object.text("code", Some(finding.code.name()));
        object.text("severity", Some(finding.severity.name()));
        object.text("message", Some(&finding.message));
        if !finding.params.is_empty() {
            write_params(object.member("params"), &finding.params);
        }
        if let Some(position) = finding.position {
            object.number("line", Some(u64::from(position.line)));
            object.number("column", Some(u64::from(position.column)));
        }
        object.end();
    });
}

fn write_params(out: &mut Vec<u8>, params: &Params) {
    let mut object = ObjectWriter::begin(out);
    for (name, param) in params {
        match param {
            Param::Text(text) => object.text(name, Some(text)),
            Param::Words(words) => texts(object.member(name), words),
            Param::Number(number) => object.number(name, Some(u64::from(*number))),
            Param::Pair(pair) => write_pair(object.member(name), pair),
        }
    }
    object.end();
}

/// Absent and `null` are both `null` here.
fn write_pair(out: &mut Vec<u8>, pair: &StatusPair) {
    let mut object = ObjectWriter::begin(out);
    object.text_or_null("status", pair.status.as_deref());
    object.text_or_null("substatus", pair.substatus.as_deref());
    object.end();
}

impl Severity {
    /// The name that the contract has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Error => "error",
            Self::Warning => "warning",
        }
    }
}
