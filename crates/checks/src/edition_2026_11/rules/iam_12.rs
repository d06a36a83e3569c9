//! IAM-12: decrypting with any key.

use evidence::facts::Function;

use super::granted::Wide::Every;
use super::granted::{Right, judge};
use crate::Severity;
use crate::edition_2026_11::rule::{IAM, Judged};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "IAM-12",
    title: "May decrypt with any key",
    severity: Severity::Medium,
    category: "IAM_PERMISSIONS",
    check: IAM,
    decides: "kms:Decrypt or kms:ReEncryptFrom on all keys, without a condition such as kms:ViaService",
    why: "Encryption with a key of one's own protects data from those who may not use the key. A role that may use them all is let in \
          everywhere.",
    fix: "Name the keys that the function needs.",
    command: None,
    sources: "prowler; steampipe; AWS Foundational Security Best Practices KMS.1, KMS.2",
    needs: &["iam:GetAccountAuthorizationDetails", "iam:GetRolePolicy", "iam:GetPolicyVersion"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

const fn right(action: &'static str) -> Right {
    Right {
        action,
        on: "arn:{p}:kms:{r}:{a}:key/*",
        reach: Every,
        words: "decrypt with every key of the account",
    }
}

static DECRYPTS: &[Right] = &[right("kms:Decrypt"), right("kms:ReEncryptFrom")];

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    judge(context, function, DECRYPTS, "")
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::rules::iam_testing::{allow, allow_if, check, check_role};

    #[test]
    fn any_key() {
        check("IAM-12", json!([allow("kms:Decrypt", "*")]), "FAIL MEDIUM");
        check("IAM-12", json!([allow("kms:*", "arn:aws:kms:*:123456789012:key/*")]), "FAIL MEDIUM");
        check("IAM-12", json!([allow("kms:Encrypt kms:GenerateDataKey", "*")]), "PASS");
        check("IAM-12", json!([allow("kms:Decrypt", "arn:aws:kms:us-east-1:123456789012:key/1234")]), "PASS");
        let via = json!({"StringEquals": {"kms:ViaService": "s3.us-east-1.amazonaws.com"}});
        check("IAM-12", json!([allow_if("kms:Decrypt", "*", via)]), "PASS");
    }

    #[test]
    fn what_is_unknown_stays_open() {
        check_role(
            "IAM-12",
            Vec::new(),
            "NOT_ASSESSED iam:ListRolePolicies iam:ListAttachedRolePolicies iam:GetRole",
        );
    }
}
