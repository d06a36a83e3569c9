//! Recognising what a JSON object is, and which call an answer of the AWS CLI answers.

use super::ReportKind;
use super::guess::named;
use crate::calls::{Evidence, Outcome, Span};
use crate::canonical::{parameters, write_text};
use crate::json::{Document, Kind, Value};
use crate::operations::{Arn, Is, OPERATIONS, Operation, Subject};

/// What a JSON object is.
#[derive(Debug)]
pub(super) enum What {
    /// A bundle, or the head of one.
    Bundle,
    /// One recorded call.
    Call,
    Report(ReportKind),
    /// Encrypted, and with what.
    Encrypted(&'static str),
    /// Recognised, and read later.
    NotYet(&'static str),
    /// To be looked up among the answers of the AWS CLI.
    Other,
}

/// Tells an object by its members, not by its file's name.
pub(super) fn recognise(root: Value<'_>) -> What {
    let has = |key: &str| root.get(key).is_some();
    let has_text = |key: &str| root.get(key).is_some_and(|value| value.kind() == Kind::Text);
    let has_list = |key: &str| root.get(key).is_some_and(|value| value.is_array());
    let has_object = |key: &str| root.get(key).is_some_and(|value| value.is_object());
    match root.get("format").and_then(|format| format.text()).as_deref() {
        Some("lambda-evidence") => return What::Bundle,
        Some("lambdascope-report") => return What::Report(ReportKind::Lambdascope),
        Some("lambda-runtimes") => return What::Report(ReportKind::Runtimes),
        Some("lambdascope-judgements") => return What::Report(ReportKind::Judgements),
        _ => {}
    }
    let is_call = |value: &Value<'_>| value.get("service").is_some() && value.get("operation").is_some();
    if is_call(&root) {
        return What::Call;
    }
    if root.get("calls").and_then(|calls| calls.items().next()).is_some_and(|call| is_call(&call)) {
        return What::Bundle;
    }
    if has_text("audit_timestamp") && has("security_score") {
        return What::Report(ReportKind::SecurityAudit);
    }
    if has_text("check_timestamp") && has_object("compliance_status") {
        return What::Report(ReportKind::ComplianceReport);
    }
    if root.members().first().is_some_and(|(_, value)| value.get("security_audit").is_some()) {
        return What::Report(ReportKind::ClassicBoth);
    }
    if has_object("sops") {
        return What::Encrypted("a SOPS file");
    }
    if (has("ciphertext") && (has("protected") || has("recipients")))
        || has("encrypted_data_key")
        || has("CiphertextBlob")
    {
        return What::Encrypted("data or a data key under a KMS key");
    }
    if (has("processed_data") && has("encrypted_fields"))
        || (has("statusCode") && has_text("body"))
        || (has("ciphertext") && has_text("tag"))
        || root.get("format").and_then(|format| format.text()).as_deref() == Some("lambdascope-fields")
    {
        return What::Encrypted("data whose parts are encrypted, or an answer that carries it");
    }
    if has("AWSTemplateFormatVersion")
        || root.get("Resources").is_some_and(|resources| {
            resources.members().first().is_some_and(|(_, resource)| resource.get("Type").is_some())
        })
    {
        return What::NotYet("a CloudFormation template");
    }
    if has_list("runs") && (has("$schema") || has_text("version")) {
        return What::NotYet("a SARIF file, findings of another tool");
    }
    if has("class_uid") || has("finding_info") {
        return What::NotYet("an OCSF finding of another tool");
    }
    let is_asff =
        |value: &Value<'_>| value.get("SchemaVersion").is_some() && value.get("ProductArn").is_some();
    if is_asff(&root)
        || root
            .get("Findings")
            .and_then(|findings| findings.items().next())
            .is_some_and(|value| is_asff(&value))
    {
        return What::NotYet("an ASFF file, findings of another tool");
    }
    What::Other
}

/// The call that an answer answers.
#[derive(Debug)]
pub(super) struct Asked {
    pub operation: &'static Operation,
    /// In canonical form.
    pub parameters: String,
}

/// Why an answer was not taken.
#[derive(Debug)]
pub(super) enum NotTaken {
    /// It is no answer that is read.
    Unknown,
    /// It doesn't say what it is about, and the file's name doesn't either.
    NoSubject(&'static Operation),
}

/// Which call `root` answers. Its own words count before the file's name.
pub(super) fn asked(root: Value<'_>, file: &str) -> Result<Asked, NotTaken> {
    let fits = |operation: &&Operation| {
        operation.members.iter().all(|(key, is)| {
            root.get(key).is_some_and(|value| {
                matches!(
                    (is, value.kind()),
                    (Is::Text, Kind::Text)
                        | (Is::Bool, Kind::True | Kind::False)
                        | (Is::Number, Kind::Number)
                        | (Is::Object, Kind::Object)
                        | (Is::List, Kind::Array)
                )
            })
        })
    };
    let (named_operation, subject) = named(file).unwrap_or(("", "".into()));
    let mut without_subject = None;
    for operation in OPERATIONS.iter().filter(fits) {
        let by_name = operation.cli == named_operation && !subject.is_empty();
        let mut said = in_answer(operation, root);
        // A listing of log groups was asked for with a prefix that may be shorter than what its names have in common.
        if by_name && (said.is_none() || matches!(operation.subject, Subject::LogGroups)) {
            said = by_subject(operation, &subject, root);
        }
        if let Some(named) = said {
            return Ok(Asked { operation, parameters: canonical(&named) });
        }
        if without_subject.is_none() || operation.cli == named_operation {
            without_subject = Some(operation);
        }
    }
    Err(without_subject.map_or(NotTaken::Unknown, NotTaken::NoSubject))
}

type Named = Vec<(&'static str, String)>;

/// The parameters that the answer itself names; `None` when it doesn't name them all.
fn in_answer(operation: &Operation, root: Value<'_>) -> Option<Named> {
    let text = |pointer: &str| Some(root.pointer(pointer)?.text()?.into_owned());
    match &operation.subject {
        Subject::All => Some(Vec::new()),
        Subject::At(fields) => {
            fields.iter().map(|(parameter, pointer)| Some((*parameter, text(pointer)?))).collect()
        }
        Subject::Function(pointer) => match text(pointer) {
            Some(arn) => of_function(&arn, true),
            None => Some(vec![("FunctionName", text(&pointer.replace("FunctionArn", "FunctionName"))?)]),
        },
        Subject::AnyVersion(pointer) => of_function(&text(pointer)?, false),
        Subject::PolicyResource => {
            let policy = text("/Policy")?;
            let policy = Document::parse(&policy).ok()?;
            let statements = policy.root().get("Statement")?;
            let statement = if statements.is_array() { statements.items().next()? } else { statements };
            let resource = statement.get("Resource")?;
            let resource = if resource.is_array() { resource.items().next()? } else { resource }.text()?;
            if operation.name == "GetPolicy" {
                return of_function(&resource, true);
            }
            let (layer, version) = Arn::parse(&resource)?.layer()?;
            Some(vec![("LayerName", layer.to_owned()), ("VersionNumber", version.to_owned())])
        }
        Subject::LogGroups => {
            let names = root.get("logGroups")?.items().filter_map(|group| group.get("logGroupName")?.text());
            let prefix =
                names.map(|name| name.into_owned()).reduce(|a, b| common_prefix(&a, &b).to_owned())?;
            Some(if prefix.is_empty() { Vec::new() } else { vec![("logGroupNamePrefix", prefix)] })
        }
        Subject::Mappings => {
            let mappings = root.get("EventSourceMappings")?;
            let one = |key: &str| {
                let mut all = mappings.items().map(|mapping| Some(mapping.get(key)?.text()?.into_owned()));
                let first = all.next()??;
                all.all(|other| other.as_ref() == Some(&first)).then_some(first)
            };
            if let Some(arn) = one("FunctionArn") {
                return of_function(&arn, true);
            }
            mappings.items().next()?;
            Some(one("EventSourceArn").map(|source| ("EventSourceArn", source)).into_iter().collect())
        }
        Subject::Queue => {
            let arn = text("/Attributes/QueueArn")?;
            let arn = Arn::parse(&arn)?;
            let domain = if arn.partition == "aws-cn" { "amazonaws.com.cn" } else { "amazonaws.com" };
            let url = format!("https://sqs.{}.{domain}/{}/{}", arn.region, arn.account, arn.resource);
            Some(vec![("QueueUrl", url)])
        }
        Subject::Partly(_) => None,
    }
}

/// The parameters when a file's name gives the subject.
fn by_subject(operation: &Operation, subject: &str, root: Value<'_>) -> Option<Named> {
    if let Subject::Partly(fields) = operation.subject {
        let (first, _) = operation.named.split_first()?;
        let mut named = vec![(*first, subject.to_owned())];
        for (parameter, pointer) in fields {
            if let Some(value) = root.pointer(pointer).and_then(|value| value.text()) {
                named.push((parameter, value.into_owned()));
            }
        }
        return Some(adapted(operation, named));
    }
    named_parameters(operation, subject)
}

/// The parameters that a subject alone gives: for answers that don't say, and for errors, which never do.
pub(super) fn named_parameters(operation: &Operation, subject: &str) -> Option<Named> {
    let named = match operation.named {
        [] => Vec::new(),
        _ if subject.is_empty() => return None,
        [only] => vec![(*only, subject.to_owned())],
        [first, second, ..] => {
            // An ARN may hold dots; what stands behind the last one is a version or a policy's name.
            let (one, two) = subject.rsplit_once('.')?;
            vec![(*first, one.to_owned()), (*second, two.to_owned())]
        }
    };
    Some(adapted(operation, named))
}

/// A subject as a person writes it into a file's name, made the parameter that AWS is asked with.
fn adapted(operation: &Operation, mut named: Named) -> Named {
    if let Some((parameter, value)) = named.first_mut() {
        match *parameter {
            "FunctionName" => {
                if let Some((function, _)) = Arn::parse(value).as_ref().and_then(Arn::function) {
                    *value = function.to_owned();
                }
            }
            "logGroupNamePrefix" if !value.contains('/') => *value = format!("/aws/lambda/{value}"),
            _ => {}
        }
    }
    if operation.name == "GetKeyPolicy" && named.len() == 1 {
        named.push(("PolicyName", "default".to_owned()));
    }
    named
}

/// Parameters in canonical form, as they would have been recorded.
pub(super) fn canonical(named: &Named) -> String {
    match named.as_slice() {
        [("ResourceName", name)] => {
            let mut out =
                String::from("{\"LookupAttributes\":[{\"AttributeKey\":\"ResourceName\",\"AttributeValue\":");
            write_text(name, &mut out);
            out.push_str("}]}");
            out
        }
        [layer, ("VersionNumber", version)] if version.bytes().all(|byte| byte.is_ascii_digit()) => {
            let mut out = parameters(&[(layer.0, &layer.1)]);
            out.pop();
            out.push_str(",\"VersionNumber\":");
            out.push_str(version);
            out.push('}');
            out
        }
        _ => parameters(&named.iter().map(|(key, value)| (*key, value.as_str())).collect::<Vec<_>>()),
    }
}

fn of_function(arn: &str, with_qualifier: bool) -> Option<Named> {
    let (name, qualifier) = Arn::parse(arn)?.function()?;
    let mut named = vec![("FunctionName", name.to_owned())];
    if let Some(qualifier) = qualifier.filter(|_| with_qualifier) {
        named.push(("Qualifier", qualifier.to_owned()));
    }
    Some(named)
}

fn common_prefix<'a>(a: &'a str, b: &str) -> &'a str {
    let same = a.char_indices().zip(b.chars()).find(|((_, a), b)| a != b).map(|((at, _), _)| at);
    a.get(..same.unwrap_or(a.len().min(b.len()))).unwrap_or_default()
}

/// Account and region of an ARN in the answer, where the operation has one that tells.
pub(super) fn scope(
    operation: &Operation,
    root: Value<'_>,
    parameters: &str,
) -> (Option<String>, Option<String>) {
    let arn = match operation.subject {
        Subject::PolicyResource => policy_resource(root),
        _ if operation.arn.is_empty() => None,
        _ => root.pointer(operation.arn).and_then(|arn| Some(arn.text()?.into_owned())),
    };
    match arn.as_deref().and_then(Arn::parse) {
        Some(arn) => (arn.account().map(str::to_owned), arn.region().map(str::to_owned)),
        None => error_scope(operation, parameters),
    }
}

/// Account and region when no answer tells. An ARN among the parameters does so only where it is a function's: keys and
/// policies may belong to others.
pub(super) fn error_scope(operation: &Operation, parameters: &str) -> (Option<String>, Option<String>) {
    let arn = first_arn(parameters).filter(|arn| operation.service == "lambda" && arn.contains(":function:"));
    let Some(arn) = arn.as_deref().and_then(Arn::parse) else { return (None, None) };
    (arn.account().map(str::to_owned), arn.region().map(str::to_owned))
}

fn policy_resource(root: Value<'_>) -> Option<String> {
    let policy = root.get("Policy")?.text()?;
    first_arn(policy.split_once("\"Resource\"")?.1)
}

/// The first ARN in a JSON text.
fn first_arn(json: &str) -> Option<String> {
    let from = json.find("\"arn:")? + 1;
    let arn = json.get(from..)?;
    Some(arn.get(..arn.find('"')?)?.to_owned())
}

/// What the AWS CLI printed when a call failed.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct CliError<'a> {
    pub code: &'a str,
    pub operation: &'a str,
    pub message: &'a str,
}

/// Reads `An error occurred (CODE) when calling the OPERATION operation: MESSAGE`, with whatever stands before it.
pub(super) fn cli_error(text: &str) -> Option<CliError<'_>> {
    let (_, rest) = text.split_once("An error occurred (")?;
    let (code, rest) = rest.split_once(") when calling the ")?;
    let (operation, rest) = rest.split_once(" operation")?;
    // The AWS CLI may say in brackets how often it tried.
    let end = if rest.starts_with(" (") { "): " } else { ": " };
    let (_, message) = rest.split_once(end).unwrap_or(("", rest));
    let plain = |text: &str| !text.is_empty() && text.len() < 200 && !text.contains(char::is_whitespace);
    (plain(code) && plain(operation)).then_some(CliError { code, operation, message: message.trim() })
}

impl CliError<'_> {
    /// The call that failed. Lambda and IAM both have a `GetPolicy`; their codes and messages tell them apart.
    pub(super) fn asked(&self, file: &str) -> Result<Asked, NotTaken> {
        let (named_operation, subject) = named(file).unwrap_or(("", "".into()));
        let of_iam = self.message.contains("iam:")
            || matches!(self.code, "NoSuchEntity" | "AccessDenied")
            || subject.starts_with("arn:aws:iam:");
        let operation = OPERATIONS
            .iter()
            .filter(|operation| operation.name == self.operation)
            .find(|operation| operation.name != "GetPolicy" || (operation.service == "iam") == of_iam)
            .ok_or(NotTaken::Unknown)?;
        let subject = if operation.cli == named_operation { subject.as_ref() } else { "" };
        let named = named_parameters(operation, subject).ok_or(NotTaken::NoSubject(operation))?;
        Ok(Asked { operation, parameters: canonical(&named) })
    }

    pub(super) fn outcome(&self) -> Outcome {
        Outcome::Error { code: self.code.to_owned(), message: self.message.to_owned() }
    }
}

/// The bytes of a value.
pub(super) fn span(value: Value<'_>) -> Span {
    // Texts of 4 GiB and more are refused before they are scanned.
    Span { start: value.start() as u32, end: value.end() as u32 }
}

/// Whether an answer says that it goes on: the next answer of the same call is then its next page.
pub(super) fn goes_on(root: Value<'_>) -> bool {
    ["NextToken", "nextToken", "NextMarker", "Marker"]
        .iter()
        .any(|key| root.get(key).is_some_and(|token| !token.is_null()))
}

/// The operation of a recorded call, when it is one of ours.
pub(super) fn operation_of(
    evidence: &Evidence,
    operation: crate::calls::Symbol,
) -> Option<&'static Operation> {
    let name = evidence.name(operation);
    OPERATIONS.iter().find(|known| {
        name.strip_prefix(known.service).and_then(|rest| rest.strip_prefix(':')) == Some(known.name)
    })
}
