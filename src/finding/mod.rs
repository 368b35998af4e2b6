//! What can be said about a referral, as data.

mod json;

pub(crate) use json::into_text;
pub use json::{findings_to_json, write_findings};

use crate::json::pointer;

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

/// What a text about a finding may need. Only what is set crosses to JavaScript.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Params {
    /// The JSON type that belongs here.
    pub expected: Option<&'static str>,
    /// What is here instead: a JSON type, or a value of an enumeration.
    pub actual: Option<String>,
    /// The values that belong here.
    pub allowed: Option<Vec<&'static str>>,
    /// The format that the string should have.
    pub format: Option<&'static str>,
    /// The known member that was probably meant.
    pub suggestion: Option<&'static str>,
    /// The slip in the syntax.
    pub hint: Option<&'static str>,
    /// Where a move begins.
    pub from: Option<StatusPair>,
    /// Where a move ends.
    pub to: Option<StatusPair>,
    /// Why a move is not legal.
    pub reason: Option<&'static str>,
    /// The status that the substatus should belong to.
    pub status: Option<String>,
    /// The least value.
    pub minimum: Option<u32>,
    /// The most levels, bytes or findings.
    pub limit: Option<u32>,
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
    pub params: Option<Params>,
    /// Of a syntax error, from 1.
    pub line: Option<u32>,
    /// Of a syntax error, from 1.
    pub column: Option<u32>,
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
        let severity = code.severity(&params);
        let message = message(code, &path, &params);
        let params = (params != Params::default()).then_some(params);
        Self { path, code, severity, message, params, line: None, column: None, at }
    }
}

impl Code {
    /// The name that the contract has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Syntax => "syntax",
            Self::NotAReferral => "not-a-referral",
            Self::TooDeep => "too-deep",
            Self::TooLarge => "too-large",
            Self::DuplicateMember => "duplicate-member",
            Self::Type => "type",
            Self::Enum => "enum",
            Self::Vocabulary => "vocabulary",
            Self::Format => "format",
            Self::Range => "range",
            Self::Required => "required",
            Self::StatusPair => "status-pair",
            Self::Transition => "transition",
            Self::ReadOnly => "read-only",
            Self::EtagMissing => "etag-missing",
            Self::AbsentOnPut => "absent-on-put",
            Self::NumberAsString => "number-as-string",
            Self::DidYouMean => "did-you-mean",
            Self::ClosedIsTerminal => "closed-is-terminal",
            Self::ExpiredByClient => "expired-by-client",
            Self::ClosedUnaccepted => "closed-unaccepted",
            Self::DeclinedAccepted => "declined-accepted",
            Self::ReceivedToPending => "received-to-pending",
            Self::ReasonAdvised => "reason-advised",
            Self::CurrencyAdvised => "currency-advised",
            Self::TooManyFindings => "too-many-findings",
        }
    }

    fn severity(self, params: &Params) -> Severity {
        match self {
            Self::Syntax if params.hint == Some("byte-order-mark") => Severity::Warning,
            Self::Format if matches!(params.format, Some("country" | "guid" | "entity-tag")) => Severity::Warning,
            Self::Syntax
            | Self::NotAReferral
            | Self::TooDeep
            | Self::TooLarge
            | Self::DuplicateMember
            | Self::Type
            | Self::Enum
            | Self::Format
            | Self::Range
            | Self::Required
            | Self::StatusPair
            | Self::Transition => Severity::Error,
            _ => Severity::Warning,
        }
    }
}

/// One English sentence. Names members by their pointer, and never says a value of the document.
fn message(code: Code, path: &str, params: &Params) -> String {
    let member = if path.is_empty() { "The document" } else { path };
    let actual = params.actual.as_deref().unwrap_or_default();
    let expected = params.expected.unwrap_or_default();
    let allowed = || params.allowed.as_deref().unwrap_or_default().join(", ");
    let said: &[&str] = match code {
        Code::Syntax => &[crate::json::Hint::message_of(params.hint.unwrap_or_default())],
        Code::NotAReferral => &["A referral is one JSON object with an id; this is ", article(actual), "."],
        Code::TooDeep => &["There are more than ", &number(params.limit), " levels of objects and arrays."],
        Code::TooLarge => &["The document is larger than ", &number(params.limit), " bytes."],
        Code::DuplicateMember => &[member, " is there twice, so it cannot be sent back faithfully."],
        Code::Type => &[member, " has to be of type ", expected, ", not ", actual, "."],
        Code::Enum => &[member, " has to be one of ", &allowed(), "."],
        Code::Vocabulary => &[member, " is not in the documented list."],
        Code::Format => &[member, " is not in the format ", params.format.unwrap_or_default(), "."],
        Code::Range if params.minimum.is_some() => &[member, " has to be 0 or more."],
        Code::Range => &[member, " is larger than a decimal of the service can be."],
        Code::Required => &[member, " is required."],
        Code::StatusPair => &[
            "The substatus does not belong to status ",
            params.status.as_deref().unwrap_or_default(),
            ": it has to be one of ",
            &allowed(),
            ".",
        ],
        Code::Transition => match params.reason {
            Some("reopen") => &["A closed referral cannot be opened again."],
            Some("back-to-new") => &["An active referral cannot go back to New."],
            _ => &["The lifecycle table has no move from the status that the referral has."],
        },
        Code::ReadOnly => &[member, " is written by the service only; the change may be refused or dropped."],
        Code::EtagMissing => &["The document has no eTag (list items have none): load the referral by its id."],
        Code::AbsentOnPut => &[member, " is absent. PUT replaces the whole resource, so it may be erased."],
        Code::NumberAsString => &[member, " is a number in quotes: remove the quotes."],
        Code::DidYouMean => {
            &[member, " is not a documented member. Did you mean ", params.suggestion.unwrap_or_default(), "?"]
        }
        Code::ClosedIsTerminal => &["The referral is closed; the service may refuse further changes."],
        Code::ExpiredByClient => &["Expired is normally set by the service."],
        Code::ClosedUnaccepted => &["The referral is closed without having been accepted."],
        Code::DeclinedAccepted => &["The referral is declined although it was accepted."],
        Code::ReceivedToPending => &["The referral goes from Received back to Pending."],
        Code::ReasonAdvised => &["A lost or declined referral should say why in statusReason."],
        Code::CurrencyAdvised => &["A dealValue should have a currency."],
        Code::TooManyFindings => &["There are more findings than the ", &number(params.limit), " that are listed."],
    };
    said.concat()
}

fn article(actual: &str) -> &str {
    match actual {
        "list" => "a page of referrals (take one item of its value)",
        "array" => "an array",
        "patch" => "a JSON Patch document",
        "error" => "an error of the service",
        "object" => "an object without one",
        "null" => "null",
        "string" => "a string",
        "number" => "a number",
        _ => "a boolean",
    }
}

fn number(value: Option<u32>) -> String {
    let mut out = String::new();
    pointer::push_number(&mut out, value.unwrap_or_default() as usize);
    out
}
