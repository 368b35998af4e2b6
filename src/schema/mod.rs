//! The referral as data: one table of its members (type, format, vocabulary, who writes it, merge key).
//!
//! Everything that has to know a member asks here: validation, did-you-mean, the comparison of rows. It must never read a
//! document or judge one; sources are domain.md sections 1 and 2.

mod format;
mod referral;
mod role;
mod shape;
mod slip;
mod table;
mod vocabulary;

pub use format::Format;
pub use referral::{REFERRAL, name_of};
pub use role::Role;
pub use shape::Shape;
pub use slip::suggestion;
pub use table::{Key, Kind, Member, Object, Owner, Vocabulary};
pub use vocabulary::{SOLUTION, SUBSTATUS_LATER};

/// The member that a path leads to, and nothing where the path leaves the table. A row's index or `-` stands for any row.
pub fn member(path: &[String]) -> Option<&'static Member> {
    let mut object = &REFERRAL;
    let mut tokens = path.iter();
    loop {
        let member = object.member(tokens.next()?.as_bytes())?;
        object = match member.kind {
            _ if tokens.len() == 0 => return Some(member),
            // The table does not look inside, so all that is there is its.
            Kind::Any => return Some(member),
            Kind::Object(object) => object,
            Kind::Rows(row, _) | Kind::Ids(row) => {
                tokens.next()?;
                if tokens.len() == 0 {
                    return Some(member);
                }
                row
            }
            _ => return None,
        };
    }
}

/// The API documents that substatus.
pub fn is_substatus(name: &str) -> bool {
    vocabulary::SUBSTATUS.contains(name.as_bytes())
}
