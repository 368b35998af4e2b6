//! Unknown members that look like a slip for a known one.

use super::Object;

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
const SHORTEST: usize = 8;

/// The known member that an unknown one of `object` was probably meant to be.
pub fn suggestion(object: &Object, name: &str) -> Option<&'static str> {
    let lower = name.to_ascii_lowercase();
    let same = object.members.iter().find(|member| member.name.eq_ignore_ascii_case(&lower));
    let known = || KNOWN.iter().find(|(slip, _)| *slip == lower).map(|(_, name)| *name);
    let near = || {
        let mut members = object.members.iter().filter(|member| member.name.len() >= SHORTEST);
        members.find(|member| lower.len() >= SHORTEST && is_near(&lower, &member.name.to_ascii_lowercase()))
    };
    same.map(|member| member.name).or_else(known).or_else(|| near().map(|member| member.name))
}

/// One letter more, one less, one other, or two neighbours swapped.
fn is_near(a: &str, b: &str) -> bool {
    let (a, b) = (a.as_bytes(), b.as_bytes());
    let front = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let back = a.iter().rev().zip(b.iter().rev()).take_while(|(a, b)| a == b).count();
    let swapped = || {
        let middle = |text: &[u8]| text.get(front..front + 2).map(<[u8]>::to_vec).unwrap_or_default();
        let mut turned = middle(b);
        turned.reverse();
        a.len() == b.len() && front + back + 2 == a.len() && middle(a) == turned
    };
    a.len().abs_diff(b.len()) <= 1 && (front + back + 1 >= a.len().max(b.len()) || swapped())
}
