//! REL-07: as much memory or disk as there is.

use evidence::facts::Function;

use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, Outcome, REL};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "REL-07",
    title: "The most memory or temporary storage there is",
    severity: Severity::Info,
    category: "RELIABILITY",
    check: REL,
    decides: "`MemorySize` and `EphemeralStorage.Size` of get-function",
    why: "Whoever takes the most there is has no room to grow, and often pays for what is not used.",
    fix: "Measure what the function needs and set that, or split its work.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --memory-size {megabytes}",
    ),
    sources: "AWS Lambda quotas; no other tool checks it",
    needs: &["lambda:GetFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let memory = function.config("MemorySize")?;
    // A function that says nothing has the least of it.
    let storage = function.config("EphemeralStorage")?.and_then(|storage| storage.get("Size"));
    let mut outcomes = Vec::new();
    for (field, name, words) in
        [(memory, "memory_mb_at_least", "memory"), (storage, "ephemeral_mb_at_least", "temporary storage")]
    {
        let most = context.data.thresholds.number(RULE.id, name, 10_240);
        if let Some((field, size)) = field.and_then(|field| Some((field, field.integer()?)))
            && size >= most
        {
            outcomes.push(Outcome::Fail(
                Found::new(format!("The function has {size} MB of {words}.")).about(words).at(&field),
            ));
        }
    }
    Ok(outcomes)
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{check, denied, function};

    #[test]
    fn only_the_most_is_told() {
        let with = |memory: i64, storage: i64| {
            vec![function(json!({"MemorySize": memory, "EphemeralStorage": {"Size": storage}}))]
        };
        check("REL-07", with(512, 512), "PASS");
        check("REL-07", with(10_240, 512), "FAIL INFO");
        check("REL-07", with(512, 10_240), "FAIL INFO");
        check("REL-07", with(10_239, 10_239), "PASS");
        check("REL-07", vec![function(json!({"EphemeralStorage": null}))], "PASS");
        check("REL-07", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
