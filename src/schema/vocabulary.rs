//! The enumerations of domain.md, section 2, as they are written on the wire. Unknown values are kept, never rewritten.

use super::Vocabulary;

/// The values, one behind the other when the crate is compiled.
macro_rules! list {
    ($($value:literal),+ $(,)?) => {{
        const VALUES: &[&str] = &[$($value),+];
        static PACKED: [u8; Vocabulary::packed_length(VALUES)] = Vocabulary::packed(VALUES);
        Vocabulary::new(&PACKED)
    }};
}

/// `status`.
pub static STATUS: Vocabulary = list!["None", "New", "Active", "Closed"];

/// `substatus`, as the API documents it.
pub static SUBSTATUS: Vocabulary =
    list!["None", "Pending", "Received", "Accepted", "Won", "Lost", "Declined", "Expired"];

/// Substatuses that Partner Center has and the API's tables do not: accepted when loaded, never offered (domain.md 3, k).
pub static SUBSTATUS_LATER: Vocabulary = list!["Error"];

/// `type`.
pub static TYPE: Vocabulary = list!["Shared", "Independent"];

/// `qualification`.
pub static QUALIFICATION: Vocabulary = list!["None", "Direct", "MarketingQualified", "SalesQualified"];

/// `target[].type`.
pub static TARGET_TYPE: Vocabulary = list!["None", "BusinessProfileLocation", "SolutionProfile"];

/// `details.requirements.solutions[].type`.
pub static SOLUTION_TYPE: Vocabulary = list!["None", "Category", "Name"];

/// `customerProfile.ids[].profileType`.
pub static PROFILE_TYPE: Vocabulary = list!["Duns", "External"];

/// `direction`.
pub static DIRECTION: Vocabulary = list!["Incoming", "Outgoing"];

/// `inviteContext.assistanceRequestCode`.
pub static ASSISTANCE_REQUEST_CODE: Vocabulary = list![
    "Unknown",
    "GeneralOrOther",
    "CustomerTechnicalArchitecture",
    "ProofOfConceptOrDemo",
    "QuotesOrLicensing",
    "PostSalesCustomerSuccess",
    "WorkloadSpecificValueProposition"
];

/// `customerProfile.size`: two scales that overlap.
pub static CUSTOMER_SIZE: Vocabulary = list![
    "1to50employees",
    "51to500employees",
    "Morethan500employees",
    "1to9employees",
    "10to50employees",
    "51to250employees",
    "251to1000employees",
    "1001to5000employees",
    "5001to10000employees",
    "10001to20000employees",
    "Morethan20000employees"
];

/// `details.requirements.products[].id`.
pub static PRODUCT: Vocabulary = list![
    "Azure",
    "EnterpriseMobilityAndSecurity",
    "Exchange",
    "DeveloperTools",
    "Dynamics365Business",
    "Dynamics365Enterprise",
    "DynamicsAX,GP,NAV,SL",
    "Microsoft365",
    "Office",
    "PowerBI",
    "Project",
    "SharePoint",
    "SkypeForBusiness",
    "Surface",
    "SurfaceHub",
    "SQL",
    "Teams",
    "Visio",
    "Windows",
    "Yammer"
];

/// `details.requirements.services[].id`.
pub static SERVICE: Vocabulary = list![
    "ConsultingAndProfessional",
    "CustomSolution(ISV)",
    "DeploymentOrMigration",
    "Hardware",
    "Integration",
    "IPServices(ISV)",
    "LearningAndCertification",
    "Licensing",
    "ManagedServices",
    "ProjectServices"
];

/// `details.requirements.industries[].id`.
pub static INDUSTRY: Vocabulary = list![
    "Agriculture, Forestry, & Fishing",
    "Communications & Media",
    "Education",
    "Financial Services",
    "Government",
    "Healthcare",
    "Hospitality",
    "Manufacturing",
    "Power & Utilities",
    "Public Safety and National Security",
    "Retail & Consumer Goods",
    "Services",
    "Travel & Transportation",
    "Wholesale & Distribution"
];

/// `details.requirements.solutions[].id` where the type is Category; type Name carries catalogue ids.
pub static SOLUTION: Vocabulary = list![
    "AdvancedAnalytics",
    "ApplicationIntegration",
    "ArtificialIntelligence",
    "AzureSecurityOperationManagement",
    "AzureStack",
    "BackupDisasterRecovery",
    "BigData",
    "Blockchain",
    "Chatbot",
    "CloudDatabaseMigration",
    "CloudMigration",
    "CloudVoice",
    "CognitiveServices",
    "CompetitiveDatabaseMigration",
    "Containers",
    "DataWarehouse",
    "DatabaseonLinux",
    "DevelopmentandTest",
    "DevOps",
    "DigitalMedia",
    "Dynamics365forCustomerService",
    "Dynamics365forFieldService",
    "Dynamics365forFinanceOperations",
    "Dynamics365forRetail",
    "Dynamics365forSales",
    "Dynamics365forTalent",
    "DynamicsonAzure",
    "EnterpriseBusinessIntelligence",
    "Gaming",
    "HighPerformanceComputing",
    "HybridStorage",
    "IdentityandAccessManagement",
    "InformationManagement",
    "InternetofThings",
    "MachineLearning",
    "Microserviceapplications",
    "MobileApplications",
    "MySQLPostgresMigrationtoAzure",
    "Networking",
    "NoSQLMigration",
    "RedhatonAzure",
    "RegulatoryComplianceGDPR",
    "SAPonAzure",
    "ServerlessComputing",
    "SharepointonAzure",
    "SQLServerUpgrade",
    "ThreatProtection",
    "WebDevelopment"
];
