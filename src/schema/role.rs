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
    pub const COUNT: usize = 11;
}
