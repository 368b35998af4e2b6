//! A document, the member table and the document as it was loaded: what is to be said about them.
//!
//! The rules are those of domain.md, sections 1 to 3. It must never change a document, and never stop at the first finding.

mod against;
mod checker;
mod facts;
mod list;
mod lookup;
mod rules;

pub use facts::Facts;
pub use list::{Item, ListReport, validate_list};

use crate::finding::{Code, Finding, Param, Report, Severity};
use crate::json::sort::order;
use crate::json::{Fault, FaultKind, Hint, Limits, cut::Cutter, position};
use checker::Checker;

/// Checks a referral; with `base`, the document as it was loaded, also the move from there.
///
/// A finding of severity error on a value that equals base's at the same place becomes a warning: nobody is stopped from
/// saving by data that they did not touch.
pub fn validate(text: &[u8], base: Option<&[u8]>, limits: Limits) -> Report {
    Report::new(check(text, base, limits).findings)
}

/// What one pass over a document brings to light.
#[derive(Debug)]
pub struct Checked {
    /// In document order.
    pub findings: Vec<Finding>,
    /// Where the members stand that the save needs.
    pub facts: Facts,
    /// What to cut out of the text to have the body of a PUT.
    pub cutter: Cutter,
}

/// Checks a referral and notes what its PUT needs, in one pass.
pub fn check(text: &[u8], base: Option<&[u8]>, limits: Limits) -> Checked {
    let (checker, ending) = list::read_one(text, limits);
    if let Err(fault) = ending {
        let (mut findings, facts, cutter, _) = checker.finish();
        findings.push(fault_finding(text, fault, limits));
        let mut findings = in_document_order(findings);
        keep_to_syntax(&mut findings);
        return Checked { findings, facts, cutter };
    }
    let (mut findings, facts, cutter) = complete(text, checker, base.is_some());
    if let Some(base) = base
        && findings.iter().all(|finding| finding.code != Code::NotAReferral)
    {
        against::judge(text, base, limits, &facts, &mut findings);
        findings = in_document_order(findings);
    }
    keep_to_syntax(&mut findings);
    Checked { findings, facts, cutter }
}

/// What is no JSON is not called JSON that is no referral.
fn keep_to_syntax(findings: &mut Vec<Finding>) {
    let is_wrong = |finding: &Finding| finding.code == Code::Syntax && finding.severity == Severity::Error;
    if findings.iter().any(is_wrong) {
        findings.retain(|finding| finding.code != Code::NotAReferral);
    }
}

/// What a checker has found that was told of a whole document.
fn complete(text: &[u8], checker: Checker<'_>, has_base: bool) -> (Vec<Finding>, Facts, Cutter) {
    let (mut findings, facts, cutter, is_referral) = checker.finish();
    if is_referral {
        rules::judge(text, &facts, has_base, &mut findings);
    }
    (in_document_order(findings), facts, cutter)
}

/// The findings by where they stand.
fn in_document_order(findings: Vec<Finding>) -> Vec<Finding> {
    if findings.is_sorted_by_key(|finding| finding.at) {
        return findings;
    }
    let place = |index: usize| findings.get(index).map(|finding| finding.at);
    let order = order(findings.len(), &|a, b| place(a).cmp(&place(b)));
    let mut findings: Vec<_> = findings.into_iter().map(Some).collect();
    order.into_iter().filter_map(|index| findings.get_mut(index)?.take()).collect()
}

/// The finding for a text that could not be read to its end.
pub fn fault_finding(text: &[u8], fault: Fault, limits: Limits) -> Finding {
    let (code, limit) = match fault.kind {
        FaultKind::Syntax(hint) => return slip_finding(text, hint, fault.at),
        FaultKind::TooDeep => (Code::TooDeep, limits.depth),
        FaultKind::TooLarge => (Code::TooLarge, u32::try_from(limits.size).unwrap_or(u32::MAX)),
    };
    located(text, Finding::new(String::new(), code, vec![("limit", Param::Number(limit))], fault.at))
}

/// A syntax finding.
fn slip_finding(text: &[u8], hint: Hint, at: usize) -> Finding {
    let mut finding = Finding::new(String::new(), Code::Syntax, vec![("hint", hint.name().into())], at);
    finding.message = hint.message().to_owned();
    finding.warn_if(hint == Hint::ByteOrderMark);
    located(text, finding)
}

/// The finding with its line and column.
fn located(text: &[u8], mut finding: Finding) -> Finding {
    finding.position = Some(position::position(text, finding.at));
    finding
}
