//! The AWS services that a function's role lets its code call, and what the endpoints of a VPC call them.

use evidence::facts::{Answer, Facts, Gap, Role};
use iam::policy::{ActionPattern, Actions, Effect};

use crate::EvidenceRef;
use crate::edition_2026_11::{Context, Read};

/// A service's prefix in policies, and its names among the services of VPC endpoints.
type Service = (&'static str, &'static [&'static str]);

/// Services that functions call and that have endpoints. What is not here is not judged.
#[rustfmt::skip]
const SERVICES: &[Service] = &[
    ("s3", &["s3"]), ("s3express", &["s3express"]), ("dynamodb", &["dynamodb"]), ("secretsmanager", &["secretsmanager"]),
    ("ssm", &["ssm"]), ("kms", &["kms"]), ("sqs", &["sqs"]), ("sns", &["sns"]), ("events", &["events"]),
    ("states", &["states", "sync-states"]), ("scheduler", &["scheduler"]), ("kinesis", &["kinesis-streams"]),
    ("firehose", &["kinesis-firehose"]), ("lambda", &["lambda"]), ("sts", &["sts"]), ("execute-api", &["execute-api"]),
    ("athena", &["athena"]), ("glue", &["glue"]), ("rds-data", &["rds-data"]), ("redshift-data", &["redshift-data"]),
    ("cloudwatch", &["monitoring"]), ("logs", &["logs"]), ("ec2", &["ec2"]), ("ecs", &["ecs"]), ("ecr", &["ecr.api"]),
    ("batch", &["batch"]), ("codebuild", &["codebuild"]), ("codecommit", &["codecommit"]), ("codepipeline", &["codepipeline"]),
    ("cloudformation", &["cloudformation"]), ("cognito-idp", &["cognito-idp"]), ("bedrock", &["bedrock-runtime", "bedrock"]),
    ("sagemaker", &["sagemaker.runtime", "sagemaker.api"]), ("textract", &["textract"]), ("comprehend", &["comprehend"]),
    ("rekognition", &["rekognition"]), ("translate", &["translate"]), ("transcribe", &["transcribe"]), ("polly", &["polly"]),
    ("ses", &["email", "email-smtp"]), ("appconfig", &["appconfigdata", "appconfig"]),
];

/// What Lambda itself does by the role, and not from within the VPC: logs, traces, and the function's interfaces.
#[rustfmt::skip]
const BY_LAMBDA: &[&str] = &[
    "logs:createloggroup", "logs:createlogstream", "logs:putlogevents", "logs:describeloggroups", "logs:describelogstreams",
    "logs:putretentionpolicy", "ec2:createnetworkinterface", "ec2:describenetworkinterfaces", "ec2:deletenetworkinterface",
    "ec2:assignprivateipaddresses", "ec2:unassignprivateipaddresses", "ec2:describesubnets", "ec2:describesecuritygroups",
    "ec2:describevpcs", "ec2:getsecuritygroupsforvpc", "dynamodb:getrecords", "dynamodb:getsharditerator",
    "dynamodb:describestream", "dynamodb:liststreams",
];

/// What Lambda does by the role where it polls a source for the function.
#[rustfmt::skip]
const BY_POLLER: &[&str] = &[
    "sqs:receivemessage", "sqs:deletemessage", "sqs:getqueueattributes", "sqs:changemessagevisibility", "sqs:getqueueurl",
    "kinesis:getrecords", "kinesis:getsharditerator", "kinesis:describestream", "kinesis:describestreamsummary",
    "kinesis:listshards", "kinesis:liststreams", "kinesis:subscribetoshard",
];

/// AWS's own policies that hold nothing but what Lambda itself does.
const OWN_POLICIES: [&str; 6] = [
    "/AWSLambdaBasicExecutionRole",
    "/AWSLambdaVPCAccessExecutionRole",
    "/AWSLambdaENIManagementAccess",
    "/AWSXRayDaemonWriteAccess",
    "/AWSXrayWriteOnlyAccess",
    "/CloudWatchLambdaInsightsExecutionRolePolicy",
];

/// A service that the role lets the function call.
#[derive(Debug)]
pub(super) struct Use {
    pub service: &'static str,
    /// Its names among the services of VPC endpoints.
    pub endpoints: &'static [&'static str],
    /// The statement that allows it.
    pub place: EvidenceRef,
    /// Whether nothing is allowed but what Lambda does where it polls a source of that service.
    pub only_polled: bool,
}

/// What a role lets a function call.
#[derive(Debug, Default)]
pub(super) struct Used {
    /// Each service once.
    pub services: Vec<Use>,
    /// A statement that allows the actions of any service, so that it tells none.
    pub any: Option<EvidenceRef>,
    /// Why there may be more.
    pub gap: Option<Gap>,
}

/// What a role lets a function call, found out once.
pub(super) fn used(context: &Context<'_>, arn: &str) -> std::rc::Rc<Used> {
    context.once("used", arn, || read(context, context.facts, arn))
}

fn read<'f>(context: &Context<'_>, facts: &'f Facts<'f>, arn: &'f str) -> Used {
    let role = Role::new(facts, arn);
    let mut used = Used { gap: role.inline_gap.or(role.attached_gap), ..Used::default() };
    let mut denied: Vec<ActionPattern> = Vec::new();
    for policy in &role.policies {
        let is_own = !policy.inline && OWN_POLICIES.iter().any(|own| policy.name.ends_with(own));
        match &policy.document {
            _ if is_own && policy.name.contains(":iam::aws:") => {}
            Answer::Known(document) => match context.policy(document, "iam:GetRolePolicy") {
                Ok(read) => used.take(&read, &mut denied),
                Err(gap) => used.gap = used.gap.or(Some(gap)),
            },
            // It was taken off since.
            Answer::Absent(_) => {}
            Answer::Refused(gap) | Answer::Missing(gap) => used.gap = used.gap.or(Some(*gap)),
        }
    }
    let is_denied = |service: &str| {
        denied
            .iter()
            .any(|pattern| pattern.text == "*" || pattern.text.eq_ignore_ascii_case(&format!("{service}:*")))
    };
    used.services.retain(|found| !is_denied(found.service));
    used
}

impl Used {
    fn take(&mut self, read: &Read, denied: &mut Vec<ActionPattern>) {
        for statement in &read.policy.statements {
            let everywhere = statement.resources.patterns().iter().any(|pattern| pattern.text == "*");
            let plain = statement.conditions.is_empty();
            match (statement.effect, &statement.actions) {
                (Effect::Deny, Actions::Only(patterns)) if everywhere && plain => {
                    denied.extend(patterns.iter().cloned());
                }
                (Effect::Deny, _) => {}
                (Effect::Allow, Actions::Except(_)) => self.any = Some(read.statement(statement.index)),
                (Effect::Allow, Actions::Only(patterns)) => {
                    // Another service uses the key for the function.
                    if statement
                        .conditions
                        .iter()
                        .any(|condition| condition.lowercase_key == "kms:viaservice")
                    {
                        continue;
                    }
                    for pattern in patterns {
                        self.allow(pattern, read, statement.index);
                    }
                }
            }
        }
    }

    fn allow(&mut self, pattern: &ActionPattern, read: &Read, statement: usize) {
        let Some(service) = pattern.service() else {
            self.any = Some(read.statement(statement));
            return;
        };
        let name = pattern.text.to_ascii_lowercase();
        // Whole services are given for logs and interfaces, where Lambda needs a few of their actions.
        let is_wide = matches!(service.as_str(), "logs" | "ec2") && name.contains(['*', '?']);
        if is_wide || BY_LAMBDA.contains(&name.as_str()) {
            return;
        }
        let Some(&(service, endpoints)) = SERVICES.iter().find(|(known, _)| *known == service) else {
            return;
        };
        let only_polled = BY_POLLER.contains(&name.as_str());
        match self.services.iter_mut().find(|found| found.service == service) {
            Some(found) if found.only_polled && !only_polled => {
                (found.only_polled, found.place) = (false, read.statement(statement));
            }
            Some(_) => {}
            None => {
                self.services.push(Use { service, endpoints, place: read.statement(statement), only_polled })
            }
        }
    }
}
