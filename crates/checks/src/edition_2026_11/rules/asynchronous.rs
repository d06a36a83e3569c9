//! Asynchronous calls: which services make them, and what happens to events that fail.

use evidence::facts::{Answer, ArnParts, Field, Function, Gap};
use iam::callers::{Caller, callers};
use iam::limit::LimitKind;
use iam::principal::Who;

use crate::edition_2026_11::Context;
use crate::edition_2026_11::rule::Found;

pub(super) const POLICY: &str = "lambda:GetPolicy";
pub(super) const CONFIG: &str = "lambda:GetFunctionEventInvokeConfig";
const CONFIGS: &str = "lambda:ListFunctionEventInvokeConfigs";

/// When the rules on asynchronous calls don't apply.
pub(super) const EXEMPT: &str =
    "No service that calls asynchronously is let in by the function's resource policy.";

/// Services that put events into the function's queue and don't wait, by the first part of their names.
#[rustfmt::skip]
const ASYNCHRONOUS: &[&str] = &[
    "s3", "sns", "events", "ses", "iot", "iotevents", "config", "cloudformation", "codecommit", "codepipeline", "logs", "scheduler",
];

/// A service that calls asynchronously.
pub(super) struct Trigger<'f> {
    pub service: String,
    /// The version or alias that it calls; `None` for the function itself.
    pub qualifier: Option<&'f str>,
    pub place: crate::EvidenceRef,
}

/// The services that call the function asynchronously, each once per version and alias, and why there may be more.
pub(super) fn triggers<'f>(
    context: &Context<'_>,
    function: &Function<'f>,
) -> (Vec<Trigger<'f>>, Option<Gap>) {
    let (mut triggers, mut gap): (Vec<Trigger<'f>>, _) = (Vec::new(), None);
    for (qualifier, answer) in function.ask_each(POLICY) {
        gap = gap.or(answer.gap());
        let Some(document) = answer.known().and_then(|answer| answer.get("Policy")) else { continue };
        let read = match context.policy(&document, POLICY) {
            Ok(read) => read,
            Err(unread) => {
                gap = gap.or(Some(unread));
                continue;
            }
        };
        for caller in callers(&read.policy, &["lambda:InvokeFunction"], None) {
            let Some(service) = service(&caller).filter(|_| caller.is_admitted()) else { continue };
            let same = |known: &Trigger<'_>| known.service == service && known.qualifier == qualifier;
            if !triggers.iter().any(same) {
                triggers.push(Trigger { service, qualifier, place: read.statement(caller.statement) });
            }
        }
    }
    (triggers, gap)
}

/// The service that calls asynchronously, if it is one: by its name, or by the resource for which anybody is let in.
fn service(caller: &Caller) -> Option<String> {
    match &caller.who {
        Who::Service(name) => {
            // `logs.us-east-1.amazonaws.com` is `logs`, too.
            let first = name.split('.').next().unwrap_or_default();
            let is_it = ASYNCHRONOUS.contains(&first) || name.starts_with("lambda.alarms.cloudwatch.");
            (is_it && name.contains(".amazonaws.com")).then(|| name.clone())
        }
        Who::Everyone => {
            let sources = caller.limits.iter().filter(|limit| limit.kind == LimitKind::SourceArn);
            let arns = sources.flat_map(|limit| &limit.values).filter_map(|arn| ArnParts::parse(arn));
            let mut services = arns.map(|arn| arn.service).filter(|service| ASYNCHRONOUS.contains(service));
            services.next().map(|service| format!("{service}.amazonaws.com"))
        }
        _ => None,
    }
}

/// How asynchronous calls of the function, or of a version or alias, are set up.
pub(super) fn config<'s>(function: &'s Function<'_>, qualifier: Option<&str>) -> Answer<Field<'s>> {
    let asked = function.ask_each(CONFIG).into_iter().find(|(of, _)| *of == qualifier);
    let asked = asked.map_or(Answer::missing(CONFIG), |(_, answer)| answer);
    asked.or_else(|| {
        let listed = function.list(CONFIGS, "FunctionEventInvokeConfigs");
        let is_own = |config: &Field<'_>| {
            let arn = config.text_of("FunctionArn").unwrap_or_default();
            arn.split(':').nth(7).filter(|of| *of != "$LATEST") == qualifier
        };
        match (listed.items.into_iter().find(is_own), listed.gap, listed.call) {
            (Some(config), ..) => Answer::Known(config),
            (None, None, Some(call)) => Answer::Absent(call),
            (None, ..) => Answer::missing(CONFIG),
        }
    })
}

/// The commands that set up asynchronous calls: of a function, and of a version or alias of it.
pub(super) struct Commands {
    /// For what has no such configuration: `put` takes the place of all of it.
    pub put: &'static str,
    pub put_of: &'static str,
    /// For what has one.
    pub update: &'static str,
    pub update_of: &'static str,
}

/// The commands with these options.
macro_rules! commands {
    ($options:literal) => {
        $crate::edition_2026_11::rules::asynchronous::Commands {
            put: concat!("aws lambda put-function-event-invoke-config --function-name {function} ", $options),
            put_of: concat!(
                "aws lambda put-function-event-invoke-config --function-name {function} --qualifier {qualifier} ",
                $options
            ),
            update: concat!("aws lambda update-function-event-invoke-config --function-name {function} ", $options),
            update_of: concat!(
                "aws lambda update-function-event-invoke-config --function-name {function} --qualifier {qualifier} ",
                $options
            ),
        }
    };
}
pub(super) use commands;

impl Commands {
    /// Offers the one that sets up these versions and aliases, of which some may have a configuration. Where they are several the
    /// command leaves it to the person which.
    pub fn offer(&self, found: Found, qualifiers: &[Option<&str>], is_set: bool) -> Found {
        let first = qualifiers.first().copied().flatten();
        let several = qualifiers.iter().any(|qualifier| *qualifier != first);
        match (several || first.is_some(), is_set) {
            // The rule's own.
            (false, false) => found,
            (false, true) => found.command(self.update),
            (true, _) => {
                let found = found.command(if is_set { self.update_of } else { self.put_of });
                match first.filter(|_| !several) {
                    Some(qualifier) => found.named("qualifier", qualifier),
                    None => found,
                }
            }
        }
    }
}

/// What tests of several rules need.
#[cfg(test)]
pub(super) mod testing {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::policy;

    /// A policy that lets a service in.
    pub(in super::super) fn lets_in(service: &str) -> Value {
        policy(
            json!([{"Sid": "s1", "Effect": "Allow", "Principal": {"Service": service}, "Action": "lambda:InvokeFunction",
            "Resource": "*"}]),
        )
    }
}
