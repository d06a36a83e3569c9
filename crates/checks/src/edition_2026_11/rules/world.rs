//! Rules of security groups that are open to all addresses.

use std::net::IpAddr;

use evidence::facts::{Field, Function, Gap};
use iam::compare::Network;

use super::vpc;
use crate::Severity;
use crate::edition_2026_11::Context;
use crate::edition_2026_11::rule::{Found, Judged, Outcome, note};

/// Which way connections go.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    In,
    Out,
}

/// Looks for rules of the function's groups that are open to all addresses, and that count.
pub(super) fn judge(
    context: &Context<'_>,
    function: &Function<'_>,
    direction: Direction,
    counts: &dyn Fn(&Open<'_>) -> bool,
) -> Judged {
    let Some(vpc) = vpc::of(function)? else { return vpc::outside() };
    if vpc.groups.is_empty() {
        return vpc::without_groups();
    }
    let groups = vpc::groups(context, function, &vpc);
    let mut outcomes = Vec::new();
    note(&mut outcomes, groups.gap);
    let (key, words) = match direction {
        Direction::In => ("IpPermissions", "from"),
        Direction::Out => ("IpPermissionsEgress", "to"),
    };
    for group in &groups.items {
        let Some(permissions) = group.get(key) else {
            note(&mut outcomes, Some(Gap { operation: vpc::GROUPS, call: Some(group.call) }));
            continue;
        };
        let mut open = open(permissions);
        open.retain(counts);
        if open.is_empty() {
            continue;
        }
        let id = group.text_of("GroupId").unwrap_or_default();
        let said: Vec<String> = open.iter().map(|open| open.words(words)).collect();
        let mut found = Found::new(format!("Security group {id} allows {}.", said.join(", "))).about(id);
        // All of them or none: what would leave some open looks like a fix and is none.
        let rules: Option<Vec<String>> = open.iter().map(|open| open.rules.clone()).collect();
        if let Some(rules) = rules {
            found = found.named("permissions", format!("[{}]", rules.join(",")));
        }
        if direction == Direction::Out && open.iter().all(Open::is_some_ports) {
            found = found.severity(Severity::Low);
        }
        outcomes.push(Outcome::Fail(open.iter().fold(found, |found, open| found.at(&open.at))));
    }
    Ok(outcomes)
}

/// A rule of a security group that lets all addresses of a family through.
pub(super) struct Open<'f> {
    /// The range, or the first of several that make up all addresses.
    pub at: Field<'f>,
    pub ipv6: bool,
    /// Such as `tcp 443`; `None` for all traffic.
    pub ports: Option<String>,
    /// The very rules as `--ip-permissions` takes them, JSON objects; none where they hold what AWS doesn't give.
    rules: Option<String>,
}

/// A rule for one range, as `--ip-permissions` takes it.
fn rule(permission: &Field<'_>, ipv6: bool, range: &Field<'_>) -> Option<String> {
    let (list, key) = if ipv6 { ("Ipv6Ranges", "CidrIpv6") } else { ("IpRanges", "CidrIp") };
    let (protocol, network) = (permission.text_of("IpProtocol")?, range.text_of(key)?);
    let plain = |text: &str| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"-.:/".contains(&byte));
    let port = |key: &str| {
        let port = permission.get(key).and_then(|port| port.integer());
        port.map(|port| format!(",\"{key}\":{port}")).unwrap_or_default()
    };
    (plain(&protocol) && plain(&network)).then(|| {
        let ports = port("FromPort") + &port("ToPort");
        format!("{{\"IpProtocol\":\"{protocol}\"{ports},\"{list}\":[{{\"{key}\":\"{network}\"}}]}}")
    })
}

/// The rules among permissions that let all addresses through.
fn open<'f>(permissions: Field<'f>) -> Vec<Open<'f>> {
    let mut open = Vec::new();
    for (ipv6, list, key) in [(false, "IpRanges", "CidrIp"), (true, "Ipv6Ranges", "CidrIpv6")] {
        let (mut ranges, mut parts): (Vec<(u128, u128)>, Vec<_>) = (Vec::new(), Vec::new());
        let first = open.len();
        for permission in permissions.items() {
            for range in permission.list(list) {
                let Some(network) = range.text_of(key).and_then(|text| bounds(&text)) else { continue };
                if network == (0, last(ipv6)) {
                    let rules = rule(&permission, ipv6, &range);
                    open.push(Open { at: range, ipv6, ports: ports(permission), rules });
                } else {
                    ranges.push(network);
                    parts.push((range, permission));
                }
            }
        }
        // 0.0.0.0/1 and 128.0.0.0/1 are everything, too.
        if open.len() == first
            && is_everything(ranges, last(ipv6))
            && let Some(&(at, permission)) = parts.first()
        {
            let rules: Option<Vec<String>> =
                parts.iter().map(|(range, permission)| rule(permission, ipv6, range)).collect();
            open.push(Open { at, ipv6, ports: ports(permission), rules: rules.map(|rules| rules.join(",")) });
        }
    }
    open
}

fn last(ipv6: bool) -> u128 {
    if ipv6 { u128::MAX } else { u32::MAX.into() }
}

/// The first and last address of a range, as numbers.
fn bounds(text: &str) -> Option<(u128, u128)> {
    let prefix = Network::parse(text)?.prefix;
    let address: IpAddr = text.trim().split('/').next()?.parse().ok()?;
    let (bits, ipv6) = match address {
        IpAddr::V4(address) => (address.to_bits().into(), false),
        IpAddr::V6(address) => (address.to_bits(), true),
    };
    let free = last(ipv6).checked_shr(prefix.into()).unwrap_or_default();
    Some((bits & !free, bits | free))
}

fn is_everything(mut ranges: Vec<(u128, u128)>, last: u128) -> bool {
    order::sort(&mut ranges);
    let mut next = 0;
    for (start, end) in ranges {
        if start > next {
            return false;
        }
        if end == last {
            return true;
        }
        next = next.max(end + 1);
    }
    false
}

/// The ports that a rule speaks about; `None` for all.
fn ports(permission: Field<'_>) -> Option<String> {
    let protocol = permission.text_of("IpProtocol").filter(|protocol| protocol != "-1")?;
    let port = |key| permission.get(key).and_then(|port| port.integer());
    match (port("FromPort"), port("ToPort")) {
        (Some(0), Some(65535)) | (Some(-1) | None, _) => Some(protocol.into_owned()),
        (Some(from), Some(to)) if from != to => Some(format!("{protocol} {from}-{to}")),
        (Some(from), _) => Some(format!("{protocol} {from}")),
    }
}

impl Open<'_> {
    /// `all traffic to 0.0.0.0/0`.
    fn words(&self, direction: &str) -> String {
        let ports = self.ports.as_deref().unwrap_or("all traffic");
        format!("{ports} {direction} {}", if self.ipv6 { "::/0" } else { "0.0.0.0/0" })
    }

    /// Whether it is limited to some ports.
    fn is_some_ports(&self) -> bool {
        self.ports.as_ref().is_some_and(|ports| ports.contains(' '))
    }
}

/// What tests of several rules need.
#[cfg(test)]
pub(super) mod testing {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, function};

    pub(in super::super) fn inside(ipv6: bool) -> Value {
        function(
            json!({"VpcConfig": {"VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"],
            "Ipv6AllowedForDualStack": ipv6}}),
        )
    }

    pub(in super::super) fn groups(ingress: Value, egress: Value) -> Value {
        let group = json!({"GroupId": "sg-1", "GroupName": "orders", "VpcId": "vpc-1", "IpPermissions": ingress,
            "IpPermissionsEgress": egress});
        call("ec2:DescribeSecurityGroups", json!({"GroupIds": ["sg-1"]}), json!({"SecurityGroups": [group]}))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ranges_add_up() {
        let check = |ranges: &[&str], expected: bool| {
            let last = last(ranges[0].contains("::"));
            let ranges = ranges.iter().map(|range| bounds(range).unwrap()).collect();
            assert_eq!(is_everything(ranges, last), expected);
        };
        check(&["0.0.0.0/0"], true);
        check(&["128.0.0.0/1", "0.0.0.0/1"], true);
        check(&["0.0.0.0/2", "128.0.0.0/1"], false);
        check(&["0.0.0.0/1"], false);
        check(&["::/0"], true);
        check(&["::/1", "8000::/1"], true);
        check(&["10.0.0.0/8", "255.255.255.255/32"], false);
        assert_eq!(bounds("10.1.2.3/8"), Some((0x0A00_0000, 0x0AFF_FFFF)));
        assert_eq!(bounds("somewhere"), None);
    }
}
