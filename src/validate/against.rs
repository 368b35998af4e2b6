//! A document held against base: the document as it was loaded.

use super::facts::Facts;
use super::fault_finding;
use super::lookup::Lookup;
use super::rules::pair_params;
use crate::diff::{self, ChangeKind};
use crate::finding::{Code, Finding, Param, Params, Severity, StatusPair};
use crate::json::{Document, Kind, Limits, Value, pointer};
use crate::lifecycle::{self, Pair, Status};
use crate::schema::{self, Owner, REFERRAL, Role};

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
    let mut values = Lookup::new(draft.root());
    soften(&mut Lookup::new(base.root()), &mut values, findings);
    let changes = diff::diff(base.root(), draft.root());
    status(text, &base, facts, !changes.is_empty(), findings);
    for change in &changes {
        if change.path.is_empty() {
            // The documents differ where no path leads: each member is looked at by itself.
            service_members(&base, &draft, &mut |path, kind| owner(path, kind, &mut values, facts, findings));
        } else {
            owner(&change.path, change.kind, &mut values, facts, findings);
        }
    }
}

/// How often a row is held against one of base's, in all.
const MOST_PAIRS: usize = 1 << 16;

/// What equals base's value at the same place stops nobody, nor does a row that only moved.
fn soften(base: &mut Lookup<'_>, draft: &mut Lookup<'_>, findings: &mut [Finding]) {
    // The path of the last member that is there several times, and what came out.
    let mut judged: Option<(&str, bool)> = None;
    let mut pairs = MOST_PAIRS;
    for finding in findings.iter_mut().filter(|finding| finding.severity == Severity::Error) {
        let untouched = match (finding.code, judged) {
            (Code::Syntax | Code::TooDeep | Code::TooLarge | Code::NotAReferral, _) => false,
            // The pair is one value.
            (Code::StatusPair, _) => is_same(base, draft, "/status") && is_same(base, draft, "/substatus"),
            (Code::DuplicateMember, Some((path, verdict))) if path == finding.path => verdict,
            // Base has the name as often, with equal values in the same order. Looking only at the last one, as a reader does,
            // would pass a name that the draft has twice and base has once.
            (Code::DuplicateMember, _) => {
                let (old, new) = (base.all(&finding.path), draft.all(&finding.path));
                old.len() == new.len() && old.iter().zip(&new).all(|(a, b)| a.equals(*b))
            }
            _ => is_same(base, draft, &finding.path) || is_moved(base, draft, &finding.path, &mut pairs),
        };
        if untouched {
            finding.severity = Severity::Warning;
        }
        if finding.code == Code::DuplicateMember {
            judged = Some((&finding.path, untouched));
        }
    }
}

/// Both have an equal value at a path, or none.
#[inline(never)]
fn is_same(base: &mut Lookup<'_>, draft: &mut Lookup<'_>, path: &str) -> bool {
    match (base.at(path), draft.at(path)) {
        (Some(a), Some(b)) => a.equals(b),
        (a, b) => a.is_none() && b.is_none(),
    }
}

/// A path leads into a row that base's array has, too, at another place.
#[inline(never)]
fn is_moved(base: &mut Lookup<'_>, draft: &mut Lookup<'_>, path: &str, pairs: &mut usize) -> bool {
    let mut end = 0;
    while end < path.len() && *pairs > 0 {
        let parent = end;
        end = pointer::token_end(path, end);
        let (Some(array), Some(of)) = (path.get(..parent), path.get(..end)) else { return false };
        if let (Some(rows), Some(row)) = (base.at(array).filter(|rows| rows.kind() == Kind::Array), draft.at(of)) {
            for known in rows.items() {
                if *pairs == 0 {
                    return false;
                }
                *pairs -= 1;
                if known.equals(row) {
                    return true;
                }
            }
        }
    }
    false
}

/// A finding of which nothing but its place is to be said.
#[inline(never)]
fn plain(path: &str, code: Code, at: usize) -> Finding {
    Finding::new(path.to_owned(), code, Params::new(), at)
}

/// Judges the move from base's status and substatus.
fn status(text: &[u8], base: &Document<'_>, facts: &Facts, edited: bool, findings: &mut Vec<Finding>) {
    let of_base = |name| base.root().get(name).and_then(Value::as_str).map(|name| name.into_owned());
    let from = StatusPair { status: of_base("status"), substatus: of_base("substatus") };
    let to = facts.pair(text);
    let from_status = from.status.as_deref().and_then(Status::parse);
    if from == to {
        if edited && from_status == Some(Status::Closed) {
            findings.push(plain("", Code::ClosedIsTerminal, 0));
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
        let params = vec![("from", Param::Pair(from)), ("to", Param::Pair(to)), ("reason", reason.name().into())];
        let mut finding = Finding::new("/status".into(), Code::Transition, params, facts.place(Role::Status));
        match reason {
            lifecycle::Reason::Reopen => finding.say("A closed referral cannot be opened again."),
            lifecycle::Reason::BackToNew => finding.say("An active referral cannot go back to New."),
            lifecycle::Reason::UnknownStatus => {}
        }
        findings.push(finding);
        return;
    }
    let (Some(from_status), Some(to_status)) = (from_status, to_status) else { return };
    let warning = match to.substatus.as_deref().map(|substatus| Pair::parse(to_status.name(), substatus)) {
        // A new status needs a substatus; only one is possible for Active, but it has to be sent (domain.md 3, i).
        None => {
            let params = pair_params(to_status);
            findings.push(Finding::new("/substatus".into(), Code::StatusPair, params, facts.place(Role::Substatus)));
            None
        }
        Some(Some(pair)) => lifecycle::warning(from_status, from.substatus.as_deref().unwrap_or_default(), pair),
        // Whether it belongs to the status is judged without base.
        Some(None) => (from_status == Status::Closed).then_some(Code::ClosedIsTerminal),
    };
    if let Some(code) = warning {
        findings.push(plain("/substatus", code, facts.place(Role::Substatus)));
    }
}

/// Tells of the changes of the top-level members that only the service writes.
fn service_members(base: &Document<'_>, draft: &Document<'_>, tell: &mut dyn FnMut(&str, ChangeKind)) {
    for member in REFERRAL.members.iter().filter(|member| member.owner == Owner::Service) {
        let kind = match (base.root().get(member.name), draft.root().get(member.name)) {
            (Some(old), Some(new)) if !old.equals(new) => ChangeKind::Changed,
            (Some(_), None) => ChangeKind::Removed,
            (None, Some(_)) => ChangeKind::Added,
            _ => continue,
        };
        if !diff::is_envelope(member.name) {
            tell(&["/", member.name].concat(), kind);
        }
    }
}

/// A change of what only the service writes, or the loss of a documented object.
fn owner(path: &str, kind: ChangeKind, draft: &mut Lookup<'_>, facts: &Facts, findings: &mut Vec<Finding>) {
    let Some(tokens) = pointer::tokens(path) else { return };
    let holds_others = |member: &schema::Member| !matches!(member.kind.json_type(), "string" | "number" | "boolean");
    let Some(member) = schema::member(&tokens) else { return };
    let at = draft.at(path).map_or(facts.end, |value| value.span().start);
    if kind == ChangeKind::Removed && tokens.len() == 1 && holds_others(member) && member.owner != Owner::Service {
        findings.push(plain(path, Code::AbsentOnPut, at));
    }
    if member.owner != Owner::Service {
        return;
    }
    let mut finding = plain(path, Code::ReadOnly, at);
    if member.role == Role::Id {
        finding.severity = Severity::Error;
        // A missing id is said already.
        if draft.at("/id").is_none_or(|id| id.kind() == Kind::Null) {
            return;
        }
    }
    findings.push(finding);
}
