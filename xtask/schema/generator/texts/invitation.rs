//! Who was invited by whom, and who the referral is for (domain.md, section 1.9).

use super::{ObjectTexts, member};

pub const INVITE_CONTEXT: ObjectTexts = ObjectTexts {
    object: "InviteContext",
    title: "Invitation",
    description: "Who was asked for help with the deal, and why.",
    members: &[
        member("notes", "Notes", "What is said to those who are invited."),
        member("invitedBy", "Invited by", "The organization that invites."),
        member("assistanceRequestCode", "Assistance requested", "The help that is asked for."),
        member("invitedMpnId", "Invited partner ID", "The identifier of the invited partner in the partner network."),
    ],
};

pub const INVITED_BY: ObjectTexts = ObjectTexts {
    object: "InvitedBy",
    title: "Inviting organization",
    description: "The organization that invites.",
    members: &[
        member("organizationId", "Organization ID", "The organization: a GUID, or \"msft\" for Microsoft."),
        member("organizationName", "Organization name", "The organization's name, which may be absent."),
    ],
};

pub const TARGET: ObjectTexts = ObjectTexts {
    object: "Target",
    title: "Target",
    description: "Someone whom the referral is addressed to.",
    members: &[
        member("type", "Target type", "What the id stands for."),
        member(
            "id",
            "Target ID",
            "A GUID, the identifier of a solution such as SOL-34104-EBB, or \"msft\" for Microsoft.",
        ),
    ],
};
