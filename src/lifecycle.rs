//! The seven status pairs and the moves between them (domain.md, section 3).
//!
//! Pure table look-ups: it must never read a document.

use crate::finding::Code;

/// The statuses that the lifecycle table has. `None`, which the enumeration has too, is in no row of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Not answered yet.
    New,
    /// Accepted.
    Active,
    /// Over.
    Closed,
}

impl Status {
    /// By its name on the wire, letter for letter.
    pub fn parse(name: &str) -> Option<Self> {
        [Self::New, Self::Active, Self::Closed].into_iter().find(|status| status.name() == name)
    }

    /// Its name on the wire.
    pub const fn name(self) -> &'static str {
        match self {
            Self::New => "New",
            Self::Active => "Active",
            Self::Closed => "Closed",
        }
    }

    /// The substatuses that belong to it.
    pub fn substatuses(self) -> impl Iterator<Item = &'static str> {
        PAIRS.iter().filter(move |pair| pair.status == self).map(|pair| pair.substatus)
    }
}

/// A status and a substatus that belongs to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Pair {
    /// The status.
    pub status: Status,
    /// The substatus, as it is written on the wire.
    pub substatus: &'static str,
    /// What is worth a word about a move to it from New.
    from_new: Option<Code>,
    /// The same from Active.
    from_active: Option<Code>,
}

const fn pair(status: Status, substatus: &'static str, from_new: Option<Code>, from_active: Option<Code>) -> Pair {
    Pair { status, substatus, from_new, from_active }
}

/// All pairs, in the order of the table.
pub static PAIRS: [Pair; 7] = [
    pair(Status::New, "Pending", Some(Code::ReceivedToPending), None),
    pair(Status::New, "Received", None, None),
    pair(Status::Active, "Accepted", None, None),
    pair(Status::Closed, "Won", Some(Code::ClosedUnaccepted), None),
    pair(Status::Closed, "Lost", Some(Code::ClosedUnaccepted), None),
    pair(Status::Closed, "Declined", None, Some(Code::DeclinedAccepted)),
    pair(Status::Closed, "Expired", Some(Code::ExpiredByClient), Some(Code::ExpiredByClient)),
];

impl Pair {
    /// The pair with these names, if it is one.
    pub fn parse(status: &str, substatus: &str) -> Option<&'static Self> {
        PAIRS.iter().find(|pair| pair.is(status, substatus))
    }

    fn is(&self, status: &str, substatus: &str) -> bool {
        self.status.name() == status && self.substatus == substatus
    }
}

/// Why a move is not legal.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reason {
    /// An accepted referral does not become new again.
    BackToNew,
    /// A closed referral is not opened again.
    Reopen,
    /// The table says nothing about the status that the referral has.
    UnknownStatus,
}

impl Reason {
    /// The name that the contract has for it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::BackToNew => "back-to-new",
            Self::Reopen => "reopen",
            Self::UnknownStatus => "unknown-status",
        }
    }
}

/// Whether a referral with status `from` may move to status `to`; where from is unknown, nowhere.
///
/// # Errors
/// Why not.
pub fn judge(from: Option<Status>, to: Status) -> Result<(), Reason> {
    match (from, to) {
        (None, _) => Err(Reason::UnknownStatus),
        (Some(Status::Closed), Status::New | Status::Active) => Err(Reason::Reopen),
        (Some(Status::Active), Status::New) => Err(Reason::BackToNew),
        _ => Ok(()),
    }
}

/// What is worth a word about a legal move; `substatus` is the one that the referral has.
pub fn warning(from: Status, substatus: &str, to: &Pair) -> Option<Code> {
    match from {
        Status::New => to.from_new.filter(|code| *code != Code::ReceivedToPending || substatus == "Received"),
        Status::Active => to.from_active,
        Status::Closed => Some(Code::ClosedIsTerminal),
    }
}

/// A pair, seen from where a referral stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Transition {
    /// The pair.
    pub pair: &'static Pair,
    /// The referral has it now.
    pub current: bool,
    /// Why it cannot be chosen, if it cannot.
    pub reason: Option<Reason>,
    /// What is worth a word about it.
    pub warning: Option<Code>,
}

/// All seven pairs, judged from the status and substatus that a referral has.
pub fn transitions(status: &str, substatus: &str) -> impl Iterator<Item = Transition> {
    let from = Status::parse(status);
    PAIRS.iter().map(move |pair| {
        let reason = judge(from, pair.status).err();
        let warning = from.filter(|_| reason.is_none()).and_then(|from| warning(from, substatus, pair));
        Transition { pair, current: pair.is(status, substatus), reason, warning }
    })
}
