//! The member table. Order and grouping are those of domain.md, sections 1.1 to 1.10.

use super::Format::{Country, Currency, DateTime, Email, EntityTag, Guid};
use super::Kind::{Any, Boolean, Decimal, Enum, Formatted, Ids, Open, Rows, Text};
use super::table::{Key, Kind, Member, Object};
use super::{Role, vocabulary as list};

use Member as M;

/// The name that the documentation has for an object of the table.
pub fn name_of(object: &Object) -> &'static str {
    let names: [(&Object, &str); 16] = [
        (&REFERRAL, "Referral"),
        (&CUSTOMER_PROFILE, "CustomerProfile"),
        (&CUSTOMER_PROFILE_ID, "CustomerProfileType"),
        (&ADDRESS, "Address"),
        (&MEMBER, "Member"),
        (&CONTACT_PREFERENCE, "ContactPreference"),
        (&CONSENT, "Consent"),
        (&DETAILS, "ReferralDetails"),
        (&REQUIREMENTS, "ReferralRequirements"),
        (&INDUSTRY, "Tag"),
        (&PRODUCT, "Tag"),
        (&SERVICE, "Tag"),
        (&SOLUTION, "SolutionTag"),
        (&INVITE_CONTEXT, "InviteContext"),
        (&INVITED_BY, "InvitedBy"),
        (&TARGET, "Target"),
    ];
    names.iter().find(|(known, _)| std::ptr::eq(*known, object)).map_or("", |(_, name)| name)
}

/// A referral: the resource that is loaded, edited and saved.
pub static REFERRAL: Object = Object::new(&[
    M::service("id", Formatted(Guid)).role(Role::Id),
    M::service("engagementId", Formatted(Guid)),
    M::partner("name", Text),
    M::service("organizationId", Text),
    M::service("organizationName", Text),
    M::partner("externalReferenceId", Text).patch(),
    M::service("createdDateTime", Formatted(DateTime)),
    M::service("updatedDateTime", Formatted(DateTime)),
    M::service("expirationDateTime", Formatted(DateTime)),
    M::service("acceptedDateTime", Formatted(DateTime)),
    M::service("closedDateTime", Formatted(DateTime)),
    M::partner("status", Enum(&list::STATUS)).role(Role::Status).patch(),
    M::partner("substatus", Enum(&list::SUBSTATUS)).role(Role::Substatus).patch(),
    M::partner("statusReason", Text).role(Role::StatusReason).patch(),
    M::creation("qualification", Enum(&list::QUALIFICATION)),
    M::creation("type", Enum(&list::TYPE)).role(Role::ReferralType),
    M::creation("target", Rows(&TARGET, Key::Id)),
    M::partner("customerProfile", Kind::Object(&CUSTOMER_PROFILE)),
    M::partner("consent", Kind::Object(&CONSENT)),
    M::partner("details", Kind::Object(&DETAILS)),
    M::partner("team", Rows(&MEMBER, Key::Email)).patch(),
    M::creation("inviteContext", Kind::Object(&INVITE_CONTEXT)),
    M::service("eTag", Formatted(EntityTag)).role(Role::Etag),
    M::service("links", Any).role(Role::Links),
    M::service("@odata.context", Any),
    M::service("direction", Open(&list::DIRECTION)),
    M::partner("favorite", Boolean),
    M::partner("campaignId", Text).patch(),
    M::partner("referralProgram", Text).patch(),
    M::partner("salesStage", Text).patch(),
    M::creation("mpnId", Text),
    M::service("referralSource", Text),
    M::service("callToAction", Text),
    M::service("quality", Text),
    M::service("isSpam", Boolean),
    M::service("tags", Any),
    M::service("registrations", Any),
    M::service("registrationStatus", Text),
    M::service("dealSensitivity", Any),
    M::service("createdVia", Any),
    M::service("lastModifiedVia", Any),
    M::service("lastRunId", Any),
    M::service("trackingInfo", Any),
]);

static CUSTOMER_PROFILE: Object = Object::new(&[
    M::creation("name", Text),
    M::creation("address", Kind::Object(&ADDRESS)),
    M::creation("size", Open(&list::CUSTOMER_SIZE)),
    M::partner("team", Rows(&MEMBER, Key::Email)).patch(),
    M::creation("ids", Ids(&CUSTOMER_PROFILE_ID)),
    M::service("isMatchingComplete", Boolean),
    M::service("id", Any),
]);

static CUSTOMER_PROFILE_ID: Object = Object::new(&[
    M::creation("profileType", Open(&list::PROFILE_TYPE)),
    M::creation("id", Text),
    M::creation("duns", Any),
]);

static ADDRESS: Object = Object::new(&[
    M::creation("addressLine1", Text),
    M::creation("addressLine2", Text),
    M::creation("city", Text),
    M::creation("state", Text),
    M::creation("postalCode", Text),
    M::creation("country", Formatted(Country)),
    M::creation("region", Text),
]);

static MEMBER: Object = Object::new(&[
    M::partner("contactPreference", Kind::Object(&CONTACT_PREFERENCE)),
    M::partner("firstName", Text),
    M::partner("lastName", Text),
    M::partner("phoneNumber", Text),
    M::partner("email", Formatted(Email)),
    M::partner("title", Text),
    M::service("emailValidationStatus", Any),
    M::service("phoneValidationStatus", Any),
]);

static CONTACT_PREFERENCE: Object =
    Object::new(&[M::partner("locale", Text), M::partner("disableNotifications", Boolean)]);

static CONSENT: Object = Object::new(&[
    // "ToTo" is how the service spells it.
    M::partner("consentToToShareInfoWithOthers", Boolean),
    M::partner("consentToContact", Boolean),
    M::partner("consentToShareReferralWithMicrosoftSellers", Boolean).patch(),
    M::partner("consentToMicrosoftToContactSpecificPartners", Boolean),
]);

static DETAILS: Object = Object::new(&[
    M::partner("notes", Text).patch(),
    M::partner("dealValue", Decimal).role(Role::DealValue).patch(),
    M::partner("currency", Formatted(Currency)).role(Role::Currency).patch(),
    M::partner("closingDateTime", Formatted(DateTime)).patch(),
    M::partner("requirements", Kind::Object(&REQUIREMENTS)),
    M::service("customerRequestedContact", Boolean),
    M::service("customerAction", Text),
    M::service("incentiveLevel", Any),
]);

static REQUIREMENTS: Object = Object::new(&[
    M::creation("industries", Rows(&INDUSTRY, Key::Id)),
    M::creation("products", Rows(&PRODUCT, Key::Id)),
    M::creation("services", Rows(&SERVICE, Key::Id)),
    M::partner("solutions", Rows(&SOLUTION, Key::Id)).patch(),
    M::creation("offers", Any),
    M::creation("salesPlays", Any),
    M::creation("additionalRequirements", Any),
]);

static INDUSTRY: Object = Object::new(&[M::creation("id", Open(&list::INDUSTRY))]);
static PRODUCT: Object = Object::new(&[M::creation("id", Open(&list::PRODUCT))]);
static SERVICE: Object = Object::new(&[M::creation("id", Open(&list::SERVICE))]);

static SOLUTION: Object = Object::new(&[
    // A name of the documentation's list for type Category, a catalogue's id otherwise: judged together with `type`.
    M::partner("id", Text).role(Role::SolutionId),
    M::partner("name", Text),
    M::partner("type", Enum(&list::SOLUTION_TYPE)).role(Role::SolutionType),
    M::partner("price", Any),
    M::partner("quantity", Any),
    M::partner("currency", Any),
    M::partner("publisherName", Text),
    M::partner("solutionType", Any),
    M::partner("closingDateTime", Formatted(DateTime)),
]);

static INVITE_CONTEXT: Object = Object::new(&[
    M::creation("notes", Text),
    M::creation("invitedBy", Kind::Object(&INVITED_BY)),
    M::creation("assistanceRequestCode", Open(&list::ASSISTANCE_REQUEST_CODE)),
    M::creation("invitedMpnId", Text),
]);

static INVITED_BY: Object = Object::new(&[M::creation("organizationId", Text), M::creation("organizationName", Text)]);

static TARGET: Object = Object::new(&[M::creation("type", Enum(&list::TARGET_TYPE)), M::creation("id", Text)]);
