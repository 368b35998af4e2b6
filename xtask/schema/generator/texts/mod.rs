//! Titles and descriptions of the JSON Schema, for developers. Not in the crate's table, as they would be shipped with the
//! module that never reads them.
//!
//! A description is one sentence. What the table knows (read-only, open list, set at creation) the generator adds.

mod customer;
mod details;
mod invitation;
mod referral;

/// What is said about an object and its members.
pub struct ObjectTexts {
    /// The name that the object has among the definitions.
    pub object: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// One sentence.
    pub description: &'static str,
    /// In the order of the member table.
    pub members: &'static [MemberTexts],
}

/// What is said about a member.
pub struct MemberTexts {
    /// Its name on the wire.
    pub name: &'static str,
    /// What people call it.
    pub title: &'static str,
    /// One sentence.
    pub description: &'static str,
}

const fn member(name: &'static str, title: &'static str, description: &'static str) -> MemberTexts {
    MemberTexts { name, title, description }
}

/// Every object of the member table.
pub const TEXTS: &[&ObjectTexts] = &[
    &referral::REFERRAL,
    &customer::CUSTOMER_PROFILE,
    &customer::CUSTOMER_PROFILE_ID,
    &customer::ADDRESS,
    &customer::MEMBER,
    &customer::CONTACT_PREFERENCE,
    &referral::CONSENT,
    &details::DETAILS,
    &details::REQUIREMENTS,
    &details::INDUSTRY,
    &details::PRODUCT,
    &details::SERVICE,
    &details::SOLUTION,
    &invitation::INVITE_CONTEXT,
    &invitation::INVITED_BY,
    &invitation::TARGET,
];
