//! A document, or a document and its base: the reader's verdict, the findings of `validate`, those of `validateList`.

use referral_editor::finding::{Code, Finding, Report, Severity, findings_to_json};
use referral_editor::json::{
    Container, Document, FaultKind, Limits, Scalar, Token, Visitor, pointer, position::position, read,
};
use referral_editor::validate::{validate as judge, validate_list};

use super::{oracle, parts};

/// Hears nothing, and passes over nothing.
struct Deaf;

impl Visitor for Deaf {
    fn open(&mut self, _: Container, _: usize) {}
    fn close(&mut self, _: Container, _: usize) {}
    fn name(&mut self, _: Token, _: bool) {}
    fn scalar(&mut self, _: Scalar, _: Token) {}
}

/// A document; behind a separator, its base.
pub fn validate(input: &[u8]) {
    let mut parts = parts(input);
    let text = parts.next().unwrap_or_default();
    reads_as_the_oracle_does(text);
    let alone = judge(text, None, Limits::default());
    is_sound(text, &alone);
    is_one_item_of_a_list(text, &alone);
    if let Some(base) = parts.next() {
        let moved = judge(text, Some(base), Limits::default());
        // Some warnings are for documents without a base; what is wrong by itself stays wrong.
        for finding in alone.findings.iter().filter(|finding| finding.severity == Severity::Error) {
            let stays = |other: &Finding| (other.code, &other.path) == (finding.code, &finding.path);
            assert!(moved.findings.iter().any(stays), "with base {finding:?} is gone");
        }
    }
    let unmoved = judge(text, Some(text), Limits::default());
    let is_hopeless =
        |finding: &Finding| matches!(finding.code, Code::Syntax | Code::TooDeep | Code::TooLarge | Code::NotAReferral);
    assert!(unmoved.valid || alone.findings.iter().any(is_hopeless), "what was loaded can be saved: {unmoved:?}");
}

/// The same verdict as `serde_json`'s.
fn reads_as_the_oracle_does(text: &[u8]) {
    match read(text, Limits::default(), &mut Deaf).map_err(|fault| (fault.kind, fault.at)) {
        Ok(()) => assert!(oracle::accepts(text), "serde_json refuses what the reader accepts"),
        Err((FaultKind::Syntax(hint), at)) => {
            assert!(!oracle::accepts(text), "serde_json accepts what the reader refuses: {hint:?} at {at}");
            assert!(at <= text.len());
            let place = position(text, at);
            assert!(place.line > 0 && place.column > 0);
        }
        Err((FaultKind::TooDeep, at)) => assert!(oracle::depth(text) > 128 && at < text.len()),
        Err((FaultKind::TooLarge, _)) => assert!(text.len() > 16 << 20),
    }
    let document = Document::parse(text, Limits::default());
    assert_eq!(document.is_ok(), is_json(text), "a document passes over a byte order mark and nothing else");
}

/// It is JSON, and no more than that, but for a byte order mark.
fn is_json(text: &[u8]) -> bool {
    read(oracle::without_mark(text), Limits::default(), &mut Deaf).is_ok()
}

/// What is said of any document.
fn is_sound(text: &[u8], report: &Report) {
    let findings = &report.findings;
    let is_error = |finding: &&Finding| finding.severity == Severity::Error;
    assert_eq!(report.valid, !findings.iter().any(|finding| is_error(&finding)));
    assert!(findings.is_sorted_by_key(|finding| finding.at), "document order");
    let stops = |finding: &Finding| matches!(finding.code, Code::Syntax | Code::TooDeep | Code::TooLarge);
    let is_stopped = findings.iter().any(|finding| is_error(&finding) && stops(finding));
    assert_eq!(is_stopped, !is_json(text), "what is not JSON is an error: {findings:?}");
    let json: serde_json::Value = serde_json::from_str(&findings_to_json(findings)).expect("findings are JSON");
    assert_eq!(json.as_array().map(Vec::len), Some(findings.len()));
    // Of a name that comes twice a path leads to the last one only.
    let is_plain = |finding: &Finding| finding.code != Code::DuplicateMember;
    let document = Document::parse(text, Limits::default()).ok().filter(|_| findings.iter().all(is_plain));
    for finding in findings {
        assert!(finding.at <= text.len(), "{finding:?}");
        assert!(pointer::tokens(&finding.path).is_some(), "{finding:?}");
        if let (Some(document), Some((parent, _))) = (&document, finding.path.rsplit_once('/')) {
            assert!(document.at(parent).is_some(), "nothing is there: {finding:?}");
        }
    }
}

/// `validateList` says of it what `validate` says.
fn is_one_item_of_a_list(text: &[u8], alone: &Report) {
    let list = validate_list(text, Limits::for_list());
    let mut all = list.items.iter().flat_map(|item| &item.findings);
    assert_eq!(list.valid, !all.any(|finding| finding.severity == Severity::Error));
    if !oracle::accepts(text) || oracle::depth(text) > 127 {
        return;
    }
    let list = validate_list(&[b"[", text, b"]"].concat(), Limits::for_list());
    assert_eq!((list.count, list.valid), (1, alone.valid));
    let findings = list.items.first().map_or(&[][..], |item| &item.findings);
    let said = |findings: &[Finding]| {
        let one = |finding: &Finding| (finding.path.clone(), finding.code, finding.severity, finding.message.clone());
        findings.iter().map(one).collect::<Vec<_>>()
    };
    assert_eq!(said(findings), said(&alone.findings), "in a list");
}
