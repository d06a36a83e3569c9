//! The words of the first page.

/// What this is.
pub const SENTENCE: &str =
    "See what is wrong with your AWS Lambda functions, with the very bytes of evidence.";
/// Under it.
pub const SUB: &str = "Drop what the AWS CLI printed about them, or an earlier audit. It is read and judged in this tab; nothing is sent anywhere.";
/// On the target.
pub const DROP: &str = "Drop files or a folder here";
/// Under it.
pub const PASTE: &str = "or paste JSON anywhere with Ctrl+V";
/// Buttons.
pub const CHOOSE_FILES: &str = "Choose files";
/// For folders.
pub const CHOOSE_FOLDER: &str = "Choose a folder";
/// For the sample.
pub const SAMPLE: &str = "Try the sample";
/// To the toolkit.
pub const SEALED: &str = "Open something encrypted";
/// The sample's file, beside the page.
pub const SAMPLE_FILE: &str = "sample.json";
/// A link to a view, without the report that it is of.
pub const LINK_WAITS: &str = "The link you followed shows a part of a report, and holds none of its data. Open the report that it was made for to see it.";
/// After Forget.
pub const FORGOTTEN: &str = "Everything that was open is forgotten.";

/// Heading of what can be read.
pub const READS: &str = "What it reads";
/// What can be read: a name and what it is.
pub const READS_LIST: &[(&str, &str)] = &[
    (
        "Evidence bundles",
        "what the export script below writes: one file with everything, refusals and \"there is none\" included",
    ),
    (
        "AWS CLI output",
        "answers as the AWS CLI prints them, one a file or many: get-function, get-policy, get-role-policy, describe-log-groups, describe-trails, lookup-events and the like. Where an answer doesn't say whom it is about, the file's name does: list-attached-role-policies.ROLE.json",
    ),
    (
        "AWS CLI errors",
        "what the AWS CLI printed when it failed, as OPERATION.SUBJECT.err or .txt, so that \"refused\" is told from \"nobody asked\"",
    ),
    (
        "Earlier audits",
        "NAME_security_audit.json and NAME_compliance_report.json, shown as they were written; and lambdascope-report files",
    ),
    (
        "Any of these together",
        "several files, folders, NDJSON, arrays, zip and gzip. Files are told apart by what is in them, not by their names",
    ),
];

/// Heading of how to export.
pub const EXPORT: &str = "How to export from AWS";
/// Before the script.
pub const EXPORT_SCRIPT: &str = "The script asks everything that the audit reads, for all functions of a region or for those you name. It only reads. It needs bash, the AWS CLI and jq. Save it as lambdascope-export.sh, then:";
/// How it is run.
pub const EXPORT_RUN: &str = "bash lambdascope-export.sh --region us-east-1 --out evidence.ndjson";
/// On its button.
pub const COPY_SCRIPT: &str = "Copy the script";
/// For saving it.
pub const SAVE_SCRIPT: &str = "Save the script";
/// Opens its text.
pub const SHOW_SCRIPT: &str = "Read the script";
/// Its name.
pub const SCRIPT_FILE: &str = "lambdascope-export.sh";
/// Before the single commands.
pub const EXPORT_SINGLE: &str = "Or by hand, one answer a file. What the AWS CLI prints by itself can't say \"there is none\" or \"refused\", so keep its errors too, as with the first of these: they are evidence. A file is named after what was asked for, so that no answer overwrites another.";
/// The single commands.
pub const COMMANDS: &[(&str, &str)] = &[
    (
        "The function",
        "aws lambda get-function --function-name NAME > get-function.NAME.json 2> get-function.NAME.err",
    ),
    ("All functions, in short", "aws lambda list-functions > list-functions.json"),
    (
        "Its URL",
        "aws lambda get-function-url-config --function-name NAME > get-function-url-config.NAME.json 2> get-function-url-config.NAME.err",
    ),
    (
        "Its role's managed policies",
        "aws iam list-attached-role-policies --role-name ROLE > list-attached-role-policies.ROLE.json",
    ),
    (
        "A managed policy, which names its default version",
        "aws iam get-policy --policy-arn ARN > get-policy.POLICY.json",
    ),
    (
        "That version's text",
        "aws iam get-policy-version --policy-arn ARN --version-id VERSION > get-policy-version.POLICY.VERSION.json",
    ),
    ("Its role's own policies", "aws iam list-role-policies --role-name ROLE > list-role-policies.ROLE.json"),
    (
        "The text of one",
        "aws iam get-role-policy --role-name ROLE --policy-name POLICY > get-role-policy.ROLE.POLICY.json",
    ),
    (
        "Its log group",
        "aws logs describe-log-groups --log-group-name-prefix /aws/lambda/NAME > describe-log-groups.NAME.json",
    ),
    ("The account's trails", "aws cloudtrail describe-trails > describe-trails.json"),
    (
        "Its audit trail",
        "aws cloudtrail lookup-events --lookup-attributes AttributeKey=ResourceName,AttributeValue=NAME > lookup-events.NAME.json",
    ),
];

/// Heading of why nothing leaves.
pub const STAYS: &str = "Why nothing leaves this page";
/// Its first part.
pub const STAYS_TEXT: &[&str] = &[
    "The page is a handful of static files. All reading and judging is done by WebAssembly in a worker of this tab. Nothing that you open is kept either: Forget, a reload or closing the tab drops all of it. One thing is kept on this machine: whether you like it light or dark.",
    "The browser itself holds the page to it, by the policy below: it may fetch from its own host only, send no form, load no script from elsewhere. The worker is bound by the same policy.",
];
/// Heading of the proof.
pub const PROOF: &str = "See for yourself";
/// The proof's steps.
pub const PROOF_STEPS: &[&str] = &[
    "The footer counts every request that the browser made for this page since it stood, and names each. Parts of the page still come in the first moments.",
    "Open the developer tools, look at the Network panel, and drop a file: nothing appears.",
    "Take the machine off the network: everything here still works; the toolkit, once it was used.",
    "Look at the page's source: its policy stands in its first lines, and each script has its hash beside it.",
];
/// Before the policy.
pub const POLICY: &str = "This page's policy, read from this page:";
