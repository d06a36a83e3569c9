//! GDPR: Regulation (EU) 2016/679.

use crate::edition_2026_11::requirement::{AN_END, Framework, manual, partial, prowler, steampipe, supports};

pub(super) const FRAMEWORK: Framework = Framework {
    id: "GDPR",
    title: "General Data Protection Regulation, (EU) 2016/679",
    about: "The articles on security, design and records, as far as the configuration of functions speaks for them. Whether \
            personal data is processed at all, on what ground and for what purpose, no configuration tells. Other tools map \
            articles 25, 30 and 32 only, without a look at functions.",
    requirements: &[
        partial("Art. 5(1)(c)", "No more personal data is reached than the purpose needs", "IAM-01 IAM-04 IAM-08")
            .ours("A role that may read everything reaches more than any purpose needs. What the code reads, a person must say."),
        partial("Art. 5(1)(e)", "Personal data is kept no longer than needed", "LOG-02")
            .asks(AN_END)
            .ours("Logs that never expire can't meet it. The regulation gives no number: whether the period is short enough, and what other stores hold, a person must say."),
        partial("Art. 5(1)(f)", "Personal data is protected against unauthorised use, loss and damage", "SEC-* !SEC-07 EXP-* !EXP-02")
            .ours("Who can call, what lies open and what is encrypted. SEC-07 tells of a function that can't start, EXP-02 of a URL that is shut."),
        partial("Art. 5(2)", "The controller can show that the principles are kept", "LOG-08")
            .ours("A record of each invocation is a part of what can be shown."),
        partial("Art. 24", "Fitting measures are taken and kept up to date", "EXP-01 EXP-05 EXP-10 IAM-01 IAM-08 SEC-05")
            .ours("The same measures as for article 25; policies and reviews are not in the evidence."),
        partial("Art. 25", "Data protection by design and by default", "EXP-01 EXP-05 EXP-10 IAM-01 IAM-08 SEC-05")
            .said_by(&[prowler("trails and IAM, no Lambda check"), steampipe("trails and IAM, no Lambda check")])
            .ours("By default nobody outside reaches the function, its role reaches no more than it must, and its values are encrypted with a key of one's own."),
        manual("Art. 28", "Processors are bound by contract and chosen for their guarantees", "EXP-06 EXP-11")
            .ours("Other accounts that may call, and layers of others, hint at processors; contracts are not in the evidence."),
        partial("Art. 30", "Processing activities are on record", "LOG-08 LOG-09 INV-01")
            .said_by(&[prowler("trails"), steampipe("trails")])
            .ours("The register itself is a document; a configuration shows only that events are recorded and functions have an owner."),
        supports("Art. 32(1)(a)", "Personal data is encrypted", "SEC-05..12 LOG-03")
            .said_by(&[prowler("trails' and log groups' keys"), steampipe("trails' and log groups' keys")]),
        partial("Art. 32(1)(b)", "Confidentiality, integrity, availability and resilience last",
            "EXP-01 EXP-04 EXP-05 EXP-09 EXP-10 IAM-01..17 IAM-21 SEC-01..03 NET-01..09 REL-01..06 REL-09")
            .said_by(&[prowler("trails' and log groups' keys"), steampipe("trails' and log groups' keys")])
            .ours("Who can call, what the role may do, secrets in the open, the network, and what happens on failure. Without what is only good to know (IAM-18, REL-07, REL-08) and without form (IAM-19, IAM-22)."),
        partial("Art. 32(1)(c)", "Access to personal data can be restored after an incident", "REL-01 REL-02 SEC-09")
            .ours("Failed events can be processed again, and no key that data depends on is about to be deleted. Backups are outside the evidence."),
        partial("Art. 32(1)(d)", "The measures are tested and evaluated regularly", "RT-01 RT-02 RT-04 LOG-11")
            .ours("Scanning that is on, and runtimes that somebody kept up to date."),
        partial("Art. 33", "A breach is noticed in time to be reported within 72 hours", "LOG-08..11")
            .ours("What was not recorded can't be noticed. Whether a report would go out in time, a person must say."),
        partial("Art. 34", "Those concerned can be told of a breach and of what it touched", "LOG-08..11")
            .ours("Records of invocations say whose data was touched; telling people is not in the evidence."),
        manual("Art. 35", "The impact of risky processing is assessed beforehand", "")
            .ours("An assessment is a document about purposes and people; no configuration speaks for it."),
        manual("Art. 44-46", "Personal data leaves the Union only under safeguards", "EXP-06 EXP-11")
            .ours("The region stands in the function's ARN; where callers and receivers are, and under which safeguards, it does not."),
    ],
};
