//! The referral itself, and what it may be used for (domain.md, sections 1.1 and 1.6).

use super::{ObjectTexts, member};

pub const REFERRAL: ObjectTexts = ObjectTexts {
    object: "Referral",
    title: "Referral",
    description: "A referral of the Microsoft Partner API as it is loaded, edited and sent back with PUT, which replaces \
                  the whole resource: members that are not described here are kept, not removed.",
    members: &[
        member("id", "Referral ID", "The GUID that names the referral in its URL; without it nothing can be saved."),
        member("engagementId", "Engagement ID", "The GUID of the engagement, which several referrals may share."),
        member("name", "Name", "The name of the deal, as Partner Center shows it."),
        member(
            "organizationId",
            "Organization ID",
            "The organization that the referral belongs to: a GUID, or \"msft\" for Microsoft.",
        ),
        member("organizationName", "Organization name", "The name of the organization that the referral belongs to."),
        member(
            "externalReferenceId",
            "External reference ID",
            "Your own identifier of the deal, such as that of your CRM; it may come back in other letter case.",
        ),
        member("createdDateTime", "Created", "When the referral was created, as an RFC 3339 date-time in UTC."),
        member(
            "updatedDateTime",
            "Last updated",
            "When the referral was last changed, as an RFC 3339 date-time in UTC with up to seven fraction digits.",
        ),
        member(
            "expirationDateTime",
            "Expires",
            "When the referral expires unless it is answered, as an RFC 3339 date-time in UTC.",
        ),
        member(
            "acceptedDateTime",
            "Accepted",
            "When the referral was accepted, as an RFC 3339 date-time in UTC; the time of creation for an outgoing one.",
        ),
        member("closedDateTime", "Closed", "When the referral was closed, as an RFC 3339 date-time in UTC."),
        member(
            "status",
            "Status",
            "Where the referral stands: New may stay New or become Active or Closed, Active may become Closed, and Closed \
             is final.",
        ),
        member(
            "substatus",
            "Substatus",
            "What the status means in detail: New is Pending or Received, Active is Accepted, Closed is Won, Lost, Declined or \
             Expired; Error, which Partner Center has and the API does not document, is accepted with any status.",
        ),
        member("statusReason", "Status reason", "Why the referral is lost or declined, in free text."),
        member("qualification", "Qualification", "How well the lead behind the referral is qualified."),
        member(
            "type",
            "Type",
            "Whether the referral is shared with others or independent; documentation names this member ReferralType too.",
        ),
        member(
            "target",
            "Target",
            "Who the referral is addressed to: an array, although it is documented as one object.",
        ),
        member("customerProfile", "Customer", "The company that the deal is with."),
        member("consent", "Consent", "What may be done with the referral's data."),
        member("details", "Details", "What the deal is about and what it is worth."),
        member("team", "Team", "The people of your organization who work on the deal, told apart by their email."),
        member("inviteContext", "Invitation", "Who was asked for help with the deal, and why."),
        member(
            "eTag",
            "Entity tag",
            "The version of the resource, to be sent unchanged in the header If-Match of a PUT; its double quotes are part \
             of the value.",
        ),
        member("links", "Links", "Addresses of related resources, which have to be left out of a PUT."),
        member(
            "@odata.context",
            "OData context",
            "The address that OData describes the answer with, which is left out of a PUT.",
        ),
        member("direction", "Direction", "Whether the referral came to you or was sent by you."),
        member("favorite", "Favorite", "Whether the referral is marked as a favorite."),
        member("campaignId", "Campaign ID", "The marketing campaign that the deal comes from."),
        member("referralProgram", "Referral program", "The program that the referral belongs to."),
        member(
            "salesStage",
            "Sales stage",
            "How far the sale is: a percentage such as \"40\", or a word such as Qualify, Develop, Propose or Close.",
        ),
        member("mpnId", "Partner ID", "Your identifier in the partner network, digits in a string."),
        member("referralSource", "Source", "Where a marketplace lead comes from."),
        member("callToAction", "Call to action", "What the customer of a marketplace lead clicked."),
        member(
            "quality",
            "Quality",
            "The quality that the service gives to the referral; \"Unknown\" where it gives none.",
        ),
        member("isSpam", "Spam", "Whether the service takes the referral for spam."),
        member("tags", "Tags", "Tags of the referral; the sources disagree about their shape, so it is not judged."),
        member(
            "registrations",
            "Deal registrations",
            "The registrations of the deal with their contracts and solutions, written by PATCH only and not judged.",
        ),
        member(
            "registrationStatus",
            "Registration status",
            "How far the registration of the deal is, such as None, ReviewPending, ActionRequired or Approved.",
        ),
        member(
            "dealSensitivity",
            "Deal sensitivity",
            "Seen on the wire as \"None\" and documented nowhere, so not judged.",
        ),
        member("createdVia", "Created via", "The client that created the referral; undocumented, so not judged."),
        member("lastModifiedVia", "Last modified via", "The client that last changed the referral; not judged."),
        member(
            "lastRunId",
            "Last run",
            "The last run of a connector, seen as a string and as an object, so not judged.",
        ),
        member("trackingInfo", "Tracking", "Identifiers of the deal in Microsoft's own systems; not judged."),
    ],
};

pub const CONSENT: ObjectTexts = ObjectTexts {
    object: "Consent",
    title: "Consent",
    description: "What may be done with the referral's data; any of the members may be absent.",
    members: &[
        member(
            "consentToToShareInfoWithOthers",
            "Share information with others",
            "Whether the referral may be shared with others; \"ToTo\" is how the service spells the member.",
        ),
        member("consentToContact", "Contact", "Whether the customer may be contacted."),
        member(
            "consentToShareReferralWithMicrosoftSellers",
            "Share with Microsoft sellers",
            "Whether Microsoft's sellers see the deal; by the documentation of the bulk import, true cannot be taken back.",
        ),
        member(
            "consentToMicrosoftToContactSpecificPartners",
            "Let Microsoft contact partners",
            "Whether Microsoft may contact specific partners about the deal; from earlier versions of the API, kept if present.",
        ),
    ],
};
