//! HIPAA: the Security Rule, 45 CFR 164.308, 164.310 and 164.312.

use crate::edition_2026_11::requirement::{
    A_YEAR_OF_LOGS, Framework, cdk_nag, inherited, manual, partial, prowler, steampipe, supports,
};

/// Who can call, and what the role may do.
const WHO_HAS_ACCESS: &str = "EXP-01 EXP-05 EXP-09 EXP-10 IAM-01..08";
/// What the role may do and who may take it on, the network, and who reads the logs. Missing roles, boundaries, inline
/// policies, the right to log and the spelling of policies are other matters.
const RIGHTS: &str = "IAM-01..15 IAM-17 IAM-21 NET-01 LOG-03";
/// Two zones, failed events kept, capacity set aside.
const GOES_ON: &str = "NET-02 REL-01 REL-02 REL-04";

pub(super) const FRAMEWORK: Framework = Framework {
    id: "HIPAA",
    title: "HIPAA Security Rule, 45 CFR Part 164 Subpart C",
    about: "The safeguards that the configuration of functions can speak for. An addressable specification may be met in \
            another way, if the reason is written down. Whether a function handles health information, no configuration tells.",
    requirements: &[
        manual("164.308(a)(1)(ii)(A)", "The risks to health information are analysed", "")
            .required()
            .said_by(&[prowler("AWS Config, GuardDuty")])
            .ours("The report as a whole is material for an analysis; that one was made, no configuration shows."),
        partial("164.308(a)(1)(ii)(B)", "Risks are brought down to a fitting level", "EXP-01 EXP-05 EXP-10 NET-01 IAM-01 LOG-03 LOG-09")
            .required()
            .said_by(&[prowler("public policy, public URL, administrator policies, log groups' keys"), steampipe("public policy, in a VPC")]),
        partial("164.308(a)(1)(ii)(D)", "Records of activity are reviewed", "LOG-02 LOG-08..10")
            .required()
            .asks(A_YEAR_OF_LOGS)
            .said_by(&[prowler("trails, flow logs, GuardDuty"), steampipe("trails, flow logs, GuardDuty")])
            .ours("The rule gives no number of days for logs; 365 is what others ask for under 164.312(b). That somebody reviews them, a person must say."),
        partial("164.308(a)(3)(i)", "Only those who may work with health information can", WHO_HAS_ACCESS)
            .said_by(&[prowler("public policy, public URL, administrator policies"), steampipe("public policy, IAM"), cdk_nag("in a VPC")]),
        partial("164.308(a)(3)(ii)(A)", "Who works with health information is authorised or supervised", WHO_HAS_ACCESS)
            .addressable()
            .said_by(&[prowler("trails, MFA, no Lambda check"), steampipe("public policy, IAM"), cdk_nag("in a VPC")]),
        partial("164.308(a)(3)(ii)(B)", "Access is fitting for those who have it", WHO_HAS_ACCESS)
            .addressable()
            .said_by(&[prowler("administrator policies, unused credentials"), steampipe("public policy, IAM"), cdk_nag("in a VPC")]),
        partial("164.308(a)(4)(i)", "Access to health information is granted by policy", RIGHTS)
            .said_by(&[prowler("administrator policies"), steampipe("public policy, IAM"), cdk_nag("in a VPC")]),
        partial("164.308(a)(4)(ii)(A)", "A clearinghouse is kept apart from the rest", RIGHTS)
            .required()
            .said_by(&[prowler("encryption, log groups' keys"), steampipe("encryption, IAM"), cdk_nag("in a VPC")])
            .ours("Whether there is a clearinghouse, a person must say."),
        partial("164.308(a)(4)(ii)(B)", "Access is granted by a procedure", RIGHTS)
            .addressable()
            .said_by(&[prowler("administrator policies"), steampipe("IAM"), cdk_nag("in a VPC")]),
        partial("164.308(a)(4)(ii)(C)", "Access is set up, reviewed and changed by a procedure", RIGHTS)
            .addressable()
            .said_by(&[prowler("IAM; the entry's title is that of (B)"), steampipe("IAM"), cdk_nag("in a VPC")]),
        partial("164.308(a)(5)(ii)(B)", "Malicious software is guarded against", "RT-01 RT-04 RT-05 LOG-11")
            .addressable()
            .said_by(&[prowler("patching of instances")])
            .ours("Runtimes with patches, signed code and scanning; training of people is not in the evidence."),
        partial("164.308(a)(6)(i)", "Incidents are dealt with by a procedure", "REL-01")
            .said_by(&[steampipe("dead-letter queue, alarms, GuardDuty"), prowler("alarms, GuardDuty")]),
        partial("164.308(a)(6)(ii)", "Incidents are found, answered and written down", "LOG-08 LOG-10")
            .required()
            .said_by(&[prowler("trails, GuardDuty")]),
        partial("164.308(a)(7)(i)", "There is a plan for emergencies", GOES_ON)
            .said_by(&[prowler("backups, no Lambda check")])
            .ours("A function that goes on when a zone or a call fails; the plan itself is not in the evidence."),
        partial("164.308(a)(7)(ii)(B)", "Lost data can be restored", GOES_ON)
            .required()
            .said_by(&[prowler("backups, no Lambda check")])
            .ours("Events that fail are kept; backups of data stores are outside the evidence."),
        partial("164.308(a)(7)(ii)(C)", "Critical work goes on in an emergency", GOES_ON)
            .required()
            .said_by(&[prowler("backups, no Lambda check")])
            .ours("Two zones, failed events kept, capacity set aside."),
        manual("164.308(a)(8)", "Security is evaluated again as things change", "RT-02")
            .required()
            .said_by(&[prowler("GuardDuty, Security Hub")])
            .ours("Comparing this report with the last one is a part of an evaluation; that one was made, no configuration shows."),
        inherited("164.310(a)(1)", "Buildings and machines are protected against unauthorised access")
            .ours("The function runs in AWS's buildings on AWS's machines; AWS's own reports (AWS Artifact) answer for them."),
        manual("164.310(b)", "Workstations are used properly", "")
            .ours("Your people's own devices; no function's configuration speaks for them."),
        manual("164.310(c)", "Workstations are protected", "")
            .ours("Your people's own devices; no function's configuration speaks for them."),
        inherited("164.310(d)(1)", "Storage media are handled and destroyed properly")
            .ours("The disks are AWS's, and AWS's own reports (AWS Artifact) answer for them; media of your own are yours to judge."),
        supports("164.312(a)(1)", "Only those with rights get access", "EXP-01 EXP-05 EXP-06 EXP-09 EXP-10 IAM-01..15 IAM-17 IAM-21 NET-01")
            .said_by(&[prowler("public policy, public URL, IAM"), steampipe("public policy, in a VPC, IAM"), cdk_nag("in a VPC")]),
        partial("164.312(a)(2)(i)", "Each user has a name of their own", "IAM-15")
            .required()
            .said_by(&[prowler("trails, keys of the root user")])
            .ours("Functions that share a role can't be told apart by what it did."),
        supports("164.312(a)(2)(iv)", "Health information is encrypted", "SEC-05 SEC-06 SEC-08 SEC-11 SEC-12 LOG-03")
            .addressable()
            .said_by(&[prowler("rotation of keys, log groups' keys"), steampipe("keys of function and log group")]),
        partial("164.312(b)", "Activity is recorded and examined", "LOG-01 LOG-02 LOG-08 LOG-09 IAM-20 REL-01 REL-04")
            .required()
            .asks(A_YEAR_OF_LOGS)
            .said_by(&[prowler("trails, logs kept 365 days"), steampipe("trails, logs kept 365 days"), cdk_nag("concurrency, dead-letter queue")])
            .ours("A function without the right to write logs records nothing (IAM-20). The rule gives no number of days for logs; 365 is what others ask for."),
        partial("164.312(c)(1)", "Health information is protected against improper change", "RT-05 LOG-09")
            .said_by(&[prowler("trail validation, encryption")])
            .ours("Signed code and logs that can't be changed unseen."),
        partial("164.312(c)(2)", "Improper change of health information can be noticed", "RT-05 LOG-09")
            .addressable()
            .said_by(&[prowler("trail validation, encryption")])
            .ours("Signed code and logs that can't be changed unseen."),
        partial("164.312(d)", "Who asks for access is who they say", "EXP-01 EXP-13 SEC-01 SEC-02")
            .required()
            .said_by(&[prowler("passwords and MFA of users, no Lambda check")])
            .ours("A URL or an event source without authentication, or a key that anyone may read, proves nobody's identity."),
        partial("164.312(e)(1)", "Health information is protected on its way", "EXP-05 EXP-10 NET-01 NET-05")
            .said_by(&[prowler("public policy, TLS of other services"), steampipe("public policy, in a VPC"), cdk_nag("in a VPC")]),
        partial("164.312(e)(2)(i)", "Change on the way can be noticed", "LOG-09")
            .addressable()
            .said_by(&[prowler("trails, TLS of other services"), steampipe("trails")]),
        partial("164.312(e)(2)(ii)", "Health information is encrypted where that is fitting", "EXP-04 SEC-05")
            .addressable()
            .said_by(&[prowler("encryption at rest and in transit"), steampipe("encryption at rest and in transit"), cdk_nag("encryption of other services")])
            .ours("Lambda's own endpoints accept TLS only, so encryption with a key of one's own and origins without TLS are what a configuration adds."),
    ],
};
