//! EXP-07: a service that may call on anybody's behalf.

use evidence::facts::Function;
use iam::limit::LimitKind;
use iam::principal::Who;

use super::resource_policy;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, NET, Outcome, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "EXP-07",
    title: "Service that may call for any account (confused deputy)",
    severity: Severity::High,
    category: "NETWORK_SECURITY",
    check: NET,
    decides: "`Policy` of get-policy: `Principal.Service` with `aws:SourceArn`, `aws:SourceAccount` or `aws:SourceOrgID`",
    why: "A service acts for all of its customers. Without a condition on the source, anybody's rule, API or bucket may make it call this \
          function. A bucket's ARN has no account in it: whoever takes the name after the bucket is deleted may call, so S3 needs \
          aws:SourceAccount.",
    fix: "Add the permission again with the source's ARN and account, then remove this one.",
    command: Some(
        "aws lambda add-permission --function-name {function} --statement-id {new-statement-id} --action lambda:InvokeFunction \
         --principal {service} --source-arn {source-arn} --source-account {account}",
    ),
    sources: "IAM user guide, \"The confused deputy problem\"; AWS Security Hub Lambda.1 for S3; checkov CKV_AWS_364; trivy AVD-AWS-0067; \
              cfn-lint",
    needs: &["lambda:GetPolicy"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let policies = resource_policy::read(context, function);
    let mut outcomes = Vec::new();
    note(&mut outcomes, policies.gap);
    for admitted in policies.admitted() {
        let Who::Service(service) = &admitted.caller.who else { continue };
        let limits = &admitted.caller.limits;
        let token = limits.iter().any(|limit| limit.kind == LimitKind::Token);
        if admitted.caller.has_source() || token {
            continue;
        }
        let statement = admitted.statement();
        let message = match limits.iter().find(|limit| limit.kind == LimitKind::SourceArn) {
            Some(limit) => format!(
                "`{statement}` lets {service} in for {}, which names no account: whoever owns that name may call.",
                limit.values.join(", ")
            ),
            None => format!(
                "`{statement}` lets {service} in for anybody's account: no condition pins down the source."
            ),
        };
        let found = Found::new(message).about(statement).named("service", service.clone());
        outcomes.push(Outcome::Fail(found.at_place(admitted.place())));
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{ARN, absent, check, function, policy};

    #[test]
    fn services_need_a_source() {
        let judged = |service: &str, condition: Value, expected: &str| {
            let statement = json!([{"Sid": "s", "Effect": "Allow", "Principal": {"Service": service},
                "Action": "lambda:InvokeFunction", "Resource": ARN, "Condition": condition}]);
            check("EXP-07", vec![function(json!({})), policy(statement)], expected);
        };
        let bucket = json!({"AWS:SourceArn": "arn:aws:s3:::orders-in"});
        judged("events.amazonaws.com", json!({}), "FAIL HIGH");
        judged("s3.amazonaws.com", json!({"ArnLike": bucket}), "FAIL HIGH");
        judged(
            "events.amazonaws.com",
            json!({"ArnLike": {"aws:SourceArn": "arn:aws:events:*:*:rule/*"}}),
            "FAIL HIGH",
        );
        let account = json!({"aws:SourceAccount": "123456789012"});
        judged("s3.amazonaws.com", json!({"ArnLike": bucket, "StringEquals": account}), "PASS");
        let rule = json!({"AWS:SourceArn": "arn:aws:events:us-east-1:123456789012:rule/tick"});
        judged("events.amazonaws.com", json!({"ArnLike": rule}), "PASS");
        judged(
            "alexa-appkit.amazon.com",
            json!({"StringEquals": {"lambda:EventSourceToken": "amzn1.x"}}),
            "PASS",
        );
        check("EXP-07", vec![function(json!({})), absent("lambda:GetPolicy")], "PASS");
        check("EXP-07", vec![function(json!({}))], "NOT_ASSESSED lambda:GetPolicy");
    }
}
