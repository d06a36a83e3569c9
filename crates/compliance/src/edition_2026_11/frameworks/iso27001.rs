//! ISO/IEC 27001:2022, Annex A, with the ids of the annex of 2013.

use crate::edition_2026_11::requirement::{AN_END, Framework, manual, partial, prowler, supports};

/// What the role may do and who may take it on, and who may call. Missing roles, boundaries, inline policies, the right to
/// log and the spelling of policies are other matters.
const RIGHTS: &str = "IAM-01..15 IAM-17 IAM-21 EXP-05 EXP-06 EXP-09 EXP-10";
/// Two zones, failed events kept, capacity set aside.
const GOES_ON: &str = "NET-02 REL-01 REL-04";

pub(super) const FRAMEWORK: Framework = Framework {
    id: "ISO27001",
    title: "ISO/IEC 27001:2022, Annex A",
    about: "The controls of the annex that the configuration of functions can speak for. The management system itself (clauses 4 \
            to 10), people and buildings are not looked at. The ids of 2013 are those that the published edition used.",
    requirements: &[
        partial("5.9", "Assets are listed, with an owner", "INV-01 INV-02")
            .ours("A tag and a description say whose a function is and what it is for."),
        partial("5.10", "Assets are used as agreed", "INV-01")
            .ours("Rules of use hang on labels; the rules themselves are a document."),
        partial("5.12", "Information is classified", "INV-01")
            .ours("Tags are where a cloud account keeps a classification; whether it is right, a person must say."),
        partial("5.13", "Information is labelled", "INV-01").said_by(&[prowler("tags of other services")]),
        supports("5.15", "Access follows rules", RIGHTS).formerly(&["A.9.1"]).said_by(&[prowler("IAM")]),
        partial("5.17", "Passwords and keys are handled as secrets", "SEC-01..04")
            .formerly(&["A.9.2.4", "A.9.4.3"])
            .ours("A secret in a variable, a description, a tag or a filter is known to all who may read the configuration."),
        supports("5.18", "Rights are granted, reviewed and withdrawn", "IAM-01..15 IAM-17 IAM-19 IAM-21 EXP-05 EXP-06 EXP-09 EXP-10")
            .formerly(&["A.9.2"])
            .said_by(&[prowler("IAM")]),
        manual("5.19", "Suppliers are chosen and bound with security in mind", "EXP-11")
            .formerly(&["A.15"])
            .said_by(&[prowler("no Lambda check")])
            .ours("Layers of others name a supplier; the agreement is not in the evidence."),
        partial("5.21", "Risks of the software supply chain are managed", "EXP-11 RT-05 RT-07")
            .formerly(&["A.15"])
            .said_by(&[prowler("no Lambda check")])
            .ours("Layers of others, unsigned code and images that can change under their tag."),
        manual("5.22", "Suppliers' services are watched as they change", "EXP-11 RT-07")
            .formerly(&["A.15"])
            .said_by(&[prowler("no Lambda check")])
            .ours("Layers and images of others are where a change would come in; that somebody watches is not in the evidence."),
        manual("5.23", "Cloud services are taken up, used and left by a process", "")
            .ours("The report as a whole shows how one service is used; the process is not in the evidence."),
        partial("5.29", "Security lasts through a disruption", GOES_ON)
            .formerly(&["A.17.1"])
            .ours("A function that goes on when a zone or a call fails; the plan itself is not in the evidence."),
        partial("5.30", "Technology is ready for a disruption", GOES_ON)
            .formerly(&["A.17.1"])
            .ours("A function that goes on when a zone or a call fails; tests of it are not in the evidence."),
        partial("5.33", "Records are protected, and kept as long as decided", "LOG-02 LOG-04 LOG-09")
            .ours("A period was decided, not everybody may write, and trails can't be changed unseen. Prowler has no check here."),
        partial("5.34", "Personal information is protected", "SEC-* !SEC-07 LOG-02 LOG-03")
            .asks(AN_END)
            .ours("Secrets in the open, encryption, and logs that are deleted some day. SEC-07 tells of a function that can't start. Prowler has no check here."),
        supports("8.2", "Privileged rights are few and watched", "IAM-01 IAM-02 IAM-09 IAM-10 IAM-21")
            .formerly(&["A.9.2.3"])
            .said_by(&[prowler("administrator policies")])
            .ours("A function that can rewrite itself holds its role's rights without limit."),
        supports("8.3", "Access to information is restricted", "IAM-01 IAM-02 IAM-04 IAM-09 IAM-10 EXP-05 EXP-10 EXP-12 INV-04 REL-09")
            .formerly(&["A.9.4.1"])
            .said_by(&[prowler("IAM; it files public functions under A.8.1, on users' devices")])
            .ours("A public function belongs here and not under devices. Tenants and file systems that are not kept apart are access, too."),
        partial("8.5", "Who asks is authenticated", "EXP-01 EXP-13")
            .formerly(&["A.9.4.2"])
            .ours("A URL or an event source without authentication asks nobody for a name."),
        partial("8.6", "Capacity is watched and matches demand", "REL-04 REL-05 REL-07")
            .formerly(&["A.12.1.3"])
            .ours("Capacity set aside, and settings that leave no room."),
        partial("8.8", "Technical vulnerabilities are found and dealt with", "RT-01..04 RT-06 LOG-11")
            .formerly(&["A.12.6.1"])
            .ours("A runtime past its end gets no patches, a pinned one none by itself; scanning finds the rest. Prowler has no check here."),
        partial("8.9", "Configurations are set, written down and kept", "RT-05 RT-06 RT-12 INV-03 IAM-16 IAM-22")
            .ours("Signed code, versions behind aliases, updates that went through, and roles and policies that exist and mean what they say."),
        partial("8.10", "Information is deleted when it is no longer needed", "LOG-02")
            .asks(AN_END)
            .said_by(&[prowler("no Lambda check")])
            .ours("Logs that are never deleted can't meet it. Other stores are outside the evidence."),
        partial("8.12", "Information does not leak out", "SEC-* !SEC-07 !SEC-09 EXP-* !EXP-02 IAM-01 IAM-04 LOG-04")
            .said_by(&[prowler("no Lambda check")])
            .ours("Secrets in the open, callers from outside, and a role that may read everything. SEC-07 and SEC-09 tell of keys that can't be used, EXP-02 of a URL that is shut."),
        partial("8.14", "There is more than one of what must not fail", GOES_ON)
            .formerly(&["A.17.2"])
            .said_by(&[prowler("in several zones")]),
        partial("8.15", "Events are logged, and the logs protected", "LOG-01 LOG-03 LOG-04 LOG-08 LOG-09 IAM-20")
            .formerly(&["A.12.4"])
            .said_by(&[prowler("CloudTrail's record of invocations")])
            .ours("Without LOG-02, which 5.33 and 8.10 judge, and without how lines are written (LOG-05) and watched (LOG-06, LOG-07, LOG-10, LOG-11)."),
        partial("8.16", "Networks, systems and applications are watched", "LOG-06 LOG-08..11 NET-10")
            .formerly(&["A.12.4"])
            .said_by(&[prowler("trails, flow logs, alarms, retention of logs")])
            .ours("Whether anybody looks, a person must say. Without LOG-01 to LOG-05, which 8.15 and 5.33 judge, and LOG-07, which is one product."),
        supports("8.20", "Networks are secured and managed", "NET-01 NET-03..10")
            .formerly(&["A.13.1"])
            .said_by(&[prowler("in a VPC, in several zones")])
            .ours("Without NET-02: zones are judged under 8.14."),
        partial("8.21", "Network services are secured", "NET-05 NET-06 NET-08..10")
            .formerly(&["A.13.1"])
            .said_by(&[prowler("in a VPC, in several zones")])
            .ours("What goes in and out, by which endpoint, and on which record."),
        supports("8.22", "Networks are kept apart", "NET-01 NET-03..07")
            .formerly(&["A.13.1"])
            .said_by(&[prowler("in a VPC, in several zones")]),
        supports("8.24", "Encryption and its keys are used by rules", "SEC-05..12 LOG-03")
            .formerly(&["A.10.1"])
            .said_by(&[prowler("KMS, no Lambda check")]),
        partial("8.25", "Software is developed securely from start to end", "RT-01 RT-04 RT-05")
            .formerly(&["A.14.2"])
            .ours("A supported runtime and signed code are what a function shows of its making."),
        partial("8.26", "Applications have security requirements, and meet them", "EXP-01 EXP-03 EXP-04 RT-01 RT-04")
            .formerly(&["A.14.1"])
            .ours("Authentication and origins of the URL, and a runtime with patches; the requirements themselves are a document."),
        partial("8.27", "Systems follow principles of secure architecture", "EXP-03 EXP-04 RT-01 RT-04 RT-05")
            .formerly(&["A.14.2"])
            .ours("What a configuration shows of the principles; the principles themselves are a document."),
        manual("8.28", "Code is written securely", "RT-01 RT-04 RT-05")
            .formerly(&["A.14.2"])
            .ours("The code is not in the evidence."),
        partial("8.32", "Changes go through change management", "RT-05 RT-12 INV-03")
            .formerly(&["A.12.1.2", "A.14.2.2"])
            .ours("Signed code, versions behind aliases, and a last update that went through. Who approved what is not in the evidence."),
    ],
};
