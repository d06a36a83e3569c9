//! NET-09: AWS services that are reached over the internet.

use evidence::facts::{Field, Function, Gap};

use super::used::{self, Use};
use super::vpc::{self, Vpc};
use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, Outcome, VPC, not_applicable, note};
use crate::edition_2026_11::{Context, Evaluate, Rule};

const ENDPOINTS: &str = "ec2:DescribeVpcEndpoints";

pub(super) static RULE: Rule = Rule {
    id: "NET-09",
    title: "No VPC endpoint for a service that is used",
    severity: Severity::Low,
    category: "NETWORK_SECURITY",
    check: VPC,
    decides: "`VpcEndpoints[].ServiceName` of describe-vpc-endpoints, for the services that the role lets the function call",
    why: "Without an endpoint, calls to the service leave the VPC through a NAT gateway, if there is one, or fail; and no endpoint policy \
          limits which accounts' buckets or secrets the function can reach.",
    fix: "Make an endpoint for each service that the function calls: gateway endpoints, which cost nothing, for S3 and DynamoDB, \
          interface endpoints in the function's subnets for the others.",
    command: Some(
        "aws ec2 create-vpc-endpoint --vpc-id {subject} --vpc-endpoint-type {gateway-or-interface} \
         --service-name com.amazonaws.{region}.{service} --region {region}",
    ),
    sources: "AWS PrivateLink guide, \"AWS services that integrate with AWS PrivateLink\"; prowler looks at VPCs only",
    needs: &[
        "lambda:GetFunction",
        ENDPOINTS,
        "iam:ListRolePolicies",
        "iam:ListAttachedRolePolicies",
        vpc::ROUTES,
    ],
    exempt: "The function is not in a VPC, or its role lets it call no service that has endpoints. What Lambda itself does by the \
             role (logs, traces, polling) doesn't pass the VPC.",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let Some(vpc) = vpc::of(function)? else { return vpc::outside() };
    let Some(role) = function.config_text("Role")? else { return Err(Gap::new("lambda:GetFunction")) };
    let used = used::used(context, &role);
    let id = vpc.id.as_deref().unwrap_or_default();
    let endpoints = context.facts.find(function.at, ENDPOINTS, "VpcEndpoints", "VpcId", id);
    let listed = vpc::listing(context, function, ENDPOINTS, &[("vpc-id", id)]);
    let mut outcomes = Vec::new();
    let mut without: Vec<&Use> = Vec::new();
    let mut judged = false;
    for service in &used.services {
        if service.only_polled && is_polled(function, service, &mut outcomes) {
            continue;
        }
        judged = true;
        match leads_to(context, function, &vpc, &endpoints, service) {
            Ok(true) => {}
            Ok(false) => match listed {
                Ok(_) => without.push(service),
                Err(gap) => note(&mut outcomes, Some(gap)),
            },
            Err(gap) => note(&mut outcomes, Some(gap)),
        }
    }
    if !without.is_empty() {
        let names: Vec<&str> = without.iter().map(|service| service.service).collect();
        let message = format!(
            "No endpoint of {id} serves the function's subnets for what its role lets it call: {}.",
            names.join(", ")
        );
        let found = Found::new(message).about(id).at_call(listed.ok());
        outcomes.push(Outcome::Fail(
            without.iter().fold(found, |found, service| found.at_place(service.place.clone())),
        ));
    }
    note(&mut outcomes, used.gap);
    if let Some(any) = &used.any {
        let message =
            "The role lets the function call every service, so a person must say which ones it calls.";
        outcomes.push(Outcome::Manual(Found::new(message).at_place(any.clone())));
    }
    if outcomes.is_empty() && !judged {
        // Had the endpoints not been read, the answer would be the same.
        return not_applicable("The function's role lets it call no service that has VPC endpoints.");
    }
    Ok(outcomes)
}

/// Whether Lambda polls a source of the service, so that what the role allows is for that; where nobody knows, it isn't judged either.
fn is_polled(function: &Function<'_>, service: &Use, outcomes: &mut Vec<Outcome>) -> bool {
    let mappings = function.mappings();
    let prefix = format!(":{}:", service.service);
    let polls =
        |mapping: &Field<'_>| mapping.text_of("EventSourceArn").is_some_and(|arn| arn.contains(&prefix));
    if mappings.items.iter().any(polls) {
        return true;
    }
    note(outcomes, mappings.gap);
    mappings.gap.is_some()
}

/// Whether an endpoint leads to the service from all of the function's subnets.
fn leads_to(
    context: &Context<'_>,
    function: &Function<'_>,
    vpc: &Vpc<'_>,
    endpoints: &[Field<'_>],
    service: &Use,
) -> Result<bool, Gap> {
    let mut unknown = None;
    for endpoint in endpoints {
        let works = endpoint.text_of("State").is_none_or(|state| state.eq_ignore_ascii_case("available"));
        let name = endpoint.text_of("ServiceName").unwrap_or_default();
        let is_it = name.split_once("com.amazonaws.").and_then(|(_, rest)| rest.split_once('.')).is_some_and(
            |(region, name)| {
                let name = name.strip_suffix("-fips").unwrap_or(name);
                service.endpoints.contains(&name) && function.at.region.is_none_or(|own| own == region)
            },
        );
        if !works || !is_it {
            continue;
        }
        if !endpoint.get("VpcEndpointType").is_some_and(|kind| kind.is_text("Gateway")) {
            return Ok(true);
        }
        let tables = endpoint.texts_of("RouteTableIds");
        let (mut serves, mut gap) = (!tables.is_empty(), None);
        for subnet in &vpc.subnets {
            match vpc::route_table(context, function, vpc, subnet) {
                Ok(table) => {
                    serves &= table.text_of("RouteTableId").is_some_and(|table| tables.contains(&table))
                }
                Err(open) => gap = Some(open),
            }
        }
        match gap {
            None if serves => return Ok(true),
            Some(gap) if serves => unknown = Some(gap),
            _ => {}
        }
    }
    unknown.map_or(Ok(false), Err)
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{about, call, check, error, function};

    fn inside() -> Value {
        function(
            json!({"VpcConfig": {"VpcId": "vpc-1", "SubnetIds": ["subnet-1"], "SecurityGroupIds": ["sg-1"]}}),
        )
    }

    fn role(actions: Value) -> Vec<Value> {
        let name = || json!({"RoleName": "orders-role"});
        let logs = ["logs:CreateLogStream", "logs:PutLogEvents"];
        let document = json!({"Version": "2012-10-17", "Statement": [
            {"Effect": "Allow", "Action": logs, "Resource": "*"}, {"Effect": "Allow", "Action": actions, "Resource": "*"}]});
        let policy = json!({"RoleName": "orders-role", "PolicyName": "p", "PolicyDocument": document});
        vec![
            call("iam:ListRolePolicies", name(), json!({"PolicyNames": ["p"]})),
            call("iam:GetRolePolicy", json!({"RoleName": "orders-role", "PolicyName": "p"}), policy),
            call("iam:ListAttachedRolePolicies", name(), json!({"AttachedPolicies": []})),
        ]
    }

    fn endpoints(all: &[(&str, &str)]) -> Value {
        let one = |(service, kind): &(&str, &str)| {
            json!({"VpcId": "vpc-1", "State": "available", "VpcEndpointType": kind, "RouteTableIds": ["rtb-1"],
                "ServiceName": format!("com.amazonaws.us-east-1.{service}")})
        };
        let all: Vec<Value> = all.iter().map(one).collect();
        let filter = json!({"Filters": [{"Name": "vpc-id", "Values": ["vpc-1"]}]});
        call("ec2:DescribeVpcEndpoints", filter, json!({"VpcEndpoints": all}))
    }

    fn table(id: &str) -> Value {
        let table = json!({"RouteTableId": id, "VpcId": "vpc-1", "Associations": [{"SubnetId": "subnet-1"}], "Routes": []});
        call("ec2:DescribeRouteTables", json!({}), json!({"RouteTables": [table]}))
    }

    #[track_caller]
    fn one(actions: Value, more: Vec<Value>, expected: &str) {
        let calls = [vec![inside()], role(actions), more].concat();
        check("NET-09", calls, expected);
    }

    #[test]
    fn each_service_that_is_used_needs_an_endpoint() {
        let secret = || json!("secretsmanager:GetSecretValue");
        one(secret(), vec![endpoints(&[])], "FAIL LOW");
        one(secret(), vec![endpoints(&[("secretsmanager", "Interface")])], "PASS");
        one(secret(), vec![endpoints(&[("s3", "Gateway")])], "FAIL LOW");
        one(
            json!(["s3:GetObject", "dynamodb:PutItem"]),
            vec![endpoints(&[("s3", "Gateway")]), table("rtb-1")],
            "FAIL LOW",
        );
        one(json!("s3:*"), vec![endpoints(&[("s3", "Gateway")]), table("rtb-1")], "PASS");
        one(json!("s3:*"), vec![endpoints(&[("s3", "Gateway")]), table("rtb-2")], "FAIL LOW");
        one(json!("kinesis:PutRecord"), vec![endpoints(&[("kinesis-streams", "Interface")])], "PASS");
        one(json!("xray:PutTraceSegments"), vec![endpoints(&[])], "NOT_APPLICABLE");
        one(json!("*"), vec![endpoints(&[])], "MANUAL");
        check("NET-09", vec![function(json!({}))], "NOT_APPLICABLE");
    }

    #[test]
    fn what_lambda_polls_does_not_pass_the_vpc() {
        let read = || json!(["sqs:ReceiveMessage", "sqs:DeleteMessage"]);
        let mapping = |arn: &str| {
            let mapping = json!({"UUID": "u", "EventSourceArn": arn});
            about("lambda:ListEventSourceMappings", json!({"EventSourceMappings": [mapping]}))
        };
        let queue = "arn:aws:sqs:us-east-1:123456789012:orders";
        one(read(), vec![endpoints(&[]), mapping(queue)], "NOT_APPLICABLE");
        one(
            read(),
            vec![endpoints(&[]), mapping("arn:aws:dynamodb:us-east-1:1:table/t/stream/s")],
            "FAIL LOW",
        );
        one(read(), vec![endpoints(&[])], "NOT_ASSESSED lambda:ListEventSourceMappings");
        one(json!("sqs:SendMessage"), vec![endpoints(&[]), mapping(queue)], "FAIL LOW");
    }

    #[test]
    fn what_is_missing_stays_open() {
        let open = "NOT_ASSESSED ec2:DescribeVpcEndpoints";
        one(json!("s3:GetObject"), vec![], open);
        one(
            json!("s3:GetObject"),
            vec![error("ec2:DescribeVpcEndpoints", json!({}), "UnauthorizedOperation")],
            open,
        );
        let gateway = vec![endpoints(&[("s3", "Gateway")])];
        one(json!("s3:GetObject"), gateway, "NOT_ASSESSED ec2:DescribeRouteTables");
        check("NET-09", vec![inside(), endpoints(&[])], "NOT_ASSESSED iam:ListRolePolicies");
    }
}
