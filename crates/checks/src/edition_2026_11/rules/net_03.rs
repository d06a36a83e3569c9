//! NET-03: in a VPC without a security group.

use evidence::facts::Function;

use super::vpc;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, VPC, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "NET-03",
    title: "In a VPC without a security group",
    severity: Severity::High,
    category: "NETWORK_SECURITY",
    check: VPC,
    decides: "`VpcConfig.SecurityGroupIds` of get-function",
    why: "Without a group nothing says where the function may connect to.",
    fix: "Give it a security group of its own that allows only the connections that it needs.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --vpc-config \
         SubnetIds={subnet-1},{subnet-2},SecurityGroupIds={group}",
    ),
    sources: "The published original",
    needs: &["lambda:GetFunction"],
    exempt: vpc::EXEMPT,
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(_: &Context<'_>, function: &Function<'_>) -> Judged {
    match vpc::of(function)? {
        None => vpc::outside(),
        Some(vpc) if vpc.groups.is_empty() => {
            let place = vpc.config.get("SecurityGroupIds").unwrap_or(vpc.config);
            fail(Found::new("The function is in a VPC and has no security group.").at(&place))
        }
        Some(_) => pass(),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{check, denied, function};

    #[test]
    fn groups_are_counted() {
        let inside = |groups: serde_json::Value| {
            function(
                json!({"VpcConfig": {"VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "SecurityGroupIds": groups}}),
            )
        };
        check("NET-03", vec![inside(json!(["sg-1"]))], "PASS");
        check("NET-03", vec![inside(json!([]))], "FAIL HIGH");
        check("NET-03", vec![inside(json!(null))], "FAIL HIGH");
        check("NET-03", vec![function(json!({}))], "NOT_APPLICABLE");
        check("NET-03", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
