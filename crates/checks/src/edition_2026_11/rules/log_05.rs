//! LOG-05: logs as plain text, or too much of them.

use evidence::facts::Function;

use crate::Severity;
use crate::edition_2026_11::rule::{Found, Judged, LOG, fail, pass};
use crate::edition_2026_11::{Context, Evaluate, Rule};

pub(super) static RULE: Rule = Rule {
    id: "LOG-05",
    title: "Plain text logs, or debugging turned on",
    severity: Severity::Low,
    category: "LOGGING",
    check: LOG,
    decides: "`LoggingConfig.LogFormat`, `ApplicationLogLevel` and `SystemLogLevel` of get-function",
    why: "Plain text can't be searched by its parts and has no levels. Debugging writes what a function works on, often personal data, \
          into its logs.",
    fix: "Log as JSON, at INFO or WARN.",
    command: Some(
        "aws lambda update-function-configuration --function-name {function} --logging-config \
         LogFormat=JSON,ApplicationLogLevel=INFO,SystemLogLevel=INFO",
    ),
    sources: "AWS Lambda developer guide, \"Configuring advanced logging controls\"; PCI DSS 3.3; no other tool checks it",
    needs: &["lambda:GetFunction"],
    exempt: "",
    evaluate: Evaluate::Function(evaluate),
};

fn evaluate(context: &Context<'_>, function: &Function<'_>) -> Judged {
    // Text is what functions have that say nothing else.
    let logging = function.config("LoggingConfig")?;
    let format = logging.and_then(|logging| logging.get("LogFormat"));
    if !format.is_some_and(|format| format.is_text("JSON")) {
        let found = Found::new("The function logs plain text.");
        return fail(match format {
            Some(format) => found.at(&format),
            None => found.at_config(function, "LoggingConfig"),
        });
    }
    let loud = context.data.thresholds.texts(RULE.id, "levels");
    for key in ["ApplicationLogLevel", "SystemLogLevel"] {
        let level = logging.and_then(|logging| logging.get(key));
        if let Some((level, text)) = level.and_then(|level| Some((level, level.text()?)))
            && loud.contains(&&*text)
        {
            return fail(Found::new(format!("The function logs at level {text} ({key}).")).at(&level));
        }
    }
    pass()
}

#[cfg(test)]
mod tests {
    use serde_json::json;

    use crate::edition_2026_11::testing::{check, denied, function};

    #[test]
    fn format_and_levels_count() {
        let one = |logging: serde_json::Value, expected: &str| {
            check("LOG-05", vec![function(json!({"LoggingConfig": logging}))], expected);
        };
        one(json!({"LogFormat": "JSON", "ApplicationLogLevel": "INFO", "SystemLogLevel": "WARN"}), "PASS");
        one(json!({"LogFormat": "JSON"}), "PASS");
        one(json!({"LogFormat": "JSON", "ApplicationLogLevel": "TRACE"}), "FAIL LOW");
        one(
            json!({"LogFormat": "JSON", "ApplicationLogLevel": "WARN", "SystemLogLevel": "DEBUG"}),
            "FAIL LOW",
        );
        one(json!({"LogFormat": "Text"}), "FAIL LOW");
        one(json!(null), "FAIL LOW");
        check("LOG-05", vec![denied("lambda:GetFunction")], "NOT_ASSESSED lambda:GetFunction");
    }
}
