//! The enumerations of domain.md, section 2, as they are written on the wire. Unknown values are kept, never rewritten.

use super::Vocabulary;

/// `status`.
pub static STATUS: Vocabulary = Vocabulary { name: "ReferralStatus", values: &["None", "New", "Active", "Closed"] };

/// `substatus`, as the API documents it.
pub static SUBSTATUS: Vocabulary = Vocabulary {
    name: "ReferralSubstatus",
    values: &["None", "Pending", "Received", "Accepted", "Won", "Lost", "Declined", "Expired"],
};

/// Substatuses that Partner Center has and the API's tables do not: accepted when loaded, never offered (domain.md 3, k).
pub static SUBSTATUS_LATER: Vocabulary = Vocabulary { name: "ReferralSubstatus", values: &["Error"] };

/// `type`.
pub static TYPE: Vocabulary = Vocabulary { name: "ReferralType", values: &["Shared", "Independent"] };

/// `qualification`.
pub static QUALIFICATION: Vocabulary =
    Vocabulary { name: "ReferralQualification", values: &["None", "Direct", "MarketingQualified", "SalesQualified"] };

/// `target[].type`.
pub static TARGET_TYPE: Vocabulary =
    Vocabulary { name: "TargetType", values: &["None", "BusinessProfileLocation", "SolutionProfile"] };

/// `details.requirements.solutions[].type`.
pub static SOLUTION_TYPE: Vocabulary = Vocabulary { name: "SolutionType", values: &["None", "Category", "Name"] };

/// `customerProfile.ids[].profileType`.
pub static PROFILE_TYPE: Vocabulary = Vocabulary { name: "ProfileType", values: &["Duns", "External"] };

/// `direction`.
pub static DIRECTION: Vocabulary = Vocabulary { name: "Direction", values: &["Incoming", "Outgoing"] };

/// `inviteContext.assistanceRequestCode`.
pub static ASSISTANCE_REQUEST_CODE: Vocabulary = Vocabulary {
    name: "AssistanceRequestCode",
    values: &[
        "Unknown",
        "GeneralOrOther",
        "CustomerTechnicalArchitecture",
        "ProofOfConceptOrDemo",
        "QuotesOrLicensing",
        "PostSalesCustomerSuccess",
        "WorkloadSpecificValueProposition",
    ],
};

/// `customerProfile.size`: two scales that overlap.
pub static CUSTOMER_SIZE: Vocabulary = Vocabulary {
    name: "CustomerSize",
    values: &[
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
        "Morethan20000employees",
    ],
};

/// `details.requirements.products[].id`.
pub static PRODUCT: Vocabulary = Vocabulary {
    name: "Products",
    values: &[
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
        "Yammer",
    ],
};

/// `details.requirements.services[].id`.
pub static SERVICE: Vocabulary = Vocabulary {
    name: "Services",
    values: &[
        "ConsultingAndProfessional",
        "CustomSolution(ISV)",
        "DeploymentOrMigration",
        "Hardware",
        "Integration",
        "IPServices(ISV)",
        "LearningAndCertification",
        "Licensing",
        "ManagedServices",
        "ProjectServices",
    ],
};

/// `details.requirements.industries[].id`.
pub static INDUSTRY: Vocabulary = Vocabulary {
    name: "Industries",
    values: &[
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
        "Wholesale & Distribution",
    ],
};

/// `details.requirements.solutions[].id` where the type is Category; type Name carries catalogue ids.
pub static SOLUTION: Vocabulary = Vocabulary {
    name: "Solutions",
    values: &[
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
        "WebDevelopment",
    ],
};
