//! A document held against base: the document as it was loaded.

use super::facts::Facts;
use super::fault_finding;
use crate::diff::{self, ChangeKind};
use crate::finding::{Code, Finding, Params, Severity, StatusPair};
use crate::json::{Document, Kind, Limits, Value, pointer};
use crate::lifecycle::{self, Pair, Status};
use crate::schema::{self, Owner, Role};

/// Adds what the move from `base` brings, and takes the edge off what was not touched.
pub(super) fn judge(text: &[u8], base: &[u8], limits: Limits, facts: &Facts, findings: &mut Vec<Finding>) {
    // The text was read before, so it can be read again; duplicate members and slips do not hinder.
    let Ok(draft) = Document::parse(text, limits) else { return };
    let base = match Document::parse(base, limits) {
        Ok(base) => base,
        Err(fault) => {
            // Nothing can be said about the move then, and that has to be said.
            let mut finding = fault_finding(base, fault, limits);
            finding.message.insert_str(0, "In base: ");
            findings.push(finding);
            return;
        }
    };
    soften(&base, &draft, findings);
    let changes = diff::diff(base.root(), draft.root());
    status(text, &base, facts, !changes.is_empty(), findings);
    for change in &changes {
        owner(&change.path, change.kind, &draft, facts, findings);
    }
}

/// What equals base's value at the same place stops nobody.
fn soften(base: &Document<'_>, draft: &Document<'_>, findings: &mut [Finding]) {
    let same = |path: &str| match (base.at(path), draft.at(path)) {
        (Some(a), Some(b)) => a.equals(b),
        (None, None) => true,
        _ => false,
    };
    for finding in findings.iter_mut().filter(|finding| finding.severity == Severity::Error) {
        let untouched = match finding.code {
            Code::Syntax | Code::TooDeep | Code::TooLarge | Code::NotAReferral => false,
            // The pair is one value.
            Code::StatusPair => same("/status") && same("/substatus"),
            Code::DuplicateMember => same_duplicates(&finding.path, base, draft),
            _ => same(&finding.path),
        };
        if untouched {
            finding.severity = Severity::Warning;
        }
    }
}

/// Base has the name as often as the draft at the same place, with equal values in the same order. Looking only at the last
/// one, as a reader does, would pass a name that the draft has twice and base has once.
fn same_duplicates(path: &str, base: &Document<'_>, draft: &Document<'_>) -> bool {
    let Some((parent, last)) = path.rsplit_once('/') else { return false };
    let Some(name) = pointer::tokens(&["/", last].concat()).and_then(|mut tokens| tokens.pop()) else { return false };
    let (Some(base), Some(draft)) = (place(base, parent), place(draft, parent)) else { return false };
    let mut old = base.members().filter(|member| member.name() == name);
    let mut new = draft.members().filter(|member| member.name() == name);
    loop {
        match (old.next(), new.next()) {
            (None, None) => return true,
            (Some(old), Some(new)) if old.value.equals(new.value) => {}
            _ => return false,
        }
    }
}

/// The value at the path of a finding, in which half of a surrogate pair is written as U+FFFD.
fn place<'d>(document: &'d Document<'d>, path: &str) -> Option<Value<'d>> {
    pointer::tokens(path)?.iter().try_fold(document.root(), |value, token| match value.kind() {
        Kind::Object => {
            value.members().filter(|member| member.name() == token.as_str()).last().map(|member| member.value)
        }
        _ => value.child(token),
    })
}

/// Judges the move from base's status and substatus.
fn status(text: &[u8], base: &Document<'_>, facts: &Facts, edited: bool, findings: &mut Vec<Finding>) {
    let of_base = |name| base.root().get(name).and_then(Value::as_str).map(|name| name.into_owned());
    let from = StatusPair { status: of_base("status"), substatus: of_base("substatus") };
    let to = facts.pair(text);
    let from_status = from.status.as_deref().and_then(Status::parse);
    let at = facts.place(Role::Status);
    if from == to {
        if edited && from_status == Some(Status::Closed) {
            findings.push(Finding::new(String::new(), Code::ClosedIsTerminal, Params::default(), 0));
        }
        return;
    }
    let to_status = to.status.as_deref().and_then(Status::parse);
    let illegal = match to_status {
        Some(status) => lifecycle::judge(from_status, status).err(),
        // `None`, `null` and unknown words are in no row of the table, so no move ends there.
        None => Some(lifecycle::Reason::UnknownStatus),
    };
    if let Some(reason) = illegal {
        let params = Params { from: Some(from), to: Some(to), reason: Some(reason.name()), ..Params::default() };
        findings.push(Finding::new("/status".into(), Code::Transition, params, at));
        return;
    }
    let (Some(from_status), Some(to_status)) = (from_status, to_status) else { return };
    match to.substatus.as_deref().map(|substatus| Pair::parse(to_status.name(), substatus)) {
        // A new status needs a substatus; only one is possible for Active, but it has to be sent (domain.md 3, i).
        None => {
            let params = Params {
                allowed: Some(to_status.substatuses().collect()),
                status: Some(to_status.name().into()),
                ..Params::default()
            };
            findings.push(Finding::new("/substatus".into(), Code::StatusPair, params, facts.place(Role::Substatus)));
        }
        Some(Some(pair)) => {
            let substatus = from.substatus.as_deref().unwrap_or_default();
            if let Some(code) = lifecycle::warning(from_status, substatus, pair) {
                findings.push(Finding::new("/substatus".into(), code, Params::default(), at));
            }
        }
        // Judged without base.
        Some(None) => {}
    }
}

/// A change of what only the service writes, or the loss of a documented object.
fn owner(path: &str, kind: ChangeKind, draft: &Document<'_>, facts: &Facts, findings: &mut Vec<Finding>) {
    let Some(tokens) = pointer::tokens(path) else { return };
    let at = draft.at(path).map_or(facts.end, |value| value.span().start);
    let holds_others = |member: &schema::Member| !matches!(member.kind.json_type(), "string" | "number" | "boolean");
    let Some(member) = schema::member(&tokens) else { return };
    if kind == ChangeKind::Removed && tokens.len() == 1 && holds_others(member) && member.owner != Owner::Service {
        findings.push(Finding::new(path.into(), Code::AbsentOnPut, Params::default(), at));
    }
    if member.owner != Owner::Service {
        return;
    }
    let mut finding = Finding::new(path.into(), Code::ReadOnly, Params::default(), at);
    if member.role == Role::Id {
        finding.severity = Severity::Error;
        // A missing id is said already.
        if draft.root().get("id").is_none_or(|id| id.kind() == Kind::Null) {
            return;
        }
    }
    findings.push(finding);
}
