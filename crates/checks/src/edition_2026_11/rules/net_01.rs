//! NET-01: a function outside a VPC.

use evidence::facts::{Function, Role};

use super::vpc;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, VPC, fail, not_applicable, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "NET-01",
    title: "Function outside a VPC",
    severity: Severity::Low,
    category: "NETWORK_SECURITY",
    check: VPC,
    decides: "`VpcConfig.VpcId` of get-function",
    why: "Outside a VPC nothing limits where the function sends data, and it can't reach private resources but over public addresses.",
    fix: "If it works with data that must not leave, or with private resources, put it into private subnets of two zones. If it calls \
          public services only, note that as your decision.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --vpc-config \
         SubnetIds={subnet-1},{subnet-2},SecurityGroupIds={group}",
    ),
    sources: "AWS Security Hub Lambda.3; prowler; checkov CKV_AWS_117; steampipe; cfn_nag W89",
    needs: &["lambda:GetFunction"],
    exempt: "Lambda@Edge runs the function, as its role's trust policy says: it can't be in a VPC.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    if vpc::of(function)?.is_some() {
        return pass();
    }
    if runs_at_the_edge(context, function) {
        return not_applicable(RULE.exempt);
    }
    fail(Found::new("The function is not in a VPC.").at_config(function, "VpcConfig"))
}

fn runs_at_the_edge(context: &Context<'_>, function: &Function<'_>) -> bool {
    let Ok(Some(arn)) = function.config_text("Role") else { return false };
    let detail = Role::detail(context.facts, &arn).known();
    let trust = detail.and_then(|detail| detail.get("AssumeRolePolicyDocument"));
    let trust = trust.map(|trust| context.policy(&trust, "iam:GetRole"));
    let Some(Ok(trust)) = trust else { return false };
    iam::gain::trusts(&trust.policy, "edgelambda.amazonaws.com") == iam::condition::Truth::Yes
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{call, check, denied, function};

    #[test]
    fn a_vpc_has_an_id() {
        let vpc =
            |id: &str| function(json!({"VpcConfig": {"VpcId": id, "SubnetIds": [], "SecurityGroupIds": []}}));
        check("NET-01", vec![vpc("vpc-1")], "PASS");
        check("NET-01", vec![vpc("")], "FAIL LOW");
        check("NET-01", vec![function(json!({}))], "FAIL LOW");
        check("NET-01", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }

    #[test]
    fn the_edge_has_no_vpc() {
        let role = |service: &str| {
            let trust = json!({"Statement": [{"Effect": "Allow", "Action": "sts:AssumeRole",
                "Principal": {"Service": ["lambda.amazonaws.com", service]}}]});
            let arn = "arn:aws:iam::123456789012:role/orders-role";
            let role =
                json!({"Role": {"RoleName": "orders-role", "Arn": arn, "AssumeRolePolicyDocument": trust}});
            call("iam:GetRole", json!({"RoleName": "orders-role"}), role)
        };
        check("NET-01", vec![function(json!({})), role("edgelambda.amazonaws.com")], "NOT_APPLICABLE");
        check("NET-01", vec![function(json!({})), role("events.amazonaws.com")], "FAIL LOW");
    }
}
