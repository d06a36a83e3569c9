//! Bare answers and errors of the AWS CLI: keeping them as the calls that they answer.

use super::Found;
use super::answer::{self, Asked, CliError, NotTaken};
use super::bundle::{Base, Keeper, shortened};
use super::problems::Group;
use crate::calls::{CallId, NewCall, Outcome, Pointer, Scope};
use crate::json::Value;
use crate::operations::Operation;
use crate::problem::Problem;

/// What was answered, and where that stands.
struct Answer {
    outcome: Outcome,
    pointer: Pointer,
    start: usize,
}

impl Keeper {
    /// Keeps a bare answer of the AWS CLI.
    pub(super) fn answer(&mut self, root: Value<'_>, base: Base, found: &mut Found) {
        let asked = if root.is_object() { answer::asked(root, &self.name) } else { Err(NotTaken::Unknown) };
        let asked = match asked {
            Ok(asked) => asked,
            Err(why) => {
                let problem = self.not_taken(why, root);
                self.problem(Group::Answer, Some(root.start()), problem.on(base.answer().call()), found);
                return;
            }
        };
        found.label(self.source, asked.operation.cli);
        let (account, region) = answer::scope(asked.operation, root, &asked.parameters);
        let scope = self.complete(asked.operation.service, account, region, &mut found.evidence);
        let pointer = base.answer();
        let answer =
            || Answer { outcome: Outcome::Response(answer::span(root)), pointer, start: root.start() };
        let mut added = self.add(&asked, scope, answer(), None, found);
        if let Err(first) = added
            && found.going_on.contains(&first)
        {
            // Pages that were fetched one by one are answers to the same call.
            let page = format!("{}:{}", self.name, root.start());
            added = self.add(&asked, scope, answer(), Some(&page), found);
        }
        match added {
            Ok(id) if answer::goes_on(root) => {
                found.going_on.insert(id);
            }
            Ok(_) => {}
            Err(first) => self.repeats(root.start(), pointer, first, found),
        }
    }

    /// Keeps what the AWS CLI printed when a call failed.
    pub(super) fn cli_error(&mut self, error: &CliError<'_>, found: &mut Found) {
        match error.asked(&self.name) {
            Ok(asked) => {
                found.label(self.source, "an error of the AWS CLI");
                let (account, region) = answer::error_scope(asked.operation, &asked.parameters);
                let scope = self.complete(asked.operation.service, account, region, &mut found.evidence);
                let answer = Answer { outcome: error.outcome(), pointer: Pointer::Whole, start: 0 };
                if let Err(first) = self.add(&asked, scope, answer, None, found) {
                    self.repeats(0, Pointer::Whole, first, found);
                }
            }
            Err(NotTaken::NoSubject(operation)) => {
                let problem = self.no_subject(operation, "err");
                self.problem(Group::Answer, None, problem, found);
            }
            Err(NotTaken::Unknown) => {
                let problem = Problem::refused(
                    &self.name,
                    format!(
                        "The AWS CLI could not call {}, which no check asks for.",
                        shortened(error.operation)
                    ),
                    "Nothing needs to be done.",
                );
                self.problem(Group::Answer, None, problem, found);
            }
        }
    }

    fn add(
        &mut self,
        asked: &Asked,
        scope: Scope,
        answer: Answer,
        page: Option<&str>,
        found: &mut Found,
    ) -> Result<CallId, CallId> {
        let Asked { operation, parameters } = asked;
        let symbol = self.operation(operation.service, operation.name, &mut found.evidence);
        let new = NewCall {
            file: self.file(found),
            service: operation.service,
            operation: operation.name,
            account: None,
            region: None,
            parameters,
            page,
            outcome: answer.outcome,
            pointer: answer.pointer,
        };
        let added = found.evidence.add_at(symbol, scope, new, answer.start);
        self.kept += usize::from(added.is_ok());
        added
    }

    fn not_taken(&self, why: NotTaken, root: Value<'_>) -> Problem {
        match why {
            NotTaken::NoSubject(operation) => self.no_subject(operation, "json"),
            NotTaken::Unknown if !root.is_object() => Problem::skipped(
                &self.name,
                "This is JSON, but not an object, as every export and every report is.",
                "Check where the file comes from.",
            ),
            NotTaken::Unknown if root.is_empty() => Problem::skipped(
                &self.name,
                "This answer is an empty object, so it can't be told what was asked.",
                "Export it with the exporter, which records the call beside its answer.",
            ),
            NotTaken::Unknown => {
                let members = root.members();
                let keys: Vec<_> = members.iter().take(3).map(|(key, _)| shortened(key)).collect();
                Problem::skipped(
                    &self.name,
                    format!(
                        "This is JSON, but no evidence, report or answer that is read here; it begins with {}.",
                        keys.join(", ")
                    ),
                    "Drop what the exporter or the AWS CLI wrote, or an audit's JSON.",
                )
            }
        }
    }

    fn no_subject(&self, operation: &Operation, ending: &str) -> Problem {
        // A file can't be called after an ARN; a name does as well, where another answer gives its ARN.
        let place = |named: &&str| match *named {
            "PolicyArn" => "POLICY_NAME".to_owned(),
            "Resource" => "FUNCTION_NAME".to_owned(),
            other => spaced(other),
        };
        let subject = operation.named.iter().map(place).collect::<Vec<_>>().join(".");
        Problem::skipped(
            &self.name,
            format!("This is from {}, but doesn't say what it is about.", operation.cli),
            format!(
                "Name the file {}.{subject}.{ending}, with what was asked for in the place of the capitals.",
                operation.cli
            ),
        )
    }
}

/// A parameter's name in capitals: `FUNCTION_NAME`.
fn spaced(parameter: &str) -> String {
    let mut out = String::with_capacity(parameter.len() + 2);
    for letter in parameter.chars() {
        if letter.is_ascii_uppercase() && !out.is_empty() {
            out.push('_');
        }
        out.push(letter.to_ascii_uppercase());
    }
    out
}
