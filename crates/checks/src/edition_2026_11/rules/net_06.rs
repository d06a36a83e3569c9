//! NET-06: a security group open to the internet.

use evidence::facts::Function;

use super::{vpc, world};
use crate::Severity;
use crate::edition_2026_11::rule::{Judged, VPC};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "NET-06",
    title: "Security group open to the internet",
    severity: Severity::Medium,
    category: "NETWORK_SECURITY",
    check: VPC,
    decides: "`IpPermissions[].IpRanges[].CidrIp` and `Ipv6Ranges[].CidrIpv6` of describe-security-groups",
    why: "A function accepts no connections, so it needs no rule for incoming ones. Where there is one, the group was made for something \
          else, and whoever uses it next is open to the internet.",
    fix: "Give the function a group of its own without incoming rules.",
    command: Some(
        "aws ec2 revoke-security-group-ingress --group-id {subject} --ip-permissions {permissions}",
    ),
    sources: "prowler, steampipe and ScoutSuite look at the groups only; PCI DSS 1.3.1",
    needs: &["lambda:GetFunction", vpc::GROUPS],
    exempt: vpc::EXEMPT,
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    world::judge(context, function, world::Direction::In, &|_| true)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::world::testing::{groups, inside};
    use crate::edition_2026_11::testing::{check, error, function};

    #[test]
    fn the_internet_is_told_from_others() {
        let one = |permission: Value, expected: &str| {
            check("NET-06", vec![inside(false), groups(json!([permission]), json!([]))], expected);
        };
        one(
            json!({"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}),
            "FAIL MEDIUM",
        );
        one(json!({"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}), "FAIL MEDIUM");
        one(json!({"IpProtocol": "-1", "IpRanges": [{"CidrIp": "203.0.113.0/24"}]}), "PASS");
        one(json!({"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "sg-1"}]}), "PASS");
        check("NET-06", vec![function(json!({}))], "NOT_APPLICABLE");
        let open = "NOT_ASSESSED ec2:DescribeSecurityGroups";
        check("NET-06", vec![inside(false)], open);
        let refused =
            error("ec2:DescribeSecurityGroups", json!({"GroupIds": ["sg-1"]}), "UnauthorizedOperation");
        check("NET-06", vec![inside(false), refused], open);
    }
}
