//! Faults 1 to 15: the compliance checker.

use super::Part::Checker;
use super::Shows::{Criteria, Free, Totals};
use super::{Fault, fault};

pub(super) static FAULTS: &[Fault] = &[
    fault(
        1,
        Checker,
        "The audit trail is asked for with a parameter that does not exist",
        "It asks CloudTrail for events with MaxItems, which a real SDK refuses, so a run against AWS has one error in place of a trail.",
        "The parameter is MaxResults. Recorded events are read, whichever way they were asked for.",
    ),
    fault(
        2,
        Checker,
        "Address and client of an event are looked for in the wrong place",
        "It reads SourceIPAddress and UserAgent beside the event's name, where CloudTrail never writes them, and says Unknown for every event.",
        "Both stand in the text CloudTrailEvent within the event, and are read from there.",
    ),
    fault(
        3,
        Checker,
        "The oldest events are shown as the recent ones",
        "It takes the last five events of an answer whose newest come first, and no further page.",
        "All events that were recorded are shown, the newest first; events of data, such as calls, are not among them and nothing is concluded from that.",
    ),
    fault(
        4,
        Checker,
        "SOC 2 and GDPR can't reach more than half",
        "It counts 8 and 6 points and makes 4 and 3 checks, so that no function ever passes 50 % or is called compliant.",
        "Requirements are counted that rules can decide, each once, and nobody is called compliant.",
    )
    .criteria(&[("SOC2", "Security"), ("GDPR", "Article 32")])
    .shows(&[Totals]),
    fault(
        5,
        Checker,
        "Reserved concurrency is read from a field that AWS doesn't have",
        "It looks for ReservedConcurrencyConfig in the configuration, and finds none on any real function: every function is told to set it, and PCI DSS can't be met.",
        "It stands beside the configuration in GetFunction's answer, and in get-function-concurrency. REL-04 reads both.",
    )
    .touching(&["C25-CFG-3"])
    .said_by(&["REL-04"])
    .criteria(&[("SOC2", "Availability"), ("PCI_DSS", "7"), ("ISO27001", "A.17.1")])
    .shows(&[super::Shows::FalseAlarm, Criteria]),
    fault(
        6,
        Checker,
        "A function that was taken out of its VPC counts as in one",
        "It asks whether there is a VpcConfig at all; AWS leaves one with empty lists behind, which passes, and is blamed for having no security groups.",
        "A function is in a VPC when VpcConfig names a VPC or subnets.",
    )
    .touching(&["C25-VPC-1", "C25-VPC-2"])
    .said_by(&["NET-01"])
    .criteria(&[
        ("SOC2", "Security"),
        ("HIPAA", "Technical: Data Integrity"),
        ("PCI_DSS", "4"),
        ("ISO27001", "A.13.1"),
    ])
    .shows(&[super::Shows::FalseAlarm, super::Shows::Missed, Criteria]),
    fault(
        7,
        Checker,
        "One refused answer ends the whole check",
        "It asks for the function without expecting a refusal, and says nothing of any framework when there is one.",
        "What can't be read is not assessed, and the rest is judged.",
    ),
    fault(
        8,
        Checker,
        "Whether a role is the function's own is never looked at",
        "It passes access control when the function has any role, and says nothing when it has none; a role that a hundred functions share passes as dedicated.",
        "IAM-15 counts who uses the role, IAM-16 tells one that does not exist.",
    )
    .said_by(&["IAM-15", "IAM-16"])
    .criteria(&[("HIPAA", "Administrative: Access Control"), ("ISO27001", "A.9.1")])
    .shows(&[super::Shows::Missed, Criteria]),
    fault(
        9,
        Checker,
        "Physical safeguards are given for free",
        "It gives a point for physical safeguards without looking at anything, and says PASS.",
        "AWS answers for its buildings. That is said as inherited, which is no pass.",
    )
    .criteria(&[("HIPAA", "Physical: Facility Controls")])
    .shows(&[Free]),
    fault(
        10,
        Checker,
        "Criteria don't measure what they name",
        "It takes a timeout of at most five minutes for data minimisation, X-Ray tracing for an audit log, concurrency for access control, and a VPC for encryption in transit.",
        "Audit logs are CloudTrail's (LOG-08 and LOG-09), access is the role's and the resource policy's, and what no configuration shows is left to a person.",
    )
    .said_by(&["LOG-08"])
    .criteria(&[("HIPAA", "Technical: Audit Controls"), ("PCI_DSS", "10"), ("ISO27001", "A.12.4")])
    .shows(&[Criteria]),
    fault(
        11,
        Checker,
        "A trail that is switched off counts as logging",
        "It passes records of processing when any trail is described, running or not; where trails were refused it says UNKNOWN, and counts that as failed.",
        "LOG-09 asks whether a trail is logging, covers the region and is validated; a refusal is not assessed and costs nothing.",
    )
    .said_by(&["LOG-09"])
    .criteria(&[("GDPR", "Article 30")])
    .shows(&[Criteria]),
    fault(
        12,
        Checker,
        "Two lists of old runtimes, and container images pass",
        "Its own list has three runtimes where the auditor's has seven; an image, whose runtime nobody knows, passes as supported.",
        "One dated table decides (RT-01 to RT-03), and RT-04 has a person look at an image.",
    )
    .said_by(&["RT-01", "RT-04"])
    .criteria(&[("ISO27001", "A.14.1")])
    .shows(&[Criteria]),
    fault(
        13,
        Checker,
        "A framework's name with a typing error is silently skipped",
        "It lists an unknown framework as checked and checks nothing; PCI-DSS and ISO 27001 are unknown to it.",
        "All five frameworks are always judged.",
    ),
    fault(
        14,
        Checker,
        "Exactly half is not urgent, and only five recommendations are shown",
        "It calls a recommendation urgent below 50 %, which SOC 2 and GDPR reach at most, and prints the first five urgent ones.",
        "Findings carry their own severity, and all of them are shown.",
    ),
    fault(
        15,
        Checker,
        "Times without a zone, and a client that is never used",
        "It writes times of no zone from a clock, and opens an AWS Config client that nothing uses.",
        "The audit date comes with the evidence or from the person; there is no clock in a judgement.",
    ),
];
