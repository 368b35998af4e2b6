//! Members whose values are judged together, or that the save needs.

/// What a member is for in such a rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Role {
    /// None.
    Plain,
    /// The resource's identifier.
    Id,
    /// The resource's entity tag.
    Etag,
    /// The status.
    Status,
    /// The substatus.
    Substatus,
    /// Why.
    StatusReason,
    /// Left out of a PUT.
    Links,
    /// Shared or independent: the service derives it from consent, whatever is sent.
    ReferralType,
    /// The deal's value.
    DealValue,
    /// Its currency.
    Currency,
    /// A solution's id.
    SolutionId,
    /// What a solution's id is out of.
    SolutionType,
}

impl Role {
    /// How many there are.
    pub const COUNT: usize = 12;

    /// The other half, of roles that mean something only together: a value and what it counts, a state and its detail
    /// (reliability.md, C.1, rule 10). They stand in the same object.
    pub const fn other_half(self) -> Option<Self> {
        match self {
            Self::Status => Some(Self::Substatus),
            Self::Substatus => Some(Self::Status),
            Self::DealValue => Some(Self::Currency),
            Self::Currency => Some(Self::DealValue),
            _ => None,
        }
    }
}
