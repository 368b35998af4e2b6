//! The deal and what the customer needs (domain.md, sections 1.7 and 1.8).

use super::{ObjectTexts, member};

pub const DETAILS: ObjectTexts = ObjectTexts {
    object: "ReferralDetails",
    title: "Details",
    description: "What the deal is about and what it is worth.",
    members: &[
        member("notes", "Notes", "Free text about the deal; no limit of its length is documented."),
        member(
            "dealValue",
            "Deal value",
            "What the deal is worth in units of the currency: a number from 0 to 79228162514264337593543950335, whose digits \
             are kept exactly; the same in a string is accepted, but a number is what the API documents.",
        ),
        member(
            "currency",
            "Currency",
            "The currency of the deal value: an ISO 4217 code that is in use, in capital letters.",
        ),
        member(
            "closingDateTime",
            "Expected closing date",
            "When the deal is expected to close, as an RFC 3339 date-time in UTC.",
        ),
        member(
            "requirements",
            "Requirements",
            "The industries, products, services and solutions that the deal is about.",
        ),
        member(
            "customerRequestedContact",
            "Customer requested contact",
            "Whether the customer has asked to be contacted.",
        ),
        member("customerAction", "Customer action", "What the customer did; the values are not documented."),
        member("incentiveLevel", "Incentive level", "Seen as null only, so not judged."),
    ],
};

pub const REQUIREMENTS: ObjectTexts = ObjectTexts {
    object: "ReferralRequirements",
    title: "Requirements",
    description: "What the customer needs; the object may be empty.",
    members: &[
        member("industries", "Industries", "The customer's industries."),
        member("products", "Products", "The products that the deal is about."),
        member("services", "Services", "The services that the deal is about."),
        member("solutions", "Solutions", "The solutions that the deal is about; Partner Center asks for 1 to 50."),
        member("offers", "Offers", "Offers of the deal, whose shape is not documented; not judged."),
        member("salesPlays", "Sales plays", "Sales plays of the deal, whose shape is not documented; not judged."),
        member(
            "additionalRequirements",
            "Additional requirements",
            "Attributes such as PartnerRole, SolutionArea and SolutionPlay, and facts about devices; seen in two shapes, so \
             not judged.",
        ),
    ],
};

pub const INDUSTRY: ObjectTexts = ObjectTexts {
    object: "IndustriesTag",
    title: "Industry",
    description: "An industry of the customer.",
    members: &[member("id", "Industry", "The industry's name, written as the API writes it.")],
};

pub const PRODUCT: ObjectTexts = ObjectTexts {
    object: "ProductsTag",
    title: "Product",
    description: "A product that the deal is about.",
    members: &[member("id", "Product", "The product's name, written as the API writes it.")],
};

pub const SERVICE: ObjectTexts = ObjectTexts {
    object: "ServicesTag",
    title: "Service",
    description: "A service that the deal is about.",
    members: &[member("id", "Service", "The service's name, written as the API writes it.")],
};

pub const SOLUTION: ObjectTexts = ObjectTexts {
    object: "SolutionTag",
    title: "Solution",
    description: "A solution that the deal is about.",
    members: &[
        member(
            "id",
            "Solution",
            "For type Category a name of the documented list, which the examples are; for type Name the identifier that a \
             catalogue has for it.",
        ),
        member("name", "Solution name", "The name that people see."),
        member("type", "Solution type", "What the id is out of; not the same as solutionType."),
        member("price", "Price", "The price of the solution; its type is not documented, so it is not judged."),
        member("quantity", "Quantity", "How many are needed; its type is not documented, so it is not judged."),
        member("currency", "Currency", "The currency of the price; seen as null only, so not judged."),
        member("publisherName", "Publisher", "Who publishes the solution."),
        member("solutionType", "Kind of solution", "Seen as null only, so not judged; not the same as type."),
        member("closingDateTime", "Closing date", "When the solution closes, as an RFC 3339 date-time in UTC."),
    ],
};
