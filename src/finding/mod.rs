//! What can be said about a referral, as data.

mod json;

pub use json::{findings_to_json, write_findings};

use std::borrow::Cow;

use crate::json::position::Position;
use crate::json::write::{into_text, push, push_number};

/// Whether a finding stops the save.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Severity {
    /// It does.
    Error,
    /// It does not.
    Warning,
}

/// What is found.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Code {
    /// Not JSON.
    Syntax,
    /// JSON, but not one referral.
    NotAReferral,
    /// Too many levels.
    TooDeep,
    /// Too many bytes.
    TooLarge,
    /// The same name twice in one object.
    DuplicateMember,
    /// A value of another JSON type.
    Type,
    /// Not in a closed enumeration.
    Enum,
    /// Not in an open list.
    Vocabulary,
    /// A string in another format.
    Format,
    /// A number out of its range.
    Range,
    /// Missing, `null` or empty.
    Required,
    /// The substatus does not belong to the status.
    StatusPair,
    /// A move that the lifecycle table does not have.
    Transition,
    /// A member that only the service writes was changed.
    ReadOnly,
    /// No eTag in the document.
    EtagMissing,
    /// A documented object is absent, and PUT replaces the resource.
    AbsentOnPut,
    /// A number in quotes.
    NumberAsString,
    /// An unknown member that looks like a known one.
    DidYouMean,
    /// An edit of a closed referral.
    ClosedIsTerminal,
    /// Expired is set by the service.
    ExpiredByClient,
    /// Won or lost without having been accepted.
    ClosedUnaccepted,
    /// Declined after having been accepted.
    DeclinedAccepted,
    /// From Received back to Pending.
    ReceivedToPending,
    /// Lost or declined, and no reason is given.
    ReasonAdvised,
    /// A deal value without a currency.
    CurrencyAdvised,
    /// There are more findings than are listed.
    TooManyFindings,
}

/// What a text about a finding may need, by name.
pub type Params = Vec<(&'static str, Param)>;

/// One thing that a text about a finding may need.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Param {
    /// A word: a JSON type, a format, a value of an enumeration.
    Text(Cow<'static, str>),
    /// The values that belong there.
    Words(Vec<&'static str>),
    /// A limit.
    Number(u32),
    /// Where a move begins or ends.
    Pair(StatusPair),
}

impl From<&'static str> for Param {
    fn from(text: &'static str) -> Self {
        Self::Text(Cow::Borrowed(text))
    }
}

impl From<String> for Param {
    fn from(text: String) -> Self {
        Self::Text(Cow::Owned(text))
    }
}

/// A status and a substatus as a document has them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StatusPair {
    /// Nothing when absent or `null`.
    pub status: Option<String>,
    /// Nothing when absent or `null`.
    pub substatus: Option<String>,
}

/// One thing that is found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// JSON Pointer into the document.
    pub path: String,
    /// What.
    pub code: Code,
    /// Whether it stops the save.
    pub severity: Severity,
    /// English, for developers; holds no value of the document.
    pub message: String,
    /// What a localised text needs.
    pub params: Params,
    /// Of a syntax error.
    pub position: Option<Position>,
    /// The byte offset that findings are ordered by.
    pub at: usize,
}

/// What validation returns.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Report {
    /// No finding is an error.
    pub valid: bool,
    /// In document order.
    pub findings: Vec<Finding>,
}

impl Report {
    /// Judges the findings as a whole.
    pub fn new(findings: Vec<Finding>) -> Self {
        Self { valid: findings.iter().all(|finding| finding.severity != Severity::Error), findings }
    }
}

impl Finding {
    /// A finding with its usual severity and message.
    pub fn new(path: String, code: Code, params: Params, at: usize) -> Self {
        let message = in_words(code.row().sentence, &path, &params);
        Self { path, code, severity: code.row().severity, message, params, position: None, at }
    }

    /// Says another sentence than is usual: `{}` is the member, `{name}` a parameter.
    pub fn say(&mut self, sentence: &str) {
        self.message = in_words(sentence, &self.path, &self.params);
    }

    /// Makes it a warning where that is true.
    pub fn warn_if(&mut self, only_warns: bool) {
        if only_warns {
            self.severity = Severity::Warning;
        }
    }

    /// What a text about it may need.
    pub fn param(&self, name: &str) -> Option<&Param> {
        param(&self.params, name.as_bytes())
    }
}

fn param<'p>(params: &'p Params, name: &[u8]) -> Option<&'p Param> {
    params.iter().find(|(known, _)| known.as_bytes() == name).map(|(_, param)| param)
}

/// What is said of a code: its name in the contract, its usual severity, and a sentence that names members by their pointer
/// and never says a value of the document.
struct Row {
    name: &'static str,
    severity: Severity,
    /// `{}` is the member, `{name}` a parameter.
    sentence: &'static str,
}

const fn error(name: &'static str, sentence: &'static str) -> Row {
    Row { name, severity: Severity::Error, sentence }
}

const fn warning(name: &'static str, sentence: &'static str) -> Row {
    Row { name, severity: Severity::Warning, sentence }
}

/// In the order of [`Code`].
static ROWS: [Row; 26] = [
    error("syntax", "This is not JSON."),
    error("not-a-referral", "A referral is one JSON object with an id; this is {article}."),
    error("too-deep", "There are more than {limit} levels of objects and arrays."),
    error("too-large", "The document is larger than {limit} bytes."),
    error("duplicate-member", "{} is there twice, so it cannot be sent back faithfully."),
    error("type", "{} has to be of type {expected}, not {actual}."),
    error("enum", "{} has to be one of {allowed}."),
    warning("vocabulary", "{} is not in the documented list."),
    error("format", "{} is not in the format {format}."),
    error("range", "{} is larger than a decimal of the service can be."),
    error("required", "{} is required."),
    error("status-pair", "The substatus does not belong to status {status}: it has to be one of {allowed}."),
    error("transition", "The lifecycle table has no move from the status that the referral has."),
    warning("read-only", "{} is written by the service only; the change may be refused or dropped."),
    warning("etag-missing", "The document has no eTag (list items have none): load the referral by its id."),
    warning("absent-on-put", "{} is absent. PUT replaces the whole resource, so it may be erased."),
    warning("number-as-string", "{} is a number in quotes: remove the quotes."),
    warning("did-you-mean", "{} is not a documented member. Did you mean {suggestion}?"),
    warning("closed-is-terminal", "The referral is closed; the service may refuse further changes."),
    warning("expired-by-client", "Expired is normally set by the service."),
    warning("closed-unaccepted", "The referral is closed without having been accepted."),
    warning("declined-accepted", "The referral is declined although it was accepted."),
    warning("received-to-pending", "The referral goes from Received back to Pending."),
    warning("reason-advised", "A lost or declined referral should say why in statusReason."),
    warning("currency-advised", "A dealValue should have a currency."),
    warning("too-many-findings", "There are more findings than the {limit} that are listed."),
];

impl Code {
    /// The name that the contract has for it.
    pub fn name(self) -> &'static str {
        self.row().name
    }

    fn row(self) -> &'static Row {
        static NONE: Row = error("", "");
        ROWS.get(self as usize).unwrap_or(&NONE)
    }
}

/// The sentence with what belongs into it.
fn in_words(sentence: &str, path: &str, params: &Params) -> String {
    let mut out = Vec::new();
    // Text and names in turns.
    let mut is_name = false;
    for part in sentence.as_bytes().split(|byte| matches!(byte, b'{' | b'}')) {
        match part {
            _ if !is_name => push(&mut out, part),
            b"" if path.is_empty() => push(&mut out, b"The document"),
            b"" => push(&mut out, path.as_bytes()),
            b"article" => {
                if let Some(Param::Text(actual)) = param(params, b"actual") {
                    push(&mut out, with_article(actual).as_bytes());
                }
            }
            name => push_param(&mut out, param(params, name)),
        }
        is_name = !is_name;
    }
    into_text(out)
}

fn push_param(out: &mut Vec<u8>, param: Option<&Param>) {
    match param {
        Some(Param::Text(text)) => push(out, text.as_bytes()),
        Some(Param::Number(number)) => push_number(out, u64::from(*number)),
        Some(Param::Words(words)) => {
            let mut separator: &[u8] = b"";
            for word in words {
                push(out, separator);
                push(out, word.as_bytes());
                separator = b", ";
            }
        }
        Some(Param::Pair(_)) | None => {}
    }
}

/// What a document is instead of a referral.
fn with_article(actual: &str) -> &str {
    const WORDS: [(&str, &str); 8] = [
        ("list", "a page of referrals (take one item of its value)"),
        ("array", "an array"),
        ("patch", "a JSON Patch document"),
        ("error", "an error of the service"),
        ("object", "an object without one"),
        ("null", "null"),
        ("string", "a string"),
        ("number", "a number"),
    ];
    WORDS.iter().find(|(kind, _)| *kind == actual).map_or("a boolean", |(_, words)| words)
}
