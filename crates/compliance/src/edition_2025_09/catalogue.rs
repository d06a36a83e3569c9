//! The five frameworks as data: what each looks at, in plain words, and what the original says about it.

use super::criteria::Criterion;

/// A framework of the edition.
#[derive(Debug)]
pub struct Framework {
    /// Such as `SOC2`.
    pub id: &'static str,
    /// Its full name.
    pub title: &'static str,
    /// What of it the edition looks at, in plain words.
    pub about: &'static str,
    /// What the classic document calls a group of its requirements, such as `article`.
    pub group_key: &'static str,
    /// How many checks the percentage is computed over; the original makes fewer in two frameworks.
    pub checks_counted: u8,
    /// In the order in which they are judged.
    pub requirements: &'static [Requirement],
}

/// One requirement of a framework.
#[derive(Debug)]
pub struct Requirement {
    /// Unique in its framework: `Article 32`, `Technical: Encryption`.
    pub id: &'static str,
    /// What is asked for, in a few words.
    pub title: &'static str,
    /// How the edition decides, in plain words.
    pub decided_by: &'static str,
    /// What the edition looks at.
    pub criterion: Criterion,
    /// The operations whose answers decide, such as `lambda:GetFunction`.
    pub needs: &'static [&'static str],
    /// The rules that look at the same part of the evidence, such as `C25-ENC-1`.
    pub rules: &'static [&'static str],
    /// The group in the classic document, such as `Article 32`.
    pub group: &'static str,
    /// The check's name in the classic document.
    pub check: &'static str,
    /// What the original says when it is met.
    pub pass: &'static str,
    /// What it says when it is not; without words it says nothing.
    pub fail: Option<&'static str>,
    /// What it says when it could not look.
    pub unknown: Option<&'static str>,
    /// What it recommends when it is not met.
    pub recommendation: Option<&'static str>,
}

const FUNCTION: &[&str] = &["lambda:GetFunction"];
const TRAILS: &[&str] = &["cloudtrail:DescribeTrails"];
const NOTHING: &[&str] = &[];

/// The framework of that id.
pub fn framework(id: &str) -> Option<&'static Framework> {
    FRAMEWORKS.iter().find(|framework| framework.id == id)
}

/// What this edition can't know, for whoever reads its percentages.
pub fn warning() -> &'static str {
    "These percentages are those of the published original of September 2025, its faults included. They rest on a handful of \
     settings of the function, so they can neither show nor rule out compliance: nobody is certified by them. SOC 2 and GDPR \
     can't get above 50 %, because more checks are counted than made. Reserved concurrency is looked for where AWS never \
     answers it, so it always seems to be missing. A function that was taken out of its VPC counts as inside. A trail that \
     does not log counts as logging, and any KMS key as your own. A missing role is passed over in silence. The audit trail \
     names neither addresses nor clients, holds at most 50 management events, and its text shows the oldest five."
}

/// The frameworks, in the original's order.
pub static FRAMEWORKS: &[Framework] = &[
    Framework {
        id: "SOC2",
        title: "SOC 2",
        about: "Four of the Trust Services Criteria, each by one setting of the function. This edition counts eight checks and makes four, so no function gets above 50 %.",
        group_key: "criterion",
        checks_counted: 8,
        requirements: SOC2_REQUIREMENTS,
    },
    Framework {
        id: "GDPR",
        title: "General Data Protection Regulation",
        about: "Three articles of the regulation, each by one setting. This edition counts six checks and makes three, so no function gets above 50 %.",
        group_key: "article",
        checks_counted: 6,
        requirements: GDPR_REQUIREMENTS,
    },
    Framework {
        id: "HIPAA",
        title: "Health Insurance Portability and Accountability Act, Security Rule",
        about: "The three kinds of safeguards, by four settings; the physical ones are granted, since AWS answers for them.",
        group_key: "safeguard",
        checks_counted: 5,
        requirements: HIPAA_REQUIREMENTS,
    },
    Framework {
        id: "PCI_DSS",
        title: "Payment Card Industry Data Security Standard",
        about: "Four of the twelve requirements, each by one setting. One of them is looked for where AWS never answers it, so no function gets above 75 %.",
        group_key: "requirement",
        checks_counted: 4,
        requirements: PCI_DSS_REQUIREMENTS,
    },
    Framework {
        id: "ISO27001",
        title: "ISO/IEC 27001, Annex A",
        about: "Six controls of the 2013 annex, each by one setting.",
        group_key: "control",
        checks_counted: 6,
        requirements: ISO27001_REQUIREMENTS,
    },
];

static SOC2_REQUIREMENTS: &[Requirement] = &[
    Requirement {
        id: "Security",
        title: "Network access to the function is bounded",
        decided_by: "The function has a VPC configuration; one with empty lists counts too.",
        criterion: Criterion::Vpc,
        needs: FUNCTION,
        rules: &["C25-VPC-3"],
        group: "Security",
        check: "VPC Configuration",
        pass: "Function is configured to run in VPC",
        fail: Some("Function is not configured to run in VPC"),
        unknown: None,
        recommendation: Some("Configure function to run in VPC for network isolation"),
    },
    Requirement {
        id: "Availability",
        title: "Capacity is set aside for the function",
        decided_by: "The function's configuration has a ReservedConcurrencyConfig. AWS has no such field, so this fails on every real answer.",
        criterion: Criterion::Concurrency,
        needs: FUNCTION,
        rules: &["C25-CFG-3"],
        group: "Availability",
        check: "Concurrency Limits",
        pass: "Reserved concurrency configured",
        fail: Some("No reserved concurrency configured"),
        unknown: None,
        recommendation: Some("Configure reserved concurrency to ensure availability"),
    },
    Requirement {
        id: "Processing Integrity",
        title: "What the function does can be traced",
        decided_by: "X-Ray tracing is active.",
        criterion: Criterion::Tracing,
        needs: FUNCTION,
        rules: &[],
        group: "Processing Integrity",
        check: "Tracing Configuration",
        pass: "X-Ray tracing is enabled",
        fail: Some("X-Ray tracing is not enabled"),
        unknown: None,
        recommendation: Some("Enable X-Ray tracing for processing integrity"),
    },
    Requirement {
        id: "Confidentiality",
        title: "A key of your own encrypts what is stored",
        decided_by: "The function has a KMS key. Whether it is a key of your own, and what it encrypts, is not looked at.",
        criterion: Criterion::Key,
        needs: FUNCTION,
        rules: &["C25-ENV-2", "C25-ENC-1", "C25-ENC-2"],
        group: "Confidentiality",
        check: "Encryption at Rest",
        pass: "Function uses customer-managed KMS key",
        fail: Some("Function does not use customer-managed KMS key"),
        unknown: None,
        recommendation: Some("Configure customer-managed KMS key for encryption"),
    },
];

static GDPR_REQUIREMENTS: &[Requirement] = &[
    Requirement {
        id: "Article 32",
        title: "Personal data is protected by encryption",
        decided_by: "The function has a KMS key. Whether it is a key of your own, and what it encrypts, is not looked at.",
        criterion: Criterion::Key,
        needs: FUNCTION,
        rules: &["C25-ENV-2", "C25-ENC-1", "C25-ENC-2"],
        group: "Article 32",
        check: "Data Encryption",
        pass: "Personal data is encrypted at rest",
        fail: Some("Personal data may not be properly encrypted"),
        unknown: None,
        recommendation: Some("Implement encryption for personal data protection"),
    },
    Requirement {
        id: "Article 30",
        title: "Processing is recorded",
        decided_by: "CloudTrail describes a trail. Whether it is logging, and what, is not looked at.",
        criterion: Criterion::Trail,
        needs: TRAILS,
        rules: &[],
        group: "Article 30",
        check: "Records of Processing",
        pass: "CloudTrail logging is configured",
        fail: Some("No CloudTrail logging detected"),
        unknown: Some("Could not verify CloudTrail configuration"),
        recommendation: Some("Enable CloudTrail for processing activity records"),
    },
    Requirement {
        id: "Article 5",
        title: "No more data is processed than needed",
        decided_by: "The timeout is at most 300 seconds, which says little about data.",
        criterion: Criterion::Timeout,
        needs: FUNCTION,
        rules: &["C25-CFG-2"],
        group: "Article 5",
        check: "Data Minimization",
        pass: "Function timeout supports data minimization principle",
        fail: Some("Long timeout may indicate excessive data processing"),
        unknown: None,
        recommendation: Some("Review function timeout to ensure data minimization"),
    },
];

static HIPAA_REQUIREMENTS: &[Requirement] = &[
    Requirement {
        id: "Administrative: Access Control",
        title: "Access follows a role",
        decided_by: "The function has a role. What the role may do, and whether others use it, is not looked at; without a role this edition says nothing.",
        criterion: Criterion::Role,
        needs: FUNCTION,
        rules: &[],
        group: "Administrative",
        check: "Access Control",
        pass: "Function has dedicated IAM role",
        fail: None,
        unknown: None,
        recommendation: None,
    },
    Requirement {
        id: "Physical: Facility Controls",
        title: "The buildings and machines are protected",
        decided_by: "Nothing is looked at: AWS answers for it.",
        criterion: Criterion::Provider,
        needs: NOTHING,
        rules: &[],
        group: "Physical",
        check: "Facility Controls",
        pass: "AWS provides physical safeguards for infrastructure",
        fail: None,
        unknown: None,
        recommendation: None,
    },
    Requirement {
        id: "Technical: Encryption",
        title: "Health data is encrypted",
        decided_by: "The function has a KMS key. Whether it is a key of your own, and what it encrypts, is not looked at.",
        criterion: Criterion::Key,
        needs: FUNCTION,
        rules: &["C25-ENV-2", "C25-ENC-1", "C25-ENC-2"],
        group: "Technical",
        check: "Encryption",
        pass: "PHI is encrypted at rest",
        fail: Some("PHI may not be properly encrypted"),
        unknown: None,
        recommendation: Some("Implement encryption for PHI protection"),
    },
    Requirement {
        id: "Technical: Audit Controls",
        title: "Use of health data is recorded",
        decided_by: "X-Ray tracing is active.",
        criterion: Criterion::Tracing,
        needs: FUNCTION,
        rules: &[],
        group: "Technical",
        check: "Audit Controls",
        pass: "X-Ray tracing provides audit capabilities",
        fail: Some("Insufficient audit controls"),
        unknown: None,
        recommendation: Some("Enable X-Ray tracing for audit controls"),
    },
    Requirement {
        id: "Technical: Data Integrity",
        title: "Health data is protected against change",
        decided_by: "The function has a VPC configuration; one with empty lists counts too.",
        criterion: Criterion::Vpc,
        needs: FUNCTION,
        rules: &["C25-VPC-3"],
        group: "Technical",
        check: "Data Integrity",
        pass: "VPC configuration supports data integrity",
        fail: Some("No network isolation configured"),
        unknown: None,
        recommendation: Some("Configure VPC for network isolation"),
    },
];

static PCI_DSS_REQUIREMENTS: &[Requirement] = &[
    Requirement {
        id: "3",
        title: "Stored cardholder data is protected",
        decided_by: "The function has a KMS key. Whether it is a key of your own, and what it encrypts, is not looked at.",
        criterion: Criterion::Key,
        needs: FUNCTION,
        rules: &["C25-ENV-2", "C25-ENC-1", "C25-ENC-2"],
        group: "3",
        check: "Data Encryption",
        pass: "Cardholder data is encrypted at rest",
        fail: Some("Cardholder data may not be encrypted"),
        unknown: None,
        recommendation: Some("Encrypt cardholder data at rest using KMS"),
    },
    Requirement {
        id: "4",
        title: "Cardholder data is protected on its way",
        decided_by: "The function has a VPC configuration; one with empty lists counts too.",
        criterion: Criterion::Vpc,
        needs: FUNCTION,
        rules: &["C25-VPC-3"],
        group: "4",
        check: "Network Security",
        pass: "VPC provides network isolation",
        fail: Some("No network isolation configured"),
        unknown: None,
        recommendation: Some("Configure VPC for secure data transmission"),
    },
    Requirement {
        id: "7",
        title: "Access is bounded by need",
        decided_by: "The function's configuration has a ReservedConcurrencyConfig. AWS has no such field, so this fails on every real answer.",
        criterion: Criterion::Concurrency,
        needs: FUNCTION,
        rules: &["C25-CFG-3"],
        group: "7",
        check: "Access Control",
        pass: "Concurrency limits restrict access",
        fail: Some("No access restrictions configured"),
        unknown: None,
        recommendation: Some("Configure access restrictions"),
    },
    Requirement {
        id: "10",
        title: "Access is tracked and watched",
        decided_by: "X-Ray tracing is active.",
        criterion: Criterion::Tracing,
        needs: FUNCTION,
        rules: &[],
        group: "10",
        check: "Monitoring",
        pass: "X-Ray tracing enables monitoring",
        fail: Some("Insufficient monitoring configured"),
        unknown: None,
        recommendation: Some("Enable comprehensive monitoring and logging"),
    },
];

static ISO27001_REQUIREMENTS: &[Requirement] = &[
    Requirement {
        id: "A.9.1",
        title: "Access follows a policy",
        decided_by: "The function has a role. What the role may do, and whether others use it, is not looked at; without a role this edition says nothing.",
        criterion: Criterion::Role,
        needs: FUNCTION,
        rules: &[],
        group: "A.9.1",
        check: "Access Control Policy",
        pass: "IAM role implements access control",
        fail: None,
        unknown: None,
        recommendation: None,
    },
    Requirement {
        id: "A.10.1",
        title: "Encryption is used",
        decided_by: "The function has a KMS key. Whether it is a key of your own, and what it encrypts, is not looked at.",
        criterion: Criterion::Key,
        needs: FUNCTION,
        rules: &["C25-ENV-2", "C25-ENC-1", "C25-ENC-2"],
        group: "A.10.1",
        check: "Cryptographic Controls",
        pass: "Cryptographic controls implemented",
        fail: Some("No cryptographic controls detected"),
        unknown: None,
        recommendation: Some("Implement cryptographic controls"),
    },
    Requirement {
        id: "A.12.4",
        title: "Events are recorded",
        decided_by: "X-Ray tracing is active.",
        criterion: Criterion::Tracing,
        needs: FUNCTION,
        rules: &[],
        group: "A.12.4",
        check: "Logging and Monitoring",
        pass: "Logging and monitoring implemented",
        fail: Some("Insufficient logging and monitoring"),
        unknown: None,
        recommendation: Some("Implement comprehensive logging and monitoring"),
    },
    Requirement {
        id: "A.13.1",
        title: "Networks are managed and separated",
        decided_by: "The function has a VPC configuration; one with empty lists counts too.",
        criterion: Criterion::Vpc,
        needs: FUNCTION,
        rules: &["C25-VPC-3"],
        group: "A.13.1",
        check: "Network Security",
        pass: "Network security controls implemented",
        fail: Some("No network security controls"),
        unknown: None,
        recommendation: Some("Implement network security controls"),
    },
    Requirement {
        id: "A.14.1",
        title: "Security is part of what is built",
        decided_by: "The runtime is not python2.7, python3.6 or nodejs8.10; a container image passes.",
        criterion: Criterion::Runtime,
        needs: FUNCTION,
        rules: &["C25-CFG-1"],
        group: "A.14.1",
        check: "Security Requirements",
        pass: "Using supported runtime version",
        fail: Some("Using deprecated runtime version"),
        unknown: None,
        recommendation: Some("Update to supported runtime version"),
    },
    Requirement {
        id: "A.17.1",
        title: "The function goes on when something fails",
        decided_by: "The function's configuration has a ReservedConcurrencyConfig. AWS has no such field, so this fails on every real answer.",
        criterion: Criterion::Concurrency,
        needs: FUNCTION,
        rules: &["C25-CFG-3"],
        group: "A.17.1",
        check: "Continuity Planning",
        pass: "Continuity measures implemented",
        fail: Some("No continuity measures detected"),
        unknown: None,
        recommendation: Some("Implement business continuity measures"),
    },
];
