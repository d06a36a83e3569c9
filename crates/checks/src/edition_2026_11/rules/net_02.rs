//! NET-02: all subnets in one zone.

use std::collections::BTreeSet;

use evidence::facts::Function;

use super::vpc;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, VPC, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "NET-02",
    title: "Subnets of one availability zone",
    severity: Severity::Medium,
    category: "NETWORK_SECURITY",
    check: VPC,
    decides: "`Subnets[].AvailabilityZoneId` of describe-subnets, for `VpcConfig.SubnetIds`",
    why: "When the zone fails, the function can't start anywhere else.",
    fix: "Give it subnets of at least two zones.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --vpc-config \
         SubnetIds={subnet-1},{subnet-2},SecurityGroupIds={group}",
    ),
    sources: "AWS Security Hub Lambda.5; prowler; AWS Config lambda-vpc-multi-az-check; steampipe",
    needs: &["lambda:GetFunction", vpc::SUBNETS],
    exempt: vpc::EXEMPT,
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let Some(vpc) = vpc::of(function)? else { return vpc::outside() };
    let enough = context.data.thresholds.number(RULE.id, "zones_at_least", 2).max(1) as usize;
    let few = || {
        let message = match enough {
            2 => "All of the function's subnets lie in one availability zone.".into(),
            _ => format!("All of the function's subnets lie in fewer than {enough} availability zones."),
        };
        Found::new(message).at(&vpc.config.get("SubnetIds").unwrap_or(vpc.config))
    };
    // Each subnet lies in one zone, whichever it is.
    if vpc.subnets.len() < enough {
        return fail(few());
    }
    let subnets = vpc::subnets(context, function, &vpc);
    // Names of zones differ between accounts, so names are compared with names and ids with ids.
    let zones = |key: &str| -> BTreeSet<_> {
        subnets.items.iter().filter_map(|subnet| subnet.text_of(key).map(|zone| zone.into_owned())).collect()
    };
    let (names, ids) = (zones("AvailabilityZone"), zones("AvailabilityZoneId"));
    if names.len().max(ids.len()) >= enough {
        return pass();
    }
    if let Some(gap) = subnets.gap {
        return Err(gap);
    }
    if names.is_empty() && ids.is_empty() {
        let call = subnets.items.first().map(|subnet| subnet.call);
        return Err(evidence::facts::Gap { operation: vpc::SUBNETS, call });
    }
    fail(subnets.items.iter().fold(few(), |found, subnet| found.at(subnet)))
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, error, function};

    fn inside(subnets: &[&str]) -> Value {
        function(json!({"VpcConfig": {"VpcId": "vpc-1", "SubnetIds": subnets, "SecurityGroupIds": ["sg-1"]}}))
    }

    fn subnets(parameters: Value, zones: &[(&str, &str)]) -> Value {
        let item =
            |(id, zone): &(&str, &str)| json!({"SubnetId": id, "AvailabilityZone": zone, "VpcId": "vpc-1"});
        let items: Vec<Value> = zones.iter().map(item).collect();
        call("ec2:DescribeSubnets", parameters, json!({"Subnets": items}))
    }

    #[test]
    fn zones_are_counted() {
        let both = || inside(&["subnet-1", "subnet-2"]);
        check("NET-02", vec![both(), subnets(json!({}), &[("subnet-1", "a"), ("subnet-2", "b")])], "PASS");
        check(
            "NET-02",
            vec![both(), subnets(json!({}), &[("subnet-1", "a"), ("subnet-2", "a")])],
            "FAIL MEDIUM",
        );
        check("NET-02", vec![inside(&["subnet-1"])], "FAIL MEDIUM");
        check("NET-02", vec![function(json!({}))], "NOT_APPLICABLE");
        let one = |id: &str, zone: &str| subnets(json!({"SubnetIds": [id]}), &[(id, zone)]);
        check("NET-02", vec![both(), one("subnet-1", "a"), one("subnet-2", "b")], "PASS");
    }

    #[test]
    fn unknown_zones_stay_open() {
        let both = || inside(&["subnet-1", "subnet-2"]);
        let open = "NOT_ASSESSED ec2:DescribeSubnets";
        check("NET-02", vec![both()], open);
        check("NET-02", vec![both(), subnets(json!({}), &[("subnet-1", "a")])], open);
        check("NET-02", vec![both(), error("ec2:DescribeSubnets", json!({}), "UnauthorizedOperation")], open);
    }
}
