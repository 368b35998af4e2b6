//! JSON text in, JSON text out: the one place that reads or writes it.
//!
//! A referral is never turned into a tree of owned values and printed again. It stays the text that came in; this module
//! says where things stand in that text ([`read`], [`Document`]) and splices new text into it ([`edit`]). What is not
//! touched keeps its bytes: digits, escapes, order, white space.
//!
//! It must never know what a referral is, and never recurse: depth is the input's choice.

pub mod cut;
pub mod document;
pub mod edit;
pub mod hint;
pub mod layout;
pub mod number;
pub mod pointer;
pub mod position;
pub mod reader;
mod scanner;
pub mod sort;
pub mod string;
pub mod write;

pub use document::{Document, Kind, Value};
pub use hint::Hint;
pub use reader::{BYTE_ORDER_MARK, Container, Fault, FaultKind, Limits, Scalar, Token, Visitor, read};
pub use scanner::{is_number, same_bytes};
