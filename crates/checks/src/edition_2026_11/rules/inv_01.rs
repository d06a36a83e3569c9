//! INV-01: a function without tags.

use evidence::facts::{Answer, Function, Gap};

use super::tags;
use crate::Severity;
use crate::edition_2026_11::rule::{Found, INV, Judged, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "INV-01",
    title: "Function without tags of one's own",
    severity: Severity::Low,
    category: "INVENTORY",
    check: INV,
    decides: "`Tags` of get-function or list-tags; tags whose names begin with `aws:` don't count",
    why: "Without tags nobody can tell who owns the function, what data it handles or who pays for it, and policies by tag don't reach it.",
    fix: "Tag the function with its owner, its environment and the class of its data.",
    command: Some("aws lambda tag-resource --resource {arn} --tags owner={owner}"),
    sources: "AWS Security Hub Lambda.6; cloudsploit",
    needs: &["lambda:GetFunction", "lambda:ListTags"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    let least = context.data.thresholds.number("INV-01", "own_tags_at_least", 1);
    let tags = tags::tags(function);
    let own =
        tags.clone().known().map_or(0, |tags| tags.members().filter(|(name, _)| tags::is_own(name)).count());
    match tags {
        Answer::Known(_) | Answer::Absent(_) if own as i64 >= least => pass(),
        Answer::Known(tags) => fail(Found::new("The function has no tags of its owner's.").at(&tags)),
        Answer::Absent(call) => fail(Found::new("The function has no tags.").at_call(Some(call))),
        Answer::Refused(gap) | Answer::Missing(gap) => Err::<_, Gap>(gap),
    }
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use crate::edition_2026_11::testing::{ARN, call, check, error, function, whole};

    #[test]
    fn tags_of_ones_own() {
        let with = |beside: Value| whole(json!({}), beside);
        check("INV-01", vec![with(json!({"Tags": {"team": "shop"}}))], "PASS");
        check("INV-01", vec![with(json!({"Tags": {"aws:cloudformation:stack-name": "s"}}))], "FAIL LOW");
        check("INV-01", vec![function(json!({}))], "FAIL LOW");
        let unread = || with(json!({"TagsError": {"ErrorCode": "AccessDeniedException", "Message": "m"}}));
        check("INV-01", vec![unread()], "NOT_ASSESSED lambda:ListTags");
        let list = |tags: Value| call("lambda:ListTags", json!({"Resource": ARN}), json!({"Tags": tags}));
        check("INV-01", vec![unread(), list(json!({"team": "shop"}))], "PASS");
        check("INV-01", vec![function(json!({})), list(json!({}))], "FAIL LOW");
        // GetFunction shows tags to whoever may list them.
        let refused = error("lambda:ListTags", json!({"Resource": ARN}), "AccessDeniedException");
        check("INV-01", vec![function(json!({})), refused], "NOT_ASSESSED lambda:ListTags");
        let listed =
            call("lambda:ListFunctions", json!({}), json!({"Functions": [{"FunctionName": "orders"}]}));
        check("INV-01", vec![listed], "NOT_ASSESSED lambda:ListTags");
    }
}
