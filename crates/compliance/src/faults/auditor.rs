//! Faults 16 to 36: the security auditor.

use super::Part::Auditor;
use super::Shows::{FalseAlarm, FalseAlarmOf, Floor, Missed, Twice, Unread};
use super::{Fault, fault};

/// What of a role is judged.
const RIGHTS: &[&str] = &[
    "IAM-01", "IAM-02", "IAM-03", "IAM-04", "IAM-05", "IAM-06", "IAM-07", "IAM-08", "IAM-09", "IAM-10",
    "IAM-12", "IAM-21",
];

pub(super) static FAULTS: &[Fault] = &[
    fault(
        16,
        Auditor,
        "Policies that can't be read give full marks",
        "Any refusal by IAM is printed and forgotten: with all of it refused the check scores 10 of 10, and one refused policy hides all that come after it.",
        "What can't be read is not assessed: no points, no pass, and the command that would bring it.",
    )
    .touching(&["C25-IAM-1", "C25-IAM-2", "C25-IAM-3", "C25-IAM-4"])
    .said_by(&[
        "IAM-01", "IAM-02", "IAM-03", "IAM-04", "IAM-05", "IAM-06", "IAM-07", "IAM-08", "IAM-09", "IAM-10",
        "IAM-11", "IAM-12", "IAM-19", "IAM-21",
    ])
    .shows(&[Unread]),
    fault(
        17,
        Auditor,
        "Only first pages are read",
        "It reads the first page of attached policies, inline policies and log groups; what stands on later ones is never seen.",
        "All recorded pages are read, and a list that was cut off is not taken for a whole one.",
    ),
    fault(
        18,
        Auditor,
        "Dangerous actions are eight words, letter by letter",
        "It compares actions with eight texts: S3:*, s3:Put*, *:*, kms:* or iam:PassRole pass, and sts:AssumeRole on one exact ARN is flagged.",
        "Actions are matched as IAM matches them, together with their resources, and by what they allow.",
    )
    .touching(&["C25-IAM-1"])
    .said_by(RIGHTS)
    .shows(&[FalseAlarm, Missed]),
    fault(
        19,
        Auditor,
        "NotAction, conditions and everybody else's policies are not looked at",
        "It ignores NotAction and NotResource, Deny, conditions, the permissions boundary, who may take on the role, and the function's own resource policy.",
        "A role is judged by what is left after Deny, boundary and conditions; EXP rules read the resource policy, IAM-13 and IAM-14 the trust policy.",
    )
    .touching(&["C25-IAM-1", "C25-IAM-2"])
    .said_by(&[
        "IAM-11", "IAM-13", "IAM-14", "IAM-18", "EXP-05", "EXP-06", "EXP-07", "EXP-08", "EXP-09", "EXP-10",
    ])
    .shows(&[Missed]),
    fault(
        20,
        Auditor,
        "Every star is a wildcard, however harmless",
        "It flags any statement on the resource *, once each time, so that the policies that AWS itself attaches for logs and VPCs flag nearly every function.",
        "IAM-08 asks whether the action could name a resource at all; what can't be narrowed is no finding.",
    )
    .touching(&["C25-IAM-2"])
    .said_by(&["IAM-08"])
    .shows(&[FalseAlarm, Twice]),
    fault(
        21,
        Auditor,
        "The order of actions changes from run to run",
        "It writes a set as it comes, so that the same evidence gives other texts each time.",
        "The same evidence, edition and date give the same bytes.",
    ),
    fault(
        22,
        Auditor,
        "Words for secrets are found within other words",
        "It looks for key, token, secret and pwd anywhere in a name or value: MONKEY, KEYBOARD_LAYOUT and TOKEN_TTL are flagged, and so is the ARN of a secret that is kept as it should be.",
        "Names are read by their words, and a value has to look like a secret; references to a secret manager are none.",
    )
    .touching(&["C25-ENV-1"])
    .said_by(&["SEC-01", "SEC-02"])
    .shows(&[
        FalseAlarmOf("Potential password/secret"),
        FalseAlarmOf("API key"),
        FalseAlarmOf("Access key"),
        FalseAlarmOf("Private key"),
    ]),
    fault(
        23,
        Auditor,
        "One variable is counted once for each pattern",
        "It goes on after a match: API_KEY is two findings and ACCESS_KEY three, two points each.",
        "One value is one finding.",
    )
    .touching(&["C25-ENV-1"])
    .said_by(&["SEC-01", "SEC-02"])
    .shows(&[Twice]),
    fault(
        24,
        Auditor,
        "Forty characters are a secret key, and temporary keys are none",
        "It takes any forty letters and digits for a secret key, hashes and paths among them, and knows key ids that begin with AKIA but not ASIA.",
        "Formats of keys are known by what surrounds and follows them; both kinds of key ids are known.",
    )
    .touching(&["C25-ENV-1"])
    .said_by(&["SEC-01", "SEC-02"])
    .shows(&[FalseAlarmOf("Potential AWS Secret Key"), FalseAlarmOf("AWS Access Key ID"), Missed]),
    fault(
        25,
        Auditor,
        "One missing key is charged three times",
        "It takes points for the same absent KMS key under variables, under encryption, and again under encryption.",
        "SEC-05 says once that variables are not under a key of one's own.",
    )
    .touching(&["C25-ENV-2", "C25-ENC-1", "C25-ENC-2"])
    .said_by(&["SEC-05"])
    .shows(&[Twice]),
    fault(
        26,
        Auditor,
        "The key of the variables is taken for the key of the code",
        "It reads KMSKeyArn as the key of the code and would take a key that AWS manages for one of the customer's.",
        "KMSKeyArn is for variables and SnapStart; the package has SourceKMSKeyArn, which SEC-06 reads, and who manages a key is looked up.",
    )
    .touching(&["C25-ENC-1"])
    .said_by(&["SEC-05", "SEC-06"])
    .shows(&[FalseAlarm, Missed]),
    fault(
        27,
        Auditor,
        "Variables that could not be decrypted count as none",
        "It gives full marks where Lambda answers with an error in place of the variables.",
        "They are not assessed.",
    )
    .touching(&["C25-ENV-1", "C25-ENV-2"])
    .said_by(&["SEC-01", "SEC-02"])
    .shows(&[Unread]),
    fault(
        28,
        Auditor,
        "The list of old runtimes is out of date",
        "Its seven runtimes leave out those that have ended since, and container images pass.",
        "A dated table judges at the audit date, tells how many days are left, and is replaced by dropping a newer one.",
    )
    .touching(&["C25-CFG-1"])
    .said_by(&["RT-01", "RT-02", "RT-03", "RT-04"])
    .shows(&[FalseAlarm, Missed]),
    fault(
        29,
        Auditor,
        "A timeout above five minutes is a fault",
        "It flags more than 300 seconds, of the 900 that Lambda allows, whatever the function does.",
        "REL-05 compares the timeout with what calls the function: a queue's visibility, an API's limit.",
    )
    .touching(&["C25-CFG-2"])
    .said_by(&["REL-05"])
    .shows(&[FalseAlarm, Missed]),
    fault(
        30,
        Auditor,
        "The packed size counts, and five layers at most can never be exceeded",
        "It compares the packed size, which is 0 for an image and leaves layers out, and asks for more layers than AWS allows.",
        "RT-08 says what it measures, and layers are judged by whose they are (EXP-11, EXP-12).",
    )
    .touching(&["C25-CODE-1", "C25-CODE-2"])
    .said_by(&["RT-08", "EXP-11", "EXP-12"])
    .shows(&[FalseAlarm, Missed]),
    fault(
        31,
        Auditor,
        "Another function's log group is judged, or none",
        "It takes the first group whose name begins like the function's own, ignores a group that was chosen for it, and gives full marks where there is no group.",
        "The group is found by its exact name, from LoggingConfig where that names one. LOG-01 says when there is none.",
    )
    .touching(&["C25-LOG-1", "C25-LOG-3"])
    .said_by(&["LOG-01", "LOG-02", "LOG-03"])
    .shows(&[FalseAlarm, Missed, Unread]),
    fault(
        32,
        Auditor,
        "A refusal costs sometimes nothing and sometimes a point",
        "A refused URL costs nothing, refused logs a point and refused policies nothing; and no function at all reads like a function without a URL.",
        "A refusal is not assessed everywhere, and neither gains nor costs anything.",
    )
    .touching(&["C25-NET-3", "C25-LOG-4"])
    .said_by(&["EXP-01", "EXP-03"])
    .shows(&[Unread]),
    fault(
        33,
        Auditor,
        "An open URL is judged without the policy that opens it",
        "It judges the URL's authentication alone, knows only * among origins, and doesn't see the URLs of aliases.",
        "A URL without authentication is open when the resource policy lets everybody in (EXP-01, else EXP-02); origins of any scheme and URLs of aliases are read.",
    )
    .touching(&["C25-NET-1", "C25-NET-2"])
    .said_by(&["EXP-01", "EXP-03", "EXP-04"])
    .shows(&[FalseAlarm, Missed]),
    fault(
        34,
        Auditor,
        "No function can score less than 48",
        "Each check stops at zero, so that the worst function keeps 48 of 100; findings of low severity are never printed.",
        "A check is worth as much as could be assessed of it, and a critical finding takes all of it.",
    )
    .shows(&[Floor]),
    fault(
        35,
        Auditor,
        "A function that is given as an ARN has another log group",
        "It puts the whole ARN into the log group's name, and asks one region whatever the function's is.",
        "Functions are keyed by ARN; account, region and partition come from it.",
    ),
    fault(
        36,
        Auditor,
        "Clients that are made and never used",
        "It opens clients for KMS and CloudTrail and asks them nothing: keys and trails are never looked at.",
        "Keys are judged by SEC-07 to SEC-10, trails by LOG-08 and LOG-09.",
    )
    .said_by(&["SEC-07", "SEC-08", "SEC-09", "SEC-10"])
    .shows(&[Missed]),
];
