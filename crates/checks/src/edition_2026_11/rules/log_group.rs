//! The log group that the function writes to, by its exact name.

use evidence::facts::{Answer, Field, Function, Gap};

use crate::edition_2026_11::Context;
use crate::edition_2026_11::rule::{Judged, not_applicable};

pub(super) const OPERATION: &str = "logs:DescribeLogGroups";

/// When the rules on the group's settings don't apply.
pub(super) const EXEMPT: &str = "The function has no log group.";

/// The name of the function's log group, and what is known of it.
pub(super) fn of<'f>(
    context: &Context<'f>,
    function: &Function<'_>,
) -> Result<(String, Answer<Field<'f>>), Gap> {
    let name = function.log_group()?;
    let group = context.facts.log_group(function.at, &name);
    Ok((name, group))
}

/// Judges the group, if there is one.
pub(super) fn judge(
    context: &Context<'_>,
    function: &Function<'_>,
    look: impl FnOnce(&str, Field<'_>) -> Judged,
) -> Judged {
    let (name, group) = of(context, function)?;
    match group.settled()? {
        Some(group) => look(&name, group),
        None => not_applicable(EXEMPT),
    }
}

/// What tests of several rules need.
#[cfg(test)]
pub(super) mod testing {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{call, function};

    /// A function that writes to a group, which the list of groups shows with these members, among another's.
    pub(in super::super) fn with_group(members: Value) -> Vec<Value> {
        let mut group = json!({"logGroupName": "/aws/lambda/orders"});
        for (key, value) in members.as_object().unwrap() {
            group[key] = value.clone();
        }
        let other =
            json!({"logGroupName": "/aws/lambda/orders-archive", "retentionInDays": 365, "kmsKeyId": "k"});
        vec![
            function(json!({})),
            groups(json!({"logGroupNamePrefix": "/aws/lambda/orders"}), &[other, group]),
        ]
    }

    pub(in super::super) fn groups(parameters: Value, groups: &[Value]) -> Value {
        call("logs:DescribeLogGroups", parameters, json!({"logGroups": groups}))
    }
}
