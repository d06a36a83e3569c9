//! NET-07: a public subnet.

use evidence::facts::Function;

use super::vpc;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, Outcome, VPC};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "NET-07",
    title: "Function in a public subnet",
    severity: Severity::Medium,
    category: "NETWORK_SECURITY",
    check: VPC,
    decides: "`RouteTables[].Routes[].GatewayId` and `Associations[]` of describe-route-tables",
    why: "A function gets no public address, so a route to an internet gateway gives it no internet access; it only puts it next to what \
          is open to the internet.",
    fix: "Move the function to private subnets; where it needs the internet, route them through a NAT gateway.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --vpc-config \
         SubnetIds={private-subnet-1},{private-subnet-2},SecurityGroupIds={group}",
    ),
    sources: "AWS Lambda developer guide, \"Enable internet access for VPC-connected Lambda functions\"; prowler looks at subnets only",
    needs: &["lambda:GetFunction", vpc::ROUTES],
    exempt: vpc::EXEMPT,
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let Some(vpc) = vpc::of(function)? else { return vpc::outside() };
    let mut outcomes = Vec::new();
    for subnet in &vpc.subnets {
        let table = match vpc::route_table(context, function, &vpc, subnet) {
            Ok(table) => table,
            Err(gap) => {
                outcomes.push(Outcome::NotAssessed(gap));
                continue;
            }
        };
        // A route whose gateway was deleted leads nowhere.
        let public = table.list("Routes").find(|route| {
            let works = route.get("State").is_none_or(|state| !state.is_text("blackhole"));
            works && route.text_of("GatewayId").is_some_and(|gateway| gateway.starts_with("igw-"))
        });
        if let Some(route) = public {
            let gateway = route.text_of("GatewayId").unwrap_or_default();
            let message = format!(
                "Subnet {subnet} is public: its route table leads to the internet gateway {gateway}."
            );
            outcomes.push(Outcome::Fail(Found::new(message).about(subnet.clone()).at(&route)));
        }
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, check, error, function};

    fn inside() -> Value {
        let subnets = ["subnet-1", "subnet-2"];
        function(json!({"VpcConfig": {"VpcId": "vpc-1", "SubnetIds": subnets, "SecurityGroupIds": ["sg-1"]}}))
    }

    fn table(associations: Value, gateway: &str) -> Value {
        let key = if gateway.starts_with("nat-") { "NatGatewayId" } else { "GatewayId" };
        let mut route = json!({"DestinationCidrBlock": "0.0.0.0/0", "State": "active"});
        route[key] = gateway.into();
        json!({"RouteTableId": "rtb", "VpcId": "vpc-1", "Associations": associations, "Routes": [route]})
    }

    fn tables(parameters: Value, tables: &[Value]) -> Value {
        call("ec2:DescribeRouteTables", parameters, json!({"RouteTables": tables}))
    }

    #[test]
    fn each_subnet_has_its_table() {
        let of = |subnet: &str| json!([{"Main": false, "SubnetId": subnet, "AssociationState": {"State": "associated"}}]);
        let main = |gateway: &str| {
            table(json!([{"Main": true, "AssociationState": {"State": "associated"}}]), gateway)
        };
        let one =
            |all: &[Value], expected: &str| check("NET-07", vec![inside(), tables(json!({}), all)], expected);
        one(&[main("igw-1")], "FAIL MEDIUM");
        one(&[main("nat-1")], "PASS");
        one(&[table(of("subnet-1"), "nat-1"), table(of("subnet-2"), "nat-1"), main("igw-1")], "PASS");
        one(&[table(of("subnet-1"), "nat-1"), main("igw-1")], "FAIL MEDIUM");
        one(&[table(of("subnet-1"), "igw-1"), main("nat-1")], "FAIL MEDIUM");
        one(
            &[table(of("subnet-1"), "nat-1"), table(of("subnet-2"), "nat-1"), table(of("subnet-9"), "igw-1")],
            "PASS",
        );
        let mut dead = main("igw-1");
        dead["Routes"][0]["State"] = "blackhole".into();
        one(&[dead], "PASS");
        check("NET-07", vec![function(json!({}))], "NOT_APPLICABLE");
    }

    #[test]
    fn the_main_table_counts_only_where_all_are_known() {
        let main = table(json!([{"Main": true}]), "igw-1");
        let filter = |name: &str, value: &str| json!({"Filters": [{"Name": name, "Values": [value]}]});
        let open = "NOT_ASSESSED ec2:DescribeRouteTables";
        check(
            "NET-07",
            vec![inside(), tables(filter("vpc-id", "vpc-1"), std::slice::from_ref(&main))],
            "FAIL MEDIUM",
        );
        check("NET-07", vec![inside(), tables(filter("association.main", "true"), &[main])], open);
        check("NET-07", vec![inside(), tables(filter("vpc-id", "vpc-2"), &[])], open);
        check("NET-07", vec![inside()], open);
        check(
            "NET-07",
            vec![inside(), error("ec2:DescribeRouteTables", json!({}), "UnauthorizedOperation")],
            open,
        );
    }
}
