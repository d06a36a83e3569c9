//! NET-08: IPv6 to everywhere.

use evidence::facts::Function;

use super::{vpc, world};
use crate::Severity;
use crate::edition_2026_11::rule::{Judged, VPC, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "NET-08",
    title: "IPv6 connections to any address",
    severity: Severity::Low,
    category: "NETWORK_SECURITY",
    check: VPC,
    decides: "`VpcConfig.Ipv6AllowedForDualStack` of get-function, `Ipv6Ranges[].CidrIpv6` of describe-security-groups",
    why: "IPv6 addresses need no NAT gateway: where the function may use them and its group lets them out, a single route is all that \
          stands between it and the internet, and controls at the NAT gateway see nothing.",
    fix: "Take `::/0` out of the group, or don't allow IPv6.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --vpc-config Ipv6AllowedForDualStack=false",
    ),
    sources: "AWS Lambda developer guide, \"IPv6 support\"; no other tool checks it",
    needs: &["lambda:GetFunction", vpc::GROUPS],
    exempt: vpc::EXEMPT,
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let Some(vpc) = vpc::of(function)? else { return vpc::outside() };
    let allowed = vpc.config.get("Ipv6AllowedForDualStack").and_then(|allowed| allowed.bool());
    if allowed != Some(true) {
        return pass();
    }
    world::judge(context, function, world::Direction::Out, &|open| open.ipv6)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use super::world::testing::{groups, inside};
    use crate::edition_2026_11::testing::{check, function};

    #[test]
    fn both_are_needed() {
        let open = || groups(json!([]), json!([{"IpProtocol": "-1", "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}]));
        let ipv4 = || groups(json!([]), json!([{"IpProtocol": "-1", "IpRanges": [{"CidrIp": "0.0.0.0/0"}]}]));
        check("NET-08", vec![inside(true), open()], "FAIL LOW");
        check("NET-08", vec![inside(true), ipv4()], "PASS");
        check("NET-08", vec![inside(false), open()], "PASS");
        check("NET-08", vec![inside(false)], "PASS");
        check("NET-08", vec![inside(true)], "NOT_ASSESSED ec2:DescribeSecurityGroups");
        check("NET-08", vec![function(json!({}))], "NOT_APPLICABLE");
    }
}
