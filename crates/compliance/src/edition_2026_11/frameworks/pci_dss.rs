//! PCI DSS v4.0.1.

use crate::edition_2026_11::requirement::{
    A_YEAR_OF_LOGS, AN_END, Framework, inherited, manual, partial, prowler, security_hub, steampipe, supports,
};

/// What the role may do and who may take it on, and who may call.
const RIGHTS: &str = "IAM-01..15 EXP-05 EXP-09 EXP-10";
/// Secrets in variables, descriptions, tags and filters.
const SECRETS: &str = "SEC-01..04";
/// What decides that trails record, and can be relied on.
const TRAILS: &str = "LOG-08 LOG-09";

pub(super) const FRAMEWORK: Framework = Framework {
    id: "PCI_DSS",
    title: "PCI DSS v4.0.1",
    about: "The requirements that the configuration of functions can speak for. Whether a function belongs to the cardholder data \
            environment, no configuration tells: everything here holds for those that do. Requirements on people, premises, scans \
            by approved vendors and documents are not looked at.",
    requirements: &[
        partial("1.2.5", "Only approved ports, protocols and services are open", "NET-05 NET-06")
            .said_by(&[prowler("security groups"), steampipe("security groups, TLS of other services")])
            .ours("Which ports are approved, a person must say."),
        partial("1.2.8", "The configuration of network controls is itself protected", "EXP-05 NET-01 NET-04")
            .said_by(&[prowler("public policy, in a VPC"), steampipe("public policy, in a VPC")])
            .ours("A function in the default security group is at the mercy of every other user of it."),
        supports("1.3.1", "Inbound traffic to the cardholder data environment is restricted", "EXP-01 EXP-05 EXP-10 NET-01 NET-06 NET-07")
            .said_by(&[prowler("public policy, in a VPC"), steampipe("public policy, in a VPC")]),
        supports("1.3.2", "Outbound traffic from the cardholder data environment is restricted", "NET-01 NET-05 NET-08")
            .said_by(&[prowler("public policy, in a VPC"), steampipe("public policy, in a VPC")]),
        supports("1.4.2", "Traffic from untrusted networks reaches only what it may", "EXP-01 EXP-05 EXP-10 NET-06 NET-07")
            .said_by(&[prowler("public policy, in a VPC"), steampipe("public policy, in a VPC")]),
        supports("1.4.4", "What stores cardholder data can't be reached from untrusted networks", "EXP-01 EXP-05 EXP-10 NET-01 NET-07")
            .said_by(&[steampipe("networks of other services, no Lambda check")]),
        partial("1.5.1", "Devices that also use untrusted networks are protected", "EXP-05 NET-01")
            .said_by(&[prowler("public policy, in a VPC"), steampipe("public policy, in a VPC")])
            .ours("Others list functions here, and so does this. The requirement is about people's devices: a pass says little."),
        partial("2.2.1", "Configuration standards cover every component and known weaknesses",
            "EXP-* !EXP-02 IAM-01..15 IAM-21 SEC-* RT-01..07 NET-* LOG-01 LOG-03 LOG-04 LOG-08..11")
            .ours("Any failure of these speaks against a hardened configuration; the standards themselves are documents."),
        partial("2.2.5", "Insecure services and protocols are secured where they must be used", "NET-05 NET-06")
            .said_by(&[prowler("security groups")])
            .ours("What goes in and out; the origins of a URL are judged under 2.2.6."),
        partial("2.2.6", "Settings that bear on security prevent misuse", "EXP-03 EXP-04")
            .ours("The origins that a browser may call from are such settings of a function."),
        inherited("2.2.7", "Administration over the network is encrypted")
            .ours("Functions are administered through AWS's own endpoints, which accept TLS only; AWS answers for them."),
        partial("3.2.1", "Account data is kept no longer than needed", "LOG-02")
            .asks(AN_END)
            .said_by(&[prowler("retention of logs"), steampipe("retention of logs, read the other way: at least 365 days")])
            .ours("An upper bound: logs that never expire can't meet it. Whether the period is short enough, a person must say."),
        manual("3.3.1", "Sensitive authentication data is not kept after authorisation", "LOG-05")
            .said_by(&[steampipe("retention of logs and backups")])
            .ours("Logs at DEBUG level may hold it; whether they do, only logs and code show."),
        manual("3.3.2", "Sensitive authentication data kept before authorisation is encrypted", "LOG-05 LOG-03")
            .said_by(&[steampipe("retention of logs and backups")])
            .ours("Logs at DEBUG level may hold it; whether they do, only logs and code show."),
        manual("3.3.3", "Issuers keep sensitive authentication data only as long as needed, encrypted", "LOG-05 LOG-03")
            .said_by(&[steampipe("retention of logs and backups")])
            .ours("Logs at DEBUG level may hold it; whether they do, and whether this is an issuer, a person must say."),
        partial("3.5.1", "Card numbers can't be read where they are stored", "SEC-05 SEC-06")
            .said_by(&[prowler("encryption with KMS"), steampipe("who may use KMS, keys about to be deleted")])
            .ours("Whether and where card numbers are stored, a person must say."),
        partial("3.5.1.3", "Encryption of disks has an access of its own", "SEC-05 SEC-06 IAM-01 IAM-12")
            .said_by(&[prowler("encryption with KMS, public functions"), steampipe("who may use KMS, keys about to be deleted, public functions")])
            .ours("Who may read from a disk may also decrypt it unless the key says otherwise; public functions are judged under 1.4.4."),
        partial("3.6.1", "Keys are protected against disclosure and misuse", "IAM-01 IAM-12 SEC-10")
            .said_by(&[prowler("KMS"), steampipe("who may use KMS, keys about to be deleted")]),
        manual("3.6.1.1", "Service providers describe their cryptography", "SEC-05 SEC-08")
            .said_by(&[prowler("KMS")])
            .ours("The description is a document, and only service providers owe it."),
        partial("3.6.1.2", "Secret keys are stored only in protected forms", SECRETS)
            .said_by(&[prowler("KMS"), steampipe("who may use KMS, keys about to be deleted")])
            .ours("A private key in a variable is stored in the clear; keys in KMS never leave its modules."),
        partial("3.6.1.3", "As few as possible get at keys in the clear", "IAM-01 IAM-12 SEC-10 SEC-01")
            .said_by(&[prowler("KMS"), steampipe("who may use KMS, keys about to be deleted")])
            .ours("Who may decrypt with any key, and keys that everybody may read."),
        partial("3.6.1.4", "Keys are stored in as few places as possible", SECRETS)
            .said_by(&[prowler("KMS"), steampipe("who may use KMS, keys about to be deleted")])
            .ours("Each variable that holds a key is one place more."),
        partial("3.7.1", "Strong keys are generated", "SEC-05 SEC-06")
            .said_by(&[prowler("KMS"), steampipe("who may use KMS, keys about to be deleted")])
            .ours("KMS generates strong keys; whether one was imported instead, a person must say."),
        manual("3.7.2", "Keys are handed over securely", "")
            .said_by(&[prowler("KMS"), steampipe("who may use KMS, keys about to be deleted")])
            .ours("Keys never leave KMS; how others are handed over is not in the evidence."),
        partial("3.7.3", "Keys are stored securely", "SEC-10 IAM-01 IAM-12 SEC-01")
            .said_by(&[prowler("KMS")]),
        partial("3.7.4", "Keys are changed at the end of their period", "SEC-08")
            .said_by(&[prowler("rotation of keys"), steampipe("rotation of keys")])
            .ours("Rotation that is on; whether its period is the right one, a person must say."),
        partial("3.7.5", "Keys are retired, replaced or destroyed when they must be", "SEC-09")
            .said_by(&[prowler("KMS"), steampipe("rotation of keys")])
            .ours("A key that is about to be deleted and still in use was retired out of order."),
        manual("3.7.6", "Keys in the clear are handled by two people", "")
            .said_by(&[prowler("KMS"), steampipe("who may use KMS, keys about to be deleted")])
            .ours("KMS has no such operation; where people handle keys by hand, only they can say how."),
        partial("3.7.7", "Keys can't be replaced by the unauthorised", "SEC-10")
            .said_by(&[prowler("KMS"), steampipe("who may use KMS, keys about to be deleted")]),
        manual("4.2.1", "Card numbers are encrypted strongly on open networks", "EXP-03 EXP-04")
            .ours("Lambda's own endpoints accept TLS only. Origins without TLS bear on it; what the code connects to is not in the evidence."),
        manual("6.2.4", "Software is built to withstand common attacks", "EXP-11 RT-07")
            .ours("The code is not in the evidence; layers and images of others are a part of it."),
        partial("6.3.1", "Vulnerabilities are found and ranked", "EXP-11 RT-07 LOG-11")
            .ours("Scanning that is on, and third-party parts that are known."),
        partial("6.3.2", "Own and third-party software is listed", "EXP-11 RT-07")
            .ours("Layers of others and images by tag are parts that no list can name for sure; the list itself is a document."),
        partial("6.3.3", "Patches are in place", "RT-01..04 RT-06")
            .said_by(&[steampipe("runtime")])
            .ours("The runtime's patches. Those of the code's own dependencies are not in the evidence."),
        partial("6.5.1", "Changes to production follow a procedure", "RT-05 INV-01")
            .ours("Signed code and an owner's tag; approvals and tests are not in the evidence."),
        partial("6.5.3", "Production is kept apart from the rest", "RT-05 INV-01")
            .ours("A tag says which environment a function belongs to, and a signature who may put code there."),
        supports("7.2.1", "There is a model of who may do what", RIGHTS)
            .said_by(&[security_hub("Lambda.1, public policy"), prowler("IAM, public policy"), steampipe("IAM")]),
        supports("7.2.2", "Rights follow the task and are the least needed", RIGHTS)
            .said_by(&[prowler("IAM, public policy"), steampipe("IAM")]),
        supports("7.2.5", "Accounts of systems and applications have the least rights", RIGHTS)
            .said_by(&[prowler("IAM, public policy"), steampipe("IAM")]),
        partial("7.2.5.1", "Rights of systems and applications are reviewed regularly", "IAM-15 IAM-17")
            .said_by(&[prowler("IAM, public policy"), steampipe("unused users and secrets")])
            .ours("A role that nobody uses or that many share is what a review would have found; that one was made, a person must say."),
        supports("7.3.1", "An access control system restricts by need to know", RIGHTS)
            .said_by(&[prowler("IAM, public policy"), steampipe("IAM")]),
        supports("7.3.2", "The access control system enforces what was granted", RIGHTS)
            .said_by(&[prowler("IAM, public policy"), steampipe("IAM")]),
        supports("7.3.3", "What is not granted is denied", "IAM-01 IAM-03 IAM-08 IAM-11 EXP-05 EXP-10")
            .said_by(&[prowler("IAM, public policy"), steampipe("IAM")])
            .ours("Grants of everything, or of everything but a list, turn the default round."),
        partial("8.2.2", "Shared accounts are the exception", "IAM-15")
            .ours("A role of many functions is a shared account of systems."),
        partial("8.3.2", "Passwords and keys can't be read where they are stored or sent", "SEC-01..05")
            .said_by(&[prowler("keys of logs and secrets"), steampipe("keys of logs and secrets")]),
        supports("8.6.2", "No password or key stands in scripts, configurations or code", SECRETS)
            .ours("The rules look at the very configurations that it speaks of; scripts and code are not in the evidence."),
        partial("8.6.3", "Passwords of applications are changed and protected against misuse", SECRETS)
            .said_by(&[prowler("rotation of secrets"), steampipe("rotation of secrets")])
            .ours("A secret in a configuration is protected from nobody who may read it, and stays when it is changed elsewhere."),
        partial("10.2.1", "Audit logs are on", "LOG-01 LOG-08 LOG-09 IAM-20")
            .said_by(&[prowler("trails"), steampipe("trails")])
            .ours("A function without the right to write logs records nothing (IAM-20)."),
        partial("10.2.1.1", "Access to cardholder data is logged", TRAILS)
            .said_by(&[prowler("trails"), steampipe("trails")]),
        partial("10.2.1.2", "What administrators do is logged", "LOG-09").said_by(&[prowler("trails"), steampipe("trails")]),
        partial("10.2.1.3", "Access to audit logs is logged", TRAILS).said_by(&[prowler("trails"), steampipe("trails")]),
        partial("10.2.1.4", "Refused access is logged", TRAILS).said_by(&[prowler("trails"), steampipe("trails")]),
        partial("10.2.1.5", "Changes of identities and rights are logged", "LOG-09")
            .said_by(&[prowler("trails"), steampipe("trails")]),
        partial("10.2.1.6", "Starting, stopping and pausing audit logs is logged", "LOG-09")
            .said_by(&[prowler("trails"), steampipe("trails")]),
        partial("10.2.1.7", "Making and deleting of system objects is logged", "LOG-09")
            .said_by(&[prowler("trails"), steampipe("trails")]),
        partial("10.2.2", "Log entries say who did what, when, where, and how it ended", TRAILS)
            .said_by(&[prowler("trails"), steampipe("trails")]),
        partial("10.3.1", "Only those who need to can read audit logs", "LOG-03 LOG-04")
            .said_by(&[prowler("keys of log groups and trails"), steampipe("keys of log groups and trails")]),
        partial("10.3.2", "Audit logs can't be changed", "LOG-04 LOG-09")
            .said_by(&[prowler("trail validation"), steampipe("trail validation")]),
        partial("10.3.3", "Audit logs are copied to a safe place at once", "LOG-09")
            .said_by(&[prowler("trails to CloudWatch"), steampipe("trails to CloudWatch")]),
        partial("10.3.4", "Changes of audit logs are noticed", "LOG-09")
            .said_by(&[prowler("trail validation"), steampipe("trail validation")]),
        partial("10.4.1.1", "Audit logs are reviewed by machine", "LOG-10")
            .said_by(&[prowler("alarms"), steampipe("alarms, metric filters")]),
        partial("10.5.1", "Audit logs are kept for 12 months, the last three at hand", "LOG-02")
            .asks(A_YEAR_OF_LOGS)
            .said_by(&[prowler("logs kept 365 days"), steampipe("logs kept 365 days")])
            .ours("A log group is at hand as long as it is kept. Logs that were archived elsewhere are not in the evidence."),
        partial("10.7.2", "Failures of security controls are noticed and reported at once", "LOG-10 REL-01")
            .said_by(&[steampipe("alarms, metric filters")])
            .ours("It holds for all since 31 March 2025, and 10.7.1, for service providers, went up in it."),
        partial("10.7.3", "Failures of security controls are answered at once", "LOG-10 REL-01")
            .ours("An alarm and what failed events leave behind are what an answer starts from."),
        partial("11.3.1", "Internal scans for vulnerabilities are made and followed up", "LOG-11")
            .said_by(&[prowler("Inspector, GuardDuty")])
            .ours("That scanning is on; what came of its findings is not in the evidence."),
        partial("11.5.1", "Intrusions are detected or prevented", "LOG-11").said_by(&[prowler("GuardDuty")]),
        partial("11.5.2", "Changes of critical files are noticed", "RT-05")
            .said_by(&[prowler("AWS Config, trails")])
            .ours("Code that is signed and checked can't be exchanged unseen."),
        partial("12.3.4", "Hardware and software in use are reviewed once a year", "RT-01 RT-02 RT-04")
            .said_by(&[security_hub("Lambda.2, supported runtimes")]),
        partial("12.5.1", "What is in scope is listed", "INV-01 INV-02")
            .ours("A tag and a description say what a function is for; the list itself is a document."),
    ],
};
