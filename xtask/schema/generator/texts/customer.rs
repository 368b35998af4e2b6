//! The customer and people (domain.md, sections 1.2 to 1.5).

use super::{ObjectTexts, member};

pub const CUSTOMER_PROFILE: ObjectTexts = ObjectTexts {
    object: "CustomerProfile",
    title: "Customer",
    description: "The company that the deal is with.",
    members: &[
        member(
            "name",
            "Customer name",
            "The name of the company, as text: entities such as &amp; may occur and mean themselves.",
        ),
        member("address", "Address", "Where the company is."),
        member("size", "Size", "How many employees the company has, out of two scales that overlap."),
        member("team", "Customer contacts", "The people of the company to talk to, told apart by their email."),
        member(
            "ids",
            "Identifiers",
            "The company's identifiers in other registers: an array of rows, although some answers hold an object.",
        ),
        member(
            "isMatchingComplete",
            "Matching complete",
            "Whether the service has found the company in its own records.",
        ),
        member("id", "Customer ID", "Found in early documentation only, so not judged."),
    ],
};

pub const CUSTOMER_PROFILE_ID: ObjectTexts = ObjectTexts {
    object: "CustomerProfileType",
    title: "Customer identifier",
    description: "An identifier of the customer in another register.",
    members: &[
        member("profileType", "Register", "The register: Duns for a D-U-N-S number, External for one of your own."),
        member(
            "id",
            "Identifier",
            "The identifier in that register; D-U-N-S numbers of seven to nine digits are seen.",
        ),
        member("duns", "D-U-N-S number", "Found in early documentation only, where ids is an object; not judged."),
    ],
};

pub const ADDRESS: ObjectTexts = ObjectTexts {
    object: "Address",
    title: "Address",
    description: "A postal address.",
    members: &[
        member("addressLine1", "Address line 1", "Street and number."),
        member("addressLine2", "Address line 2", "What the first line has no room for."),
        member("city", "City", "The city."),
        member("state", "State", "The state or province."),
        member("postalCode", "Postal code", "The postal code."),
        member(
            "country",
            "Country",
            "An ISO 3166-1 alpha-2 code in capital letters; others are the commonest cause of failed syncs.",
        ),
        member("region", "Region", "The region."),
    ],
};

pub const MEMBER: ObjectTexts = ObjectTexts {
    object: "Member",
    title: "Team member",
    description: "A person of a team, told from the others by the email.",
    members: &[
        member("contactPreference", "Contact preference", "How the person wants to be contacted."),
        member("firstName", "First name", "The given name."),
        member("lastName", "Last name", "The family name."),
        member("phoneNumber", "Phone number", "The phone number, for which no format is documented."),
        member("email", "Email", "An RFC 5321 mailbox: at most 64 bytes in front of the @ and 254 in all."),
        member("title", "Job title", "What the person is in the company."),
        member("emailValidationStatus", "Email validation", "What the service found out about the email; not judged."),
        member(
            "phoneValidationStatus",
            "Phone validation",
            "What the service found out about the phone number; not judged.",
        ),
    ],
};

pub const CONTACT_PREFERENCE: ObjectTexts = ObjectTexts {
    object: "ContactPreference",
    title: "Contact preference",
    description: "How a person wants to be contacted.",
    members: &[
        member("locale", "Locale", "The language as a .NET culture name such as en-US, in any letter case."),
        member("disableNotifications", "No notifications", "Whether the person gets no notifications about the deal."),
    ],
};
