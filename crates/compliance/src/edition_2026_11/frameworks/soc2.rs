//! SOC 2: the Trust Services Criteria of 2017 with the points of focus of 2022.

use crate::edition_2026_11::requirement::{
    A_YEAR_OF_LOGS, AN_END, Framework, partial, prowler, steampipe, supports,
};

pub(super) const FRAMEWORK: Framework = Framework {
    id: "SOC2",
    title: "SOC 2: Trust Services Criteria 2017, points of focus 2022",
    about: "The criteria that the configuration of functions can speak for. Criteria on governance, communication, risk and \
            people (CC1 to CC5, CC9), on physical access and on privacy are not looked at.",
    requirements: &[
        supports("CC6.1", "Access to information and systems is restricted", "IAM-01..12 EXP-05 EXP-06 EXP-09 EXP-10 EXP-12 SEC-01..05 NET-01")
            .said_by(&[steampipe("public policy, in a VPC, log groups' keys, IAM")])
            .ours("Roles, what the resource policy grants and to whom, and secrets that anyone may read decide who gets in; prowler looks at S3 buckets only."),
        partial("CC6.2", "Credentials go to those registered for them and are withdrawn in time", "IAM-17 SEC-01 SEC-02")
            .said_by(&[steampipe("public policy, in a VPC, unused credentials")])
            .ours("Roles that nobody uses and keys handed out in variables are what a configuration shows; how people are registered and approved is not in it."),
        supports("CC6.3", "Rights follow roles, are the least needed, and duties are kept apart", "IAM-01..15 IAM-19 IAM-21 EXP-09")
            .said_by(&[prowler("no administrator policies"), steampipe("inline policies, star on star")])
            .ours("A function that can rewrite itself, and a caller with more than the right to invoke, undo the separation of duties."),
        supports("CC6.6", "Threats from outside the boundary are kept out", "EXP-01 EXP-03..08 EXP-10 EXP-13 NET-03..08")
            .said_by(&[steampipe("public policy, in a VPC, security groups"), prowler("security groups, no Lambda check")])
            .ours("Without EXP-02, which tells of a URL that is shut."),
        partial("CC6.7", "Data moves only where it may, and is protected on the way", "EXP-03 EXP-04 NET-05 NET-08 NET-09 SEC-05")
            .said_by(&[prowler("encryption in transit of other services"), steampipe("encryption in transit of other services")])
            .ours("Origins that may read answers, and the ways out of the network. Lambda's own endpoints accept TLS only; what the code sends where is not in the evidence."),
        partial("CC6.8", "Unauthorised and malicious software is prevented or detected", "RT-05 RT-07 EXP-11 LOG-11")
            .said_by(&[prowler("GuardDuty, Security Hub"), steampipe("GuardDuty, Security Hub")])
            .ours("Code that is signed, images that can't change under their tag, layers of one's own, and scanning."),
        partial("CC7.1", "Weaknesses from changes and new vulnerabilities are found", "RT-01..04 RT-06 LOG-11")
            .said_by(&[prowler("GuardDuty, Security Hub, patching of instances")])
            .ours("A runtime past its end gets no patches. What a person must say of images and own runtimes (RT-04) counts in."),
        partial("CC7.2", "Systems are watched for anomalies", "LOG-01 LOG-02 LOG-06 LOG-08..11 IAM-20 NET-10 REL-04")
            .asks(A_YEAR_OF_LOGS)
            .said_by(&[prowler("trails, flow logs, logs kept 365 days"), steampipe("dead-letter queue, concurrency, trail, logs kept 365 days")])
            .ours("Without LOG-03 and LOG-04 (who reads logs), LOG-05 (how they are written) and LOG-07 (one product). The criterion gives no number of days; 365 is what both tools ask for. Whether anybody looks, a person must say."),
        partial("CC7.3", "Security events are evaluated", "LOG-03 LOG-09 REL-01")
            .said_by(&[prowler("log groups' keys, trail validation"), steampipe("dead-letter queue")]),
        partial("CC7.4", "Incidents are answered by a plan", "LOG-09 LOG-10 REL-01")
            .said_by(&[prowler("alarms, GuardDuty"), steampipe("dead-letter queue")])
            .ours("An alarm and what failed events leave behind are what an answer starts from; the plan itself is not in the evidence."),
        partial("CC8.1", "Changes are authorised, tested and put in place in order", "RT-05 RT-12 INV-01 INV-03")
            .said_by(&[prowler("AWS Config recorder")])
            .ours("Signed code, versions behind aliases, an owner's tag, and a last update that went through. Who approved what is not in the evidence."),
        partial("A1.1", "Capacity is watched and matches demand", "REL-04 REL-07")
            .ours("Capacity set aside, and settings that leave no room to grow."),
        partial("A1.2", "Infrastructure, backup and recovery keep the service available", "NET-02 REL-01 REL-02")
            .said_by(&[prowler("files it under cc_a_1_1, with a check of CloudTrail's record of invocations")])
            .ours("Two zones, and no event lost when a function fails. Backups of data stores are outside the evidence."),
        partial("C1.1", "Confidential information is identified and protected", "SEC-* !SEC-07 !SEC-09 EXP-12 LOG-03 LOG-04")
            .ours("Secrets in the open and encryption of what is stored. SEC-07 and SEC-09 tell of keys that can't be used, which is availability."),
        partial("C1.2", "Confidential information is disposed of", "LOG-02")
            .asks(AN_END)
            .said_by(&[prowler("retention of log groups")])
            .ours("Logs that are never deleted keep what was written to them. Other stores are outside the evidence."),
        partial("PI1.2", "Inputs are complete and accurate", "REL-01..03")
            .said_by(&[prowler("without a Lambda check")])
            .ours("Events that fail or that a stopped source never delivers are lost inputs."),
        partial("PI1.3", "Processing is complete and accurate", "REL-01..03 REL-06 LOG-08 LOG-09")
            .said_by(&[prowler("trails, without a Lambda check")])
            .ours("Failed events are kept, loops are stopped, and invocations are recorded."),
        partial("PI1.4", "Outputs are complete and reach only those they are for", "REL-01 REL-02 LOG-03 LOG-04")
            .said_by(&[prowler("without a Lambda check")])
            .ours("Logs are an output that everyone forgets; what the code returns is not in the evidence."),
        partial("PI1.5", "Stored items stay complete and protected", "SEC-08 SEC-09")
            .said_by(&[prowler("rotation of keys")])
            .ours("What a deleted key encrypted is lost."),
    ],
};
