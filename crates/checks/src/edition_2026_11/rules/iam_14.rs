//! IAM-14: a service that may take on the role on behalf of anybody.

use evidence::facts::Function;
use iam::principal::Who;

use super::trust::{Trust, is_lambda};
use crate::Severity;
use crate::edition_2026_11::rule::{Found, IAM, Judged, Outcome};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-14",
    title: "Service that takes on the role on anybody's behalf",
    severity: Severity::Low,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "services besides Lambda in `AssumeRolePolicyDocument` of get-role, without a condition on aws:SourceArn, aws:SourceAccount \
              or aws:SourceOrgID",
    why: "A service acts for many accounts. Without a condition on the source, somebody else may have it act with this role: a confused \
          deputy.",
    fix: "Add the condition StringEquals aws:SourceAccount with the own account, or ArnLike aws:SourceArn.",
    command: Some("aws iam update-assume-role-policy --role-name {role} --policy-document file://trust.json"),
    sources: "prowler (iam_role_cross_service_confused_deputy_prevention); IAM User Guide, \"The confused deputy problem\"",
    needs: &["iam:GetRole", "iam:GetAccountAuthorizationDetails"],
    exempt: "Lambda itself, which tells no source when it takes on a role: the condition would stop the function.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let trust = match Trust::of(context, function) {
        Ok(trust) => trust,
        Err(judged) => return judged,
    };
    let mut outcomes = vec![Outcome::NotApplicable("No service besides Lambda may take on the role.".into())];
    for caller in trust.callers() {
        let Who::Service(service) = &caller.who else { continue };
        if caller.has_source() {
            outcomes.retain(|outcome| !matches!(outcome, Outcome::NotApplicable(_)));
            outcomes.push(Outcome::Pass);
        } else if !is_lambda(service) {
            let name = trust.name(caller.statement);
            let message = format!(
                "`{name}` of the trust policy lets {service} take on the role, and does not say on whose behalf."
            );
            let found = Found::new(message).about(format!("{name}: {service}"));
            let place = trust.place(caller.statement);
            outcomes.push(Outcome::Fail(place.into_iter().fold(found, Found::at_place)));
        }
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::rules::iam_testing::{check_role, details};

    #[track_caller]
    fn check(service: Value, condition: Value, expected: &str) {
        let trust = json!({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Principal": {"Service": service}, "Action": "sts:AssumeRole", "Condition": condition}});
        check_role("IAM-14", details(json!({"AssumeRolePolicyDocument": trust}), json!([])), expected);
    }

    #[test]
    fn services_and_their_sources() {
        let account = || json!({"StringEquals": {"aws:SourceAccount": "123456789012"}});
        check(json!("lambda.amazonaws.com"), json!({}), "NOT_APPLICABLE");
        check(json!("lambda.amazonaws.com"), account(), "PASS");
        check(json!(["lambda.amazonaws.com", "scheduler.amazonaws.com"]), json!({}), "FAIL LOW");
        check(json!("scheduler.amazonaws.com"), account(), "PASS");
        let any = json!({"ArnLike": {"aws:SourceArn": "arn:aws:scheduler:*:*:schedule/*"}});
        check(json!("scheduler.amazonaws.com"), any, "FAIL LOW");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role("IAM-14", Vec::new(), "NOT_ASSESSED iam:GetRole");
    }
}
