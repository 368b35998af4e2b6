//! Unknown members that look like a slip for a known one.

use super::{Kind, Object};

/// Names that third-party code and older documents are known to use (domain.md, traps 37 to 39), in lower case.
const KNOWN: &[(&str, &str)] = &[
    ("closedate", "closingDateTime"),
    ("closingdate", "closingDateTime"),
    ("estimatedclosingdatetime", "closingDateTime"),
    ("estimateddealvalue", "dealValue"),
    ("emailaddress", "email"),
    ("phone", "phoneNumber"),
    ("consenttoshareinfowithothers", "consentToToShareInfoWithOthers"),
    ("enagementid", "engagementId"),
    ("statusdetail", "substatus"),
    ("referraltype", "type"),
    ("referraltarget", "target"),
    ("referralstatus", "status"),
    ("referralsubstatus", "substatus"),
    ("etag", "eTag"),
    ("duns", "ids"),
    ("external", "ids"),
    ("partnerid", "mpnId"),
];

/// Shorter names are near too many others.
const SHORTEST: usize = 6;

/// The known member that an unknown one of `object` was probably meant to be.
pub fn suggestion(object: &Object, name: &str) -> Option<&'static str> {
    let same = object.members.iter().find(|member| member.name.eq_ignore_ascii_case(name));
    let known = || {
        let (_, meant) = KNOWN.iter().find(|(slip, _)| slip.eq_ignore_ascii_case(name))?;
        holds(object, meant).then_some(*meant)
    };
    let near = || {
        let mut members = object.members.iter().filter(|member| member.name.len() >= SHORTEST);
        members.find(|member| name.len() >= SHORTEST && is_near(name.as_bytes(), member.name.as_bytes()))
    };
    same.map(|member| member.name).or_else(known).or_else(|| near().map(|member| member.name))
}

/// The object, or one inside of it, has the member: elsewhere the word is somebody's own, such as `external` in a row of `team`.
fn holds(object: &Object, name: &str) -> bool {
    object.members.iter().any(|member| match member.kind {
        _ if member.name == name => true,
        Kind::Object(inner) | Kind::Rows(inner, _) | Kind::Ids(inner) => holds(inner, name),
        _ => false,
    })
}

/// One letter more, one less, one other, or two neighbours swapped, whatever their case.
fn is_near(a: &[u8], b: &[u8]) -> bool {
    if a.len().abs_diff(b.len()) > 1 {
        return false;
    }
    let same = |(a, b): &(&u8, &u8)| a.eq_ignore_ascii_case(b);
    let front = a.iter().zip(b).take_while(same).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(same).count();
    let swapped = || match (a.get(front..front + 2), b.get(front..front + 2)) {
        (Some([first, second]), Some([other_first, other_second])) => {
            a.len() == b.len()
                && front + back + 2 == a.len()
                && first.eq_ignore_ascii_case(other_second)
                && second.eq_ignore_ascii_case(other_first)
        }
        _ => false,
    };
    front + back + 1 >= a.len().max(b.len()) || swapped()
}
