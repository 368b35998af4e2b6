//! The lifecycle: all 49 moves between the seven pairs against domain.md, section 3, written out here by hand.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test says no by panicking, and its counts are printed"
)]

use referral_editor::finding::{Code, Finding, Param, Severity, StatusPair};
use referral_editor::json::Limits;
use referral_editor::lifecycle::{PAIRS, Pair, Reason, Status, judge, transitions};
use referral_editor::validate::validate;

/// A cell of the matrix: legal and nothing to say, legal with a warning, or why not.
#[derive(Clone, Copy, Debug, PartialEq)]
enum Cell {
    Ok,
    Warn(Code),
    No(Reason),
}

const OK: Cell = Cell::Ok;
const W1: Cell = Cell::Warn(Code::ClosedUnaccepted);
const W2: Cell = Cell::Warn(Code::ExpiredByClient);
const W3: Cell = Cell::Warn(Code::ReceivedToPending);
const W4: Cell = Cell::Warn(Code::DeclinedAccepted);
const W5: Cell = Cell::Warn(Code::ClosedIsTerminal);
const W6: Cell = Cell::Warn(Code::ClosedIsTerminal);
const BACK: Cell = Cell::No(Reason::BackToNew);
const OPEN: Cell = Cell::No(Reason::Reopen);

/// Columns: New/Pending, New/Received, Active/Accepted, Closed/Won, Closed/Lost, Closed/Declined, Closed/Expired.
const COLUMNS: [(&str, &str); 7] = [
    ("New", "Pending"),
    ("New", "Received"),
    ("Active", "Accepted"),
    ("Closed", "Won"),
    ("Closed", "Lost"),
    ("Closed", "Declined"),
    ("Closed", "Expired"),
];

/// Rows: from. The diagonal is no transition.
const MATRIX: [((&str, &str), [Cell; 7]); 7] = [
    (("New", "Pending"), [OK, OK, OK, W1, W1, OK, W2]),
    (("New", "Received"), [W3, OK, OK, W1, W1, OK, W2]),
    (("Active", "Accepted"), [BACK, BACK, OK, OK, OK, W4, W2]),
    (("Closed", "Won"), [OPEN, OPEN, OPEN, W5, W6, W6, W6]),
    (("Closed", "Lost"), [OPEN, OPEN, OPEN, W6, W5, W6, W6]),
    (("Closed", "Declined"), [OPEN, OPEN, OPEN, W6, W6, W5, W6]),
    (("Closed", "Expired"), [OPEN, OPEN, OPEN, W6, W6, W6, W5]),
];

/// What the crate says of a move, as a cell.
fn cell(reason: Option<Reason>, warning: Option<Code>) -> Cell {
    match (reason, warning) {
        (Some(reason), None) => Cell::No(reason),
        (None, Some(code)) => Cell::Warn(code),
        (None, None) => Cell::Ok,
        both => panic!("an illegal move has no warning: {both:?}"),
    }
}

#[test]
fn the_pairs_are_the_seven_of_the_table_in_its_order() {
    let pairs = PAIRS.map(|pair| (pair.status.name(), pair.substatus));
    assert_eq!(pairs, COLUMNS);
    for (status, substatus) in COLUMNS {
        assert!(Pair::parse(status, substatus).is_some());
    }
    assert_eq!(Status::New.substatuses().collect::<Vec<_>>(), ["Pending", "Received"]);
    assert_eq!(Status::Active.substatuses().collect::<Vec<_>>(), ["Accepted"]);
    assert_eq!(Status::Closed.substatuses().collect::<Vec<_>>(), ["Won", "Lost", "Declined", "Expired"]);
}

#[test]
fn all_49_moves_are_judged_as_the_table_has_them() {
    let (mut legal, mut moves) = (0, 0);
    for ((status, substatus), row) in MATRIX {
        let found = transitions(status, substatus);
        for ((transition, expected), to) in found.into_iter().zip(row).zip(COLUMNS) {
            let case = format!("{status}/{substatus} -> {}/{}", to.0, to.1);
            assert_eq!((transition.pair.status.name(), transition.pair.substatus), to, "{case}");
            assert_eq!(cell(transition.reason, transition.warning), expected, "{case}");
            assert_eq!(transition.current, to == (status, substatus), "{case}");
            legal += usize::from(transition.reason.is_none());
            moves += 1;
        }
    }
    println!("{moves} moves, {legal} legal");
    assert_eq!((moves, legal), (49, 35));
}

#[test]
fn a_reason_has_the_name_that_the_contract_has_for_it() {
    assert_eq!(Reason::BackToNew.name(), "back-to-new");
    assert_eq!(Reason::Reopen.name(), "reopen");
    assert_eq!(Reason::UnknownStatus.name(), "unknown-status");
}

/// Names that are in no row of the table: `None` of the enumeration, other letters, nothing, what others made up.
const UNKNOWN: [&str; 14] = [
    "", "None", "none", "new", "NEW", "New ", " New", "active", "CLOSED", "Error", "Engaged", "新增", "New\0",
    "Pending",
];

#[test]
fn from_an_unknown_status_nothing_is_legal() {
    let mut cases = 0;
    for status in UNKNOWN {
        for substatus in ["", "None", "Pending", "Accepted", "Won", "Error"] {
            for transition in transitions(status, substatus) {
                let case = format!("{status:?}/{substatus:?} -> {:?}", transition.pair);
                assert_eq!(transition.reason, Some(Reason::UnknownStatus), "{case}");
                assert_eq!(transition.warning, None, "{case}");
                assert!(!transition.current, "{case}");
                cases += 1;
            }
        }
        assert_eq!(Status::parse(status), None);
    }
    println!("{cases} moves from an unknown status");
    assert_eq!(judge(None, Status::New), Err(Reason::UnknownStatus));
}

#[test]
fn from_a_pair_that_is_none_the_status_alone_decides() {
    // Pairs that are in no row (domain.md 3, h and k), with the row of the matrix that has their status and no memory of
    // the substatus.
    let new = [OK, OK, OK, W1, W1, OK, W2];
    let active = [BACK, BACK, OK, OK, OK, W4, W2];
    let closed = [OPEN, OPEN, OPEN, W6, W6, W6, W6];
    let sources = [
        ("New", "Accepted", new),
        ("New", "Won", new),
        ("New", "None", new),
        ("New", "", new),
        ("New", "received", new),
        ("Active", "Pending", active),
        ("Active", "Received", active),
        ("Active", "None", active),
        ("Active", "", active),
        ("Closed", "Accepted", closed),
        ("Closed", "Error", closed),
        ("Closed", "None", closed),
        ("Closed", "", closed),
    ];
    for (status, substatus, row) in sources {
        for (transition, expected) in transitions(status, substatus).zip(row) {
            let case = format!("{status}/{substatus} -> {:?}", transition.pair);
            assert_eq!(cell(transition.reason, transition.warning), expected, "{case}");
            assert!(!transition.current, "{case}");
        }
    }
    println!("{} pairs that are none", sources.len());
}

#[test]
fn wrong_letters_are_no_pair() {
    for (status, substatus) in
        [("new", "Pending"), ("New", "pending"), ("New", "Accepted"), ("Closed", "Error"), ("None", "None"), ("", "")]
    {
        assert_eq!(Pair::parse(status, substatus), None, "{status}/{substatus}");
    }
}

fn document(status: &str, substatus: &str, notes: &str) -> String {
    format!(
        r#"{{"id":"49d90c72-3326-4f61-aacc-2cb57970448c","status":"{status}","substatus":"{substatus}","statusReason":"why","customerProfile":{{}},"consent":{{}},"details":{{"notes":"{notes}"}},"eTag":"\"e\""}}"#
    )
}

fn findings(draft: &str, base: &str) -> Vec<Finding> {
    validate(draft.as_bytes(), Some(base.as_bytes()), Limits::default()).findings
}

/// `validate` and `transitions` have one table: what the one warns of and refuses, so does the other.
#[test]
fn validation_against_base_says_the_same_of_all_49_moves() {
    let mut cases = 0;
    for ((status, substatus), row) in MATRIX {
        for (expected, to) in row.into_iter().zip(COLUMNS) {
            let base = document(status, substatus, "before");
            // An edit beside the move: of a closed referral even that is worth a word.
            let found = findings(&document(to.0, to.1, "after"), &base);
            let case = format!("{status}/{substatus} -> {}/{}: {found:?}", to.0, to.1);
            match expected {
                Cell::Ok => assert_eq!(found, [], "{case}"),
                Cell::Warn(code) => {
                    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), [code], "{case}");
                    assert_eq!(found[0].severity, Severity::Warning, "{case}");
                    assert_eq!(found[0].path, if to == (status, substatus) { "" } else { "/substatus" }, "{case}");
                }
                Cell::No(reason) => {
                    assert_eq!(found.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::Transition]);
                    assert_eq!(found[0].severity, Severity::Error, "{case}");
                    assert_eq!(found[0].path, "/status", "{case}");
                    let pair = |(status, substatus): (&str, &str)| {
                        Param::Pair(StatusPair { status: Some(status.into()), substatus: Some(substatus.into()) })
                    };
                    assert_eq!(found[0].param("reason"), Some(&reason.name().into()), "{case}");
                    assert_eq!(found[0].param("from"), Some(&pair((status, substatus))));
                    assert_eq!(found[0].param("to"), Some(&pair(to)));
                }
            }
            cases += 1;
        }
    }
    println!("{cases} moves through validation");
}

#[test]
fn a_closed_referral_that_is_not_edited_needs_no_word() {
    for (status, substatus) in COLUMNS {
        let text = document(status, substatus, "same");
        assert_eq!(findings(&text, &text), [], "{status}/{substatus}");
    }
}
