//! NET-04: the VPC's default security group.

use evidence::facts::{Function, Gap};

use super::vpc;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, Outcome, VPC, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "NET-04",
    title: "Default security group",
    severity: Severity::Medium,
    category: "NETWORK_SECURITY",
    check: VPC,
    decides: "`SecurityGroups[].GroupName` of describe-security-groups",
    why: "Whatever was put into the VPC without thinking is in its default group, and its members reach each other: the function \
          reaches all of it, and a change for one of them is a change for all.",
    fix: "Give the function a group of its own, and close the default group.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --vpc-config \
         SubnetIds={subnet-1},{subnet-2},SecurityGroupIds={group}",
    ),
    sources: "CIS AWS Foundations Benchmark, on closing default groups; prowler and steampipe look at the groups only",
    needs: &["lambda:GetFunction", vpc::GROUPS],
    exempt: vpc::EXEMPT,
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let Some(vpc) = vpc::of(function)? else { return vpc::outside() };
    if vpc.groups.is_empty() {
        return vpc::without_groups();
    }
    let groups = vpc::groups(context, function, &vpc);
    let mut outcomes = Vec::new();
    note(&mut outcomes, groups.gap);
    let nameless = groups.items.iter().find(|group| group.get("GroupName").is_none());
    note(
        &mut outcomes,
        nameless.map(|group| Gap { operation: "ec2:DescribeSecurityGroups", call: Some(group.call) }),
    );
    for group in &groups.items {
        if let Some(name) = group.get("GroupName").filter(|name| name.is_text("default")) {
            let id = group.text_of("GroupId").unwrap_or_default();
            let message = format!("The function uses {id}, the default security group of its VPC.");
            outcomes.push(Outcome::Fail(Found::new(message).about(id).at(&name).at(&vpc.config)));
        }
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, error, function};

    fn inside() -> Value {
        let groups = ["sg-1", "sg-2"];
        function(
            json!({"VpcConfig": {"VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "SecurityGroupIds": groups}}),
        )
    }

    fn groups(names: &[(&str, &str)]) -> Value {
        let item = |(id, name): &(&str, &str)| json!({"GroupId": id, "GroupName": name, "VpcId": "vpc-1"});
        let items: Vec<Value> = names.iter().map(item).collect();
        call("ec2:DescribeSecurityGroups", json!({}), json!({"SecurityGroups": items}))
    }

    #[test]
    fn each_group_counts() {
        check("NET-04", vec![inside(), groups(&[("sg-1", "orders"), ("sg-2", "default")])], "FAIL MEDIUM");
        check("NET-04", vec![inside(), groups(&[("sg-1", "orders"), ("sg-2", "x")])], "PASS");
        // Another function's default group is none of its business.
        let other = [("sg-1", "orders"), ("sg-2", "x"), ("sg-3", "default")];
        check("NET-04", vec![inside(), groups(&other)], "PASS");
        check("NET-04", vec![function(json!({}))], "NOT_APPLICABLE");
    }

    #[test]
    fn unknown_groups_stay_open() {
        let open = "NOT_ASSESSED ec2:DescribeSecurityGroups";
        check("NET-04", vec![inside()], open);
        check("NET-04", vec![inside(), groups(&[("sg-1", "orders")])], open);
        check("NET-04", vec![inside(), groups(&[("sg-1", "default")])], "FAIL MEDIUM");
        let refused = error("ec2:DescribeSecurityGroups", json!({}), "UnauthorizedOperation");
        check("NET-04", vec![inside(), refused], open);
    }
}
