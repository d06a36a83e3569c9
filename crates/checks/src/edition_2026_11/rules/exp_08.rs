//! EXP-08: a source that a wildcard stands for.

use evidence::facts::{ArnParts, Function};
use iam::limit::{Limit, LimitKind, Width, arn_width};
use iam::principal::Who;

use super::resource_policy;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, NET, Outcome, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-08",
    title: "Source ARN that matches every source",
    severity: Severity::Medium,
    category: "NETWORK_SECURITY",
    check: NET,
    decides: "`Policy` of get-policy: the values of `aws:SourceArn`",
    why: "A source such as `arn:aws:s3:::*` or every API of an account looks like a condition and excludes nobody: any bucket, rule or \
          API may call, also those that others made.",
    fix: "Name the one bucket, rule or API that calls.",
    command: Some(
        "aws lambda add-permission --function-name {function} --statement-id {new-statement-id} --action lambda:InvokeFunction \
         --principal {service} --source-arn {source-arn} --source-account {account}",
    ),
    sources: "AWS Security Hub Lambda.1; prowler",
    needs: &["lambda:GetPolicy"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let policies = resource_policy::read(context, function);
    let mut outcomes = Vec::new();
    note(&mut outcomes, policies.gap);
    for admitted in policies.admitted() {
        let caller = &admitted.caller;
        let is_source = |limit: &&Limit| limit.kind == LimitKind::SourceArn;
        // Of several conditions on the source the narrowest counts.
        let sources = caller.limits.iter().chain(&caller.wide).filter(is_source);
        let Some(source) = sources.min_by_key(|limit| limit.width) else { continue };
        let width = width(source, caller.accounts().is_some());
        if width < Width::AnyInAccount {
            continue;
        }
        let statement = admitted.statement();
        let message = match width {
            Width::AnyInAccount => {
                format!(
                    "`{statement}` lets every source of its kind in the account call: {}.",
                    source.values.join(", ")
                )
            }
            _ => format!("`{statement}` lets sources of any account call: {}.", source.values.join(", ")),
        };
        let mut found = Found::new(message).about(statement);
        if let Who::Service(service) = &caller.who {
            found = found.named("service", service.clone());
        }
        outcomes.push(Outcome::Fail(found.at_place(admitted.place())));
    }
    Ok(outcomes)
}

/// How wide a source is. Where another condition pins down the account, names without one, like those of buckets, count as names
/// in that account.
fn width(source: &Limit, pinned: bool) -> Width {
    if !pinned || source.width < Width::AnyAccount {
        return source.width;
    }
    let in_account = |value: &String| match ArnParts::parse(value) {
        Some(arn) => {
            let (partition, service, region) = (arn.partition, arn.service, arn.region);
            arn_width(&format!("arn:{partition}:{service}:{region}:000000000000:{}", arn.resource), true).0
        }
        None => Width::AnyInAccount,
    };
    source.values.iter().map(in_account).max().unwrap_or(source.width)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{ARN, check, denied, function, policy};

    #[test]
    fn wildcards_in_sources() {
        let judged = |source: &str, expected: &str| {
            let statement = json!([{"Sid": "s", "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
                "Action": "lambda:InvokeFunction", "Resource": ARN, "Condition": {"ArnLike": {"AWS:SourceArn": source}}}]);
            check("EXP-08", vec![function(json!({})), policy(statement)], expected);
        };
        let pinned = |source: &str, expected: &str| {
            let condition = json!({"ArnLike": {"AWS:SourceArn": source}, "StringEquals": {"aws:SourceAccount": "123456789012"}});
            let statement = json!([{"Sid": "s", "Effect": "Allow", "Principal": {"Service": "s3.amazonaws.com"},
                "Action": "lambda:InvokeFunction", "Resource": ARN, "Condition": condition}]);
            check("EXP-08", vec![function(json!({})), policy(statement)], expected);
        };
        pinned("arn:aws:s3:::*", "FAIL MEDIUM");
        pinned("arn:aws:s3:::orders-*", "PASS");
        judged("arn:aws:s3:::orders-*", "FAIL MEDIUM");
        judged("arn:aws:s3:::*", "FAIL MEDIUM");
        judged("*", "FAIL MEDIUM");
        judged("arn:aws:events:*:*:rule/*", "FAIL MEDIUM");
        judged("arn:aws:execute-api:us-east-1:123456789012:*/*/*/*", "FAIL MEDIUM");
        judged("arn:aws:execute-api:us-east-1:123456789012:a1b2c3d4e5/*/GET/orders", "PASS");
        judged("arn:aws:events:us-east-1:123456789012:rule/tick", "PASS");
        check(
            "EXP-08",
            vec![function(json!({})), denied("lambda:GetPolicy")],
            "NOT_ASSESSED lambda:GetPolicy",
        );
    }
}
