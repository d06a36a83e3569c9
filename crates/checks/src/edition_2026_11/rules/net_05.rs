//! NET-05: connections to everywhere.

use evidence::facts::Function;

use super::{vpc, world};
use crate::Severity;
use crate::edition_2026_11::rule::{Judged, VPC};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "NET-05",
    title: "Connections to any address",
    severity: Severity::Medium,
    category: "NETWORK_SECURITY",
    check: VPC,
    decides: "`IpPermissionsEgress[].IpRanges[].CidrIp` and `Ipv6Ranges[].CidrIpv6` of describe-security-groups",
    why: "Code that was tampered with can send what the function sees to anybody. It is less bad where only some ports are open.",
    fix: "Allow only the ports and addresses that the function needs: other groups, prefix lists of AWS services, known ranges.",
    command: Some("aws ec2 revoke-security-group-egress --group-id {subject} --ip-permissions {permissions}"),
    sources: "Trivy AWS-0104 for templates; PCI DSS 1.3.2",
    needs: &["lambda:GetFunction", vpc::GROUPS],
    exempt: vpc::EXEMPT,
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    world::judge(context, function, world::Direction::Out, &|_| true)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::world::testing::{groups, inside};
    use crate::edition_2026_11::testing::{check, function};

    fn out(permissions: Value) -> Value {
        groups(json!([]), permissions)
    }

    #[test]
    fn everywhere_is_told_from_somewhere() {
        let fails = |permission: Value, expected: &str| {
            check("NET-05", vec![inside(false), out(json!([permission]))], expected)
        };
        fails(json!({"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}), "FAIL MEDIUM");
        fails(json!({"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}), "FAIL MEDIUM");
        fails(json!({"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "0:0:0:0:0:0:0:0/0"}]}), "FAIL MEDIUM");
        let halves = json!([{"CidrIp": "0.0.0.0/1"}, {"CidrIp": "128.0.0.0/1"}]);
        fails(json!({"IpProtocol": "-1", "IpRanges": halves}), "FAIL MEDIUM");
        let all = json!([{"CidrIp": "0.0.0.0/0"}]);
        fails(json!({"IpProtocol": "tcp", "FromPort": 0, "ToPort": 65535, "IpRanges": all}), "FAIL MEDIUM");
        fails(json!({"IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "IpRanges": all}), "FAIL LOW");
        fails(json!({"IpProtocol": "-1", "IpRanges": [{"CidrIp": "10.0.0.0/8"}]}), "PASS");
        fails(json!({"IpProtocol": "-1", "UserIdGroupPairs": [{"GroupId": "sg-9"}]}), "PASS");
        check("NET-05", vec![inside(false), out(json!([]))], "PASS");
        check("NET-05", vec![function(json!({}))], "NOT_APPLICABLE");
        check("NET-05", vec![inside(false)], "NOT_ASSESSED ec2:DescribeSecurityGroups");
        // A list that was cut down to names doesn't say what the groups let through.
        check("NET-05", vec![inside(false), out(json!(null))], "NOT_ASSESSED ec2:DescribeSecurityGroups");
    }
}
