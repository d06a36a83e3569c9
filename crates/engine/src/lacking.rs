//! Why an answer is lacking: nobody asked, or AWS refused.

use evidence::facts::{ErrorMeaning, meaning};
use evidence::{Evidence, Outcome};

/// Why answers to an operation such as `lambda:GetPolicy` are lacking, as far as the evidence tells for all functions that lack
/// them: `missing` where no such call was recorded. A report alone doesn't tell.
pub(crate) fn why(evidence: Option<&Evidence>, operation: &str) -> String {
    const EITHER: &str = "missing or refused";
    // What is no operation of AWS, such as the list of actions, is in no evidence.
    let Some(evidence) = evidence.filter(|_| operation.contains(':')) else { return EITHER.to_owned() };
    let (mut refused, mut failed) = (None, None);
    for id in evidence.calls_of(operation) {
        let Outcome::Error { code, .. } = &evidence.call(id).outcome else { return EITHER.to_owned() };
        match meaning(code) {
            ErrorMeaning::Refused => refused = refused.or(Some(code)),
            ErrorMeaning::Failed => failed = failed.or(Some(code)),
            ErrorMeaning::Absent => return EITHER.to_owned(),
        }
    }
    match (refused, failed) {
        (None, None) => "missing".to_owned(),
        (Some(code), None) => format!("every call that was recorded was refused ({code})"),
        (None, Some(code)) => format!("every call that was recorded failed ({code})"),
        (Some(refused), Some(failed)) => {
            format!("every call that was recorded was refused or failed ({refused}, {failed})")
        }
    }
}

#[cfg(test)]
mod tests {
    use evidence::{NewCall, Pointer};

    use super::*;

    #[test]
    fn what_was_recorded_tells_why() {
        let check = |outcomes: &[&str], expected: &str| {
            let mut evidence = Evidence::new();
            for (at, code) in outcomes.iter().enumerate() {
                let outcome = match *code {
                    "" => Outcome::Response(evidence::Span { start: 0, end: 2 }),
                    code => Outcome::Error { code: code.into(), message: String::new() },
                };
                let parameters = format!("{{\"FunctionName\":\"f{at}\"}}");
                let new = NewCall {
                    file: 0,
                    service: "lambda",
                    operation: "GetPolicy",
                    account: None,
                    region: None,
                    parameters: &parameters,
                    page: None,
                    outcome,
                    pointer: Pointer::Whole,
                };
                evidence.add(new).unwrap();
            }
            assert_eq!(why(Some(&evidence), "lambda:GetPolicy"), expected);
        };
        check(&[], "missing");
        check(&["AccessDeniedException"], "every call that was recorded was refused (AccessDeniedException)");
        check(&["Throttling", "Throttling"], "every call that was recorded failed (Throttling)");
        check(
            &["Throttling", "AccessDenied"],
            "every call that was recorded was refused or failed (AccessDenied, Throttling)",
        );
        check(&["AccessDenied", ""], "missing or refused");
        check(&["AccessDenied", "ResourceNotFoundException"], "missing or refused");
        assert_eq!(why(None, "lambda:GetPolicy"), "missing or refused");
        assert_eq!(why(Some(&Evidence::new()), "actions.txt"), "missing or refused");
    }
}
