//! Rules over several members of one document.

use super::facts::Facts;
use crate::finding::{Code, Finding, Param, Params};
use crate::json::string;
use crate::lifecycle::Status;
use crate::schema::{REFERRAL, Role};

/// The largest value of .NET's decimal, which is what the documentation calls the type of `dealValue`.
pub(super) const LARGEST_DECIMAL: &[u8] = b"79228162514264337593543950335";

/// The objects that the documentation's request has and that a partner fills (domain.md 1.1).
const OBJECTS_ON_PUT: [&str; 3] = ["customerProfile", "consent", "details"];

/// Judges a whole document that is a referral.
pub(super) fn judge(text: &[u8], facts: &Facts, has_base: bool, findings: &mut Vec<Finding>) {
    let mut find = |path: &str, code, params, at| findings.push(Finding::new(path.into(), code, params, at));
    let nothing = Params::new;

    if !facts.has(Role::Id) || facts.text(text, Role::Id).is_some_and(|id| id.is_empty()) {
        find("/id", Code::Required, nothing(), facts.place(Role::Id));
    }
    if facts.lacks(text, Role::Etag) {
        find("/eTag", Code::EtagMissing, nothing(), facts.place(Role::Etag));
    }

    let pair = facts.pair(text);
    let status = pair.status.as_deref().and_then(Status::parse);
    if let (Some(status), Some(substatus)) = (status, &pair.substatus)
        && crate::schema::is_substatus(substatus)
        && status.substatuses().all(|known| known != substatus)
    {
        let mut params = pair_params(status);
        params.insert(0, ("actual", substatus.clone().into()));
        find("/substatus", Code::StatusPair, params, facts.place(Role::Substatus));
    }
    if status == Some(Status::Closed)
        && matches!(pair.substatus.as_deref(), Some("Lost" | "Declined"))
        && facts.lacks(text, Role::StatusReason)
    {
        find("/statusReason", Code::ReasonAdvised, nothing(), facts.place(Role::StatusReason));
    }
    if facts.has(Role::DealValue) && facts.lacks(text, Role::Currency) {
        find("/details/currency", Code::CurrencyAdvised, nothing(), facts.place(Role::Currency));
    }
    // Held against base, what is absent is told from what never was.
    if !has_base {
        for name in OBJECTS_ON_PUT {
            let index = REFERRAL.position(name.as_bytes(), 0);
            if index.is_some_and(|index| facts.members & 1 << index == 0) {
                find(&["/", name].concat(), Code::AbsentOnPut, nothing(), facts.end);
            }
        }
    }
}

/// What is said of a substatus that does not belong to the status.
pub(super) fn pair_params(status: Status) -> Params {
    vec![("allowed", Param::Words(status.substatuses().collect())), ("status", status.name().into())]
}

/// What stands between the quotes is a JSON number.
pub(super) fn is_number(raw: &[u8]) -> bool {
    crate::json::is_number(string::decode(raw).as_bytes())
}
